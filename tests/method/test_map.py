from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from method.guidance import for_quadrants
from method.map import Shape, movement, quadrant, spread

TRUTH = ["CCDD", "CCDD", "AABB", "AABB"]
"""Rows 4 to 1 of the map, as the guide has it (ESS-handreiking §1.4)."""


def point(x, y):
    return Shape("point", x, x, y, y)


@pytest.mark.parametrize(("x", "y"), list(product(range(1, 5), repeat=2)))
def test_quadrant_of_each_cell(x, y):
    assert quadrant(x, y) == TRUTH[4 - y][x - 1]


@pytest.mark.parametrize(("x", "y"), [(0, 1), (5, 2), (1, 0), (2, 5), (-1, 1)])
def test_cell_outside_the_map_is_rejected(x, y):
    with pytest.raises(ValueError, match="not on the map"):
        quadrant(x, y)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ((2, 1), (2, 1), "stabiel"),
        ((2, 1), (3, 1), "oplopend, van kwadrant A naar B"),
        ((3, 3), (2, 3), "afnemend, van kwadrant D naar C"),
        ((2, 3), (3, 2), "gemengd, van kwadrant C naar B"),
        ((1, 1), (2, 2), "oplopend"),
        ((4, 4), (1, 1), "afnemend, van kwadrant D naar A"),
    ],
)
def test_movement_in_words(before, after, words):
    assert movement(point(*before), point(*after)).words == words


def test_movement_of_an_area_looks_at_both_ends():
    wide, narrow = Shape("area", 1, 3, 1, 1), Shape("area", 2, 2, 1, 1)

    assert movement(wide, narrow).label == "gemengd"


@pytest.mark.parametrize(
    ("x", "y", "letter", "code"),
    [
        (1, 1, "A", "A1"),
        (2, 1, "A", "A4"),
        (3, 1, "B", "GC1"),
        (4, 2, "B", "B5"),
        (1, 3, "C", "C1"),
        (1, 3, "C", "C4"),
        (3, 3, "D", "D8"),
        (4, 3, "D", "D3"),
    ],
    ids=[f"TC-0{number}" for number in range(1, 9)],
)
def test_examples_of_the_guide(x, y, letter, code):
    shape = point(x, y)

    assert shape.quadrants == (letter,)
    assert code in [item.code for item in for_quadrants(shape.quadrants)[0].items]


def test_line_between_two_groups_stands_in_two_quadrants():
    assert Shape("line", 3, 3, 2, 4, "voorstanders", "tegenstanders").quadrants == ("B", "D")


def test_area_stands_in_every_quadrant_it_touches():
    assert Shape("area", 2, 3, 1, 2).quadrants == ("A", "B")


@pytest.mark.parametrize(("shape", "front"), [(point(2, 2), True), (Shape("area", 2, 3, 1, 1), False)])
def test_front_is_wholly_in_phases_one_and_two(shape, front):
    assert shape.front is front


phases = st.integers(1, 4)


@given(phases, phases, phases, phases)
def test_quadrants_of_a_shape_are_those_of_its_cells(a, b, c, d):
    shape = Shape("area", min(a, b), max(a, b), min(c, d), max(c, d))

    assert set(shape.quadrants) == {quadrant(x, y) for x, y in shape.cells}
    assert len(shape.cells) == (shape.x_max - shape.x_min + 1) * (shape.y_max - shape.y_min + 1)


@given(st.lists(st.tuples(phases, phases), min_size=1))
def test_spread_names_only_phases_that_someone_chose(cells):
    found = spread([point(x, y) for x, y in cells])

    assert found == (
        (min(x for x, _ in cells), max(x for x, _ in cells)),
        (min(y for _, y in cells), max(y for _, y in cells)),
    )
