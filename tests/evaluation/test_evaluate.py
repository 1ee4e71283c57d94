"""Looking back: what must be answered, the place then and now, who may, and the next round."""

import itertools
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analysis.models import Location
from cases.models import Case, OutsideEvent, Placement
from cases.timeline import events
from evaluation import actions
from evaluation.boards import AHEAD, work_for
from evaluation.models import Evaluation
from evaluation.schedule import due_by, work_of
from organisation.models import Reminder
from plans.models_detail import Challenge
from tests.factories import make_action, make_case, make_diagnosis, make_placement, make_plan

TODAY = timezone.localdate


@pytest.fixture
def case(town):
    case = make_case(town=town)
    make_diagnosis(case=case, by=town.owner, x=4, y=2, outcome="act")
    Case.objects.filter(pk=case.pk).update(state="acting")
    case.refresh_from_db()
    return case


def data(**fields):
    return {
        "wanted": "Dat buren elkaar weer groeten.",
        "now": "Men groet elkaar op het plein.",
        "other_causes": "Het werd winter.",
        "adjust": "Niets: we gaan zo door.",
        "functions": "wijkregisseur\njongerenwerker",
        "next_on": (TODAY() + timedelta(days=60)).isoformat(),
        "place": "",
        "to": "",
        **fields,
    }


def make_evaluation(*, case, by, **fields):
    values = {"wanted": "Rust.", "now": "Rustiger.", "other_causes": "Winter.", "functions": ["wijkregisseur"]}
    return Evaluation.objects.create(case=case, by=by, **{**values, **fields})


def test_evaluation_with_a_new_place_beside_the_baseline(town, case, client_of):
    client = client_of(town.owner)
    new = {"place": "new", "nu-kind": "point", "nu-x": "2", "nu-y": "2", "nu-reason": "Men praat weer."}

    answer = client.post(
        reverse("evaluation:new", args=[case.pk]), data(**new, baseline=case.diagnosis_id), follow=True
    )

    evaluation = Evaluation.objects.get()
    text = answer.content.decode()
    assert evaluation.functions == ["wijkregisseur", "jongerenwerker"]
    assert evaluation.placement.joint
    assert "afnemend, van kwadrant B naar A" in text
    assert "bewijst niet" in text
    assert text.count('<svg class="map"') == 2


def months_ahead(day):
    """Four months on, in a way of its own: the same day of the month, or the last one."""
    month = day.month + 4
    first = day.replace(year=day.year + (month > 12), month=(month - 1) % 12 + 1, day=1)
    return min(first + timedelta(days=day.day - 1), (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def test_next_round_is_proposed_after_four_months_and_sooner_where_much_comes_together(town, case, client_of):
    client, page = client_of(town.owner), reverse("evaluation:new", args=[case.pk])
    first = client.get(page).context["form"]
    Location.objects.create(case=case, label="Het plein", kind="L2", hotspot=True, by=town.owner)

    second = client.get(page).context["form"]

    assert first["next_on"].value() == months_ahead(TODAY())
    assert second["next_on"].value() == TODAY() + timedelta(weeks=6)
    assert "KIS · OR4" in second["next_on"].help_text


def test_what_comes_first_now_is_kept_and_begins_with_the_order_of_the_plan(town, case, client_of):
    plan = make_plan(case=case)
    for number, text in enumerate(("Geluid", "Afval"), start=1):
        Challenge.objects.create(plan=plan, text=text, priority=number)
    client, page = client_of(town.owner), reverse("evaluation:new", args=[case.pk])
    assert client.get(page).context["form"]["priorities"].value() == "1. Geluid\n2. Afval"

    answer = client.post(page, data(priorities="1. Afval\n2. Geluid"), follow=True)

    assert Evaluation.objects.get().priorities == "1. Afval\n2. Geluid"
    assert "Wat moet nu eerst, en wat daarna?" in answer.content.decode()


def test_what_stands_ready_always_fits_in_the_answer(town, case, client_of):
    plan = make_plan(case=case)
    for number in range(1, 6):
        Challenge.objects.create(plan=plan, text=str(number) * 300, priority=number)

    text = client_of(town.owner).get(reverse("evaluation:new", args=[case.pk])).context["form"]["priorities"].value()

    assert [line[:2] for line in text.split("\n")] == ["1.", "2.", "3."]


def test_place_that_was_made_before_is_chosen(town, case, client_of):
    placement = make_placement(case=case, by=town.assessor, x=1, y=1)

    client_of(town.owner).post(reverse("evaluation:new", args=[case.pk]), data(place=str(placement.pk)))

    assert Evaluation.objects.get().placement == placement


@pytest.mark.parametrize("field", ["wanted", "now", "other_causes", "adjust", "functions"])
def test_the_questions_that_matter_are_mandatory(town, case, client_of, field):
    answer = client_of(town.owner).post(reverse("evaluation:new", args=[case.pk]), data(**{field: " "}))

    assert field in answer.context["form"].errors
    assert not Evaluation.objects.exists()


def test_all_four_prompts_are_asked(town, case, client_of):
    text = client_of(town.owner).get(reverse("evaluation:new", args=[case.pk])).content.decode()

    for prompt in (
        "Klopte onze duiding achteraf?",
        "Welke andere ontwikkelingen kunnen de verandering verklaren?",
        "Kan de rust tijdelijk zijn?",
        "Is erger voorkomen?",
        "https://www.socialestabiliteit.nl/si-toolkit",
    ):
        assert prompt in text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"next_on": "2020-01-01"}, "next_on"),
        ({"next_on": "morgen"}, "next_on"),
        ({"place": "999999"}, "place"),
        ({"baseline": "999999"}, "baseline"),
        ({"to": "closed"}, "to"),
        ({"wanted": "x" * 2001}, "wanted"),
        ({"now": "x\x00y"}, "now"),
        ({"priorities": "Bel 123456782"}, "priorities"),
        ({"functions": "x" * 101}, "functions"),
    ],
)
def test_broken_input_is_told_at_the_field(town, case, client_of, fields, field):
    answer = client_of(town.owner).post(reverse("evaluation:new", args=[case.pk]), data(**fields))

    assert field in answer.context["form"].errors
    assert not Evaluation.objects.exists()


