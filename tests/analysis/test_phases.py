"""The phase in three guides side by side: derived, chosen otherwise with a reason, never overwritten (R-B-027)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from analysis import boards_phases
from analysis.actions import places
from analysis.actions import team as actions
from analysis.models import Answer
from analysis.models_team import PhaseReading
from cases.models import Placement
from common.refusal import Refused
from method import phases
from method.worksheets import library
from tests.analysis.described import say
from tests.factories import make_case, make_diagnosis, make_placement


@pytest.fixture(autouse=True)
def shelf():
    """The worksheets as they are, not those of the other tests."""
    return library()


@pytest.fixture
def square(town, case):
    return places.add(case=case, by=town.owner, label="Het plein", kind="L2", parts=[], area=None, hotspot=False)


@pytest.fixture
def page(town, case, client_of):
    return lambda: client_of(town.owner).get(reverse("analysis:phases", args=[case.pk])).content.decode()


@pytest.fixture
def send(town, case, client_of):
    def post(guide, by=None, case=case, **data):
        return client_of(by or town.owner).post(reverse("analysis:read_phase", args=[case.pk, guide]), data)

    return post


@pytest.mark.parametrize(
    ("kis", "on_map", "in_vl"), [("F1", 1, (1,)), ("F2", 2, (2,)), ("F3", 3, (3,)), ("F4", 4, (3, 4)), ("F5", 4, (4,))]
)
def test_each_phase_has_its_counterparts(kis, on_map, in_vl):
    assert (phases.on_map(kis), phases.in_vl(kis)) == (on_map, in_vl)


@given(st.integers(1, 4))
def test_from_the_map_to_kis_and_back_is_the_same_phase(phase):
    assert {phases.on_map(code) for code in phases.from_map(phase)} == {phase}


def test_tensions_under_the_surface_are_phase_3_on_the_map_and_in_flanders(town, case, square, page):
    say(case, town.owner, "phase", ["F3"], square)

    text = page()

    assert "3. Onderhuidse spanningen" in text
    assert "3. Wij tegen zij" in text


def test_two_people_who_name_another_phase_stay_two_lines(town, case, square):
    say(case, town.owner, "phase", ["F1"], square)
    say(case, town.assessor, "phase", ["F4"], square)

    (place,) = boards_phases.board(case, town.owner).places
    assert [(each.code, each.who) for each in place.named] == [("F1", "Eva Eigenaar"), ("F4", "Tom Team")]


def test_choosing_otherwise_needs_a_reason_and_keeps_what_follows(town, case, square, send, page):
    say(case, town.owner, "phase", ["F4"], square)

    assert send("vl", phase="3").status_code == 200
    assert not PhaseReading.objects.exists()
    send("vl", phase="3", why="Eén voorval, daarna bleef het rustig.")

    text = page()
    assert "Gekozen: 3. Wij tegen zij" in text
    assert "Eén voorval, daarna bleef het rustig." in text
    assert "Volgt uit KIS en uit de kaart richting overheid: 4. Herhaalde incidenten" in text


def test_a_reason_of_spaces_is_refused(town, case):
    with pytest.raises(Refused, match="waarom deze fase"):
        actions.read_phase(case=case, guide="vl", phase=2, why="  ", by=town.owner)


def test_going_back_keeps_what_was_chosen_before(send, page):
    send("map", phase="2", why="Het is rustiger dan het lijkt.")
    send("map", phase="", why="Toch zoals KIS.")

    text = page()
    assert "Gekozen:" not in text
    assert "Het is rustiger dan het lijkt." in text


def test_plot_and_kis_that_differ_are_both_shown_and_nothing_changes(town, case, square, page):
    say(case, town.owner, "phase", ["F3"], square)
    make_placement(case=case, by=town.assessor, x=1, y=2)
    before = (list(Placement.objects.values()), list(Answer.objects.values()))

    text = page()

    assert "De kaart en KIS zeggen iets anders" in text
    assert "Anders dan KIS" in text
    assert (list(Placement.objects.values()), list(Answer.objects.values())) == before


def test_plot_and_kis_that_agree_say_so(town, case, square, page):
    say(case, town.owner, "phase", ["F3"], square)
    make_diagnosis(case=case, by=town.owner, x=3, y=2)

    text = page()

    assert "Past bij KIS" in text
    assert "zeggen iets anders" not in text


def test_the_vertical_phase_follows_from_no_kis_phase_and_is_asked_once(town, case, square, page):
    say(case, town.owner, "phase", ["F5"], square)
    assert "Hoe staat het met het vertrouwen in de overheid?" not in page()

    say(case, town.owner, "own_role_a", ["ja"])
    assert "Hoe staat het met het vertrouwen in de overheid?" in page()

    make_placement(case=case, by=town.owner, x=4, y=3)
    assert "Hoe staat het met het vertrouwen in de overheid?" not in page()
    assert "Richting overheid: fase 3." in page()


def test_only_whoever_keeps_the_file_reads_a_phase_otherwise(town, case, send):
    assert send("vl", by=town.assessor, phase="2", why="x").status_code == 403
    assert send("vl", by=town.executive, phase="2", why="x").status_code == 403
    assert send("vl", by=town.outsider, phase="2", why="x").status_code == 404
    assert send("kis", phase="2", why="x").status_code == 404


def test_a_phase_that_does_not_exist_is_not_kept(send):
    assert send("vl", phase="5", why="Erger kan niet.").status_code == 200
    assert not PhaseReading.objects.exists()


def test_page_takes_as_many_queries_for_three_places_as_for_one(town, case, client_of, django_assert_num_queries):
    def more(number):
        row = places.add(
            case=case, by=town.owner, label=f"Plek {number}", kind="L2", parts=[], area=None, hotspot=False
        )
        say(case, town.owner, "phase", ["F2"], row)
        make_placement(case=case, by=town.assessor, x=number)

    client, address = client_of(town.owner), reverse("analysis:phases", args=[case.pk])
    more(1)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    more(2)
    more(3)
    with django_assert_num_queries(len(asked)):
        client.get(address)


def test_another_case_has_its_own_phases(town, case, square, client_of):
    say(case, town.owner, "phase", ["F5"], square)
    other = make_case(town=town, title="Een andere casus")

    assert not boards_phases.board(other, town.owner).any_named
