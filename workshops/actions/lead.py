"""What the console does beside rounds and notes: moving on, the presentation, question, summary, a note for another."""

from uuid import UUID

from django.db import transaction

from common import audit
from common.edits import save_if_unchanged
from common.refusal import Refused
from organisation.models import User
from workshops import rules
from workshops.actions import notes, run
from workshops.actions.rounds import tell
from workshops.models import Meeting, Note, ProgrammeStep, Round, Seat


@transaction.atomic
def put_away(*, meeting: Meeting, by: User) -> bool:
    """Take a revealed round from the screen and go back to the programme. The round stays as it is."""
    rules.check_lead(by, meeting)
    rules.check_running(meeting)
    if Meeting.objects.filter(pk=meeting.pk, round__state__in=Round.SHOWN).update(round=None):
        tell(meeting)
        return True
    return False


@transaction.atomic
def go_on(*, meeting: Meeting, step: ProgrammeStep, by: User) -> None:
    """Make this the step of the moment; a revealed round makes room. A round that is still blind goes first."""
    blind = meeting.rounds.exclude(state__in=Round.SHOWN).first()
    if blind is not None:
        raise Refused("Er is nog een ronde bezig. Onthul die eerst, dan gaat u verder met het programma.")
    put_away(meeting=meeting, by=by)
    run.go_to(meeting=meeting, step=step, by=by)


@transaction.atomic
def show_slide(*, meeting: Meeting, number: int, by: User) -> None:
    """Put this screen of the short presentation on the wall."""
    rules.check_lead(by, meeting)
    rules.check_running(meeting)
    if Meeting.objects.filter(pk=meeting.pk).exclude(slide=number).update(slide=number):
        tell(meeting)


@transaction.atomic
def ask(*, meeting: Meeting, question: str, by: User, seen: int) -> Meeting:
    """The question of the introduction, as it stands on the wall."""
    return _write(meeting, by, seen, "meeting.question", question=question)


@transaction.atomic
def sum_up(*, meeting: Meeting, summary: str, by: User, seen: int) -> Meeting:
    """The positive summary that closes the introduction (R-A-085)."""
    return _write(meeting, by, seen, "meeting.summary", summary=summary)


def _write(meeting: Meeting, by: User, seen: int, event: str, **fields: str) -> Meeting:
    rules.check_lead(by, meeting)
    rules.check_live(meeting)
    for name, value in fields.items():
        setattr(meeting, name, value)
    save_if_unchanged(meeting, fields, seen=seen)
    audit.record(event, meeting, by=by)
    tell(meeting)
    return meeting


@transaction.atomic
def note_for(
    *,
    meeting: Meeting,
    function: str,
    organisation_name: str,
    text: str,
    by: User,
    submission: UUID | None = None,
    kept: dict[str, str] | None = None,
) -> Note:
    """Write a note for somebody who sits at the table without a phone: a seat that is not waited for in a round."""
    rules.check_lead(by, meeting)
    rules.check_running(meeting)
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    who = {"meeting": meeting, "function": function, "organisation_name": organisation_name}
    without_phone = {"user": None, "secret": None, "left_at": None, "places": False}
    seat = Seat.objects.filter(**who, **without_phone).first() or Seat.objects.create(**who, **without_phone)
    seat.meeting = meeting
    try:
        return notes.write(seat=seat, text=text, submission=submission, kept=kept)
    except Refused as refusal:
        if seat.notes.count():
            raise Refused("Voor deze deelnemer staan er al drie geeltjes.", source=refusal.source) from None
        raise
