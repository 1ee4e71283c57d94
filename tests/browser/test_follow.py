"""The work list, the diagnosis and the follow-up decision in a browser: by keyboard, on a phone, without JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import Case
from tests.factories import link, make_case, make_diagnosis, make_placement, make_signal
from tests.people import make_town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db):
    return make_town()


@pytest.fixture
def case(town) -> Case:
    case = make_case(town=town, review_on=timezone.localdate() - timedelta(days=3))
    make_placement(case=case, by=town.assessor, x=2, y=2)
    for source in ("Wijkteam", "Politie"):
        link(case=case, signal=make_signal(town=town, source=source), by=town.owner)
    return case


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_are_accessible_and_fit(visit, town, case, width, assert_axe, assert_fits):
    make_diagnosis(case=case, by=town.owner, outcome="act")
    make_signal(town=town, kind="acute", emergency_informed=True)
    page = visit(town.coordinator, width=width)
    for path in (
        "/",
        f"/casussen/{case.pk}/diagnose/",
        f"/casussen/{case.pk}/diagnoses/",
        f"/casussen/{case.pk}/vervolgbesluit/",
        f"/casussen/{case.pk}/vervolgbesluit/?stap=5",
        f"/casussen/{case.pk}/check/",
        "/casussen/agenda/",
    ):
        page.goto(path)
        assert_axe(page)
        assert_fits(page)


def test_parts_of_the_diagnosis_show_when_they_are_needed(visit, town, case, assert_axe):
    page = visit(town.owner)
    page.goto(f"/casussen/{case.pk}/diagnose/")
    expect(page.get_by_role("group", name="Tussen groepen")).to_be_hidden()

    page.get_by_label("Wij plaatsen nu samen opnieuw").check()
    page.get_by_role("group", name="Hoe plaatst u samen?").get_by_label("Gebied").check()

    expect(page.get_by_role("group", name="Tussen groepen")).to_be_visible()
    expect(page.get_by_role("group", name="Wat is nog onduidelijk?")).to_be_visible()
    expect(page.get_by_label("Groep onderaan de lijn")).to_be_hidden()
    assert_axe(page)


def test_diagnosis_and_decision_without_javascript(visit, town, case):
    page = visit(town.owner, javascript=False)
    page.goto(f"/casussen/{case.pk}/diagnose/")
    page.get_by_label("Tom Team, medewerker").check()
    page.get_by_label("medewerker", exact=True).check()
    page.get_by_label("Ja", exact=True).check()
    page.get_by_label("Handelen", exact=False).first.check()
    page.get_by_label("Waarom deze uitkomst?").fill("De groepen groeien uit elkaar.")
    page.get_by_role("button", name="Diagnose vastleggen").click()

    page.get_by_role("link", name="Kies stap 2").click()
    page.get_by_label("Waarom deze stap?").fill("Samenleven kent de straat.")
    page.get_by_role("button", name="Besluit vastleggen").click()

    expect(page.get_by_text("Het vervolgbesluit is vastgelegd")).to_be_visible()
    case.refresh_from_db()
    assert (case.state, case.level) == (Case.State.ACTING, 2)


def test_one_press_on_the_work_list_and_undo(visit, town, case):
    page = visit(town.owner, width=360)
    page.goto("/")
    page.get_by_role("button", name="Nog hetzelfde").click()
    expect(page.get_by_text("De check is opgeslagen")).to_be_visible()

    page.get_by_role("button", name="Ongedaan maken").click()

    case.refresh_from_db()
    assert case.review_on == timezone.localdate() - timedelta(days=3)


def test_refusal_stands_at_the_field_and_in_the_summary(visit, town, case, assert_axe):
    case.links.filter(signal__source="Politie").delete()
    page = visit(town.owner)
    page.goto(f"/casussen/{case.pk}/diagnose/")
    page.get_by_label("Handelen", exact=False).first.check()
    page.get_by_role("button", name="Diagnose vastleggen").click()

    expect(page.get_by_text("ESS-handreiking §2.3").first).to_be_visible()
    assert_axe(page)
