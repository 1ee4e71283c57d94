"""The check on the review date: still the same, or something changed. One press can be undone."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from cases import rules_follow as rules
from cases.actions.state import locked
from cases.models import Case, Check
from common import audit
from common.audit import reference
from common.refusal import Refused
from organisation.current import organisation
from organisation.models import Reminder, User
from organisation.reminders import settle

UNDO_MINUTES = 30


def interval(case: Case) -> int:
    """Days between checks: of the case, else of the quadrants of its diagnosis."""
    if case.review_days:
        return case.review_days
    quadrants = case.diagnosis.placement.shape.quadrants if case.diagnosis else ()
    return rules.review_days(quadrants, organisation())


@transaction.atomic
def look(*, case: Case, same: bool, note: str, seen: date | None, by: User) -> Check | None:
    """Keep a check that answers the review date `seen`; None when someone did so already (or the button was pressed
    twice). The next date is one interval after today; a change asks for a new diagnosis as well (R-A-079)."""
    row = locked(case)
    rules.check_look(by, row)
    if row.review_on != seen:
        return None
    if not same and not note.strip():
        raise Refused("Schrijf kort wat er is veranderd. Beschrijf groepen en situaties, geen personen.")
    made = Check.objects.create(
        case=row,
        same=same,
        note=note.strip(),
        due_on=seen,
        next_on=timezone.localdate() + timedelta(days=interval(row)),
        by=by,
    )
    row.review_on = made.next_on
    row.reassess = row.reassess or not same
    row.updated_at = timezone.now()
    row.version += 1
    row.save(update_fields=["review_on", "reassess", "updated_at", "version"])
    settle(reference(row), "check")
    audit.record("case.checked", row, by=by)
    return made


def can_undo(check: Check, by: User) -> bool:
    """One's own check "still the same", shortly afterwards, while nothing else moved the date."""
    return (
        check.by_id == by.pk
        and check.same
        and check.undone_at is None
        and check.at > timezone.now() - timedelta(minutes=UNDO_MINUTES)
        and check.case.review_on == check.next_on
    )


@transaction.atomic
def undo(*, check: Check, by: User) -> None:
    """Take back a press of the button: the former date and its reminders return, the check stays in the history."""
    row = locked(check.case)
    check = Check.objects.select_related("case").get(pk=check.pk)
    if not can_undo(check, by):
        raise Refused("Deze check kan niet meer ongedaan worden gemaakt. Leg een nieuwe check vast als dat nodig is.")
    check.undone_at = timezone.now()
    check.save(update_fields=["undone_at"])
    row.review_on = check.due_on
    row.version += 1
    row.save(update_fields=["review_on", "version"])
    if check.due_on:
        Reminder.objects.filter(subject=reference(row), kind="check", due_on=check.due_on).update(done_at=None)
    audit.record("case.check_undone", row, by=by)


@transaction.atomic
def set_rhythm(*, case: Case, review_on: date, review_days: int, by: User) -> None:
    """Another date or interval for the checks of a case."""
    row = locked(case)
    rules.check_follow(by, row)
    rules.check_ahead(review_on, timezone.localdate())
    row.review_on, row.review_days = review_on, review_days
    row.updated_at = timezone.now()
    row.version += 1
    row.save(update_fields=["review_on", "review_days", "updated_at", "version"])
    settle(reference(row), "check")
    audit.record("case.rhythm_set", row, by=by)
