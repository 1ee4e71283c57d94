"""A working group that misses profiles makes a task in the plan: find a member (Vlaamse handreiking 1.5, R-B-120)."""

from datetime import timedelta

from django.utils import timezone

from analysis.models_team import TeamReview
from analysis.team_hooks import on_review
from common import audit
from organisation.models import User
from plans import actions
from plans.models import Action, Plan

FIND = "Lid voor de werkgroep zoeken: andere profielen en sectoren"
WEEKS = 3


@on_review
def find_members(review: TeamReview, by: User) -> None:
    """One open task at a time. What lies before a manager stays as it was laid; the task stands beside it."""
    if review.wg2:
        return
    plan = actions.start(case=review.case, by=by)
    if plan.actions.filter(what=FIND, state__in=Action.OPEN).exists():
        return
    if plan.state != Plan.State.SUBMITTED:
        plan = actions._opened(plan, by)
    action = Action.objects.create(
        plan=plan,
        what=FIND,
        for_whom=Action.WORKING_GROUP,
        owner=review.case.owner,
        department=review.case.department,
        due_on=timezone.localdate() + timedelta(weeks=WEEKS),
        perception="Een taak van de werkgroep zelf.",
    )
    audit.record("plan.action_added", action, by=by)
