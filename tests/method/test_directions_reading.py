"""Broken rules and situations are refused with the line and the reason, all mistakes at once."""

import pytest

from method.directions.marked import BrokenFile, read
from method.directions.model import Choice, Place, Situation
from method.directions.reading import DATA, directions, rule_set, shipped, words
from method.directions.situation import situations

GOOD = (DATA / "rules.yaml").read_text(encoding="utf-8")


def refused(text, function=rule_set):
    with pytest.raises(BrokenFile) as error:
        function(text)
    return [str(problem) for problem in error.value.problems]


def line_of(part):
    return GOOD[: GOOD.index(part)].count("\n") + 1


def test_shipped_rules_are_read():
    found = shipped()

    assert len(found.problems) == 19
    assert [rule.code for rule in found.rules if rule.direction == "OR5"] == ["OR5-1", "OR5-2", "OR5-3", "OR5-4"]
    assert [notice.code for notice in found.notices] == [f"N{number}" for number in range(1, 11)]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("    strength: sterk\n", "    strength: heel sterk\n", "‘heel sterk’ mag niet bij ‘strength’ van een regel;"),
        ("    direction: OR1\n", "    direction: OR9\n", "‘OR9’ mag niet bij ‘direction’ van een regel;"),
        ("    places: [L1]\n", "    places: [L9]\n", "onbekende plek ‘L9’ bij ‘places’ van een regel"),
        ("    places: [L1]\n", "    places: L1\n", "‘places’ moet een lijst zijn bij een regel, zoals [A1, A2]"),
        ("    any_of: [P07, P08]\n", "    any_of: [P07, P99]\n", "onbekend probleem ‘P99’ bij ‘any_of’ van een regel"),
        ("    any_of: [P07, P08]\n", "    any_of: [P07, P07]\n", "‘P07’ staat er twee keer bij ‘any_of’"),
        ("    flag: homogeneous\n", "    flag: rijk\n", "‘rijk’ mag niet bij ‘flag’ van een regel;"),
        ("    always: true\n", "    always: ja\n", "‘always’ moet true of false zijn bij een regel"),
        (
            "    source: KIS-handreiking, oplossingsrichting 4, kopje ‘Wanneer?’\n",
            "",
            "‘source’ ontbreekt bij een regel",
        ),
        ("  - code: OR2-1\n", "  - code: OR1-1\n", "de code ‘OR1-1’ is al gebruikt"),
        ("  - code: N8\n", "  - code: N6\n", "de code ‘N6’ is al gebruikt"),
        ("when: {cause: other}", "when: {}", "de voorwaarde is leeg, dus de melding zou altijd verschijnen"),
        ("when: {cause: other}", "when: {mood: bad}", "‘mood’ is hier onbekend bij de voorwaarde"),
        ("    when: {cause: other}\n", "", "‘when’ ontbreekt bij een melding"),
        ("answer: D1,", "answer: D9,", "‘D9’ mag niet bij ‘answer’ van een afleiding;"),
        ("answer: D1,", "answer: D2,", "de code ‘D2’ is al gebruikt"),
        ('version: "2"\n', "", "‘version’ ontbreekt bij de regels"),
    ],
)
def test_broken_rule_file_names_the_line_and_the_reason(old, new, reason):
    assert old in GOOD

    found = refused(GOOD.replace(old, new, 1))
    assert any(reason in each and each.startswith("regel ") for each in found), found


def test_line_is_the_line_of_the_mistake():
    old = "    direction: OR1\n"

    assert refused(GOOD.replace(old, "    direction: OR9\n", 1))[0].startswith(f"regel {line_of(old)}: ")


def test_all_mistakes_are_named_at_once_in_the_order_of_the_file():
    broken = GOOD.replace("direction: OR1\n", "direction: OR9\n", 1).replace("strength: mogelijk", "strength: zwak")

    found = refused(broken)
    lines = [int(each.split()[1].rstrip(":")) for each in found]
    assert len(found) >= 5
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("    always: true\n", "    always: true\n    any_of: [P01]\n", "precies een van de twee"),
        ("    always: true\n", "    always: true\n    places: [L1]\n", "heeft geen plek en geen kenmerk"),
        ("    any_of: [P17]\n", "", "precies een van de twee"),
        ("gives: [P17], ", "gives: [P18], ", "regel OR6-1 kan nooit gelden: geen enkel antwoord wijst op zijn"),
        ("sets: [loss_threat], ", "", "de afleiding geeft geen probleem (‘gives’) en zet geen kenmerk"),
        ("{answer: SE1, gives: [P18]", "{answer: SE1, parts: [A1], gives: [P18]", "alleen een antwoord bij een plek"),
        ("KIS-handreiking, stap 2.5 G", "Van horen zeggen", "begint niet met een van de handreikingen"),
    ],
)
def test_rules_that_contradict_themselves_are_refused(old, new, reason):
    assert old in GOOD

    assert any(reason in each for each in refused(GOOD.replace(old, new, 1)))


