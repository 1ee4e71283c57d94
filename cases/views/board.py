"""Placing on the map, comparing what was placed, the path of a case, and the map of all cases."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases import boards_map, rules_board
from cases.actions import place as actions
from cases.forms_board import OverviewFilter, PlacementForm
from cases.models import Case, Placement
from cases.views.shared import Request, case_for
from common import audit
from common.crispy import layout
from common.guards import guard
from common.pages import page
from method.content import Item, content
from method.words import sentence
from organisation.roles import Permission
from signals.models import Signal


@guard(Permission.PLACE)
@require_http_methods(["GET", "POST"])
def place(request: Request, pk: int) -> HttpResponse:
    """Place a case, or revise one's own placement of it."""
    case = case_for(request, pk)
    rules_board.check_place(request.user, case)
    own = case.placements.current().filter(by=request.user, joint=False).order_by("-at", "-pk").first()
    form = PlacementForm(request.POST if request.method == "POST" else None, own=own, user=request.user)
    if form.is_valid():
        with transaction.atomic():
            placement = actions.place_case(
                case=case, answers=form.answers, by=request.user, submission=form.cleaned_data["submission"]
            )
            form.flag(placement, by=request.user)
        _confirm(request, placement)
        return redirect("cases:compare", pk=pk)
    back = reverse("cases:detail", args=[pk])
    return _form_page(request, form, own, about=case.title, back=back, case=case)


@guard(Permission.PLACE)
@require_http_methods(["GET", "POST"])
def place_signal(request: Request, pk: int) -> HttpResponse:
    """Give a signal a provisional place."""
    signal = get_object_or_404(Signal.objects.visible_to(request.user), pk=pk)
    rules_board.check_place_signal(request.user, signal)
    audit.record("signal.read", signal, by=request.user)
    own = signal.placements.current().filter(by=request.user).order_by("-at", "-pk").first()
    form = PlacementForm(request.POST if request.method == "POST" else None, own=own, user=request.user)
    if form.is_valid():
        with transaction.atomic():
            placement = actions.place_signal(
                signal=signal, answers=form.answers, by=request.user, submission=form.cleaned_data["submission"]
            )
            form.flag(placement, by=request.user)
        _confirm(request, placement)
        return redirect("cases:signal_map", pk=pk)
    return _form_page(request, form, own, about=f"signaal {signal.number}", back=_signal_url(pk), signal=signal)


def _form_page(
    request: Request, form: PlacementForm, own: Placement | None, *, about: str, back: str, **thing: Any
) -> HttpResponse:
    return page(
        request,
        "cases/board_place.html",
        form=form,
        own=own,
        own_words=sentence(own.shape) if own else "",
        about=about,
        back=back,
        content=content(),
        columns=content().horizontal,
        rows=tuple(reversed(content().vertical)),
        **thing,
    )


def _signal_url(pk: int) -> str:
    try:
        return reverse("signals:detail", args=[pk])
    except NoReverseMatch:
        return reverse("home")


def _confirm(request: Request, placement: Placement) -> None:
    verb = (
        "Uw plaatsing is herzien. De vorige blijft bewaard." if placement.replaces_id else "Uw plaatsing staat erbij."
    )
    messages.success(request, f"{verb} {sentence(placement.shape)}")
    if placement.shape.vertical:
        messages.warning(request, content().hint("vertical").text)


@guard(Permission.CASE_ALL, Permission.PLACE)
@require_safe
def compare(request: Request, pk: int) -> HttpResponse:
    """All placements side by side, each with its reason."""
    case = case_for(request, pk)
    return page(
        request,
        "cases/board_compare.html",
        case=case,
        board=boards_map.comparison(case),
        columns=content().horizontal,
        hints=_hints(),
        can_place=rules_board.can_place(request.user, case),
    )


@guard(Permission.SIGNAL_ALL, Permission.PLACE)
@require_safe
def signal_map(request: Request, pk: int) -> HttpResponse:
    """The provisional placements of a signal side by side."""
    signal = get_object_or_404(Signal.objects.visible_to(request.user), pk=pk)
    audit.record("signal.read", signal, by=request.user)
    return page(
        request,
        "cases/board_signal.html",
        signal=signal,
        back=_signal_url(pk),
        board=boards_map.signal_comparison(signal),
        columns=content().horizontal,
        hints=_hints(),
        can_place=rules_board.can_place_signal(request.user, signal),
    )


def _hints() -> dict[str, Item]:
    return {hint.code: hint for hint in content().hints}


@guard(Permission.CASE_ALL, Permission.PLACE)
@require_safe
def path(request: Request, pk: int) -> HttpResponse:
    """The dated diagnoses of a case, and how it moved between them."""
    case = case_for(request, pk)
    return page(
        request,
        "cases/board_path.html",
        case=case,
        path=boards_map.path(case, everything="alles" in request.GET),
        everything="alles" in request.GET,
        snapshot=content().hint("snapshot"),
    )


@guard(Permission.OVERVIEW)
@require_safe
def overview(request: Request) -> HttpResponse:
    """Every active case that this person may see, at its latest diagnosis."""
    cases = Case.objects.visible_to(request.user).active()
    chosen = OverviewFilter(request.GET, queryset=cases, request=request)
    layout(chosen.form, submit="Toon", method="get", kind="form-inline")
    return page(
        request,
        "cases/board_overview.html",
        chosen=chosen,
        board=boards_map.overview(chosen.qs, request.GET.get("na", "")),
        snapshot=content().hint("snapshot"),
        filtered=any(request.GET.get(name) for name in chosen.filters),
    )
