"""Walks the URLs: each carries a guard mark, each sends strangers to the login page."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC = {
    "login",
    "alive",
    "ready",
    "theme_css",
    "logo",
    "organisation:set_password",
    "cases:calendar",
    "accessibility",
    "about",
    "workshops:enter",
}
"""Names that anyone may open. Adding one here is a decision to be seen in a review."""


def patterns(
    resolver: URLResolver | None = None, prefix: str = "", path: str = ""
) -> Iterator[tuple[str, str, object]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from patterns(entry, inner, path + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}", path + str(entry.pattern), entry.callback


ALL = list(patterns())


def example(path: str) -> str:
    """A path of the right form for a pattern; the ids need not exist."""
    filled = "/"
    for part in path.split("/"):
        if part.startswith("<"):
            kind = part.strip("<>").split(":")[0]
            part = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000001"}.get(kind, "x")
        filled += part + "/"
    return filled.replace("//", "/").replace(".css/", ".css").replace(".ics/", ".ics")


@pytest.mark.parametrize(("name", "path", "view"), ALL, ids=[name for name, _, _ in ALL])
def test_url_carries_a_guard(name, path, view):
    assert hasattr(view, "guard"), f"{path} has no @guard, @signed_in or @public"
    assert (view.guard is None) == (name in PUBLIC)


@pytest.mark.parametrize("path", [path for name, path, _ in ALL if name not in PUBLIC])
def test_stranger_is_sent_to_the_login_page(db, path):
    answer = Client().get(example(path))

    assert answer.status_code in {302, 404}
    assert answer.status_code == 404 or answer.url.startswith("/inloggen/")


@pytest.mark.parametrize("name", ["reporter", "admin"])
def test_someone_without_case_rights_sees_no_case_page(town, client_of, name):
    client = client_of(getattr(town, name))

    for _, path, view in ALL:
        if path.startswith(("casussen/", "plannen/", "evaluaties/")) and view.guard is not None:
            answer = client.get(example(path))
            assert answer.status_code in {403, 404, 405} or "calendar" in path or path.endswith("agenda/"), path


def test_an_address_for_a_button_opens_as_a_page_that_says_so(town, client_of):
    answer = client_of(town.privacy).get("/beheer/privacy/gezien/1/")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "Hier komt u alleen met een knop" in answer.content.decode()
