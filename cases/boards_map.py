"""What the screens around the map show, read in a fixed number of queries. Every placement stays apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from cases.models import Case, Diagnosis, Placement
from cases.timeline import Event, source
from common.dates import in_words
from common.paging import KeysetPage, keyset
from common.ready import ready
from method import words
from method.content import Item, content
from method.guidance import QuadrantGuidance, for_quadrants
from method.map import Movement, Shape, movement
from method.svg import draw
from method.words import Mark
from signals.models import Signal

TRAIL = 6
PAGE = 200
WITHOUT = 10


def unclear_words(placement: Placement) -> list[str]:
    """What was unclear, in words; a code that no longer exists is left out."""
    return [item.text for item in content().uncertainties if item.code in placement.unclear]


def helped_words(placement: Placement) -> list[tuple[str, str]]:
    """The questions of the guide that were answered, each with its answer."""
    return [(item.text, placement.helped[item.code]) for item in content().questions if item.code in placement.helped]


@dataclass
class Estimate(words.Worded):
    """One person's view of a case: the placement that counts now, and what it replaced."""

    placement: Placement
    label: str
    earlier: list[Placement] = field(default_factory=list)

    @cached_property
    def mark(self) -> Mark:
        placement = self.placement
        return Mark(self.shape, self.label, placement.function, in_words(placement.seen_on))

    @property
    def shape(self) -> Shape:
        return self.placement.shape

    @property
    def unclear(self) -> list[str]:
        return unclear_words(self.placement)

    @property
    def helped(self) -> list[tuple[str, str]]:
        return helped_words(self.placement)

    @property
    def revisions(self) -> list[tuple[Placement, str]]:
        return [(placement, words.sentence(placement.shape)) for placement in self.earlier]


@dataclass(frozen=True)
class Comparison:
    """All views of a case or a signal side by side: the range and the number in each cell, nothing in between."""

    estimates: list[Estimate]
    joint: list[Estimate]
    on_signals: list[Estimate]

    @property
    def marks(self) -> list[Mark]:
        return [estimate.mark for estimate in self.estimates]

    @property
    def ranges(self) -> list[str]:
        return words.ranges(mark.shape for mark in self.marks)

    @property
    def differs(self) -> bool:
        return words.differs([mark.shape for mark in self.marks])

    @property
    def grid(self) -> list[words.Row]:
        return words.grid(self.marks)

    @property
    def title(self) -> str:
        return words.summary(self.marks)

    @property
    def picture(self) -> SafeString:
        return draw(self.marks, title=self.title)

    @property
    def vertical(self) -> bool:
        return any(mark.shape.vertical for mark in self.marks)


def comparison(case: Case) -> Comparison:
    """Two queries, whatever the case holds."""
    rows = list(case.placements.select_related("by"))
    on_signals = (
        Placement.objects.current()
        .filter(signal__links__case=case, signal__links__ended_at__isnull=True)
        .select_related("by", "signal")
    )
    own = _estimates([row for row in rows if not row.joint])
    return Comparison(
        own,
        [Estimate(row, str(number)) for number, row in enumerate((row for row in rows if row.joint), 1)],
        [Estimate(row, row.signal.number if row.signal else "") for row in on_signals],
    )


def signal_comparison(signal: Signal) -> Comparison:
    """The provisional views of a signal; one query."""
    return Comparison(_estimates(list(signal.placements.select_related("by"))), [], [])


def _estimates(rows: list[Placement]) -> list[Estimate]:
    """The placements that count now, numbered from the oldest, each with what it replaced."""
    by_pk = {row.pk: row for row in rows}
    replaced = {row.replaces_id for row in rows}
    found: list[Estimate] = []
    for row in rows:
        if row.pk in replaced:
            continue
        estimate = Estimate(row, str(len(found) + 1))
        before = by_pk.get(row.replaces_id or 0)
        while before:
            estimate.earlier.append(before)
            before = by_pk.get(before.replaces_id or 0)
        found.append(estimate)
    return found


