import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from method.content import content
from method.map import Shape
from method.svg import LINES, draw
from method.words import Mark, differs, grid, ranges, sentence, summary

SVG = "{http://www.w3.org/2000/svg}"


def point(x, y, label="1", **more):
    return Mark(Shape("point", x, x, y, y), label, **more)


def drawn(*marks, **more):
    return ElementTree.fromstring(draw(marks, title=summary(marks), **more))


def test_picture_has_axes_with_the_phase_names_and_four_quadrants():
    texts = [element.text for element in drawn().iter(f"{SVG}text")]

    assert [text for text in texts if text.startswith("Kwadrant")] == [f"Kwadrant {letter}" for letter in "CDAB"]
    assert {"Tussen groepen →", "Met de overheid →"} <= set(texts)


def test_broken_phase_names_are_the_names_of_the_guide():
    for phase in content().phases:
        assert " ".join(LINES[phase.axis, phase.number]).replace("- ", "") == phase.name


def test_cell_one_one_is_bottom_left():
    low, high = drawn(point(1, 1)), drawn(point(4, 4))
    dot = [next(picture.iter(f"{SVG}circle")).attrib for picture in (low, high)]

    assert float(dot[0]["cx"]) < float(dot[1]["cx"])
    assert float(dot[0]["cy"]) > float(dot[1]["cy"])


def test_marks_in_one_cell_do_not_cover_each_other():
    dots = [c.attrib for c in drawn(*(point(2, 2, str(n)) for n in range(9))).iter(f"{SVG}circle")]

    places = {(dot["cx"], dot["cy"]) for dot in dots}
    assert len(places) == 9


def test_title_says_everything():
    marks = [point(2, 1, name="jongerenwerker"), Mark(Shape("area", 2, 3, 1, 2), "2")]

    assert drawn(*marks).find(f"{SVG}title").text == (
        "1. jongerenwerker: Punt. Tussen groepen fase 2 (Ongemak). Met de overheid fase 1 (Rust). Kwadrant A. "
        "2. Gebied. Tussen groepen fase 2 (Ongemak) tot fase 3 (Onderhuidse spanningen). Met de overheid fase 1 (Rust) "
        "tot fase 2 (Afnemend vertrouwen en stroevere verbindingen). Kwadranten A en B."
    )


def test_line_names_both_groups():
    line = Shape("line", 3, 3, 2, 4, "voorstanders", "tegenstanders")
    texts = [element.text for element in drawn(Mark(line, "1")).iter(f"{SVG}text")]

    assert {"1a", "1b", "voorstanders", "tegenstanders"} <= set(texts)
    assert sentence(line).endswith(
        "voorstanders: fase 2 (Afnemend vertrouwen en stroevere verbindingen); "
        "tegenstanders: fase 4 (Openlijke incidenten of escalatie). Kwadranten B en D."
    )


def test_area_has_no_sign_in_its_middle():
    picture = drawn(Mark(Shape("area", 1, 3, 1, 3), "1"))
    tab = [r.attrib for r in picture.iter(f"{SVG}rect") if r.attrib.get("rx") == "2"]

    assert len(tab) == 1
    assert float(tab[0]["x"]) < 112 + 40


def test_no_style_and_no_script():
    markup = draw([point(1, 1, name="<script>alert(1)</script>", url="/x/")], title="<script>", trail=True)

    assert "style" not in markup
    assert "<script" not in markup
    ElementTree.fromstring(markup)


@given(st.text(max_size=90), st.text(max_size=90))
def test_any_group_name_gives_a_whole_picture(low, high):
    line = Mark(Shape("line", 2, 2, 1, 4, low, high), "1", name=low)

    ElementTree.fromstring(draw([line], title=summary([line])))


def test_trail_rings_the_latest():
    marks = [point(1, 1, "1"), point(2, 1, "2"), point(2, 1, "3", latest=True)]
    picture = drawn(*marks, trail=True)

    assert len([c for c in picture.iter(f"{SVG}circle") if c.attrib.get("class") == "map-ring"]) == 1
    assert len({(c.attrib["cx"], c.attrib["cy"]) for c in picture.iter(f"{SVG}circle")}) == 3


def test_two_estimates_are_never_reduced_to_one():
    marks = [point(1, 1, "a"), point(3, 1, "b")]
    markup = draw(marks, title=summary(marks), axes=False)

    assert ranges([mark.shape for mark in marks]) == [
        "Tussen groepen: fase 1 tot 3",
        "Met de overheid: iedereen fase 1",
    ]
    assert "fase 2" not in markup
    assert len(re.findall(r"<circle", markup)) == 2


def test_table_names_the_marks_of_each_cell():
    rows = grid([point(1, 1, "a"), Mark(Shape("area", 1, 2, 1, 1), "b")])

    assert [row.number for row in rows] == [4, 3, 2, 1]
    assert [cell.words for cell in rows[-1].cells] == ["2 (nr. a, b)", "1 (nr. b)", "–", "–"]


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        ([(1, 1), (3, 1)], True),
        ([(2, 1), (3, 1)], True),
        ([(1, 1), (2, 2)], False),
        ([(1, 1)], False),
        ([], False),
        ([(3, 3), (4, 4)], False),
    ],
)
def test_difference_asks_for_arguments(shapes, expected):
    assert differs([Shape("point", x, x, y, y) for x, y in shapes]) is expected
