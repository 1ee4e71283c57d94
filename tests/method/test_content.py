import dataclasses

import pytest

from method.content import Item, Phase, Quadrant, content
from method.guidance import for_quadrants

PHASE_NAMES = [
    "Rust",
    "Ongemak",
    "Onderhuidse spanningen",
    "Openlijke incidenten of escalatie",
    "Rust",
    "Afnemend vertrouwen en stroevere verbindingen",
    "Vertrouwenscrisis en verbroken verbindingen",
    "Openlijke incidenten of escalatie",
]


def rows():
    for field in dataclasses.fields(content()):
        value = getattr(content(), field.name)
        groups = value.values() if isinstance(value, dict) else [value if isinstance(value, tuple) else (value,)]
        for group in groups:
            for row in group:
                yield row
                yield from getattr(row, "observables", ())


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: row.code)
def test_every_row_names_its_source(row):
    assert isinstance(row, Item | Phase | Quadrant)
    assert row.source.startswith(("ESS-handreiking", "ESS-infoblad"))
    assert getattr(row, "text", "") or getattr(row, "description", "")


def test_phases_carry_the_names_of_the_guide():
    assert [phase.name for phase in content().phases] == PHASE_NAMES


def test_counts_are_those_of_the_guide():
    found = content()

    assert [len(phase.observables) for phase in found.phases] == [2, 3, 3, 2, 2, 5, 4, 6]
    assert [len(found.guidance[letter]) for letter in "ABCD"] == [8, 6, 4, 8]
    assert [item.code for item in found.principles] == [f"P{number}" for number in range(1, 9)]
    assert [item.number for item in found.levels] == [1, 2, 3, 4, 5]
    assert (len(found.dynamics), len(found.sensitive), len(found.situations)) == (7, 3, 4)


def test_codes_are_used_once_in_each_list():
    for field in dataclasses.fields(content()):
        value = getattr(content(), field.name)
        if isinstance(value, tuple):
            codes = [row.code for row in value]
            assert len(codes) == len(set(codes)), field.name


def test_guidance_of_two_quadrants_gives_both():
    assert [each.letter for each in for_quadrants(("D", "B", "B"))] == ["B", "D"]


@pytest.mark.parametrize(("letter", "expected"), [("A", None), ("B", None), ("C", None), ("D", "D3")])
def test_only_d_says_that_doing_nothing_is_no_choice(letter, expected):
    note = for_quadrants(letter)[0].doing_nothing

    assert (note.code if note else None) == expected
