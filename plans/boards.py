"""What the pages about plans need, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cases.models import Case, number_of
from common.links import address_of
from organisation.models import User
from organisation.roles import Permission
from organisation.work import WorkItem
from plans import rules
from plans.content import ActionLine, PlanContent, plan_content, read
from plans.differences import Change, differences
from plans.models import Action, Plan, PlanDocument, PlanVersion

MOST = 50
NEXT: dict[str, tuple[tuple[str, str], ...]] = {
    Action.State.TODO: ((Action.State.DOING, "Begonnen"), (Action.State.DONE, "Gedaan")),
    Action.State.DOING: ((Action.State.DONE, "Gedaan"),),
    Action.State.DONE: ((Action.State.DOING, "Toch nog bezig"),),
    Action.State.DROPPED: ((Action.State.TODO, "Weer oppakken"),),
}
LOOK = {
    Plan.State.DRAFT: "neutral",
    Plan.State.SUBMITTED: "info",
    Plan.State.APPROVED: "ok",
    Plan.State.RETURNED: "warn",
}
ACTION_LOOK = {
    "todo": ("neutral", "neutral"),
    "doing": ("info", "soon"),
    "done": ("ok", "ok"),
    "dropped": ("neutral", "done"),
}


@dataclass(frozen=True)
class ActionRow:
    """An action as it stands in the plan, with what this person may do with it in one click."""

    line: ActionLine
    row: Action
    next: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> str:
        return ACTION_LOOK[self.row.state][0]

    @property
    def icon(self) -> str:
        return ACTION_LOOK[self.row.state][1]


@dataclass(frozen=True)
class PlanBoard:
    """The page of a plan."""

    plan: Plan
    content: PlanContent
    rows: list[ActionRow]
    departments: list[tuple[int, str]]
    chosen: int | None
    mine: bool
    versions: list[PlanVersion]
    changes: list[Change]
    documents: list[PlanDocument]
    may_change: bool
    may_withdraw: bool
    may_decide: bool
    missing: list[tuple[str, str]]
    stale: int

    @property
    def look(self) -> str:
        return LOOK[Plan.State(self.plan.state)]

    @property
    def filtered(self) -> bool:
        return self.mine or self.chosen is not None

    @property
    def latest(self) -> PlanVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def remark(self) -> str:
        """What the manager said about the version that was decided on last."""
        return self.latest.remark if self.latest else ""


def plan_board(plan: Plan, user: User, *, department: str = "", mine: bool = False) -> PlanBoard:
    content = plan_content(plan)
    actions = {action.pk: action for action in plan.actions.all()}
    may_edit = rules.allows(rules.check_edit, user, plan.case)
    chosen = int(department) if department.isdecimal() and len(department) < 10 else None
    open_case = plan.case.state != Case.State.CLOSED
    rows = [
        ActionRow(line, row, NEXT[row.state] if may_edit or (open_case and row.owner_id == user.pk) else ())
        for line in content.actions
        if (row := actions.get(line.pk)) is not None
        and (chosen is None or line.department_pk == chosen)
        and (not mine or row.owner_id == user.pk)
    ]
    versions = list(plan.versions.select_related("by", "decided_by").defer("content"))
    return PlanBoard(
        plan=plan,
        content=content,
        rows=rows,
        departments=sorted(
            {(line.department_pk, line.department) for line in content.actions}, key=lambda pair: pair[1]
        ),
        chosen=chosen,
        mine=mine,
        versions=versions,
        changes=_changes_since(plan, content),
        documents=list(plan.documents.select_related("by").defer("pdf", "content")[:20]),
        may_change=rules.allows(rules.check_change, user, plan),
        may_withdraw=may_edit and plan.state == Plan.State.SUBMITTED,
        may_decide=rules.allows(rules.check_decide, user, plan),
        missing=rules.missing(plan),
        stale=rules.stale_signals(plan.case),
    )


def _changes_since(plan: Plan, content: PlanContent) -> list[Change]:
    """What a draft changes in the version before it."""
    before = plan.versions.filter(number__lt=plan.number).first()
    return differences(read(before.content), content) if before else []


@dataclass(frozen=True)
class Panel:
    """The plan in a few words, for the case file."""

    plan: Plan | None
    total: int
    done: int
    next: Action | None
    needed: bool
    may_start: bool

    @property
    def look(self) -> str:
        return LOOK[Plan.State(self.plan.state)] if self.plan else "neutral"


def panel(case: Case, user: User) -> Panel:
    plan = Plan.objects.filter(case=case).first()
    actions = list(plan.actions.select_related("owner", "department")) if plan else []
    open_actions = [action for action in actions if action.is_open]
    return Panel(
        plan=plan,
        total=len([action for action in actions if action.state != Action.State.DROPPED]),
        done=len([action for action in actions if action.state == Action.State.DONE]),
        next=open_actions[0] if open_actions else None,
        needed=plan is None and needs_plan(case),
        may_start=plan is None and rules.allows(rules.check_edit, user, case),
    )


def needs_plan(case: Case) -> bool:
    """See also work_for."""
    return case.is_active and (case.level or 0) >= rules.NEEDS_PLAN


def work_for(user: User, today: date) -> list[WorkItem]:
    """My open actions, plans that wait for my decision or came back to me, and cases of mine that need a plan."""
    address = address_of("plans:detail")
    items = [
        WorkItem(
            kind="Actie",
            title=what,
            url=f"{address(case)}#actie-{pk}",
            why=f"u doet deze actie, casus {number_of(case, opened_at)}",
            due_on=due_on,
        )
        for pk, what, due_on, case, opened_at in Action.objects.open()
        .filter(owner=user.pk)
        .visible_to(user)
        .values_list("pk", "what", "due_on", "plan__case", "plan__case__opened_at")[:MOST]
    ]
    waiting = Q(state=Plan.State.RETURNED, case__owner=user.pk)
    if user.may(Permission.PLAN_APPROVE):
        waiting |= Q(state=Plan.State.SUBMITTED)
    items += [
        WorkItem(
            kind="Actieplan",
            title=title,
            url=address(case),
            why="ligt ter vaststelling bij u voor" if state == Plan.State.SUBMITTED else "kwam terug met een opmerking",
        )
        for case, title, state in Plan.objects.visible_to(user)
        .filter(~Q(case__state=Case.State.CLOSED), waiting, case__exercise=False)
        .filter(state__in=(Plan.State.RETURNED, Plan.State.SUBMITTED))
        .order_by("updated_at")
        .values_list("case", "case__title", "state")[:MOST]
    ]
    if user.may(Permission.PLAN_EDIT):
        needing = Case.objects.active().filter(owner=user.pk, level__gte=rules.NEEDS_PLAN, plan__isnull=True)
        items += [
            WorkItem(
                kind="Actieplan",
                title=title,
                url=address(case),
                why=f"vanaf stap {rules.NEEDS_PLAN.value} hoort bij een casus een actieplan",
            )
            for case, title in needing.order_by("-updated_at", "-pk").values_list("pk", "title")[:MOST]
        ]
    return items
