"""The Polarisatie Verkenningskaart: phases, quadrants, shapes and movement, as plain functions.

x is horizontal polarisation (between groups), y is vertical polarisation (towards the government), both phase 1-4.
Source: ESS-handreiking §1.3, §1.4 and §2.2. A person places; nothing here computes a phase (principle 2), and no
function reduces several shapes to one (principle 3).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

Kind = Literal["point", "area", "line"]
PHASES = (1, 2, 3, 4)


def quadrant(x: int, y: int) -> str:
    """The quadrant letter of one cell; ValueError outside 1..4 (ESS-handreiking §1.4)."""
    if x not in PHASES or y not in PHASES:
        raise ValueError(f"cell ({x}, {y}) is not on the map")
    if y <= 2:
        return "A" if x <= 2 else "B"
    return "C" if x <= 2 else "D"


@dataclass(frozen=True)
class Shape:
    """What stands on the map: a point, an area (uncertain) or a line (two groups differ towards the government)."""

    kind: str
    x_min: int
    x_max: int
    y_min: int
    y_max: int
    group_low: str = ""
    group_high: str = ""

    @property
    def cells(self) -> tuple[tuple[int, int], ...]:
        """Every cell that the shape covers, left to right and bottom to top."""
        return tuple((x, y) for y in range(self.y_min, self.y_max + 1) for x in range(self.x_min, self.x_max + 1))

    @property
    def quadrants(self) -> tuple[str, ...]:
        """The set of quadrants, in letters; an area or line may have several and is never reduced to one."""
        return _quadrants(self.x_min, self.x_max, self.y_min, self.y_max)

    @property
    def front(self) -> bool:
        """Wholly in phases 1 and 2 on both axes: the *voorkant* (ESS-handreiking §1.3, R-A-055)."""
        return self.x_max <= 2 and self.y_max <= 2

    @property
    def vertical(self) -> bool:
        """Reaches phase 2 or higher towards the government: the municipality may itself be a party (R-A-022)."""
        return self.y_max >= 2


@cache
def _quadrants(x_min: int, x_max: int, y_min: int, y_max: int) -> tuple[str, ...]:
    """There are a hundred shapes at most, and lists ask this of every row."""
    return tuple(sorted({quadrant(x, y) for x, y in Shape("area", x_min, x_max, y_min, y_max).cells}))


@dataclass(frozen=True)
class Movement:
    """How a case moved between two moments; words only, never a forecast (R-A-052)."""

    code: Literal["stable", "rising", "falling", "mixed"]
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def label(self) -> str:
        return {"stable": "stabiel", "rising": "oplopend", "falling": "afnemend", "mixed": "gemengd"}[self.code]

    @property
    def quadrant_change(self) -> bool:
        return self.before != self.after

    @property
    def words(self) -> str:
        if not self.quadrant_change:
            return self.label
        return f"{self.label}, van kwadrant {' en '.join(self.before)} naar {' en '.join(self.after)}"


def movement(before: Shape, after: Shape) -> Movement:
    """Compare two shapes by both ends of both ranges: up if an end rose and none fell, and so on."""
    steps = [
        after.x_min - before.x_min,
        after.x_max - before.x_max,
        after.y_min - before.y_min,
        after.y_max - before.y_max,
    ]
    up, down = any(step > 0 for step in steps), any(step < 0 for step in steps)
    code: Literal["stable", "rising", "falling", "mixed"] = (
        "mixed" if up and down else "rising" if up else "falling" if down else "stable"
    )
    return Movement(code, before.quadrants, after.quadrants)


def spread(shapes: Iterable[Shape]) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The range on each axis (lowest to highest phase anyone named), or None without shapes. Never a middle."""
    found = list(shapes)
    if not found:
        return None
    return (
        (min(shape.x_min for shape in found), max(shape.x_max for shape in found)),
        (min(shape.y_min for shape in found), max(shape.y_max for shape in found)),
    )
