"""A participant on a phone of 360 by 640, in every state, alone and with others, with a bad network and without
JavaScript."""

import os
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests.factories import make_case
from tests.people import make_town
from tests.workshops.factories import make_blind, make_item, make_meeting, make_note, make_round, make_seat, point
from workshops.actions import notes, rounds, run
from workshops.models import BlindPlacement, Meeting, Note, Round, Seat

SHOTS = os.environ.get("PVK_SHOTS", "")
BY_POLL = 12_000
"""The live server holds no streams: phones ask for the version every three seconds."""


@pytest.fixture
def town(transactional_db):
    cache.clear()
    return make_town()


@pytest.fixture
def hold(assert_axe, assert_fits):
    """Every state: one heading, no sideways scroll at 360 and at 320, targets of 44 pixels, axe."""

    def check(page, name):
        if SHOTS:
            page.wait_for_timeout(200)
            page.screenshot(path=Path(SHOTS) / f"seat-{name}.png")
            page.screenshot(path=Path(SHOTS) / f"seat-{name}-full.png", full_page=True)
        expect(page.locator("h1")).to_have_count(1)
        assert_axe(page)
        for width in (320, 360):
            page.set_viewport_size({"width": width, "height": 640})
            assert_fits(page)
        small = page.evaluate(
            """() => ["button", "summary", ".seat-tab", ".seat-check", "input[type=text]"]
              .flatMap((kind) => [...document.querySelectorAll("main " + kind)])
              .map((part) => [part, part.getBoundingClientRect()])
              .filter(([part, box]) => box.width && (box.height < 43.5 || box.width < 43.5))
              .map(([part, box]) => `${part.className || part.tagName} ${box.width}x${box.height}`)"""
        )
        assert small == [], name

    return check


def phone(visit, user=None, **fields):
    return visit(user, width=360, height=640, **fields)


def sit(visit, meeting, function="wijkagent", **fields):
    page = phone(visit, **fields)
    page.goto(f"/meedoen/{meeting.code}/")
    page.get_by_label("Uw functie").fill(function)
    page.get_by_label("Uw organisatie").fill("Politie")
    page.get_by_role("button", name="schuif aan").click()
    page.wait_for_url(f"**/meedoen/{meeting.code}/")
    return page


def heading(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words, timeout=BY_POLL)


def tap(page, x, y):
    page.locator(f"[data-x='{x}'][data-y='{y}']").click()


def send(page, reason="Men mijdt elkaar op het plein", button="Plaatsing versturen"):
    page.get_by_label("Waarom? In een paar woorden").fill(reason)
    page.get_by_role("button", name=button).click()


