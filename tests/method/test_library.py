"""The records of the library: complete, in our own words, each with its source and its estimates marked."""

import re
from collections import Counter

import pytest
import yaml

from common.textcheck import check
from method.directions.marked import BrokenFile
from method.library.browse import Filter, compare, details, facets, filtered, search
from method.library.model import Record
from method.library.reading import DATA, ESTIMATED, as_row, from_rows, library, records, shelf, shipped_weights, weights

BY_CODE = {record.code: record for record in library()}
PER_CATEGORY = {
    "1": 5, "2a": 2, "2b": 3, "2c": 2, "2d": 3, "2e": 5, "3": 9, "4": 8, "5": 5, "C": 3, "K": 1, "N": 2, "VL": 6,
}  # fmt: skip
"""K04 stands in two categories, so the sum is one more than the number of records."""


def codes(found):
    return [record.code for record in found]


def test_all_records_of_the_guides_are_there():
    assert len(library()) == 53
    assert len([code for code in BY_CODE if re.fullmatch(r"K\d\d", code)]) == 41
    assert Counter(category for record in library() for category in record.categories) == PER_CATEGORY


@pytest.mark.parametrize("record", library(), ids=lambda record: record.code)
def test_record_is_complete_and_names_its_source(record):
    assert record.source.startswith(("KIS-handreiking, ", "Vlaamse handreiking, stap "))
    assert record.goal.endswith(".")
    assert record.method.endswith((".", "?"))
    assert record.problems and record.target_groups and record.places and record.directions and record.categories


@pytest.mark.parametrize("record", library(), ids=lambda record: record.code)
def test_every_estimate_is_marked(record):
    for name in ESTIMATED:
        if name != "kinds" or record.kinds:
            assert record.estimated(name), name
    assert record.why("rung")


def test_direction_that_the_guide_does_not_give_is_marked():
    assert BY_CODE["K13"].estimated("directions")
    assert BY_CODE["K13"].estimates["directions"].value == ("OR1",)
    assert not BY_CODE["K04"].estimated("directions"), "the guide prints it in both categories"
    assert not BY_CODE["K01"].estimated("directions")
    assert BY_CODE["K38"].estimated("directions"), "category 5 is no direction in the guide"


def test_evidence_stands_only_where_the_guide_names_it():
    assert codes(record for record in library() if record.evidence) == ["K08", "K09", "K29", "K31", "KE1"]


def test_only_named_forms_are_drafts():
    assert codes(record for record in library() if record.status != "active") == ["N01", "N02"]


def test_kinds_of_contact_that_ask_for_care():
    assert codes(r for r in library() if "dialogue" in r.kinds) == ["K08", "K09", "K10", "K37", "VL2"]
    assert codes(r for r in library() if "intergenerational" in r.kinds) == ["K08", "K11"]


def test_library_says_that_it_was_not_chosen_on_proven_effect():
    assert "niet gekeken of bewezen is dat ze werken" in shelf().disclaimer.text
    assert shelf().disclaimer.source.startswith("KIS-handreiking")


def test_every_word_of_the_library_names_its_source():
    terms = [term for kind in shelf().terms.values() for term in kind]

    assert all(term.source and term.label for term in terms)
    assert [term.code for term in shelf().terms["rung"]] == ["1", "2", "3", "4"]
    assert [term.code for term in shelf().terms["rule"]] == ["V1", "V2", "V3", "V4", "V5"]
    assert all(criterion.source and criterion.text for criterion in shipped_weights().criteria)


def texts(record):
    return [record.goal, record.method, record.evidence, record.caution, *record.target_words, *record.executors]


def test_no_text_tells_who_someone_is(settings):
    settings.TEXTCHECK_ALLOWED = ""
    found = {
        (record.code, finding.kind, text[finding.start : finding.end])
        for record in library()
        for text in texts(record)
        for finding in check(text)
    }

    assert found == set()


def test_no_file_has_a_place_for_a_person():
    forbidden = {"person", "persoon", "contact", "contact_name", "name_of", "phone", "email", "account", "address"}

    def keys(data):
        if isinstance(data, dict):
            yield from data
            for value in data.values():
                yield from keys(value)
        elif isinstance(data, list):
            for value in data:
                yield from keys(value)

    files = [path for folder in ("library", "directions", "exercises") for path in DATA.parent.glob(f"{folder}/*.yaml")]
    found = {key for path in files for key in keys(yaml.safe_load(path.read_text(encoding="utf-8")))}
    assert len(files) >= 15
    assert not found & forbidden


