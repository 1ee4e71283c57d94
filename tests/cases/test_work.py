"""What waits for whom in cases."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.boards import work_for
from cases.models import Case, ExchangeEntry
from tests.factories import make_case, make_diagnosis

TODAY = timezone.localdate


def kinds(user):
    return sorted((item.kind, item.title) for item in work_for(user, TODAY()))


def test_owner_sees_what_is_due_open_and_undiagnosed(town):
    due = make_case(town=town, title="Check", review_on=TODAY() + timedelta(days=3))
    make_diagnosis(case=due, by=town.owner)
    fresh = make_case(town=town, title="Vers")
    ExchangeEntry.objects.create(case=fresh, kind="question", text="Wie?", function="t", by=town.assessor)
    make_case(town=town, title="Van een ander", owner=town.outsider)
    make_case(town=town, title="Oefening", exercise=True)

    assert kinds(town.owner) == [("question", "Vers"), ("review", "Check"), ("undiagnosed", "Vers")]
    assert work_for(town.owner, TODAY())[0].days_left(TODAY()) == 3


def test_flagged_case_waits_for_owner_and_coordinator(town):
    case = make_case(town=town, title="Weer onrust", reassess=True)
    make_diagnosis(case=case, by=town.owner)

    assert kinds(town.owner) == kinds(town.coordinator) == [("reassess", "Weer onrust")]
    assert kinds(town.executive) == kinds(town.outsider) == []


def test_closed_case_does_not_wait_unless_flagged(town):
    case = make_case(town=town, review_on=TODAY())
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=timezone.now())

    assert work_for(town.owner, TODAY()) == []


def test_deputy_sees_what_is_late(town):
    case = make_case(town=town, deputy=town.assessor, review_on=TODAY() - timedelta(days=1), title="Te laat")
    make_diagnosis(case=case, by=town.owner)

    assert kinds(town.assessor) == [("review", "Te laat")]


@pytest.mark.parametrize("number", [1, 3])
def test_same_statements_with_one_and_three(town, number):
    for _ in range(number):
        case = make_case(town=town, review_on=TODAY(), reassess=True)
        ExchangeEntry.objects.create(case=case, kind="question", text="Wie?", function="t", by=town.assessor)
    town.owner.permissions  # noqa: B018  the roles are read once per request

    with CaptureQueriesContext(connection) as queries:
        work_for(town.owner, TODAY())

    assert len(queries) == 2