def test_new_place_without_phases_is_told_at_its_own_fields(town, case, client_of):
    answer = client_of(town.owner).post(reverse("evaluation:new", args=[case.pk]), data(place="new"))

    assert {"x", "y", "reason"} <= set(answer.context["place"].errors)
    assert not Evaluation.objects.exists()
    assert Placement.objects.filter(joint=True).count() == 0


def test_place_of_another_case_is_refused(town, case, client_of):
    other = make_placement(case=make_case(town=town), by=town.owner)

    answer = client_of(town.owner).post(reverse("evaluation:new", args=[case.pk]), data(place=str(other.pk)))

    assert "place" in answer.context["form"].errors


def test_sending_twice_makes_one_round(town, case, client_of):
    client = client_of(town.owner)
    twice = data(submission="00000000-0000-0000-0000-000000000009")

    for _ in range(2):
        client.post(reverse("evaluation:new", args=[case.pk]), twice)

    assert Evaluation.objects.count() == 1


def test_evaluation_moves_the_case_and_marks_waves(town, case, client_of):
    client_of(town.owner).post(reverse("evaluation:new", args=[case.pk]), data(to="evaluating", waves="on"))

    case.refresh_from_db()
    assert (case.state, case.waves) == ("evaluating", True)


@pytest.mark.parametrize(("name", "status"), [("assessor", 403), ("executive", 403), ("outsider", 404)])
def test_others_may_not_evaluate(town, case, client_of, name, status):
    answer = client_of(getattr(town, name)).post(reverse("evaluation:new", args=[case.pk]), data())

    assert answer.status_code == status
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize("name", ["detail", "amend"])
def test_stranger_finds_no_evaluation(town, case, client_of, name):
    evaluation = make_evaluation(case=case, by=town.owner)

    assert client_of(town.outsider).get(reverse(f"evaluation:{name}", args=[evaluation.pk])).status_code == 404
    assert client_of(town.outsider).get(reverse("evaluation:list", args=[case.pk])).status_code == 404


def amend_data(evaluation, **fields):
    texts = {name: value for name, value in data().items() if name not in ("place", "to")}
    return texts | {"version": evaluation.version, **fields}


def test_amending_keeps_the_earlier_text(town, case, client_of):
    client = client_of(town.owner)
    client.post(reverse("evaluation:new", args=[case.pk]), data(now="Het eerste beeld."))
    evaluation = Evaluation.objects.get()

    url = reverse("evaluation:amend", args=[evaluation.pk])
    answer = client.post(url, amend_data(evaluation, now="Het tweede beeld."), follow=True)

    text = answer.content.decode()
    assert "Het eerste beeld." in text
    assert "Het tweede beeld." in text


