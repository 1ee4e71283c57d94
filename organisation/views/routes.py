"""Escalation routes: per step who gets it, with the gaps marked, and the tester."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from common.crispy import Columns, layout
from common.edits import Changed
from common.forms import VersionedForm
from common.guards import guard
from common.pages import page
from common.refusal import Refused
from organisation import actions, rules
from organisation import routes as finder
from organisation.forms import RouteForm, TesterForm, laid_out
from organisation.models import EscalationRoute, Step
from organisation.request import Request
from organisation.roles import Permission

CRUMB = ("Escalatieroutes", "organisation:routes")


@guard(Permission.ORGANISE)
@require_safe
def routes(request: Request) -> HttpResponse:
    gaps = dict(finder.gaps())
    rows = list(
        EscalationRoute.objects.select_related("area", "theme", "department", "owner", "stand_in")
        .prefetch_related("informed")
        .order_by("step", "area__level", "area__name", "theme__name", "pk")
    )
    steps = [
        {
            "step": step,
            "gap": gaps.get(step, ""),
            "routes": [(row, warnings(row)) for row in rows if row.step == step and row.active],
            "stopped": [row for row in rows if row.step == step and not row.active],
        }
        for step in Step
    ]
    return page(request, "organisation/routes.html", steps=steps)


def warnings(route: EscalationRoute) -> list[str]:
    """What is wrong with a route although it is in use."""
    found = []
    if not finder.can_act(route.owner):
        found.append(f"{route.owner} kan niet inloggen. Deze route wordt overgeslagen.")
    if not finder.can_act(route.stand_in):
        found.append(f"{route.stand_in} kan niet inloggen en kan niet inspringen.")
    if route.area and route.area.valid_to:
        found.append(f"Het gebied {route.area} is beëindigd.")
    return found


@guard(Permission.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def route(request: Request, pk: int | None = None) -> HttpResponse:
    thing = get_object_or_404(EscalationRoute, pk=pk, active=True) if pk else EscalationRoute()
    form = RouteForm(request.POST or None, instance=thing, initial=None if pk else _preset(request))
    back = reverse("organisation:routes")
    if form.is_valid() and form.saved(lambda: _keep(form, request.user)):
        messages.success(request, f"De route is opgeslagen: {thing}.")
        return redirect(back)
    return page(
        request,
        "organisation/route.html",
        heading="Route wijzigen" if pk else "Nieuwe route",
        crumbs=[(CRUMB[0], back)],
        form=laid_out(form, cancel=back),
        history=_history(thing) if pk else [],
        stop_url=reverse("organisation:route_stop", args=[pk]) if pk else "",
        stays=_why_it_stays(thing, request.user) if pk else "",
    )


def _why_it_stays(route: EscalationRoute, by: Any) -> str:
    """The sentence of the rule that keeps this route, if it may not be stopped."""
    try:
        rules.check_stop_route(by=by, route=route)
    except Refused as refused:
        return refused.sentence
    return ""


def _preset(request: Request) -> dict[str, Any]:
    step = request.GET.get("stap", "")
    return {"step": int(step)} if step.isdecimal() and int(step) in Step.values else {}


def _keep(form: RouteForm, by: Any) -> None:
    actions.keep_route(
        route=form.save(commit=False),
        informed=form.cleaned_data["informed"],
        fields=form.columns,
        seen=form.cleaned_data["version"],
        by=by,
    )


def _history(route: EscalationRoute) -> list[Any]:
    """Who held the route before, newest first."""
    return list(route.history.select_related("history_user", "owner", "stand_in").order_by("-history_date", "-pk")[:20])


@guard(Permission.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def route_stop(request: Request, pk: int) -> HttpResponse:
    thing = get_object_or_404(EscalationRoute.objects.select_related("owner", "area", "theme"), pk=pk, active=True)
    back = reverse("organisation:routes")
    form = VersionedForm(request.POST or None, initial={"version": thing.version})
    if form.is_valid():
        try:
            actions.stop_route(route=thing, seen=form.cleaned_data["version"], by=request.user)
        except Changed:
            messages.error(request, "Een collega heeft deze route intussen gewijzigd. Kijk haar eerst na.")
            return redirect("organisation:route", pk)
        messages.success(request, "De route is niet meer in gebruik. U vindt haar terug onder “Niet meer in gebruik”.")
        return redirect(back)
    rules.check_stop_route(by=request.user, route=thing)
    return page(
        request,
        "organisation/confirm.html",
        heading="Route niet meer gebruiken?",
        sentences=[
            f"{thing.owner} krijgt “{thing.get_step_display()}” dan niet meer via deze route.",
            "De route voor een groter gebied of voor de hele gemeente neemt het over.",
        ],
        losses=[],
        crumbs=[(CRUMB[0], back)],
        hidden=form,
        submit="Niet meer gebruiken",
        cancel=back,
    )


@guard(Permission.ORGANISE)
@require_safe
def tester(request: Request) -> HttpResponse:
    """Who would get it: nothing is sent."""
    form = TesterForm(request.GET if "step" in request.GET else None)
    weighed = None
    if form.is_valid():
        weighed = finder.explain(form.cleaned_data["step"], form.cleaned_data["area"], form.cleaned_data["theme"])
    return page(
        request,
        "organisation/tester.html",
        form=layout(form, Columns("step", "area"), "theme", submit="Wie krijgt het?", method="get"),
        asked=form.is_bound and form.is_valid(),
        weighed=weighed,
        found=weighed.found if weighed else None,
    )
