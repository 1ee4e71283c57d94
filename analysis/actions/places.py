"""The places of a case: adding, changing, closing and opening again. Nothing that was answered is lost."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from analysis import rules
from analysis.models import Location
from cases.actions.state import locked
from cases.models import Case
from common import audit
from common.edits import save_if_unchanged, unclaimed
from common.live import bump
from organisation.models import User

FIELDS = ("label", "kind", "parts", "area", "hotspot")


@transaction.atomic
def add(*, case: Case, by: User, submission: UUID | None = None, **values: Any) -> Location:
    """Add a place; the same `submission` is stored once."""
    row = locked(case)
    rules.check_answer(by, row)
    if submission and (found := Location.objects.filter(case=row, submission=submission, by=by).first()):
        return found
    last = Location.objects.filter(case=row).aggregate(last=Max("order"))["last"] or 0
    place = Location.objects.create(
        case=row,
        by=by,
        order=last + 1,
        submission=unclaimed(Location, submission),
        **{name: values[name] for name in FIELDS},
    )
    audit.record("analysis.location_added", place, by=by)
    bump(f"case:{row.pk}")
    return place


@transaction.atomic
def edit(*, location: Location, by: User, seen: int, **values: Any) -> None:
    """Change a place; the earlier words are kept. Raises Changed when a colleague saved first."""
    rules.check_answer(by, locked(location.case))
    for name in FIELDS:
        setattr(location, name, values[name])
    save_if_unchanged(location, FIELDS, seen=seen)
    audit.record("analysis.location_changed", location, by=by)
    bump(f"case:{location.case_id}")


@transaction.atomic
def retire(*, location: Location, by: User) -> None:
    """Close a place: it stays readable, and can be opened again."""
    _close(location, by, retired=True)
    audit.record("analysis.location_closed", location, by=by)


@transaction.atomic
def restore(*, location: Location, by: User) -> None:
    """Look at a closed place again. A place that has the same name meanwhile must be renamed first."""
    _close(location, by, retired=False)
    audit.record("analysis.location_opened", location, by=by)


def _close(location: Location, by: User, *, retired: bool) -> None:
    rules.check_keep(by, locked(location.case))
    location.refresh_from_db()
    if location.retired == retired:
        return
    if not retired:
        rules.check_name_free(location)
    location.retired_at, location.retired_by = (timezone.now(), by) if retired else (None, None)
    save_if_unchanged(location, ("retired_at", "retired_by"), seen=location.version)
    bump(f"case:{location.case_id}")
