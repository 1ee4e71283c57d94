"""Nothing is entered twice (domain §10.5): each of the twelve rules, from the form where it is typed to where it shows.

Everything goes in through the real pages, as people do; nothing is put in the database by hand.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from analysis.models import Answer, Location, Sheet
from method.directions.explain import lower
from method.directions.reading import words
from method.worksheets import library
from method.worksheets.model import Kind
from plans.models import Action, Objective
from tests.factories import make_case


class File:
    """A case file as its owner uses it, through its pages."""

    def __init__(self, case, client):
        self.case, self.client = case, client

    def open(self, worksheet, place=None):
        """Begin a worksheet, or find it."""
        data = {"worksheet": worksheet, "location": place.pk if place else ""}
        self.client.post(reverse("analysis:open", args=[self.case.pk]), data)
        return Sheet.objects.get(case=self.case, worksheet=worksheet, location=place)

    def place(self, label, kind="L2"):
        data = {"label": label, "kind": kind, "version": ""}
        self.client.post(reverse("analysis:location_new", args=[self.case.pk]), data)
        return Location.objects.get(case=self.case, label=label)

    def say(self, worksheet, code, value, place=None):
        """Answer one question of a worksheet on its page."""
        sheet = self.open(worksheet, place)
        item = sheet.definition.item(code)
        stands = sheet.answers.filter(item=code, joint=False).first()
        data = {"item": code, "version": stands.version if stands else 0, "edition": sheet.edition}
        if item.kind == Kind.TABLE:
            data |= {f"r{number}-{name}": cell for number, row in enumerate(value) for name, cell in row.items()}
        elif item.kind == Kind.TEXT:
            data["text"] = value
        else:
            data |= {"codes": [value] if isinstance(value, str) else list(value)}
            data |= {f"own-{name}": text for name, text in (value.items() if isinstance(value, dict) else ())}
        page = self._step(sheet, code)
        answer = self.client.post(page, {f"v-{code}-{name}": each for name, each in data.items()})
        assert answer.status_code == 302, answer.content.decode()
        assert Answer.objects.filter(sheet=sheet, item=code).exists()

    def shows(self, worksheet, code, place=None):
        """What the page of that question shows at it."""
        sheet = self.open(worksheet, place)
        text = self.client.get(self._step(sheet, code)).content.decode()
        after = text.split(f'id="vraag-{code}"')[1]
        return after.split('id="vraag-')[0]

    def page(self, name, *arguments):
        return self.client.get(reverse(name, args=arguments or [self.case.pk])).content.decode()

    def _step(self, sheet, code):
        steps = sheet.definition.steps
        number = next(n for n, step in enumerate(steps, 1) if any(item.code == code for item in step.items))
        return reverse("analysis:step", args=[self.case.pk, sheet.pk, number])


@pytest.fixture
def file(town, client_of):
    return File(make_case(town=town), client_of(town.owner))


@pytest.fixture
def action(town, file):
    """An action of the plan, from a practice example."""
    file.say("kis-2", "vormen", ["D2"], file.place("Een eerste plek"))
    file.say("kis-2-casus", "verlies", "nee")
    _choose(file, "OR2")
    return Action.objects.get(plan__case=file.case)


def _choose(file, direction, code="K08"):
    address = reverse("analysis:choose_example", args=[file.case.pk, code])
    data = {"why": "Dit past bij het plein.", "target_groups": ["T1"], "executor": "Welzijn Voorbeeldstad"}
    answer = file.client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()


def test_rule_1_an_avoided_place_fills_vf4_and_the_depolarisation_test(file, action):
    square = file.place("Het plein")

    file.say("kis-2", "vormen", {"G3": "de bankjes bij het water"}, square)

    assert "de bankjes bij het water" in file.shows("vl-1", "beleving")
    assert "de bankjes bij het water" in file.page("plans:depolarisation", action.pk)


def test_rule_2_the_places_answer_where_and_online_or_in_the_street(file):
    file.place("Het plein")
    assert "Het plein" in file.shows("vl-1", "plekken")
    assert "Op straat of in gebouwen" in file.shows("vl-1", "online")

    file.place("De buurtgroep", "L4")
    assert "Allebei" in file.shows("vl-1", "online")


def test_rule_3_who_drives_is_proposed_as_loud_voice_and_a_person_confirms(file):
    party = {"type": "AC2", "roles": ["drives"], "how": "deelt folders uit"}
    bridge = {"type": "AC1", "roles": ["connects"], "how": "zet koffie"}
    file.say("kis-2", "partijen", [party, bridge], file.place("Het plein"))

    shown = file.shows("vl-2", "stemmen")
    assert "Actiegroepen: deelt folders uit" in shown
    assert "zet koffie" not in shown
    assert not Answer.objects.filter(item="stemmen").exists()

    sheet = file.open("vl-2")
    data = {"vraag": "stemmen", "overnemen": "Actiegroepen: deelt folders uit"}
    file.client.post(reverse("analysis:step", args=[file.case.pk, sheet.pk, 1]), data)

    assert Answer.objects.get(item="stemmen").value == {"rows": [{"kind": "Actiegroepen: deelt folders uit"}]}
    assert "Overnemen" not in file.shows("vl-2", "stemmen")


def test_rule_3_what_nobody_proposed_cannot_be_taken_over(file):
    sheet = file.open("vl-2")

    data = {"vraag": "stemmen", "overnemen": "iets anders"}
    answer = file.client.post(reverse("analysis:step", args=[file.case.pk, sheet.pk, 1]), data)

    assert answer.status_code == 403
    assert not Answer.objects.filter(item="stemmen").exists()


@pytest.mark.parametrize(("code", "value"), [("sentimenten", "SE1"), ("gericht_op_ons", "ja"), ("draagt_bij", "ja")])
def test_rule_4_discontent_about_us_asks_for_the_vertical_phase_and_warns_at_informing(file, code, value):
    level = {"level": "PL1", "pros": "Snel.", "cons": "Weinig.", "why": "Eerst dit."}
    file.client.post(reverse("analysis:team_level", args=[file.case.pk]), level)
    assert "Alleen informeren kan de spanning groter maken" not in file.page("analysis:team")
    assert "vertrouwen in de overheid?" not in file.page("analysis:phases")

    file.say("kis-2-casus", code, value)

    assert "Alleen informeren kan de spanning groter maken" in file.page("analysis:team")
    assert "vertrouwen in de overheid?" in file.page("analysis:phases")


def test_rule_5_one_concern_shows_in_kis_and_in_the_flemish_step(file):
    file.say("kis-azc", "zorgen", ["BZ3"])
    file.say("vl-2", "zorgen", ["CO2"])
    file.say("kis-2-casus", "sentimenten", ["SE4"])

    for worksheet, code in (("kis-2-casus", "zorgen"), ("vl-2", "alle_zorgen")):
        shown = file.shows(worksheet, code)
        assert "Angst voor onveiligheid, overlast of criminaliteit" in shown
        assert "Verlies van identiteit" in shown
    assert "Een gevoel van onrecht" in file.shows("vl-2", "gevoelens")


def test_rule_6_one_trigger_shows_in_vq5_in_dt4_and_on_the_timeline(file, action):
    file.say("kis-2-casus", "aanleidingen", [{"what": "Een filmpje over het plein", "type": "TR2", "on": "2026-01-05"}])

    assert "Een filmpje over het plein" in file.shows("vl-1", "media")
    assert "Een filmpje over het plein" in file.page("plans:depolarisation", action.pk)
    assert "Een filmpje over het plein" in file.page("cases:timeline")


def test_rule_7_a_chosen_example_is_an_action_with_goal_target_group_and_executor(file, action):
    plan = file.page("plans:detail")

    assert action.what in plan
    assert action.for_whom == lower(words()["T1"].label)
    assert Objective.objects.get(plan__case=file.case).text in plan
    assert "Welzijn Voorbeeldstad" in plan


def test_rule_8_the_policy_table_fills_the_flemish_steps(file):
    row = {"wording": "Overlast op het plein", "covered": "yes", "now": "Jongerenwerk op woensdag", "version": 0}
    row |= {"plan_action": "Actie 4.2", "enough": ""}
    answer = file.client.post(reverse("policy:new", args=[file.case.pk]), row)
    assert answer.status_code == 302, answer.content.decode()

    for worksheet, code in (("vl-1", "beleid"), ("vl-3", "beleid")):
        shown = file.shows(worksheet, code)
        assert "Jongerenwerk op woensdag" in shown
        assert "Actie 4.2" in shown


def test_rule_9_a_point_of_the_checklist_for_open_communication_is_a_row(file):
    file.say("kis-azc", "az2", "busy")

    label = library().newest["kis-azc"].item("az2").label
    assert label in file.page("plans:communication")


def test_rule_10_a_kind_of_citizen_gives_goal_and_tone_in_action_and_communication(file, action):
    line = {
        "type": "BT2a",
        "share": "large",
        "goal": "Weten waar het plein naartoe gaat",
        "tone": "Rustig en feitelijk",
    }
    file.say("kis-burgers", "soorten", [line])

    for page in (file.page("plans:message_new"), file.page("plans:action_detail", action.pk)):
        assert "Weten waar het plein naartoe gaat" in page
        assert "Rustig en feitelijk" in page


def test_rule_11_an_action_of_the_bob_decision_is_an_action_of_the_plan_once(file):
    file.say("kis-samos", "feiten", [{"fact": "Er was een vechtpartij.", "kind": "fact"}])
    file.say("kis-samos", "samen", "Dit kan groter worden.")
    file.say("kis-samos", "fase", "F4")
    file.say("kis-samos", "besluit", "extra")
    due = (timezone.localdate() + timedelta(days=20)).isoformat()
    row = {"what": "Extra toezicht op vrijdag", "who": "wijkteam", "goal": "Het is rustig op het plein.", "due": due}
    for rows in ([{"what": "Extra toezicht op vrijdag"}], [row], [row, {"what": "Nog iets"}]):
        file.say("kis-samos", "acties", rows)

    made = Action.objects.get(plan__case=file.case)
    assert (made.what, made.objective.text) == (
        "Extra toezicht op vrijdag (door: wijkteam)",
        "Het is rustig op het plein.",
    )
    assert made.due_on.isoformat() == due
    assert "Extra toezicht op vrijdag" in file.page("plans:detail")


def test_rule_11_what_one_colleague_thinks_is_no_decision(town, file, client_of):
    due = (timezone.localdate() + timedelta(days=20)).isoformat()
    colleague = File(file.case, client_of(town.assessor))
    colleague.say("kis-samos", "feiten", [{"fact": "Er was een vechtpartij.", "kind": "fact"}])
    colleague.say("kis-samos", "samen", "Dit kan groter worden.")
    colleague.say("kis-samos", "fase", "F4")
    colleague.say("kis-samos", "besluit", "extra")
    colleague.say("kis-samos", "acties", [{"what": "Toezicht", "who": "wijkteam", "goal": "Rust.", "due": due}])

    assert not Action.objects.filter(plan__case=file.case).exists()


def test_rule_12_plot_and_kis_phase_are_shown_beside_each_other(file):
    file.say("kis-2", "fase", "F3", file.place("Het plein"))
    shape = {"kind": "point", "x": "1", "y": "2", "reason": "Het is hier rustig.", "function": "wijkregisseur"}
    shape |= {"sure": "fairly", "seen_on": timezone.localdate().isoformat()}
    file.client.post(reverse("cases:place", args=[file.case.pk]), shape)

    text = file.page("analysis:phases")
    assert "De kaart en KIS zeggen iets anders" in text
    assert Answer.objects.get(item="fase").value == {"codes": ["F3"]}
    assert file.case.placements.get().x_min == 1
    assert "volgt uit KIS: onderhuidse spanningen" in file.shows("vl-1", "fase_vl")
