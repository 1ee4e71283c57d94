"""Writing and reading the append-only trail."""

from typing import Any

from django.db.models import Model

from common.models import AuditEvent
from common.origin import current_origin


def reference(thing: Model | str) -> str:
    """The name of an object in the trail, for example `cases.case:12`; never its title."""
    if isinstance(thing, str):
        return thing[:80]
    return f"{thing._meta.label_lower}:{thing.pk}"


def record(action: str, thing: Model | str, *, by: Any, result: str = "ok") -> None:
    """Add one line. `by` is the user, or None for the system itself."""
    actor = f"gebruiker:{by.pk}" if by is not None and getattr(by, "pk", None) else "systeem"
    AuditEvent.objects.create(
        actor=actor, action=action[:60], object=reference(thing), result=result[:20], origin=current_origin()
    )
