"""What the worksheets of KIS ask, remark and show, in the editions that people begin with.

R-B-030 to 039, 047, 054, 081, 083 and 093 to 104.
"""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from analysis import boards, boards_advice, references, situation, versions
from analysis.actions import advice, answers, places
from analysis.actions.answers import Content
from analysis.actions.moments import snapshot
from analysis.models import Location
from cases.timeline import events
from method.worksheets import library, values
from method.worksheets.model import Kind
from tests.factories import make_case

TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def shelf():
    """The worksheets that the application comes with, in place of those of this test package."""
    return library()


@pytest.fixture
def case(town):
    return make_case(town=town)


@pytest.fixture
def place(town, case):
    return places.add(case=case, by=town.owner, label="Het plein", kind="L2", parts=[], area=None, hotspot=False)


@pytest.fixture
def say(town, case):
    """`say("kis-3", "eerst", {"codes": ["P05"]})`: the owner answers in the newest edition."""

    def answer(worksheet, code, value=None, *, place=None, by=None, unknown=False):
        by = by or town.owner
        sheet = answers.open_sheet(case=case, worksheet=library().newest[worksheet], by=by, location=place)
        item = sheet.definition.item(code)
        stands = sheet.answers.filter(item=code, by=by).first()
        said = Content(values.clean(item, value or {}), unknown)
        answers.answer(sheet=sheet, item=item, said=said, joint=False, seen=stands.version if stands else 0, by=by)
        return sheet

    return answer


def remarks(sheet, step: str, user) -> list[str]:
    number = next(n for n, each in enumerate(sheet.definition.steps, 1) if each.code == step)
    return [each.text for each in boards.step_board(sheet, number, user, "NL", joint=False).remarks]


def lines(case, worksheet: str, code: str, *, inside: bool = True) -> list[str]:
    shown = references.shown(case, library().newest[worksheet].item(code), inside=inside)
    return [f"{line.text} | {line.detail}" for line in shown.lines] or [shown.sealed]


# Step 2


@pytest.mark.parametrize("code", ["vormen", "oorzaken"])
def test_every_form_and_cause_is_explained_beside_the_choice(code):
    options = library().newest["kis-2"].item(code).options

    assert [option.code for option in options if not option.help and option.code != "own"] == []


@pytest.mark.parametrize("code", ["in_oorzaak", "in_oplossing"])
def test_tension_within_a_group_asks_which_subgroups(code):
    item = library().newest["kis-2"].item(code)

    with pytest.raises(values.Unfit, match="Tussen welke subgroepen"):
        values.clean(item, {"codes": ["GK10"]})
    assert values.clean(item, {"codes": ["GK10"], "own": {"GK10": "jong en oud"}})["own"] == {"GK10": "jong en oud"}


def test_another_cause_beneath_cannot_stay_unsaid(town, client_of, case, say):
    sheet = say("kis-2-casus", "verlies", {"codes": ["nee"]})
    data = {"v-klopt-item": "klopt", "v-klopt-version": "0", "v-klopt-edition": sheet.edition, "v-klopt-codes": "other"}

    answer = client_of(town.owner).post(reverse("analysis:step", args=[case.pk, sheet.pk, 1]), data)

    assert "Waar gaat de spanning volgens u echt over?" in answer.content.decode()
    assert not sheet.answers.filter(item="klopt").exists()


def test_history_stands_on_the_timeline_in_its_year(town, client_of, case, place, say):
    say("kis-2", "oorzaken", {"codes": ["G"]}, place=place)
    rows = [
        {"what": "De fabriek ging dicht", "year": "1998"},
        {"what": "Een foutje", "year": "98"},
        {"what": "Zonder jaar"},
    ]
    say("kis-2", "geschiedenis", {"rows": rows}, place=place)

    found = [event for event in events(case) if event.title.startswith("Geschiedenis")]
    page = client_of(town.owner).get(reverse("cases:timeline", args=[case.pk])).content.decode()

    assert [(event.title, event.detail, event.at.year) for event in found] == [
        ("Geschiedenis van Het plein", "De fabriek ging dicht", 1998)
    ]
    assert ">in 1998<" in page and "1 januari 1998" not in page


