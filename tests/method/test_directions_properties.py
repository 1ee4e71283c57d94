"""What holds for every situation, and a second reading of the rules that must agree."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from method.directions import phases
from method.directions.evaluate import advise
from method.directions.model import Place, Situation
from method.directions.output import as_data
from method.directions.reading import of_kind, shipped, words

HERE = sorted(of_kind("form", "cause"))
WHOLE = sorted(of_kind("sentiment", "trigger", "government"))
LETTERS = {code: each.parts for code, each in shipped().derivations.items() if each.parts}
keys = st.sampled_from("abcd")
places = st.builds(
    Place,
    key=keys,
    code=st.sampled_from(["L1", "L2", "L3", "L4", "L5"]),
    phases=st.frozensets(st.sampled_from(["F1", "F2", "F3", "F4", "F5"]), max_size=2),
    answers=st.frozensets(st.sampled_from(HERE), max_size=6),
    hotspot=st.booleans(),
)
situations = st.builds(
    Situation,
    places=st.lists(places, max_size=4, unique_by=lambda place: place.key).map(tuple),
    answers=st.frozensets(st.sampled_from(WHOLE), max_size=3),
    flags=st.frozensets(st.sampled_from(sorted(of_kind("flag")))),
    cause=st.sampled_from(["", "same", "other", "unknown"]),
)


def reasons(advice):
    return {
        (each.code, reason.rule, reason.place, problem)
        for each in advice.directions
        for reason in each.because
        if reason.holds
        for problem in (reason.problems or ("always",))
    }


@given(situations)
def test_same_situation_gives_the_same_advice(situation):
    again = dataclasses.replace(situation)

    assert advise(situation, shipped()) == advise(again, shipped())


@given(situations, st.randoms(use_true_random=False))
def test_order_of_the_places_makes_no_difference(situation, random):
    shuffled = list(situation.places)
    random.shuffle(shuffled)

    other = dataclasses.replace(situation, places=tuple(shuffled))
    assert as_data(advise(other, shipped())) == as_data(advise(situation, shipped()))


@given(situations, st.data())
def test_one_more_answer_takes_no_reason_away(situation, data):
    before = advise(situation, shipped())
    answer = data.draw(st.sampled_from(HERE + WHOLE))
    if answer in WHOLE:
        after = dataclasses.replace(situation, answers=situation.answers | {answer})
    elif situation.places:
        place = data.draw(st.sampled_from(situation.places))
        if any(letter in place.answers and answer in parts for letter, parts in LETTERS.items()):
            return  # the rules say that a part takes the place of its letter
        more = dataclasses.replace(place, answers=place.answers | {answer})
        after = dataclasses.replace(situation, places=tuple(more if p is place else p for p in situation.places))
    else:
        return
    found = advise(after, shipped())

    assert reasons(before) <= reasons(found)
    for code, strength in before.strengths.items():
        assert found.strengths[code] in (strength, "sterk")


@given(situations, places)
def test_one_more_place_takes_no_reason_away(situation, place):
    new = dataclasses.replace(place, key="new")
    after = dataclasses.replace(situation, places=(*situation.places, new))

    assert reasons(advise(situation, shipped())) <= reasons(advise(after, shipped()))


@given(situations)
def test_second_reading_of_the_rules_agrees(situation):
    assert advise(situation, shipped()).strengths == {"OR7": "sterk"} | second_reading(situation)


def second_reading(situation):
    """The decision table once more, written as sets per direction instead of as rules."""
    known = shipped().derivations
    whole = {
        problem for answer in situation.answers | situation.flags if answer in known for problem in known[answer].gives
    }
    result = {}

    def add(code, strength):
        if result.get(code) != "sterk":
            result[code] = strength

    every = [(None, frozenset())] + [(place.code, place.answers) for place in situation.places]
    for kind, answers in every:
        letters = {letter for letter in LETTERS if letter in answers and not LETTERS[letter] & answers}
        sure = whole | {p for a in answers - set(LETTERS) if a in known for p in known[a].gives}
        table = [
            ("OR1", kind == "L1", {"P01", "P02", "P03", "P04"}, "sterk"),
            ("OR2", kind == "L2", {"P01", "P02", "P03", "P04", "P05", "P14"}, "sterk"),
            ("OR3", kind == "L2", {"P04", "P05", "P06"}, "sterk"),
            ("OR3", kind == "L2", {"P02"}, "mogelijk"),
            ("OR4", True, {"P07", "P08"}, "sterk"),
            ("OR4", True, {"P09"}, "mogelijk"),
            ("OR5", True, {"P10", "P14", "P15", "P16"}, "sterk"),
            ("OR5", True, {"P01", "P02"}, "mogelijk"),
            ("OR5", "homogeneous" in situation.flags or kind == "L4", {"P19"}, "mogelijk"),
            ("OR6", True, {"P17"}, "sterk"),
        ]
        for code, there, wanted, strength in table:
            if there and wanted & sure:
                add(code, strength)
            for letter in letters if there else ():
                gives = known[letter].gives
                if wanted & gives:
                    add(code, strength if gives <= wanted else "mogelijk")
    return result


@given(situations)
def test_advice_holds_no_number_about_a_place_and_no_person(situation):
    def fields(data):
        if isinstance(data, dict):
            for key, value in data.items():
                yield key, value
                yield from fields(value)
        elif isinstance(data, list):
            for each in data:
                yield from fields(each)

    found = list(fields(as_data(advise(situation, shipped()))))
    assert not [key for key, value in found if isinstance(value, float)]
    assert {key for key, value in found if type(value) is int} <= {"priority"}
    assert not {key for key, _ in found} & {"score", "person", "persoon", "phone", "email", "risk"}


@pytest.mark.parametrize(("phase", "number"), [("F1", 1), ("F2", 2), ("F3", 3), ("F4", 4), ("F5", 4)])
def test_phase_of_kis_on_the_map(phase, number):
    assert phases.on_map(phase) == number


@pytest.mark.parametrize(
    ("number", "structural", "phase"),
    [(1, None, "F1"), (2, True, "F2"), (3, None, "F3"), (4, None, None), (4, False, "F4"), (4, True, "F5")],
)
def test_back_from_the_map_asks_when_it_must(number, structural, phase):
    assert phases.from_map(number, structural) == phase


@given(st.sampled_from(["F1", "F2", "F3", "F4", "F5"]))
def test_there_and_back(phase):
    assert phases.from_map(phases.on_map(phase), structural=phase == "F5") == phase


@given(st.lists(st.sampled_from(["F1", "F2", "F3", "F4", "F5"]), min_size=1))
def test_several_places_stay_a_range(found):
    low, high = phases.range_on_map(found)

    assert low in {phases.on_map(each) for each in found}
    assert high in {phases.on_map(each) for each in found}
    assert all(low <= phases.on_map(each) <= high for each in found)


@pytest.mark.parametrize(
    ("phase", "repeated", "number"), [("F3", True, 3), ("F4", True, 4), ("F4", False, 3), ("F5", False, 4)]
)
def test_flemish_phase_of_a_single_incident(phase, repeated, number):
    assert phases.flemish(phase, repeated) == number


@pytest.mark.parametrize("wrong", ["F6", "", "H1"])
def test_unknown_phase_is_rejected(wrong):
    with pytest.raises(ValueError, match="no phase"):
        phases.on_map(wrong)


def test_every_word_that_the_rules_use_is_known():
    assert set(shipped().derivations) <= set(words())
