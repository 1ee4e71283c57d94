"""What the Flemish guide asks of an action plan: complete, with a source, and what it says of kinds and types."""

from dataclasses import fields

import pytest

from method import plan
from method.plan import PlanGuide, approach, guide, kinds_missing, labels, one_sided

CODES = {
    "depolarisation_test": ["DT1", "DT2", "DT3", "DT4", "DT5"],
    "kinds": ["PSa", "PSb", "PSc", "PSd", "PSe"],
    "feasibility": ["HB1", "HB2", "HB3", "HB4", "HB5", "HB6"],
    "principles": ["CM1", "CM2", "CM3", "CM4", "CM5", "CM6", "CM7", "CM8", "CM9"],
    "citizen_types": ["BT1", "BT2a", "BT2b", "BT3a", "BT3b"],
    "anchoring": ["AN1", "AN2", "AN3", "AN4"],
    "tone_checks": ["TO1", "TO2", "TO3"],
}


def test_every_part_is_complete_and_in_order():
    assert {part.name: [entry.code for entry in getattr(guide(), part.name)] for part in fields(PlanGuide)} == CODES


def test_every_entry_names_guide_and_section():
    entries = [entry for part in fields(PlanGuide) for entry in getattr(guide(), part.name)]

    assert [entry.code for entry in entries if " · " not in entry.source] == []


def test_an_entry_without_a_source_stops_the_start(monkeypatch, tmp_path):
    (tmp_path / "plan.yaml").write_text("kinds:\n  - {code: PSa, text: Iets}\n", encoding="utf-8")
    monkeypatch.setattr(plan, "DATA", tmp_path)

    with pytest.raises(TypeError, match="source"):
        guide.__wrapped__()


@pytest.mark.parametrize(
    ("covered", "missing"),
    [([], 3), (["PSa"], 2), (["PSa", "PSb"], 1), (["PSa", "PSa", "PSb"], 1), (["PSa", "PSb", "PSe"], 0), (["X"], 3)],
)
def test_a_plan_needs_three_different_kinds(covered, missing):
    assert kinds_missing(covered) == missing


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({}, []),
        ({"PSa": {"offline"}}, ["PSa"]),
        ({"PSa": {"offline"}, "PSb": {"online"}}, ["PSa", "PSb"]),
        ({"PSa": {"offline", "online"}}, []),
        ({"PSc": {"offline"}}, []),
        ({"PSa": set()}, []),
    ],
)
def test_polarisation_and_disinformation_are_met_online_and_offline(where, found):
    assert [entry.code for entry in one_sided(where)] == found


def test_types_give_goal_and_tone_each_once():
    both = approach(["BT3a", "BT1"])

    assert both.goal == "betrokkenheid herstellen; sociaal vertrouwen herstellen en wij-zijdenken wegnemen"
    assert both.tone.startswith("een luisterend oor")
    assert approach(["BT1", "BT1"]).goal == "betrokkenheid herstellen"
    assert (approach([]).goal, approach(["BT4"]).tone) == ("", "")


def test_what_the_file_says_of_a_type_goes_first_and_only_where_it_says_something():
    found = approach(["BT1"], {"BT1": ("mensen weer uitnodigen", ""), "BT2a": ("niet gevraagd", "x")})

    assert found.goal == "mensen weer uitnodigen"
    assert found.tone == "een luisterend oor, meedenken en een netwerk helpen opbouwen"


def test_labels_follow_the_order_of_the_guide():
    assert labels(guide().kinds, ["PSe", "PSc", "oud"]) == (
        "Tegen discriminatie, haat en geweld",
        "Vorming en opleiding van personeel",
    )
