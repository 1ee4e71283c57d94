"""Which questions show, and how far a worksheet is. Pure: looks at the answers of each respondent by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from method.worksheets import Item, Note, Step, Worksheet, values
from method.worksheets.conditions import Given

JOINT = "joint"
ByRespondent = Mapping[str, Mapping[str, Given]]
"""Respondent to item to what was answered."""


def by_respondent(answers: Iterable[Any]) -> dict[str, dict[str, Given]]:
    """Rows of answers, each respondent apart. They are never put together."""
    found: dict[str, dict[str, Given]] = {}
    for row in answers:
        unknown = row.state == "unknown"
        found.setdefault(row.respondent, {})[row.item] = values.given(row.value, dont_know=unknown)
    return found


def shows(item: Item, answers: ByRespondent) -> bool:
    """Whether to ask this: when it applies for anyone who answered, or for a sheet that is still empty."""
    if item.when is None:
        return True
    if item.for_me and any(said(item, each) for each in answers.values()):
        return True
    return any(item.when.holds(each) for each in answers.values()) or (not answers and item.when.holds({}))


def said(item: Item, answers: Mapping[str, Given]) -> bool:
    """Whether this respondent answered; *weet ik niet* counts."""
    given = answers.get(item.code)
    return given is not None and (given.answered or given.dont_know)


def asked_of(item: Item, me: str, answers: ByRespondent) -> bool:
    """Whether to put this question to me: a question for some roles only to who said to have one, or who answered it
    before. Who sit together answer everything (domain §5.2, R-B-080)."""
    if not item.for_me or item.when is None or me == JOINT:
        return True
    mine = answers.get(me, {})
    return said(item, mine) or item.when.holds(mine)


def visible(sheet: Worksheet, answers: ByRespondent) -> set[str]:
    return {item.code for item in sheet.items if shows(item, answers)}


def holding(note: Note, answers: ByRespondent) -> list[str]:
    """The respondents for whom a note of the guide holds."""
    return [respondent for respondent, each in answers.items() if note.when.holds(each)]


def open_step(step: Step, answers: ByRespondent) -> bool:
    """Whether what this step needs was answered by anyone."""
    return step.needs is None or any(step.needs.when.holds(each) for each in answers.values())


def worded(sheet: Worksheet, answers: ByRespondent) -> Worksheet:
    """The worksheet with its questions put as fits what people said (KIS · OR7: an AZC, a house of worship, …).

    What the group said together counts, or else what all say who answered. Where they differ the plain words stay.
    """
    if not any(item.wordings for item in sheet.items):
        return sheet
    return replace(
        sheet,
        steps=tuple(replace(step, items=tuple(_put(item, answers) for item in step.items)) for step in sheet.steps),
    )


def _put(item: Item, answers: ByRespondent) -> Item:
    if not item.wordings:
        return item
    asked = item.wordings[0].item
    said = {who: each[asked].codes for who, each in answers.items() if asked in each and each[asked].codes}
    found = {said["joint"]} if "joint" in said else set(said.values())
    codes = found.pop() if len(found) == 1 else frozenset()
    label = next((each.label for each in item.wordings if each.code in codes), item.label)
    return replace(item, label=label)


@dataclass(frozen=True)
class Progress:
    """How many questions have at least one answer; *weet ik niet* counts."""

    done: int
    total: int

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(self.done + other.done, self.total + other.total)

    @property
    def whole(self) -> bool:
        return self.done >= self.total

    @property
    def begun(self) -> bool:
        return self.done > 0

    @property
    def words(self) -> str:
        if not self.total:
            return "Nog geen vragen"
        if self.whole:
            return "Alles beantwoord"
        return f"{self.done} van {self.total} beantwoord" if self.begun else "Nog niet begonnen"


NONE = Progress(0, 0)


def of_items(items: Iterable[Item], answers: ByRespondent) -> Progress:
    asked = [item for item in items if item.counts and shows(item, answers)]
    done = sum(any(said(item, each) for each in answers.values()) for item in asked)
    return Progress(done, len(asked))


def of_sheet(sheet: Worksheet, answers: ByRespondent) -> Progress:
    return of_items(sheet.items, answers)


def of_steps(sheet: Worksheet, answers: ByRespondent) -> list[tuple[Step, Progress]]:
    return [(step, of_items(step.items, answers)) for step in sheet.steps]
