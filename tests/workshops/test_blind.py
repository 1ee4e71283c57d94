"""Blind means blind: proof by two worlds.

The same meeting is held twice, press for press. Only what two participants place and write differs: other cells, other
shapes, other words, changed once or never. Everybody else watches every address that the site knows: another
participant, the facilitator, the big screen, an outsider, the privacy officer, the manager, the admin, and somebody
without a login. Until the reveal everything they get must be the same in both worlds, byte for byte and header for
header: then nothing can be inferred from it, whatever it is. So must the mail, the log lines, the trail, the version
numbers that the streams carry, and every other row of the database.

Only what is drawn by chance is evened out first: CSRF tokens, form numbers, times.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from common import live
from common.models import LiveTopic
from common.origin import set_origin
from tests.factories import link, make_case, make_signal
from tests.people import Town, make_town
from tests.test_every_url import ALL
from tests.workshops.factories import make_item, make_seat
from workshops.access import cookie_name
from workshops.actions import notes, rounds, run
from workshops.models import BlindPlacement, BlindPlacementQuerySet, Meeting, Note, NoteQuerySet, Round, Seat

CODE, KEY = "BNDH42", "k" * 40
CHANCE = re.compile(
    r"""name="csrfmiddlewaretoken"\ value="[^"]*"
    | value="[0-9a-f]{8}-[0-9a-f-]{27}"
    | value="[\w-]{20,}:[\w-]{6}:[\w-]{40,}"
    | (?:csrftoken|sessionid|plaats-\d+)=[^;]*
    | expires=[^;]*
    | \d{4}-\d\d-\d\d(?:T[\d:.]+(?:\+\d\d:\d\d|Z)?)?
    | \b\d{1,2}:\d\d(?::\d\d)?\b
    | \b\d{8}T\d{6}Z
    | %3A\d\d%3A\d\d\.\d+%2B\d\d%3A\d\d
    | \b1\d{9}(?:\.\d+)?\b
    | nog\ \d+\ (?:uur(?:\ \d+\ min)?|min\w*|sec\w*)
    | \b[0-9a-f]{10}\b
    """,
    re.X,
)
"""What differs between two runs of the same thing: tokens, numbers of forms, times, numbers of requests."""


@dataclass
class World:
    """What two people place and write. `words` is the one thing that may turn up nowhere."""

    placements: list[list[dict[str, str]]]
    notes: list[list[str]]
    words: tuple[str, ...]


LEFT = World(
    placements=[
        [{"kind": "point", "x": "1", "y": "1", "reason": "Fluisterlinde", "sure": "very"}],
        [{"cannot_judge": "ja"}],
    ],
    notes=[["Fluisterlinde"], ["Ruzie"]],
    words=("Fluisterlinde", "fluisterlinde"),
)
RIGHT = World(
    placements=[
        [
            {"kind": "point", "x": "4", "y": "4", "reason": "Donderkuil", "sure": "little"},
            {"kind": "area", "x": "2", "x_to": "4", "y": "1", "y_to": "3", "reason": "Donderkuil " * 9, "sure": ""},
            {"kind": "point", "x": "3", "y": "4", "reason": "Toch meer Donderkuil", "sure": "fairly"},
        ],
        [
            {
                "kind": "line", "x": "3", "y": "2", "y_to": "4", "group_low": "Donderkuil laag",
                "group_high": "Donderkuil hoog", "reason": "Twee groepen, Donderkuil",
            }
        ],
    ],
    notes=[["Donderkuil", "Donderkuil, maar dan een veel langere tekst over het plein"], ["Donderkuil 2"]],
    words=("Donderkuil", "donderkuil"),
)  # fmt: skip


def even(text: str) -> str:
    return CHANCE.sub("·", text)


@dataclass
class Table:
    """The people around one meeting, each with a browser of their own."""

    town: Town
    meeting: Meeting
    hidden: list[Client]
    watchers: dict[str, Client]
    heard: list[tuple[Any, ...]] = field(default_factory=list)

    def watch(self, moment: str, *, everywhere: bool) -> None:
        """Every watcher opens every address (or those of the meeting) and keeps every byte of every answer."""
        for name, client in self.watchers.items():
            for address, headers in addresses(everywhere=everywhere and name in EVERYWHERE, meeting=self.meeting):
                if any(address.startswith(start) and name not in who for start, who in ONLY.items()):
                    continue
                answer = client.get(address, headers=headers)
                body = "" if answer.streaming else even(answer.content.decode("utf-8", "replace"))
                told = sorted((key, even(str(value))) for key, value in answer.items() if key != "Content-Length")
                told.append(("Content-Length", str(len(body))))  # a time may be a digit shorter
                cookies = sorted(cookie for cookie in answer.cookies if not cookie.startswith("messages"))
                self.heard.append((moment, name, address, tuple(headers), answer.status_code, told, cookies, body))


EVERYWHERE = ("facilitator", "privacy", "admin")
"""Together these see every page of the site; they also open what has nothing to do with meetings."""


ONLY = {"/scherm/": ("screen",), "/meedoen/": ("participant", "facilitator", "outsider", "screen")}
"""Pages that do not look at who is logged in need not be opened by all eight."""


def addresses(meeting: Meeting, *, everywhere: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """Each address once, with number 1 in every hole, and the code and key of the meeting; fragments as scripts ask."""
    for name, path, _ in ALL:
        if not everywhere and not name.startswith(("workshops:", "cases:detail", "home")):
            continue
        if name in {"logout", "workshops:leave"} or name.endswith("live") or path.startswith("thema/"):
            continue  # streams are watched by their version numbers below
        address = "/" + re.sub(r"<[^>]+>", "1", path.replace("<str:code>", CODE).replace("<str:key>", KEY))
        yield address.replace("live/1/", f"live/{live.signed(meeting.count_topic)}/"), {}
        if address.endswith(("/nu/", "/leiden/", "/beeld/", f"/{CODE}/")):
            yield address, {"X-Part": "1", "HX-Request": "true"}


def seat_client(meeting: Meeting, user: Any = None, **fields: Any) -> Client:
    client, secret = Client(), f"geheim-{Seat.objects.count()}"
    make_seat(meeting=meeting, user=user, secret="" if user else secret, **fields)
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    else:
        client.cookies[cookie_name(meeting)] = secret
    return client


def login(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def lay_table(kind: str) -> Table:
    """A meeting in an empty database, so that the same things have the same numbers in both worlds."""
    set_origin("systeem")  # what the last request of the other world left behind
    call_command("flush", interactive=False, verbosity=0, reset_sequences=True)
    town = make_town()
    case = make_case(town=town)
    link(case=case, signal=make_signal(town=town), by=town.coordinator)
    meeting = Meeting(
        kind=kind, title="Overleg", purpose="Samen kijken.", convenor="wijkregisseur", area=town.district,
        starts_at="2026-11-20T10:00:00+01:00", code=CODE, screen_key=KEY,
    )  # fmt: skip
    meeting = run.plan(meeting=meeting, by=town.coordinator)
    make_item(meeting=meeting, case=case)
    run.start(meeting=meeting, by=town.coordinator)
    hidden = [seat_client(meeting), seat_client(meeting, town.assessor)]
    watchers = {
        "participant": seat_client(meeting, function="wijkagent"),
        "facilitator": login(town.coordinator),
        "screen": Client(),
        "owner": login(town.owner),
        "outsider": login(town.outsider),
        "privacy": login(town.privacy),
        "executive": login(town.executive),
        "admin": login(town.admin),
    }
    for client in watchers.values():
        client.raise_request_exception = False  # an error page is an answer too
    return Table(town, meeting, hidden, watchers)


def rows_of_the_database() -> list[tuple[str, str]]:
    """Every row but the hidden ones themselves and the sessions, with times evened out."""
    skip = {BlindPlacement, Note}
    found = []
    for model in apps.get_models():
        if model in skip or model._meta.label in {"sessions.Session", "axes.AccessLog"}:
            continue
        for row in model._default_manager.order_by("pk").values():
            found.append((model._meta.label, even(str({k: v for k, v in row.items() if not hasattr(v, "tzinfo")}))))
    return found


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO)
    return caplog


def place_all(table: Table, world: World, found: Round) -> None:
    """Both place, and change what they placed as often as this world says; the watching participant places the same."""
    for client, tries in zip(table.hidden, world.placements, strict=True):
        for data in tries:
            send(client, "workshops:seat_place", round=str(found.pk), **data)
    send(
        table.watchers["participant"], "workshops:seat_place",
        round=str(found.pk), kind="point", x="2", y="2", reason="Eigen reden",
    )  # fmt: skip


def send(client: Client, name: str, *args: Any, **data: str) -> None:
    answer = client.post(reverse(name, args=[CODE, *args]), {"submission": str(uuid4()), **data})
    assert answer.status_code == 302, even(answer.content.decode())


def hold(world: World, lines: Any, *, everywhere: bool = True) -> tuple[Table, Round, dict[str, Any]]:
    """A case meeting up to the moment before the reveal, with everything that anybody could see of it."""
    table = lay_table(Meeting.Kind.CASES)
    lines.clear()
    lead = table.town.coordinator
    found = rounds.prepare(meeting=table.meeting, subject=table.meeting.items.get(), by=lead)
    table.watch("ready", everywhere=False)
    rounds.open_round(found=found, by=lead)
    place_all(table, world, found)
    table.watch("placed", everywhere=everywhere)
    run.nudge(meeting=table.meeting, by=lead)
    rounds.close_round(found=found, by=lead)
    table.watch("closed", everywhere=False)
    return table, found, everything(table, lines)


def hold_notes(world: World, lines: Any) -> tuple[Table, dict[str, Any]]:
    """A network session up to the moment before the notes are collected."""
    table = lay_table(Meeting.Kind.NETWORK)
    lines.clear()
    notes.open_notes(meeting=table.meeting, by=table.town.coordinator)
    for client, texts in zip(table.hidden, world.notes, strict=True):
        send(client, "workshops:seat_note", text=texts[0])
        for text in texts[1:]:
            send(client, "workshops:seat_rewrite", Note.objects.order_by("pk").first().pk, text=text)
    table.watch("written", everywhere=True)
    return table, everything(table, lines)


def everything(table: Table, lines: Any) -> dict[str, Any]:
    return {
        "answers": list(table.heard),
        "versions": sorted(LiveTopic.objects.values_list("name", "version")),
        "rows": rows_of_the_database(),
        "log": [even(record.getMessage()) for record in lines.records],
    }


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Where the two worlds can be told apart."""
    found = [f"{what}: not the same number" for what in one if len(one[what]) != len(other[what])]
    for what in one:
        found += [f"{what}: {a[:5]} … {_first(a, b)}" for a, b in zip(one[what], other[what], strict=False) if a != b]
    return sorted(found)


