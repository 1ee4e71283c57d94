"""An action that was decided on in the BOB procedure becomes an action of the plan (KIS · Stap 1 BOB, rule 11).

Only a line that is whole: what, by which function, to what end, before when. The same words make one action.
"""

from datetime import date

from analysis.answered import on_answer
from analysis.models import Answer, Sheet
from cases.rules import can_change
from common import audit
from organisation.models import User
from plans.models import Action, Objective, Plan

WORKSHEET = "kis-samos"
ITEM = "acties"
WHOLE = ("what", "who", "goal", "due")


@on_answer(WORKSHEET)
def to_plan(sheet: Sheet, answer: Answer, by: User) -> None:
    """A decision is taken together: what the group says counts, and what whoever keeps the file writes down."""
    if answer.item != ITEM or answer.state != Answer.State.GIVEN:
        return
    if not (answer.joint or can_change(by, sheet.case)):
        return
    for row in answer.value.get("rows", []):
        if all(row.get(name) for name in WHOLE):
            _draft(sheet, row, by)


def _draft(sheet: Sheet, row: dict[str, str], by: User) -> None:
    plan, started = Plan.objects.get_or_create(case=sheet.case)
    if started:
        audit.record("plan.started", plan, by=by)
    what = f"{row['what']} (door: {row['who']})"[:300]
    if plan.actions.filter(what=what).exists():
        return
    objective, _ = Objective.objects.get_or_create(plan=plan, text=row["goal"][:300])
    action = Action.objects.create(
        plan=plan,
        objective=objective,
        what=what,
        for_whom="nog invullen",
        owner=sheet.case.owner,
        department=sheet.case.department,
        due_on=date.fromisoformat(row["due"]),
    )
    audit.record("plan.action_added", action, by=by)
