"""Reminders of dates that a plan keeps beside its actions: what must be told, and what keeps a result alive.

They go to the owner of the case on the day, and to the deputy and the head of department when they are left too long,
by the work list and the daily message. A row names functions and not colleagues, so the case says who is addressed.
"""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from analysis.reports import all_untold
from cases.models import Case
from common.audit import reference
from common.models import Versioned
from organisation.reminders import Due, remind_each, settle_others
from plans.actions_anchoring import REMINDER as ANCHORING
from plans.actions_communication import REMINDER as MESSAGE
from plans.models_anchoring import Anchoring
from plans.models_communication import PARTICIPATION, Message, tell_by

FEEDBACK = "feedback"
PEOPLE = ("owner__deputy", "deputy", "department__head", "department__deputy")


def remind_all(today: date) -> None:
    """Remind of every row and every anchoring that is due. Safe to run at any moment; each reminder is made once."""
    for kind, things in (
        (MESSAGE, [*_messages(today), *_undated(today)]),
        (ANCHORING, list(_anchoring(today))),
        (FEEDBACK, list(_untold(today))),
    ):
        remind_each(things, today=today)
        settle_others(kind, [thing.subject for thing in things])


def _messages(today: date) -> Iterable[Due]:
    rows = Message.objects.to_tell().filter(on__lte=today)
    for row in rows.select_related("case", *(f"case__{name}" for name in PEOPLE)):
        assert row.on is not None  # asked in the query
        yield _due(row, MESSAGE, row.on, reverse("plans:communication", args=[row.case_id]), row.case)


def _undated(today: date) -> Iterable[Due]:
    """The row that the guide asks for, when nobody chose its date (R-B-117)."""
    rows = Message.objects.to_tell().filter(on__isnull=True, origin=PARTICIPATION).with_choice()
    for row in rows.select_related("case", *(f"case__{name}" for name in PEOPLE)):
        due_on = tell_by(row.chosen_at)  # type: ignore[attr-defined]  # with_choice adds it
        if due_on <= today:
            yield _due(row, MESSAGE, due_on, reverse("plans:communication", args=[row.case_id]), row.case)


def _untold(today: date) -> Iterable[Due]:
    """Residents who reported something and wait too long for word of it; the oldest gives the day (R-B-101)."""
    waiting = all_untold(today)
    for case in Case.objects.filter(pk__in=waiting).select_related(*PEOPLE):
        url = reverse("plans:communication", args=[case.pk])
        yield _due(case, FEEDBACK, waiting[case.pk][0].due_on, url, case)


def _anchoring(today: date) -> Iterable[Due]:
    rows = Anchoring.objects.going_on().filter(next_on__lte=today)
    for row in rows.select_related("plan__case", *(f"plan__case__{name}" for name in PEOPLE)):
        assert row.next_on is not None  # asked in the query
        yield _due(row, ANCHORING, row.next_on, reverse("plans:anchoring", args=[row.plan_id]), row.plan.case)


def _due(row: Versioned, kind: str, on: date, url: str, case: Case) -> Due:
    return Due(
        subject=reference(row),
        kind=kind,
        due_on=on,
        url=url,
        owner=case.owner,
        deputy=case.deputy,
        department=case.department,
    )
