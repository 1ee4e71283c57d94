"""Answering a request: a page, or the one fragment of it that was asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def typed(request: HttpRequest, name: str, *, most: int = 100) -> str:
    """What somebody typed in a search box: at most `most` characters, without what a database cannot take."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:most]


def page(request: HttpRequest, template: str, *, partial: str = "", status: int = 200, **context: Any) -> HttpResponse:
    """Render the template; with `partial`, an HTMX request gets that named fragment only."""
    name = f"{template}#{partial}" if partial and request.headers.get("HX-Request") else template
    response = render(request, name, context, status=status)
    if partial:
        patch_vary_headers(response, ["HX-Request"])
    return response
