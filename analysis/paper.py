"""The analysis of one place on paper: two A4 at most, for a meeting in the neighbourhood (R-B-045).

Page and PDF are drawn from the same content. What does not fit is left out in steps, and the paper says so.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from analysis.boards import Voice, voice
from analysis.models import Answer, Location, Sheet
from analysis.references import picks_needed, picks_of
from analysis.wording import spoken
from common.documents import Kind, register
from common.frozen import thaw
from common.pdf import render_pdf_within
from method.worksheets import Item

HEADINGS: list[tuple[str, tuple[str, ...]]] = [
    ("Fase", ("phase",)),
    ("Hoe het zich laat zien", ("forms",)),
    ("Oorzaken", ("causes", "history")),
    ("Groepen", ("groups_cause", "groups_solution")),
    ("Wie heeft invloed", ("actors",)),
    ("Wat het doet oplaaien", ("triggers", "triggers_kinds")),
    ("Gevoelens eronder", ("sentiments", "real_cause", "loss_threat")),
    ("Onze eigen rol", ("own_role_a", "own_role_b", "own_role_how")),
    ("Wat gaat goed", ("positive",)),
]
"""The parts of the paper, always in this order, also when empty; and the meanings of the answers that belong there."""

REST = "Andere antwoorden"
FED = {key for _, keys in HEADINGS for key in keys}
PAGES = 2
SHORT = 140


@dataclass(frozen=True)
class Part:
    """One question with its answers."""

    label: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True)
class Section:
    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Paper:
    """Everything on the paper as plain data, so that a job can make the PDF later of what stood there now."""

    label: str
    about: str
    case: str
    number: str
    sections: tuple[Section, ...]
    left_out: str = ""
    small: bool = False


def of(place: Location, words: str) -> Paper:
    """What was answered about this place, and what the case says that belongs to these headings. Four queries."""
    rows = (
        Answer.objects.filter(sheet__case=place.case_id)
        .exclude(state=Answer.State.EMPTY)
        .select_related("by", "sheet")
        .order_by("-joint", "at", "pk")
    )
    answers: dict[tuple[int, str], list[Answer]] = {}
    for row in rows:
        answers.setdefault((row.sheet_id, row.item), []).append(row)
    asked = list(_asked(place))
    picks = picks_of(place.case, picks_needed(item for _, item in asked))
    found: dict[str, list[Part]] = {}
    for sheet, item in asked:
        said = answers.get((sheet.pk, item.code), [])
        if said:
            voices = tuple(replace(voice(item, row, picks, words), at=None) for row in said)
            found.setdefault(_heading(item), []).append(Part(spoken(item.label, words), voices))
    names = [name for name, _ in HEADINGS] + ([REST] if REST in found else [])
    return Paper(
        label=place.label,
        about=about(place),
        case=place.case.title,
        number=place.case.number,
        sections=tuple(Section(name, tuple(found.get(name, ()))) for name in names),
    )


def about(place: Location) -> str:
    """What kind of place this is, in one line."""
    parts = [place.get_kind_display()]
    if place.part_names:
        parts[0] += f": {', '.join(place.part_names)}"
    if place.area:
        parts.append(place.area.name)
    if place.hotspot:
        parts.append("veel problemen komen hier bij elkaar")
    return " · ".join(parts)


def _asked(place: Location) -> Iterable[tuple[Sheet, Item]]:
    """Every question about this place; of the worksheets about the whole case only what has a heading here."""
    for sheet in Sheet.objects.filter(case=place.case_id, location__in=[place.pk]) | Sheet.objects.filter(
        case=place.case_id, location__isnull=True
    ):
        for item in sheet.definition.items if sheet.definition else ():
            if not item.closed and (sheet.location_id or item.feeds in FED):  # paper goes from hand to hand
                yield sheet, item


def _heading(item: Item) -> str:
    return next((name for name, keys in HEADINGS if item.feeds in keys), REST)


# Making it fit


def _whole(paper: Paper) -> Paper:
    return paper


def _bare(paper: Paper) -> Paper:
    return _each(paper, lambda said: replace(said, reason="", source=""), "Toelichting en bron staan in het systeem.")


def _short(paper: Paper) -> Paper:
    def cut(said: Voice) -> Voice:
        return replace(
            said,
            reason="",
            source="",
            lines=[_cut(line) for line in said.lines],
            rows=[[_cut(cell) for cell in row] for row in said.rows[:4]],
        )

    return _each(paper, cut, "Lange antwoorden zijn ingekort. Alles staat in het systeem.")


def _few(paper: Paper) -> Paper:
    """Of each question the agreed answer and three others; of the headings all."""
    cut = _short(paper)
    sections = tuple(
        replace(
            section,
            parts=tuple(
                replace(part, voices=tuple(_little(said) for said in part.voices[:4]))
                for part in (section.parts if section.heading != REST else section.parts[:4])
            ),
        )
        for section in cut.sections
    )
    return replace(
        cut, sections=sections, small=True, left_out="Niet alles past op twee bladzijden. Alles staat in het systeem."
    )


def _little(said: Voice) -> Voice:
    return replace(said, lines=said.lines[:8], rows=said.rows[:2])


def _cut(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"


def _each(paper: Paper, change: Callable[[Voice], Voice], left_out: str) -> Paper:
    sections = tuple(
        replace(
            section,
            parts=tuple(replace(part, voices=tuple(change(said) for said in part.voices)) for part in section.parts),
        )
        for section in paper.sections
    )
    return replace(paper, sections=sections, left_out=left_out)


def _least(paper: Paper) -> Paper:
    """Of each question two answers, of the other answers none."""
    cut = _few(paper)
    sections = tuple(
        replace(section, parts=tuple(replace(part, voices=part.voices[:2]) for part in section.parts[:3]))
        for section in cut.sections
        if section.heading != REST
    )
    return replace(cut, sections=sections)


WAYS = (_whole, _bare, _short, _few, _least)


HOPELESS = 24_000
"""More characters than this never fit; laying them out to find that out costs half a minute."""


def _size(paper: Paper) -> int:
    """About how much stands on the paper: characters, and some for each line that begins."""
    return sum(
        len(text) + 30
        for section in paper.sections
        for part in section.parts
        for said in part.voices
        for text in (
            said.who + said.function,
            said.reason,
            said.source,
            *said.lines,
            *(" ".join(row) for row in said.rows),
        )
        if text
    )


def make(content: dict[str, Any]) -> bytes:
    """The fullest version that fits on two pages."""
    paper = thaw(Paper, content)
    tries = (each for way in WAYS if _size(each := way(paper)) < HOPELESS or way is WAYS[-1])
    return render_pdf_within("analysis/paper.html", ({"paper": each} for each in tries), pages=PAGES)


def _may_read(user: Any, pk: int) -> bool:
    return Location.objects.visible_to(user).filter(pk=pk).exists()


def _back(pk: int) -> tuple[str, str]:
    place = Location.objects.get(pk=pk)
    return f"Afdruk van {place.label}", reverse("analysis:print", args=[place.case_id, pk])


KIND = register(Kind("analysis.place", make=make, may_read=_may_read, back=_back))
