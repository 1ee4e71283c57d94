"""`manage.py advise` prints what the screens show."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from method.directions.exercises import DATA as EXERCISES
from method.directions.reading import DATA
from method.directions.situation import situations
from method.library.advice import full_advice

HERE = Path(__file__).parent
CASES = HERE / "advice_cases.yaml"


def printed(path, **options):
    out, err = StringIO(), StringIO()
    call_command("advise", str(path), stdout=out, stderr=err, **options)
    return json.loads(out.getvalue()), err.getvalue()


def written(tmp_path, text):
    path = tmp_path / "situatie.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_situation_gives_one_object(tmp_path):
    data, told = printed(written(tmp_path, "{id: X, title: Plein, loc: L2, phase: F3, answers: [C, B3]}"))

    assert (data["id"], data["title"], told) == ("X", "Plein", "")
    assert [each["code"] for each in data["directions"]] == ["OR4", "OR3", "OR2", "OR7", "OR6", "OR1", "OR5"]
    assert data["directions"][0] == {
        "code": "OR4",
        "name": "Weerbaarheid en basisveiligheid",
        "advised": True,
        "strength": "sterk",
        "throughout": False,
        "after_calm": False,
        "because": [
            {
                "rule": "OR4-1",
                "holds": True,
                "text": (
                    "Openbare ruimte in de buurt: hier gaat het om verloedering en criminaliteit. "
                    "Dat volgt uit het antwoord ‘Verloedering, criminaliteit, veel problemen tegelijk’."
                ),
                "source": "KIS-handreiking, oplossingsrichting 4, kopje ‘Wanneer?’",
                "geschat": False,
                "strength": "sterk",
                "place": {"key": "L2", "name": "Openbare ruimte in de buurt", "phases": ["F3"]},
                "problems": ["P07"],
                "answers": ["C"],
                "aim": "verminderen",
                "after_calm": False,
            }
        ],
        "source": "KIS-handreiking, oplossingsrichting 4",
    }
    assert data["notices"] == ["N2"]
    assert data["notices_explained"][0]["text"].startswith("Zorg eerst voor basisveiligheid, of doe dat tegelijk.")


def test_direction_that_is_not_advised_says_why(tmp_path):
    data, _ = printed(written(tmp_path, "{loc: L1, answers: [A1]}"))

    found = next(each for each in data["directions"] if each["code"] == "OR4")
    assert (found["advised"], found["strength"]) == (False, None)
    assert [each["holds"] for each in found["because"]] == [False, False]
    assert found["because"][0]["text"].startswith("In de antwoorden komt dit niet voor: verloedering")


def test_several_situations_give_a_list_in_their_order():
    data, _ = printed(CASES)

    assert [each["id"] for each in data] == ["CASUS1", "CASUS2"]
    assert data[0]["notices"] == ["N2", "N9"]


def test_command_and_screens_go_the_same_way():
    data, _ = printed(CASES)
    for each, described in zip(data, situations(CASES.read_text(encoding="utf-8")), strict=True):
        found = full_advice(described.situation)

        assert {d["code"]: d["strength"] for d in each["directions"] if d["advised"]} == found.advice.strengths
        ranked = [(row.record.code, row.score) for row in found.ranking.found]
        assert [(row["id"], row["score"]) for row in each["interventions"]] == ranked


def test_example_carries_its_points_with_their_reason_and_source():
    data, _ = printed(CASES)
    best = next(row for row in data[0]["interventions"] if "OR3" in row["directions"])

    assert (best["id"], best["score"], best["directions"]) == ("K21", 25, ["OR3", "OR2"])
    assert [row["code"] for row in best["scores"]] == ["M1", "M2", "M3", "M4", "V1", "V2", "V3", "V4", "V5", "LAD"]
    assert sum(row["points"] for row in best["scores"]) == 25
    assert all(row["text"] and row["source"] for row in best["scores"])
    assert "niet gekeken of bewezen is dat ze werken" in data[0]["disclaimer"]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_exercise_file_can_be_printed_as_it_is(number):
    data, told = printed(EXERCISES / f"casus-{number}.yaml")

    assert data["id"] == f"CASUS{number}"
    assert told == ""


def test_choice_in_the_file_gives_its_messages(tmp_path):
    text = "{id: X, loc: L2, answers: [A1], flags: {loss_threat: true}, choice: {interventions: [K08, K37]}}"
    data, _ = printed(written(tmp_path, text))

    assert [each["code"] for each in data["on_choice"]] == ["N4", "V1", "V4"]


def test_target_group_that_drives_the_tension_gives_its_message(tmp_path):
    data, _ = printed(written(tmp_path, "{id: X, loc: L2, answers: [A1], choice: {instigator: true}}"))

    assert [each["code"] for each in data["on_choice"]] == ["N7"]


def test_key_that_means_nothing_is_told(tmp_path):
    data, told = printed(written(tmp_path, "{id: X, loc: L1, answers: [A1], mood: bad}"))

    assert data["ignored"] == ["mood"]
    assert told == "X: ‘mood’ is onbekend en telt niet mee.\n"


def test_unknown_answer_is_refused_with_line_and_reason(tmp_path):
    path = written(tmp_path, "id: X\nlocations:\n  - code: L1\n    causes: [A1, A9]\n")

    with pytest.raises(CommandError) as error:
        printed(path)
    assert str(error.value) == (
        "Het bestand is geweigerd.\nsituatie.yaml, regel 4: onbekende code ‘A9’ bij ‘causes’ van een plek van X"
    )


def test_unknown_example_in_a_choice_is_refused(tmp_path):
    path = written(tmp_path, "{id: X, loc: L1, choice: {interventions: [K99]}}")

    with pytest.raises(CommandError, match="onbekend voorbeeld ‘K99’"):
        printed(path)


def test_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="kan niet worden gelezen"):
        printed(tmp_path / "weg.yaml")


def test_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "beeld.yaml"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(CommandError, match="het is geen tekst in UTF-8"):
        printed(path)


def test_other_rules_can_be_tried(tmp_path):
    rules = tmp_path / "regels.yaml"
    text = (DATA / "rules.yaml").read_text(encoding="utf-8")
    rules.write_text(text.replace('version: "2"', 'version: "2b"').replace("any_of: [P09]", "any_of: [P13]"))
    data, _ = printed(written(tmp_path, "{loc: L2, answers: [G]}"), rules=str(rules))

    assert data["rules_version"] == "2b"
    assert data["directions"][0]["code"] == "OR4"


def test_broken_rules_are_refused(tmp_path):
    rules = tmp_path / "regels.yaml"
    rules.write_text("version: 1")

    with pytest.raises(CommandError, match="regels.yaml, regel 1: ‘rules’ ontbreekt"):
        printed(CASES, rules=str(rules))
