"""Pages of the library of practice examples: browsing, one example, side by side, and keeping it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from analysis import boards_library as boards
from analysis import rules_advice as rules
from analysis import versions
from analysis.actions import examples
from analysis.forms_library import CorrectForm, OwnEditForm, OwnForm, ResultForm, StatusForm
from analysis.models_advice import LibraryRecord, PracticeResult
from cases.models import Case
from cases.views.file import SEES
from cases.views.shared import Request
from common.crispy import layout
from common.edits import Changed
from common.guards import guard
from common.pages import page
from common.refusal import Refused
from method.library.model import Record
from organisation.current import organisation
from organisation.roles import Permission as P

READERS = (P.PLACE, P.CASE_ALL, P.ORGANISE)
KEEPERS = (P.CASE_EDIT, P.ORGANISE)
Trail = list[tuple[str, str]]


def _trail(*rest: tuple[str, str]) -> Trail:
    return [("Praktijkvoorbeelden", reverse("library:list") if rest else ""), *rest]


def _record(code: str) -> Record:
    found = versions.shelf().get(code)
    if found is None:
        raise Http404("no such example")
    return found


def _below(record: Record, *rest: tuple[str, str]) -> Trail:
    return _trail((record.name, reverse("library:detail", args=[record.code]) if rest else ""), *rest)


@guard(*READERS)
@require_GET
def record_list(request: Request) -> HttpResponse:
    """The shelf with its filters."""
    return page(
        request,
        "analysis/library_list.html",
        drawn=boards.list_html(boards.wanted(request.GET), organisation().words),
        may_keep=rules.can_keep_library(request.user),
        has_cases=any(request.user.may(each) for each in SEES),
    )


@guard(*READERS)
@require_GET
def detail(request: Request, code: str) -> HttpResponse:
    record = _record(code)
    return page(
        request,
        "analysis/library_detail.html",
        board=boards.record_board(record, request.user),
        disclaimer=boards.disclaimer(),
        trail=_below(record),
    )


@guard(*READERS)
@require_GET
def compare(request: Request) -> HttpResponse:
    """Two to four examples side by side."""
    codes = request.GET.getlist("k")[:20]
    return page(
        request,
        "analysis/library_compare.html",
        board=boards.compared(codes),
        asked=len(set(codes)),
        disclaimer=boards.disclaimer(),
        trail=_trail(("Naast elkaar", "")),
    )


@guard(*KEEPERS)
@require_GET
def review(request: Request) -> HttpResponse:
    """Which examples ask to be looked at again."""
    rules.check_library(request.user)
    late, never = boards.to_review(timezone.localdate())
    return page(request, "analysis/library_review.html", late=late, never=never, trail=_trail(("Na te kijken", "")))


@guard(*KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Add an example of our own."""
    rules.check_library(request.user)
    form = OwnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic():
            made = examples.add(row=form.row, by=request.user, submission=form.cleaned_data["submission"])
            form.flag(made, by=request.user)
        messages.success(request, f"“{form.cleaned_data['name']}” staat erbij.")
        return redirect("library:detail", made.code)
    layout(form, submit="Toevoegen", cancel=reverse("library:list"))
    return _form(request, form, "Eigen voorbeeld toevoegen", _trail(("Eigen voorbeeld", "")))


def _form(request: Request, form: Any, heading: str, trail: Trail, **context: Any) -> HttpResponse:
    return page(request, "analysis/library_form.html", form=form, heading=heading, trail=trail, **context)


@guard(*KEEPERS)
@require_http_methods(["GET", "POST"])
def edit(request: Request, code: str) -> HttpResponse:
    """Change an example of our own, or correct what we estimated of one of the guides."""
    rules.check_library(request.user)
    record = _record(code)
    kept = LibraryRecord.objects.filter(code=code).first()
    kind = OwnEditForm if record.own else CorrectForm
    initial = kind.of(record) | {"version": kept.version if kept else 0}
    form: Any = kind(request.POST if request.method == "POST" else None, record=record, initial=initial)
    if form.is_valid():
        try:
            with transaction.atomic():
                made = examples.change(
                    code=code,
                    row=form.row,
                    note=form.cleaned_data["note"],
                    by=request.user,
                    seen=form.cleaned_data["version"],
                )
                form.flag(made, by=request.user)
        except Changed as changed:
            _both(form, changed, kind)
        else:
            messages.success(request, "De wijziging is bewaard.")
            return redirect("library:detail", code)
    layout(form, submit="Bewaren", cancel=reverse("library:detail", args=[code]))
    heading = "Voorbeeld wijzigen" if record.own else "Schatting verbeteren"
    return _form(request, form, heading, _below(record, (heading, "")), record=record)


