"""The one organisation that works here."""

from organisation.models import Organisation

_PEOPLE = ("coordinator", "deputy_coordinator")
_UNSEEN = ("password", "last_login", "version", "deputy", "calendar_secret", "created")
# Every page asks this. Built once; `.first()` asks the database anew each time.
_ROW = (
    Organisation.objects.select_related(*_PEOPLE)
    .defer(*(f"{person}__{name}" for person in _PEOPLE for name in _UNSEEN))
    .filter(pk=1)
    .order_by("pk")
)


def organisation() -> Organisation:
    """The settings row; made with defaults when it is not there yet."""
    return _ROW.first() or Organisation.objects.get_or_create(pk=1)[0]
