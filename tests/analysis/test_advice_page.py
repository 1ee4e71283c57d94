"""The page of the advice: the same as `manage.py advise`, with who said what; phases side by side; who may see it."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis import boards_advice, versions
from analysis.actions import answers, places
from common.models import AuditEvent
from method.directions.exercises import exercises
from method.directions.output import as_data
from method.library.advice import as_data as all_data
from method.worksheets import library, values
from organisation.models import Organisation
from tests.analysis.described import answer_like, say
from tests.factories import make_case

FILES = Path(__file__).parents[2] / "method" / "data" / "exercises"


@pytest.fixture(autouse=True)
def shelf():
    """The worksheets as they are, not those of the other tests."""
    return library()


def url(case, name="advice", *arguments):
    return reverse(f"analysis:{name}", args=[case.pk, *arguments])


def commanded(number):
    out = StringIO()
    call_command("advise", FILES / f"casus-{number}.yaml", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("exercise", exercises(), ids=lambda each: each.code)
def test_page_advises_what_the_command_says_for_the_same_answers(town, case, exercise):
    answer_like(exercise.situation, case, town.owner)

    work = boards_advice.worked(case, "NL")
    board = boards_advice.advice_board(case, town.owner, "NL")

    expected = commanded(exercise.number)
    found = all_data(work.full)
    key = ("code", "advised", "strength", "after_calm")
    assert [[row[name] for name in key] for row in found["directions"]] == [
        [row[name] for name in key] for row in expected["directions"]
    ]
    assert found["notices"] == expected["notices"] == [notice.code for notice in board.around.notices]
    assert [(each["id"], each["score"]) for each in found["interventions"]] == [
        (each["id"], each["score"]) for each in expected["interventions"]
    ]
    assert [row.code for row in board.directions] == [row["code"] for row in expected["directions"]]
    rules = [[(why["rule"], tuple(why.get("answers", ()))) for why in row["because"]] for row in found["directions"]]
    assert rules == [
        [(why["rule"], tuple(why.get("answers", ()))) for why in row["because"]] for row in expected["directions"]
    ]
    assert as_data(work.full.advice)["rules_version"] == expected["rules_version"]


def test_page_says_why_who_said_it_and_with_which_version(town, client_of, case):
    answer_like(exercises()[0].situation, case, town.owner)

    html = client_of(town.owner).get(url(case)).content.decode()

    assert "Sterk advies" in html and "Niet geadviseerd" in html and "Geldt altijd" in html
    assert "Versie 2" in html and "zoals meegegeven met de toepassing" in html
    assert f"({town.owner.name})" in html and "Bron" in html and "KIS-handreiking, oplossingsrichting 1" in html
    assert "geschat" in html and "ervaring" in html and "geen oordeel" in html
    assert "Eerst of tegelijk" in html or "Zorg eerst" in html


def test_phases_of_several_people_stand_beside_each_other_also_when_the_group_agreed(town, client_of, case):
    place = places.add(case=case, by=town.owner, label="Plein", kind="L2", parts=[], area=None, hotspot=False)
    say(case, town.owner, "phase", ["F2"], place)
    say(case, town.assessor, "phase", ["F4"], place)
    say(case, town.owner, "phase", ["F3"], place, joint=True)

    board = boards_advice.advice_board(case, town.owner, "NL")

    [found] = board.around.phases
    assert [(said.phase, said.who) for said in found.said] == [
        ("Ongemak", [town.owner.name]),
        ("Onderhuidse spanningen", ["Gezamenlijk"]),
        ("Incidenten", [town.assessor.name]),
    ]
    assert found.differ
    assert "Niet iedereen ziet hetzelfde" in client_of(town.owner).get(url(case)).content.decode()


def test_one_person_who_names_incidents_is_enough_for_the_notice(town, case):
    place = places.add(case=case, by=town.owner, label="Plein", kind="L2", parts=[], area=None, hotspot=False)
    say(case, town.owner, "phase", ["F2"], place)
    say(case, town.assessor, "phase", ["F4"], place)

    notices = boards_advice.advice_board(case, town.owner, "NL").around.notices

    assert [(notice.code, notice.places) for notice in notices] == [("N1", "Plein")]


def test_case_without_a_place_still_gets_the_continuous_direction(town, client_of, case):
    html = client_of(town.owner).get(url(case)).content.decode()

    board = boards_advice.advice_board(case, town.owner, "NL")
    assert [row.code for row in board.advised] == ["OR7"]
    assert "Nog geen plek beschreven" in html


@pytest.mark.parametrize("name", ["advice", "examples", "advice_history", "advice_panel"])
def test_pages_are_for_who_may_see_the_case_and_reading_is_in_the_trail(town, client_of, case, name):
    assert client_of(town.assessor).get(url(case, name)).status_code == 200
    assert AuditEvent.objects.filter(action="case.read", actor__contains=str(town.assessor.pk)).exists()
    assert client_of(town.outsider).get(url(case, name)).status_code == 404
    for person in (town.reporter, town.admin):
        assert client_of(person).get(url(case, name)).status_code == 403


@pytest.mark.parametrize("name", ["advice", "examples"])
def test_pages_take_as_many_queries_for_one_place_as_for_three(town, client_of, case, name):
    other = make_case(town=town, title="Een andere casus")
    answer_like(exercises()[1].situation, case, town.owner)
    for number in range(3):
        place = places.add(
            case=other, by=town.owner, label=f"Plek {number}", kind="L2", parts=[], area=None, hotspot=False
        )
        for person in (town.owner, town.assessor):
            say(other, person, "forms", ["D1", "V2"], place)
            say(other, person, "phase", ["F3"], place)
    client = client_of(town.owner)
    counts = []
    for one in (case, other):
        client.get(url(one, name))
        with CaptureQueriesContext(connection) as asked:
            client.get(url(one, name))
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 20


def test_examples_are_ranked_with_every_point_explained_and_the_rest_has_a_reason(town, client_of, case):
    answer_like(exercises()[0].situation, case, town.owner)
    client = client_of(town.owner)

    html = client.get(url(case, "examples")).content.decode()
    whole = client.get(url(case, "examples") + "?richting=OR3").content.decode()
    odd = client.get(url(case, "examples") + "?richting=OR3%27%3B--")

    ranked = boards_advice.worked(case, "NL").full.ranking
    first = ranked.by_direction["OR3"][0]
    assert (first.record.code, len(first.lines)) == ("K21", 10)
    assert f"{first.score} punten" in html
    assert all(line.label in html for line in first.lines)
    assert f"Waarom de andere {len(ranked.others)} voorbeelden" in html
    assert "bewezen is dat ze werken" in html
    assert whole.count("Kies voor het plan") == len(ranked.by_direction["OR3"])
    assert odd.status_code == 200


def test_flemish_words_and_region_count(town, client_of, case):
    Organisation.objects.update(words="VL")
    answer_like(exercises()[0].situation, case, town.owner)

    codes = {each.record.code for each in boards_advice.worked(case, "VL").full.ranking.found}

    flemish = {record.code for record in versions.shelf().records if record.region == "VL"}
    assert codes & flemish
    assert not flemish & {each.record.code for each in boards_advice.worked(case, "NL").full.ranking.found}
    assert client_of(town.owner).get(url(case, "examples")).status_code == 200


def test_gap_in_the_checklist_shows_direction_6_with_who_said_it_and_what_may_help(town, client_of, case):
    assert "Wat kan helpen" not in client_of(town.owner).get(url(case)).content.decode()
    sheet = answers.open_sheet(case=case, worksheet=library().newest["kis-informatiepositie"], by=town.owner)
    item = sheet.definition.item("ip4")
    said = answers.Content(values.clean(item, {"codes": ["chance"]}), False, "", "")
    answers.answer(sheet=sheet, item=item, said=said, joint=False, seen=0, by=town.owner)

    html = client_of(town.owner).get(url(case)).content.decode()

    row = next(row for row in boards_advice.advice_board(case, town.owner, "NL").advised if row.code == "OR6")
    [gap] = row.why[0].gaps
    assert (gap.label, gap.who, gap.ways) == (
        "Uitwisselen gebeurt toevallig", town.owner.name, "een vaste structuur voor signalen",
    )  # fmt: skip
    assert "Uitwisselen gebeurt toevallig: een vaste structuur voor signalen." in html
    assert "checklist informatiepositie, vraag IP4." in html and "Er ontbreekt informatie of uitwisseling" not in html


def test_problem_that_people_put_first_stands_first_on_the_page(town, client_of, case):
    place = places.add(case=case, by=town.owner, label="Plein", kind="L2", parts=[], area=None, hotspot=False)
    say(case, town.owner, "causes", ["A3", "B3", "C"], place)
    assert "Nog niet gekozen wat u het eerst aanpakt" in client_of(town.owner).get(url(case)).content.decode()
    say(case, town.owner, "priorities", ["P02", "P05"])
    say(case, town.owner, "priority_first", ["P05"])

    html = client_of(town.owner).get(url(case)).content.decode()

    wanted, also = html.split("Dit pakt u aan")[1].split("Dit speelt ook")
    assert wanted.index("Overlast door jongeren") < wanted.index("Niet durven aanspreken")
    assert "Verloedering en criminaliteit" in also.split("</section>")[0]
