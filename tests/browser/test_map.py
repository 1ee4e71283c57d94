"""Placing on the map in Chromium: by keyboard, by finger on a phone, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from cases.models import Placement
from tests.factories import make_case, make_diagnosis, make_placement, make_signal
from tests.people import make_town

pytestmark = pytest.mark.browser


@pytest.fixture
def town(transactional_db):
    return make_town()


def placed():
    row = Placement.objects.order_by("-pk").first()
    return row.kind, row.x_min, row.x_max, row.y_min, row.y_max


def test_place_by_keyboard(town, visit, assert_axe, assert_fits):
    case = make_case(town=town)
    page = visit(town.assessor)
    page.goto(f"/casussen/{case.pk}/plaatsen/")

    page.locator("[data-x='1'][data-y='1']").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Space"):
        page.keyboard.press(key)

    expect(page.locator("[data-said]")).to_have_text(
        "Gekozen: tussen groepen fase 3, met de overheid fase 2. Kwadrant B."
    )
    visible = page.locator("[data-phase]:visible")
    assert [visible.nth(i).get_attribute("data-phase") for i in range(visible.count())] == ["H3", "V2"]
    expect(page.locator("[data-vertical]")).to_be_visible()
    assert_axe(page)
    assert_fits(page)
    page.get_by_label("Waarom hier?").fill("Het taalgebruik wordt harder.")
    page.get_by_label("Waarom hier?").press("Tab")
    page.get_by_role("button", name="Plaatsing opslaan").press("Enter")
    page.wait_for_url("**/vergelijken/")
    assert placed() == ("point", 3, 3, 2, 2)
    assert_axe(page)


def test_place_an_area_by_finger_on_a_phone(town, visit, assert_axe, assert_fits):
    case = make_case(town=town)
    page = visit(town.assessor, width=360, height=800)
    page.goto(f"/casussen/{case.pk}/plaatsen/")

    page.get_by_label("Gebied", exact=True).check()
    page.locator("[data-x='2'][data-y='1']").click()
    page.locator("[data-x='3'][data-y='2']").click()

    expect(page.locator("[data-x][aria-pressed='true']")).to_have_count(4)
    box = page.locator("[data-x='2'][data-y='1']").bounding_box()
    assert min(box["width"], box["height"]) >= 44
    assert_axe(page)
    assert_fits(page)
    page.get_by_label("Of het positief of negatief is").check()
    page.get_by_label("Waarom hier?").fill("Nog veel onduidelijk.")
    page.get_by_role("button", name="Plaatsing opslaan").click()
    page.wait_for_url("**/vergelijken/")
    assert placed() == ("area", 2, 3, 1, 2)
    assert_fits(page)


def test_place_a_line_without_javascript(town, visit):
    case = make_case(town=town)
    page = visit(town.assessor, javascript=False)
    page.goto(f"/casussen/{case.pk}/plaatsen/")

    page.get_by_label("Lijn", exact=True).check()
    page.locator("input[name=x][value='3']").check()
    page.locator("input[name=y][value='2']").check()
    page.locator("select[name=y_to]").select_option("4")
    page.locator("[name=group_low]").fill("voorstanders van het plan")
    page.locator("[name=group_high]").fill("tegenstanders van het plan")
    page.locator("[name=reason]").fill("Tegenstanders komen niet meer naar het overleg.")
    page.get_by_role("button", name="Plaatsing opslaan").click()

    page.wait_for_url("**/vergelijken/")
    assert placed() == ("line", 3, 3, 2, 4)
    expect(page.locator("[data-board]")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 360])
def test_map_pages_are_accessible(town, visit, assert_axe, assert_fits, width):
    case = make_case(town=town)
    make_placement(by=town.assessor, case=case, x=1, y=1)
    make_placement(
        by=town.owner, case=case, kind="line", x=3, y=2, y_max=4, group_low="voorstanders", group_high="tegenstanders"
    )
    make_diagnosis(case=case, by=town.owner, x=2, y=1)
    make_diagnosis(case=case, by=town.owner, x=3, y=1)
    page = visit(town.coordinator, width=width)

    signal = make_signal(town=town, department=town.social)
    make_placement(by=town.assessor, signal=signal, provisional=True)
    pages = [f"/casussen/{case.pk}/vergelijken/", f"/casussen/{case.pk}/pad/", "/casussen/kaart/", "/uitleg/"]
    for url in [*pages, f"/casussen/signaal/{signal.pk}/kaart/", f"/casussen/{case.pk}/"]:
        page.goto(url)
        assert_axe(page)
        assert_fits(page)
