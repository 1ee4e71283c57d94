"""Boring meetings for tests; every argument by keyword."""

from typing import Any

from django.utils import timezone

from cases.models import Case
from method.map import Shape
from organisation.models import User
from tests.people import Town
from workshops.access import digest
from workshops.actions import rounds, run
from workshops.models import BlindPlacement, Item, Meeting, Note, Round, Seat


def make_meeting(*, town: Town, running: bool = True, **fields: Any) -> Meeting:
    """Led by the coordinator; running, with the facilitator at the table without placing."""
    values: dict[str, Any] = {
        "kind": Meeting.Kind.CASES,
        "title": "Wijkoverleg",
        "purpose": "Samen kijken wat er speelt.",
        "convenor": "wijkregisseur",
        "area": town.district,
        "starts_at": timezone.now(),
        **fields,
    }
    meeting = run.plan(meeting=Meeting(**values), by=values.pop("facilitator", town.coordinator))
    if running:
        run.start(meeting=meeting, by=meeting.facilitator)
    return meeting


def make_item(*, meeting: Meeting, case: Case | None = None, **fields: Any) -> Item:
    values: dict[str, Any] = {"number": meeting.items.count() + 1, "wording": "De sfeer rond het plein", **fields}
    return Item.objects.create(meeting=meeting, case=case, **values)


def make_seat(*, meeting: Meeting, user: User | None = None, secret: str = "", **fields: Any) -> Seat:
    """A guest unless `user` is given; `secret` is what the guest's cookie would hold."""
    values: dict[str, Any] = {
        "function": user.function if user else "jongerenwerker",
        "organisation_name": "" if user else "Stichting Welzijn",
        "secret": digest(secret) if secret else None,
        **fields,
    }
    return Seat.objects.create(meeting=meeting, user=user, **values)


def make_round(*, item: Item, by: User | None = None, opened: bool = True) -> Round:
    found = rounds.prepare(meeting=item.meeting, subject=item, by=by or item.meeting.facilitator)
    if opened:
        rounds.open_round(found=found, by=by or item.meeting.facilitator)
    return found


def point(x: int, y: int) -> Shape:
    return Shape("point", x, x, y, y)


def make_blind(*, found: Round, seat: Seat, x: int = 2, y: int = 3, **fields: Any) -> BlindPlacement:
    return rounds.place(found=found, seat=seat, **{"shape": point(x, y), "reason": "Men mijdt elkaar.", **fields})


def show(*, found: Round, by: User | None = None) -> Round:
    """Close and reveal."""
    by = by or found.meeting.facilitator
    rounds.close_round(found=found, by=by)
    rounds.reveal(found=found, by=by, although_missing=True)
    found.refresh_from_db()
    return found


def make_note(*, seat: Seat, slot: int = 1, **fields: Any) -> Note:
    return Note.objects.create(meeting=seat.meeting, seat=seat, slot=slot, **{"text": "Ruzie over parkeren", **fields})
