"""What the page of the depolarisation test shows: the questions, and what the case file already knows."""

from dataclasses import dataclass

from analysis.references import Line, answers_to, written_with
from common.dates import in_words
from method.plan import Entry, guide
from organisation.models import User
from plans import rules
from plans.models import Action
from plans.models_depolarisation import DepolarisationTest
from plans.rules_depolarisation import blocked, test_of

AVOIDED = "G3"


@dataclass(frozen=True)
class Answered:
    """One question with what was answered, for who may only read."""

    entry: Entry
    risk: str
    impact: str


@dataclass(frozen=True)
class TestBoard:
    """The test of one action."""

    action: Action
    test: DepolarisationTest | None
    answers: list[Answered]
    triggers: tuple[Line, ...]
    avoided: tuple[Line, ...]
    blocked: bool
    may: bool

    __test__ = False

    @property
    def panel_on(self) -> str:
        return in_words(self.test.panel_on) if self.test else ""

    @property
    def skipped(self) -> str:
        """Who began without the test, and when."""
        if self.test is None or not self.test.skip_reason or self.test.skipped_by is None:
            return ""
        return f"{self.test.skipped_by.name}, {in_words(self.test.skipped_at)}"


def test_board(action: Action, user: User) -> TestBoard:
    """In a fixed number of queries: the triggers and avoided places that the worksheets hold come along.

    Nobody types a trigger twice (rule 6 of the shared file); G3 names the places that people avoid (rule 1).
    """
    test = test_of(action)
    return TestBoard(
        action=action,
        test=test,
        answers=[
            Answered(entry, *((test.risks.get(entry.code, ""), test.impacts.get(entry.code, "")) if test else ("", "")))
            for entry in guide().depolarisation_test
        ],
        triggers=answers_to(action.plan.case, "triggers"),
        avoided=written_with(action.plan.case, "forms", AVOIDED),
        blocked=blocked(action),
        may=rules.allows(rules.check_progress, user, action),
    )


def stand(action: Action) -> str:
    """How far the test is, in a few words."""
    test = test_of(action)
    if test is None or len(test.open) == len(guide().depolarisation_test):
        return "nog niet ingevuld"
    total = len(guide().depolarisation_test)
    return "ingevuld" if test.filled else f"{total - len(test.open)} van {total} vragen beantwoord"
