"""What the plan holds of the Flemish step 3 shows in its worksheet, which does not ask it again."""

import pytest
from django.urls import reverse
from django.utils import timezone

from analysis.actions import answers
from analysis.references import shown
from method.worksheets import library
from method.worksheets.model import Kind
from plans.models import Objective
from plans.models_anchoring import Anchoring
from plans.models_communication import Communication, Message
from plans.models_depolarisation import DepolarisationTest
from plans.models_detail import ActionDetail, Challenge, Feasibility


@pytest.fixture
def full(town, plan, action):
    """A plan with one row of each thing."""
    objective = Objective.objects.create(plan=plan, text="Men groet elkaar")
    Challenge.objects.create(plan=plan, text="Een schoon plein", reason="Snel zichtbaar", asked_who="de bewonersgroep")
    Feasibility.objects.create(objective=objective, answers={"HB1": "yes", "HB4": "no"})
    ActionDetail.objects.create(action=action, kinds=["PSd"], where="online", contributors="de seniorenraad")
    DepolarisationTest.objects.create(action=action, risks={"DT1": "x"}, by=town.owner, panel_on=timezone.localdate())
    Communication.objects.create(case=plan.case, principles=["CM1"], inside="de balie")
    Message.objects.create(case=plan.case, message="Wat er verandert", channel="flyer")
    Anchoring.objects.create(plan=plan, code="AN1", what="Overleg met de werkgroep", next_on=timezone.localdate())
    return plan


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("challenges", ["Een schoon plein", "Snel zichtbaar", "de bewonersgroep"]),
        ("feasibility", ["Men groet elkaar", "2 van 6", "Zijn er genoeg bondgenoten?"]),
        ("kinds", ["Straatgesprek voorbereiden", "Debat stimuleren", "online", "de seniorenraad"]),
        ("depolarisation", ["Straatgesprek voorbereiden", "1 van 5", "testpanel"]),
        ("communication", ["Basisinformatie", "de balie", "binnen"]),
        ("messages", ["Wat er verandert", "Open", "flyer"]),
        ("anchoring", ["Overleg met de werkgroep", "volgende keer"]),
    ],
)
def test_newest_step_three_shows_what_the_plan_holds(full, name, words, django_assert_num_queries):
    item = next(item for item in library().newest["vl-3"].items if item.refers == name)

    with django_assert_num_queries(1):
        found = shown(full.case, item, inside=True)

    text = " ".join(f"{line.text} {line.detail}" for line in found.lines)
    assert [word for word in words if word not in text] == []


def test_newest_step_three_asks_only_who_watches_over_other_plans():
    asked = [item.code for item in library().newest["vl-3"].items if item.kind != Kind.REFERENCE]

    assert asked == ["overzicht"]


@pytest.mark.parametrize("number", range(1, 7))
def test_every_step_of_the_worksheet_opens(town, full, client_of, number):
    sheet = answers.open_sheet(case=full.case, worksheet=library().newest["vl-3"], by=town.owner)

    assert client_of(town.owner).get(reverse("analysis:step", args=[full.case_id, sheet.pk, number])).status_code == 200
