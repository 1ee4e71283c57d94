"""What a meeting leads to: a diagnosis by the group, signals and cases from notes, contacts, and paper put in."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases.actions import links
from cases.actions.diagnose import Conclusion, diagnose
from cases.models import Case, Diagnosis
from common import audit
from common.edits import save_if_unchanged
from common.refusal import Refused
from method.map import Shape
from organisation.models import Area, Partner, User
from signals import actions as signals
from signals.models import Signal
from workshops import rules
from workshops.actions import rounds
from workshops.models import BlindPlacement, Meeting, Note, Round, Seat


@transaction.atomic
def diagnose_round(*, found: Round, conclusion: Conclusion, by: User, submission: UUID | None = None) -> Diagnosis:
    """Lay down the group's decision on the case of this round, with the minority view, and end the round (R-A-074).

    A decision of its own: nothing of it is derived from the placements.
    """
    rules.check_lead(by, found.meeting)
    if not found.is_shown:
        raise Refused("Onthul eerst de ronde. Daarna stelt u samen de diagnose.", source="ESS-handreiking §2.4")
    case = found.item.case if found.item else None
    if case is None:
        raise Refused("Een diagnose hoort bij een casus. Dit agendapunt is nog geen casus.")
    made = diagnose(case=case, conclusion=conclusion, by=by, submission=submission)
    Round.objects.filter(pk=found.pk).update(diagnosis=made, agreed=made.agreed)
    if found.state != Round.State.SETTLED and found.meeting.state == Meeting.State.RUNNING:
        found.refresh_from_db()
        rounds.settle(found=found, by=by, agreed=made.agreed, outcome=found.outcome)
    return made


@transaction.atomic
def write_down(*, meeting: Meeting, insights: str, follow_up: str, by: User, seen: int) -> Meeting:
    """What the report says besides what was placed; also after the meeting ended."""
    rules.check_lead(by, meeting)
    meeting.insights, meeting.follow_up = insights, follow_up
    save_if_unchanged(meeting, ["insights", "follow_up"], seen=seen)
    audit.record("meeting.report_changed", meeting, by=by)
    return meeting


@transaction.atomic
def conclude(*, item: Any, conclusion: str, by: User, seen: int) -> None:
    """What was agreed on a point of the agenda."""
    rules.check_lead(by, item.meeting)
    item.conclusion = conclusion
    save_if_unchanged(item, ["conclusion"], seen=seen)
    audit.record("meeting.item_concluded", item, by=by)


def source_name(meeting: Meeting) -> str:
    """All signals from one session have the same source, so that together they count as one (R-A-091)."""
    return f"Werksessie {meeting.number}"


@transaction.atomic
def note_to_signal(
    *,
    note: Note,
    what: str,
    area: Area,
    known: str,
    direction: str,
    by: User,
    case: Case | None = None,
    reason: str = "",
    submission: UUID | None = None,
) -> Signal:
    """Make a note a signal that refers to the session, and link it to a case if one was chosen. Twice gives one."""
    rules.check_lead(by, note.meeting)
    row = Note.objects.select_for_update(of=("self",)).select_related("meeting", "signal").get(pk=note.pk)
    if row.shown_at is None:
        raise Refused("Dit geeltje is nog niet opgehaald.")
    signal = row.signal
    if signal is None:
        answers = {
            "what": what,
            "area": area,
            "known": known,
            "direction": direction,
            "theme": row.meeting.theme,
            "source": source_name(row.meeting),
            "happened_at": row.meeting.started_at or timezone.now(),
        }
        signal = signals.log(answers=answers, submission=submission, by=by)
        Note.objects.filter(pk=row.pk).update(signal=signal)
        audit.record("note.became_signal", row, by=by)
    if case is not None:
        links.link(case=case, signal=signal, reason=reason, by=by)
        Note.objects.filter(pk=row.pk).update(case=case)
    return signal


@transaction.atomic
def add_contact(*, seat: Seat, kind: str, by: User) -> Partner:
    """Take an organisation and the function of its contact into the network, if that person agreed (R-A-093)."""
    rules.check_lead(by, seat.meeting)
    if not seat.contact_consent:
        raise Refused("Deze deelnemer gaf geen toestemming om in het netwerk te worden opgenomen.")
    if not seat.organisation_name:
        raise Refused("Van deze deelnemer is geen organisatie bekend.")
    partner, made = Partner.objects.get_or_create(
        name=seat.organisation_name, defaults={"kind": kind, "contact_function": seat.function}
    )
    if not made and not partner.contact_function:
        Partner.objects.filter(pk=partner.pk).update(contact_function=seat.function)
    audit.record("meeting.contact_added", partner, by=by)
    return partner


@transaction.atomic
def put_in_paper(
    *,
    found: Round,
    function: str,
    shape: Shape | None,
    cannot_judge: bool,
    sure: str,
    reason: str,
    by: User,
    submission: UUID | None = None,
    kept: dict[str, str] | None = None,
) -> BlindPlacement:
    """One sheet of paper, put in by the facilitator afterwards. A double tap makes one (paper fallback)."""
    rules.check_lead(by, found.meeting)
    rules.check_running(found.meeting)
    row = Round.objects.select_for_update().get(pk=found.pk)
    if not row.on_paper:
        raise Refused("Deze ronde is niet op papier geplaatst.")
    if row.is_shown:
        raise Refused("Deze ronde is al onthuld. Voer nieuwe bladen in als een volgende ronde.")
    if submission and (there := row.placements.filter(submission=submission).first()):
        return there
    made = BlindPlacement(
        round=row,
        function=function,
        cannot_judge=cannot_judge,
        sure="" if cannot_judge else sure,
        reason=reason,
        submission=submission,
        kept=kept or {},
    )
    made.shape = None if cannot_judge else shape
    made.save()
    rounds.tell(found.meeting)
    return made


@transaction.atomic
def take_out_paper(*, placement: BlindPlacement, by: User) -> None:
    """Undo a sheet that was put in wrongly, before the reveal."""
    rules.check_lead(by, placement.round.meeting)
    if placement.round.is_shown or not placement.round.on_paper:
        raise Refused("Dit blad kunt u niet meer weghalen.")
    placement.delete()
    rounds.tell(placement.round.meeting)


@transaction.atomic
def reveal_paper(*, found: Round, by: User) -> None:
    """Show the round that was on paper: opened, closed and revealed in one go, because the room knows it already."""
    rounds.open_round(found=found, by=by)
    rounds.close_round(found=found, by=by)
    rounds.reveal(found=found, by=by, although_missing=True)
    Round.objects.filter(pk=found.pk).update(missing=0)
