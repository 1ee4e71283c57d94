"""Laying down a diagnosis. An earlier one is never changed: the case points at the newest."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import rules_follow as rules
from cases.actions.state import change_state, locked
from cases.models import Case, Diagnosis, Placement
from common import audit
from common.audit import reference
from common.edits import unclaimed
from common.refusal import Refused
from method.map import Shape
from organisation.current import organisation
from organisation.models import User
from organisation.reminders import settle

JOINT = "gezamenlijk, bij de diagnose"


@dataclass(frozen=True)
class Conclusion:
    """What those present concluded. The place is a placement that exists, or `shape` for one made together now."""

    outcome: str
    reason: str
    functions: list[str]
    agreed: bool
    placement: Placement | None = None
    shape: Shape | None = None
    minority: str = ""
    unagreed_reason: str = ""
    nothing_reason: str = ""
    nothing_changed: bool = False
    review_on: date | None = None
    review_days: int | None = None
    unclear: list[str] = field(default_factory=list)


@transaction.atomic
def diagnose(*, case: Case, conclusion: Conclusion, by: User, submission: UUID | None = None) -> Diagnosis:
    """Keep the diagnosis and let the case follow it.

    Effects: a joint placement if one was made, the pointer of the case, its state, its next check and interval, open
    reminders settled, the flag `herbeoordelen` taken away. The same `submission` is stored once.
    """
    row = locked(case)
    if submission and (there := Diagnosis.objects.filter(case=row, submission=submission).first()):
        return there
    check(row, conclusion, by)
    place = conclusion.placement or _joint_placement(row, conclusion, by)
    review_on, days = next_review(conclusion, place.shape)
    try:
        with transaction.atomic():
            diagnosis = Diagnosis.objects.create(
                case=row,
                placement=place,
                outcome=conclusion.outcome,
                reason=conclusion.reason,
                functions=conclusion.functions,
                agreed=conclusion.agreed,
                minority=conclusion.minority,
                unagreed_reason=conclusion.unagreed_reason,
                nothing_reason=conclusion.nothing_reason,
                nothing_changed=conclusion.nothing_changed,
                review_on=review_on,
                by=by,
                submission=unclaimed(Diagnosis, submission),
            )
    except IntegrityError:
        raise Refused("Deze diagnose is al verzonden. Ga terug naar de casus om haar te zien.") from None
    row.diagnosis, row.reassess = diagnosis, False
    row.updated_at = timezone.now()
    row.version += 1
    row.save(update_fields=["diagnosis", "reassess", "updated_at", "version"])
    change_state(case=row, to=Case.State.DIAGNOSED, by=by)  # first: a case that is followed may not lose its date
    row.review_on, row.review_days = review_on, days
    row.save(update_fields=["review_on", "review_days"])
    if conclusion.outcome == Diagnosis.Outcome.MONITOR:
        change_state(case=row, to=Case.State.MONITORING, by=by)
    settle(reference(row), "check")
    audit.record("case.diagnosis_made", row, by=by)
    return diagnosis


def check(case: Case, conclusion: Conclusion, by: User) -> None:
    """All rules, in the order in which the form asks."""
    rules.check_follow(by, case)
    place = conclusion.placement
    if place is not None and (place.case_id != case.pk or hasattr(place, "replaced_by")):
        raise Refused("Deze plaatsing is intussen herzien. Kies een plaatsing die nu geldt.")
    shape = place.shape if place else conclusion.shape
    if shape is None:
        raise Refused("Kies een plaats op de kaart, of maak er samen een.")
    rules.check_replotted(place, rules.last_exchange(case), conclusion.nothing_changed)
    rules.check_functions(conclusion.functions)
    rules.check_agreement(conclusion.outcome, conclusion.agreed, conclusion.unagreed_reason)
    rules.check_two_sources(conclusion.outcome, rules.independent_sources(case))
    rules.check_not_nothing(conclusion.outcome, shape, conclusion.nothing_reason)
    rules.check_monitor_date(conclusion.outcome, conclusion.review_on, timezone.localdate())


def next_review(conclusion: Conclusion, shape: Shape) -> tuple[date | None, int | None]:
    """When and how often to look again; the quadrants give what was left open. No action: no date."""
    if conclusion.outcome in rules.NO_ACTION:
        return None, None
    days = conclusion.review_days or rules.review_days(shape.quadrants, organisation())
    return conclusion.review_on or timezone.localdate() + timedelta(days=days), days


def _joint_placement(case: Case, conclusion: Conclusion, by: User) -> Placement:
    shape = conclusion.shape
    assert shape is not None
    return Placement.objects.create(
        case=case,
        kind=shape.kind,
        x_min=shape.x_min,
        x_max=shape.x_max,
        y_min=shape.y_min,
        y_max=shape.y_max,
        group_low=shape.group_low,
        group_high=shape.group_high,
        unclear=conclusion.unclear,
        reason=conclusion.reason[:1000],
        function=JOINT,
        joint=True,
        by=by,
    )
