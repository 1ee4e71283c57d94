"""The one organisation that works here."""

from organisation.models import Organisation


def organisation() -> Organisation:
    """The settings row; made with defaults when it is not there yet."""
    found = Organisation.objects.select_related("coordinator", "deputy_coordinator").filter(pk=1).first()
    return found or Organisation.objects.get_or_create(pk=1)[0]
