"""Preparing a meeting: what, when and with whom; the agenda, the programme, the invitations, or calling it off."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from common import audit
from common.edits import save_if_unchanged
from common.outbox import write
from common.refusal import Refused
from organisation.models import Partner, User
from signals.models import Signal
from workshops import rules, rules_plan
from workshops.actions.rounds import tell
from workshops.models import Bridge, Invitee, Item, Meeting, ProgrammeStep

S = Meeting.State
TRUST = ["trust", "trust_reason"]
ANNOUNCED = ("starts_at", "minutes", "place")
"""What stands in an invitation: who was invited hears of a change."""
MOST_ITEMS = 20


def join_path(code: str) -> str:
    """Where a participant begins."""
    return reverse("workshops:seat", args=[code])


def join_address(meeting: Meeting) -> str:
    """The same, for in a mail."""
    return f"{settings.BASE_URL}{join_path(meeting.code)}"


def when(meeting: Meeting) -> str:
    """`dinsdag 24 november 2026, 14:00 tot 16:30 uur`."""
    start = timezone.localtime(meeting.starts_at)
    end = start + timedelta(minutes=meeting.minutes)
    until = format_date(end, "G:i") if end.date() == start.date() else format_date(end, "l j F G:i")
    return f"{format_date(start, 'l j F Y, G:i')} tot {until} uur"


# What and when


@transaction.atomic
def edit(*, meeting: Meeting, fields: Iterable[str], seen: int, by: User) -> Meeting:
    """Save what was changed; who was invited hears of another moment or place."""
    before = Meeting.objects.get(pk=meeting.pk)
    rules_plan.check_keep(by, before)
    save_if_unchanged(meeting, fields, seen=seen)
    audit.record("meeting.edited", meeting, by=by)
    if any(getattr(before, name) != getattr(meeting, name) for name in ANNOUNCED):
        _tell_invited(meeting, f"moved:{meeting.version}", "Een bijeenkomst is verplaatst", _moved_body(meeting))
    return meeting


@transaction.atomic
def answer_trust(*, meeting: Meeting, trust: str, reason: str, seen: int, by: User) -> Meeting:
    """Whether there is a network that trusts each other. Too little makes a task: invest first (R-A-083)."""
    rules_plan.check_keep(by, Meeting.objects.get(pk=meeting.pk))
    if meeting.kind != Meeting.Kind.NETWORK:
        raise Refused("Deze vraag hoort bij een werksessie met het netwerk.", source=rules.WORKSHOP)
    meeting.trust = trust
    meeting.trust_reason = reason if trust == Meeting.Trust.TOO_LITTLE else ""
    if trust == Meeting.Trust.TOO_LITTLE:
        meeting.network_done_at = None
    save_if_unchanged(meeting, [*TRUST, "network_done_at"], seen=seen)
    audit.record("meeting.trust_answered", meeting, by=by)
    return meeting


@transaction.atomic
def network_done(*, meeting: Meeting, by: User) -> None:
    """The task to invest in the network is done, or no longer needed. Pressing twice does it once."""
    rules.check_lead(by, meeting)
    done = Meeting.objects.filter(pk=meeting.pk, network_done_at__isnull=True).update(network_done_at=timezone.now())
    if done:
        audit.record("meeting.network_done", meeting, by=by)


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, note: str, by: User) -> None:
    """Call it off. Who was invited is told the chosen reason; the code and the screen stop working."""
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    rules.check_lead(by, row)
    if row.state == S.CANCELLED:
        return
    rules_plan.check_keep(by, row)
    row.state, row.cancel_reason, row.cancel_note = S.CANCELLED, reason, note
    row.version += 1
    row.updated_at = timezone.now()
    row.save(update_fields=["state", "cancel_reason", "cancel_note", "version", "updated_at"])
    audit.record("meeting.cancelled", row, by=by)
    why = row.get_cancel_reason_display().lower()
    body = f"Bijeenkomst {row.number} op {when(row)} gaat niet door.\n\nReden: {why}.\n"
    _tell_invited(row, "cancelled", "Een bijeenkomst gaat niet door", body)
    tell(row)
    meeting.refresh_from_db()


# With whom


@transaction.atomic
def invite(
    *,
    meeting: Meeting,
    by: User,
    function: str = "",
    organisation_name: str = "",
    group: str = "",
    user: User | None = None,
    partner: Partner | None = None,
    leads: bool = False,
) -> Invitee:
    """Put someone on the list: a colleague, a partner, or a function only. The same one stands there once."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    rules_plan.check_invite(by, meeting)
    if leads:
        if user is None:
            raise Refused("Meeleiden kan alleen een collega met een account.")
        rules_plan.check_second(user)
    if user is not None:
        which: dict[str, Any] = {"user": user}
        values: dict[str, Any] = {"function": user.function, "organisation_name": user.organisation_name}
    elif partner is not None:
        which = {"partner": partner, "function": function, "user": None}
        values = {"organisation_name": partner.name}
    else:
        which = {"function": function, "organisation_name": organisation_name, "user": None, "partner": None}
        values = {}
    there = Invitee.objects.filter(meeting=meeting, **which).first()
    if there is not None:
        if leads and not there.leads:
            set_leads(invitee=there, leads=True, by=by)
        return there
    made = Invitee.objects.create(meeting=meeting, by=by, group=group, leads=leads, **{**which, **values})
    audit.record("meeting.invitee_added", meeting, by=by)
    return made


