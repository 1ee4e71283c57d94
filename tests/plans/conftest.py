"""A case with a diagnosis and a plan with one action."""

import pytest

from cases.models import Case
from plans.models import Action, Plan
from tests.factories import make_action, make_case, make_diagnosis, make_plan
from tests.people import Town


@pytest.fixture
def case(town: Town) -> Case:
    case = make_case(town=town)
    make_diagnosis(case=case, by=town.owner, x=3, y=3, minority="Het jongerenwerk ziet vooral ongemak.")
    return case


@pytest.fixture
def plan(case: Case) -> Plan:
    return make_plan(case=case, frames="Iedereen is welkom op het plein.", no_evaluation_reason="Volgt na de start.")


@pytest.fixture
def action(plan: Plan, town: Town) -> Action:
    return make_action(plan=plan, town=town)
