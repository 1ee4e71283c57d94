"""What the plan of a case may cost, as far as people estimated it (Vlaamse handreiking, stap 3.3; R-B-140)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from cases.models import Case
from common.money import in_euros
from plans.models import Objective
from plans.models_policy import PolicyRow


@dataclass(frozen=True)
class Money:
    """What objectives and rows of the policy table estimate, and the two together."""

    objectives: int | None
    rows: int | None

    @property
    def any(self) -> bool:
        return self.objectives is not None or self.rows is not None

    @property
    def total(self) -> str:
        return in_euros(total_of((self.objectives, self.rows)))

    @property
    def parts(self) -> list[tuple[str, str]]:
        found = (("bij de doelen", self.objectives), ("in de beleidstabel", self.rows))
        return [(label, in_euros(amount)) for label, amount in found if amount is not None]


def total_of(amounts: Iterable[int | None]) -> int | None:
    """The sum of what was estimated; none when nothing was."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def money_of(case: Case) -> Money:
    """Two queries."""
    of_objectives = Objective.objects.filter(plan__case=case).aggregate(total=Sum("budget"))["total"]
    return Money(of_objectives, PolicyRow.objects.filter(case=case).aggregate(total=Sum("budget"))["total"])
