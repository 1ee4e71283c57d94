"""Areas from a file: CSV or GeoJSON, as CBS, PDOK and Statbel give them. Reading changes nothing.

A code keeps its row: another name or outline is a correction of that row (the history keeps the old one), a code that
is not there yet becomes a new row, and a code that is gone gets an end date only when asked. So routes, signals and
cases never point at the wrong place after reading a file, and reading the same file twice changes nothing.
"""

import csv
import io
import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from organisation.models import Area

Point = tuple[float, float]
Ring = list[Point]

CODE = re.compile(r"GM\d{4}|WK\d{6}|BU\d{8}|\d{5}|\d{5}[A-Z0-9]{3,4}-?")
MOST_AREAS = 3000
MOST_POINTS = 400
CODE_COLUMNS = (
    "bu_code", "buurtcode", "wk_code", "wijkcode", "gm_code", "gemeentecode", "cd_sector", "cs01012020",
    "cd_refnis", "nis", "niscode", "statcode", "gwb_code_10", "gwb_code", "wijkenenbuurten", "code",
)  # fmt: skip
NAME_COLUMNS = {
    "bu_code": ("bu_naam", "buurtnaam"),
    "buurtcode": ("buurtnaam", "bu_naam"),
    "wk_code": ("wk_naam", "wijknaam"),
    "wijkcode": ("wijknaam", "wk_naam"),
    "gm_code": ("gm_naam", "gemeentenaam"),
    "gemeentecode": ("gemeentenaam", "gm_naam"),
    "cd_sector": ("tx_sector_descr_nl", "tx_sec_descr_nl"),
    "cd_refnis": ("tx_adm_descr_nl", "tx_munty_descr_nl"),
}
COMMON_NAMES = ("naam", "name", "statnaam", "regio", "gwb_naam", "omschrijving", "title")
PARENT_COLUMNS = ("ligt_in", "parent", "hoort_bij")


@dataclass(frozen=True)
class Row:
    """One area as it stands in the file. `where` says where, for in a sentence: line 7, feature 7."""

    where: str
    code: str
    name: str
    level: int
    parent: str
    shape: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        return {**self.__dict__}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Row":
        return cls(**values)


@dataclass
class Read:
    rows: list[Row] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """What reading these rows would do."""

    new: list[Row] = field(default_factory=list)
    changed: list[tuple[Area, Row, str]] = field(default_factory=list)
    same: int = 0
    ended: list[Area] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        ended = f"{len(self.ended)} beëindigd"
        return f"{len(self.new)} nieuw, {len(self.changed)} gewijzigd, {ended}, {self.same} ongewijzigd"

    @property
    def empty(self) -> bool:
        return not (self.new or self.changed or self.ended)


class Wrong(ValueError):
    """A mistake in the file, as a sentence for whoever made the file."""


def read(name: str, content: bytes) -> Read:
    """The rows of a file, or sentences about what is wrong with it. Never raises for what stands in the file."""
    result = Read()
    try:
        text = _text(content)
        is_json = name.lower().endswith((".geojson", ".json")) or text.lstrip()[:1] == "{"
        found = _geojson(text) if is_json else _csv(text)
        for where, values, geometry in found:
            if len(result.rows) >= MOST_AREAS:
                raise Wrong(f"Het bestand heeft meer dan {MOST_AREAS} gebieden. Maak eerst een keuze: uw gemeente.")
            try:
                result.rows.append(_row(where, values, geometry))
            except Wrong as wrong:
                result.errors.append(f"{where}: {wrong}")
    except Wrong as wrong:
        result.errors.append(str(wrong))
    if not result.rows and not result.errors:
        result.errors.append("In dit bestand staan geen gebieden.")
    result.errors += _twice(result.rows)
    return result


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise Wrong("Dit is geen tekstbestand. Sla het op als CSV of GeoJSON (UTF-8).")


Found = tuple[str, dict[str, str], Any]


def _csv(text: str) -> Iterable[Found]:
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        head: list[str] = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not head:
                head = [cell.strip().lower().replace(" ", "_") for cell in cells]
                if not any(column in head for column in CODE_COLUMNS):
                    raise Wrong("Regel 1: er is geen kolom met codes. Noem die kolom “code” en de andere “naam”.")
                continue
            yield f"Regel {reader.line_num}", dict(zip(head, (cell.strip() for cell in cells), strict=False)), None
    except csv.Error as error:
        raise Wrong(f"Regel {reader.line_num}: dit is geen goede CSV-regel.") from error