# Reading

ONE = """records:
  - code: X1
    name: Eigen straatdiner
    categories: [own]
    own: true
    goal: Buren kennen elkaar.
    method: Zij eten samen.
    directions: [OR1]
    places: [L1]
    target_groups: [T4]
    problems: {is: [P01], geschat: false, waarom: Nagekeken met het buurtteam.}
    groups: {is: [], geschat: true}
    rung: {is: 2, geschat: false, waarom: Men leert elkaar kennen.}
    scale: {is: small, geschat: true}
    rhythm: {is: once, geschat: true}
    level: {is: direct, geschat: true}
    basis: {is: shared, geschat: true}
    form: {is: together, geschat: true}
    bundled: {is: false, geschat: true}
    source: Eigen werkwijze
"""


def test_own_record_with_corrected_estimates():
    record = records(ONE)[0]

    assert record.own
    assert (record.estimated("rung"), record.why("rung")) == (False, "Men leert elkaar kennen.")
    assert record.estimated("scale")
    assert record.estimates["directions"].value == ("OR1",), "no category of the guide stands behind it"


def test_copy_of_a_record_reads_back_as_the_same_record():
    again = from_rows(as_row(record) for record in library())

    assert tuple(sorted(again, key=lambda record: record.code)) == library()
    for one, two in zip(library(), sorted(again, key=lambda record: record.code), strict=True):
        assert dict(one.estimates) == dict(two.estimates)


def test_corrected_copy_keeps_its_reason():
    row = as_row(BY_CODE["K05"])
    row["rung"] = {"is": 3, "geschat": False, "waarom": "Wij laten nieuwe buren meteen meedoen."}
    record = from_rows([row])[0]

    assert (record.rung, record.estimated("rung")) == (3, False)
    assert record.why("rung") == "Wij laten nieuwe buren meteen meedoen."


def test_broken_copy_is_refused():
    with pytest.raises(BrokenFile, match="‘goal’ ontbreekt bij K05"):
        from_rows([{**as_row(BY_CODE["K05"]), "goal": ""}])


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("    source: Eigen werkwijze\n", "", 2, "‘source’ ontbreekt bij X1"),
        ("[own]", "[9]", 4, "onbekende categorie ‘9’"),
        ("[OR1]", "[OR9]", 8, "onbekende richting ‘OR9’"),
        ("is: 2", "is: 5", 13, "moet een getal van 1 tot en met 4 zijn"),
        ("{is: small, geschat: true}", "{is: tiny, geschat: true}", 14, "‘tiny’ mag niet bij ‘is’"),
        ("{is: small, geschat: true}", "{is: small}", 14, "‘geschat’ ontbreekt"),
        ("    scale: {is: small, geschat: true}\n", "", 2, "‘scale’ ontbreekt bij X1"),
        ("    name: Eigen", "    contact: Jan\n    name: Eigen", 3, "‘contact’ is hier onbekend bij X1"),
        ("[P01]", "[P20]", 11, "onbekende code ‘P20’"),
        ("[T4]", "[T10]", 10, "onbekende doelgroep ‘T10’"),
    ],
)
def test_broken_record_is_refused_with_line_and_reason(old, new, line, reason):
    assert old in ONE
    with pytest.raises(BrokenFile) as error:
        records(ONE.replace(old, new, 1))

    assert any(each.line == line and reason in each.text for each in error.value.problems), str(error.value)


WEIGHTS = (DATA / "weights.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("is: 3, text: \"Het raakt", "is: 300, text: \"Het raakt", "moet een getal van -20 tot en met 20 zijn"),
        ("      - {when: each, is: 3, text: \"Het raakt {aantal}: {wat}.\"}\n", "", "bij M1 ontbreken punten voor: e"),
        ("code: LAD", "code: LEF", "‘LEF’ mag niet bij ‘code’"),
        ("when: again_small", "when: soms", "bij V1 staan punten voor iets onbekends: soms"),
    ],
)  # fmt: skip
def test_broken_weights_are_refused(old, new, reason):
    assert old in WEIGHTS
    with pytest.raises(BrokenFile, match=re.escape(reason)):
        weights(WEIGHTS.replace(old, new, 1))


