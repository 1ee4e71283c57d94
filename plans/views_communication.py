"""Pages of the communication plan of a case. It can be there before the action plan is."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.models import Case
from cases.views.shared import Request
from common import audit
from common.crispy import Columns, Fieldset, layout
from common.edits import Changed
from common.guards import guard
from common.pages import page
from organisation.roles import Permission as P
from plans import actions_communication, from_worksheets, rules
from plans.boards_communication import communication_board
from plans.citizens import citizens_of
from plans.forms_communication import (
    CommunicationForm,
    MessageEditForm,
    MessageForm,
    MessageStateForm,
    stored_communication,
    stored_message,
)
from plans.models_communication import Communication, Message
from plans.views import READERS, _case, _data, _trail
from plans.views_detail import show_clash


def _opened(request: Request, pk: int) -> Case:
    """Reading the communication plan is reading of the plan: it stands in the trail."""
    case = _case(request, pk)
    if request.method != "POST":
        audit.record("plan.read", case, by=request.user)
    return case


def _message(request: Request, pk: int) -> Message:
    rows = Message.objects.visible_to(request.user).select_related("case__theme", "case__department")
    row = get_object_or_404(rows, pk=pk)
    if request.method != "POST":
        audit.record("plan.read", row.case, by=request.user)
    return row


def _back(case: Case, anchor: str = "") -> HttpResponse:
    return redirect(reverse("plans:communication", args=[case.pk]) + (f"#{anchor}" if anchor else ""))


def _below(case: Case, label: str) -> list[tuple[str, str]]:
    plan = ("Actieplan", reverse("plans:detail", args=[case.pk]))
    return _trail(case, plan, ("Communicatieplan", reverse("plans:communication", args=[case.pk])), (label, ""))


@guard(*READERS)
@require_GET
def communication(request: Request, case_pk: int) -> HttpResponse:
    case = _opened(request, case_pk)
    return page(
        request,
        "plans/communication.html",
        board=communication_board(case, request.user, timezone.localdate()),
        case=case,
        trail=_trail(case, ("Actieplan", reverse("plans:detail", args=[case.pk])), ("Communicatieplan", "")),
    )


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def message_new(request: Request, case_pk: int) -> HttpResponse:
    case = _opened(request, case_pk)
    rules.check_edit(request.user, case)
    form = MessageForm(_data(request), citizens=citizens_of(case))
    if form.is_valid():
        with transaction.atomic():
            made = actions_communication.add_message(
                case=case, by=request.user, submission=form.cleaned_data["submission"], **form.values
            )
            form.flag(made, by=request.user)
        messages.success(request, "De regel staat in het communicatieplan.")
        return _back(case, f"regel-{made.pk}")
    return _message_page(request, case, form, "Regel toevoegen")


def _message_page(request: Request, case: Case, form: Any, heading: str) -> HttpResponse:
    layout(
        form,
        Fieldset("Wat en aan wie", "message", "audience"),
        Fieldset("Wie, hoe en wanneer", Columns("who", "channel"), Columns("moment", "on")),
        Fieldset("Hoe u hen aanspreekt", "types", "goal", "tone"),
        Fieldset("Toon nalopen", "checked", "unchecked_reason", css_id="toon"),
        Fieldset("Na afloop", "feedback"),
        cancel=reverse("plans:communication", args=[case.pk]),
    )
    return page(request, "plans/form.html", form=form, heading=heading, case=case, trail=_below(case, heading))


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def message(request: Request, pk: int) -> HttpResponse:
    row = _message(request, pk)
    rules.check_edit(request.user, row.case)
    form = MessageEditForm(
        _data(request), instance=copy(row), citizens=citizens_of(row.case), initial={"version": row.version}
    )
    if form.is_valid():
        try:
            with transaction.atomic():
                actions_communication.edit_message(
                    row=row, by=request.user, seen=form.cleaned_data["version"], **form.values
                )
                form.flag(row, by=request.user)
        except Changed as clash:
            show_clash(form, clash, stored_message(clash.current))  # type: ignore[arg-type]
        else:
            messages.success(request, "De regel is opgeslagen.")
            return _back(row.case, f"regel-{row.pk}")
    return _message_page(request, row.case, form, "Regel bewerken")


@guard(P.PLAN_EDIT)
@require_POST
def message_state(request: Request, pk: int) -> HttpResponse:
    row = _message(request, pk)
    rules.check_edit(request.user, row.case)
    form = MessageStateForm(request.POST)
    if form.is_valid():
        try:
            actions_communication.set_state(
                row=row, state=form.cleaned_data["state"], by=request.user, seen=form.cleaned_data["version"]
            )
        except Changed:
            messages.warning(request, "Een collega heeft deze regel intussen gewijzigd. Kijk het na en kies opnieuw.")
    else:
        messages.error(request, "Deze status bestaat niet. Kies een van de knoppen bij de regel.")
    return _back(row.case, f"regel-{row.pk}")


@guard(P.PLAN_EDIT)
@require_POST
def take_over(request: Request, case_pk: int) -> HttpResponse:
    """Make rows of the points of the checklist that were answered before."""
    case = _case(request, case_pk)
    rules.check_edit(request.user, case)
    with transaction.atomic():
        new = from_worksheets.take_over(case, request.user)
    messages.success(request, f"Overgenomen uit de checklist: {new}.")
    return _back(case)


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def communication_principles(request: Request, case_pk: int) -> HttpResponse:
    """The nine principles of communication, and the ambassadors inside and outside."""
    case = _opened(request, case_pk)
    rules.check_edit(request.user, case)
    there = Communication.objects.filter(case=case).first()
    form = CommunicationForm(_data(request), instance=copy(there) or Communication(case=case))
    if form.is_valid():
        try:
            with transaction.atomic():
                row = actions_communication.keep_communication(
                    case=case, by=request.user, seen=form.cleaned_data["version"], **form.values
                )
                form.flag(row, by=request.user)
        except Changed as clash:
            show_clash(form, clash, stored_communication(clash.current))  # type: ignore[arg-type]
        else:
            messages.success(request, "De uitgangspunten voor communicatie zijn opgeslagen.")
            return _back(case, "uitgangspunten")
    layout(form, tag=False)
    return page(
        request,
        "plans/communication_principles.html",
        form=form,
        case=case,
        trail=_below(case, "Uitgangspunten en ambassadeurs"),
    )
