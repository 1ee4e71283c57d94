"""The big screen in Chromium, in every state, at the size of a wall."""

import os
import time
from pathlib import Path

import pytest
from django.db import OperationalError
from playwright.sync_api import expect

from method.map import Shape
from tests.factories import make_case
from tests.people import make_town
from tests.workshops.factories import make_blind, make_item, make_meeting, make_note, make_round, make_seat, show
from workshops.actions import notes, rounds, run
from workshops.models import BlindPlacement, Meeting, Note

SHOTS = os.environ.get("PVK_SHOTS", "")
WALLS = [(1920, 1080), (1280, 720)]


@pytest.fixture
def town(transactional_db):
    return make_town()


@pytest.fixture
def hold(assert_axe, assert_fits):
    """Every state is held against the rules: one heading, nothing outside the screen, axe."""

    def check(page, name, *, on_wall=True):
        page.wait_for_timeout(150)
        if SHOTS:
            size = page.viewport_size
            page.screenshot(path=Path(SHOTS) / f"{name}-{size['width']}.png")
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("nav, header a, button")).to_have_count(0)
        assert_fits(page)
        if on_wall:
            outside = page.evaluate(
                """() => [...document.querySelectorAll("main *")]
                  .filter((part) => !part.closest("svg, .visually-hidden"))
                  .filter((part) => part.getBoundingClientRect().bottom > window.innerHeight + 1)
                  .map((part) => part.className || part.tagName).slice(0, 5)"""
            )
            assert outside == [], f"{name}: below the edge of the wall: {outside}"
        assert_axe(page)

    return check


FUNCTIONS = (
    "wijkagent",
    "jongerenwerker",
    "wijkregisseur",
    "sociaal makelaar",
    "adviseur participatie",
    "consulent van de woningcorporatie",
)


def fill(found, meeting, *, many=12):
    """Points, areas, a line, somebody who cannot judge, and one who came late."""
    seats = [make_seat(meeting=meeting, function=FUNCTIONS[n % len(FUNCTIONS)]) for n in range(many)]
    for number, seat in enumerate(seats[:-3]):
        make_blind(
            found=found,
            seat=seat,
            x=(number * 7) % 4 + 1,
            y=(number * 3) % 3 + 1,
            reason="Men groet elkaar niet meer en mijdt het plein.",
        )
    make_blind(found=found, seat=seats[-3], shape=Shape("area", 2, 3, 2, 3))
    make_blind(found=found, seat=seats[-2], shape=Shape("line", 3, 3, 1, 4, "voorstanders", "tegenstanders"))
    make_blind(found=found, seat=seats[-1], shape=None, cannot_judge=True)
    return seats


@pytest.mark.parametrize(("width", "height"), WALLS)
def test_screen_of_a_case_meeting_in_every_state(town, visit, hold, width, height):
    lead = town.coordinator
    meeting = make_meeting(town=town, running=False, title="Wijkoverleg Bloemetjeswijk")
    item = make_item(
        meeting=meeting, case=make_case(town=town), wording="De sfeer rond het Bloemenplein na de herinrichting"
    )
    page = visit(None, width=width, height=height)
    address = f"/scherm/{meeting.screen_key}/"
    page.goto(address)
    hold(page, "01-welkom")

    run.start(meeting=meeting, by=lead)
    agenda = meeting.steps.get(code="item")
    run.go_to(meeting=meeting, step=agenda, by=lead)
    page.goto(address)
    hold(page, "02-agenda")
    found = make_round(item=item, opened=False)
    page.goto(address)
    hold(page, "03-klaar")
    rounds.open_round(found=found, by=lead)
    run.set_timer(meeting=meeting, seconds=180, by=lead)
    seats = fill(found, meeting)
    make_seat(meeting=meeting)
    page.goto(address)
    expect(page.get_by_text("12 van 13 hebben geplaatst")).to_be_visible()
    expect(page.locator("svg.map")).to_have_count(0)
    hold(page, "04-open")
    rounds.close_round(found=found, by=lead)
    page.goto(address)
    hold(page, "05-gesloten")
    make_blind(found=found, seat=make_seat(meeting=meeting), x=4, y=4)
    rounds.reveal(found=found, by=lead, although_missing=True)
    page.goto(address)
    hold(page, "06-onthuld")
    for card in BlindPlacement.objects.filter(round=found).exclude(reason="")[:3]:
        rounds.turn_card(placement=card, by=lead)
    page.goto(address)
    expect(page.locator(".reason-card")).to_have_count(3)
    hold(page, "07-kaartjes")
    rounds.discuss(found=found, by=lead)
    second = make_round(item=item)
    page.goto(address)
    hold(page, "08-ronde-2-open")
    for number, seat in enumerate(seats):
        make_blind(found=second, seat=seat, x=number % 2 + 2, y=number % 3 + 1)
    show(found=second)
    page.goto(address)
    expect(page.get_by_role("heading", name="Sinds ronde 1")).to_be_visible()
    hold(page, "09-ronde-2-onthuld")
    rounds.settle(found=second, by=lead, agreed=False)
    page.goto(address)
    hold(page, "10-afgerond")
    run.set_blank(meeting=meeting, blank=True, by=lead)
    page.goto(address)
    hold(page, "11-leeg")
    run.set_blank(meeting=meeting, blank=False, by=lead)
    Meeting.objects.filter(pk=meeting.pk).update(round=None)
    run.go_to(meeting=meeting, step=meeting.steps.get(code="close"), by=lead)
    page.goto(address)
    hold(page, "12-afronden")
    run.end(meeting=meeting, by=lead)
    page.goto(address)
    expect(page.get_by_text("De bijeenkomst is afgelopen.")).to_be_visible()
    expect(page.get_by_text("Wijkoverleg")).to_have_count(0)
    hold(page, "13-afgelopen")


