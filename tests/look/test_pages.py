"""The frame of the pages: who coordinates, what the site is for, and errors that help."""

import pytest
from django.conf import settings
from django.db import connection
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from organisation.models import Organisation
from pvk import views
from pvk.navigation import MENU


def test_footer_says_who_coordinates_and_who_steps_in(town, client_of):
    Organisation.objects.update(executive_name="de burgemeester", executive_portfolio="samenleven")
    town.coordinator.phone = "030 123 45 67"
    town.coordinator.save()

    text = client_of(town.reporter).get("/over/").content.decode()

    assert "Cor Coördinator" in text
    assert 'href="tel:0301234567"' in text
    assert 'href="mailto:coordinator@voorbeeldstad.example"' in text
    assert "Bij afwezigheid: Eva Eigenaar" in text
    assert "Bestuurlijk verantwoordelijk: de burgemeester (samenleven)" in text


def test_visitor_without_account_sees_no_names(town):
    text = Client().get("/over/").content.decode()

    assert "Cor Coördinator" not in text
    assert "Eva Eigenaar" not in text
    assert "Voorbeeldstad" in text


def test_about_page_names_the_real_periods(town):
    Organisation.objects.update(keep_signals_months=7, keep_cases_months=31)

    text = Client().get("/over/").content.decode()

    assert "na 7 maanden" in text
    assert "na 31 maanden" in text


@pytest.mark.parametrize("address", ["/over/", "/toegankelijkheid/", "/inloggen/"])
def test_public_page_opens_for_everyone_with_one_heading(town, client_of, address):
    assert Client().get(address).content.decode().count("<h1") == 1
    if address != "/inloggen/":
        assert client_of(town.owner).get(address).content.decode().count("<h1") == 1


def test_login_lists_the_demo_roles_only_in_the_demo(town, monkeypatch):
    monkeypatch.setattr(settings, "DEMO", True)
    shown = Client().get("/inloggen/").content.decode()
    monkeypatch.setattr(settings, "DEMO", False)
    hidden = Client().get("/inloggen/").content.decode()

    assert shown.count("voorbeeldstad.<wbr>example") == 7
    assert "Privacyfunctionaris" in shown
    assert "voorbeeldstad." not in hidden.replace("Voorbeeldstad", "")


def test_wrong_password_says_so_without_saying_which_part(town):
    known = Client().post("/inloggen/", {"username": "melder@voorbeeldstad.example", "password": "x"})
    unknown = Client().post("/inloggen/", {"username": "niemand@voorbeeldstad.example", "password": "x"})

    for response in [known, unknown]:
        assert "Het e-mailadres of het wachtwoord klopt niet." in response.content.decode()
        assert "<title>Fout: Inloggen" in response.content.decode()


def test_unknown_address_helps_on(town, client_of):
    response = client_of(town.owner).get("/bestaat-niet/")

    assert response.status_code == 404
    assert "Deze pagina is er niet" in response.content.decode()
    assert "Naar mijn werkvoorraad" in response.content.decode()


def test_expired_form_says_that_nothing_was_saved(town):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/inloggen/", {"username": "a@b.nl", "password": "x"})

    assert response.status_code == 403
    assert "Uw formulier is verlopen" in response.content.decode()


def test_broken_request_gets_a_dutch_page(town):
    response = Client().get("/over/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "Dit verzoek klopt niet" in response.content.decode()


def test_page_of_a_broken_server_needs_no_database():
    def no_queries(*args: object) -> None:
        raise AssertionError("the database was asked")

    with connection.execute_wrapper(no_queries):
        response = views.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "Er ging iets mis" in response.content.decode()


def test_refusal_shows_sentence_and_source(rf, town):
    class Refusal:
        sentence = "Kies eerst een gebied."
        source = "ESS-handreiking §2.3"

    text = render_to_string("refused.html", {"refusal": Refusal()})

    assert "Kies eerst een gebied." in text
    assert "Bron: ESS-handreiking §2.3" in text


def test_every_entry_of_the_menu_leads_somewhere():
    assert [entry.url_name for entry in MENU if not entry.url] == []


def test_error_in_the_form_stands_in_the_title(town, client_of):
    text = client_of(town.admin).post("/beheer/huisstijl/", {}).content.decode()

    assert "<title>Fout: Huisstijl - Voorbeeldstad</title>" in text


COMPONENTS = [
    ('badge.html" with text=evil kind="ok"', "badge--ok"),
    ('status.html" with text=evil kind="warn"', "status--warn"),
    ('empty.html" with title=evil text=evil action_url="/x/" action_label=evil', 'href="/x/"'),
    ('alert.html" with kind="danger" title=evil text=evil', "utrecht-alert--error"),
    ('alert.html" with kind="warn" text=evil', "utrecht-alert--warning"),
    ('button_link.html" with url="/x/" label=evil kind="secondary"', "secondary-action"),
    ('help.html" with summary=evil text=evil source=evil', "Bron: &lt;b&gt;"),
    ('definition_list.html" with items=rows', "<dt>&lt;b&gt;</dt>"),
    ('crumbs.html" with trail=rows', "Kruimelpad"),
]


@pytest.mark.parametrize(("call", "expected"), COMPONENTS)
def test_component_shows_what_it_gets_as_text(call, expected):
    text = Template('{% include "components/' + call + " %}").render(
        Context({"evil": "<b>", "rows": [("<b>", "<b>"), ("leeg", "")]})
    )

    assert expected in text
    assert "<b>" not in text
    assert "&lt;b&gt;" in text


def test_next_page_keeps_the_filters(rf):
    request = rf.get("/signalen/?soort=onrust&na=oud")
    text = Template('{% include "components/pagination.html" %}').render(
        Context({"request": request, "page": {"next_cursor": "2026-05-03T10:00:00+00:00_5", "first": False}})
    )

    assert "soort=onrust&amp;na=2026-05-03T10%3A00%3A00%2B00%3A00_5" in text
    assert 'href="?soort=onrust"' in text


def test_gallery_and_home_share_the_same_address_names():
    assert reverse("about") == "/over/"
    assert reverse("accessibility") == "/toegankelijkheid/"
