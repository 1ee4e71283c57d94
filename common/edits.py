"""Saving what several people may edit at once: nobody's text is overwritten silently."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Model
from django.utils import timezone

from common.models import Versioned

V = TypeVar("V", bound=Versioned)


class Changed(Exception):
    """Someone else saved first. `current` is the row as it stands now."""

    def __init__(self, current: Versioned) -> None:
        super().__init__("changed meanwhile")
        self.current = current


def unclaimed(model: type[Model], submission: UUID | None) -> UUID | None:
    """The number of this submission, or none when another row has it, by a copied page or by ill will: what somebody
    wrote is not lost over a number. Call after looking for the own row that was sent before."""
    if submission and model._default_manager.filter(submission=submission).exists():
        return None
    return submission


def save_if_unchanged(thing: V, fields: Iterable[str], *, seen: int) -> V:
    """Save these fields if the stored version is still `seen`; raises Changed otherwise.

    The version is claimed with a conditional update first, so of two saves at the same moment one loses.
    """
    model = type(thing)
    claimed = model._default_manager.filter(pk=thing.pk, version=seen).update(version=F("version") + 1)
    if not claimed:
        raise Changed(model._default_manager.get(pk=thing.pk))
    thing.version = seen + 1
    extra = {"updated_at"} & {field.name for field in model._meta.get_fields()}
    if extra:
        thing.updated_at = timezone.now()  # type: ignore[attr-defined]
    thing.save(update_fields=[*fields, "version", *extra])
    return thing


def row_seen(model: type[V], *, seen: int, defaults: Mapping[str, Any] | None = None, **key: Any) -> tuple[V, int]:
    """The one row of this key, and the version to save it over: for things that exist once and are made by the first
    who writes. `seen` 0 says that the editor saw none; when a colleague made it meanwhile this raises Changed.
    """
    rows: Any = model._default_manager
    found = rows.filter(**key).first()
    if found is None:
        try:
            with transaction.atomic():
                made: V = rows.create(**key, **(defaults or {}))
                return made, made.version
        except IntegrityError:  # made at the same moment
            found = rows.get(**key)
    if not seen:
        raise Changed(found)
    return found, seen
