"""The check on the review date: one press, once, that can be undone; or something changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import follow
from cases.actions.follow import look, set_rhythm, undo
from cases.models import Case
from common.refusal import Refused
from organisation.models import Reminder
from tests.factories import make_case, make_diagnosis


def day(days: int):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def case(town):
    case = make_case(town=town, state=Case.State.MONITORING, review_on=day(-2), review_days=20)
    follow.remind_all(timezone.localdate())
    return case


def url(case) -> str:
    return f"/casussen/{case.pk}/check/"


def test_still_the_same_moves_the_date_by_the_interval(town, case):
    made = look(case=case, same=True, note="", seen=day(-2), by=town.owner)

    case.refresh_from_db()
    assert (made.due_on, case.review_on, case.reassess) == (day(-2), day(20), False)
    assert not Reminder.objects.filter(done_at__isnull=True).exists()


def test_interval_follows_the_quadrant_when_the_case_has_none(town):
    case = make_case(town=town, review_on=day(0))
    make_diagnosis(case=case, by=town.owner, x=3, y=3)

    assert look(case=case, same=True, note="", seen=day(0), by=town.owner).next_on == day(14)


def test_double_press_is_one_check(town, case):
    assert look(case=case, same=True, note="", seen=day(-2), by=town.owner)
    assert look(case=case, same=True, note="", seen=day(-2), by=town.owner) is None
    assert case.checks.count() == 1


def test_something_changed_asks_for_a_new_diagnosis(town, case):
    with pytest.raises(Refused):
        look(case=case, same=False, note=" ", seen=day(-2), by=town.owner)

    look(case=case, same=False, note="Er komt een tweede groep bij.", seen=day(-2), by=town.owner)

    case.refresh_from_db()
    assert case.reassess


def test_undo_brings_back_the_date_and_its_reminder_and_keeps_the_trail(town, case):
    made = look(case=case, same=True, note="", seen=day(-2), by=town.owner)

    undo(check=made, by=town.owner)

    case.refresh_from_db()
    assert (case.review_on, case.checks.count()) == (day(-2), 1)
    assert Reminder.objects.filter(done_at__isnull=True, to=town.owner).count() == 1
    with pytest.raises(Refused):
        undo(check=made, by=town.owner)


def test_undo_is_refused_to_others_and_when_late_or_overtaken(town, case):
    made = look(case=case, same=True, note="", seen=day(-2), by=town.owner)
    with pytest.raises(Refused):
        undo(check=made, by=town.coordinator)
    made.at = timezone.now() - timedelta(hours=1)
    made.save()
    with pytest.raises(Refused):
        undo(check=made, by=town.owner)
    made.at = timezone.now()
    made.save()
    look(case=case, same=True, note="", seen=day(20), by=town.owner)
    Case.objects.filter(pk=case.pk).update(review_on=day(40))
    with pytest.raises(Refused):
        undo(check=made, by=town.owner)


@pytest.mark.parametrize(("days", "interval"), [(0, 10), (-1, 10), (2000, 10)])
def test_odd_rhythm_is_refused(town, case, days, interval):
    with pytest.raises(Refused):
        set_rhythm(case=case, review_on=day(days), review_days=interval, by=town.owner)


def test_head_of_the_department_may_check(town, case, client_of):
    """The head got the reminder, so the head can do what it asks, without the right to edit the file."""
    town.social.head = town.executive
    town.social.save()

    answer = client_of(town.executive).post(url(case), {"same": "yes", "seen": day(-2).isoformat()})

    assert answer.status_code == 302
    assert case.checks.get().by == town.executive


# The pages


def test_page_checks_and_undoes(town, case, client_of):
    client = client_of(town.owner)
    page = client.post(url(case), {"same": "yes", "seen": day(-2).isoformat()}, follow=True).content.decode()
    assert "Ongedaan maken" in page

    client.post(f"/casussen/{case.pk}/check/{case.checks.get().pk}/ongedaan/")

    case.refresh_from_db()
    assert case.review_on == day(-2)


def test_page_sets_the_rhythm(town, case, client_of):
    client_of(town.owner).post(
        f"/casussen/{case.pk}/check/ritme/", {"ritme-review_on": day(9).isoformat(), "ritme-review_days": "9"}
    )

    case.refresh_from_db()
    assert (case.review_on, case.review_days) == (day(9), 9)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "same"),
        ({"same": "misschien"}, "same"),
        ({"same": "no"}, "note"),
        ({"same": "no", "note": "x" * 501}, "note"),
        ({"same": "yes", "seen": "eergisteren"}, "seen"),
    ],
)
def test_broken_input_gets_a_sentence(town, case, client_of, data, field):
    answer = client_of(town.owner).post(url(case), {"seen": day(-2).isoformat(), **data})

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not case.checks.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"ritme-review_on": "x", "ritme-review_days": "9"},
        {"ritme-review_on": "2020-01-01", "ritme-review_days": "9"},
        {"ritme-review_on": "2030-01-01", "ritme-review_days": "-9"},
    ],
)
def test_broken_rhythm_gets_a_sentence(town, case, client_of, data):
    answer = client_of(town.owner).post(f"/casussen/{case.pk}/check/ritme/", data)

    assert answer.status_code == 200
    assert answer.context["rhythm_form"].errors


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("assessor", 403), ("executive", 403), ("admin", 403)])
def test_page_refuses(town, case, client_of, who, status):
    client = client_of(getattr(town, who))

    assert client.post(url(case), {"same": "yes", "seen": day(-2).isoformat()}).status_code == status
    assert not case.checks.exists()


def test_check_of_another_case_cannot_be_undone_here(town, case, client_of):
    other = make_case(town=town, review_on=day(-1))
    made = look(case=other, same=True, note="", seen=day(-1), by=town.owner)

    assert client_of(town.owner).post(f"/casussen/{case.pk}/check/{made.pk}/ongedaan/").status_code == 404
