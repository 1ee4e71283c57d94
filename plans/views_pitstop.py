"""The page of the pitstop: the four questions before the plan, and going on without them."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from analysis.forms import PassForm
from analysis.rules import can_answer
from cases.views.shared import Request
from common import audit
from common.crispy import layout
from common.guards import guard
from common.pages import page
from plans import actions_pitstop, rules
from plans.rules_pitstop import guards_step, look_at
from plans.views import READERS, _case, _data, _trail


@guard(*READERS)
@require_http_methods(["GET", "POST"])
def pitstop(request: Request, case_pk: int) -> HttpResponse:
    """Which of the four questions have an answer; whoever keeps the plan may go on with a reason."""
    case = _case(request, case_pk)
    found, waits = look_at(case), guards_step()
    if found is None:
        raise Http404("the worksheet is gone")
    if request.method == "POST":
        actions_pitstop.check(request.user, case)
    else:
        audit.record("plan.read", case, by=request.user)
    form: Any = PassForm(_data(request))
    if form.is_valid():
        with transaction.atomic():
            made = actions_pitstop.go_on(case=case, reason=form.cleaned_data["reason"], by=request.user)
            form.flag(made, by=request.user)
        messages.success(request, "U kunt verder met het actieplan. De reden staat bij het plan.")
        return redirect("plans:detail", case_pk=case.pk)
    may = waits and not found.opened and rules.allows(rules.check_edit, request.user, case)
    return page(
        request,
        "plans/pitstop.html",
        pitstop=found,
        waits=waits,
        may_answer=can_answer(request.user, case),
        case=case,
        form=layout(form, submit="Toch verder", cancel=reverse("plans:detail", args=[case.pk])) if may else None,
        trail=_trail(case, ("Actieplan", reverse("plans:detail", args=[case.pk])), ("Pitstop", "")),
    )
