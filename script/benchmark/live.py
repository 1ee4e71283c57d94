"""Meetings with real connections: from a tap on a phone to the count on every screen, and from the reveal to every
phone, beside a bare broadcast in the same run. Prints JSON lines. Usage: script/bench live [participants] [sessions…]

Phones and screens do what their scripts in the browser do: they keep a stream open, and fetch their fragment when its
number changes. The polling screen asks for the number every three seconds instead. Everybody taps once within
PVK_TAPS_IN seconds (10).
"""

import asyncio
import json
import os
import random
import re
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pvk.settings")

import django  # noqa: E402

django.setup()

from asgiref.sync import sync_to_async  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from organisation.models import Area, User  # noqa: E402
from script.benchmark.real import Browser, Server  # noqa: E402
from workshops.access import cookie_name, digest  # noqa: E402
from workshops.actions import rounds, run  # noqa: E402
from workshops.models import Item, Meeting, Round, Seat  # noqa: E402

SCREENS, POLL = 3, 3.0
TAPS_IN = float(os.environ.get("PVK_TAPS_IN", "10"))


def say(**values: object) -> None:
    print(json.dumps({"database": connection.vendor, **values}), flush=True)


def figures(seconds: list[float]) -> dict[str, float]:
    """Median, the 95th of a hundred, and the slowest, in milliseconds."""
    ordered = sorted(seconds)
    return {
        "p50_ms": round(statistics.median(ordered) * 1000, 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95) - 1] * 1000, 1),
        "slowest_ms": round(ordered[-1] * 1000, 1),
    }


@dataclass
class Screen:
    """A big screen, and when it first showed each count."""

    browser: Browser
    key: str
    polling: bool = False
    seen: dict[int, float] = field(default_factory=dict)

    async def watch(self) -> None:
        async for _ in self._polled() if self.polling else self.browser.events(f"/scherm/{self.key}/live/"):
            status, body = await self.browser.ask(f"/scherm/{self.key}/beeld/")
            now, found = time.perf_counter(), re.search(r"(\d+) van \d+ he", body)
            for count in range(1, int(found.group(1)) + 1 if found else 0):
                self.seen.setdefault(count, now)

    async def _polled(self) -> Any:
        last = ""
        await asyncio.sleep(random.random() * POLL)
        while True:
            _, number = await self.browser.ask(f"/scherm/{self.key}/live/versie/")
            if number != last:
                last = number
                yield number
            await asyncio.sleep(POLL)


@dataclass
class Phone:
    """A participant: taps once, and shows the round as soon as it is revealed."""

    browser: Browser
    code: str
    round_pk: int
    tapped: float = 0
    answered: float = 0
    revealed: float = 0

    async def open(self) -> None:
        status, body = await self.browser.ask(f"/meedoen/{self.code}/")
        assert status == 200, body[:500]

    async def tap(self, after: float) -> None:
        await asyncio.sleep(after)
        x, y = random.randint(1, 4), random.randint(1, 4)
        self.tapped = time.perf_counter()
        data = f"round={self.round_pk}&kind=point&x={x}&y={y}&reason=Men+mijdt+elkaar&sure=fairly"
        status, body = await self.browser.ask(f"/meedoen/{self.code}/plaatsen/", data, X_Part="1")
        assert status == 200, (status, body[:500])
        self.answered = time.perf_counter()

    async def watch(self) -> None:
        fetching = self.browser.another()
        async for _ in self.browser.events(f"/meedoen/{self.code}/live/"):
            status, body = await fetching.ask(f"/meedoen/{self.code}/nu/", X_Part="1")
            if "<svg" in body and "map-mark" in body:
                self.revealed = self.revealed or time.perf_counter()


@dataclass
class Session:
    """One meeting with its phones and screens."""

    meeting: Meeting
    found: Round
    phones: list[Phone]
    screens: list[Screen]
    polling: Screen

    @property
    def watchers(self) -> list[Any]:
        return [*self.phones, *self.screens, self.polling]

    @property
    def counts(self) -> list[float]:
        """From the tap that made the count so high, to each screen that showed it."""
        return self._delays(self.screens)

    @property
    def polled(self) -> list[float]:
        return self._delays([self.polling])

    def _delays(self, screens: list[Screen]) -> list[float]:
        order = sorted(self.phones, key=lambda phone: phone.answered)
        return [
            screen.seen.get(number, time.perf_counter()) - phone.tapped
            for number, phone in enumerate(order, 1)
            for screen in screens
        ]


