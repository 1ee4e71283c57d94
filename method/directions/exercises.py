"""The practice cases of KIS: a story, our reasoned answers, and one's own answers beside them (R-B-155, 156).

There is no mark: what differs is shown with a reason, and what one may just as well think counts as right.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from method.directions.evaluate import advise
from method.directions.marked import BrokenFile, Row, document
from method.directions.model import STRENGTHS, WHOLE_CASE, RuleSet, Situation
from method.directions.reading import directions, of_kind, source, words
from method.directions.situation import situations

DATA = Path(__file__).parents[1] / "data" / "exercises"
PHASE, PLACE, CAUSE = "phase", "place", "real_cause"
Verdict = Literal["same", "also_right", "missing", "not_right", "other"]
VERDICTS: dict[str, str] = {
    "same": "Zoals wij",
    "also_right": "Kan ook",
    "missing": "Dit hadden wij wel",
    "not_right": "Dit zouden wij niet doen",
    "other": "Anders dan wij",
}
RIGHT = frozenset({"same", "also_right"})


@dataclass(frozen=True)
class Exercise:
    """One practice case. Never counted in a report."""

    code: str
    number: int
    title: str
    story: str
    good: str
    lesson: str
    source: str
    situation: Situation
    accepted: Mapping[str, tuple[str, ...]]
    optional: frozenset[str]
    directions: Mapping[str, str]
    notices: tuple[str, ...]
    candidates: tuple[str, ...]
    reasons: Mapping[tuple[str, str], str]
    may_miss: Mapping[tuple[str, str], str]
    also_right: Mapping[tuple[str, str], str]
    not_right: Mapping[tuple[str, str], str]
    advice: Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """One answer of one's own beside ours."""

    place: str
    answer: str
    label: str
    verdict: Verdict
    text: str

    @property
    def right(self) -> bool:
        return self.verdict in RIGHT

    @property
    def words(self) -> str:
        return VERDICTS[self.verdict]


@cache
def exercises() -> tuple[Exercise, ...]:
    """The practice cases in their order."""
    found = [exercise(path.read_text(encoding="utf-8"), path.name) for path in sorted(DATA.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda each: each.number))


def exercise(text: str, file: str = "") -> Exercise:
    """One practice case from YAML; BrokenFile names every mistake with its line."""
    described = situations(text, file)[0].situation
    top, found = document(text, file, "de oefening")
    if not top.flag("exercise"):
        top.wrong("‘exercise: true’ ontbreekt: een oefencasus moet als oefening te herkennen zijn", "exercise")
    expected = top.row("situation", "de situatie", required=True)
    strengths = expected.row("expected_directions", "de verwachte richtingen", required=True) if expected else None
    places = expected.rows("locations", "een plek") if expected else []
    result = Exercise(
        code=described.code,
        number=top.number("number", 1, 99) or 0,
        title=top.text("title"),
        story=top.text("story"),
        good=top.text("good"),
        lesson=top.text("lesson"),
        source=source(top),
        situation=described,
        accepted={place.text("code"): place.codes("accept", of_kind("phase")) for place in places},
        optional=frozenset(place.text("code") for place in places if place.flag("optional")),
        directions=_strengths(strengths),
        notices=expected.codes("expected_notices") if expected else (),
        candidates=expected.codes("expected_candidates") if expected else (),
        reasons=_why(top, "reasons"),
        may_miss=_why(top, "may_miss"),
        also_right=_why(top, "also_right"),
        not_right=_why(top, "not_right"),
        advice={
            row.choice("direction", directions()): row.text("why")
            for row in top.rows("advice", "een uitleg bij advies")
        },
    )
    top.close()
    _complete(result, top)
    if found:
        raise BrokenFile(found)
    return result


def _strengths(row: Row | None) -> dict[str, str]:
    if row is None:
        return {}
    found = {code: row.choice(code, STRENGTHS, required=False) for code in directions()}
    row.close()
    return {code: strength for code, strength in found.items() if strength}


def _why(top: Row, key: str) -> dict[tuple[str, str], str]:
    result = {}
    for row in top.rows(key, "een uitleg", required=False):
        place = row.choice("place", of_kind("place"), required=False)
        answer = row.choice("answer", {*words(), PHASE, PLACE, CAUSE})
        result[place, answer] = row.text("why")
        row.close()
    return result


