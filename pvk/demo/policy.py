"""What the demo town wrote in its policy tables. A case that has a table already is left alone."""

from typing import Any

from django.db import transaction

from analysis.models import Location
from cases.models import Case
from method.directions.reading import shipped
from organisation.models import User
from plans import actions_policy as actions
from plans.models_policy import PolicyRow
from pvk.demo.cases import person
from pvk.demo.town import read

EMPTY = {"policy_other": "", "party_other": "", "plan_action": "", "budget": None}


def load_policies() -> None:
    for table in read("policy.yaml"):
        case = Case.objects.filter(title=table["case"]).exclude(state=Case.State.CLOSED).first()
        if case is not None and not PolicyRow.objects.filter(case=case).exists():
            with transaction.atomic():
                _load(case, table)


def _load(case: Case, table: dict[str, Any]) -> None:
    by = person(table["by"])
    for row in table["rows"]:
        _row(case, dict(row), by)


def _row(case: Case, row: dict[str, Any], by: User) -> None:
    place = row.pop("place", "")
    location = Location.objects.filter(case=case, label=place).first() if place else None
    problem = row.pop("problem", "")
    wording = row.pop("wording", "") or shipped().label(problem)
    actions.add(case=case, by=by, problem=problem, wording=wording, location=location, **EMPTY | row)
