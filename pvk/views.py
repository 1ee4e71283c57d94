"""The home page and the health checks."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from common.guards import public, signed_in
from common.origin import current_origin
from common.pages import page


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The work list: what waits for me."""
    return page(request, "home.html")


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
def ready(request: HttpRequest) -> HttpResponse:
    """Answers 200 while the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("klaar", content_type="text/plain")
