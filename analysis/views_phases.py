"""The phase of a case in the three guides, and reading one of them otherwise."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from analysis import boards_phases as boards
from analysis import rules_team as rules
from analysis.actions import team as actions
from analysis.forms_team import ReadingForm
from analysis.models_team import PhaseReading
from cases.models import Case
from cases.views.shared import Request, case_for
from common.crispy import layout
from common.guards import guard
from common.pages import page
from method import phases as guides
from organisation.roles import Permission as P


def _trail(case: Case, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        ("Casussen", reverse("cases:list")),
        (case.title, reverse("cases:detail", args=[case.pk])),
        ("Analyse", reverse("analysis:overview", args=[case.pk])),
        ("Fasen", reverse("analysis:phases", args=[case.pk]) if rest else ""),
        *rest,
    ]


@guard(P.PLACE, P.CASE_ALL)
@require_GET
def phases(request: Request, case_pk: int) -> HttpResponse:
    case = case_for(request, case_pk, Case.objects.select_related("diagnosis__placement"))
    return page(request, "analysis/phases.html", case=case, board=boards.board(case, request.user), trail=_trail(case))


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def read_phase(request: Request, case_pk: int, guide: str) -> HttpResponse:
    """Say which phase fits better in this guide, with why; or go back to what follows from KIS."""
    if guide not in PhaseReading.Guide.values:
        raise Http404("no such guide")
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=case_pk)
    rules.check_keep(request.user, case)
    names = guides.MAP if guide == PhaseReading.Guide.MAP else guides.VL
    form = ReadingForm(
        request.POST if request.method == "POST" else None,
        names=[f"{number}. {name}" for number, name in enumerate(names, 1)],
        initial={"phase": ""},
    )
    if form.is_valid():
        with transaction.atomic():
            data = {name: form.cleaned_data[name] for name in ("phase", "why")}
            made = actions.read_phase(case=case, guide=guide, by=request.user, **data)
            form.flag(made, by=request.user)
        messages.success(request, "Bewaard. Wat KIS en de kaart zeggen, blijft staan.")
        return redirect("analysis:phases", case.pk)
    layout(form, submit="Bewaren", cancel=reverse("analysis:phases", args=[case.pk]))
    heading = f"Fase volgens: {PhaseReading.Guide(guide).label.lower()}"
    return page(
        request, "analysis/team_form.html", case=case, form=form, heading=heading, trail=_trail(case, (heading, ""))
    )