@dataclass(frozen=True)
class Step(words.Worded):
    """One diagnosis on the path, and how the case moved since the one before."""

    diagnosis: Diagnosis
    label: str
    latest: bool
    moved: Movement | None

    @property
    def mark(self) -> Mark:
        outcome = self.diagnosis.get_outcome_display()
        return Mark(self.shape, self.label, outcome, in_words(self.diagnosis.on), latest=self.latest)

    @property
    def shape(self) -> Shape:
        return self.diagnosis.placement.shape


@dataclass(frozen=True)
class Path:
    """The dated diagnoses of a case, oldest first. Says how it moved, never where it goes."""

    steps: list[Step]
    shown: list[Step]

    @property
    def hidden(self) -> int:
        return len(self.steps) - len(self.shown)

    @property
    def marks(self) -> list[Mark]:
        return [step.mark for step in self.shown]

    @property
    def title(self) -> str:
        moves = [f"Van {old.label} naar {new.label}: {new.moved.words}." for old, new in self._pairs if new.moved]
        return " ".join([words.summary(self.marks), *moves])

    @property
    def _pairs(self) -> Iterable[tuple[Step, Step]]:
        return zip(self.shown, self.shown[1:], strict=False)

    @property
    def picture(self) -> SafeString:
        return draw(self.marks, title=self.title, trail=True, ident="pad")


@ready
def _diagnoses(case: int) -> QuerySet[Diagnosis]:
    return Diagnosis.objects.filter(case=case).select_related("placement", "by").order_by("at", "pk")


def path(case: Case, *, everything: bool = False) -> Path:
    """One query. The newest six are drawn unless all are asked for; the table always has all."""
    diagnoses = _diagnoses(case.pk)
    steps = []
    for number, diagnosis in enumerate(diagnoses, 1):
        before = diagnoses[number - 2].placement.shape if number > 1 else None
        moved = movement(before, diagnosis.placement.shape) if before else None
        steps.append(Step(diagnosis, str(number), number == len(diagnoses), moved))
    return Path(steps, steps if everything else steps[-TRAIL:])


@dataclass(frozen=True)
class SmallMap:
    """The map on the case file: the latest diagnoses as a trail, or what was placed while there is none."""

    case: Case
    picture: SafeString
    sentence: str
    snapshot: date | None
    moved: Movement | None
    count: int

    @property
    def snapshot_words(self) -> str:
        return f"Momentopname van {in_words(self.snapshot)}." if self.snapshot else ""


def small_map(case: Case) -> SmallMap:
    """At most two queries: the diagnoses, and the placements when there is no diagnosis."""
    trail = path(case) if case.diagnosis_id else None
    if trail and trail.steps:
        last = trail.steps[-1]
        return SmallMap(
            case,
            draw(trail.marks, title=trail.title, trail=True, ident="kaartje"),
            words.sentence(last.diagnosis.placement.shape),
            last.diagnosis.on,
            last.moved,
            len(trail.steps),
        )
    found = _estimates(list(case.placements.filter(joint=False)))
    marks = [estimate.mark for estimate in found]
    said = "Nog geen diagnose. " + (" ".join(words.ranges(mark.shape for mark in marks)))
    return SmallMap(
        case, draw(marks, title=words.summary(marks), ident="kaartje"), said.strip(), None, None, len(marks)
    )


@dataclass(frozen=True)
class Guidance:
    """What the guide offers for where the latest diagnosis stands."""

    quadrants: list[QuadrantGuidance]
    everywhere: Item
    status: Item
    nothing: Item | None
    order: Item | None
    vertical: Item | None
    principles: Sequence[Item]


