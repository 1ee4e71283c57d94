"""What is missing in the information follows from the answers to the checklist, and gives direction 6 (R-B-081)."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from method.directions import information
from method.directions.evaluate import advise
from method.directions.from_worksheets import situation
from method.directions.model import Situation
from method.directions.reading import shipped, words
from method.worksheets import library

TABLE = {
    "ip1": ("IP1", {"yes": False, "partly": True, "no": True}, ["R1", "R3", "R5", "R6"]),
    "ip2a": ("IP2", {"yes": True, "partly": True, "no": False}, ["R1", "R2"]),
    "ip2b": ("IP2", {"yes": False, "partly": True, "no": True}, ["R1", "R2"]),
    "ip3": ("IP3", {"yes": False, "partly": True, "no": True}, ["R1", "R4"]),
    "ip4": ("IP4", {"chance": True, "agreed": False, "fixed": False}, ["R2"]),
    "ip5": ("IP5", {"yes": False, "partly": True, "no": True}, ["R1", "R2"]),
    "ip6": ("IP6", {"yes": False, "partly": True, "no": True}, ["R3"]),
    "ip7": ("IP7", {"yes": False, "partly": True, "no": True}, ["R1"]),
    "ip8": ("IP8", {"yes": False, "partly": True, "no": True}, ["R2"]),
    "ip9": ("IP9", {"yes": False, "partly": True, "no": True}, ["R2"]),
    "ip10": ("IP10", {"yes": False, "partly": True, "no": True}, ["R2", "R3"]),
}
"""By question of the checklist: the gap, whether each answer is one, and what may help (domain §5.2)."""

ROWS = [
    (item, answer, gap, ways)
    for item, (gap, answers, ways) in TABLE.items()
    for answer, is_gap in answers.items()
    if is_gap
]
FINE = [(item, answer) for item, (_, answers, _) in TABLE.items() for answer, is_gap in answers.items() if not is_gap]


def strengths(checklist):
    return advise(situation([], {}, checklist=checklist), shipped()).strengths


def why(checklist):
    return advise(situation([], {}, checklist=checklist), shipped()).direction("OR6").because[0]


@pytest.mark.parametrize(("item", "answer", "gap", "ways"), ROWS)
def test_answer_that_is_a_gap_gives_direction_6_with_what_may_help(item, answer, gap, ways):
    found = why({item: [answer]})

    assert strengths({item: [answer]}) == {"OR6": "sterk", "OR7": "sterk"}
    assert [(each.code, [way.code for way in each.ways]) for each in found.gaps] == [(gap, ways)]
    assert f"‘{words()[gap].label}’" in found.text


@pytest.mark.parametrize(("item", "answer"), FINE)
def test_other_answer_gives_nothing(item, answer):
    assert strengths({item: [answer]}) == {"OR7": "sterk"}


@pytest.mark.parametrize("item", TABLE)
def test_not_knowing_is_a_gap_and_is_said_as_such(item):
    found = why({item: ["unknown"]})

    assert strengths({item: ["unknown"]})["OR6"] == "sterk"
    assert "‘Niet bekend " in found.text and len(found.gaps) == 1


def test_checklist_of_the_worksheet_is_the_one_of_the_rule_in_every_edition():
    for sheet in (each for key, each in library().by_key.items() if key[0] == information.SHEET):
        asked = {item.code: item for item in sheet.items if item.code in TABLE}
        assert set(asked) == {each.item for each in information.questions()} == set(TABLE)
        for each in information.questions():
            codes = {option.code for option in asked[each.item].options}
            assert each.answers == codes | {information.UNKNOWN} and not each.when & each.fine


def test_one_who_sees_a_gap_is_enough():
    assert strengths({"ip4": ["fixed", "chance"]})["OR6"] == "sterk"


def test_several_gaps_are_all_named_in_the_order_of_the_checklist():
    found = why({"ip10": ["no"], "ip5": ["unknown"], "ip2a": ["yes"], "ip2b": ["no"]})

    assert [each.code for each in found.gaps] == ["IP2", "IP5-unknown", "IP10"]


def test_gap_that_somebody_ticked_counts_as_well():
    found = advise(situation([], {"information_gaps": ["IP4"]}), shipped())

    assert found.strengths["OR6"] == "sterk"
    assert [each.code for each in found.direction("OR6").because[0].gaps] == ["IP4"]


checklists = st.dictionaries(
    st.sampled_from(sorted(TABLE)),
    st.lists(st.sampled_from(["yes", "partly", "no", "chance", "agreed", "fixed", "unknown"]), max_size=3),
)


@given(checklists)
def test_direction_6_follows_exactly_when_an_answer_is_a_gap(checklist):
    gap = any(
        answer == "unknown" or TABLE[item][1].get(answer, False)
        for item, answers in checklist.items()
        for answer in answers
    )

    assert ("OR6" in strengths(checklist)) is gap


@given(checklists, checklists)
def test_one_more_respondent_takes_no_gap_away(one, more):
    both = {item: [*one.get(item, []), *more.get(item, [])] for item in {*one, *more}}

    assert information.gaps(one) | information.gaps(more) == information.gaps(both)


@given(checklists)
def test_every_gap_is_explained_with_a_way_and_a_source(checklist):
    codes = information.gaps(checklist)

    assert {each.code for each in information.described(codes)} == codes
    assert all(each.ways and each.source.startswith("KIS") for each in information.described(codes))


# The command


def printed(tmp_path, text):
    path, out, err = tmp_path / "situatie.yaml", StringIO(), StringIO()
    path.write_text(text, encoding="utf-8")
    call_command("advise", str(path), stdout=out, stderr=err)
    return json.loads(out.getvalue()), err.getvalue()


def test_command_takes_the_same_answers(tmp_path):
    data, told = printed(
        tmp_path, "{loc: L2, answers: [A1], information: {ip4: chance, ip2a: no, ip5: [yes, unknown]}}"
    )

    direction = next(each for each in data["directions"] if each["code"] == "OR6")
    assert (direction["strength"], told) == ("sterk", "")
    assert [(gap["code"], [way["code"] for way in gap["ways"]]) for gap in direction["because"][0]["gaps"]] == [
        ("IP4", ["R2"]),
        ("IP5-unknown", ["R1", "R2"]),
    ]


def test_flag_in_a_file_works_as_before(tmp_path):
    data, _ = printed(tmp_path, "{loc: L2, flags: {info_gap: true}}")

    [reason] = next(each for each in data["directions"] if each["code"] == "OR6")["because"]
    assert (reason["answers"], "gaps" in reason) == (["info_gap"], False)
    assert "‘Er ontbreekt informatie of uitwisseling’" in reason["text"]


@pytest.mark.parametrize(
    ("information_", "wrong"),
    [
        ("{ip4: vaak}", "‘vaak’ mag niet bij ‘ip4’"),
        ("{ip12: yes}", "‘ip12’ is hier onbekend"),
        ("[IP4]", "moet uit regels"),
    ],
)
def test_unknown_question_or_answer_refuses_the_file(tmp_path, information_, wrong):
    with pytest.raises(CommandError, match=wrong):
        printed(tmp_path, f"{{loc: L2, information: {information_}}}")


def test_no_checklist_gives_no_gap():
    assert situation([], {}) == Situation()
