"""The information position: which answers to the checklist are a gap, and what may help (KIS direction OR6).

One gap is enough for the direction (domain §5.2). What is a gap is data; a person still chooses what to do with it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from method.directions.marked import BrokenFile, document, unique
from method.directions.model import Gap
from method.directions.reading import DATA, of_kind, source, words

SHEET = "kis-informatiepositie"
FLAG = "info_gap"
"""What the rules look at: that there is any gap."""
UNKNOWN = "unknown"
"""The answer *weet ik niet*. It is a gap at every question."""


@dataclass(frozen=True)
class Question:
    """One question of the checklist: the answers that are a gap, and the ways that may help against it."""

    item: str
    gap: str
    when: frozenset[str]
    fine: frozenset[str]
    ways: tuple[str, ...]
    source: str

    @property
    def answers(self) -> frozenset[str]:
        """Every answer that may be given."""
        return self.when | self.fine | {UNKNOWN}


@cache
def questions() -> tuple[Question, ...]:
    top, found = document((DATA / "information.yaml").read_text(encoding="utf-8"), "information.yaml")
    rows = top.rows("questions", "een vraag van de checklist")
    top.close()
    result = []
    for row in rows:
        result.append(
            Question(
                item=row.text("item"),
                gap=row.choice("gap", of_kind("gap")),
                when=frozenset(row.codes("when", required=True)),
                fine=frozenset(row.codes("fine", required=True)),
                ways=row.codes("ways", of_kind("way"), required=True),
                source=source(row),
            )
        )
        row.close()
    unique((each.item, row) for each, row in zip(result, rows, strict=True))
    if found:
        raise BrokenFile(found)
    return tuple(result)


def gaps(answers: Mapping[str, Collection[str]]) -> frozenset[str]:
    """What is missing, by all that was answered to each question. More answers never take a gap away."""
    return frozenset(code for each in questions() for code in gaps_of(each, answers.get(each.item, ())))


def gaps_of(question: Question, answers: Iterable[str]) -> frozenset[str]:
    """The gaps that these answers to one question point at."""
    given = frozenset(answers)
    known = {question.gap} if given & question.when else set()
    return frozenset(known | ({f"{question.gap}-{UNKNOWN}"} if UNKNOWN in given else set()))


def question(item: str) -> Question | None:
    return next((each for each in questions() if each.item == item), None)


def described(codes: Collection[str]) -> tuple[Gap, ...]:
    """The gaps in the order of the checklist, each with the ways that may help."""
    result: dict[str, Gap] = {}
    for each in questions():
        for code in (each.gap, f"{each.gap}-{UNKNOWN}"):
            if code in codes and code not in result:
                ways = dict.fromkeys(way for other in questions() if other.gap == each.gap for way in other.ways)
                result[code] = Gap(code, words()[code].label, tuple(words()[way] for way in ways), each.source)
    return tuple(result.values())
