"""Sending a form twice makes one row; a number that somebody else used loses nobody's work."""

from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.utils import timezone

from cases.actions import exchange
from cases.models import ExchangeEntry, Placement
from common.models import TextFlag
from signals import actions as signal_actions
from signals.models import Signal
from tests.factories import make_case


def placement(**changes):
    return {
        "kind": "point",
        "x": "2",
        "y": "1",
        "reason": "Buren groeten elkaar niet meer.",
        "function": "wijkregisseur",
        "sure": "fairly",
        "seen_on": timezone.localdate().isoformat(),
        **changes,
    }


def test_number_of_a_placement_elsewhere_loses_no_placement(town, client_of):
    first, second = make_case(town=town), make_case(town=town, title="Een andere straat")
    data = placement(submission=str(uuid4()))

    for case in (first, second):
        client_of(town.owner).post(f"/casussen/{case.pk}/plaatsen/", data)
    client_of(town.assessor).post(f"/casussen/{first.pk}/plaatsen/", data)

    assert sorted(Placement.objects.values_list("case", "by")) == sorted(
        [(first.pk, town.owner.pk), (second.pk, town.owner.pk), (first.pk, town.assessor.pk)]
    )


def test_number_of_an_entry_of_a_colleague_loses_no_entry(town):
    case, number = make_case(town=town), uuid4()
    entry = {"case": case, "kind": "argument", "text": "Men mijdt elkaar.", "function": "team", "submission": number}

    for by in (town.owner, town.owner, town.assessor):
        exchange.add(**entry, by=by)

    assert ExchangeEntry.objects.count() == 2


def test_event_and_document_that_are_sent_twice_stand_there_once(town, client_of):
    case, today = make_case(town=town), timezone.localdate().isoformat()
    client = client_of(town.owner)

    for _ in range(2):
        client.post(f"/casussen/{case.pk}/gebeurtenis/", {"on": today, "what": "De markt was afgelast."})
        client.post(
            f"/casussen/{case.pk}/documenten/",
            {"title": "Verslag van het wijkoverleg", "origin": "wijkteam", "place": "zaaksysteem", "dated_on": today},
        )

    assert (case.outside_events.count(), case.documents.count()) == (1, 1)


def test_text_that_is_sent_twice_is_told_to_the_privacy_officer_once(town, client_of):
    case = make_case(town=town)
    data = placement(
        reason="Meneer Bakker groet niemand meer.",
        privacy_reason="Zo heet de winkel op de hoek.",
        submission=str(uuid4()),
    )

    for _ in range(2):
        client_of(town.owner).post(f"/casussen/{case.pk}/plaatsen/", data)

    assert (Placement.objects.count(), TextFlag.objects.count()) == (1, 1)


def test_signal_that_no_row_can_hold_is_refused_at_once(town, monkeypatch):
    tries = []

    def refuse(*arguments):
        tries.append(arguments)
        raise IntegrityError

    monkeypatch.setattr(signal_actions, "_log", refuse)

    with pytest.raises(IntegrityError):
        signal_actions.log(answers={}, submission=uuid4(), by=town.reporter)

    assert (len(tries), Signal.objects.count()) == (1, 0)


def test_pages_of_someone_logged_in_stay_in_no_cache(town, client_of):
    """On a shared computer the button Back shows nothing after logging out, and a form comes with a new number."""
    case = make_case(town=town)

    answers = [client_of(town.owner).get(address) for address in ("/", f"/casussen/{case.pk}/", "/signalen/nieuw/")]

    assert ["no-store" in answer.headers.get("Cache-Control", "") for answer in answers] == [True] * 3
