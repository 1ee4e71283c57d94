"""The phase of a case in the three guides side by side: what KIS says, what follows, and what people placed (R-B-027).

Nothing here is kept but what people choose themselves, and nothing is overwritten when they differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis import situation
from analysis.models_team import PhaseReading
from analysis.rules_team import can_keep
from analysis.situation import Voice
from cases.models import Case, Placement
from method import phases
from method.phases import Span
from method.words import sentence
from organisation.models import User

Guide = PhaseReading.Guide


@dataclass(frozen=True)
class Named:
    """One KIS phase of one place, who named it, and what goes with it elsewhere."""

    code: str
    who: str

    @property
    def kis(self) -> str:
        return phases.KIS[self.code]

    @property
    def on_map(self) -> str:
        number = phases.on_map(self.code)
        return f"{number}. {phases.MAP[number - 1]}"

    @property
    def in_vl(self) -> str:
        found = phases.in_vl(self.code)
        if len(found) == 2:
            return f"{found[1]} als het zich herhaalt, anders {found[0]}"
        return f"{found[0]}. {phases.VL[found[0] - 1]}"


@dataclass(frozen=True)
class PlaceLine:
    label: str
    named: list[Named]


@dataclass(frozen=True)
class Derived:
    """What follows for one guide, and what people chose instead, if they did."""

    guide: str
    name: str
    follows: str
    chosen: PhaseReading | None
    chosen_name: str
    earlier: list[PhaseReading]


@dataclass(frozen=True)
class PlotLine:
    """One placement on the map, and the KIS phases that may go with it."""

    who: str
    words: str
    kis: str
    agrees: bool | None


@dataclass(frozen=True)
class PhasesBoard:
    case: Case
    places: list[PlaceLine]
    derived: list[Derived]
    plots: list[PlotLine]
    vertical: str
    differs: bool
    asks_vertical: bool
    may_keep: bool

    @property
    def any_named(self) -> bool:
        return any(place.named for place in self.places)


VERTICAL_ASKED = frozenset({"SE1", "R27A", "R27B"})
"""Answers that say that discontent is about the government: then the vertical phase is asked (rule 4)."""


def board(case: Case, user: User) -> PhasesBoard:
    return board_of(case, may_keep=can_keep(user, case))


def board_of(case: Case, *, may_keep: bool = False) -> PhasesBoard:
    found = situation.of(case)
    places = [PlaceLine(place.name, _named(found.phases.get(place.key, ()))) for place in found.situation.places]
    numbers = sorted({phases.on_map(each.code) for place in places for each in place.named})
    placements = list(case.placements.filter(replaced_by__isnull=True).select_related("by")[:30])
    agreed = case.diagnosis.placement if case.diagnosis else None
    shown = [agreed] if agreed else placements
    plots = [_plot(each, numbers, is_agreed=each is agreed) for each in shown]
    vertical = Span(min(each.y_min for each in shown), max(each.y_max for each in shown)) if shown else None
    readings = list(PhaseReading.objects.filter(case=case).select_related("by"))
    return PhasesBoard(
        case=case,
        places=places,
        derived=[_derived(Guide.MAP, numbers, None, readings), _derived(Guide.VL, numbers, vertical, readings)],
        plots=plots,
        vertical=vertical.words if vertical else "",
        differs=any(plot.agrees is False for plot in plots),
        asks_vertical=bool(VERTICAL_ASKED & set(found.situation.answers)) and vertical is None,
        may_keep=may_keep,
    )


def _named(voices: Iterable[Voice]) -> list[Named]:
    return [Named(each.code, "Gezamenlijk" if each.joint else each.who) for each in voices if each.code in phases.KIS]


def _plot(placement: Placement, numbers: list[int], *, is_agreed: bool) -> PlotLine:
    span = Span(placement.x_min, placement.x_max)
    codes = [code for number in range(span.low, span.high + 1) for code in phases.from_map(number)]
    agrees = span.holds(numbers[-1]) if numbers else None  # held against the highest, which follows for the case
    who = "Diagnose" if is_agreed else f"{placement.by.name}, {placement.function}"
    return PlotLine(who, sentence(placement.shape), " of ".join(phases.KIS[code].lower() for code in codes), agrees)


def _derived(guide: str, numbers: list[int], vertical: Span | None, readings: list[PhaseReading]) -> Derived:
    """The highest phase that somebody named for a place; in Flanders the vertical one counts as well ([A], §2.3)."""
    mine = [each for each in readings if each.guide == guide]
    chosen = mine[0] if mine and mine[0].phase else None
    names = phases.MAP if guide == Guide.MAP else phases.VL
    highest = max([*numbers, *([vertical.high] if vertical and guide == Guide.VL else [])], default=0)
    follows = f"{highest}. {names[highest - 1]}" if highest else ""
    return Derived(
        guide=guide,
        name=Guide(guide).label,
        follows=follows,
        chosen=chosen,
        chosen_name=f"{chosen.phase}. {names[chosen.phase - 1]}" if chosen and chosen.phase else "",
        earlier=mine[1:] if chosen else mine,
    )
