"""The organisation's own examples, corrections of ours, and what examples gave in practice."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from analysis.models_advice import LibraryRecord, PracticeResult
from analysis.rules_advice import check_library, check_result
from cases.models import Case
from common import audit
from common.edits import save_if_unchanged, unclaimed
from common.refusal import Refused
from method.library.model import Record
from method.library.reading import as_row, from_rows
from organisation.current import organisation
from organisation.models import Department, Organisation, User
from organisation.reminders import Due, remind_each, settle, settle_others

REMINDER = "example"
REVIEW_AFTER = timedelta(days=182)
"""An example that nobody looked at for half a year asks for it (R-B-074)."""


@transaction.atomic
def add(*, row: dict[str, Any], by: User, submission: UUID | None = None) -> LibraryRecord:
    """Add an example of our own; the same `submission` is stored once."""
    check_library(by)
    if submission and (found := LibraryRecord.objects.filter(submission=submission, by=by).first()):
        return found
    Organisation.objects.select_for_update().get(pk=organisation().pk)  # so that two at once get two codes
    last = LibraryRecord.objects.filter(own=True).aggregate(last=Max("code"))["last"]
    code = f"E{int(last[1:]) + 1 if last else 1:03}"
    made = LibraryRecord.objects.create(
        code=code,
        own=True,
        row={**row, "code": code, "own": True},
        by=by,
        updated_by=by,
        submission=unclaimed(LibraryRecord, submission),
    )
    audit.record("library.added", made, by=by)
    return made


@transaction.atomic
def change(*, code: str, row: dict[str, Any], note: str, by: User, seen: int) -> LibraryRecord:
    """Change an example; of one of the application a corrected copy is kept. `seen` 0: no copy yet."""
    check_library(by)
    stands = LibraryRecord.objects.select_for_update().filter(code=code).first()
    if stands is None:
        if seen:
            raise Refused("Dit voorbeeld is intussen veranderd. Laad de pagina opnieuw.")
        stands = LibraryRecord.objects.create(code=code, row=row, note=note, by=by, updated_by=by)
    else:
        stands.row, stands.note, stands.updated_by, stands.reviewed_on = row, note, by, timezone.localdate()
        save_if_unchanged(stands, ("row", "note", "updated_by", "reviewed_on"), seen=seen)
    settle(audit.reference(stands), REMINDER)
    audit.record("library.changed", stands, by=by)
    return stands


def set_status(*, record: Record, status: str, note: str, by: User, seen: int) -> LibraryRecord:
    """Retire an example, or take it up again. It stays readable, and in old files."""
    return change(code=record.code, row=as_row(replace(record, status=status)), note=note, by=by, seen=seen)


@transaction.atomic
def reviewed(*, record: Record, by: User) -> LibraryRecord:
    """Say that an example was looked at and is still right."""
    check_library(by)
    row, made = LibraryRecord.objects.get_or_create(
        code=record.code, defaults={"row": as_row(record), "own": record.own, "by": by, "updated_by": by}
    )
    if not made:
        row.reviewed_on = timezone.localdate()
        save_if_unchanged(row, ("reviewed_on",), seen=row.version)
    settle(audit.reference(row), REMINDER)
    audit.record("library.reviewed", row, by=by)
    return row


def check_row(row: dict[str, Any]) -> Record:
    """Raises BrokenFile when the example would not be sound."""
    return from_rows([row])[0]


# Results from practice


@transaction.atomic
def add_result(*, record: Record, case: Case, by: User, gave: str, shown: str, again: str) -> PracticeResult:
    """Write down what an example gave in a case that was looked back on; one per case and example."""
    check_result(by, case)
    made, new = PracticeResult.objects.get_or_create(
        record=record.code,
        case=case,
        removed_at=None,
        defaults={"gave": gave, "shown": shown, "again": again, "by": by},
    )
    if not new:
        raise Refused("Van deze casus staat er al een ervaring bij dit voorbeeld.")
    audit.record("library.result_added", made, by=by)
    return made


@transaction.atomic
def drop_result(*, result: PracticeResult, by: User) -> None:
    """Take a result from the page; the row stays."""
    check_library(by)
    result.removed_at, result.removed_by = timezone.now(), by
    save_if_unchanged(result, ("removed_at", "removed_by"), seen=result.version)
    audit.record("library.result_removed", result, by=by)


# Reminders


def due_for_review(today: date) -> Iterable[LibraryRecord]:
    retired = LibraryRecord.objects.filter(row__status__in=["stopped", "draft"]).values("pk")
    return LibraryRecord.objects.filter(reviewed_on__lte=today - REVIEW_AFTER).exclude(pk__in=retired)


def remind_all(today: date) -> None:
    """Remind the coordinator of examples that nobody looked at for half a year. Each reminder is made once."""
    town = organisation()
    owner = town.coordinator or town.deputy_coordinator
    department = Department.objects.order_by("pk").first()
    if owner is None or department is None:
        return
    things = [
        Due(
            subject=audit.reference(row),
            kind=REMINDER,
            due_on=row.reviewed_on + REVIEW_AFTER,
            url=reverse("library:detail", args=[row.code]),
            owner=owner,
            deputy=town.deputy_coordinator,
            department=department,
        )
        for row in due_for_review(today)
    ]
    remind_each(things, today=today)
    settle_others(REMINDER, [thing.subject for thing in things])
