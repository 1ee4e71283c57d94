"""The five phases of KIS beside the map and the four Flemish phases: a reading aid, never a placement (principle 2).

Source: KIS-handreiking, stap 2.2; ESS-handreiking §1.3; Vlaamse handreiking, vier fases.
"""

from collections.abc import Iterable

HORIZONTAL = {"F1": 1, "F2": 2, "F3": 3, "F4": 4, "F5": 4}
QUESTION = "Zijn de incidenten structureel en over en weer?"


def on_map(phase: str) -> int:
    """The phase between groups that a phase of KIS stands for; ValueError for another code."""
    if phase not in HORIZONTAL:
        raise ValueError(f"{phase} is no phase of KIS")
    return HORIZONTAL[phase]


def range_on_map(phases: Iterable[str]) -> tuple[int, int] | None:
    """From the lowest to the highest over the places of a case. Never one number for several places."""
    found = [on_map(phase) for phase in phases]
    return (min(found), max(found)) if found else None


def from_map(horizontal: int, structural: bool | None = None) -> str | None:
    """Back to KIS. For phase 4 someone must answer QUESTION first: then None is the answer."""
    if horizontal not in range(1, 5):
        raise ValueError(f"{horizontal} is no phase of the map")
    if horizontal < 4:
        return f"F{horizontal}"
    if structural is None:
        return None
    return "F5" if structural else "F4"


def flemish(phase: str, repeated: bool = True) -> int:
    """The Flemish phase: open incidents count as 4 when they come back; a single one stays 3 (our reading)."""
    found = on_map(phase)
    return 3 if phase == "F4" and not repeated else found
