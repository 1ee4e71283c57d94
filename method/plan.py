"""Step 3 of the Flemish guide as data: the depolarisation test, kinds of action, communication, anchoring.

Read once from `method/data/plan/*.yaml`. Every row names guide and section.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data" / "plan"
LEAST_KINDS = 3
"""The Plan Samenleven asks for at least this many different kinds of action (Vlaamse handreiking · Stap 3.4)."""


@dataclass(frozen=True)
class Entry:
    """One question, kind or type. `hint` is what to read when the answer is no; `both` asks for online and offline."""

    code: str
    text: str
    source: str
    help: str = ""
    hint: str = ""
    goal: str = ""
    tone: str = ""
    both: bool = False


@dataclass(frozen=True)
class PlanGuide:
    """What the guide asks of an action plan, by part."""

    depolarisation_test: tuple[Entry, ...]
    kinds: tuple[Entry, ...]
    feasibility: tuple[Entry, ...]
    principles: tuple[Entry, ...]
    citizen_types: tuple[Entry, ...]
    anchoring: tuple[Entry, ...]
    tone_checks: tuple[Entry, ...]
    """What a message is read on before it is ready (KIS · Checklist open communiceren, R-B-098)."""


@cache
def guide() -> PlanGuide:
    """Read the files; a row with an unknown or missing field stops the start."""
    data: dict[str, Any] = {}
    for path in sorted(DATA.glob("*.yaml")):
        data.update(yaml.safe_load(path.read_text(encoding="utf-8")))
    return PlanGuide(**{name: tuple(Entry(**row) for row in rows) for name, rows in data.items()})


def labels(entries: Iterable[Entry], codes: Iterable[str]) -> tuple[str, ...]:
    """The chosen ones in words, in the order of the guide. A code that is gone says nothing."""
    chosen = set(codes)
    return tuple(entry.text for entry in entries if entry.code in chosen)


# What the kinds and terms of the actions in a plan say together


def kinds_missing(covered: Iterable[str]) -> int:
    """How many more different kinds the plan needs (R-B-142)."""
    known = {entry.code for entry in guide().kinds}
    return max(LEAST_KINDS - len(known & set(covered)), 0)


def one_sided(where: Mapping[str, set[str]]) -> tuple[Entry, ...]:
    """Kinds that should be done both online and offline, and of which only one side is in the plan (R-B-142).

    `where` holds for each kind the sides (`online`, `offline`) on which some action does it.
    """
    return tuple(entry for entry in guide().kinds if entry.both and len(where.get(entry.code, set())) == 1)


# What a kind of citizen asks for


@dataclass(frozen=True)
class Approach:
    """The goal and tone that the guide, or this case file, gives for some types of citizens."""

    goal: str
    tone: str


def approach(codes: Iterable[str], own: Mapping[str, tuple[str, str]] | None = None) -> Approach:
    """Goal and tone for these types (Vlaamse handreiking · Stap 3.4 en 3.5; rule 10 of the shared file).

    What the file says about a type itself (`own`: code to goal and tone) goes before what the guide says.
    """
    chosen = set(codes)
    goals, tones = [], []
    for entry in guide().citizen_types:
        if entry.code in chosen:
            goal, tone = (own or {}).get(entry.code, ("", ""))
            goals.append(goal or entry.goal)
            tones.append(tone or entry.tone)
    return Approach("; ".join(dict.fromkeys(goals)), "; ".join(dict.fromkeys(tones)))
