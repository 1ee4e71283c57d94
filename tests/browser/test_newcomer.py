"""A newcomer fills the analysis of one place in a meeting (KIS · Stap 2.1-2.7), from the case file, by keyboard alone.

Counts what that takes: Tab presses to reach something, presses that choose or go on, and screens. Half an hour for
twelve questions leaves no time for looking for the next one. Before steps with one question shared a page and Enter
went on to the next question, this walk took 444 Tab presses and 14 screens, with fewer
questions answered; now it takes 118 and 8.
"""

import sys

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from analysis.models import Answer, Location
from tests.factories import make_case

TABS, PRESSES, SCREENS = 130, 50, 8


class Keyboard:
    """Presses keys in a page and counts them. Letters of an answer are not counted: those are the meeting's own."""

    def __init__(self, page) -> None:
        self.page, self.tabs, self.presses, self.screens = page, 0, 0, 1

    def to(self, wanted: str) -> None:
        """Tab until this id, or something that begins with these words, has the focus."""
        for _ in range(80):
            if self.has_focus(wanted):
                return
            self.page.keyboard.press("Tab")
            self.tabs += 1
        raise AssertionError(f"{wanted} cannot be reached in 80 presses")

    def has_focus(self, wanted: str) -> bool:
        return self.page.evaluate(
            "(w) => { const e = document.activeElement; return e.id === w || e.innerText.trim().startsWith(w) }", wanted
        )

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
            self.presses += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def tick(self, question: str, *options: str) -> None:
        """The focus is on the first option of this question: choose these by going down."""
        for option in options:
            self.to(f"id_v-{question}-{option}")
            self.press("Space")

    def choose(self, question: str, first: str, down: int) -> None:
        """Radio buttons: the arrow chooses; the first one is taken with the space bar."""
        self.to(f"id_v-{question}-{first}")
        self.press("ArrowDown", down) if down else self.press("Space")

    def onward(self, then: str, key: str = "Enter") -> None:
        """Keep the answer and wait until the focus is where one goes on."""
        self.press(key)
        self.page.wait_for_function(
            "(w) => { const e = document.activeElement; return e.id === w || e.innerText.trim().startsWith(w) }",
            arg=then,
        )

    def open(self, address: str) -> None:
        self.press("Enter")
        self.page.wait_for_url(address)
        self.page.wait_for_load_state("networkidle")
        self.screens += 1


