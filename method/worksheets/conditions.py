"""When a question or a remark shows: a small form of data, looked at for one respondent at a time.

A condition never puts answers of several people together, and nothing in it can run code.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from method.positive import sounds_negative


@dataclass(frozen=True)
class Given:
    """What one respondent answered to one item, as far as a condition may look at it."""

    codes: frozenset[str] = frozenset()
    answered: bool = False
    dont_know: bool = False
    rows: tuple[Mapping[str, Any], ...] = ()
    """Of a table: each row with the columns that were filled."""


NOTHING = Given()
Answers = Mapping[str, Given]


@dataclass(frozen=True)
class Condition(ABC):
    """Each kind says whether it holds for the answers of one respondent, and at which items it looks."""

    @abstractmethod
    def holds(self, answers: Answers) -> bool: ...

    @abstractmethod
    def items(self) -> Iterator[str]: ...


@dataclass(frozen=True)
class OfOneItem(Condition):
    """Looks at what was answered to one item."""

    item: str

    def items(self) -> Iterator[str]:
        yield self.item


@dataclass(frozen=True)
class Equals(OfOneItem):
    code: str

    def holds(self, answers: Answers) -> bool:
        return answers.get(self.item, NOTHING).codes == frozenset({self.code})


@dataclass(frozen=True)
class HasAny(OfOneItem):
    codes: frozenset[str]

    def holds(self, answers: Answers) -> bool:
        return bool(answers.get(self.item, NOTHING).codes & self.codes)


@dataclass(frozen=True)
class HasAll(OfOneItem):
    codes: frozenset[str]

    def holds(self, answers: Answers) -> bool:
        return self.codes <= answers.get(self.item, NOTHING).codes


@dataclass(frozen=True)
class Answered(OfOneItem):
    wanted: bool = True

    def holds(self, answers: Answers) -> bool:
        return answers.get(self.item, NOTHING).answered is self.wanted


@dataclass(frozen=True)
class DontKnow(OfOneItem):
    wanted: bool = True

    def holds(self, answers: Answers) -> bool:
        return answers.get(self.item, NOTHING).dont_know is self.wanted


@dataclass(frozen=True)
class Lacks(OfOneItem):
    """Some row of a table has nothing in this column."""

    column: str

    def holds(self, answers: Answers) -> bool:
        return any(not row.get(self.column) for row in answers.get(self.item, NOTHING).rows)


@dataclass(frozen=True)
class Negative(OfOneItem):
    """Some row of a table says in this column what people do not want (Vlaamse handreiking · Stap 2.4)."""

    column: str

    def holds(self, answers: Answers) -> bool:
        return any(sounds_negative(str(row.get(self.column, ""))) for row in answers.get(self.item, NOTHING).rows)


@dataclass(frozen=True)
class Count(Condition):
    """How many of these items have this answer: for the tables of a guide that are read by counting."""

    of: tuple[str, ...]
    code: str
    at_least: int = 0
    at_most: int = 1000

    def holds(self, answers: Answers) -> bool:
        found = sum(answers.get(item, NOTHING).codes == frozenset({self.code}) for item in self.of)
        return self.at_least <= found <= self.at_most

    def items(self) -> Iterator[str]:
        yield from self.of


@dataclass(frozen=True)
class And(Condition):
    parts: tuple[Condition, ...]

    def holds(self, answers: Answers) -> bool:
        return all(part.holds(answers) for part in self.parts)

    def items(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.items()


@dataclass(frozen=True)
class Or(Condition):
    parts: tuple[Condition, ...]

    def holds(self, answers: Answers) -> bool:
        return any(part.holds(answers) for part in self.parts)

    def items(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.items()


@dataclass(frozen=True)
class Not(Condition):
    part: Condition

    def holds(self, answers: Answers) -> bool:
        return not self.part.holds(answers)

    def items(self) -> Iterator[str]:
        yield from self.part.items()


def leaves(condition: Condition) -> Iterator[Condition]:
    """The parts that look at an item."""
    if isinstance(condition, And | Or):
        for part in condition.parts:
            yield from leaves(part)
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    else:
        yield condition
