"""Reads records, words and weights. A file with a mistake is refused, with the line and the reason of each mistake."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from method.directions.marked import BrokenFile, Problem, Row, document, unique
from method.directions.reading import directions, of_kind, shipped, source
from method.library.model import Criterion, Estimate, Record, Shelf, Term, Weights

DATA = Path(__file__).parents[1] / "data" / "library"
TERMS = ("category", "rung", "scale", "rhythm", "level", "basis", "form", "status", "region", "context", "kind", "rule")
CRITERIA = ("M1", "M2", "M3", "M4", "V1", "V2", "V3", "V4", "V5", "LAD")
PLAIN = (
    "code", "name", "categories", "own", "goal", "method", "directions", "places", "target_groups", "target_words",
    "executors", "municipality", "context", "region", "status", "evidence", "caution", "source",
)  # fmt: skip
ESTIMATED = ("problems", "groups", "rung", "scale", "rhythm", "level", "basis", "form", "bundled", "kinds")
"""Fields that the guide does not give. In a file each is `{is: …, geschat: true}`; `false` after a correction."""


@cache
def library() -> tuple[Record, ...]:
    """The records as they come with the application, in the order of their codes."""
    result: list[Record] = []
    for path in sorted(DATA.glob("records-*.yaml")):
        result += records(path.read_text(encoding="utf-8"), path.name)
    codes = [record.code for record in result]
    if len(set(codes)) != len(codes):
        raise BrokenFile([Problem(1, "een code van een praktijkvoorbeeld komt in twee bestanden voor", "records")])
    return tuple(sorted(result, key=lambda record: record.code))


@cache
def shelf() -> Shelf:
    """Categories, rungs, rules of thumb and the other words, and what the library says about itself."""
    top, found = document((DATA / "words.yaml").read_text(encoding="utf-8"), "words.yaml")
    disclaimer = top.row("disclaimer", "de toelichting", required=True)
    terms = {kind: tuple(_term(row) for row in top.rows(kind, f"een woord van {kind}")) for kind in TERMS}
    fields = {row.text("code"): row.text("label") for row in top.rows("fields", "een veld")}
    result = Shelf(_term(disclaimer) if disclaimer else Term("", "", ""), terms, fields)
    top.close()
    _refuse(found)
    return result


@cache
def shipped_weights() -> Weights:
    return weights((DATA / "weights.yaml").read_text(encoding="utf-8"), "weights.yaml")


def weights(text: str, file: str = "") -> Weights:
    """One version of the points."""
    top, found = document(text, file, "de punten")
    version, origin = top.text("version"), source(top)
    rows = top.rows("criteria", "een criterium")
    criteria = tuple(_criterion(row) for row in rows)
    unique((criterion.code, row) for criterion, row in zip(criteria, rows, strict=True))
    top.close()
    if not found and tuple(criterion.code for criterion in criteria) != CRITERIA:
        top.wrong(f"de criteria moeten precies deze zijn, in deze volgorde: {', '.join(CRITERIA)}", "criteria")
    _refuse(found)
    return Weights(version, origin, criteria)


def records(text: str, file: str = "") -> list[Record]:
    """Every record of one file, or BrokenFile with all its mistakes."""
    top, found = document(text, file, "de bibliotheek")
    rows = top.rows("records", "een praktijkvoorbeeld")
    result = [_record(row) for row in rows]
    unique((record.code, row) for record, row in zip(result, rows, strict=True))
    top.close()
    _refuse(found)
    return result


def as_row(record: Record) -> dict[str, Any]:
    """A record as it stands in a file: to keep a copy that someone may edit, and to read back with `records`."""
    row: dict[str, Any] = {}
    for name in PLAIN:
        value = getattr(record, name)
        if value not in ("", (), False):
            row[name] = list(value) if isinstance(value, tuple) else value
    for name in ESTIMATED:
        if name not in record.estimates:
            continue
        value = getattr(record, name)
        row[name] = {"is": list(value) if isinstance(value, tuple) else value, "geschat": record.estimated(name)}
        if record.why(name):
            row[name]["waarom"] = record.why(name)
    return row


def from_rows(rows: Iterable[Mapping[str, Any]]) -> list[Record]:
    """Records from edited copies, with the same checks as those of a file."""
    return records(yaml.safe_dump({"records": [dict(row) for row in rows]}, allow_unicode=True, sort_keys=False))


def _codes(kind: str) -> set[str]:
    return {term.code for term in shelf().terms[kind]}


def _record(row: Row) -> Record:
    row.what = row.text("code") or row.what
    estimates: dict[str, Estimate] = {}
    categories = row.codes("categories", _codes("category"), required=True, why="onbekende categorie")
    named = row.codes("directions", directions(), why="onbekende richting", required=not row.flag("own"))
    from_guide = {shelf().term("category", code).direction for code in categories}
    if added := [code for code in named if code not in from_guide]:
        estimates["directions"] = Estimate(tuple(added), why="De handreiking plaatst het voorbeeld hier niet zelf.")
    region, context = row.choice("region", _codes("region"), required=False), ""
    context = row.choice("context", _codes("context"), required=False)
    record = Record(
        code=row.text("code"),
        name=row.text("name"),
        categories=categories,
        goal=row.text("goal"),
        method=row.text("method"),
        source=source(row),
        directions=named,
        places=row.codes("places", of_kind("place"), required=True, why="onbekende plek"),
        target_groups=row.codes("target_groups", of_kind("target"), required=True, why="onbekende doelgroep"),
        target_words=row.codes("target_words"),
        executors=row.codes("executors"),
        municipality=row.text("municipality", required=False),
        context=context or "general",
        region=region or "both",
        status=row.choice("status", _codes("status"), required=False) or "active",
        evidence=row.text("evidence", required=False),
        caution=row.text("caution", required=False),
        own=row.flag("own"),
        problems=_several(row, "problems", shipped().problems, estimates),
        groups=_several(row, "groups", of_kind("group"), estimates),
        kinds=_several(row, "kinds", _codes("kind"), estimates),
        rung=_rung(row, estimates),
        scale=_one(row, "scale", estimates),
        rhythm=_one(row, "rhythm", estimates),
        level=_one(row, "level", estimates),
        basis=_one(row, "basis", estimates),
        form=_one(row, "form", estimates),
        bundled=_yes(row, estimates),
        estimates=estimates,
    )
    row.close()
    return record


def _estimate(row: Row, key: str, estimates: dict[str, Estimate]) -> Row | None:
    """The row under a field that may be an estimate, after noting whether it is."""
    inner = row.row(key, f"‘{key}’ van {row.what}")
    if inner is not None:
        if "geschat" not in inner:
            inner.wrong(
                f"‘geschat’ ontbreekt bij {inner.what}: true (onze schatting) of false (uit de bron of nagekeken)"
            )
        estimates[key] = Estimate(None, inner.flag("geschat"), inner.text("waarom", required=False))
    return inner


def _several(row: Row, key: str, allowed: Collection[str], estimates: dict[str, Estimate]) -> tuple[str, ...]:
    inner = _estimate(row, key, estimates)
    if inner is None:
        return ()
    codes = inner.codes("is", allowed)
    inner.close()
    return codes


def _one(row: Row, key: str, estimates: dict[str, Estimate]) -> str:
    inner = _estimate(row, key, estimates)
    if inner is None:
        row.wrong(f"‘{key}’ ontbreekt bij {row.what}")
        return ""
    code = inner.choice("is", _codes(key))
    inner.close()
    return code


def _rung(row: Row, estimates: dict[str, Estimate]) -> int | None:
    """No rung means: no contact between groups is meant."""
    inner = _estimate(row, "rung", estimates)
    if inner is None:
        return None
    number = inner.number("is", 1, 4, required=False)
    inner.close()
    return number


def _yes(row: Row, estimates: dict[str, Estimate]) -> bool:
    inner = _estimate(row, "bundled", estimates)
    if inner is None:
        return False
    value = inner.flag("is")
    inner.close()
    return value


def _term(row: Row) -> Term:
    direction = row.choice("direction", directions(), required=False)
    term = Term(
        code=row.text("code"),
        label=row.text("label"),
        source=source(row),
        text=row.text("text", required=False),
        direction=direction,
        geschat=row.flag("geschat"),
    )
    row.close()
    return term


def _criterion(row: Row) -> Criterion:
    code = row.choice("code", CRITERIA)
    row.what = code or row.what
    lines = row.rows("points", f"een regel punten van {row.what}")
    points, words = {}, {}
    for line in lines:
        name = line.text("when")
        points[name], words[name] = line.number("is", -20, 20) or 0, line.text("text")
        line.close()
    result = Criterion(code, row.text("label"), row.text("text"), source(row), points, words, row.flag("geschat"))
    row.close()
    if code and not lines:
        return result
    if code and (missing := NEEDED[code] - set(points)):
        row.wrong(f"bij {code} ontbreken punten voor: {', '.join(sorted(missing))}")
    if code and (extra := set(points) - NEEDED[code]):
        row.wrong(f"bij {code} staan punten voor iets onbekends: {', '.join(sorted(extra))}")
    return result


NEEDED: dict[str, set[str]] = {
    "M1": {"each", "most"},
    "M2": {"yes", "no"},
    "M3": {"yes", "no"},
    "M4": {"yes", "no"},
    "V1": {"again_small", "again", "mixed", "once", "once_large"},
    "V2": {"shared", "mixed", "none", "difference"},
    "V3": {"together", "none", "competition"},
    "V4": {"direct", "direct_elsewhere", "street", "neighbourhood", "beyond"},
    "V5": {"bundled", "large", "other", "not_severe"},
    "LAD": {"0", "1", "2", "3", "4"},
}
"""What the points of each criterion are given for; the code asks, the file answers."""


def _refuse(found: list[Problem]) -> None:
    if found:
        raise BrokenFile(found)
