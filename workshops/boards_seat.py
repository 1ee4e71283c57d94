"""What one participant sees on a phone: the scene of the moment, what this seat placed and wrote, and after the reveal
what everybody placed. Before the reveal nothing of anybody else is even read."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe

from cases.models import Placement
from common.once import once
from common.ready import ready
from method import words
from method.content import Phase, content
from method.map import Shape
from method.svg import draw
from method.words import Mark
from workshops.boards_shown import Result, result
from workshops.models import NOTES_EACH, BlindPlacement, Meeting, Note, ProgrammeStep, Round, Seat

LONG = 60
"""Signs after which a note is called long (R-A-087). It may stay so."""
LONG_WORDS = "Dit is lang voor een geeltje. Een paar woorden zijn genoeg: u licht het straks toe."
SENTENCES_WORDS = "Dit zijn meer zinnen. Gaat het om één situatie? Maak er anders twee geeltjes van."
SENTENCES = re.compile(r"[.!?…]\s+\S")
LENGTHS = {"length": LONG, "words": LONG_WORDS, "sentences": SENTENCES_WORDS}
"""The same advice for the page, which gives it while somebody types."""
SHORT = {
    "H1": "Rust",
    "H2": "Ongemak",
    "H3": "Onder\u00adhuids",
    "H4": "Openlijk",
    "V1": "Rust",
    "V2": "Stroever",
    "V3": "Crisis",
    "V4": "Openlijk",
}
"""Names of the phases that fit beside a grid of 320 pixels; the full name is said with each choice."""


@dataclass(frozen=True)
class Own:
    """A note of this participant, with the advice that it may be shorter."""

    note: Note

    @property
    def advice(self) -> str:
        return advice(self.note.text)


def advice(text: str) -> str:
    """A hint and never a refusal: few words, one situation (ESS-handreiking hoofdstuk 2, werksessie)."""
    if SENTENCES.search(text):
        return SENTENCES_WORDS
    if len(text) > LONG:
        return LONG_WORDS
    return ""


@dataclass
class Stand:
    """Where the meeting stands, for one seat."""

    meeting: Meeting
    seat: Seat
    scene: str
    own: BlindPlacement | None = None
    own_late: BlindPlacement | None = None
    before: BlindPlacement | None = None
    own_notes: list[Own] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    now: datetime = field(default_factory=timezone.now)

    @property
    def found(self) -> Round | None:
        return self.meeting.round

    @property
    def version(self) -> int:
        """Of the topic, read in the same statement as the state."""
        return self.meeting.topic_version  # type: ignore[attr-defined]

    @property
    def subject(self) -> str:
        """What the round is about, in the words that were chosen for everybody."""
        if self.found is None:
            return ""
        if self.found.item:
            return self.found.item.wording
        note = self.found.note
        return note.text if note and note.shown_at else ""

    @property
    def number_before(self) -> int:
        return self.found.number - 1 if self.found else 0

    @property
    def can_place(self) -> bool:
        return self.seat.places and self.scene in {"open", "closed", "shown"}

    @property
    def about(self) -> BlindPlacement | None:
        """The placement that the form changes: in time while the round is open, late after that."""
        return self.own if self.scene == "open" else self.own_late

    @property
    def button(self) -> str:
        if self.scene != "open":
            return "Laat plaatsen"
        return "Wijziging versturen" if self.own else "Plaatsing versturen"

    @property
    def own_words(self) -> str:
        return placed_words(self.own)

    @property
    def late_words(self) -> str:
        return placed_words(self.own_late)

    @property
    def before_words(self) -> str:
        return placed_words(self.before)

    @property
    def is_nudged(self) -> bool:
        """Only who is waited for sees the friendly word, and only in the round or step in which it was said."""
        at, since = self.meeting.nudged_at, None
        if at is None or not self.seat.places:
            return False
        if self.scene == "open" and self.found:
            since, done = self.found.opened_at, self.own is not None
        elif self.scene == "notes":
            since, done = self.meeting.step.started_at if self.meeting.step else None, bool(self.own_notes)
        else:
            return False
        return not done and (since is None or at >= since)

    @property
    def notes_left(self) -> int:
        return NOTES_EACH - len(self.own_notes)

    @property
    def view_key(self) -> str:
        """Changes when the part that only shows something must be drawn anew."""
        if self.scene in {"shown", "collected", "planned", "between", "intro"}:
            return f"{self.scene}-{self.version}"
        return f"{self.scene}-{self.found.pk}" if self.scene != "notes" and self.found else self.scene

    @property
    def form_key(self) -> str:
        """Changes when the part that people type in must be drawn anew, and not while the same round lasts."""
        if self.can_place and self.found and self.found.state != Round.State.SETTLED:
            moment = self.scene if self.scene != "shown" else "closed"
            done = self.about.changed_at.timestamp() if self.about else 0
            return f"place-{self.found.pk}-{moment}-{done}"
        return "notes" if self.scene == "notes" else "none"

    @property
    def sentence(self) -> str:
        """What a screen reader hears when the scene changes."""
        number = self.found.number if self.found else 0
        return {
            "planned": "De bijeenkomst is nog niet begonnen.",
            "ready": f"Ronde {number} begint zo.",
            "open": f"Ronde {number} is open. U kunt plaatsen.",
            "closed": f"Ronde {number} is gesloten. De uitkomst is nog niet onthuld.",
            "shown": f"De uitkomst van ronde {number} is te zien.",
            "notes": "U kunt geeltjes schrijven.",
            "collected": "De geeltjes zijn opgehaald.",
            "intro": "Het voorstelrondje is bezig.",
            "between": "Even wachten op de gespreksleider.",
        }[self.scene]

    @property
    def url(self) -> str:
        return reverse("workshops:seat", args=[self.meeting.code])

    @property
    def placed_notes(self) -> list[Note]:
        return [note for note in self.notes if note.shape]

    @property
    def notes_picture(self) -> str:
        """The map of the group: notes that were placed in consultation."""
        marks = [Mark(note.shape, str(number)) for number, note in enumerate(self.notes, 1) if note.shape]
        return draw(marks, title=words.summary(marks), axes=False, ident="geeltjes") if marks else ""

    @cached_property
    def drawn(self) -> "Drawn | None":
        """What everybody placed; nothing before the reveal."""
        current = self.found
        if current is None or not current.is_shown:
            return None
        return _shown(current.pk, self.version, str(current.revealed_at), self.meeting.code)

    @property
    def shown(self) -> str:
        return with_own(self.drawn, self.own or self.own_late) if self.drawn else ""

    @property
    def own_label(self) -> str:
        """The number that the own placement has for everyone."""
        return self.drawn.labels[self.own.pk][0] if self.drawn and self.own and self.own.pk in self.drawn.labels else ""

    @property
    def own_picture(self) -> str:
        """A small map of what this person placed."""
        placement = self.about or self.own
        if placement is None or placement.shape is None:
            return ""
        mark = Mark(placement.shape, "u")
        return draw([mark], title=f"Uw plaatsing. {words.sentence(placement.shape)}", axes=False, ident="uw-kaart")


CSRF, NUMBER = "kenteken-van-deze-bezoeker", "nummer-van-deze-inzending"
TYPED = {name: f"getypt-bij-{name}" for name in ("reason", "group_low", "group_high")}
"""Stand where one visitor differs from the next; everything else in a form many phones have in common."""


@once(256)
def _form(round_pk: int, url: str, label: str, chosen: tuple[tuple[str, object], ...]) -> str:
    """The form of everyone who chose the same, or nothing yet."""
    return render_to_string(
        "workshops/seat_form.html",
        {
            "round_pk": round_pk,
            "url": url,
            "label": label,
            "place": dict(chosen),
            "content": content(),
            "axes": axes(),
            "sure": Placement.Sure.choices,
            "csrf_token": CSRF,
            "new_number": NUMBER,
        },
    )


def form(found: Stand, *, csrf_token: str, number: str) -> str:
    """Made once per round and choice, because a hundred phones ask for it in the second in which a round opens, and
    again when each has placed."""
    if not found.can_place or found.found is None:
        return ""
    values = chosen(found.about)
    typed = {name: str(values.get(name) or "") for name in TYPED}
    known = tuple((name, TYPED[name] if typed.get(name) else value) for name, value in values.items())
    html = _form(found.found.pk, found.url, found.button, known)
    own = {CSRF: csrf_token, NUMBER: number, **{TYPED[name]: escape(text) for name, text in typed.items()}}
    return mark_safe(HOLE.sub(lambda hole: own[hole.group()], html))


HOLE = re.compile("|".join([CSRF, NUMBER, *TYPED.values()]))


def placed_words(placement: BlindPlacement | None) -> str:
    if placement is None:
        return ""
    shape = placement.shape
    return words.sentence(shape) if shape else "U kunt dit niet beoordelen."


def scene_of(meeting: Meeting) -> str:
    found = meeting.round
    if meeting.state != Meeting.State.RUNNING:
        return "planned"
    if found and not found.is_shown:
        return found.state
    if meeting.notes_state == Meeting.NotesState.OPEN:
        return "notes"
    if found:
        return "shown"
    if meeting.notes_state == Meeting.NotesState.COLLECTED:
        return "collected"
    if meeting.step and meeting.step.code == ProgrammeStep.Code.INTRODUCTION:
        return "intro"
    return "between"


def stand(meeting: Meeting, seat: Seat) -> Stand:
    """At most two statements on top of those that found the seat."""
    found = Stand(meeting, seat, scene_of(meeting))
    if found.scene in {"open", "closed", "shown"}:
        _own_placements(found)
    elif found.scene == "notes":
        found.own_notes = [Own(note) for note in seat.notes.filter(shown_at__isnull=True).order_by("slot")]
    elif found.scene == "collected":
        found.notes = list(Note.objects.shown().filter(meeting=meeting).order_by("shown_at", "pk"))
    return found


@ready
def _placements_of(round_pk: int, seat: int) -> QuerySet[BlindPlacement]:
    return BlindPlacement.objects.filter(round=round_pk, seat=seat)


def _own_placements(found: Stand) -> None:
    """What this seat placed in this round, and in the one before it about the same subject."""
    current = found.found
    if current is None:
        return
    if current.number > 1:
        earlier = Q(round__item=current.item_id, round__note=current.note_id, round__number=current.number - 1)
        rows = list(BlindPlacement.objects.filter(earlier | Q(round=current.pk), seat=found.seat))
    else:
        rows = _placements_of(current.pk, found.seat.pk)
    for row in rows:
        if row.round_id != current.pk:
            found.before = found.before if row.late and found.before else row
        elif row.late:
            found.own_late = row
        else:
            found.own = row


# After the reveal


def with_own(drawn: "Drawn", own: BlindPlacement | None) -> str:
    """The result is the same for everyone and therefore made once; here the own mark is made visible in it."""
    if own is None or own.pk not in drawn.labels:
        return drawn.html
    label, index = drawn.labels[own.pk]
    html = drawn.html.replace(f'data-number="{label}"', f'data-number="{label}" class="is-own"')
    if index is None:
        return mark_safe(html)
    head, *marks = html.split(MARK)
    return mark_safe(head + "".join((OWN_MARK if rank == index else MARK) + part for rank, part in enumerate(marks)))


MARK = '<g class="map-mark '
OWN_MARK = '<g class="map-mark map-own '


@dataclass(frozen=True)
class Drawn:
    """The result as the page shows it. `labels`: for each placement its number, and which sign on the map it is."""

    html: str
    labels: dict[int, tuple[str, int | None]]


@once(24)
def _shown(pk: int, version: int, revealed_at: str, code: str) -> Drawn:
    """Once per change and not once per phone: a hundred phones ask at the reveal. The moment and the code keep rounds
    of different databases apart."""
    shown = result(Round.objects.select_related("meeting").get(pk=pk))
    labels: dict[int, tuple[str, int | None]] = {
        each.placement.pk: (each.label, index) for index, each in enumerate(shown.in_time)
    }
    labels |= {each.placement.pk: (each.label, None) for each in shown.late}
    short = {phase.number: name for phase, name in axes()["rows"]}
    html = render_to_string(
        "workshops/seat_shown.html",
        {
            "result": shown,
            "grid": [(row, short[row.number]) for row in shown.grid],
            "picture": draw(
                shown.marks,
                title=f"De kaart met {counts(shown)} Hieronder staan ze in woorden en als tabel.",
                axes=False,
                ident="uitkomst",
            ),
            "counts": counts(shown),
            "axes": axes(),
            "difference": content().hint("difference"),
        },
    )
    return Drawn(html, labels)


def counts(shown: Result) -> str:
    """How many people did what, in one sentence."""
    many = len(shown.in_time)
    parts = [_number(many, "plaatsing", "plaatsingen") if many else "Geen plaatsing op de kaart"]
    if shown.cannot_judge:
        parts.append(
            f"{shown.cannot_judge} kan dit niet beoordelen"
            if shown.cannot_judge == 1
            else f"{shown.cannot_judge} kunnen dit niet beoordelen"
        )
    late = len(shown.late) + shown.late_cannot_judge
    if late:
        parts.append(f"{late} na het sluiten")
    return f"{', '.join(parts)}."


def _number(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


@lru_cache(maxsize=1)
def axes() -> dict[str, list[tuple[Phase, str]]]:
    """The phases with their short names: columns left to right, rows top to bottom."""
    found = content()
    return {
        "columns": [(phase, SHORT[phase.code]) for phase in found.horizontal],
        "rows": [(phase, SHORT[phase.code]) for phase in reversed(found.vertical)],
    }


def chosen(placement: BlindPlacement | None) -> dict[str, object]:
    """What the form starts from."""
    if placement is None:
        return {}
    shape = placement.shape or Shape("", 0, 0, 0, 0)
    return {
        "kind": shape.kind,
        "x": shape.x_min or "",
        "x_to": shape.x_max if shape.kind == "area" else "",
        "y": shape.y_min or "",
        "y_to": shape.y_max if shape.kind in {"area", "line"} else "",
        "group_low": shape.group_low,
        "group_high": shape.group_high,
        "cannot_judge": placement.cannot_judge,
        "sure": placement.sure,
        "reason": placement.reason,
    }
