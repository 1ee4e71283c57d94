"""Pages about the action plan of a case."""

from copy import copy
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from analysis.rules import can_answer
from cases.models import Case
from cases.views.shared import Request
from common import audit, jobs
from common.crispy import Columns, Fieldset, layout
from common.edits import Changed
from common.guards import guard
from common.pages import page
from method.content import content as guides
from method.guidance import for_quadrants
from organisation.roles import Permission as P
from plans import actions, boards, documents, rules
from plans.boards_policy import white_spots_of
from plans.budget import money_of
from plans.content import read
from plans.differences import differences
from plans.forms import (
    ActionEditForm,
    ActionForm,
    DecisionForm,
    ObjectiveEditForm,
    ObjectiveForm,
    PlanEditForm,
    PlanForm,
    PrinciplesForm,
    StateForm,
)
from plans.models import Action, Objective, Plan, PlanDocument, PlanVersion
from plans.rules_pitstop import check_open, pitstop_of

READERS = (P.PLACE, P.CASE_ALL)
SLOW = timedelta(seconds=30)
"""From here on the page says that the work is delayed."""


def _case(request: Request, pk: int) -> Case:
    visible = Case.objects.visible_to(request.user).select_related("theme", "department", "diagnosis__placement")
    return get_object_or_404(visible, pk=pk)


def _plan(request: Request, pk: int) -> Plan:
    rows = Plan.objects.visible_to(request.user).select_related("case__theme", "case__diagnosis__placement")
    return _read(request, get_object_or_404(rows, pk=pk))


def _read(request: Request, plan: Plan) -> Plan:
    """Every page of a plan shows something of it, so opening any of them stands in the trail."""
    if request.method != "POST":
        audit.record("plan.read", plan.case, by=request.user)
    return plan


def _of_plan(request: Request, model: Any, pk: int) -> Any:
    """A row of a plan that this person may see."""
    rows = model.objects.filter(plan__in=Plan.objects.visible_to(request.user))
    row = get_object_or_404(rows.select_related("plan__case__diagnosis__placement"), pk=pk)
    _read(request, row.plan)
    return row


def _trail(case: Case, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        ("Casussen", reverse("cases:list")),
        (case.title, reverse("cases:detail", args=[case.pk])),
        *rest,
    ]


def _below(plan: Plan, label: str) -> list[tuple[str, str]]:
    return _trail(plan.case, ("Actieplan", reverse("plans:detail", args=[plan.case_id])), (label, ""))


def _back(plan: Plan, anchor: str = "") -> HttpResponse:
    return redirect(reverse("plans:detail", args=[plan.case_id]) + (f"#{anchor}" if anchor else ""))


