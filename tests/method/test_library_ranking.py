"""The ranking against the worked examples of the domain, its explanation, and what must always hold."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from method.directions.model import Place, Situation
from method.directions.reading import of_kind, shipped
from method.directions.situation import situation, situations
from method.library.advice import full_advice
from method.library.ranking import against_the_grain, draft, on_choosing
from method.library.reading import DATA, library, shipped_weights, weights

HERE = Path(__file__).parent
CASES = {
    each.situation.code: each.situation for each in situations((HERE / "advice_cases.yaml").read_text(encoding="utf-8"))
}
BY_CODE = {record.code: record for record in library()}
WORKED = {
    "CASUS1": {
        "OR4": "K35 23 · K32 20 · K36 20 · K31 19 · K30 19",
        "OR1": "K01 23 · K04 23 · K02 20 · K03 19 · K13 14",
        "OR3": "K21 25 · K04 23 · K22 23 · K24 23 · K23 22",
        "OR2": "K21 25 · K24 23 · K23 22 · K25 22 · K06 17",
        "OR5": "K12 14 · K14 14 · K10 14 · K11 13 · K09 12",
        "OR7": "",
        "beyond": "K37 8 · K38 7 · K39 7",
    },
    "CASUS2": {
        "OR1": "K02 21 · K01 20 · K03 20 · K04 18 · K13 17 · K05 14",
        "OR3": "K06 20 · K21 20 · K22 20 · K25 19 · K04 18",
        "OR2": "K06 20 · K21 20 · K25 19 · K07 17 · K13 17",
        "OR5": "K14 16 · K12 14 · K10 13 · K11 13 · K28 12",
        "OR6": "K31 18",
        "OR7": "",
        "beyond": "K38 8 · K39 8 · K40 8 · K41 8",
    },
}
CANDIDATES = {
    "CASUS1": "K02 K03 K04 K01 K21 K22 K24 K30 K36 K32",
    "CASUS2": "K02 K05 K13 K06 K07 K11 K22",
}


def line(ranked, code):
    return next(each for each in ranked.lines if each.code == code)


def ranked(code, case="CASUS1", **changes):
    found = full_advice(dataclasses.replace(CASES[case], **changes))
    return next(each for each in found.ranking.found if each.record.code == code)


def others(described):
    return {each.record.code: each.reason for each in full_advice(described).ranking.others}


@pytest.mark.parametrize("case", CASES)
def test_practice_cases_give_the_worked_lists(case):
    ranking = full_advice(CASES[case]).ranking

    assert set(ranking.by_direction) == set(WORKED[case]) - {"beyond"}
    for direction, expected in WORKED[case].items():
        rows = ranking.beyond if direction == "beyond" else ranking.by_direction[direction]
        top = rows[: expected.count("·") + 1]
        assert " · ".join(f"{each.record.code} {each.score}" for each in top) == expected, direction
    assert set(CANDIDATES[case].split()) <= {each.record.code for each in ranking.found}


def test_worked_example_point_by_point():
    found = ranked("K21")

    assert [(each.code, each.points) for each in found.lines] == [
        ("M1", 9), ("M2", 2), ("M3", 2), ("M4", 1), ("V1", 2), ("V2", 2), ("V3", 1), ("V4", 1), ("V5", 2), ("LAD", 3),
    ]  # fmt: skip
    assert found.score == 25
    assert found.problems == ("P03", "P04", "P05")
    assert found.sentence == (
        "Thuis Op Straat (TOS), 25 punten: past bij het probleem (9), past bij de doelgroep (2), hoort bij een sterk "
        "advies (2), past bij de lijn van de spanning (1), vaak en klein (2), wat mensen delen (2), samen (1), dicht "
        "bij huis (1), gebundeld op één plek (2), bindingsladder (3)."
    )


def test_every_line_says_why_and_names_its_source():
    for found in full_advice(CASES["CASUS1"]).ranking.found:
        assert len(found.lines) == 10
        for each in found.lines:
            assert each.text.endswith("."), each
            assert "{" not in each.text
            assert each.source.startswith("KIS-handreiking")
    assert line(ranked("K21"), "M1").text == (
        "Het raakt 3 problemen: botsende regels, overlast door kinderen en overlast door jongeren."
    )
    assert line(ranked("K21"), "M4").text == "Het gaat over: leeftijd."


def record(**changes):
    return dataclasses.replace(BY_CODE["K21"], **changes)


def one(described, **changes):
    """K21 changed, ranked alone."""
    found = full_advice(described, records=[record(**changes)])
    return found.ranking.found[0]


@pytest.mark.parametrize(
    ("problems", "points"),
    [(("P03",), 3), (("P03", "P04"), 6), (("P03", "P04", "P05"), 9), (("P02", "P03", "P04", "P05"), 9)],
)
def test_more_than_three_problems_give_no_more(problems, points):
    found = line(one(CASES["CASUS1"], problems=problems), "M1")

    assert found.points == points
    assert found.text.endswith("Meer dan drie telt niet extra.") is (len(problems) > 3)


@pytest.mark.parametrize(
    ("rhythm", "scale", "points"),
    [
        ("again", "small", 2), ("again", "medium", 1), ("again", "large", 1), ("facility", "small", 2),
        ("facility", "large", 1), ("mixed", "small", 0), ("mixed", "large", 0), ("once", "small", -1),
        ("once", "medium", -1), ("once", "large", -2),
    ],
)  # fmt: skip
def test_rule_of_thumb_1(rhythm, scale, points):
    assert line(one(CASES["CASUS1"], rhythm=rhythm, scale=scale), "V1").points == points


@pytest.mark.parametrize(("basis", "points"), [("shared", 2), ("mixed", 0), ("none", 0), ("difference", -1)])
def test_rule_of_thumb_2(basis, points):
    assert line(one(CASES["CASUS1"], basis=basis), "V2").points == points


@pytest.mark.parametrize(("form", "points"), [("together", 1), ("none", 0), ("competition", -1)])
def test_rule_of_thumb_3(form, points):
    assert line(one(CASES["CASUS1"], form=form), "V3").points == points


@pytest.mark.parametrize(
    ("level", "here", "points"),
    [
        ("direct", True, 2), ("direct", False, 1), ("street", True, 1), ("neighbourhood", True, 0),
        ("beyond", True, -1),
    ],
)  # fmt: skip
def test_rule_of_thumb_4(level, here, points):
    places = CASES["CASUS1"].places if here else tuple(each for each in CASES["CASUS1"].places if each.code == "L2")

    assert line(one(dataclasses.replace(CASES["CASUS1"], places=places), level=level), "V4").points == points


@pytest.mark.parametrize(
    ("bundled", "scale", "severe", "points"),
    [(True, "small", True, 2), (False, "large", True, -1), (False, "small", True, 0), (True, "small", False, 0)],
)
def test_rule_of_thumb_5(bundled, scale, severe, points):
    case = CASES["CASUS1"] if severe else CASES["CASUS2"]

    assert line(one(case, bundled=bundled, scale=scale), "V5").points == points


@pytest.mark.parametrize(("causes", "hotspot"), [(["C"], False), (["B3"], True)])
def test_stacked_problems_or_a_hotspot_make_it_severe(causes, hotspot):
    described = situation(f"locations: [{{code: L2, causes: [B3, {causes[0]}], hotspot: {str(hotspot).lower()}}}]"
                          if causes != ["B3"] else "locations: [{code: L2, causes: [B3], hotspot: true}]")  # fmt: skip

    assert line(one(described), "V5").points == 2


@pytest.mark.parametrize(("rung", "points"), [(None, 0), (1, 1), (2, 2), (3, 3), (4, 4)])
def test_ladder(rung, points):
    assert line(one(CASES["CASUS1"], rung=rung), "LAD").points == points


def test_direction_that_always_holds_gives_no_points():
    described = situation("{loc: L2, answers: [E6, SE1], target_groups: [T7]}")
    found = full_advice(described)
    plan = next(each for each in found.ranking.found if each.record.code == "KE1")

    assert found.advice.strengths == {"OR7": "sterk"}
    assert line(plan, "M3").points == 0


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("{loc: L2, answers: [B3]}", "N01", "De stand is ‘concept’."),
        ("{loc: L2, answers: [W]}", "K16", "Dit voorbeeld past alleen bij de komst of huisvesting van vluchtelingen."),
        ("{loc: L1, answers: [A3]}", "VL1", "Dit voorbeeld is voor Vlaanderen."),
        ("{loc: L1, answers: [A3]}", "K33", "De richting van dit voorbeeld is niet geadviseerd: ‘Weerbaarheid en bas"),
        ("{loc: L1, answers: [A1]}", "K12", "Past bij vervreemding en ongemak, maar niet op een plek die u noemde."),
        ("{loc: L1, answers: [A1]}", "K01", "Gaat over problemen die niet zijn gevonden: niet durven aanspreken, bots"),
    ],
)
def test_example_that_does_not_fit_stays_visible_with_its_reason(text, code, reason):
    assert others(situation(text))[code].startswith(reason)


def test_refugee_examples_come_with_the_context_or_the_target_group():
    flagged = full_advice(situation("{loc: L2, answers: [W], flags: {refugee_context: true}}"))
    targeted = full_advice(situation("{loc: L2, answers: [W], target_groups: [T7]}"))

    for found in (flagged, targeted):
        assert "K17" in {each.record.code for each in found.ranking.found}


def test_flemish_examples_come_for_flanders():
    found = full_advice(situation("{loc: L1, answers: [A3], region: VL}"))

    assert "VL1" in {each.record.code for each in found.ranking.found}


def test_other_weights_change_the_list_and_say_which_version():
    text = (DATA / "weights.yaml").read_text(encoding="utf-8")
    heavier = weights(text.replace('version: "1"', 'version: "2"').replace("again_small, is: 2", "again_small, is: 4"))
    before, after = full_advice(CASES["CASUS2"]), full_advice(CASES["CASUS2"], weights=heavier)

    assert (before.ranking.version, after.ranking.version) == ("1", "2")
    first = [found.ranking.by_direction["OR1"][0].record.code for found in (before, after)]
    assert first == ["K02", "K01"]


# Choosing


def chosen(code, case="CASUS2", **more):
    found = full_advice(CASES[case])
    return [message.code for message in on_choosing(BY_CODE[code], CASES[case], found.advice, shipped(), **more)]


def test_dialogue_where_people_fear_loss_gets_a_warning():
    assert chosen("K08") == ["N3", "N4"]
    assert chosen("K10") == ["N4"]
    assert chosen("K02") == []


def test_young_and_old_with_nuisance_asks_for_backing_first():
    assert chosen("K11", "CASUS1") == ["N3"]
    assert chosen("K11", "CASUS1", directions=["OR4", "OR2"]) == []


def test_target_group_that_drives_the_tension_gets_a_warning():
    assert chosen("K02", instigator=True) == ["N7"]


@pytest.mark.parametrize(("code", "expected"), [("K37", ["V1", "V4"]), ("K09", ["V2"]), ("K29", ["V1"]), ("K21", [])])
def test_example_against_a_rule_of_thumb_says_which(code, expected):
    found = against_the_grain(BY_CODE[code])

    assert [message.code for message in found] == expected
    assert all(message.text.endswith(".") and message.source.endswith("vuistregels") for message in found)


def test_choice_starts_an_action_with_goal_target_group_and_executor():
    found = draft(BY_CODE["K21"], CASES["CASUS2"])

    assert found.title == "Thuis Op Straat (TOS)"
    assert found.goal == BY_CODE["K21"].goal
    assert found.target_groups == ("T1",)
    assert found.executor == "pleinwerkers van TOS"
    assert draft(BY_CODE["K21"], Situation()).target_groups == ("T1", "T2", "T3")


# Always

situations_ = st.builds(
    Situation,
    places=st.lists(
        st.builds(
            Place,
            key=st.sampled_from("abcd"),
            code=st.sampled_from(["L1", "L2", "L3", "L4", "L5"]),
            answers=st.frozensets(st.sampled_from(sorted(of_kind("form", "cause"))), max_size=5),
            hotspot=st.booleans(),
        ),
        max_size=4,
        unique_by=lambda place: place.key,
    ).map(tuple),
    answers=st.frozensets(st.sampled_from(sorted(of_kind("sentiment", "trigger", "government"))), max_size=3),
    flags=st.frozensets(st.sampled_from(sorted(of_kind("flag")))),
    groups=st.frozensets(st.sampled_from(sorted(of_kind("group")))),
    target_groups=st.frozensets(st.sampled_from(sorted(of_kind("target")))),
    region=st.sampled_from(["NL", "VL"]),
)


@given(situations_, st.randoms(use_true_random=False))
def test_order_of_records_and_places_makes_no_difference(described, random):
    shuffled, places = list(library()), list(described.places)
    random.shuffle(shuffled)
    random.shuffle(places)
    one, two = full_advice(described), full_advice(dataclasses.replace(described, places=tuple(places)), None, shuffled)

    assert one.ranking == two.ranking


@given(situations_)
def test_every_record_is_listed_once_fitting_or_with_a_reason(described):
    found = full_advice(described)
    listed = [each.record.code for each in found.ranking.found] + [each.record.code for each in found.ranking.others]

    assert sorted(listed) == sorted(BY_CODE)
    assert all(each.reason for each in found.ranking.others)
    in_lists = {each.record.code for rows in found.ranking.by_direction.values() for each in rows}
    assert in_lists | {each.record.code for each in found.ranking.beyond} == {
        e.record.code for e in found.ranking.found
    }


@given(situations_)
def test_lists_are_sorted_by_points_then_rung_then_code(described):
    for rows in full_advice(described).ranking.by_direction.values():
        keys = [(-each.score, -(each.record.rung or 0), each.record.code) for each in rows]
        assert keys == sorted(keys)


@given(situations_)
def test_example_is_about_a_problem_that_was_found(described):
    found = full_advice(described)
    for each in found.ranking.found:
        assert set(each.problems) <= set(each.record.problems) & found.advice.all_problems
        assert each.problems
        assert set(each.directions) <= set(found.advice.strengths)


def test_reading_happens_once():
    assert library() is library()
    assert shipped() is shipped()
    assert shipped_weights() is shipped_weights()
