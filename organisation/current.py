"""The one organisation that works here."""

from organisation.models import Organisation

# Every page asks this. Built once; `.first()` asks the database anew each time.
_ROW = Organisation.objects.select_related("coordinator", "deputy_coordinator").filter(pk=1).order_by("pk")


def organisation() -> Organisation:
    """The settings row; made with defaults when it is not there yet."""
    return _ROW.first() or Organisation.objects.get_or_create(pk=1)[0]
