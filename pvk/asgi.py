"""Streams in production; pages and streams together in the embedded set-up."""

import asyncio
import os
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import copy_context
from functools import lru_cache
from inspect import iscoroutinefunction
from tempfile import SpooledTemporaryFile
from typing import Any

import django
from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, get_resolver, resolve, set_script_prefix

from pvk.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pvk.settings")
AT_ONCE = 6
"""Pages that are being made at the same time, each in a thread that stays. More would only hinder one another."""


@lru_cache(maxsize=4096)
def is_stream(path: str) -> bool:
    """Whether this address is answered by the event loop itself. Everything else is a page."""
    try:
        return iscoroutinefunction(resolve(path).func)
    except Resolver404:
        return False


class Handler(ASGIHandler):
    """Django's own for streams. A page it would pass from thread to loop and back at each middleware, which costs more
    than most pages do: here a page is made as under WSGI, from its first line to its last, in one of a few threads that
    stay. Reading what is sent and sending what was made happen outside: a slow phone holds no thread."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = BaseHandler()
        self.pages.load_middleware()
        self.free = [ThreadPoolExecutor(max_workers=1, thread_name_prefix="page") for _ in range(AT_ONCE)]
        self.gate = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Without a thread for each connection, which a stream would hold for as long as it lasts."""
        if scope["type"] != "http":
            raise ValueError(f"Only HTTP is spoken here, not {scope['type']}.")
        await self.handle(scope, receive, send)

    async def handle(self, scope: Any, receive: Any, send: Any) -> None:
        if is_stream(scope["path"]):
            await super().handle(scope, receive, send)
            return
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with body:
            response = await self._in_thread(self._page, scope, body)
            await self.send_response(response, send)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Whether somebody may have a stream is asked of the database in the same threads."""
        async with self._thread() as thread, ThreadSensitiveContext(executor=thread):
            response = await super().get_response_async(request)
            await sync_to_async(close_old_connections)()
            return response

    async def _in_thread(self, function: Any, *arguments: Any) -> Any:
        async with self._thread() as thread:
            return await asyncio.get_running_loop().run_in_executor(thread, copy_context().run, function, *arguments)

    @asynccontextmanager
    async def _thread(self) -> AsyncIterator[ThreadPoolExecutor]:
        async with self.gate:
            thread = self.free.pop()
            try:
                yield thread
            finally:
                self.free.append(thread)

    def _page(self, scope: Any, body: "SpooledTemporaryFile[bytes]") -> HttpResponseBase:
        """The whole answer, so that nothing of it is left to be made or closed in another thread."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        response: Any = refused if request is None else self.pages.get_response(request)
        response._handler_class = self.__class__  # the sender of the signal that the request is done
        if response.streaming:
            response.streaming_content = _parts(list(response.streaming_content))
        response.close()
        return response  # type: ignore[no-any-return]


async def _parts(made: list[bytes]) -> AsyncIterator[bytes]:
    for part in made:
        yield part


django.setup(set_prefix=False)
application = Handler()
get_resolver().url_patterns  # noqa: B018  loads the views now instead of with the first request
settle()
