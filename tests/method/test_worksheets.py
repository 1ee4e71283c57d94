"""Worksheets as data: sound files load, broken ones are refused with file, line and reason."""

import io

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, strategies

from method.worksheets import Broken, library
from method.worksheets.conditions import (
    And,
    Answered,
    Count,
    DontKnow,
    Equals,
    Given,
    HasAll,
    HasAny,
    Lacks,
    Negative,
    Not,
    Or,
)
from method.worksheets.load import FOLDER, WORD, load_folder, load_text
from method.worksheets.model import Fill, Wording
from method.worksheets.persons import asks_a_person
from organisation.words import word

SHEET = """\
code: proef
version: 1
title: Proefblad
guide: KIS
unit: case
source: KIS · Stap 2
steps:
  - code: een
    number: "2.1"
    title: Eerste stap
    items:
      - code: vormen
        kind: several
        label: Wat ziet u?
        options:
          - {code: D1, label: Denken}
          - {code: G3, label: Mijden, ask: "Welke plek?"}
      - code: verhaal
        kind: text
        label: Hoe gaat dat?
        when: {item: vormen, any: [G3]}
"""


def broken(text: str) -> Broken:
    with pytest.raises(Broken) as refused:
        load_text(text, "proef.yaml", {"gemeente"})
    return refused.value


def test_sound_sheet_is_read_whole():
    sheet = load_text(SHEET, "proef.yaml")

    assert sheet.key == ("proef", 1)
    assert [item.code for item in sheet.items] == ["vormen", "verhaal"]
    assert sheet.item("vormen").option("G3").ask == "Welke plek?"
    assert sheet.item("verhaal").source == "KIS · Stap 2"
    assert sheet.item("verhaal").when == HasAny("vormen", frozenset({"G3"}))


def test_values_stay_what_was_written():
    sheet = load_text(SHEET.replace("code: D1", "code: no").replace('"2.1"', "2.10"), "proef.yaml")

    assert sheet.item("vormen").options[0].code == "no"
    assert sheet.steps[0].number == "2.10"


@pytest.mark.parametrize(
    ("was", "becomes", "line", "why"),
    [
        ("guide: KIS", "guide: XYZ", 4, "“XYZ” kan niet bij “guide”"),
        ("unit: case", "unit: plek", 5, "“plek” kan niet bij “unit”"),
        ("version: 1", "version: een", 2, "heel getal"),
        ("source: KIS · Stap 2", "source: KIS", 6, "handreiking én onderdeel"),
        ("title: Proefblad\n", "title: Proefblad\ntitel: x\n", 4, "kent geen veld “titel”"),
        ("title: Eerste stap", "title:", 10, "“title” is leeg"),
        ("        kind: several", "        kind: meer", 13, "“meer” kan niet bij “kind”"),
        ("code: verhaal", "code: vormen", 18, "al gebruikt"),
        ("any: [G3]", "any: [G9]", 21, "“G9” is geen keuze van “vormen”"),
        ("item: vormen, any", "item: fase, any", 21, "staat niet eerder"),
        ("{item: vormen, any: [G3]}", "{vormen: G3}", 21, "begint met “item”"),
        ("{code: D1, label: Denken}", "{code: G3, label: Denken}", 17, "staat er twee keer"),
        ("code: G3", "code: own", 17, "Anders, namelijk"),
        ("label: Hoe gaat dat?", "label: Wat is de naam van de bewoner?", 18, "vraagt naar een persoon"),
        ('ask: "Welke plek?"', 'ask: "Welke bewoner?"', 17, "vraagt naar een persoon"),
        ("label: Hoe gaat dat?", "label: Wat doet de [[burgemeesterij]]?", 20, "woordenlijst"),
        ("label: Hoe gaat dat?", "label: Hoe gaat dat?\n        feeds: vorm", 21, "kan niet bij “feeds”"),
        ("label: Wat ziet u?", "label: Wat ziet u?\n        feeds: phase", 12, "past alleen bij: phase"),
        ("    items:", "    items: x\n    dingen:", 11, "moet een lijst zijn"),
        ("steps:", "steps: [", 8, "geen geldige YAML"),
        ("kind: text", "kind: phase\n        options: [{code: F1, label: a}, {code: F2, label: b}]", 18, "“maps”"),
        ("kind: text", "kind: text\n        max: 9000", 20, "ligt tussen 10 en 4000"),
        ("{code: D1, label: Denken}", "&a {code: D1, label: Denken}\n          - *a", 16, "verwijzingen met & en *"),
        ("unit: case\n", "", 1, "heeft geen “unit”"),
        ("code: proef", "code: Proef blad", 1, "De code “Proef blad” mag niet"),
    ],
)
def test_broken_sheet_is_refused_with_line_and_reason(was, becomes, line, why):
    assert was in SHEET

    refused = broken(SHEET.replace(was, becomes, 1))

    assert why in refused.why
    assert refused.line == line
    assert str(refused).startswith(f"proef.yaml, regel {line}: ")


