"""Which route wins: a truth table, and what is said when one does not work."""

import pytest
from django.utils import timezone

from common.models import Mail
from organisation import routes
from organisation.models import Area, EscalationRoute, Step, Theme, User
from tests.people import Town


def make_route(town: Town, *, area: Area | None = None, theme: Theme | None = None, **fields) -> EscalationRoute:
    values = {
        "step": Step.ACUTE,
        "department": town.social,
        "owner": town.owner,
        "stand_in": town.coordinator,
        **fields,
    }
    return EscalationRoute.objects.create(area=area, theme=theme, **values)


ALL = ("buurt+thema", "buurt", "wijk+thema", "wijk", "gemeente+thema", "overal+thema", "gemeente", "overal")


@pytest.fixture
def every_route(town) -> dict[str, EscalationRoute]:
    where = {
        "buurt": town.neighbourhood,
        "wijk": town.district,
        "gemeente": town.municipality,
        "overal": None,
    }
    return {
        name: make_route(
            town, area=where[name.partition("+")[0]], theme=town.theme if name.endswith("+thema") else None
        )
        for name in ALL
    }


@pytest.mark.parametrize("best", range(len(ALL)))
def test_find_takes_the_most_precise_route_that_is_left(town, every_route, best):
    for name in ALL[:best]:
        every_route[name].active = False
        every_route[name].save()

    found = routes.find(Step.ACUTE, town.neighbourhood, town.theme)

    assert found is not None
    assert found.route == every_route[ALL[best]]


def test_find_without_theme_ignores_routes_for_a_theme(town, every_route):
    found = routes.find(Step.ACUTE, town.district, None)

    assert found is not None
    assert found.route == every_route["wijk"]


def test_find_never_takes_a_route_of_another_area_or_step(town):
    make_route(town, area=town.other_neighbourhood)
    make_route(town, step=Step.FOLLOW)

    assert routes.find(Step.ACUTE, town.neighbourhood, town.theme) is None


@pytest.mark.parametrize("broken", ["inactive", "never set a password"])
def test_find_passes_over_an_owner_without_login_and_says_so(town, broken):
    gone = User.objects.create(
        email="weg@voorbeeldstad.example",
        name="Wim Weg",
        is_active=broken != "inactive",
        password="!" if broken != "inactive" else "",
    )
    make_route(town, area=town.neighbourhood, owner=gone)
    net = make_route(town)

    found = routes.find(Step.ACUTE, town.neighbourhood, None)

    assert found is not None
    assert found.route == net
    assert "overgeslagen: Wim Weg kan niet inloggen" in found.why
    assert found.alerts == ("De route voor Rozenbuurt werkt niet: Wim Weg kan niet inloggen.",)


def test_find_without_a_working_route_mails_each_admin_once_a_day(town):
    for _ in range(2):
        assert routes.find(Step.TRIANGLE, town.neighbourhood, None) is None

    mail = Mail.objects.get()
    assert mail.to == town.admin.email
    assert mail.key == f"route:5:{timezone.localdate()}:{town.admin.pk}"
    assert "Rozenbuurt" not in mail.subject + mail.body


def test_find_informs_only_people_who_can_log_in(town):
    route = make_route(town)
    town.outsider.is_active = False
    town.outsider.save()
    route.informed.add(town.executive, town.outsider)

    found = routes.find(Step.ACUTE, town.neighbourhood, None)

    assert found is not None
    assert found.informed == [town.executive]
    assert found.alerts == ("Otto Anders moet worden geïnformeerd maar kan niet inloggen.",)


def test_find_says_that_a_stand_in_cannot_step_in(town):
    make_route(town)
    town.coordinator.is_active = False
    town.coordinator.save()

    found = routes.find(Step.ACUTE, town.neighbourhood, None)

    assert found is not None
    assert "Cor Coördinator niet inspringen" in found.alerts[0]


def test_find_says_in_one_sentence_why_here(town):
    make_route(town, area=town.district)

    found = routes.find(Step.ACUTE, town.neighbourhood, None)

    assert found is not None
    assert found.why == "Eva Eigenaar krijgt “Acuut signaal”, want dit is de route voor Bloemetjeswijk."


@pytest.mark.parametrize("number", [1, 3])
def test_find_costs_three_queries_whatever_it_weighs(town, django_assert_num_queries, number):
    areas = [town.neighbourhood, town.district, town.other_district][:number]
    for area in areas:
        make_route(town, area=area).informed.add(town.executive)

    with django_assert_num_queries(3):
        routes.find(Step.ACUTE, town.neighbourhood, town.theme)


def test_explain_says_why_each_other_route_lost(town, every_route):
    elsewhere = make_route(town, area=town.other_district)
    other_theme = make_route(town, theme=Theme.objects.create(name="Opvang"))

    weighed = routes.explain(Step.ACUTE, town.neighbourhood, town.theme)

    why = {passed.route.pk: passed.why for passed in weighed.passed}
    assert len(why) == 9
    assert why[elsewhere.pk] == "Deze route geldt alleen voor Havenkwartier."
    assert why[other_theme.pk] == "Deze route geldt alleen voor het thema Opvang."
    assert why[every_route["buurt"].pk] == "De route voor het thema Inrichting van de straat is preciezer."


def test_gaps_names_steps_without_a_working_route_for_the_whole_town(town, django_assert_num_queries):
    make_route(town)
    make_route(town, step=Step.FOLLOW, area=town.neighbourhood)
    make_route(town, step=Step.DEPARTMENT, area=town.municipality)

    with django_assert_num_queries(1):
        gaps = dict(routes.gaps())

    assert set(gaps) == {Step.FOLLOW, Step.INTERNAL_JOINT, Step.EXTERNAL, Step.TRIANGLE}
