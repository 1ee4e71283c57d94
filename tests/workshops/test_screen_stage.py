"""What the meeting shows at each moment; and that a blind round shows its count and nothing else."""

from dataclasses import fields

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from method.map import Shape
from tests.factories import make_case
from tests.workshops.factories import make_blind, make_item, make_meeting, make_note, make_round, make_seat, show
from workshops.actions import notes, rounds, run
from workshops.boards_stage import OF_NOTES, OF_ROUND, OF_STEP, Scene, between, round_view, scene_of, stage
from workshops.models import BlindPlacement, Meeting, Note, ProgrammeStep, Round

SECRET = "De fanfare oefent te laat."


@pytest.fixture
def meeting(town):
    return make_meeting(town=town)


@pytest.fixture
def item(town, meeting):
    return make_item(meeting=meeting, case=make_case(town=town))


def fresh(meeting):
    return Meeting.objects.get(pk=meeting.pk)


def step(meeting, code):
    found, _ = ProgrammeStep.objects.get_or_create(
        meeting=meeting, code=code, defaults={"number": 90 + len(code), "minutes": 10}
    )
    Meeting.objects.filter(pk=meeting.pk).update(step=found, round=None)
    return fresh(meeting)


def test_every_state_has_a_scene():
    assert set(OF_ROUND) == set(Round.State)
    assert set(OF_NOTES) == set(Meeting.NotesState)
    assert set(OF_STEP) == set(ProgrammeStep.Code) - {ProgrammeStep.Code.NOTES}


@pytest.mark.parametrize(
    ("code", "scene"),
    [
        ("introduction", Scene.INTRODUCTION),
        ("presentation", Scene.PRESENTATION),
        ("notes", Scene.NOTES_SOON),
        ("place", Scene.NOTES_MAP),
        ("deepen", Scene.NOTES_MAP),
        ("item", Scene.AGENDA),
        ("close", Scene.CLOSING),
    ],
)
def test_scene_of_a_step(town, code, scene):
    meeting = make_meeting(town=town, kind="network")

    assert stage(step(meeting, code)).scene == scene


def test_scene_before_and_after_the_meeting(town, meeting):
    assert scene_of(make_meeting(town=town, running=False)) == Scene.WELCOME
    run.set_blank(meeting=meeting, blank=True, by=town.coordinator)
    assert scene_of(fresh(meeting)) == Scene.BLANK
    run.end(meeting=meeting, by=town.coordinator)
    assert scene_of(fresh(meeting)) == Scene.OVER


def test_scenes_of_a_round(town, meeting, item):
    found = make_round(item=item, opened=False)
    seen = [scene_of(fresh(meeting))]
    for move in (rounds.open_round, rounds.close_round, rounds.reveal, rounds.discuss, rounds.settle):
        move(found=found, by=town.coordinator)
        seen.append(scene_of(fresh(meeting)))

    assert seen == [Scene.READY, Scene.OPEN, Scene.CLOSED, Scene.SHOWN, Scene.SHOWN, Scene.SETTLED]


def test_scenes_of_notes(town):
    meeting = make_meeting(town=town, kind="network")
    step(meeting, "notes")
    notes.open_notes(meeting=fresh(meeting), by=town.coordinator)
    make_note(seat=make_seat(meeting=meeting), text=SECRET)
    before = stage(fresh(meeting))
    notes.collect(meeting=fresh(meeting), by=town.coordinator)
    after = stage(fresh(meeting))

    assert (before.scene, before.notes.words, before.wall) == (Scene.NOTES_OPEN, "1 geeltje van 1 persoon", None)
    assert (after.scene, [each.text for each in after.wall.notes]) == (Scene.NOTES, [SECRET])


@pytest.mark.parametrize("state", ["open", "closed"])
def test_blind_round_shows_the_count_and_nothing_else(town, meeting, item, state):
    found = make_round(item=item)
    make_blind(found=found, seat=make_seat(meeting=meeting), x=4, y=1, reason=SECRET)
    make_seat(meeting=meeting)
    if state == "closed":
        rounds.close_round(found=found, by=town.coordinator)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        now = stage(fresh(meeting))

    assert now.progress == "1 van 2 heeft geplaatst"
    assert (now.view, now.wall) == (None, None)
    asked = [query["sql"] for query in queries if "workshops_blindplacement" in query["sql"]]
    assert len(asked) == 1
    assert asked[0].startswith("SELECT COUNT(")
    assert SECRET not in repr([getattr(now, field.name) for field in fields(now)])


def test_blind_round_has_no_view(item):
    with pytest.raises(ValueError, match="blind"):
        round_view(make_round(item=item))


