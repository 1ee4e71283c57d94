"""The rules of the advice against truth tables: the units, the practice cases, the decision table."""

from pathlib import Path

import pytest
import yaml

from method.directions.evaluate import advise, flags_of
from method.directions.explain import rule_sentence
from method.directions.model import Choice, Place, Situation
from method.directions.notices import on_choice
from method.directions.reading import directions, shipped, words
from method.directions.situation import situation, situations

HERE = Path(__file__).parent
STRENGTH = {"s": "sterk", "m": "mogelijk"}


def fixture(name):
    return (HERE / f"advice_{name}.yaml").read_text(encoding="utf-8")


def advice(text):
    return advise(situation(text), shipped())


def cases(name):
    text = fixture(name)
    pairs = zip(situations(text), yaml.safe_load(text), strict=True)
    return [pytest.param(described.situation, expected, id=expected["id"]) for described, expected in pairs]


@pytest.mark.parametrize(("described", "expected"), cases("units"))
def test_unit_situations_give_what_the_guide_says(described, expected):
    found = advise(described, shipped())

    assert found.strengths == {"OR7": "sterk", **expected["expect"]}
    assert [message.code for message in found.notices] == expected["n"]


@pytest.mark.parametrize(("described", "expected"), cases("cases"))
def test_practice_cases_give_their_directions_and_notices(described, expected):
    found = advise(described, shipped())

    assert found.strengths == expected["expected_directions"]
    assert {each.code for each in found.directions if not each.advised} == set(expected["expected_not"])
    assert [message.code for message in found.notices] == expected["expected_notices"]


def table():
    rows = yaml.safe_load(fixture("table"))
    for row in rows:
        for answer in row["by"]:
            for place in ("L1", "L2", "L3", "L4", "L5"):
                yield pytest.param(row, answer, place, id=f"{answer}-{place}-{row.get('homogeneous', False)}")


@pytest.mark.parametrize("phase", ["F1", "F3"])
@pytest.mark.parametrize(("row", "answer", "place"), list(table()))
def test_decision_table(row, answer, place, phase):
    flag = "flags: {homogeneous: true}" if row.get("homogeneous") else ""
    found = advice(f"{{loc: {place}, phase: {phase}, answers: [{answer}], {flag}}}")

    assert found.strengths == {"OR7": "sterk"} | {code: STRENGTH[mark] for code, mark in row[place].items()}
    if "notice" in row:
        assert row["notice"] in [message.code for message in found.notices]


def test_every_answer_stands_in_the_decision_table():
    named = {answer for row in yaml.safe_load(fixture("table")) for answer in row["by"]}
    offered = {
        code for code, word in words().items() if word.kind in ("form", "cause", "sentiment", "trigger", "government")
    }

    assert offered - named == {"SE2"}, "SE2 sets the fear of loss and points at no problem"


@pytest.mark.parametrize("place", ["L1", "L2", "L3", "L4", "L5"])
def test_gap_in_the_information_gives_direction_6_at_every_place(place):
    found = advice(f"{{loc: {place}, phase: F2, flags: {{info_gap: true}}}}")

    assert found.strengths == {"OR6": "sterk", "OR7": "sterk"}


def test_case_without_any_place_still_listens():
    assert advise(Situation(), shipped()).strengths == {"OR7": "sterk"}


def test_letter_gives_way_as_soon_as_one_of_its_parts_is_chosen():
    letter, part = advice("{loc: L1, answers: [A]}"), advice("{loc: L1, answers: [A, A4]}")

    assert letter.strengths == {"OR1": "sterk", "OR5": "mogelijk", "OR7": "sterk"}
    assert part.strengths == {"OR1": "sterk", "OR7": "sterk"}


def test_reason_names_place_problem_answers_and_source():
    found = advice("{locations: [{code: L1, name: Binnenhof, sub: [portiek], phase: F1, causes: [A3]}]}")
    reason = found.direction("OR1").because[0]

    assert reason.text == (
        "Binnenhof (directe woonomgeving: portiek): hier gaat het om niet durven aanspreken. "
        "Dat volgt uit het antwoord ‘Mensen weten niet hoe de ander reageert als zij iets zeggen’."
    )
    assert (reason.rule, reason.strength, reason.problems, reason.answers) == ("OR1-1", "sterk", ("P02",), ("A3",))
    assert reason.source == "KIS-handreiking, oplossingsrichting 1, kopje ‘Wanneer?’"
    assert reason.aim == "voorkomen"


