"""The one door through which a case changes state."""

from django.db import connection, transaction
from django.utils import timezone

from cases import rules
from cases.models import Case, StateChange
from common import audit
from common.audit import reference
from common.refusal import Refused
from organisation.models import Reminder, User


def locked(case: Case) -> Case:
    """The row as it stands now, held until the transaction ends. SQLite holds the whole file already (IMMEDIATE)."""
    rows = Case.objects.select_related("diagnosis")
    if connection.features.has_select_for_update_of:
        rows = rows.select_for_update(of=("self",))
    return rows.get(pk=case.pk)


@transaction.atomic
def change_state(
    *, case: Case, to: str, by: User | None, reason: str = "", depolarised: str = ""
) -> StateChange | None:
    """Bring a case to another state; None when it is there already.

    Effects: keeps the change with its reason, notes when it was closed or reopened, settles open reminders of a case
    that closes, and takes away the flag `herbeoordelen` when a new diagnosis was made. `by` is None for the system.
    """
    row = locked(case)
    if row.state == to:
        return None
    if by is not None:
        rules.check_edit(by, row)
    rules.check_transition(row, to)
    rules.check_reason(row, to, reason)
    closing = to == Case.State.CLOSED
    if closing and not depolarised and rules.decreased(row):
        raise Refused("De spanning nam af. Kies waardoor, of kies “Onbekend”.", "ESS-handreiking §1.1")
    change = StateChange.objects.create(case=row, was=row.state, became=to, reason=reason.strip(), by=by)
    row.state = to
    row.closed_at = timezone.now() if closing else None
    row.depolarised = depolarised if closing else ""
    row.reassess = row.reassess and to not in (Case.State.DIAGNOSED, Case.State.CLOSED)
    row.updated_at = timezone.now()
    row.save(update_fields=["state", "closed_at", "depolarised", "reassess", "updated_at"])
    if closing:
        Reminder.objects.filter(subject=reference(row), done_at__isnull=True).update(done_at=timezone.now())
    for name in ("state", "closed_at", "depolarised", "reassess", "updated_at"):
        setattr(case, name, getattr(row, name))
    audit.record(f"case.{to}", row, by=by)
    return change


def begin_exchange(case: Case) -> None:
    """The first placement or contribution brings a case from observing to placing and exchanging, in plain sight."""
    if case.state == Case.State.OBSERVE:
        change_state(
            case=case,
            to=Case.State.EXCHANGE,
            by=None,
            reason="De eerste plaatsing of bijdrage is er. Dit ging vanzelf.",
        )
