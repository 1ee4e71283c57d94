"""Whom to think of for a work session with the network, by role, and what to do when there is no network yet."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from method.content import DATA

WEIGHTS = {
    "indispensable": "Onmisbaar",
    "core": "Kern",
    "important": "Belangrijk",
    "think": "Denk ook aan",
    "valuable": "Waardevol",
    "wished": "Mogelijk",
}
"""How much the guide wants someone at the table, most first."""


@dataclass(frozen=True)
class Invited:
    """A kind of participant: the function to invite, how much it matters, and why."""

    code: str
    function: str
    label: str
    weight: str
    why: str
    source: str
    weight_vertical: str = ""
    outside: bool = False

    def weight_for(self, *, vertical: bool) -> str:
        """Participation and democracy become indispensable when the government is a party (R-A-084)."""
        return self.weight_vertical if vertical and self.weight_vertical else self.weight


@dataclass(frozen=True)
class Advice:
    text: str
    source: str


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DATA / "meetings" / "invitees.yaml").read_text(encoding="utf-8"))
    return found


@cache
def kinds() -> tuple[Invited, ...]:
    return tuple(Invited(**row) for row in _data()["invitees"])


def kind_of(code: str) -> Invited | None:
    return next((each for each in kinds() if each.code == code), None)


@cache
def network_advice() -> tuple[Advice, ...]:
    return tuple(Advice(**row) for row in _data()["network_advice"])


def suggestions(*, vertical: bool) -> list[tuple[str, Invited]]:
    """Each kind with its weight in words, the most wanted first."""
    order = list(WEIGHTS)
    found = [(each.weight_for(vertical=vertical), each) for each in kinds()]
    return [(WEIGHTS[weight], each) for weight, each in sorted(found, key=lambda pair: order.index(pair[0]))]
