"""The report of the analysis: one content, the same on the page and on paper; functions, no names (R-B-157)."""

import io
import re
from html import unescape

import pikepdf
import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analysis.actions import advice
from analysis.models import Answer, Location, Sheet
from analysis.models_advice import DirectionChoice
from cases.models import Group
from common import documents
from common.models import AuditEvent, Document
from method.directions.model import Place, Situation
from plans.models import Objective
from plans.report import Report, read, report
from plans.report_pdf import GROUP_REPORT, REPORT, TEMPLATE, context, make
from tests.analysis.described import answer_like, say
from tests.factories import make_action, make_case, make_diagnosis, make_plan
from tests.pdf_text import text_of

PLACE = Place("L2", "L2", frozenset({"F3"}), frozenset({"A4", "B3", "D2", "V5", "G3"}), (), "Winkelplein", True)
SITUATION = Situation(
    (PLACE,), frozenset({"SE1", "TR5", "R27A"}), frozenset({"loss_threat"}), "other", frozenset({"GK2"})
)
WHOLE = ["wat", "waar", "fase", "vormen", "wie", "oorzaken", "goed", "gevoelens", "rol", "richtingen", "wit"]
WHOLE += ["voorbeelden", "acties", "planning", "moment", "deelnemers", "rest"]


@pytest.fixture
def case(town):
    """A case with a place, answers of two people, a diagnosis, groups, a choice against the advice, and a plan."""
    case = make_case(town=town, context="Er is veel verhuisd.")
    make_diagnosis(case=case, by=town.owner, x=3, y=3, agreed=False, minority="Het jongerenwerk ziet vooral ongemak.")
    answer_like(SITUATION, case, town.owner)
    say(case, town.assessor, "phase", ["F2"], case.locations.get())
    Group.objects.create(case=case, label="Ondernemers aan het plein", perception="Voelen zich niet gehoord.")
    advice.choose_direction(
        case=case, direction="OR4", outcome=DirectionChoice.Outcome.YES, kinds=[], order=1,
        why="De bewoners vragen hierom.", by=town.owner, seen=0,
    )  # fmt: skip
    plan = make_plan(case=case)
    Objective.objects.create(plan=plan, text="Buren groeten elkaar", notice="Meer bezoekers")
    make_action(plan=plan, town=town)
    return case


def words_of(html: str) -> list[str]:
    """The visible words of a page, in order; the words of a picture count as well."""
    html = re.sub(r'<img[^>]*alt="([^"]*)"[^>]*>', r" \1 ", html)
    return unescape(re.sub(r"<[^>]+>", " ", html)).split()


def parts_of(html: str) -> list[str]:
    return words_of("".join(re.findall(r'<section class="part".*?</section>', html, re.S)))


def test_report_has_every_part_in_order(case):
    assert [section.code for section in report(case, region="NL", group=True).sections] == WHOLE


def test_empty_case_says_calmly_what_is_not_known(town):
    found = report(make_case(town=town), region="NL", group=True)

    empty = {section.code: section.empty for section in found.sections if section.is_empty}
    assert empty["goed"] == "Nog niets ingevuld."
    assert empty["fase"] == "Er is nog geen fase gekozen."
    assert empty["acties"] == "Er is nog geen actieplan."
    assert all(empty.values())
    assert not any(section.grids for section in found.sections)


def test_two_phases_stand_side_by_side_with_their_functions(case, town):
    questions = report(case, region="NL", group=True).section("fase").parts[0].questions

    assert [entry.lines for entry in questions[0].entries] == [("Onderhuidse spanningen",), ("Ongemak",)]
    assert {entry.who for entry in questions[0].entries} == {who(town.owner), who(town.assessor)}


def who(user) -> str:
    return user.from_where[:1].upper() + user.from_where[1:]


