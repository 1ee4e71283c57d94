"""The page of a participant: joining, every scene, blindness, posts that are sent twice, texts that are refused."""

import re
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from common.models import TextFlag
from tests.factories import make_case
from tests.workshops.factories import make_blind, make_item, make_meeting, make_note, make_round, make_seat, point, show
from workshops import door
from workshops.access import cookie_name
from workshops.actions import join as joining
from workshops.actions import notes, rounds, run
from workshops.models import BlindPlacement, Meeting, Note, Round, Seat
from workshops.views import seat as views

BSN = "111222333"
SECRET = "x" * 40


@pytest.fixture(autouse=True)
def no_failures_of_others():
    cache.clear()


@pytest.fixture
def meeting(town):
    return make_meeting(town=town)


@pytest.fixture
def item(town, meeting):
    return make_item(meeting=meeting, case=make_case(town=town))


def sit(meeting, secret=SECRET, **fields):
    """A guest's browser and the seat it has."""
    own = make_seat(meeting=meeting, secret=secret, **fields)
    client = Client()
    client.cookies[cookie_name(meeting)] = secret
    return client, own


def look(client, meeting):
    answer = client.get(f"/meedoen/{meeting.code}/")
    assert answer.status_code == 200
    return answer.content.decode()


def placed(found, **fields):
    return {"round": found.pk, "kind": "point", "x": "2", "y": "3", "reason": "Men mijdt elkaar", **fields}


def join(meeting, client=None, **fields):
    client = client or Client()
    page = client.get(f"/meedoen/{meeting.code}/aanschuiven/")
    key = re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]
    data = {"function": "wijkagent", "organisation_name": "Politie", "key": key, **fields}
    return client, client.post(f"/meedoen/{meeting.code}/aanschuiven/", data)


# The code


@pytest.mark.parametrize("shape", ["{}", " {} ", "{}-", "k{}"])
def test_code_is_forgiving(meeting, shape):
    meeting.code = "K7M2QX"
    meeting.save(update_fields=["code"])
    written = shape.format("k7m 2qx" if shape != "k{}" else "7m2qx")

    answer = Client().post("/meedoen/", {"code": written})

    assert answer.url == "/meedoen/K7M2QX/"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "Vul de code in"),
        ("K7M2Q0", "komen O, 0, I, 1 en L niet voor"),
        ("K7M", "zes"),
        ("K7M2QZ", "kennen we niet"),
    ],
)
def test_wrong_code_says_what_is_wrong(db, written, said):
    answer = Client().post("/meedoen/", {"code": written})

    assert answer.status_code == 422
    assert said.replace("zes", "6 letters") in answer.content.decode()


def test_link_with_code_goes_on_at_once(meeting):
    assert Client().get(f"/meedoen/?code={meeting.code.lower()}").url == f"/meedoen/{meeting.code}/"


def test_address_in_small_letters_works(meeting):
    assert Client().get(f"/meedoen/{meeting.code.lower()}/").url == f"/meedoen/{meeting.code}/aanschuiven/"


def test_guessing_closes_the_door_and_who_sits_stays(meeting, monkeypatch):
    monkeypatch.setattr(door, "FAILURES", 3)
    client, _ = sit(meeting)

    tries = [Client().get(f"/meedoen/K7M2Q{last}/").status_code for last in "234"]

    assert tries == [404, 404, 404]
    assert Client().get("/meedoen/K7M2Q5/").status_code == 429
    assert Client().get(f"/meedoen/{meeting.code}/").status_code == 429
    assert Client().get(f"/meedoen/{meeting.code}/aanschuiven/").status_code == 429
    assert Client().post("/meedoen/", {"code": meeting.code}).status_code == 429
    assert client.get(f"/meedoen/{meeting.code}/").status_code == 200


def test_right_codes_and_impossible_ones_are_not_counted(meeting, monkeypatch):
    monkeypatch.setattr(door, "FAILURES", 1)

    for code in (meeting.code, "0OIL11", "kort", "veel-te-lang-voor-een-code"):
        Client().get(f"/meedoen/{code}/")
        Client().post("/meedoen/", {"code": code})

    assert Client().get(f"/meedoen/{meeting.code}/aanschuiven/").status_code == 200


