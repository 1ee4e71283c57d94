"""A version of the analysis for everybody (R-B-162), built from what may go in and from nothing else.

Two things may go in. Labels of the guides, of questions that a worksheet marks with `public: true`; never the words
that people typed there. And texts that a person released one by one, after reading them. Groups, parties, loud voices,
respondents, reasons and the names of places have no way in.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from django.utils import timezone

from analysis import boards_advice
from analysis.models import Location
from analysis.models_advice import DirectionChoice, InterventionChoice
from analysis.wording import spoken
from cases.models import Case
from common.dates import in_words
from common.frozen import thaw
from method.directions.explain import listing
from method.library.reading import library
from method.worksheets.model import OWN, Kind, Option
from organisation.current import organisation
from plans.models import Plan
from plans.report_facts import Asked, Facts, facts, that_count

CLASSIFICATION = "Openbaar"
UMBRELLA = "Dit speelt hier"
NOT_PROVEN = "De handreiking koos voorbeelden om te laten zien wat er kan. Vaak is nog niet onderzocht of ze werken."
NOTE = (
    "Dit is een momentopname. Mensen hebben gekeken, gekozen en afgewogen. "
    "Het gaat over wat er speelt, niet over wie erbij betrokken is."
)


@dataclass(frozen=True)
class Block:
    """One heading with what may be told about it."""

    code: str = ""
    heading: str = ""
    lines: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Public:
    number: str = ""
    organisation: str = ""
    title: str = ""
    areas: str = ""
    theme: str = ""
    made_on: str = ""
    classification: str = CLASSIFICATION
    blocks: tuple[Block, ...] = ()
    note: str = NOTE

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read(data: dict[str, Any]) -> Public:
    """The content that a document kept."""
    return thaw(Public, data)


# Texts that a person may release


@dataclass(frozen=True)
class Text:
    """One text of the file, to be read by a person before it goes in. `key` changes when the text does."""

    name: str
    label: str
    text: str

    @property
    def key(self) -> str:
        return f"{self.name}-{sha256(self.text.encode()).hexdigest()[:16]}"


def texts(case: Case, found: Facts, plan: Plan | None) -> list[Text]:
    """Everything that may be released. What is not in this list cannot get into the public version."""
    rows = [
        Text("titel", "Titel van de casus", case.title),
        Text("aanleiding", "Aanleiding", case.reason),
        Text("kaders", "Normen en kaders van het bestuur", case.frames),
        Text("gehoord", "Zo merkt ieder dat hij of zij gehoord wordt", case.heard),
    ]
    for asked in found.fed_by("positive"):
        if asked.item.public and asked.item.kind == Kind.TEXT:
            rows += [
                Text(f"goed{row.pk}", "Wat gaat goed", row.value.get("text", "")) for row in that_count(asked.answers)
            ]
    if plan:
        rows.append(Text("uitdaging", "Uitdaging van het plan", plan.about))
        rows += [Text(f"doel{row.pk}", f"Doel {n}", row.text) for n, row in enumerate(plan.objectives.all(), 1)]
        rows += [Text(f"actie{row.pk}", f"Actie {n}", row.what) for n, row in enumerate(plan.actions.all(), 1)]
    return [row for row in rows if row.text.strip()]


# What the guides' own labels tell


def _labels(asked: Asked, words: str) -> list[str]:
    """The labels of what was chosen, from the worksheet itself. Own words and lists of the case file stay out."""
    if not asked.item.public or asked.item.options_from:
        return []
    found: dict[str, None] = {}
    for row in that_count(asked.answers):
        for code in row.value.get("codes", []):
            option = asked.item.option(code)
            if option and code != OWN and not option.label.endswith("namelijk"):
                found[spoken(_told(option), words)] = None
    return list(found)


def _told(option: Option) -> str:
    """The label; of a heading of causes that was chosen as a whole ("Dit speelt hier") the words of that heading."""
    return option.group.partition(". ")[2] if option.label == UMBRELLA else option.label


def _every(found: Facts, words: str, *keys: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for asked in found.fed_by(*keys) for label in _labels(asked, words)))


def _phases(found: Facts, words: str) -> Iterable[str]:
    """Per kind of place which phases were named, side by side. The name of a place is not told."""
    by_kind: dict[str, dict[str, None]] = {}
    for asked in found.fed_by("phase"):
        if asked.place:
            by_kind.setdefault(asked.place.kind, {}).update(dict.fromkeys(_labels(asked, words)))
    for kind in sorted(by_kind):
        if by_kind[kind]:
            yield f"{Location.Kind(kind).label}: {listing(list(by_kind[kind]))}."


OWN_ROLE = {
    ("own_role_a", "ja"): "De onvrede richt zich ook op ons.",
    ("own_role_b", "ja"): "Ons eigen handelen kan aan de spanning bijdragen.",
    ("own_role_a", "nee"): "De onvrede richt zich niet op ons.",
    ("own_role_b", "nee"): "Wij zien niet dat ons handelen bijdraagt.",
}


def _own_role(found: Facts, words: str) -> Iterable[str]:
    for asked in found.fed_by("own_role_a", "own_role_b"):
        if asked.item.public:
            codes = {code for row in that_count(asked.answers) for code in row.value.get("codes", [])}
            yield from (OWN_ROLE[asked.item.feeds, code] for code in ("ja", "nee") if code in codes)
    yield from _every(found, words, "own_role_how")


def _directions(case: Case) -> Iterable[str]:
    chosen = boards_advice.directions_of(case).filter(outcome=DirectionChoice.Outcome.YES)
    return (f"{row.name}." for row in chosen)


def _examples(case: Case) -> Iterable[str]:
    """Names of the guide's own examples only: what the organisation added itself is a text of people here."""
    names = {record.code: record.name for record in library()}
    rows = InterventionChoice.objects.standing().filter(case=case).values_list("record", flat=True)
    found = [f"{names[code]}." for code in rows if code in names]
    return [*found, NOT_PROVEN] if found else []


