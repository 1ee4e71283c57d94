"""Reminders of interim talks of a working group: on the day, and to deputy and head when nobody wrote down that it was
held (Vlaamse handreiking · Stap 1.4)."""

from datetime import date

from django.urls import reverse

from analysis.actions.team import REMINDER
from analysis.models_team import TeamMeeting
from cases.models import Case
from common.audit import reference
from organisation.reminders import Due, remind_each, settle_others


def remind_all(today: date) -> None:
    """Remind of every talk whose day is here and that was not held. Safe to run at any moment."""
    rows = TeamMeeting.objects.filter(case__in=Case.objects.active(), held=False, on__lte=today)
    things = [
        Due(
            subject=reference(row),
            kind=REMINDER,
            due_on=row.on,
            url=reverse("analysis:team", args=[row.case_id]),
            owner=row.case.owner,
            deputy=row.case.deputy,
            department=row.case.department,
        )
        for row in rows.select_related(
            "case__owner__deputy", "case__deputy", "case__department__head", "case__department__deputy"
        )
    ]
    remind_each(things, today=today)
    settle_others(REMINDER, [thing.subject for thing in things])
