"""Streams of version numbers: they tell of a change, to who may know, and never hang where they cannot work."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, connections
from django.test import AsyncClient, Client

from common import live
from common.models import LiveTopic


def asynchronous(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Runs the test in a thread with a loop of its own: Playwright leaves one running in the main thread."""

    def in_loop(*args: Any, **kwargs: Any) -> None:
        try:
            async_to_sync(test)(*args, **kwargs)
        finally:
            connections.close_all()

    @wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        with ThreadPoolExecutor(max_workers=1) as pool:
            pool.submit(in_loop, *args, **kwargs).result()

    return run


def bump_elsewhere(name: str) -> None:
    """A change by another process, as far as the stream knows."""
    try:
        live.bump(name)
    finally:
        connection.close()


@pytest.fixture
def token() -> str:
    return live.signed("cases.case:12")


def test_version_counts_each_change(db):
    live.bump("signals")
    live.bump("signals")

    assert live.version("signals") == 3
    assert live.version("never.bumped") == 1


def test_version_is_told_to_who_was_shown_the_topic(town, client_of, token):
    live.bump("cases.case:12")

    response = client_of(town.owner).get(f"/live/{token}/versie/")

    assert (response.content, response["Cache-Control"]) == (b"2", "no-store")


@pytest.mark.parametrize("token", ["cases.case:12", "cases.case:13~" + "a" * 43, "..%2f", "x" * 500])
def test_topic_without_our_signature_does_not_exist(town, client_of, token):
    LiveTopic.objects.create(name="cases.case:12", version=9)

    assert client_of(town.owner).get(f"/live/{token}/versie/").status_code == 404
    assert client_of(town.owner).get(f"/live/{token}/").status_code == 404


def test_live_needs_an_account(town, token):
    assert Client().get(f"/live/{token}/versie/").status_code == 302
    assert Client().get(f"/live/{token}/").status_code == 302


def test_stream_by_wsgi_sends_the_browser_to_polling(town, client_of, token):
    assert client_of(town.owner).get(f"/live/{token}/").status_code == 204


def test_topic_with_odd_characters_cannot_be_signed():
    with pytest.raises(ValueError, match="topic"):
        live.signed("Case 12")


@pytest.mark.django_db(transaction=True)
@asynchronous
async def test_stream_tells_the_version_and_each_change(town, token):
    client = AsyncClient()
    await client.aforce_login(town.owner, backend="django.contrib.auth.backends.ModelBackend")

    response = await client.get(f"/live/{token}/")
    events = aiter(response)

    assert (response["Content-Type"], response["X-Accel-Buffering"]) == ("text/event-stream", "no")
    assert await anext(events) == b"retry: 2000\n\n"
    assert await asyncio.wait_for(anext(events), 5) == b"event: version\ndata: 1\n\n"
    await asyncio.to_thread(bump_elsewhere, "cases.case:12")
    assert await asyncio.wait_for(anext(events), 5) == b"event: version\ndata: 2\n\n"


@pytest.mark.django_db(transaction=True)
@asynchronous
async def test_change_while_sending_is_not_lost(monkeypatch):
    monkeypatch.setattr(live, "KEEP_ALIVE", 5.0)
    events = live.stream("signals")
    assert await anext(events) == "retry: 2000\n\n"
    assert "data: 1" in await asyncio.wait_for(anext(events), 5)

    await asyncio.to_thread(bump_elsewhere, "signals")
    await asyncio.sleep(live.INTERVAL * 2)  # the hub sees it while nobody is waiting

    assert "data: 2" in await asyncio.wait_for(anext(events), 1)
    await events.aclose()


@pytest.mark.django_db(transaction=True)
@asynchronous
async def test_two_watchers_share_one_question_and_both_hear(monkeypatch):
    asked = []
    real = live._versions
    monkeypatch.setattr(live, "_versions", lambda names: asked.append(sorted(names)) or real(names))
    one, two = live.stream("signals"), live.stream("signals")
    await anext(one), await anext(two)

    assert "data: 1" in await asyncio.wait_for(anext(one), 5)
    assert "data: 1" in await asyncio.wait_for(anext(two), 5)

    assert set(map(tuple, asked)) == {("signals",)}
    await one.aclose()
    await two.aclose()
    assert not live.hub.watchers


@asynchronous
async def test_stream_survives_a_database_that_is_away(monkeypatch):
    answers = [RuntimeError("away"), {"signals": 4}]

    def shaky(names: list[str]) -> dict[str, int]:
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(live, "_versions", shaky)
    events = live.stream("signals")
    await anext(events)

    assert "data: 4" in await asyncio.wait_for(anext(events), 5)
    await events.aclose()


@asynchronous
async def test_stream_ends_after_its_lifetime_so_that_rights_are_checked_again(monkeypatch):
    monkeypatch.setattr(live, "LIFETIME", 0.0)
    monkeypatch.setattr(live, "_versions", lambda names: {})

    assert [event async for event in live.stream("signals")] == ["retry: 2000\n\n"]