def _geojson(text: str) -> Iterable[Found]:
    try:
        data = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise Wrong(f"Regel {error.lineno}: dit is geen goede GeoJSON.") from error
    except (RecursionError, ValueError) as error:
        raise Wrong("Dit is geen goede GeoJSON.") from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise Wrong("Dit is geen GeoJSON met een lijst van gebieden (FeatureCollection).")
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            raise Wrong(f"Gebied {number}: er staan geen eigenschappen bij, zoals code en naam.")
        values = {str(key).lower(): str(value).strip() for key, value in properties.items() if value is not None}
        yield f"Gebied {number}", values, feature.get("geometry")


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _row(where: str, values: dict[str, str], geometry: Any) -> Row:
    column = next((name for name in CODE_COLUMNS if values.get(name)), "")
    if not column:
        raise Wrong("de code ontbreekt.")
    code = values[column].upper()
    if not CODE.fullmatch(code):
        raise Wrong(f"“{code[:30]}” is geen code zoals GM0599, WK059903, BU05990325 of 11002A00-.")
    names = (*NAME_COLUMNS.get(column, ()), *COMMON_NAMES)
    name = " ".join(next((values[key] for key in names if values.get(key)), "").split())
    if not name:
        raise Wrong(f"bij {code} ontbreekt de naam.")
    if len(name) > 100 or not name.isprintable():
        raise Wrong(f"de naam bij {code} is te lang (ten hoogste 100 tekens) of bevat vreemde tekens.")
    parent = next((values[key].upper() for key in PARENT_COLUMNS if values.get(key)), "") or parent_code(code)
    if parent == code:
        raise Wrong(f"{code} kan niet in zichzelf liggen.")
    return Row(where, code, name, level_of(code, parent), parent, shape(geometry) if geometry else None)


def parent_code(code: str) -> str:
    """A Dutch code holds the code of what it lies in; so does a Belgian sector."""
    if code.startswith("BU"):
        return f"WK{code[2:8]}"
    if code.startswith("WK"):
        return f"GM{code[2:6]}"
    if code.startswith("GM") or len(code) == 5:
        return ""
    return code[:5]


def level_of(code: str, parent: str) -> int:
    """A Belgian sector is a wijk when it lies in the municipality, and a buurt when it lies in a wijk."""
    if code.startswith("GM") or len(code) == 5:
        return Area.Level.MUNICIPALITY
    if code.startswith("WK") or (code[0].isdigit() and len(parent) == 5):
        return Area.Level.DISTRICT
    return Area.Level.NEIGHBOURHOOD


def _twice(rows: list[Row]) -> list[str]:
    seen: dict[str, Row] = {}
    errors = []
    for row in rows:
        if row.code in seen:
            errors.append(f"{row.where}: de code {row.code} staat ook bij {seen[row.code].where.lower()}.")
        seen.setdefault(row.code, row)
    return errors


# What it would change


def plan(rows: list[Row], *, end_missing: bool) -> Plan:
    """Compare with the areas that hold now. One query."""
    current = {area.code: area for area in Area.objects.current().select_related("parent")}
    given = {row.code: row for row in rows}
    result = Plan()
    for row in rows:
        problem = _parent_problem(row, given, current, end_missing=end_missing)
        if problem:
            result.errors.append(f"{row.where}: {problem}")
            continue
        area = current.get(row.code)
        if area is None:
            result.new.append(row)
        elif what := _difference(area, row):
            result.changed.append((area, row, what))
        else:
            result.same += 1
    if end_missing:
        result.ended = [area for code, area in current.items() if code not in given]
    result.new.sort(key=lambda row: (row.level, row.code))
    return result


def _parent_problem(row: Row, given: dict[str, Row], current: dict[str, Area], *, end_missing: bool) -> str:
    if not row.parent:
        return ""
    known = given.get(row.parent) or (None if end_missing else current.get(row.parent))
    if known is None:
        return f"{row.code} ligt in {row.parent}, maar dat gebied staat niet in het bestand en is nog niet bekend."
    if known.level >= row.level:
        return f"{row.code} kan niet in {row.parent} liggen: dat is geen groter gebied."
    return ""


def _difference(area: Area, row: Row) -> str:
    """What differs, in words; a file without outlines leaves the outline as it is."""
    found = []
    if area.name != row.name:
        found.append(f"naam: {area.name} wordt {row.name}")
    if (area.parent.code if area.parent else "") != row.parent or area.level != row.level:
        found.append(f"ligt in {row.parent}")
    if row.shape is not None and area.shape != row.shape:
        found.append("omtrek")
    return ", ".join(found)


# Outlines


