"""A round: everyone places the same subject, blind; then it is revealed, discussed and settled.

Each change of state is one conditional update, so that two facilitators who press at once make one change.
"""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from cases.actions.state import begin_exchange, locked
from common import audit
from common.live import bump
from common.models import TextFlag
from common.ready import ready
from common.refusal import Refused
from method.map import Shape
from organisation.models import User
from workshops import rules
from workshops.models import BlindPlacement, Item, Meeting, Note, Round, Seat

S = Round.State


def tell(meeting: Meeting) -> None:
    """Everyone must look again: phones, screens and facilitators."""
    bump(meeting.topic)
    bump(meeting.count_topic)


def expected(meeting: Meeting) -> int:
    """How many people may place: who joined, did not leave, and does not only sit in."""
    return sum(_expected(meeting.pk))


@ready
def _expected(meeting: int) -> QuerySet[Seat, int]:
    seats = Seat.objects.filter(meeting=meeting, places=True, left_at__isnull=True)
    return seats.order_by().values("meeting").annotate(how_many=Count("pk")).values_list("how_many", flat=True)


def placed(found: Round) -> int:
    """How many placed in time, also those who cannot judge. The only figure that may be known before the reveal."""
    return sum(_placed(found.pk))


@ready
def _placed(round_pk: int) -> QuerySet[BlindPlacement, int]:
    rows = BlindPlacement.objects.in_time().filter(round=round_pk)
    return rows.order_by().values("round").annotate(how_many=Count("pk")).values_list("how_many", flat=True)


def waiting_for(found: Round) -> int:
    """How many who sit at the table did not place in time. Someone who placed and left is not waited for."""
    seats = Seat.objects.filter(meeting=found.meeting_id, places=True, left_at__isnull=True)
    return seats.exclude(pk__in=found.placements.in_time().filter(seat__isnull=False).values("seat")).count()


@transaction.atomic
def prepare(*, meeting: Meeting, subject: Item | Note, by: User, on_paper: bool = False) -> Round:
    """Put a subject before everyone, ready to open. The rounds it had before stay (R-A-063).

    Pressing twice gives one round. One round at a time may be blind: another subject waits until this one is revealed.
    """
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    rules.check_lead(by, row)
    rules.check_running(row)
    if subject.meeting_id != row.pk:
        raise Refused("Dit hoort niet bij deze bijeenkomst.")
    blind = row.rounds.exclude(state__in=Round.SHOWN).first()
    if blind is not None:
        if blind.subject == subject:
            return blind
        raise Refused("Er is nog een ronde bezig. Onthul die eerst.")
    last = subject.rounds.order_by("-number").first()
    which: dict[str, Any] = {"item": subject} if isinstance(subject, Item) else {"note": subject}
    made = Round.objects.create(meeting=row, number=last.number + 1 if last else 1, on_paper=on_paper, **which)
    if last is not None and last.state != S.SETTLED:
        Round.objects.filter(pk=last.pk).update(state=S.SETTLED, settled_at=timezone.now())
    Meeting.objects.filter(pk=row.pk).update(round=made, blank=False, timer_ends_at=None)
    audit.record("round.prepared", made, by=by)
    tell(row)
    return made


def _move(found: Round, to: str, *, by: User, **fields: Any) -> bool:
    """Change the state if it is still what rules allow. False when someone else already brought it there."""
    rules.check_lead(by, found.meeting)
    rules.check_running(found.meeting)
    current = Round.objects.select_for_update().get(pk=found.pk)
    if current.state == to:
        return False
    rules.check_move(current, to)
    Round.objects.filter(pk=found.pk, state=current.state).update(state=to, **fields)
    found.refresh_from_db()
    audit.record(f"round.{to}", found, by=by)
    tell(found.meeting)
    return True


@transaction.atomic
def open_round(*, found: Round, by: User) -> bool:
    """Everyone may place. Opening again after a close takes what came in late as in time."""
    if not _move(found, S.OPEN, by=by, opened_at=timezone.now(), closed_at=None):
        return False
    for late in found.placements.filter(late=True, seat__isnull=False):
        found.placements.filter(seat=late.seat, late=False).delete()
        found.placements.filter(pk=late.pk).update(late=False)
    return True


@transaction.atomic
def close_round(*, found: Round, by: User) -> bool:
    """Placements that come in from now on are marked late."""
    moved = _move(found, S.CLOSED, by=by, closed_at=timezone.now())
    if moved:
        Meeting.objects.filter(pk=found.meeting_id).update(timer_ends_at=None)
    return moved


