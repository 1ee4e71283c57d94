"""Opening and keeping the case file. Each function checks its rule and leaves a line in the trail."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases import rules
from cases.actions.links import link
from cases.actions.state import locked
from cases.models import Case, CaseMember, Document, FaultLine, Group, OutsideEvent, StateChange, ValenceChange
from common import audit
from common.edits import save_if_unchanged
from common.outbox import write
from common.refusal import Refused
from organisation.models import Area, Department, User
from signals.models import Signal

Lists = dict[str, Iterable[Any]]


@transaction.atomic
def open_case(
    *,
    values: dict[str, Any],
    areas: Iterable[Area],
    departments: Iterable[Department],
    by: User,
    submission: UUID | None = None,
    signal: Signal | None = None,
    link_reason: str = "",
) -> Case:
    """Open a case, from scratch or from a signal. The same `submission` opens one case only."""
    rules.check_open(by)
    try:
        with transaction.atomic():
            case = Case.objects.create(**values, submission=submission)
    except IntegrityError:
        there = Case.objects.visible_to(by).filter(submission=submission).first() if submission else None
        if there is None:
            raise
        return there
    case.areas.set(areas)
    case.departments.set(departments)
    StateChange.objects.create(case=case, was=case.state, became=case.state, by=by)
    audit.record("case.opened", case, by=by)
    if signal is not None:
        link(case=case, signal=signal, reason=link_reason, by=by)
    return case


@transaction.atomic
def edit_case(*, case: Case, fields: list[str], lists: Lists, seen: int, by: User) -> Case:
    """Save the file if nobody saved it since version `seen`; raises common.edits.Changed otherwise.

    The rule looks at the stored row: `case` already carries what was typed, perhaps another department.
    """
    rules.check_change(by, Case.objects.get(pk=case.pk))
    save_if_unchanged(case, fields, seen=seen)
    for name, rows in lists.items():
        getattr(case, name).set(rows)
    audit.record("case.edited", case, by=by)
    return case


def _touch(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(updated_at=timezone.now())


@transaction.atomic
def save_group(*, group: Group, seen: int | None, by: User) -> Group:
    """Add a group, or change it if nobody did since version `seen`."""
    rules.check_change(by, group.case)
    if group.pk is None:
        group.save()
    else:
        save_if_unchanged(group, ["label", "side", "role", "perception", "listened"], seen=seen or 0)
    _touch(group.case)
    audit.record("case.group_saved", group.case, by=by)
    return group


@transaction.atomic
def remove_group(*, group: Group, by: User) -> None:
    """Take a group off the file; its old versions stay in the history until the case itself goes."""
    rules.check_change(by, group.case)
    case = group.case
    group.delete()
    _touch(case)
    audit.record("case.group_removed", case, by=by)


@transaction.atomic
def add_fault_lines(*, case: Case, lines: Iterable[FaultLine], by: User) -> None:
    rules.check_change(by, case)
    case.fault_lines.add(*lines)
    _touch(case)
    audit.record("case.fault_line_added", case, by=by)


@transaction.atomic
def save_fault_line(*, line: FaultLine, case: Case, seen: int | None, by: User) -> FaultLine:
    """Make a fault line for this case, or change one for every case that has it."""
    rules.check_change(by, case)
    if line.pk is None:
        line.save()
        case.fault_lines.add(line)
    else:
        save_if_unchanged(line, ["name", "kind", "background", "healed"], seen=seen or 0)
    _touch(case)
    audit.record("case.fault_line_saved", case, by=by)
    return line


@transaction.atomic
def remove_fault_line(*, case: Case, line: FaultLine, by: User) -> None:
    """It no longer plays in this case; the fault line itself stays for other cases."""
    rules.check_change(by, case)
    case.fault_lines.remove(line)
    _touch(case)
    audit.record("case.fault_line_removed", case, by=by)


@transaction.atomic
def change_valence(*, case: Case, to: str, reason: str, by: User) -> ValenceChange | None:
    """Positive, negative or unclear, with the reason; None when it was so already (R-A-067)."""
    rules.check_change(by, case)
    was = Case.objects.values_list("valence", flat=True).get(pk=case.pk)
    if was == to:
        return None
    change = ValenceChange.objects.create(case=case, was=was, became=to, reason=reason, by=by)
    case.valence = to
    case.updated_at = timezone.now()
    case.save(update_fields=["valence", "updated_at"])
    audit.record("case.valence_changed", case, by=by)
    return change


@transaction.atomic
def invite(*, case: Case, user: User, by: User) -> CaseMember:
    """Ask a colleague or a partner with a login to look along; for partners this opens this case only (R-A-057)."""
    rules.check_change(by, case)
    if not user.is_active:
        raise Refused("Deze collega kan niet inloggen.")
    member, made = CaseMember.objects.get_or_create(case=case, user=user, defaults={"by": by})
    if made:
        audit.record("case.invited", case, by=by)
        _tell_invited(member)
    return member


def _tell_invited(member: CaseMember) -> None:
    write(
        key=f"invited:{member.pk}",
        to=member.user.email,
        subject="U bent gevraagd mee te kijken met een casus",
        body=f"Een collega vraagt u mee te kijken. Log in om de casus te openen:\n"
        f"{settings.BASE_URL}{reverse('cases:detail', args=[member.case_id])}\n",
    )


@transaction.atomic
def remove_member(*, member: CaseMember, by: User) -> None:
    """From now on this person no longer sees the case. What he or she contributed stays."""
    rules.check_edit(by, member.case)
    case = member.case
    member.delete()
    audit.record("case.uninvited", case, by=by)


@transaction.atomic
def add_event(*, case: Case, on: date, what: str, by: User) -> OutsideEvent:
    """Add what happened outside; the same words about the same day are one event, however often they are sent."""
    rules.check_change(by, locked(case))
    there = OutsideEvent.objects.filter(case=case, on=on, what=what).first()
    if there is not None:
        return there
    event = OutsideEvent.objects.create(case=case, on=on, what=what, by=by)
    _touch(case)
    audit.record("case.event_added", case, by=by)
    return event


@transaction.atomic
def add_document(*, case: Case, title: str, origin: str, place: str, dated_on: date, by: User) -> Document:
    """Point to a document or source; the same one stands on the list once, however often it is sent."""
    rules.check_change(by, locked(case))
    same = {"case": case, "title": title, "origin": origin, "place": place, "dated_on": dated_on}
    there = Document.objects.filter(**same, removed_at__isnull=True).first()
    if there is not None:
        return there
    document = Document.objects.create(case=case, title=title, origin=origin, place=place, dated_on=dated_on, by=by)
    _touch(case)
    audit.record("case.document_added", case, by=by)
    return document


@transaction.atomic
def remove_document(*, document: Document, by: User) -> None:
    """Strike a document off the list; the timeline keeps that it was there."""
    rules.check_change(by, document.case)
    struck = Document.objects.filter(pk=document.pk, removed_at__isnull=True).update(
        removed_at=timezone.now(), removed_by=by
    )
    if struck:
        audit.record("case.document_removed", document.case, by=by)
