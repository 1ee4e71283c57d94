"""What the case file already holds, for questions that only show it and for answers that choose from it.

Higher packages add their own when the app starts: `@reference("actions", "cases:detail")`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from django.urls import reverse

from analysis.models import Answer, Location, Sheet
from analysis.wording import spoken
from cases.models import Case
from method.map import Shape
from method.words import sentence
from method.worksheets import Item, library, values
from method.worksheets.feeds import FEEDS
from method.worksheets.model import CLOSED
from organisation.models import Partner


@dataclass(frozen=True)
class Line:
    """One thing that the file holds: what it is, and a few words about it."""

    text: str
    detail: str = ""


@dataclass(frozen=True)
class Shown:
    """What a reference shows, and where it is changed."""

    lines: tuple[Line, ...]
    url: str = ""
    link: str = ""
    sealed: str = ""
    """What stands in its place for people outside the working group."""


Proposal = Callable[[Case], list[str]]
_proposals: dict[str, Proposal] = {}


def proposal(name: str) -> Callable[[Proposal], Proposal]:
    """Register a function that proposes first cells for the rows of a table. Nothing is filled in by itself."""

    def register(function: Proposal) -> Proposal:
        _proposals[name] = function
        return function

    return register


def proposed(case: Case, item: Item, rows: list[dict[str, object]]) -> list[str]:
    """What the file proposes for this table and does not stand in it yet."""
    if item.proposes not in _proposals:
        return []
    there = {str(row.get(item.columns[0].code, "")) for row in rows}
    return [
        text for text in (each[: values.CELL_TEXT] for each in _proposals[item.proposes](case)) if text not in there
    ]


def sealed(number: int) -> str:
    """The summary of answers that only the working group reads: how many there are, and nothing of what they say."""
    if not number:
        return "Dit vult de werkgroep in. Er is nog geen antwoord."
    many = "Er is één antwoord" if number == 1 else f"Er zijn {number} antwoorden"
    return f"{many}. Alleen de werkgroep van deze casus leest dit."


Source = Callable[[Case], Iterable[Line]]
_sources: dict[str, tuple[Source, str, str]] = {}


def reference(name: str, url_name: str, link: str) -> Callable[[Source], Source]:
    """Register a function that gives the lines of one thing in a fixed number of queries."""

    def register(function: Source) -> Source:
        _sources[name] = (function, url_name, link)
        return function

    return register


def shown(case: Case, item: Item, *, inside: bool) -> Shown:
    """What this question shows of the file. `inside`: to someone of the working group, who sees all of it."""
    if item.closed and not inside:
        if item.refers not in FEEDS:
            return Shown((), sealed="Alleen de werkgroep van deze casus leest dit.")
        return Shown((), sealed=sealed(len(tuple(_given(_asked(case, item.refers))))))
    if item.refers in _sources:
        found = from_file(case, item.refers)
        return replace(found, link=item.link_label or found.link)
    if item.refers not in FEEDS:  # a package that is not installed here
        return Shown(())
    return Shown(tuple(_answers(case, item.refers)), reverse("analysis:overview", args=[case.pk]), "Naar de werkbladen")


def from_file(case: Case, name: str) -> Shown:
    """What another package shows under this name, for a page outside the worksheets; nothing when it is not there."""
    if name not in _sources:
        return Shown(())
    source, url_name, link = _sources[name]
    return Shown(tuple(source(case)), reverse(url_name, args=[case.pk]), link)


def _answers(case: Case, key: str) -> Iterable[Line]:
    """The answers to every item with this meaning, in whichever worksheet of the case it stands; each by itself."""
    found = _asked(case, key)
    picks = picks_of(case, {item.options_from for _, item in found.values()} - {""}) if found else {}
    for row, sheet, item in _given(found):
        for line in values.words(item, row.value, picks):
            yield Line(spoken(line), _said_by(row, sheet))


def answers_to(case: Case, key: str, *, inside: bool = False) -> tuple[Line, ...]:
    """The answers with this meaning, for a page outside the worksheets that asks the same thing.

    Of what only the working group reads (loud voices, concerns) nothing, unless the reader is `inside` it.
    """
    return tuple(_answers(case, key)) if inside or key not in CLOSED else ()


def given_to(case: Case, key: str) -> tuple[tuple[Answer, Sheet, Item], ...]:
    """The rows of those answers, for code that needs their codes and not their words."""
    return tuple(_given(_asked(case, key)))


def said_anything(case: Case, key: str) -> bool:
    """Whether anybody answered the question with this meaning, be it with *weet ik niet*."""
    asked = {(pk, item.code) for pk, (_, item) in _asked(case, key).items()}
    rows = Answer.objects.filter(sheet__in={pk for pk, _ in asked}).exclude(state=Answer.State.EMPTY)
    return any(pair in asked for pair in rows.values_list("sheet", "item"))


def written_with(case: Case, key: str, code: str) -> tuple[Line, ...]:
    """What people wrote at one option, such as the place that is avoided (G3 of `forms`)."""
    if key in CLOSED:
        return ()
    return tuple(
        Line(text, _said_by(row, sheet))
        for row, sheet, _ in _given(_asked(case, key))
        if (text := row.value.get("own", {}).get(code))
    )


def answered(case: Case, key: str) -> Iterator[tuple[Answer, Sheet, Item]]:
    """Every answer with this meaning, with its sheet and question. Never of what only the working group reads."""
    return iter(()) if key in CLOSED else _given(_asked(case, key))


def answered_by_key(case: Case, keys: Iterable[str]) -> Iterator[tuple[str, Answer, Sheet, Item]]:
    """The same for several meanings at once, in two queries."""
    asked: dict[tuple[int, str], tuple[str, Sheet, Item]] = {}
    for sheet in Sheet.objects.filter(case=case).select_related("location"):
        for item in sheet.definition.items if sheet.definition else ():
            if item.feeds in keys and item.feeds not in CLOSED:
                asked[sheet.pk, item.code] = (item.feeds, sheet, item)
    rows = Answer.objects.filter(
        sheet__in={pk for pk, _ in asked}, item__in={code for _, code in asked}, state=Answer.State.GIVEN
    ).select_related("by")
    for row in rows if asked else ():
        if found := asked.get((row.sheet_id, row.item)):
            key, sheet, item = found
            yield key, row, sheet, item


def _asked(case: Case, key: str) -> dict[int, tuple[Sheet, Item]]:
    """The sheets of the case that have a question with this meaning, each with the question."""
    found = {}
    for sheet in Sheet.objects.filter(case=case).select_related("location"):
        item = sheet.definition.fed_by(key) if sheet.definition else None
        if item is not None:
            found[sheet.pk] = (sheet, item)
    return found


def _given(found: dict[int, tuple[Sheet, Item]]) -> Iterator[tuple[Answer, Sheet, Item]]:
    if not found:
        return
    rows = Answer.objects.filter(
        sheet__in=found, item__in={item.code for _, item in found.values()}, state=Answer.State.GIVEN
    ).select_related("by")
    for row in rows:
        sheet, item = found[row.sheet_id]
        if row.item == item.code:
            yield row, sheet, item


def _said_by(row: Answer, sheet: Sheet) -> str:
    who = "Gezamenlijk" if row.joint else f"{row.by.name}, {row.function}"
    return f"{sheet.location.label} · {who}" if sheet.location else who


def feeds_shown(key: str) -> bool:
    """Whether some worksheet has an item with this meaning."""
    return any(sheet.fed_by(key) for sheet in library().sheets)


@reference("areas", "cases:edit", "Gebieden wijzigen")
def _areas(case: Case) -> Iterable[Line]:
    return (Line(area.name, area.get_level_display()) for area in case.areas.all())


@reference("groups", "cases:group_new", "Groep toevoegen")
def _groups(case: Case) -> Iterable[Line]:
    return (Line(group.label, group.get_role_display()) for group in case.groups.all())


@reference("fault_lines", "cases:fault_lines", "Breuklijn toevoegen")
def _fault_lines(case: Case) -> Iterable[Line]:
    return (Line(line.name, line.get_kind_display()) for line in case.fault_lines.all())


@reference("signals", "cases:signals", "Alle signalen")
def _signals(case: Case) -> Iterable[Line]:
    links = case.links.filter(ended_at__isnull=True).select_related("signal__area")[:20]
    return (Line(link.signal.what, f"{link.signal.number} · {link.signal.area.name}") for link in links)


@reference("documents", "cases:documents", "Documenten en bronnen")
def _documents(case: Case) -> Iterable[Line]:
    return (Line(each.title, each.origin) for each in case.documents.filter(removed_at__isnull=True)[:20])


@reference("placements", "cases:compare", "Plaatsingen vergelijken")
def _placements(case: Case) -> Iterable[Line]:
    rows = case.placements.filter(replaced_by__isnull=True).select_related("by")[:30]
    return (Line(sentence(row.shape), f"{row.by.name}, {row.function}") for row in rows)


@reference("diagnosis", "cases:diagnoses", "Diagnoses")
def _diagnosis(case: Case) -> Iterable[Line]:
    found = case.diagnoses.select_related("placement").first()
    if found is not None:
        shape: Shape = found.placement.shape
        yield Line(found.get_outcome_display(), f"{sentence(shape)} {found.on:%d-%m-%Y}")


@reference("locations", "analysis:overview", "Plekken")
def _locations(case: Case) -> Iterable[Line]:
    return (Line(place.label, place.get_kind_display()) for place in Location.objects.filter(case=case).in_use())


@reference("events", "cases:event", "Gebeurtenis toevoegen")
def _events(case: Case) -> Iterable[Line]:
    return (Line(event.what, f"{event.on:%d-%m-%Y}") for event in case.outside_events.all()[:20])


def picks_of(case: Case, names: Iterable[str]) -> dict[str, dict[str, str]]:
    """What answers may choose from, by name; one query for each name that is asked."""
    return {name: {str(pk): label for pk, label in _PICKS[name](case)} for name in names if name in _PICKS}


_PICKS: dict[str, Callable[[Case], Iterable[tuple[int, str]]]] = {
    "groups": lambda case: case.groups.values_list("pk", "label"),
    "areas": lambda case: case.areas.values_list("pk", "name"),
    "fault_lines": lambda case: case.fault_lines.values_list("pk", "name"),
    "locations": lambda case: Location.objects.filter(case=case).in_use().values_list("pk", "label"),
    "partners": lambda case: Partner.objects.filter(active=True).values_list("pk", "name"),
}


def picks_needed(items: Iterable[Item]) -> set[str]:
    """Which lists of the file these items choose from, or have ready."""
    items = list(items)
    columns = [column for item in items for column in item.columns]
    names = [item.options_from for item in items]
    return {*names, *(column.options_from for column in columns), *(column.suggests for column in columns)} - {""}
