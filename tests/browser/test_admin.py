"""The admin at work: invite someone, make a route, try it, read areas; wide and on a phone, without violations."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from organisation.models import Area, EscalationRoute, Membership, Step, User
from tests.people import make_town

SCREENS = ("admin", "people", "access", "areas", "area_import", "routes", "route_new", "tester", "settings", "mailbox")


@pytest.fixture
def town(transactional_db):
    return make_town()


@pytest.fixture
def route(town) -> EscalationRoute:
    route = EscalationRoute.objects.create(
        step=Step.ACUTE, department=town.social, owner=town.owner, stand_in=town.coordinator
    )
    route.informed.add(town.executive)
    return route


@pytest.mark.parametrize("width", [1280, 360])
def test_admin_screens_are_accessible_and_fit(town, route, visit, assert_axe, assert_fits, width):
    page = visit(town.admin, width=width, height=800)
    for name in SCREENS:
        page.goto(reverse(f"organisation:{name}"))
        assert_axe(page)
        assert_fits(page)


def test_admin_invites_someone_with_a_role(town, visit):
    page = visit(town.admin)
    page.goto(reverse("organisation:people"))
    page.get_by_role("link", name="Uitnodigen").click()
    page.get_by_label("Naam").fill("Nora Nieuw")
    page.get_by_label("E-mailadres").fill("nora@voorbeeldstad.example")
    page.get_by_label("Functie").fill("jongerenwerker")
    page.get_by_label("Rol").select_option(label="Melder")
    page.get_by_role("button", name="Uitnodigen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Nora Nieuw")
    assert Membership.objects.get(user=User.objects.get(name="Nora Nieuw")).role == "reporter"


def test_admin_sees_who_gets_it_without_javascript(town, route, visit, assert_fits):
    page = visit(town.admin, width=360, javascript=False)
    page.goto(reverse("organisation:tester"))
    page.get_by_label("Gebied").select_option(value=str(town.neighbourhood.pk))
    page.get_by_role("button", name="Wie krijgt het?").click()

    expect(page.get_by_role("heading", name="Eva Eigenaar krijgt dit")).to_be_visible()
    assert_fits(page)


def test_admin_reads_areas_from_a_file(town, visit, assert_axe, tmp_path):
    file = tmp_path / "wijken.csv"
    file.write_text("code;naam\nWK999903;Nieuwland\nBU99990301;Dorp\n")
    page = visit(town.admin)
    page.goto(reverse("organisation:area_import"))
    page.get_by_label("Bestand", exact=True).set_input_files(file)
    page.get_by_role("button", name="Bekijk wat er verandert").click()
    expect(page.get_by_text("Nieuwland")).to_be_visible()
    assert_axe(page)
    page.get_by_role("button", name="Zo opslaan").click()

    expect(page.get_by_role("link", name="Nieuwland", exact=True)).to_be_visible()
    assert Area.objects.filter(code="BU99990301", parent__code="WK999903").exists()