# Joining


def test_guest_joins_with_function_and_organisation_only(meeting):
    client, answer = join(meeting, contact_consent="on")

    own = Seat.objects.get(meeting=meeting, user=None)
    assert answer.url == f"/meedoen/{meeting.code}/"
    assert (own.function, own.organisation_name, own.contact_consent) == ("wijkagent", "Politie", True)
    assert own.notice_at
    cookie = answer.cookies[cookie_name(meeting)]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/meedoen/")
    assert own.secret not in cookie.value
    assert "U doet mee als wijkagent" in look(client, meeting)


def test_sending_the_join_form_twice_gives_one_seat(meeting):
    client = Client()
    page = client.get(f"/meedoen/{meeting.code}/aanschuiven/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    data = {"function": "wijkagent", "organisation_name": "Politie", "key": key}

    for _ in range(2):
        Client().post(f"/meedoen/{meeting.code}/aanschuiven/", data)  # the first answer was lost, and its cookie too

    assert Seat.objects.filter(meeting=meeting, user=None).count() == 1


def test_key_that_was_touched_gives_a_secret_of_our_own(meeting):
    _, answer = join(meeting, key="zelf verzonnen")

    assert len(answer.cookies[cookie_name(meeting)].value) == 40


def test_lost_cookie_joins_again_and_the_old_seat_can_be_removed(town, meeting):
    join(meeting)
    old = Seat.objects.get(meeting=meeting, user=None)
    joining.remove(seat=old, by=town.coordinator)

    client, _ = join(meeting)

    assert Seat.objects.filter(meeting=meeting, user=None, left_at=None).count() == 1
    assert client.get(f"/meedoen/{meeting.code}/").status_code == 200


def test_removed_seat_is_asked_to_join(town, meeting):
    client, own = sit(meeting)
    joining.remove(seat=own, by=town.coordinator)

    assert client.get(f"/meedoen/{meeting.code}/nu/").url == f"/meedoen/{meeting.code}/aanschuiven/"


def test_colleague_joins_with_one_tap(town, meeting, client_of):
    client = client_of(town.owner)
    assert "Eva Eigenaar" in client.get(f"/meedoen/{meeting.code}/aanschuiven/").content.decode()

    client.post(f"/meedoen/{meeting.code}/aanschuiven/")

    assert Seat.objects.get(meeting=meeting, user=town.owner).places
    assert client.get(f"/meedoen/{meeting.code}/").status_code == 200


def test_without_guests_the_page_leads_to_the_login_and_back(town, client_of):
    closed = make_meeting(town=town, guests=False)

    page = Client().get(f"/meedoen/{closed.code}/aanschuiven/").content.decode()
    refused = Client().post(
        f"/meedoen/{closed.code}/aanschuiven/", {"function": "wijkagent", "organisation_name": "Politie"}
    )

    assert f"/inloggen/?next=/meedoen/{closed.code}/aanschuiven/" in page
    assert refused.status_code == 403
    assert not Seat.objects.filter(meeting=closed, user=None).exists()


def test_who_left_takes_the_same_seat_again(meeting):
    client, own = sit(meeting)

    client.post(f"/meedoen/{meeting.code}/verlaten/")
    gone = client.get(f"/meedoen/{meeting.code}/")
    client.post(f"/meedoen/{meeting.code}/aanschuiven/")

    assert gone.url == f"/meedoen/{meeting.code}/aanschuiven/"
    assert Seat.objects.get(pk=own.pk).left_at is None
    assert Seat.objects.filter(meeting=meeting, user=None).count() == 1


def test_privacy_notice_says_how_long_and_who_sees_what(town, meeting):
    page = Client().get(f"/meedoen/{meeting.code}/aanschuiven/").content.decode()

    assert "30 dagen na de bijeenkomst" in page
    assert "Met weinig deelnemers is te raden wie wat plaatste" in page
    assert "staat uw functie bij uw plaatsing" in page


def test_function_with_a_bsn_is_refused(meeting):
    _, answer = join(meeting, function=f"agent {BSN}")

    assert answer.status_code == 200
    assert not Seat.objects.filter(meeting=meeting, user=None).exists()


# Scenes


def test_planned_meeting_says_when_it_begins(town):
    meeting = make_meeting(town=town, running=False)
    client, _ = sit(meeting)

    assert "nog niet begonnen" in look(client, meeting)


def test_introduction_shows_the_question(town):
    meeting = make_meeting(town=town, kind="network", question="Waar is deze wijk trots op?")
    client, _ = sit(meeting)

    assert "Waar is deze wijk trots op?" in look(client, meeting)


def test_between_two_steps_there_is_nothing_to_do(town, meeting):
    run.go_to(meeting=meeting, step=meeting.steps.get(number=2), by=town.coordinator)
    client, _ = sit(meeting)

    page = look(client, meeting)

    assert "U hoeft nu niets te doen" in page
    assert "Agendapunt" in page


def test_round_that_is_ready_shows_the_wording_and_no_form(item):
    make_round(item=item, opened=False)
    client, _ = sit(item.meeting)

    page = look(client, item.meeting)

    assert "Ronde 1 begint zo" in page and item.wording in page
    assert "plaatsen/" not in page


def test_open_round_has_the_form_and_the_saved_state(item):
    found = make_round(item=item)
    client, own = sit(item.meeting)
    assert "Plaatsing versturen" in look(client, item.meeting)

    answer = client.post(f"/meedoen/{item.meeting.code}/plaatsen/", placed(found), follow=True)

    page = answer.content.decode()
    assert "Uw plaatsing staat erbij." in page
    assert "U kunt haar wijzigen tot de ronde sluit." in page
    assert "fase 2 (Ongemak)" in page and "Men mijdt elkaar" in page
    assert BlindPlacement.objects.get(seat=own).shape == point(2, 3)


def test_case_title_never_reaches_a_guest(town, meeting):
    case = make_case(town=town, title="Zeepaardjesplein", reason="zeepaardjes", context="zeepaardjes")
    found = make_round(item=make_item(meeting=meeting, case=case, wording="De sfeer op een plein"))
    client, _ = sit(meeting)

    texts = [look(client, meeting)]
    client.post(f"/meedoen/{meeting.code}/plaatsen/", placed(found))
    show(found=found)
    texts.append(look(client, meeting))

    assert "De sfeer op een plein" in texts[1]
    assert not any("zeepaard" in text.lower() for text in texts)


def test_closed_round_takes_a_late_placement_marked_in_words(town, item):
    found = make_round(item=item)
    client, own = sit(item.meeting)
    rounds.close_round(found=found, by=town.coordinator)
    assert "Wat u nu plaatst, heet “laat”" in look(client, item.meeting)

    client.post(f"/meedoen/{item.meeting.code}/plaatsen/", placed(found))

    page = look(client, item.meeting)
    assert BlindPlacement.objects.get(seat=own).late
    assert "Uw late plaatsing staat erbij." in page


def test_late_placement_leaves_the_one_in_time(town, item):
    found = make_round(item=item)
    client, own = sit(item.meeting)
    make_blind(found=found, seat=own, x=1, y=1)
    rounds.close_round(found=found, by=town.coordinator)

    client.post(f"/meedoen/{item.meeting.code}/plaatsen/", placed(found, x="4", y="4"))

    assert [row.shape for row in BlindPlacement.objects.filter(seat=own).order_by("late")] == [point(1, 1), point(4, 4)]
    assert "Wat u op tijd plaatste, blijft staan" in look(client, item.meeting)


def test_result_shows_everyone_apart_and_marks_the_own_placement(town, item):
    found = make_round(item=item)
    client, own = sit(item.meeting)
    make_blind(found=found, seat=own, x=2, y=3)
    make_blind(found=found, seat=make_seat(meeting=item.meeting, function="wijkagent"), x=1, y=1)
    make_blind(found=found, seat=make_seat(meeting=item.meeting, function="opbouwwerker"), x=4, y=4)
    make_blind(found=found, seat=make_seat(meeting=item.meeting), shape=None, cannot_judge=True, reason="")
    rounds.close_round(found=found, by=town.coordinator)
    make_blind(found=found, seat=make_seat(meeting=item.meeting, function="schoolleider"), x=3, y=3)
    show(found=found)

    page = look(client, item.meeting)

    assert "3 plaatsingen, 1 kan dit niet beoordelen, 1 na het sluiten." in page
    assert "Tussen groepen: fase 1 tot 4" in page and "Met de overheid: fase 1 tot 4" in page
    assert page.count("map-own") == 1
    assert re.search(r'seat-yours__number">2<', page)
    assert 'data-number="2" class="is-own"' in page and 'data-number="L1"' in page
    assert "wijkagent, Stichting Welzijn" in page
    assert "gemiddeld" not in page.replace("niet gemiddeld", "")


def test_result_for_two_people_marks_for_each_the_own(item):
    found = make_round(item=item)
    first, one = sit(item.meeting, "a" * 40)
    second, two = sit(item.meeting, "b" * 40)
    make_blind(found=found, seat=one, x=1, y=1)
    make_blind(found=found, seat=two, x=4, y=4)
    show(found=found)

    assert re.search(r'seat-yours__number">1<', look(first, item.meeting))
    assert re.search(r'seat-yours__number">2<', look(second, item.meeting))


def test_reasons_of_others_stay_hidden_until_their_card_is_turned(town, item):
    found = make_round(item=item)
    client, _ = sit(item.meeting)
    other = make_blind(found=found, seat=make_seat(meeting=item.meeting), reason="zeepaardjes")
    show(found=found)
    assert "zeepaardjes" not in look(client, item.meeting)

    rounds.turn_card(placement=BlindPlacement.objects.get(pk=other.pk), by=town.coordinator)

    assert "zeepaardjes" in look(client, item.meeting)


def test_functions_stay_away_when_that_was_chosen(town):
    meeting = make_meeting(town=town, show_functions=False)
    found = make_round(item=make_item(meeting=meeting, case=make_case(town=town)))
    client, _ = sit(meeting)
    make_blind(found=found, seat=make_seat(meeting=meeting, function="zeepaardkundige"))
    show(found=found)

    assert "zeepaardkundige" not in look(client, meeting)
    assert "1 plaatsing." in look(client, meeting)


def test_second_round_starts_empty_and_reminds_of_the_first(item):
    first = make_round(item=item)
    client, own = sit(item.meeting)
    make_blind(found=first, seat=own, x=1, y=1, reason="zeepaardjes")
    show(found=first)
    make_round(item=item)

    page = look(client, item.meeting)

    assert "In ronde 1 plaatste u: Punt. Tussen groepen fase 1 (Rust)" in page
    assert 'value="zeepaardjes"' not in page
    assert not re.search(r'name="[xy]" value="\d" data-name="[^"]*" checked', page)


@pytest.mark.parametrize(("agreed", "said"), [(True, "We zijn het eens"), (False, "We zien dit verschillend")])
def test_settled_round_shows_what_was_agreed(town, item, agreed, said):
    found = show(found=make_round(item=item))
    rounds.settle(found=found, by=town.coordinator, agreed=agreed, outcome="We spreken winkeliers aan.")
    client, _ = sit(item.meeting)

    page = look(client, item.meeting)

    assert said in page and "We spreken winkeliers aan." in page
    assert "plaatsen/" not in page


def test_who_sits_in_without_placing_gets_no_form(town, item, client_of):
    make_round(item=item)

    page = look(client_of(town.coordinator), item.meeting)

    assert "U zit erbij zonder te plaatsen" in page
    assert "plaatsen/" not in page


def test_nudge_is_for_who_did_not_place(town, item):
    found = make_round(item=item)
    idle, _ = sit(item.meeting, "a" * 40)
    done, own = sit(item.meeting, "b" * 40)
    make_blind(found=found, seat=own)

    run.nudge(meeting=item.meeting, by=town.coordinator)

    assert "We wachten nog op enkele plaatsingen" in look(idle, item.meeting)
    assert "We wachten nog" not in look(done, item.meeting)


def test_nudge_of_an_earlier_round_is_over(town, item):
    run.nudge(meeting=item.meeting, by=town.coordinator)
    make_round(item=item)
    client, _ = sit(item.meeting)

    assert "We wachten nog" not in look(client, item.meeting)


def test_timer_stands_on_the_page(town, item):
    make_round(item=item)
    run.set_timer(meeting=item.meeting, seconds=90, by=town.coordinator)
    client, _ = sit(item.meeting)

    assert "data-ends=" in look(client, item.meeting)


@pytest.mark.parametrize("path", ["", "nu/", "live/versie/", "verlaten/", "aanschuiven/"])
def test_everything_is_dead_after_the_end(town, meeting, path):
    client, _ = sit(meeting)
    run.end(meeting=meeting, by=town.coordinator)

    answer = client.get(f"/meedoen/{meeting.code}/{path}")

    assert answer.status_code == 410
    assert "De bijeenkomst is afgelopen" in answer.content.decode()
    assert meeting.title not in answer.content.decode()


def test_reloading_after_the_end_is_no_guessing(town, meeting, monkeypatch):
    monkeypatch.setattr(door, "FAILURES", 1)
    run.end(meeting=meeting, by=town.coordinator)

    for _ in range(3):
        Client().get(f"/meedoen/{meeting.code}/nu/")

    assert Client().post("/meedoen/", {"code": meeting.code}).status_code == 410


def test_cancelled_meeting_says_so(town):
    meeting = make_meeting(town=town, running=False)
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", cancel_reason="later")

    answer = Client().get(f"/meedoen/{meeting.code}/")

    assert (answer.status_code, "gaat niet door" in answer.content.decode()) == (410, True)


# Placing


def test_sending_twice_makes_one_placement(item):
    found = make_round(item=item)
    client, _ = sit(item.meeting)
    data = placed(found, submission=str(uuid4()))

    for _ in range(3):
        client.post(f"/meedoen/{item.meeting.code}/plaatsen/", data)

    assert BlindPlacement.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "shape"),
    [
        ({"kind": "area", "x_to": "3", "y_to": "4"}, ("area", 2, 3, 3, 4)),
        ({"kind": "area", "x_to": "1", "y_to": "1"}, ("area", 1, 2, 1, 3)),
        ({"kind": "line", "y_to": "1", "group_low": "voor", "group_high": "tegen"}, ("line", 2, 2, 1, 3)),
        ({"kind": "point", "x_to": "4"}, ("point", 2, 2, 3, 3)),
        ({"cannot_judge": "ja", "x": "", "y": "", "reason": ""}, None),
    ],
)
def test_every_shape_arrives(item, fields, shape):
    found = make_round(item=item)
    client, own = sit(item.meeting)

    client.post(f"/meedoen/{item.meeting.code}/plaatsen/", placed(found, **fields))

    stored = BlindPlacement.objects.get(seat=own).shape
    assert (stored and (stored.kind, stored.x_min, stored.x_max, stored.y_min, stored.y_max)) == shape


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"x": ""}, "Kies een vak op de kaart"),
        ({"reason": " "}, "Schrijf in een paar woorden waarom"),
        ({"kind": "area"}, "Een gebied beslaat meer dan één vak"),
        ({"kind": "line", "y_to": "4"}, "Noem bij elk eind van de lijn een groep"),
        ({"kind": "line", "group_low": "a", "group_high": "b"}, "Een lijn heeft twee einden"),
        ({"kind": "line", "y_to": "4", "group_low": "buren", "group_high": "Buren"}, "twee verschillende groepen"),
        ({"reason": "a" * 201}, "Houd het bij 200 tekens"),
    ],
)
def test_wrong_placement_keeps_what_was_typed(item, fields, said):
    found = make_round(item=item)
    client, _ = sit(item.meeting)

    answer = client.post(f"/meedoen/{item.meeting.code}/plaatsen/", placed(found, **fields))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert fields.get("reason", "Men mijdt elkaar").strip()[:20] in page
    assert not BlindPlacement.objects.exists()


