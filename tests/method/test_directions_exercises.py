"""The practice cases: our answers hold under the rules, and one's own answers are shown beside them without a mark."""

import dataclasses
from pathlib import Path

import pytest
import yaml

from method.directions.evaluate import advise
from method.directions.exercises import DATA, compare, compare_advice, exercise, exercises, right
from method.directions.marked import BrokenFile
from method.directions.model import Place, Situation
from method.directions.reading import DATA as RULES
from method.directions.reading import directions, rule_set, shipped
from method.directions.situation import situations
from method.directions.trial import changes, run, trials
from method.library.advice import full_advice

HERE = Path(__file__).parent
BY_CODE = {each.code: each for each in exercises()}


def test_four_cases_all_marked_as_exercise():
    assert list(BY_CODE) == ["CASUS1", "CASUS2", "CASUS3", "CASUS4"]
    for path in DATA.glob("*.yaml"):
        assert yaml.safe_load(path.read_text(encoding="utf-8"))["exercise"] is True


@pytest.mark.parametrize("case", exercises(), ids=lambda case: case.code)
def test_our_answers_give_what_we_say(case):
    found = full_advice(case.situation)

    assert found.advice.strengths == case.directions
    assert [message.code for message in found.advice.notices] == list(case.notices)
    assert set(case.candidates) <= {each.record.code for each in found.ranking.found}


def test_cases_one_and_two_are_those_of_the_domain():
    text = (HERE / "advice_cases.yaml").read_text(encoding="utf-8")
    for described, expected in zip(situations(text), yaml.safe_load(text), strict=True):
        ours = BY_CODE[expected["id"]]

        assert dataclasses.replace(described.situation, title="") == dataclasses.replace(ours.situation, title="")
        assert ours.directions == expected["expected_directions"]
        assert ours.accepted == {place["code"]: tuple(place["accept"]) for place in expected["locations"]}


@pytest.mark.parametrize(
    ("code", "strengths", "notices"),
    [
        ("CASUS3", {"OR1": "sterk", "OR2": "sterk", "OR3": "sterk", "OR5": "mogelijk", "OR7": "sterk"}, ["N10"]),
        ("CASUS4", {"OR1": "sterk", "OR2": "sterk", "OR5": "sterk", "OR7": "sterk"}, []),
    ],
)
def test_cases_three_and_four_as_worked_out_from_the_guide(code, strengths, notices):
    found = advise(BY_CODE[code].situation, shipped())

    assert found.strengths == strengths
    assert [message.code for message in found.notices] == notices


@pytest.mark.parametrize("case", exercises(), ids=lambda case: case.code)
def test_every_answer_of_ours_has_a_reason_and_every_direction_an_explanation(case):
    assert all(text.endswith((".", "?")) for text in case.reasons.values())
    assert set(case.advice) == set(directions())
    assert case.source.startswith("KIS-handreiking, vier voorbeelden")
    texts = [*case.also_right, *case.not_right]
    assert len(texts) == len(set(texts)), "an answer cannot be right and wrong"
    assert not set(case.reasons) & set(texts)


@pytest.mark.parametrize("case", exercises(), ids=lambda case: case.code)
def test_our_own_answers_are_as_ours(case):
    assert {each.verdict for each in compare(case.situation, case)} == {"same"}
    assert right(compare_advice(case.situation, case, shipped()))


def changed(case, place, **changes):
    places = tuple(dataclasses.replace(p, **changes) if p.code == place else p for p in case.situation.places)
    return dataclasses.replace(case.situation, places=places)


def verdicts(own, case):
    return {(each.place, each.answer): (each.verdict, each.text) for each in compare(own, case)}


@pytest.mark.parametrize(
    ("phases", "verdict"),
    [("F2", "same"), ("F3", "also_right"), ("F2 F3", "also_right"), ("F1", "other"), ("F2 F5", "other"), ("", "other")],
)
def test_accepted_phase_counts_as_right(phases, verdict):
    case = BY_CODE["CASUS2"]

    found = verdicts(changed(case, "L1", phases=frozenset(phases.split())), case)["L1", "phase"]
    assert found[0] == verdict
    assert found[1].endswith("Wij kozen: Ongemak.")


def test_answers_beside_ours():
    case = BY_CODE["CASUS3"]
    own = changed(case, "L2", answers=frozenset({"V3", "V4", "A3", "B3", "B4", "C", "F"}))
    found = verdicts(own, case)

    assert found["L2", "V3"][0] == "same"
    assert found["L2", "A3"][0] == "also_right"
    assert found["L2", "A4"][0] == "missing"
    assert found["L2", "C"] == ("not_right", case.not_right["L2", "C"])
    assert found["L2", "F"] == ("other", "Dit staat niet in onze uitwerking. Waar las u het in de casus?")
    assert not right(compare(own, case))


