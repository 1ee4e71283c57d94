"""Rounds: one blind at a time, moves that rules allow, placements that are neither lost nor doubled."""

from uuid import uuid4

import pytest

from common.live import version
from common.models import TextFlag
from common.refusal import Refused
from tests.factories import make_case
from tests.workshops.factories import make_blind, make_item, make_meeting, make_round, make_seat, point, show
from workshops import rules
from workshops.actions import rounds, run
from workshops.models import BlindPlacement, Round, Seat

S = Round.State


@pytest.fixture
def item(town):
    return make_item(meeting=make_meeting(town=town), case=make_case(town=town))


def test_every_state_of_a_round_stands_in_the_table():
    assert set(rules.TRANSITIONS) == set(S)
    assert not any(to in {S.READY, S.OPEN, S.CLOSED} for state in Round.SHOWN for to in rules.TRANSITIONS[state])


@pytest.mark.parametrize("to", [S.REVEALED, S.SETTLED, S.DISCUSSED, S.READY])
def test_open_round_moves_to_nothing_but_closed(item, to):
    found = make_round(item=item)

    with pytest.raises(Refused):
        rules.check_move(found, to)


def test_second_press_on_reveal_changes_nothing(town, item):
    found = show(found=make_round(item=item))
    revealed_at = found.revealed_at

    again = rounds.reveal(found=found, by=town.coordinator)

    found.refresh_from_db()
    assert not again
    assert found.revealed_at == revealed_at


def test_reveal_says_how_many_are_missing(town, item):
    found = make_round(item=item)
    make_blind(found=found, seat=make_seat(meeting=item.meeting))
    make_seat(meeting=item.meeting)
    make_seat(meeting=item.meeting)
    rounds.close_round(found=found, by=town.coordinator)

    with pytest.raises(Refused, match="Er hebben nog 2 deelnemers niet geplaatst"):
        rounds.reveal(found=found, by=town.coordinator)
    assert rounds.reveal(found=found, by=town.coordinator, although_missing=True)
    found.refresh_from_db()
    assert found.missing == 2


def test_facilitator_who_sits_in_is_not_waited_for(item):
    found = make_round(item=item)

    assert Seat.objects.get(meeting=item.meeting, leads=True).places is False
    assert rounds.expected(item.meeting) == 0
    assert rounds.waiting_for(found) == 0


def test_double_tap_makes_one_placement(item):
    found, seat, number = make_round(item=item), make_seat(meeting=item.meeting), uuid4()

    first = make_blind(found=found, seat=seat, submission=number)
    second = make_blind(found=found, seat=seat, submission=number)

    assert first.pk == second.pk
    assert found.placements.count() == 1


def test_changing_before_the_close_keeps_one_and_tells_nobody(item):
    found, seat = make_round(item=item), make_seat(meeting=item.meeting)
    make_blind(found=found, seat=seat, x=1, y=1)
    seen = version(item.meeting.topic), version(item.meeting.count_topic)

    make_blind(found=found, seat=seat, x=4, y=4)

    assert [row.shape for row in found.placements.all()] == [point(4, 4)]
    assert (version(item.meeting.topic), version(item.meeting.count_topic)) == seen


def test_placement_after_the_close_is_late_and_stands_beside_the_one_in_time(town, item):
    found, seat = make_round(item=item), make_seat(meeting=item.meeting)
    make_blind(found=found, seat=seat, x=1, y=1)
    rounds.close_round(found=found, by=town.coordinator)

    make_blind(found=found, seat=seat, x=4, y=4)

    assert [(row.late, row.shape) for row in found.placements.order_by("late")] == [
        (False, point(1, 1)),
        (True, point(4, 4)),
    ]


def test_retry_of_a_placement_in_time_does_not_become_late(town, item):
    found, seat, number = make_round(item=item), make_seat(meeting=item.meeting), uuid4()
    make_blind(found=found, seat=seat, submission=number)
    rounds.close_round(found=found, by=town.coordinator)

    make_blind(found=found, seat=seat, submission=number)

    assert [row.late for row in found.placements.all()] == [False]


def test_opening_again_takes_late_ones_as_in_time(town, item):
    found, seat = make_round(item=item), make_seat(meeting=item.meeting)
    make_blind(found=found, seat=seat, x=1, y=1)
    rounds.close_round(found=found, by=town.coordinator)
    make_blind(found=found, seat=seat, x=4, y=4)

    rounds.open_round(found=found, by=town.coordinator)

    assert [(row.late, row.shape) for row in found.placements.all()] == [(False, point(4, 4))]


def test_settled_round_takes_nothing_more(town, item):
    found = show(found=make_round(item=item))
    rounds.settle(found=found, by=town.coordinator)

    with pytest.raises(Refused, match="afgerond"):
        make_blind(found=found, seat=make_seat(meeting=item.meeting))


def test_second_round_keeps_the_first(town, item):
    seat = make_seat(meeting=item.meeting)
    first = make_round(item=item)
    make_blind(found=first, seat=seat, x=1, y=1)
    show(found=first)

    second = make_round(item=item)
    make_blind(found=second, seat=seat, x=3, y=3)

    assert second.number == 2
    assert BlindPlacement.objects.get(round=first).shape == point(1, 1)


def test_one_subject_at_a_time_is_blind(town, item):
    other = make_item(meeting=item.meeting, case=make_case(town=town))
    make_round(item=item)

    with pytest.raises(Refused, match="Onthul die eerst"):
        rounds.prepare(meeting=item.meeting, subject=other, by=town.coordinator)


def test_who_does_not_lead_moves_nothing(town, item):
    found = make_round(item=item, opened=False)

    with pytest.raises(Refused, match="gespreksleider"):
        rounds.open_round(found=found, by=town.owner)


def test_who_sits_in_without_placing_is_refused(item):
    seat = make_seat(meeting=item.meeting, places=False)

    with pytest.raises(Refused, match="zonder te plaatsen"):
        make_blind(found=make_round(item=item), seat=seat)


def test_privacy_officer_hears_of_a_kept_text_after_the_reveal_only(item):
    found, seat = make_round(item=item), make_seat(meeting=item.meeting)
    make_blind(found=found, seat=seat, kept={"privacy_reason": "Zo heet het plein.", "reason": "naam"})
    assert not TextFlag.objects.exists()

    show(found=found)

    assert TextFlag.objects.get().kinds == "naam"


def test_meeting_with_a_hidden_placement_does_not_end(town, item):
    found = make_round(item=item)
    make_blind(found=found, seat=make_seat(meeting=item.meeting))

    with pytest.raises(Refused, match="niet is onthuld"):
        run.end(meeting=item.meeting, by=town.coordinator)
    show(found=found)
    run.end(meeting=item.meeting, by=town.coordinator)
    assert item.meeting.state == "ended"
