"""Removing closed cases when their time is over: the rows, their old versions and their flags (R-A-007)."""

from datetime import date

from django.db import transaction

from cases.models import Case, SignalLink
from common import audit
from common.audit import reference
from common.dates import midnight, months_before
from common.removal import remove
from organisation.current import organisation
from organisation.models import Reminder, Tombstone
from signals.actions import change_state as change_signal
from signals.models import Signal


def retain(today: date) -> int:
    """Delete cases that were closed longer ago than the organisation keeps them; returns how many."""
    limit = midnight(months_before(today, organisation().keep_cases_months))
    old = Case.objects.filter(state=Case.State.CLOSED, closed_at__lt=limit).order_by("pk")
    return sum(_remove(pk) for pk in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _remove(pk: int) -> int:
    """The file and everything that hangs on it; a number and a date stay."""
    case = Case.objects.filter(pk=pk, state=Case.State.CLOSED).first()
    if case is None:  # reopened meanwhile
        return 0
    name = reference(case)
    signals = list(case.links.filter(ended_at__isnull=True).values_list("signal", flat=True))
    names = remove(case)
    _close_left_alone(signals)
    for start in range(0, len(names), 500):
        Reminder.objects.filter(subject__in=names[start : start + 500]).delete()
    Tombstone.objects.create(object=name, reason="Bewaartermijn van gesloten casussen voorbij")
    audit.record("case.removed", name, by=None)
    return 1


def _close_left_alone(signals: list[int]) -> None:
    """A signal whose last case went is closed, so that its own time starts to run and it does not stay for ever."""
    linked = SignalLink.objects.filter(ended_at__isnull=True).values("signal")
    for signal in Signal.objects.filter(pk__in=signals, state=Signal.State.LINKED).exclude(pk__in=linked):
        change_signal(signal=signal, to=Signal.State.CLOSED, by=None)
