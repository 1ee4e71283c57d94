"""Background work for signals. Each task refetches, and is safe to run twice."""

from celery import shared_task

from signals import actions
from signals.models import Signal


@shared_task(name="signals.alert")
def alert(signal_id: int) -> None:
    if signal := Signal.objects.filter(pk=signal_id).first():
        actions.alert(signal=signal)


@shared_task(name="signals.warn_stand_in")
def warn_stand_in(signal_id: int) -> None:
    if signal := Signal.objects.filter(pk=signal_id).first():
        actions.warn_stand_in(signal=signal)
