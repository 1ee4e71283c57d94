"""The communication plan: rows, what the guide asks for, the nine principles. It changes while a plan is carried out.

An approved plan stays approved: its version holds what the communication plan said when it was laid before a manager.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from cases.models import Case
from common import audit
from common.edits import row_seen, save_if_unchanged, unclaimed
from method.plan import guide
from organisation.models import User
from organisation.reminders import settle
from plans import rules
from plans.actions_detail import with_approach
from plans.citizens import citizens_of
from plans.models_communication import Communication, Message
from plans.rules_communication import check_tone

REMINDER = "message"
MESSAGE: tuple[str, ...] = ("message", "audience", "who", "channel", "moment", "on", "types", "goal", "tone")
MESSAGE += ("checked", "unchecked_reason", "feedback")


@transaction.atomic
def add_message(*, case: Case, by: User, submission: UUID | None = None, **fields: Any) -> Message:
    """A row; a form that is sent twice makes one. Types of citizens give their goal and tone (rule 10)."""
    rules.check_edit(by, case)
    sent = Message.objects.filter(case=case, submission=submission).first() if submission else None
    if sent is not None:
        return sent
    values = with_approach({name: fields[name] for name in MESSAGE}, citizens_of(case))
    row = Message.objects.create(case=case, submission=unclaimed(Message, submission), **values)
    audit.record("plan.message_added", row, by=by)
    return row


@transaction.atomic
def edit_message(*, row: Message, by: User, seen: int, **fields: Any) -> None:
    rules.check_edit(by, row.case)
    values = with_approach({name: fields[name] for name in MESSAGE}, citizens_of(row.case))
    before = row.on
    for name, value in values.items():
        setattr(row, name, value)
    check_tone(row)
    save_if_unchanged(row, MESSAGE, seen=seen)
    if row.on != before:
        settle(audit.reference(row), REMINDER)
    audit.record("plan.message_edited", row, by=by)


@transaction.atomic
def set_state(*, row: Message, state: str, by: User, seen: int) -> None:
    """Say how far a row is. A row that the guide asks for may lapse too: then the plan shows that it did."""
    rules.check_edit(by, row.case)
    if row.state == state:
        return
    row.state = state
    check_tone(row)
    save_if_unchanged(row, ("state",), seen=seen)
    if row.state not in Message.OPEN:
        settle(audit.reference(row), REMINDER)
    audit.record(f"plan.message_{state}", row, by=by)


@transaction.atomic
def keep_communication(
    *, case: Case, principles: Iterable[str], inside: str, outside: str, by: User, seen: int
) -> Communication:
    """Which principles are followed, and which functions are ambassadors inside and outside (R-B-145, R-B-147)."""
    rules.check_edit(by, case)
    row, seen = row_seen(Communication, seen=seen, case=case)
    chosen = set(principles)
    row.principles = [entry.code for entry in guide().principles if entry.code in chosen]
    row.inside, row.outside = inside.strip(), outside.strip()
    save_if_unchanged(row, ("principles", "inside", "outside"), seen=seen)
    audit.record("plan.communication", row, by=by)
    return row