def test_second_editor_sees_both_texts(town, case, client_of):
    evaluation = make_evaluation(case=case, by=town.owner)
    url = reverse("evaluation:amend", args=[evaluation.pk])
    client_of(town.owner).post(url, amend_data(evaluation, now="Het eerste"))

    answer = client_of(town.coordinator).post(url, amend_data(evaluation, now="Het tweede"))

    evaluation.refresh_from_db()
    assert evaluation.now == "Het eerste"
    assert "Het eerste" in answer.content.decode()
    assert "Het tweede" in answer.content.decode()


def test_line_holds_diagnosis_action_and_outside_world(town, case, client_of):
    make_action(plan=make_plan(case=case), town=town)
    OutsideEvent.objects.create(case=case, what="Landelijk debat over het onderwerp.", by=town.owner)
    evaluation = make_evaluation(case=case, by=town.owner, baseline=case.diagnosis)

    board = client_of(town.assessor).get(reverse("evaluation:detail", args=[evaluation.pk])).context["board"]

    assert {moment.kind for moment in board.moments} == {"Diagnose", "Actie", "Buitenwereld", "Evaluatie"}
    assert [moment.mark for moment in board.moments if moment.kind == "Diagnose"] == ["Uitgangssituatie"]


def test_round_stands_on_the_timeline_of_the_case(town, case):
    make_evaluation(case=case, by=town.owner)

    assert "Teruggekeken" in [event.title for event in events(case)]


def test_panel_says_when_the_next_round_is(town, case, client_of):
    make_plan(case=case, evaluate_on=TODAY() + timedelta(days=5))

    text = client_of(town.assessor).get(reverse("evaluation:panel", args=[case.pk])).content.decode()

    assert "over 5 dagen" in text
    assert "Evalueren</a>" not in text


def reminders():
    return [(reminder.kind, reminder.due_on, reminder.done_at is None) for reminder in Reminder.objects.order_by("pk")]


def test_due_evaluation_is_reminded_once_and_settled(town, case):
    today = TODAY()
    make_plan(case=case, evaluate_on=today)
    for _ in range(2):
        actions.remind_all(today)

    assert reminders() == [("evaluation", today, True)]

    actions.evaluate(
        case=case,
        by=town.owner,
        baseline=None,
        place=None,
        waves=False,
        to="",
        **{name: "Tekst" for name in actions.TEXTS} | {"functions": ["wijkregisseur"], "next_on": None},
    )
    actions.remind_all(today)

    assert reminders() == [("evaluation", today, False)]


def test_next_round_stands_on_the_work_list(town, case):
    today = TODAY()
    make_evaluation(case=case, by=town.owner, next_on=today + timedelta(days=3))

    assert [item.due_on for item in work_for(town.owner, today)] == [today + timedelta(days=3)]
    assert work_for(town.coordinator, today) == []


def test_work_list_and_schedule_agree(town):
    """The rule stands in SQL for everyone and in Python for one person's list."""
    today = TODAY()
    moments = [None, today - timedelta(days=400), today + timedelta(days=2), today + timedelta(days=90)]
    for planned, following, evaluated in itertools.product(moments, moments, (True, False)):
        made = make_case(town=town, owner=town.owner)
        if planned:
            make_plan(case=made, evaluate_on=planned)
        if evaluated:
            make_evaluation(case=made, by=town.owner, next_on=None)
            make_evaluation(case=made, by=town.owner, next_on=following)

    rows = due_by(Case.objects.active().filter(owner=town.owner), today + AHEAD).values_list("pk", "evaluate_on")

    assert [(pk, on) for pk, _title, on in work_of(town.owner, today + AHEAD)] == sorted(
        rows, key=lambda row: (row[1], row[0])
    )
    assert len(rows) > 10


@pytest.mark.parametrize("name", ["list", "panel"])
def test_pages_cost_the_same_for_one_and_three(town, case, client_of, name, django_assert_num_queries):
    client = client_of(town.owner)
    url = reverse(f"evaluation:{name}", args=[case.pk])
    make_evaluation(case=case, by=town.owner)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(2):
        make_evaluation(case=case, by=town.coordinator)

    with django_assert_num_queries(len(one)):
        client.get(url)