@pytest.mark.slow
def test_case_meeting_from_code_to_end(town, visit, hold):
    meeting = make_meeting(
        town=town, running=False, title="Overleg over het Bloemenplein", place="Wijkcentrum De Linde"
    )
    item = make_item(meeting=meeting, case=make_case(town=town), wording="Bewoners en jongeren op het Bloemenplein")
    by = town.coordinator

    page = phone(visit)
    page.goto("/meedoen/")
    hold(page, "code")
    page.get_by_label("Code van zes tekens").fill("KK00")
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("alert")).to_contain_text("komen O, 0, I, 1 en L niet voor")
    hold(page, "code-wrong")
    page.get_by_label("Code van zes tekens").fill(f" {meeting.code[:3].lower()} {meeting.code[3:].lower()}")
    page.get_by_role("button", name="Verder").click()
    heading(page, "Overleg over het Bloemenplein")
    hold(page, "join")
    page.get_by_role("button", name="wijkagent").click()
    expect(page.get_by_label("Uw functie")).to_have_value("wijkagent")
    page.get_by_role("button", name="schuif aan").click()
    expect(page.get_by_role("alert")).to_contain_text("Vul de organisatie in")
    page.get_by_label("Uw organisatie").fill("Politie")
    page.get_by_role("button", name="schuif aan").click()

    heading(page, "Welkom")
    hold(page, "planned")
    run.start(meeting=meeting, by=by)
    heading(page, "Voorstelrondje")
    found = make_round(item=item, opened=False)
    heading(page, "Ronde 1 begint zo")
    hold(page, "ready")
    rounds.open_round(found=found, by=by)
    run.set_timer(meeting=meeting, seconds=120, by=by)
    run.nudge(meeting=Meeting.objects.get(pk=meeting.pk), by=by)
    heading(page, "Waar ziet u dit nu?")
    expect(page.locator("[data-told]")).to_have_text("Ronde 1 is open. U kunt plaatsen.")
    expect(page.locator("[data-timer]")).to_contain_text("nog 1:")
    hold(page, "open")

    page.get_by_role("button", name="Plaatsing versturen").click()
    expect(page.get_by_role("alert")).to_contain_text("Kies een vak op de kaart")
    hold(page, "open-wrong")
    page.get_by_role("radio", name="Gebied", exact=True).check()
    tap(page, 2, 2)
    expect(page.locator("[data-said]")).to_contain_text("Tik nu de hoek daartegenover aan.")
    tap(page, 3, 3)
    expect(page.locator("[data-said]")).to_contain_text("Tussen groepen: 2. Ongemak tot en met 3.")
    expect(page.locator("[data-x][aria-pressed='true']")).to_have_count(4)
    hold(page, "open-area")
    send(page)
    expect(page.locator("#gedaan")).to_be_focused()
    expect(page.locator("#gedaan")).to_contain_text(
        "Uw plaatsing staat erbij. U kunt haar wijzigen tot de ronde sluit."
    )
    hold(page, "saved")
    page.get_by_text("Plaatsing wijzigen").click()
    page.get_by_role("radio", name="Punt", exact=True).check()
    tap(page, 2, 3)
    send(page, "Er wordt minder gepraat", "Wijziging versturen")
    expect(page.locator("#gedaan")).to_contain_text("Er wordt minder gepraat")
    assert [row.shape for row in BlindPlacement.objects.all()] == [point(2, 3)]

    for number, function in enumerate(("jongerenwerker", "wijkregisseur", "medewerker wonen", "schoolleider")):
        seat = make_seat(meeting=meeting, function=function)
        make_blind(found=found, seat=seat, x=1 + number, y=1 + number % 3, reason=f"Reden {number}")
    make_blind(found=found, seat=make_seat(meeting=meeting), shape=None, cannot_judge=True, reason="")
    rounds.close_round(found=found, by=by)
    heading(page, "De ronde is gesloten")
    hold(page, "closed")
    make_blind(found=found, seat=make_seat(meeting=meeting, function="opbouwwerker"), x=4, y=4)
    rounds.reveal(found=found, by=by, although_missing=True)
    heading(page, "De uitkomst van ronde 1")
    expect(page.locator(".seat-counts")).to_have_text("5 plaatsingen, 1 kan dit niet beoordelen, 1 na het sluiten.")
    expect(page.locator(".map-own")).to_have_count(1)
    page.get_by_text("Alle plaatsingen in woorden").click()
    hold(page, "shown")
    card = BlindPlacement.objects.get(reason="Reden 1")
    rounds.turn_card(placement=card, by=by)
    expect(page.locator(".seat-cards")).to_contain_text("Reden 1", timeout=BY_POLL)
    hold(page, "turned")

    second = make_round(item=item)
    heading(page, "Waar ziet u dit nu?")
    expect(page.locator(".panel--tint")).to_contain_text("In ronde 1 plaatste u: Punt.")
    expect(page.locator("[data-x][aria-pressed='true']")).to_have_count(0)
    hold(page, "second")
    page.get_by_role("checkbox", name="Ik kan dit niet beoordelen").check()
    expect(page.locator("[data-grid]")).to_be_hidden()
    page.get_by_role("button", name="Plaatsing versturen").click()
    expect(page.locator("#gedaan")).to_contain_text("U kunt dit niet beoordelen.")
    rounds.close_round(found=second, by=by)
    rounds.reveal(found=second, by=by, although_missing=True)
    rounds.settle(found=second, by=by, agreed=False, outcome="We praten eerst met de winkeliers.")
    expect(page.locator(".panel--accent")).to_contain_text("We zien dit verschillend", timeout=BY_POLL)
    hold(page, "settled")

    page.get_by_text("U doet mee als wijkagent").click()
    page.get_by_role("link", name="Bijeenkomst verlaten").click()
    hold(page, "leave")
    page.get_by_role("button", name="Verlaten").click()
    expect(page.get_by_text("U hebt de bijeenkomst verlaten.")).to_be_visible()
    hold(page, "left")
    page.get_by_role("button", name="Weer aanschuiven").click()
    heading(page, "De uitkomst van ronde 2")
    run.end(meeting=Meeting.objects.get(pk=meeting.pk), by=by)
    heading(page, "De bijeenkomst is afgelopen")
    hold(page, "ended")


