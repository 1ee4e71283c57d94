"""Sticky notes: three each, one situation in a few words; explained, placed together and deepened (R-A-087 to 090)."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from common import audit
from common.edits import save_if_unchanged, unclaimed
from common.live import bump
from common.refusal import Refused
from method.map import Shape
from organisation.models import User
from workshops import rules
from workshops.actions.rounds import tell, tell_kept
from workshops.models import NOTES_EACH, SHAPE_FIELDS, Meeting, Note, Seat

S = Meeting.NotesState


@transaction.atomic
def write(*, seat: Seat, text: str, submission: UUID | None = None, kept: dict[str, str] | None = None) -> Note:
    """Write one situation. A fourth note is refused (R-A-087). A double tap makes one note."""
    Seat.objects.select_for_update().get(pk=seat.pk)
    if submission and (there := Note.objects.filter(seat=seat, submission=submission).first()):
        return there
    rules.check_note(seat)
    taken = set(seat.notes.values_list("slot", flat=True))
    free = [slot for slot in range(1, NOTES_EACH + 1) if slot not in taken]
    if not free:
        raise Refused("U hebt al drie geeltjes. Wijzig er een, of haal er een weg.", source=rules.WORKSHOP)
    note = Note.objects.create(
        meeting=seat.meeting,
        seat=seat,
        slot=free[0],
        text=text,
        kept=kept or {},
        submission=unclaimed(Note, submission),
    )
    bump(seat.meeting.count_topic)
    return note


@transaction.atomic
def rewrite(*, note: Note, seat: Seat, text: str, kept: dict[str, str] | None = None) -> None:
    """Change an own note until the notes are collected. Nobody hears of it: only the count is known."""
    _check_own(note, seat)
    rules.check_note(seat)
    Note.objects.filter(pk=note.pk).update(text=text, kept=kept or {})


@transaction.atomic
def take_back(*, note: Note, seat: Seat) -> None:
    _check_own(note, seat)
    rules.check_note(seat)
    Note.objects.filter(pk=note.pk).delete()
    bump(seat.meeting.count_topic)


def _check_own(note: Note, seat: Seat) -> None:
    if note.seat_id != seat.pk:
        raise Refused("Dit is niet uw geeltje.")
    if note.shown_at:
        raise Refused("Uw geeltje is al opgehaald. Licht bij het toelichten toe wat u wilt veranderen.")


@transaction.atomic
def open_notes(*, meeting: Meeting, by: User) -> None:
    """Everyone may write. Possible again after collecting: an idea that comes later is welcome."""
    rules.check_lead(by, meeting)
    rules.check_running(meeting)
    if Meeting.objects.filter(pk=meeting.pk).exclude(notes_state=S.OPEN).update(notes_state=S.OPEN):
        audit.record("meeting.notes_open", meeting, by=by)
        tell(meeting)


@transaction.atomic
def collect(*, meeting: Meeting, by: User) -> None:
    """Show all notes to everyone. Pressing twice collects once; what is written later stays hidden until then."""
    rules.check_lead(by, meeting)
    rules.check_running(meeting)
    if Meeting.objects.filter(pk=meeting.pk, notes_state=S.OPEN).update(notes_state=S.COLLECTED):
        rows = list(meeting.notes.filter(shown_at__isnull=True).exclude(kept={}).select_related("seat"))
        tell_kept(rows)
        meeting.notes.filter(shown_at__isnull=True).update(shown_at=timezone.now())
        audit.record("meeting.notes_collected", meeting, by=by)
        tell(meeting)


@transaction.atomic
def explain(*, note: Note, by: User, explained: bool = True) -> None:
    """The writer told what is meant. A note that stands on the map stays explained."""
    rules.check_lead(by, note.meeting)
    rules.check_running(note.meeting)
    if not explained and note.placed_at:
        raise Refused("Dit geeltje staat al op de kaart.")
    Note.objects.filter(pk=note.pk).update(explained_at=timezone.now() if explained else None)
    tell(note.meeting)


@transaction.atomic
def place_note(*, note: Note, shape: Shape, dissent: str, by: User, seen: int) -> Note:
    """Give a note its place, in consultation. Who saw it otherwise is written down; nothing is averaged (R-A-089)."""
    rules.check_lead(by, note.meeting)
    rules.check_note_place(note)
    note.shape, note.dissent, note.placed_at = shape, dissent, timezone.now()
    save_if_unchanged(note, [*SHAPE_FIELDS, "dissent", "placed_at"], seen=seen)
    audit.record("note.placed", note, by=by)
    tell(note.meeting)
    return note


@transaction.atomic
def deepen(*, note: Note, by: User, seen: int, **fields: Any) -> Note:
    """What the conversation brought: stage, dynamics, actors at group level, insight, follow-up (R-A-090)."""
    rules.check_lead(by, note.meeting)
    for name, value in fields.items():
        setattr(note, name, value)
    save_if_unchanged(note, fields, seen=seen)
    audit.record("note.deepened", note, by=by)
    tell(note.meeting)
    return note
