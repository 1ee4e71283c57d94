"""The addresses of the big screen: who has the key sees the room's picture; nobody sees more, nor after the end."""

import re

import pytest
from django.test import Client

from tests.factories import make_case
from tests.workshops.factories import make_blind, make_item, make_meeting, make_round, make_seat, show
from workshops.actions import rounds, run
from workshops.models import BlindPlacement, Meeting

SECRET = "De fanfare oefent te laat."


@pytest.fixture
def meeting(town):
    return make_meeting(town=town, title="Wijkoverleg Rozenbuurt")


@pytest.fixture
def item(town, meeting):
    return make_item(meeting=meeting, case=make_case(town=town))


def look(meeting, part=""):
    return Client().get(f"/scherm/{meeting.screen_key}/{part}")


@pytest.mark.parametrize("part", ["", "beeld/", "live/", "live/versie/"])
def test_wrong_key_finds_nothing(meeting, part):
    assert Client().get(f"/scherm/{'x' * 40}/{part}").status_code == 404


@pytest.mark.parametrize("part", ["", "beeld/"])
def test_screen_that_is_over_says_so_and_nothing_else(meeting, part):
    run.end(meeting=meeting, by=meeting.facilitator)

    answer = look(meeting, part)

    assert answer.status_code == 410
    assert "De bijeenkomst is afgelopen." in answer.content.decode()
    assert "Rozenbuurt" not in answer.content.decode()


def test_numbers_stop_with_the_meeting(meeting):
    run.end(meeting=meeting, by=meeting.facilitator)

    assert look(meeting, "live/versie/").status_code == 404


def test_screen_stays_in_no_cache_and_has_no_navigation(meeting):
    answer = look(meeting)

    assert answer.headers["Cache-Control"] == "no-store, private"
    assert b"<nav" not in answer.content
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("part", ["", "beeld/"])
@pytest.mark.parametrize("state", ["open", "closed"])
def test_before_the_reveal_one_placement_looks_like_any_other(meeting, item, part, state):
    """The same bytes whatever was placed, so nothing of it can be told."""
    found = make_round(item=item)
    seat = make_seat(meeting=meeting, function="wijkagent")
    pages = []
    for x, y, reason in ((4, 1, SECRET), (1, 4, "Kort.")):
        make_blind(found=found, seat=seat, x=x, y=y, reason=reason)
        if state == "closed":
            rounds.close_round(found=found, by=meeting.facilitator)
        answer = look(meeting, part)
        pages.append((without_clock(answer.content.decode()), sorted(set(answer.headers) - {"Date"})))
        if state == "closed":
            rounds.open_round(found=found, by=meeting.facilitator)

    assert pages[0] == pages[1]
    for word in (SECRET, "wijkagent", "data-x", "map-mark"):
        assert word not in pages[0][0]


def without_clock(html):
    return re.sub(r'data-(now|live-version|ends)="\d+"', "", html)


def test_no_text_until_its_card_is_turned(meeting, item):
    found = make_round(item=item)
    make_blind(found=found, seat=make_seat(meeting=meeting), reason=SECRET)
    show(found=found)
    assert SECRET not in look(meeting).content.decode()

    rounds.turn_card(placement=BlindPlacement.objects.get(), by=meeting.facilitator)

    assert SECRET in look(meeting).content.decode()


@pytest.mark.parametrize(
    ("text", "on_the_wall", "said"),
    [
        ("Rustig {}.", "67823", "Nog 4 kaartjes staan op de telefoon."),
        ("Reden {} " + "met veel woorden " * 11, "67", "Nog 7 kaartjes staan op de telefoon."),
    ],
)
def test_wall_holds_the_cards_that_were_turned_last(meeting, item, text, on_the_wall, said):
    """Nine cards are turned: the wall has the last ones, newest on top, and says how many made room."""
    found = make_round(item=item)
    for number in range(9):
        make_blind(found=found, seat=make_seat(meeting=meeting), reason=text.format(number))
    show(found=found)
    cards = dict(zip("012345678", BlindPlacement.objects.order_by("pk"), strict=True))
    for number in ("1", "4", "0", "5", "3", "2", "8", "7", "6", "7"):  # the second time "7" was turned already
        rounds.turn_card(placement=cards[number], by=meeting.facilitator)

    page = look(meeting).content.decode()

    assert "".join(re.findall(r"(?:Reden|Rustig) (\d)", page)) == on_the_wall
    assert said in page


def test_outcome_of_a_settled_round_takes_the_place_of_cards(meeting, item):
    found = make_round(item=item)
    for number in range(6):
        make_blind(found=found, seat=make_seat(meeting=meeting), reason=f"Rustig {number}.")
    show(found=found)
    for card in BlindPlacement.objects.order_by("pk"):
        rounds.turn_card(placement=card, by=meeting.facilitator)
    rounds.settle(found=found, by=meeting.facilitator, agreed=True, outcome="")

    page = look(meeting).content.decode()

    assert "".join(re.findall(r"Rustig (\d)", page)) == "543"
    assert "Nog 3 kaartjes staan op de telefoon." in page


def test_two_short_cards_stand_large_on_the_wall(meeting, item):
    found = make_round(item=item)
    for _ in range(2):
        make_blind(found=found, seat=make_seat(meeting=meeting), reason="Men groet elkaar niet meer.")
    show(found=found)
    for card in BlindPlacement.objects.all():
        rounds.turn_card(placement=card, by=meeting.facilitator)

    page = look(meeting).content.decode()

    assert page.count("Men groet elkaar niet meer.") == 2
    assert "scene__cards--many" not in page
    assert "op de telefoon" not in page


def test_outcome_says_whether_people_agree_and_no_free_text(meeting, item):
    found = show(found=make_round(item=item))
    rounds.settle(found=found, by=meeting.facilitator, agreed=False, outcome=SECRET)

    page = look(meeting).content.decode()

    assert "We zien het verschillend. Ook dat is een uitkomst." in page
    assert SECRET not in page


def test_empty_screen_shows_nothing(meeting, item):
    make_round(item=item)
    run.set_blank(meeting=meeting, blank=True, by=meeting.facilitator)

    page = look(meeting).content.decode()

    assert item.wording not in page
    assert meeting.title not in page


def test_functions_only_when_the_meeting_chose_them(town, meeting, item):
    found = make_round(item=item)
    make_blind(found=found, seat=make_seat(meeting=meeting, function="buurtsportcoach"))
    show(found=found)
    assert "buurtsportcoach" in look(meeting).content.decode()

    Meeting.objects.filter(pk=meeting.pk).update(show_functions=False)

    assert "buurtsportcoach" not in look(meeting).content.decode()
