"""Screens of the case file: the list, the file itself, and what belongs to keeping it."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods

from cases import boards, boards_map, rules, timeline
from cases.actions import file as actions
from cases.actions.state import change_state
from cases.filters import CaseFilter
from cases.forms_file import (
    ChooseFaultLinesForm,
    DocumentForm,
    EditCaseForm,
    EditFaultLineForm,
    EditGroupForm,
    EventForm,
    FaultLineForm,
    GroupForm,
    InviteForm,
    NewCaseForm,
    StateForm,
    ValenceForm,
)
from cases.models import Case, Document, FaultLine, Group
from cases.views.shared import Request, case_for, case_with_head, trail
from common.crispy import Columns, Fieldset, layout
from common.edits import Changed
from common.guards import guard
from common.pages import page
from common.paging import keyset
from organisation.current import organisation
from organisation.models import Organisation
from organisation.roles import Permission as P
from signals.models import Signal

SEES = (P.CASE_ALL, P.PLACE)
EVENTS_SHOWN = 15
EVENTS_PER_PAGE = 100
SAME_LINE = "Er is al een breuklijn met deze naam. Kies die uit de lijst. Staat die er niet bij? Vraag de coördinator."


def _words(heading: str, case: Case, lead: str = "") -> dict[str, Any]:
    """Title, crumbs and opening sentence of a page with one form."""
    return {"heading": heading, "lead": lead, "trail": trail(heading, case)}


def back(case: Case, part: str = "") -> HttpResponseRedirect:
    return redirect(reverse("cases:detail", args=[case.pk]) + (f"#{part}" if part else ""))


# The list


@guard(*SEES)
@require_GET
def case_list(request: Request) -> HttpResponse:
    found = Case.objects.visible_to(request.user)
    chosen = any(value for name, value in request.GET.items() if name in CaseFilter.base_filters)
    filters = None
    if chosen or "filters" in request.GET:  # the form with all places and departments costs more than the list itself
        filters = CaseFilter(request.GET, queryset=found, request=request)
        layout(filters.form, submit="Toon", method="get", kind="form-inline")
        found = filters.qs
    cases = keyset(boards.for_list(found), request.GET.get("na", ""), by="updated_at", size=25)
    return page(
        request,
        "cases/list.html",
        cases=cases,
        rows=boards.list_rows(cases, timezone.localdate()),
        filters=filters,
        filtered=chosen,
        may_open=request.user.may(P.CASE_OPEN),
        may_see_figures=request.user.may(P.CASE_ALL),
    )


@guard(P.CASE_ALL)
@require_GET
def figures(request: Request) -> HttpResponse:
    town = organisation()
    return page(
        request,
        "cases/figures.html",
        trail=trail("Stand van zaken"),
        figures=boards.figures(request.user, timezone.localdate(), town),
    )


# Opening and changing the file


def _case_layout(form: Any, *first: str, submit: str, cancel: str) -> Any:
    return layout(
        form,
        Fieldset("Waar gaat het over?", *first, "title", "reason", "context", "areas", "theme"),
        Fieldset("Van wie is de casus?", "department", "departments", Columns("owner", "deputy")),
        Fieldset("Wat voor spanning is het?", "forms", "causes", "waves"),
        Fieldset("De rol van de overheid", "about_decision", "information_position", "blind_spots", "frames", "heard"),
        submit=submit,
        cancel=cancel,
    )


@guard(P.CASE_OPEN)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A case from scratch, or from a signal (`?signal=`) that is linked at once."""
    signal = None
    if request.GET.get("signal"):
        signals = Signal.objects.visible_to(request.user).select_related("area")
        signal = get_object_or_404(signals, pk=_number(request.GET["signal"]))
    initial: dict[str, Any] = {}
    if signal is not None:
        initial = {"reason": signal.what, "areas": [signal.area_id], "theme": signal.theme_id}
        initial |= {"department": signal.department_id, "about_decision": False}
    form = NewCaseForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        organisation=organisation(),
        signal=signal,
        initial=initial,
    )
    if form.is_valid():
        with transaction.atomic():
            case = actions.open_case(
                values=form.values,
                **form.lists,
                by=request.user,
                submission=form.cleaned_data["submission"],
                signal=signal,
                link_reason=form.cleaned_data.get("link_reason", ""),
            )
            form.flag(case, by=request.user)
        messages.success(request, "De casus is geopend.")
        return back(case)
    first = ("link_reason",) if signal else ()
    _case_layout(form, *first, submit="Casus openen", cancel=reverse("cases:list"))
    return page(request, "cases/new.html", trail=trail("Casus openen"), form=form, signal=signal)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    case = case_for(request, pk)
    rules.check_change(request.user, case)
    form = EditCaseForm(
        request.POST if request.method == "POST" else None,
        instance=case,
        user=request.user,
        organisation=organisation(),
        initial={"version": case.version},
    )
    if form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            with transaction.atomic():
                actions.edit_case(case=case, fields=list(form.values), lists=form.lists, seen=seen, by=request.user)
                form.flag(case, by=request.user)
            messages.success(request, "Het dossier is bijgewerkt.")
            return back(case)
        except Changed as clash:
            case = now = Case.objects.get(pk=clash.current.pk)
            form.merge(now, case.history.filter(version=seen).order_by("history_date", "history_id").last())
    _case_layout(form, submit="Opslaan", cancel=reverse("cases:detail", args=[pk]))
    government = boards.government_is_party(case)
    return page(
        request, "cases/edit.html", trail=trail("Dossier bewerken", case), form=form, case=case, government=government
    )


