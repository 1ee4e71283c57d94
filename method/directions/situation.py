"""Reads a described situation (docs/advies.md) and refuses one with an unknown answer, by line."""

from collections.abc import Collection
from dataclasses import dataclass

from method.directions import information
from method.directions.marked import BrokenFile, Problem, Row, Value, read
from method.directions.model import Choice, Place, Situation
from method.directions.reading import CAUSES, directions, of_kind, words

NOT_FOR_THE_RULES = (
    "accept", "actors_positive", "sentiments_to_test", "gov_role_to_test", "expected_directions", "expected_not",
    "expected_notices", "expected_candidates", "expect", "n", "id", "title", "why",
)  # fmt: skip
"""What may stand in a file and is not looked at: expectations, and what a team still has to test."""


@dataclass(frozen=True)
class Described:
    """One situation of a file, with the keys in it that mean nothing here."""

    situation: Situation
    choice: Choice | None
    chosen: tuple[str, ...]
    ignored: tuple[str, ...]


def situations(text: str, file: str = "", examples: Collection[str] | None = None) -> list[Described]:
    """Every situation in the text: one mapping, a list of them, or either under `situation:` or `cases:`.

    `examples` are the codes that a choice may name; without them any code may stand there.
    """
    value = read(text, file)
    if isinstance(value.data, dict):
        for key in ("situation", "situations", "cases", "trials"):
            if key in value.data:
                value = value.data[key]
                break
    found: list[Problem] = []
    rows = value.data if isinstance(value.data, list) else [value]
    result = [_described(each, found, file, number, examples) for number, each in enumerate(rows, start=1)]
    if not result:
        found.append(Problem(value.line, "er staat geen situatie in", file))
    if found:
        raise BrokenFile(found)
    return result


def situation(text: str) -> Situation:
    """The one situation in the text."""
    return situations(text)[0].situation


def _described(
    value: Value, found: list[Problem], file: str, number: int, examples: Collection[str] | None
) -> Described:
    row = Row(value, found, f"situatie {number}", file)
    code = row.text("id", required=False)
    row.what = code or row.what
    title = row.text("title", required=False)
    ignored: list[str] = []
    whole: set[str] = set()
    if "loc" in row:
        places, whole = _short(row)
    else:
        places = [_place(each, ignored) for each in row.rows("locations", f"een plek van {row.what}", required=False)]
    for key, kind in (("sentiments", "sentiment"), ("triggers", "trigger")):
        whole |= set(row.codes(key, of_kind(kind)))
    whole |= _government(row)
    gaps = information.gaps(_checklist(row))
    described = Situation(
        places=tuple(_keyed(places)),
        answers=frozenset(whole),
        flags=_flags(row) | ({information.FLAG} if gaps else frozenset()),
        gaps=gaps,
        cause=row.choice("real_cause", CAUSES, required=False),
        groups=frozenset(row.codes("groups", of_kind("group"))),
        target_groups=frozenset(row.codes("target_groups", of_kind("target"))),
        priorities=row.codes("priorities"),
        region=row.choice("region", ("NL", "VL"), required=False) or "NL",
        code=code,
        title=title,
    )
    choice, chosen = _choice(row, examples)
    ignored += [key for key in row.rest() if key not in NOT_FOR_THE_RULES]
    return Described(described, choice, chosen, tuple(ignored))


def _place(row: Row, ignored: list[str]) -> Place:
    place = Place(
        key=row.text("key", required=False),
        code=row.choice("code", of_kind("place")),
        phases=_phases(row),
        answers=frozenset(
            (*row.codes("forms", of_kind("form")), *row.codes("causes", of_kind("cause"))),
        ),
        sub=tuple(sorted(row.codes("sub"))),
        name=row.text("name", required=False),
        hotspot=row.flag("hotspot"),
    )
    row.codes("accept", of_kind("phase"))
    ignored += [f"locations.{key}" for key in row.rest() if key not in NOT_FOR_THE_RULES and key != "optional"]
    return place


def _phases(row: Row) -> frozenset[str]:
    """`phase: F2`, or `phases: [F2, F3]` when people did not agree."""
    one = row.choice("phase", of_kind("phase"), required=False)
    return frozenset((*([one] if one else []), *row.codes("phases", of_kind("phase"))))


def _short(row: Row) -> tuple[list[Place], set[str]]:
    """The short form for trying a rule: one place (`loc`), and all answers in one list."""
    answers = set(row.codes("answers", of_kind("form", "cause", "sentiment", "trigger", "government")))
    here = {answer for answer in answers if words()[answer].kind in ("form", "cause")}
    place = Place(
        key="",
        code=row.choice("loc", of_kind("place")),
        phases=_phases(row),
        answers=frozenset(here),
        hotspot=row.flag("hotspot"),
    )
    return [place], answers - here


def _keyed(places: list[Place]) -> list[Place]:
    """A key for each place that does not depend on the order in the file."""
    counted: dict[str, int] = {}
    result = []
    for place in sorted(
        places, key=lambda p: (p.code, p.key, p.name, p.sub, sorted(p.phases), sorted(p.answers), p.hotspot)
    ):
        counted[place.code] = counted.get(place.code, 0) + 1
        key = place.key or (place.code if counted[place.code] == 1 else f"{place.code}-{counted[place.code]}")
        result.append(
            Place(key, place.code, place.phases, place.answers, place.sub, place.name, place.hotspot),
        )
    return result


def _flags(row: Row) -> frozenset[str]:
    flags = row.row("flags", f"de kenmerken van {row.what}")
    if flags is None:
        return frozenset()
    result = frozenset(flag for flag in sorted(of_kind("flag")) if flags.flag(flag))
    flags.close()
    return result


def _checklist(row: Row) -> dict[str, tuple[str, ...]]:
    """The information position: `information: {ip4: chance, ip5: [partly, unknown]}`, as in the worksheet."""
    checklist = row.row("information", f"de informatiepositie van {row.what}")
    if checklist is None:
        return {}
    asked = [each for each in information.questions() if each.item in checklist]
    found = {each.item: checklist.either(each.item, each.answers) for each in asked}
    checklist.close()
    return found


def _government(row: Row) -> set[str]:
    """Step 2.7: A, the discontent is also about us; B, what we do adds to it."""
    government = row.row("gov", f"de eigen rol van {row.what}")
    if government is None:
        return set()
    return {code for key, code in (("A", "R27A"), ("B", "R27B")) if government.flag(key)}


def _choice(row: Row, examples: Collection[str] | None) -> tuple[Choice | None, tuple[str, ...]]:
    """What was chosen already: `choice: {directions: [OR1], interventions: [K08], instigator: false}`."""
    choice = row.row("choice", f"de keuze bij {row.what}")
    if choice is None:
        return None, ()
    result = Choice(
        directions=frozenset(choice.codes("directions", directions())), instigator=choice.flag("instigator")
    )
    chosen = choice.codes("interventions", examples, why="onbekend voorbeeld")
    choice.close()
    return result, chosen
