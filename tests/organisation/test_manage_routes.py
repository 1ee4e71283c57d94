"""Escalation routes on the screen: no step without an owner, no last net taken away, and a tester that explains."""

import pytest
from django.urls import reverse

from organisation.models import EscalationRoute, Step


@pytest.fixture
def net(town) -> EscalationRoute:
    return EscalationRoute.objects.create(
        step=Step.ACUTE, department=town.social, owner=town.owner, stand_in=town.coordinator
    )


@pytest.fixture
def data(town) -> dict:
    return {
        "step": 2,
        "department": town.social.pk,
        "owner": town.owner.pk,
        "stand_in": town.coordinator.pk,
        "informed": [town.executive.pk],
        "within_hours": 24,
        "version": 1,
    }


def test_route_is_saved_with_who_is_informed(town, client_of, data):
    answer = client_of(town.admin).post(reverse("organisation:route_new"), data)

    assert answer.status_code == 302
    assert list(EscalationRoute.objects.get().informed.all()) == [town.executive]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("owner", ""),
        ("stand_in", ""),
        ("owner", "99999"),
        ("step", "9"),
        ("within_hours", "0"),
        ("within_hours", "99999"),
        ("informed", ["99999"]),
        ("area", "99999"),
        ("theme", "x"),
    ],
)
def test_route_with_broken_input_is_not_saved(town, client_of, data, field, value):
    answer = client_of(town.admin).post(reverse("organisation:route_new"), {**data, field: value})

    assert field in answer.context["form"].errors
    assert not EscalationRoute.objects.exists()


def test_route_to_someone_without_login_or_role_is_not_saved(town, client_of, data):
    town.outsider.memberships.all().delete()
    answer = client_of(town.admin).post(
        reverse("organisation:route_new"), {**data, "owner": town.outsider.pk, "stand_in": town.owner.pk}
    )

    assert "heeft geen rol" in answer.content.decode()


def test_second_route_for_the_same_is_refused_at_the_field(town, client_of, data, net):
    answer = client_of(town.admin).post(reverse("organisation:route_new"), {**data, "step": 0})

    assert "er al een route" in answer.content.decode()
    assert EscalationRoute.objects.count() == 1


def test_same_person_cannot_step_in_for_himself(town, client_of, data):
    answer = client_of(town.admin).post(reverse("organisation:route_new"), {**data, "stand_in": town.owner.pk})

    assert "stand_in" in answer.context["form"].errors


def test_last_net_of_a_step_is_not_stopped(town, client_of, net):
    url = reverse("organisation:route_stop", args=[net.pk])

    answer = client_of(town.admin).post(url, {"version": 1})

    assert answer.status_code == 403
    assert "Kies eerst wie het overneemt" in answer.content.decode()
    net.refresh_from_db()
    assert net.active


def test_last_net_cannot_be_narrowed_either(town, client_of, data, net):
    answer = client_of(town.admin).post(
        reverse("organisation:route", args=[net.pk]), {**data, "step": 0, "area": town.district.pk}
    )

    assert "Kies eerst wie het overneemt" in answer.content.decode()


def test_precise_route_is_stopped_and_stays_readable(town, client_of, net):
    route = EscalationRoute.objects.create(
        step=Step.ACUTE, area=town.district, department=town.social, owner=town.outsider, stand_in=town.owner
    )
    browser = client_of(town.admin)

    browser.post(reverse("organisation:route_stop", args=[route.pk]), {"version": 1})

    route.refresh_from_db()
    assert not route.active
    assert "Otto Anders" in browser.get(reverse("organisation:routes")).content.decode()


def test_route_changed_meanwhile_shows_both(town, client_of, data, net):
    url = reverse("organisation:route", args=[net.pk])
    browser = client_of(town.admin)
    browser.post(url, {**data, "step": 0, "within_hours": 4})

    answer = browser.post(url, {**data, "step": 0, "within_hours": 8})

    assert "Er staat nu: “4”" in answer.content.decode()
    net.refresh_from_db()
    assert net.within_hours == 4


def test_routes_page_marks_the_gaps(town, client_of, net):
    text = client_of(town.admin).get(reverse("organisation:routes")).content.decode()

    assert text.count("Deze stap heeft geen werkende route") == 5


def test_tester_says_who_and_why_and_why_not_others(town, client_of, net):
    EscalationRoute.objects.create(
        step=Step.ACUTE, area=town.other_district, department=town.social, owner=town.outsider, stand_in=town.owner
    )

    text = (
        client_of(town.admin)
        .get(reverse("organisation:tester"), {"step": 0, "area": town.neighbourhood.pk, "theme": town.theme.pk})
        .content.decode()
    )

    assert "Eva Eigenaar krijgt dit" in text
    assert "geldt de route voor de hele gemeente" in text
    assert "Deze route geldt alleen voor Havenkwartier." in text
    assert "24 uur" in text


def test_tester_says_when_nobody_gets_it_and_sends_nothing(town, client_of):
    from common.models import Mail

    answer = client_of(town.admin).get(reverse("organisation:tester"), {"step": 5, "area": town.district.pk})

    assert "Niemand krijgt dit" in answer.content.decode()
    assert not Mail.objects.exists()


@pytest.mark.parametrize("query", [{"step": "x"}, {"step": 0, "area": "999"}, {"step": 99, "area": "a"}])
def test_tester_with_broken_input_says_so(town, client_of, query):
    answer = client_of(town.admin).get(reverse("organisation:tester"), query)

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_the_last_net_of_a_step_says_why_it_stays_and_offers_no_link(town, client_of):
    fields = {"step": Step.ACUTE, "department": town.social, "owner": town.coordinator, "stand_in": town.owner}
    net = EscalationRoute.objects.create(**fields)
    only = client_of(town.admin).get(reverse("organisation:route", args=[net.pk])).content.decode()
    EscalationRoute.objects.create(**fields, area=town.municipality)
    both = client_of(town.admin).get(reverse("organisation:route", args=[net.pk])).content.decode()

    stop = reverse("organisation:route_stop", args=[net.pk])
    assert ("laatste route voor de hele gemeente" in only, stop in only) == (True, False)
    assert ("laatste route voor de hele gemeente" in both, stop in both) == (False, True)
