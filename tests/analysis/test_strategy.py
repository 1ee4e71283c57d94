"""The strategy of the Flemish guide per situation, and the goal of a talk before a dialogue (R-B-125 to 127)."""

import pytest
from django.urls import reverse

from analysis.actions import advice, places
from common.refusal import Refused
from method import strategy
from method.library.reading import library as examples
from method.strategy import Signs
from method.worksheets import library
from organisation.models import Organisation
from tests.analysis.described import say


@pytest.fixture(autouse=True)
def shelf():
    """The worksheets as they are, not those of the other tests."""
    return library()


def codes(**signs):
    return [each.strategy.code for each in strategy.fitting(Signs(**signs))]


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        ({}, []),
        ({"toxic": ("A",)}, ["middle"]),
        ({"toxic": ("A",), "phases": frozenset({"F2"})}, ["middle"]),
        ({"toxic": ("A",), "democratic": ("B",)}, ["middle"]),
        ({"threatens": ("A",)}, ["threatens"]),
        ({"democratic": ("A",)}, ["facilitate"]),
        ({"phases": frozenset({"F1"})}, ["dialogue"]),
        ({"phases": frozenset({"F2"})}, ["dialogue", "early"]),
        ({"phases": frozenset({"F2"}), "loud": True}, ["dialogue"]),
        ({"phases": frozenset({"F3"})}, ["early"]),
        ({"phases": frozenset({"F3", "F5"})}, []),
        ({"kinds": frozenset({"conflict"})}, ["mediate"]),
        ({"kinds": frozenset({"polarisation"})}, []),
        ({"kinds": frozenset({"resistance"})}, ["inform"]),
    ],
)
def test_each_situation_has_its_strategy(signs, expected):
    assert codes(**signs) == expected


def test_every_strategy_and_tip_names_its_source():
    everything = [*strategy.strategies().values(), *strategy.tips()]

    assert all(each.source.startswith("Vlaamse handreiking · Stap") for each in everything)
    assert len(strategy.tips()) == 6


def test_toxic_asks_for_the_middle_and_against_mediating_between_the_poles():
    found = strategy.strategies()["middle"]

    assert "Bemiddel niet tussen de uitersten en geef hun geen podium." in found.do


@pytest.fixture
def page(town, case, client_of):
    return lambda: client_of(town.owner).get(reverse("analysis:advice", args=[case.pk])).content.decode()


def test_the_advice_says_what_fits_why_and_from_where(town, case, page):
    assert "Hoe u optreedt" not in page()

    say(case, town.owner, "toxic_between", ["nee"])
    say(case, town.owner, "toxic_within", ["nee"])

    text = page()
    assert "Ga naar het midden" in text
    assert "Eva Eigenaar antwoordt twee keer nee" in text
    assert "Vlaamse handreiking · Stap 2.1" in text


def test_two_people_who_each_say_no_once_are_not_put_together(town, case, page):
    say(case, town.owner, "toxic_between", ["nee"])
    say(case, town.assessor, "toxic_within", ["nee"])

    assert "Ga naar het midden" not in page()


@pytest.fixture
def dialogue():
    return next(record for record in examples() if "dialogue" in record.kinds)


@pytest.fixture
def growing(town, case):
    place = places.add(case=case, by=town.owner, label="Plein", kind="L2", parts=[], area=None, hotspot=False)
    say(case, town.owner, "phase", ["F3"], place)
    say(case, town.owner, "loss_threat", ["nee"])
    return place


@pytest.fixture
def flanders(town):
    Organisation.objects.update(words=Organisation.Words.VL)


def test_a_dialogue_waits_for_its_goal_while_tension_grows(town, case, growing, flanders, dialogue, page):
    with pytest.raises(Refused, match="Kies eerst het doel van het gesprek"):
        advice.choose_example(case=case, record=dialogue, by=town.owner, why="Past.", target_groups=["T1"])
    assert "Kies eerst het doel van het gesprek" in page()

    say(case, town.owner, "dialogue_goal", ["accept"])
    advice.choose_example(case=case, record=dialogue, by=town.owner, why="Past.", target_groups=["T1"])

    assert "Doel van het gesprek: aanvaarden dat anderen er anders over denken." in page()


def test_whoever_does_not_work_with_the_flemish_guide_is_not_held_up(town, case, growing, dialogue):
    made = advice.choose_example(case=case, record=dialogue, by=town.owner, why="Past.", target_groups=["T1"])

    assert made.record == dialogue.code


def test_a_dialogue_waits_for_an_answer_on_what_people_fear_to_lose(town, case, dialogue):
    with pytest.raises(Refused, match="bang zijn iets te verliezen") as no:
        advice.choose_example(case=case, record=dialogue, by=town.owner, why="Past.", target_groups=["T1"])
    assert no.value.source == "KIS · OR5"

    say(case, town.owner, "loss_threat", ["ja"])
    made = advice.choose_example(case=case, record=dialogue, by=town.owner, why="Past.", target_groups=["T1"])
    assert "N4" in made.warned


def test_fear_that_ties_get_lost_answers_it_too(town, case, dialogue):
    say(case, town.owner, "sentiments", ["SE2"])

    assert advice.choose_example(case=case, record=dialogue, by=town.owner, why="Past.", target_groups=["T1"]).pk


def test_another_example_never_waits_for_that_goal(town, case, growing, flanders, dialogue):
    other = next(each for each in examples() if "dialogue" not in each.kinds)

    assert advice.choose_example(case=case, record=other, by=town.owner, why="Past.", target_groups=["T1"]).pk
