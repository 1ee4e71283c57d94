"""Moments: frozen for good, compared per respondent; and moving to another edition on purpose."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from analysis import rounds
from analysis.actions import moments
from analysis.models import Answer, Round, Sheet
from analysis.rounds import Said, differences, frozen
from common.refusal import Refused
from method.worksheets import library
from method.worksheets.load import Library, load_text

OLD = """\
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
      - {code: keuze, kind: choice, label: Keuze, options: [{code: A, label: aa}, {code: B, label: bb}]}
      - {code: tekst, kind: text, label: Verhaal}
"""
NEW = (
    OLD.replace("version: 1", "version: 2")
    .replace("{code: B, label: bb}", "{code: C, label: cc}")
    .replace("{code: tekst, kind: text, label: Verhaal}", "{code: dag, kind: date, label: Dag}")
)


@pytest.fixture
def two_editions(monkeypatch):
    """A worksheet of which only the first edition exists, until `library` is asked again."""
    shelf = Library([load_text(OLD, "oud.yaml"), load_text(NEW, "nieuw.yaml")])
    for module in ("analysis.models", "analysis.boards", "analysis.views", "analysis.references"):
        monkeypatch.setattr(f"{module}.library", lambda: shelf)
    return shelf


@pytest.fixture
def old_sheet(town, case, two_editions):
    return Sheet.objects.create(case=case, worksheet="proef", edition=1, by=town.owner)


def freeze(client, sheet, **fields):
    return client.post(
        reverse("analysis:moments", args=[sheet.case_id, sheet.pk]), {"name": "Voor het overleg", **fields}
    )


def test_round_holds_questions_labels_and_every_answer(town, client_of, sheet, say):
    say(sheet, town.owner, "vormen", {"codes": ["D1"]}, reason="Gehoord.", source="wijkteam")
    say(sheet, town.assessor, "vormen", unknown=True)

    freeze(client_of(town.owner), sheet)

    kept = Round.objects.get()
    item = kept.content["steps"][0]["items"][0]
    assert (kept.number, kept.name, kept.edition) == (1, "Voor het overleg", sheet.edition)
    assert (item["code"], item["label"]) == ("vormen", sheet.definition.item("vormen").label)
    assert [(each["respondent"], each["state"], each["lines"]) for each in item["answers"]] == [
        (str(town.owner.pk), "given", ["Denken: Groepen denken niet goed over elkaar"]),
        (str(town.assessor.pk), "unknown", []),
    ]
    assert town.owner.name not in str(kept.content)


def test_round_does_not_change_when_answers_do(town, sheet, say):
    say(sheet, town.owner, "fase", {"codes": ["F1"]})
    kept = moments.freeze(sheet=sheet, by=town.owner)
    before = kept.content

    say(sheet, town.owner, "fase", {"codes": ["F3"]})

    assert Round.objects.get().content == before


def test_database_refuses_to_change_a_round(town, sheet):
    kept = moments.freeze(sheet=sheet, by=town.owner)

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Round.objects.filter(pk=kept.pk).update(content={})
    kept.name = "Anders"
    with pytest.raises(DatabaseError), transaction.atomic():
        kept.save()


def test_freezing_twice_with_one_form_makes_one_round(town, client_of, sheet):
    for _ in range(2):
        freeze(client_of(town.owner), sheet, submission="6f9619ff-8b86-4011-b42d-00c04fc964ff")

    assert Round.objects.count() == 1


def test_only_who_keeps_the_file_freezes(town, client_of, sheet):
    assert freeze(client_of(town.assessor), sheet).status_code == 403
    assert freeze(client_of(town.executive), sheet).status_code == 403
    assert freeze(client_of(town.outsider), sheet).status_code == 404
    assert not Round.objects.exists()


def test_differences_are_told_per_question_and_person(town, client_of, sheet, say):
    say(sheet, town.owner, "fase", {"codes": ["F1"]})
    say(sheet, town.assessor, "fase", {"codes": ["F3"]})
    moments.freeze(sheet=sheet, by=town.owner)
    say(sheet, town.owner, "fase", {"codes": ["F3"]})
    say(sheet, town.assessor, "fase", {"codes": ["F1"]})
    say(sheet, town.coordinator, "vormen", {"codes": ["V2"]})

    answer = client_of(town.executive).get(reverse("analysis:compare", args=[sheet.case_id, sheet.pk]))

    found = [(each.who, each.kind, each.change.was, each.change.now) for each in answer.context["found"].differences]
    assert found == [
        (town.coordinator.name, "Nieuw", (), ("Voelen: Ongemak in het contact met andere groepen",)),
        (town.owner.name, "Gewijzigd", ("Rust",), ("Onderhuidse spanningen",)),
        (town.assessor.name, "Gewijzigd", ("Onderhuidse spanningen",), ("Rust",)),
    ]


def test_two_rounds_are_compared_and_nonsense_in_the_address_is_taken_for_the_newest(town, client_of, sheet, say):
    moments.freeze(sheet=sheet, by=town.owner)
    say(sheet, town.owner, "fase", {"codes": ["F1"]})
    moments.freeze(sheet=sheet, by=town.owner)
    say(sheet, town.owner, "fase", {"codes": ["F2"]})
    url = reverse("analysis:compare", args=[sheet.case_id, sheet.pk])
    client = client_of(town.owner)

    two = client.get(url, {"van": 1, "tot": 2}).context["found"].differences
    odd = client.get(url, {"van": "x" * 50, "tot": "-3"})

    assert [each.kind for each in two] == ["Nieuw"]
    assert (odd.status_code, odd.context["start"], odd.context["end"]) == (200, 2, 0)


def test_nothing_to_compare_is_not_found(town, client_of, sheet):
    assert client_of(town.owner).get(reverse("analysis:compare", args=[sheet.case_id, sheet.pk])).status_code == 404


@pytest.mark.parametrize("name", ["moments", "compare", "move", "sheet"])
@pytest.mark.parametrize("who", ["reporter", "admin", "outsider"])
def test_strangers_see_no_moments(town, client_of, sheet, name, who):
    moments.freeze(sheet=sheet, by=town.owner)

    answer = client_of(getattr(town, who)).get(reverse(f"analysis:{name}", args=[sheet.case_id, sheet.pk]))

    assert answer.status_code in {403, 404}


def test_moment_shows_names_of_today(town, client_of, sheet, say):
    say(sheet, town.owner, "fase", {"codes": ["F1"]})
    moments.freeze(sheet=sheet, by=town.owner)

    html = client_of(town.assessor).get(reverse("analysis:moment", args=[sheet.case_id, sheet.pk, 1])).content.decode()

    assert town.owner.name in html and "Rust" in html


def test_moments_of_a_worksheet_that_was_taken_away_stay_readable(town, client_of, sheet, say):
    say(sheet, town.owner, "fase", {"codes": ["F1"]})
    moments.freeze(sheet=sheet, by=town.owner)
    Sheet.objects.update(worksheet="weg")
    client = client_of(town.owner)

    overview = client.get(reverse("analysis:overview", args=[sheet.case_id])).content.decode()
    kept = client.get(reverse("analysis:moment", args=[sheet.case_id, sheet.pk, 1])).content.decode()
    listed = client.get(reverse("analysis:moments", args=[sheet.case_id, sheet.pk]))
    asked = client.get(reverse("analysis:sheet", args=[sheet.case_id, sheet.pk]))

    assert "Weggehaalde werkbladen" in overview and "Rust" in kept
    assert listed.status_code == 200 and "Moment vastleggen" not in listed.content.decode()
    assert asked.status_code == 403


# Pure


def content(*said: Said, sheet: str = OLD) -> dict:
    return frozen(load_text(sheet, "proef.yaml"), "", said, {})


def said(who: str, value: str, **more) -> Said:
    return Said(who, "functie", "keuze", "given", {"codes": [value]}, **more)


def test_difference_table():
    before = content(said("1", "A"), said("2", "A"), said("3", "A", reason="x"), said("5", "A"))
    after = content(said("1", "A"), said("2", "B"), said("3", "A", reason="y"), said("4", "B"))

    assert [(each.respondent, each.kind) for each in differences(before, after)] == [
        ("2", "changed"),
        ("3", "changed"),
        ("4", "added"),
        ("5", "removed"),
    ]
    assert differences(before, before) == []


def test_questions_that_came_and_went():
    before, after = content(), content(sheet=NEW)

    assert rounds.new_questions(before, after) == ["Dag"]
    assert rounds.gone_questions(before, after) == ["Verhaal"]


# Moving to another edition


def test_sheet_stays_on_its_edition_until_moved(town, client_of, old_sheet):
    client = client_of(town.owner)

    html = client.get(reverse("analysis:sheet", args=[old_sheet.case_id, old_sheet.pk])).content.decode()

    assert "Verhaal" in html and "nieuwe versie" in html
    assert Sheet.objects.get().edition == 1


def test_move_shows_what_changes_and_keeps_what_fits(town, client_of, old_sheet, say):
    say(old_sheet, town.owner, "keuze", {"codes": ["A"]})
    say(old_sheet, town.assessor, "keuze", {"codes": ["B"]})
    say(old_sheet, town.owner, "tekst", {"text": "Het schuurt."})
    client = client_of(town.owner)
    url = reverse("analysis:move", args=[old_sheet.case_id, old_sheet.pk])

    shown = [(line.label, line.what, line.answers) for line in client.get(url).context["lines"]]
    moved = client.post(url, {"naar": "2"})

    assert shown == [
        ("Keuze", "Past niet meer", 1),
        ("Keuze", "Blijft", 1),
        ("Verhaal", "Vervalt", 1),
        ("Dag", "Nieuw", 0),
    ]
    assert moved.status_code == 302
    assert Sheet.objects.get().edition == 2
    assert {(row.by.pk, row.item, row.state) for row in Answer.objects.all()} == {
        (town.owner.pk, "keuze", "given"),
        (town.assessor.pk, "keuze", "empty"),
        (town.owner.pk, "tekst", "given"),
    }
    kept = Round.objects.get().content
    assert kept["edition"] == 1 and "Het schuurt." in str(kept) and "bb" in str(kept)


def test_move_is_refused_for_who_does_not_keep_the_file(town, client_of, old_sheet):
    url = reverse("analysis:move", args=[old_sheet.case_id, old_sheet.pk])

    assert client_of(town.assessor).post(url, {"naar": "2"}).status_code == 403
    assert client_of(town.owner).post(url, {"naar": "7"}).status_code == 403
    assert client_of(town.owner).post(url, {}).status_code == 403
    assert Sheet.objects.get().edition == 1


def test_move_back_is_refused(town, old_sheet, two_editions):
    Sheet.objects.update(edition=2)
    old_sheet.refresh_from_db()

    with pytest.raises(Refused):
        moments.move(sheet=old_sheet, to=two_editions.get("proef", 1), by=town.owner)


def test_library_of_this_site_has_one_newest_per_code():
    shelf = library()

    assert len(shelf.sheets) == len({sheet.code for sheet in shelf.sheets})
    assert all(shelf.get(*sheet.key) is sheet for sheet in shelf.sheets)
