"""What was answered about a case, as the situation that the rules of the guide look at. Three queries.

Everything that anyone named counts, and every phase that anyone chose stays. Where the group gave an answer together,
that answer is the one that counts for advice; what each said stays on the page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from analysis.models import Answer, Location, Sheet
from cases.models import Case
from method.directions import information
from method.directions.from_worksheets import PlaceAnswers, situation
from method.directions.model import WHOLE_CASE, Situation
from method.worksheets import Item
from method.worksheets.model import OWN, Kind

Codes = dict[str, dict[str, None]]
"""By meaning the codes, in the order in which the guide lists them: the same on every server and every day."""


@dataclass(frozen=True)
class Voice:
    """One phase as one respondent named it, or as the group agreed."""

    code: str
    who: str
    joint: bool


@dataclass(frozen=True)
class Found:
    """The situation, and who said what: place (or the whole case) and code to the respondents."""

    situation: Situation
    said: Mapping[tuple[str, str], tuple[str, ...]]
    open: tuple[str, ...] = field(default=())
    """Questions of these meanings that nobody answered, or only with *weet ik niet*."""
    phases: Mapping[str, tuple[Voice, ...]] = field(default_factory=dict)
    """Every phase that anyone named for a place, also where the group agreed on one: never put together."""


ASKED = ("forms", "phase", "causes", "groups_cause", "sentiments", "triggers", "own_role_a", "own_role_b")
"""The questions of step 2 whose silence is itself a gap in what we know (KIS · OR6, checklist 1)."""


def of(case: Case, *, region: str = "NL") -> Found:
    """Read the answers to every question with a meaning, of the whole case and of its places in use."""
    return of_many([case], region=region)[case.pk]


def analysed() -> QuerySet[Location, Any]:
    """The cases of which somebody described a place."""
    return Location.objects.in_use().values("case")


def of_many(cases: Sequence[Case], *, region: str = "NL") -> dict[int, Found]:
    """The same for several cases, in as many queries as for one."""
    pks = [case.pk for case in cases]
    places: dict[int, list[Location]] = {pk: [] for pk in pks}
    for place in Location.objects.filter(case__in=pks).in_use():
        places[place.case_id].append(place)
    in_use = {place.pk for found in places.values() for place in found} | {None}
    sheets = {sheet.pk: sheet for sheet in Sheet.objects.filter(case__in=pks)}
    items = {
        (sheet.pk, item.code): item
        for sheet in sheets.values()
        if sheet.location_id in in_use and sheet.definition
        for item in sheet.definition.items
        if item.feeds or _asks_for_gaps(sheet, item)
    }
    by_case: dict[int, dict[tuple[int, str], list[Answer]]] = {pk: {} for pk in pks}
    rows = Answer.objects.filter(sheet__case__in=pks).exclude(state=Answer.State.EMPTY).select_related("by")
    for row in rows.only("sheet", "item", "state", "value", "joint", "by__name"):
        item = items.get((row.sheet_id, row.item))
        if item and (row.state == Answer.State.GIVEN or not item.feeds):
            by_case[sheets[row.sheet_id].case_id].setdefault((row.sheet_id, row.item), []).append(row)
    return {case.pk: _found(case, places[case.pk], by_case[case.pk], sheets, items, region) for case in cases}


def _asks_for_gaps(sheet: Sheet, item: Item) -> bool:
    """A question of the checklist of the information position: there *weet ik niet* says something too."""
    return sheet.worksheet == information.SHEET and information.question(item.code) is not None


def _found(
    case: Case,
    places: list[Location],
    by_question: Mapping[tuple[int, str], list[Answer]],
    sheets: Mapping[int, Sheet],
    items: Mapping[tuple[int, str], Item],
    region: str,
) -> Found:
    codes: dict[str, Codes] = {}
    said: dict[tuple[str, str], list[str]] = {}
    phases: dict[str, list[Voice]] = {}
    checklist: dict[str, list[str]] = {}
    for key, found in by_question.items():
        if not items[key].feeds:
            _take_gaps(items[key], _that_count(found), checklist, said)
            continue
        place = str(sheets[key[0]].location_id or WHOLE_CASE)
        _take(items[key], place, _that_count(found), codes, said)
        if items[key].feeds == "phase":
            phases.setdefault(place, []).extend(
                Voice(code, "" if row.joint else row.by.name, row.joint)
                for row in found
                for code in codes_of(items[key], row)
            )
    described = situation(
        [
            PlaceAnswers(
                key=str(place.pk),
                code=place.kind,
                name=place.label,
                sub=tuple(place.part_names),
                hotspot=place.hotspot,
                codes=codes.get(str(place.pk), {}),
            )
            for place in places
        ],
        codes.get(WHOLE_CASE, {}),
        checklist=checklist,
        region=region,
        code=case.number,
        title=case.title,
    )
    answered = {items[key].feeds for key in by_question}
    return Found(
        described,
        {key: tuple(dict.fromkeys(names)) for key, names in said.items()},
        tuple(key for key in ASKED if key not in answered),
        {place: tuple(voices) for place, voices in phases.items()},
    )


def _that_count(rows: list[Answer]) -> list[Answer]:
    """What the group agreed, or else what each said."""
    return [row for row in rows if row.joint] or rows


def _take(
    item: Item,
    place: str,
    rows: Iterable[Answer],
    codes: dict[str, Codes],
    said: dict[tuple[str, str], list[str]],
) -> None:
    for row in rows:
        who = "Gezamenlijk" if row.joint else row.by.name
        for code in codes_of(item, row):
            codes.setdefault(place, {}).setdefault(item.feeds, {})[code] = None
            said.setdefault((place, code), []).append(who)


def _take_gaps(
    item: Item, rows: Iterable[Answer], checklist: dict[str, list[str]], said: dict[tuple[str, str], list[str]]
) -> None:
    question = information.question(item.code)
    assert question is not None  # asked before
    for row in rows:
        given = [information.UNKNOWN] if row.state == Answer.State.UNKNOWN else codes_of(item, row)
        checklist.setdefault(item.code, []).extend(given)
        for gap in information.gaps_of(question, given):
            said.setdefault((WHOLE_CASE, gap), []).append("Gezamenlijk" if row.joint else row.by.name)


def codes_of(item: Item, row: Answer) -> list[str]:
    """The codes of an answer; of a table those of its column `type`. Own words have no code that a rule could know."""
    if item.kind == Kind.TABLE:
        found = [code for line in row.value.get("rows", []) for code in _list(line.get("type"))]
    else:
        found = row.value.get("codes", [])
    return [code for code in dict.fromkeys(found) if code != OWN]


def _list(cell: object) -> list[str]:
    return [str(each) for each in cell] if isinstance(cell, list) else []
