"""What the advice is made of: the described situation, the rules, and the advice itself. All frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Strength = Literal["sterk", "mogelijk"]
STRENGTHS: tuple[Strength, ...] = ("sterk", "mogelijk")
WHOLE_CASE = ""
"""The key of a reason that holds for the case as a whole and not for one place."""


# What a team found


@dataclass(frozen=True)
class Place:
    """One place in the case, with what was found there. Each place stands on its own (KIS-handreiking, stap 2.4).

    People may name different phases: all of them stay, and none is computed from another.
    """

    key: str
    code: str
    phases: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    sub: tuple[str, ...] = ()
    name: str = ""
    hotspot: bool = False


@dataclass(frozen=True)
class Situation:
    """The answers of step 2 and 3 that the rules look at. The order in which they came makes no difference."""

    places: tuple[Place, ...] = ()
    answers: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    cause: str = ""
    groups: frozenset[str] = frozenset()
    target_groups: frozenset[str] = frozenset()
    priorities: tuple[str, ...] = ()
    region: str = "NL"
    code: str = ""
    title: str = ""
    gaps: frozenset[str] = frozenset()
    """What is missing in the information (IP1…IP10, or IP1-unknown…): the flag `info_gap` says that there is any."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", tuple(sorted(self.places, key=lambda each: (each.code, each.key))))

    @property
    def refugees(self) -> bool:
        """Whether the tension is about the arrival or housing of refugees."""
        return "refugee_context" in self.flags or "T7" in self.target_groups


@dataclass(frozen=True)
class Choice:
    """What a person chose after the advice; some notices belong to that moment."""

    directions: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    instigator: bool = False


# The rules


@dataclass(frozen=True)
class Word:
    """One answer that the guides offer, with its label."""

    code: str
    kind: str
    label: str
    source: str
    estimated: bool = False


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem that several answers may point at."""

    code: str
    label: str
    about: str
    source: str
    estimated: bool = False


@dataclass(frozen=True)
class Derivation:
    """Which problems an answer points at. An umbrella only counts while none of its parts was chosen."""

    answer: str
    gives: frozenset[str]
    source: str
    sets: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    estimated: bool = False


@dataclass(frozen=True)
class Rule:
    """When a direction is advised. No places means: wherever it is found."""

    code: str
    direction: str
    strength: Strength
    source: str
    places: frozenset[str] = frozenset()
    any_of: frozenset[str] = frozenset()
    flag: str = ""
    always: bool = False
    estimated: bool = False
    note: str = ""


@dataclass(frozen=True)
class Condition:
    """Everything that is filled in must hold, of a list one. Place, phase, answer and problem hold at one place."""

    place: frozenset[str] = frozenset()
    phase: frozenset[str] = frozenset()
    answer: frozenset[str] = frozenset()
    problem: frozenset[str] = frozenset()
    flag: frozenset[str] = frozenset()
    cause: str = ""
    strong: frozenset[str] = frozenset()
    advised: frozenset[str] = frozenset()
    chosen_kind: frozenset[str] = frozenset()
    not_chosen: frozenset[str] = frozenset()
    instigator: bool = False

    @property
    def of_choice(self) -> bool:
        """Belongs to the moment that someone chooses, not to the advice."""
        return bool(self.chosen_kind or self.instigator)


@dataclass(frozen=True)
class Notice:
    """A message beside the advice; it advises nothing by itself."""

    code: str
    text: str
    when: Condition
    source: str
    estimated: bool = False


@dataclass(frozen=True)
class Direction:
    """One of the seven directions, explained."""

    code: str
    name: str
    phenomenon: str
    what: str
    when: str
    when_not: str
    why: str
    source: str
    rank: int
    estimated: frozenset[str] = frozenset()
    throughout: bool = False
    kinds: tuple[Word, ...] = ()
    checks: tuple[Word, ...] = ()


@dataclass(frozen=True)
class RuleSet:
    """One version of the rules, complete in itself, so that an old advice can be made again."""

    version: str
    source: str
    words: Mapping[str, Word]
    directions: Mapping[str, Direction]
    problems: Mapping[str, ProblemKind]
    derivations: Mapping[str, Derivation]
    rules: tuple[Rule, ...]
    notices: tuple[Notice, ...]
    hints: tuple[Notice, ...]

    def rules_of(self, direction: str) -> tuple[Rule, ...]:
        return self._by_direction.get(direction, ())

    @cached_property
    def _by_direction(self) -> dict[str, tuple[Rule, ...]]:
        return {code: tuple(rule for rule in self.rules if rule.direction == code) for code in self.directions}

    def label(self, code: str) -> str:
        """The words of an answer or of a kind of problem; the code itself when it was taken out of the rules."""
        found = self.words.get(code) or self.problems.get(code)
        return found.label if found else code


# The advice


@dataclass(frozen=True)
class Gap:
    """Something missing in the information, and the ways that may help."""

    code: str
    label: str
    ways: tuple[Word, ...]
    source: str


@dataclass(frozen=True)
class Reason:
    """Why a rule holds, or why it does not: the place, the problems, and the answers that pointed at them."""

    rule: str
    holds: bool
    text: str
    source: str
    strength: str = ""
    place: str = WHOLE_CASE
    place_name: str = ""
    phases: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    estimated: bool = False
    aim: str = ""
    after_calm: bool = False


@dataclass(frozen=True)
class DirectionAdvice:
    """What the rules say about one direction. A person chooses."""

    code: str
    name: str
    advised: bool
    strength: str
    because: tuple[Reason, ...]
    source: str
    throughout: bool = False

    @property
    def after_calm(self) -> bool:
        """Every place it is advised for is in incidents or escalation: first calm, then this."""
        return self.advised and all(reason.after_calm for reason in self.because)


@dataclass(frozen=True)
class Message:
    """A notice or hint that holds now, and for which places."""

    code: str
    text: str
    source: str
    places: tuple[str, ...] = ()
    estimated: bool = False


@dataclass(frozen=True)
class FoundProblem:
    """A problem that the answers point at, and where."""

    code: str
    label: str
    places: tuple[str, ...]
    priority: int = 0


@dataclass(frozen=True)
class Advice:
    """The whole advice for one situation under one version of the rules."""

    version: str
    directions: tuple[DirectionAdvice, ...]
    notices: tuple[Message, ...]
    hints: tuple[Message, ...]
    problems: tuple[FoundProblem, ...]
    by_place: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def strengths(self) -> dict[str, str]:
        """Advised directions with their strength."""
        return {each.code: each.strength for each in self.directions if each.advised}

    @property
    def all_problems(self) -> frozenset[str]:
        return frozenset().union(*self.by_place.values()) if self.by_place else frozenset()

    def direction(self, code: str) -> DirectionAdvice:
        return next(each for each in self.directions if each.code == code)


def strongest(strengths: Iterable[str]) -> str:
    """'sterk' when one of them is, else 'mogelijk', else nothing."""
    found = set(strengths)
    return next((strength for strength in STRENGTHS if strength in found), "")
