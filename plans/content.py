"""What a plan says, as one frozen model. Page, kept version and PDF all show this and nothing else."""

from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.formats import date_format

from cases.models import Case, Diagnosis, FollowUpDecision
from method.content import content as guides
from method.map import Shape
from organisation.current import organisation
from organisation.models import User
from plans.models import Action, Plan, PlanVersion

NOT_FILLED = "Niet ingevuld"
PUBLIC = "public"


@dataclass(frozen=True)
class ActionLine:
    """One action in words. Ids serve to find the row again, not to be shown."""

    pk: int = 0
    what: str = ""
    for_whom: str = ""
    objective: str = ""
    owner: str = ""
    department: str = ""
    department_pk: int = 0
    partner: str = ""
    start: str = ""
    due: str = ""
    term: str = ""
    state: str = ""
    state_code: str = ""
    receivers: str = ""
    perception: str = ""


@dataclass(frozen=True)
class ObjectiveLine:
    pk: int = 0
    text: str = ""
    notice: str = ""


@dataclass(frozen=True)
class PrincipleLine:
    """One of the eight principles; without a note it stands among the unanswered ones (R-A-097)."""

    code: str = ""
    title: str = ""
    question: str = ""
    note: str = ""


@dataclass(frozen=True)
class QuadrantLine:
    letter: str = ""
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class PlaceLine:
    """The place on the map that was chosen in the diagnosis: one shape, never a middle of several."""

    kind: str = "point"
    x_min: int = 1
    x_max: int = 1
    y_min: int = 1
    y_max: int = 1
    group_low: str = ""
    group_high: str = ""
    quadrants: tuple[QuadrantLine, ...] = ()

    @property
    def shape(self) -> Shape:
        return Shape(self.kind, self.x_min, self.x_max, self.y_min, self.y_max, self.group_low, self.group_high)

    @property
    def letters(self) -> str:
        return " en ".join(quadrant.letter for quadrant in self.quadrants)


@dataclass(frozen=True)
class DiagnosisLine:
    """What was concluded, and from which functions. Never the names of those who took part."""

    outcome: str = ""
    on: str = ""
    reason: str = ""
    functions: tuple[str, ...] = ()
    agreed: bool = True
    minority: str = ""
    place: PlaceLine = field(default_factory=PlaceLine)


@dataclass(frozen=True)
class StepLine:
    """Where the case stands on the ladder of follow-up decisions."""

    label: str = ""
    on: str = ""
    department: str = ""
    departments: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    consultation: str = ""
    reason: str = ""


