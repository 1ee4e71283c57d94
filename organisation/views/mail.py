"""What waits in the background, and the mail of a site without a mail server."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from common import audit
from common.guards import guard
from common.pages import page
from organisation import boards
from organisation import mailbox as files
from organisation.request import Request
from organisation.roles import Permission


@guard(Permission.ORGANISE)
@require_safe
def mailbox(request: Request) -> HttpResponse:
    return page(
        request,
        "organisation/mailbox.html",
        embedded=files.in_use(),
        letters=files.letters() if files.in_use() else [],
        waiting=boards.waiting(),
    )


@guard(Permission.ORGANISE)
@require_safe
def letter(request: Request, name: str) -> HttpResponse:
    """Reading the mail of another is possible without a mail server only, and is recorded."""
    found = files.letter(name) if files.in_use() else None
    if found is None:
        raise Http404
    audit.record("mail.read", f"mail:{name}", by=request.user)
    return page(request, "organisation/letter.html", letter=found)
