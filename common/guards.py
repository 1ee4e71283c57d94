"""Marks that say who may open a view. A test walks the URLs and fails for a view without one."""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from common import audit
from common.refusal import Refused

View = Callable[..., HttpResponseBase]


def guard(*permissions: Enum) -> Callable[[View], View]:
    """Only for people who hold one of these permissions; a refusal is recorded in the trail."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(request.user.may(permission) for permission in permissions):  # type: ignore[union-attr,arg-type]
                audit.record("view.refused", f"view:{view.__name__}", by=request.user, result="refused")
                raise Refused("Dit onderdeel hoort niet bij uw rol. Vraag de beheerder als u het toch nodig hebt.")
            return view(request, *args, **kwargs)

        guarded.guard = permissions  # type: ignore[attr-defined]
        return guarded

    return mark


def signed_in(view: View) -> View:
    """For everyone with an account; the view itself starts from what is visible to that person."""
    view.guard = ()  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """For everyone, without an account."""
    view.guard = None  # type: ignore[attr-defined]
    return login_not_required(view)
