"""What the library shows: the shelf with its filters, one example with what it gave in practice, some side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.http import QueryDict

from analysis import choices, versions
from analysis.actions.examples import REVIEW_AFTER
from analysis.fragments import drawn
from analysis.models_advice import InterventionChoice, LibraryRecord, PracticeResult
from analysis.rules_advice import can_keep_library
from analysis.versions import Shelf
from cases.models import Case
from method.directions.explain import lower
from method.library import browse
from method.library.browse import FACETS, Cell, Facet, Filter, Row
from method.library.model import Record, Term
from method.library.reading import library, shelf
from organisation.models import User

LABELS = {
    "directions": "Richting",
    "categories": "Categorie",
    "problems": "Probleem",
    "target_groups": "Doelgroep",
    "places": "Plek",
    "level": "Niveau",
    "rung": "Bindingsladder",
    "rhythm": "Hoe vaak",
    "scale": "Schaal",
    "municipality": "Gemeente",
    "executors": "Uitvoerder",
    "status": "Stand",
    "region": "Land",
    "context": "Wanneer bruikbaar",
    "kinds": "Soort contact",
}
FIRST = ("problems", "target_groups", "places", "directions", "categories")
"""The five criteria of the guide stand first; the rest follows."""
LONGEST = 100


@dataclass(frozen=True)
class Group:
    """One filter with its values."""

    name: str
    label: str
    facets: tuple[Facet, ...]

    @property
    def chosen(self) -> int:
        return sum(facet.chosen for facet in self.facets)


@dataclass(frozen=True)
class Line:
    """One example in the list."""

    record: Record
    where: str
    status: str


@dataclass(frozen=True)
class Found:
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    total: int
    filtered: bool


def wanted(asked: QueryDict) -> Filter:
    """The filter of this address; values that nobody has find nothing and harm nothing."""
    values = {name: frozenset(asked.getlist(name)[:50]) for name in FACETS if asked.get(name)}
    return Filter(values, asked.get("q", "")[:LONGEST])


@lru_cache(maxsize=64)
def _found(records: Shelf, key: tuple[tuple[str, frozenset[str]], ...], text: str) -> Found:
    asked = Filter(dict(key), text)
    facets = browse.facets(records.records, asked)
    order = (*FIRST, *(name for name in FACETS if name not in FIRST))
    groups = tuple(Group(name, LABELS[name], tuple(facets[name])) for name in order if len(facets[name]) > 1)
    lines = tuple(_line(record) for record in browse.filtered(records.records, asked))
    return Found(lines, groups, len(records.records), bool(key or text.strip()))


def list_html(asked: Filter, words: str) -> str:
    """The whole list with its filters, as everybody sees it; drawn once for each set of filters."""
    return _list(versions.shelf(), tuple(sorted(asked.values.items())), asked.text, words)


@lru_cache(maxsize=64)
def _list(records: Shelf, key: tuple[tuple[str, frozenset[str]], ...], text: str, words: str) -> str:
    found = _found(records, key, text)
    return drawn("analysis/library_found.html", words, found=found, text=text, disclaimer=disclaimer())


def _line(record: Record) -> Line:
    where = ", ".join(lower(browse.label("places", code)) for code in record.places)
    return Line(record, where, "" if record.status == "active" else shelf().label("status", record.status))


def disclaimer() -> Term:
    return shelf().disclaimer


# One example


@dataclass(frozen=True)
class Result:
    """What an example gave in a case; the case itself is named only to whoever may see it."""

    row: PracticeResult
    case: Case | None


@dataclass(frozen=True)
class RecordBoard:
    record: Record
    rows: list[Row]
    kept: LibraryRecord | None
    results: list[Result]
    chosen: int
    status: str
    review_on: date | None
    may_keep: bool
    may_add: bool
    shipped: bool

    @property
    def retired(self) -> bool:
        return self.record.status in ("stopped", "draft")


def record_board(record: Record, user: User) -> RecordBoard:
    kept = LibraryRecord.objects.filter(code=record.code).select_related("by", "updated_by").first()
    rows = PracticeResult.objects.standing().filter(record=record.code).select_related("case__department", "by")
    visible = set(
        Case.objects.visible_to(user).filter(practice_results__record=record.code).values_list("pk", flat=True)
    )
    return RecordBoard(
        record=record,
        rows=[row for row in browse.details(record) if row.field not in ("goal", "method")],
        kept=kept,
        results=[Result(row, row.case if row.case_id in visible else None) for row in rows],
        chosen=InterventionChoice.objects.standing().filter(record=record.code, case__exercise=False).count(),
        status=shelf().label("status", record.status),
        review_on=kept.reviewed_on + REVIEW_AFTER if kept else None,
        may_keep=can_keep_library(user),
        may_add=bool(cases_for_result(record.code, user)),
        shipped=any(each.code == record.code for each in library()),
    )


def cases_for_result(code: str, user: User) -> list[Case]:
    """Cases of this person in which the example was chosen, that were looked back on, and have no result yet."""
    chosen = InterventionChoice.objects.filter(record=code).values("case")
    had = PracticeResult.objects.standing().filter(record=code).values("case")
    cases = list(Case.objects.visible_to(user).filter(pk__in=chosen, exercise=False).exclude(pk__in=had)[:100])
    done = choices.looked_back(case.pk for case in cases)
    return [case for case in cases if case.pk in done]


@dataclass(frozen=True)
class NamedRow:
    """One field with each cell beside the name of its example, for a phone."""

    row: Row
    named: list[tuple[Cell, str]]


@dataclass(frozen=True)
class Compared:
    rows: tuple[Row, ...]
    records: tuple[Record, ...]

    @property
    def named(self) -> list[NamedRow]:
        names = [record.name for record in self.records]
        return [NamedRow(row, list(zip(row.cells, names, strict=True))) for row in self.rows]


def compared(codes: Sequence[str]) -> Compared | None:
    """Two to four examples side by side; none when the address asks for something else."""
    now = versions.shelf()
    records = [record for code in dict.fromkeys(codes) if (record := now.get(code)) is not None]
    if not browse.FEWEST <= len(records) <= browse.MOST:
        return None
    result = browse.compare(records)
    return Compared(result.rows, result.records)


# To be looked at again


@dataclass(frozen=True)
class Review:
    record: Record
    on: date


def to_review(today: date) -> tuple[list[Review], int]:
    """Kept examples that nobody looked at for half a year, and how many of ours were never looked at here."""
    now = versions.shelf()
    kept = dict(LibraryRecord.objects.values_list("code", "reviewed_on"))
    late = [
        Review(record, on)
        for code, on in sorted(kept.items(), key=lambda each: each[1])
        if on <= today - REVIEW_AFTER and (record := now.get(code)) and record.status not in ("stopped", "draft")
    ]
    return late, sum(record.code not in kept for record in now.records)
