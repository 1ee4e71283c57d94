"""Pages of the advice for a case: directions, choosing, ranked examples, and the history of the choices."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from analysis import boards_advice as boards
from analysis import rules_advice as rules
from analysis import versions
from analysis.actions import advice
from analysis.forms_advice import ChooseExampleForm, DirectionForm, DropForm
from analysis.models_advice import InterventionChoice
from cases.models import Case
from cases.views.shared import Request, case_for
from common.crispy import layout
from common.edits import Changed
from common.guards import guard
from common.pages import page
from common.refusal import Refused
from method.directions.reading import directions
from method.library.model import Record
from method.library.ranking import draft, on_choosing
from method.library.reading import shelf as words_of_library
from organisation.current import organisation
from organisation.roles import Permission as P

READERS = (P.PLACE, P.CASE_ALL)


def _case(request: Request, pk: int) -> Case:
    if request.method == "POST":
        return get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    return case_for(request, pk)


def _region(request: Request) -> str:
    request.organisation = organisation()
    return request.organisation.words


def _trail(case: Case, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        ("Casussen", reverse("cases:list")),
        (case.title, reverse("cases:detail", args=[case.pk])),
        ("Analyse", reverse("analysis:overview", args=[case.pk])),
        ("Richtingen", reverse("analysis:advice", args=[case.pk]) if rest else ""),
        *rest,
    ]


@guard(*READERS)
@require_GET
def advice_page(request: Request, case_pk: int) -> HttpResponse:
    """The seven directions: advised or not, how strongly, why, and what people chose."""
    case = _case(request, case_pk)
    board = boards.advice_board(case, request.user, _region(request))
    return page(request, "analysis/advice.html", case=case, board=board, trail=_trail(case))


@guard(*READERS)
@require_GET
def chosen_panel(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    return page(request, "analysis/advice_panel.html", case=case, panel=boards.chosen_panel(case, request.user))


@guard(*READERS)
@require_GET
def history(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    return page(
        request,
        "analysis/advice_history.html",
        case=case,
        steps=boards.history_of(case),
        trail=_trail(case, ("Geschiedenis", "")),
    )


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def choose(request: Request, case_pk: int, code: str) -> HttpResponse:
    """Decide about one direction."""
    case = _case(request, case_pk)
    rules.check_choose(request.user, case)
    if code not in directions():
        raise Http404("no such direction")
    board = boards.choosing_board(case, code, _region(request))
    stands = board.row.choice
    initial = {"version": 0}
    if stands:
        initial = {name: getattr(stands, name) for name in ("outcome", "kinds", "order", "why", "version")}
    form = DirectionForm(
        request.POST if request.method == "POST" else None,
        direction=directions()[code],
        strength=_strength(board),
        initial=initial,
    )
    if form.is_valid():
        try:
            with transaction.atomic():
                made = advice.choose_direction(
                    case=case, direction=code, by=request.user, seen=form.cleaned_data["version"], **form.choice
                )
                form.flag(made, by=request.user)
        except Changed as changed:
            _both(form, changed)
        else:
            messages.success(request, f"Bewaard: {made.name}.")
            return redirect(reverse("analysis:advice", args=[case.pk]) + f"#{code}")
    layout(form, submit="Keuze bewaren", cancel=reverse("analysis:advice", args=[case.pk]) + f"#{code}")
    return page(
        request,
        "analysis/advice_choose.html",
        case=case,
        board=board,
        form=form,
        trail=_trail(case, (directions()[code].name, "")),
    )


def _strength(board: boards.ChoosingBoard) -> str:
    found = {why.strength for why in board.row.why if why.strength}
    return "sterk" if "sterk" in found else "mogelijk" if found else ""


def _both(form: DirectionForm, changed: Changed) -> None:
    """Show what a colleague chose meanwhile beside what was typed, in words."""
    current = changed.current
    form.clashes(current, ["order", "why"])
    for name, now in (("outcome", current.get_outcome_display()), ("kinds", ", ".join(current.kind_names) or "geen")):  # type: ignore[attr-defined]
        if name in form.fields and getattr(current, name) != form.cleaned_data.get(name):
            form.add_error(name, f"Een collega heeft dit intussen gekozen: “{now}”. Uw keuze staat hieronder.")


# Examples


def _record(code: str) -> Record:
    found = versions.shelf().get(code)
    if found is None:
        raise Http404("no such example")
    return found


@guard(*READERS)
@require_GET
def examples(request: Request, case_pk: int) -> HttpResponse:
    """The practice examples that fit this case, ranked per direction, with every point explained."""
    case = _case(request, case_pk)
    only = request.GET.get("richting", "")
    if only not in directions() and only != "verder":
        only = ""
    board = boards.examples_board(case, request.user, _region(request), only)
    return page(
        request,
        "analysis/advice_examples.html",
        case=case,
        board=board,
        only=only,
        trail=_trail(case, ("Voorbeelden", "")),
    )


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def choose_example(request: Request, case_pk: int, code: str) -> HttpResponse:
    """Choose an example for the plan of this case."""
    case = _case(request, case_pk)
    rules.check_choose(request.user, case)
    record = _record(code)
    if record.status not in ("active", "developing"):
        raise Refused("Dit voorbeeld wordt niet meer gebruikt. Kies een ander, of neem het eerst weer op in de lijst.")
    work = boards.worked(case, _region(request))
    stands = InterventionChoice.objects.standing().filter(case=case, record=code).first()
    form = ChooseExampleForm(
        request.POST if request.method == "POST" else None,
        case=case,
        record=record,
        draft=draft(record, work.found.situation),
    )
    if form.is_valid():
        try:
            with transaction.atomic():
                made = advice.choose_example(case=case, record=record, by=request.user, **form.choice)
                form.flag(made, by=request.user)
        except Refused as no:
            form.add_error(None, f"{no.sentence} {f'Bron: {no.source}.' if no.source else ''}".strip())
        else:
            messages.success(request, f"“{made.name}” is gekozen.")
            return redirect(reverse("analysis:examples", args=[case.pk]) + "#gekozen")
    layout(form, submit="Kies voor het plan", cancel=reverse("analysis:examples", args=[case.pk]))
    warnings = on_choosing(
        record,
        work.found.situation,
        work.full.advice,
        work.rules,
        directions=advice.chosen_directions(case),
        instigator=bool(form.is_bound and form.data.get("instigator")),
    )
    return page(
        request,
        "analysis/advice_choose_example.html",
        case=case,
        record=record,
        stands=stands,
        warnings=warnings,
        form=form,
        disclaimer=words_of_library().disclaimer,
        trail=_trail(case, ("Voorbeelden", reverse("analysis:examples", args=[case.pk])), (record.name, "")),
    )


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def drop_example(request: Request, case_pk: int, pk: int) -> HttpResponse:
    """Take a chosen example back; what came of it stays."""
    case = _case(request, case_pk)
    rules.check_choose(request.user, case)
    choice = get_object_or_404(InterventionChoice.objects.standing().filter(case=case), pk=pk)
    choice.case = case
    form = DropForm(request.POST if request.method == "POST" else None)
    came = boards.choices.results([choice]).get(choice.pk, [])
    if form.is_valid():
        with transaction.atomic():
            advice.drop_example(choice=choice, by=request.user, why=form.cleaned_data["why"])
            form.flag(choice, by=request.user)
        left = " De actie blijft in het plan staan." if came else ""
        messages.success(request, f"“{choice.name}” is geen keuze meer.{left}")
        return redirect("analysis:examples", case.pk)
    layout(form, submit="Keuze terugnemen", cancel=reverse("analysis:examples", args=[case.pk]))
    return page(
        request,
        "analysis/advice_drop.html",
        case=case,
        choice=choice,
        came=came,
        form=form,
        trail=_trail(case, ("Voorbeelden", reverse("analysis:examples", args=[case.pk])), ("Terugnemen", "")),
    )
