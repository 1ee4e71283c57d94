"""Logging a signal on a phone and by keyboard, and the pages of signals against WCAG 2.2 AA."""

import re
import time

import pytest
from playwright.sync_api import expect

from signals import actions
from signals.models import Signal, SignalDraft
from tests.factories import make_signal
from tests.people import make_town

LOG = "/signalen/nieuw/"


@pytest.fixture
def town(transactional_db):
    return make_town()


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim() || document.activeElement.name")


def test_log_by_keyboard_on_a_phone_in_at_most_eight_tab_stops(town, visit):
    page = visit(town.reporter, width=360, height=640)
    page.goto(LOG)
    started = time.monotonic()

    expect(page.locator("#id_what")).to_be_focused()
    page.keyboard.type("Jongeren en omwonenden mijden elkaar bij het plein.", delay=20)
    stops = 0
    for _ in range(12):
        page.keyboard.press("Tab")
        stops += 1
        name = page.evaluate("document.activeElement.name")
        if name == "area":
            page.keyboard.type("Rozen")
        if name == "known":
            page.keyboard.press("Space")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u. Uw signaal is vastgelegd")
    assert stops <= 8
    assert time.monotonic() - started < 60
    assert Signal.objects.get().area == town.neighbourhood


def test_log_without_javascript(town, visit):
    page = visit(town.reporter, width=360, height=640, javascript=False)
    page.goto(LOG)

    expect(page.get_by_text("Bij onrust.")).to_be_visible()
    expect(page.get_by_text("Bij acuut.")).to_be_visible()
    page.get_by_label("Acuut", exact=True).check()
    page.get_by_label("112 is gebeld of er is geen direct gevaar").check()
    page.locator("#id_what").fill("Twee groepen staan tegenover elkaar op het plein.")
    page.locator("#id_area").select_option(str(town.district.pk))
    page.get_by_label("Zelf gezien").check()
    page.get_by_role("button", name="Signaal vastleggen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u. Uw signaal is vastgelegd")
    assert Signal.objects.get().kind == "acute"


def test_choosing_acute_swaps_the_instruction(town, visit):
    page = visit(town.reporter, width=360, height=640)
    page.goto(LOG)

    expect(page.get_by_text("Bij onrust.")).to_be_visible()
    expect(page.get_by_text("Bij acuut.")).to_be_hidden()

    page.get_by_label("Acuut", exact=True).check()

    expect(page.get_by_text("Bij acuut.")).to_be_visible()
    expect(page.get_by_text("Bij onrust.")).to_be_hidden()


def test_draft_is_kept_by_itself_and_comes_back(town, visit):
    page = visit(town.reporter, width=360, height=640)
    page.clock.install()
    page.goto(LOG)

    page.locator("#id_what").fill("Half af.")
    page.clock.fast_forward(10_500)
    expect(page.locator("[data-draft-state]")).to_contain_text("Concept bewaard")
    page.evaluate("window.onbeforeunload = null")

    again = visit(town.reporter, width=360, height=640)
    again.goto(LOG)
    expect(again.locator("#id_what")).to_have_value("Half af.")
    assert SignalDraft.objects.count() == 1


def test_acute_banner_appears_by_itself(town, visit):
    page = visit(town.coordinator)
    page.goto("/signalen/")

    signal = actions.log(
        answers={
            "kind": "acute", "emergency_informed": True, "what": "Onrust op de kade.", "area": town.neighbourhood,
            "known": "seen", "source": "Balie",
        },
        submission=None,
        by=town.reporter,
    )  # fmt: skip

    expect(page.get_by_role("button", name=f"Ik pak {signal.number} op")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_pass_axe_and_fit(town, visit, assert_axe, assert_fits, width):
    signal = make_signal(town=town, kind="acute", direction="both", origin="national")
    make_signal(town=town)
    actions.picture(
        signal=signal, text="Wij zien twee groepen.", marks=[("observable", "H3a", ""), ("dynamic", "DYN1", "more")],
        seen=1, by=town.coordinator,
    )  # fmt: skip
    actions.tell_reporter(signal, "Wij kijken ernaar.", town.coordinator)
    reader, reporter = visit(town.coordinator, width=width), visit(town.reporter, width=width)

    for page, path in [
        (reporter, LOG),
        (reporter, "/signalen/mijn/"),
        (reporter, f"/signalen/{signal.pk}/ontvangst/"),
        (reader, "/signalen/"),
        (reader, "/signalen/?kind=acute&q=plein"),
        (reader, "/signalen/?kind=acute&q=zebra"),
        (reader, "/signalen/filter/"),
        (reader, "/signalen/filter/bewaren/?query=kind%3Dacute"),
        (reader, "/signalen/verkennen/"),
        (reader, f"/signalen/{signal.pk}/"),
        (reader, f"/signalen/{signal.pk}/bewerken/"),
        (reader, f"/signalen/{signal.pk}/beeld/"),
        (reader, f"/signalen/{signal.pk}/oordeel/"),
        (reader, f"/signalen/{signal.pk}/toewijzen/"),
        (reader, f"/signalen/{signal.pk}/besproken/"),
    ]:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        for closed in page.locator("details:not([open]) > summary").all():
            if closed.is_visible() and not re.search("Menu", closed.inner_text()):
                closed.click()
        assert_axe(page)
        assert_fits(page)
