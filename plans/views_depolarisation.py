"""The page of the depolarisation test of an action."""

from copy import copy
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cases.views.shared import Request
from common.crispy import layout
from common.edits import Changed
from common.guards import guard
from common.pages import page
from plans import actions_depolarisation, rules
from plans.boards_depolarisation import test_board
from plans.forms_depolarisation import DepolarisationForm, StartAnywayForm, flat
from plans.models import Action, Plan
from plans.models_depolarisation import DepolarisationTest
from plans.rules_depolarisation import test_of
from plans.views import READERS, _back, _below, _data, _read


def _action(request: Request, pk: int) -> Action:
    rows = Action.objects.filter(plan__in=Plan.objects.visible_to(request.user))
    rows = rows.select_related("plan__case__diagnosis__placement", "depolarisation__skipped_by")
    found = get_object_or_404(rows, pk=pk)
    _read(request, found.plan)
    return found


@guard(*READERS)
@require_http_methods(["GET", "POST"])
def depolarisation(request: Request, pk: int) -> HttpResponse:
    """Read the test of an action; whoever keeps the plan or does the action fills it."""
    action = _action(request, pk)
    if request.method == "POST":
        rules.check_progress(request.user, action)
    form = DepolarisationForm(_data(request), instance=_copy(action))
    if form.is_valid():
        try:
            with transaction.atomic():
                test = actions_depolarisation.fill_test(
                    action=action, by=request.user, seen=form.cleaned_data["version"], **form.values
                )
                form.flag(test, by=request.user)
        except Changed as clash:
            stored: Any = clash.current
            form.clashes(SimpleNamespace(version=stored.version, **flat(stored)), list(flat(stored)))  # type: ignore[arg-type]
        else:
            messages.success(request, "De depolarisatietoets is opgeslagen.")
            return _back(action.plan, f"actie-{action.pk}")
    return _page(request, action, form, StartAnywayForm(initial={"seen": action.version}))


def _copy(action: Action) -> DepolarisationTest:
    found = test_of(action)
    return copy(found) if found else DepolarisationTest(action=action)


def _page(request: Request, action: Action, form: DepolarisationForm, anyway: StartAnywayForm) -> HttpResponse:
    board = test_board(action, request.user)
    layout(form, tag=False)
    return page(
        request,
        "plans/depolarisation.html",
        board=board,
        action=action,
        form=form if board.may else None,
        anyway=layout(anyway, submit="Toch beginnen", action=reverse("plans:start_anyway", args=[action.pk])),
        case=action.plan.case,
        trail=_below(action.plan, "Depolarisatietoets"),
    )


@guard(*READERS)
@require_POST
def start_anyway(request: Request, pk: int) -> HttpResponse:
    """Begin an action before its test is filled, with the reason."""
    action = _action(request, pk)
    rules.check_progress(request.user, action)
    form = StartAnywayForm(request.POST)
    if not form.is_valid():
        return _page(request, action, DepolarisationForm(instance=_copy(action)), form)
    try:
        with transaction.atomic():
            actions_depolarisation.start_anyway(
                action=action, reason=form.cleaned_data["reason"], by=request.user, seen=form.cleaned_data["seen"]
            )
            form.flag(action, by=request.user)
    except Changed:
        messages.warning(request, "Een collega heeft deze actie intussen gewijzigd. Kijk het na en kies opnieuw.")
    else:
        messages.success(request, "De actie is begonnen. De reden staat bij de toets.")
    return _back(action.plan, f"actie-{action.pk}")
