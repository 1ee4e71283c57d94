"""What the policy table holds shows in the Flemish worksheets and is not asked there again (rule 8 of the domain)."""

import pytest
from django.urls import reverse

from analysis.actions import answers
from analysis.references import Line, shown
from method.worksheets import library
from method.worksheets.model import Kind
from plans.models import Objective
from plans.models_policy import PolicyRow
from tests.factories import make_case, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(town):
    return make_case(town=town)


def row(case, **fields) -> PolicyRow:
    made = PolicyRow(case=case, by=case.owner, **{"wording": "Overlast door jongeren", "covered": "no", **fields})
    made.settle()
    made.save()
    return made


def policy_items(code):
    return [item for item in library().newest[code].items if item.refers == "policy"]


@pytest.mark.parametrize(("code", "step"), [("vl-1", "1.3"), ("vl-3", "3.3")])
def test_newest_edition_shows_the_table_and_asks_no_plan_or_money(code, step):
    sheet = library().newest[code]
    stands_in = [each.number for each in sheet.steps if any(item.refers == "policy" for item in each.items)]
    asked = [item for each in sheet.steps if each.number == step for item in each.items if item.kind != Kind.REFERENCE]

    assert stands_in == [step]
    for item in asked:
        words = " ".join([item.label, *(column.label for column in item.columns)]).lower()
        assert "meerjarenplan" not in words and "euro" not in words and "bedrag" not in words


def test_what_is_done_with_plan_and_money_shows_from_rows_and_objectives(town, case, django_assert_num_queries):
    row(case, now="Het jongerenwerk loopt rondes.", plan_action="Actie 3.2", budget=4000)
    row(case, wording="Armoede")
    plan = make_plan(case=case)
    Objective.objects.create(plan=plan, text="Jong en oud praten.", plan_action="Actie 5.1", budget=500)
    Objective.objects.create(plan=plan, text="Zonder plan of geld")
    item = policy_items("vl-3")[0]

    with django_assert_num_queries(2):
        found = shown(case, item, inside=True)

    assert found.lines == (
        Line(
            "Overlast door jongeren (De hele casus)",
            "Het jongerenwerk loopt rondes. · meerjarenplan: Actie 3.2 · € 4.000",
        ),
        Line("Armoede (De hele casus)", "Witte vlek"),
        Line("Doel: Jong en oud praten.", "meerjarenplan: Actie 5.1 · € 500"),
        Line("Geschat bedrag samen", "€ 4.500"),
    )
    assert found.url == reverse("policy:table", args=[case.pk])


def test_worksheet_page_shows_it_with_the_way_to_change_it(town, client_of, case):
    row(case, now="Het jongerenwerk loopt rondes.", budget=4000)
    sheet = answers.open_sheet(case=case, worksheet=library().newest["vl-3"], by=town.owner, location=None)

    html = client_of(town.owner).get(reverse("analysis:step", args=[case.pk, sheet.pk, 3])).content.decode()

    assert "Het jongerenwerk loopt rondes." in html and reverse("policy:table", args=[case.pk]) in html
