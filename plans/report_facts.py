"""What a case file holds, read once in a fixed number of queries, for the versions of the report made from it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.models import Answer, Location, Sheet
from analysis.progress import ByRespondent, by_respondent, worded
from analysis.references import picks_needed, picks_of
from cases.models import Case
from method.worksheets import Item, Step, Worksheet, values

TOGETHER = "Gezamenlijk"


@dataclass(frozen=True)
class Asked:
    """One question of a worksheet that was opened, with every answer to it; none of them put together."""

    worksheet: Worksheet
    step: Step
    item: Item
    place: Location | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Facts:
    """Places in use, and every question of every worksheet that was opened for the case or one of those places."""

    case: Case
    places: tuple[Location, ...]
    asked: tuple[Asked, ...]
    picks: values.Picks

    def fed_by(self, *keys: str) -> Iterator[Asked]:
        """The questions with one of these meanings."""
        return (each for each in self.asked if each.item.feeds in keys)

    def sheets(self) -> Iterator[tuple[Worksheet, Location | None, ByRespondent]]:
        """Each worksheet with its answers per respondent, for the notes of the guide."""
        rows: dict[tuple[str, int], list[Answer]] = {}
        found: dict[tuple[str, int], tuple[Worksheet, Location | None]] = {}
        for each in self.asked:
            key = (each.worksheet.code, each.place.pk if each.place else 0)
            found[key] = (each.worksheet, each.place)
            rows.setdefault(key, []).extend(each.answers)
        return ((sheet, place, by_respondent(rows[key])) for key, (sheet, place) in found.items())


def facts(case: Case) -> Facts:
    """Three queries, and one for each list of the file that answers choose from."""
    places = tuple(Location.objects.filter(case=case).in_use().select_related("area"))
    by_pk = {place.pk: place for place in places}
    order = {place.pk: number for number, place in enumerate(places)}
    rows: dict[tuple[int, str], list[Answer]] = {}
    of_sheet: dict[int, list[Answer]] = {}
    given = Answer.objects.filter(sheet__case=case).exclude(state=Answer.State.EMPTY).select_related("by")
    for row in given.order_by("-joint", "at", "pk"):
        rows.setdefault((row.sheet_id, row.item), []).append(row)
        of_sheet.setdefault(row.sheet_id, []).append(row)
    sheets = [
        (sheet, worded(sheet.definition, by_respondent(of_sheet.get(sheet.pk, ()))))
        for sheet in Sheet.objects.filter(case=case)
        if sheet.definition and (sheet.location_id is None or sheet.location_id in by_pk)
    ]
    asked = [
        Asked(
            worksheet=sheet,
            step=step,
            item=item,
            place=by_pk.get(row.location_id or 0),
            answers=tuple(rows.get((row.pk, item.code), ())),
        )
        for row, sheet in sorted(sheets, key=lambda pair: (pair[1].order, order.get(pair[0].location_id or 0, -1)))
        for step in sheet.steps
        for item in step.items
    ]
    picks = picks_of(case, picks_needed(each.item for each in asked if each.answers))
    return Facts(case, places, tuple(asked), picks)


def that_count(rows: Iterable[Answer]) -> list[Answer]:
    """What the group answered together, or else what each said. *Weet ik niet* says nothing here."""
    given = [row for row in rows if row.state == Answer.State.GIVEN]
    return [row for row in given if row.joint] or given


def who(row: Answer) -> str:
    """From which function somebody answered. Never a name."""
    return TOGETHER if row.joint else row.function[:1].upper() + row.function[1:]


def counted(names: Iterable[str]) -> tuple[str, ...]:
    """Functions in alphabetical order, with their number when there are more of one."""
    counts = Counter(name for name in names if name)
    ordered = sorted(counts, key=str.casefold)
    return tuple(name if counts[name] == 1 else f"{name} ({counts[name]} keer)" for name in ordered)