@pytest.mark.slow
def test_network_session_with_notes(town, visit, hold):
    meeting = make_meeting(
        town=town, kind="network", title="Werksessie Bloemetjeswijk", question="Waar is deze wijk trots op?"
    )
    by = town.coordinator
    page = sit(visit, meeting)
    heading(page, "Voorstelrondje")
    hold(page, "intro")
    Meeting.objects.filter(pk=meeting.pk).update(summary="Trots op de buurtmoestuin en op elkaar.")
    meeting.refresh_from_db()
    run.go_to(meeting=meeting, step=meeting.steps.get(number=2), by=by)
    heading(page, "Korte presentatie")
    hold(page, "between")

    run.go_to(meeting=meeting, step=meeting.steps.get(number=3), by=by)
    notes.open_notes(meeting=meeting, by=by)
    heading(page, "Schrijf uw geeltjes")
    run.nudge(meeting=meeting, by=by)
    expect(page.locator("#stand")).to_contain_text("Hebt u al een geeltje geschreven?", timeout=BY_POLL)
    field = page.get_by_label("Eén situatie, in een paar woorden")
    field.press_sequentially("Ruzie over parkeren. En over afval.")
    expect(page.locator("[data-advice]")).to_contain_text("Dit zijn meer zinnen")
    hold(page, "notes")
    field.fill("Ruzie over parkeren bij de winkels")
    field.press("Enter")
    expect(page.locator(".seat-note").first).to_contain_text("Ruzie over parkeren bij de winkels")
    for text in ("Hangplek bij school, buren durven er niet langs en praten er ook niet over", "Bel 111222333"):
        page.locator(".seat-note--new textarea").fill(text)
        page.get_by_role("button", name="Geeltje plakken").click()
    expect(page.get_by_role("alert")).to_contain_text("BSN")
    assert Note.objects.count() == 2
    hold(page, "notes-refused")
    page.locator(".seat-note--new textarea").fill("Klachten over de weekmarkt")
    page.get_by_role("button", name="Geeltje plakken").click()
    expect(page.locator("#gedaan")).to_have_text("Uw geeltjes: alle drie geschreven")
    hold(page, "notes-full")
    page.get_by_text("Wijzigen of weghalen").nth(2).click()
    page.get_by_role("button", name="Haal dit geeltje weg").click()
    expect(page.get_by_role("button", name="Geeltje plakken")).to_be_visible()
    assert Note.objects.count() == 2

    make_note(seat=make_seat(meeting=meeting), text="Oude en nieuwe bewoners groeten elkaar niet")
    notes.collect(meeting=meeting, by=by)
    heading(page, "De geeltjes")
    first = Note.objects.order_by("pk").first()
    notes.explain(note=first, by=by)
    first.refresh_from_db()
    notes.place_note(note=first, shape=point(3, 2), dissent="", by=by, seen=first.version)
    expect(page.locator("#beeld")).to_contain_text("Staat op de kaart", timeout=BY_POLL)
    hold(page, "collected")


