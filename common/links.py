"""Addresses of pages, looked up once. Finding a pattern by its name costs more than most of what a page writes."""

from collections.abc import Callable
from functools import cache

from django.urls import reverse


def address_of(name: str) -> Callable[[int], str]:
    """Addresses of rows of one kind."""
    before, after = _around(name)
    return lambda pk: f"{before}{pk}{after}"


def address(name: str, pk: int | None = None) -> str:
    """The address of a page, or of the page of one row."""
    return _reverse(name) if pk is None else address_of(name)(pk)


@cache
def _around(name: str) -> tuple[str, str]:
    before, after = reverse(name, args=[0]).rsplit("0", 1)
    return before, after


_reverse = cache(reverse)