def _first(a: Any, b: Any) -> str:
    at = next((i for i, (x, y) in enumerate(zip(str(a), str(b), strict=False)) if x != y), 0)
    return f"{str(a)[max(0, at - 80) : at + 80]!r} or {str(b)[max(0, at - 80) : at + 80]!r}"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_until_the_reveal_nobody_can_tell_two_worlds_apart(lines):
    table, found, left = hold(LEFT, lines)
    assert BlindPlacement.objects.get(round=found, seat__function="jongerenwerker").shape.x_min == 1
    seen = str(left)
    table, found, right = hold(RIGHT, lines)
    assert BlindPlacement.objects.get(round=found, seat__function="jongerenwerker").shape.x_min == 3

    assert len(left["answers"]) > 1000
    assert differences(left, right) == []
    assert not [word for word in LEFT.words if word in seen]
    assert not [word for word in RIGHT.words if word in str(right)]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_until_they_are_collected_nobody_can_tell_what_notes_say(lines):
    table, left = hold_notes(LEFT, lines)
    table, right = hold_notes(RIGHT, lines)

    assert Note.objects.count() == 2
    assert differences(left, right) == []
    assert not [word for word in RIGHT.words if word in str(right)]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_after_the_reveal_the_worlds_are_told_apart(lines):
    """The same watchers, so the proof above does not hold because they look away."""
    seen = []
    for world in (LEFT, RIGHT):
        table, found, _ = hold(world, lines, everywhere=False)
        rounds.reveal(found=found, by=table.town.coordinator)
        table.heard.clear()
        table.watch("shown", everywhere=False)
        seen.append({"answers": list(table.heard)})

    told = {line.split("'")[3] for line in differences(*seen) if "'" in line}
    assert {"participant", "facilitator", "screen"} <= told
    assert "outsider" not in told


