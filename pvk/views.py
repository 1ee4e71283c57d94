"""The home page and the health checks."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache

from common.guards import public, signed_in
from common.origin import current_origin
from common.pages import page
from organisation.models import User
from organisation.roles import Permission
from pvk import health, worklist

SHOWN = 30
"""Lines of the work list on one page; the rest is one press away."""


@signed_in
def home(request: Any) -> HttpResponse:
    """The work list: what waits for me."""
    most = None if request.GET.get("alles") else SHOWN
    work = worklist.collect(request.user, timezone.localdate(), most=most)
    return page(request, "home.html", work=work, delayed=health.delay_sentence(), may=_may(request.user))


def _may(user: User) -> dict[str, bool]:
    return {
        "log": user.may(Permission.SIGNAL_LOG),
        "follow": user.may(Permission.PLACE) or user.may(Permission.CASE_ALL),
        "figures": user.may(Permission.CASE_ALL),
    }


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke: a page that needs no database, with the number under which the trail knows this request."""
    return HttpResponse(render_to_string("500.html", {"origin": current_origin().split(" ")[-1]}), status=500)


@public
def about(request: HttpRequest) -> HttpResponse:
    """What this register is for, what is in it and what is not; for anyone."""
    return page(request, "pages/about.html")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How well the site works for everyone, and where to say that it does not."""
    return page(request, "pages/accessibility.html")


@public
def alive(request: HttpRequest) -> HttpResponse:
    """Answers while the process lives."""
    return HttpResponse("leeft", content_type="text/plain")


@public
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answers 200 while the database answers, with what runs late; 503 when it does not."""
    found = health.health()
    return JsonResponse(found.as_json, status=found.status)
