"""Everything that changes the policy table of a case: filling a row, taking it away, inviting who is missing."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from analysis.models import Location
from cases.actions.state import locked
from cases.models import Case
from common import audit
from common.edits import Changed, save_if_unchanged
from common.live import bump
from common.refusal import Refused
from method.directions.explain import listing, lower
from organisation.models import User
from plans import actions, rules_policy
from plans.models import Action
from plans.models_policy import WHOLE, PartyAction, PolicyRow

ANSWERS = (
    "covered", "policies", "policy_other", "now", "enough",
    "lacking", "parties", "party_other", "plan_action", "budget",
)  # fmt: skip
NAMES = ("wording", "location")
WEEKS = 6
"""A draft gets this long, until somebody chooses a date; as long as one from a practice example."""


@transaction.atomic
def add(
    *, case: Case, by: User, wording: str, problem: str = "", location: Location | None = None, **answers: Any
) -> PolicyRow:
    """Fill a row for a problem at a place. Raises Changed when it was filled meanwhile by somebody else or with other
    answers; the same answers sent twice are one row."""
    row = locked(case)
    _check(row, by, location, answers)
    kept = _only(answers)
    stands = PolicyRow.objects.filter(case=row, location=location, wording=wording).first()
    if stands is not None:
        if stands.by_id == by.pk and all(getattr(stands, name) == kept[name] for name in ANSWERS):
            return stands
        raise Changed(stands)
    made = PolicyRow(case=row, problem=problem, wording=wording, location=location, by=by, **kept)
    made.settle()
    made.save()
    audit.record("plan.policy_added", made, by=by)
    bump(f"case:{row.pk}")
    return made


@transaction.atomic
def edit(
    *, row: PolicyRow, by: User, seen: int, wording: str = "", location: Location | None = None, **answers: Any
) -> PolicyRow:
    """Change a row; raises Changed when a colleague saved first. A problem in own words may get other words."""
    case = locked(row.case)
    _check(case, by, location, answers)
    fields: list[str] = list(ANSWERS)
    if not row.problem:
        same = PolicyRow.objects.filter(case=case, location=location, wording=wording).exclude(pk=row.pk)
        if same.exists():
            raise Refused("Dit probleem staat voor deze plek al in de tabel. Vul die regel aan.")
        row.wording, row.location = wording, location
        fields += NAMES
    for name, value in _only(answers).items():
        setattr(row, name, value)
    row.by = by
    row.settle()
    save_if_unchanged(row, (*fields, "by", "outcome", "misses"), seen=seen)
    audit.record("plan.policy_edited", row, by=by)
    bump(f"case:{case.pk}")
    return row


@transaction.atomic
def remove(*, row: PolicyRow, by: User) -> None:
    """Take a row out of the table. An action that it led to stays in the plan; old answers stay in the history."""
    rules_policy.check_fill(by, locked(row.case))
    audit.record("plan.policy_removed", row, by=by)
    row.delete()


@transaction.atomic
def invite(*, row: PolicyRow, sector: str, by: User) -> PartyAction:
    """Put a draft action in the plan that brings a missing sector in (R-B-059). Again is the same action: one per
    sector. A plan that is not there yet is begun; one that lies before a manager refuses."""
    rules_policy.check_invite(row, sector)
    plan = actions.locked(actions.start(case=row.case, by=by))
    party = row.party_other if sector == "other" else ""
    stands = PartyAction.objects.filter(plan=plan, sector=sector, party=party).select_related("action").first()
    if stands is not None:
        return stands
    plan = actions._opened(plan, by)
    action = Action.objects.create(
        plan=plan,
        what=_what(row, sector, party),
        for_whom="partners in de aanpak",
        owner=by,
        department=row.case.department,
        due_on=timezone.localdate() + timedelta(weeks=WEEKS),
    )
    made = PartyAction.objects.create(plan=plan, sector=sector, party=party, action=action)
    audit.record("plan.action_added", action, by=by)
    return made


def _what(row: PolicyRow, sector: str, party: str) -> str:
    """`Zorg betrekken bij: armoede (de hele casus) en overlast (het plein)`, for every row that misses the sector."""
    rows = PolicyRow.objects.filter(case=row.case_id).missing(sector).select_related("location")
    about = [
        f"{lower(each.wording)} ({each.place if each.location else lower(WHOLE)})"
        for each in rows
        if not party or each.party_other == party
    ]
    text = f"{row.party_name(sector)} betrekken bij: {listing(about)}"
    return text if len(text) <= 300 else f"{text[:299].rsplit(' ', 1)[0]}…"


def _check(case: Case, by: User, location: Location | None, answers: dict[str, Any]) -> None:
    rules_policy.check_fill(by, case)
    rules_policy.check_place(case, location)
    rules_policy.check_answers(answers)


def _only(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers, without what belongs to an option that was not chosen."""
    values = {name: answers[name] for name in ANSWERS}
    if "other" not in values["policies"]:
        values["policy_other"] = ""
    if "other" not in values["parties"]:
        values["party_other"] = ""
    return values
