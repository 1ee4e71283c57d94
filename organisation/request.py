"""A request of someone who is logged in, as every guarded view gets it."""

from django.http import HttpRequest

from organisation.models import User


class Request(HttpRequest):
    user: User  # type: ignore[assignment]