def test_reason_of_a_letter_asks_for_the_precise_cause():
    reason = advice("{loc: L1, answers: [B]}").direction("OR1").because[0]

    assert reason.text.endswith(
        "Alleen de hoofdgroep is gekozen. Kies de precieze oorzaak, dan wordt het advies zekerder."
    )
    assert (reason.strength, reason.estimated) == ("mogelijk", True)


@pytest.mark.parametrize(
    ("text", "direction", "why"),
    [
        ("{loc: L1, answers: [A1]}", "OR4", "In de antwoorden komt dit niet voor: verloedering en criminaliteit, of "),
        ("{loc: L1, answers: [B3]}", "OR3", "Dit komt wel voor, maar niet op deze soort plek (openbare ruimte in de "),
        ("{loc: L2, answers: [A1]}", "OR1", "Dit komt wel voor, maar niet op deze soort plek (directe woonomgeving): "),
        ("{loc: L2, answers: [E6]}", "OR1", "Er is geen plek van deze soort beschreven: directe woonomgeving."),
        ("{loc: L1, answers: [E6]}", "OR1", "In de antwoorden over deze soort plek (directe woonomgeving) komt dit "),
        ("{loc: L1, answers: [A4]}", "OR6", "In de antwoorden komt dit niet voor: te weinig informatie."),
    ],
)
def test_direction_that_is_not_advised_says_why(text, direction, why):
    found = advice(text).direction(direction)

    assert not found.advised
    assert found.because[0].text.startswith(why)
    assert not any(reason.holds for reason in found.because)


def test_rule_that_needs_something_more_says_what():
    texts = [reason.text for reason in advice("{loc: L2, answers: [TR2]}").direction("OR5").because]

    assert "Dit telt alleen mee bij het antwoord ‘De buurt is weinig divers’." in texts


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            "OR4-1",
            "Sterk advies bij minstens één van deze problemen: verloedering en criminaliteit, of bewoners die zich "
            "terugtrekken.",
        ),
        (
            "OR3-2",
            "Mogelijk advies bij dit probleem op deze soort plek (openbare ruimte in de buurt): niet durven "
            "aanspreken.",
        ),
        (
            "OR5-3",
            "Mogelijk advies bij dit probleem: polarisatie door media. Dit geldt alleen bij het antwoord ‘De buurt is "
            "weinig divers’.",
        ),
        ("OR7-1", "Geldt altijd."),
    ],
)
def test_rule_reads_as_a_sentence(code, sentence):
    rule = next(rule for rule in shipped().rules if rule.code == code)

    assert rule_sentence(rule, shipped()) == sentence


def test_all_seven_directions_get_a_verdict_with_a_reason_and_a_source():
    for text in ("{loc: L2, answers: [C, B3, W]}", "{loc: L3}"):
        found = advice(text)

        assert sorted(each.code for each in found.directions) == [f"OR{number}" for number in range(1, 8)]
        assert all(reason.text and reason.source for each in found.directions for reason in each.because)
        assert all(each.because for each in found.directions)


def test_order_information_first_then_safety_then_the_smallest_scale():
    found = advice("{loc: L2, answers: [C, B3, W], flags: {info_gap: true}}")

    assert [each.code for each in found.directions] == ["OR6", "OR4", "OR3", "OR2", "OR5", "OR7", "OR1"]


def test_strong_goes_before_possible():
    found = advice("{loc: L2, answers: [A1, D]}")

    assert [each.code for each in found.directions if each.advised] == ["OR2", "OR4", "OR5", "OR7"]


@pytest.mark.parametrize(("phase", "notice", "after"), [("F3", [], False), ("F4", ["N1"], True), ("F5", ["N1"], True)])
def test_incidents_and_escalation_ask_for_calm_first(phase, notice, after):
    found = advice(f"{{loc: L1, phase: {phase}, answers: [A1]}}")

    assert [message.code for message in found.notices] == notice
    assert found.direction("OR1").after_calm is after
    assert found.direction("OR7").after_calm is False


