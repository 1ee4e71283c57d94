"""What the pages about plans need, read in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from analysis.reports import untold_of
from cases.models import Case, number_of
from common.dates import in_words
from common.links import address_of
from common.ready import ready
from organisation.models import User
from organisation.roles import Permission
from organisation.work import WorkItem
from plans import rules
from plans.boards_depolarisation import stand
from plans.boards_detail import Balance, balance
from plans.content import ActionLine, PlanContent, plan_content, read
from plans.differences import Change, differences
from plans.models import Action, ActionQuerySet, Plan, PlanDocument, PlanVersion
from plans.models_anchoring import Anchoring
from plans.models_communication import PARTICIPATION, Message, tell_by
from plans.rules_depolarisation import guards_start, waits
from plans.rules_detail import BACKING_SOURCE, unbacked, unbacked_words
from plans.rules_pitstop import Pitstop, pitstop_of

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
    test: str = ""
    waits: bool = False
    """Whether the depolarisation test must be filled before this action can begin."""
    unfelt: bool = False
    """Whether nobody wrote yet if residents feel the contrast themselves, where the guide asks that."""

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
    balance: Balance
    asks_kinds: bool
    """Whether the page speaks of the kinds of the Plan Samenleven: in Flanders, and where somebody uses them."""
    late_messages: int
    late_anchoring: int
    unbacked: str
    """That residents take something up without backing of who keeps it clean, whole and safe, as a hint."""
    pitstop: Pitstop | None
    """Where the Flemish guide is followed: whether step 2 was rounded off."""

    @property
    def may_add(self) -> bool:
        """Whether this person may write something new in the plan now."""
        return self.may_change and (self.pitstop is None or self.pitstop.opened)

    @property
    def backing_source(self) -> str:
        return BACKING_SOURCE

    @property
    def look(self) -> str:
        return LOOK[Plan.State(self.plan.state)]

    @property
    def unfelt(self) -> bool:
        return any(row.unfelt for row in self.rows)

    @property
    def late_messages_words(self) -> str:
        return f"{self.late_messages} te laat"

    @property
    def late_anchoring_words(self) -> str:
        return f"{self.late_anchoring} te laat"

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
    today = timezone.localdate()
    rows_of = plan.actions.select_related("library", "party", "depolarisation", "detail")
    actions = {action.pk: action for action in rows_of}
    may_edit = rules.allows(rules.check_edit, user, plan.case)
    chosen = int(department) if department.isdecimal() and len(department) < 10 else None
    open_case = plan.case.state != Case.State.CLOSED
    tested = guards_start()
    unfelt = {row.pk for row in rules.unfelt(plan.case, actions.values())}
    rows = [
        _action_row(
            line, row, may=may_edit or (open_case and row.owner_id == user.pk), tested=tested, unfelt=line.pk in unfelt
        )
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
        balance=(kinds := balance(actions.values())),
        asks_kinds=tested or bool(kinds.covered),
        late_messages=Message.objects.filter(case=plan.case, state__in=Message.OPEN, on__lt=today).count(),
        late_anchoring=plan.anchoring.filter(stopped=False, next_on__lt=today).count(),
        unbacked=unbacked_words(unbacked(actions.values())),
        pitstop=pitstop_of(plan.case),
    )


def _action_row(line: ActionLine, row: Action, *, may: bool, tested: bool, unfelt: bool) -> ActionRow:
    """`tested`: an empty test stops an action that was not begun."""
    waiting = tested and waits(row)
    return ActionRow(line, row, NEXT[row.state] if may and not waiting else (), stand(row), may and waiting, unfelt)


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
        for pk, what, due_on, case, opened_at in _actions_of(user)
    ]
    items += [
        WorkItem(
            kind="Actieplan",
            title=title,
            url=address(case),
            why="ligt ter vaststelling bij u voor" if state == Plan.State.SUBMITTED else "kwam terug met een opmerking",
            held_up=True,
        )
        for case, title, state in _plans_for(user)
    ]
    if user.may(Permission.PLAN_EDIT):
        items += _to_tell(user, today)
        items += [
            WorkItem(
                kind="Actieplan",
                title=title,
                url=address(case),
                why=f"vanaf stap {rules.NEEDS_PLAN.value} hoort bij een casus een actieplan",
            )
            for case, title in _needing(user.pk)
        ]
    return items


def _to_tell(user: User, today: date) -> list[WorkItem]:
    """In my own cases: what should have been told by now, and what keeps a result alive and was forgotten."""
    page, anchoring = address_of("plans:communication"), address_of("plans:anchoring")
    return (
        [
            WorkItem(
                kind="Communicatie",
                title=message,
                url=f"{page(case)}#regel-{pk}",
                why=("" if on else "kies een datum: ") + "inwoners weten nog niet hoe zij meedoen"
                if origin == PARTICIPATION
                else f"{'dit is voor vandaag' if on == today else 'de datum is voorbij'}, "
                f"casus {number_of(case, opened_at)}",
                due_on=on or tell_by(chosen_at),
            )
            for pk, message, on, origin, chosen_at, case, opened_at in _waiting_messages(user.pk, today)
        ]
        + [
            WorkItem(
                kind="Terugkoppeling",
                title="Eén melding van inwoners zonder antwoord"
                if len(reports) == 1
                else f"{len(reports)} meldingen van inwoners zonder antwoord",
                url=f"{page(case)}#wachten",
                why=f"de {'melding' if len(reports) == 1 else 'oudste'} is van {in_words(reports[0].on)}, "
                f"casus {number_of(case, opened_at)}",
                due_on=reports[0].due_on,
            )
            for (case, opened_at), reports in untold_of(user.pk, today).items()
        ]
        + [
            WorkItem(
                kind="Verankering",
                title=what,
                url=anchoring(plan),
                why=f"de volgende keer is voorbij, casus {number_of(case, opened_at)}",
                due_on=next_on,
            )
            for what, next_on, plan, case, opened_at in _overdue_anchoring(user.pk, today)
        ]
    )


@ready
def _waiting_messages(owner: int, today: date) -> QuerySet[Message, Any]:
    rows = Message.objects.waiting(today).filter(case__owner=owner).with_choice()
    columns = ("pk", "message", "on", "origin", "chosen_at", "case", "case__opened_at")
    return rows.order_by("on", "pk").values_list(*columns)[:MOST]


@ready
def _overdue_anchoring(owner: int, today: date) -> QuerySet[Anchoring, Any]:
    rows = Anchoring.objects.overdue(today).filter(plan__case__owner=owner)
    columns = ("what", "next_on", "plan", "plan__case", "plan__case__opened_at")
    return rows.order_by("next_on", "pk").values_list(*columns)[:MOST]


def _actions_of(user: User) -> Iterable[Any]:
    if user.may(Permission.CASE_ALL):
        return _own_actions(user.pk)
    return _open_actions(Action.objects.visible_to(user), user.pk)


@ready
def _own_actions(owner: int) -> QuerySet[Action, Any]:
    return _open_actions(Action.objects.all(), owner)


def _open_actions(actions: ActionQuerySet, owner: int) -> QuerySet[Action, Any]:
    columns = ("pk", "what", "due_on", "plan__case", "plan__case__opened_at")
    return actions.open().filter(owner=owner).values_list(*columns)[:MOST]


def _plans_for(user: User) -> Iterable[Any]:
    if user.may(Permission.CASE_ALL):
        return _all_plans(user.pk, approves=user.may(Permission.PLAN_APPROVE))
    return _undecided(Plan.objects.visible_to(user), user.pk, approves=user.may(Permission.PLAN_APPROVE))


@ready
def _all_plans(owner: int, approves: bool) -> QuerySet[Plan, Any]:
    return _undecided(Plan.objects.all(), owner, approves=approves)


def _undecided(plans: QuerySet[Plan], owner: int, *, approves: bool) -> QuerySet[Plan, Any]:
    """Plans that came back to the owner of the case, and for whoever approves those that were submitted."""
    waiting = Q(state=Plan.State.RETURNED, case__owner=owner)
    if approves:
        waiting |= Q(state=Plan.State.SUBMITTED)
    return (
        plans.filter(~Q(case__state=Case.State.CLOSED), waiting, case__exercise=False)
        .filter(state__in=(Plan.State.RETURNED, Plan.State.SUBMITTED))
        .order_by("updated_at")
        .values_list("case", "case__title", "state")[:MOST]
    )


@ready
def _needing(owner: int) -> QuerySet[Case, Any]:
    rows = Case.objects.active().filter(owner=owner, level__gte=rules.NEEDS_PLAN, plan__isnull=True)
    return rows.order_by("-updated_at", "-pk").values_list("pk", "title")[:MOST]
