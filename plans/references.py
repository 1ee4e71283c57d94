"""What a worksheet may show of the action plan and the policy table, so that nobody writes those twice."""

from collections.abc import Iterator

from django.db.models import QuerySet

from analysis.references import Line, reference
from cases.models import Case
from common.dates import in_words
from common.money import in_euros
from method.plan import guide, labels
from plans.boards_depolarisation import stand
from plans.budget import total_of
from plans.models import Action, Objective
from plans.models_anchoring import Anchoring
from plans.models_communication import Communication, Message
from plans.models_detail import Challenge
from plans.models_policy import PolicyRow
from plans.rules_depolarisation import test_of
from plans.rules_pitstop import pitstop_of


@reference("actions", "plans:detail", "Naar het actieplan")
def actions(case: Case) -> Iterator[Line]:
    rows = Action.objects.filter(plan__case=case).exclude(state=Action.State.DROPPED).order_by("due_on", "pk")[:30]
    return (Line(action.what, f"{action.get_state_display()}, klaar op {action.due_on:%d-%m-%Y}") for action in rows)


@reference("policy", "policy:table", "Naar de beleidstabel")
def policy(case: Case) -> Iterator[Line]:
    """What is done already, with which action of the multi-year plan it hangs together, and what it may cost; rows of
    the policy table and objectives of the plan, with the sum (domain file 10.5, rule 8). Two queries."""
    rows = list(PolicyRow.objects.filter(case=case).select_related("location"))
    objectives = list(Objective.objects.filter(plan__case=case).exclude(plan_action="", budget__isnull=True))
    for row in rows:
        yield Line(f"{row.wording} ({row.place})", _words(row.now, row.plan_action, row.budget) or row.outcome_name)
    for objective in objectives:
        yield Line(f"Doel: {objective.text}", _words("", objective.plan_action, objective.budget))
    total = total_of([*(row.budget for row in rows), *(objective.budget for objective in objectives)])
    if total is not None:
        yield Line("Geschat bedrag samen", in_euros(total))


def _words(now: str, plan_action: str, budget: int | None) -> str:
    parts = (now, f"meerjarenplan: {plan_action}" if plan_action else "", in_euros(budget))
    return " · ".join(part for part in parts if part)


# Step 3 of the Flemish guide, as it stands in the plan


@reference("challenges", "plans:detail", "Naar het actieplan")
def challenges(case: Case) -> Iterator[Line]:
    for row in Challenge.objects.filter(plan__case=case)[:20]:
        asked = f"nagevraagd bij {row.asked_who}" if row.asked_who else ""
        yield Line(f"{row.priority}. {row.text}", " · ".join(part for part in (row.reason, asked) if part))


@reference("feasibility", "plans:detail", "Naar het actieplan")
def feasibility(case: Case) -> Iterator[Line]:
    """How many of the six questions were talked about, and at which somebody doubts. Nothing is computed from them."""
    for objective in Objective.objects.filter(plan__case=case).select_related("feasibility"):
        found = getattr(objective, "feasibility", None)
        given = found.answers if found else {}
        doubts = [entry.text for entry in guide().feasibility if given.get(entry.code) in ("no", "partly")]
        said = f"{len(given)} van {len(guide().feasibility)} vragen besproken" if given else "nog niet besproken"
        yield Line(objective.text, " · ".join([said, *(f"twijfel: {text}" for text in doubts)]))


@reference("kinds", "plans:detail", "Naar het actieplan")
def kinds(case: Case) -> Iterator[Line]:
    for action in _actions(case).select_related("detail"):
        detail = getattr(action, "detail", None)
        parts = [*labels(guide().kinds, detail.kinds), detail.get_where_display().lower()] if detail else []
        if detail and detail.contributors:
            parts.append(f"dachten mee: {detail.contributors}")
        yield Line(action.what, " · ".join(part for part in parts if part) or "nog niet uitgewerkt")


@reference("communication", "plans:communication", "Naar het communicatieplan")
def communication(case: Case) -> Iterator[Line]:
    row = Communication.objects.filter(case=case).first()
    if row is None:
        return
    yield from (Line(text) for text in labels(guide().principles, row.principles))
    for text, where in ((row.inside, "binnen"), (row.outside, "buiten")):
        if text:
            yield Line(text, f"ambassadeur {where} de organisatie")


@reference("messages", "plans:communication", "Naar het communicatieplan")
def messages(case: Case) -> Iterator[Line]:
    for row in Message.objects.filter(case=case).exclude(state=Message.State.DROPPED)[:30]:
        parts = (row.get_state_display(), row.audience, row.who, row.channel, in_words(row.on))
        yield Line(row.message, " · ".join(part for part in parts if part))


@reference("depolarisation", "plans:detail", "Naar het actieplan")
def depolarisation(case: Case) -> Iterator[Line]:
    for action in _actions(case).select_related("depolarisation"):
        test = test_of(action)
        panel = f"testpanel op {in_words(test.panel_on)}" if test and test.panel_on else ""
        yield Line(action.what, " · ".join(part for part in (f"toets {stand(action)}", panel) if part))


@reference("anchoring", "plans:detail", "Naar het actieplan")
def anchoring(case: Case) -> Iterator[Line]:
    for row in Anchoring.objects.filter(plan__case=case):
        when = "afgerond" if row.stopped else f"volgende keer: {in_words(row.next_on)}"
        yield Line(row.what, " · ".join(part for part in (row.how_often, when, row.who) if part))


@reference("pitstop", "plans:detail", "Naar het actieplan")
def pitstop(case: Case) -> Iterator[Line]:
    """Where the guide is followed: which questions of step 2.6 have an answer. Not what it says."""
    found = pitstop_of(case)
    for item, answered in found.questions if found else ():
        yield Line(item.label, "beantwoord" if answered else "nog open")
    if found and found.passed:
        when = f"{found.passed.by.name}, {in_words(found.passed.at)}"
        yield Line("Toch verder", f"{found.passed.reason} ({when})")


def _actions(case: Case) -> QuerySet[Action]:
    rows = Action.objects.filter(plan__case=case).exclude(state=Action.State.DROPPED)
    return rows.order_by("due_on", "pk")[:30]
