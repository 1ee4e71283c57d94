"""What the pages of the diagnosis, the ladder and the checks show, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cases import rules_follow as rules
from cases.actions.follow import can_undo, interval
from cases.models import Case, Check, Diagnosis, FollowUpDecision
from method import words
from method.content import Item, content
from method.map import movement
from organisation.models import Area, EscalationRoute, Organisation, Step, User
from organisation.routes import Found, place_of, weigh


@dataclass(frozen=True)
class Snapshot:
    """One diagnosis in the history: what stood then, and how that differs from the one before."""

    diagnosis: Diagnosis
    latest: bool
    dated: bool
    age_days: int
    movement: str

    @property
    def place(self) -> str:
        return words.sentence(self.diagnosis.placement.shape)

    @property
    def hint(self) -> str:
        return rules.narrow_circle(self.diagnosis.functions)


def history(case: Case, town: Organisation, today: date) -> list[Snapshot]:
    """All diagnoses, newest first. One query."""
    found = list(case.diagnoses.select_related("placement", "by").order_by("at", "pk"))
    answers = []
    before: Diagnosis | None = None
    for diagnosis in found:
        answers.append(
            Snapshot(
                diagnosis=diagnosis,
                latest=diagnosis is found[-1],
                dated=rules.is_dated(diagnosis, today, town),
                age_days=(today - diagnosis.on).days,
                movement=movement(before.placement.shape, diagnosis.placement.shape).words if before else "",
            )
        )
        before = diagnosis
    return answers[::-1]


@dataclass(frozen=True)
class Rung:
    """One step of the ladder, with who gets it here and why."""

    step: Step
    item: Item
    found: Found | None
    current: bool
    refused: str

    @property
    def facilitates(self) -> bool:
        """At steps 2 and 3 the coordinator supports and does not own (R-A-148)."""
        return self.step in (Step.DEPARTMENT, Step.INTERNAL_JOINT)


def found_routes(case: Case) -> dict[Step, Found | None]:
    """The route of each step for the first area of the case. Four queries, and nobody is told anything."""
    area: Area | None = case.areas.order_by("-level", "code").first()
    if area is None:
        return {step: None for step in Step if step != Step.ACUTE}
    place = place_of(area)
    routes = list(
        EscalationRoute.objects.filter(active=True)
        .select_related("owner", "stand_in", "department", "area", "theme")
        .prefetch_related("informed")
    )
    return {
        step: weigh(step, place, case.theme_id, [route for route in routes if route.step == step]).found
        for step in Step
        if step != Step.ACUTE
    }


def ladder(case: Case) -> list[Rung]:
    found = found_routes(case)
    rungs = []
    for item in content().levels:
        step = Step(item.number)
        try:
            rules.check_step_diagnosis(step, case.diagnosis)
            refused = ""
        except rules.Refused as no:
            refused = no.sentence
        rungs.append(Rung(step, item, found[step], case.level == step, refused))
    return rungs


def decisions(case: Case) -> list[FollowUpDecision]:
    """Every choice on the ladder, newest first. Four queries."""
    return list(
        case.decisions.select_related("department", "by").prefetch_related("departments", "partners", "informed")
    )


@dataclass(frozen=True)
class Watch:
    """The checks of a case: when, how often, by whom, and what was seen."""

    case: Case
    checks: list[Check]
    days: int
    undo: Check | None

    @property
    def due(self) -> bool:
        return self.case.review_on is not None and self.case.review_on <= timezone.localdate()


def watch(case: Case, user: User) -> Watch:
    checks = list(case.checks.select_related("by")[:50])
    for each in checks:
        each.case = case
    undo = next((each for each in checks[:1] if can_undo(each, user)), None)
    return Watch(case, checks, interval(case), undo)
