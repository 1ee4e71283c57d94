"""The console in Chromium: a case meeting with two rounds beside its screen, and a work session by keyboard alone."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_case
from tests.people import make_town
from tests.workshops.factories import make_blind, make_item, make_meeting, make_note, make_round, make_seat, show
from workshops.models import Invitee, Meeting, Note, Round

SHOTS = os.environ.get("PVK_SHOTS", "")
SOON = 9000
"""The live server serves by WSGI, so what happens elsewhere arrives by polling."""


@pytest.fixture
def town(transactional_db):
    return make_town()


@pytest.fixture
def hold(assert_axe, assert_fits):
    def check(page, name):
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{page.viewport_size['width']}.png", full_page=True)
        expect(page.locator("h1")).to_have_count(1)
        assert page.locator("#volgende").count() <= 1
        assert_fits(page)
        assert_axe(page)

    return check


def next_is(page: Page, label: str) -> None:
    expect(page.locator("#volgende")).to_have_text(label)


def press(page: Page, label: str) -> None:
    next_is(page, label)
    with page.expect_navigation():
        page.locator("#volgende").click()


FUNCTIONS = ("wijkagent", "jongerenwerker", "adviseur participatie")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
def test_case_meeting_with_two_rounds(town, visit, hold, width, height):
    meeting = make_meeting(town=town, running=False, title="Wijkoverleg Bloemetjeswijk")
    item = make_item(meeting=meeting, case=make_case(town=town), wording="De sfeer rond het Bloemenplein")
    lead = visit(town.coordinator, width=width, height=height)
    wall = visit(None, width=1920, height=1080)
    wall.goto(f"/scherm/{meeting.screen_key}/")
    lead.goto(f"/bijeenkomsten/{meeting.pk}/leiden/")
    hold(lead, "50-klaar")

    press(lead, "Start de bijeenkomst")
    seats = [make_seat(meeting=meeting, function=function, organisation_name="Werk") for function in FUNCTIONS]
    hold(lead, "51-welkom")
    press(lead, "Verder: Agendapunt")
    hold(lead, "52-agenda")
    press(lead, "Leg het punt voor")
    press(lead, "Open de ronde")
    expect(wall.get_by_text("Nog niemand heeft geplaatst")).to_be_visible(timeout=SOON)
    first = Round.objects.get()
    make_blind(found=first, seat=seats[0], x=1, y=1, reason="Men groet elkaar nog.")
    expect(lead.locator("#nu")).to_contain_text("1 van 3 heeft geplaatst. Nog 2 niet.", timeout=SOON)
    expect(wall.get_by_text("1 van 3 heeft geplaatst")).to_be_visible(timeout=SOON)
    make_blind(found=first, seat=seats[1], x=4, y=2, reason="Jongeren mijden het plein.")
    lead.reload()
    hold(lead, "53-open")
    with lead.expect_navigation():
        lead.get_by_role("button", name="3 min").click()
    expect(lead.locator("[data-as=clock]")).to_contain_text(":")
    press(lead, "Sluit de ronde")
    expect(lead.get_by_role("status")).to_contain_text("Nog 1 niet. Wie daarna plaatst, telt apart als laat.")
    hold(lead, "54-toch-sluiten")
    press(lead, "Toch sluiten")
    hold(lead, "55-gesloten")
    expect(wall.locator("svg.map")).to_have_count(0)
    press(lead, "Toch onthullen")
    expect(wall.locator("svg.map")).to_be_visible(timeout=SOON)
    hold(lead, "56-onthuld")
    with lead.expect_navigation():
        lead.get_by_role("button", name="Draai om kaartje 2").click()
    expect(wall.get_by_text("Jongeren mijden het plein.")).to_be_visible(timeout=SOON)
    press(lead, "Begin het gesprek")
    next_is(lead, "Rond deze ronde af")
    hold(lead, "57-besproken")

    with lead.expect_navigation():
        lead.get_by_role("button", name="Nieuwe ronde over hetzelfde").click()
    press(lead, "Open de ronde")
    second = Round.objects.get(number=2)
    for seat, x in zip(seats, (2, 4, 3), strict=True):
        make_blind(found=second, seat=seat, x=x, y=2)
    expect(lead.locator("#nu")).to_contain_text("Iedereen heeft geplaatst", timeout=SOON)
    press(lead, "Sluit de ronde")
    press(lead, "Onthul")
    expect(wall.get_by_role("heading", name="Sinds ronde 1")).to_be_visible(timeout=SOON)
    expect(wall.get_by_text("Van (1, 1) naar (2, 2): 1 keer")).to_be_visible()
    hold(lead, "58-ronde-2")
    with lead.expect_navigation():
        lead.get_by_role("button", name="Terug naar het programma").click()
    press(lead, "Verder: Afronden")
    next_is(lead, "Rond de bijeenkomst af")
    with lead.expect_navigation():
        lead.locator("#volgende").click()
    hold(lead, "59-afronden")
    with lead.expect_navigation():
        lead.get_by_role("button", name="Afronden").click()
    hold(lead, "60-afgerond")
    expect(wall.get_by_text("De bijeenkomst is afgelopen.")).to_be_visible(timeout=15_000)
    assert item.rounds.count() == 2


def by_keyboard(page: Page, label: str) -> None:
    """Tab until this button or link has the focus, then Enter; from where the last press left the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        text = page.evaluate("() => (document.activeElement.innerText || '').replace(/\\s+/g, ' ').trim()")
        if text == label:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no way to {label!r} by keyboard on {page.url}")