def test_report_names_nobody(case, town):
    found = str(report(case, region="NL", group=True).as_json())

    assert "Medewerker" in found
    for person in (town.owner, town.assessor, town.coordinator):
        assert person.name not in found


def test_choice_against_the_advice_shows_with_its_reason(case):
    part = next(
        p
        for p in report(case, region="NL", group=True).section("richtingen").parts
        if "anders dan het advies" in p.lines[0]
    )

    assert part.lines[0] == "Besluit: gekozen, anders dan het advies. Reden: De bewoners vragen hierom."
    assert part.lines[1] == "Advies: deze richting volgt niet uit de antwoorden."
    assert all("handreiking" in line for line in part.lines[2:])
    assert len(part.lines) > 2


def test_every_direction_says_why_or_why_not(case):
    parts = report(case, region="NL", group=True).section("richtingen").parts

    assert len(parts) == 7
    assert all(len(part.lines) > 2 for part in parts)


def test_prejudices_that_were_asked_further_are_in_the_report(case, town):
    sheet = case.sheets.get(worksheet="kis-2")
    sheet.answers.create(
        item="vooroordelen_welke", state="given", value={"text": "Dat jongeren nooit groeten."}, by=town.owner,
        function="wijkregisseur", source="wijkagent, zacht",
    )  # fmt: skip

    section = report(case, region="NL", group=True).section("vormen")

    entry = next(entry for question in section.parts[0].questions for entry in question.entries if entry.source)
    assert (entry.lines, entry.source) == (("Dat jongeren nooit groeten.",), "wijkagent, zacht")


@pytest.fixture
def concern(case, town):
    """What somebody wrote down about concerns: for the working group only."""
    sheet = Sheet.objects.create(case=case, worksheet="vl-2", edition=1, by=town.owner)
    item = next(item for item in sheet.definition.items if item.closed and item.kind == "text")
    said = {"state": "given", "value": {"text": "Zeepaardjes"}, "function": "wijkregisseur"}
    Answer.objects.create(sheet=sheet, item=item.code, by=town.owner, **said)
    return "Zeepaardjes"


def test_concerns_are_for_the_working_group_only(case, concern, town, client_of):
    url = reverse("plans:report", args=[case.pk])

    assert concern in client_of(town.owner).get(url).content.decode()
    assert concern not in client_of(town.assessor).get(url).content.decode()
    assert concern not in client_of(town.executive).get(url).content.decode()
    assert "leest alleen de werkgroep" in client_of(town.executive).get(url).content.decode()


def test_pdf_of_the_working_group_stays_inside_it(case, concern, town, client_of):
    client_of(town.owner).post(reverse("plans:report_ask", args=[case.pk]))
    client_of(town.assessor).post(reverse("plans:report_ask", args=[case.pk]))
    inside, outside = Document.objects.order_by("pk")

    assert (inside.kind, outside.kind) == (GROUP_REPORT.name, REPORT.name)
    assert concern in str(inside.content)
    assert concern not in str(outside.content)
    assert client_of(town.assessor).get(reverse("common:document", args=[inside.pk])).status_code == 404
    assert client_of(town.assessor).get(reverse("common:document", args=[outside.pk])).status_code == 200


def test_retired_place_is_left_out(case, town):
    Location.objects.update(retired_at=timezone.now(), retired_by=town.owner)

    found = report(case, region="NL", group=True)

    assert found.section("waar").is_empty
    assert found.section("fase").parts == ()


def test_public_plan_does_not_make_the_report_public(case):
    case.plan.classification = "public"
    case.plan.save()

    assert report(case, region="NL", group=True).classification == "Intern"


def test_kept_report_reads_back_the_same(case):
    found = report(case, region="NL", group=True)

    assert read(found.as_json()) == found
    assert isinstance(found, Report)


