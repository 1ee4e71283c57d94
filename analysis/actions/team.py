"""Keeping the working group: its people, services, talks and questions, how it looks at itself, and participation."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from analysis import team_hooks
from analysis.models_team import (
    Participation,
    PhaseReading,
    Team,
    TeamMeeting,
    TeamMember,
    TeamQuestion,
    TeamReview,
    TeamService,
)
from analysis.rules_team import check_keep, check_level, check_new_rung, check_user
from cases.actions.file import invite
from cases.actions.state import locked
from cases.models import Case
from common import audit
from common.edits import Changed, save_if_unchanged
from common.refusal import Refused
from organisation.models import User
from organisation.reminders import settle

REMINDER = "talk"
GROUP = ("clear", "kind", "why")
LEAD = ("lead", "time", "means", "mandate", "agreed")
Row = TeamMember | TeamService | TeamMeeting | TeamQuestion


@transaction.atomic
def set_up(*, case: Case, fields: Iterable[str], seen: int, by: User, **values: Any) -> Team:
    """Say what kind of group it is, or who leads it with what. `seen` 0: nobody wrote anything yet."""
    row = locked(case)
    check_keep(by, row)
    team = Team.objects.filter(case=row).first()
    if team is None:
        team = Team.objects.create(case=row, **values)
        audit.record("team.set_up", team, by=by)
        return team
    if not seen:
        raise Changed(team)
    for name in fields:
        setattr(team, name, values[name])
    save_if_unchanged(team, tuple(fields), seen=seen)
    audit.record("team.changed", team, by=by)
    return team


@transaction.atomic
def keep(*, row: Row, fields: Iterable[str], seen: int | None, by: User) -> Row:
    """Add a member, service, talk or question of the group, or change it."""
    case = locked(row.case)
    check_keep(by, case)
    if isinstance(row, TeamMember):
        check_user(row.user)
    name = type(row)._meta.model_name
    if row.pk is None:
        row.by = by
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Refused("Een collega voegde dit net ook toe. Bekijk de werkgroep opnieuw.") from None
        audit.record(f"team.{name}_added", row, by=by)
    else:
        save_if_unchanged(row, tuple(fields), seen=seen or 0)
        audit.record(f"team.{name}_changed", row, by=by)
    if isinstance(row, TeamMember) and row.user and not Case.objects.visible_to(row.user).filter(pk=case.pk).exists():
        invite(case=case, user=row.user, by=by)  # who works on a case can open it
    if isinstance(row, TeamMeeting):
        if row.held or row.on > timezone.localdate():
            settle(audit.reference(row), REMINDER)
        _next(row, by)
    return row


def _next(meeting: TeamMeeting, by: User) -> None:
    """When a talk that comes back was held, the next one stands ready; once, however often it is saved."""
    if not (meeting.held and meeting.every_weeks):
        return
    if TeamMeeting.objects.filter(follows=meeting).exists():
        return
    TeamMeeting.objects.create(
        case_id=meeting.case_id,
        on=meeting.on + timedelta(weeks=meeting.every_weeks),
        with_whom=meeting.with_whom,
        every_weeks=meeting.every_weeks,
        follows=meeting,
        by=by,
    )


@transaction.atomic
def leave(*, member: TeamMember, why: str, by: User, on: date | None = None) -> None:
    """Take someone out of the group. The row stays with the reason; the colleague no longer reads what is closed."""
    check_keep(by, locked(member.case))
    ended = TeamMember.objects.now().filter(pk=member.pk).update(left_on=on or timezone.localdate(), left_why=why)
    if ended:
        audit.record("team.member_left", member, by=by)


@transaction.atomic
def review(*, case: Case, by: User, note: str, **answers: bool) -> TeamReview:
    """Look at the group itself. What is missing becomes a task in the plan (R-B-120)."""
    row = locked(case)
    check_keep(by, row)
    made = TeamReview.objects.create(case=row, by=by, note=note.strip(), **answers)
    audit.record("team.reviewed", made, by=by)
    team_hooks.tell_review(made, by)
    return made


@transaction.atomic
def choose_level(*, case: Case, level: str, pros: str, cons: str, why: str, by: User) -> Participation:
    """Choose a rung of participation; the earlier one stays with its day (R-B-115)."""
    row = locked(case)
    check_keep(by, row)
    check_level(pros, cons, why)
    stands = Participation.objects.filter(case=row).first()
    check_new_rung(stands.level if stands else "", level)
    made = Participation.objects.create(
        case=row, level=level, pros=pros.strip(), cons=cons.strip(), why=why.strip(), by=by
    )
    audit.record("team.level_chosen", made, by=by)
    team_hooks.tell_level(made, by)
    return made


@transaction.atomic
def read_phase(*, case: Case, guide: str, phase: int | None, why: str, by: User) -> PhaseReading:
    """Read the phase of another guide otherwise than KIS says, or take that back; always with a reason (R-B-027)."""
    row = locked(case)
    check_keep(by, row)
    if not why.strip():
        raise Refused("Schrijf op waarom deze fase beter past.", "KIS-handreiking, stap 2.2")
    made = PhaseReading.objects.create(case=row, guide=guide, phase=phase, why=why.strip(), by=by)
    audit.record("analysis.phase_read", made, by=by)
    return made