WORDS = (
    "Ruzie over parkeren",
    "Jongeren en omwonenden groeten elkaar niet meer op het plein",
    "Boosheid over het azc",
    "Appgroep van de straat wordt feller",
    "Winkeliers vinden dat de gemeente niet luistert",
    "Twee sportclubs willen hetzelfde veld",
)


@pytest.mark.parametrize(("width", "height"), WALLS)
def test_screen_of_a_work_session_in_every_state(town, visit, hold, width, height):
    lead = town.coordinator
    meeting = make_meeting(town=town, kind="network", title="Werksessie Bloemetjeswijk")
    Meeting.objects.filter(pk=meeting.pk).update(question="Waar is deze wijk trots op?", summary="Fijn.")
    page = visit(None, width=width, height=height)
    address = f"/scherm/{meeting.screen_key}/"
    page.goto(address)
    hold(page, "20-vraag")

    steps = {step.code: step for step in meeting.steps.all()}
    run.go_to(meeting=meeting, step=steps["presentation"], by=lead)
    for slide in range(1, 7):
        Meeting.objects.filter(pk=meeting.pk).update(slide=slide)
        page.goto(address)
        hold(page, f"21-dia-{slide}")
    run.go_to(meeting=meeting, step=steps["notes"], by=lead)
    page.goto(address)
    hold(page, "22-geeltjes-straks")
    notes.open_notes(meeting=meeting, by=lead)
    for number in range(12):
        seat = make_seat(meeting=meeting)
        for slot in (1, 2, 3):
            make_note(seat=seat, slot=slot, text=WORDS[(number + slot) % len(WORDS)])
    page.goto(address)
    expect(page.get_by_text("36 geeltjes van 12 mensen")).to_be_visible()
    expect(page.get_by_text("parkeren")).to_have_count(0)
    hold(page, "23-geeltjes-open")
    notes.collect(meeting=meeting, by=lead)
    page.goto(address)
    hold(page, "24-geeltjes-36")
    Note.objects.filter(slot=3).delete()
    Note.objects.filter(pk__gt=Note.objects.order_by("pk")[13].pk).delete()
    page.goto(address)
    hold(page, "25-geeltjes-14")
    run.go_to(meeting=meeting, step=steps["place"], by=lead)
    for number, note in enumerate(Note.objects.all()[:8]):
        notes.explain(note=note, by=lead)
        note.refresh_from_db()
        if number < 7:
            shape = Shape("area", 2, 3, 1, 2) if number == 3 else Shape("point", *[number % 4 + 1] * 2, 2, 2)
            notes.place_note(note=note, shape=shape, dissent="", by=lead, seen=note.version)
    page.goto(address)
    hold(page, "26-geeltjes-kaart")
    run.go_to(meeting=meeting, step=steps["deepen"], by=lead)
    page.goto(address)
    hold(page, "27-verdiepen")


def patiently(do, **arguments):
    """The screen reads while the test writes. In a database in memory a whole table is then locked, which no
    installation has: the write is tried again."""
    for _ in range(50):
        try:
            return do(**arguments)
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(0.1)
    raise AssertionError("the table stayed locked")


def test_screen_follows_the_meeting_by_itself(town, visit):
    """The live server serves by WSGI, so this goes by polling."""
    meeting = make_meeting(town=town)
    item = make_item(meeting=meeting, case=make_case(town=town))
    page = visit(None, width=1920, height=1080)
    page.goto(f"/scherm/{meeting.screen_key}/")

    found = patiently(make_round, item=item)
    expect(page.get_by_text("Nog niemand heeft geplaatst")).to_be_visible(timeout=8000)
    before = page.locator("[data-part=subject]").element_handle()
    patiently(make_blind, found=found, seat=patiently(make_seat, meeting=meeting))
    expect(page.get_by_text("1 van 1 heeft geplaatst")).to_be_visible(timeout=8000)

    assert before.evaluate("part => part.isConnected"), "only what changed is replaced"
    patiently(show, found=found)
    expect(page.locator("svg.map")).to_be_visible(timeout=8000)
    patiently(run.end, meeting=meeting, by=town.coordinator)
    expect(page.get_by_text("De bijeenkomst is afgelopen.")).to_be_visible(timeout=15000)


def test_screen_without_javascript_and_on_a_phone(town, visit, hold):
    meeting = make_meeting(town=town)
    found = make_round(item=make_item(meeting=meeting, case=make_case(town=town)))
    fill(found, meeting)
    show(found=found)
    page = visit(None, width=360, height=740, javascript=False)

    page.goto(f"/scherm/{meeting.screen_key}/")

    expect(page.locator("svg.map")).to_be_visible()
