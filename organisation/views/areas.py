"""The tree of areas: add, rename, end, and read from a file with a look before it counts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from common.edits import Changed
from common.guards import guard
from common.pages import page
from organisation import actions, areas
from organisation.forms import AreaForm, AreaImportForm, AreaNameForm, EndForm, laid_out
from organisation.models import Area, AreaImport
from organisation.request import Request
from organisation.roles import Permission
from organisation.views.nouns import keep

LEVELS = ("Gemeente", "Wijk", "Buurt")


@guard(Permission.ORGANISE)
@require_safe
def tree(request: Request) -> HttpResponse:
    """Three levels in one query; ended areas apart, because old signals still point at them."""
    rows = list(Area.objects.defer("shape").order_by("code"))
    current = [row for row in rows if row.valid_to is None]
    children: dict[int | None, list[Area]] = {}
    for row in current:
        children.setdefault(row.parent_id, []).append(row)
    known = {row.pk for row in current}
    roots = [row for row in current if row.parent_id is None or row.parent_id not in known]
    return page(
        request,
        "organisation/areas.html",
        lines=[line for root in roots for line in _walk(root, children, 0)],
        ended=[row for row in rows if row.valid_to is not None],
    )


def _walk(area: Area, children: dict[int | None, list[Area]], depth: int) -> list[tuple[Area, int, str]]:
    below = [line for child in children.get(area.pk, []) for line in _walk(child, children, depth + 1)]
    return [(area, depth, LEVELS[area.level]), *below]


@guard(Permission.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def area(request: Request, pk: int | None = None) -> HttpResponse:
    thing = get_object_or_404(Area.objects.current(), pk=pk) if pk else Area()
    name, back = thing.name, reverse("organisation:areas")
    form: Any = (AreaNameForm if pk else AreaForm)(request.POST or None, instance=thing)
    if form.is_valid() and form.saved(lambda: keep(form, request.user)):
        messages.success(request, f"{thing.name} is opgeslagen.")
        return redirect(back)
    return page(
        request,
        "organisation/area.html",
        heading=name if pk else "Nieuw gebied",
        crumbs=[("Gebieden", back)],
        area=thing if pk else None,
        history=list(thing.history.defer("shape").select_related("history_user")[:20]) if pk else [],
        form=laid_out(form, cancel=back),
    )


@guard(Permission.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def area_end(request: Request, pk: int) -> HttpResponse:
    thing = get_object_or_404(Area.objects.current(), pk=pk)
    back = reverse("organisation:areas")
    form: Any = EndForm(request.POST or None, initial={"version": thing.version})
    if form.is_valid() and _ended(form, thing, request.user):
        messages.success(request, f"{thing} is beëindigd. Wat er ligt, blijft vindbaar.")
        return redirect(back)
    return page(
        request,
        "organisation/edit.html",
        heading=f"{thing} beëindigen",
        lead="Nieuwe signalen en casussen kunnen dan niet meer in dit gebied. Wat er al ligt, blijft staan.",
        crumbs=[("Gebieden", back)],
        form=laid_out(form, cancel=back, submit="Beëindigen"),
    )


def _ended(form: Any, area: Area, by: Any) -> bool:
    if form.cleaned_data["on"] < area.valid_from:
        form.add_error("on", "Deze dag ligt voor de dag waarop het gebied begon te gelden.")
    elif area.children.filter(valid_to=None).exists():
        form.add_error("on", "Er liggen nog gebieden in dit gebied. Beëindig die eerst.")
    else:
        try:
            actions.end_area(area=area, on=form.cleaned_data["on"], seen=form.cleaned_data["version"], by=by)
        except Changed:
            form.add_error(None, "Een collega heeft dit gebied intussen gewijzigd. Kijk het eerst na.")
        else:
            return True
    return False


@guard(Permission.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def area_import(request: Request) -> HttpResponse:
    """Read the file and show what would change; nothing changes yet."""
    form = AreaImportForm(request.POST or None, request.FILES or None)
    errors: list[str] = []
    if form.is_valid():
        file = form.cleaned_data["file"]
        read = areas.read(file.name, file.read())
        plan = areas.plan(read.rows, end_missing=form.cleaned_data["end_missing"])
        errors = [*read.errors, *plan.errors]
        if not errors:
            held = actions.hold_import(
                rows=[row.as_json() for row in read.rows],
                valid_from=form.cleaned_data["valid_from"],
                end_missing=form.cleaned_data["end_missing"],
                by=request.user,
            )
            return redirect("organisation:area_import_check", held.pk)
    return page(
        request,
        "organisation/area_import.html",
        form=laid_out(form, cancel=reverse("organisation:areas"), submit="Bekijk wat er verandert"),
        errors=errors[:50],
        more_errors=max(0, len(errors) - 50),
    )


@guard(Permission.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def area_import_check(request: Request, pk: int) -> HttpResponse:
    """What will change; the button does it, all or nothing. Pressing twice does it once."""
    held = AreaImport.objects.filter(pk=pk, by=request.user).first()
    if held is None:
        messages.info(request, "Dit bestand is al verwerkt of het is verlopen.")
        return redirect("organisation:areas")
    if request.method == "POST":
        plan = actions.import_areas(held=held, by=request.user)
        messages.success(request, f"De gebieden zijn bijgewerkt: {plan.summary}.")
        return redirect("organisation:areas")
    rows = [areas.Row.from_json(row) for row in held.rows]
    plan = areas.plan(rows, end_missing=held.end_missing)
    return page(request, "organisation/area_import_check.html", plan=plan, held=held)
