"""What residents reported, and how long they wait for word of what was done (KIS · Checklist open communiceren).

The table holds what was reported and never by whom.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from analysis.models import Answer
from cases.models import Case
from common.dates import in_words
from common.ready import ready

ARRIVAL = "kis-azc"
REPORTS = "meldingen"
FEEDBACK_WITHIN = timedelta(days=14)
"""So long a resident who reported something may wait for an answer (our choice, R-B-101)."""


@dataclass(frozen=True)
class Untold:
    """A report of residents of which nobody told what was done with it."""

    what: str
    on: date
    days: int

    @property
    def words(self) -> str:
        return f"gemeld op {in_words(self.on)}, {self.days} dagen geleden, nog niets teruggezegd"

    @property
    def due_on(self) -> date:
        return self.on + FEEDBACK_WITHIN


def too_long(values: Iterable[Mapping[str, Any]], today: date) -> list[Untold]:
    """Of the tables that people filled in: the reports that wait too long, longest first, each once."""
    waiting = {
        (date.fromisoformat(line["on"]), line["what"])
        for value in values
        for line in value.get("rows", [])
        if line.get("on") and not line.get("told")
    }
    found = [Untold(what, on, (today - on).days) for on, what in sorted(waiting)]
    return [each for each in found if each.days > FEEDBACK_WITHIN.days]


def untold(case: Case, today: date) -> list[Untold]:
    """Those of one case."""
    rows = _given().filter(sheet__case=case)
    return too_long(rows.values_list("value", flat=True), today)


def untold_of(owner: int, today: date) -> dict[tuple[int, Any], list[Untold]]:
    """Those of the cases that this person keeps, by case and when it was opened."""
    tables: dict[tuple[int, Any], list[Any]] = {}
    for case, opened_at, value in _tables_of(owner):
        tables.setdefault((case, opened_at), []).append(value)
    found = {key: too_long(values, today) for key, values in tables.items()}
    return {key: reports for key, reports in found.items() if reports}


def all_untold(today: date) -> dict[int, list[Untold]]:
    """Those of every case that is worked on."""
    tables: dict[int, list[Any]] = {}
    for case, value in _worked_on().values_list("sheet__case", "value"):
        tables.setdefault(case, []).append(value)
    found = {case: too_long(values, today) for case, values in tables.items()}
    return {case: reports for case, reports in found.items() if reports}


def _given() -> QuerySet[Answer]:
    return Answer.objects.filter(sheet__worksheet=ARRIVAL, item=REPORTS, state=Answer.State.GIVEN)


def _worked_on() -> QuerySet[Answer]:
    """See also CaseQuerySet.active."""
    return _given().filter(sheet__case__exercise=False).exclude(sheet__case__state=Case.State.CLOSED)


@ready
def _tables_of(owner: int) -> QuerySet[Answer, Any]:
    rows = _worked_on().filter(sheet__case__owner=owner).order_by("sheet__case", "pk")
    return rows.values_list("sheet__case", "sheet__case__opened_at", "value")[:200]