# The file


@guard(*SEES)
@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    case = case_with_head(request, pk)
    request.organisation = organisation()
    return page(
        request,
        "cases/detail.html",
        case=case,
        file=boards.file(case, request.user, request.organisation),
        map=boards_map.small_map(case),
        guidance_html=guidance_html(case, request.organisation),
        trail=trail(case.number),
    )


_guidance: dict[tuple[str, ...], SafeString] = {}


def guidance_html(case: Case, town: Organisation) -> SafeString:
    """What the guide offers, rendered once per place on the map and side of the border.

    It holds words of the guides, nothing of the case.
    """
    key: tuple[str, ...] = (town.words,)
    if case.diagnosis is not None:
        shape = case.diagnosis.placement.shape
        key = (*key, *shape.quadrants, str(shape.vertical), str(case.about_decision))
    if key not in _guidance:
        _guidance[key] = render_to_string(
            "cases/_guidance.html", {"guidance": boards_map.guidance(case), "organisation": town}
        )
    return _guidance[key]


@guard(*SEES)
@require_GET
def history(request: Request, pk: int) -> HttpResponse:
    """Everything that happened, newest first; `?laatste` is the fragment on the file page."""
    case = case_for(request, pk)
    latest = "laatste" in request.GET
    moment = timeline.moment(request.GET.get("na", ""))
    size = EVENTS_SHOWN if latest else EVENTS_PER_PAGE
    events, following = timeline.older_than(timeline.events(case), moment, size)
    template = "cases/_timeline.html" if latest else "cases/timeline.html"
    return page(
        request, template, trail=trail("Tijdlijn", case), case=case, events=events, next=following, first=moment is None
    )


@guard(*SEES)
@require_GET
def changes(request: Request, pk: int) -> HttpResponse:
    """What was changed in the texts of the file, by whom: the old text beside the new one."""
    case = case_for(request, pk)
    return page(
        request, "cases/changes.html", trail=trail("Wijzigingen", case), case=case, changes=boards.changes(case)
    )


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def state(request: Request, pk: int) -> HttpResponse:
    case = case_for(request, pk, Case.objects.select_related("diagnosis"))
    rules.check_edit(request.user, case)
    form = StateForm(request.POST if request.method == "POST" else None, case=case, decreased=rules.decreased(case))
    if form.is_valid():
        with transaction.atomic():
            data = form.cleaned_data
            change_state(
                case=case,
                to=data["to"],
                by=request.user,
                reason=data["reason"],
                depolarised=data.get("depolarised", ""),
            )
            form.flag(case, by=request.user)
        messages.success(request, f"De status is nu: {case.get_state_display().lower()}.")
        return back(case)
    layout(form, "to", "reason", submit="Status wijzigen", cancel=reverse("cases:detail", args=[pk]))
    return page(request, "cases/state.html", **_words("Status wijzigen", case), form=form, case=case)


