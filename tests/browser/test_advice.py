"""From the page of a case to a chosen direction and a chosen example, on a phone and without script."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from analysis.actions import places
from analysis.models_advice import DirectionChoice, InterventionChoice, RuleVersion
from plans.models import Action
from tests.analysis.described import say
from tests.factories import make_case


@pytest.fixture
def case(live_server, town):
    case = make_case(town=town)
    place = places.add(case=case, by=town.owner, label="Het plein", kind="L2", parts=[], area=None, hotspot=False)
    say(case, town.owner, "causes", ["A1", "C2"], place)
    say(case, town.assessor, "phase", ["F2"], place)
    return case


@pytest.mark.slow
@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (360, True), (360, False)])
def test_owner_goes_from_the_analysis_to_a_choice_and_an_action(
    visit, town, case, assert_axe, assert_fits, width, javascript
):
    page = visit(town.owner, width=width, javascript=javascript)
    page.goto(reverse("analysis:overview", args=[case.pk]))
    page.get_by_role("link", name="Naar de richtingen").click()
    if javascript:
        assert_axe(page)
        assert_fits(page)

    card = page.get_by_role("article", name="Informatiepositie verbeteren")
    card.get_by_role("link", name="Kiezen").click()
    page.get_by_label("Ja, hier gaan we mee verder").check()
    page.get_by_role("button", name="Keuze bewaren").click()
    page.get_by_text("wijkt af van het advies").first.wait_for()
    page.get_by_role("textbox", name="Waarom?").fill("Wij missen de scholen.")
    page.get_by_role("button", name="Keuze bewaren").click()
    page.get_by_text("Eigen keuze, anders dan het advies").wait_for()

    page.get_by_role("link", name="Voorbeelden die passen").click()
    page.get_by_role("link", name="Kies voor het plan").first.click()
    page.get_by_role("textbox", name="Waarom past dit hier?").fill("Klein te beginnen.")
    page.get_by_role("button", name="Kies voor het plan").click()
    page.get_by_role("link", name="Actie in het plan").wait_for()
    if javascript:
        assert_axe(page)

    assert DirectionChoice.objects.get().against
    assert Action.objects.get().what == InterventionChoice.objects.get().name


@pytest.mark.slow
def test_reasons_open_with_the_keyboard(visit, town, case):
    page = visit(town.owner)
    page.goto(reverse("analysis:advice", args=[case.pk]))
    card = page.get_by_role("article", name="Ontmoeting en begrip")

    card.locator("summary").focus()
    page.keyboard.press("Enter")

    card.get_by_text("Antwoorden").wait_for()
    expect(card.get_by_text(f"({town.owner.name})").first).to_be_visible()


@pytest.mark.slow
def test_case_page_shows_what_was_chosen(visit, town, case):
    page = visit(town.owner)
    page.goto(reverse("cases:detail", args=[case.pk]))

    page.get_by_role("link", name="Advies bekijken en kiezen").wait_for()


@pytest.mark.slow
def test_admin_tries_and_publishes_a_draft(visit, town, case, assert_axe):
    page = visit(town.admin)
    page.goto(reverse("rulebook:list"))
    page.get_by_role("textbox", name="Wat verandert er, en waarom?").fill("Een nieuw nummer.")
    page.get_by_role("button", name="Concept maken").click()
    box = page.get_by_role("textbox", name="De regels als tekst")
    text = box.input_value()
    box.fill(text.replace("any_of: [P01, P02]", "any_of: [P01, P77]"))
    page.get_by_role("button", name="Bewaar en probeer").click()
    page.get_by_text("1 fout in de tekst").wait_for()
    expect(page.get_by_role("textbox", name="De regels als tekst")).to_have_value(re.compile("P77"))
    assert_axe(page)

    page.get_by_role("textbox", name="De regels als tekst").fill(text.replace('version: "2"', 'version: "3"'))
    page.get_by_role("button", name="Bewaar en probeer").click()
    page.get_by_text("Alles komt uit zoals verwacht").wait_for()
    page.get_by_role("button", name="Publiceren").click()
    page.get_by_text("Versie 3 is gepubliceerd").wait_for()

    assert RuleVersion.objects.published().first().name == "3"
