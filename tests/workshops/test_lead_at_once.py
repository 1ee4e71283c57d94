"""Several facilitators who press in the same moment: one change, no error, nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from common.models import AuditEvent
from tests.factories import make_case
from tests.people import make_town
from tests.workshops.factories import make_blind, make_item, make_meeting, make_round, make_seat
from workshops.models import Invitee, Round

pytestmark = pytest.mark.slow


@pytest.fixture
def town(transactional_db):
    """On a database that several connections may write to: PostgreSQL, or SQLite in a file. The one in memory that
    tests share by default has one lock per table, which no installation has."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("needs PostgreSQL, or SQLite in a file")
    return make_town()


def at_once(town, meeting, name, more=(), **data):
    """Four browsers of two facilitators press the same button in the same moment."""
    users = [town.coordinator, town.owner] * 2
    clients = []
    for user in users:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        clients.append(client)
    gate = Barrier(len(clients))

    def press(client):
        try:
            gate.wait(timeout=20)
            return client.post(reverse(f"workshops:{name}", args=[meeting.pk, *more]), data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(press, clients))


def told(action):
    return AuditEvent.objects.filter(action=action).count()


def test_a_whole_round_pressed_by_two_facilitators_at_once(town):
    meeting = make_meeting(town=town, running=False)
    item = make_item(meeting=meeting, case=make_case(town=town))
    Invitee.objects.create(meeting=meeting, function="regisseur", user=town.owner, leads=True, by=town.coordinator)

    assert at_once(town, meeting, "lead_start") == [302] * 4
    assert told("meeting.started") == 1
    meeting.refresh_from_db()
    assert at_once(town, meeting, "lead_prepare", item=item.pk, number=1) == [302] * 4
    found = Round.objects.get()
    assert at_once(town, meeting, "lead_open", (found.pk,)) == [302] * 4
    found.refresh_from_db()
    make_blind(found=found, seat=make_seat(meeting=meeting))
    for name, action in (
        ("lead_close", "round.closed"),
        ("lead_reveal", "round.revealed"),
        ("lead_discuss", "round.discussed"),
    ):
        assert at_once(town, meeting, name, (found.pk,)) == [302] * 4
        assert told(action) == 1, name
    assert at_once(town, meeting, "lead_prepare", item=item.pk, number=2) == [302] * 4

    assert [each.number for each in item.rounds.all()] == [1, 2]
    assert found.placements.count() == 1


def test_second_round_does_not_start_twice(town):
    meeting = make_meeting(town=town)
    item = make_item(meeting=meeting, case=make_case(town=town))
    found = make_round(item=item)
    Invitee.objects.create(meeting=meeting, function="regisseur", user=town.owner, leads=True, by=town.coordinator)
    for name in ("lead_close", "lead_reveal"):
        at_once(town, meeting, name, (found.pk,))

    at_once(town, meeting, "lead_prepare", item=item.pk, number=2)

    assert item.rounds.count() == 2
