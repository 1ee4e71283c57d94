"""A sector that is needed and does not take part becomes one draft action in the plan."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import Action, Plan
from plans.models_policy import PolicyRow
from tests.factories import make_case, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(town):
    return make_case(town=town)


def row(case, wording, **parties):
    other = parties.pop("named", "")
    made = PolicyRow(case=case, wording=wording, covered="no", by=case.owner, parties=parties, party_other=other)
    made.settle()
    made.save()
    return made


def invite(client, made, sector):
    return client.post(reverse("policy:invite", args=[made.pk]), {"sector": sector})


def test_one_click_makes_a_draft_action_and_begins_the_plan(town, client_of, case):
    made = row(case, "Armoede en problemen thuis", care="no", social="yes")
    row(case, "Bewoners die zich terugtrekken", care="no")
    client = client_of(town.owner)
    assert "Zet in het plan" in client.get(reverse("policy:table", args=[case.pk])).content.decode()

    answer = invite(client, made, "care")

    action = Action.objects.get()
    assert answer.url.endswith("#wie-mist")
    assert action.what == (
        "Zorg betrekken bij: armoede en problemen thuis (de hele casus), "
        "en bewoners die zich terugtrekken (de hele casus)"
    )
    assert (action.owner, action.department, action.state) == (town.owner, case.department, "todo")
    assert action.due_on == timezone.localdate() + timedelta(weeks=6)
    plan = client.get(reverse("plans:detail", args=[case.pk])).content.decode()
    assert "Zorg betrekken bij" in plan and "de beleidstabel</a>. Concept: kies zelf" in plan
    assert "Zorg betrekken bij" in client.get("/?alles=1").content.decode()
    html = client.get(reverse("policy:table", args=[case.pk])).content.decode()
    assert f"#actie-{action.pk}" in html and "Zet in het plan" not in html


def test_again_and_from_another_row_is_the_same_action(town, client_of, case):
    one, other = row(case, "Armoede", care="no"), row(case, "Eenzaamheid", care="no")
    client = client_of(town.owner)

    for made in (one, one, other):
        invite(client, made, "care")

    assert Action.objects.count() == 1


def test_other_parties_each_have_their_own_action(town, client_of, case):
    one = row(case, "Armoede", other="no", named="De Haven")
    two = row(case, "Lawaai", other="no", named="Voetbalclub Oost")
    client = client_of(town.owner)

    invite(client, one, "other")
    invite(client, two, "other")

    assert sorted(Action.objects.values_list("what", flat=True)) == [
        "De Haven betrekken bij: armoede (de hele casus)",
        "Voetbalclub Oost betrekken bij: lawaai (de hele casus)",
    ]


def test_action_that_was_taken_away_can_be_made_again(town, client_of, case):
    made = row(case, "Armoede", care="no")
    client = client_of(town.owner)
    invite(client, made, "care")
    Action.objects.all().delete()

    invite(client, made, "care")

    assert Action.objects.count() == 1


@pytest.mark.parametrize("sector", ["social", "sport", "heksen", ""])
def test_sector_that_is_not_missing_makes_nothing(town, client_of, case, sector):
    made = row(case, "Armoede", social="yes", care="no")

    answer = invite(client_of(town.owner), made, sector)

    assert answer.status_code in (302, 403) and not Action.objects.exists() and not Plan.objects.exists()


def test_plan_that_lies_before_a_manager_refuses(town, client_of, case):
    make_plan(case=case, state=Plan.State.SUBMITTED)

    answer = invite(client_of(town.owner), row(case, "Armoede", care="no"), "care")

    assert answer.status_code == 403 and "ligt ter vaststelling voor" in answer.content.decode()
    assert not Action.objects.exists()


def test_long_list_of_problems_is_cut_between_words(town, client_of, case):
    for number in range(9):
        made = row(case, f"Probleem {number} dat een heel lange naam heeft en nog wat woorden daarbij", care="no")

    invite(client_of(town.owner), made, "care")

    what = Action.objects.get().what
    assert len(what) <= 300 and what.endswith("…") and what.startswith("Zorg betrekken bij: probleem 0")
