"""One page for management: always exactly one A4, shortened by a rule, with what must be decided (R-B-158)."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from analysis.models import Location
from analysis.models_team import Team
from common import documents
from common.models import Document
from plans import actions, report_summary
from plans.models import Plan
from plans.report_pdf import SUMMARY_TEMPLATE, make_summary
from plans.report_summary import SEE, Block, Point, Summary, block, decisions, shortened, summary
from tests.analysis.described import say
from tests.factories import make_action, make_case, make_diagnosis, make_plan
from tests.pdf_text import pages_of, text_of
from tests.plans.test_report import parts_of

LONG = "Bewoners en ondernemers praten al maanden over de herinrichting van het plein en komen er samen niet uit. "


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Kort.", 20, "Kort."),
        ("Twee  woorden\n hier", 40, "Twee woorden hier"),
        (
            "Een eerste zin die lang is. Een tweede zin die niet past op de regel.",
            50,
            f"Een eerste zin die lang is. {SEE}",
        ),
        ("Een zin zonder einde die almaar doorloopt en niet past", 45, f"Een zin zonder einde die… {SEE}"),
        ("a" * 400, 60, "Zie het verslag."),
        ("Ja. " + "b" * 400, 60, f"Ja… {SEE}"),
    ],
)
def test_long_text_ends_at_a_word_with_a_reference(text, most, short):
    found = shortened(text, most)

    assert found == short
    assert len(found) <= most


def test_block_counts_what_did_not_fit():
    found = block("Planning", [Point(str(n)) for n in range(7)], most=4, part="Planning", empty="Niets.")

    assert len(found.points) == 4
    assert found.more == "En nog 3. Zie het verslag, deel “Planning”."


@pytest.fixture
def case(town):
    return make_case(town=town)


def texts(found: Summary, heading: str) -> list[str]:
    block: Block = next(each for each in found.blocks if each.heading == heading)
    return [point.text for point in block.points]


def asked(case) -> list[str]:
    return texts(summary(case, region="NL"), "Wat moet u beslissen?")


def test_phases_of_a_place_stand_apart_from_what_was_agreed(case, town):
    place = Location.objects.create(case=case, label="Het plein", kind="L2", by=town.owner)
    say(case, town.owner, "phase", ["F3"], place)
    say(case, town.assessor, "phase", ["F1"], place)
    say(case, town.owner, "phase", ["F3"], place, joint=True)

    assert texts(summary(case, region="NL"), "In welke fase zit het?") == [
        "Het plein: samen gekozen: Onderhuidse spanningen; apart genoemd: Rust en Onderhuidse spanningen."
    ]


def test_plan_that_waits_is_a_decision_until_it_is_taken(case, town):
    make_diagnosis(case=case, by=town.owner)
    plan = make_plan(case=case, no_evaluation_reason="Volgt.")
    make_action(plan=plan, town=town, perception="Bewoners noemen dit zelf.")
    assert asked(case) == []

    actions.submit(plan=plan, by=town.owner)
    assert asked(case) == ["Versie 1 van het actieplan ligt voor. Stel het vast of stuur het terug."]

    actions.approve(plan=plan, by=town.executive)
    assert asked(case) == []


def test_returned_plan_missing_plan_and_missing_diagnosis_are_told(case, town):
    assert asked(case) == ["Er is nog geen diagnose. Stel samen vast wat er speelt."]

    case.level = 3
    assert asked(case)[0] == "Bij deze stap hoort een actieplan. Dat is er nog niet."

    Plan.objects.create(case=case, state=Plan.State.RETURNED)
    assert asked(case)[0] == "Het actieplan kwam terug met vragen. Spreek af wanneer het opnieuw voorligt."


def test_missing_mandate_is_told_until_it_is_arranged(case, town):
    make_diagnosis(case=case, by=town.owner)
    team = Team.objects.create(case=case, lead="wijkmanager", mandate=False)
    assert asked(case) == ["De projectleider heeft nog geen mandaat om snel te beslissen. Regel dat."]

    team.mandate = True
    team.save()
    assert asked(case) == []


def test_notices_and_strong_advice_without_a_choice_are_told(case, town):
    make_diagnosis(case=case, by=town.owner)
    place = Location.objects.create(case=case, label="De flat", kind="L1", by=town.owner)
    say(case, town.owner, "phase", ["F5"], place)
    say(case, town.owner, "causes", ["A4"], place)

    found = asked(case)

    assert any("rust" in text.lower() for text in found)
    assert found[-1].startswith("Kies of u verdergaat met ‘")


def test_decisions_name_guide_and_section(case, town):
    make_diagnosis(case=case, by=town.owner)
    Team.objects.create(case=case, lead="wijkmanager")

    found = list(decisions(case, report_summary.boards_advice.worked(case, "NL"), [], None, case.team))

    assert found[0].source == "Vlaamse handreiking · Stap 1.4"


def test_page_and_paper_say_the_same(case, town, client_of):
    make_diagnosis(case=case, by=town.owner)
    page = client_of(town.owner).get(reverse("plans:summary", args=[case.pk])).content.decode()
    paper = render_to_string(SUMMARY_TEMPLATE, {"summary": summary(case, region="NL")})

    assert len(parts_of(paper)) > 25
    assert parts_of(page) == parts_of(paper)


@pytest.mark.slow
def test_empty_case_fits_on_one_page_and_says_so_calmly(case):
    made = make_summary(summary(case, region="NL").as_json())

    assert pages_of(made) == 1
    assert "Ernogisgeen" not in "".join(text_of(made).split())
    assert "Erstaatnognietsopdeplanning." in "".join(text_of(made).split())


@pytest.mark.slow
@pytest.mark.parametrize("filling", [LONG * 9, "W" * 60 + " ", "woord " * 300, "X" * 3000])
def test_fullest_case_fits_on_one_page(filling):
    """As many lines as the page can ever hold, each as long as the rule allows."""
    many = [Point(filling, "Vlaamse handreiking · Stap 1.4") for _ in range(30)]
    kinds = ((5, 150), (6, 170), (4, 150), (4, 150), (4, 150))
    blocks = tuple(
        block(f"Kop {n}", many, most=most, part="Welke richtingen passen?", empty="", long=long)
        for n, (most, long) in enumerate(kinds)
    )
    content = Summary("C-2026-014", shortened(filling, 100), "Voorbeeldstad", "Vertrouwelijk", "21 november 2026",
                      shortened(filling, 150), True, blocks)  # fmt: skip

    made = make_summary(content.as_json())

    assert pages_of(made) == 1
    assert "".join(text_of(made).split()).count("Ennog") == 5


@pytest.mark.slow
def test_case_with_long_texts_everywhere_fits_on_one_page(case, town, client_of):
    case.title = (LONG * 2)[:120]
    case.review_on = timezone.localdate()
    case.save()
    make_diagnosis(case=case, by=town.owner, reason=LONG * 5)
    plan = make_plan(case=case)
    for number in range(8):
        place = Location.objects.create(case=case, label=f"{number} {LONG[:70]}", kind="L1", by=town.owner)
        say(case, town.owner, "phase", [f"F{number % 5 + 1}"], place)
        say(case, town.assessor, "phase", ["F5"], place)
        say(case, town.owner, "causes", ["A", "B", "C", "D", "E", "F", "W"], place)
        make_action(plan=plan, town=town, what=(LONG * 3)[:290])
    client = client_of(town.owner)
    client.post(reverse("plans:summary_ask", args=[case.pk]))
    documents.make(Document.objects.get().pk)

    made = client.get(reverse("common:document_download", args=[Document.objects.get().pk])).content

    assert pages_of(made) == 1
    assert "Ennog" in "".join(text_of(made).split())
