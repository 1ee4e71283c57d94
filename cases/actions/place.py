"""Placing a case or a signal on the map. What was placed stays; a new view of the same person adds a row."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases import rules_board
from cases.actions.state import begin_exchange, locked
from cases.models import Case, Placement
from common import audit
from common.edits import unclaimed
from common.live import bump
from method.map import Shape
from organisation.models import User
from signals.models import Signal


@dataclass(frozen=True)
class Answers:
    """What someone fills in when placing: where, why, and seen from where."""

    shape: Shape
    reason: str
    function: str
    network: str = ""
    sure: str = Placement.Sure.FAIRLY
    seen_on: date = field(default_factory=timezone.localdate)
    unclear: list[str] = field(default_factory=list)
    helped: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, Any]:
        """The names are those of the columns; the shape has a column for each of its parts."""
        found = asdict(self)
        return {**found.pop("shape"), **found}


@transaction.atomic
def place_case(
    *,
    case: Case,
    answers: Answers,
    by: User,
    submission: UUID | None = None,
) -> Placement:
    """Place a case as one person. An earlier own placement is kept and marked as revised (R-A-063).

    The row of the case is held, so that two tabs of one person make one chain and a double tap makes one placement.
    """
    row = locked(case)
    rules_board.check_place(by, row)
    earlier = row.placements.filter(submission=submission, by=by).first() if submission else None
    if earlier:
        return earlier
    placement = Placement.objects.create(
        case=row,
        replaces=row.placements.current().filter(by=by, joint=False).order_by("-at", "-pk").first(),
        **answers.columns,
        by=by,
        submission=unclaimed(Placement, submission),
    )
    Case.objects.filter(pk=row.pk).update(updated_at=timezone.now())
    begin_exchange(row)
    audit.record("case.placed", row, by=by)
    bump(f"case:{row.pk}")
    return placement


@transaction.atomic
def place_signal(
    *,
    signal: Signal,
    answers: Answers,
    by: User,
    submission: UUID | None = None,
) -> Placement:
    """Give a signal a provisional place, for instance in a regular meeting (R-A-048). Never counts as a diagnosis."""
    row = Signal.objects.select_for_update().get(pk=signal.pk)
    rules_board.check_place_signal(by, row)
    earlier = row.placements.filter(submission=submission, by=by).first() if submission else None
    if earlier:
        return earlier
    placement = Placement.objects.create(
        signal=row,
        provisional=True,
        replaces=row.placements.current().filter(by=by).order_by("-at", "-pk").first(),
        **answers.columns,
        by=by,
        submission=unclaimed(Placement, submission),
    )
    audit.record("signal.placed", row, by=by)
    return placement
