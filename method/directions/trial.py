"""Trying edited rules before they are published: do the known situations still come out, and what would change?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from method.directions.evaluate import advise
from method.directions.exercises import exercises
from method.directions.marked import BrokenFile, Problem, Row, Value, read
from method.directions.model import STRENGTHS, RuleSet, Situation
from method.directions.reading import DATA, directions
from method.directions.situation import situations

ALWAYS = {"OR7": "sterk"}


@dataclass(frozen=True)
class Trial:
    """One situation and what the guide makes of it."""

    code: str
    title: str
    situation: Situation
    directions: Mapping[str, str]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What the rules made of one trial. Empty differences: it came out."""

    trial: Trial
    found: Mapping[str, str]
    differences: tuple[str, ...]

    @property
    def same(self) -> bool:
        return not self.differences


@dataclass(frozen=True)
class Change:
    """What other rules would change in the advice on one situation."""

    code: str
    title: str
    lines: tuple[str, ...]


@cache
def trials() -> tuple[Trial, ...]:
    """The small situations, and the practice cases of the guide."""
    text = (DATA / "trials.yaml").read_text(encoding="utf-8")
    rows: list[Value] = read(text, "trials.yaml").data["trials"].data
    found: list[Problem] = []
    result = []
    for row in (Row(value, found, "een proef", "trials.yaml") for value in rows):
        code, expected = row.text("id"), row.row("expect", "wat eruit moet komen", required=True)
        strengths = (
            {each: expected.choice(each, STRENGTHS, required=False) for each in directions()} if expected else {}
        )
        result.append((code, {key: value for key, value in strengths.items() if value}, row.codes("n")))
    if found:
        raise BrokenFile(found)
    described = {each.situation.code: each.situation for each in situations(text)}
    small = [
        Trial(code, f"Proef {code}", described[code], ALWAYS | expected, notices) for code, expected, notices in result
    ]
    cases = [Trial(each.code, each.title, each.situation, each.directions, each.notices) for each in exercises()]
    return (*small, *cases)


def run(rules: RuleSet, tried: Iterable[Trial] | None = None) -> list[Outcome]:
    """Every trial under these rules."""
    result = []
    for trial in trials() if tried is None else tried:
        advice = advise(trial.situation, rules)
        lines = _strengths(trial.directions, advice.strengths, rules, "verwacht", "gevonden")
        codes = tuple(message.code for message in advice.notices)
        if set(codes) != set(trial.notices):
            lines.append(f"Meldingen: verwacht {_list(trial.notices)}, gevonden {_list(codes)}.")
        result.append(Outcome(trial, advice.strengths, tuple(lines)))
    return result


def changes(before: RuleSet, after: RuleSet, cases: Iterable[Situation]) -> list[Change]:
    """The situations whose advice would change, with each change in words."""
    result = []
    for situation in cases:
        old, new = advise(situation, before), advise(situation, after)
        lines = _strengths(old.strengths, new.strengths, after, "was", "wordt")
        was, becomes = {each.code for each in old.notices}, {each.code for each in new.notices}
        lines += [f"Melding {code} verdwijnt." for code in sorted(was - becomes)]
        lines += [f"Melding {code} komt erbij." for code in sorted(becomes - was)]
        if lines:
            result.append(Change(situation.code, situation.title, tuple(lines)))
    return result


def _strengths(
    before: Mapping[str, str], after: Mapping[str, str], rules: RuleSet, first: str, second: str
) -> list[str]:
    return [
        f"{rules.directions[code].name}: {first} {before.get(code, 'niet geadviseerd')}, "
        f"{second} {after.get(code, 'niet geadviseerd')}."
        for code in rules.directions
        if before.get(code) != after.get(code)
    ]


def _list(codes: Iterable[str]) -> str:
    return ", ".join(codes) or "geen"