def test_text_of_a_post_that_came_too_late_is_given_back(town, item):
    found = show(found=make_round(item=item))
    rounds.settle(found=found, by=town.coordinator)
    client, _ = sit(item.meeting)

    answer = client.post(f"/meedoen/{item.meeting.code}/plaatsen/", placed(found))

    assert answer.status_code == 409
    assert "Deze ronde is afgerond" in answer.content.decode()
    assert "U schreef: “Men mijdt elkaar”" in answer.content.decode()


def test_round_of_another_meeting_does_not_exist_here(town, item):
    elsewhere = make_round(item=make_item(meeting=make_meeting(town=town), case=make_case(town=town)))
    client, _ = sit(item.meeting)

    assert client.post(f"/meedoen/{item.meeting.code}/plaatsen/", placed(elsewhere)).status_code == 404


def test_bsn_in_a_reason_is_refused_and_stored_nowhere(item, caplog):
    found = make_round(item=item)
    client, _ = sit(item.meeting)

    answer = client.post(f"/meedoen/{item.meeting.code}/plaatsen/", placed(found, reason=f"bel {BSN}"))

    assert answer.status_code == 422
    rows = [list(model.objects.values()) for model in apps.get_models()]
    assert BSN not in str(rows) and BSN not in caplog.text


def test_text_kept_with_a_reason_is_told_at_the_reveal(town, item):
    found = make_round(item=item)
    client, own = sit(item.meeting)
    text = "Men belt 06-12345678"
    assert client.post(f"/meedoen/{item.meeting.code}/plaatsen/", placed(found, reason=text)).status_code == 422

    data = placed(found, reason=text, privacy_reason="Dit is het nummer van het plein")
    client.post(f"/meedoen/{item.meeting.code}/plaatsen/", data)

    assert BlindPlacement.objects.get(seat=own).reason == text
    assert not TextFlag.objects.exists()
    show(found=found)
    assert TextFlag.objects.get().reason == "Dit is het nummer van het plein"


