"""How the phases of the three guides stand to each other (domain §2.3). Pure; it places nothing and decides nothing."""

from dataclasses import dataclass

KIS = {
    "F1": "Rust",
    "F2": "Ongemak",
    "F3": "Onderhuidse spanningen",
    "F4": "Incidenten",
    "F5": "Escalatie",
}
MAP = ("Rust", "Ongemak", "Onderhuidse spanningen", "Openlijke incidenten of escalatie")
"""The four phases between groups (ESS-handreiking §1.3)."""
VL = (
    "Nog geen spanning",
    "Negatieve beelden, maar praten kan nog",
    "Wij tegen zij rond een verandering of gebeurtenis",
    "Herhaalde incidenten of escalatie",
)
"""The four phases of the Flemish guide (Vlaamse handreiking · Vier fases)."""

_ON_MAP = {"F1": 1, "F2": 2, "F3": 3, "F4": 4, "F5": 4}
_IN_VL = {"F1": (1,), "F2": (2,), "F3": (3,), "F4": (3, 4), "F5": (4,)}
"""A single incident stays phase 3 in Flanders, repeated ones are phase 4. The guide leaves that open; it is ours."""
_FROM_MAP = {1: ("F1",), 2: ("F2",), 3: ("F3",), 4: ("F4", "F5")}


def on_map(phase: str) -> int:
    """The phase between groups on the map that goes with a KIS phase: F3 is 3, F4 and F5 are both 4."""
    return _ON_MAP[phase]


def in_vl(phase: str) -> tuple[int, ...]:
    """The Flemish phases that may go with a KIS phase; two where only people can tell."""
    return _IN_VL[phase]


def from_map(phase: int) -> tuple[str, ...]:
    """The KIS phases that may go with a phase on the map; for phase 4 people say which."""
    return _FROM_MAP[phase]


@dataclass(frozen=True)
class Span:
    """From the lowest to the highest phase that somebody placed or named."""

    low: int
    high: int

    @property
    def words(self) -> str:
        return f"fase {self.low}" if self.low == self.high else f"fase {self.low} tot {self.high}"

    def holds(self, phase: int) -> bool:
        return self.low <= phase <= self.high