def test_placing_by_keyboard_alone(town, visit):
    meeting = make_meeting(town=town)
    make_round(item=make_item(meeting=meeting, case=make_case(town=town)))
    page = sit(visit, meeting)

    page.locator("[data-x='1'][data-y='1']").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Space"):
        page.keyboard.press(key)
    expect(page.locator("[data-said]")).to_contain_text("Tussen groepen: 3. Onderhuidse spanningen")
    page.keyboard.press("Tab")  # the phases in words
    page.keyboard.press("Tab")  # cannot judge
    page.keyboard.press("Tab")  # how sure
    page.keyboard.press("Tab")
    page.keyboard.type("Het taalgebruik wordt harder")
    page.keyboard.press("Enter")

    expect(page.locator("#gedaan")).to_be_focused()
    assert [row.shape for row in BlindPlacement.objects.all()] == [point(3, 2)]


def test_line_has_a_group_at_each_end(town, visit, hold):
    meeting = make_meeting(town=town)
    make_round(item=make_item(meeting=meeting, case=make_case(town=town)))
    page = sit(visit, meeting)

    page.get_by_role("radio", name="Lijn", exact=True).check()
    tap(page, 2, 4)
    tap(page, 2, 1)
    page.get_by_label("Bovenaan: de meeste spanning").fill("tegenstanders van het plan")
    page.get_by_label("Onderaan: de minste spanning").fill("voorstanders van het plan")
    hold(page, "line")
    send(page)

    expect(page.locator("#gedaan")).to_contain_text("voorstanders van het plan: fase 1 (Rust)")
    row = BlindPlacement.objects.get()
    assert (row.x_min, row.y_min, row.y_max, row.group_high) == (2, 1, 4, "tegenstanders van het plan")


@pytest.mark.slow
def test_without_javascript_everything_works_by_reloading(town, visit, hold):
    meeting = make_meeting(town=town, kind="network")
    by = town.coordinator
    notes.open_notes(meeting=meeting, by=by)
    page = phone(visit, javascript=False)
    page.goto("/meedoen/")
    page.get_by_label("Code van zes tekens").fill(meeting.code.lower())
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Uw functie").fill("wijkagent")
    page.get_by_label("Uw organisatie").fill("Politie")
    page.get_by_role("button", name="schuif aan").click()

    page.get_by_label("Eén situatie, in een paar woorden").fill("Ruzie over parkeren")
    page.get_by_role("button", name="Geeltje plakken").click()
    expect(page.locator(".seat-note").first).to_contain_text("Ruzie over parkeren")
    notes.collect(meeting=meeting, by=by)
    found = rounds.prepare(meeting=meeting, subject=Note.objects.get(), by=by)
    rounds.open_round(found=found, by=by)
    page.get_by_role("link", name="Vernieuw deze pagina").click()
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / "seat-no-script-full.png", full_page=True)
    page.get_by_role("radio", name="Gebied", exact=True).check()
    page.locator("input[name=x][value='2']").check()
    page.locator("input[name=y][value='1']").check()
    page.locator("select[name=y_to]").select_option("3")
    page.get_by_label("Waarom? In een paar woorden").fill("Men mijdt elkaar")
    page.get_by_role("button", name="Plaatsing versturen").click()
    expect(page.locator("#gedaan")).to_contain_text("Uw plaatsing staat erbij.")
    rounds.close_round(found=found, by=by)
    rounds.reveal(found=found, by=by, although_missing=True)
    page.get_by_role("link", name="Vernieuw deze pagina").click()

    expect(page.locator(".map-own")).to_have_count(1)
    expect(page.locator(".seat-yours")).to_contain_text("is uw plaatsing")


