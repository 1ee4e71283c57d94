"""Reminders are facts with a unique key: once each, in working days, whatever the clock does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from cases import follow
from cases.models import Case
from organisation.models import Organisation, Reminder
from organisation.reminders import remind, settle
from organisation.workdays import is_first_workday_of_week, is_workday, workdays_after
from tests.factories import make_case
from tests.people import Town

DUE = date(2026, 6, 1)  # a Monday without holidays in the two weeks after it


def remind_on(town: Town, today: date, *, due: date = DUE, **changes) -> None:
    remind(
        **{
            "subject": "cases.case:1",
            "kind": "check",
            "due_on": due,
            "url": "/casussen/1/",
            "owner": town.owner,
            "deputy": town.assessor,
            "department": town.social,
            "today": today,
            **changes,
        }
    )


def stages() -> list[tuple[str, str]]:
    return [(reminder.stage, reminder.to.name) for reminder in Reminder.objects.order_by("pk")]


def test_nothing_before_the_day(town):
    remind_on(town, DUE - timedelta(days=1))

    assert stages() == []


def test_owner_then_deputy_then_head_each_once(town):
    for days in range(0, 15):
        for _ in range(3):
            remind_on(town, DUE + timedelta(days=days))

    assert stages() == [("owner", "Eva Eigenaar"), ("deputy", "Tom Team"), ("head", "Cor Coördinator")]


@pytest.mark.parametrize(("days", "expected"), [(2, 1), (3, 2), (8, 2), (9, 3)])
def test_days_are_working_days(town, days, expected):
    """Three and seven working days after a Monday: Thursday, and Wednesday a week later."""
    remind_on(town, DUE + timedelta(days=days))

    assert Reminder.objects.count() == expected


def test_holidays_do_not_count(town):
    organisation = Organisation.objects.get()

    assert workdays_after(date(2026, 12, 24), date(2026, 12, 28), organisation) == 1
    assert workdays_after(date(2027, 3, 25), date(2027, 3, 30), organisation) == 1  # Easter
    assert not is_workday(date(2026, 4, 27), organisation)  # Koningsdag
    assert is_workday(date(2026, 7, 21), organisation)

    organisation.words = Organisation.Words.VL

    assert not is_workday(date(2026, 7, 21), organisation)  # Belgian national day
    assert is_workday(date(2026, 4, 27), organisation)


def test_first_workday_of_week_after_easter_is_tuesday(town):
    organisation = Organisation.objects.get()

    found = [day for day in range(5, 10) if is_first_workday_of_week(date(2026, 4, day), organisation)]

    assert found == [7]


def test_owner_who_left_is_passed_over(town):
    town.owner.is_active = False
    town.owner.save()

    remind_on(town, DUE)

    assert stages() == [("owner", "Tom Team")]


def test_without_a_deputy_the_head_hears_it_at_that_moment(town):
    remind_on(town, DUE + timedelta(days=3), deputy=None)

    assert stages() == [("owner", "Eva Eigenaar"), ("deputy", "Cor Coördinator")]


def test_deputy_of_the_owner_steps_in_when_the_case_names_none(town):
    town.owner.deputy = town.outsider
    town.owner.save()

    remind_on(town, DUE + timedelta(days=3), deputy=None)

    assert stages()[1] == ("deputy", "Otto Anders")


def test_settled_stays_settled(town):
    remind_on(town, DUE)
    settle("cases.case:1", "check")

    remind_on(town, DUE)

    assert Reminder.objects.filter(done_at__isnull=True).count() == 0


def test_moved_date_settles_the_old_one(town):
    remind_on(town, DUE)
    remind_on(town, DUE + timedelta(days=7), due=DUE + timedelta(days=7))

    assert list(Reminder.objects.filter(done_at__isnull=True).values_list("due_on", flat=True)) == [
        DUE + timedelta(days=7)
    ]


def test_new_owner_gets_the_open_reminder(town):
    remind_on(town, DUE)
    remind_on(town, DUE, owner=town.coordinator)

    assert stages() == [("owner", "Cor Coördinator")]


@pytest.mark.parametrize(
    ("change", "due"),
    [
        ([datetime(2026, 10, 24, 21, 55), datetime(2026, 10, 26, 8, 0)], date(2026, 10, 25)),
        ([datetime(2027, 3, 27, 22, 55), datetime(2027, 3, 29, 8, 0)], date(2027, 3, 28)),
    ],
    ids=["clock back", "clock forward"],
)
def test_clock_change_neither_doubles_nor_loses(town, monkeypatch, change, due):
    """Every quarter of an hour through the night of the change, and once more for the hour that comes twice."""
    case = make_case(town=town, review_on=due)
    moment, end = (each.replace(tzinfo=UTC) for each in change)
    first_seen = None
    while moment < end:
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        for _ in range(2):
            follow.remind_all(timezone.localdate())
        if first_seen is None and Reminder.objects.exists():
            first_seen = timezone.localtime()
        moment += timedelta(minutes=15)

    assert stages() == [("owner", case.owner.name)]
    assert (first_seen.date(), first_seen.hour, first_seen.minute) == (due, 0, 10)


def test_clock_that_goes_back_a_day_makes_nothing_new(town):
    make_case(town=town, review_on=DUE)

    follow.remind_all(DUE)
    follow.remind_all(DUE - timedelta(days=1))
    follow.remind_all(DUE)

    assert Reminder.objects.count() == 1


def test_remind_all_takes_a_fixed_number_of_queries(town, django_assert_num_queries):
    make_case(town=town, review_on=DUE)
    with django_assert_num_queries(5):
        follow.remind_all(DUE)
    Reminder.objects.all().delete()
    for _ in range(4):
        make_case(town=town, review_on=DUE)

    with django_assert_num_queries(5):
        follow.remind_all(DUE)


def test_closed_case_and_exercise_remind_nobody(town):
    make_case(town=town, review_on=DUE, state=Case.State.CLOSED, closed_at=timezone.now())
    make_case(town=town, review_on=DUE, exercise=True)

    follow.remind_all(DUE)

    assert Reminder.objects.count() == 0


def test_case_that_moved_elsewhere_is_settled(town):
    case = make_case(town=town, review_on=DUE)
    follow.remind_all(DUE)
    Case.objects.filter(pk=case.pk).update(review_on=DUE + timedelta(days=30))

    follow.remind_all(DUE)

    assert Reminder.objects.filter(done_at__isnull=True).count() == 0
