"""The exchange: arguments, questions, answers and information about a case, open questions on top."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import boards, rules
from cases.actions import exchange as actions
from cases.forms_file import ExchangeForm
from cases.views.file import SEES, _number
from cases.views.shared import Request, case_for, trail
from common.crispy import Columns, layout
from common.guards import guard
from common.pages import page


@guard(*SEES)
@require_http_methods(["GET", "POST"])
def exchange(request: Request, pk: int) -> HttpResponse:
    """Read everything; who may place also adds. `?vraag=` starts an answer to that question."""
    case = case_for(request, pk)
    talk = boards.talk(case)
    takes_part = rules.can_take_part(request.user, case)
    if request.method == "POST":
        rules.check_take_part(request.user, case)
    question = _number(request.GET.get("vraag", ""))
    initial = {"answers": question, "kind": "answer"} if question in {each.pk for each in talk.questions} else {}
    form = ExchangeForm(
        request.POST if request.method == "POST" else None, case=case, user=request.user, initial=initial
    )
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in (*(form._meta.fields or ()), "submission")}
        with transaction.atomic():
            entry = actions.add(case=case, **values, by=request.user)
            form.flag(entry, by=request.user)
        messages.success(request, "Uw bijdrage staat erbij.")
        return redirect("cases:exchange", pk=pk)
    layout(
        form,
        "kind",
        "text",
        "answers",
        Columns("source", "placement"),
        Columns("function", "advised_on"),
        submit="Bijdragen",
        cancel=reverse("cases:detail", args=[pk]),
    )
    return page(
        request,
        "cases/exchange.html",
        trail=trail("Uitwisseling", case),
        case=case,
        talk=talk,
        form=form,
        takes_part=takes_part,
    )
