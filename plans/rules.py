"""Who may do what with a plan, and when. Each check raises a sentence for a person."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from cases.models import Case, CaseMember, SignalLink
from common.refusal import Refused
from organisation.current import organisation
from organisation.models import Step, User
from organisation.roles import ROLES, Permission
from plans.models import Action, Plan
from signals.models import Signal

SECTION_A = "ESS-handreiking §3.1"
NEEDS_PLAN = Step.INTERNAL_JOINT
"""From this step on departments make a plan together (ESS-handreiking §5.2, R-A-117)."""


# Who


def works_on(user: User, case: Case) -> bool:
    return (
        user.may(Permission.CASE_ALL)
        or user.pk in (case.owner_id, case.deputy_id)
        or case.department_id in user.department_ids
    )


def check_edit(user: User, case: Case) -> None:
    """The plan belongs to the coordinator and to the department that has the case."""
    if not user.may(Permission.PLAN_EDIT):
        raise Refused("Het actieplan opstellen doet de casuseigenaar of de coördinator. U kunt het plan wel lezen.")
    if not works_on(user, case):
        raise Refused("U kijkt mee in deze casus. Het actieplan wijzigen doet de afdeling die de casus heeft.")
    if case.state == Case.State.CLOSED:
        raise Refused("Deze casus is gesloten. Heropen de casus om het actieplan te wijzigen.")


def check_change(user: User, plan: Plan) -> None:
    """Changing what the plan says: by whom, and not while a manager is looking at it."""
    check_edit(user, plan.case)
    if plan.state == Plan.State.SUBMITTED:
        raise Refused("Het plan ligt ter vaststelling voor. Trek het eerst terug om het te wijzigen.")


def check_progress(user: User, action: Action) -> None:
    """Saying how far an action is: who keeps the plan, and whoever does the action."""
    if action.owner_id == user.pk and action.plan.case.state != Case.State.CLOSED:
        return
    check_edit(user, action.plan.case)


def check_decide(user: User, plan: Plan) -> None:
    if not user.may(Permission.PLAN_APPROVE):
        raise Refused("Een actieplan vaststellen doet een manager of bestuurder.")
    if plan.state != Plan.State.SUBMITTED:
        raise Refused("Dit plan ligt niet ter vaststelling voor.")
    if plan.versions.filter(number=plan.number, by=user.pk).exists():
        raise Refused("U legde dit plan zelf voor. Laat een andere manager of bestuurder het vaststellen.")


def allows(check: object, *arguments: object) -> bool:
    try:
        check(*arguments)  # type: ignore[operator]
    except Refused:
        return False
    return True


# When


def quadrants(case: Case) -> tuple[str, ...]:
    """The set of quadrants of the latest diagnosis; empty without one."""
    return case.diagnosis.placement.shape.quadrants if case.diagnosis else ()


def missing(plan: Plan) -> list[tuple[str, str]]:
    """What stands between this plan and approval, each with the source of the rule."""
    found = []
    actions = list(plan.actions.only("plan", "state", "perception"))
    if not plan.about:
        found.append(("De uitdaging is nog niet beschreven.", "ESS-handreiking §5.2"))
    if not actions:
        found.append(("Er staat nog geen actie in het plan.", "ESS-handreiking §5.2"))
    if open_ := unfelt(plan.case, actions):
        found.append((unfelt_words(len(open_)), SECTION_A))
    if "B" in quadrants(plan.case) and not plan.frames.strip():
        found.append(
            (
                "De diagnose ligt (ook) in kwadrant B. Schrijf op waar de grenzen liggen en welke kaders gelden.",
                "ESS-handreiking §3.2",
            )
        )
    if plan.evaluate_on is None and not plan.no_evaluation_reason.strip():
        found.append(
            ("Kies een evaluatiemoment, of schrijf waarom dat nog niet kan.", "ESS-handreiking §4.1"),
        )
    return found


def check_complete(plan: Plan) -> None:
    for sentence, source in missing(plan):
        raise Refused(sentence, source)


def needs_perception(case: Case) -> bool:
    """In A: do not react to a contrast that residents do not feel themselves (A2, R-A-104)."""
    return "A" in quadrants(case)


def check_perception(case: Case, perception: str) -> None:
    if needs_perception(case) and not perception.strip():
        raise Refused(
            "De diagnose ligt (ook) in kwadrant A. Schrijf op of inwoners deze tegenstelling zelf ervaren, "
            "of waarom de actie toch nodig is.",
            SECTION_A,
        )


def unfelt(case: Case, actions: Iterable[Action]) -> list[Action]:
    """Open actions in A of which nobody wrote yet whether residents feel the contrast: a draft that was made from an
    example, the BOB procedure or the policy table has no form that asks it."""
    if not needs_perception(case):
        return []
    return [each for each in actions if each.is_open and not each.perception.strip()]


def unfelt_words(number: int) -> str:
    which = "één actie" if number == 1 else f"{number} acties"
    return f"Schrijf bij {which} op of inwoners deze tegenstelling zelf ervaren: de diagnose ligt (ook) in kwadrant A."


def check_dates(start_on: date | None, due_on: date) -> None:
    if start_on and start_on > due_on:
        raise Refused("De actie kan niet klaar zijn voordat zij begint.")


def stale_signals(case: Case) -> int:
    """How many signals of the case were not checked recently: a plan should not rest on those (R-A-026)."""
    linked = SignalLink.objects.filter(case=case, ended_at__isnull=True).values("signal")
    return Signal.objects.filter(pk__in=linked).stale(organisation()).count()


def colleagues(case: Case) -> QuerySet[User]:
    """Who can be given an action: those who can open this case. See also CaseQuerySet.visible_to."""
    everywhere = [role for role, info in ROLES.items() if {Permission.CASE_ALL, Permission.PLACE} <= info.permissions]
    in_department = [role for role, info in ROLES.items() if Permission.PLACE in info.permissions]
    departments = [case.department_id, *case.departments.values_list("pk", flat=True)]
    return (
        User.objects.active()
        .filter(
            Q(memberships__role__in=everywhere)
            | Q(memberships__role__in=in_department, memberships__department__in=departments)
            | Q(pk__in=CaseMember.objects.filter(case=case).values("user"))
            | Q(pk__in=[case.owner_id, case.deputy_id])
        )
        .distinct()
    )
