"""Pages for anchoring."""

from copy import copy

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.views.shared import Request
from common.crispy import Columns, Fieldset, layout
from common.edits import Changed
from common.guards import guard
from common.pages import page
from method.plan import guide
from organisation.current import organisation
from organisation.roles import Permission as P
from organisation.words import local
from plans import actions_anchoring, rules
from plans.boards_anchoring import anchoring_rows
from plans.forms_anchoring import AnchoringForm
from plans.models_anchoring import Anchoring
from plans.views import READERS, _below, _data, _plan, _trail


@guard(*READERS)
@require_GET
def anchoring(request: Request, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    return page(
        request,
        "plans/anchoring.html",
        rows=anchoring_rows(plan, timezone.localdate()),
        may=rules.allows(rules.check_edit, request.user, plan.case),
        plan_pk=plan.pk,
        case=plan.case,
        trail=_below(plan, "Verankering"),
    )


@guard(P.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def anchoring_item(request: Request, pk: int, code: str) -> HttpResponse:
    """Plan one of the four ways, or change it."""
    plan = _plan(request, pk)
    rules.check_edit(request.user, plan.case)
    entry = next((entry for entry in guide().anchoring if entry.code == code), None)
    if entry is None:
        raise Http404
    there = Anchoring.objects.filter(plan=plan, code=code).first()
    words = organisation().words
    form = AnchoringForm(
        _data(request), instance=copy(there) or Anchoring(plan=plan, code=code, what=local(entry.text, words))
    )
    if form.is_valid():
        try:
            with transaction.atomic():
                row = actions_anchoring.keep_anchoring(
                    plan=plan, code=code, by=request.user, seen=form.cleaned_data["version"], **form.values
                )
                form.flag(row, by=request.user)
        except Changed as clash:
            form.clashes(clash.current, list(actions_anchoring.ANCHORING))
        else:
            messages.success(request, "Opgeslagen.")
            return redirect("plans:anchoring", pk=plan.pk)
    layout(
        form,
        Fieldset("Wat en waar", "what", Columns("where", "how_often"), "who"),
        Fieldset("Wanneer", Columns("next_on", "last_on"), "stopped"),
        cancel=reverse("plans:anchoring", args=[plan.pk]),
    )
    trail = _trail(
        plan.case,
        ("Actieplan", reverse("plans:detail", args=[plan.case_id])),
        ("Verankering", reverse("plans:anchoring", args=[plan.pk])),
        (local(entry.text, words), ""),
    )
    lead = local(entry.help, words)
    return page(
        request, "plans/form.html", form=form, heading=local(entry.text, words), lead=lead, case=plan.case, trail=trail
    )
