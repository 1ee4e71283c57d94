"""The depolarisation test of an action: filling it, what an empty one stops, and starting anyway with a reason."""

import pytest
from django.urls import reverse
from django.utils import timezone

from analysis.models import Answer, Location, Sheet
from common.edits import Changed
from common.models import AuditEvent, TextFlag
from common.refusal import Refused
from method.plan import guide
from organisation.models import Organisation
from plans import actions, actions_depolarisation
from plans.content import plan_content, read
from plans.models import Action
from plans.models_depolarisation import DepolarisationTest
from plans.rules_depolarisation import blocked
from tests.factories import make_action

QUERIES = 35
ALL = {entry.code: f"Antwoord {entry.code}" for entry in guide().depolarisation_test}


@pytest.fixture
def flemish(town):
    Organisation.objects.update(words=Organisation.Words.VL)


def url(action):
    return reverse("plans:depolarisation", args=[action.pk])


def fill(action, by, risks=None, impacts=None, seen=0, **panel):
    return actions_depolarisation.fill_test(
        action=action, risks=risks or {}, impacts=impacts or {}, by=by, seen=seen, **panel
    )


def fresh(action):
    return Action.objects.get(pk=action.pk)


def test_empty_test_stops_an_action_from_beginning_or_being_done(town, action, flemish):
    for state in ("doing", "done"):
        with pytest.raises(Refused, match="depolarisatietoets") as no:
            actions.progress(action=fresh(action), state=state, by=town.owner, seen=action.version)

    assert no.value.source == "Vlaamse handreiking · Stap 3.5"
    assert fresh(action).state == "todo"


@pytest.mark.parametrize(
    ("words", "state", "codes", "expected"),
    [
        ("vl", "todo", [], True),
        ("vl", "todo", ["DT1", "DT3", "DT5"], True),
        ("vl", "todo", ["DT1", "DT2", "DT3", "DT4", "DT5"], False),
        ("vl", "doing", [], False),
        ("vl", "done", [], False),
        ("vl", "dropped", [], False),
        ("nl", "todo", [], False),
    ],
)
def test_only_an_action_that_was_not_begun_waits_and_only_where_the_guide_is_followed(
    town, plan, words, state, codes, expected
):
    Organisation.objects.update(words=words)
    action = make_action(plan=plan, town=town, state=state)
    if codes:
        fill(action, town.owner, risks={code: "x" for code in codes})

    assert blocked(fresh(action)) is expected


def test_a_risk_or_an_own_influence_answers_a_question(town, action, flemish):
    fill(action, town.owner, risks={"DT1": "a", "DT2": "b"}, impacts={"DT3": "c", "DT4": "d", "DT5": "  "})

    test = DepolarisationTest.objects.get()
    assert test.open == ["DT5"]
    assert blocked(fresh(action))


def test_an_action_may_always_lapse(town, action, flemish):
    actions.progress(action=action, state="dropped", by=town.owner, seen=action.version)

    assert fresh(action).state == "dropped"


def test_what_runs_goes_on(town, plan, flemish):
    running = make_action(plan=plan, town=town, state="doing")

    actions.progress(action=running, state="done", by=town.owner, seen=running.version)

    assert fresh(running).state == "done"


def test_starting_anyway_keeps_the_reason_the_person_and_the_trail(town, action, client_of, flemish):
    client_of(town.owner).post(
        reverse("plans:start_anyway", args=[action.pk]), {"reason": "De burgemeester vroeg het.", "seen": 1}
    )

    test = DepolarisationTest.objects.get()
    assert fresh(action).state == "doing"
    assert (test.skip_reason, test.skipped_by) == ("De burgemeester vroeg het.", town.owner)
    assert AuditEvent.objects.filter(action="plan.depolarisation_skipped").count() == 1
    assert "De burgemeester vroeg het." in client_of(town.assessor).get(url(action)).content.decode()


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301, "Bel 123456782 hierover"])
def test_starting_anyway_needs_a_reason_that_may_be_kept(town, action, client_of, flemish, reason):
    answer = client_of(town.owner).post(
        reverse("plans:start_anyway", args=[action.pk]), {"reason": reason, "seen": action.version}
    )

    assert answer.status_code == 200
    assert "reason" in answer.context["anyway"].errors
    assert fresh(action).state == "todo"


def test_an_action_that_does_not_wait_is_not_started_by_this_door(town, action):
    with pytest.raises(Refused, match="hoeft niet"):
        actions_depolarisation.start_anyway(action=action, reason="Haast", by=town.owner, seen=action.version)

    assert not DepolarisationTest.objects.exists()


def test_a_changed_action_is_not_started_from_an_old_page(town, action, client_of, flemish):
    Action.objects.filter(pk=action.pk).update(version=5)

    client_of(town.owner).post(reverse("plans:start_anyway", args=[action.pk]), {"reason": "Haast", "seen": 1})

    assert fresh(action).state == "todo"
    assert not DepolarisationTest.objects.exclude(skip_reason="").exists()


def data(**fields):
    return {"version": 0, **fields}


def test_test_is_filled_on_its_page_and_leaves_an_approved_plan_approved(town, plan, action, client_of, flemish):
    actions.submit(plan=plan, by=town.owner)
    actions.approve(plan=plan, by=town.executive)

    answer = client_of(town.owner).post(url(action), data(**{f"{code}_risk": text for code, text in ALL.items()}))

    plan.refresh_from_db()
    assert answer.status_code == 302
    assert DepolarisationTest.objects.get().filled
    assert plan.state == "approved"


def test_who_does_the_action_fills_its_test(town, plan, client_of):
    mine = make_action(plan=plan, town=town, owner=town.assessor)

    client_of(town.assessor).post(url(mine), data(DT1_impact="Wij gaan langs de deuren."))

    assert DepolarisationTest.objects.get().impacts == {"DT1": "Wij gaan langs de deuren."}


