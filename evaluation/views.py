"""Pages about looking back on a case."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.models import Case
from cases.views.shared import Request
from common import audit
from common.crispy import Columns, Fieldset, Text, layout
from common.dates import in_words
from common.edits import Changed
from common.guards import guard
from common.pages import page
from evaluation import actions, boards, rules
from evaluation.forms import AmendForm, EvaluationForm, PlaceNowForm
from evaluation.models import Evaluation
from method.content import content as guides
from organisation.roles import Permission as P
from plans.models import Plan

READERS = (P.PLACE, P.CASE_ALL)
TOOLKIT = "https://www.socialestabiliteit.nl/si-toolkit"
"""The evaluation toolkit that the guide names (ESS-handreiking hoofdstuk 4, R-A-133)."""


def _case(request: Request, pk: int) -> Case:
    rows = Case.objects.visible_to(request.user).select_related("diagnosis__placement")
    return get_object_or_404(rows, pk=pk)


def _evaluation(request: Request, pk: int) -> Evaluation:
    rows = Evaluation.objects.visible_to(request.user)
    evaluation = get_object_or_404(rows.select_related("case", "baseline__placement", "placement", "by"), pk=pk)
    if request.method != "POST":
        audit.record("evaluation.read", evaluation.case, by=request.user)
    return evaluation


def _trail(case: Case, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        ("Casussen", reverse("cases:list")),
        (case.title, reverse("cases:detail", args=[case.pk])),
        *rest,
    ]


def _below(case: Case, label: str) -> list[tuple[str, str]]:
    return _trail(case, ("Evaluaties", reverse("evaluation:list", args=[case.pk])), (label, ""))


@guard(*READERS)
@require_GET
def index(request: Request, case_pk: int) -> HttpResponse:
    """All rounds of a case, newest first."""
    case = _case(request, case_pk)
    audit.record("evaluation.read", case, by=request.user)
    return page(
        request,
        "evaluation/list.html",
        case=case,
        evaluations=Evaluation.objects.filter(case=case).select_related("by")[:100],
        may=rules.can_evaluate(request.user, case),
        trail=_trail(case, ("Evaluaties", "")),
    )


@guard(P.EVALUATE)
@require_http_methods(["GET", "POST"])
def new(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    rules.check_evaluate(request.user, case)
    if request.method == "GET":
        audit.record("evaluation.read", case, by=request.user)
    plan = Plan.objects.filter(case=case).first()
    posted = request.POST if request.method == "POST" else None
    form = EvaluationForm(posted, case=case, initial=_known(plan))
    place = PlaceNowForm(posted if form.makes_place else None, user=request.user, prefix="nu")
    if form.is_valid() and (not form.makes_place or place.is_valid()):
        evaluation = _save(request, case, form, place)
        messages.success(request, "De evaluatie is vastgelegd.")
        return redirect("evaluation:detail", pk=evaluation.pk)
    if form.makes_place:
        place.is_valid()
    _new_layout(form, place)
    return page(
        request,
        "evaluation/new.html",
        form=form,
        place=place,
        case=case,
        plan=plan,
        toolkit=TOOLKIT,
        phases=list(zip(guides().horizontal, guides().vertical, strict=True)),
        trail=_below(case, "Nieuwe evaluatie"),
    )


MOST = Evaluation._meta.get_field("priorities").max_length or 0


def _known(plan: Plan | None) -> dict[str, str]:
    """What the plan says already stands ready: what it wants, and what came first until now."""
    if plan is None:
        return {}
    order = ""
    for number, row in enumerate(plan.challenges.all(), start=1):
        line = f"{number}. {row.text}"
        if len(order) + len(line) >= MOST:
            break
        order = f"{order}\n{line}".strip()
    return {"wanted": plan.about, "priorities": order}


@transaction.atomic
def _save(request: Request, case: Case, form: EvaluationForm, place: PlaceNowForm) -> Evaluation:
    data = form.cleaned_data
    evaluation = actions.evaluate(
        case=case,
        by=request.user,
        baseline=data["baseline"],
        place=place.new_place if form.makes_place else form.placement,
        waves=data["waves"],
        to=data["to"],
        submission=data["submission"],
        **form.texts,
    )
    form.flag(evaluation, by=request.user)
    if form.makes_place and evaluation.placement:
        place.flag(evaluation.placement, by=request.user)
    return evaluation


def _new_layout(form: EvaluationForm, place: PlaceNowForm) -> None:
    layout(
        form,
        Fieldset("Twee vragen vooraf", "wanted", "now"),
        Fieldset(
            "Wat maakt het lastig om dit te zeggen?",
            Text("Een verandering bewijst niet dat de aanpak werkte. Deze vragen helpen om eerlijk te kijken."),
            "diagnosis_right",
            "other_causes",
            "temporary",
            "worse_prevented",
        ),
        Fieldset("En nu", "adjust", "priorities", "functions", "next_on", "waves", "to"),
        Fieldset("De kaart", "baseline", "place"),
        tag=False,
        submit="",
    )
    layout(
        place,
        "kind",
        Columns("x", "y"),
        Columns("x_to", "y_to"),
        "unclear",
        Columns("group_low", "group_high"),
        "reason",
        tag=False,
        submit="",
    )
    place.helper.disable_csrf = True  # type: ignore[attr-defined]  # both stand in one form


@guard(*READERS)
@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    evaluation = _evaluation(request, pk)
    return page(
        request,
        "evaluation/detail.html",
        board=boards.board(evaluation, request.user),
        evaluation=evaluation,
        case=evaluation.case,
        has_plan=Plan.objects.filter(case=evaluation.case).exists(),
        toolkit=TOOLKIT,
        trail=_below(evaluation.case, f"Evaluatie van {in_words(evaluation.on)}"),
    )


@guard(P.EVALUATE)
@require_http_methods(["GET", "POST"])
def amend(request: Request, pk: int) -> HttpResponse:
    evaluation = _evaluation(request, pk)
    rules.check_evaluate(request.user, evaluation.case)
    posted: Any = request.POST if request.method == "POST" else None
    form = AmendForm(posted, instance=copy(evaluation), initial={"version": evaluation.version})
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.amend(evaluation=evaluation, by=request.user, seen=form.cleaned_data["version"], **form.texts)
                form.flag(evaluation, by=request.user)
        except Changed as clash:
            form.show_clash(clash.current)  # type: ignore[arg-type]
        else:
            messages.success(request, "De evaluatie is aangepast. De eerdere tekst blijft bewaard.")
            return redirect("evaluation:detail", pk=pk)
    layout(
        form,
        Fieldset("Twee vragen vooraf", "wanted", "now"),
        Fieldset(
            "Wat maakt het lastig om dit te zeggen?",
            "diagnosis_right",
            "other_causes",
            "temporary",
            "worse_prevented",
        ),
        Fieldset("En nu", "adjust", "priorities", "functions", "next_on"),
        cancel=reverse("evaluation:detail", args=[pk]),
    )
    return page(
        request,
        "evaluation/amend.html",
        form=form,
        case=evaluation.case,
        trail=_below(evaluation.case, "Evaluatie aanpassen"),
    )


@guard(*READERS)
@require_GET
def panel(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    audit.record_part("evaluation.read", case, by=request.user, of="case.read")
    return page(request, "evaluation/panel.html", panel=boards.panel(case, request.user), case=case)
