"""What a plan says, as one frozen model. Page, kept version and PDF all show this and nothing else."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone

from cases.models import Case, Diagnosis, FollowUpDecision
from common.dates import in_words
from common.frozen import thaw
from common.money import in_euros
from method.content import content as guides
from method.map import Shape
from method.plan import guide, labels
from organisation.current import organisation
from organisation.models import User
from plans.budget import total_of
from plans.models import Action, Objective, Plan, PlanVersion
from plans.models_anchoring import Anchoring
from plans.models_communication import Communication, Message
from plans.models_detail import ActionDetail, Challenge, Feasibility
from plans.models_pitstop import PitstopPass
from plans.rules_depolarisation import test_of

NOT_FILLED = "Niet ingevuld"
PUBLIC = "public"


DETAILS = {
    "kinds": "Soort actie",
    "where": "Waar",
    "safety": "Rol bij basisveiligheid",
    "types": "Voor welke burgers",
    "goal": "Bedoeling",
    "tone": "Toon",
    "contributors": "Wie dacht mee",
    "agreements": "Afspraken",
    "measure": "Wat we meten",
    "criteria": "Wanneer het gelukt is",
    "evaluator": "Wie de evaluatie voorbereidt",
}
"""What an action may hold beside who does what and when, in the order of the form."""


@dataclass(frozen=True)
class TestLine:
    """One question of the depolarisation test that was answered."""

    question: str = ""
    risk: str = ""
    impact: str = ""

    __test__ = False


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
    test: tuple[TestLine, ...] = ()
    test_open: int = 0
    panel: str = ""
    begun_without_test: str = ""
    kinds: str = ""
    where: str = ""
    safety: str = ""
    types: str = ""
    goal: str = ""
    tone: str = ""
    contributors: str = ""
    agreements: str = ""
    measure: str = ""
    criteria: str = ""
    evaluator: str = ""

    @property
    def worked_out(self) -> tuple[tuple[str, str], ...]:
        """What was worked out, each with its name; nothing for what was not filled."""
        return tuple((label, text) for name, label in DETAILS.items() if (text := getattr(self, name)))


@dataclass(frozen=True)
class FeasibilityLine:
    question: str = ""
    answer: str = ""
    remark: str = ""


@dataclass(frozen=True)
class ObjectiveLine:
    pk: int = 0
    text: str = ""
    notice: str = ""
    plan_action: str = ""
    budget: str = ""
    feasibility: tuple[FeasibilityLine, ...] = ()

    @property
    def doubts(self) -> tuple[FeasibilityLine, ...]:
        """What is not a plain yes."""
        return tuple(line for line in self.feasibility if line.answer != "Ja")


@dataclass(frozen=True)
class ChallengeLine:
    pk: int = 0
    text: str = ""
    priority: int = 1
    impact: str = ""
    support: str = ""
    reason: str = ""
    asked: str = ""


@dataclass(frozen=True)
class MessageLine:
    """One row of the communication plan, in words."""

    pk: int = 0
    message: str = ""
    audience: str = ""
    who: str = ""
    channel: str = ""
    moment: str = ""
    on: str = ""
    tone: str = ""
    checked: str = ""
    state: str = ""


@dataclass(frozen=True)
class AnchoringLine:
    pk: int = 0
    what: str = ""
    where: str = ""
    how_often: str = ""
    who: str = ""
    next: str = ""


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
    budget: str = ""
    """What the objectives may cost together, as far as people estimated it. The policy table is not part of the plan:
    it may change while an approved plan stays as it was."""
    actions: tuple[ActionLine, ...] = ()
    principles: tuple[PrincipleLine, ...] = ()
    challenges: tuple[ChallengeLine, ...] = ()
    begun_early: str = ""
    """Why it was begun before the pitstop of the Flemish guide, by whom and when."""
    messages: tuple[MessageLine, ...] = ()
    communication: tuple[str, ...] = ()
    inside: str = ""
    outside: str = ""
    anchoring: tuple[AnchoringLine, ...] = ()
    note: str = ""

    @property
    def answered(self) -> tuple[PrincipleLine, ...]:
        return tuple(line for line in self.principles if line.note)

    @property
    def unanswered(self) -> tuple[PrincipleLine, ...]:
        return tuple(line for line in self.principles if not line.note)

    @property
    def elaborated(self) -> tuple[ActionLine, ...]:
        """Actions that were worked out, or of which the depolarisation test says something."""
        return tuple(
            line for line in self.actions if line.worked_out or line.test or line.panel or line.begun_without_test
        )

    @property
    def looked_at(self) -> tuple[ObjectiveLine, ...]:
        """Objectives of which somebody asked whether they can be reached."""
        return tuple(line for line in self.objectives if line.feasibility)

    @property
    def quadrants(self) -> tuple[str, ...]:
        return self.diagnosis.place.shape.quadrants if self.diagnosis else ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read(data: dict[str, Any]) -> PlanContent:
    """The content of a kept version or document. Fields that were added since have their default."""
    return thaw(PlanContent, data)


def plan_content(plan: Plan) -> PlanContent:
    """The plan as it stands now, in a fixed number of queries whatever it holds."""
    case = plan.case
    communication = Communication.objects.filter(case=case).first() or Communication()
    notes = {principle.code: principle.note for principle in plan.principles.all()}
    objectives = list(plan.objectives.select_related("feasibility"))
    actions = plan.actions.select_related("owner", "department", "partner", "objective", "depolarisation", "detail")
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
        on=in_words(timezone.localdate()),
        challenge=plan.about,
        frames=plan.frames,
        agreements=plan.agreements,
        evaluate_on=in_words(plan.evaluate_on),
        evaluate_what=plan.evaluate_what,
        no_evaluation_reason=plan.no_evaluation_reason,
        diagnosis=diagnosis_line(case),
        step=_step(case),
        objectives=tuple(_objective(row) for row in objectives),
        budget=in_euros(total_of(row.budget for row in objectives)),
        actions=tuple(_action(row, public=plan.classification == PUBLIC) for row in actions),
        principles=tuple(
            PrincipleLine(item.code, item.label, item.text, notes.get(item.code, "")) for item in guides().principles
        ),
        challenges=tuple(_challenge(row) for row in plan.challenges.all()),
        begun_early=_begun_early(case, public=plan.classification == PUBLIC),
        messages=tuple(
            _message(row, public=plan.classification == PUBLIC)
            for row in Message.objects.filter(case=case).exclude(state=Message.State.DROPPED)
        ),
        communication=labels(guide().principles, communication.principles),
        inside=communication.inside,
        outside=communication.outside,
        anchoring=tuple(_anchoring(row) for row in plan.anchoring.all()),
        note=guides().hint("status").text,
    )


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
        start=in_words(row.start_on),
        due=in_words(row.due_on),
        term=row.get_term_display(),
        state=row.get_state_display(),
        state_code=row.state,
        receivers=row.receivers,
        perception=row.perception,
        **_test(row),
        **_detail(row, public=public),
    )


def _detail(row: Action, *, public: bool) -> dict[str, Any]:
    """How the action was worked out. Which kinds of citizens it is for stays out of a public plan."""
    detail: ActionDetail | None = getattr(row, "detail", None)
    if detail is None:
        return {}
    texts = {name: getattr(detail, name) for name in ("contributors", "agreements", "measure", "criteria", "evaluator")}
    texts |= {"kinds": "; ".join(labels(guide().kinds, detail.kinds)), "where": detail.get_where_display()}
    texts |= {"safety": detail.get_safety_display()}
    if not public:
        types = ", ".join(labels(guide().citizen_types, detail.types))
        texts |= {"types": types, "goal": detail.goal, "tone": detail.tone}
    return texts


def _objective(row: Objective) -> ObjectiveLine:
    found: Feasibility | None = getattr(row, "feasibility", None)
    words = dict(Feasibility.Answer.choices)
    lines = tuple(
        FeasibilityLine(entry.text, words[found.answers[entry.code]], found.remarks.get(entry.code, ""))
        for entry in (guide().feasibility if found else ())
        if found and entry.code in found.answers
    )
    return ObjectiveLine(row.pk, row.text, row.notice, row.plan_action, in_euros(row.budget), lines)


def _begun_early(case: Case, *, public: bool) -> str:
    passed = PitstopPass.objects.filter(case=case).select_related("by").first()
    return f"{passed.reason} ({_who(passed.by, public=public)}, {in_words(passed.at)})" if passed else ""


def _challenge(row: Challenge) -> ChallengeLine:
    asked = ", ".join(part for part in (row.asked_who, in_words(row.asked_on)) if part)
    return ChallengeLine(
        pk=row.pk,
        text=row.text,
        priority=row.priority,
        impact=row.get_impact_display(),
        support=row.get_support_display(),
        reason=row.reason,
        asked=f"{asked}: {row.asked_result}" if asked and row.asked_result else asked or row.asked_result,
    )


def _message(row: Message, *, public: bool) -> MessageLine:
    return MessageLine(
        pk=row.pk,
        message=row.message,
        audience=row.audience,
        who=row.who,
        channel=row.channel,
        moment=row.get_moment_display(),
        on=in_words(row.on),
        tone="" if public else row.tone,
        checked="" if public else row.tone_words,
        state=row.get_state_display(),
    )


def _anchoring(row: Anchoring) -> AnchoringLine:
    return AnchoringLine(
        pk=row.pk,
        what=row.what,
        where=row.where,
        how_often=row.how_often,
        who=row.who,
        next="Afgerond" if row.stopped else in_words(row.next_on),
    )


def _test(row: Action) -> dict[str, Any]:
    """What the depolarisation test of an action says: answered questions only, and how many are open."""
    test = test_of(row)
    if test is None:
        return {}
    return {
        "test": tuple(
            TestLine(entry.text, test.risks.get(entry.code, ""), test.impacts.get(entry.code, ""))
            for entry in guide().depolarisation_test
            if test.answered(entry.code)
        ),
        "test_open": len(test.open),
        "panel": ". ".join(
            part for part in (in_words(test.panel_on), test.panel_who, test.panel_result) if part and test.panel_on
        ),
        "begun_without_test": test.skip_reason,
    }


def diagnosis_line(case: Case) -> DiagnosisLine | None:
    found: Diagnosis | None = case.diagnosis
    if found is None:
        return None
    shape = found.placement.shape
    quadrants = [guides().quadrant(letter) for letter in shape.quadrants]
    return DiagnosisLine(
        outcome=found.get_outcome_display(),
        on=in_words(found.on),
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
        on=in_words(found.at),
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
    return f"{in_words(found.decided_at)}, door {found.decided_by.from_where}"
