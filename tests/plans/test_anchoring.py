"""Anchoring: four ways with their next date, and what was forgotten on the work list."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from common.refusal import Refused
from plans import actions, actions_anchoring
from plans.boards import work_for
from plans.content import plan_content, read
from plans.models_anchoring import Anchoring

TODAY = timezone.localdate
FIELDS = {"what": "Overleg met de werkgroep", "where": "", "how_often": "", "who": "", "last_on": None}


def keep(plan, by, code="AN1", *, next_on=None, stopped=False, seen=0, **fields):
    values = {**FIELDS, **fields, "next_on": next_on, "stopped": stopped}
    return actions_anchoring.keep_anchoring(plan=plan, code=code, by=by, seen=seen, **values)


def url(plan, code="AN1"):
    return reverse("plans:anchoring_item", args=[plan.pk, code])


def data(**fields):
    return {"version": 0, "what": "Overleg met de werkgroep", **fields}


def test_four_ways_are_offered_and_one_is_planned(town, plan, client_of):
    client = client_of(town.owner)
    page = reverse("plans:anchoring", args=[plan.pk])
    assert client.get(page).content.decode().count("Nog niet gepland") == 4

    client.post(url(plan), data(next_on="2027-03-01", how_often="elk kwartaal", who="wijkmanager"))

    text = client.get(page).content.decode()
    assert text.count("Nog niet gepland") == 3
    assert "elk kwartaal" in text


def test_what_goes_on_has_a_next_date(town, plan):
    with pytest.raises(Refused, match="volgende keer") as no:
        keep(plan, town.owner)

    assert no.value.source == "Vlaamse handreiking · Verankering"
    assert keep(plan, town.owner, stopped=True).stopped


def test_moving_the_date_keeps_what_it_was(town, plan):
    row = keep(plan, town.owner, next_on=TODAY())

    keep(plan, town.owner, next_on=TODAY() + timedelta(days=90), last_on=TODAY(), seen=row.version)

    row.refresh_from_db()
    assert row.next_on == TODAY() + timedelta(days=90)
    assert TODAY() in row.history.values_list("next_on", flat=True)


def test_anchoring_leaves_an_approved_plan_approved(town, plan, action):
    actions.submit(plan=plan, by=town.owner)
    actions.approve(plan=plan, by=town.executive)

    keep(plan, town.owner, next_on=TODAY())

    plan.refresh_from_db()
    assert plan.state == "approved"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "next_on"),
        ({"next_on": "31-02-2026"}, "next_on"),
        ({"next_on": "9999-01-01"}, "next_on"),
        ({"next_on": "2027-01-01", "last_on": "2999-01-01"}, "last_on"),
        ({"next_on": "2027-01-01", "what": ""}, "what"),
        ({"next_on": "2027-01-01", "who": "BSN 123456782"}, "who"),
    ],
)
def test_broken_input_says_so_at_the_field(town, plan, client_of, fields, field):
    answer = client_of(town.owner).post(url(plan), data(**fields))

    assert field in answer.context["form"].errors
    assert not Anchoring.objects.exists()


def test_the_way_back_names_the_way_of_anchoring_instead_of_its_code(town, plan, client_of):
    trail = client_of(town.owner).get(url(plan, "AN3")).context["trail"]

    assert trail[-1] == ("Leerpunten van het traject delen", "")


@pytest.mark.parametrize("code", ["AN5", "an1", "x", "AN1'"])
def test_an_unknown_way_is_not_found(town, plan, client_of, code):
    assert client_of(town.owner).post(url(plan, code), data(next_on="2027-01-01")).status_code == 404


@pytest.mark.parametrize(
    ("name", "reads", "writes"), [("assessor", 200, 403), ("executive", 200, 403), ("outsider", 404, 404)]
)
def test_others_read_at_most(town, plan, client_of, name, reads, writes):
    client = client_of(getattr(town, name))

    assert client.get(reverse("plans:anchoring", args=[plan.pk])).status_code == reads
    assert client.post(url(plan), data(next_on="2027-01-01")).status_code == writes
    assert not Anchoring.objects.exists()


def test_second_editor_sees_both(town, plan, client_of):
    client_of(town.owner).post(url(plan), data(next_on="2027-01-01", who="wijkmanager"))

    text = client_of(town.coordinator).post(url(plan), data(next_on="2027-02-01", who="jeugdwerk")).content.decode()

    assert Anchoring.objects.get().who == "wijkmanager"
    assert "Er staat nu: “wijkmanager”" in text


@pytest.mark.parametrize(
    ("days", "stopped", "change", "listed"),
    [
        (-1, False, {}, True),
        (0, False, {}, False),
        (1, False, {}, False),
        (-1, True, {}, False),
        (-1, False, {"state": "closed", "closed_at": timezone.now()}, False),
        (-1, False, {"exercise": True}, False),
    ],
)
def test_what_was_forgotten_stands_on_the_work_list_of_the_owner(town, plan, days, stopped, change, listed):
    row = keep(plan, town.owner, next_on=TODAY() + timedelta(days=days), stopped=stopped)
    Case.objects.filter(pk=plan.case_id).update(**change)

    found = [item.kind for item in work_for(town.owner, TODAY()) if item.kind == "Verankering"]

    assert found == (["Verankering"] if listed else [])
    assert listed is (row.late(TODAY()) and not change)


def test_plan_page_and_version_show_it(town, plan, client_of):
    keep(plan, town.owner, next_on=TODAY() - timedelta(days=3))

    text = client_of(town.owner).get(reverse("plans:detail", args=[plan.case_id])).content.decode()

    assert "1 van 4 gepland" in text
    assert "1 te laat" in text
    assert [line.what for line in read(plan_content(plan).as_json()).anchoring] == ["Overleg met de werkgroep"]


@pytest.mark.parametrize("number", [1, 4])
def test_page_takes_as_many_queries_for_four(town, plan, client_of, django_assert_num_queries, number):
    for code in ("AN1", "AN2", "AN3", "AN4")[:number]:
        keep(plan, town.owner, code, next_on=TODAY())
    client = client_of(town.owner)
    page = reverse("plans:anchoring", args=[plan.pk])
    client.get(page)

    with django_assert_num_queries(QUERIES):
        client.get(page)


QUERIES = 7
