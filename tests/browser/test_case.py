"""Walks through the case file as a person does, wide and narrow, with and without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import Case, ExchangeEntry, FaultLine, Group
from tests.factories import link, make_case, make_diagnosis, make_placement, make_signal


@pytest.fixture
def full(live_server, town):
    """A case with something of everything."""
    case = make_case(town=town, about_decision=True, forms=["affective"], causes=["CAUSE2"], deputy=town.coordinator)
    case.areas.add(town.other_neighbourhood)
    link(case=case, signal=make_signal(town=town), by=town.owner)
    Group.objects.create(case=case, label="Omwonenden", role="joiner", perception="Voelen zich niet gehoord.")
    for name in ("Jong en oud", "Oude en nieuwe bewoners"):
        case.fault_lines.add(FaultLine.objects.create(name=name, kind="current"))
    ExchangeEntry.objects.create(case=case, kind="question", text="Wie zien we niet?", function="team", by=town.owner)
    make_placement(case=case, by=town.assessor)
    make_diagnosis(case=case, by=town.coordinator)
    return case


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", ["list", "detail", "edit", "exchange"])
def test_pages_are_accessible_and_fit(visit, assert_axe, assert_fits, town, full, width, name):
    page = visit(town.owner, width=width)

    page.goto(reverse(f"cases:{name}", args=[] if name == "list" else [full.pk]))
    page.wait_for_load_state("networkidle")

    expect(page.locator("h1")).to_have_count(1)
    assert_fits(page)
    assert_axe(page)


def test_panels_and_timeline_load_themselves(visit, town, full):
    page = visit(town.owner)

    page.goto(reverse("cases:detail", args=[full.pk]))

    page.locator("#tijdlijn .timeline").or_(page.locator(".timeline")).first.wait_for()
    page.get_by_role("heading", name="Actieplan").wait_for()


def test_file_works_without_javascript(visit, town, full):
    page = visit(town.owner, javascript=False)
    page.goto(reverse("cases:detail", args=[full.pk]))

    page.get_by_role("link", name="Hele tijdlijn").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Tijdlijn")
    expect(page.locator(".timeline > li").nth(3)).to_be_visible()


def test_from_signal_to_case_by_keyboard_labels(visit, live_server, town):
    signal = make_signal(town=town)
    page = visit(town.coordinator, width=360)

    page.goto(reverse("cases:link") + f"?signal={signal.pk}")
    page.get_by_role("link", name="Nieuwe casus openen met dit signaal").click()
    page.get_by_label("Waarom hoort het signaal bij deze casus?").fill("Hiermee begon het.")
    page.get_by_label("Titel").fill("Spanning rond het plein")
    page.get_by_label("Afdeling", exact=True).select_option(label="Samenleven")
    page.get_by_label("Casuseigenaar").select_option(index=1)
    page.get_by_role("button", name="Casus openen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Spanning rond het plein")
    assert Case.objects.get().links.get().signal == signal


def test_errors_are_told_and_linked(visit, assert_axe, town, full):
    page = visit(town.owner)
    page.goto(reverse("cases:edit", args=[full.pk]))

    page.get_by_label("Titel").fill("")
    page.get_by_role("button", name="Opslaan").click()

    page.locator("[data-error-summary] a").first.click()
    expect(page.get_by_label("Titel")).to_be_focused()
    assert_axe(page)