# What hangs on the file


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def group(request: Request, pk: int, group_pk: int | None = None) -> HttpResponse:
    """Add a group, change it, or take it off the file."""
    case = case_for(request, pk)
    rules.check_change(request.user, case)
    row = get_object_or_404(Group, case=case, pk=group_pk) if group_pk else Group(case=case)
    if request.method == "POST" and "verwijder" in request.POST and row.pk:
        actions.remove_group(group=row, by=request.user)
        messages.success(request, "De groep is van de casus gehaald.")
        return back(case, "groepen")
    data = request.POST if request.method == "POST" else None
    form: Any = (
        EditGroupForm(data, instance=row, initial={"version": row.version}) if row.pk else GroupForm(data, instance=row)
    )
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.save_group(group=row, seen=form.cleaned_data.get("version"), by=request.user)
                form.flag(case, by=request.user)
            messages.success(request, "De groep is opgeslagen.")
            return back(case, "groepen")
        except Changed as clash:
            form.clashes(clash.current, list(form._meta.fields))
        except IntegrityError:
            form.add_error("label", "Deze groep staat al bij de casus.")
    layout(form, cancel=reverse("cases:detail", args=[pk]))
    return page(
        request,
        "cases/group.html",
        **_words(
            row.label if row.pk else "Groep toevoegen",
            case,
            "Noem een groep bij wat zij doet of wil. Geen namen, geen afkomst, geloof of politieke kleur.",
        ),
        form=form,
        case=case,
        group=row,
    )


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def fault_lines(request: Request, pk: int) -> HttpResponse:
    """Choose fault lines that are known from other cases, or make a new one."""
    case = case_for(request, pk)
    rules.check_change(request.user, case)
    choosing = request.method == "POST" and "kies" in request.POST
    making = request.method == "POST" and not choosing
    choose = ChooseFaultLinesForm(request.POST if choosing else None, case=case, user=request.user)
    make = FaultLineForm(request.POST if making else None, instance=FaultLine())
    if choosing and choose.is_valid():
        actions.add_fault_lines(case=case, lines=choose.cleaned_data["lines"], by=request.user)
        return back(case, "breuklijnen")
    if making and make.is_valid():
        try:
            with transaction.atomic():
                line = actions.save_fault_line(line=make.instance, case=case, seen=None, by=request.user)
                make.flag(line, by=request.user)
            return back(case, "breuklijnen")
        except IntegrityError:
            make.add_error("name", SAME_LINE)
    cancel = reverse("cases:detail", args=[pk])
    layout(choose, submit="Toevoegen", name="kies", cancel=cancel)
    layout(make, submit="Nieuwe breuklijn opslaan", name="maak", cancel=cancel)
    known = choose.fields["lines"].queryset.exists()  # type: ignore[attr-defined]
    return page(
        request,
        "cases/fault_lines.html",
        **_words(
            "Breuklijn toevoegen",
            case,
            "Een breuklijn is een scheiding waarlangs tegenstellingen steeds weer kunnen ontstaan.",
        ),
        case=case,
        choose=choose,
        form=make,
        known=known,
    )


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def fault_line(request: Request, pk: int, line_pk: int) -> HttpResponse:
    case = case_for(request, pk)
    rules.check_change(request.user, case)
    line = get_object_or_404(FaultLine, cases=case, pk=line_pk)
    if request.method == "POST" and "verwijder" in request.POST:
        actions.remove_fault_line(case=case, line=line, by=request.user)
        messages.success(request, "De breuklijn is van de casus gehaald.")
        return back(case, "breuklijnen")
    data = request.POST if request.method == "POST" else None
    form = EditFaultLineForm(data, instance=line, initial={"version": line.version})
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.save_fault_line(line=line, case=case, seen=form.cleaned_data["version"], by=request.user)
                form.flag(line, by=request.user)
            return back(case, "breuklijnen")
        except Changed as clash:
            form.clashes(clash.current, list(form._meta.fields or ()))
        except IntegrityError:
            form.add_error("name", SAME_LINE)
    layout(form, cancel=reverse("cases:detail", args=[pk]))
    return page(
        request,
        "cases/fault_line.html",
        **_words(line.name, case, "Wat u hier wijzigt, verandert bij elke casus met deze breuklijn."),
        form=form,
        case=case,
        line=line,
    )


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def valence(request: Request, pk: int) -> HttpResponse:
    case = case_for(request, pk)
    rules.check_change(request.user, case)
    form = ValenceForm(request.POST if request.method == "POST" else None, initial={"to": case.valence})
    if form.is_valid():
        with transaction.atomic():
            actions.change_valence(
                case=case, to=form.cleaned_data["to"], reason=form.cleaned_data["reason"], by=request.user
            )
            form.flag(case, by=request.user)
        return back(case, "duiding")
    layout(form, "to", "reason", cancel=reverse("cases:detail", args=[pk]))
    past = case.valence_changes.select_related("by")
    return page(request, "cases/valence.html", **_words("Duiding wijzigen", case), form=form, case=case, past=past)


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def members(request: Request, pk: int) -> HttpResponse:
    """Ask colleagues and partners to look along, and stop that again."""
    case = case_for(request, pk)
    rules.check_edit(request.user, case)
    if request.method == "POST" and "stop" in request.POST:
        member = get_object_or_404(case.members, pk=_number(request.POST["stop"]))
        actions.remove_member(member=member, by=request.user)
        messages.success(request, "Deze collega kijkt niet meer mee. Bijdragen blijven staan.")
        return redirect("cases:members", pk=pk)
    form = InviteForm(request.POST if request.method == "POST" else None, case=case)
    if form.is_valid():
        actions.invite(case=case, user=form.cleaned_data["user"], by=request.user)
        messages.success(request, "De uitnodiging is verstuurd.")
        return redirect("cases:members", pk=pk)
    layout(form, submit="Vraag mee te kijken", cancel=reverse("cases:detail", args=[pk]))
    rows = case.members.select_related("user")
    return page(
        request,
        "cases/members.html",
        **_words(
            "Meekijkers",
            case,
            "Wie u vraagt, kan deze casus lezen, plaatsen op de kaart en meedoen aan de uitwisseling.",
        ),
        form=form,
        case=case,
        rows=rows,
    )


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def event(request: Request, pk: int) -> HttpResponse:
    case = case_for(request, pk)
    rules.check_change(request.user, case)
    form = EventForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic():
            made = actions.add_event(
                case=case, on=form.cleaned_data["on"], what=form.cleaned_data["what"], by=request.user
            )
            form.flag(made, by=request.user)
        return back(case, "tijdlijn")
    layout(form, cancel=reverse("cases:detail", args=[pk]))
    return page(
        request,
        "cases/form.html",
        **_words("Gebeurtenis van buiten", case, "Iets dat buiten de gemeente gebeurt, kan een verandering verklaren."),
        form=form,
        case=case,
    )


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def documents(request: Request, pk: int) -> HttpResponse:
    """Point to a document or source, or strike one off."""
    case = case_for(request, pk)
    rules.check_change(request.user, case)
    if request.method == "POST" and "verwijder" in request.POST:
        document = get_object_or_404(Document, case=case, pk=_number(request.POST["verwijder"]))
        actions.remove_document(document=document, by=request.user)
        return back(case, "documenten")
    form = DocumentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in form._meta.fields or ()}
        with transaction.atomic():
            document = actions.add_document(case=case, **data, by=request.user)
            form.flag(document, by=request.user)
        return back(case, "documenten")
    layout(form, submit="Toevoegen", cancel=reverse("cases:detail", args=[pk]))
    rows = case.documents.filter(removed_at__isnull=True)
    return page(
        request,
        "cases/documents.html",
        **_words("Documenten en bronnen", case, "Verwijs naar stukken waarop het beeld rust."),
        form=form,
        case=case,
        rows=rows,
    )
