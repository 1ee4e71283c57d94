"""Comparing two rounds: a truth table, and what holds for any pairs."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from method.map import Shape
from workshops.compare import compare


def point(x, y):
    return Shape("point", x, x, y, y)


def area(x, y, x_to, y_to):
    return Shape("area", x, x_to, y, y_to)


def line(x, y, y_to, low="voorstanders", high="tegenstanders"):
    return Shape("line", x, x, y, y_to, low, high)


@pytest.mark.parametrize(
    ("pairs", "moved", "stayed"),
    [
        ([], [], []),
        ([(point(1, 1), point(1, 1))], [], ["In (1, 1): 1 keer"]),
        ([(point(1, 1), point(3, 2))], ["Van (1, 1) naar (3, 2): 1 keer"], []),
        (
            [(point(1, 1), point(3, 1)), (point(3, 1), point(1, 1))],
            ["Van (1, 1) naar (3, 1): 1 keer", "Van (3, 1) naar (1, 1): 1 keer"],
            [],
        ),
        ([(point(2, 2), point(3, 3))] * 3, ["Van (2, 2) naar (3, 3): 3 keer"], []),
        ([(point(2, 2), area(2, 2, 3, 2))], ["Van (2, 2) naar (2 tot 3, 2): 1 keer"], []),
        ([(line(2, 1, 4), line(2, 1, 4, low="bewoners"))], [], ["In (2, 1 tot 4): 1 keer"]),
        (
            [(point(4, 4), point(1, 1)), *[(point(2, 2), point(2, 3))] * 2, (point(1, 2), point(1, 2))],
            ["Van (2, 2) naar (2, 3): 2 keer", "Van (4, 4) naar (1, 1): 1 keer"],
            ["In (1, 2): 1 keer"],
        ),
    ],
)
def test_compare(pairs, moved, stayed):
    found = compare(pairs)

    assert [flow.words for flow in found.moved] == moved
    assert [flow.words for flow in found.stayed] == stayed


@st.composite
def shapes(draw):
    phases = st.integers(1, 4)
    x, y = sorted([draw(phases), draw(phases)]), sorted([draw(phases), draw(phases)])
    kind = draw(st.sampled_from(["point", "area", "line"]))
    if kind == "point":
        return point(x[0], y[0])
    if kind == "area":
        return area(x[0], y[0], x[1], y[1])
    return line(x[0], y[0], y[1])


PAIRS = st.lists(st.tuples(shapes(), shapes()), max_size=40)


@given(PAIRS)
def test_every_pair_is_counted_once(pairs):
    assert compare(pairs).total == len(pairs)


@given(PAIRS, st.integers())
def test_order_of_the_pairs_tells_nothing(pairs, seed):
    shuffled = list(pairs)
    random.Random(seed).shuffle(shuffled)

    assert compare(shuffled) == compare(pairs)


@given(PAIRS)
def test_only_places_that_somebody_named_come_out(pairs):
    named = {(s.kind, s.x_min, s.x_max, s.y_min, s.y_max) for pair in pairs for s in pair}
    found = compare(pairs)

    for flow in (*found.moved, *found.stayed):
        for s in (flow.before, flow.after):
            assert (s.kind, s.x_min, s.x_max, s.y_min, s.y_max) in named


@given(PAIRS)
def test_same_the_other_way_round(pairs):
    there = {(flow.before, flow.after): flow.count for flow in compare(pairs).moved}
    back = {(flow.after, flow.before): flow.count for flow in compare((after, before) for before, after in pairs).moved}

    assert there == back