@dataclass(frozen=True)
class PlanContent:
    """The whole plan in words, at one moment."""

    title: str = ""
    case_number: str = ""
    organisation: str = ""
    areas: tuple[str, ...] = ()
    theme: str = ""
    number: int = 1
    state: str = ""
    decided: str = ""
    classification: str = ""
    on: str = ""
    challenge: str = ""
    frames: str = ""
    agreements: str = ""
    evaluate_on: str = ""
    evaluate_what: str = ""
    no_evaluation_reason: str = ""
    diagnosis: DiagnosisLine | None = None
    step: StepLine | None = None
    objectives: tuple[ObjectiveLine, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    principles: tuple[PrincipleLine, ...] = ()
    note: str = ""

    @property
    def answered(self) -> tuple[PrincipleLine, ...]:
        return tuple(line for line in self.principles if line.note)

    @property
    def unanswered(self) -> tuple[PrincipleLine, ...]:
        return tuple(line for line in self.principles if not line.note)

    @property
    def quadrants(self) -> tuple[str, ...]:
        return self.diagnosis.place.shape.quadrants if self.diagnosis else ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


L = TypeVar("L")


def read(data: dict[str, Any]) -> PlanContent:
    """The content of a kept version or document. Fields that were added since have their default."""
    row = _known(PlanContent, data)
    row["areas"] = tuple(row.get("areas", ()))
    row["objectives"] = tuple(_line(ObjectiveLine, each) for each in row.get("objectives", ()))
    row["actions"] = tuple(_line(ActionLine, each) for each in row.get("actions", ()))
    row["principles"] = tuple(_line(PrincipleLine, each) for each in row.get("principles", ()))
    if found := row.get("diagnosis"):
        place = _known(PlaceLine, found["place"])
        place["quadrants"] = tuple(_line(QuadrantLine, each) for each in place.get("quadrants", ()))
        kept = _known(DiagnosisLine, found) | {"functions": tuple(found["functions"]), "place": PlaceLine(**place)}
        row["diagnosis"] = DiagnosisLine(**kept)
    if found := row.get("step"):
        kept = _known(StepLine, found)
        row["step"] = StepLine(
            **kept | {"departments": tuple(kept["departments"]), "partners": tuple(kept["partners"])}
        )
    return PlanContent(**row)


def _known(kind: type, row: dict[str, Any]) -> dict[str, Any]:
    names = {each.name for each in fields(kind)}
    return {name: value for name, value in row.items() if name in names}


def _line(kind: type[L], row: dict[str, Any]) -> L:
    return kind(**_known(kind, row))


def plan_content(plan: Plan) -> PlanContent:
    """The plan as it stands now, in a fixed number of queries whatever it holds."""
    case = plan.case
    notes = {principle.code: principle.note for principle in plan.principles.all()}
    actions = plan.actions.select_related("owner", "department", "partner", "objective")
    return PlanContent(
        title=case.title,
        case_number=case.number,
        organisation=organisation().name,
        areas=tuple(area.name for area in case.areas.all()),
        theme=case.theme.name if case.theme else "",
        number=plan.number,
        state=plan.get_state_display(),
        decided=_decided(plan),
        classification=plan.get_classification_display(),
        on=day(timezone.localdate()),
        challenge=plan.challenge,
        frames=plan.frames,
        agreements=plan.agreements,
        evaluate_on=day(plan.evaluate_on),
        evaluate_what=plan.evaluate_what,
        no_evaluation_reason=plan.no_evaluation_reason,
        diagnosis=_diagnosis(case),
        step=_step(case),
        objectives=tuple(ObjectiveLine(row.pk, row.text, row.notice) for row in plan.objectives.all()),
        actions=tuple(_action(row, public=plan.classification == PUBLIC) for row in actions),
        principles=tuple(
            PrincipleLine(item.code, item.label, item.text, notes.get(item.code, "")) for item in guides().principles
        ),
        note=guides().hint("status").text,
    )


def day(moment: date | datetime | None) -> str:
    """A date in words, as everywhere in plan and PDF."""
    return date_format(moment, "j F Y") if moment else ""


def _who(user: User, *, public: bool) -> str:
    """A colleague by name and function; in a public plan by function only."""
    return user.from_where if public else f"{user.name} ({user.from_where})" if user.from_where else user.name


def _action(row: Action, *, public: bool) -> ActionLine:
    return ActionLine(
        pk=row.pk,
        what=row.what,
        for_whom=row.for_whom,
        objective=row.objective.text if row.objective else "",
        owner=_who(row.owner, public=public),
        department=row.department.name,
        department_pk=row.department_id,
        partner=row.partner.name if row.partner else "",
        start=day(row.start_on),
        due=day(row.due_on),
        term=row.get_term_display(),
        state=row.get_state_display(),
        state_code=row.state,
        receivers=row.receivers,
        perception=row.perception,
    )


def _diagnosis(case: Case) -> DiagnosisLine | None:
    found: Diagnosis | None = case.diagnosis
    if found is None:
        return None
    shape = found.placement.shape
    quadrants = [guides().quadrant(letter) for letter in shape.quadrants]
    return DiagnosisLine(
        outcome=found.get_outcome_display(),
        on=day(found.on),
        reason=found.reason,
        functions=tuple(found.functions),
        agreed=found.agreed,
        minority=found.minority,
        place=PlaceLine(
            shape.kind,
            shape.x_min,
            shape.x_max,
            shape.y_min,
            shape.y_max,
            shape.group_low,
            shape.group_high,
            tuple(QuadrantLine(each.code, each.title, each.text) for each in quadrants),
        ),
    )


def _step(case: Case) -> StepLine | None:
    found = (
        FollowUpDecision.objects.filter(case=case)
        .select_related("department")
        .prefetch_related("departments", "partners")
        .first()
    )
    if found is None:
        return None
    return StepLine(
        label=f"{found.step}. {found.get_step_display()}",
        on=day(timezone.localdate(found.at)),
        department=found.department.name,
        departments=tuple(each.name for each in found.departments.all()),
        partners=tuple(each.name for each in found.partners.all()),
        consultation=found.consultation,
        reason=found.reason,
    )


def _decided(plan: Plan) -> str:
    """When an approved plan was approved, and by which function."""
    if plan.state != Plan.State.APPROVED:
        return ""
    found = PlanVersion.objects.filter(plan=plan, number=plan.number).select_related("decided_by").first()
    if found is None or found.decided_by is None or found.decided_at is None:
        return ""
    return f"{day(timezone.localdate(found.decided_at))}, door {found.decided_by.from_where}"
