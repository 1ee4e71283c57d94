"""Choosing a step of the ladder. Steps may be skipped, up or down; every choice stays."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cases import rules_follow as rules
from cases.actions.state import change_state, locked
from cases.models import Case, CaseMember, Diagnosis, FollowUpDecision
from common import audit, outbox
from common.audit import reference
from common.edits import unclaimed
from common.refusal import Refused
from organisation.models import Department, Partner, Step, User
from organisation.reminders import settle
from organisation.roles import Permission


@dataclass(frozen=True)
class Decision:
    """A choice on the ladder. `departments` are those that join beside the department that owns the case."""

    step: int
    reason: str
    department: Department
    owner: User
    departments: list[Department] = field(default_factory=list)
    informed: list[User] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)
    consultation: str = ""
    front_reason: str = ""
    talked: str = ""
    route_why: str = ""
    review_on: date | None = None


@transaction.atomic
def decide(*, case: Case, decision: Decision, by: User, submission: UUID | None = None) -> FollowUpDecision:
    """Keep the choice and let the case follow it.

    Effects: department, departments that join, owner, level and review date of the case, its state, reminders, and for
    those informed: leave to read the case, with a message without content. The same `submission` is stored once.
    """
    row = locked(case)
    if submission and (there := FollowUpDecision.objects.filter(case=row, submission=submission).first()):
        return there
    check(row, decision, by)
    others = [each for each in decision.departments if each.pk != decision.department.pk]
    kept = FollowUpDecision.objects.create(
        case=row,
        step=decision.step,
        department=decision.department,
        consultation=decision.consultation,
        front_reason=decision.front_reason,
        talked=decision.talked,
        route_why=decision.route_why[:300],
        review_on=decision.review_on,
        reason=decision.reason,
        by=by,
        submission=unclaimed(FollowUpDecision, submission),
    )
    kept.departments.set(others)
    kept.informed.set(decision.informed)
    kept.partners.set(decision.partners)
    _follow(row, decision, others)
    acts = decision.step != Step.FOLLOW and row.diagnosis and row.diagnosis.outcome == Diagnosis.Outcome.ACT
    change_state(case=row, to=Case.State.ACTING if acts else Case.State.MONITORING, by=by)
    audit.record("case.decided", row, by=by)
    CaseMember.objects.bulk_create(
        [
            CaseMember(case=row, user=person, by=by)
            for person in decision.informed
            if not person.may(Permission.CASE_ALL)
        ],
        ignore_conflicts=True,
    )
    for person in decision.informed:
        _inform(kept, row, person)
    return kept


def check(case: Case, decision: Decision, by: User) -> None:
    """All rules, in the order in which the form asks."""
    rules.check_follow(by, case)
    if decision.step not in [step for step in Step if step != Step.ACUTE]:
        raise Refused("Kies een van de vijf stappen.")
    rules.check_step_diagnosis(decision.step, case.diagnosis)
    rules.check_step_departments(decision.step, decision.department, decision.departments)
    rules.check_step_partners(decision.step, decision.partners)
    rules.check_step_front(decision.step, case.diagnosis, decision.front_reason)
    rules.check_step_date(decision.step, decision.review_on, timezone.localdate())


def _follow(case: Case, decision: Decision, others: list[Department]) -> None:
    case.department, case.owner, case.level = decision.department, decision.owner, decision.step
    if case.deputy_id == decision.owner.pk:
        case.deputy = None
    if decision.review_on:
        case.review_on = decision.review_on
        settle(reference(case), "check")
    case.updated_at = timezone.now()
    case.version += 1
    case.save(update_fields=["department", "owner", "deputy", "level", "review_on", "updated_at", "version"])
    case.departments.set(others)


def _inform(kept: FollowUpDecision, case: Case, person: User) -> None:
    """A message that something was decided and where to read it; the case itself is named by its number only."""
    outbox.write(
        key=f"decision:{kept.pk}:{person.pk}",
        to=person.email,
        subject=f"Vervolgbesluit bij casus {case.number}",
        body=(
            f"Beste {person.name},\n\nBij casus {case.number} is een vervolgbesluit vastgelegd. "
            "U krijgt dit bericht om geïnformeerd te zijn.\n"
            f"Lees het hier: {settings.BASE_URL}{reverse('cases:detail', args=[case.pk])}\n"
        ),
    )
