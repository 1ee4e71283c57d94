"""Which strategy the Flemish guide advises in which situation (step 2.1, domain §9.2.1). Pure; a person chooses."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from method.content import DATA, Item


@dataclass(frozen=True)
class Strategy:
    """One strategy: for which situation, and what one does."""

    code: str
    title: str
    when: str
    do: tuple[str, ...]
    source: str
    estimated: bool = False


@dataclass(frozen=True)
class Signs:
    """What people answered that the strategy depends on. Each holds who said it."""

    toxic: tuple[str, ...] = ()
    threatens: tuple[str, ...] = ()
    democratic: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset()
    loud: bool = False


@dataclass(frozen=True)
class Fitting:
    """A strategy that fits, with the answers it rests on."""

    strategy: Strategy
    because: tuple[str, ...] = field(default=())


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DATA / "team" / "strategy.yaml").read_text(encoding="utf-8"))
    return found


@cache
def strategies() -> dict[str, Strategy]:
    return {
        row["code"]: Strategy(
            row["code"], row["title"], row["when"], tuple(row["do"]), row["source"], row.get("geschat", False)
        )
        for row in _data()["strategies"]
    }


def tips() -> tuple[Item, ...]:
    """Six tips for communication that hold from the first day."""
    return tuple(Item(**row) for row in _data()["tips"])


CALM = frozenset({"F1", "F2"})
GROWING = frozenset({"F2", "F3"})


def fitting(signs: Signs) -> list[Fitting]:
    """Every strategy whose situation holds, in the order of the guide. Where people differ, several hold."""
    return [Fitting(strategies()[code], tuple(because)) for code, because in _holding(signs)]


def _holding(signs: Signs) -> Iterable[tuple[str, list[str]]]:
    hostile = bool(signs.toxic or signs.threatens)
    if signs.toxic:
        yield "middle", [f"{who} antwoordt twee keer nee op de vragen over giftige polarisatie" for who in signs.toxic]
    if signs.threatens:
        why = "antwoordt één keer nee op de vragen over giftige polarisatie"
        yield "threatens", [f"{who} {why}" for who in signs.threatens]
    if signs.phases and signs.phases <= CALM and not hostile:
        yield "dialogue", ["bij geen enkele plek is de fase hoger dan ongemak"]
    if grows(signs):
        yield "early", ["bij een plek is de fase ongemak of onderhuidse spanningen", "er staan geen luide stemmen"]
    if signs.democratic and not hostile:
        why = "antwoordt twee keer ja op de vragen over giftige polarisatie"
        yield "facilitate", [f"{who} {why}" for who in signs.democratic]
    if "conflict" in signs.kinds:
        yield "mediate", ["iemand koos “conflict”"]
    if "resistance" in signs.kinds:
        yield "inform", ["iemand koos “weerstand”"]


def grows(signs: Signs) -> bool:
    """Rising tension without loud voices: step in early, and name the goal of a talk first (R-B-126)."""
    return bool(signs.phases & GROWING) and not signs.phases & {"F4", "F5"} and not signs.loud and not signs.toxic
