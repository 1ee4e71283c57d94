"""Queries whose SQL is written once answer as the same queryset does, whatever they are asked."""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.models import Case, ExchangeEntry, Placement
from common.ready import ready
from organisation.models import User
from tests.factories import make_case, make_diagnosis, make_placement


@ready
def due_by(owner: int, day: date) -> QuerySet[Case]:
    rows = Case.objects.filter(Q(owner=owner) | Q(deputy=owner), review_on__lte=day).order_by("pk")
    return rows.select_related("owner", "diagnosis__placement")


@ready
def opened_since(moment: datetime, backwards: bool) -> QuerySet[Case]:
    return Case.objects.filter(opened_at__gte=moment).order_by("-pk" if backwards else "pk")


def test_the_same_rows_for_other_values(town, django_assert_num_queries):
    today = timezone.localdate()
    first = make_case(town=town, review_on=today)
    second = make_case(town=town, review_on=today + timedelta(days=5))
    make_diagnosis(case=second, by=town.owner, x=3, y=2)

    assert due_by(town.owner.pk, today) == [first]
    assert due_by(town.owner.pk, day=today + timedelta(days=5)) == [first, second]
    assert due_by(town.coordinator.pk, today) == []
    with django_assert_num_queries(1):
        found = due_by(town.owner.pk, today + timedelta(days=5))
        assert found[0].owner.name == town.owner.name
        assert (found[0].diagnosis, found[1].diagnosis.placement.x_min) == (None, 3)


def test_a_bool_chooses_another_query(town):
    cases = [make_case(town=town) for _ in range(3)]
    before = timezone.now() - timedelta(minutes=1)

    assert opened_since(before, backwards=False) == cases
    assert opened_since(before, backwards=True) == cases[::-1]
    assert opened_since(timezone.now() + timedelta(minutes=1), backwards=True) == []


def test_values_keep_their_types(town):
    """Each way of reading rows gives what the queryset itself gives: dates, moments, lists and annotations too."""
    case = make_case(town=town, forms=["silence"], review_on=timezone.localdate())
    ExchangeEntry.objects.create(case=case, kind="question", text="Wie?", function="team", by=town.assessor)
    make_placement(case=case, by=town.assessor)
    columns = ("pk", "forms", "review_on", "opened_at", "exercise", "owner__name")

    def rows(case: int) -> QuerySet[Case]:
        unanswered = ExchangeEntry.objects.filter(case=OuterRef("pk"), replies__isnull=True)
        found = Case.objects.filter(pk=case).annotate(asks=Exists(unanswered), n=Count("placements"))
        return found.order_by("pk")

    def tuples(case: int) -> QuerySet[Case]:
        return rows(case).values_list(*columns, "asks", "n")

    def named(case: int) -> QuerySet[Case]:
        return rows(case).values_list(*columns, "n", named=True)

    def dicts(case: int) -> QuerySet[Case]:
        return rows(case).values(*columns, "n")

    def flat(case: int) -> QuerySet[Case]:
        return rows(case).values_list("opened_at", flat=True)

    for build in (tuples, named, dicts, flat):
        assert ready(build)(case.pk) == list(build(case.pk)) != []
    (found,) = ready(rows)(case.pk)
    assert (found, found.asks, found.n, found.forms, found.opened_at) == (case, True, 1, ["silence"], case.opened_at)


def test_columns_left_out_are_fetched_when_asked(town, django_assert_num_queries):
    make_case(town=town, title="Het plein")

    @ready
    def short(owner: int) -> QuerySet[Case]:
        return Case.objects.filter(owner=owner).only("title")[:1]

    (found,) = short(town.owner.pk)
    with django_assert_num_queries(1):
        assert (found.title, found.reason != "") == ("Het plein", True)


def test_sql_is_written_once(town):
    written = []

    @ready
    def mine(owner: int) -> QuerySet[Case]:
        written.append(owner)
        return Case.objects.filter(owner=owner)

    for _ in range(3):
        mine(town.owner.pk)

    assert len(written) == 1


def test_markup_in_a_value_is_a_value(town):
    @ready
    def named(name: str) -> QuerySet[User]:
        return User.objects.filter(name=name)

    assert named("' OR 1=1 --") == []
    assert named(town.owner.name) == [town.owner]


@pytest.mark.parametrize("moment", [timezone.now(), timezone.localdate()], ids=["moment", "day"])
def test_a_moment_inside_is_refused(town, moment):
    @ready
    def late(owner: int) -> QuerySet[Case]:
        return Case.objects.filter(owner=owner, review_on__lt=moment)

    with pytest.raises(TypeError, match="moment inside a ready query"):
        late(town.owner.pk)


def test_prefetch_is_refused(town):
    @ready
    def with_areas(owner: int) -> QuerySet[Case]:
        return Case.objects.filter(owner=owner).prefetch_related("areas")

    with pytest.raises(TypeError, match="prefetch_related"):
        with_areas(town.owner.pk)


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection(town):
    """What one thread made ready, another asks."""
    make_placement(case=make_case(town=town), by=town.owner)

    @ready
    def placed(by: int) -> QuerySet[Placement]:
        return Placement.objects.filter(by=by)

    assert len(placed(town.owner.pk)) == 1
    used = []

    def ask() -> None:
        with connection.execute_wrapper(lambda execute, *args: used.append(connection.connection) or execute(*args)):
            found.append(len(placed(town.owner.pk)))
        connection.close()

    found: list[int] = []
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()

    assert (found, len(used)) == ([1], 1)
    assert used[0] is not connection.connection
