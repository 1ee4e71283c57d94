"""Step 3 of the Flemish guide in the plan, by keyboard and mouse, wide and on a phone."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from analysis.actions.team import choose_level
from organisation.models import Organisation
from plans.models import Action, Objective
from plans.models_anchoring import Anchoring
from plans.models_communication import Communication, Message
from plans.models_depolarisation import DepolarisationTest
from plans.models_detail import ActionDetail, Challenge, Feasibility
from tests.factories import make_action, make_case, make_diagnosis, make_plan
from tests.people import make_town


@pytest.fixture
def town(transactional_db):
    made = make_town()
    Organisation.objects.update(words=Organisation.Words.VL)
    return made


@pytest.fixture
def plan(town):
    case = make_case(town=town)
    make_diagnosis(case=case, by=town.owner, x=3, y=3, outcome="act")
    return make_plan(case=case)


@pytest.fixture
def action(town, plan):
    return make_action(plan=plan, town=town)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_action_begins_after_its_five_questions(town, plan, action, visit, javascript):
    page = visit(town.owner, javascript=javascript)
    page.goto(reverse("plans:detail", args=[plan.case_id]))
    expect(page.get_by_role("button", name="Begonnen")).to_have_count(0)

    page.get_by_role("link", name="Eerst de toets invullen").click()
    page.wait_for_load_state()
    for box in page.get_by_label("Welke risico's ziet u?").all():
        box.fill("Sommige mensen haken af.")
    page.get_by_role("button", name="Toets opslaan").click()
    page.get_by_role("button", name="Begonnen").click()
    page.get_by_role("button", name="Gedaan").wait_for()

    assert Action.objects.get().state == "doing"
    assert DepolarisationTest.objects.get().filled


def test_starting_anyway_asks_why(town, plan, action, visit):
    page = visit(town.owner)
    page.goto(reverse("plans:depolarisation", args=[action.pk]))
    page.get_by_role("button", name="Toch beginnen").click()
    page.get_by_text("Schrijf op waarom u begint").first.wait_for()
    assert Action.objects.get().state == "todo"

    page.get_by_label("Waarom begint u toch?").fill("Het regent straks weken.")
    page.get_by_role("button", name="Toch beginnen").click()
    page.get_by_text("De actie is begonnen").wait_for()

    assert DepolarisationTest.objects.get().skip_reason == "Het regent straks weken."


def test_a_row_gets_its_tone_from_the_kind_of_citizen(town, plan, visit):
    page = visit(town.owner)
    page.goto(reverse("plans:communication", args=[plan.case_id]))
    page.get_by_role("link", name="Regel toevoegen").click()
    page.get_by_label("Wat vertelt u?").fill("Wat er op het plein verandert")
    page.get_by_label("Bedroefd").check()
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_text("luisterend oor").wait_for()

    page.get_by_role("link", name="Toon nalopen").click()
    for found in ("Feitelijk", "Neutraal", "Reëel"):
        page.get_by_label(found).check()
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_role("button", name="Klaar").click()
    page.get_by_role("button", name="Toch nog bezig").wait_for()
    assert Message.objects.get().state == "done"


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_are_accessible(town, plan, action, visit, assert_axe, assert_fits, width):
    today = timezone.localdate()
    objective = Objective.objects.create(plan=plan, text="Men groet elkaar")
    Feasibility.objects.create(objective=objective, answers={"HB4": "no"})
    ActionDetail.objects.create(action=action, kinds=["PSa"], where="offline", types=["BT1"])
    DepolarisationTest.objects.create(
        action=action, risks={"DT1": "x"}, panel_on=today, panel_result="x", by=town.owner
    )
    challenge = Challenge.objects.create(
        plan=plan, text="Een schoon plein", impact="high", asked_who="de bewonersgroep"
    )
    choose_level(case=plan.case, level="PL2", pros="a", cons="b", why="c", by=town.owner)
    message = Message.objects.create(case=plan.case, message="Wat er verandert", on=today.replace(year=2025))
    Communication.objects.create(case=plan.case, principles=["CM1"])
    Anchoring.objects.create(plan=plan, code="AN1", what="Overleg", next_on=today.replace(year=2025))
    addresses = [
        reverse(f"plans:{name}", args=args)
        for name, args in (
            ("detail", [plan.case_id]),
            ("depolarisation", [action.pk]),
            ("action_detail", [action.pk]),
            ("feasibility", [objective.pk]),
            ("challenges", [plan.pk]),
            ("challenge", [challenge.pk]),
            ("pitstop", [plan.case_id]),
            ("communication", [plan.case_id]),
            ("message", [message.pk]),
            ("communication_principles", [plan.case_id]),
            ("anchoring", [plan.pk]),
            ("anchoring_item", [plan.pk, "AN1"]),
        )
    ]
    page = visit(town.owner, width=width)
    for address in addresses:
        page.goto(address)
        assert_fits(page)
        assert_axe(page)

    reader = visit(town.assessor, width=width)
    reader.goto(addresses[1])
    assert_fits(reader)
    assert_axe(reader)
