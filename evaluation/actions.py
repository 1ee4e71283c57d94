"""Looking back on a case, amending what was written, and reminding of the next round."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from cases.actions.state import change_state, locked
from cases.models import Case, Diagnosis, Placement
from common import audit
from common.edits import save_if_unchanged, unclaimed
from common.refusal import Refused
from evaluation import rules
from evaluation.models import Evaluation
from evaluation.schedule import due_by
from method.map import Shape
from organisation.models import User
from organisation.reminders import Due, remind_each, settle, settle_others

TEXTS = (
    "wanted",
    "now",
    "diagnosis_right",
    "other_causes",
    "temporary",
    "worse_prevented",
    "adjust",
    "priorities",
    "functions",
    "next_on",
)
JOINT = "gezamenlijk, bij de evaluatie"
REMINDER = "evaluation"


@dataclass(frozen=True)
class NewPlace:
    """Where those who looked back see the case now, when no placement that exists says so."""

    shape: Shape
    reason: str
    unclear: tuple[str, ...] = ()


@transaction.atomic
def evaluate(
    *,
    case: Case,
    by: User,
    baseline: Diagnosis | None,
    place: Placement | NewPlace | None,
    waves: bool,
    to: str,
    submission: UUID | None = None,
    **texts: Any,
) -> Evaluation:
    """Keep one round of looking back; the same `submission` is stored once.

    Effects: a joint placement if one was made, the wave mark of the case, its state when another was chosen, and the
    reminder of this round is settled.
    """
    row = locked(case)
    rules.check_evaluate(by, row)
    if submission and (found := Evaluation.objects.filter(case=row, submission=submission).first()):
        return found
    for thing in (baseline, place):
        if isinstance(thing, Diagnosis | Placement) and thing.case_id != row.pk:
            raise Refused("Deze plaats op de kaart hoort bij een andere casus.")
    evaluation = Evaluation.objects.create(
        case=row,
        baseline=baseline,
        placement=_joint(row, place, by) if isinstance(place, NewPlace) else place,
        by=by,
        submission=unclaimed(Evaluation, submission),
        **{name: texts[name] for name in TEXTS},
    )
    if row.waves != waves:
        row.waves = waves
        save_if_unchanged(row, ("waves",), seen=row.version)
    settle(audit.reference(row), REMINDER)
    audit.record("case.evaluated", evaluation, by=by)
    if to:
        change_state(case=row, to=to, by=by, reason="Na de evaluatie")
    return evaluation


def _joint(case: Case, place: NewPlace, by: User) -> Placement:
    shape = place.shape
    placement = Placement.objects.create(
        case=case,
        kind=shape.kind,
        x_min=shape.x_min,
        x_max=shape.x_max,
        y_min=shape.y_min,
        y_max=shape.y_max,
        group_low=shape.group_low,
        group_high=shape.group_high,
        unclear=list(place.unclear),
        reason=place.reason,
        function=JOINT,
        joint=True,
        by=by,
    )
    audit.record("case.placed", case, by=by)
    return placement


@transaction.atomic
def amend(*, evaluation: Evaluation, by: User, seen: int, **texts: Any) -> None:
    """Change what was written; the earlier text is kept. Raises Changed when a colleague saved first."""
    rules.check_evaluate(by, evaluation.case)
    moved = evaluation.next_on != texts["next_on"]
    for name in TEXTS:
        setattr(evaluation, name, texts[name])
    save_if_unchanged(evaluation, TEXTS, seen=seen)
    if moved:
        settle(audit.reference(evaluation.case), REMINDER)
    audit.record("case.evaluation_amended", evaluation, by=by)


def remind_all(today: date) -> None:
    """Remind of every evaluation that is due. Safe to run at any moment; each reminder is made once (R-A-130)."""
    things = [
        Due(
            subject=audit.reference(case),
            kind=REMINDER,
            due_on=case.evaluate_on,
            url=reverse("evaluation:new", args=[case.pk]),
            owner=case.owner,
            deputy=case.deputy,
            department=case.department,
        )
        for case in due_by(Case.objects.active(), today).select_related(
            "owner__deputy", "deputy", "department__head", "department__deputy"
        )
    ]
    remind_each(things, today=today)
    settle_others(REMINDER, [thing.subject for thing in things])