TABLE = """\
      - code: tabel
        kind: table
        label: Waar speelt het?
        columns:
          - {code: waar, label: Waar, kind: text, suggests: groups}
          - {code: soort, label: Soort, kind: choice, options: [{code: A, label: a}, {code: B, label: b}]}
          - {code: bereik, label: Bereik, kind: choice, options: [{code: C, label: c}, {code: D, label: d}]}
        fills: [{column: soort, code: A, to: bereik, be: D}]
    notes:
      - {text: Kijk nog eens., when: {item: tabel, lacks: waar}}
"""


def test_a_table_may_suggest_and_fill():
    item = load_text(SHEET + TABLE, "proef.yaml").item("tabel")

    assert item.columns[0].suggests == "groups"
    assert item.fills == (Fill("soort", "A", "bereik", "D"),)


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ("suggests: groups", "suggests: bewoners", "kan niet bij “suggests”"),
        (
            "kind: choice, options: [{code: A",
            "kind: choice, suggests: groups, options: [{code: A",
            "geen veld “suggests”",
        ),
        ("be: D", "be: A", "geen vaste keuze van een kolom “bereik”"),
        ("column: soort, code: A", "column: waar, code: A", "geen vaste keuze van een kolom “waar”"),
        ("to: bereik, be: D", "to: soort, be: B", "een andere kolom"),
        ("lacks: waar", "lacks: wanneer", "geen kolom van “tabel”"),
        ("item: tabel, lacks: waar", "item: verhaal, negative: waar", "geen kolom van “verhaal”"),
    ],
)
def test_a_broken_table_is_refused(was, becomes, why):
    assert was in TABLE

    assert why in broken(SHEET + TABLE.replace(was, becomes, 1)).why


WORDED = """\
      - code: waar
        kind: text
        label: Waar is dat?
        wordings: [{item: vormen, code: G3, label: "Welke plek mijdt men?"}]
"""


def test_a_question_may_be_put_otherwise_after_an_earlier_answer():
    item = load_text(SHEET + WORDED, "proef.yaml").item("waar")

    assert item.wordings == (Wording("vormen", "G3", "Welke plek mijdt men?"),)


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ("item: vormen, code: G3", "item: vormen, code: G9", "“G9” is geen keuze van “vormen”"),
        ("item: vormen", "item: plek", "staat niet eerder"),
        ("Welke plek mijdt men?", "Welke persoon mijdt men?", "vraagt naar een persoon"),
        ('mijdt men?"}', 'mijdt men?"}, {item: vormen, code: G3, label: b}', "een keuze twee keer"),
        ("code: G3, label", "code: G3, help: x, label", "geen veld “help”"),
    ],
)
def test_a_broken_wording_is_refused(was, becomes, why):
    assert was in WORDED

    assert why in broken(SHEET + WORDED.replace(was, becomes, 1)).why


@given(strategies.text(max_size=400))
def test_any_text_is_either_a_sheet_or_refused_in_a_sentence(text):
    try:
        load_text(text, "proef.yaml")
    except Broken as refused:
        assert refused.line >= 1 and refused.why


@given(strategies.integers(0, 24), strategies.text(max_size=30))
def test_a_sheet_with_one_strange_line_is_refused_or_sound(number, line):
    lines = SHEET.splitlines()
    lines[number % len(lines)] = line

    try:
        load_text("\n".join(lines), "proef.yaml")
    except Broken as refused:
        assert refused.why


PERSONS = [
    "Naam van de aanjager",
    "Wie is de luidste stem?",
    "voornaam",
    "Achternaam en telefoonnummer",
    "Welke persoon jaagt aan?",
    "Geboortejaar",
    "E-mailadres",
    "Twitteraccount of profielnaam",
    "person_name",
    "Welke bewoner begon?",
    "Huisadres",
]
GROUPS = [
    "Naam van de groep",
    "Welke groepen staan tegenover elkaar?",
    "Wie heeft invloed: welke organisaties?",
    "Wat vinden bewoners ervan?",
    "Naam van het plein",
    "Welke functies deden mee?",
]


