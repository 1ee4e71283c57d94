"""Keeping what was reached alive: four ways of the guide, each with its next date."""

from datetime import date
from typing import Any

from django.db import transaction

from common import audit
from common.edits import row_seen, save_if_unchanged
from common.refusal import Refused
from organisation.models import User
from organisation.reminders import settle
from plans import rules
from plans.models import Plan
from plans.models_anchoring import Anchoring

ANCHORING = ("what", "where", "how_often", "who", "next_on", "last_on", "stopped")
REMINDER = "anchoring"
SOURCE = "Vlaamse handreiking · Verankering"


@transaction.atomic
def keep_anchoring(*, plan: Plan, code: str, by: User, seen: int, **fields: Any) -> Anchoring:
    """Plan one of the four, or say that it is over. It goes on after approval: an approved plan stays approved."""
    rules.check_edit(by, plan.case)
    check_next(fields["next_on"], stopped=fields["stopped"])
    row, seen = row_seen(Anchoring, seen=seen, plan=plan, code=code)
    before = row.next_on
    for name in ANCHORING:
        setattr(row, name, fields[name])
    save_if_unchanged(row, ANCHORING, seen=seen)
    if row.stopped or row.next_on != before:
        settle(audit.reference(row), REMINDER)
    audit.record("plan.anchoring", row, by=by)
    return row


def check_next(next_on: date | None, *, stopped: bool) -> None:
    """What goes on has a next date, so that somebody notices when it is forgotten (R-B-149)."""
    if next_on is None and not stopped:
        raise Refused("Kies wanneer dit de volgende keer gebeurt, of vink aan dat het is afgerond.", SOURCE)
