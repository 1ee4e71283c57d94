"""What time takes away from a meeting: first who placed what, later the meeting itself (R-A-007)."""

from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common import audit
from common.audit import reference
from common.dates import midnight, months_before
from common.models import TextFlag
from common.removal import remove
from organisation.current import organisation
from organisation.models import Tombstone
from workshops.models import BlindPlacement, Invitee, Item, Meeting, Note, Round, Seat

S = Meeting.State


def unlink(today: date) -> int:
    """Take the people off what they placed and wrote, some days after the end; returns of how many meetings.

    The picture of the group stays: shape, reason, whether it was late, and what moved between rounds. A seat keeps its
    function for the list of who was there, without the account. Who led stays known: that is a task and no view.
    """
    end_forgotten(today)
    limit = midnight(today - timedelta(days=organisation().unlink_days))
    old = Meeting.objects.filter(state=S.ENDED, ended_at__lt=limit, unlinked_at__isnull=True).order_by("pk")
    return sum(_unlink(pk) for pk in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _unlink(pk: int) -> int:
    meeting = Meeting.objects.select_for_update().filter(pk=pk, state=S.ENDED, unlinked_at__isnull=True).first()
    if meeting is None:
        return 0
    placements = BlindPlacement.objects.filter(round__meeting=meeting)
    notes = Note.objects.filter(meeting=meeting)
    _forget_flags([*placements, *notes])
    for seat in set(placements.filter(seat__isnull=False).values_list("seat", flat=True)):
        placements.filter(seat=seat).update(pair=uuid4())
    placements.update(seat=None, function="", organisation_name="", submission=None)
    notes.update(seat=None, submission=None)
    Seat.objects.filter(meeting=meeting).update(secret=None)
    Seat.objects.filter(meeting=meeting, leads=False).update(user=None)
    Invitee.objects.filter(meeting=meeting, leads=False).update(user=None)
    Meeting.objects.filter(pk=meeting.pk).update(unlinked_at=timezone.now())
    audit.record("meeting.unlinked", meeting, by=None)
    return 1


def _forget_flags(rows: list[BlindPlacement | Note]) -> None:
    """A flag of the text check would still say who wrote it."""
    names = [reference(row) for row in rows]
    for start in range(0, len(names), 500):
        TextFlag.objects.filter(object__in=names[start : start + 500]).update(by=None)


def end_forgotten(today: date) -> int:
    """Meetings that nobody ended are ended after the same time, so that no code and no name stays for ever.

    A round that was never revealed stays hidden. Until then the work list of the facilitator asks for it.
    """
    limit = midnight(today - timedelta(days=organisation().unlink_days))
    forgotten = Meeting.objects.filter(state=S.RUNNING, started_at__lt=limit).order_by("pk")
    return sum(_end(pk) for pk in list(forgotten.values_list("pk", flat=True)))


@transaction.atomic
def _end(pk: int) -> int:
    now = timezone.now()
    ended = Meeting.objects.filter(pk=pk, state=S.RUNNING).update(
        state=S.ENDED, ended_at=now, updated_at=now, round=None, blank=False, timer_ends_at=None
    )
    if ended:
        shown = Round.objects.filter(meeting=pk, state__in=Round.SHOWN).exclude(state=Round.State.SETTLED)
        shown.update(state=Round.State.SETTLED, settled_at=now)
        Seat.objects.filter(meeting=pk).update(secret=None)
        audit.record("meeting.ended", f"workshops.meeting:{pk}", by=None)
    return ended


def retain(today: date) -> int:
    """Delete meetings that are over for longer than closed cases are kept; returns how many.

    A meeting about a case that is still there stays as long as the case: what was discussed belongs to its file. When
    a case goes, its points on agendas go with it, and what is left of the meeting goes at its own time.
    """
    limit = midnight(months_before(today, organisation().keep_cases_months))
    of_cases = Item.objects.filter(case__isnull=False).values("meeting")
    of_notes = Note.objects.filter(case__isnull=False).values("meeting")
    over = Q(state=S.ENDED, ended_at__lt=limit) | Q(state__in=(S.CANCELLED, S.PLANNED), starts_at__lt=limit)
    old = Meeting.objects.filter(over).exclude(Q(pk__in=of_cases) | Q(pk__in=of_notes)).order_by("pk")
    return sum(_remove(pk) for pk in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _remove(pk: int) -> int:
    meeting = Meeting.objects.select_for_update().filter(pk=pk).exclude(state=S.RUNNING).first()
    if meeting is None:
        return 0
    name = reference(meeting)
    remove(meeting)
    Tombstone.objects.create(object=name, reason="Bewaartermijn van bijeenkomsten voorbij")
    audit.record("meeting.removed", name, by=None)
    return 1