def everything_shown(self):
    return self.all()


def count_of_sure(found: Round) -> int:
    return 10 * found.placements.in_time().filter(sure="very").count() + found.placements.in_time().count()


def bump_each_time(original):
    def place(**arguments: Any) -> Any:
        made = original(**arguments)
        live.bump(arguments["found"].meeting.count_topic)
        return made

    return place


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, reset_sequences=True)
@pytest.mark.parametrize("leak", ["shown", "count", "stream", "state"])
def test_a_planted_leak_is_found(lines, monkeypatch, leak):
    """Four leaks on purpose: hidden rows are shown, a count says more, the stream tells of a change, a state lies."""
    if leak == "shown":
        monkeypatch.setattr(BlindPlacementQuerySet, "shown", everything_shown)
        monkeypatch.setattr(NoteQuerySet, "shown", everything_shown)
        monkeypatch.setattr(Round, "SHOWN", tuple(Round.State))
    elif leak == "count":
        for place in ("workshops.actions.rounds.placed", "workshops.boards_stage.placed"):
            monkeypatch.setattr(place, count_of_sure)
    elif leak == "stream":
        monkeypatch.setattr(rounds, "place", bump_each_time(rounds.place))
    else:
        original = rounds.place

        def place(**arguments: Any) -> Any:
            made = original(**arguments)
            Seat.objects.filter(pk=arguments["seat"].pk).update(organisation_name=f"vak {made.x_min}")
            return made

        monkeypatch.setattr(rounds, "place", place)

    worlds = [hold(world, lines, everywhere=False)[-1] for world in (LEFT, RIGHT)]

    assert differences(*worlds)