def test_people_who_disagree_on_the_phase_are_all_heard():
    found = advice("{loc: L1, phases: [F2, F4], answers: [A1]}")

    assert [message.code for message in found.notices] == ["N1"]
    assert found.direction("OR1").because[0].phases == ("F2", "F4")
    assert found.direction("OR1").after_calm is False


def test_one_calm_place_is_enough_to_start_now():
    found = advice(
        "{locations: [{code: L1, name: a, phase: F4, causes: [A1]}, {code: L1, name: b, phase: F2, causes: [A1]}]}"
    )

    assert found.direction("OR1").after_calm is False
    assert [message.places for message in found.notices] == [("L1",)]


def test_notices_of_a_choice_wait_for_the_choice():
    described = situation("{loc: L2, phase: F3, answers: [B3, SE2], flags: {loss_threat: true}}")
    found, flags = advise(described, shipped()), flags_of(described, shipped())

    def codes(**choice):
        return [message.code for message in on_choice(described, found, shipped(), Choice(**choice), flags)]

    assert [message.code for message in found.notices] == []
    assert codes() == []
    assert codes(kinds=frozenset({"dialogue"})) == ["N4"]
    assert codes(kinds=frozenset({"intergenerational"})) == ["N3"]
    assert codes(kinds=frozenset({"intergenerational"}), directions=frozenset({"OR4"})) == []
    assert codes(instigator=True) == ["N7"]


def test_fear_of_losing_cohesion_is_fear_of_loss():
    described = situation("{loc: L2, answers: [SE2]}")

    assert flags_of(described, shipped()) == {"loss_threat"}


@pytest.mark.parametrize(("cause", "expected"), [("same", []), ("unknown", []), ("other", ["N10"])])
def test_another_cause_beneath_asks_to_begin_with_listening(cause, expected):
    found = advice(f"{{loc: L1, answers: [A4], real_cause: {cause}}}")

    assert [message.code for message in found.notices] == expected


def test_basic_safety_first_is_said_only_when_it_is_advised_strongly():
    possible, strong = advice("{loc: L1, answers: [A1, D]}"), advice("{loc: L1, answers: [A1, C]}")

    assert possible.strengths["OR4"] == "mogelijk"
    assert [message.code for message in possible.notices] == []
    assert [message.code for message in strong.notices] == ["N2"]


def test_school_gets_its_notice():
    assert [message.code for message in advice("{loc: L3}").notices] == ["N5"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{loc: L1, phase: F2, answers: [B3]}", ["H1"]),
        ("{loc: L2, phase: F2, answers: [B3]}", []),
        ("{loc: L2, phase: F3, answers: [G4]}", ["H2"]),
        ("{loc: L2, phase: F4, answers: [G4]}", []),
        ("{loc: L2, phase: F1, answers: [G1]}", ["H3"]),
        ("{loc: L2, phase: F2, answers: [G1, V5]}", []),
    ],
)
def test_hints_ask_and_change_nothing(text, expected):
    assert [message.code for message in advice(text).hints] == expected


def test_hint_looks_at_one_place_at_a_time():
    found = advice("{locations: [{code: L1, causes: [A1]}, {code: L2, causes: [B3]}]}")

    assert found.hints == ()


def test_priority_stands_first_among_the_problems():
    found = advice("{loc: L2, answers: [A1, B3], priorities: [P05]}")

    assert [(problem.code, problem.priority) for problem in found.problems] == [("P05", 1), ("P01", 0)]


def test_advice_carries_the_version_of_the_rules():
    assert advise(Situation(), shipped()).version == shipped().version == "2"


def test_answer_that_left_the_rules_is_shown_by_its_code_and_gives_nothing():
    old = Situation(places=(Place("p", "L1", frozenset({"F2"}), frozenset({"Z9"})),))

    assert advise(old, shipped()).strengths == {"OR7": "sterk"}
    assert shipped().label("Z9") == "Z9"


def test_directions_explain_themselves():
    for direction in directions().values():
        texts = (direction.phenomenon, direction.what, direction.when, direction.when_not, direction.why)
        assert all(text.endswith(".") for text in texts), direction.code
        assert direction.phenomenon.count(".") == 1, "one sentence"
        assert "when_not" in direction.estimated, "the guide says when, not when not"
    assert [len(directions()[code].kinds) for code in ("OR2", "OR4", "OR5")] == [5, 4, 4]
    assert [len(directions()[code].checks) for code in ("OR4", "OR5")] == [10, 6]
