"""Writing and reading the append-only trail."""

from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from common.models import AuditEvent
from common.origin import current_origin


def reference(thing: Model | str) -> str:
    """The name of an object in the trail, for example `cases.case:12`; never its title."""
    if isinstance(thing, str):
        return thing[:80]
    return f"{thing._meta.label_lower}:{thing.pk}"


PART_OF_READING = timedelta(minutes=1)
"""How long after opening a page its parts may still come in, each by its own address."""


def actor_of(by: Any) -> str:
    return f"gebruiker:{by.pk}" if by is not None and getattr(by, "pk", None) else "systeem"


def record(action: str, thing: Model | str, *, by: Any, result: str = "ok") -> None:
    """Add one line. `by` is the user, or None for the system itself."""
    AuditEvent.objects.create(
        actor=actor_of(by), action=action[:60], object=reference(thing), result=result[:20], origin=current_origin()
    )


def record_part(action: str, thing: Model | str, *, by: Any, of: str) -> None:
    """Reading a part of a page: no line just after the line `of` of the whole page; opened by itself it has one."""
    since = timezone.now() - PART_OF_READING
    page = AuditEvent.objects.filter(object=reference(thing), actor=actor_of(by), action=of, result="ok")
    if not page.filter(at__gte=since).exists():
        record(action, thing, by=by)