def test_feelings_and_triggers_stand_on_the_timeline(town, case, say):
    say("kis-2-casus", "sentimenten", {"codes": ["SE5"]})
    say("kis-2-casus", "aanleidingen", {"rows": [{"what": "Een filmpje", "type": "TR2", "on": "2026-01-05"}]})

    found = {event.title: event for event in events(case)}

    assert "afvoerputje" in found["Gevoelens die meespelen"].detail
    assert found["Gevoelens die meespelen"].who == town.owner.name
    assert (found["Aanleiding die meespeelt"].detail, found["Aanleiding die meespeelt"].at.date()) == (
        "Een filmpje",
        date(2026, 1, 5),
    )


def test_yes_to_our_own_role_without_a_why_is_remarked_on_and_asks_for_the_map(town, say):
    sheet = say("kis-2-casus", "gericht_op_ons", {"codes": ["ja"]})
    why = "U zegt dat de onvrede zich ook op ons richt."
    before = remarks(sheet, "eigen_rol", town.owner)

    say("kis-2-casus", "waarom_ons", {"text": "Wij kwamen te laat met een besluit."})
    after = remarks(sheet, "eigen_rol", town.owner)

    assert any(text.startswith(why) for text in before) and not any(text.startswith(why) for text in after)
    assert any("verkenningskaart" in text for text in after)


def test_saying_no_to_our_own_role_gives_no_remark(town, say):
    say("kis-2-casus", "gericht_op_ons", {"codes": ["nee"]})
    sheet = say("kis-2-casus", "draagt_bij", {"codes": ["nee"]})

    assert remarks(sheet, "eigen_rol", town.owner) == []


# Step 3


def test_what_offers_a_way_out_shows_in_the_bridge_and_not_among_the_causes(case, place, say):
    say("kis-2", "in_oplossing", {"codes": ["GK7"]}, place=place)
    say("kis-2", "krachten", {"text": "De buurtmoestuin loopt goed."}, place=place)

    assert lines(case, "kis-3", "weg")[0].startswith("Huurder of eigenaar | Het plein")
    assert lines(case, "kis-3", "goed")[0].startswith("De buurtmoestuin loopt goed.")
    assert "Huurder" not in str(lines(case, "kis-3", "oorzaken"))


def test_problem_that_people_put_first_stands_first_in_the_advice(case, place, say):
    say("kis-2", "oorzaken", {"codes": ["A3", "B3", "C"]}, place=place)
    say("kis-3", "problemen", {"codes": ["P02", "P05", "P07"]})
    say("kis-3", "eerst", {"codes": ["P05"]})

    problems = boards_advice.worked(case, "NL").full.advice.problems

    assert [(each.code, each.priority) for each in problems] == [("P05", 1), ("P02", 2), ("P07", 3)]


def test_problems_keep_the_order_of_the_guide_on_every_server(case, say):
    """A set would give another order in each process, and so another advice for the same answers (R-B-054)."""
    codes = [f"P{number:02}" for number in range(1, 20)]
    say("kis-3", "problemen", {"codes": codes})

    assert list(situation.of(case).situation.priorities) == codes


# The information position


def test_what_stayed_open_in_step_2_is_listed_by_itself(town, case, place, say):
    assert lines(case, "kis-informatiepositie", "open") == [
        "Wat speelt er op deze plek? | Het plein · nog niet begonnen (stap 2.1, 2.2, 2.3 en 2.5)",
        "Wat zit erachter, en wat is onze eigen rol? | De hele casus · nog niet begonnen (stap 2.6 en 2.7)",
    ]
    say("kis-2", "fase", {"codes": ["F2"]}, place=place)
    say("kis-2", "vormen", unknown=True, place=place)
    say("kis-2-casus", "sentimenten", {"codes": ["SE1"]})
    say("kis-2-casus", "sentimenten", unknown=True, by=town.assessor)

    found = lines(case, "kis-informatiepositie", "open")

    assert "Welke vormen van polarisatie ziet u op deze plek? | Het plein · stap 2.1 · weet ik niet" in found
    assert "Welke oorzaken en risico’s ziet u op deze plek? | Het plein · stap 2.5 · nog geen antwoord" in found
    assert "Welke gevoelens spelen mee? | De hele casus · stap 2.6 · één zei: weet ik niet" in found
    assert not [line for line in found if "Welke fase past" in line or "Welke vooroordelen" in line]


def test_case_without_a_place_says_that_the_questions_about_places_are_open(case):
    assert lines(case, "kis-informatiepositie", "open")[0] == (
        "Wat speelt er op deze plek? | Er is nog geen plek beschreven (stap 2.1, 2.2, 2.3 en 2.5)"
    )