def _complete(found: Exercise, top: Row) -> None:
    """Every answer of ours has its reason, and every direction its explanation."""
    for key in _answers(found.situation):
        if key not in found.reasons:
            top.wrong(f"bij {key[0] or 'de hele casus'} ontbreekt de uitleg van het antwoord {key[1]}", "reasons")
    for code in directions():
        if code not in found.advice:
            top.wrong(f"de uitleg bij richting {code} ontbreekt", "advice")


def _answers(situation: Situation) -> dict[tuple[str, str], str]:
    """Every answer with the kind of place it was given for, and the phase of that place."""
    result: dict[tuple[str, str], str] = {}
    for place in situation.places:
        result[place.code, PHASE] = " ".join(sorted(place.phases))
        result |= {(place.code, answer): answer for answer in sorted(place.answers)}
    result |= {(WHOLE_CASE, answer): answer for answer in sorted(situation.answers | situation.flags)}
    if situation.cause:
        result[WHOLE_CASE, CAUSE] = situation.cause
    return result


def compare(own: Situation, ours: Exercise) -> list[Difference]:
    """One's own answers beside ours, place by place. The advice that follows is compared by `compare_advice`."""
    mine, theirs = _answers(own), _answers(ours.situation)
    mine_places, their_places = ({code for code, _ in each if code} for each in (mine, theirs))
    result = []
    for code in sorted(their_places - mine_places):
        verdict: Verdict = "also_right" if code in ours.optional else "missing"
        text = ours.reasons.get((code, PLACE), "") or "Deze plek staat in onze uitwerking."
        result.append(Difference(code, PLACE, words()[code].label, verdict, text))
    for key in sorted(set(mine) | set(theirs)):
        if key[0] and key[0] not in mine_places:
            continue
        result.append(_difference(key, mine, theirs, ours))
    return result


def _difference(
    key: tuple[str, str], mine: Mapping[tuple[str, str], str], theirs: Mapping[tuple[str, str], str], ours: Exercise
) -> Difference:
    place, answer = key
    why = ours.reasons.get(key, "")
    if answer == PHASE and key in mine and key in theirs:
        return _phase(key, mine[key].split(), theirs[key], ours)
    label = words()[answer].label if answer in words() else LABELS[answer]
    if key in mine and key in theirs:
        return Difference(place, answer, label, "same" if mine[key] == theirs[key] else "other", why)
    if key in theirs:
        if key in ours.may_miss:
            return Difference(place, answer, label, "also_right", ours.may_miss[key])
        return Difference(place, answer, label, "missing", why)
    if key in ours.also_right:
        return Difference(place, answer, label, "also_right", ours.also_right[key])
    if key in ours.not_right:
        return Difference(place, answer, label, "not_right", ours.not_right[key])
    return Difference(place, answer, label, "other", "Dit staat niet in onze uitwerking. Waar las u het in de casus?")


def _phase(key: tuple[str, str], mine: list[str], theirs: str, ours: Exercise) -> Difference:
    """The phase is an estimate: what lies near is right as well."""
    accepted = {theirs, *ours.accepted.get(key[0], ())}
    verdict: Verdict = "other"
    if mine == [theirs]:
        verdict = "same"
    elif mine and set(mine) <= accepted:
        verdict = "also_right"
    label = " of ".join(words()[phase].label for phase in mine if phase in words()) or "Geen fase"
    return Difference(key[0], PHASE, label, verdict, f"{ours.reasons.get(key, '')} Wij kozen: {words()[theirs].label}.")


LABELS = {PHASE: "Fase", PLACE: "Plek", CAUSE: "Zit er iets anders achter?"}


def compare_advice(own: Situation, ours: Exercise, rules: RuleSet) -> list[Difference]:
    """What the rules make of one's own answers beside ours, direction by direction, with the reason of ours."""
    found = advise(own, rules).strengths
    result = []
    for code, direction in rules.directions.items():
        verdict: Verdict = "same" if found.get(code) == ours.directions.get(code) else "other"
        text = f"{ours.advice[code]} Bij ons: {_said(ours.directions.get(code))}. Bij u: {_said(found.get(code))}."
        result.append(Difference("", code, direction.name, verdict, text))
    return result


def _said(strength: str | None) -> str:
    return f"{strength} geadviseerd" if strength else "niet geadviseerd"


def right(differences: Iterable[Difference]) -> bool:
    """Whether everything was as we had it, or just as good."""
    return all(each.right for each in differences)
