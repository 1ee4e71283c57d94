"""A chosen practice example becomes one draft action in the plan, in the same transaction as the choice (R-B-068)."""

from collections.abc import Mapping
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from analysis.choices import Came, came_of, on_choice
from analysis.models_advice import InterventionChoice
from common import audit
from method.directions.explain import listing
from organisation.models import Partner, User
from plans import actions
from plans.models import Action, Objective, Plan
from plans.models_library import LibraryAction

WEEKS = 6
"""A draft gets this long, until somebody chooses a date."""


@on_choice
def draft_action(choice: InterventionChoice, by: User) -> None:
    """Put the example in the plan with goal, target group and executor. What is there already stays as it is."""
    found = LibraryAction.objects.filter(action__plan__case=choice.case_id, record=choice.record).first()
    if found is not None:
        if found.choice_id != choice.pk:
            found.choice = choice
            found.save(update_fields=["choice"])
        return
    plan = actions._opened(actions.start(case=choice.case, by=by), by)
    start_on = choice.start_on
    begins = max(start_on, timezone.localdate()) if start_on else timezone.localdate()
    action = Action.objects.create(
        plan=plan,
        objective=_objective(plan, choice, by),
        what=choice.name[:300],
        for_whom=_groups(choice),
        owner=by,
        department=choice.case.department,
        partner=Partner.objects.filter(name__iexact=choice.executor, active=True).first() if choice.executor else None,
        start_on=start_on,
        due_on=begins + timedelta(weeks=WEEKS),
    )
    LibraryAction.objects.create(
        action=action, record=choice.record, choice=choice, goal=choice.goal, executor=choice.executor
    )
    audit.record("plan.action_added", action, by=by)


def _objective(plan: Plan, choice: InterventionChoice, by: User) -> Objective | None:
    """What the example wants to reach, as an objective of the plan; one that says the same is used again."""
    if not choice.goal:
        return None
    text = choice.goal[:300]
    there = Objective.objects.filter(plan=plan, text=text).first()
    if there is not None:
        return there
    return actions.draft_objective(plan, by=by, text=text)


def _groups(choice: InterventionChoice) -> str:
    text = listing(choice.for_whom) or "nog invullen"
    return text if len(text) <= 150 else f"{text[:149]}…"


@came_of
def actions_of(choices: list[InterventionChoice]) -> Mapping[int, Came]:
    """The action of each choice, with where it stands in the plan. One query."""
    rows = LibraryAction.objects.filter(choice__in=[choice.pk for choice in choices])
    columns = ("choice", "action", "action__what", "action__state", "action__plan__case")
    return {
        choice: Came(
            f"Actie in het plan: {what} ({Action.State(state).label.lower()})",
            f"{reverse('plans:detail', args=[case])}#actie-{action}",
        )
        for choice, action, what, state, case in rows.values_list(*columns)
    }