def test_sentences_of_a_revealed_round(meeting, item):
    found = make_round(item=item)
    for x, y in ((1, 1), (1, 2), (4, 2)):
        make_blind(found=found, seat=make_seat(meeting=meeting), x=x, y=y)
    make_blind(found=found, seat=make_seat(meeting=meeting, function="wijkagent"), shape=Shape("area", 2, 3, 1, 1))
    make_blind(found=found, seat=make_seat(meeting=meeting), cannot_judge=True, shape=None)
    make_seat(meeting=meeting)
    rounds.close_round(found=found, by=meeting.facilitator)
    make_blind(found=found, seat=make_seat(meeting=meeting), x=4, y=4)
    rounds.reveal(found=found, by=meeting.facilitator, although_missing=True)

    view = round_view(Round.objects.get(pk=found.pk))

    assert view.counts == [
        "4 plaatsingen op de kaart",
        "1 persoon kan dit niet beoordelen",
        "2 mensen plaatsten niet op tijd",
    ]
    assert view.where == ["Kwadrant A: 2", "Kwadranten A en B: 1", "Kwadrant B: 1"]
    assert view.result.ranges == ["Tussen groepen: fase 1 tot 4", "Met de overheid: fase 1 tot 2"]
    assert view.apart == (
        "Het verst uiteen ligt de spanning tussen groepen: van fase 1 (Rust) tot fase 4 (Openlijke incidenten of "
        "escalatie)."
    )
    assert view.first == (
        "Misschien begint wie de spanning tussen groepen in fase 1 ziet, of nr. 4 (jongerenwerker, Stichting Welzijn): "
        "daar lag het het verst uiteen."
    )
    assert view.late == "Na het sluiten kwam nog (4, 4). Dat telt niet mee."


def test_functions_stay_away_when_the_meeting_chose_so(town):
    meeting = make_meeting(town=town, show_functions=False)
    found = make_round(item=make_item(meeting=meeting, case=make_case(town=town)))
    make_blind(found=found, seat=make_seat(meeting=meeting, function="wijkagent"), x=1, y=1)
    make_blind(found=found, seat=make_seat(meeting=meeting, function="buurtsportcoach"), x=4, y=1)

    now = stage(fresh(show(found=found).meeting))

    assert "begint wie de spanning tussen groepen in fase 1 ziet, of wie fase 4 ziet:" in now.view.first
    said = " ".join([now.view.first, now.view.apart, str(now.view.result.picture), *now.view.where])
    assert "wijkagent" not in said
    assert "buurtsportcoach" not in said


def test_second_round_is_compared_with_the_first(meeting, item):
    seats = [make_seat(meeting=meeting) for _ in range(3)]
    first = make_round(item=item)
    for seat in seats:
        make_blind(found=first, seat=seat, x=1, y=1)
    show(found=first)
    second = make_round(item=item)
    for seat, x in zip(seats, (1, 3, 3), strict=True):
        make_blind(found=second, seat=seat, x=x, y=1)

    view = stage(fresh(show(found=second).meeting)).view

    assert view.earlier_number == 1
    assert [flow.words for flow in view.earlier.moved] == ["Van (1, 1) naar (3, 1): 2 keer"]
    assert [flow.words for flow in view.earlier.stayed] == ["In (1, 1): 1 keer"]


def test_comparing_with_a_blind_round_gives_nothing(meeting, item):
    seat = make_seat(meeting=meeting)
    first = make_round(item=item)
    make_blind(found=first, seat=seat)
    show(found=first)
    second = make_round(item=item)
    make_blind(found=second, seat=seat)

    assert between(first, second).total == 0


def test_text_that_was_kept_with_a_reason_waits_for_its_explanation(town):
    meeting = make_meeting(town=town, kind="network")
    step(meeting, "notes")
    notes.open_notes(meeting=fresh(meeting), by=town.coordinator)
    kept = {"privacy_reason": "zo heet het", "text": "naam"}
    note = make_note(seat=make_seat(meeting=meeting), text=SECRET, kept=kept)
    notes.collect(meeting=fresh(meeting), by=town.coordinator)

    hidden = stage(fresh(meeting)).wall.notes[0].text
    notes.explain(note=Note.objects.get(pk=note.pk), by=town.coordinator)

    assert (hidden, stage(fresh(meeting)).wall.notes[0].text) == ("", SECRET)


def test_note_that_is_collected_later_does_not_renumber_the_others(town):
    meeting = make_meeting(town=town, kind="network")
    seat = make_seat(meeting=meeting)
    early = make_note(seat=seat, slot=1, text="eerste", shown_at=timezone.now())
    make_note(seat=seat, slot=2, text="tweede")
    Note.objects.filter(text="tweede").update(shown_at=timezone.now())
    Note.objects.filter(pk=early.pk).update(version=9)

    assert [(each.number, each.text) for each in stage(step(meeting, "place")).wall.notes] == [
        (1, "eerste"),
        (2, "tweede"),
    ]


@pytest.mark.parametrize("many", [1, 100])
@pytest.mark.parametrize("state", ["open", "shown"])
def test_stage_takes_as_many_statements_for_any_number_of_people(meeting, item, many, state):
    found = make_round(item=item)
    for _ in range(many):
        seat = make_seat(meeting=meeting)
        BlindPlacement.objects.create(round=found, seat=seat, kind="point", x_min=1, x_max=1, y_min=1, y_max=1)
    if state == "shown":
        show(found=found)

    with CaptureQueriesContext(connection) as queries:
        stage(fresh(meeting))

    assert len(queries) == (5 if state == "open" else 7)