def test_weights_without_a_criterion_are_refused():
    begin, end = WEIGHTS.index("  - code: V5"), WEIGHTS.index("  - code: LAD")
    with pytest.raises(BrokenFile, match="de criteria moeten precies deze zijn"):
        weights(WEIGHTS[:begin] + WEIGHTS[end:])


# Browsing


def test_search_finds_words_without_accents_or_capitals():
    assert codes(search(library(), "schoon"))[0] == "K03"
    assert codes(search(library(), "  PORTIÉK gesprek")) == ["K02"]
    assert search(library(), "bestaat nergens") == []
    assert len(search(library(), " ")) == 53


def test_search_puts_a_name_before_a_text():
    found = codes(search(library(), "dialoog"))

    assert found[:2] == ["K08", "K09"], "these two have it in the name"
    assert "K10" in found[2:], "this one only in its category"


def test_filter_on_place_problem_and_target_group():
    wanted = Filter({"places": frozenset({"L1"}), "problems": frozenset({"P04"}), "target_groups": frozenset({"T2"})})

    assert codes(filtered(library(), wanted)) == ["K04"]


def test_within_a_field_one_value_is_enough():
    both = Filter({"municipality": frozenset({"Breda", "Eindhoven"})})

    assert codes(filtered(library(), both)) == ["K19", "K20"]


def test_filter_and_search_together():
    assert codes(filtered(library(), Filter({"directions": frozenset({"OR1"})}, "kinderen"))) == ["K01", "K04"]


def test_every_facet_value_counts_what_one_sees_after_ticking_it():
    wanted = Filter({"places": frozenset({"L1"}), "rung": frozenset({"3"})})
    for name, rows in facets(library(), wanted).items():
        for facet in rows:
            ticked = Filter({**wanted.without(name).values, name: frozenset({facet.value})})
            assert facet.count == len(filtered(library(), ticked)), (name, facet.value)
            assert facet.label


def test_facets_follow_the_order_of_the_words():
    found = facets(library(), Filter())

    assert [facet.value for facet in found["scale"]] == ["small", "medium", "large"]
    assert [facet.label for facet in found["rung"]][0] == "Trede 1: elkaar ontmoeten"
    assert {facet.value: facet.count for facet in found["categories"]} == PER_CATEGORY
    assert set(found) >= {"directions", "categories", "problems", "target_groups", "places", "level", "rung",
                          "rhythm", "scale", "municipality", "executors"}  # fmt: skip


def test_two_records_side_by_side():
    found = compare([BY_CODE["K01"], BY_CODE["K05"]])
    rows = {row.field: row for row in found.rows}

    assert set(rows) == set(shelf().fields)
    assert [cell.text for cell in rows["rung"].cells] == [
        "Trede 3: samen iets afspreken of doen",
        "Trede 2: elkaar leren kennen",
    ]
    assert all(cell.estimated for cell in rows["rung"].cells)
    assert rows["rung"].cells[0].why == "De buren maken afspraken met elkaar."
    assert not rows["goal"].cells[0].estimated
    assert rows["region"].same and not rows["goal"].same


def test_comparison_says_what_the_guide_leaves_open():
    rows = {row.field: row for row in compare([BY_CODE["K27"], BY_CODE["K16"]]).rows}

    assert [cell.text for cell in rows["rung"].cells] == ["Geen trede", "Trede 3: samen iets afspreken of doen"]
    assert [cell.text for cell in rows["municipality"].cells] == ["–", "Den Haag"]
    assert [cell.text for cell in rows["bundled"].cells] == ["Nee", "Nee"]


@pytest.mark.parametrize("number", [0, 1, 5])
def test_comparison_takes_two_to_four(number):
    with pytest.raises(ValueError, match="compare 2 to 4"):
        compare(list(library()[:number]))


def test_record_does_not_stand_beside_itself():
    with pytest.raises(ValueError, match="beside itself"):
        compare([BY_CODE["K01"], BY_CODE["K01"]])


def test_details_leave_out_what_is_empty():
    fields = [row.field for row in details(BY_CODE["K02"])]

    assert "municipality" not in fields
    assert "evidence" not in fields
    assert fields[:2] == ["goal", "method"]


def test_value_that_left_the_words_is_shown_as_it_is():
    old = Record("X", "Oud", ("weg",), "Doel.", "Zo.", "Eigen werkwijze", target_groups=("T99",), scale="reusachtig")

    cells = {row.field: row.cells[0].text for row in details(old)}
    assert (cells["categories"], cells["target_groups"], cells["scale"]) == ("weg", "T99", "reusachtig")