def _data(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


# The plan


@guard(*READERS)
@require_GET
def detail(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    plan = Plan.objects.filter(case=case).first()
    if plan is None:
        return page(request, "plans/none.html", **_none(request, case, PlanForm(case=case)))
    plan.case = case
    audit.record("plan.read", case, by=request.user)
    board = boards.plan_board(plan, request.user, department=request.GET.get("afdeling", ""), mine="mij" in request.GET)
    place = board.content.diagnosis.place if board.content.diagnosis else None
    return page(
        request,
        "plans/detail.html",
        board=board,
        plan=board.content,
        case=case,
        trail=_trail(case, ("Actieplan", "")),
        map=documents.drawing(place) if place else "",
        guidance=for_quadrants(board.content.quadrants),
        spots=white_spots_of(case),
        money=money_of(case),
        warning=_warning(case) if board.unfelt else None,
        may_answer=can_answer(request.user, case),
    )


def _none(request: Request, case: Case, form: PlanForm) -> dict[str, Any]:
    """What the page needs while there is no plan yet."""
    may = rules.allows(rules.check_edit, request.user, case)
    start = reverse("plans:start", args=[case.pk])
    pitstop = pitstop_of(case)
    waits = pitstop is not None and not pitstop.opened
    fields = ("challenge", "frames", "evaluate_on", "no_evaluation_reason", "classification")
    for name in set(form.fields) - {*fields, "privacy_reason"}:
        form.fields[name].widget = form.fields[name].hidden_widget()
    return {
        "case": case,
        "trail": _trail(case, ("Actieplan", "")),
        "may_start": may,
        "needed": boards.needs_plan(case),
        "stale": rules.stale_signals(case),
        "pitstop": pitstop if may else None,
        "may_answer": can_answer(request.user, case),
        "form": layout(form, *fields, submit="Plan beginnen", action=start) if may and not waits else None,
    }


@guard(P.PLAN_EDIT)
@require_POST
def start(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    rules.check_edit(request.user, case)
    check_open(case)
    form = PlanForm(request.POST, case=case)
    if not form.is_valid():
        return page(request, "plans/none.html", **_none(request, case, form))
    with transaction.atomic():
        plan = actions.start(case=case, by=request.user, **_texts(form))
        form.flag(plan, by=request.user)
    messages.success(request, "Het actieplan is begonnen. Voeg nu doelen en acties toe.")
    return _back(plan)


def _texts(form: PlanForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in actions.TEXTS}


@guard(*READERS)
@require_GET
def panel(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    audit.record_part("plan.read", case, by=request.user, of="case.read")
    return page(
        request, "plans/panel.html", panel=boards.panel(case, request.user), spots=white_spots_of(case), case=case
    )


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    rules.check_change(request.user, plan)
    check_open(plan.case)
    form = PlanEditForm(_data(request), instance=copy(plan), case=plan.case, initial={"version": plan.version})
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.edit(plan=plan, by=request.user, seen=form.cleaned_data["version"], **_texts(form))
                form.flag(plan, by=request.user)
        except Changed as clash:
            form.clashes(clash.current, list(actions.TEXTS))
        else:
            messages.success(request, "Het actieplan is opgeslagen.")
            return _back(plan)
    layout(
        form,
        Fieldset("Waar het om gaat", "challenge", "frames", "agreements"),
        Fieldset("Evalueren vanaf het begin", "evaluate_on", "evaluate_what", "no_evaluation_reason"),
        Fieldset("Wie mag het lezen?", "classification"),
        cancel=reverse("plans:detail", args=[plan.case_id]),
    )
    return _form_page(request, plan, form, "Plan bewerken")


def _form_page(request: Request, plan: Plan, form: Any, heading: str, **context: Any) -> HttpResponse:
    return page(
        request, "plans/form.html", form=form, heading=heading, case=plan.case, trail=_below(plan, heading), **context
    )


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def principles(request: Request, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    rules.check_change(request.user, plan)
    notes = {row.code: row.note for row in plan.principles.all()}
    form = PrinciplesForm(
        _data(request), principles=guides().principles, notes=notes, initial={"version": plan.version}
    )
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.note_principles(plan=plan, notes=form.notes, by=request.user, seen=form.cleaned_data["version"])
                form.flag(plan, by=request.user)
        except Changed as clash:
            stored = {code: notes.get(code, "") for code in form.codes}
            form.clashes(SimpleNamespace(version=clash.current.version, **stored), form.codes)  # type: ignore[arg-type]
        else:
            messages.success(request, "De uitgangspunten zijn opgeslagen.")
            return _back(plan, "uitgangspunten")
    layout(form, *form.codes, cancel=reverse("plans:detail", args=[plan.case_id]))
    lead = "Geen van de acht is verplicht. Wat open blijft, staat als open punt in het plan."
    return _form_page(request, plan, form, "Acht uitgangspunten", lead=lead)


# Objectives


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def objective_new(request: Request, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    rules.check_change(request.user, plan)
    check_open(plan.case)
    form = ObjectiveForm(_data(request))
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in (*actions.OBJECTIVE, "submission")}
        with transaction.atomic():
            made = actions.add_objective(plan=plan, by=request.user, **values)
            form.flag(made, by=request.user)
        messages.success(request, "Het doel staat in het plan.")
        return _back(plan, "doelen")
    layout(form, submit="Doel toevoegen", cancel=reverse("plans:detail", args=[plan.case_id]))
    return _form_page(request, plan, form, "Doel toevoegen")


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def objective(request: Request, pk: int) -> HttpResponse:
    row: Objective = _of_plan(request, Objective, pk)
    rules.check_change(request.user, row.plan)
    form = ObjectiveEditForm(_data(request), instance=copy(row), initial={"version": row.version})
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in actions.OBJECTIVE}
        try:
            with transaction.atomic():
                actions.edit_objective(objective=row, by=request.user, seen=form.cleaned_data["version"], **values)
                form.flag(row, by=request.user)
        except Changed as clash:
            form.clashes(clash.current, list(actions.OBJECTIVE))
        else:
            messages.success(request, "Het doel is opgeslagen.")
            return _back(row.plan, "doelen")
    layout(form, cancel=reverse("plans:detail", args=[row.plan.case_id]))
    remove = reverse("plans:objective_remove", args=[row.pk])
    return _form_page(request, row.plan, form, "Doel bewerken", remove=remove, remove_label="Doel weghalen")


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def objective_remove(request: Request, pk: int) -> HttpResponse:
    row: Objective = _of_plan(request, Objective, pk)
    rules.check_change(request.user, row.plan)
    if request.method == "POST":
        actions.remove_objective(objective=row, by=request.user)
        messages.success(request, "Het doel is weggehaald. De acties zijn gebleven.")
        return _back(row.plan, "doelen")
    text = "De acties bij dit doel blijven staan. Eerdere versies van het plan houden dit doel."
    return _remove_page(request, row.plan, "Doel weghalen", row.text, text)


def _remove_page(request: Request, plan: Plan, heading: str, what: str, text: str) -> HttpResponse:
    return page(
        request,
        "plans/remove.html",
        heading=heading,
        what=what,
        text=text,
        case=plan.case,
        trail=_below(plan, heading),
        cancel=reverse("plans:detail", args=[plan.case_id]),
    )


# Actions


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def action_new(request: Request, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    rules.check_change(request.user, plan)
    check_open(plan.case)
    form = ActionForm(_data(request), case=plan.case, initial={"department": plan.case.department_id})
    if form.is_valid():
        with transaction.atomic():
            made = actions.add_action(
                plan=plan, by=request.user, submission=form.cleaned_data["submission"], **form.values
            )
            form.flag(made, by=request.user)
        messages.success(request, "De actie staat in het plan.")
        return _back(plan, f"actie-{made.pk}")
    _action_layout(form, plan, "Actie toevoegen")
    return _form_page(request, plan, form, "Actie toevoegen", warning=_warning(plan.case))


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def action(request: Request, pk: int) -> HttpResponse:
    row: Action = _of_plan(request, Action, pk)
    rules.check_change(request.user, row.plan)
    form = ActionEditForm(_data(request), instance=copy(row), case=row.plan.case, initial={"version": row.version})
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.edit_action(action=row, by=request.user, seen=form.cleaned_data["version"], **form.values)
                form.flag(row, by=request.user)
        except Changed as clash:
            form.clashes(clash.current, list(actions.ACTION))
        else:
            messages.success(request, "De actie is opgeslagen.")
            return _back(row.plan, f"actie-{row.pk}")
    _action_layout(form, row.plan, "Opslaan")
    return _form_page(
        request,
        row.plan,
        form,
        "Actie bewerken",
        warning=_warning(row.plan.case),
        remove=reverse("plans:action_remove", args=[row.pk]),
        remove_label="Actie weghalen",
        drop=row if row.is_open else None,
    )


def _action_layout(form: ActionForm, plan: Plan, submit: str) -> None:
    layout(
        form,
        Fieldset("Wat en voor wie", "what", "for_whom", "objective"),
        Fieldset("Wie", "owner", Columns("department", "partner")),
        Fieldset("Wanneer", Columns("start_on", "due_on"), "term"),
        Fieldset("Hoe het overkomt", "perception", "receivers"),
        submit=submit,
        cancel=reverse("plans:detail", args=[plan.case_id]),
    )


def _warning(case: Case) -> Any:
    """In A: the guide's warning against reacting to what residents do not feel (R-A-104)."""
    return (
        next((item for item in guides().guidance["A"] if item.code == "A2"), None)
        if rules.needs_perception(case)
        else None
    )


@guard(*READERS)
@require_POST
def action_state(request: Request, pk: int) -> HttpResponse:
    row: Action = _of_plan(request, Action, pk)
    form = StateForm(request.POST)
    if form.is_valid():
        try:
            actions.progress(
                action=row, state=form.cleaned_data["state"], by=request.user, seen=form.cleaned_data["version"]
            )
        except Changed:
            messages.warning(request, "Een collega heeft deze actie intussen gewijzigd. Kijk het na en kies opnieuw.")
    else:
        messages.error(request, "Deze status bestaat niet. Kies een van de knoppen bij de actie.")
    return _back(row.plan, f"actie-{row.pk}")


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def action_remove(request: Request, pk: int) -> HttpResponse:
    row: Action = _of_plan(request, Action, pk)
    rules.check_change(request.user, row.plan)
    if request.method == "POST":
        actions.remove_action(action=row, by=request.user)
        messages.success(request, "De actie is weggehaald.")
        return _back(row.plan, "acties")
    text = (
        "Gaat de actie niet door, maar hoort zij wel bij het verhaal? Laat haar dan vervallen in plaats van weghalen. "
        "Eerdere versies van het plan houden deze actie."
    )
    return _remove_page(request, row.plan, "Actie weghalen", row.what, text)


# Approval and versions


@guard(P.PLAN_EDIT)
@require_POST
def submit(request: Request, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    actions.submit(plan=plan, by=request.user)
    messages.success(request, f"Versie {plan.number} ligt nu ter vaststelling voor.")
    return _back(plan)


@guard(P.PLAN_EDIT)
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    actions.withdraw(plan=plan, by=request.user)
    messages.success(request, "Het plan is ingetrokken. U kunt het weer wijzigen.")
    return _back(plan)


@guard(*READERS)
@require_http_methods(["GET", "POST"])
def version(request: Request, pk: int) -> HttpResponse:
    """A kept version, what it changed, and for a manager the decision on it."""
    row: PlanVersion = _of_plan(request, PlanVersion, pk)
    plan = row.plan
    waits = plan.state == Plan.State.SUBMITTED and plan.number == row.number
    may_decide = waits and request.user.may(P.PLAN_APPROVE)
    form = DecisionForm(_data(request)) if may_decide or request.method == "POST" else None
    if form is not None and form.is_valid():
        decide = actions.approve if form.cleaned_data["outcome"] == "approved" else actions.give_back
        with transaction.atomic():
            decide(plan=plan, by=request.user, remark=form.cleaned_data["remark"], number=row.number)
            form.flag(row, by=request.user)
        messages.success(request, "Uw besluit is vastgelegd. De casuseigenaar ziet het in het plan.")
        return _back(plan)
    if form is not None:
        rules.check_decide(request.user, plan)
        layout(form, "outcome", "remark", submit="Besluit vastleggen")
    content = read(row.content)
    before = PlanVersion.objects.filter(plan=plan, number__lt=row.number).first()
    place = content.diagnosis.place if content.diagnosis else None
    return page(
        request,
        "plans/version.html",
        version=row,
        plan=content,
        before=before,
        changes=differences(read(before.content), content) if before else [],
        form=form,
        case=plan.case,
        plan_pk=plan.pk,
        trail=_below(plan, f"Versie {row.number}"),
        map=documents.drawing(place) if place else "",
    )


# Documents


@guard(*READERS)
@require_POST
def ask_document(request: Request, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    chosen = request.POST.get("versie", "")
    kept = (
        get_object_or_404(PlanVersion, plan=plan, number=int(chosen))
        if chosen.isdecimal() and len(chosen) < 6
        else None
    )
    asked = actions.ask_document(plan=plan, by=request.user, version=kept)
    return redirect("plans:document", pk=asked.pk)


@guard(*READERS)
@require_GET
def document(request: Request, pk: int) -> HttpResponse:
    """How far the PDF is. Asks again every two seconds; without JavaScript there is a link for that."""
    row = _document(request, pk)
    _read(request, row.plan)
    waiting = row.state in (PlanDocument.State.WAITING, PlanDocument.State.RUNNING)
    return page(
        request,
        "plans/document_page.html",
        partial="progress",
        document=row,
        waiting=waiting,
        delayed=waiting and jobs.delay() > SLOW,
        others=row.plan.documents.exclude(pk=row.pk).select_related("by").defer("pdf", "content")[:20],
        case=row.plan.case,
        trail=_below(row.plan, "PDF van het plan"),
    )


def _document(request: Request, pk: int) -> PlanDocument:
    rows = PlanDocument.objects.filter(plan__in=Plan.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("plan__case", "by").defer("pdf", "content"), pk=pk)


@guard(*READERS)
@require_POST
def retry(request: Request, pk: int) -> HttpResponse:
    row = actions.retry_document(document=_document(request, pk), by=request.user)
    return redirect("plans:document", pk=row.pk)


@guard(*READERS)
@require_GET
def download(request: Request, pk: int) -> HttpResponse:
    row = _document(request, pk)
    if row.state != PlanDocument.State.READY or not row.pdf:
        return redirect("plans:document", pk=row.pk)
    actions.downloaded(document=row, by=request.user)
    name = f"actieplan-{row.plan.case.number}-v{row.number}.pdf"
    return HttpResponse(
        bytes(row.pdf),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"},
    )
