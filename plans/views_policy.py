"""Pages about the policy table of a case, and the white spots of all cases."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from analysis.models import Location
from cases.models import Case
from cases.views.shared import Request, case_for, trail
from common import audit
from common.crispy import Columns, Fieldset, Text, layout
from common.edits import Changed
from common.guards import guard
from common.pages import page
from common.paging import keyset
from common.refusal import Refused
from method.directions.explain import listing
from method.policy import question
from organisation.roles import Permission as P
from plans import actions_policy as actions
from plans import boards_policy as boards
from plans.forms_policy import InviteForm, OwnProblemForm, PolicyForm, SpotFilter
from plans.models_policy import PolicyRow
from plans.rules_policy import check_fill

SEES = (P.CASE_ALL, P.PLACE)
SIZE = 50


def _row(request: Request, pk: int) -> PolicyRow:
    rows = PolicyRow.objects.visible_to(request.user).select_related("case", "location")
    row = get_object_or_404(rows, pk=pk)
    if request.method != "POST":
        audit.record("case.read", row.case, by=request.user)
    return row


def _back(case_pk: int, part: str = "") -> HttpResponse:
    return redirect(reverse("policy:table", args=[case_pk]) + (f"#{part}" if part else ""))


def _trail(case: Case, here: str = "") -> list[tuple[str, str]]:
    if not here:
        return trail("Beleid en witte vlekken", case)
    above = trail("", case)[:-1]
    return [*above, ("Beleid en witte vlekken", reverse("policy:table", args=[case.pk])), (here, "")]


# The table of one case


@guard(*SEES)
@require_GET
def table(request: Request, case_pk: int) -> HttpResponse:
    case = case_for(request, case_pk)
    return page(
        request,
        "plans/policy_table.html",
        case=case,
        board=boards.table_board(case, request.user),
        outcomes=question("outcomes"),
        trail=_trail(case),
    )


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def new(request: Request, case_pk: int) -> HttpResponse:
    """A row for a problem that the analysis found (`?probleem=&plek=`), or for one in own words."""
    case = case_for(request, case_pk)
    check_fill(request.user, case)
    offer = _offered(request, case)
    there = (
        PolicyRow.objects.filter(case=case, problem=offer.problem, location=offer.location).first() if offer else None
    )
    if there is not None and request.method == "GET":
        return redirect("policy:row", there.pk)
    data = request.POST if request.method == "POST" else None
    form = PolicyForm(data) if offer else OwnProblemForm(data, case=case)
    if form.is_valid():
        seen, values = form.cleaned_data["version"], form.answers
        if offer:
            values |= {"problem": offer.problem, "wording": offer.label, "location": _place(case, offer.location)}
        try:
            with transaction.atomic():
                made = _save(case, seen, values, request)
                form.flag(made, by=request.user)
        except Changed as clash:
            form.meets(_current(clash))
        else:
            messages.success(request, f"Opgeslagen. Uitkomst: {made.outcome_name.lower()}.")
            return _back(case.pk, f"regel-{made.pk}")
    return _form_page(request, case, form, offer.label if offer else "Eigen probleem", offer)


def _save(case: Case, seen: int, values: dict[str, Any], request: Request) -> PolicyRow:
    """A new row; after a clash that was shown, the row of the colleague goes on."""
    if not seen:
        return actions.add(case=case, by=request.user, **values)
    row = PolicyRow.objects.filter(case=case, wording=values["wording"], location=values["location"]).first()
    if row is None:
        return actions.add(case=case, by=request.user, **values)
    values.pop("problem", None)
    return actions.edit(row=row, by=request.user, seen=seen, **values)


def _current(clash: Changed) -> PolicyRow:
    if not isinstance(clash.current, PolicyRow):
        raise TypeError("another kind of row")
    return clash.current


def _offered(request: Request, case: Case) -> boards.Offer | None:
    """The problem and place in the address; none means a problem in own words."""
    code, place = request.GET.get("probleem", ""), request.GET.get("plek", "")
    if not code:
        return None
    offer = boards.offer_of(case, code, place)
    if offer is None:
        raise Http404("no such problem or place")
    return offer


def _place(case: Case, pk: int | None) -> Location | None:
    return get_object_or_404(Location, pk=pk, case=case) if pk else None


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def row(request: Request, pk: int) -> HttpResponse:
    found = _row(request, pk)
    check_fill(request.user, found.case)
    data = request.POST if request.method == "POST" else None
    form = PolicyForm(data, row=found) if found.problem else OwnProblemForm(data, row=found, case=found.case)
    if form.is_valid():
        try:
            with transaction.atomic():
                seen, values = form.cleaned_data["version"], form.answers
                if found.problem:
                    values["location"] = found.location
                made = actions.edit(row=found, by=request.user, seen=seen, **values)
                form.flag(made, by=request.user)
        except Changed as clash:
            form.meets(_current(clash))
        except Refused as no:
            form.add_error(None, no.sentence)
        else:
            messages.success(request, f"Opgeslagen. Uitkomst: {made.outcome_name.lower()}.")
            return _back(found.case_id, f"regel-{made.pk}")
    return _form_page(request, found.case, form, "Regel wijzigen", row=found)


def _form_page(
    request: Request,
    case: Case,
    form: Any,
    heading: str,
    offer: boards.Offer | None = None,
    row: PolicyRow | None = None,
) -> HttpResponse:
    parties = question("parties")
    runs = boards.running(case)
    already = [Text(f"In dit dossier staat al: {listing(runs, 'en')}. Dat hoeft u niet over te typen.")] if runs else []
    own = [Fieldset("Welk probleem en waar?", "wording", "location")] if "wording" in form.fields else []
    sectors = form.sectors
    layout(
        form,
        *own,
        Fieldset("1. Gewoon beleid", "covered", "policies", "policy_other"),
        Fieldset("2. In de buurt", *already, "now", "enough"),
        Fieldset("3. Wat ontbreekt nog?", "lacking"),
        Fieldset(
            f"4. {parties.question}",
            Text(parties.help),
            *(Columns(*sectors[place : place + 2]) for place in range(0, len(sectors), 2)),
            "party_other",
        ),
        Fieldset("Plan en geld", "plan_action", "budget"),
        cancel=reverse("policy:table", args=[case.pk]),
    )
    return page(
        request,
        "plans/policy_form.html",
        case=case,
        form=form,
        heading=heading,
        offer=offer,
        row=row,
        outcomes=question("outcomes"),
        trail=_trail(case, heading),
    )


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def remove(request: Request, pk: int) -> HttpResponse:
    found = _row(request, pk)
    check_fill(request.user, found.case)
    if request.method == "POST":
        actions.remove(row=found, by=request.user)
        messages.success(request, "De regel is weggehaald.")
        return _back(found.case_id)
    return page(
        request,
        "plans/remove.html",
        heading="Regel weghalen",
        what=f"{found.wording} ({found.place})",
        text="De antwoorden van deze regel gaan uit de tabel. Acties die eruit kwamen blijven in het plan staan.",
        case=found.case,
        trail=_trail(found.case, "Regel weghalen"),
        cancel=reverse("policy:table", args=[found.case_id]),
    )


@guard(P.PLAN_EDIT)
@require_POST
def invite(request: Request, pk: int) -> HttpResponse:
    """One click: a draft action that brings a missing sector in."""
    found = _row(request, pk)
    form = InviteForm(request.POST)
    if form.is_valid():
        made = actions.invite(row=found, sector=form.cleaned_data["sector"], by=request.user)
        messages.success(request, f"In het plan staat: {made.action.what}. Kies daar wie het doet en wanneer.")
    else:
        messages.error(request, "Deze sector staat niet in de lijst. Kies een van de knoppen.")
    return _back(found.case_id, "wie-mist")


# White spots of all cases


@guard(*SEES)
@require_GET
def white_spots(request: Request) -> HttpResponse:
    """Problems that policy does not cover, over all cases that this person may see (R-B-058)."""
    rows = PolicyRow.objects.visible_to(request.user).counted()
    chosen = any(value for name, value in request.GET.items() if name in SpotFilter.base_filters)
    filters, opened = None, "filters" in request.GET
    if chosen or opened:
        filters = SpotFilter(request.GET, queryset=rows, request=request)
        rows = filters.qs
        opened = opened or bool(filters.form.errors)
    else:
        rows = rows.white()
    if filters and opened:  # the form with all areas costs more than the list; else what was chosen stands in words
        layout(filters.form, submit="Toon", method="get", kind="form-inline")
    found = keyset(boards.for_overview(rows), request.GET.get("na", ""), by="updated_at", size=SIZE)
    return page(
        request,
        "plans/policy_white_spots.html",
        found=found,
        rows=boards.spot_rows(found),
        filters=filters if opened else None,
        filtered=chosen,
        said=filters.said if filters else [],
        trail=[("Witte vlekken", "")],
    )
