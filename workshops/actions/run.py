"""Leading a meeting: start, steps, timer, empty screen, nudge, taking over, ending."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from common import audit
from common.edits import unclaimed
from common.refusal import Refused
from organisation.models import User
from workshops import rules
from workshops.actions.join import of_colleague
from workshops.actions.rounds import tell
from workshops.models import Meeting, ProgrammeStep, Round, Seat

C = ProgrammeStep.Code
FIVE_STEPS = ((C.INTRODUCTION, 30), (C.PRESENTATION, 15), (C.NOTES, 20), (C.PLACE, 40), (C.DEEPEN, 45))
"""Order from the guide; the minutes are our proposal, together 150 (ESS-handreiking hoofdstuk 2, werksessie)."""
CASE_STEPS = ((C.INTRODUCTION, 10), (C.ITEM, 45), (C.CLOSE, 5))


@transaction.atomic
def plan(*, meeting: Meeting, by: User, submission: UUID | None = None) -> Meeting:
    """Keep a new meeting (not saved yet) with the steps of its kind. The same submission is stored once."""
    rules.check_plan(by)
    if submission and (there := Meeting.objects.filter(submission=submission, facilitator=by).first()):
        return there
    meeting.facilitator = by
    meeting.submission = unclaimed(Meeting, submission)
    steps = FIVE_STEPS if meeting.kind == Meeting.Kind.NETWORK else CASE_STEPS
    meeting.save()
    ProgrammeStep.objects.bulk_create(
        ProgrammeStep(meeting=meeting, number=number, code=code, minutes=minutes)
        for number, (code, minutes) in enumerate(steps, 1)
    )
    audit.record("meeting.planned", meeting, by=by)
    return meeting


@transaction.atomic
def start(*, meeting: Meeting, by: User) -> None:
    """Begin, with the facilitator at the table. Pressing twice starts once."""
    rules.check_lead(by, meeting)
    rules.check_live(meeting)
    rules.check_trust(meeting)
    started = Meeting.objects.filter(pk=meeting.pk, state=Meeting.State.PLANNED).update(
        state=Meeting.State.RUNNING, started_at=timezone.now()
    )
    if started:
        lead_seat(meeting, by)
        first = meeting.steps.first()
        if first:
            go_to(meeting=meeting, step=first, by=by, silent=True)
        audit.record("meeting.started", meeting, by=by)
        tell(meeting)
    meeting.refresh_from_db()


def lead_seat(meeting: Meeting, user: User) -> Seat:
    """The seat from which this person leads; taken when it does not exist yet."""
    seat, made = Seat.objects.get_or_create(
        meeting=meeting,
        user=user,
        defaults=of_colleague(user, leads=True),
    )
    if not made and not seat.leads:
        Seat.objects.filter(pk=seat.pk).update(leads=True, left_at=None)
        seat.leads = True
    return seat


@transaction.atomic
def take_over(*, meeting: Meeting, by: User) -> None:
    """Become facilitator too. Who led before keeps the right to lead and finds everything as it stands."""
    rules.check_take_over(by, meeting)
    lead_seat(meeting, by)
    audit.record("meeting.taken_over", meeting, by=by)
    tell(meeting)


@transaction.atomic
def set_places(*, seat: Seat, places: bool, by: User) -> None:
    """Sit in without placing, or place along. Who sits in is not counted and not waited for."""
    if seat.user_id != by.pk:
        rules.check_lead(by, seat.meeting)
    Seat.objects.filter(pk=seat.pk).update(places=places)
    tell(seat.meeting)


@transaction.atomic
def go_to(*, meeting: Meeting, step: ProgrammeStep, by: User, silent: bool = False) -> None:
    """Make this the step of the moment; its time runs from now. The one before is done.

    The introduction asks for a positive summary first (R-A-085).
    """
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    rules.check_lead(by, row)
    rules.check_running(row)
    if step.meeting_id != row.pk:
        raise Refused("Deze stap hoort niet bij deze bijeenkomst.")
    now = timezone.now()
    if row.step_id and row.step_id != step.pk and row.step:
        if row.step.code == C.INTRODUCTION and row.kind == Meeting.Kind.NETWORK and not row.summary:
            raise Refused(
                "Sluit het voorstelrondje af met een positieve samenvatting. Schrijf die eerst op.",
                source=rules.WORKSHOP,
            )
        ProgrammeStep.objects.filter(pk=row.step_id).update(done_at=now)
    if row.step_id != step.pk:
        ProgrammeStep.objects.filter(pk=step.pk).update(started_at=now, done_at=None)
        Meeting.objects.filter(pk=row.pk).update(step=step)
        audit.record("meeting.step", row, by=by)
    if not silent:
        tell(row)


@transaction.atomic
def set_timer(*, meeting: Meeting, seconds: int, by: User) -> None:
    """Count down on every screen; 0 stops the clock. Nothing closes by itself: a person closes."""
    rules.check_lead(by, meeting)
    rules.check_running(meeting)
    if not 0 <= seconds <= 3600:
        raise Refused("Kies een tijd tot een uur.")
    ends = timezone.now() + timedelta(seconds=seconds) if seconds else None
    Meeting.objects.filter(pk=meeting.pk).update(timer_ends_at=ends)
    tell(meeting)


@transaction.atomic
def set_blank(*, meeting: Meeting, blank: bool, by: User) -> None:
    """Empty the big screen, so that people look at each other."""
    rules.check_lead(by, meeting)
    rules.check_running(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(blank=blank)
    tell(meeting)


@transaction.atomic
def nudge(*, meeting: Meeting, by: User) -> None:
    """A friendly word on the phones of those who did not place or write yet; names nobody."""
    rules.check_lead(by, meeting)
    rules.check_running(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(nudged_at=timezone.now())
    tell(meeting)


@transaction.atomic
def end(*, meeting: Meeting, by: User) -> None:
    """End the meeting: its code, its screen and the seats of its guests stop working. Nothing hidden may be left."""
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    rules.check_lead(by, row)
    if row.state == Meeting.State.ENDED:
        return
    rules.check_running(row)
    blind = row.rounds.exclude(state__in=Round.SHOWN).first()
    if blind is not None and blind.placements.exists():
        raise Refused("Er is nog een ronde die niet is onthuld. Onthul die eerst, dan gaat er niets verloren.")
    if blind is not None:
        blind.delete()
    now = timezone.now()
    meeting.steps.filter(pk=row.step_id or 0).update(done_at=now)
    Round.objects.filter(meeting=row).exclude(state=Round.State.SETTLED).update(
        state=Round.State.SETTLED, settled_at=now
    )
    Meeting.objects.filter(pk=row.pk).update(
        state=Meeting.State.ENDED, ended_at=now, updated_at=now, blank=False, timer_ends_at=None, round=None
    )
    Seat.objects.filter(meeting=row, secret__isnull=False).update(secret=None)
    audit.record("meeting.ended", row, by=by)
    tell(row)
    meeting.refresh_from_db()
