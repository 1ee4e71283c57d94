"""Two rounds on the same subject side by side: where views moved and where they stayed.

Plain counts from place to place. Nothing here knows a person, and nothing adds up how often anybody changed: to revise
a view after new information is what the conversation is for (ESS-handreiking §2.3, R-A-063).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from method import words
from method.map import Shape


@dataclass(frozen=True)
class Flow:
    """How many placements went from one place to another, or stayed where they were."""

    before: Shape
    after: Shape
    count: int

    @property
    def moved(self) -> bool:
        return self.before != self.after

    @property
    def words(self) -> str:
        """'Van (1, 1) naar (3, 2): 2 keer' or 'In (2, 3): 4 keer'."""
        if self.moved:
            return f"Van {words.coordinates(self.before)} naar {words.coordinates(self.after)}: {self.count} keer"
        return f"In {words.coordinates(self.before)}: {self.count} keer"


@dataclass(frozen=True)
class Comparison:
    """All pairs of placements, counted per pair of places; most first, then from left to right and bottom to top."""

    moved: tuple[Flow, ...]
    stayed: tuple[Flow, ...]

    @property
    def stayed_count(self) -> int:
        return sum(flow.count for flow in self.stayed)

    @property
    def total(self) -> int:
        return sum(flow.count for flow in (*self.moved, *self.stayed))


def compare(pairs: Iterable[tuple[Shape, Shape]]) -> Comparison:
    """Count each pair of places. The order of the pairs makes no difference, nor do the names of groups at a line."""
    counts = Counter((_bare(before), _bare(after)) for before, after in pairs)
    flows = sorted((Flow(*places, count) for places, count in counts.items()), key=_order)
    return Comparison(
        tuple(flow for flow in flows if flow.moved),
        tuple(flow for flow in flows if not flow.moved),
    )


def _bare(shape: Shape) -> Shape:
    return Shape(shape.kind, shape.x_min, shape.x_max, shape.y_min, shape.y_max)


def _order(flow: Flow) -> tuple[object, ...]:
    return -flow.count, *_place(flow.before), *_place(flow.after)


def _place(shape: Shape) -> tuple[object, ...]:
    return shape.x_min, shape.y_min, shape.x_max, shape.y_max, shape.kind
