"""What residents take up themselves asks for backing: clean, whole and safe (KIS direction 4, R-B-077)."""

import pytest
from django.urls import reverse

from method.library.reading import library
from plans.models import Action
from plans.models_detail import ActionDetail
from plans.models_library import LibraryAction
from plans.rules_detail import unbacked, unbacked_words
from tests.factories import make_action

TITLE = "Bewoners pakken iets op zonder ruggensteun"


def action(safety=None, *, state="todo", record=""):
    """An unsaved action with its part in basic safety and the example that it came from."""
    row = Action(what="Samen het plein vegen", state=state)
    if safety is not None:
        row.detail = ActionDetail(safety=safety)
    if record:
        row.library = LibraryAction(record=record)
    return row


@pytest.mark.parametrize(
    ("actions", "hint"),
    [
        ([], False),
        ([action()], False),
        ([action("")], False),
        ([action("residents")], True),
        ([action("residents"), action()], True),
        ([action("residents"), action("clean")], False),
        ([action("residents"), action("whole")], False),
        ([action("residents"), action("safe", state="done")], False),
        ([action("residents"), action("safe", state="dropped")], True),
        ([action("residents", state="done")], False),
        ([action("residents", state="dropped")], False),
        ([action("safe")], False),
        ([action(record="K33")], True),
        ([action("", record="K33")], True),
        ([action("safe", record="K33")], False),
        ([action(record="K33"), action("clean")], False),
        ([action(record="K35")], False),
        ([action(record="K04")], False),
    ],
)
def test_initiative_of_residents_asks_for_backing(actions, hint):
    assert bool(unbacked(actions)) is hint
    assert bool(unbacked_words(unbacked(actions))) is hint


def test_examples_that_residents_carry_are_those_of_the_library():
    carried = [each.code for each in library() if unbacked([action(record=each.code)])]

    assert carried == ["K31", "K32", "K33", "K34"]


def test_hint_stands_in_the_plan_with_its_source_until_there_is_backing(town, plan, client_of):
    url = reverse("plans:detail", args=[plan.case_id])
    mine = make_action(plan=plan, town=town)
    client = client_of(town.owner)
    assert TITLE not in client.get(url).content.decode()
    ActionDetail.objects.create(action=mine, safety="residents")

    html = client.get(url).content.decode()

    assert TITLE in html and "oplossingsrichting 4, onderbouwing. Code in de regels: N2" in html
    assert "Basisveiligheid: Bewoners pakken dit zelf op" in html
    backing = make_action(plan=plan, town=town)
    ActionDetail.objects.create(action=backing, safety="clean")
    assert TITLE not in client.get(url).content.decode()


def test_part_in_basic_safety_is_said_on_the_page_of_the_action(town, plan, client_of):
    mine = make_action(plan=plan, town=town)
    url = reverse("plans:action_detail", args=[mine.pk])

    client_of(town.owner).post(url, {"version": 0, "safety": "residents"})
    wrong = client_of(town.owner).post(url, {"version": 1, "safety": "politie"})

    assert ActionDetail.objects.get(action=mine).safety == "residents"
    assert wrong.status_code == 200


def test_others_say_nothing_about_it(town, plan, client_of):
    mine = make_action(plan=plan, town=town)

    answer = client_of(town.reporter).post(reverse("plans:action_detail", args=[mine.pk]), {"safety": "residents"})

    assert answer.status_code == 403
    assert not ActionDetail.objects.filter(action=mine).exists()


def test_two_people_who_choose_another_part_see_both_in_words(town, plan, client_of):
    mine = make_action(plan=plan, town=town)
    url = reverse("plans:action_detail", args=[mine.pk])
    client_of(town.owner).post(url, {"version": 0, "safety": "residents", "where": "offline"})

    clash = client_of(town.owner).post(url, {"version": 0, "safety": "clean"}).content.decode()

    assert "“Bewoners pakken dit zelf op”" in clash and "“residents”" not in clash
    assert "“Op straat of in gebouwen”" in clash and "“offline”" not in clash
