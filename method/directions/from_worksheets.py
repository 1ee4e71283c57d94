"""From what people answered in the worksheets to a situation, by the meaning (`feeds`) that each item carries.

Several people may answer. Everything that someone named counts, nothing is averaged, and no phase is chosen for them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from method.directions import information
from method.directions.model import Place, Situation

Codes = Mapping[str, Collection[str]]
"""By the key that the item feeds, the codes that anyone chose. A yes is `ja`; of a table the codes of its types."""
YES = "ja"
YES_GIVES = {"own_role_a": "R27A", "own_role_b": "R27B"}
YES_FLAGS = ("loss_threat", "refugee_context")
CAUSE_ORDER = ("other", "same", "unknown")
"""One person who sees another cause beneath is enough to ask the question."""


@dataclass(frozen=True)
class PlaceAnswers:
    """One place with what was answered about it."""

    key: str
    code: str
    name: str = ""
    sub: tuple[str, ...] = ()
    hotspot: bool = False
    codes: Codes = field(default_factory=dict)


def situation(
    places: Iterable[PlaceAnswers],
    codes: Codes,
    *,
    checklist: Codes | None = None,
    region: str = "NL",
    code: str = "",
    title: str = "",
) -> Situation:
    """The situation that the rules look at. Keys that no rule looks at are left alone.

    `checklist` holds what was answered about the information position, by question; *unknown* is an answer too. A gap
    that somebody ticked counts as much as one that follows from an answer.
    """
    found = tuple(places)
    everywhere = _together([codes, *(place.codes for place in found)])
    gaps = information.gaps(checklist or {}) | frozenset(everywhere.get("information_gaps", ()))
    return Situation(
        places=tuple(_place(place) for place in found),
        answers=frozenset(_answers(everywhere)),
        flags=frozenset(_flags(everywhere)) | ({information.FLAG} if gaps else frozenset()),
        gaps=gaps,
        cause=next((each for each in CAUSE_ORDER if each in everywhere.get("real_cause", ())), ""),
        groups=frozenset({*everywhere.get("groups_cause", ()), *everywhere.get("groups_solution", ())}),
        target_groups=frozenset(everywhere.get("target_groups", ())),
        priorities=_priorities(codes, everywhere),
        region=region,
        code=code,
        title=title,
    )


def _priorities(codes: Codes, everywhere: Codes) -> tuple[str, ...]:
    """What people chose to tackle, in the order of the guide; what they put first goes first."""
    wanted = dict.fromkeys((*codes.get("priorities", ()), *everywhere.get("priorities", ())))
    first = [code for code in everywhere.get("priority_first", ()) if code in wanted]
    return tuple(dict.fromkeys((*first, *wanted)))


def _place(place: PlaceAnswers) -> Place:
    return Place(
        key=place.key,
        code=place.code,
        phases=frozenset(place.codes.get("phase", ())),
        answers=frozenset({*place.codes.get("forms", ()), *place.codes.get("causes", ())}),
        sub=tuple(sorted(place.sub)),
        name=place.name,
        hotspot=place.hotspot,
    )


def _together(all_codes: Iterable[Codes]) -> dict[str, list[str]]:
    """Every code that stands anywhere, by key, in the order of the codes."""
    result: dict[str, set[str]] = {}
    for codes in all_codes:
        for key, values in codes.items():
            result.setdefault(key, set()).update(values)
    return {key: sorted(values) for key, values in result.items()}


def _answers(codes: Codes) -> Iterable[str]:
    for key in ("sentiments", "triggers", "triggers_kinds"):
        yield from codes.get(key, ())
    yield from (answer for key, answer in YES_GIVES.items() if YES in codes.get(key, ()))


def _flags(codes: Codes) -> Iterable[str]:
    yield from (key for key in YES_FLAGS if YES in codes.get(key, ()))
    if "homogeneous" in codes.get("homogeneous", ()):
        yield "homogeneous"