@pytest.mark.slow
def test_three_phones_keep_what_is_typed_and_see_the_reveal(town, visit):
    meeting = make_meeting(town=town)
    by = town.coordinator
    found = make_round(item=make_item(meeting=meeting, case=make_case(town=town)))
    pages = [sit(visit, meeting, function) for function in ("wijkagent", "jongerenwerker", "opbouwwerker")]
    for number, page in enumerate(pages[:2], 1):
        tap(page, number, number)
        send(page)
    typing = pages[2]
    tap(typing, 4, 4)
    typing.get_by_label("Waarom? In een paar woorden").press_sequentially("Nog niet kl")

    run.nudge(meeting=meeting, by=by)
    expect(typing.locator("#stand")).to_contain_text("We wachten nog", timeout=BY_POLL)
    typing.keyboard.type("aa")
    rounds.close_round(found=Round.objects.get(pk=found.pk), by=by)
    heading(typing, "De ronde is gesloten")
    expect(typing.get_by_label("Waarom? In een paar woorden")).to_be_focused()
    typing.keyboard.type("r")
    typing.reload()

    reason = typing.get_by_label("Waarom? In een paar woorden")
    expect(reason).to_have_value("Nog niet klaar")
    expect(typing.locator("[data-x='4'][data-y='4']")).to_have_attribute("aria-pressed", "true")
    rounds.reveal(found=Round.objects.get(pk=found.pk), by=by, although_missing=True)
    for page in pages:
        heading(page, "De uitkomst van ronde 1")
    expect(reason).to_have_value("Nog niet klaar")
    typing.get_by_role("button", name="Laat plaatsen").click()
    expect(typing.locator("#gedaan")).to_contain_text("Uw late plaatsing staat erbij.")
    for page in pages:
        expect(page.locator(".seat-counts")).to_have_text("2 plaatsingen, 1 na het sluiten.", timeout=BY_POLL)
    assert BlindPlacement.objects.count() == 3


@pytest.mark.slow
def test_lost_network_keeps_the_text_and_sends_once(town, visit, hold):
    meeting = make_meeting(town=town)
    make_round(item=make_item(meeting=meeting, case=make_case(town=town)))
    page = sit(visit, meeting)
    tap(page, 2, 3)

    page.context.set_offline(True)
    send(page)
    expect(page.locator("[data-message]")).to_contain_text("Geen verbinding. Dit is nog niet verstuurd")
    hold(page, "offline")
    expect(page.get_by_label("Waarom? In een paar woorden")).to_have_value("Men mijdt elkaar op het plein")
    page.context.set_offline(False)

    expect(page.locator("#gedaan")).to_contain_text("Uw plaatsing staat erbij.", timeout=20_000)
    assert BlindPlacement.objects.count() == 1


def test_answer_that_got_lost_is_sent_again_and_counts_once(town, visit):
    meeting = make_meeting(town=town)
    make_round(item=make_item(meeting=meeting, case=make_case(town=town)))
    page = sit(visit, meeting)
    numbers = []

    def swallow(route):
        numbers.append(route.request.post_data)
        if len(numbers) == 1:
            route.fetch()  # the server has it, the phone does not know
            route.abort()
        else:
            route.continue_()

    page.route("**/plaatsen/", swallow)
    tap(page, 2, 3)
    send(page)

    expect(page.locator("#gedaan")).to_be_visible(timeout=20_000)
    assert numbers[0] == numbers[1]
    assert BlindPlacement.objects.count() == 1


def test_removed_seat_comes_to_the_door_and_leaves_nothing_on_the_device(town, visit):
    meeting = make_meeting(town=town)
    make_round(item=make_item(meeting=meeting, case=make_case(town=town)))
    page = sit(visit, meeting)
    tap(page, 2, 3)
    Seat.objects.filter(user=None).update(secret=None)

    send(page)

    expect(page.get_by_label("Uw functie")).to_be_visible()
    page.wait_for_function("!Object.keys(sessionStorage).some((key) => key.startsWith('bijeenkomst:'))")


def test_colleague_and_closed_door(town, visit, hold):
    meeting = make_meeting(town=town, guests=False)
    page = phone(visit)
    page.goto(f"/meedoen/{meeting.code}/")
    expect(page.get_by_role("link", name="Inloggen")).to_be_visible()
    hold(page, "login-first")

    page = phone(visit, town.owner)
    page.goto(f"/meedoen/{meeting.code}/")
    hold(page, "join-colleague")
    page.get_by_role("button", name="Aanschuiven").click()
    heading(page, "Voorstelrondje")
    hold(page, "colleague")

    page.goto("/meedoen/K7M2QX/")
    hold(page, "unknown")
