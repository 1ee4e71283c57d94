"""Taking a seat: with a login, or as a guest who tells a function and an organisation and nothing else."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from common import audit
from common.live import bump
from common.refusal import Refused
from organisation.models import User
from workshops import rules
from workshops.models import Invitee, Meeting, Seat

MOST = 150
"""Seats in one meeting; more is a mistake or an attack."""


def of_colleague(user: User, *, leads: bool) -> dict[str, Any]:
    """What a seat holds of a colleague. Who leads does not place unless that was chosen."""
    return {
        "function": user.function,
        "organisation_name": user.organisation_name,
        "leads": leads,
        "places": not leads,
        "notice_at": timezone.now(),
    }


@transaction.atomic
def join_user(*, meeting: Meeting, user: User) -> Seat:
    """The seat of a colleague; joining again gives the same one."""
    rules.check_join(meeting, user)
    leads = meeting.facilitator_id == user.pk or Invitee.objects.filter(meeting=meeting, user=user, leads=True).exists()
    seat, made = Seat.objects.get_or_create(
        meeting=meeting,
        user=user,
        defaults=of_colleague(user, leads=leads),
    )
    if made:
        audit.record("meeting.joined", meeting, by=user)
    elif seat.left_at:
        Seat.objects.filter(pk=seat.pk).update(left_at=None)
    bump(meeting.count_topic)
    return seat


@transaction.atomic
def join_guest(
    *, meeting: Meeting, function: str, organisation_name: str, secret: str, contact_consent: bool = False
) -> Seat:
    """A seat for someone without an account. `secret` is the digest of what stands in the browser's cookie.

    The same secret sent twice, by a double tap or a retry, is the same seat.
    """
    rules.check_join(meeting, None)
    if there := Seat.objects.filter(meeting=meeting, secret=secret).first():
        return there
    if Seat.objects.filter(meeting=meeting).count() >= MOST:
        raise Refused("Deze bijeenkomst is vol. Vraag de gespreksleider.")
    seat = Seat.objects.create(
        meeting=meeting,
        function=function,
        organisation_name=organisation_name,
        secret=secret,
        contact_consent=contact_consent,
        notice_at=timezone.now(),
    )
    audit.record("meeting.joined", seat, by=None)
    bump(meeting.count_topic)
    return seat


@transaction.atomic
def come_back(*, seat: Seat) -> None:
    """Take the same seat again after leaving."""
    rules.check_live(seat.meeting)
    if Seat.objects.filter(pk=seat.pk, left_at__isnull=False).update(left_at=None):
        bump(seat.meeting.count_topic)


@transaction.atomic
def leave(*, seat: Seat) -> None:
    """Leave the table: no longer waited for. What was placed stays; coming back by the same login is possible."""
    Seat.objects.filter(pk=seat.pk, left_at__isnull=True).update(left_at=timezone.now())
    bump(seat.meeting.count_topic)


@transaction.atomic
def remove(*, seat: Seat, by: User) -> None:
    """The facilitator takes away a seat that is nobody's any more: a phone that was lost, someone who joined twice."""
    rules.check_lead(by, seat.meeting)
    Seat.objects.filter(pk=seat.pk, left_at__isnull=True).update(left_at=timezone.now(), secret=None)
    audit.record("meeting.seat_removed", seat, by=by)
    bump(seat.meeting.count_topic)
