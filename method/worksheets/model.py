"""What a worksheet is made of, as frozen rows. They hold no answer and know no person."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from method.worksheets.conditions import Condition

OWN = "own"
"""The code of the option that people add in their own words."""

GROUP = "group"
CLOSED = frozenset({"loud_voices", "concerns"})
"""Meanings that only the working group of a case may read (domain §10.4, R-B-161)."""


class Kind(StrEnum):
    CHOICE = "choice"
    SEVERAL = "several"
    PHASE = "phase"
    YESNO = "yesno"
    TEXT = "text"
    TABLE = "table"
    NUMBER = "number"
    DATE = "date"
    REFERENCE = "reference"


CHOOSING = (Kind.CHOICE, Kind.SEVERAL, Kind.PHASE, Kind.YESNO)


@dataclass(frozen=True)
class Option:
    """One of the answers that a guide offers."""

    code: str
    label: str
    help: str = ""
    group: str = ""
    ask: str = ""
    maps: str = ""


YES_NO = (Option("ja", "Ja"), Option("nee", "Nee"))
OWN_OPTION = Option(OWN, "Anders, namelijk", ask="Wat dan?")


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    code: str
    label: str
    kind: Kind
    options: tuple[Option, ...] = ()
    options_from: str = ""
    suggests: str = ""
    """What of the case file stands ready under a column of text; other words may be typed as well."""


@dataclass(frozen=True)
class Fill:
    """What a row gets in a column that was left open, when another column says this. People may choose otherwise."""

    column: str
    code: str
    to: str
    be: str


@dataclass(frozen=True)
class Wording:
    """How a question is put when an earlier one has this answer. What it asks, and its code, stay the same."""

    item: str
    code: str
    label: str


@dataclass(frozen=True)
class Item:
    """One question of a guide. *Weet ik niet* is always an answer."""

    code: str
    kind: Kind
    label: str
    source: str
    help: str = ""
    options: tuple[Option, ...] = ()
    options_from: str = ""
    columns: tuple[Column, ...] = ()
    start: tuple[tuple[tuple[str, str], ...], ...] = ()
    max: int = 0
    low: int | None = None
    high: int | None = None
    unit: str = ""
    when: Condition | None = None
    for_me: bool = False
    """Whether `when` is looked at for whoever answers: a question for some roles is not put to the others."""
    feeds: str = ""
    refers: str = ""
    link_label: str = ""
    public: bool = False
    """Whether the labels of the answers may go into the version for everybody. Only what says so may."""
    optional: bool = False
    seen_by: str = ""
    proposes: str = ""
    fills: tuple[Fill, ...] = ()
    wordings: tuple[Wording, ...] = ()

    def option(self, code: str) -> Option | None:
        return next((option for option in self.options if option.code == code), None)

    @property
    def closed(self) -> bool:
        """Only for the working group of the case, also where the item merely shows what was answered elsewhere."""
        return self.seen_by == GROUP or self.refers in CLOSED

    @property
    def counts(self) -> bool:
        """Whether this item is part of the progress: a reference asks nothing."""
        return not self.optional and self.kind != Kind.REFERENCE


@dataclass(frozen=True)
class Note:
    """A soft remark when answers meet a condition of the guide. It decides nothing."""

    text: str
    source: str
    when: Condition
    kind: str = "hint"


@dataclass(frozen=True)
class Needs:
    """What should be answered before a step is opened; with a reason one may go on anyway."""

    text: str
    source: str
    when: Condition


@dataclass(frozen=True)
class Step:
    """One page of a worksheet, numbered as in the guide."""

    code: str
    number: str
    title: str
    source: str
    items: tuple[Item, ...]
    intro: str = ""
    notes: tuple[Note, ...] = ()
    needs: Needs | None = None


@dataclass(frozen=True)
class Worksheet:
    """One checklist of a guide, in one version."""

    code: str
    version: int
    title: str
    guide: str
    unit: str
    source: str
    steps: tuple[Step, ...]
    intro: str = ""
    order: int = 100
    counts: bool = True

    @property
    def key(self) -> tuple[str, int]:
        return self.code, self.version

    @property
    def per_location(self) -> bool:
        return self.unit == "location"

    @property
    def items(self) -> Iterator[Item]:
        return (item for step in self.steps for item in step.items)

    def item(self, code: str) -> Item | None:
        return next((item for item in self.items if item.code == code), None)

    def step(self, code: str) -> Step | None:
        return next((step for step in self.steps if step.code == code), None)

    def fed_by(self, key: str) -> Item | None:
        return next((item for item in self.items if item.feeds == key), None)


GUIDES = {
    "KIS": "KIS-stappenplan",
    "VL": "Vlaamse handreiking",
    "ESS": "ESS-handreiking",
    "VAR": "VAR-handreiking",
    "EIGEN": "Eigen werkbladen",
}
"""The guides, in the order in which the overview shows them."""