def _both(form: Any, changed: Changed, kind: Any) -> None:
    """What a colleague saved meanwhile, field by field, beside what was typed."""
    current: Any = changed.current
    data = form.data.copy()
    data["version"] = str(current.version)
    form.data = data
    stored = kind.of(examples.check_row(current.row))
    differs = [name for name, value in stored.items() if name in form.fields and value != form.cleaned_data.get(name)]
    for name in differs:
        now = form.fields[name].choices if hasattr(form.fields[name], "choices") else None
        value = stored[name]
        if now is not None:
            labels = dict(now)
            value = ", ".join(str(labels.get(each, each)) for each in (value if isinstance(value, list) else [value]))
        elif isinstance(value, bool):
            value = "ja" if value else "nee"
        form.add_error(name, f"Een collega heeft dit intussen gewijzigd. Er staat nu: “{value}”.")
    if not differs:
        form.add_error(None, "Een collega heeft dit intussen ook opgeslagen. Kijk het na en sla opnieuw op.")


@guard(*KEEPERS)
@require_http_methods(["GET", "POST"])
def status(request: Request, code: str) -> HttpResponse:
    """Take an example out of the advice, or take it up again. It stays readable."""
    rules.check_library(request.user)
    record = _record(code)
    kept = LibraryRecord.objects.filter(code=code).first()
    to = "stopped" if record.status in ("active", "developing") else "active"
    form = StatusForm(
        request.POST if request.method == "POST" else None, initial={"version": kept.version if kept else 0}
    )
    if form.is_valid():
        try:
            with transaction.atomic():
                made = examples.set_status(
                    record=record,
                    status=to,
                    note=form.cleaned_data["note"],
                    by=request.user,
                    seen=form.cleaned_data["version"],
                )
                form.flag(made, by=request.user)
        except Changed as changed:
            form.clashes(changed.current, ["note"])
        else:
            messages.success(
                request, "Het voorbeeld is uit de adviezen." if to == "stopped" else "Het voorbeeld doet weer mee."
            )
            return redirect("library:detail", code)
    heading = "Uit de adviezen halen" if to == "stopped" else "Weer opnemen"
    layout(form, submit=heading, cancel=reverse("library:detail", args=[code]))
    return _form(request, form, heading, _below(record, (heading, "")), record=record, stopping=to == "stopped")


@guard(*KEEPERS)
@require_POST
def reviewed(request: Request, code: str) -> HttpResponse:
    """Looked at, and still right."""
    rules.check_library(request.user)
    examples.reviewed(record=_record(code), by=request.user)
    messages.success(request, "Nagekeken. Over een half jaar krijgt u weer een herinnering.")
    return redirect("library:detail", code)


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def result_new(request: Request, code: str) -> HttpResponse:
    """What this example gave in a case that was looked back on."""
    record = _record(code)
    cases = boards.cases_for_result(code, request.user)
    if request.method == "POST" and not cases:
        raise Refused("Er is geen casus waarin u dit voorbeeld koos en waarop u al terugkeek.", "ESS-handreiking §4.1")
    form = ResultForm(request.POST if request.method == "POST" else None, cases=cases)
    if form.is_valid():
        chosen: Case = form.cleaned_data["case"]
        with transaction.atomic():
            made = examples.add_result(
                record=record,
                case=chosen,
                by=request.user,
                **{name: form.cleaned_data[name] for name in ("gave", "shown", "again")},
            )
            form.flag(made, by=request.user)
        messages.success(request, "De ervaring staat bij het voorbeeld.")
        return redirect("library:detail", code)
    layout(form, submit="Ervaring bewaren", cancel=reverse("library:detail", args=[code]))
    heading = "Ervaring opschrijven"
    return _form(request, form if cases else None, heading, _below(record, (heading, "")), record=record, result=True)


@guard(*KEEPERS)
@require_POST
def result_drop(request: Request, pk: int) -> HttpResponse:
    rules.check_library(request.user)
    found = get_object_or_404(PracticeResult.objects.standing(), pk=pk)
    examples.drop_result(result=found, by=request.user)
    messages.success(request, "De ervaring staat niet meer op de pagina.")
    return redirect("library:detail", found.record)
