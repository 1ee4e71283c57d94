"""What beat runs. No logic here: each calls one function that is safe to run twice."""

from celery import shared_task
from django.utils import timezone

from pvk import due, health


@shared_task(name="pvk.heartbeat")
def heartbeat() -> None:
    health.beat()


@shared_task(name="pvk.remind")
def remind() -> None:
    due.remind(timezone.localdate())


@shared_task(name="pvk.digest")
def digest() -> None:
    due.digest(timezone.localdate())


@shared_task(name="pvk.retain")
def retain() -> None:
    due.retain(timezone.localdate())
