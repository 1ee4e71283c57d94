"""Linking signals and cases, with a reason, and letting go again without loss."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases import boards, rules
from cases.actions import links as actions
from cases.forms_file import LinkCasesForm, LinkSignalsForm, UnlinkForm
from cases.models import Case, SignalLink
from cases.views.file import SEES, _number, back
from cases.views.shared import Request, case_for, trail
from common.crispy import layout
from common.guards import guard
from common.pages import page, typed
from organisation.roles import Permission as P
from signals.models import Signal

MAY_LINK = (P.SIGNAL_TRIAGE, P.CASE_EDIT)


@guard(*MAY_LINK)
@require_http_methods(["GET", "POST"])
def link(request: Request) -> HttpResponse:
    """`?signal=`: choose cases for a signal. `?casus=`: choose signals for a case. Else: start at the inbox."""
    if request.GET.get("signal"):
        return _cases_for_signal(request, _number(request.GET["signal"]))
    if request.GET.get("casus"):
        return _signals_for_case(request, _number(request.GET["casus"]))
    return redirect("signals:inbox")


def _cases_for_signal(request: Request, pk: int) -> HttpResponse:
    signal = get_object_or_404(Signal.objects.visible_to(request.user).select_related("area"), pk=pk)
    search = typed(request, "q")
    candidates = boards.likely_cases(signal, request.user, search)
    form = LinkCasesForm(request.POST if request.method == "POST" else None, user=request.user, candidates=candidates)
    if form.is_valid():
        chosen = list(form.cleaned_data["cases"])
        with transaction.atomic():
            for case in chosen:
                made = actions.link(case=case, signal=signal, reason=form.cleaned_data["reason"], by=request.user)
                form.flag(made, by=request.user)
        messages.success(request, "Het signaal is gekoppeld.")
        return back(chosen[0], "signalen")
    return _answer(request, form, "cases/link_cases.html", signal=signal, candidates=candidates, search=search)


def _signals_for_case(request: Request, pk: int) -> HttpResponse:
    case = case_for(request, pk)
    rules.check_link(request.user, case)
    search = typed(request, "q")
    candidates = boards.likely_signals(case, request.user, search)
    form = LinkSignalsForm(request.POST if request.method == "POST" else None, user=request.user, candidates=candidates)
    if form.is_valid():
        with transaction.atomic():
            for signal in form.cleaned_data["signals"]:
                made = actions.link(case=case, signal=signal, reason=form.cleaned_data["reason"], by=request.user)
                form.flag(made, by=request.user)
        messages.success(request, "De signalen zijn gekoppeld.")
        return back(case, "signalen")
    return _answer(request, form, "cases/link_signals.html", case=case, candidates=candidates, search=search)


def _answer(request: Request, form: Any, template: str, **context: Any) -> HttpResponse:
    name, thing = ("cases:detail", context["case"]) if "case" in context else ("signals:detail", context["signal"])
    cancel = reverse(name, args=[thing.pk])
    layout(form, submit="Koppelen", cancel=cancel)
    may_open = request.user.may(P.CASE_OPEN)
    heading = "Signalen koppelen" if "case" in context else f"Signaal {thing.number} koppelen"
    crumbs = trail(heading, context.get("case"))
    return page(request, template, form=form, may_open=may_open, heading=heading, trail=crumbs, **context)


@guard(*MAY_LINK)
@require_http_methods(["GET", "POST"])
def unlink(request: Request, pk: int) -> HttpResponse:
    links = SignalLink.objects.filter(case__in=Case.objects.visible_to(request.user), ended_at__isnull=True)
    row = get_object_or_404(links.select_related("case", "signal"), pk=pk)
    rules.check_link(request.user, row.case)
    form = UnlinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic():
            actions.unlink(link=row, reason=form.cleaned_data["reason"], by=request.user)
            form.flag(row, by=request.user)
        messages.success(request, "Het signaal is losgekoppeld. De tijdlijn bewaart de koppeling en de reden.")
        return back(row.case, "signalen")
    layout(form, submit="Loskoppelen", cancel=reverse("cases:detail", args=[row.case_id]))
    heading = "Signaal loskoppelen"
    crumbs = trail(heading, row.case)
    return page(request, "cases/unlink.html", form=form, link=row, case=row.case, heading=heading, trail=crumbs)


@guard(*SEES)
@require_GET
def linked_signals(request: Request, pk: int) -> HttpResponse:
    """All signals of a case, with the reason of each link."""
    case = case_for(request, pk)
    rows = boards.linked(case, request.user)
    can_link = rules.can_link(request.user, case)
    return page(request, "cases/signals.html", trail=trail("Signalen", case), case=case, rows=rows, can_link=can_link)


@guard(P.SIGNAL_LOG, *SEES)
@require_GET
def signal_panel(request: Request, pk: int) -> HttpResponse:
    """For the page of a signal: the cases I may see that it belongs to, and how many others there are. Without
    JavaScript the same is a page of its own."""
    signal = get_object_or_404(Signal.objects.visible_to(request.user), pk=pk)
    linked = SignalLink.objects.filter(signal=signal, ended_at__isnull=True)
    mine = linked.filter(case__in=Case.objects.visible_to(request.user)).select_related("case", "by")
    rows = list(mine)
    hidden = linked.count() - len(rows)
    may_link = any(request.user.may(permission) for permission in MAY_LINK)
    may_unlink = {row.pk for row in rows if rules.can_link(request.user, row.case)}
    return page(
        request,
        "cases/_signal_panel.html" if request.headers.get("HX-Request") else "cases/signal_cases.html",
        trail=[(signal.number, reverse("signals:detail", args=[signal.pk])), ("Casussen", "")],
        signal=signal,
        rows=rows,
        hidden=hidden,
        may_link=may_link,
        may_unlink=may_unlink,
    )
