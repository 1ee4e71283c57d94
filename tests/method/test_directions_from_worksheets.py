"""What people answered in the worksheets becomes a situation in which everyone's answer counts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from method.directions.evaluate import advise
from method.directions.exercises import exercises
from method.directions.from_worksheets import PlaceAnswers, situation
from method.directions.model import Situation
from method.directions.reading import of_kind, shipped, words
from method.worksheets import library
from method.worksheets.feeds import FEEDS
from method.worksheets.load import WORD


def case_codes(described):
    """The answers of a situation as the worksheets would hold them."""
    answers, flags = described.answers, described.flags
    return {
        "sentiments": [code for code in answers if code.startswith("SE")],
        "triggers_kinds": [code for code in answers if code.startswith("TR")],
        "own_role_a": ["ja"] if "R27A" in answers else ["nee"],
        "own_role_b": ["ja"] if "R27B" in answers else [],
        "homogeneous": ["homogeneous"] if "homogeneous" in flags else ["diverse"],
        "loss_threat": ["ja"] if "loss_threat" in flags else ["nee"],
        "refugee_context": ["nee"],
        "information_gaps": ["IP4"] if "info_gap" in flags else [],
        "real_cause": [described.cause] if described.cause else [],
        "target_groups": list(described.target_groups),
        "groups_cause": list(described.groups),
    }


def place_codes(place):
    forms = of_kind("form")
    return PlaceAnswers(
        key=place.key,
        code=place.code,
        sub=place.sub,
        hotspot=place.hotspot,
        codes={
            "forms": place.answers & forms,
            "causes": place.answers - forms,
            "phase": place.phases,
        },
    )


@pytest.mark.parametrize("case", exercises(), ids=lambda case: case.code)
def test_practice_case_through_the_worksheets_is_the_same_situation(case):
    ours = case.situation
    found = situation(map(place_codes, ours.places), case_codes(ours), code=ours.code, title=ours.title)

    assert replace(found, gaps=frozenset()) == ours  # the story says that something is missing, not what


def test_every_key_that_is_read_exists_in_the_worksheets():
    used = {
        "forms", "causes", "phase", "sentiments", "triggers", "triggers_kinds", "own_role_a", "own_role_b",
        "loss_threat", "refugee_context", "homogeneous", "information_gaps", "real_cause", "groups_cause",
        "groups_solution", "target_groups", "priorities",
    }  # fmt: skip

    assert used <= set(FEEDS)


def test_codes_of_the_worksheets_are_those_of_the_rules():
    kinds = {"forms": "form", "causes": "cause", "phase": "phase", "sentiments": "sentiment"}
    kinds |= {"triggers_kinds": "trigger", "groups_cause": "group", "target_groups": "target"}
    for key, kind in kinds.items():
        assert set(FEEDS[key][1].split()) == of_kind(kind), key
    assert set(FEEDS["priorities"][1].split()) == set(shipped().problems)


def test_people_read_back_the_words_that_they_ticked():
    """Except where the worksheet leans on its heading ('Dit speelt hier') or asks on ('namelijk')."""
    told = words()
    for sheet in library().newest.values():
        for item in (item for step in sheet.steps for item in step.items if item.feeds in FEEDS):
            for option in (option for option in item.options if option.code in told):
                if option.label.startswith("Dit speelt") or option.label.endswith("namelijk"):
                    continue
                label = WORD.sub(lambda found: found[1], option.label)
                assert label in (told[option.code].label, "Weinig divers"), (sheet.code, option.code)


def test_answers_given_at_a_place_about_the_whole_case_count():
    found = situation([PlaceAnswers("1", "L2", codes={"sentiments": ["SE1"], "loss_threat": ["ja"]})], {})

    assert (found.answers, found.flags) == ({"SE1"}, {"loss_threat"})


def test_no_answer_gives_nothing():
    assert situation([], {}) == Situation()
    assert situation([], {"own_role_a": ["nee"], "homogeneous": ["unknown"], "information_gaps": []}) == Situation()


@pytest.mark.parametrize(
    ("named", "cause"),
    [(["same", "other"], "other"), (["same", "unknown"], "same"), (["unknown"], "unknown"), ([], "")],
)
def test_one_person_who_sees_another_cause_is_enough(named, cause):
    assert situation([], {"real_cause": named}).cause == cause


def test_people_who_disagree_on_the_phase_all_stay():
    found = situation([PlaceAnswers("1", "L1", codes={"phase": ["F4", "F2"]})], {})

    assert found.places[0].phases == {"F2", "F4"}


def test_priorities_keep_the_order_that_people_gave():
    assert situation([], {"priorities": ["P05", "P01"]}).priorities == ("P05", "P01")


codes = st.lists(st.sampled_from(sorted(of_kind("form") | of_kind("cause"))), max_size=4)


@given(st.lists(codes, min_size=1, max_size=4), codes)
def test_one_more_respondent_takes_no_direction_away(respondents, one_more):
    def advised(all_answers):
        given_codes = {answer for answers in all_answers for answer in answers} - {"A", "B"}
        place = PlaceAnswers("1", "L2", codes={"causes": given_codes})
        return set(advise(situation([place], {}), shipped()).strengths)

    assert advised(respondents) <= advised([*respondents, one_more])