def test_leaving_one_question_of_a_begun_worksheet_empty_lists_it(case, say):
    say("kis-2-casus", "gericht_op_ons", {"codes": ["nee"]})

    found = lines(case, "kis-informatiepositie", "open")

    assert "Welke gevoelens spelen mee? | De hele casus · stap 2.6 · nog geen antwoord" in found
    assert not [line for line in found if "nog niet begonnen" in line and "De hele casus" in line]


def test_exchange_by_chance_is_a_gap_with_its_measure(town, say):
    sheet = say("kis-informatiepositie", "ip4", {"codes": ["chance"]})

    found = remarks(sheet, "gaten", town.owner)

    assert [text for text in found if "uitwisselen gebeurt toevallig" in text and "een vaste structuur" in text]
    say("kis-informatiepositie", "ip4", {"codes": ["fixed"]})
    assert remarks(sheet, "gaten", town.owner) == []


def test_not_knowing_is_a_gap_too(town, say):
    sheet = say("kis-informatiepositie", "ip5", unknown=True)

    assert [
        text for text in remarks(sheet, "gaten", town.owner) if "U weet niet of signalen samen worden geduid" in text
    ]


# Residents and arrivals


@pytest.mark.parametrize(
    ("q2", "q3", "kind"),
    [
        ("government", "structural", "boos op bestuur en politiek"),
        ("groups", "structural", "boos op of over andere bewoners"),
        ("government", "incidental", "bezorgd over één onderwerp"),
        ("else", "structural", ""),
    ],
)
def test_three_questions_name_the_kind_that_may_fit_and_choose_nothing(town, say, q2, q3, kind):
    say("kis-burgers", "q2", {"codes": [q2]})
    sheet = say("kis-burgers", "q3", {"codes": [q3]})

    found = [text for text in remarks(sheet, "soorten", town.owner) if text.startswith("Uw antwoorden passen bij")]

    assert found == ([f"Uw antwoorden passen bij: {kind}. Klopt dat? Kies het dan zelf in de tabel."] if kind else [])
    assert not sheet.answers.filter(item="soorten").exists()


def test_stories_are_kept_as_positive_and_negative_without_a_name(say):
    rows = [{"story": "Hier helpt men elkaar", "side": "positive"}, {"story": "Niemand groet", "side": "negative"}]

    sheet = say("kis-burgers", "verhalen", {"rows": rows})

    item = sheet.definition.item("verhalen")
    assert [row["side"] for row in sheet.answers.get(item="verhalen").value["rows"]] == [["positive"], ["negative"]]
    assert "name" not in {column.code for column in item.columns}


def test_report_without_word_back_after_two_weeks_is_named(town, client_of, case, say):
    day = TODAY()
    rows = [
        {"what": "Fietsen in de gang", "on": (day - timedelta(days=15)).isoformat()},
        {"what": "Lawaai", "on": (day - timedelta(days=14)).isoformat()},
        {"what": "Zwerfafval", "on": (day - timedelta(days=40)).isoformat(), "told": day.isoformat()},
    ]
    say("kis-azc", "meldingen", {"rows": rows})

    found = lines(case, "kis-azc", "wachten")
    page = client_of(town.owner).get(reverse("plans:communication", args=[case.pk])).content.decode()

    assert len(found) == 1
    assert "Wie wacht nog op een antwoord?" in page and "Fietsen in de gang" in page and "Zwerfafval" not in page
    assert found[0].startswith("Fietsen in de gang | gemeld op ") and "15 dagen geleden" in found[0]


def test_party_without_a_gain_is_not_yet_a_win(case, say):
    say("kis-azc", "partijen", {"rows": [{"party": "Omwonenden", "gains": "Een cursus"}, {"party": "Winkeliers"}]})
    assert lines(case, "kis-azc", "stand")[0].startswith("Winkeliers: nog niet win-win")

    rows = [{"party": "Omwonenden", "gains": "Een cursus"}, {"party": "Winkeliers", "gains": "Meer klanten"}]
    say("kis-azc", "partijen", {"rows": rows})
    assert lines(case, "kis-azc", "stand") == ["Bij elke partij staat een voordeel. | "]


