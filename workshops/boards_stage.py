"""What a meeting shows to everyone at this moment: read by the big screen, the facilitator's console and the phones.

Blind by construction. As long as the round is not shown, the only thing asked of its placements is how many there are;
everything else about them is read in `round_view`, which starts from `BlindPlacement.objects.shown()`. Notes are read
through `Note.objects.shown()`; before they are collected only their number is asked.

Decision about notes: to collect is to release. Whoever writes a note is told that everyone will read it, and a note is
meant for the wall. A note whose text was kept although the text check warned shows its number only, until its writer
explained it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from django.db.models import Count
from django.utils.safestring import SafeString

from common.live import version
from common.once import once
from method import words
from method.content import Item as Text
from method.content import content
from method.map import spread
from method.svg import draw
from method.words import Mark
from workshops.actions.rounds import expected, placed
from workshops.boards_shown import Result, Shown, result
from workshops.compare import Comparison, compare
from workshops.models import BlindPlacement, Item, Meeting, Note, ProgrammeStep, Round

Code = ProgrammeStep.Code
NotesState = Meeting.NotesState
R = Round.State


READABLE = 12


class Scene(StrEnum):
    """What stands on the big screen. One at a time."""

    OVER = "over"
    BLANK = "blank"
    WELCOME = "welcome"
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"
    SHOWN = "shown"
    SETTLED = "settled"
    INTRODUCTION = "introduction"
    PRESENTATION = "presentation"
    NOTES_SOON = "notes_soon"
    NOTES_OPEN = "notes_open"
    NOTES = "notes"
    NOTES_MAP = "notes_map"
    AGENDA = "agenda"
    CLOSING = "closing"


OF_ROUND = {
    R.READY: Scene.READY,
    R.OPEN: Scene.OPEN,
    R.CLOSED: Scene.CLOSED,
    R.REVEALED: Scene.SHOWN,
    R.DISCUSSED: Scene.SHOWN,
    R.SETTLED: Scene.SETTLED,
}
OF_NOTES = {
    NotesState.CLOSED: Scene.NOTES_SOON,
    NotesState.OPEN: Scene.NOTES_OPEN,
    NotesState.COLLECTED: Scene.NOTES,
}
OF_STEP = {
    Code.INTRODUCTION: Scene.INTRODUCTION,
    Code.PRESENTATION: Scene.PRESENTATION,
    Code.PLACE: Scene.NOTES_MAP,
    Code.DEEPEN: Scene.NOTES_MAP,
    Code.ITEM: Scene.AGENDA,
    Code.CLOSE: Scene.CLOSING,
}


def scene_of(meeting: Meeting) -> Scene:
    """Which scene belongs to the state of the meeting. A round goes before the step, an empty screen before both."""
    if not meeting.is_live:
        return Scene.OVER
    if meeting.state == Meeting.State.PLANNED:
        return Scene.WELCOME
    if meeting.blank:
        return Scene.BLANK
    if meeting.round:
        return OF_ROUND[Round.State(meeting.round.state)]
    if meeting.step is None:
        return Scene.WELCOME
    if meeting.step.code == Code.NOTES:
        return OF_NOTES[NotesState(meeting.notes_state)]
    if meeting.step.code == Code.INTRODUCTION and meeting.kind == Meeting.Kind.CASES:
        return Scene.WELCOME
    return OF_STEP[Code(meeting.step.code)]


@dataclass(frozen=True)
class RoundView:
    """A revealed round: every placement apart, and the same in sentences. Nothing in it is a middle."""

    result: Result
    earlier_number: int
    earlier: Comparison | None

    @property
    def found(self) -> Round:
        return self.result.found

    @cached_property
    def counts(self) -> list[str]:
        """How many placed, and who is not on the map and why."""
        said = [_number(len(self.result.in_time), "plaatsing op de kaart", "plaatsingen op de kaart")]
        if self.result.cannot_judge:
            said.append(f"{_number(self.result.cannot_judge, 'persoon kan', 'mensen kunnen')} dit niet beoordelen")
        if self.found.missing:
            said.append(f"{_number(self.found.missing, 'persoon plaatste', 'mensen plaatsten')} niet op tijd")
        return said

    @cached_property
    def late(self) -> str:
        """Placements that came after the close stand apart and count in no figure."""
        found = [words.coordinates(each.shape) for each in self.result.late]
        if not found and not self.result.late_cannot_judge:
            return ""
        if not found:
            return "Na het sluiten zei nog iemand dit niet te kunnen beoordelen."
        came = "Na het sluiten kwam nog" if len(found) == 1 else "Na het sluiten kwamen nog"
        return f"{came} {words.listing(found)}. Dat telt niet mee."

    @cached_property
    def where(self) -> list[str]:
        """How many stand in which quadrants; an area or a line that reaches further names them all."""
        counts = Counter(mark.shape.quadrants for mark in self.result.marks)
        return [
            f"{'Kwadrant' if len(letters) == 1 else 'Kwadranten'} {words.listing(letters)}: {count}"
            for letters, count in sorted(counts.items())
        ]

    @cached_property
    def apart(self) -> str:
        """What lies furthest apart, as a range."""
        ends = self._widest
        if ends is None:
            return ""
        axis, low, high = ends
        if low == high:
            return "Alle plaatsingen liggen in hetzelfde vak."
        if self._tie:
            return "De spanning tussen groepen en die met de overheid liggen even ver uiteen."
        return f"Het verst uiteen ligt de spanning {axis}: van {_phase(axis, low)} tot {_phase(axis, high)}."

    @cached_property
    def first(self) -> str:
        """Who might speak first: from either end of what lies furthest apart, named by place."""
        ends = self._widest
        if ends is None:
            return ""
        axis, low, high = ends
        if low == high:
            return "Wat zag of hoorde ieder, waardoor u op dezelfde plaats uitkwam?"
        start, other = self._named(axis, low, "min"), self._named(axis, high, "max")
        start = start or f"wie de spanning {axis} in fase {low} ziet"
        by_place = f"wie fase {high} ziet" if start.startswith("wie") else f"wie de spanning {axis} in fase {high} ziet"
        return f"Misschien begint {start}, of {other or by_place}: daar lag het het verst uiteen."

    @cached_property
    def _widest(self) -> tuple[str, int, int] | None:
        found = spread(mark.shape for mark in self.result.marks)
        if found is None or len(self.result.marks) < 2:
            return None
        (x_low, x_high), (y_low, y_high) = found
        if x_high - x_low >= y_high - y_low:
            return "tussen groepen", x_low, x_high
        return "met de overheid", y_low, y_high

    @cached_property
    def _tie(self) -> bool:
        found = spread(mark.shape for mark in self.result.marks)
        return bool(found) and len({high - low for low, high in found or ()}) == 1

    def _named(self, axis: str, phase: int, end: str) -> str:
        """The one placement at this end, if functions are shown and nobody else stands there."""
        letter = "x" if axis == "tussen groepen" else "y"
        there = [each for each in self.result.in_time if getattr(each.shape, f"{letter}_{end}") == phase]
        return f"nr. {there[0].label} ({there[0].name})" if len(there) == 1 and there[0].name else ""

    @cached_property
    def functions(self) -> list[tuple[str, str]]:
        """Number and function beside each mark, if the meeting chose that; more than a dozen nobody reads on a wall."""
        if not self.found.meeting.show_functions or len(self.result.in_time) > READABLE:
            return []
        return [(each.label, each.placement.function) for each in self.result.in_time if each.placement.function]

    @cached_property
    def cards(self) -> list[Shown]:
        """Placements with a reason, which the facilitator may turn over."""
        return [each for each in (*self.result.in_time, *self.result.late) if each.placement.reason]


def _number(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _phase(axis: str, number: int) -> str:
    return words.horizontal(number) if axis == "tussen groepen" else words.vertical(number)


def round_view(found: Round) -> RoundView:
    """At most three queries. Raises ValueError for a round that was not revealed: ask `is_shown` first."""
    if not found.is_shown:
        raise ValueError("this round is still blind")
    subject = {"item": found.item_id} if found.item_id else {"note": found.note_id}
    earlier = (
        Round.objects.filter(**subject, number__lt=found.number, state__in=Round.SHOWN).order_by("-number").first()
    )
    return RoundView(result(found), earlier.number if earlier else 0, between(earlier, found) if earlier else None)


def between(earlier: Round, later: Round) -> Comparison:
    """Where views moved between two revealed rounds. Pairs stay in here: only counts from place to place come out."""
    rows = BlindPlacement.objects.shown().in_time().filter(round__in=(earlier.pk, later.pk)).exclude(kind="")
    shapes = {(row.round_id, row.seat_id or row.pair): row.shape for row in rows if row.seat_id or row.pair}
    return compare(
        (before, after)
        for (which, whose), before in shapes.items()
        if which == earlier.pk and before and (after := shapes.get((later.pk, whose)))
    )


@once(32)
def _kept_view(pk: int, number: int, revealed_at: datetime, functions: bool) -> RoundView:
    """Drawn once per version of the meeting, for all screens and phones of this process together."""
    return round_view(Round.objects.select_related("meeting", "item", "note").get(pk=pk))


def shown_view(found: Round) -> RoundView:
    """The same, kept in this process until the meeting changes."""
    if not found.is_shown or found.revealed_at is None:
        raise ValueError("this round is still blind")
    return _kept_view(found.pk, version(found.meeting.topic), found.revealed_at, found.meeting.show_functions)


@dataclass(frozen=True)
class NoteView:
    """A collected note with the number that it has on every screen."""

    note: Note
    number: int

    @property
    def text(self) -> str:
        """Empty while a text that was kept against the advice of the text check waits for its explanation."""
        return "" if self.note.kept and not self.note.explained_at else self.note.text

    @property
    def mark(self) -> Mark | None:
        shape = self.note.shape
        return Mark(shape, str(self.number), self.text) if shape else None

    @property
    def sentence(self) -> str:
        return words.sentence(self.note.shape) if self.note.shape else ""

    @property
    def waits(self) -> bool:
        """Explained, and not on the map yet."""
        return bool(self.note.explained_at and not self.note.placed_at)


@dataclass(frozen=True)
class Wall:
    """All collected notes, and the ones among them that stand on the map."""

    notes: tuple[NoteView, ...]

    @cached_property
    def marks(self) -> list[Mark]:
        return [mark for each in self.notes if (mark := each.mark)]

    @cached_property
    def picture(self) -> SafeString:
        return draw(self.marks, title=words.summary(self.marks), ident="geeltjes")

    @cached_property
    def grid(self) -> list[words.Row]:
        return words.grid(self.marks)

    @cached_property
    def now(self) -> NoteView | None:
        """The note that is being talked about: explained last, and not placed yet."""
        waiting = [each for each in self.notes if each.waits]
        return max(waiting, key=lambda each: each.note.explained_at) if waiting else None  # type: ignore[arg-type, return-value]

    @property
    def placed(self) -> int:
        return len(self.marks)

    @property
    def explained(self) -> int:
        return sum(bool(each.note.explained_at) for each in self.notes)

    @property
    def early(self) -> int:
        return sum(each.note.stage == Note.Stage.EARLY for each in self.notes)

    @property
    def derailed(self) -> int:
        return sum(each.note.stage == Note.Stage.DERAILED for each in self.notes)


def wall(meeting: Meeting) -> Wall:
    """One query. Numbered by when they were collected, so that a note keeps its number when more are collected."""
    rows = Note.objects.shown().filter(meeting=meeting.pk).order_by("shown_at", "pk")
    return Wall(tuple(NoteView(note, number) for number, note in enumerate(rows, 1)))


@dataclass(frozen=True)
class NotesCount:
    """All that may be known of notes before they are collected."""

    notes: int
    people: int

    @property
    def words(self) -> str:
        if not self.notes:
            return "Nog geen geeltjes"
        return f"{_number(self.notes, 'geeltje', 'geeltjes')} van {_number(self.people, 'persoon', 'mensen')}"


def notes_count(meeting: Meeting) -> NotesCount:
    """One query. People counts seats, without saying which."""
    found = Note.objects.filter(meeting=meeting.pk).aggregate(notes=Count("pk"), people=Count("seat", distinct=True))
    return NotesCount(found["notes"], found["people"])


@dataclass(frozen=True)
class Clock:
    """The time of a step and of the whole meeting. Nothing happens by itself when it is over."""

    step: ProgrammeStep | None
    step_ends_at: datetime | None
    meeting_ends_at: datetime | None

    @property
    def title(self) -> str:
        return content().step(self.step.code).title if self.step else ""


def clock(meeting: Meeting) -> Clock:
    """A step runs from when it was made the step of the moment. The meeting ends as planned, unless it began at another
    time altogether."""
    step = meeting.step
    ends = step.started_at + timedelta(minutes=step.minutes) if step and step.started_at else None
    return Clock(step, ends, _meeting_ends(meeting))


def _meeting_ends(meeting: Meeting) -> datetime | None:
    if meeting.started_at is None:
        return None
    if meeting.starts_at <= meeting.started_at < meeting.ends_at:
        return meeting.ends_at  # type: ignore[no-any-return]
    return meeting.started_at + timedelta(minutes=meeting.minutes)


@dataclass(frozen=True)
class Stage:
    """Everything that the scene of this moment needs, and nothing else."""

    meeting: Meeting
    scene: Scene
    clock: Clock
    present: int = 0
    placed: int = 0
    expected: int = 0
    view: RoundView | None = None
    wall: Wall | None = None
    notes: NotesCount | None = None
    agenda: Sequence[Item] = ()

    @property
    def key(self) -> str:
        """Changes when another scene begins; within a scene only parts change."""
        number = self.round.pk if self.round else 0
        slide = self.meeting.slide if self.scene == Scene.PRESENTATION else 0
        return f"{self.scene}-{number}-{slide}"

    @property
    def round(self) -> Round | None:
        return self.meeting.round

    @property
    def is_later(self) -> bool:
        return bool(self.round and self.round.number > 1)

    @property
    def subject(self) -> str:
        """What the round is about, in the words that everyone may see."""
        return subject_words(self.round) if self.round else ""

    @property
    def progress(self) -> str:
        """'7 van 12 hebben geplaatst': the only thing that is told before the reveal."""
        if self.placed == 0:
            return "Nog niemand heeft geplaatst"
        verb = "heeft" if self.placed == 1 else "hebben"
        return f"{self.placed} van {max(self.expected, self.placed)} {verb} geplaatst"

    @property
    def question(self) -> str:
        return self.meeting.question or content().introductions[0].text

    @property
    def slides(self) -> tuple[Text, ...]:
        return content().presentation

    @property
    def slide(self) -> Text:
        return self.slides[self.slide_number - 1]

    @property
    def slide_number(self) -> int:
        return min(max(self.meeting.slide, 1), len(self.slides))

    @property
    def note_rules(self) -> tuple[Text, ...]:
        return content().note_rules


def subject_words(found: Round) -> str:
    subject = found.subject
    if isinstance(subject, Item):
        return subject.wording
    return "" if subject.kept and not subject.explained_at else subject.text


COUNTED = {Scene.OPEN, Scene.CLOSED}
ON_MAP = {Scene.SHOWN, Scene.SETTLED}


def stage(meeting: Meeting) -> Stage:
    """What everyone may see now. A handful of statements, whatever the number of people."""
    scene = scene_of(meeting)
    found = meeting.round
    if found is not None:
        found.meeting = meeting
    return Stage(
        meeting=meeting,
        scene=scene,
        clock=clock(meeting),
        present=expected(meeting) if scene in {Scene.WELCOME, Scene.READY} else 0,
        placed=placed(found) if found and scene in COUNTED else 0,
        expected=expected(meeting) if scene in COUNTED else 0,
        view=shown_view(found) if found and scene in ON_MAP else None,
        wall=wall(meeting) if scene in {Scene.NOTES, Scene.NOTES_MAP} else None,
        notes=notes_count(meeting) if scene == Scene.NOTES_OPEN else None,
        agenda=tuple(meeting.items.all()) if scene == Scene.AGENDA else (),
    )