@pytest.mark.parametrize("text", PERSONS)
def test_asking_for_a_person_is_seen(text):
    assert asks_a_person(text)


@pytest.mark.parametrize("text", GROUPS)
def test_asking_for_a_group_is_fine(text):
    assert asks_a_person(text) == ""


@pytest.mark.parametrize("text", PERSONS)
def test_no_worksheet_can_ask_for_a_person(text):
    refused = broken(SHEET.replace("Hoe gaat dat?", f'"{text}"'))

    assert "persoon" in refused.why


def test_every_worksheet_we_ship_is_sound():
    sheets, wrong = load_folder()

    assert wrong == []
    assert {"kis-2", "vl-conflict-polarisatie"} <= {sheet.code for sheet in sheets}


def test_every_item_we_ship_has_a_source_with_its_section():
    for sheet in library().by_key.values():
        for item in sheet.items:
            assert len(item.source) > 4, (sheet.code, item.code)


def test_a_word_of_the_country_brings_its_own_article():
    """“De [[gemeente]]” would be “de lokaal bestuur” in Flanders: the article stands within the brackets."""
    for path in FOLDER.glob("*.yaml"):
        said = WORD.sub(lambda found: word(found[1], "vl"), path.read_text(encoding="utf-8")).lower()
        assert "de lokaal bestuur" not in said, path.name


def test_two_files_of_one_version_are_refused(tmp_path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(SHEET)

    sheets, wrong = load_folder(tmp_path)

    assert len(sheets) == 1
    assert "staat al in a.yaml" in str(wrong[0])


def test_versions_of_one_sheet_ask_about_the_same_unit(tmp_path):
    (tmp_path / "a.yaml").write_text(SHEET)
    (tmp_path / "b.yaml").write_text(SHEET.replace("version: 1", "version: 2").replace("unit: case", "unit: location"))

    assert "andere unit" in str(load_folder(tmp_path)[1][0])


def test_command_says_where_and_why(tmp_path):
    (tmp_path / "goed.yaml").write_text(SHEET)
    (tmp_path / "fout.yaml").write_text(SHEET.replace("kind: text", "kind: tekst"))
    out, err = io.StringIO(), io.StringIO()

    with pytest.raises(CommandError, match="1 van 2"):
        call_command(
            "check_worksheets", str(tmp_path / "goed.yaml"), str(tmp_path / "fout.yaml"), stdout=out, stderr=err
        )

    assert "proef versie 1: in orde (1 stappen, 2 vragen)" in out.getvalue()
    assert "fout.yaml, regel 19: “tekst” kan niet bij “kind”" in err.getvalue()


A = {"a": Given(frozenset({"x"}), True), "b": Given(frozenset({"x", "y"}), True), "c": Given(dont_know=True)}
A["t"] = Given(answered=True, rows=({"what": "Stop het lawaai"}, {"what": "Een fijn plein", "who": "jongeren"}))


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Equals("a", "x"), True),
        (Equals("b", "x"), False),
        (Equals("d", "x"), False),
        (HasAny("b", frozenset({"y", "z"})), True),
        (HasAny("a", frozenset({"y"})), False),
        (HasAny("d", frozenset({"y"})), False),
        (HasAll("b", frozenset({"x", "y"})), True),
        (HasAll("a", frozenset({"x", "y"})), False),
        (Answered("a"), True),
        (Answered("c"), False),
        (Answered("c", False), True),
        (Answered("d", False), True),
        (DontKnow("c"), True),
        (DontKnow("a"), False),
        (Count(("a", "b", "d"), "x", at_least=1), True),
        (Count(("a", "b", "d"), "x", at_least=2), False),
        (Count(("a", "b"), "x", at_most=1), True),
        (Count(("a",), "x", at_most=0), False),
        (And((Equals("a", "x"), Answered("b"))), True),
        (And((Equals("a", "x"), Answered("c"))), False),
        (Or((Equals("a", "z"), Answered("b"))), True),
        (Or((Equals("a", "z"), Answered("c"))), False),
        (Not(Equals("a", "z")), True),
        (Not(Equals("a", "x")), False),
        (Lacks("t", "who"), True),
        (Lacks("t", "what"), False),
        (Lacks("d", "what"), False),
        (Negative("t", "what"), True),
        (Negative("t", "who"), False),
        (Negative("d", "what"), False),
    ],
)
def test_condition(condition, holds):
    assert condition.holds(A) is holds
