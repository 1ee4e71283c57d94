"""Starting and editing a plan: who may, what is refused, and that nobody overwrites a colleague."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from analysis.actions.advice import choose_direction
from common.models import AuditEvent
from common.refusal import Refused
from plans import actions, rules
from plans.models import Action, Objective, Plan
from tests.factories import link, make_action, make_case, make_diagnosis, make_plan, make_signal


def action_data(town, **fields):
    return {
        "what": "Straatgesprek",
        "for_whom": "omwonenden",
        "owner": town.owner.pk,
        "department": town.social.pk,
        "due_on": (timezone.localdate() + timedelta(days=10)).isoformat(),
        "term": "short",
        **fields,
    }


def test_case_without_plan_offers_to_start_one(town, case, client_of):
    answer = client_of(town.owner).get(reverse("plans:detail", args=[case.pk]))

    assert answer.status_code == 200
    assert "Plan beginnen" in answer.content.decode()


def test_starting_twice_makes_one_plan(town, case, client_of):
    client = client_of(town.owner)
    data = {"challenge": "Buren praten weer.", "classification": "internal"}

    for _ in range(2):
        client.post(reverse("plans:start", args=[case.pk]), data)

    assert Plan.objects.count() == 1


def test_starting_without_a_challenge_says_so_at_the_field(town, case, client_of):
    answer = client_of(town.owner).post(reverse("plans:start", args=[case.pk]), {"classification": "internal"})

    assert "challenge" in answer.context["form"].errors
    assert not Plan.objects.exists()


def test_stale_signal_warns_before_a_plan_is_started(town, case, client_of):
    signal = make_signal(town=town, reported_at=timezone.now() - timedelta(days=90))
    link(case=case, signal=signal, by=town.owner)

    answer = client_of(town.owner).get(reverse("plans:detail", args=[case.pk]))

    assert "niet recent gecheckt" in answer.content.decode()


@pytest.mark.parametrize(("name", "status"), [("assessor", 403), ("executive", 403), ("outsider", 404)])
def test_others_may_not_edit(town, plan, client_of, name, status):
    answer = client_of(getattr(town, name)).post(reverse("plans:edit", args=[plan.pk]), {"challenge": "Anders"})

    assert answer.status_code == status
    plan.refresh_from_db()
    assert plan.challenge == "Buren praten weer met elkaar."


def test_colleague_of_another_department_sees_no_plan(town, plan, client_of):
    assert client_of(town.outsider).get(reverse("plans:detail", args=[plan.case_id])).status_code == 404


def test_reading_is_recorded_and_shows_the_plan(town, plan, action, client_of):
    answer = client_of(town.assessor).get(reverse("plans:detail", args=[plan.case_id]))

    assert "Straatgesprek voorbereiden" in answer.content.decode()
    assert AuditEvent.objects.filter(action="plan.read", actor=f"gebruiker:{town.assessor.pk}").count() == 1


def edit_data(plan, **fields):
    return {"challenge": plan.challenge, "classification": "internal", "version": plan.version, **fields}


def test_second_editor_sees_both_texts(town, plan, client_of):
    url = reverse("plans:edit", args=[plan.pk])
    client_of(town.owner).post(url, edit_data(plan, challenge="De eerste tekst"))

    answer = client_of(town.coordinator).post(url, edit_data(plan, challenge="De tweede tekst"))

    plan.refresh_from_db()
    text = answer.content.decode()
    assert plan.challenge == "De eerste tekst"
    assert "De eerste tekst" in text
    assert "De tweede tekst" in text


@pytest.mark.parametrize("outcome", ["yes", "no", "later"])
def test_evaluation_moment_is_proposed_soon_where_safety_comes_first(town, case, client_of, outcome):
    choose_direction(
        case=case, direction="OR4", outcome=outcome, kinds=[], order=1, why="Het plein voelt onveilig.",
        by=town.owner, seen=0,
    )  # fmt: skip

    found = client_of(town.owner).get(reverse("plans:detail", args=[case.pk])).context["form"]["evaluate_on"]

    ahead = (found.value() - timezone.localdate()).days
    assert ahead == 42 if outcome == "yes" else 118 <= ahead <= 123
    assert "KIS · OR4" in found.help_text


@pytest.mark.parametrize(
    ("fields", "proposed"),
    [({}, True), ({"no_evaluation_reason": "Na de start."}, False), ({"evaluate_on": date(2030, 1, 1)}, False)],
)
def test_nothing_is_proposed_where_somebody_chose(town, case, client_of, fields, proposed):
    plan = make_plan(case=case, **fields)

    found = client_of(town.owner).get(reverse("plans:edit", args=[plan.pk])).context["form"]["evaluate_on"]

    assert ("Voorstel" in found.help_text) is proposed
    assert proposed or found.value() == fields.get("evaluate_on")


def test_evaluation_moment_in_the_past_is_refused(town, plan, client_of):
    answer = client_of(town.owner).post(
        reverse("plans:edit", args=[plan.pk]), edit_data(plan, evaluate_on="2020-01-01")
    )

    assert answer.context["form"].errors["evaluate_on"] == ["Kies een datum vanaf vandaag."]


@pytest.mark.parametrize("word", ["x\x00y", "👍" * 1001, "<script>alert(1)</script>" * 100])
def test_odd_texts_are_answered_at_the_field(town, plan, client_of, word):
    answer = client_of(town.owner).post(reverse("plans:edit", args=[plan.pk]), edit_data(plan, challenge=word))

    assert answer.status_code == 200
    assert "challenge" in answer.context["form"].errors


def test_markup_is_shown_as_text(town, plan, client_of):
    client = client_of(town.owner)
    client.post(reverse("plans:edit", args=[plan.pk]), edit_data(plan, challenge="<script>x</script>"))

    assert "&lt;script&gt;x" in client.get(reverse("plans:detail", args=[plan.case_id])).content.decode()


def test_objective_is_added_once_and_edited(town, plan, client_of):
    client = client_of(town.owner)
    data = {"text": "Men groet elkaar", "submission": "00000000-0000-0000-0000-000000000001"}
    for _ in range(2):
        client.post(reverse("plans:objective_new", args=[plan.pk]), data)
    objective = Objective.objects.get()

    client.post(reverse("plans:objective", args=[objective.pk]), {"text": "Men praat", "version": objective.version})

    objective.refresh_from_db()
    assert objective.text == "Men praat"


def test_removing_an_objective_keeps_its_actions(town, plan, client_of):
    objective = Objective.objects.create(plan=plan, text="Men groet elkaar")
    action = make_action(plan=plan, town=town, objective=objective)

    client_of(town.owner).post(reverse("plans:objective_remove", args=[objective.pk]))

    action.refresh_from_db()
    assert action.objective is None


def test_action_is_added_once(town, plan, client_of):
    client = client_of(town.owner)
    data = action_data(town, submission="00000000-0000-0000-0000-000000000002")

    for _ in range(2):
        client.post(reverse("plans:action_new", args=[plan.pk]), data)

    assert Action.objects.count() == 1


def test_action_takes_only_owners_who_see_the_case(town, plan, client_of):
    answer = client_of(town.owner).post(
        reverse("plans:action_new", args=[plan.pk]), action_data(town, owner=town.outsider.pk)
    )

    assert "owner" in answer.context["form"].errors


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"due_on": "2026-02-31"}, "due_on"),
        ({"due_on": "9999-01-01"}, "due_on"),
        ({"start_on": "2030-01-01"}, "due_on"),
        ({"objective": "999999"}, "objective"),
        ({"department": "drie"}, "department"),
        ({"what": "x" * 301}, "what"),
        ({"term": "ooit"}, "term"),
        ({"what": "Bel 123456782 hierover"}, "what"),
    ],
)
def test_broken_action_says_so_at_the_field(town, plan, client_of, fields, field):
    answer = client_of(town.owner).post(reverse("plans:action_new", args=[plan.pk]), action_data(town, **fields))

    assert field in answer.context["form"].errors
    assert not Action.objects.exists()


def test_colleagues_agrees_with_who_sees_the_case(town, plan):
    found = set(rules.colleagues(plan.case))

    people = [town.owner, town.assessor, town.coordinator, town.outsider, town.reporter, town.admin]
    assert found == {user for user in people if type(plan.case).objects.visible_to(user).exists()}


@pytest.fixture
def calm_plan(town):
    """A plan in quadrant A."""
    case = make_case(town=town)
    make_diagnosis(case=case, by=town.owner, x=1, y=1)
    return Plan.objects.create(case=case, challenge="Rustig houden.")


def test_quadrant_a_warns_and_asks_for_perception(town, calm_plan, client_of):
    client = client_of(town.owner)
    url = reverse("plans:action_new", args=[calm_plan.pk])

    assert "reageer niet op een tegenstelling" in client.get(url).content.decode()
    assert "perception" in client.post(url, action_data(town)).context["form"].errors
    assert client.post(url, action_data(town, perception="Bewoners noemen het zelf.")).status_code == 302


def test_action_rule_holds_without_the_form(town, calm_plan):
    fields = dict.fromkeys(actions.ACTION) | {"perception": "", "due_on": timezone.localdate()}

    with pytest.raises(Refused) as no:
        actions.add_action(plan=calm_plan, by=town.owner, **fields)

    assert no.value.source == "ESS-handreiking §3.1"


def test_state_changes_in_one_click(town, action, client_of):
    data = {"state": "done", "version": action.version}

    client_of(town.owner).post(reverse("plans:action_state", args=[action.pk]), data)

    action.refresh_from_db()
    assert action.state == "done"
    assert action.done_at is not None


def test_state_click_on_an_old_page_changes_nothing(town, action, client_of):
    client = client_of(town.owner)
    url = reverse("plans:action_state", args=[action.pk])
    client.post(url, {"state": "doing", "version": action.version})

    client.post(url, {"state": "dropped", "version": action.version})

    action.refresh_from_db()
    assert action.state == "doing"


def test_assessor_moves_own_action_but_not_that_of_others(town, plan, action, client_of):
    mine = make_action(plan=plan, town=town, owner=town.assessor)
    client = client_of(town.assessor)

    assert (
        client.post(reverse("plans:action_state", args=[mine.pk]), {"state": "done", "version": 1}).status_code == 302
    )
    assert (
        client.post(reverse("plans:action_state", args=[action.pk]), {"state": "done", "version": 1}).status_code == 403
    )


def test_odd_state_is_answered_with_a_sentence(town, action, client_of):
    answer = client_of(town.owner).post(
        reverse("plans:action_state", args=[action.pk]), {"state": "x", "version": "99999999999999999999"}, follow=True
    )

    assert "Deze status bestaat niet" in answer.content.decode()


def test_actions_are_filtered_by_department(town, plan, action, client_of):
    make_action(plan=plan, town=town, what="Extra toezicht", department=town.safety)
    url = reverse("plans:detail", args=[plan.case_id])

    answer = client_of(town.owner).get(url, {"afdeling": town.safety.pk})

    assert [row.line.what for row in answer.context["board"].rows] == ["Extra toezicht"]
    assert client_of(town.owner).get(url, {"afdeling": "9" * 40}).status_code == 200


def test_principles_are_kept_and_the_rest_is_listed(town, plan, client_of):
    client = client_of(town.owner)
    client.post(reverse("plans:principles", args=[plan.pk]), {"P1": "In het buurthuis.", "version": plan.version})

    content = client.get(reverse("plans:detail", args=[plan.case_id])).context["plan"]
    assert [line.code for line in content.answered] == ["P1"]
    assert len(content.unanswered) == 7


def test_principles_show_what_a_colleague_wrote_meanwhile(town, plan, client_of):
    url = reverse("plans:principles", args=[plan.pk])
    client_of(town.owner).post(url, {"P1": "Het eerste", "version": plan.version})

    answer = client_of(town.coordinator).post(url, {"P1": "Het tweede", "version": plan.version})

    assert "Het eerste" in answer.content.decode()
    assert plan.principles.get().note == "Het eerste"


@pytest.mark.parametrize("name", ["plans:edit", "plans:principles", "plans:objective_new", "plans:action_new"])
def test_closed_case_keeps_its_plan(town, plan, client_of, name):
    type(plan.case).objects.filter(pk=plan.case_id).update(state="closed", closed_at=timezone.now())

    assert client_of(town.owner).get(reverse(name, args=[plan.pk])).status_code == 403


def test_detail_costs_the_same_for_one_and_three_actions(town, plan, action, client_of, django_assert_num_queries):
    client = client_of(town.owner)
    url = reverse("plans:detail", args=[plan.case_id])
    client.get(url)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for number in range(2):
        make_action(plan=plan, town=town, what=f"Nog een {number}", owner=town.assessor)
        Objective.objects.create(plan=plan, text=f"Doel {number}")

    with django_assert_num_queries(len(one)):
        client.get(url)


HUGE = "9" * 30


@pytest.mark.parametrize(
    "path", [f"casus/{HUGE}/", f"{HUGE}/tekst/", f"acties/{HUGE}/", f"versies/{HUGE}/", f"documenten/{HUGE}/download/"]
)
def test_a_number_out_of_range_is_not_found(town, plan, client_of, path):
    assert client_of(town.owner).get(f"/plannen/{path}").status_code == 404


def test_a_version_out_of_range_counts_as_changed(town, plan, client_of):
    answer = client_of(town.owner).post(reverse("plans:edit", args=[plan.pk]), edit_data(plan, version=HUGE))

    assert answer.status_code == 200
    assert "Een collega heeft dit intussen" in answer.content.decode()


def test_ids_out_of_range_are_told_at_the_field(town, plan, client_of):
    fields = dict.fromkeys(("objective", "owner", "department", "partner"), HUGE)
    answer = client_of(town.owner).post(reverse("plans:action_new", args=[plan.pk]), action_data(town, **fields))

    assert set(fields) <= set(answer.context["form"].errors)
