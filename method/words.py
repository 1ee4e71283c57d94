"""The map in words: everything that the picture says, as sentences and tables (R-A-054, R-A-059 to 061).

Several placements are described by their range and by what differs. There is no function for a middle.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from method.content import content
from method.map import PHASES, Shape, spread

RANGE_THAT_ASKS = 2
"""From two phases apart on an axis the difference is marked as a start for conversation (R-A-061)."""


@dataclass(frozen=True)
class Mark:
    """A shape with the short label that stands on the map, and what a reader must know about it."""

    shape: Shape
    label: str
    name: str = ""
    when: str = ""
    url: str = ""
    latest: bool = False

    @property
    def sentence(self) -> str:
        about = ", ".join(part for part in (self.name, self.when) if part)
        return f"{self.label}. {about}: {sentence(self.shape)}" if about else f"{self.label}. {sentence(self.shape)}"


def listing(parts: Sequence[str]) -> str:
    """'A', 'A en B', 'A, B en C'."""
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


@cache
def horizontal(number: int) -> str:
    return f"fase {number} ({content().horizontal[number - 1].name})"


@cache
def vertical(number: int) -> str:
    return f"fase {number} ({content().vertical[number - 1].name})"


def quadrants(letters: Sequence[str]) -> str:
    return f"{'kwadrant' if len(letters) == 1 else 'kwadranten'} {listing(letters)}"


def between_groups(shape: Shape) -> str:
    """Where the shape stands between groups, in words."""
    if shape.x_min == shape.x_max:
        return horizontal(shape.x_min)
    return f"{horizontal(shape.x_min)} tot {horizontal(shape.x_max)}"


def with_government(shape: Shape) -> str:
    """Where the shape stands towards the government; for a line each group apart."""
    if shape.kind == "line":
        return f"{shape.group_low}: {vertical(shape.y_min)}; {shape.group_high}: {vertical(shape.y_max)}"
    if shape.y_min == shape.y_max:
        return vertical(shape.y_min)
    return f"{vertical(shape.y_min)} tot {vertical(shape.y_max)}"


class Worded(ABC):
    """A placement as pages and tables say it; whoever inherits tells its shape."""

    @property
    @abstractmethod
    def shape(self) -> Shape: ...

    @property
    def sentence(self) -> str:
        return sentence(self.shape)

    @property
    def between_groups(self) -> str:
        return between_groups(self.shape)

    @property
    def with_government(self) -> str:
        return with_government(self.shape)

    @property
    def quadrants(self) -> str:
        return listing(self.shape.quadrants)


@cache
def kind_name(code: str) -> str:
    return next(item.title for item in content().kinds if item.code == code)


def sentence(shape: Shape) -> str:
    """What one shape says: 'Punt. Tussen groepen fase 2 (Ongemak), met de overheid fase 1 (Rust). Kwadrant A.'"""
    return (
        f"{kind_name(shape.kind)}. Tussen groepen {between_groups(shape)}. Met de overheid {with_government(shape)}. "
        f"{quadrants(shape.quadrants).replace('kw', 'Kw')}."
    )


def coordinates(shape: Shape) -> str:
    """Short notation, horizontal first: '(2, 1)' or '(2 tot 3, 1)'."""
    x = str(shape.x_min) if shape.x_min == shape.x_max else f"{shape.x_min} tot {shape.x_max}"
    y = str(shape.y_min) if shape.y_min == shape.y_max else f"{shape.y_min} tot {shape.y_max}"
    return f"({x}, {y})"


def ranges(shapes: Iterable[Shape]) -> list[str]:
    """The range on each axis: from the lowest to the highest phase that anyone named."""
    found = spread(shapes)
    if not found:
        return []
    return [_range("Tussen groepen", *found[0]), _range("Met de overheid", *found[1])]


def _range(axis: str, low: int, high: int) -> str:
    return f"{axis}: iedereen fase {low}" if low == high else f"{axis}: fase {low} tot {high}"


def differs(shapes: Sequence[Shape]) -> bool:
    """Whether estimates lie far enough apart to ask for the arguments: two phases, or other quadrants."""
    found = spread(shapes)
    if found is None or len(shapes) < 2:
        return False
    wide = any(high - low >= RANGE_THAT_ASKS for low, high in found)
    return wide or len({shape.quadrants for shape in shapes}) > 1


@dataclass(frozen=True)
class Cell:
    """One cell of the table beside the map: which marks touch it, each counted once."""

    x: int
    y: int
    labels: tuple[str, ...]

    @property
    def words(self) -> str:
        return f"{len(self.labels)} (nr. {', '.join(self.labels)})" if self.labels else "–"


@dataclass(frozen=True)
class Row:
    """One vertical phase with its four cells."""

    number: int
    name: str
    cells: tuple[Cell, ...]


def grid(marks: Iterable[Mark]) -> list[Row]:
    """The map as a table, top row first. An area or a line stands in every cell that it covers."""
    touching: dict[tuple[int, int], list[str]] = {}
    for mark in marks:
        for cell in mark.shape.cells:
            touching.setdefault(cell, []).append(mark.label)
    return [
        Row(y, content().vertical[y - 1].name, tuple(Cell(x, y, tuple(touching.get((x, y), ()))) for x in PHASES))
        for y in reversed(PHASES)
    ]


def summary(marks: Sequence[Mark]) -> str:
    """One text that says everything that the picture says: for `<title>` and `<desc>`."""
    if not marks:
        return "Er staat nog niets op de kaart."
    return " ".join(mark.sentence for mark in marks)