def test_page_and_paper_say_the_same_word_for_word(case, town, client_of):
    page = client_of(town.owner).get(reverse("plans:report", args=[case.pk])).content.decode()
    paper = render_to_string(TEMPLATE, context(read(report(case, region="NL", group=True).as_json())))

    assert len(parts_of(paper)) > 300
    assert parts_of(page) == parts_of(paper)


@pytest.mark.slow
def test_pdf_is_tagged_and_holds_the_words(case):
    content = report(case, region="NL", group=True).as_json()
    made = make(content)

    with pikepdf.open(io.BytesIO(made)) as file:
        found = [i for i in file.objects if isinstance(i, pikepdf.Dictionary) and i.get("/Type") == "/StructElem"]
        kinds = [str(item.S) for item in found]
        assert kinds.count("/H1") == 1
        assert kinds.count("/H2") == len(WHOLE)
        assert {str(item.A.Scope) for item in found if item.S == "/TH"} == {"/Column", "/Row"}
        assert [str(item.Alt)[:17] for item in found if item.S == "/Figure"] == ["Verkenningskaart "]
        assert file.Root.Lang == "nl"
    joined = "".join(text_of(made).split())
    for words in (
        "Winkelplein",
        "Onderhuidse spanningen",
        "Het jongerenwerk ziet vooral ongemak.",
        "Buren groeten elkaar",
    ):
        assert words.replace(" ", "") in joined


def test_pdf_is_asked_once_and_downloading_is_in_the_trail(case, town, client_of):
    client = client_of(town.assessor)
    for _ in range(2):
        client.post(reverse("plans:report_ask", args=[case.pk]))
    document = Document.objects.get(kind=REPORT.name)
    documents.make(document.pk)

    answer = client.get(reverse("common:document_download", args=[document.pk]))

    assert answer.content.startswith(b"%PDF")
    assert "Rozenstraat" not in answer["Content-Disposition"]
    assert AuditEvent.objects.filter(action="document.downloaded", actor=f"gebruiker:{town.assessor.pk}").count() == 1
    assert client_of(town.outsider).get(reverse("common:document_download", args=[document.pk])).status_code == 404


@pytest.mark.parametrize("name", ["report", "summary"])
def test_only_who_sees_the_case_reads_it(case, town, client_of, name):
    for who, status in (("owner", 200), ("assessor", 200), ("executive", 200), ("outsider", 404), ("reporter", 403)):
        assert client_of(getattr(town, who)).get(reverse(f"plans:{name}", args=[case.pk])).status_code == status, who
    assert client_of(town.outsider).post(reverse(f"plans:{name}_ask", args=[case.pk])).status_code == 404
    assert client_of(town.admin).post(reverse(f"plans:{name}_ask", args=[case.pk])).status_code == 403
    assert not Document.objects.exists()


@pytest.mark.parametrize("name", ["report", "summary"])
def test_reading_is_in_the_trail(case, town, client_of, name):
    client_of(town.executive).get(reverse(f"plans:{name}", args=[case.pk]))

    assert AuditEvent.objects.filter(action="report.read", object=f"cases.case:{case.pk}").count() == 1


def more(case, town):
    """Three times as much of what the report lists."""
    for number in (1, 2):
        place = Location.objects.create(case=case, label=f"Plek {number}", kind="L1", by=town.owner)
        say(case, town.owner, "phase", ["F2"], place)
        say(case, town.coordinator, "phase", ["F4"], place)
        Group.objects.create(case=case, label=f"Groep {number}")
        Objective.objects.create(plan=case.plan, text=f"Doel {number}")
        make_action(plan=case.plan, town=town, what=f"Actie {number}")


@pytest.mark.parametrize("name", ["report", "summary", "public"])
def test_pages_take_as_many_queries_for_three_times_as_much(case, town, client_of, name):
    client, url = client_of(town.owner), reverse(f"plans:{name}", args=[case.pk])
    client.get(url)
    before = statements(client, url)
    more(case, town)
    client.get(url)

    assert statements(client, url) <= before


def statements(client, url) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