def prepare(port: int, participants: int) -> Session:
    lead = User.objects.get(email="coordinator@voorbeeldstad.example")
    meeting = Meeting(
        kind=Meeting.Kind.CASES, title="Meting", purpose="Meten", convenor="meting",
        area=Area.objects.first(), starts_at=timezone.now(),
    )  # fmt: skip
    meeting = run.plan(meeting=meeting, by=lead)
    item = Item.objects.create(meeting=meeting, number=1, wording="Meting", case=_case())
    run.start(meeting=meeting, by=lead)
    found = rounds.prepare(meeting=meeting, subject=item, by=lead)
    rounds.open_round(found=found, by=lead)
    secrets = [f"meting-{meeting.pk}-{number}" for number in range(participants)]
    Seat.objects.bulk_create(
        Seat(meeting=meeting, function="deelnemer", organisation_name="Meting", secret=digest(secret))
        for secret in secrets
    )
    phones = [Phone(Browser(port, {cookie_name(meeting): each}), meeting.code, found.pk) for each in secrets]
    screens = [Screen(Browser(port), meeting.screen_key) for _ in range(SCREENS)]
    return Session(meeting, found, phones, screens, Screen(Browser(port), meeting.screen_key, polling=True))


def _case() -> Any:
    from cases.models import Case  # noqa: PLC0415

    return Case.objects.order_by("pk").first()


def close(session: Session) -> None:
    rounds.close_round(found=session.found, by=session.meeting.facilitator)


def reveal(session: Session) -> None:
    rounds.reveal(found=session.found, by=session.meeting.facilitator, although_missing=True)


async def measure(server: Server, participants: int, sessions: int) -> None:
    held = [await sync_to_async(prepare)(server.port, participants) for _ in range(sessions)]
    everyone = [phone for session in held for phone in session.phones]
    for phone in everyone:
        await phone.open()
    watching = [asyncio.create_task(each.watch()) for session in held for each in session.watchers]
    await asyncio.sleep(3)
    cpu, start = server.cpu, time.perf_counter()
    await asyncio.gather(*(phone.tap(random.random() * TAPS_IN) for phone in everyone))
    await asyncio.sleep(POLL + 1)
    used = (server.cpu - cpu) / (time.perf_counter() - start)
    shared: dict[str, Any] = {
        "sessions": sessions,
        "participants": participants,
        "screens": SCREENS,
        "taps_in_s": TAPS_IN,
    }
    taps = [phone.answered - phone.tapped for phone in everyone]
    say(what="tap to answer on the phone", **shared, **figures(taps))
    counts = figures([delay for session in held for delay in session.counts])
    say(what="tap to count on every screen, stream", **shared, **counts)
    say(what="tap to count, polling", **shared, **figures([each for session in held for each in session.polled]))
    say(what="server while tapping", **shared, cpu_of_a_core=round(used, 2), memory_mb=server.memory)
    for session in held:
        await sync_to_async(close)(session)
    await asyncio.sleep(2 + sessions)  # the room looks up; then the facilitator reveals
    reached, cpu = [], server.cpu
    for session in held:  # meetings reveal one after the other, each to its own hundred
        start = time.perf_counter()
        await sync_to_async(reveal)(session)
        while any(not phone.revealed for phone in session.phones) and time.perf_counter() - start < 10:
            await asyncio.sleep(0.02)
        reached += [(phone.revealed or time.perf_counter()) - start for phone in session.phones]
    each = (server.cpu - cpu) / len(everyone) * 1000
    say(
        what="reveal to every phone",
        **shared,
        **figures(reached),
        cpu_ms_a_phone=round(each, 1),
        memory_mb=server.memory,
    )
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)


async def measure_bare(server: Server, participants: int) -> None:
    """The same taps and listeners on a server that does nothing else."""
    heard: list[list[float]] = []

    async def listen() -> None:
        mine: list[float] = []
        heard.append(mine)
        async for _ in Browser(server.port).events("/live/"):
            mine.append(time.perf_counter())

    tapped: list[float] = []

    async def tap(after: float) -> None:
        browser = Browser(server.port)
        await asyncio.sleep(after)
        tapped.append(time.perf_counter())
        await browser.ask("/", "tap=1")

    watching = [asyncio.create_task(listen()) for _ in range(participants + SCREENS)]
    await asyncio.sleep(1)
    await asyncio.gather(*(tap(random.random() * TAPS_IN) for _ in range(participants)))
    await asyncio.sleep(1)
    delays = [moment - start for mine in heard for start, moment in zip(sorted(tapped), mine, strict=False)]
    say(what="bare broadcast", participants=participants, **figures(delays), memory_mb=server.memory)
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)


def main() -> None:
    participants = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    sessions = [int(each) for each in sys.argv[2:]] or [1, 5]
    call_command("migrate", verbosity=0)
    call_command("seed_demo", verbosity=0)
    bare = Server("script.benchmark.broadcast:application")
    try:
        asyncio.run(measure_bare(bare, participants))
    finally:
        bare.stop()
    for number in sessions:
        server = Server("pvk.asgi:application")
        try:
            asyncio.run(measure(server, participants, number))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
