"""Step 2 of the Flemish guide: what the file holds stands ready, and its soft remarks (R-B-122, 124, 128, 132, 134)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analysis.actions import answers, moments
from analysis.models import Answer, Pass, Sheet
from method.positive import sounds_negative
from method.worksheets import library
from organisation.models import Partner
from tests.analysis.conftest import first_step_with


@pytest.fixture(autouse=True)
def shelf():
    """The worksheets as they are, not those of the other tests."""
    return library()


@pytest.fixture
def two(town, case, shelf):
    return answers.open_sheet(case=case, worksheet=shelf.newest["vl-2"], by=town.owner)


@pytest.fixture
def page_of(town, case, client_of):
    def get(sheet, code, by=None):
        address = reverse("analysis:step", args=[case.pk, sheet.pk, first_step_with(sheet, code)])
        return client_of(by or town.owner).get(address).content.decode()

    return get


@pytest.fixture
def page(two, page_of):
    return lambda code, by=None: page_of(two, code, by)


@pytest.fixture
def send(town, case, two, client_of):
    """`send("fora", {"forum": "x"})`: the rows of a table, as its form sends them."""

    def post(code, *rows):
        data = {f"v-{code}-r{number}-{name}": cell for number, row in enumerate(rows) for name, cell in row.items()}
        data |= {f"v-{code}-item": code, f"v-{code}-version": 0, f"v-{code}-edition": two.edition}
        address = reverse("analysis:step", args=[case.pk, two.pk, first_step_with(two, code)])
        answer = client_of(town.owner).post(address, data)
        assert answer.status_code == 302, answer.content.decode()
        return Answer.objects.get(sheet=two, item=code).value["rows"]

    return post


# What stands ready


def test_groups_of_the_file_stand_ready_and_own_words_stay_possible(case, page, send):
    case.groups.create(label="omwonenden van het plein")

    shown = page("wij_zij")
    assert '<option value="omwonenden van het plein">' in shown
    assert shown.count('list="lijst-wij_zij-we"') == shown.count('list="lijst-wij_zij-they"') > 0

    rows = send("wij_zij", {"we": "omwonenden van het plein", "they": "jongeren uit andere wijken"})
    assert rows == [{"we": "omwonenden van het plein", "they": "jongeren uit andere wijken"}]


def test_partners_of_the_organisation_stand_ready_and_one_may_have_more_profiles(page, send):
    Partner.objects.create(name="Samenlevingsopbouw")
    Partner.objects.create(name="Gestopte vereniging", active=False)

    shown = page("partners")
    assert '<option value="Samenlevingsopbouw">' in shown
    assert "Gestopte vereniging" not in shown

    row = {"partner": "Samenlevingsopbouw", "profiles": ["connector", "doer"], "interest": "Bereik in de wijk"}
    assert send("partners", row) == [row]
    assert "Nog geen kritische denker" in page("profielen_weg")
    assert "Nog geen kritische denker" in page("ps1")


def test_how_far_a_partner_takes_part_is_a_rung_with_its_meaning(page, send):
    row = {"partner": "Jeugdhuis", "profiles": ["doer"], "rung": ["PL4"], "level": "klankbord bij elk ontwerp"}
    assert send("partners", {**row, "rung": "PL4"}) == [row]

    shown = page("partners")
    assert "Wat betekenen de keuzes bij “Hoe ver doet deze partner mee?”" in shown
    for name in ("Informeren", "Raadplegen", "Adviseren", "Coproduceren", "Meebeslissen", "Zelfbestuur"):
        assert f"<dt>{name}</dt><dd>" in shown


def test_a_rung_that_is_not_on_the_ladder_is_refused(town, case, two, page, client_of):
    page("partners")
    data = {"v-partners-r0-partner": "Jeugdhuis", "v-partners-r0-rung": "PL7", "v-partners-item": "partners"}
    address = reverse("analysis:step", args=[case.pk, two.pk, first_step_with(two, "partners")])

    answer = client_of(town.owner).post(address, data | {"v-partners-version": 0, "v-partners-edition": two.edition})

    assert answer.status_code == 200
    assert not Answer.objects.filter(sheet=two, item="partners").exists()


def test_what_stands_ready_takes_as_many_queries_for_three(town, case, page, django_assert_num_queries):
    case.groups.create(label="een")
    page("wij_zij")
    with CaptureQueriesContext(connection) as one:
        page("wij_zij")
    for label in ("twee", "drie"):
        case.groups.create(label=label)

    with django_assert_num_queries(len(one)):
        page("wij_zij")


# A closed group


@pytest.mark.parametrize(
    ("row", "reach"),
    [
        ({"sort": "closed"}, ["none"]),
        ({"sort": "closed", "reach": "small"}, ["small"]),
        ({"sort": "own_media"}, None),
        ({}, None),
    ],
)
def test_a_closed_group_gives_no_influence_unless_somebody_says_otherwise(send, row, reach):
    (kept,) = send("fora", {"forum": "De buurtapp", **row})

    assert kept.get("reach") == reach


# Remarks


MISSING = "staat nog niet welke groepen ontbreken"


def test_a_round_of_talks_without_missing_groups_gets_a_remark(page, send):
    send("bevragingen", {"method": "table", "who": "twaalf bewoners"}, {"method": "survey", "missing": "jongeren"})

    assert MISSING in page("bevragingen")


def test_talks_that_say_who_misses_get_none(page, send):
    send("bevragingen", {"method": "table", "who": "twaalf bewoners", "missing": "niemand"})

    assert MISSING not in page("bevragingen")


@pytest.mark.parametrize(
    ("text", "negative"),
    [
        ("Stop overlast", True),
        ("Geen lawaai op het plein", True),
        ("Samen tegen zwerfvuil", True),
        ("Niemand hoeft nooit meer bang te zijn", True),
        ("Een aangename, propere leefomgeving", False),
        ("Bewoners komen elkaar graag tegemoet", False),
        ("", False),
    ],
)
def test_what_sounds_negative(text, negative):
    assert sounds_negative(text) is negative


@pytest.mark.parametrize(("text", "hint"), [("Stop overlast", True), ("Een plein voor iedereen", False)])
def test_a_challenge_that_says_what_must_stop_gets_a_remark(town, two, page, send, text, hint):
    answers.go_on(sheet=two, step="perspectief", reason="We oefenen.", by=town.owner)

    send("uitdagingen", {"concern": "overlast", "challenge": text})

    assert ("Zeg het positief: hoe is het straks?" in page("uitdagingen")) is hint


# The order of the dilemmas


def test_who_went_on_before_its_time_is_named_with_day_and_reason(town, two, page):
    assert "Erken eerst de zorgen" in page("verschillen")

    answers.go_on(sheet=two, step="ordening", reason="De avond is al gepland.", by=town.owner)

    shown = page("verschillen", by=town.assessor)
    row = Pass.objects.get()
    assert f"geopend door {town.owner.name}" in shown
    assert "De avond is al gepland." in shown
    assert f"{timezone.localtime(row.at).day} " in shown


# An earlier edition


def test_answers_to_the_second_edition_move_along(town, case, shelf):
    old = shelf.get("vl-2", 2)
    sheet = Sheet.objects.create(case=case, worksheet="vl-2", edition=2, by=town.owner)
    rows = {
        "wij_zij": [{"we": "bewoners", "they": "jongeren", "incidents": "een filmpje"}],
        "fora": [{"forum": "De gesloten buurtapp", "how": "verwijten", "impact": "klein"}],
        "bevragingen": [{"method": ["table"], "who": "twaalf bewoners"}],
        "partners": [{"partner": "Jeugdhuis", "profiles": ["doer"], "level": "klankbord"}],
    }
    for code, value in rows.items():
        assert old.item(code)
        Answer.objects.create(sheet=sheet, item=code, state="given", value={"rows": value}, by=town.owner, function="x")

    moments.move(sheet=sheet, to=shelf.newest["vl-2"], by=town.owner)

    assert {row.item: row.value["rows"] for row in Answer.objects.filter(state="given")} == rows


def test_what_was_written_about_a_partner_in_the_third_edition_stands_next_to_its_rung(town, case, shelf, page_of):
    rows = [{"partner": "Jeugdhuis", "profiles": ["doer"], "level": "klankbord"}]
    sheet = Sheet.objects.create(case=case, worksheet="vl-2", edition=3, by=town.owner)
    Answer.objects.create(
        sheet=sheet, item="partners", state="given", value={"rows": rows}, by=town.owner, function="x"
    )

    moments.move(sheet=sheet, to=shelf.newest["vl-2"], by=town.owner)

    assert Answer.objects.get(item="partners", state="given").value["rows"] == rows
    assert re.search(r'value="klankbord"|>\s*klankbord\s*<', page_of(sheet, "partners"))


# The step without a number


def test_anchoring_reads_as_one_heading(town, case, shelf, page_of):
    sheet = answers.open_sheet(case=case, worksheet=shelf.newest["vl-3"], by=town.owner)

    shown = page_of(sheet, "verankering")

    assert "Verankering: hoe blijft dit leven?" in shown
    assert "Verankering Hoe blijft" not in shown
    assert "Stap Verankering" not in shown


# A table with many columns


def test_a_table_with_many_columns_is_a_card_a_row_with_its_questions_above_the_fields(page, send):
    partners, contrasts = page("partners"), page("wij_zij")
    of_partners = partners[partners.index('id="form-partners"') :].partition("</form>")[0]
    of_contrasts = contrasts[contrasts.index('id="form-wij_zij"') :].partition("</form>")[0]

    assert ("table--cards" in of_partners, "table--cards" in of_contrasts) == (True, False)
    assert (of_partners.count('<th scope="row">'), of_contrasts.count('<th scope="row">')) == (1, 2)
    assert '<legend class="cell__label">Rol in het netwerk' in of_partners

    send("partners", {"partner": "Jeugdhuis"})
    assert page("partners").count('<th scope="row">') == 2


def test_rows_that_others_wrote_say_on_a_phone_what_each_cell_is(town, page, send):
    send("wij_zij", {"we": "bewoners", "they": "jongeren", "incidents": "een filmpje"})

    shown = page("wij_zij", by=town.assessor)

    assert '<td data-label="Wij">bewoners</td><td data-label="Zij">jongeren</td>' in shown
    assert 'data-label="Welke incidenten of conflicten spelen mee">een filmpje<' in shown
