"""What a plan brings to the work list, the case file, the timeline and the reminders."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.timeline import events
from organisation.models import Reminder
from plans import actions
from plans.boards import work_for
from plans.models import Action
from tests.factories import make_action, make_case, make_plan


def titles(user):
    return [item.title for item in work_for(user, timezone.localdate())]


def test_own_open_actions_stand_on_the_work_list(town, plan, action):
    make_action(plan=plan, town=town, what="Is al klaar", state="done")
    make_action(plan=plan, town=town, what="Van Tom", owner=town.assessor)

    assert titles(town.owner) == ["Straatgesprek voorbereiden"]
    assert titles(town.assessor) == ["Van Tom"]


def test_action_of_a_case_one_cannot_see_is_not_shown(town, plan):
    make_action(plan=plan, town=town, owner=town.outsider)

    assert titles(town.outsider) == []


def test_submitted_plan_waits_for_a_manager_and_returned_one_for_the_owner(town, plan, action):
    actions.submit(plan=plan, by=town.owner)
    assert titles(town.executive) == [plan.case.title]

    actions.give_back(plan=plan, by=town.executive, remark="Wie praat met de ondernemers?")
    assert titles(town.executive) == []
    assert plan.case.title in titles(town.owner)


def test_case_from_step_three_needs_a_plan(town):
    Case.objects.filter(pk=make_case(town=town).pk).update(level=3)
    Case.objects.filter(pk=make_case(town=town, title="Alleen volgen").pk).update(level=2)

    assert titles(town.owner) == ["Herinrichting van de Rozenstraat"]


def test_work_list_takes_a_fixed_number_of_queries(town, plan, action, django_assert_num_queries):
    for number in range(3):
        make_action(plan=make_plan(case=make_case(town=town)), town=town, what=f"Actie {number}")
    town.owner.permissions, town.owner.department_ids  # noqa: B018  read once per request

    with django_assert_num_queries(6):
        work_for(town.owner, timezone.localdate())


def test_due_action_is_reminded_once(town, action):
    Action.objects.update(due_on=timezone.localdate())

    for _ in range(2):
        actions.remind_all(timezone.localdate())

    assert [(reminder.to, reminder.kind) for reminder in Reminder.objects.all()] == [(town.owner, "action")]


@pytest.mark.parametrize("how", ["done", "closed"])
def test_reminder_ends_with_the_action_or_the_case(town, action, how):
    today = timezone.localdate()
    Action.objects.update(due_on=today)
    action.refresh_from_db()
    actions.remind_all(today)

    if how == "done":
        actions.progress(action=action, state="done", by=town.owner, seen=action.version)
    else:
        Case.objects.update(state="closed", closed_at=timezone.now())
        actions.remind_all(today)

    assert Reminder.objects.filter(done_at__isnull=True).count() == 0


def test_reminders_take_a_fixed_number_of_queries(town, plan, django_assert_num_queries):
    today = timezone.localdate()
    make_action(plan=plan, town=town, due_on=today)
    actions.remind_all(today)
    with CaptureQueriesContext(connection) as one:
        actions.remind_all(today)
    for _ in range(3):
        make_action(plan=plan, town=town, due_on=today - timedelta(days=20), owner=town.assessor)
    actions.remind_all(today)

    with django_assert_num_queries(len(one)):
        actions.remind_all(today)


def test_timeline_holds_versions_and_done_actions(town, plan, action):
    actions.progress(action=action, state="done", by=town.owner, seen=1)
    actions.submit(plan=plan, by=town.owner)
    actions.approve(plan=plan, by=town.executive)

    found = [event.title for event in events(plan.case)]
    assert {"Actie gedaan", "Actieplan versie 1 voorgelegd", "Actieplan versie 1: vastgesteld"} <= set(found)


def test_panel_shows_state_and_next_action(town, plan, action, client_of):
    text = client_of(town.assessor).get(reverse("plans:panel", args=[plan.case_id])).content.decode()

    assert "0 van 1 actie gedaan" in text
    assert "Straatgesprek voorbereiden" in text
    assert "<html" not in text


def test_panel_without_a_plan_offers_one_to_who_may(town, case, client_of):
    url = reverse("plans:panel", args=[case.pk])

    assert "Plan beginnen" in client_of(town.owner).get(url).content.decode()
    assert "Plan beginnen" not in client_of(town.assessor).get(url).content.decode()
    assert client_of(town.outsider).get(url).status_code == 404
