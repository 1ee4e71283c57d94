"""What the challenges and the kinds of action in a plan say together. It counts kinds and terms, never people."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.references import Line, given_to
from method.plan import LEAST_KINDS, Entry, guide, kinds_missing, one_sided
from method.positive import SAY_IT, sounds_negative
from method.worksheets.model import Kind
from organisation.models import User
from plans import rules
from plans.citizens import citizens_of
from plans.models import Action, Plan
from plans.models_detail import Challenge
from plans.rules_pitstop import pitstop_of


@dataclass(frozen=True)
class Balance:
    """Which kinds of action the plan holds, on which side, and whether something works soon and something lasts."""

    covered: tuple[Entry, ...] = ()
    missing: int = LEAST_KINDS
    one_sided: tuple[Entry, ...] = ()
    short: int = 0
    long: int = 0

    @property
    def least(self) -> int:
        return LEAST_KINDS

    @property
    def lopsided(self) -> str:
        """The warning when all actions are of one term (R-B-143). The limit is ours: one of each is enough."""
        if self.short and not self.long:
            return "Alle acties zijn voor de korte termijn. Wat zorgt dat het beter blijft?"
        if self.long and not self.short:
            return "Alle acties zijn voor de lange termijn. Zorg ook voor iets dat mensen snel merken."
        return ""


def balance(actions: Iterable[Action]) -> Balance:
    """Of the actions that were not dropped; reads their details, which must have been fetched along."""
    where: dict[str, set[str]] = {}
    terms = {term: 0 for term in Action.Term.values}
    for action in actions:
        if action.state == Action.State.DROPPED:
            continue
        terms[action.term] += 1
        detail = getattr(action, "detail", None)
        if detail is None:
            continue
        for code in detail.kinds:
            where.setdefault(code, set()).update(detail.sides)
    return Balance(
        covered=tuple(entry for entry in guide().kinds if entry.code in where),
        missing=kinds_missing(where),
        one_sided=one_sided(where),
        short=terms[Action.Term.SHORT],
        long=terms[Action.Term.LONG],
    )


@dataclass(frozen=True)
class ChallengeRow:
    """One challenge, and whether it says what people do not want (R-B-132)."""

    row: Challenge
    negative: bool

    @property
    def hint(self) -> str:
        return SAY_IT if self.negative else ""


@dataclass(frozen=True)
class ChallengeBoard:
    """The challenges of a plan in their order, and those of the worksheets that can be taken over."""

    plan: Plan
    rows: list[ChallengeRow]
    offered: list[tuple[int, Line]]
    structural: bool
    may: bool
    may_add: bool
    asked_middle: bool
    """Whether anybody wrote down how the middle was asked (Stap 2.2): a challenge comes from there."""


def challenge_board(plan: Plan, user: User) -> ChallengeBoard:
    rows = list(plan.challenges.all())
    there = {row.text.strip().lower() for row in rows}
    may, pitstop = rules.allows(rules.check_change, user, plan), pitstop_of(plan.case)
    return ChallengeBoard(
        plan=plan,
        rows=[ChallengeRow(row, sounds_negative(row.text)) for row in rows],
        offered=[
            (number, line) for number, line in enumerate(_offered(plan)) if line.text.strip()[:300].lower() not in there
        ],
        structural=citizens_of(plan.case).structural,
        may=may,
        may_add=may and (pitstop is None or pitstop.opened),
        asked_middle=bool(given_to(plan.case, "middle")),
    )


def _offered(plan: Plan) -> Iterable[Line]:
    """The challenges of the worksheets in the words of each respondent; of a row only the challenge itself."""
    for answer, _, item in given_to(plan.case, "challenge"):
        who = "Gezamenlijk" if answer.joint else f"{answer.by.name}, {answer.function}"
        cells = [row.get("challenge", "") for row in answer.value.get("rows", [])]
        texts = cells if item.kind == Kind.TABLE else [answer.value.get("text", "")]
        yield from (Line(text, who) for text in texts if text)