def test_place_that_the_story_does_not_name_may_be_left_out():
    case = BY_CODE["CASUS4"]
    own = dataclasses.replace(case.situation, places=tuple(p for p in case.situation.places if p.code == "L2"))

    assert right(compare(own, case))
    assert verdicts(own, case)["L1", "place"][0] == "also_right"


def test_place_that_the_story_does_name_is_missed():
    case = BY_CODE["CASUS3"]
    own = dataclasses.replace(case.situation, places=tuple(p for p in case.situation.places if p.code == "L2"))

    assert verdicts(own, case)["L1", "place"][0] == "missing"


def test_answer_that_may_be_left_out():
    case = BY_CODE["CASUS4"]
    own = dataclasses.replace(case.situation, flags=frozenset({"loss_threat"}))

    assert verdicts(own, case)["", "homogeneous"][0] == "also_right"


def test_extra_place_is_shown_and_not_forgotten():
    case = BY_CODE["CASUS4"]
    own = dataclasses.replace(
        case.situation, places=(*case.situation.places, Place("L3", "L3", frozenset({"F1"}), frozenset({"D1"})))
    )

    assert verdicts(own, case)["L3", "D1"][0] == "other"


def test_advice_on_own_answers_is_told_beside_ours():
    case = BY_CODE["CASUS2"]
    found = {each.answer: each for each in compare_advice(Situation(), case, shipped())}

    assert found["OR1"].verdict == "other"
    assert found["OR1"].text.endswith("Bij ons: sterk geadviseerd. Bij u: niet geadviseerd.")
    assert found["OR7"].right


def test_comparison_gives_no_mark():
    difference = compare(Situation(), BY_CODE["CASUS1"])[0]

    assert not {"score", "points", "mark", "grade"} & {each.name for each in dataclasses.fields(difference)}


GOOD = (DATA / "casus-4.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("exercise: true\n", "", "‘exercise: true’ ontbreekt"),
        ("answer: W, why: \"Bewoners", "answer: X, why: \"Bewoners", "ontbreekt de uitleg van het antwoord W"),
        ("{direction: OR3,", "{direction: OR33,", "‘OR33’ mag niet bij ‘direction’"),
        ("good:", "goed:", "‘good’ ontbreekt bij de oefening"),
        ("forms: [D1, V1, V2]", "forms: [D7]", "onbekende code ‘D7’"),
    ],
)  # fmt: skip
def test_broken_exercise_is_refused(old, new, reason):
    assert old in GOOD
    with pytest.raises(BrokenFile, match=reason):
        exercise(GOOD.replace(old, new, 1))


# Trying edited rules

EDITED = (RULES / "rules.yaml").read_text(encoding="utf-8")


def edited(old, new):
    assert old in EDITED
    return rule_set(EDITED.replace(old, new, 1))


def stronger():
    old = "  - code: OR5-2\n    direction: OR5\n    any_of: [P01, P02]\n    strength: mogelijk\n"
    return edited(old, old.replace("mogelijk", "sterk"))


def test_shipped_rules_come_through_every_trial():
    assert len(trials()) == 15
    assert [each.differences for each in run(shipped())] == [()] * 15


def test_edited_rule_shows_which_trials_fail_and_how():
    failed = {each.trial.code: each.differences for each in run(stronger()) if not each.same}

    assert failed == {
        "CASUS2": ("Vooroordelen en stereotypen tegengaan: verwacht mogelijk, gevonden sterk.",),
        "CASUS3": ("Vooroordelen en stereotypen tegengaan: verwacht mogelijk, gevonden sterk.",),
    }


def test_notice_that_fails_is_told():
    found = run(edited("when: {problem: [P12]}", "when: {problem: [P11]}"))

    assert ("Meldingen: verwacht N6, gevonden geen.",) in [each.differences for each in found]


def test_changes_between_two_versions_in_words():
    cases = [each.situation for each in exercises()]
    found = changes(shipped(), stronger(), cases)

    assert [(each.code, each.lines) for each in found] == [
        ("CASUS2", ("Vooroordelen en stereotypen tegengaan: was mogelijk, wordt sterk.",)),
        ("CASUS3", ("Vooroordelen en stereotypen tegengaan: was mogelijk, wordt sterk.",)),
    ]
    assert changes(shipped(), shipped(), cases) == []
