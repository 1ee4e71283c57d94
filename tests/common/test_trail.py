"""The trail that only grows, saving under concurrent edits, paging, and the marks on views."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import DatabaseError, transaction
from django.test import RequestFactory
from django.utils import timezone

from common import audit
from common.edits import Changed, save_if_unchanged
from common.guards import guard, public, signed_in
from common.models import AuditEvent, Job
from common.origin import set_origin
from common.paging import keyset
from common.refusal import Refused
from organisation.models import Organisation
from organisation.roles import Permission
from tests.people import Town


def test_a_line_holds_who_what_result_and_origin(town: Town):
    set_origin("web 127.0.0.1 abc")

    audit.record("case.read", town.theme, by=town.owner)

    line = AuditEvent.objects.get()
    assert (line.actor, line.action, line.object) == (
        f"gebruiker:{town.owner.pk}",
        "case.read",
        f"organisation.theme:{town.theme.pk}",
    )
    assert (line.result, line.origin) == ("ok", "web 127.0.0.1 abc")


def test_a_line_holds_no_title(town: Town):
    audit.record("case.read", town.theme, by=None)

    line = AuditEvent.objects.get()
    assert town.theme.name not in str(vars(line))
    assert line.actor == "systeem"


def test_a_line_cannot_be_changed(town: Town):
    audit.record("case.read", town.theme, by=town.owner)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.update(actor="een ander")

    assert AuditEvent.objects.get().actor == f"gebruiker:{town.owner.pk}"


def test_a_line_cannot_be_deleted(town: Town):
    audit.record("case.read", town.theme, by=town.owner)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.all().delete()

    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_emptying_a_test_database_still_works():
    """The teardown of this test would fail if the triggers stood in its way."""
    audit.record("test", "iets:1", by=None)

    assert AuditEvent.objects.count() == 1


def test_saving_over_a_newer_version_is_refused(town: Town):
    mine, theirs = Organisation.objects.get(pk=1), Organisation.objects.get(pk=1)
    theirs.name = "Van een collega"
    save_if_unchanged(theirs, ["name"], seen=1)
    mine.name = "Van mij"

    with pytest.raises(Changed) as clash:
        save_if_unchanged(mine, ["name"], seen=1)

    assert clash.value.current.name == "Van een collega"  # type: ignore[attr-defined]
    assert Organisation.objects.get(pk=1).name == "Van een collega"


def test_saving_what_was_seen_raises_the_version(town: Town):
    mine = Organisation.objects.get(pk=1)
    mine.name = "Nieuw"

    save_if_unchanged(mine, ["name"], seen=1)

    assert (mine.version, Organisation.objects.get(pk=1).name) == (2, "Nieuw")


def test_pages_show_each_row_once_also_at_the_same_moment(db):
    same = timezone.now()
    for number in range(5):
        Job.objects.create(task=str(number), created=same - timedelta(seconds=number // 3))
    seen, cursor = [], ""
    while True:
        found = keyset(Job.objects.all(), cursor, by="created", size=2)
        seen += [job.pk for job in found]
        cursor = found.next_cursor
        if not cursor:
            break

    assert seen == list(Job.objects.order_by("-created", "-pk").values_list("pk", flat=True))


@pytest.mark.parametrize(
    "cursor",
    ["x", "_", "2024-01-01_1", "2024-01-01T00:00:00+00:00_-1", "2024-01-01T00:00:00+00:00_x", "\x00", "9" * 99],
)
def test_an_odd_cursor_gives_the_first_page(db, cursor):
    Job.objects.create(task="a")

    found = keyset(Job.objects.all(), cursor, by="created")

    assert (len(found), found.first) == (1, True)


def _request(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_a_guard_lets_in_who_may(town: Town):
    view = guard(Permission.PRIVACY)(lambda request: "binnen")

    assert view(_request(town.privacy)) == "binnen"


def test_a_guard_refuses_who_may_not_and_records_it(town: Town):
    view = guard(Permission.PRIVACY)(lambda request: "binnen")

    with pytest.raises(Refused):
        view(_request(town.reporter))

    assert AuditEvent.objects.get().action == "view.refused"


def test_marks_can_be_read_from_a_view():
    def view(request):
        return None

    assert guard(Permission.PRIVACY)(view).guard == (Permission.PRIVACY,)
    assert signed_in(view).guard == ()
    assert public(view).guard is None


def test_a_part_of_a_page_that_was_just_opened_adds_no_line(town: Town):
    audit.record("case.read", "cases.case:1", by=town.owner)

    audit.record_part("plan.read", "cases.case:1", by=town.owner, of="case.read")

    assert not AuditEvent.objects.filter(action="plan.read").exists()


@pytest.mark.parametrize("other", ["person", "object", "refused", "long ago", "nothing"])
def test_a_part_that_is_opened_by_itself_adds_a_line(town: Town, other: str):
    if other != "nothing":
        audit.record(
            "case.read",
            "cases.case:2" if other == "object" else "cases.case:1",
            by=town.assessor if other == "person" else town.owner,
            result="refused" if other == "refused" else "ok",
        )
    later = timezone.now() + timedelta(minutes=2 if other == "long ago" else 0)

    with patch("common.audit.timezone.now", return_value=later):
        audit.record_part("plan.read", "cases.case:1", by=town.owner, of="case.read")

    assert AuditEvent.objects.filter(action="plan.read", actor=f"gebruiker:{town.owner.pk}").count() == 1
