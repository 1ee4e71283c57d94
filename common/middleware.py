"""Origin of the work for the audit trail, pages that stay in no cache, and refusals as a page."""

from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from common.origin import set_origin
from common.refusal import Refused


class RequestOrigin:
    """Gives each request a short number that returns in the trail and, on an error page, to the person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = uuid4().hex[:10]
        set_origin(f"web {request.META.get('REMOTE_ADDR', '')} {number}")
        return self.get_response(request)


class InNoCache:
    """What somebody saw while logged in stays in no cache: on a shared computer Back shows nothing after logging out,
    and a form that is opened again comes with a number of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response


class Refusals:
    """Shows the sentence of a rule that said no, and a page for an address that only takes what a button sends."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET" and not response.content:
            shown = render(request, "405.html", status=405)
            shown.headers["Allow"] = response.headers["Allow"]
            return shown
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return render(request, "refused.html", {"refusal": exception}, status=403)
        return None