@transaction.atomic
def set_leads(*, invitee: Invitee, leads: bool, by: User) -> None:
    """Lead along, or no longer. Whoever planned the meeting keeps leading it."""
    rules_plan.check_invite(by, invitee.meeting)
    if leads:
        if invitee.user is None:
            raise Refused("Meeleiden kan alleen een collega met een account.")
        rules_plan.check_second(invitee.user)
    Invitee.objects.filter(pk=invitee.pk).update(leads=leads)
    invitee.meeting.seats.filter(user=invitee.user_id, user__isnull=False).update(leads=leads)
    invitee.leads = leads
    audit.record("meeting.second_chosen" if leads else "meeting.second_ended", invitee.meeting, by=by)
    if leads and invitee.invited_at:
        _mail(
            invitee, f"leads:{invitee.pk}:{invitee.meeting.version}", "U leidt een bijeenkomst mee", _lead_body(invitee)
        )


@transaction.atomic
def uninvite(*, invitee: Invitee, by: User) -> None:
    """Take someone off the list. Who already had an invitation hears of it; a seat that was taken stays."""
    rules_plan.check_invite(by, invitee.meeting)
    meeting = invitee.meeting
    if invitee.invited_at:
        body = f"Uw uitnodiging voor bijeenkomst {meeting.number} op {when(meeting)} is ingetrokken.\n"
        _mail(invitee, f"uninvited:{invitee.pk}", "Een uitnodiging is ingetrokken", body)
    invitee.delete()
    audit.record("meeting.invitee_removed", meeting, by=by)


def address_of(invitee: Invitee) -> str:
    """Where an invitation can be mailed to, if anywhere. For the others the facilitator passes on the address."""
    if invitee.user:
        return invitee.user.email if invitee.user.is_active else ""
    return invitee.partner.email if invitee.partner else ""


@transaction.atomic
def send_invitations(*, meeting: Meeting, by: User) -> int:
    """Mail everyone on the list who can be mailed and was not yet; returns how many. Sending twice sends once."""
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    rules_plan.check_send(by, row)
    sent = 0
    for invitee in _people(row).filter(invited_at__isnull=True):
        if not address_of(invitee):
            continue
        invitee.invited_at = timezone.now()
        Invitee.objects.filter(pk=invitee.pk).update(invited_at=invitee.invited_at)
        invitee.meeting = row
        _mail(invitee, f"invited:{invitee.pk}", "U bent uitgenodigd voor een bijeenkomst", _invitation(invitee))
        sent += 1
    if sent:
        audit.record("meeting.invitations_sent", row, by=by)
    return sent


def _people(meeting: Meeting) -> Any:
    return Invitee.objects.filter(meeting=meeting).select_related("user", "partner")


def _mail(invitee: Invitee, key: str, subject: str, body: str) -> None:
    to = address_of(invitee)
    if to:
        write(key=f"meeting:{invitee.meeting_id}:{key}", to=to, subject=subject, body=body)


def _tell_invited(meeting: Meeting, key: str, subject: str, body: str) -> None:
    for invitee in _people(meeting).filter(invited_at__isnull=False):
        invitee.meeting = meeting
        _mail(invitee, f"{key}:{invitee.pk}", subject, body)


def calendar_address(meeting: Meeting) -> str:
    return f"{settings.BASE_URL}{reverse('workshops:invitation_calendar', args=[meeting.code])}"


def _invitation(invitee: Invitee) -> str:
    """Number, moment, place and addresses; what it is about stands behind the addresses."""
    meeting = invitee.meeting
    lines = [
        f"U bent uitgenodigd voor bijeenkomst {meeting.number}.",
        "",
        f"Wanneer: {when(meeting)}",
        f"Plaats: {meeting.place or 'volgt nog'}",
        "",
        f"In uw agenda zetten: {calendar_address(meeting)}",
        f"Meedoen op het moment zelf, met uw telefoon of laptop: {join_address(meeting)}",
    ]
    if invitee.leads:
        lines.append(f"U leidt deze bijeenkomst mee. Voorbereiden: {_page(meeting)}")
    if invitee.user is None:
        lines += ["", "Komt iemand anders namens uw organisatie? Stuur dit bericht dan door."]
    return "\n".join([*lines, ""])


