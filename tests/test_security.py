"""What protects every page at once: headers, cookies, passwords, lock-out, and models that hold no resident."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from common import audit
from common.models import AuditEvent
from tests.people import PASSWORD

PERSON_WORDS = {
    "bsn",
    "birth",
    "birthdate",
    "geboortedatum",
    "citizen",
    "resident",
    "inwoner",
    "first_name",
    "last_name",
    "surname",
    "religion",
    "ethnicity",
    "nationality",
    "origin_country",
    "political",
    "orientation",
    "gender",
    "handle",
    "account_name",
    "plate",
}
PEOPLE_ALLOWED = {"user"}


def our_models():
    return [
        model
        for model in apps.get_models()
        if model.__module__.split(".")[0]
        in {"common", "organisation", "method", "signals", "cases", "analysis", "plans", "evaluation"}
    ]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_no_model_holds_a_resident_as_a_person(model):
    columns = {field.name for field in model._meta.get_fields()}

    assert not columns & PERSON_WORDS
    assert not model._meta.model_name.startswith(("person", "resident", "citizen", "suspect", "subject"))


def test_pages_carry_strict_headers(town, client_of):
    headers = client_of(town.owner).get("/").headers

    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(town):
    town.owner.set_password(PASSWORD)
    town.owner.save()
    browser = Client()

    browser.post(reverse("login"), {"username": town.owner.email, "password": PASSWORD})

    cookie = browser.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_password_is_stored_with_argon2(town):
    town.owner.set_password(PASSWORD)

    assert identify_hasher(town.owner.password).algorithm == "argon2"


def test_login_is_locked_after_five_bad_tries(town):
    town.owner.set_password(PASSWORD)
    town.owner.save()
    browser = Client()
    for _ in range(5):
        browser.post(reverse("login"), {"username": town.owner.email, "password": "fout"})

    answer = browser.post(reverse("login"), {"username": town.owner.email, "password": PASSWORD})

    assert answer.status_code == 429
    assert browser.get("/").status_code == 302


def test_form_without_its_token_is_refused(town):
    browser = Client(enforce_csrf_checks=True)

    assert browser.post(reverse("login"), {"username": "x", "password": "x"}).status_code == 403


@pytest.mark.parametrize("change", [lambda lines: lines.update(result="ok"), lambda lines: lines.delete()])
def test_line_of_the_trail_is_never_changed_or_removed(town, change):
    audit.record("case.read", "cases.case:1", by=town.owner, result="refused")

    with pytest.raises(DatabaseError), transaction.atomic():
        change(AuditEvent.objects.filter(object="cases.case:1"))

    assert AuditEvent.objects.get(object="cases.case:1").result == "refused"


def test_trail_has_no_room_for_free_text():
    texts = {
        field.name: field.max_length
        for field in AuditEvent._meta.get_fields()
        if field.get_internal_type() == "CharField"
    }

    assert set(texts) == {"actor", "action", "object", "result", "origin"}
    assert max(texts.values()) <= 80
    assert not [field for field in AuditEvent._meta.get_fields() if field.is_relation]
