"""Finding records: filters with their counts, search in plain words, and two to four side by side."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from method.directions.explain import listing, lower
from method.directions.reading import directions, shipped, words
from method.library.model import Record
from method.library.reading import shelf

FACETS = (
    "directions", "categories", "problems", "target_groups", "places", "level", "rung", "rhythm", "scale",
    "municipality", "executors", "status", "region", "context", "kinds",
)  # fmt: skip
FEWEST, MOST = 2, 4


@dataclass(frozen=True)
class Filter:
    """Which values were ticked, field by field. Within a field one is enough; over the fields all must fit."""

    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    text: str = ""

    def without(self, name: str) -> "Filter":
        return replace(self, values={key: value for key, value in self.values.items() if key != name})


@dataclass(frozen=True)
class Facet:
    """One value of one field with the number of records behind it."""

    field: str
    value: str
    label: str
    count: int
    chosen: bool


def filtered(records: Iterable[Record], wanted: Filter) -> list[Record]:
    """The records that fit; with a search text those with it in the name first."""
    found = [record for record in records if _fits(record, wanted)]
    return search(found, wanted.text) if wanted.text.strip() else found


def facets(records: Sequence[Record], wanted: Filter) -> dict[str, list[Facet]]:
    """For each field its values. The count is what one sees after ticking it, next to what was ticked elsewhere."""
    result = {}
    for name in FACETS:
        pool = filtered(records, wanted.without(name))
        counts: dict[str, int] = {}
        for record in pool:
            for value in values(record, name):
                counts[value] = counts.get(value, 0) + 1
        every = sorted({value for record in records for value in values(record, name)}, key=lambda v: _order(name, v))
        chosen = wanted.values.get(name, frozenset())
        result[name] = [Facet(name, each, label(name, each), counts.get(each, 0), each in chosen) for each in every]
    return result


def _fits(record: Record, wanted: Filter) -> bool:
    return all(not chosen or chosen & set(values(record, name)) for name, chosen in wanted.values.items())


def values(record: Record, name: str) -> tuple[str, ...]:
    """The values of a field as codes, also when it holds one or none."""
    value = getattr(record, name)
    if isinstance(value, tuple):
        return value
    return (str(value),) if value not in (None, "") else ()


def _order(name: str, value: str) -> tuple[int, str]:
    """The order of the word list; free words by the alphabet."""
    known = [term.code for term in shelf().terms.get(SHELF_KINDS.get(name, name), ())]
    return (known.index(value), "") if value in known else (len(known), plain(value))


SHELF_KINDS = {"categories": "category", "kinds": "kind"}


def label(name: str, value: str) -> str:
    """A value in words."""
    if name == "directions":
        return directions()[value].name if value in directions() else value
    if name in ("problems", "places", "target_groups", "groups"):
        found = shipped().problems.get(value) or words().get(value)
        return found.label if found else value
    if name == "bundled":
        return "Ja" if value == "True" else "Nee"
    return shelf().label(SHELF_KINDS.get(name, name), value)


# Searching


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in parts if not unicodedata.combining(each))


def search(records: Iterable[Record], text: str) -> list[Record]:
    """Records that hold every word of the text, in the name first. An empty text finds everything."""
    wanted = plain(text).split()
    if not wanted:
        return list(records)
    found = [record for record in records if all(word in haystack(record) for word in wanted)]
    return sorted(found, key=lambda record: (not all(word in plain(record.name) for word in wanted), record.code))


@lru_cache(maxsize=4096)
def haystack(record: Record) -> str:
    """Everything that one may search for in a record."""
    parts = [record.code, record.name, record.goal, record.method, record.municipality, record.evidence, record.caution]
    parts += [*record.target_words, *record.executors]
    for name in ("categories", "problems", "target_groups", "directions"):
        parts += [label(name, value) for value in values(record, name)]
    return plain(" ".join(parts))


# Side by side


@dataclass(frozen=True)
class Cell:
    """One field of one record in words, with its mark."""

    text: str
    estimated: bool = False
    why: str = ""


@dataclass(frozen=True)
class Row:
    """One field of all records."""

    field: str
    label: str
    cells: tuple[Cell, ...]

    @property
    def same(self) -> bool:
        """Whether all records say the same here."""
        return len({cell.text for cell in self.cells}) == 1


@dataclass(frozen=True)
class Comparison:
    records: tuple[Record, ...]
    rows: tuple[Row, ...]


def compare(records: Sequence[Record]) -> Comparison:
    """Two to four records side by side, every field a row."""
    if not FEWEST <= len(records) <= MOST:
        raise ValueError(f"compare {FEWEST} to {MOST} records, not {len(records)}")
    if len({record.code for record in records}) != len(records):
        raise ValueError("a record beside itself")
    rows = (Row(name, title, tuple(cell(record, name) for record in records)) for name, title in shelf().fields.items())
    return Comparison(tuple(records), tuple(rows))


def details(record: Record) -> tuple[Row, ...]:
    """Every filled field of one record in words, for its own page."""
    rows = (Row(name, title, (cell(record, name),)) for name, title in shelf().fields.items())
    return tuple(row for row in rows if row.cells[0].text != NOTHING)


NOTHING = "–"


def cell(record: Record, name: str) -> Cell:
    """One field in words; a dash when the guide leaves it open."""
    if name == "bundled":
        text = label(name, str(record.bundled))
    elif name == "rung" and record.rung is None:
        text = "Geen trede"
    else:
        text = _in_one_line(name, [label(name, value) for value in values(record, name)])
    return Cell(text or NOTHING, record.estimated(name), record.why(name))


def _in_one_line(name: str, texts: list[str]) -> str:
    """Several labels as one sentence part. Own words keep their capitals: the Openbaar Ministerie is a name."""
    if name == "directions" and len(texts) > 1:
        return listing([f"‘{text}’" for text in texts])
    if name in ("target_words", "executors"):
        own = listing(texts)
        return own[:1].upper() + own[1:]
    return listing([*texts[:1], *map(lower, texts[1:])])
