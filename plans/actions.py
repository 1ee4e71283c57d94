"""Everything that changes a plan: text, objectives, actions, approval, and the documents made of it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from common import audit, jobs
from common.edits import save_if_unchanged, unclaimed
from common.refusal import Refused
from organisation.models import User
from organisation.reminders import Due, remind_each, settle, settle_others
from plans import rules
from plans.content import plan_content
from plans.models import Action, Objective, Plan, PlanDocument, PlanVersion, PrincipleNote
from plans.rules_depolarisation import check_start
from plans.rules_pitstop import check_open

TEXTS = (
    "challenge",
    "frames",
    "agreements",
    "classification",
    "evaluate_on",
    "evaluate_what",
    "no_evaluation_reason",
)
OBJECTIVE = ("text", "notice", "plan_action", "budget")
ACTION = (
    "objective",
    "what",
    "for_whom",
    "owner",
    "department",
    "partner",
    "start_on",
    "due_on",
    "term",
    "receivers",
    "perception",
)


def locked(plan: Plan) -> Plan:
    """The plan as it stands now, held until the transaction ends. SQLite holds the whole file already (IMMEDIATE)."""
    rows = Plan.objects.select_related("case__diagnosis__placement")
    if connection.features.has_select_for_update_of:
        rows = rows.select_for_update(of=("self",))
    return rows.get(pk=plan.pk)


def _opened(plan: Plan, by: User) -> Plan:
    """The locked plan, ready to be changed. What was decided stays as its version; the change begins a new draft."""
    row = locked(plan)
    rules.check_change(by, row)
    if row.state in (Plan.State.APPROVED, Plan.State.RETURNED):
        row.state = Plan.State.DRAFT
        row.number += 1
        row.save(update_fields=["state", "number"])
    return row


# The plan itself


@transaction.atomic
def start(*, case: Case, by: User, **texts: Any) -> Plan:
    """Begin the plan of a case; a second click finds the plan that is there. Without words of its own it only makes
    room for a draft from elsewhere."""
    rules.check_edit(by, case)
    if texts:
        check_open(case)
    plan, made = Plan.objects.get_or_create(case=case, defaults={name: texts[name] for name in TEXTS if name in texts})
    if made:
        audit.record("plan.started", plan, by=by)
    return plan


@transaction.atomic
def edit(*, plan: Plan, by: User, seen: int, **texts: Any) -> Plan:
    """Change the texts of the plan; raises Changed when a colleague saved first."""
    row = _opened(plan, by)
    check_open(row.case)
    for name in TEXTS:
        setattr(row, name, texts[name])
    save_if_unchanged(row, TEXTS, seen=seen)
    audit.record("plan.edited", row, by=by)
    return row


@transaction.atomic
def note_principles(*, plan: Plan, notes: dict[str, str], by: User, seen: int) -> None:
    """Keep what the plan does with each principle; an empty note leaves the principle unanswered."""
    row = _opened(plan, by)
    save_if_unchanged(row, (), seen=seen)
    for code, note in notes.items():
        if note.strip():
            PrincipleNote.objects.update_or_create(plan=row, code=code, defaults={"note": note.strip()})
        else:
            PrincipleNote.objects.filter(plan=row, code=code).delete()
    audit.record("plan.principles", row, by=by)


# Objectives


@transaction.atomic
def add_objective(
    *,
    plan: Plan,
    text: str,
    notice: str,
    by: User,
    plan_action: str = "",
    budget: int | None = None,
    submission: UUID | None = None,
) -> Objective:
    row = _opened(plan, by)
    check_open(row.case)
    if found := _sent_before(Objective.objects.filter(plan=row), submission):
        return found
    values = {"text": text, "notice": notice, "plan_action": plan_action, "budget": budget}
    return draft_objective(row, by=by, submission=unclaimed(Objective, submission), **values)


def draft_objective(plan: Plan, *, by: User, **values: Any) -> Objective:
    """A new last objective of a plan that is held and may be changed: from the form, or from a practice example."""
    last = plan.objectives.order_by("order").last()
    objective = Objective.objects.create(plan=plan, order=last.order + 1 if last else 0, **values)
    audit.record("plan.objective_added", objective, by=by)
    return objective


@transaction.atomic
def edit_objective(
    *,
    objective: Objective,
    text: str,
    notice: str,
    by: User,
    seen: int,
    plan_action: str = "",
    budget: int | None = None,
) -> None:
    _opened(objective.plan, by)
    objective.text, objective.notice = text, notice
    objective.plan_action, objective.budget = plan_action, budget
    save_if_unchanged(objective, OBJECTIVE, seen=seen)
    audit.record("plan.objective_edited", objective, by=by)


@transaction.atomic
def remove_objective(*, objective: Objective, by: User) -> None:
    """Take an objective out of the plan. Its actions stay, without an objective; kept versions still hold it."""
    _opened(objective.plan, by)
    audit.record("plan.objective_removed", objective, by=by)
    objective.delete()


# Actions


@transaction.atomic
def add_action(*, plan: Plan, by: User, submission: UUID | None = None, **fields: Any) -> Action:
    row = _opened(plan, by)
    check_open(row.case)
    if found := _sent_before(Action.objects.filter(plan=row), submission):
        return found
    _check_action(row.case, fields)
    action = Action.objects.create(
        plan=row, submission=unclaimed(Action, submission), **{name: fields[name] for name in ACTION}
    )
    audit.record("plan.action_added", action, by=by)
    return action


@transaction.atomic
def edit_action(*, action: Action, by: User, seen: int, **fields: Any) -> None:
    row = _opened(action.plan, by)
    _check_action(row.case, fields)
    moved = fields["due_on"] != action.due_on or fields["owner"] != action.owner
    for name in ACTION:
        setattr(action, name, fields[name])
    save_if_unchanged(action, ACTION, seen=seen)
    if moved:
        settle(audit.reference(action), REMINDER)
    audit.record("plan.action_edited", action, by=by)


@transaction.atomic
def remove_action(*, action: Action, by: User) -> None:
    """Take an action out of the plan; kept versions still hold it."""
    _opened(action.plan, by)
    settle(audit.reference(action), REMINDER)
    audit.record("plan.action_removed", action, by=by)
    action.delete()


@transaction.atomic
def progress(*, action: Action, state: str, by: User, seen: int) -> None:
    """Say how far an action is. This is progress, not a change of the plan: an approved plan stays approved."""
    rules.check_progress(by, action)
    if action.state == state:
        return
    check_start(action, state)
    action.state = state
    action.done_at = timezone.now() if state == Action.State.DONE else None
    save_if_unchanged(action, ("state", "done_at"), seen=seen)
    if not action.is_open:
        settle(audit.reference(action), REMINDER)
    audit.record(f"plan.action_{state}", action, by=by)


def _check_action(case: Case, fields: dict[str, Any]) -> None:
    rules.check_perception(case, fields.get("perception", ""))
    rules.check_dates(fields["start_on"], fields["due_on"])
    objective = fields.get("objective")
    if objective is not None and objective.plan.case_id != case.pk:
        raise Refused("Dit doel hoort bij een ander plan.")


def _sent_before(rows: Any, submission: UUID | None) -> Any:
    return rows.filter(submission=submission).first() if submission else None


# Approval


@transaction.atomic
def submit(*, plan: Plan, by: User) -> PlanVersion:
    """Lay the plan before a manager: its content as of now becomes a version that nothing changes any more."""
    row = _opened(plan, by)
    rules.check_complete(row)
    row.state = Plan.State.SUBMITTED
    row.version += 1
    row.save(update_fields=["state", "version"])
    version = PlanVersion.objects.create(plan=row, number=row.number, content=plan_content(row).as_json(), by=by)
    audit.record("plan.submitted", version, by=by)
    _refresh(plan, row)
    return version


@transaction.atomic
def withdraw(*, plan: Plan, by: User) -> None:
    """Take the plan back before it was decided on; what was laid before the manager stays readable."""
    row = locked(plan)
    rules.check_edit(by, row.case)
    if row.state != Plan.State.SUBMITTED:
        raise Refused("Dit plan ligt niet ter vaststelling voor.")
    PlanVersion.objects.filter(plan=row, number=row.number).update(
        outcome=PlanVersion.Outcome.WITHDRAWN, decided_by=by, decided_at=timezone.now()
    )
    row.state = Plan.State.DRAFT
    row.number += 1
    row.version += 1
    row.save(update_fields=["state", "number", "version"])
    audit.record("plan.withdrawn", row, by=by)
    _refresh(plan, row)


@transaction.atomic
def approve(*, plan: Plan, by: User, remark: str = "", number: int | None = None) -> None:
    row = locked(plan)
    rules.check_decide(by, row)
    rules.check_complete(row)
    _decide(plan, row, PlanVersion.Outcome.APPROVED, remark, by, number)


@transaction.atomic
def give_back(*, plan: Plan, by: User, remark: str, number: int | None = None) -> None:
    """Return the plan with a remark; the owner sees it on the work list."""
    row = locked(plan)
    rules.check_decide(by, row)
    if not remark.strip():
        raise Refused("Schrijf op wat er nog nodig is, dan weet de casuseigenaar wat te doen.")
    _decide(plan, row, PlanVersion.Outcome.RETURNED, remark, by, number)


def _decide(plan: Plan, row: Plan, outcome: str, remark: str, by: User, number: int | None) -> None:
    """Decide on the version that the manager read, never on one that was laid before meanwhile."""
    if number is not None and number != row.number:
        raise Refused("Er ligt intussen een nieuwere versie voor. Lees die eerst.")
    PlanVersion.objects.filter(plan=row, number=row.number).update(
        outcome=outcome, decided_by=by, decided_at=timezone.now(), remark=remark.strip()
    )
    row.state = Plan.State(outcome)
    row.version += 1
    row.save(update_fields=["state", "version"])
    audit.record(f"plan.{outcome}", row, by=by)
    _refresh(plan, row)


def _refresh(plan: Plan, row: Plan) -> None:
    for name in ("state", "number", "version"):
        setattr(plan, name, getattr(row, name))


# Documents


@transaction.atomic
def ask_document(*, plan: Plan, by: User, version: PlanVersion | None = None) -> PlanDocument:
    """Have a PDF made of the plan as it is now, or of a kept version. A second click finds the one under way."""
    row = locked(plan)
    number = version.number if version else row.number
    busy = PlanDocument.objects.filter(
        plan=row, number=number, state__in=[PlanDocument.State.WAITING, PlanDocument.State.RUNNING]
    ).first()
    if busy:
        return busy
    content = version.content if version else plan_content(row).as_json()
    document = PlanDocument.objects.create(plan=row, number=number, content=content, by=by)
    _queue(document)
    audit.record("plan.document_asked", document, by=by)
    return document


@transaction.atomic
def retry_document(*, document: PlanDocument, by: User) -> PlanDocument:
    """Try again what failed; of several clicks one counts."""
    plan = locked(document.plan)
    busy = PlanDocument.objects.filter(
        plan=plan, number=document.number, state__in=[PlanDocument.State.WAITING, PlanDocument.State.RUNNING]
    ).first()
    if busy:
        return busy
    if PlanDocument.objects.filter(pk=document.pk, state=PlanDocument.State.FAILED).update(
        state=PlanDocument.State.WAITING
    ):
        _queue(document)
        audit.record("plan.document_retried", document, by=by)
    return document


def _queue(document: PlanDocument) -> None:
    document.job = jobs.later(
        "plans.make_document", document.pk, key=f"plan-document:{document.pk}:{timezone.now():%s%f}"
    )
    document.save(update_fields=["job"])


def make_document(*, document: PlanDocument, make: Callable[[dict[str, Any]], bytes]) -> None:
    """Make the PDF and keep it. Safe to run twice: what is ready is left alone.

    A failure is marked for the reader and raised again, so that the job retries by itself.
    """
    states = PlanDocument.State
    if document.state == states.READY:
        return
    open_rows = PlanDocument.objects.filter(pk=document.pk).exclude(state=states.READY)
    open_rows.update(state=states.RUNNING)
    try:
        pdf = make(document.content)
    except Exception:
        open_rows.update(state=states.FAILED)
        raise
    if open_rows.update(state=states.READY, pdf=pdf, ready_at=timezone.now()):
        audit.record("plan.document_made", document, by=None)


def downloaded(*, document: PlanDocument, by: User) -> None:
    audit.record("plan.downloaded", document, by=by)


# Reminders

REMINDER = "action"


def remind_all(today: date) -> None:
    """Remind of every open action that is due. Safe to run at any moment; each reminder is made once."""
    rows = Action.objects.open().filter(due_on__lte=today)
    things = [
        Due(
            subject=audit.reference(action),
            kind=REMINDER,
            due_on=action.due_on,
            url=reverse("plans:detail", args=[action.plan.case_id]),
            owner=action.owner,
            deputy=action.owner.deputy or action.plan.case.deputy,
            department=action.department,
        )
        for action in rows.select_related(
            "owner__deputy", "department__head", "department__deputy", "plan__case__deputy"
        )
    ]
    remind_each(things, today=today)
    settle_others(REMINDER, [thing.subject for thing in things])