def to_field(page: Page, name: str) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.name") == name:
            return
    raise AssertionError(f"no way to the field {name!r} by keyboard")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
def test_work_session_by_keyboard(town, visit, hold, width, height):
    meeting = make_meeting(town=town, running=False, kind="network", title="Werksessie Bloemetjeswijk")
    page = visit(town.coordinator, width=width, height=height)
    page.goto(f"/bijeenkomsten/{meeting.pk}/leiden/")

    by_keyboard(page, "Start de bijeenkomst")
    expect(page.locator("#nu")).to_be_focused()
    by_keyboard(page, "Waar is deze wijk trots op?")
    assert Meeting.objects.get().question == "Waar is deze wijk trots op?"
    hold(page, "70-vraag")
    to_field(page, "summary")
    page.keyboard.type("Men is trots op het plein en op elkaar.")
    by_keyboard(page, "Bewaar de samenvatting")
    by_keyboard(page, "Verder: Korte presentatie")
    hold(page, "71-presentatie")
    for _ in range(5):
        by_keyboard(page, "Volgende dia")
    by_keyboard(page, "Verder: Geeltjes schrijven")
    by_keyboard(page, "Laat iedereen schrijven")
    for text in ("Ruzie over parkeren", "Jongeren en omwonenden groeten elkaar niet meer"):
        make_note(seat=make_seat(meeting=meeting), text=text)
    to_field(page, "text")
    page.keyboard.type("Winkeliers voelen zich niet gehoord")
    to_field(page, "function")
    page.keyboard.type("buurtvader")
    by_keyboard(page, "Leg het erbij")
    assert Note.objects.count() == 3
    hold(page, "72-geeltjes")
    by_keyboard(page, "Haal de geeltjes op")
    hold(page, "73-opgehaald")
    by_keyboard(page, "Verder: Plaatsen op de kaart")
    by_keyboard(page, "Geeltje 1 is toegelicht")
    hold(page, "74-toegelicht")
    by_keyboard(page, "Plaats geeltje 1")
    hold(page, "75-plaatsen")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => 'x' in document.activeElement.dataset"):
            break
    for key in ("ArrowRight", "ArrowUp", "Space"):
        page.keyboard.press(key)
    to_field(page, "dissent")
    page.keyboard.type("De jongerenwerker ziet het een fase hoger.")
    by_keyboard(page, "Zet op de kaart")
    note = Note.objects.get(text="Ruzie over parkeren")
    assert (note.x_min, note.y_min) == (2, 2)
    by_keyboard(page, "Geeltje 2 is toegelicht")
    by_keyboard(page, "Ga hierheen Verdiepen")
    by_keyboard(page, "Verdiep geeltje 1")
    hold(page, "76-verdiepen")
    to_field(page, "insight")
    page.keyboard.type("Het gaat minder om plekken dan om gezien worden.")
    by_keyboard(page, "Opslaan")
    hold(page, "77-verdiept")
    by_keyboard(page, "Rond de bijeenkomst af")
    by_keyboard(page, "Afronden")
    assert Meeting.objects.get().state == "ended"


