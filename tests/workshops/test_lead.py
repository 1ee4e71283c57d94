"""The console: what comes next in each state, presses that may come twice or too late, and who may not press."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_case
from tests.workshops.factories import make_blind, make_item, make_meeting, make_note, make_round, make_seat, show
from workshops.actions import lead, notes, rounds, run
from workshops.boards_lead import console
from workshops.models import BlindPlacement, Invitee, Meeting, Note, Round, Seat

SECRET = "De fanfare oefent te laat."


@pytest.fixture
def meeting(town):
    return make_meeting(town=town)


@pytest.fixture
def session(town):
    return make_meeting(town=town, kind="network")


@pytest.fixture
def item(town, meeting):
    return make_item(meeting=meeting, case=make_case(town=town))


@pytest.fixture
def leader(town, client_of):
    return client_of(town.coordinator)


def url(name, meeting, *more):
    return reverse(f"workshops:{name}", args=[meeting.pk, *more])


def fresh(meeting):
    return Meeting.objects.get(pk=meeting.pk)


def board(meeting, **more):
    found = fresh(meeting)
    return console(found, found.facilitator, **more)


def step(meeting, code):
    run.go_to(meeting=meeting, step=meeting.steps.get(code=code), by=meeting.facilitator)
    return meeting


def press(client, name, meeting, *more, **data):
    """Press, and read the page that follows."""
    answer = client.post(url(name, meeting, *more), data, follow=True)
    assert answer.status_code == 200, answer.content[:300]
    return answer.content.decode()


# What comes next


def test_next_step_of_a_meeting_that_did_not_begin(town):
    assert board(make_meeting(town=town, running=False)).primary.label == "Start de bijeenkomst"


def test_next_steps_of_a_round(town, meeting, item):
    step(meeting, "item")
    labels = [board(meeting).primary.label]
    found = make_round(item=item, opened=False)
    labels.append(board(meeting).primary.label)
    for move in (rounds.open_round, rounds.close_round, rounds.reveal, rounds.discuss, rounds.settle):
        move(found=found, by=town.coordinator)
        labels.append(board(meeting).primary.label)

    assert labels == [
        "Leg het punt voor",
        "Open de ronde",
        "Sluit de ronde",
        "Onthul",
        "Begin het gesprek",
        "Rond deze ronde af",
        "Verder: Afronden",
    ]


def test_settled_round_leads_to_the_next_point(town, meeting, item):
    make_item(meeting=meeting, case=make_case(town=town))
    found = show(found=make_round(item=item))
    rounds.settle(found=found, by=town.coordinator)

    assert board(meeting).primary.label == "Leg het volgende punt voor"


def test_next_steps_of_a_work_session(town, session):
    lead_by = {"by": town.coordinator}
    labels = [board(session).primary.label]
    lead.sum_up(meeting=fresh(session), summary="Trots op het plein.", seen=fresh(session).version, **lead_by)
    labels.append(board(session).primary.label)
    step(fresh(session), "presentation")
    labels.append(board(session).primary.label)
    lead.show_slide(meeting=session, number=6, **lead_by)
    labels.append(board(session).primary.label)
    step(fresh(session), "notes")
    labels.append(board(session).primary.label)
    notes.open_notes(meeting=session, **lead_by)
    note = make_note(seat=make_seat(meeting=session))
    labels.append(board(session).primary.label)
    notes.collect(meeting=session, **lead_by)
    labels.append(board(session).primary.label)
    step(fresh(session), "place")
    labels.append(board(session).primary.label)
    note.refresh_from_db()
    notes.explain(note=note, **lead_by)
    labels.append(board(session).primary.label)
    note.refresh_from_db()
    notes.place_note(note=note, shape=make_shape(), dissent="", seen=note.version, **lead_by)
    labels.append(board(session).primary.label)
    step(fresh(session), "deepen")
    labels.append(board(session).primary.label)
    notes.deepen(note=note, seen=note.version, stage="early", **lead_by)
    labels.append(board(session).primary.label)

    assert labels == [
        "Schrijf de samenvatting",
        "Verder: Korte presentatie",
        "Volgende dia",
        "Verder: Geeltjes schrijven",
        "Laat iedereen schrijven",
        "Haal de geeltjes op",
        "Verder: Plaatsen op de kaart",
        "Geeltje 1 is toegelicht",
        "Plaats geeltje 1",
        "Verder: Verdiepen",
        "Verdiep geeltje 1",
        "Rond de bijeenkomst af",
    ]


def make_shape():
    from tests.workshops.factories import point

    return point(2, 2)


def test_sum_of_the_steps_against_the_time_of_the_meeting(session):
    assert board(session).minutes_words == "De stappen duren samen 150 van de 150 minuten."
    session.steps.filter(code="deepen").update(minutes=60)
    assert board(session).minutes_words.endswith("Dat is 15 minuten te veel.")


# Closing and revealing with somebody missing


def test_closing_counts_first(leader, meeting, item):
    found = make_round(item=item)
    make_blind(found=found, seat=make_seat(meeting=meeting))
    make_seat(meeting=meeting)
    make_seat(meeting=meeting)

    asked = press(leader, "lead_close", meeting, found.pk)
    found.refresh_from_db()
    assert found.state == "open"
    assert "Nog 2 niet" in asked
    assert "Toch sluiten" in asked

    press(leader, "lead_close", meeting, found.pk, missing=2)
    found.refresh_from_db()
    assert found.state == "closed"


def test_revealing_counts_first_and_again_when_another_joined(leader, meeting, item):
    found = make_round(item=item)
    make_seat(meeting=meeting)
    press(leader, "lead_close", meeting, found.pk, missing=1)
    assert "Toch onthullen" in leader.get(url("lead", meeting)).content.decode()
    make_seat(meeting=meeting)

    said = press(leader, "lead_reveal", meeting, found.pk, missing=1)
    found.refresh_from_db()
    assert found.state == "closed"
    assert "Er hebben nog 2 deelnemers niet geplaatst" in said

    press(leader, "lead_reveal", meeting, found.pk, missing=2)
    found.refresh_from_db()
    assert (found.state, found.missing) == ("revealed", 2)


# Twice, at once, too late


def test_two_facilitators_press_the_same(town, leader, client_of, meeting, item):
    Invitee.objects.create(meeting=meeting, function="regisseur", user=town.owner, leads=True, by=town.coordinator)
    other = client_of(town.owner)
    step(meeting, "item")
    press(leader, "lead_prepare", meeting, item=item.pk, number=1)
    press(other, "lead_prepare", meeting, item=item.pk, number=1)
    found = Round.objects.get()
    for name in ("lead_open", "lead_close", "lead_reveal", "lead_discuss"):
        press(leader, name, meeting, found.pk)
        said = press(other, name, meeting, found.pk)
        assert "Dat had een collega net gedaan" in said
    found.refresh_from_db()
    assert found.state == "discussed"


def test_press_from_an_old_page_says_how_it_is(leader, meeting, item):
    found = show(found=make_round(item=item))

    said = press(leader, "lead_open", meeting, found.pk)

    found.refresh_from_db()
    assert found.state == "revealed"
    assert "Deze ronde is nu: onthuld" in said


def test_old_page_makes_no_third_round(leader, meeting, item):
    show(found=make_round(item=item))
    show(found=make_round(item=item))

    press(leader, "lead_prepare", meeting, item=item.pk, number=2)

    assert item.rounds.count() == 2


def test_each_press_twice_does_it_once(town, leader, client_of):
    meeting = make_meeting(town=town, running=False)
    for _ in (1, 2):
        press(leader, "lead_start", meeting)
    assert Seat.objects.filter(meeting=meeting).count() == 1
    first = meeting.steps.last()
    for name, data in (
        ("lead_step", {"step": first.pk}),
        ("lead_blank", {"blank": 1}),
        ("lead_blank", {"blank": 0}),
        ("lead_timer", {"seconds": 120}),
        ("lead_nudge", {}),
        ("lead_slide", {"number": 3}),
        ("lead_places", {"places": 1}),
        ("lead_notes_open", {}),
        ("lead_collect", {}),
        ("lead_put_away", {}),
        ("lead_end", {}),
    ):
        for _ in (1, 2):
            press(leader, name, meeting, **data)
    assert fresh(meeting).state == "ended"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("lead_timer", {"seconds": "drie"}),
        ("lead_timer", {"seconds": "99999"}),
        ("lead_step", {"step": "0"}),
        ("lead_slide", {"number": "-1"}),
        ("lead_prepare", {"item": "9999"}),
        ("lead_prepare", {}),
    ],
)
def test_what_no_button_sends_is_not_found(leader, meeting, name, data):
    assert leader.post(url(name, meeting), data).status_code == 404


def test_step_waits_for_a_round_that_is_still_blind(leader, meeting, item):
    make_round(item=item)

    said = press(leader, "lead_step", meeting, step=meeting.steps.last().pk)

    assert "Er is nog een ronde bezig" in said
    assert fresh(meeting).step != meeting.steps.last()


def test_back_to_the_programme_leaves_the_round_as_it_is(leader, meeting, item):
    found = show(found=make_round(item=item))

    press(leader, "lead_put_away", meeting)

    found.refresh_from_db()
    assert (fresh(meeting).round, found.state) == (None, "revealed")


def test_presses_after_the_end_change_nothing(leader, meeting, item):
    found = show(found=make_round(item=item))
    run.end(meeting=meeting, by=meeting.facilitator)

    for name, more, data in (
        ("lead_start", (), {}),
        ("lead_prepare", (), {"item": item.pk, "number": 2}),
        ("lead_open", (found.pk,), {}),
        ("lead_reveal", (found.pk,), {}),
        ("lead_timer", (), {"seconds": 60}),
        ("lead_blank", (), {"blank": 1}),
        ("lead_nudge", (), {}),
        ("lead_notes_open", (), {}),
        ("lead_step", (), {"step": meeting.steps.first().pk}),
    ):
        assert "afgelopen" in press(leader, name, meeting, *more, **data), name
    assert item.rounds.count() == 1
    assert "Deze bijeenkomst is afgerond" in leader.get(url("lead", meeting)).content.decode()


# Who may not


VERBS = (
    "lead_start",
    "lead_end",
    "lead_step",
    "lead_put_away",
    "lead_timer",
    "lead_blank",
    "lead_nudge",
    "lead_slide",
    "lead_prepare",
    "lead_places",
    "lead_question",
    "lead_summary",
    "lead_notes_open",
    "lead_collect",
    "lead_note",
)


@pytest.mark.parametrize("name", VERBS)
def test_who_does_not_lead_presses_nothing(town, client_of, meeting, name):
    make_seat(meeting=meeting, user=town.assessor)

    assert client_of(town.assessor).post(url(name, meeting)).status_code == 403
    assert client_of(town.outsider).post(url(name, meeting)).status_code == 404
    assert Client().post(url(name, meeting)).status_code == 302


@pytest.mark.parametrize("name", ["lead_open", "lead_close", "lead_reveal", "lead_discuss"])
def test_round_of_another_meeting_is_not_found(town, leader, meeting, item, name):
    other = make_meeting(town=town)

    assert leader.post(url(name, other, make_round(item=item).pk)).status_code == 404


def test_console_of_somebody_else_is_not_shown(town, client_of, meeting):
    make_seat(meeting=meeting, user=town.assessor)

    assert client_of(town.assessor).get(url("lead", meeting)).status_code == 403
    assert client_of(town.outsider).get(url("lead", meeting)).status_code == 404
    assert client_of(town.executive).get(url("lead", meeting)).status_code == 403


def test_colleague_takes_over_and_finds_everything(town, client_of, meeting, item):
    make_seat(meeting=meeting, user=town.owner)
    make_round(item=item)
    other = client_of(town.owner)

    asked = other.get(url("lead", meeting), follow=True).content.decode()
    assert "Ik leid mee" in asked
    for _ in (1, 2):
        page = press(other, "lead_take_over", meeting)

    assert "Sluit de ronde" in page
    assert Seat.objects.get(meeting=meeting, user=town.owner).leads


def test_who_was_asked_to_lead_opens_the_console(town, client_of, meeting):
    Invitee.objects.create(meeting=meeting, function="regisseur", user=town.owner, leads=True, by=town.coordinator)

    assert client_of(town.owner).get(url("lead", meeting)).status_code == 200


# Blind


def test_console_tells_who_placed_and_never_what(leader, meeting, item):
    found = make_round(item=item)
    seat = make_seat(meeting=meeting, function="wijkagent")
    make_seat(meeting=meeting, function="jongerenwerker")
    before = leader.get(url("lead", meeting)).content.decode()
    assert before.count("nog niet geplaatst") == 2
    make_blind(found=found, seat=seat, x=4, y=1, reason=SECRET)
    one = leader.get(url("lead", meeting), headers={"HX-Request": "true"}).content.decode()
    make_blind(found=found, seat=seat, x=1, y=1, reason="Iets anders.")
    other = leader.get(url("lead", meeting), headers={"HX-Request": "true"}).content.decode()

    assert one.count("nog niet geplaatst") == 1
    assert SECRET not in one
    assert without_tokens(one) == without_tokens(other)


def without_tokens(html):
    import re

    return re.sub(r'(name="csrfmiddlewaretoken" value|data-ends)="[^"]*"', "", html)


def test_card_of_a_blind_round_does_not_turn(leader, meeting, item):
    placement = make_blind(found=make_round(item=item), seat=make_seat(meeting=meeting))

    assert leader.post(url("lead_card", meeting, placement.pk), {"shown": 1}).status_code == 404


def test_card_turns_and_turns_back(leader, meeting, item):
    found = make_round(item=item)
    placement = make_blind(found=found, seat=make_seat(meeting=meeting))
    show(found=found)
    for shown in (1, 1, 0):
        press(leader, "lead_card", meeting, placement.pk, shown=shown)
        placement.refresh_from_db()
        assert placement.turned == bool(shown)


def test_note_that_was_not_collected_is_not_found(leader, session):
    note = make_note(seat=make_seat(meeting=session))

    for name in ("note_place", "note_deepen"):
        assert leader.get(url(name, session, note.pk)).status_code == 404
    assert leader.post(url("note_explain", session, note.pk)).status_code == 404


def test_console_shows_no_note_before_it_is_collected(leader, session):
    lead.sum_up(meeting=fresh(session), summary="Fijn.", by=session.facilitator, seen=fresh(session).version)
    step(fresh(session), "notes")
    press(leader, "lead_notes_open", session)
    make_note(seat=make_seat(meeting=session), text=SECRET)

    page = leader.get(url("lead", session)).content.decode()
    assert "1 geeltje van 1 persoon" in page
    assert SECRET not in page
    assert SECRET in press(leader, "lead_collect", session)


# Words


def test_question_and_summary(leader, session):
    press(leader, "lead_question", session, question="Wat bindt ons?", version=fresh(session).version)
    press(leader, "lead_summary", session, summary="Men is trots op het plein.", version=fresh(session).version)

    assert (fresh(session).question, fresh(session).summary) == ("Wat bindt ons?", "Men is trots op het plein.")


def test_going_on_without_a_summary_is_refused_with_a_reason(leader, session):
    said = press(leader, "lead_step", session, step=session.steps.get(code="presentation").pk)

    assert "Schrijf die eerst op" in said
    assert fresh(session).step.code == "introduction"


def test_summary_with_a_name_asks_to_rewrite_and_keeps_what_was_typed(leader, session):
    text = "Bel mevrouw Jansen op 06-12345678."

    said = press(leader, "lead_summary", session, summary=text, version=fresh(session).version)

    assert fresh(session).summary == ""
    assert text in said


def test_summary_of_two_facilitators_shows_both(leader, session):
    seen = fresh(session).version
    press(leader, "lead_summary", session, summary="De eerste.", version=seen)

    said = press(leader, "lead_summary", session, summary="De tweede.", version=seen)

    assert fresh(session).summary == "De eerste."
    assert "De eerste." in said
    assert "De tweede." in said


def test_note_for_somebody_without_a_phone(leader, session):
    Meeting.objects.filter(pk=session.pk).update(notes_state="open", step=session.steps.get(code="notes"))
    for about in ("parkeren", "afval", "muziek"):
        data = {"text": f"Ruzie over {about}", "function": "buurtvader", "submission": uuid4()}
        press(leader, "lead_note", session, **data)
        press(leader, "lead_note", session, **data)

    said = press(leader, "lead_note", session, text="Ruzie over honden", function="buurtvader", submission=uuid4())

    assert Note.objects.count() == 3
    assert Seat.objects.get(function="buurtvader").places is False
    assert "er al drie geeltjes" in said.replace("staan er", "er")


def collected(session, **fields):
    return make_note(seat=make_seat(meeting=session), shown_at=timezone.now(), **fields)


def test_note_is_explained_placed_and_deepened(leader, session):
    note = collected(session)
    assert "eerst toelichten" in leader.get(url("note_place", session, note.pk), follow=True).content.decode()
    press(leader, "note_explain", session, note.pk, explained=1)
    note.refresh_from_db()
    line = {"kind": "line", "x": 3, "y": 1, "y_to": 4, "group_low": "voorstanders", "group_high": "tegenstanders"}

    press(leader, "note_place", session, note.pk, version=note.version, dissent="De wijkagent ziet (2, 2).", **line)
    note.refresh_from_db()
    deep = {"stage": "derailed", "dynamics": ["DYN1", "DYN5"], "insight": "Het gaat om gezien worden."}
    press(
        leader, "note_deepen", session, note.pk, version=note.version, actors="winkeliers", follow_up="overleg", **deep
    )

    note.refresh_from_db()
    assert (note.kind, note.x_min, note.y_min, note.y_max, note.group_low) == ("line", 3, 1, 4, "voorstanders")
    assert note.dissent == "De wijkagent ziet (2, 2)."
    assert (note.stage, note.dynamics, note.actors) == ("derailed", ["DYN1", "DYN5"], "winkeliers")


def test_area_of_one_cell_is_sent_back_with_a_reason(leader, session):
    note = collected(session, explained_at=timezone.now())

    said = press(leader, "note_place", session, note.pk, version=1, kind="area", x=2, y=2)

    note.refresh_from_db()
    assert note.kind == ""
    assert "meer dan één vak" in said


def test_note_that_a_colleague_placed_meanwhile_is_not_overwritten(leader, session):
    note = collected(session, explained_at=timezone.now())
    press(leader, "note_place", session, note.pk, version=1, kind="point", x=2, y=2, dissent="")

    said = press(leader, "note_place", session, note.pk, version=1, kind="point", x=4, y=4, dissent="")

    note.refresh_from_db()
    assert note.x_min == 2
    assert "Een collega heeft dit intussen" in said


def test_blind_round_on_a_note(leader, session):
    note = collected(session, explained_at=timezone.now())
    step(_with_summary(session), "place")

    page = press(leader, "lead_prepare", session, note=note.pk, number=0)

    assert "Open de ronde" in page
    assert Round.objects.get().note == note


def _with_summary(session):
    Meeting.objects.filter(pk=session.pk).update(summary="Fijn.")
    return fresh(session)


# The table


def test_seat_is_taken_away_after_asking(leader, meeting):
    seat = make_seat(meeting=meeting, secret="geheim")

    assert "Plek weghalen" in leader.get(url("lead_seat_remove", meeting, seat.pk)).content.decode()
    for _ in (1, 2):
        press(leader, "lead_seat_remove", meeting, seat.pk)

    seat.refresh_from_db()
    assert seat.left_at
    assert seat.secret is None


def test_own_seat_stays(leader, meeting):
    press(leader, "lead_seat_remove", meeting, Seat.objects.get(leads=True).pk)

    assert Seat.objects.get(leads=True).left_at is None


def test_facilitator_places_along_or_not(leader, meeting):
    press(leader, "lead_places", meeting, places=1)
    assert rounds.expected(meeting) == 1
    press(leader, "lead_places", meeting, places=0)
    assert rounds.expected(meeting) == 0


@pytest.mark.parametrize("state", ["open", "shown"])
def test_console_takes_as_many_statements_for_any_number_of_people(leader, meeting, item, state):
    counts = []
    found = make_round(item=item)
    for many in (1, 100):
        for _ in range(many):
            seat = make_seat(meeting=meeting)
            BlindPlacement.objects.create(round=found, seat=seat, kind="point", x_min=1, x_max=1, y_min=1, y_max=1)
        if state == "shown":
            Round.objects.filter(pk=found.pk).update(state="revealed", revealed_at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            leader.get(url("lead", meeting))
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 30


def test_links_and_code_stand_on_the_console(leader, meeting):
    page = leader.get(url("lead", meeting)).content.decode()

    assert f"/scherm/{meeting.screen_key}/" in page
    assert f"{meeting.code[:3]} {meeting.code[3:]}" in page
