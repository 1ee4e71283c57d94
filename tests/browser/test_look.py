"""The frame of every page in a real browser: readable by everyone, on a phone, without a mouse, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from common.live import bump
from signals.models import Signal
from tests.factories import make_signal

PUBLIC = ["/inloggen/", "/over/", "/toegankelijkheid/"]
ADMIN = ["/beheer/onderdelen/", "/beheer/huisstijl/"]


@pytest.mark.parametrize("width", [320, 1280])
def test_public_pages_are_accessible_and_fit(visit, assert_axe, assert_fits, town, width):
    page = visit(None, width=width)

    for address in PUBLIC:
        page.goto(address)
        assert_axe(page)
        assert_fits(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_gallery_and_house_style_are_accessible_and_fit(visit, assert_axe, assert_fits, town, width):
    page = visit(town.admin, width=width)

    for address in ADMIN:
        page.goto(address)
        assert_axe(page)
        assert_fits(page)


def test_pages_break_no_rule_of_their_own_security_policy(visit, town):
    page = visit(town.admin)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    for address in ["/over/", *ADMIN]:
        page.goto(address)

    assert complaints == []


def test_menu_on_a_phone_opens_without_javascript(visit, town):
    page = visit(town.coordinator, width=360, javascript=False)
    page.goto("/over/")
    expect(page.get_by_role("link", name="Werkvoorraad")).to_have_count(0)

    page.locator("summary", has_text="Menu").click()

    expect(page.get_by_role("link", name="Werkvoorraad")).to_be_visible()
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()


def test_menu_on_a_phone_closes_with_escape(visit, town):
    page = visit(town.coordinator, width=360)
    page.goto("/over/")
    page.locator("summary", has_text="Menu").press("Enter")

    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Werkvoorraad")).to_have_count(0)
    expect(page.locator("summary", has_text="Menu")).to_be_focused()


def test_first_tab_offers_to_skip_to_the_content(visit, town):
    page = visit(town.admin)
    page.goto("/over/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_error_summary_takes_the_focus_and_leads_to_the_field(visit, assert_axe, town):
    page = visit(town.admin)
    page.goto("/beheer/huisstijl/")
    page.get_by_label("Hoofdkleur").fill("#ffee00")

    page.get_by_role("button", name="Opslaan").click()

    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page).to_have_title(re.compile("^Fout: Huisstijl"))
    assert_axe(page)
    page.locator("[data-error-summary] a").first.click()
    expect(page.get_by_label("Hoofdkleur")).to_be_focused()


def test_preview_follows_the_colour_that_is_typed(visit, town):
    page = visit(town.admin)
    page.goto("/beheer/huisstijl/")

    page.get_by_label("Hoofdkleur").fill("#550000")

    expect(page.locator(".style-preview__button").first).to_have_css("background-color", "rgb(85, 0, 0)")
    expect(page.locator("main .form-buttons button").first).to_have_css("background-color", "rgb(23, 73, 92)")


def test_saved_style_colours_the_whole_site(visit, assert_axe, town):
    page = visit(town.admin)
    page.goto("/beheer/huisstijl/")
    page.get_by_label("Hoofdkleur").fill("#550000")

    page.get_by_role("button", name="Opslaan").click()

    expect(page.get_by_text("De huisstijl is opgeslagen.")).to_be_visible()
    expect(page.locator("main .form-buttons button").first).to_have_css("background-color", "rgb(85, 0, 0)")
    assert_axe(page)


def test_logging_in_and_out_with_the_keyboard(visit, town):
    town.reporter.set_password("een-lang-wachtwoord-voor-de-test")
    town.reporter.save()
    page = visit(None)
    page.goto("/over/")
    page.goto("/inloggen/?next=/over/")

    expect(page.locator("[name=username]")).to_be_focused()
    page.keyboard.type("melder@voorbeeldstad.example")
    page.keyboard.press("Tab")
    expect(page.locator("[name=password]")).to_be_focused()
    page.keyboard.type("een-lang-wachtwoord-voor-de-test")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Waarvoor is dit register")).to_be_visible()
    page.get_by_role("button", name="Uitloggen").first.press("Enter")
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()


def test_fragment_hears_of_a_change_also_where_streams_do_not_work(visit, town):
    """The live server serves by WSGI, so this goes by polling; tests/look/test_live.py holds the stream."""
    page = visit(town.coordinator)
    page.goto("/signalen/")
    expect(page.get_by_text("wacht op iemand die het oppakt")).to_have_count(0)

    make_signal(town=town, kind=Signal.Kind.ACUTE)
    bump("signals")

    expect(page.get_by_text("wacht op iemand die het oppakt")).to_be_visible(timeout=10_000)


def test_fragment_of_someone_who_was_logged_out_leads_to_the_login_page(visit, town):
    page = visit(town.coordinator)
    page.goto("/signalen/")
    page.context.clear_cookies()

    page.evaluate("htmx.ajax('GET', '/signalen/', {target: 'main'})")

    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()
    expect(page.get_by_role("main")).to_have_count(1)


def test_leaving_with_unsaved_text_asks_first(visit, town):
    page = visit(town.admin)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/beheer/huisstijl/")
    page.get_by_label("Hoofdkleur").press("Delete")

    page.get_by_role("link", name="Werkvoorraad").click()

    expect(page.get_by_role("heading", name="Werkvoorraad", level=1)).to_be_visible()
    assert asked == ["beforeunload"]


def test_double_click_sends_once(visit, town):
    page = visit(town.admin)
    page.goto("/beheer/huisstijl/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    page.evaluate("for (const _ of [1, 2, 3]) document.getElementById('style-form').requestSubmit()")

    expect(page.get_by_text("De huisstijl is opgeslagen.")).to_be_visible()
    assert len(sent) == 1