def test_direction_without_a_rule_is_refused():
    begin, end = GOOD.index("  - code: OR6-1"), GOOD.index("  - code: OR7-1")

    assert any("richting OR6 heeft geen enkele regel" in each for each in refused(GOOD[:begin] + GOOD[end:]))


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: [1, 2", 1, "geen geldige YAML"),
        ("a: b: c", 1, "geen geldige YAML"),
        ("a: 1\nb: 2\na: 3", 3, "‘a’ staat er twee keer"),
        ("a: &x [1]\nb: *x", 1, "verwijzingen met & of * mogen niet"),
        ("", 1, "het bestand is leeg"),
        ("# alleen tekst", 1, "het bestand is leeg"),
        ("[" * 40 + "]" * 40, 1, "te diep genest"),
        ("a: 1\nb: " + "[" * 900_000, 2, "te diep genest"),
        ("a: \t- b\n\x00", 1, "geen geldige YAML"),
        ("a: 1\n---\nb: 2", 2, "geen geldige YAML"),
        ("a: " + "b" * 1_000_001, 1, "langer dan 1.000.000 tekens"),
        ("a: !!python/object:os.system {}", 1, None),
    ],
)
def test_yaml_itself(text, line, reason):
    if reason is None:
        assert read(text).data["a"].data == {}
        return
    found = refused(text, read)
    assert found[0].startswith(f"regel {line}: ")
    assert reason in found[0]


@pytest.mark.parametrize("text", ["- 1", "een zin", "rules: {}", "rules: [1, 2]"])
def test_other_shapes_are_refused_and_not_crashed_on(text):
    assert refused(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{id: X, loc: L9}", "regel 1: ‘L9’ mag niet bij ‘loc’ van X;"),
        ("id: X\nlocations:\n  - code: L1\n    causes: [A9]", "regel 4: onbekende code ‘A9’ bij ‘causes’ van een plek"),
        ("id: X\nlocations:\n  - code: L1\n    phase: F6", "regel 4: ‘F6’ mag niet bij ‘phase’"),
        ("id: X\nflags: {rijk: true}", "regel 2: ‘rijk’ is hier onbekend bij de kenmerken van X"),
        ("id: X\nsentiments: [TR1]", "regel 2: onbekende code ‘TR1’ bij ‘sentiments’ van X"),
        ("id: X\nreal_cause: misschien", "regel 2: ‘misschien’ mag niet bij ‘real_cause’ van X;"),
        ("- {id: A, loc: L1}\n- {id: B, loc: L0}", "regel 2: ‘L0’ mag niet bij ‘loc’ van B;"),
        ("[]", "regel 1: er staat geen situatie in"),
        ("een zin", "regel 1: situatie 1 moet uit regels met ‘naam: waarde’ bestaan"),
    ],
)
def test_situation_with_an_unknown_answer_is_refused(text, reason):
    assert any(each.startswith(reason) for each in refused(text, situations)), refused(text, situations)


def test_every_field_of_a_situation_is_read():
    found = situations(
        """
id: X
title: Plein
flags: {homogeneous: true, loss_threat: false}
locations:
  - {code: L2, name: Winkelplein, sub: [plein, park], phases: [F2, F3], forms: [V3], causes: [A4], hotspot: true}
groups: [GK2]
sentiments: [SE2]
triggers: [TR2]
real_cause: other
gov: {A: true, B: true}
target_groups: [T1]
priorities: [P05]
region: VL
choice: {directions: [OR2], interventions: [K08], instigator: true}
"""
    )[0]

    place = Place("L2", "L2", frozenset({"F2", "F3"}), frozenset({"V3", "A4"}), ("park", "plein"), "Winkelplein", True)
    assert found.situation == Situation(
        places=(place,),
        answers=frozenset({"SE2", "TR2", "R27A", "R27B"}),
        flags=frozenset({"homogeneous"}),
        cause="other",
        groups=frozenset({"GK2"}),
        target_groups=frozenset({"T1"}),
        priorities=("P05",),
        region="VL",
        code="X",
        title="Plein",
    )
    assert found.choice == Choice(directions=frozenset({"OR2"}), instigator=True)
    assert (found.chosen, found.ignored) == (("K08",), ())


def test_two_places_of_one_kind_get_their_own_key_whatever_their_order():
    one, two = "{code: L2, causes: [A4]}", "{code: L2, causes: [B3]}"
    found = [situations(f"locations: [{a}, {b}]")[0].situation for a, b in ((one, two), (two, one))]

    assert found[0] == found[1]
    assert [place.key for place in found[0].places] == ["L2", "L2-2"]


@pytest.mark.parametrize(
    "text",
    ["{id: X, loc: L1}", "[{id: X, loc: L1}]", "situation: {id: X, loc: L1}", "cases: [{id: X, loc: L1}]"],
)
def test_situation_may_stand_alone_or_in_a_list(text):
    assert [each.situation.code for each in situations(text)] == ["X"]


def test_unknown_keys_are_told_and_not_silently_lost():
    found = situations("{id: X, mood: bad, title: t, expected_not: [], locations: [{code: L1, colour: red}]}")

    assert found[0].ignored == ("locations.colour", "mood")


def test_every_row_of_the_rules_names_its_source():
    found = shipped()
    rows = [
        *found.words.values(),
        *found.problems.values(),
        *found.derivations.values(),
        *found.rules,
        *found.notices,
        *found.hints,
        *directions().values(),
        *(each for direction in directions().values() for each in (*direction.kinds, *direction.checks)),
    ]

    assert len(rows) > 200
    assert all(row.source.startswith(("KIS-handreiking", "Vlaamse handreiking")) for row in rows)


@pytest.mark.parametrize(("kind", "number"), [
    ("form", 11), ("phase", 5), ("place", 5), ("sentiment", 6), ("trigger", 5), ("group", 11), ("actor", 11),
    ("target", 9), ("cause", 31),
])  # fmt: skip
def test_answers_are_those_of_the_guide(kind, number):
    assert len([word for word in words().values() if word.kind == kind]) == number