@transaction.atomic
def reveal(*, found: Round, by: User, although_missing: bool = False) -> bool:
    """Show everyone's placement to everyone. Possible although someone is missing, when that is said (peers §5.3).

    A case that is placed in a meeting is from now on in exchange. Texts that were kept against the advice of the text
    check are told to the privacy officer now and not before: a flag would say something of a hidden text.
    """
    missing = waiting_for(found)
    if missing and not although_missing and not found.is_shown:
        who = "Er heeft nog 1 deelnemer" if missing == 1 else f"Er hebben nog {missing} deelnemers"
        raise Refused(f"{who} niet geplaatst. Kies “toch onthullen” als u niet wilt wachten.")
    if not _move(found, S.REVEALED, by=by, revealed_at=timezone.now(), revealed_by=by, missing=missing):
        return False
    tell_kept(list(found.placements.exclude(kept={}).select_related("seat")))
    if found.item_id and found.item and found.item.case_id and found.item.case:
        begin_exchange(locked(found.item.case))
    return True


@transaction.atomic
def discuss(*, found: Round, by: User) -> bool:
    return _move(found, S.DISCUSSED, by=by)


@transaction.atomic
def settle(*, found: Round, by: User, agreed: bool | None = None, outcome: str = "") -> bool:
    """End the round with what the conversation led to: agreement, or that people agree to differ. Never a sum."""
    return _move(found, S.SETTLED, by=by, settled_at=timezone.now(), agreed=agreed, outcome=outcome)


@transaction.atomic
def place(
    *,
    found: Round,
    seat: Seat,
    shape: Shape | None,
    reason: str = "",
    sure: str = "",
    cannot_judge: bool = False,
    submission: UUID | None = None,
    kept: dict[str, str] | None = None,
) -> BlindPlacement:
    """Place as one participant, or change what one placed. A double tap or a retry makes one placement.

    The row of the round is held, so a placement that races with the close is either in time or late, never lost. The
    count is told only when it changes: that somebody changed a placement is nobody's business.
    """
    row = next(iter(_held(found.pk)))
    rules.check_place(seat, row)
    late = row.state != S.OPEN
    earlier = _placed_by(row.pk, seat.pk)
    own = next((each for each in earlier if each.late == late), None)
    again = next((each for each in earlier if submission and each.submission == submission), None)
    if own is None and late and again:
        return again  # it was in time the first time
    now = timezone.now()
    new = own is None
    own = own or BlindPlacement(round=row, seat=seat, late=late, at=now)
    if not new and submission and own.submission == submission:
        return own
    own.shape = None if cannot_judge else shape
    own.cannot_judge, own.reason, own.sure = cannot_judge, reason, "" if cannot_judge else sure
    own.function, own.organisation_name = seat.function, seat.organisation_name
    own.changed_at, own.submission, own.kept = now, submission, kept or {}
    try:
        own.save()
    except IntegrityError:  # no shape and no "cannot judge"
        raise Refused("Kies een vak op de kaart, of kies “Ik kan dit niet beoordelen”.") from None
    if row.is_shown:
        tell_kept([own])
    if row.is_shown:
        tell(row.meeting)
    elif new:
        bump(row.meeting.count_topic)
    return own


@ready
def _held(pk: int) -> QuerySet[Round]:
    return Round.objects.select_for_update(of=("self",)).select_related("meeting").filter(pk=pk)


@ready
def _placed_by(round_pk: int, seat: int) -> QuerySet[BlindPlacement]:
    return BlindPlacement.objects.filter(round=round_pk, seat=seat)


def tell_kept(rows: list[Any]) -> None:
    """Tell the privacy officer which texts were kept with a reason; for placements and notes, once they are shown."""
    flags = []
    for row in rows:
        reason = row.kept.get("privacy_reason", "")
        flags += [
            TextFlag(
                object=audit.reference(row),
                field=name,
                kinds=kinds,
                reason=reason,
                by=row.seat.user if row.seat else None,
            )
            for name, kinds in row.kept.items()
            if name != "privacy_reason"
        ]
    TextFlag.objects.bulk_create(flags)


@transaction.atomic
def turn_card(*, placement: BlindPlacement, by: User, shown: bool = True) -> None:
    """Put a reason on the big screen, or take it away. Before the reveal there are no cards. A wall has room for a few:
    a card that is turned again after others were comes last."""
    rules.check_lead(by, placement.round.meeting)
    if not placement.round.is_shown:
        raise Refused("Deze ronde is nog niet onthuld.")
    changed = BlindPlacement.objects.filter(pk=placement.pk).exclude(turned=shown)
    changed.update(turned=shown, turned_at=timezone.now() if shown else None)
    tell(placement.round.meeting)
