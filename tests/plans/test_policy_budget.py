"""An action of the multi-year plan and an estimate: at an objective, in a row of the policy table, and together."""

import pytest
from django.urls import reverse

from common.money import in_euros
from plans.content import plan_content
from plans.models import Objective, Plan
from plans.models_policy import PolicyRow
from tests.factories import make_case, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(town) -> Plan:
    return make_plan(case=make_case(town=town))


def row(case, budget, **fields) -> PolicyRow:
    made = PolicyRow(case=case, wording=f"Probleem van {budget}", covered="no", budget=budget, by=case.owner, **fields)
    made.settle()
    made.save()
    return made


@pytest.mark.parametrize(
    ("amount", "words"), [(None, ""), (0, "€ 0"), (950, "€ 950"), (12500, "€ 12.500"), (1234567, "€ 1.234.567")]
)
def test_amount_in_words(amount, words):
    assert in_euros(amount) == words


def test_objective_keeps_both_and_page_version_and_changes_show_them(town, client_of, plan):
    client = client_of(town.owner)
    values = {"text": "Jong en oud praten weer.", "notice": "", "plan_action": "Actie 3.2 Jeugd", "budget": "12500"}

    client.post(reverse("plans:objective_new", args=[plan.pk]), values)

    objective = Objective.objects.get()
    assert (objective.plan_action, objective.budget) == ("Actie 3.2 Jeugd", 12500)
    html = client.get(reverse("plans:detail", args=[plan.case_id])).content.decode()
    assert "Meerjarenplan: Actie 3.2 Jeugd" in html and "Schatting: € 12.500" in html
    client.post(
        reverse("plans:objective", args=[objective.pk]), {**values, "budget": "9000", "version": objective.version}
    )
    objective.refresh_from_db()
    assert objective.budget == 9000 and objective.history.count() == 2


def test_plan_sums_what_was_estimated_and_leaves_out_what_was_not(town, client_of, plan):
    Objective.objects.create(plan=plan, text="Een", budget=1000)
    Objective.objects.create(plan=plan, text="Twee")
    Objective.objects.create(plan=plan, text="Drie", budget=500)
    row(plan.case, 2000)
    row(plan.case, None)
    row(make_case(town=town, title="Elders"), 70000)

    html = client_of(town.owner).get(reverse("policy:table", args=[plan.case_id])).content.decode()

    assert "€ 3.500" in html and "€ 1.500 bij de doelen" in html and "€ 2.000 in de beleidstabel" in html
    assert "70.000" not in html
    assert plan_content(plan).budget == "€ 1.500"
    assert "€ 3.500" in client_of(town.owner).get(reverse("plans:detail", args=[plan.case_id])).content.decode()


def test_without_estimate_there_is_no_amount(town, client_of, plan):
    Objective.objects.create(plan=plan, text="Een")
    row(plan.case, None)

    html = client_of(town.owner).get(reverse("policy:table", args=[plan.case_id])).content.decode()

    assert plan_content(plan).budget == "" and "Geschat bedrag" not in html


@pytest.mark.parametrize("wrong", ["-1", "veel", "12,5", "99999999999999999999"])
def test_amount_that_is_no_amount_is_refused(town, client_of, plan, wrong):
    answer = client_of(town.owner).post(
        reverse("plans:objective_new", args=[plan.pk]), {"text": "Een doel", "budget": wrong}
    )

    assert answer.status_code == 200 and not Objective.objects.exists()


def test_table_changes_nothing_in_what_was_laid_before_a_manager(town, plan):
    before = plan_content(plan).as_json()

    row(plan.case, 2000)

    assert plan_content(plan).as_json() == before
