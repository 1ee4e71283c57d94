"""What the library is made of. All frozen; every record and every word names its source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Estimate:
    """A value that the guide does not give: ours until someone corrects it, with a reason."""

    value: Any
    estimated: bool = True
    why: str = ""


@dataclass(frozen=True)
class Record:
    """One practice example. The fields that the guide does not give carry their mark in `estimates`."""

    code: str
    name: str
    categories: tuple[str, ...]
    goal: str
    method: str
    source: str
    directions: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    target_words: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    executors: tuple[str, ...] = ()
    municipality: str = ""
    context: str = "general"
    region: str = "both"
    status: str = "active"
    rung: int | None = None
    scale: str = ""
    rhythm: str = ""
    level: str = ""
    basis: str = ""
    form: str = ""
    bundled: bool = False
    kinds: tuple[str, ...] = ()
    evidence: str = ""
    caution: str = ""
    own: bool = False
    estimates: Mapping[str, Estimate] = field(default_factory=dict, compare=False)

    def estimated(self, name: str) -> bool:
        """Whether this field is our estimate and not from the guide."""
        found = self.estimates.get(name)
        return bool(found and found.estimated)

    def why(self, name: str) -> str:
        """Why the estimate is what it is, when that was written down."""
        found = self.estimates.get(name)
        return found.why if found else ""

    @property
    def beyond(self) -> bool:
        """Works across districts; listed in a block of its own."""
        return self.level == "beyond"


@dataclass(frozen=True)
class Term:
    """A word of the library with its label: a category, a rung, a scale."""

    code: str
    label: str
    source: str
    text: str = ""
    direction: str = ""
    geschat: bool = False


@dataclass(frozen=True)
class Criterion:
    """One line of the score: what it looks at, how many points for what, and the words beside it."""

    code: str
    label: str
    text: str
    source: str
    points: Mapping[str, int]
    words: Mapping[str, str]
    estimated: bool = True


@dataclass(frozen=True)
class Weights:
    """One version of the points. They are our choice; the guide gives preferences and no numbers."""

    version: str
    source: str
    criteria: tuple[Criterion, ...]

    def criterion(self, code: str) -> Criterion:
        return next(each for each in self.criteria if each.code == code)


@dataclass(frozen=True)
class Shelf:
    """The words around the records: what the library says about itself."""

    disclaimer: Term
    terms: Mapping[str, tuple[Term, ...]]
    fields: Mapping[str, str]

    def term(self, kind: str, code: str) -> Term:
        return next(term for term in self.terms[kind] if term.code == code)

    def label(self, kind: str, code: str) -> str:
        return next((term.label for term in self.terms.get(kind, ()) if term.code == code), code)
