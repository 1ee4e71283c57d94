"""A form that arrives too late, after logging out or with an old form: what was typed comes back on the page.

Nothing of it is stored. A form sent by another site shows nothing.
"""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

OURS = {"csrfmiddlewaretoken", "submission", "version"}


def typed(request: HttpRequest) -> list[str]:
    """The texts of a form: everything of more than one word; choices, numbers and passwords are left out."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return []
    return [
        text.strip()
        for name, texts in request.POST.lists()
        if name not in OURS and "password" not in name
        for text in texts
        if len(text.split()) > 1
    ]


def too_late(request: HttpRequest, texts: list[str]) -> HttpResponse:
    """The page with the texts and a way to log in again."""
    signed_out = bool(texts) and not request.user.is_authenticated
    context = {"texts": texts, "signed_out": signed_out, "login": redirect_to_login(request.get_full_path()).url}
    response = render(request, "403_csrf.html", context, status=403)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@sensitive_post_parameters()
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django calls this for a form without a valid number of its own."""
    if keeps_itself(request):
        return not_now(request)
    return too_late(request, typed(request))


def keeps_itself(request: HttpRequest) -> bool:
    """Whether a page sent this that keeps what was typed on the screen and knows how to send it again."""
    return request.method == "POST" and request.headers.get("X-Keeps") == "screen"


def not_now(request: HttpRequest) -> HttpResponse:
    """The answer to a form that a script sent: nothing is swapped in, so what was typed stays on the screen. The page
    hears the event `signed-out` and sends it again after logging in."""
    response = HttpResponse("U bent uitgelogd. Er is niets opgeslagen.", status=401, content_type="text/plain")
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["HX-Trigger"] = "signed-out"
    return response


class SignedIn(LoginRequiredMiddleware):
    """Django's rule that every page asks for a login, without losing what somebody typed until the session ended."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseBase:  # type: ignore[override]
        if keeps_itself(request):
            return not_now(request)
        texts = typed(request) if request.method == "POST" and not request.headers.get("HX-Request") else []
        return too_late(request, texts) if texts else super().handle_no_permission(request, view_func)
