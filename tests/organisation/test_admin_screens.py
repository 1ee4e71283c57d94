"""Every admin screen: opens for the admin, refuses others, and survives broken input."""

import pytest
from django.urls import reverse

from common.models import AuditEvent
from organisation.models import (
    Department,
    EscalationRoute,
    Instruction,
    Organisation,
    Partner,
    Step,
    Theme,
    User,
)

SCREENS = [
    "admin",
    "departments",
    "department_new",
    "themes",
    "theme_new",
    "partners",
    "partner_new",
    "resources",
    "resource_new",
    "people",
    "invite",
    "access",
    "areas",
    "area_new",
    "area_import",
    "routes",
    "route_new",
    "tester",
    "settings",
    "instructions",
    "mailbox",
]


@pytest.mark.parametrize("name", SCREENS)
def test_screen_opens_for_the_admin(town, client_of, name):
    answer = client_of(town.admin).get(reverse(f"organisation:{name}"))

    assert answer.status_code == 200
    assert answer.content.count(b"<h1>") == 1


@pytest.mark.parametrize("who", ["owner", "coordinator", "executive", "reporter"])
@pytest.mark.parametrize("name", SCREENS)
def test_screen_refuses_everyone_else(town, client_of, name, who):
    answer = client_of(getattr(town, who)).get(reverse(f"organisation:{name}"))

    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["department", "person", "person_edit", "area", "area_end", "route", "deactivate"])
def test_screen_of_one_row_opens_and_refuses(town, client_of, name):
    route = EscalationRoute.objects.create(
        step=Step.ACUTE, department=town.social, owner=town.owner, stand_in=town.coordinator
    )
    rows = {"department": town.social, "area": town.district, "area_end": town.neighbourhood, "route": route}
    url = reverse(f"organisation:{name}", args=[rows.get(name, town.reporter).pk])

    assert client_of(town.admin).get(url).status_code == 200
    assert client_of(town.coordinator).get(url).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_for_one_and_three_rows(town, client_of, django_assert_max_num_queries, number):
    for index in range(number):
        Department.objects.create(name=f"Afdeling {index}", domain="social", head=town.owner, deputy=town.assessor)
        Partner.objects.create(name=f"Partner {index}", kind="care")
        EscalationRoute.objects.create(
            step=Step.ACUTE,
            theme=Theme.objects.create(name=f"Thema {index}"),
            department=town.social,
            owner=town.owner,
            stand_in=town.coordinator,
        ).informed.add(town.executive)
        User.objects.create(email=f"n{index}@voorbeeldstad.example", name=f"Naam {index}")
    browser = client_of(town.admin)

    for name in ("admin", "departments", "partners", "people", "access", "areas", "routes"):
        with django_assert_max_num_queries(26 if name == "admin" else 9):
            assert browser.get(reverse(f"organisation:{name}")).status_code == 200


def test_admin_page_says_what_is_missing(town, client_of):
    Organisation.objects.filter(pk=1).update(coordinator=None)
    User.objects.create(email="leeg@voorbeeldstad.example", name="Lea Leeg")

    text = client_of(town.admin).get(reverse("organisation:admin")).content.decode()

    assert "Er is geen coördinator" in text
    assert "Medewerkers zonder rol: 1" in text
    assert "De stap “Driehoek betrokken” heeft geen werkende route" in text


def test_department_is_added_and_recorded(town, client_of):
    data = {"name": "Ruimte", "domain": "physical", "active": "on", "version": 1}

    answer = client_of(town.admin).post(reverse("organisation:department_new"), data)

    assert answer.status_code == 302
    department = Department.objects.get(name="Ruimte")
    assert AuditEvent.objects.filter(
        action="department.kept", object=f"organisation.department:{department.pk}"
    ).exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"name": "x" * 101},
        {"name": "a\x00b"},
        {"name": ""},
        {"domain": "ruimtevaart"},
        {"head": "999999"},
        {"email": "geen adres"},
        {"version": "x"},
    ],
)
def test_department_with_broken_input_says_so(town, client_of, broken):
    data = {"name": "Ruimte 🙂", "domain": "physical", "version": 1, **broken}

    answer = client_of(town.admin).post(reverse("organisation:department_new"), data)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Department.objects.filter(domain="physical").exists()


