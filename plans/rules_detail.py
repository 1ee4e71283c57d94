"""What a plan with several challenges asks (Vlaamse handreiking · Stap 3.1), and what residents may lean on."""

from collections.abc import Iterable
from functools import cache

from common.refusal import Refused
from method.library.reading import library
from plans.models import Action, Plan
from plans.models_detail import ActionDetail, Challenge

SOURCE = "Vlaamse handreiking · Stap 3.1"
NEEDS_REASON = "Er is meer dan één uitdaging. Schrijf op waarom deze op deze plaats komt."


def check_reason(plan: Plan, reason: str, challenge: Challenge | None = None) -> None:
    """Of two or more challenges each says why it stands where it stands (R-B-138)."""
    rest = plan.challenges.exclude(pk=challenge.pk) if challenge else plan.challenges.all()
    if not reason.strip() and rest.exists():
        raise Refused(NEEDS_REASON, SOURCE)


def check_order(plan: Plan, reason: str) -> None:
    """A challenge that is added: it and the one that stood alone until now both say why they stand where they stand."""
    check_reason(plan, reason)
    alone = plan.challenges.filter(reason="").first()
    if alone is not None:
        raise Refused(f"Schrijf eerst bij “{alone.text}” op waarom zij op die plaats staat.", SOURCE)


# Basic safety (KIS direction 4)

BACKING_SOURCE = "KIS-handreiking, oplossingsrichting 4, onderbouwing. Code in de regels: N2"
RESIDENTS = "bewoners"


def unbacked(actions: Iterable[Action]) -> list[Action]:
    """What residents take up while no action in the plan backs them with clean, whole or safe (R-B-077).

    A person says which part an action has. Until then a practice example of direction 4 that residents carry counts as
    their own initiative.
    """
    going = [each for each in actions if each.state != Action.State.DROPPED]
    if any(_safety(each) in ActionDetail.BACKING for each in going):
        return []
    return [each for each in going if each.is_open and _by_residents(each)]


def _safety(action: Action) -> str:
    detail: ActionDetail | None = getattr(action, "detail", None)
    return detail.safety if detail else ""


def _by_residents(action: Action) -> bool:
    said = _safety(action)
    example = getattr(action, "library", None)
    return said == ActionDetail.Safety.RESIDENTS or (not said and bool(example and example.record in _carried()))


@cache
def _carried() -> frozenset[str]:
    """The practice examples of direction 4 that the guide says residents carry, alone or before others."""
    return frozenset(each.code for each in library() if "OR4" in each.directions and each.executors[:1] == (RESIDENTS,))


def unbacked_words(actions: list[Action]) -> str:
    """The hint in one or two sentences; nothing when there is nothing to say."""
    if not actions:
        return ""
    what = f"Bij “{actions[0].what}” pakken" if len(actions) == 1 else f"Bij {len(actions)} acties pakken"
    return (
        f"{what} bewoners zelf iets op. Er staat nog geen ruggensteun in het plan van wie zorgt voor schoon, heel en "
        "veilig, en zonder die steun helpt een oproep aan bewoners weinig. "
        "Voeg die toe, of zeg bij een actie onder “Uitwerken” dat zij ruggensteun geeft."
    )
