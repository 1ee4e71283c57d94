"""Linking signals to cases: with a reason, many to many, and undone without loss (R-A-027)."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import rules
from cases.models import Case, SignalLink
from common import audit
from organisation.models import User
from signals.actions import mark_linked, mark_unlinked, tell_reporter
from signals.models import Signal

REASSESS = (Case.State.MONITORING, Case.State.CLOSED)
"""A new signal on a case in one of these states asks to look at it again (R-A-079)."""


@transaction.atomic
def link(*, case: Case, signal: Signal, reason: str, by: User) -> SignalLink:
    """Link once; a second time gives the link that is there. Tells the reporter, and flags a quiet case."""
    rules.check_link(by, case)
    there = SignalLink.objects.filter(case=case, signal=signal, ended_at__isnull=True).first()
    if there:
        return there
    try:
        with transaction.atomic():
            made = SignalLink.objects.create(case=case, signal=signal, reason=reason, by=by)
    except IntegrityError:  # a colleague did the same at this moment
        return SignalLink.objects.get(case=case, signal=signal, ended_at__isnull=True)
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(updated_at=now)
    Case.objects.filter(pk=case.pk, state__in=REASSESS).update(reassess=True)
    if signal.state != Signal.State.LINKED:
        mark_linked(signal=signal, by=by)
        tell_reporter(signal=signal, text="Uw signaal is gekoppeld aan een casus die wij volgen.", by=by)
    audit.record("case.signal_linked", case, by=by)
    audit.record("signal.linked", signal, by=by)
    return made


@transaction.atomic
def unlink(*, link: SignalLink, reason: str, by: User) -> None:
    """End the link. The signal, the link and both reasons stay readable on the timeline."""
    rules.check_link(by, link.case)
    ended = SignalLink.objects.filter(pk=link.pk, ended_at__isnull=True).update(
        ended_at=timezone.now(), ended_by=by, ended_reason=reason
    )
    if not ended:
        return
    Case.objects.filter(pk=link.case_id).update(updated_at=timezone.now())
    if not SignalLink.objects.filter(signal=link.signal_id, ended_at__isnull=True).exists():
        mark_unlinked(signal=link.signal, by=by)
    audit.record("case.signal_unlinked", link.case, by=by)
    audit.record("signal.unlinked", link.signal, by=by)
