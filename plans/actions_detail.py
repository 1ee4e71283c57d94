"""Challenges in order, feasible objectives, and actions worked out. Each changes what the plan says."""

from typing import Any
from uuid import UUID

from django.db import transaction

from common import audit
from common.edits import row_seen, save_if_unchanged, unclaimed
from method.plan import guide
from organisation.models import User
from plans import actions
from plans.citizens import Citizens, citizens_of
from plans.models import Action, Objective, Plan
from plans.models_detail import ActionDetail, Challenge, Feasibility
from plans.rules_detail import check_order, check_reason
from plans.rules_pitstop import check_open

CHALLENGE = ("text", "priority", "impact", "support", "reason", "asked_who", "asked_on", "asked_result")
DETAIL = (
    "kinds",
    "where",
    "safety",
    "types",
    "goal",
    "tone",
    "contributors",
    "agreements",
    "measure",
    "criteria",
    "evaluator",
)


@transaction.atomic
def add_challenge(*, plan: Plan, by: User, submission: UUID | None = None, **fields: Any) -> Challenge:
    row = actions._opened(plan, by)
    check_open(row.case)
    if found := actions._sent_before(Challenge.objects.filter(plan=row), submission):
        return found
    check_order(row, fields["reason"])
    challenge = Challenge.objects.create(
        plan=row, submission=unclaimed(Challenge, submission), **{name: fields[name] for name in CHALLENGE}
    )
    audit.record("plan.challenge_added", challenge, by=by)
    return challenge


@transaction.atomic
def edit_challenge(*, challenge: Challenge, by: User, seen: int, **fields: Any) -> None:
    row = actions._opened(challenge.plan, by)
    check_reason(row, fields["reason"], challenge)
    for name in CHALLENGE:
        setattr(challenge, name, fields[name])
    save_if_unchanged(challenge, CHALLENGE, seen=seen)
    audit.record("plan.challenge_edited", challenge, by=by)


@transaction.atomic
def remove_challenge(*, challenge: Challenge, by: User) -> None:
    """Take a challenge out of the plan; kept versions still hold it."""
    actions._opened(challenge.plan, by)
    audit.record("plan.challenge_removed", challenge, by=by)
    challenge.delete()


@transaction.atomic
def answer_feasibility(
    *, objective: Objective, answers: dict[str, str], remarks: dict[str, str], by: User, seen: int
) -> Feasibility:
    """Keep the six answers about an objective; an empty one is left out. Nothing follows from them but hints."""
    actions._opened(objective.plan, by)
    row, seen = row_seen(Feasibility, seen=seen, objective=objective)
    codes = [entry.code for entry in guide().feasibility]
    row.answers = {code: answers[code] for code in codes if answers.get(code) in Feasibility.Answer.values}
    row.remarks = {code: text for code in codes if (text := remarks.get(code, "").strip())}
    save_if_unchanged(row, ("answers", "remarks"), seen=seen)
    audit.record("plan.feasibility", row, by=by)
    return row


@transaction.atomic
def work_out(*, action: Action, by: User, seen: int, **fields: Any) -> ActionDetail:
    """Say more about an action. Types without an own goal or tone get those of the guide (rule 10)."""
    actions._opened(action.plan, by)
    row, seen = row_seen(ActionDetail, seen=seen, action=action)
    for name, value in with_approach(fields, citizens_of(action.plan.case)).items():
        setattr(row, name, value)
    save_if_unchanged(row, DETAIL, seen=seen)
    audit.record("plan.action_worked_out", row, by=by)
    return row


def with_approach(fields: dict[str, Any], citizens: Citizens) -> dict[str, Any]:
    """The same with a goal and a tone for the chosen types where the person left them empty (Stap 3.4 en 3.5)."""
    proposal = citizens.approach(fields["types"])
    return {**fields, "goal": fields["goal"] or proposal.goal[:500], "tone": fields["tone"] or proposal.tone[:500]}
