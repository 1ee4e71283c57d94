"""What the pages about evaluation need, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from cases.models import Case, Diagnosis, OutsideEvent, Placement
from common.links import address_of
from evaluation import rules
from evaluation.actions import TEXTS
from evaluation.models import Evaluation
from evaluation.schedule import scheduled, work_of
from method import svg
from method.map import Shape, movement
from method.words import Mark, quadrants, sentence
from organisation.models import User
from organisation.roles import Permission
from organisation.work import WorkItem
from plans.models import Action

MOST = 50
AHEAD = timedelta(days=30)
"""An evaluation comes on the work list a month before it is due."""


@dataclass(frozen=True)
class Moment:
    """One thing on the line from before to now: a look at the map, an action, or something outside."""

    on: date
    kind: str
    what: str
    detail: str = ""
    mark: str = ""


@dataclass(frozen=True)
class OldText:
    """What an answer said before it was amended."""

    at: Any
    who: str
    field: str
    was: str


@dataclass(frozen=True)
class EvaluationBoard:
    evaluation: Evaluation
    answers: list[tuple[str, str]]
    before: SafeString | None
    before_words: str
    now: SafeString | None
    now_words: str
    moved: str
    moments: list[Moment]
    old_texts: list[OldText]
    may_amend: bool


def board(evaluation: Evaluation, user: User) -> EvaluationBoard:
    before = evaluation.baseline.placement.shape if evaluation.baseline else None
    now = evaluation.placement.shape if evaluation.placement else None
    return EvaluationBoard(
        evaluation=evaluation,
        answers=[
            (_question(name), getattr(evaluation, name)) for name in TEXTS if name not in ("functions", "next_on")
        ],
        before=_map(before, "Uitgangssituatie", "kaart-toen"),
        before_words=sentence(before) if before else "",
        now=_map(now, "Nu", "kaart-nu"),
        now_words=sentence(now) if now else "",
        moved=movement(before, now).words if before and now else "",
        moments=moments(evaluation),
        old_texts=_old_texts(evaluation),
        may_amend=rules.can_evaluate(user, evaluation.case),
    )


def _question(name: str) -> str:
    field: Any = Evaluation._meta.get_field(name)
    return str(field.verbose_name)


def _map(shape: Shape | None, name: str, ident: str) -> SafeString | None:
    if shape is None:
        return None
    return svg.draw([Mark(shape, "1", latest=True)], title=f"{name}. {sentence(shape)}", ident=ident)


def moments(evaluation: Evaluation) -> list[Moment]:
    """Looks at the map, actions and the outside world in order of time. Says when, never because (R-A-131)."""
    case = evaluation.case
    found = [
        Moment(
            diagnosis.on,
            "Diagnose",
            diagnosis.get_outcome_display(),
            quadrants(diagnosis.placement.shape.quadrants),
            "Uitgangssituatie" if diagnosis.pk == evaluation.baseline_id else "",
        )
        for diagnosis in Diagnosis.objects.filter(case=case).select_related("placement")
    ]
    for action in Action.objects.filter(plan__case=case).exclude(state=Action.State.DROPPED):
        on = timezone.localdate(action.done_at) if action.done_at else action.due_on
        found.append(Moment(on, "Actie", action.what, action.get_state_display()))
    found += [Moment(event.on, "Buitenwereld", event.what) for event in OutsideEvent.objects.filter(case=case)]
    for other in Evaluation.objects.filter(case=case).select_related("placement"):
        place = quadrants(other.placement.shape.quadrants) if other.placement else ""
        found.append(Moment(other.on, "Evaluatie", "Teruggekeken", place, "Nu" if other.pk == evaluation.pk else ""))
    return sorted(found, key=lambda moment: moment.on)


def _old_texts(evaluation: Evaluation) -> list[OldText]:
    """What was amended, newest first."""
    rows = list(evaluation.history.select_related("history_user").order_by("-history_date", "-history_id")[:20])
    return [
        OldText(
            newer.history_date,
            newer.history_user.name if newer.history_user else "",
            _question(name),
            ", ".join(value) if isinstance(value := getattr(older, name), list) else str(value or "Niet ingevuld"),
        )
        for newer, older in zip(rows, rows[1:], strict=False)
        for name in TEXTS
        if getattr(newer, name) != getattr(older, name)
    ]


@dataclass(frozen=True)
class Panel:
    """Evaluation in a few words, for the case file."""

    latest: Evaluation | None
    next_on: date | None
    may: bool


def panel(case: Case, user: User) -> Panel:
    ahead = scheduled(Case.objects.filter(pk=case.pk)).values_list("evaluate_on", flat=True).first()
    latest = Evaluation.objects.filter(case=case).select_related("by").first()
    return Panel(latest=latest, next_on=ahead, may=rules.can_evaluate(user, case))


def place_choices(case: Case) -> list[Placement]:
    """Placements that stand now, newest first, for who already placed the case again."""
    return list(Placement.objects.filter(case=case).current().select_related("by").order_by("-at", "-pk")[:6])


def work_for(user: User, today: date) -> list[WorkItem]:
    """Evaluations of my cases that come within a month or are overdue."""
    if not user.may(Permission.EVALUATE):
        return []
    address = address_of("evaluation:new")
    return [
        WorkItem(kind="Evaluatie", title=title, url=address(case), why="u hebt een evaluatie gepland", due_on=due_on)
        for case, title, due_on in work_of(user, today + AHEAD)[:MOST]
    ]
