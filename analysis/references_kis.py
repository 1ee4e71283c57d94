"""What worksheets of KIS show of each other: what stayed open, who waits for an answer, and who wins what."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from analysis import progress
from analysis.models import Answer, Location, Sheet
from analysis.references import Line, reference
from analysis.reports import ARRIVAL, untold
from analysis.wording import spoken
from cases.models import Case
from method.directions.explain import listing
from method.worksheets import Worksheet, library
from method.worksheets.model import Kind

STEP_2 = ("kis-2", "kis-2-casus")


@reference("unanswered", "analysis:overview", "Naar de werkbladen")
def _unanswered(case: Case) -> Iterable[Line]:
    """Each question of step 2 that nobody answered, or to which somebody said not to know (KIS · OR6, R-B-083)."""
    sheets = {(each.worksheet, each.location_id): each for each in Sheet.objects.filter(case=case)}
    rows: dict[int, list[Answer]] = {}
    for row in Answer.objects.filter(sheet__case=case).only("sheet_id", "item", "state", "value", "joint", "by_id"):
        rows.setdefault(row.sheet_id, []).append(row)
    places: list[Location | None] = [*Location.objects.filter(case=case).in_use(), None]
    if len(places) == 1:
        for worksheet in _step_2(per_location=True):
            yield Line(spoken(worksheet.title), f"Er is nog geen plek beschreven ({_numbers(worksheet)})")
    for place in places:
        for worksheet in _step_2(per_location=place is not None):
            sheet = sheets.get((worksheet.code, place.pk if place else None))
            name = place.label if place else "De hele casus"
            if sheet is None:
                yield Line(spoken(worksheet.title), f"{name} · nog niet begonnen ({_numbers(worksheet)})")
            else:
                yield from _open(sheet.definition or worksheet, rows.get(sheet.pk, []), name)


def _step_2(*, per_location: bool) -> list[Worksheet]:
    found = [library().newest[code] for code in STEP_2 if code in library().newest]
    return [each for each in found if each.per_location == per_location]


def _numbers(worksheet: Worksheet) -> str:
    return f"stap {listing(list(dict.fromkeys(step.number for step in worksheet.steps)))}"


def _open(worksheet: Worksheet, rows: list[Answer], name: str) -> Iterator[Line]:
    answers = progress.by_respondent(rows)
    for step, item in ((each, item) for each in worksheet.steps for item in each.items):
        if item.kind == Kind.REFERENCE or item.optional or item.closed or not progress.shows(item, answers):
            continue
        states = [row.state for row in rows if row.item == item.code and row.counts]
        if not states:
            yield Line(spoken(item.label), f"{name} · stap {step.number} · nog geen antwoord")
        elif Answer.State.UNKNOWN in states:
            known = Answer.State.GIVEN in states
            said = "één zei: weet ik niet" if known else "weet ik niet"
            yield Line(spoken(item.label), f"{name} · stap {step.number} · {said}")


def _rows(case: Case, item: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The rows of one table of the sheet about an arrival, with who wrote them. What the group wrote stands first."""
    found = Answer.objects.filter(
        sheet__case=case, sheet__worksheet=ARRIVAL, item=item, state=Answer.State.GIVEN
    ).select_related("by")
    for answer in found.order_by("-joint", "at", "pk"):
        for line in answer.value.get("rows", []):
            yield line, "Gezamenlijk" if answer.joint else answer.by.name


@reference("untold", "analysis:overview", "Naar de werkbladen")
def _untold(case: Case) -> Iterable[Line]:
    return (Line(each.what, each.words) for each in untold(case, timezone.localdate()))


@reference("conditions", "analysis:overview", "Naar de werkbladen")
def _conditions(case: Case) -> Iterable[Line]:
    """Resistance is often conditional: what would make it possible (R-B-099). For the working group."""
    rows = Answer.objects.filter(
        sheet__case=case, sheet__worksheet=ARRIVAL, item="welke_voorwaarde", state=Answer.State.GIVEN
    ).select_related("by")
    return (Line(row.value.get("text", ""), "Gezamenlijk" if row.joint else row.by.name) for row in rows)


@reference("winwin", "analysis:overview", "Naar de werkbladen")
def _winwin(case: Case) -> Iterable[Line]:
    """Whether each party gains something: only then it is a win-win (R-B-102). For the working group."""
    rows = list(_rows(case, "partijen"))
    lacking = [(line["party"], who) for line, who in rows if not line.get("gains")]
    yield from (Line(f"{party}: nog niet win-win", f"{who} · er staat nog geen voordeel") for party, who in lacking)
    if rows and not lacking:
        yield Line("Bij elke partij staat een voordeel.")
