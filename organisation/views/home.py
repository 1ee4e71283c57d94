"""Where an admin starts: what is missing, and the way to everything."""

from django.http import HttpResponse
from django.utils import timezone

from common.guards import guard
from common.pages import page
from organisation import boards
from organisation.request import Request
from organisation.roles import Permission


@guard(Permission.ORGANISE)
def admin(request: Request) -> HttpResponse:
    return page(
        request,
        "organisation/admin.html",
        missing=boards.missing(timezone.localdate()),
        counts=boards.counts(),
    )