@pytest.mark.slow
def test_newcomer_fills_one_place_by_keyboard(transactional_db, town, visit, capsys):
    case = make_case(town=town)
    page = visit(town.owner)
    page.goto(reverse("cases:detail", args=[case.pk]))
    page.wait_for_load_state("networkidle")
    keys = Keyboard(page)

    keys.to("Analyse")
    keys.press("Enter")
    keys.to("Analyse beginnen")
    keys.open("**/plek/nieuw/")
    assert keys.has_focus("id_label")
    keys.type("Het plein")
    keys.to("id_kind_0")
    keys.press("ArrowDown")
    keys.open("**/stap/1/**")

    keys.to("Samen in een overleg")
    keys.open("**namens=groep**")
    keys.tick("vormen", "D1", "V3", "G1")
    keys.onward("id_v-fase-F1")
    keys.choose("fase", "F1", down=2)
    keys.onward("Volgende")
    keys.open("**/stap/3/**")

    keys.tick("in_oorzaak", "GK2", "GK9")
    keys.onward("id_v-in_oplossing-GK1")
    keys.tick("in_oplossing", "GK8")
    keys.onward("id_v-partijen-r0-type")
    keys.press("ArrowDown")
    keys.onward("Volgende", "Control+Enter")
    keys.open("**/stap/4/**")

    keys.tick("oorzaken", "A4", "B3")
    keys.onward("id_v-krachten-text")
    keys.type("Het buurthuis is altijd open.")
    keys.onward("Verder", "Control+Enter")
    keys.open("**/stap/1/**")

    keys.tick("sentimenten", "SE1")
    keys.onward("id_v-verlies-ja")
    keys.choose("verlies", "ja", down=0)
    keys.onward("id_v-schijnbaar-text")
    keys.type("Over lawaai.")
    keys.onward("id_v-klopt-same", "Control+Enter")
    keys.choose("klopt", "same", down=1)
    keys.to("id_v-klopt-own-other")
    keys.type("Over niet gehoord worden.")
    keys.onward("id_v-aanleidingen-r0-what")
    keys.type("Een filmpje in de buurtgroep")
    keys.onward("Volgende")
    keys.open("**/stap/2/**")

    keys.choose("gericht_op_ons", "ja", down=0)
    keys.onward("id_v-op_wie-municipality")
    keys.tick("op_wie", "municipality")
    keys.onward("id_v-waarom_ons-text")
    keys.type("Wij reageerden laat.")
    keys.onward("id_v-draagt_bij-ja", "Control+Enter")
    keys.choose("draagt_bij", "ja", down=1)
    keys.press("Enter")
    page.locator("#bewaard-draagt_bij", has_text="Bewaard op").wait_for()

    said = {row.item: row.value for row in Answer.objects.filter(joint=True)}
    place = Location.objects.get()
    assert (place.label, place.kind, place.area_id) == ("Het plein", "L2", case.areas.get().pk)
    assert said["vormen"] == {"codes": ["D1", "V3", "G1"]}
    assert said["fase"] == {"codes": ["F3"]}
    assert said["oorzaken"] == {"codes": ["A4", "B3"]}
    assert said["klopt"] == {"codes": ["other"], "own": {"other": "Over niet gehoord worden."}}
    assert said["draagt_bij"] == {"codes": ["nee"]}
    assert set(said) >= {"in_oorzaak", "in_oplossing", "krachten", "sentimenten", "verlies", "aanleidingen", "op_wie"}
    with capsys.disabled():
        sys.stdout.write(
            f"\nOne place, 2.1-2.7: {keys.tabs} Tab presses, {keys.presses} presses, {keys.screens} screens\n"
        )
    assert (keys.tabs <= TABS, keys.presses <= PRESSES, keys.screens <= SCREENS) == (True, True, True)


def test_answer_typed_after_the_session_ended_is_kept_until_one_is_back(
    transactional_db, town, visit, client_of, settings
):
    """The text stays on the screen, is told as not kept, and is kept after logging in again in another tab."""
    case = make_case(town=town)
    place = Location.objects.create(case=case, label="Het plein", kind="L2", by=town.owner)
    sheet = case.sheets.create(location=place, worksheet="kis-2", edition=1, by=town.owner)
    page = visit(town.owner)
    page.goto(reverse("analysis:step", args=[case.pk, sheet.pk, 4]))
    text = page.get_by_role("textbox", name="Wat gaat hier goed?")
    cookies = page.context.cookies()

    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    text.fill("Het buurthuis is altijd open.")
    page.keyboard.press("Tab")
    page.get_by_text("Uw laatste antwoord is nog niet bewaard.").wait_for()

    expect(text).to_have_value("Het buurthuis is altijd open.")
    expect(page.locator("#bewaard-krachten")).to_have_text("Nog niet bewaard")
    assert not Answer.objects.exists()

    page.context.add_cookies([each for each in cookies if each["name"] == settings.SESSION_COOKIE_NAME])
    page.wait_for_timeout(2100)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.locator("#bewaard-krachten", has_text="Bewaard op").wait_for()

    assert Answer.objects.get().value == {"text": "Het buurthuis is altijd open."}
    expect(page.locator("#uitgelogd")).to_be_hidden()


def test_answer_is_never_kept_under_the_name_of_somebody_else(transactional_db, town, visit, client_of, settings):
    case = make_case(town=town)
    place = Location.objects.create(case=case, label="Het plein", kind="L2", by=town.owner)
    sheet = case.sheets.create(location=place, worksheet="kis-2", edition=1, by=town.owner)
    page = visit(town.owner)
    page.goto(reverse("analysis:step", args=[case.pk, sheet.pk, 4]))
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("textbox", name="Wat gaat hier goed?").fill("Het buurthuis is altijd open.")
    page.keyboard.press("Tab")
    page.get_by_text("Uw laatste antwoord is nog niet bewaard.").wait_for()

    other = client_of(town.assessor).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": other, "url": page.url}])
    page.wait_for_timeout(2100)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.get_by_text("Er is nu iemand anders ingelogd.").wait_for()

    assert not Answer.objects.exists()
