"""Live fragments. A stream carries the version of a topic and nothing else; pages refetch through their own view.

The version stands in the database: no broker is needed, and a message that is lost costs nothing, because the next
version number says all there is to say. One hub per process asks the database for all open streams together.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.db.models import F

from common.models import LiveTopic

log = logging.getLogger(__name__)

INTERVAL = 0.2
KEEP_ALIVE = 15.0


def bump(name: str) -> None:
    """Tell whoever watches this topic that something changed. Call inside the transaction of the change."""
    if not LiveTopic.objects.filter(name=name).update(version=F("version") + 1):
        LiveTopic.objects.get_or_create(name=name, defaults={"version": 2})


def version(name: str) -> int:
    return LiveTopic.objects.filter(name=name).values_list("version", flat=True).first() or 1


class Hub:
    """Fans version numbers out to the open streams of this process."""

    def __init__(self) -> None:
        self.watchers: dict[str, set[asyncio.Event]] = defaultdict(set)
        self.versions: dict[str, int] = {}
        self.task: asyncio.Task[None] | None = None

    def watch(self, name: str, event: asyncio.Event) -> None:
        self.watchers[name].add(event)
        if self.task is None or self.task.done():
            self.task = asyncio.get_running_loop().create_task(self._run())

    def forget(self, name: str, event: asyncio.Event) -> None:
        self.watchers[name].discard(event)
        if not self.watchers[name]:
            del self.watchers[name]
            self.versions.pop(name, None)

    async def _run(self) -> None:
        while self.watchers:
            try:
                found = await sync_to_async(_versions)(list(self.watchers))
            except Exception as error:  # the database may be away for a moment; streams stay open
                log.warning("live hub: %s", type(error).__name__)
                await asyncio.sleep(1)
                continue
            for name, number in found.items():
                if self.versions.get(name) != number:
                    self.versions[name] = number
                    for event in self.watchers.get(name, ()):
                        event.set()
            await asyncio.sleep(INTERVAL)


def _versions(names: list[str]) -> dict[str, int]:
    return dict(LiveTopic.objects.filter(name__in=names).values_list("name", "version"))


hub = Hub()


async def stream(name: str) -> AsyncIterator[str]:
    """Server-sent events with the version of a topic, now and at each change; a comment keeps proxies awake."""
    event = asyncio.Event()
    hub.watch(name, event)
    last = 0
    try:
        yield "retry: 2000\n\n"
        while True:
            number = hub.versions.get(name, 0)
            if number and number != last:
                last = number
                yield f"event: version\ndata: {number}\n\n"
            event.clear()
            try:
                await asyncio.wait_for(event.wait(), timeout=KEEP_ALIVE)
            except TimeoutError:
                yield ": still here\n\n"
    finally:
        hub.forget(name, event)
