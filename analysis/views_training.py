"""The practice cases of the guide as exercises: fill in, then compare. No mark, in no report (R-B-155, 156)."""

from dataclasses import dataclass

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from analysis import situation, versions
from analysis.actions import training
from analysis.forms_training import ExerciseForm, situation_of
from analysis.models_advice import ExerciseAnswer
from analysis.rules_advice import exercise_number
from cases.models import Case
from cases.views.shared import Request
from common import audit
from common.edits import Changed
from common.guards import guard
from common.pages import page
from method.directions import exercises as practice
from method.directions.exercises import Difference, Exercise
from method.directions.model import Situation
from method.directions.reading import words
from organisation.current import organisation
from organisation.models import User
from organisation.roles import Permission as P

READERS = (P.PLACE, P.CASE_ALL, P.ORGANISE)
LOOKS = {"same": "ok", "also_right": "ok", "missing": "info", "not_right": "warn", "other": "info"}


@dataclass(frozen=True)
class Shown:
    """One difference with its look."""

    difference: Difference
    look: str


@dataclass(frozen=True)
class PlaceResult:
    label: str
    rows: list[Shown]


def _exercise(number: int) -> Exercise:
    found = next((each for each in practice.exercises() if each.number == number), None)
    if found is None:
        raise Http404("no such exercise")
    return found


def _cases(user: User) -> dict[int, Case]:
    """The exercise files of the register that this person may see, by the number of the practice case."""
    rows = Case.objects.visible_to(user).filter(exercise=True, title__startswith="Oefening ").order_by("-pk")[:50]
    return {exercise_number(case): case for case in rows}


def _trail(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        ("Praktijkvoorbeelden", reverse("library:list")),
        ("Oefenen", reverse("training:list") if rest else ""),
        *rest,
    ]


@guard(*READERS)
@require_GET
def exercise_list(request: Request) -> HttpResponse:
    begun = set(ExerciseAnswer.objects.filter(user=request.user).values_list("exercise", flat=True))
    cases = _cases(request.user)
    rows = [(each, each.code in begun, cases.get(each.number)) for each in practice.exercises()]
    return page(request, "analysis/training_list.html", rows=rows, trail=_trail())


@guard(*READERS)
@require_http_methods(["GET", "POST"])
def exercise(request: Request, number: int) -> HttpResponse:
    """The story and one's own answers."""
    found = _exercise(number)
    row = ExerciseAnswer.objects.filter(user=request.user, exercise=found.code).first()
    initial = {**(row.answers if row else {}), "version": row.version if row else 0}
    form = ExerciseForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            with transaction.atomic():
                training.keep(
                    user=request.user, exercise=found.code, answers=form.answers, seen=form.cleaned_data["version"]
                )
        except Changed as changed:
            form.clashes(changed.current, [])
        else:
            return redirect("training:compare", number)
    return page(
        request,
        "analysis/training_exercise.html",
        exercise=found,
        form=form,
        case=_cases(request.user).get(number),
        begun=row is not None,
        trail=_trail((found.title, "")),
    )


@guard(*READERS)
@require_GET
def compare(request: Request, number: int) -> HttpResponse:
    """One's own answers beside ours; or, with `?casus`, those that stand in the exercise file."""
    found = _exercise(number)
    own, case = _own(request, found)
    if own is None:
        return redirect("training:exercise", number)
    rules = versions.rules_of(versions.in_use())
    differences = practice.compare(own, found)
    return page(
        request,
        "analysis/training_compare.html",
        exercise=found,
        case=case,
        right=practice.right(differences),
        places=_by_place(differences),
        advice=[_shown(each) for each in practice.compare_advice(own, found, rules)],
        rules=rules.version,
        trail=_trail((found.title, reverse("training:exercise", args=[number])), ("Vergelijken", "")),
    )


def _own(request: Request, found: Exercise) -> tuple[Situation | None, Case | None]:
    if "casus" in request.GET:
        case = _cases(request.user).get(found.number)
        if case is None:
            return None, None
        audit.record("case.read", case, by=request.user)
        return situation.of(case, region=organisation().words).situation, case
    row = ExerciseAnswer.objects.filter(user=request.user, exercise=found.code).first()
    return (situation_of(row.answers), None) if row else (None, None)


def _shown(difference: Difference) -> Shown:
    return Shown(difference, LOOKS[difference.verdict])


def _by_place(differences: list[Difference]) -> list[PlaceResult]:
    codes = sorted({each.place for each in differences}, key=lambda code: (not code, code))
    return [
        PlaceResult(
            words()[code].label if code else "De hele casus",
            [_shown(each) for each in differences if each.place == code],
        )
        for code in codes
    ]
