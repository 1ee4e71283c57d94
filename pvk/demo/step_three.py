"""What the demo plans hold of step 3 of the Flemish guide. A case that has rows of its own is left alone."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from organisation.models import User
from plans.models import Plan
from plans.models_anchoring import Anchoring
from plans.models_communication import Communication, Message
from plans.models_depolarisation import DepolarisationTest
from plans.models_detail import ActionDetail, Challenge, Feasibility
from pvk.demo.cases import person
from pvk.demo.town import read


def load_step_three() -> None:
    for row in read("step_three.yaml"):
        plan = Plan.objects.filter(case__title=row["case"]).exclude(case__state=Case.State.CLOSED).first()
        if plan is not None and not Message.objects.filter(case=plan.case, origin="").exists():
            with transaction.atomic():
                _load(plan, row, person(row["by"]))


def _day(days: int | None) -> date | None:
    return None if days is None else timezone.localdate() + timedelta(days=days)


def _load(plan: Plan, row: dict[str, Any], by: User) -> None:
    for each in row.get("challenges", []):
        each = dict(each)
        Challenge.objects.create(plan=plan, asked_on=_day(each.pop("asked_days", None)), **each)
    for each in row.get("feasibility", []):
        objective = plan.objectives.filter(text=each["objective"]).first()
        if objective is not None:
            Feasibility.objects.get_or_create(
                objective=objective, defaults={"answers": each["answers"], "remarks": each["remarks"]}
            )
    for each in row.get("actions", []):
        _action(plan, each, by)
    if "communication" in row:
        Communication.objects.get_or_create(case=plan.case, defaults=row["communication"])
    for each in row.get("messages", []):
        each = dict(each)
        values = {**each, "on": _day(each.get("days"))}
        values.pop("days", None)
        origin = values.pop("origin", "")
        if origin:  # the rung of participation may have made it already
            Message.objects.update_or_create(case=plan.case, origin=origin, defaults=values)
        else:
            Message.objects.create(case=plan.case, **values)
    for each in row.get("anchoring", []):
        each = dict(each)
        next_on, last_on = _day(each.pop("next_days")), _day(each.pop("last_days", None))
        Anchoring.objects.get_or_create(
            plan=plan, code=each.pop("code"), defaults={**each, "next_on": next_on, "last_on": last_on}
        )


def _action(plan: Plan, row: dict[str, Any], by: User) -> None:
    action = plan.actions.filter(what=row["what"]).first()
    if action is None:
        return
    ActionDetail.objects.get_or_create(action=action, defaults=row["detail"])
    test = row.get("test")
    if test:
        panel = test["panel"]
        DepolarisationTest.objects.get_or_create(
            action=action,
            defaults={
                "risks": test["risks"],
                "impacts": test["impacts"],
                "panel_who": panel["who"],
                "panel_on": _day(panel["days"]),
                "panel_result": panel["result"],
                "by": by,
            },
        )
