"""Every page of the demo town takes as many statements when there is three times as much to show."""

import copy

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Check, ExchangeEntry, Group, OutsideEvent, Placement, SignalLink, StateChange
from organisation.models import Area, Department, Membership, Partner, Theme, User
from plans.models import Action, Objective
from plans.models_communication import Message
from plans.models_detail import Challenge
from plans.models_policy import PolicyRow
from pvk.demo.load import Loader
from signals.models import Signal
from tests.browser.test_every_page import LATER, NOT_A_PAGE, ROLES, candidates, make_demo_town, openable
from tests.test_every_url import ALL
from workshops.models import BlindPlacement, Invitee, Item, Meeting, Seat, new_code, new_key


def copies(row: models.Model, number: int) -> models.Model:
    """The same row once more, under other names where a name may stand only once."""
    other = copy.copy(row)
    other.pk = None
    other._state.adding = True
    for name in ("label", "name", "email"):
        if hasattr(other, name):
            setattr(other, name, f"{number}{getattr(other, name)}")
    if hasattr(other, "submission"):
        other.submission = None
    if hasattr(other, "replaces_id"):
        other.replaces = None
    return other


def three_times(busy: Case) -> None:
    """More of everything: around the busy case, in the lists, and in the organisation."""
    Loader(signals=Signal.objects.count() + 40, cases=Case.objects.count() + 20).load()
    signals = list(Signal.objects.order_by("-pk")[:8])
    for model in (Group, ExchangeEntry, Placement, Check, StateChange, OutsideEvent):
        for row in list(model.objects.filter(case=busy)):
            for number in (1, 2):
                copies(row, number).save()
    for signal in signals:
        SignalLink.objects.get_or_create(
            case=busy, signal=signal, ended_at=None, defaults={"reason": "Zelfde plein.", "by": busy.owner}
        )
    for message in list(Message.objects.filter(case=busy)):
        for number in (1, 2):
            other = copies(message, number)
            other.origin = ""
            other.save()
    for model in (Action, Objective, Challenge):
        for row in list(model.objects.filter(plan=busy.plan)):
            for number in (1, 2):
                copies(row, number).save()
    for row in list(PolicyRow.objects.filter(case=busy)):
        for number in (1, 2):
            other = copies(row, number)
            other.wording = f"{number}{row.wording}"
            other.save()
    more_meetings()
    for row in [*Theme.objects.all()[:4], *Partner.objects.all()[:4], *Department.objects.all()[:4]]:
        copies(row, 1).save()
    for number in range(10):
        user = User.objects.create(email=f"nieuw{number}@voorbeeldstad.example", name=f"Nieuw {number}", function="x")
        Membership.objects.create(user=user, role="reporter")
    wijk = Area.objects.filter(level=1).first()
    Area.objects.bulk_create(
        Area(code=f"BU9999019{number}", name=f"Nieuwe buurt {number}", level=2, parent=wijk) for number in range(6)
    )


def more_meetings() -> None:
    """Each meeting three times, and in the first ones more of everything that hangs on them."""
    for meeting in list(Meeting.objects.all()):
        by = meeting.facilitator
        for number in (1, 2):
            other = copies(meeting, number)
            other.code, other.screen_key, other.round, other.step = new_code(), new_key(), None, None
            other.save()
            Invitee.objects.create(meeting=meeting, function=f"functie {number}", by=by)
            Seat.objects.create(meeting=meeting, function=f"functie {number}", organisation_name="Welzijn")
        for row in [*meeting.notes.all(), *BlindPlacement.objects.filter(round__meeting=meeting)]:
            for number in (1, 2):
                other = copies(row, number)
                other.seat = None
                other.save()
        for case in Case.objects.exclude(pk__in=meeting.items.filter(case__isnull=False).values("case"))[:3]:
            if meeting.kind == Meeting.Kind.CASES:
                Item.objects.create(meeting=meeting, number=9, case=case, wording="Nog een punt")


def statements(client: Client, address: str) -> list[str]:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return [query["sql"] for query in asked.captured_queries]


@pytest.mark.slow
def test_pages_take_as_many_statements_for_three_times_as_much(db, settings, tmp_path):
    busy = make_demo_town(settings, tmp_path)
    people = {role: User.objects.get(email=f"{role}@voorbeeldstad.example") for role in ROLES}
    clients = {}
    for role, user in people.items():
        clients[role] = Client()
        clients[role].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    ids = candidates(busy)
    pages = {}
    for name, path, _ in ALL:
        if NOT_A_PAGE.search(name) or name in LATER | {"cases:link"}:
            continue
        found = openable(name, path, ids.get(name.rpartition(":")[0], [1]), clients)
        if found:
            pages[name] = found
    before = {name: statements(clients[role], address) for name, (role, address) in pages.items()}

    three_times(busy)
    after = {name: statements(clients[role], address) for name, (role, address) in pages.items()}

    grown = {name: (len(before[name]), len(after[name])) for name in pages if len(after[name]) > len(before[name])}
    assert len(pages) > 60
    assert not grown