def test_condition_of_a_concern_shows_above_the_table_for_the_group_only(case, say):
    say("kis-azc", "zorgen", {"codes": ["BZ4"]})
    say("kis-azc", "voorwaarde", {"codes": ["ja"]})
    say("kis-azc", "welke_voorwaarde", {"text": "Als het er half zo veel zijn."})

    assert lines(case, "kis-azc", "voorwaarden")[0].startswith("Als het er half zo veel zijn.")
    assert lines(case, "kis-azc", "voorwaarden", inside=False) == ["Alleen de werkgroep van deze casus leest dit."]
    assert lines(case, "kis-azc", "stand", inside=False) == ["Alleen de werkgroep van deze casus leest dit."]


def test_hotspot_shows_what_every_domain_does_there(town, client_of, case, place):
    Location.objects.update(hotspot=True)
    url = reverse("analysis:overview", args=[case.pk])
    assert "Voor deze plek is nog niets gekozen." in client_of(town.owner).get(url).content.decode()

    for code, executor in (("K07", "wijkteam"), ("K21", "jongerenwerk")):
        advice.choose_example(
            case=case, record=versions.shelf().get(code), by=town.owner, why="Past hier.", location=place,
            target_groups=["T1"], executor=executor,
        )  # fmt: skip
    page = client_of(town.owner).get(url).content.decode()

    assert "Wat we op deze plek doen" in page and "nog niets gekozen" not in page
    assert page.count("Actie in het plan: ") == 2 and "wijkteam" in page and "jongerenwerk" in page


@pytest.mark.parametrize(
    ("worksheet", "code", "number"), [("kis-vooroordelen", "tips", 6), ("kis-basisveiligheid", "punten", 10)]
)
def test_hints_of_a_direction_can_be_ticked_and_explained(worksheet, code, number):
    sheet = library().newest[worksheet]

    assert len(sheet.item(code).options) == number
    assert [item.code for item in sheet.items if item.kind == Kind.TEXT]


def label(sheet, user):
    board = boards.step_board(sheet, 2, user, "NL", joint=False)
    return next(each.label for each in board.questions if each.item.code == "az1")


PLAIN = "Hoeveel mensen er komen"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("azc", PLAIN),
        ("worship", "Hoeveel mensen het gebouw gebruiken"),
        ("permit_holders", "Hoeveel woningen en hoeveel mensen"),
        ("new_residents", "Hoeveel nieuwe bewoners er komen"),
    ],
)
def test_what_comes_words_the_points_of_the_checklist(town, case, say, code, words):
    assert (
        label(answers.open_sheet(case=case, worksheet=library().newest["kis-azc"], by=town.owner), town.owner) == PLAIN
    )

    sheet = say("kis-azc", "aanleiding", {"codes": [code]})

    assert label(sheet, town.owner) == words
    assert words in [each.label for step in boards.side_by_side(sheet, "NL", inside=True) for each in step.questions]
    assert words in str(snapshot(sheet))


def test_where_people_differ_on_what_comes_the_plain_words_stay(town, say):
    say("kis-azc", "aanleiding", {"codes": ["worship"]})
    sheet = say("kis-azc", "aanleiding", {"codes": ["permit_holders"]}, by=town.assessor)
    assert label(sheet, town.owner) == PLAIN

    item = sheet.definition.item("aanleiding")
    answers.answer(
        sheet=sheet, item=item, said=Content({"codes": ["worship"]}, False), joint=True, seen=0, by=town.owner
    )

    assert label(sheet, town.owner) == "Hoeveel mensen het gebouw gebruiken"


def test_a_row_of_the_communication_plan_has_the_words_of_what_comes(case, say):
    say("kis-azc", "aanleiding", {"codes": ["worship"]})

    say("kis-azc", "az9", {"codes": ["busy"]})

    assert case.messages.get().message == "Waar het gebouw precies komt"


def test_points_keep_their_codes_in_every_edition_of_the_checklist():
    editions = [sheet for sheet in library().by_key.values() if sheet.code == "kis-azc"]
    points = [[item.code for item in sheet.items if item.code[:2] == "az"] for sheet in editions]

    assert len(editions) == 3
    assert points == [[f"az{number}" for number in range(1, 10)]] * 3
    assert {tuple(option.code for option in sheet.item("zorgen").options) for sheet in editions} == {
        ("BZ1", "BZ2", "BZ3", "BZ4", "own")
    }


def test_seven_questions_of_plan_einstein_stand_in_their_order():
    items = library().newest["kis-azc"].step("winwin").items

    assert [item.label[0] for item in items if item.label[0].isdigit()] == list("1234567")
