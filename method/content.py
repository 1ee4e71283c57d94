"""The guides as data: read once from `method/data/*.yaml` into frozen rows. Every row names guide and section."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Item:
    """One piece of a guide in our own words: a principle, a question, a hint, a term."""

    code: str
    text: str
    source: str
    title: str = ""
    players: str = ""
    number: int = 0

    @property
    def label(self) -> str:
        return self.title or self.text


@dataclass(frozen=True)
class Phase:
    """One phase on one axis, with what one can notice in it. The observables never place anything themselves."""

    code: str
    axis: str
    number: int
    name: str
    sub: str
    description: str
    source: str
    observables: tuple[Item, ...]

    @property
    def label(self) -> str:
        return f"fase {self.number}: {self.name}"


@dataclass(frozen=True)
class Quadrant:
    """One of the four combinations of low and high."""

    code: str
    combination: str
    title: str
    text: str
    room: str
    source: str


@dataclass(frozen=True)
class Content:
    """Everything that the guides offer, by kind."""

    phases: tuple[Phase, ...]
    quadrants: tuple[Quadrant, ...]
    everywhere: Item
    kinds: tuple[Item, ...]
    uncertainties: tuple[Item, ...]
    questions: tuple[Item, ...]
    hints: tuple[Item, ...]
    dynamics: tuple[Item, ...]
    sensitive: tuple[Item, ...]
    situations: tuple[Item, ...]
    principles: tuple[Item, ...]
    guidance: dict[str, tuple[Item, ...]]
    attention: tuple[Item, ...]
    deep_democracy: tuple[Item, ...]
    burgerberaad: tuple[Item, ...]
    lessons: tuple[Item, ...]
    narratives: tuple[Item, ...]
    outcomes: tuple[Item, ...]
    levels: tuple[Item, ...]
    causes: tuple[Item, ...]
    forms: tuple[Item, ...]
    introductions: tuple[Item, ...]
    presentation: tuple[Item, ...]
    programme: tuple[Item, ...]
    note_rules: tuple[Item, ...]
    terms: tuple[Item, ...]

    @property
    def horizontal(self) -> tuple[Phase, ...]:
        return tuple(phase for phase in self.phases if phase.axis == "horizontal")

    @property
    def vertical(self) -> tuple[Phase, ...]:
        return tuple(phase for phase in self.phases if phase.axis == "vertical")

    @property
    def observables(self) -> tuple[Item, ...]:
        return tuple(item for phase in self.phases for item in phase.observables)

    def phase(self, code: str) -> Phase:
        return next(phase for phase in self.phases if phase.code == code)

    def quadrant(self, letter: str) -> Quadrant:
        return next(quadrant for quadrant in self.quadrants if quadrant.code == letter)

    def hint(self, code: str) -> Item:
        return next(hint for hint in self.hints if hint.code == code)

    def step(self, code: str) -> Item:
        """What happens in a step of a meeting."""
        return next(step for step in self.programme if step.code == code)

    def term(self, code: str) -> Item:
        return next(term for term in self.terms if term.code == code)


@cache
def content() -> Content:
    """Read the files; a row with an unknown or missing field stops the start."""
    data: dict[str, Any] = {}
    for path in sorted(DATA.glob("*.yaml")):
        data.update(yaml.safe_load(path.read_text(encoding="utf-8")))
    return Content(
        phases=tuple(_phase(row) for row in data.pop("phases")),
        quadrants=tuple(Quadrant(**row) for row in data.pop("quadrants")),
        everywhere=Item(**data.pop("everywhere")),
        guidance={letter: _items(rows) for letter, rows in data.pop("guidance").items()},
        **{name: _items(rows) for name, rows in data.items()},
    )


def _items(rows: list[dict[str, Any]]) -> tuple[Item, ...]:
    return tuple(Item(**row) for row in rows)


def _phase(row: dict[str, Any]) -> Phase:
    observables = _items([{"source": row["source"], **each} for each in row.pop("observables")])
    return Phase(**row, observables=observables)


def choices(items: tuple[Item, ...]) -> list[tuple[str, str]]:
    """For a form field: code and label."""
    return [(item.code, item.label) for item in items]