# Notes


@pytest.fixture
def network(town):
    meeting = make_meeting(town=town, kind="network")
    notes.open_notes(meeting=meeting, by=town.coordinator)
    return meeting


def test_three_notes_are_written_changed_and_taken_back(network):
    client, own = sit(network)
    for text in ("parkeren", "geluid", "afval"):
        client.post(f"/meedoen/{network.code}/geeltjes/", {"text": text, "submission": str(uuid4())})
    fourth = client.post(f"/meedoen/{network.code}/geeltjes/", {"text": "hangplek"})
    first = Note.objects.get(text="parkeren")

    client.post(f"/meedoen/{network.code}/geeltjes/{first.pk}/", {"text": "ruzie over\n parkeren"})
    client.post(
        f"/meedoen/{network.code}/geeltjes/{Note.objects.get(text='afval').pk}/", {"weg": "ja", "text": "afval"}
    )

    assert fourth.status_code == 409
    assert "U hebt al drie geeltjes" in fourth.content.decode() and "hangplek" in fourth.content.decode()
    assert list(own.notes.values_list("text", flat=True)) == ["ruzie over parkeren", "geluid"]
    assert "Nog 1 geeltje" in look(client, network)


def test_note_sent_twice_is_written_once_and_taken_back_twice_is_no_error(network):
    client, own = sit(network)
    data = {"text": "parkeren", "submission": str(uuid4())}
    for _ in range(2):
        client.post(f"/meedoen/{network.code}/geeltjes/", data)
    pk = own.notes.get().pk

    answers = [client.post(f"/meedoen/{network.code}/geeltjes/{pk}/", {"weg": "ja"}).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert not own.notes.exists()


def test_long_note_gets_advice_and_no_refusal(network):
    client, own = sit(network)

    client.post(f"/meedoen/{network.code}/geeltjes/", {"text": "a" * 61})
    client.post(f"/meedoen/{network.code}/geeltjes/", {"text": "Ruzie. En geluid."})
    page = look(client, network)
    too_long = client.post(f"/meedoen/{network.code}/geeltjes/", {"text": "a" * 141})

    assert own.notes.count() == 2
    assert page.count("Dit is lang voor een geeltje. Een") == 2  # one on the note, one ready for who types
    assert page.count("Dit zijn meer zinnen") == 2
    assert (too_long.status_code, "Houd het bij 140 tekens" in too_long.content.decode()) == (422, True)


def test_note_of_somebody_else_does_not_exist(network):
    client, _ = sit(network, "a" * 40)
    other = make_note(seat=make_seat(meeting=network), text="zeepaardjes")

    answers = [
        client.post(f"/meedoen/{network.code}/geeltjes/{other.pk}/", {"text": "van mij"}),
        client.post(f"/meedoen/{network.code}/geeltjes/{other.pk}/", {"weg": "ja"}),
    ]

    assert answers[0].status_code == 404
    assert Note.objects.get(pk=other.pk).text == "zeepaardjes"
    assert not any("zeepaardjes" in answer.content.decode() for answer in answers)


def test_notes_of_others_come_after_collecting(town, network):
    client, _ = sit(network)
    make_note(seat=make_seat(meeting=network), text="zeepaardjes")
    assert "zeepaardjes" not in look(client, network)

    notes.collect(meeting=network, by=town.coordinator)

    assert "zeepaardjes" in look(client, network)


def test_note_after_collecting_is_given_back(town, network):
    client, _ = sit(network)
    notes.collect(meeting=network, by=town.coordinator)

    answer = client.post(f"/meedoen/{network.code}/geeltjes/", {"text": "parkeren"})

    assert (answer.status_code, "U schreef: “parkeren”" in answer.content.decode()) == (409, True)


def test_bsn_on_a_note_is_refused(network):
    client, own = sit(network)

    answer = client.post(f"/meedoen/{network.code}/geeltjes/", {"text": f"bel {BSN}"})

    assert (answer.status_code, own.notes.exists()) == (422, False)


def test_placed_notes_stand_on_the_map_of_the_group(town, network):
    client, own = sit(network)
    note = make_note(seat=own)
    notes.collect(meeting=network, by=town.coordinator)
    notes.explain(note=note, by=town.coordinator)
    note.refresh_from_db()
    notes.place_note(note=note, shape=point(2, 2), dissent="", by=town.coordinator, seen=note.version)

    page = look(client, network)

    assert "<svg" in page and "Staat op de kaart" in page and "Uw geeltje" in page


# Where a guest does not come


def test_guest_reaches_no_other_meeting_and_no_page_with_a_login(town, item):
    client, _ = sit(item.meeting)
    other = make_meeting(town=town)

    assert client.get(f"/meedoen/{other.code}/").url == f"/meedoen/{other.code}/aanschuiven/"
    assert client.post(f"/meedoen/{other.code}/geeltjes/", {"text": "x"}).url == f"/meedoen/{other.code}/aanschuiven/"
    for address in (
        "/",
        "/casussen/",
        f"/casussen/{item.case_id}/",
        f"/bijeenkomsten/{item.meeting_id}/",
        "/signalen/",
    ):
        answer = client.get(address)
        assert answer.status_code == 404 or answer.url.startswith("/inloggen/")
    assert client.get(f"/scherm/{item.meeting.code}/").status_code in {302, 404}
    assert client.get("/live/x/versie/").url.startswith("/inloggen/")


def test_guest_moves_no_round(item):
    found = make_round(item=item, opened=False)
    client, _ = sit(item.meeting)

    for verb in ("openen", "sluiten", "onthullen", "open", "dicht"):
        client.post(f"/bijeenkomsten/{item.meeting_id}/leiden/{verb}/", {"round": found.pk})

    assert Round.objects.get(pk=found.pk).state == "ready"


# Blind

MARK = "zeepaardjes"


def every_byte(client, meeting):
    """All that a seat may ask, as it comes: pages, parts, numbers, headers and cookies."""
    found = []
    for path in ("", "nu/", "live/versie/", "live/", "verlaten/"):
        answer = client.get(f"/meedoen/{meeting.code}/{path}", headers={"X-Part": "1"} if path == "nu/" else {})
        found.append(
            (path, re.sub(rb"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9]{64}", b"", answer.content), dict(answer.items()))
        )
    return found


def around(client, meeting, found, others):
    """What a seat hears before and after others placed, and placed again."""
    every_byte(client, meeting)
    before = every_byte(client, meeting)
    for number, seat in enumerate(others):
        make_blind(found=found, seat=seat, x=4, y=1 + number, reason=MARK)
        make_blind(found=found, seat=seat, x=1, y=1 + number, reason=MARK, sure="very")
    return before, every_byte(client, meeting)


@pytest.fixture
def blind_table(town, item):
    """A guest who placed, three others who did not yet, and the open round."""
    client, own = sit(item.meeting)
    others = [make_seat(meeting=item.meeting, function=MARK, organisation_name=MARK) for _ in range(3)]
    found = make_round(item=item)
    make_blind(found=found, seat=own, x=2, y=2, reason="eigen")
    return client, item.meeting, found, others


@pytest.mark.parametrize("closed", [False, True])
def test_before_the_reveal_a_seat_hears_nothing_of_others(town, blind_table, closed):
    """The bytes are the same whether others placed, what they placed, changed it, or placed late."""
    client, meeting, found, others = blind_table
    if closed:
        rounds.close_round(found=found, by=town.coordinator)

    before, after = around(client, meeting, found, others)

    assert after == before
    assert MARK not in str(after)
    assert "ETag" not in str(after)


def _texts(answer, rows):
    answer.content += " ".join(row.reason for row in rows).encode()


def _count(answer, rows):
    answer.headers["X-Placed"] = str(len(rows))


def _classes(answer, rows):
    answer.content += f'<i class="x{sum(row.x_min for row in rows)}"></i>'.encode()


@pytest.mark.parametrize("leak", [_texts, _count, _classes])
def test_that_walk_sees_a_leak_that_is_planted(blind_table, monkeypatch, leak):
    whole = views._answer

    def leaking(request, **more):
        answer = whole(request, **more)
        leak(answer, list(BlindPlacement.objects.all()))
        return answer

    monkeypatch.setattr(views, "_answer", leaking)

    before, after = around(*blind_table)

    assert after != before


def test_before_collecting_a_seat_hears_nothing_of_others_notes(network):
    client, own = sit(network)
    make_note(seat=own, text="eigen")
    every_byte(client, network)
    before = every_byte(client, network)

    for slot in (1, 2, 3):
        make_note(seat=make_seat(meeting=network), slot=slot, text=MARK)

    assert every_byte(client, network) == before


def test_refusals_and_errors_tell_nothing_of_others(town, item):
    found = make_round(item=item)
    client, _ = sit(item.meeting)
    make_blind(found=found, seat=make_seat(meeting=item.meeting, function=MARK), reason=MARK, x=4, y=4)

    answers = [
        client.post(f"/meedoen/{item.meeting.code}/plaatsen/", data)
        for data in ({}, placed(found, x=""), placed(found, reason=f"bel {BSN}"), {"round": "x" * 50})
    ]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert MARK not in str([answer.content for answer in answers])


# Cost


def test_parts_cost_few_statements(town, item, django_assert_num_queries):
    found = make_round(item=item)
    client, own = sit(item.meeting)
    for _ in range(3):
        make_blind(found=found, seat=make_seat(meeting=item.meeting))
    client.get(f"/meedoen/{item.meeting.code}/")

    with django_assert_num_queries(3):  # the meeting with its round, the seat, the own placement
        client.get(f"/meedoen/{item.meeting.code}/nu/")
    with django_assert_num_queries(2):
        client.get(f"/meedoen/{item.meeting.code}/live/versie/")
    show(found=found)
    client.get(f"/meedoen/{item.meeting.code}/nu/")
    with django_assert_num_queries(3):
        client.get(f"/meedoen/{item.meeting.code}/nu/")


def test_placing_costs_few_statements(item, django_assert_max_num_queries):
    found = make_round(item=item)
    client, own = sit(item.meeting)
    client.get(f"/meedoen/{item.meeting.code}/")

    with django_assert_max_num_queries(10):
        client.post(f"/meedoen/{item.meeting.code}/plaatsen/", placed(found))

    assert BlindPlacement.objects.filter(seat=own).exists()


def test_presence_is_written_at_most_every_half_minute(meeting):
    client, own = sit(meeting)
    client.get(f"/meedoen/{meeting.code}/")
    seen = Seat.objects.get(pk=own.pk).seen_at

    client.get(f"/meedoen/{meeting.code}/nu/")

    assert Seat.objects.get(pk=own.pk).seen_at == seen
