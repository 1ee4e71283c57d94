"""What is due in cases: reminders for the checks, and their dates in the calendar feed."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse

from cases.models import Case
from common.audit import reference
from organisation.calendar import Date, source
from organisation.models import User
from organisation.reminders import Due, remind_each, settle_others
from organisation.roles import Permission


def due_checks(today: date) -> list[Due]:
    """Every open case whose review date is here or past, with all who may be addressed. One query."""
    cases = Case.objects.due(today).select_related("owner__deputy", "deputy", "department__head", "department__deputy")
    return [
        Due(
            subject=reference(case),
            kind="check",
            due_on=case.review_on,
            url=reverse("cases:check", args=[case.pk]),
            owner=case.owner,
            deputy=case.deputy,
            department=case.department,
        )
        for case in cases
        if case.review_on
    ]


def remind_all(today: date) -> int:
    """Make the reminders that are missing, and settle those of cases that are no longer due."""
    due = due_checks(today)
    settle_others("check", (each.subject for each in due))
    return remind_each(due, today=today)


@source
def check_dates(user: User, start: date, end: date) -> Iterable[Date]:
    """The next checks of the cases that someone keeps: as owner, as deputy, or as coordinator of all."""
    cases = Case.objects.visible_to(user).active().filter(review_on__gte=start, review_on__lte=end)
    if not (user.may(Permission.CASE_ALL) and user.may(Permission.DIAGNOSE)):
        cases = cases.filter(Q(owner=user.pk) | Q(deputy=user.pk))
    return [
        Date(
            key=f"check-{case.pk}",
            on=case.review_on,
            title=f"Check casus {case.number}",
            url=reverse("cases:check", args=[case.pk]),
            changed=case.updated_at,
        )
        for case in cases.order_by("review_on", "pk")[:1000]
        if case.review_on
    ]
