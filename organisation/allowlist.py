"""The town's own places, organisations and functions: words that are no names of residents."""

from threading import Lock
from time import monotonic

from django.db.models import Model, QuerySet

from organisation.models import Area, Department, Organisation, Partner, Theme, User

FRESH = 60.0
"""Seconds that a process keeps the list; a new partner is known everywhere within a minute."""

_lock = Lock()
_kept: tuple[float, frozenset[str]] | None = None


def current() -> frozenset[str]:
    """The list as it stood at most a minute ago; one query, made once a minute for each process."""
    global _kept
    kept = _kept
    if kept is not None and monotonic() - kept[0] < FRESH:
        return kept[1]
    found = _load()
    with _lock:
        _kept = (monotonic(), found)
    return found


def forget() -> None:
    """Read the list again at the next check; for the screens that change it and for tests."""
    global _kept
    with _lock:
        _kept = None


def _load() -> frozenset[str]:
    columns: list[tuple[type[Model], str]] = [
        (Theme, "name"),
        (Department, "name"),
        (Partner, "name"),
        (Partner, "contact_function"),
        (Organisation, "name"),
        (User, "function"),
        (User, "organisation_name"),
    ]
    rest: list[QuerySet[Model, str]] = [
        model._default_manager.order_by().values_list(column, flat=True) for model, column in columns
    ]
    names = Area.objects.order_by().values_list("name", flat=True).union(*rest)
    return frozenset(name.strip() for name in names if name and len(name.strip()) > 2)
