"""The screens of the privacy officer."""

import pytest

from common import audit
from common.models import AuditEvent, TextFlag
from tests.people import Town


def make_flag(town: Town, **fields) -> TextFlag:
    values = {"object": "signals.signal:1", "field": "what", "kinds": "naam", "reason": "Openbare avond", **fields}
    return TextFlag.objects.create(by=town.reporter, **values)


def test_the_officer_sees_reason_and_kind(town: Town, client_of):
    make_flag(town)

    body = client_of(town.privacy).get("/beheer/privacy/").content.decode()

    assert "Openbare avond" in body
    assert "Signaal 1" in body


@pytest.mark.parametrize("path", ["/beheer/privacy/", "/beheer/privacy/gelezen/"])
def test_others_are_refused(town: Town, client_of, path):
    make_flag(town)

    response = client_of(town.coordinator).get(path)

    assert response.status_code == 403
    assert "Openbare avond" not in response.content.decode()


def test_seen_leaves_the_list_and_stays_in_all(town: Town, client_of):
    flag = make_flag(town)
    client = client_of(town.privacy)

    client.post(f"/beheer/privacy/gezien/{flag.pk}/")
    client.post(f"/beheer/privacy/gezien/{flag.pk}/")

    flag.refresh_from_db()
    assert flag.seen_by == town.privacy
    assert AuditEvent.objects.filter(action="textflag.seen").count() == 1
    assert "Openbare avond" not in client.get("/beheer/privacy/").content.decode()
    assert "Openbare avond" in client.get("/beheer/privacy/?alles=1").content.decode()


def test_the_log_shows_who_read_one_object(town: Town, client_of):
    audit.record("case.read", "cases.case:12", by=town.owner)
    audit.record("case.read", "cases.case:13", by=town.assessor)

    events = client_of(town.privacy).get("/beheer/privacy/gelezen/?object=cases.case:12").context["events"]

    assert [(event.who, event.label) for event in events] == [("Eva Eigenaar", "Casus 12")]


def test_the_log_shows_what_one_colleague_did(town: Town, client_of):
    audit.record("case.read", "cases.case:12", by=town.owner)
    audit.record("case.read", "cases.case:13", by=town.assessor)

    events = client_of(town.privacy).get(f"/beheer/privacy/gelezen/?actor={town.assessor.pk}").context["events"]

    assert [event.label for event in events] == ["Casus 13"]


@pytest.mark.parametrize("query", ["object=' OR 1=1", "actor=999999", "actor=x", "na=x", "object=%00"])
def test_odd_filters_give_no_error(town: Town, client_of, query):
    assert client_of(town.privacy).get(f"/beheer/privacy/gelezen/?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/beheer/privacy/", "/beheer/privacy/gelezen/"])
def test_the_number_of_queries_does_not_grow(town: Town, client_of, path, django_assert_max_num_queries):
    for number in range(3):
        make_flag(town, object=f"cases.case:{number}")
        audit.record("case.read", f"cases.case:{number}", by=town.owner)
    client = client_of(town.privacy)
    client.get(path)

    with django_assert_max_num_queries(12):
        client.get(path)


@pytest.mark.parametrize(
    ("thing", "label"),
    [
        ("common.auditevent:lijst", "Logboek"),
        ("view:people", "Scherm people"),
        ("cases.case:12", "Casus 12"),
        ("common.textflag:3", "Bewaarde tekst 3"),
    ],
)
def test_the_log_names_what_it_was_about_in_dutch(town: Town, client_of, thing, label):
    audit.record("case.read", thing, by=town.owner)

    events = client_of(town.privacy).get(f"/beheer/privacy/gelezen/?actor={town.owner.pk}").context["events"]

    assert [event.label for event in events] == [label]