def guidance(case: Case) -> Guidance | None:
    """None without a diagnosis. No query when `diagnosis__placement` was fetched along."""
    if case.diagnosis is None:
        return None
    shape = case.diagnosis.placement.shape
    offered = for_quadrants(shape.quadrants)
    items = {item.code: item for each in offered for item in each.items}
    return Guidance(
        offered,
        content().everywhere,
        content().hint("status"),
        items.get("D3"),
        items.get("D8" if case.about_decision else "D7"),
        content().hint("vertical") if shape.vertical else None,
        content().principles,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A case on the overview map, with the number by which the picture and the table refer to it."""

    number: str
    title: str
    url: str
    theme: str
    areas: str
    department: str
    shape: Shape
    when: str

    @property
    def mark(self) -> Mark:
        return Mark(self.shape, self.number, self.title, self.when, url=self.url)

    @property
    def cells(self) -> tuple[str, ...]:
        """What the table shows, in the order of its columns."""
        return (
            self.number,
            self.url,
            self.title,
            self.theme,
            self.areas,
            self.department,
            words.between_groups(self.shape),
            words.with_government(self.shape),
            words.listing(self.shape.quadrants),
            self.when,
        )


@dataclass(frozen=True)
class Overview:
    """All active cases at their latest diagnosis, each drawn apart; the table has the same rows."""

    page: KeysetPage
    rows: list[Row]
    without: list[Case]
    more_without: bool

    @property
    def table(self) -> list[tuple[str, ...]]:
        """Every row as plain texts, which a template unpacks faster than it looks up attributes."""
        return [row.cells for row in self.rows]

    @property
    def more(self) -> bool:
        return bool(self.page.next_cursor)

    @property
    def picture(self) -> SafeString:
        said = f"Kaart met {len(self.rows)} casussen. De tabel noemt ze alle, met hun plaats in woorden."
        return draw([row.mark for row in self.rows], title=said, ident="overzicht")


SHAPE = ("kind", "x_min", "x_max", "y_min", "y_max", "group_low", "group_high")


def overview(rows: QuerySet[Case], cursor: str) -> Overview:
    """Three queries: the page, its areas, and the first of the cases without a diagnosis.

    Two hundred rows as plain values: whole cases with their texts would cost twice the time of the page itself.
    """
    address = reverse("cases:detail", args=[0])  # looked up once, not two hundred times
    placed = rows.filter(diagnosis__isnull=False).values_list(
        "pk",
        "updated_at",
        "title",
        "theme__name",
        "department__name",
        "diagnosis__on",
        *(f"diagnosis__placement__{name}" for name in SHAPE),
        named=True,
    )
    page = keyset(placed, cursor, by="updated_at", size=PAGE)
    areas: dict[int, list[str]] = {}
    lying_in = Case.areas.through.objects.filter(case__in=[case.pk for case in page]).order_by("area__code")
    for pk, name in lying_in.values_list("case", "area__name"):
        areas.setdefault(pk, []).append(name)
    found = [
        Row(
            str(number),
            case.title,
            address.replace("/0/", f"/{case.pk}/"),
            case.theme__name or "",
            ", ".join(areas.get(case.pk, ())),
            case.department__name,
            Shape(*case[-len(SHAPE) :]),
            in_words(case.diagnosis__on),
        )
        for number, case in enumerate(page, 1)
    ]
    waiting = rows.filter(diagnosis__isnull=True).select_related("department").order_by("-updated_at", "-pk")
    without = list(waiting.only("title", "state", "department__name")[: WITHOUT + 1])
    return Overview(page, found, without[:WITHOUT], len(without) > WITHOUT)


@source
def _placements(case: Case) -> Iterable[Event]:
    """Placements on the timeline. Revising is told in a neutral word (R-A-063)."""
    for placement in case.placements.select_related("by"):
        verb = "Samen geplaatst" if placement.joint else "Plaatsing herzien" if placement.replaces_id else "Geplaatst"
        letters = words.quadrants(placement.shape.quadrants)
        who = f"{placement.by.name}, {placement.function}"
        yield Event(placement.at, "placement", f"{verb}: {letters}", placement.reason, who)
