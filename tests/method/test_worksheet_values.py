"""What an answer may hold: each kind accepts its own form and refuses the rest in a sentence."""

import pytest
from hypothesis import given, strategies

from method.worksheets import values
from method.worksheets.load import load_text
from method.worksheets.values import Unfit

SHEET = load_text(
    """\
code: proef
version: 1
title: Proefblad
guide: KIS
unit: case
source: KIS · Stap 2
steps:
  - code: een
    number: "1"
    title: Stap
    items:
      - {code: keuze, kind: choice, label: a, options: [{code: A, label: aa}, {code: B, label: bb}], own_option: true}
      - code: meer
        kind: several
        label: b
        max: 2
        options: [{code: A, label: aa}, {code: B, label: bb, ask: c}, {code: C, label: cc}]
      - {code: fase, kind: phase, label: c, options: [{code: F1, label: a, maps: b}, {code: F2, label: a, maps: b}]}
      - {code: ja, kind: yesno, label: d}
      - {code: tekst, kind: text, label: e, max: 10}
      - {code: getal, kind: number, label: f, unit: meldingen, min: 0, max: 100}
      - {code: dag, kind: date, label: g}
      - code: tabel
        kind: table
        label: h
        max: 2
        columns:
          - {code: wat, label: Wat, kind: text}
          - {code: rol, label: Rol, kind: several, options: [{code: A, label: aa}, {code: B, label: bb}]}
          - {code: dag, label: Dag, kind: date}
      - {code: groep, kind: choice, label: i, options_from: groups}
      - {code: dossier, kind: reference, label: j, refers: groups}
""",
    "proef.yaml",
)
PICKS = {"groups": {"7": "omwonenden"}}


@pytest.mark.parametrize(
    ("item", "sent", "kept"),
    [
        ("keuze", {"codes": ["A"]}, {"codes": ["A"]}),
        (
            "keuze",
            {"codes": ["own"], "own": {"own": " iets  anders "}},
            {"codes": ["own"], "own": {"own": "iets anders"}},
        ),
        ("keuze", {"codes": []}, {}),
        ("keuze", {}, {}),
        ("meer", {"codes": ["C", "A"]}, {"codes": ["A", "C"]}),
        ("meer", {"codes": ["B"], "own": {"B": "x", "A": "weg"}}, {"codes": ["B"], "own": {"B": "x"}}),
        ("fase", {"codes": ["F2"]}, {"codes": ["F2"]}),
        ("ja", {"codes": ["nee"]}, {"codes": ["nee"]}),
        ("tekst", {"text": " hoi "}, {"text": "hoi"}),
        ("tekst", {"text": "  "}, {}),
        (
            "getal",
            {"number": "12,50", "year": "2024", "source": "CBS"},
            {"number": "12.5", "year": 2024, "source": "CBS"},
        ),
        ("getal", {"number": ""}, {}),
        ("dag", {"date": "2026-01-31"}, {"date": "2026-01-31"}),
        ("tabel", {"rows": [{"wat": "a", "rol": ["A"], "dag": ""}, {}]}, {"rows": [{"wat": "a", "rol": ["A"]}]}),
        ("groep", {"codes": ["7"]}, {"codes": ["7"]}),
    ],
)
def test_right_answer_is_kept_in_its_one_form(item, sent, kept):
    made = values.clean(SHEET.item(item), sent, PICKS)

    assert made == kept
    assert values.clean(SHEET.item(item), made, PICKS) == kept


@pytest.mark.parametrize(
    ("item", "sent", "why"),
    [
        ("keuze", {"codes": ["A", "B"]}, "Kies één antwoord"),
        ("keuze", {"codes": ["Z"]}, "geen keuze"),
        ("keuze", {"codes": ["own"]}, "Vul in bij “Anders, namelijk”"),
        ("meer", {"codes": ["A", "B", "C"], "own": {"B": "x"}}, "hoogstens 2"),
        ("meer", {"codes": ["B"]}, "Vul in bij “bb”"),
        ("fase", {"codes": ["F1", "F2"]}, "Kies één antwoord"),
        ("tekst", {"text": "a" * 11}, "hoogstens 10"),
        ("getal", {"number": "veel", "year": "2024", "source": "x"}, "gewoon getal"),
        ("getal", {"number": "nan", "year": "2024", "source": "x"}, "gewoon getal"),
        ("getal", {"number": "1e9999999", "year": "2024", "source": "x"}, "gewoon getal"),
        ("getal", {"number": "101", "year": "2024", "source": "x"}, "van 0 tot en met 100"),
        ("getal", {"number": "5", "source": "x"}, "Noem het jaar"),
        ("getal", {"number": "5", "year": "2024"}, "Noem de bron"),
        ("dag", {"date": "31-01-2026"}, "datum"),
        ("tabel", {"rows": [{"rol": ["A"]}]}, "“Wat”"),
        ("tabel", {"rows": [{"wat": "a"}] * 3}, "hoogstens 2 rijen"),
        ("tabel", {"rows": [{"wat": "a", "rol": ["Z"]}]}, "geen keuze"),
        ("groep", {"codes": ["8"]}, "geen keuze"),
        ("dossier", {"text": "x"}, "geen antwoord"),
        ("keuze", ["A"], "past niet"),
    ],
)
def test_wrong_answer_is_refused_in_a_sentence(item, sent, why):
    with pytest.raises(Unfit, match=why):
        values.clean(SHEET.item(item), sent, PICKS)


def test_words_are_the_labels():
    assert values.words(SHEET.item("meer"), {"codes": ["A", "B"], "own": {"B": "x"}}) == ["aa", "bb: x"]
    assert values.words(SHEET.item("getal"), {"number": "12.5", "year": 2024, "source": "CBS"}) == [
        "12,5 meldingen (2024, bron: CBS)"
    ]
    assert values.words(SHEET.item("tabel"), {"rows": [{"wat": "a", "rol": ["A", "B"], "dag": "2026-01-31"}]}) == [
        "a; aa, bb; 31-1-2026"
    ]
    assert values.words(SHEET.item("groep"), {"codes": ["7"]}, PICKS) == ["omwonenden"]


JSON = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.integers() | strategies.text(max_size=8),
    lambda inner: (
        strategies.lists(inner, max_size=3)
        | strategies.dictionaries(
            strategies.sampled_from(["codes", "own", "text", "rows", "number", "A"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(strategies.sampled_from([item.code for item in SHEET.items]), JSON)
def test_anything_sent_is_cleaned_or_refused(item, sent):
    found = SHEET.item(item)
    try:
        made = values.clean(found, sent, PICKS)
    except Unfit as refused:
        assert str(refused)
    else:
        assert values.clean(found, made, PICKS) == made


def test_removed_choice_of_the_file_is_named_as_such():
    assert values.words(SHEET.item("groep"), {"codes": ["7"]}, {"groups": {}}) == ["(staat niet meer in het dossier)"]
