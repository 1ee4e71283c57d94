"""Which kinds of citizens the case file already names, and what it wants to reach with each. Groups, never a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.references import given_to
from cases.models import Case
from method.plan import Approach, approach, guide


@dataclass(frozen=True)
class Citizens:
    """The types of the guide that somebody noted in this case (KIS · OR7, Vlaamse handreiking · Stap 2.3)."""

    codes: tuple[str, ...] = ()
    own: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def approach(self, codes: tuple[str, ...] | list[str] | None = None) -> Approach:
        return approach(self.codes if codes is None else codes, self.own)

    @property
    def structural(self) -> bool:
        """Long worried or angry: the guide asks to be extra open about choices (Stap 3.1)."""
        return not {"BT2b", "BT3a", "BT3b"}.isdisjoint(self.codes)


def citizens_of(case: Case) -> Citizens:
    """Every type that anyone named. An own goal or tone counts when the group agreed on it, or nobody says otherwise:
    what differs is not put together, and then the words of the guide stand.
    """
    rows = [
        (answer.joint, line)
        for answer, _, _ in given_to(case, "citizen_types")
        for line in answer.value.get("rows", [])
    ]
    codes, own = [], {}
    for entry in guide().citizen_types:
        mine = [(joint, line) for joint, line in rows if entry.code in line.get("type", [])]
        if mine:
            codes.append(entry.code)
            own[entry.code] = (_agreed(mine, "goal"), _agreed(mine, "tone"))
    return Citizens(tuple(codes), own)


def _agreed(rows: list[tuple[bool, dict[str, str]]], column: str) -> str:
    joint = {line.get(column, "") for together, line in rows if together} - {""}
    found = joint or {line.get(column, "") for _, line in rows} - {""}
    return found.pop() if len(found) == 1 else ""