def shape(geometry: Any) -> dict[str, Any]:
    """A Polygon or MultiPolygon in WGS84 with at most some hundreds of points, rounded to a metre."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"} or not isinstance(coordinates, list):
        raise Wrong("de omtrek is geen vlak (Polygon of MultiPolygon).")
    try:
        polygons = [
            [_ring(ring) for ring in polygon] for polygon in ([coordinates] if kind == "Polygon" else coordinates)
        ]
    except (TypeError, ValueError, IndexError, KeyError) as error:
        if isinstance(error, Wrong):
            raise
        raise Wrong("de omtrek bevat geen goede coördinaten.") from error
    if not polygons or not all(polygons):
        raise Wrong("de omtrek is leeg.")
    simple = _small_enough(polygons)
    return {"type": kind, "coordinates": simple[0] if kind == "Polygon" else simple}


def _ring(points: Any) -> Ring:
    ring = [_wgs84(float(point[0]), float(point[1])) for point in points]
    if len(ring) < 4:
        raise Wrong("de omtrek heeft te weinig punten.")
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def _wgs84(x: float, y: float) -> Point:
    """Longitude and latitude; Dutch RD coordinates (EPSG:28992) are converted, others are refused."""
    if -180 <= x <= 180 and -90 <= y <= 90:
        return x, y
    if 0 <= x <= 300_000 and 300_000 <= y <= 650_000:
        return rd_to_wgs84(x, y)
    if not (math.isfinite(x) and math.isfinite(y)):
        raise Wrong("de omtrek bevat geen goede coördinaten.")
    raise Wrong("de coördinaten zijn geen WGS84 en geen RD. Zet het bestand om naar WGS84 (EPSG:4326).")


NORTH = (
    (0, 1, 3235.65389), (2, 0, -32.58297), (0, 2, -0.24750), (2, 1, -0.84978), (0, 3, -0.06550), (2, 2, -0.01709),
    (1, 0, -0.00738), (4, 0, 0.00530), (2, 3, -0.00039), (4, 1, 0.00033), (1, 1, -0.00012),
)  # fmt: skip
EAST = (
    (1, 0, 5260.52916), (1, 1, 105.94684), (1, 2, 2.45656), (3, 0, -0.81885), (1, 3, 0.05594), (3, 1, -0.05607),
    (0, 1, 0.01199), (3, 2, -0.00256), (1, 4, 0.00128), (0, 2, 0.00022), (2, 0, -0.00022), (5, 0, 0.00026),
)  # fmt: skip
"""Schreutelkamp and Strang van Hees (2001): within a metre, which is plenty for an outline on a screen."""


def rd_to_wgs84(x: float, y: float) -> Point:
    dx, dy = (x - 155_000) * 1e-5, (y - 463_000) * 1e-5
    latitude = 52.15517440 + sum(factor * dx**p * dy**q for p, q, factor in NORTH) / 3600
    longitude = 5.38720621 + sum(factor * dx**p * dy**q for p, q, factor in EAST) / 3600
    return longitude, latitude


def _small_enough(polygons: list[list[Ring]]) -> list[list[list[list[float]]]]:
    """Coarser and coarser until it fits; small islands and holes stay as long as they keep four points."""
    tolerance = 0.00003
    while True:
        simple = [[[[round(x, 5), round(y, 5)] for x, y in simplify(ring, tolerance)] for ring in p] for p in polygons]
        if sum(len(ring) for polygon in simple for ring in polygon) <= MOST_POINTS or tolerance > 0.01:
            return simple
        tolerance *= 2


def simplify(ring: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker on a closed ring, without recursion; at least four points stay."""
    if len(ring) <= 4:
        return ring
    middle = max(range(len(ring)), key=lambda index: math.dist(ring[0], ring[index]))
    keep = {0, middle, len(ring) - 1}
    stack = [(0, middle), (middle, len(ring) - 1)]
    while stack:
        start, end = stack.pop()
        far, index = max(
            ((_distance(ring[i], ring[start], ring[end]), i) for i in range(start + 1, end)), default=(0.0, start)
        )
        if far > tolerance:
            keep.add(index)
            stack += [(start, index), (index, end)]
    if len(keep) < 4:
        keep.add(
            max(range(1, len(ring) - 1), key=lambda i: 0 if i in keep else _distance(ring[i], ring[0], ring[middle]))
        )
    return [ring[index] for index in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a piece of line, in degrees."""
    (px, py), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    if not length:
        return math.dist(point, start)
    along = max(0.0, min(1.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length))
    return math.dist(point, (ax + along * (bx - ax), ay + along * (by - ay)))
