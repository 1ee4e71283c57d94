"""What a meeting brought, as one frozen model. The page and the PDF both show this and nothing else (R-A-092).

Participants stand by function and organisation only; nobody's name is in it, and no placement of a round that was not
revealed.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, time_format

from common.frozen import thaw
from method import words
from method.content import content as guides
from method.map import Shape
from organisation.current import organisation
from workshops.boards_shown import Result, Shown, result
from workshops.boards_stage import NoteView, wall
from workshops.models import BlindPlacement, Item, Meeting, Note, Round


@dataclass(frozen=True)
class PlaceLine(words.Worded):
    """Somewhere on the map, with the number that stands in the picture."""

    label: str = ""
    kind: str = "point"
    x_min: int = 1
    x_max: int = 1
    y_min: int = 1
    y_max: int = 1
    group_low: str = ""
    group_high: str = ""
    who: str = ""
    reason: str = ""
    sure: str = ""

    @property
    def shape(self) -> Shape:
        return Shape(self.kind, self.x_min, self.x_max, self.y_min, self.y_max, self.group_low, self.group_high)

    @property
    def mark(self) -> words.Mark:
        return words.Mark(self.shape, self.label, self.who)


@dataclass(frozen=True)
class NoteLine:
    """A situation from the network session, where the group placed it, and what the conversation brought."""

    number: int = 0
    text: str = ""
    place: PlaceLine | None = None
    dissent: str = ""
    stage: str = ""
    dynamics: tuple[str, ...] = ()
    actors: str = ""
    insight: str = ""
    follow_up: str = ""
    became: str = ""


@dataclass(frozen=True)
class RoundLine:
    """One round: each placement apart, those that came late apart, and what people concluded."""

    number: int = 1
    on_paper: bool = False
    places: tuple[PlaceLine, ...] = ()
    late: tuple[PlaceLine, ...] = ()
    cannot_judge: int = 0
    missing: int = 0
    ranges: tuple[str, ...] = ()
    agreed: str = ""
    outcome: str = ""
    diagnosis: str = ""
    minority: str = ""


@dataclass(frozen=True)
class SubjectLine:
    """A point of the agenda or a note that was placed in rounds."""

    wording: str = ""
    conclusion: str = ""
    rounds: tuple[RoundLine, ...] = ()


@dataclass(frozen=True)
class StepLine:
    name: str = ""
    planned: int = 0
    taken: str = ""


@dataclass(frozen=True)
class Report:
    """The whole meeting in words, at one moment."""

    number: str = ""
    title: str = ""
    organisation: str = ""
    kind: str = ""
    on: str = ""
    place: str = ""
    subject: str = ""
    convenor: str = ""
    purpose: str = ""
    made_on: str = ""
    participants: tuple[str, ...] = ()
    steps: tuple[StepLine, ...] = ()
    question: str = ""
    summary: str = ""
    notes: tuple[NoteLine, ...] = ()
    subjects: tuple[SubjectLine, ...] = ()
    insights: str = ""
    follow_up: str = ""
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read(data: dict[str, Any]) -> Report:
    """The content that a document kept."""
    return thaw(Report, data)


def report(meeting: Meeting) -> Report:
    """The meeting as it stands now. Only what was revealed and collected."""
    notes = wall(meeting).notes
    return Report(
        number=meeting.number,
        title=meeting.title,
        organisation=organisation().name,
        kind=meeting.get_kind_display(),
        on=_when(meeting),
        place=meeting.place,
        subject=", ".join(str(each) for each in (meeting.area, meeting.theme) if each),
        convenor=meeting.convenor,
        purpose=meeting.purpose,
        made_on=date_format(timezone.localdate(), "j F Y"),
        participants=tuple(_participants(meeting)),
        steps=tuple(_steps(meeting)),
        question=meeting.question,
        summary=meeting.summary,
        notes=tuple(_note(each) for each in notes),
        subjects=tuple(_subjects(meeting)),
        insights=meeting.insights,
        follow_up=meeting.follow_up,
        note=guides().hint("snapshot").text,
    )


def _when(meeting: Meeting) -> str:
    start = timezone.localtime(meeting.started_at or meeting.starts_at)
    return f"{date_format(start, 'j F Y')}, {time_format(start, 'G:i')} uur"


def _participants(meeting: Meeting) -> Iterable[str]:
    """Functions and organisations with their number, in alphabetical order. Never a name."""
    counts = Counter(str(seat) for seat in meeting.seats.all() if seat.function)
    for name in sorted(counts, key=str.casefold):
        yield name if counts[name] == 1 else f"{name} ({counts[name]})"


def _steps(meeting: Meeting) -> Iterable[StepLine]:
    for step in meeting.steps.all():
        taken = ""
        if step.started_at and step.done_at:
            taken = f"{max(1, round((step.done_at - step.started_at).total_seconds() / 60))}"
        yield StepLine(step.get_code_display(), step.minutes, taken)


def _note(each: NoteView) -> NoteLine:
    note, shape = each.note, each.note.shape
    dynamics = {item.code: item.label for item in guides().dynamics}
    became = [note.signal.number if note.signal else "", note.case.number if note.case else ""]
    return NoteLine(
        number=each.number,
        text=each.text,
        place=_place(shape, str(each.number)) if shape else None,
        dissent=note.dissent,
        stage=note.get_stage_display(),
        dynamics=tuple(dynamics[code] for code in note.dynamics if code in dynamics),
        actors=note.actors,
        insight=note.insight,
        follow_up=note.follow_up,
        became=", ".join(each for each in became if each),
    )


def _place(shape: Shape, label: str, **more: str) -> PlaceLine:
    return PlaceLine(
        label, shape.kind, shape.x_min, shape.x_max, shape.y_min, shape.y_max, shape.group_low, shape.group_high, **more
    )


def _subjects(meeting: Meeting) -> Iterable[SubjectLine]:
    """Agenda items in their order, then notes that had rounds; only rounds that were revealed."""
    by_subject: dict[tuple[int | None, int | None], list[Round]] = {}
    shown = meeting.rounds.filter(state__in=Round.SHOWN).select_related("diagnosis", "note", "meeting")
    for each in shown.order_by("number"):
        by_subject.setdefault((each.item_id, each.note_id), []).append(each)
    for item in meeting.items.all():
        yield _subject(item, by_subject.pop((item.pk, None), []))
    for rounds in by_subject.values():
        yield _subject(rounds[0].subject, rounds)


def _subject(subject: Item | Note, rounds: list[Round]) -> SubjectLine:
    if isinstance(subject, Item):
        return SubjectLine(subject.wording, subject.conclusion, tuple(_round(each) for each in rounds))
    return SubjectLine(f"Geeltje: {subject.text}", "", tuple(_round(each) for each in rounds))


def _round(found: Round) -> RoundLine:
    shown: Result = result(found)
    diagnosis = found.diagnosis
    agreed = {True: "We zijn het eens over de plaats.", False: "We zijn het niet eens over de plaats."}
    return RoundLine(
        number=found.number,
        on_paper=found.on_paper,
        places=tuple(_placed(each) for each in shown.in_time),
        late=tuple(_placed(each) for each in shown.late),
        cannot_judge=shown.cannot_judge + shown.late_cannot_judge,
        missing=found.missing,
        ranges=tuple(shown.ranges),
        agreed=agreed.get(found.agreed, "") if found.agreed is not None else "",
        outcome=found.outcome,
        diagnosis=f"{diagnosis.get_outcome_display()}. {diagnosis.reason}" if diagnosis else "",
        minority=diagnosis.minority if diagnosis else "",
    )


def _placed(each: Shown) -> PlaceLine:
    row: BlindPlacement = each.placement
    return _place(each.shape, each.label, who=each.name, reason=row.reason, sure=row.get_sure_display())
