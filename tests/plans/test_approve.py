"""Laying a plan before a manager, deciding on it, and what stays readable."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from common.models import AuditEvent
from common.refusal import Refused
from organisation.models import Membership, User
from organisation.roles import Role
from plans import actions, rules
from plans.content import plan_content, read
from plans.differences import Change, differences
from plans.models import Plan, PlanVersion
from tests.factories import make_action, make_case, make_diagnosis, make_plan


@pytest.fixture
def submitted(plan, action, town):
    actions.submit(plan=plan, by=town.owner)
    return plan


def test_submitting_freezes_the_content(submitted, action, town, client_of):
    version = PlanVersion.objects.get()
    actions.progress(action=action, state="done", by=town.owner, seen=1)

    assert read(version.content).actions[0].state == "Nog te doen"
    assert "Nog te doen" in client_of(town.owner).get(reverse("plans:version", args=[version.pk])).content.decode()


def test_version_holds_what_the_page_holds(submitted):
    kept = read(PlanVersion.objects.get().content)

    assert kept == plan_content(Plan.objects.get())


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"challenge": " "}, "uitdaging"),
        ({"frames": ""}, "kwadrant B"),
        ({"no_evaluation_reason": ""}, "evaluatiemoment"),
    ],
)
def test_incomplete_plan_is_not_submitted(town, client_of, fields, words):
    case = make_case(town=town)
    make_diagnosis(case=case, by=town.owner, x=4, y=1)
    values = {"frames": "De regels van het plein gelden.", "no_evaluation_reason": "Volgt.", **fields}
    plan = make_plan(case=case, **values)
    make_action(plan=plan, town=town)

    answer = client_of(town.owner).post(reverse("plans:submit", args=[plan.pk]))

    assert answer.status_code == 403
    assert words in answer.content.decode()
    assert not PlanVersion.objects.exists()


def test_plan_without_actions_is_not_complete(plan):
    assert [sentence for sentence, _ in rules.missing(plan)] == ["Er staat nog geen actie in het plan."]


def test_manager_approves_on_the_version_page(submitted, town, client_of):
    version = PlanVersion.objects.get()

    client_of(town.executive).post(reverse("plans:version", args=[version.pk]), {"outcome": "approved"})

    submitted.refresh_from_db()
    version.refresh_from_db()
    assert submitted.state == "approved"
    assert (version.outcome, version.decided_by) == ("approved", town.executive)
    assert AuditEvent.objects.filter(action="plan.approved").count() == 1


def test_returning_asks_for_a_remark(submitted, town, client_of):
    url = reverse("plans:version", args=[PlanVersion.objects.get().pk])
    client = client_of(town.executive)

    assert "remark" in client.post(url, {"outcome": "returned"}).context["form"].errors
    client.post(url, {"outcome": "returned", "remark": "Wie praat met de ondernemers?"})

    page = client_of(town.owner).get(reverse("plans:detail", args=[submitted.case_id])).content.decode()
    assert "Wie praat met de ondernemers?" in page


@pytest.mark.parametrize("name", ["owner", "coordinator", "assessor", "privacy"])
def test_only_a_manager_decides(submitted, town, client_of, name):
    url = reverse("plans:version", args=[PlanVersion.objects.get().pk])

    assert client_of(getattr(town, name)).post(url, {"outcome": "approved"}).status_code == 403
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


def test_submitted_plan_is_not_edited_but_progress_is_kept(submitted, action, town, client_of):
    client = client_of(town.owner)

    assert client.get(reverse("plans:edit", args=[submitted.pk])).status_code == 403
    assert client.get(reverse("plans:action", args=[action.pk])).status_code == 403
    client.post(reverse("plans:action_state", args=[action.pk]), {"state": "doing", "version": action.version})

    action.refresh_from_db()
    assert action.state == "doing"


def test_withdrawn_version_stays_readable(submitted, town, client_of):
    client = client_of(town.owner)
    client.post(reverse("plans:withdraw", args=[submitted.pk]))

    submitted.refresh_from_db()
    assert (submitted.state, submitted.number) == ("draft", 2)
    assert "Ingetrokken" in client.get(reverse("plans:version", args=[PlanVersion.objects.get().pk])).content.decode()


def test_editing_an_approved_plan_begins_a_new_version(submitted, action, town):
    actions.approve(plan=submitted, by=town.executive)
    due = action.due_on + timedelta(days=7)
    fields = {name: getattr(action, name) for name in actions.ACTION} | {"due_on": due}

    actions.edit_action(action=action, by=town.owner, seen=action.version, **fields)

    submitted.refresh_from_db()
    assert (submitted.state, submitted.number) == ("draft", 2)
    assert PlanVersion.objects.get().outcome == "approved"


def test_progress_leaves_an_approved_plan_approved(submitted, action, town):
    actions.approve(plan=submitted, by=town.executive)

    actions.progress(action=action, state="done", by=town.owner, seen=action.version)

    submitted.refresh_from_db()
    assert submitted.state == "approved"


def test_decision_on_a_version_that_was_replaced_is_refused(submitted, town):
    actions.withdraw(plan=submitted, by=town.owner)
    actions.submit(plan=submitted, by=town.owner)

    with pytest.raises(Refused, match="nieuwere versie"):
        actions.approve(plan=submitted, by=town.executive, number=1)


def test_page_of_a_new_draft_shows_what_changed(submitted, town, client_of):
    actions.approve(plan=submitted, by=town.executive)
    actions.add_objective(plan=submitted, text="Men groet elkaar", notice="", by=town.owner)

    board = client_of(town.owner).get(reverse("plans:detail", args=[submitted.case_id])).context["board"]

    assert board.changes == [Change("added", "Doel “Men groet elkaar”")]


def test_differences_name_added_removed_and_changed(plan, action, town):
    before = plan_content(plan)
    make_action(plan=plan, town=town, what="Buurtdiner", due_on=timezone.localdate())
    action.what = "Straatgesprek houden"
    action.save()
    middle = plan_content(plan)
    action.delete()

    assert differences(before, middle) == [
        Change("added", "Actie “Buurtdiner”"),
        Change("changed", "Actie “Straatgesprek houden”: wat", "Straatgesprek voorbereiden", "Straatgesprek houden"),
    ]
    assert differences(middle, plan_content(plan)) == [Change("removed", "Actie “Straatgesprek houden”")]


def test_nobody_approves_what_they_submitted_themselves(submitted, town):
    Membership.objects.create(user=town.owner, role=Role.EXECUTIVE)
    both = User.objects.get(pk=town.owner.pk)

    with pytest.raises(Refused, match="zelf voor"):
        actions.approve(plan=submitted, by=both)

    submitted.refresh_from_db()
    assert submitted.state == Plan.State.SUBMITTED