def test_what_is_typed_stays_when_the_meeting_moves_on(town, visit):
    meeting = make_meeting(town=town, kind="network")
    Invitee.objects.create(meeting=meeting, function="regisseur", user=town.owner, leads=True, by=town.coordinator)
    page, other = visit(town.coordinator), visit(town.owner, width=360, height=740)
    page.goto(f"/bijeenkomsten/{meeting.pk}/leiden/")
    other.goto(f"/bijeenkomsten/{meeting.pk}/leiden/")

    page.get_by_label("Positieve samenvatting").fill("Men is trots op")
    other.get_by_label("Positieve samenvatting").fill("Iedereen noemde het plein.")
    with other.expect_navigation():
        other.get_by_role("button", name="Bewaar de samenvatting").click()
    press(other, "Verder: Korte presentatie")

    expect(page.locator("#volgende")).to_have_text("Volgende dia", timeout=SOON)
    expect(page.get_by_label("Positieve samenvatting")).to_have_value("Men is trots op")
    expect(page.get_by_text("Uw tekst staat er nog")).to_be_visible()


def test_focus_stays_on_its_button_when_the_count_changes(town, visit):
    meeting = make_meeting(town=town)
    found = make_round(item=make_item(meeting=meeting, case=make_case(town=town)))
    seats = [make_seat(meeting=meeting) for _ in range(2)]
    page = visit(town.coordinator)
    page.goto(f"/bijeenkomsten/{meeting.pk}/leiden/")
    page.locator("#volgende").focus()

    make_blind(found=found, seat=seats[0])

    expect(page.locator("#nu")).to_contain_text("1 van 2 heeft geplaatst", timeout=SOON)
    expect(page.locator("#volgende")).to_be_focused()


def test_console_without_javascript(town, visit):
    meeting = make_meeting(town=town)
    item = make_item(meeting=meeting, case=make_case(town=town))
    found = make_round(item=item)
    make_seat(meeting=meeting)
    page = visit(town.coordinator, javascript=False)
    page.goto(f"/bijeenkomsten/{meeting.pk}/leiden/")

    press(page, "Sluit de ronde")
    press(page, "Toch sluiten")
    press(page, "Toch onthullen")
    press(page, "Begin het gesprek")

    found.refresh_from_db()
    assert found.state == "discussed"


def test_console_with_a_hundred_at_the_table(town, visit, hold):
    meeting = make_meeting(town=town)
    found = make_round(item=make_item(meeting=meeting, case=make_case(town=town)))
    for number in range(100):
        make_blind(found=found, seat=make_seat(meeting=meeting), x=number % 4 + 1, y=number % 3 + 1)
    show(found=found)
    for width in (1280, 360):
        page = visit(town.coordinator, width=width)
        page.goto(f"/bijeenkomsten/{meeting.pk}/leiden/")
        hold(page, "80-honderd")
    wall = visit(None, width=1920, height=1080)
    wall.goto(f"/scherm/{meeting.screen_key}/")
    if SHOTS:
        wall.screenshot(path=Path(SHOTS) / "81-honderd-1920.png")
    expect(wall.locator(".map-mark")).to_have_count(100)
