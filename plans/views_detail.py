"""Pages for challenges, feasibility of objectives, and the working out of actions."""

from copy import copy
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.views.shared import Request
from common.crispy import Columns, Fieldset, layout
from common.edits import Changed
from common.guards import guard
from common.pages import page
from method.plan import guide
from organisation.roles import Permission as P
from plans import actions_detail, rules
from plans.boards_detail import challenge_board
from plans.citizens import citizens_of
from plans.forms_detail import (
    ActionDetailForm,
    ChallengeEditForm,
    ChallengeForm,
    FeasibilityForm,
    hints,
    stored_detail,
    stored_feasibility,
)
from plans.models import Action, Objective, Plan
from plans.models_detail import ActionDetail, Challenge, Feasibility
from plans.rules_pitstop import check_open
from plans.views import READERS, _back, _below, _data, _form_page, _of_plan, _plan, _remove_page, _trail


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def action_detail(request: Request, pk: int) -> HttpResponse:
    """Kinds, citizens, agreements and how one will see that the action works."""
    row: Action = _of_plan(request, Action, pk)
    rules.check_change(request.user, row.plan)
    there = ActionDetail.objects.filter(action=row).first()
    form = ActionDetailForm(
        _data(request), instance=copy(there) or ActionDetail(action=row), citizens=citizens_of(row.plan.case)
    )
    if form.is_valid():
        try:
            with transaction.atomic():
                made = actions_detail.work_out(
                    action=row, by=request.user, seen=form.cleaned_data["version"], **form.values
                )
                form.flag(made, by=request.user)
        except Changed as clash:
            show_clash(form, clash, stored_detail(clash.current))  # type: ignore[arg-type]
        else:
            messages.success(request, "De uitwerking van de actie is opgeslagen.")
            return _back(row.plan, f"actie-{row.pk}")
    layout(
        form,
        Fieldset("Wat voor actie", "kinds", "where", "safety", "contributors"),
        Fieldset("Voor wie, en hoe u hen aanspreekt", "types", "goal", "tone"),
        Fieldset("Afspraken en terugkijken", "agreements", "measure", "criteria", "evaluator"),
        cancel=reverse("plans:detail", args=[row.plan.case_id]),
    )
    return _form_page(request, row.plan, form, "Actie uitwerken", lead=row.what)


def show_clash(form: Any, clash: Changed, stored: dict[str, Any]) -> None:
    """Beside what was typed: what a colleague saved meanwhile."""
    form.clashes(SimpleNamespace(version=clash.current.version, **stored), list(stored))


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def feasibility(request: Request, pk: int) -> HttpResponse:
    row: Objective = _of_plan(request, Objective, pk)
    rules.check_change(request.user, row.plan)
    there = Feasibility.objects.filter(objective=row).first() or Feasibility(objective=row)
    form = FeasibilityForm(_data(request), row=there)
    if form.is_valid():
        try:
            with transaction.atomic():
                made = actions_detail.answer_feasibility(
                    objective=row, by=request.user, seen=form.cleaned_data["version"], **form.values
                )
                form.flag(made, by=request.user)
        except Changed as clash:
            show_clash(form, clash, stored_feasibility(clash.current))  # type: ignore[arg-type]
        else:
            messages.success(request, "De antwoorden over dit doel zijn opgeslagen.")
            for hint in hints(made):
                messages.info(request, hint)
            return _back(row.plan, "doelen")
    names = [name for entry in guide().feasibility for name in (entry.code, f"{entry.code}_remark")]
    layout(form, *names, cancel=reverse("plans:detail", args=[row.plan.case_id]))
    return _form_page(request, row.plan, form, "Is dit doel haalbaar?", lead=row.text)


@guard(*READERS)
@require_GET
def challenges(request: Request, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    return page(
        request,
        "plans/challenges.html",
        board=challenge_board(plan, request.user),
        case=plan.case,
        trail=_below(plan, "Uitdagingen"),
    )


def _to_challenges(plan: Plan) -> HttpResponse:
    return redirect("plans:challenges", pk=plan.pk)


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def challenge_new(request: Request, pk: int) -> HttpResponse:
    """Add a challenge; one that stands in a worksheet comes along, so that nobody types it twice."""
    plan = _plan(request, pk)
    rules.check_change(request.user, plan)
    check_open(plan.case)
    board = challenge_board(plan, request.user)
    offered = {str(number): line.text[:300] for number, line in board.offered}
    initial = {"priority": len(board.rows) + 1, "text": offered.get(request.GET.get("uit", ""), "")}
    form = ChallengeForm(_data(request), asks_why=bool(board.rows), initial=initial)
    if form.is_valid():
        with transaction.atomic():
            made = actions_detail.add_challenge(
                plan=plan, by=request.user, submission=form.cleaned_data["submission"], **form.values
            )
            form.flag(made, by=request.user)
        messages.success(request, "De uitdaging staat in het plan.")
        return _to_challenges(plan)
    return _challenge_page(request, plan, form, "Uitdaging toevoegen")


def _challenge_page(request: Request, plan: Plan, form: ChallengeForm, heading: str, **context: Any) -> HttpResponse:
    layout(
        form,
        Fieldset("De uitdaging", "text"),
        Fieldset("Wat komt eerst?", "priority", Columns("impact", "support"), "reason"),
        Fieldset("Nagevraagd in het midden", "asked_who", "asked_on", "asked_result"),
        cancel=reverse("plans:challenges", args=[plan.pk]),
    )
    trail = _trail(
        plan.case,
        ("Actieplan", reverse("plans:detail", args=[plan.case_id])),
        ("Uitdagingen", reverse("plans:challenges", args=[plan.pk])),
        (heading, ""),
    )
    return page(request, "plans/form.html", form=form, heading=heading, case=plan.case, trail=trail, **context)


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def challenge(request: Request, pk: int) -> HttpResponse:
    row: Challenge = _of_plan(request, Challenge, pk)
    rules.check_change(request.user, row.plan)
    alone = not row.plan.challenges.exclude(pk=row.pk).exists()
    form = ChallengeEditForm(_data(request), instance=copy(row), asks_why=not alone, initial={"version": row.version})
    if form.is_valid():
        try:
            with transaction.atomic():
                actions_detail.edit_challenge(
                    challenge=row, by=request.user, seen=form.cleaned_data["version"], **form.values
                )
                form.flag(row, by=request.user)
        except Changed as clash:
            form.clashes(clash.current, list(actions_detail.CHALLENGE))
        else:
            messages.success(request, "De uitdaging is opgeslagen.")
            return _to_challenges(row.plan)
    remove = reverse("plans:challenge_remove", args=[row.pk])
    return _challenge_page(
        request, row.plan, form, "Uitdaging bewerken", remove=remove, remove_label="Uitdaging weghalen"
    )


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def challenge_remove(request: Request, pk: int) -> HttpResponse:
    row: Challenge = _of_plan(request, Challenge, pk)
    rules.check_change(request.user, row.plan)
    if request.method == "POST":
        plan = row.plan
        actions_detail.remove_challenge(challenge=row, by=request.user)
        messages.success(request, "De uitdaging is weggehaald.")
        return _to_challenges(plan)
    text = "Eerdere versies van het plan houden deze uitdaging."
    return _remove_page(request, row.plan, "Uitdaging weghalen", row.text, text)
