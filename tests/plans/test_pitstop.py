"""The pitstop before the plan: four answers, or a reason that stays (Vlaamse handreiking · Stap 2.6, R-B-137)."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analysis.models import Answer, Sheet
from analysis.references import shown
from cases.models import Case
from cases.timeline import events
from common.models import AuditEvent
from common.refusal import Refused
from method.worksheets import library
from organisation.models import Organisation
from plans import actions, actions_detail, actions_pitstop, documents
from plans.content import plan_content
from plans.models import Action, Objective, Plan, PlanVersion
from plans.models_detail import Challenge
from plans.models_pitstop import PitstopPass
from plans.rules import missing
from plans.rules_pitstop import check_open, pitstop_of
from tests.factories import make_action, make_plan

QUESTIONS = ("ps1", "ps2", "ps3", "ps4")
WAITS = "vier vragen van de pitstop"


@pytest.fixture
def flemish(town):
    Organisation.objects.update(words=Organisation.Words.VL)


def fill(case, by, codes=QUESTIONS, *, state="given"):
    newest = library().newest["vl-2"]
    sheet, _ = Sheet.objects.get_or_create(case=case, worksheet="vl-2", defaults={"edition": newest.version, "by": by})
    for code in codes:
        value = {"text": f"Geheim antwoord op {code}"} if state == "given" else {}
        Answer.objects.create(sheet=sheet, item=code, state=state, value=value, by=by, function="x")
    return sheet


def url(name, *args):
    return reverse(f"plans:{name}", args=args)


def forms(case, plan):
    """Every page that adds something to a plan, with what it sends."""
    return (
        (url("edit", plan.pk), {"challenge": "x", "version": 1}),
        (url("objective_new", plan.pk), {"text": "Buren groeten elkaar"}),
        (url("action_new", plan.pk), {"what": "Straatgesprek"}),
        (url("challenge_new", plan.pk), {"text": "Een schoon plein", "priority": 1}),
    )


@pytest.mark.parametrize(
    ("words", "codes", "state", "opened"),
    [
        ("vl", (), "given", False),
        ("vl", QUESTIONS[:3], "given", False),
        ("vl", QUESTIONS, "unknown", False),
        ("vl", QUESTIONS, "given", True),
        ("nl", (), "given", True),
    ],
)
def test_a_plan_waits_for_four_answers_where_the_guide_is_followed(town, case, words, codes, state, opened):
    Organisation.objects.update(words=words)
    fill(case, town.owner, codes, state=state)

    if opened:
        check_open(case)
    else:
        with pytest.raises(Refused, match=WAITS) as no:
            check_open(case)
        assert no.value.source == "Vlaamse handreiking · Stap 2.6"


def test_four_colleagues_may_each_answer_one(town, case, flemish):
    for code, by in zip(QUESTIONS, (town.owner, town.assessor, town.coordinator, town.owner), strict=True):
        fill(case, by, [code])

    check_open(case)


def test_no_form_of_the_plan_opens_or_saves_before_it(town, case, client_of, flemish):
    plan = make_plan(case=case)
    client = client_of(town.owner)

    for address, data in forms(case, plan):
        assert client.get(address).status_code == 403, address
        assert WAITS in client.post(address, data).content.decode(), address

    assert not Objective.objects.exists() and not Action.objects.exists() and not Challenge.objects.exists()
    text = client.get(url("detail", case.pk)).content.decode()
    assert "Eerst de pitstop" in text
    assert not [address for address, _ in forms(case, plan) if address in text]


def test_the_plan_itself_does_not_begin_before_it(town, case, client_of, flemish):
    client = client_of(town.owner)
    text = client.get(url("detail", case.pk)).content.decode()
    assert "Eerst de pitstop" in text
    assert "Plan beginnen" not in text

    assert client.post(url("start", case.pk), {"challenge": "x", "classification": "confidential"}).status_code == 403
    assert not Plan.objects.exists()

    fill(case, town.owner)
    assert "Plan beginnen" in client.get(url("detail", case.pk)).content.decode()


def test_a_reason_opens_it_and_stays_with_name_and_day(town, case, client_of, flemish):
    plan = make_plan(case=case)
    client = client_of(town.owner)
    assert "Kan het plan niet wachten?" in client.get(url("pitstop", case.pk)).content.decode()

    for reason in ("De zomer begint.", "Een tweede reden."):
        client.post(url("pitstop", case.pk), {"reason": reason})

    actions.add_objective(plan=plan, text="Buren groeten elkaar", notice="", by=town.owner)
    row = PitstopPass.objects.get()
    assert (row.reason, row.by) == ("De zomer begint.", town.owner)
    assert AuditEvent.objects.filter(action="plan.pitstop_passed").count() == 1
    text = client_of(town.assessor).get(url("detail", case.pk)).content.decode()
    assert "De zomer begint." in text
    assert town.owner.name in text
    assert "De zomer begint." in [event.detail for event in events(case)]


@pytest.mark.parametrize(("classification", "named"), [("internal", True), ("public", False)])
def test_who_decides_on_the_plan_reads_why_it_began_early(town, case, flemish, classification, named):
    plan = make_plan(case=case, classification=classification)
    actions_pitstop.go_on(case=case, reason="De zomer begint.", by=town.owner)

    kept = plan_content(plan).as_json()
    note = render_to_string(documents.TEMPLATE, documents.context(kept))

    assert "voordat de pitstop" in note
    assert "De zomer begint." in note
    assert (town.owner.name in kept["begun_early"]) is named


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301, "Bel 123456782 hierover"])
def test_going_on_needs_a_reason_that_may_be_kept(town, case, client_of, flemish, reason):
    answer = client_of(town.owner).post(url("pitstop", case.pk), {"reason": reason})

    assert "reason" in answer.context["form"].errors
    assert not PitstopPass.objects.exists()


def test_the_action_itself_asks_for_a_reason(town, case, flemish):
    with pytest.raises(Refused, match="waarom u toch verdergaat"):
        actions_pitstop.go_on(case=case, reason="  ", by=town.owner)


@pytest.mark.parametrize(
    ("name", "reads", "writes"), [("assessor", 200, 403), ("executive", 200, 403), ("outsider", 404, 404)]
)
def test_others_read_at_most(town, case, client_of, flemish, name, reads, writes):
    client = client_of(getattr(town, name))

    assert client.get(url("pitstop", case.pk)).status_code == reads
    assert client.post(url("pitstop", case.pk), {"reason": "Zomaar."}).status_code == writes
    assert not PitstopPass.objects.exists()


def test_a_closed_case_stays_as_it_is(town, case, client_of, flemish):
    Case.objects.update(state="closed", closed_at=timezone.now())

    assert client_of(town.owner).post(url("pitstop", case.pk), {"reason": "Zomaar."}).status_code == 403


def test_elsewhere_the_page_only_shows(town, case, client_of):
    client = client_of(town.owner)

    assert "niet op deze antwoorden te wachten" in client.get(url("pitstop", case.pk)).content.decode()
    assert client.post(url("pitstop", case.pk), {"reason": "Zomaar."}).status_code == 403
    assert not PitstopPass.objects.exists()


def test_what_stands_in_a_plan_goes_on(town, plan, client_of, flemish):
    """What is there may be changed and carried out; and a plan that was laid before a manager may grow."""
    objective = Objective.objects.create(plan=plan, text="Buren groeten elkaar")
    running = make_action(plan=plan, town=town, state="doing")
    actions.edit_objective(objective=objective, text="Buren praten", notice="", by=town.owner, seen=1)
    actions.progress(action=running, state="done", by=town.owner, seen=1)
    PlanVersion.objects.create(plan=plan, number=1, content={}, by=town.owner)

    actions.add_objective(plan=plan, text="Nog een doel", notice="", by=town.owner)

    assert plan.objectives.count() == 2


def test_a_task_of_the_working_group_is_not_held_up(town, case, client_of, flemish):
    answers = {"wg1": "True", "wg2": "False", "wg3": "True", "wg4": "True"}
    client_of(town.owner).post(reverse("analysis:team_review", args=[case.pk]), answers)

    assert Action.objects.filter(plan__case=case).count() == 1


def test_a_task_of_the_working_group_needs_no_depolarisation_test(town, case, client_of, flemish):
    answers = {"wg1": "True", "wg2": "False", "wg3": "True", "wg4": "True"}
    client_of(town.owner).post(reverse("analysis:team_review", args=[case.pk]), answers)
    task = Action.objects.get(plan__case=case)

    actions.progress(action=task, state="doing", by=town.owner, seen=task.version)

    other = make_action(plan=task.plan, town=town)
    with pytest.raises(Refused, match="depolarisatietoets"):
        actions.progress(action=other, state="doing", by=town.owner, seen=other.version)


def test_the_first_challenge_is_that_of_the_plan_unless_it_has_words_of_its_own(town, case, client_of):
    plan = make_plan(case=case, challenge="")
    assert "De uitdaging is nog niet beschreven." in [sentence for sentence, _ in missing(plan)]
    Challenge.objects.create(plan=plan, text="Rust in de straat", priority=2, reason="Later")
    Challenge.objects.create(plan=plan, text="Een groen plein", priority=1, reason="Eerst")

    assert "De uitdaging is nog niet beschreven." not in [sentence for sentence, _ in missing(plan)]
    assert plan_content(plan).challenge == "Een groen plein"
    plan.challenge = "Samen op het plein"
    assert plan_content(plan).challenge == "Samen op het plein"


def test_what_was_answered_stays_with_the_working_group(town, case, client_of, flemish):
    """Loud voices (PS3) are for the group; outside it one reads that the question was answered, here and in step 3."""
    fill(case, town.owner)
    item = next(item for item in library().newest["vl-3"].items if item.refers == "pitstop")

    lines = [(line.text, line.detail) for line in shown(case, item, inside=False).lines]

    assert [detail for _, detail in lines] == ["beantwoord"] * 4
    page = client_of(town.executive).get(url("pitstop", case.pk)).content.decode()
    assert "Geheim antwoord" not in page + str(lines)


def test_a_challenge_taken_over_is_only_the_challenge(town, case, client_of):
    plan = make_plan(case=case)
    sheet = fill(case, town.owner, [])
    row = {"concern": "De wijk verloedert", "challenge": "Een nette wijk", "ours": ["ja"]}
    Answer.objects.create(
        sheet=sheet, item="uitdagingen", state="given", value={"rows": [row]}, by=town.owner, function="x"
    )

    form = client_of(town.owner).get(url("challenge_new", plan.pk) + "?uit=0").context["form"]

    assert form["text"].value() == "Een nette wijk"


@pytest.mark.parametrize(("text", "hint"), [("Stop de overlast", True), ("Een plein voor iedereen", False)])
def test_a_challenge_that_says_what_must_stop_gets_a_hint(town, plan, client_of, text, hint):
    Challenge.objects.create(plan=plan, text=text)

    page = client_of(town.owner).get(url("challenges", plan.pk)).content.decode()

    assert ("Zeg het positief" in page) is hint


def test_challenges_ask_whether_the_middle_was_heard(town, plan, case, client_of):
    Challenge.objects.create(plan=plan, text="Een plein voor iedereen")
    client = client_of(town.owner)
    assert "Vroeg u het midden al" in client.get(url("challenges", plan.pk)).content.decode()

    sheet = fill(case, town.owner, [])
    value = {"rows": [{"method": ["table"], "found": "Men wil rust"}]}
    Answer.objects.create(sheet=sheet, item="bevragingen", state="given", value=value, by=town.owner, function="x")

    assert "Vroeg u het midden al" not in client.get(url("challenges", plan.pk)).content.decode()


def test_the_page_takes_as_many_queries_however_much_was_answered(
    town, case, client_of, flemish, django_assert_num_queries
):
    client = client_of(town.owner)
    fill(case, town.owner, QUESTIONS[:1])
    client.get(url("pitstop", case.pk))
    with CaptureQueriesContext(connection) as one:
        client.get(url("pitstop", case.pk))
    fill(case, town.owner, QUESTIONS[1:3])

    with django_assert_num_queries(len(one)):
        client.get(url("pitstop", case.pk))
    assert pitstop_of(case).left == 1


def test_detail_of_challenges_is_held_by_its_action_too(town, plan, flemish):
    fields = {name: "" for name in actions_detail.CHALLENGE} | {"text": "x", "priority": 1, "asked_on": None}
    with pytest.raises(Refused, match=WAITS):
        actions_detail.add_challenge(plan=plan, by=town.owner, **fields)


@pytest.mark.parametrize(("name", "may"), [("owner", True), ("executive", False)])
def test_only_who_may_answer_is_offered_to_begin_the_worksheet(flemish, town, plan, client_of, name, may):
    client = client_of(getattr(town, name))

    for page in (url("detail", plan.case_id), url("pitstop", plan.case_id)):
        assert ("Werkblad van stap 2 beginnen" in client.get(page).content.decode()) is may, page


def test_answers_of_a_pitstop_that_is_done_are_one_link_away(flemish, town, plan, client_of):
    sheet = fill(plan.case, town.owner)

    shown = client_of(town.executive).get(url("pitstop", plan.case_id)).content.decode()

    step = reverse("analysis:step", args=[plan.case_id, sheet.pk, pitstop_of(plan.case).number])
    assert f'href="{step}">Naar de vier antwoorden' in shown
