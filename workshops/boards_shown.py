"""What a revealed round shows, on a phone, the big screen and in the report: every placement apart, never a middle."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import ceil

from django.utils.safestring import SafeString

from method import words
from method.map import Shape
from method.svg import draw
from method.words import Mark
from workshops.models import BlindPlacement, Round

LARGE, SMALL = (36, 13), (48, 17)
"""Letters in a line of a card on the wall, and lines that fit beside the map; each card takes two more for its edge and
its function. Measured at 1920 by 1080, where the room keeps its proportions."""

OUTCOME = 7
"""Lines that the outcome of a settled round takes."""


@dataclass(frozen=True)
class Shown(words.Worded):
    """One placement, with the number that it has on every screen."""

    placement: BlindPlacement
    label: str
    name: str = ""

    @cached_property
    def shape(self) -> Shape:
        shape = self.placement.shape
        if shape is None:
            raise ValueError("who cannot judge has no place on the map")
        return shape

    @cached_property
    def mark(self) -> Mark:
        return Mark(self.shape, self.label, self.name)


@dataclass(frozen=True)
class Result:
    """A round after its reveal. The numbers follow the place on the map and not the order in which people placed."""

    found: Round
    in_time: tuple[Shown, ...]
    late: tuple[Shown, ...]
    cannot_judge: int
    late_cannot_judge: int

    @cached_property
    def marks(self) -> list[Mark]:
        return [each.mark for each in self.in_time]

    @cached_property
    def ranges(self) -> list[str]:
        return words.ranges(mark.shape for mark in self.marks)

    @cached_property
    def differs(self) -> bool:
        return words.differs([mark.shape for mark in self.marks])

    @cached_property
    def grid(self) -> list[words.Row]:
        return words.grid(self.marks)

    @cached_property
    def summary(self) -> str:
        return words.summary(self.marks)

    @cached_property
    def picture(self) -> SafeString:
        return draw(self.marks, title=self.summary, ident=f"ronde-{self.found.pk}")

    @property
    def turned(self) -> list[Shown]:
        """Reasons that the facilitator turned over, late ones last."""
        return [each for each in (*self.in_time, *self.late) if each.placement.turned and each.placement.reason]

    @cached_property
    def wall(self) -> "Wall":
        """The turned cards for the wall, the last one on top: a wall cannot be scrolled."""
        newest = sorted(self.turned, key=_turned_at, reverse=True)
        taken = OUTCOME if self.found.state == Round.State.SETTLED else 0
        for size in (LARGE, SMALL):
            letters, lines = size
            fits = newest[: _fitting(newest, letters, lines - taken)]
            if size is SMALL or len(fits) == len(newest):
                break
        return Wall(fits, small=size is SMALL, left_out=len(newest) - len(fits))


@dataclass(frozen=True)
class Wall:
    """Cards that fit on the big screen. Those that are left out stay on every phone and in the report."""

    cards: list[Shown]
    small: bool
    left_out: int


def _turned_at(card: Shown) -> datetime:
    """Cards from before this moment was kept count from their last change."""
    return card.placement.turned_at or card.placement.changed_at


def _fitting(cards: list[Shown], letters: int, lines: int) -> int:
    """How many of these cards fit, from the first on; one always does."""
    for number, card in enumerate(cards):
        lines -= ceil(len(card.placement.reason) / letters) + 2
        if lines < 0:
            return max(number, 1)
    return len(cards)


def result(found: Round) -> Result:
    """One query. Only of a round that was revealed: for any other this is empty, whoever asks."""
    rows = sorted(BlindPlacement.objects.shown().filter(round=found.pk), key=_by_place)
    names = found.meeting.show_functions
    in_time: list[Shown] = []
    late: list[Shown] = []
    nowhere = [0, 0]
    for row in rows:
        if row.cannot_judge:
            nowhere[row.late] += 1
            continue
        group = late if row.late else in_time
        label = f"L{len(late) + 1}" if row.late else str(len(in_time) + 1)
        name = f"{row.function}, {row.organisation_name}".rstrip(", ") if names else ""
        group.append(Shown(row, label, name))
    return Result(found, tuple(in_time), tuple(late), *nowhere)


def _by_place(row: BlindPlacement) -> tuple[object, ...]:
    return (row.x_min or 0, row.y_min or 0, row.x_max or 0, row.y_max or 0, row.kind, row.reason, row.pk)
