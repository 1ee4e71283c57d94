"""The strategy of the Flemish guide for this case, from what was answered (R-B-125, 126, 127)."""

from dataclasses import dataclass

from analysis import references, said, situation
from analysis.models import Sheet
from analysis.situation import Found
from cases.models import Case
from common.refusal import Refused
from method import strategy as guide
from method.content import Item
from method.strategy import Fitting, Signs
from organisation.models import Organisation

KEYS = (*said.TOXIC, "tension_kind", "loud_voices", "dialogue_goal")
GOALS = {
    "compromise": "een compromis over de kwestie",
    "accept": "aanvaarden dat anderen er anders over denken",
}
STEP = "Vlaamse handreiking · Stap 2.1"


@dataclass(frozen=True)
class StrategyBoard:
    """What fits here, what to read before saying anything, and the goal of a talk if one was named."""

    fitting: list[Fitting]
    tips: tuple[Item, ...]
    goals: list[str]
    asks_goal: bool
    sheet: int
    """The worksheet in which the goal is named; 0 when it was not begun."""


def board(case: Case, found: Found | None = None) -> StrategyBoard:
    """Three queries, and those of the situation when the caller did not read it yet."""
    voices = said.said(case, KEYS)
    signs = _signs(voices, found or situation.of(case))
    goals = _goals(voices)
    sheet = Sheet.objects.filter(case=case, worksheet="vl-2").values_list("pk", flat=True).first()
    return StrategyBoard(
        fitting=guide.fitting(signs),
        tips=guide.tips(),
        goals=goals,
        asks_goal=guide.grows(signs) and not goals,
        sheet=sheet or 0,
    )


def _signs(voices: list[said.Said], found: Found) -> Signs:
    return Signs(
        toxic=tuple(said.toxic(voices)),
        threatens=tuple(said.nearly_toxic(voices)),
        democratic=tuple(said.democratic(voices)),
        kinds=frozenset(code for each in voices for code in each.codes.get("tension_kind", ())),
        phases=frozenset(code for place in found.situation.places for code in place.phases),
        loud=any("loud_voices" in each.codes for each in voices),
    )


def _goals(voices: list[said.Said]) -> list[str]:
    codes = [code for each in voices for code in each.codes.get("dialogue_goal", ())]
    return [GOALS[code] for code in dict.fromkeys(codes) if code in GOALS]


def check_loss(case: Case, kinds: tuple[str, ...]) -> None:
    """A dialogue may work the wrong way when people fear to lose something: that question comes first (R-B-079).

    *Weet ik niet* is an answer; fear that ties get lost (SE2) answers it as well.
    """
    if "dialogue" in kinds and not (references.said_anything(case, "loss_threat") or _fears_loss(case)):
        raise Refused(
            "Een gesprek tussen groepen kan averechts werken als mensen bang zijn iets te verliezen. Beantwoord eerst "
            "die vraag in het werkblad van KIS-stap 2.6. “Weet ik niet” mag ook.",
            "KIS · OR5",
        )


def _fears_loss(case: Case) -> bool:
    return any("SE2" in answer.value.get("codes", []) for answer, _, _ in references.given_to(case, "sentiments"))


def check_dialogue(case: Case, kinds: tuple[str, ...], region: str, found: Found) -> None:
    """While tension grows, a dialogue is planned only after its goal was named (R-B-126).

    It is a rule of the Flemish guide: it holds for whoever works with that guide, here or in this case.
    """
    if "dialogue" not in kinds:
        return
    there = board(case, found)
    if there.asks_goal and (region == Organisation.Words.VL or there.sheet):
        raise Refused(
            "De spanning groeit. Kies eerst het doel van het gesprek: een compromis, of aanvaarden dat een ander er "
            "anders over denkt. Dat doet u in het werkblad van stap 2.1.",
            STEP,
        )
