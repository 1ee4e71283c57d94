"""A plan from its first words to the note that a manager reads, and the look back; wide and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import Case
from common import jobs
from common.models import Job
from plans import tasks  # noqa: F401  a worker knows the tasks of every package
from plans.models import Plan, PlanDocument
from tests.factories import make_action, make_case, make_diagnosis, make_plan
from tests.people import make_town


@pytest.fixture
def town(transactional_db):
    return make_town()


@pytest.fixture
def case(town):
    case = make_case(town=town)
    make_diagnosis(case=case, by=town.owner, x=3, y=3, outcome="act")
    return case


def test_owner_makes_a_plan_and_a_manager_approves_it(town, case, visit):
    page = visit(town.owner)
    page.goto(reverse("plans:detail", args=[case.pk]))
    page.get_by_label("Uitdaging").fill("Buren praten weer met elkaar.")
    page.get_by_label("Grenzen en kaders").fill("Iedereen is welkom op het plein.")
    page.locator("[name=evaluate_on]").fill("2030-03-01")
    page.get_by_role("button", name="Plan beginnen").click()
    page.get_by_role("link", name="Actie toevoegen").click()
    page.get_by_label("Wat gaan we doen?").fill("Straatgesprek voorbereiden")
    page.get_by_label("Voor wie?").fill("omwonenden")
    page.get_by_label("Wie doet het?").select_option(label="Eva Eigenaar (medewerker)")
    page.get_by_label("Klaar op").fill("2030-02-01")
    page.get_by_role("button", name="Actie toevoegen").click()
    page.get_by_role("button", name="Begonnen").click()
    page.get_by_role("button", name="Voorleggen ter vaststelling").click()

    manager = visit(town.executive)
    manager.goto(reverse("plans:detail", args=[case.pk]))
    manager.get_by_role("link", name="Lezen en besluiten").click()
    manager.get_by_role("radio", name="Vaststellen").check()
    manager.get_by_role("button", name="Besluit vastleggen").click()
    manager.get_by_text("Uw besluit is vastgelegd").wait_for()

    plan = Plan.objects.get()
    assert (plan.state, plan.actions.get().state) == ("approved", "doing")


def test_progress_page_turns_into_a_download_by_itself(town, case, visit):
    plan = make_plan(case=case)
    make_action(plan=plan, town=town)
    page = visit(town.owner)
    page.goto(reverse("plans:detail", args=[case.pk]))
    page.get_by_role("button", name="PDF maken").click()
    page.get_by_text("U mag dit venster sluiten").wait_for()

    jobs.run(Job.objects.get().pk)

    page.get_by_role("link", name="PDF downloaden").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF downloaden").click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert PlanDocument.objects.get().state == "ready"


def test_without_javascript_a_link_shows_how_far_it_is(town, case, visit):
    plan = make_plan(case=case)
    page = visit(town.owner, javascript=False)
    page.goto(reverse("plans:detail", args=[plan.case_id]))
    page.get_by_role("button", name="PDF maken").click()
    jobs.run(Job.objects.get().pk)
    page.get_by_role("link", name="Kijk of de PDF klaar is").click()

    expect(page.get_by_role("link", name="PDF downloaden")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_plan_and_evaluation_pages_are_accessible(town, case, visit, assert_axe, assert_fits, width):
    other = make_case(town=town, title="Nog zonder plan")
    Case.objects.filter(pk=case.pk).update(state="acting", level=3)
    plan = make_plan(case=case, frames="Iedereen is welkom.")
    action = make_action(plan=plan, town=town, receivers="Kan als voorkeur voelen.")
    page = visit(town.owner, width=width)
    for address in (
        reverse("plans:detail", args=[other.pk]),
        reverse("plans:detail", args=[case.pk]),
        reverse("plans:edit", args=[plan.pk]),
        reverse("plans:principles", args=[plan.pk]),
        reverse("plans:action", args=[action.pk]),
        reverse("evaluation:list", args=[case.pk]),
    ):
        page.goto(address)
        assert_fits(page)
        assert_axe(page)

    page.goto(reverse("evaluation:new", args=[case.pk]))
    assert_fits(page)
    assert_axe(page)
    page.get_by_label("Hoe is het nu?").fill("Men groet elkaar.")
    page.get_by_label("Welke andere ontwikkelingen").fill("Het werd winter.")
    page.get_by_label("Wat stellen we bij?").fill("Niets.")
    page.get_by_label("Welke functies deden mee?").fill("wijkregisseur")
    page.locator("#nieuwe-plaats input[name=nu-x][value='2']").check()
    page.locator("#nieuwe-plaats input[name=nu-y][value='2']").check()
    page.locator("#nieuwe-plaats textarea[name=nu-reason]").fill("Men praat weer.")
    page.get_by_role("button", name="Evaluatie vastleggen").click()
    page.get_by_text("Beweging: afnemend").wait_for()
    assert_fits(page)
    assert_axe(page)
