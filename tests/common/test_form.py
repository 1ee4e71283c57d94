"""Forms that check text, the check while typing, and safe saving under concurrent edits."""

import logging

import pytest
from django import forms
from django.db import connection

from common.forms import HINT, CheckedForm, VersionedForm
from common.models import AuditEvent, Job, TextFlag
from tests.people import Town


class Note(CheckedForm):
    what = forms.CharField(widget=forms.Textarea)
    mail = forms.CharField(required=False)
    unchecked = ("mail",)


def test_clean_text_passes(town: Town):
    form = Note({"what": "In de Rozenbuurt mijden groepen elkaar.", "mail": "jan@example.org"})

    assert form.is_valid()
    assert form.kept == {}


def test_a_number_is_refused_even_with_a_reason(town: Town):
    form = Note({"what": "BSN 123456782", "privacy_reason": "Nodig voor het dossier"})

    assert not form.is_valid()
    assert list(form.errors) == ["what"]


def test_a_name_asks_for_a_rewrite_or_a_reason(town: Town):
    form = Note({"what": "Volgens Karim Benali is het onrustig."})

    assert not form.is_valid()
    assert form.asks_reason


def test_a_reason_makes_a_flag_without_the_text(town: Town):
    form = Note({"what": "Volgens Karim Benali is het onrustig.", "privacy_reason": "Spreker op een openbare avond"})
    assert form.is_valid()

    form.flag(town.theme, by=town.owner)

    flag = TextFlag.objects.get()
    assert (flag.object, flag.field, flag.kinds) == (f"organisation.theme:{town.theme.pk}", "what", "naam")
    assert "Karim" not in str(vars(flag))


def test_a_reason_may_hold_no_personal_data_itself(town: Town):
    form = Note({"what": "Volgens Karim Benali is het onrustig.", "privacy_reason": "Karim Benali wil het zo"})

    assert not form.is_valid()
    assert "privacy_reason" in form.errors


def test_the_field_has_the_check_and_the_hint(town: Town):
    form = Note()

    assert str(form.fields["what"].widget.attrs["data-textcheck"]) == "/tekst/nakijken/"
    assert form.fields["what"].help_text == HINT
    assert "data-textcheck" not in form.fields["mail"].widget.attrs


def _stored() -> str:
    """Everything that stands in the database, as text."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [str(row) for row in cursor.fetchall()]
    return "\n".join(rows)


def test_typed_text_is_answered_and_kept_nowhere(town: Town, client_of, caplog):
    caplog.set_level(logging.DEBUG)
    client = client_of(town.reporter)

    response = client.post("/tekst/nakijken/", {"text": "Bel Wendelmoed Zandbergen op 06-12345678"})

    assert response.status_code == 200
    assert "telefoonnummer" in response.content.decode()
    for secret in ("Zandbergen", "12345678"):
        assert secret not in response.content.decode()
        assert secret not in _stored()
        assert secret not in caplog.text


@pytest.mark.parametrize("text", ["", "\x00", "<script>alert(1)</script>", "é" * 30_000])
def test_odd_text_gets_an_empty_answer(town: Town, client_of, text):
    response = client_of(town.reporter).post("/tekst/nakijken/", {"text": text})

    assert (response.status_code, response.content.strip()) == (200, b"")


def test_the_check_is_for_colleagues_only(client, db):
    assert client.post("/tekst/nakijken/", {"text": "x"}).status_code == 302


def test_the_check_does_not_answer_a_get(town: Town, client_of):
    assert client_of(town.reporter).get("/tekst/nakijken/").status_code == 405


class Edit(VersionedForm):
    name = forms.CharField()


def test_a_clash_shows_the_other_text_and_keeps_the_own(town: Town):
    from organisation.models import Organisation

    stored = Organisation.objects.get(pk=1)
    form = Edit({"name": "Anders", "version": "1"})
    assert form.is_valid()
    stored.version, stored.name = 2, "Van een collega"

    form.clashes(stored, ["name"])

    assert "Van een collega" in form.errors["name"][0]
    assert form["name"].value() == "Anders"
    assert str(form["version"].value()) == "2"


def test_nothing_is_written_by_a_form(town: Town):
    Note({"what": "Volgens Karim Benali is het onrustig."}).is_valid()

    assert (TextFlag.objects.count(), Job.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)