def _moved_body(meeting: Meeting) -> str:
    return (
        f"Bijeenkomst {meeting.number} is gewijzigd.\n\nWanneer: {when(meeting)}\n"
        f"Plaats en tijd in uw agenda bijwerken: {calendar_address(meeting)}\n"
    )


def _lead_body(invitee: Invitee) -> str:
    return f"U leidt bijeenkomst {invitee.meeting.number} mee. Voorbereiden:\n{_page(invitee.meeting)}\n"


def _page(meeting: Meeting) -> str:
    return f"{settings.BASE_URL}{reverse('workshops:detail', args=[meeting.pk])}"


# Agenda and programme


@transaction.atomic
def add_item(
    *, meeting: Meeting, wording: str, by: User, case: Case | None = None, signal: Signal | None = None
) -> Item:
    """Put a case or a signal on the agenda, in the words that everyone at the table may read. The same one once."""
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    rules_plan.check_agenda(by, row)
    if case is not None and not Case.objects.visible_to(by).filter(pk=case.pk).exists():
        raise Refused("Deze casus kunt u niet zien.")
    if signal is not None and not Signal.objects.visible_to(by).filter(pk=signal.pk).exists():
        raise Refused("Dit signaal kunt u niet zien.")
    there = row.items.filter(case=case, signal=signal).first()
    if there is not None:
        return there
    if row.items.count() >= MOST_ITEMS:
        raise Refused(f"Er staan al {MOST_ITEMS} punten op de agenda. Plan een tweede overleg.")
    last = row.items.aggregate(last=Max("number"))["last"] or 0
    made = Item.objects.create(meeting=row, number=last + 1, case=case, signal=signal, wording=wording)
    audit.record("meeting.item_added", row, by=by)
    tell(row)
    return made


@transaction.atomic
def edit_item(*, item: Item, wording: str, seen: int, by: User) -> Item:
    rules_plan.check_agenda(by, item.meeting)
    item.wording = wording
    save_if_unchanged(item, ["wording"], seen=seen)
    audit.record("meeting.item_edited", item.meeting, by=by)
    tell(item.meeting)
    return item


@transaction.atomic
def remove_item(*, item: Item, by: User) -> None:
    """Off the agenda; only when nobody placed it yet."""
    Meeting.objects.select_for_update().get(pk=item.meeting_id)
    rules_plan.check_remove_item(by, item)
    meeting = item.meeting
    item.delete()
    audit.record("meeting.item_removed", meeting, by=by)
    tell(meeting)


@transaction.atomic
def move_item(*, item: Item, up: bool, by: User) -> None:
    """One place up or down; at the end nothing happens. All numbers are written anew, so that none stands twice."""
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    rules_plan.check_agenda(by, meeting)
    rows = list(meeting.items.order_by("number", "pk"))
    here = next((place for place, row in enumerate(rows) if row.pk == item.pk), None)
    there = None if here is None else here - 1 if up else here + 1
    if here is None or there is None or not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for number, row in enumerate(rows, 1):
        row.number = number
    Item.objects.bulk_update(rows, ["number"])
    tell(meeting)


@transaction.atomic
def keep_programme(*, meeting: Meeting, minutes: dict[int, int], seen: int, by: User) -> None:
    """How long each step takes. The sum may differ from the duration: the page shows both (R-A-095)."""
    rules_plan.check_programme(by, Meeting.objects.get(pk=meeting.pk))
    save_if_unchanged(meeting, [], seen=seen)
    steps = list(meeting.steps.all())
    for step in steps:
        step.minutes = minutes.get(step.pk, step.minutes)
    ProgrammeStep.objects.bulk_update(steps, ["minutes"])
    audit.record("meeting.programme_kept", meeting, by=by)
    tell(meeting)


# Bridges


@transaction.atomic
def add_bridge(*, partner: Partner, group: str, bond: str, reticence: str, by: User) -> Bridge:
    """Note that a partner has a bond of trust with a group (R-A-072). The same bridge stands there once."""
    rules_plan.check_bridges(by)
    there = Bridge.objects.filter(partner=partner, group__iexact=group, ended_at__isnull=True).first()
    if there is not None:
        return there
    try:
        with transaction.atomic():
            made = Bridge.objects.create(partner=partner, group=group, bond=bond, reticence=reticence, by=by)
    except IntegrityError:  # a colleague did the same at this moment
        return Bridge.objects.get(partner=partner, group=group, ended_at__isnull=True)
    audit.record("bridge.added", made, by=by)
    return made


@transaction.atomic
def end_bridge(*, bridge: Bridge, by: User) -> None:
    """The bond is no longer there. What it was stays readable for who looks back."""
    rules_plan.check_bridges(by)
    ended = Bridge.objects.filter(pk=bridge.pk, ended_at__isnull=True).update(
        ended_at=timezone.now(), ended_by=by, version=F("version") + 1
    )
    if ended:
        audit.record("bridge.ended", bridge, by=by)
