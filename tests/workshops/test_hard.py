"""Hard to break: a real server, real connections, and what goes wrong in a real room.

The world is made in the test database; on SQLite the server gets a copy of it in a file, because a database in memory
has locks that no installation has.
"""

import asyncio
import re
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from organisation.models import User
from script.benchmark.real import Browser, Server
from tests.factories import make_case
from tests.people import make_town
from tests.workshops.factories import make_item, make_meeting, make_round, make_seat
from workshops.access import cookie_name
from workshops.models import Invitee

pytestmark = pytest.mark.slow
CSRF = "a" * 32


class Room:
    """A meeting with an open round, phones with a seat, two facilitators, and a server that can be killed."""

    def __init__(self, folder: Path, phones: int, **environment: str) -> None:
        town = make_town()
        self.meeting = make_meeting(town=town)
        item = make_item(meeting=self.meeting, case=make_case(town=town))
        self.found = make_round(item=item)
        Invitee.objects.create(
            meeting=self.meeting, function="regisseur", user=town.owner, leads=True, by=town.coordinator
        )
        for number in range(phones):
            make_seat(meeting=self.meeting, secret=f"telefoon-{number}", function=f"functie {number}")
        sessions = [self._session(user) for user in (town.coordinator, town.owner)]
        self.environment = {
            "DATABASE_URL": self._database(folder),
            "PVK_SECRET_KEY": settings.SECRET_KEY,
            "PVK_VAR": str(folder),
            "PVK_VENDOR": str(settings.BASE_DIR / "var" / "vendor"),
            "PVK_LOG_LEVEL": "ERROR",
            **environment,
        }
        self.server = Server("pvk.asgi:application", environment=self.environment)
        port = self.server.port
        self.phones = [
            Browser(port, {cookie_name(self.meeting): f"telefoon-{number}", "csrftoken": CSRF})
            for number in range(phones)
        ]
        self.leaders = [Browser(port, {"sessionid": each, "csrftoken": CSRF}) for each in sessions]

    def _session(self, user: User) -> str:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client.cookies["sessionid"].value

    def _database(self, folder: Path) -> str:
        self.file = folder / "room.sqlite3"
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(self.file)])
            return f"sqlite:///{self.file}"
        where = connection.settings_dict
        return f"postgres://{where['USER']}:{where['PASSWORD']}@{where['HOST']}:{where['PORT']}/{where['NAME']}"

    def rows(self, statement: str) -> list[Any]:
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file) as database:
                return database.execute(statement).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def run(self, doing: Any) -> Any:
        """Do this with fresh connections: the kept ones belong to an event loop that ended."""
        for browser in (*self.phones, *self.leaders):
            browser.writer = None
        return asyncio.run(doing)

    def restart(self) -> None:
        """The power goes, and comes back."""
        self.server.kill()
        self.server = Server("pvk.asgi:application", port=self.server.port, environment=self.environment)

    @property
    def address(self) -> str:
        return f"/meedoen/{self.meeting.code}/"

    async def place(self, number: int, submission: str, reason: str = "") -> tuple[int, str]:
        data = {
            "round": self.found.pk, "kind": "point", "x": number % 4 + 1, "y": 2, "submission": submission,
            "reason": reason or f"reden-{number:03d}-reden",
        }  # fmt: skip
        return await self.phones[number].ask(f"{self.address}plaatsen/", urlencode(data), X_Part="1")

    async def press(self, leader: int, name: str) -> int:
        """Closing and revealing say that they know of anyone who is missing."""
        url = reverse(f"workshops:lead_{name}", args=[self.meeting.pk, self.found.pk])
        status, _ = await self.leaders[leader].ask(url, "missing=500")
        return status


@pytest.fixture
def room(transactional_db, tmp_path):
    made: list[Room] = []

    def make(phones: int, **environment: str) -> Room:
        made.append(Room(tmp_path, phones, **environment))
        return made[-1]

    yield make
    for each in made:
        each.server.stop()


def placements(room: Room) -> Counter[int]:
    return Counter(seat for (seat,) in room.rows("SELECT seat_id FROM workshops_blindplacement"))