def _planning(case: Case, plan: Plan | None) -> Iterable[str]:
    today = timezone.localdate()
    if case.review_on and case.review_on >= today:
        yield f"{in_words(case.review_on)}: wij kijken opnieuw hoe het gaat."
    if plan and plan.evaluate_on and plan.evaluate_on >= today:
        yield f"{in_words(plan.evaluate_on)}: wij kijken terug op wat wij deden."


@dataclass(frozen=True)
class Material:
    case: Case
    facts: Facts
    plan: Plan | None
    words: str


Lines = Callable[[Material], Iterable[str]]
PARTS: dict[str, tuple[str, str, Lines]] = {
    "fase": ("In welke fase zit het?", "KIS · Stap 2.2", lambda on: _phases(on.facts, on.words)),
    "vormen": ("Hoe merken we het?", "KIS · Stap 2.1", lambda on: _every(on.facts, on.words, "forms")),
    "oorzaken": ("Wat zijn de oorzaken?", "KIS · Stap 2.5", lambda on: _every(on.facts, on.words, "causes")),
    "gevoelens": ("Welke gevoelens spelen mee?", "KIS · Stap 2.6", lambda on: _every(on.facts, on.words, "sentiments")),
    "rol": ("Wat is onze eigen rol?", "KIS · Stap 2.7", lambda on: _own_role(on.facts, on.words)),
    "richtingen": ("Welke richting kiezen we?", "KIS · Stap 3.1", lambda on: _directions(on.case)),
    "voorbeelden": ("Welke voorbeelden gebruiken we?", "KIS · Stap 4.2", lambda on: _examples(on.case)),
    "planning": ("Wanneer kijken we verder?", "", lambda on: _planning(on.case, on.plan)),
}
"""The parts that need no text of people. Each can be left out; none holds more than labels of the guides and dates."""


@dataclass(frozen=True)
class Draft:
    """What could go in: every part as it would read, and every text that a person may release."""

    material: Material
    parts: tuple[Block, ...]
    texts: tuple[Text, ...]


def draft(case: Case, *, region: str) -> Draft:
    plan = Plan.objects.filter(case=case).first()
    on = Material(case, facts(case), plan, region)
    parts = [Block(code, heading, tuple(lines(on)), source) for code, (heading, source, lines) in PARTS.items()]
    return Draft(on, tuple(part for part in parts if part.lines), tuple(texts(case, on.facts, plan)))


TELL = {
    "aanleiding": "Wat speelt er?",
    "goed": "Wat gaat goed?",
    "kaders": "Waar liggen de grenzen?",
    "gehoord": "Hoe luisteren we?",
    "uitdaging": "Wat willen we bereiken?",
    "doel": "Wat willen we bereiken?",
    "actie": "Wat gaan we doen?",
}
"""Under which heading a released text stands, in this order."""


def public(found: Draft, *, parts: Iterable[str], keys: Iterable[str]) -> Public:
    """Only the parts and the texts that were chosen."""
    chosen, wanted = set(keys), set(parts)
    released = [text for text in found.texts if text.key in chosen]
    told: dict[str, list[str]] = {}
    for start, heading in TELL.items():
        told.setdefault(heading, []).extend(t.text for t in released if t.name.rstrip("0123456789") == start)
    blocks = [Block("", heading, tuple(lines)) for heading, lines in told.items() if lines]
    first = [block for block in blocks if block.heading == "Wat speelt er?"]
    case = found.material.case
    return Public(
        number=case.number,
        organisation=organisation().name,
        title=next((text.text for text in released if text.name == "titel"), ""),
        areas=listing([area.name for area in case.areas.all()]),
        theme=case.theme.name if case.theme else "",
        made_on=in_words(timezone.localdate()),
        blocks=(
            *first,
            *(part for part in found.parts if part.code in wanted),
            *(block for block in blocks if block not in first),
        ),
    )
