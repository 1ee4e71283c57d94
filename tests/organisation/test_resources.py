"""The list of pages elsewhere: everybody reads it and says what is broken, the admin keeps it (R-B-150)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from common.models import AuditEvent
from organisation.models import Resource
from organisation.resources import SHIPPED

LIST, ADMIN = "/bronnen/", "/beheer/bronnen/"


@pytest.fixture
def resource(db):
    return Resource.objects.create(
        name="Het buurtoverleg", url="https://www.kis.nl/buurt", topic="guide", about="Samen."
    )


def fields(**changes):
    data = {"name": "Een cursus", "url": "https://www.kis.nl/cursus", "topic": "learn", "active": "on", "version": 1}
    return {**data, **changes}


@pytest.mark.parametrize("who", ["reporter", "owner", "executive", "admin"])
def test_everybody_reads_the_list_by_topic(town, client_of, resource, who):
    Resource.objects.create(name="Niet meer", url="https://www.kis.nl/oud", topic="learn", active=False)

    page = client_of(getattr(town, who)).get(LIST).content.decode()

    assert 'href="https://www.kis.nl/buurt"' in page and "Handreikingen en methoden" in page
    assert "Niet meer" not in page and "Leren en oefenen" not in page
    assert ("Bronnen beheren" in page) is (who == "admin")


def test_broken_link_is_reported_once_and_the_admin_sees_by_whom_and_why(town, client_of, resource):
    url = reverse("resources:broken", args=[resource.pk])
    assert client_of(town.reporter).post(url, {"note": "De pagina bestaat niet."}).url == LIST
    client_of(town.owner).post(url, {"note": "Ik zie niets."})

    resource.refresh_from_db()
    assert (resource.broken_by, resource.broken_note) == (town.reporter, "De pagina bestaat niet.")
    assert AuditEvent.objects.filter(action="resource.reported").count() == 1
    assert "deze link werkt niet" in client_of(town.owner).get(LIST).content.decode()
    admin = client_of(town.admin)
    assert "Mila Melder: De pagina bestaat niet." in admin.get(ADMIN).content.decode()
    assert "Een link naar een bron werkt niet" in admin.get(reverse("organisation:admin")).content.decode()


def test_admin_who_saves_it_ends_the_report(town, client_of, resource):
    Resource.objects.update(broken_on=timezone.localdate(), broken_by=town.reporter, broken_note="Kapot.")
    data = fields(name=resource.name, url="https://www.kis.nl/nieuw", topic="guide")

    answer = client_of(town.admin).post(reverse("organisation:resource", args=[resource.pk]), data)

    resource.refresh_from_db()
    assert answer.status_code == 302
    assert (resource.url, resource.broken_on, resource.broken_by, resource.broken_note) == (
        "https://www.kis.nl/nieuw", None, None, "",
    )  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [{"url": "javascript:alert(1)"}, {"url": "ftp://www.kis.nl/"}, {"url": "kis"}, {"name": ""}, {"topic": "x"}],
)
def test_wrong_page_is_refused(town, client_of, wrong):
    answer = client_of(town.admin).post(reverse("organisation:resource_new"), fields(**wrong))

    assert answer.status_code == 200 and answer.context["form"].errors
    assert not Resource.objects.exists()


def test_note_with_a_personal_number_is_refused(town, client_of, resource):
    answer = client_of(town.reporter).post(
        reverse("resources:broken", args=[resource.pk]), {"note": "Bel BSN 111222333."}
    )

    resource.refresh_from_db()
    assert answer.status_code == 200 and resource.broken_on is None


@pytest.mark.parametrize("who", ["owner", "coordinator", "reporter"])
def test_only_the_admin_keeps_the_list(town, client_of, resource, who):
    client = client_of(getattr(town, who))

    for name, args in (("resources", []), ("resource", [resource.pk]), ("resource_new", []), ("resources_take", [])):
        assert client.post(reverse(f"organisation:{name}", args=args), fields()).status_code in (403, 405)
    assert Resource.objects.count() == 1


def test_pages_that_the_guides_name_are_taken_over_once(town, client_of):
    Resource.objects.create(name=SHIPPED[0]["name"], url="https://www.eigen.example/", topic="other")
    client, url = client_of(town.admin), reverse("organisation:resources_take")

    client.post(url)
    first = Resource.objects.count()
    client.post(url)

    assert first == Resource.objects.count() == len(SHIPPED)
    assert Resource.objects.get(name=SHIPPED[0]["name"]).url == "https://www.eigen.example/"


@pytest.mark.parametrize("row", SHIPPED, ids=lambda row: row["name"])
def test_pages_that_come_along_are_whole(row):
    Resource(**row).full_clean(validate_unique=False, validate_constraints=False)
    assert row["publisher"] and row["about"]


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_three(town, client_of, django_assert_max_num_queries, number):
    for index in range(number):
        Resource.objects.create(name=f"Bron {index}", url=f"https://www.kis.nl/{index}", topic="guide")
    client = client_of(town.reporter)
    client.get(LIST)

    with django_assert_max_num_queries(6):
        client.get(LIST)