def test_hundred_placements_in_the_second_of_the_close(room):
    """Each is in time or late; none is lost, doubled or told to another; sent again they stay what they were."""
    room = room(100)
    numbers = [str(uuid4()) for _ in room.phones]

    async def crowd() -> list[Any]:
        async def close() -> int:
            await asyncio.sleep(0.15)
            return await room.press(0, "close")

        async def one(number: int) -> tuple[int, str]:
            await asyncio.sleep(number / 250)
            return await room.place(number, numbers[number])

        return await asyncio.gather(close(), *(one(number) for number in range(100)))

    closed, *answers = room.run(crowd())

    assert closed in {200, 302}
    assert {status for status, _ in answers} == {200}
    assert len(placements(room)) == 100
    assert set(placements(room).values()) == {1}
    for number, (_, body) in enumerate(answers):
        assert f"reden-{number:03d}-reden" in body
        assert body.count("-reden") == body.count(f"reden-{number:03d}-reden")
    before = room.rows("SELECT seat_id, late FROM workshops_blindplacement ORDER BY seat_id")

    async def again() -> None:
        await asyncio.gather(*(room.place(number, numbers[number]) for number in range(100)))

    room.run(again())
    assert room.rows("SELECT seat_id, late FROM workshops_blindplacement ORDER BY seat_id") == before


def test_open_streams_hold_no_thread_and_no_connection(room):
    """A room of forty phones that only listen costs the server nothing but their sockets."""
    room = room(40)
    threads = Path(f"/proc/{room.server.process.pid}/status")

    async def listen(number: int) -> Any:
        stream = room.phones[number].another().events(f"{room.address}live/")
        assert await asyncio.wait_for(anext(stream), timeout=20) >= 1
        return stream

    async def crowd() -> int:
        streams = [await listen(number) for number in range(40)]
        found = re.search(r"Threads:\s+(\d+)", threads.read_text())
        for stream in streams:
            await stream.aclose()
        assert found
        return int(found.group(1))

    assert room.run(crowd()) < 25


def test_server_that_dies_in_mid_round_loses_nothing(room):
    room = room(4)

    async def before() -> None:
        for number in range(3):
            assert (await room.place(number, str(uuid4())))[0] == 200

    async def after() -> str:
        assert (await room.place(3, str(uuid4())))[0] == 200
        stream = room.phones[0].another().events(f"{room.address}live/")
        assert await asyncio.wait_for(anext(stream), timeout=10) > 1
        await stream.aclose()
        return (await room.phones[0].ask(room.address))[1]

    room.run(before())
    room.restart()
    page = room.run(after())

    assert "reden-000-reden" in page
    assert "Uw plaatsing staat erbij" in page
    assert set(placements(room).values()) == {1}
    assert len(placements(room)) == 4


def test_two_facilitators_who_reveal_at_once_reveal_once(room):
    room = room(2)

    async def both() -> list[int]:
        await room.place(0, str(uuid4()))
        await room.press(0, "close")
        return await asyncio.gather(*(room.press(who, "reveal") for who in (0, 1)))

    assert set(room.run(both())) <= {200, 302}
    assert room.rows("SELECT state FROM workshops_round") == [("revealed",)]
    assert room.rows("SELECT count(*) FROM common_auditevent WHERE action = 'round.revealed'") == [(1,)]


def test_redis_may_be_away_while_a_room_places_and_reveals(room):
    """A stream asks the database and a job is a row, so nobody in the room notices."""
    room = room(2, REDIS_URL="redis://127.0.0.1:1/0")

    async def hold() -> tuple[int, str]:
        for number in range(2):
            assert (await room.place(number, str(uuid4())))[0] == 200
        await room.press(0, "close")
        await room.press(0, "reveal")
        asked = await room.leaders[0].ask(reverse("workshops:report_pdf", args=[room.meeting.pk]), "")
        assert asked[0] == 302
        return await room.phones[1].ask(f"{room.address}nu/", X_Part="1")

    status, page = room.run(hold())

    assert status == 200
    assert "<svg" in page
    assert room.rows("SELECT state FROM common_document") == [("waiting",)]
    assert room.rows("SELECT count(*) FROM common_job WHERE task = 'common.make_document'") == [(1,)]


def test_stream_that_a_proxy_cuts_gives_way_to_asking(room):
    """The number that is asked for is the number that a stream would carry, before and after a change."""
    room = room(1)

    async def numbers() -> list[tuple[int, int]]:
        found = []
        for name in ("", "close", "reveal"):
            if name:
                await room.press(0, name)
            stream = room.phones[0].another().events(f"{room.address}live/")
            carried = await asyncio.wait_for(anext(stream), timeout=10)
            await stream.aclose()  # cut
            found.append((carried, int((await room.phones[0].ask(f"{room.address}live/versie/"))[1])))
        return found

    found = room.run(numbers())

    assert all(carried == asked for carried, asked in found)
    assert len({carried for carried, _ in found}) == 3