@pytest.mark.parametrize(
    ("name", "reads", "fills"), [("assessor", 200, 403), ("executive", 200, 403), ("outsider", 404, 404)]
)
def test_others_read_or_do_not_see_it(town, action, client_of, name, reads, fills):
    client = client_of(getattr(town, name))

    assert client.get(url(action)).status_code == reads
    assert client.post(url(action), data(DT1_risk="Iets")).status_code == fills
    assert client.post(reverse("plans:start_anyway", args=[action.pk]), {"reason": "x", "seen": 1}).status_code == fills
    assert not DepolarisationTest.objects.exists()


def test_second_writer_sees_both_texts(town, action, client_of):
    client_of(town.owner).post(url(action), data(DT1_risk="De eerste tekst"))

    text = client_of(town.coordinator).post(url(action), data(DT1_risk="De tweede tekst")).content.decode()

    assert DepolarisationTest.objects.get().risks == {"DT1": "De eerste tekst"}
    assert "De eerste tekst" in text
    assert "De tweede tekst" in text


def test_a_save_over_an_older_version_is_refused(town, action):
    first = fill(action, town.owner, risks={"DT1": "a"})
    fill(action, town.owner, risks={"DT1": "b"}, seen=first.version)

    with pytest.raises(Changed):
        fill(action, town.coordinator, risks={"DT1": "c"}, seen=first.version)

    assert DepolarisationTest.objects.get().risks == {"DT1": "b"}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"DT1_risk": "x" * 501}, "DT1_risk"),
        ({"DT3_impact": "Bel 123456782 hierover"}, "DT3_impact"),
        ({"DT2_risk": "a\x00b"}, "DT2_risk"),
        ({"panel_result": "De toon was te stijf."}, "panel_on"),
        ({"panel_on": "31-02-2026"}, "panel_on"),
        ({"panel_on": "9999-01-01"}, "panel_on"),
        ({"version": "veel"}, "version"),
    ],
)
def test_broken_input_says_so_at_the_field(town, action, client_of, fields, field):
    answer = client_of(town.owner).post(url(action), data(**fields))

    assert field in answer.context["form"].errors
    assert not DepolarisationTest.objects.exists()


def test_a_name_asks_for_a_reason_and_then_tells_the_privacy_officer(town, action, client_of):
    client = client_of(town.owner)
    text = {"DT2_risk": "Mail naar jan@example.org over zorgen"}
    assert "DT2_risk" in client.post(url(action), data(**text)).context["form"].errors

    client.post(url(action), data(**text, privacy_reason="Openbaar adres van de vereniging."))

    assert TextFlag.objects.get().field == "DT2_risk"


def test_panel_result_is_kept_with_its_date(town, action, client_of):
    today = timezone.localdate()

    client_of(town.owner).post(
        url(action),
        data(panel_who="zes leden van de seniorenraad", panel_on=today.isoformat(), panel_result="Kortere zinnen."),
    )

    test = DepolarisationTest.objects.get()
    assert (test.panel_on, test.panel_result) == (today, "Kortere zinnen.")


def test_triggers_and_avoided_places_of_the_file_stand_by_question_four(town, action, client_of):
    case = action.plan.case
    place = Location.objects.create(case=case, label="Rond het plein", kind="L2", by=town.owner)
    sheet = Sheet.objects.create(case=case, location=place, worksheet="kis-2", edition=1, by=town.owner)
    definition = sheet.definition
    triggers, forms = definition.fed_by("triggers"), definition.fed_by("forms")
    for item, value in (
        (forms, {"codes": ["G3"], "own": {"G3": "het bankje bij de fontein"}}),
        (triggers, {"rows": [{"type": ["TR1"], "what": "Bericht in de krant over het plein"}]}),
    ):
        if item is None:
            item = Sheet.objects.create(case=case, worksheet="kis-2-casus", edition=1, by=town.owner)
            Answer.objects.create(
                sheet=item, item=item.definition.fed_by("triggers").code, state="given", value=value, by=town.owner
            )
        else:
            Answer.objects.create(sheet=sheet, item=item.code, state="given", value=value, by=town.owner)

    text = client_of(town.owner).get(url(action)).content.decode()

    assert "het bankje bij de fontein" in text
    assert "Bericht in de krant over het plein" in text


@pytest.mark.parametrize("number", [1, 3])
def test_plan_page_takes_as_many_queries_for_three_tests(
    town, plan, client_of, number, django_assert_num_queries, flemish
):
    for _ in range(number):
        fill(make_action(plan=plan, town=town), town.owner, risks={"DT1": "x"})
    client = client_of(town.owner)
    page = reverse("plans:detail", args=[plan.case_id])
    client.get(page)

    with django_assert_num_queries(QUERIES):
        text = client.get(page).content.decode()

    assert text.count("1 van 5 vragen beantwoord") == number


def test_plan_page_offers_the_test_in_place_of_the_button(town, plan, action, client_of, flemish):
    page = reverse("plans:detail", args=[plan.case_id])
    client = client_of(town.owner)
    assert "Begonnen" not in client.get(page).content.decode()

    fill(action, town.owner, risks=ALL)

    assert "Begonnen" in client.get(page).content.decode()


def test_version_and_document_carry_the_test(town, plan, action):
    fill(action, town.owner, risks={"DT1": "Weinig jongeren"}, impacts={"DT1": "Wij gaan naar het plein"})

    line = read(plan_content(plan).as_json()).actions[0]

    assert [(each.risk, each.impact) for each in line.test] == [("Weinig jongeren", "Wij gaan naar het plein")]
    assert line.test_open == 4