def test_department_saved_by_two_admins_shows_both_texts(town, client_of):
    url = reverse("organisation:department", args=[town.social.pk])
    data = {"name": "Samen leven", "domain": "social", "version": town.social.version}
    client_of(town.admin).post(url, data)

    answer = client_of(town.admin).post(url, {**data, "name": "Sociaal"})

    assert "Er staat nu: “Samen leven”" in answer.content.decode()
    town.social.refresh_from_db()
    assert town.social.name == "Samen leven"


def test_theme_name_with_personal_data_is_refused(town, client_of):
    answer = client_of(town.admin).post(
        reverse("organisation:theme_new"), {"name": "Klacht 111222333", "active": "on", "version": 1}
    )

    assert answer.status_code == 200
    assert not Theme.objects.filter(name__contains="111222333").exists()


def test_settings_clash_keeps_the_first(town, client_of):
    url = reverse("organisation:settings")
    browser = client_of(town.admin)
    initial = browser.get(url).context["form"]
    data = {name: initial[name].value() for name in initial.fields if initial[name].value() is not None}

    first = browser.post(url, {**data, "review_days_d": 7})
    second = browser.post(url, {**data, "review_days_d": 21})

    assert first.status_code == 302, first.context["form"].errors
    assert second.status_code == 200
    assert "Er staat nu: “7”" in second.content.decode()
    assert Organisation.objects.get().review_days_d == 7


@pytest.mark.parametrize("value", ["0", "-1", "99999999999999999999", "x", "1001"])
def test_settings_refuse_an_odd_period(town, client_of, value):
    url = reverse("organisation:settings")
    browser = client_of(town.admin)
    initial = browser.get(url).context["form"]
    data = {name: initial[name].value() for name in initial.fields if initial[name].value() is not None}

    answer = browser.post(url, {**data, "review_days_a": value})

    assert answer.status_code == 200
    assert "review_days_a" in answer.context["form"].errors


def test_settings_switch_the_words(town, client_of):
    from django.template import Context, Template

    Organisation.objects.update(words="vl")

    text = Template("{% load words %}{% word 'Gemeente' %} {% word 'buurt' %} {% word 'straat' %}").render(Context())

    assert text == "Lokaal bestuur statistische sector straat"


def test_instruction_keeps_the_old_version_readable(town, client_of):
    browser = client_of(town.admin)
    url = reverse("organisation:instruction", args=["acute"])
    assert "Bel 112" in browser.get(url).content.decode()
    browser.post(url, {"text": "Bel eerst 112.", "newest": 0})
    old = Instruction.objects.get()

    answer = browser.post(url, {"text": "Bel 112 en daarna {contact}.", "newest": old.pk})

    assert answer.status_code == 302
    assert Instruction.objects.count() == 2
    page = browser.get(reverse("organisation:instruction_version", args=[old.pk])).content.decode()
    assert "Bel eerst 112." in page


def test_instruction_written_by_two_shows_both(town, client_of):
    browser = client_of(town.admin)
    url = reverse("organisation:instruction", args=["unrest"])
    browser.post(url, {"text": "De eerste tekst.", "newest": 0})

    answer = browser.post(url, {"text": "De tweede tekst.", "newest": 0})

    assert "Er staat nu: “De eerste tekst.”" in answer.content.decode()
    assert Instruction.objects.count() == 1


def test_mailbox_shows_messages_only_without_a_mail_server(town, client_of, settings, tmp_path):
    name = "20261121-101010-1.log"
    (tmp_path / name).write_bytes(
        b'Content-Type: text/plain; charset="utf-8"\nSubject: Kies uw wachtwoord\nTo: a@b.example\n\nHallo.\n'
        + b"-" * 79
        + b"\n"
    )
    (tmp_path / "geheim.txt").write_text("geheim")
    settings.EMAIL_FILE_PATH = tmp_path
    browser = client_of(town.admin)
    url = reverse("organisation:letter", args=[name])

    assert "Kies uw wachtwoord" in browser.get(reverse("organisation:mailbox")).content.decode()
    assert "Hallo." in browser.get(url).content.decode()
    assert AuditEvent.objects.filter(action="mail.read").exists()
    assert browser.get(reverse("organisation:letter", args=["geheim.txt"])).status_code == 404
    settings.EMAIL_HOST = "mail.voorbeeldstad.example"
    assert browser.get(url).status_code == 404
