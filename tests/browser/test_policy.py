"""From a ticked cause to a row of the policy table, a task for who is missing, and the list of white spots."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from analysis.actions import places
from plans.models import Action
from plans.models_policy import PolicyRow
from tests.analysis.described import say
from tests.factories import make_case, make_plan


@pytest.fixture
def case(live_server, town):
    case = make_case(town=town)
    place = places.add(
        case=case, by=town.owner, label="Het plein", kind="L2", parts=[], area=town.neighbourhood, hotspot=False
    )
    say(case, town.owner, "causes", ["B3"], place)
    make_plan(case=case)
    return case


@pytest.mark.slow
@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (360, True), (320, True), (360, False)])
def test_owner_fills_a_row_and_brings_in_who_is_missing(visit, town, case, assert_axe, assert_fits, width, javascript):
    page = visit(town.owner, width=width, javascript=javascript)

    def look():
        if javascript:
            assert_axe(page)
            assert_fits(page)

    page.goto(reverse("plans:detail", args=[case.pk]))
    page.get_by_role("link", name="Naar beleid en witte vlekken").click()
    look()
    page.get_by_role("link", name="Overlast door jongeren, Het plein").click()
    look()
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_text("Kies een antwoord. “Weet ik niet” is ook een antwoord.").first.wait_for()
    page.get_by_role("radio", name="Deels").check()
    page.get_by_role("checkbox", name="Jeugd en jongeren").check()
    page.get_by_role("radio", name="Niet genoeg").check()
    page.get_by_label("Zorg").select_option(label="Nodig, maar doet nog niet mee")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_text("Opgeslagen. Uitkomst: witte vlek.").wait_for()
    look()
    page.get_by_role("button", name="Zorg betrekken").click()
    page.get_by_role("link", name="Zorg betrekken bij: overlast door jongeren (Het plein)").click()
    page.get_by_text("Concept: kies zelf wie het doet").wait_for()

    page.goto(reverse("policy:white_spots"))
    look()
    page.get_by_role("link", name="Kies gebied, thema of sector").click()
    page.get_by_label("Gebied").select_option(label="Bloemetjeswijk")
    page.get_by_label("Sector die ontbreekt").select_option(label="Zorg")
    page.get_by_role("button", name="Toon").click()
    look()
    page.get_by_text("Gebied: Bloemetjeswijk · Sector die ontbreekt: Zorg").wait_for()
    page.get_by_role("link", name="Keuze wijzigen").click()
    expect(page.get_by_label("Sector die ontbreekt")).to_have_value("care")
    page.get_by_role("button", name="Toon").click()
    page.get_by_role("link", name=case.title).click()
    page.wait_for_url(f"**/beleid/#regel-{PolicyRow.objects.get().pk}")

    assert PolicyRow.objects.get().outcome == "white"
    assert Action.objects.get().party.sector == "care"


@pytest.mark.slow
def test_two_who_save_the_same_row_both_see_the_other_text(visit, town, case):
    first, second = visit(town.owner), visit(town.coordinator)
    row = PolicyRow(case=case, wording="Te druk", covered="no", by=town.owner)
    row.settle()
    row.save()
    for page in (first, second):
        page.goto(reverse("policy:row", args=[row.pk]))
    first.get_by_label("Wat doen we nu al in de buurt?").fill("Het wijkteam loopt rondes.")
    first.get_by_role("button", name="Opslaan").click()
    first.get_by_text("Opgeslagen.").wait_for()
    second.get_by_label("Wat doen we nu al in de buurt?").fill("De school doet mee.")
    second.get_by_role("button", name="Opslaan").click()

    second.get_by_text("Er staat nu: “Het wijkteam loopt rondes.”").first.wait_for()
    expect(second.get_by_label("Wat doen we nu al in de buurt?")).to_have_value("De school doet mee.")


@pytest.mark.slow
def test_list_keeps_its_columns_on_paper(visit, town, case):
    row = PolicyRow(case=case, wording="Overlast door jongeren", covered="no", by=town.owner, parties={"care": "no"})
    row.settle()
    row.save()
    page = visit(town.owner)
    page.goto(f"{reverse('policy:white_spots')}?sector=care")
    page.emulate_media(media="print")

    expect(page.get_by_text("Sector die ontbreekt: Zorg")).to_be_visible()
    expect(page.get_by_role("button", name="Toon")).to_be_hidden()
    tops = {cell.bounding_box()["y"] for cell in page.locator("tbody tr:first-child > *").all()}
    assert len(tops) == 1
