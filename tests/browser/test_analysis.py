"""A meeting around one screen: a place, a worksheet, answers that save themselves, by keyboard and without script."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from analysis.actions import answers, moments
from analysis.models import Answer, Location, Sheet
from tests.analysis.conftest import READERS, SHELF
from tests.factories import make_case


@pytest.fixture
def case(live_server, town, monkeypatch):
    for module in READERS:
        monkeypatch.setattr(f"{module}.library", lambda: SHELF)
    return make_case(town=town)


@pytest.fixture
def sheet(case, town):
    place = Location.objects.create(case=case, label="Het plein", kind="L2", by=town.owner)
    return answers.open_sheet(case=case, worksheet=SHELF.newest["kis-2"], by=town.owner, location=place)


@pytest.fixture
def everything(case, town):
    return answers.open_sheet(case=case, worksheet=SHELF.newest["alles"], by=town.owner)


def step(sheet, number=1, query=""):
    return reverse("analysis:step", args=[sheet.case_id, sheet.pk, number]) + query


def saved(page, code):
    page.locator(f"#bewaard-{code}", has_text="Bewaard op").wait_for()


def test_answers_save_themselves_and_are_told(visit, town, sheet):
    page = visit(town.assessor)
    page.goto(step(sheet))

    page.get_by_label("Groepen denken niet goed over elkaar").check()
    saved(page, "vormen")

    expect(page.locator("#gezegd")).to_have_text("Bewaard: Welke vormen ziet u op deze plek?")
    expect(page.get_by_role("button", name="Bewaar het antwoord").first).to_be_hidden()
    assert Answer.objects.get().value == {"codes": ["D1"]}


def test_question_comes_when_it_applies_and_progress_moves(visit, town, sheet):
    page = visit(town.assessor)
    page.goto(step(sheet))
    expect(page.locator("#vraag-vooroordelen_welke")).to_be_hidden()

    page.get_by_label("Vooroordelen en stereotypen").check()
    page.get_by_role("textbox", name="Welke vooroordelen hoort u?").fill("Dat jongeren nooit groeten.")
    page.get_by_role("link", name="Klaar").click()
    page.wait_for_url("**/blad/*/")
    page.goto(step(sheet))

    assert Answer.objects.get(item="vooroordelen_welke").value == {"text": "Dat jongeren nooit groeten."}
    expect(page.locator("#stappen .steps__count").first).to_have_text(re.compile(r"2/?\s+van 3 beantwoord"))


def test_option_that_asks_more_waits_for_its_words(visit, assert_axe, town, sheet):
    page = visit(town.assessor)
    page.goto(step(sheet))

    page.get_by_label("Plekken mijden").check()
    page.get_by_text("Vul in bij “Plekken mijden”").wait_for()
    assert_axe(page)
    page.get_by_label("Welke plek?").fill("de speeltuin")
    page.keyboard.press("Tab")
    saved(page, "vormen")

    assert Answer.objects.get().value == {"codes": ["G3"], "own": {"G3": "de speeltuin"}}
    expect(page.locator("[data-wrong]")).to_have_count(0)


def test_dont_know_takes_the_place_of_an_answer(visit, town, sheet):
    page = visit(town.assessor)
    page.goto(step(sheet))
    question = page.locator("#vraag-vormen")

    question.get_by_label("Groepen denken niet goed over elkaar").check()
    saved(page, "vormen")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        question.get_by_label("Weet ik niet").check()

    expect(question.get_by_label("Groepen denken niet goed over elkaar")).not_to_be_checked()
    assert Answer.objects.get().state == "unknown"


def test_colleague_in_the_same_meeting_sees_the_answer_appear(visit, town, sheet):
    mine, theirs = visit(town.assessor), visit(town.owner)
    mine.goto(step(sheet))
    theirs.goto(step(sheet))

    mine.get_by_label("Irritatie over gewoonten").check()
    saved(mine, "vormen")

    theirs.locator("#anderen-vormen", has_text="Irritatie over gewoonten").wait_for()
    expect(theirs.get_by_label("Irritatie over gewoonten")).not_to_be_checked()


def test_two_who_type_for_the_group_see_both_texts(visit, town, everything):
    one, two = visit(town.assessor), visit(town.owner)
    for page in (one, two):
        page.goto(step(everything, query="?namens=groep"))

    one.get_by_role("textbox", name="Wat hoort u van mensen?").fill("Men groet elkaar niet.")
    one.keyboard.press("Tab")
    saved(one, "verhaal")
    two.get_by_role("textbox", name="Wat hoort u van mensen?").fill("Men praat niet meer.")
    two.keyboard.press("Tab")
    two.get_by_text("Een collega heeft dit intussen gewijzigd.").wait_for()

    expect(two.get_by_text("Men groet elkaar niet.").first).to_be_visible()
    expect(two.get_by_role("textbox", name="Wat hoort u van mensen?")).to_have_value("Men praat niet meer.")
    assert Answer.objects.get().value == {"text": "Men groet elkaar niet."}


def test_table_grows_by_itself(visit, town, everything):
    page = visit(town.assessor)
    page.goto(step(everything))
    rows = page.locator("#vraag-triggers tbody tr")
    expect(rows).to_have_count(3)

    page.get_by_label("Soort, rij 2").select_option(label="Bericht")
    page.get_by_label("Wat, rij 2").fill("Filmpje in de buurtgroep")
    page.keyboard.press("Tab")
    saved(page, "triggers")
    page.wait_for_function("() => document.querySelectorAll('#vraag-triggers tbody tr').length === 4")

    assert len(Answer.objects.get().value["rows"]) == 2


def test_whole_analysis_of_a_place_by_keyboard(visit, town, case):
    """From the case file to a filled place without touching the mouse; counts what it takes."""
    page = visit(town.owner)
    page.goto(reverse("analysis:overview", args=[case.pk]))
    keys = 0

    def press(key, times=1):
        nonlocal keys
        for _ in range(times):
            page.keyboard.press(key)
            keys += 1

    def to(wanted):
        """Tab until the element with this accessible text or id has the focus."""
        for _ in range(80):
            press("Tab")
            if page.evaluate(
                "(w) => { const e = document.activeElement; return e.id === w || e.innerText.startsWith(w) }", wanted
            ):
                return
        raise AssertionError(f"{wanted} cannot be reached by keyboard")

    to("Plek toevoegen")
    press("Enter")
    page.wait_for_url("**/plek/nieuw/")
    to("id_label")
    page.keyboard.type("Het plein")
    press("Tab")
    press("ArrowDown")
    to("Toevoegen en invullen")
    press("Enter")
    page.wait_for_url("**/stap/1/#vragen")
    to("id_v-vormen-D1")
    press("Space")
    to("id_v-vormen-V2")
    press("Space")
    saved(page, "vormen")
    to("id_v-fase-F1")
    press("ArrowDown", 2)
    saved(page, "fase")
    to("Klaar")
    press("Enter")
    page.wait_for_url("**/blad/*/")

    assert Answer.objects.get(item="vormen").value == {"codes": ["D1", "V2"]}
    assert Answer.objects.get(item="fase").value == {"codes": ["F3"]}
    assert Location.objects.get().kind in {"L1", "L2"}
    assert keys < 220


def test_everything_works_without_script(visit, town, case):
    page = visit(town.owner, javascript=False)
    page.goto(reverse("analysis:overview", args=[case.pk]))

    page.get_by_role("link", name="Plek toevoegen").click()
    page.get_by_label("Hoe noemt u deze plek?").fill("De galerij")
    page.get_by_label("Directe woonomgeving").check()
    page.get_by_role("button", name="Alleen toevoegen").click()
    page.get_by_role("button", name="De galerij").click()
    page.get_by_label("Groepen denken niet goed over elkaar").check()
    page.get_by_role("button", name="Bewaar het antwoord op: Welke vormen").click()

    expect(page.locator("#bewaard-vormen")).to_have_text(re.compile(r"^\s*Bewaard op"))
    assert Answer.objects.get().value == {"codes": ["D1"]}
    assert Sheet.objects.get().location.label == "De galerij"


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_are_accessible_and_fit(visit, assert_axe, assert_fits, town, everything, sheet, width):
    page = visit(town.owner, width=width)
    say = {"sheet": sheet, "item": "fase", "state": "given", "value": {"codes": ["F1"]}, "function": "wijkregisseur"}
    Answer.objects.create(**say, by=town.owner)
    moments.freeze(sheet=sheet, by=town.owner, name="Voor het overleg")
    Answer.objects.update(value={"codes": ["F3"]})
    names = [step(sheet), step(sheet, 2), step(sheet, 2, "?namens=groep"), step(everything), step(everything, 2)]
    names += [reverse("analysis:overview", args=[sheet.case_id])]
    names += [reverse("analysis:location_new", args=[sheet.case_id])]
    names += [reverse(f"analysis:{name}", args=[sheet.case_id, sheet.location_id]) for name in ("location", "print")]
    kinds = ("sheet", "moments", "compare", "move")
    names += [reverse(f"analysis:{name}", args=[sheet.case_id, sheet.pk]) for name in kinds]
    names += [reverse("analysis:moment", args=[sheet.case_id, sheet.pk, 1])]

    for address in names:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        expect(page.locator("h1")).to_have_count(1)
        assert_fits(page)
        assert_axe(page)


def test_one_goes_on_after_a_table_was_drawn_anew(visit, town, everything):
    page = visit(town.owner)
    page.goto(step(everything))

    page.get_by_label("Soort, rij 2").select_option(label="Bericht")
    page.get_by_label("Wat, rij 2").fill("Filmpje in de buurtgroep")
    page.keyboard.press("Tab")
    page.wait_for_function("() => document.querySelectorAll('#vraag-triggers tbody tr').length === 4")
    page.get_by_role("link", name="Volgende").click()

    page.wait_for_url("**/stap/2/**")
