"""Live fragments. A stream carries the version of a topic and nothing else; pages refetch through their own view.

The version stands in the database: no broker is needed, and a message that is lost costs nothing, because the next
version number says all there is to say. One hub per process asks the database for all open streams together.

A page names its topic signed (`{% live "signals" %}`), so that only who was shown the page can watch it: that
something changes in a case says something about the case.
"""

import asyncio
import logging
import re
from collections import defaultdict
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context

from asgiref.sync import sync_to_async
from django.core import signing
from django.db import connection
from django.db.models import QuerySet

from common.models import LiveTopic
from common.ready import ready

log = logging.getLogger(__name__)

INTERVAL = 0.2
KEEP_ALIVE = 15.0
LIFETIME = 600.0  # then the browser connects again, and must still be allowed to

NAME = re.compile(r"[a-z][a-z0-9_.-]{0,39}(:[a-z0-9_.-]{1,30})?")
_signer = signing.Signer(salt="live", sep="~")


def bump(name: str) -> None:
    """Tell whoever watches this topic that something changed. Call inside the transaction of the change.

    One statement, also for a topic that is new: logging an acute signal has few to spend.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO common_livetopic (name, version) VALUES (%s, 2) "
            "ON CONFLICT (name) DO UPDATE SET version = common_livetopic.version + 1",
            [name],
        )


def version(name: str) -> int:
    return next(iter(_version(name)), 1)


@ready
def _version(name: str) -> QuerySet[LiveTopic, int]:
    return LiveTopic.objects.filter(name=name).values_list("version", flat=True)


def signed(name: str) -> str:
    """The name as a page carries it."""
    if not NAME.fullmatch(name):
        raise ValueError(f"a topic looks like 'cases.case:12', not {name!r}")
    return _signer.sign(name)


def topic(token: str) -> str | None:
    """The name, if this installation signed it."""
    try:
        return _signer.unsign(token)
    except signing.BadSignature:
        return None


class Hub:
    """Fans version numbers out to the open streams of this process."""

    def __init__(self) -> None:
        self.watchers: dict[str, set[asyncio.Event]] = defaultdict(set)
        self.versions: dict[str, int] = {}
        self.task: asyncio.Task[None] | None = None
        # A thread of its own: the first stream's request ends long before the hub does.
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")

    def watch(self, name: str, event: asyncio.Event) -> None:
        self.watchers[name].add(event)
        loop = asyncio.get_running_loop()
        if self.task is None or self.task.done() or self.task.get_loop() is not loop:
            self.task = loop.create_task(self._run(), context=Context())

    def forget(self, name: str, event: asyncio.Event) -> None:
        self.watchers[name].discard(event)
        if not self.watchers[name]:
            del self.watchers[name]
            self.versions.pop(name, None)

    async def _run(self) -> None:
        ask = sync_to_async(_versions, thread_sensitive=False, executor=self.thread)
        while self.watchers:
            try:
                found = await ask(list(self.watchers))
            except Exception as error:  # the database may be away for a moment; streams stay open
                log.warning("live hub: %s", type(error).__name__)
                await asyncio.sleep(1)
                continue
            for name, number in found.items():
                if name in self.watchers and self.versions.get(name) != number:
                    self.versions[name] = number
                    for event in self.watchers[name]:
                        event.set()
            await asyncio.sleep(INTERVAL)


def _versions(names: list[str]) -> dict[str, int]:
    """A topic that nobody bumped yet counts as version 1, so that its first change is seen too."""
    try:
        return dict.fromkeys(names, 1) | dict(LiveTopic.objects.filter(name__in=names).values_list("name", "version"))
    finally:
        connection.close_if_unusable_or_obsolete()  # no request ends here: a pool gets it back


hub = Hub()


async def stream(name: str) -> AsyncIterator[str]:
    """Server-sent events with the version of a topic, now and at each change; a comment keeps proxies awake."""
    event = asyncio.Event()
    hub.watch(name, event)
    last = 0
    end = asyncio.get_running_loop().time() + LIFETIME
    try:
        yield "retry: 2000\n\n"
        while asyncio.get_running_loop().time() < end:
            event.clear()  # before looking: what changes while we send must wake us again
            number = hub.versions.get(name, 0)
            if number and number != last:
                last = number
                yield f"event: version\ndata: {number}\n\n"
                continue
            try:
                await asyncio.wait_for(event.wait(), timeout=KEEP_ALIVE)
            except TimeoutError:
                yield ": still here\n\n"
    finally:
        hub.forget(name, event)
