"""The one organisation that works here."""

from django.db.models import QuerySet

from common.ready import ready
from organisation.models import Organisation


@ready
def _row(pk: int) -> QuerySet[Organisation]:
    return Organisation.objects.select_related("coordinator", "deputy_coordinator").filter(pk=pk)


def organisation() -> Organisation:
    """The settings row; made with defaults when it is not there yet."""
    return next(iter(_row(1)), None) or Organisation.objects.get_or_create(pk=1)[0]
