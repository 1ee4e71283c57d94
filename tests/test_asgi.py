"""The one process of the embedded set-up: pages in threads, streams on the event loop."""

import asyncio
import threading
from inspect import iscoroutinefunction

import pytest
from django.urls import path

from common.guards import public
from pvk import asgi
from tests.test_every_url import ALL


async def ask(address: str, *, method: str = "GET", body: bytes = b"", **headers: str) -> tuple[dict, bytes]:
    """What the server gets back for one request: the head, and the whole body."""
    messages = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[dict] = []

    async def receive() -> dict:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: dict) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": method, "path": address, "raw_path": address.encode(), "query_string": b"",
        "headers": [(b"host", b"127.0.0.1"), *((k.replace("_", "-").encode(), v.encode()) for k, v in headers.items())],
        "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 80), "scheme": "http", "http_version": "1.1",
    }  # fmt: skip
    await asgi.application(scope, receive, send)
    return sent[0], b"".join(each.get("body", b"") for each in sent[1:])


def get(address: str, **kwargs) -> tuple[dict, bytes]:
    return asyncio.run(ask(address, **kwargs))


def test_streams_are_the_views_that_wait():
    """Walks the URLconf: a stream made in a thread would hold it, a page on the loop would stop every stream."""
    views = {name: view for name, _, view in ALL}
    live = {name for name, view in views.items() if iscoroutinefunction(view)}

    assert live == {"common:live", "workshops:seat_live", "workshops:screen_live"}


@public
def where(request):
    from django.http import HttpResponse

    return HttpResponse(threading.current_thread().name)


@public
def broken(request):
    raise RuntimeError("this page has a mistake")


urlpatterns = [path("waar/", where), path("stuk/", broken)]


@pytest.fixture
def pages(settings):
    """Pages that need no database: its threads would not see what a test made."""
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    asgi.is_stream.cache_clear()
    yield
    asgi.is_stream.cache_clear()


def test_page_is_made_in_a_thread_that_stays(pages):
    names = {get("/waar/")[1].decode().rpartition("_")[0] for _ in range(20)}

    assert names == {"page"}
    assert sum(each.name.startswith("page") for each in threading.enumerate()) <= asgi.AT_ONCE


def test_more_pages_than_threads_wait_for_their_turn(pages):
    async def many() -> list:
        return await asyncio.gather(*(ask("/waar/") for _ in range(asgi.AT_ONCE * 5)))

    assert {head["status"] for head, _ in asyncio.run(many())} == {200}


def test_mistake_in_a_page_gives_its_thread_back(pages, settings):
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    for _ in range(asgi.AT_ONCE * 2):
        assert get("/stuk/")[0]["status"] == 500
    assert get("/waar/")[0]["status"] == 200


def test_unknown_address_is_a_page():
    assert not asgi.is_stream("/bestaat-niet/")


def test_file_comes_whole(pages, settings):
    """Static files come from disk in parts."""
    head, body = get("/static/common/app.css")

    assert head["status"] == 200
    assert len(body) == len((settings.BASE_DIR / "static/common/app.css").read_bytes()) > 5000


def test_visitor_who_left_gets_no_page():
    async def gone() -> list:
        sent = []

        async def receive() -> dict:
            return {"type": "http.disconnect"}

        async def send(message: dict) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/waar/", "headers": []}
        await asgi.application(scope, receive, send)
        return sent

    assert asyncio.run(gone()) == []
