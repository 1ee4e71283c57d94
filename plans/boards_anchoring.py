"""The four ways of anchoring, with what is planned of each."""

from dataclasses import dataclass
from datetime import date

from method.plan import Entry, guide
from plans.models import Plan
from plans.models_anchoring import Anchoring


@dataclass(frozen=True)
class AnchoringRow:
    """One way of the guide, planned or not yet."""

    entry: Entry
    row: Anchoring | None
    late: bool


def anchoring_rows(plan: Plan, today: date) -> list[AnchoringRow]:
    there = {row.code: row for row in plan.anchoring.all()}
    return [
        AnchoringRow(entry, row := there.get(entry.code), row is not None and row.late(today))
        for entry in guide().anchoring
    ]
