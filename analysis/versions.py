"""Which rules, points and examples are in use. Read once per process: a published text never changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from django.db.models import Count, Max, Sum
from django.utils import timezone

from analysis.models_advice import LibraryRecord, RuleVersion
from method.directions import reading as directions_reading
from method.directions.marked import BrokenFile, Value, read
from method.directions.model import RuleSet, Situation
from method.library import reading as library_reading
from method.library.advice import FullAdvice, full_advice
from method.library.model import Record, Weights

Kind = RuleVersion.Kind
RULES, WEIGHTS = Kind.RULES, Kind.WEIGHTS


@dataclass(frozen=True)
class InUse:
    """The version of one kind that counts now; `pk` is 0 for the one that comes with the application."""

    kind: str
    pk: int
    name: str
    since: datetime | None = None
    by: str = ""


def in_use(kind: str = RULES) -> InUse:
    return both_in_use()[kind]


def both_in_use() -> dict[str, InUse]:
    """One query. What a person published goes before what comes with the application."""
    found: dict[str, InUse] = {
        RULES: InUse(RULES, 0, directions_reading.shipped().version),
        WEIGHTS: InUse(WEIGHTS, 0, library_reading.shipped_weights().version),
    }
    rows = RuleVersion.objects.published().filter(shipped=False)
    for kind, pk, name, since, by in reversed(
        rows.values_list("kind", "pk", "name", "published_at", "published_by__name")
    ):
        found[Kind(kind)] = InUse(kind, pk, name, since, by or "")
    return found


def rules_of(version: InUse) -> RuleSet:
    return _rules(version.pk, version.since) if version.pk else directions_reading.shipped()


def weights_of(version: InUse) -> Weights:
    return _weights(version.pk, version.since) if version.pk else library_reading.shipped_weights()


@lru_cache(maxsize=32)
def _rules(pk: int, since: datetime | None) -> RuleSet:
    return directions_reading.rule_set(RuleVersion.objects.values_list("text", flat=True).get(pk=pk))


@lru_cache(maxsize=32)
def _weights(pk: int, since: datetime | None) -> Weights:
    return library_reading.weights(RuleVersion.objects.values_list("text", flat=True).get(pk=pk))


def kept(version: InUse) -> RuleVersion:
    """The row of this version; what comes with the application gets one as soon as something is made with it."""
    if version.pk:
        return RuleVersion.objects.get(pk=version.pk)
    text = shipped_text(version.kind)
    row, _ = RuleVersion.objects.get_or_create(
        kind=version.kind,
        name=version.name,
        digest=digest(text),
        state=RuleVersion.State.PUBLISHED,
        defaults={
            "text": text,
            "shipped": True,
            "note": "Deze versie hoort bij de toepassing zelf.",
            "published_at": timezone.now(),
        },
    )
    return row


def shipped_text(kind: str) -> str:
    if kind == RULES:
        return directions_reading.shipped_text()
    return (library_reading.DATA / "weights.yaml").read_text(encoding="utf-8")


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def parsed(kind: str, text: str) -> RuleSet | Weights:
    """Raises BrokenFile with every mistake and its line."""
    return directions_reading.rule_set(text) if kind == RULES else library_reading.weights(text)


def sentences(text: str) -> Iterator[str]:
    """Every text that a person may have written in the file, without its keys; BrokenFile when it is no YAML."""
    return _strings(read(text))


def _strings(value: object) -> Iterator[str]:
    data = value.data if isinstance(value, Value) else value
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for each in data:
            yield from _strings(each)
    elif isinstance(data, str) and " " in data:
        yield data


# Examples


@dataclass(frozen=True)
class Shelf:
    """Every example as it stands now: those of the application, corrected copies in their place, and our own."""

    key: tuple[int, int, datetime | None]
    records: tuple[Record, ...]

    def get(self, code: str) -> Record | None:
        return _by_code(self.key).get(code)

    @property
    def active(self) -> tuple[Record, ...]:
        return tuple(record for record in self.records if record.status == "active")


def shelf() -> Shelf:
    """One query; the records are read again only after somebody changed one."""
    found = LibraryRecord.objects.order_by().aggregate(
        number=Count("pk"), versions=Sum("version", default=0), last=Max("updated_at")
    )
    key = (found["number"], found["versions"], found["last"])
    return Shelf(key, _records(key))


@lru_cache(maxsize=8)
def _records(key: tuple[int, int, datetime | None]) -> tuple[Record, ...]:
    found = {record.code: record for record in library_reading.library()}
    if key[0]:
        for code, row in LibraryRecord.objects.values_list("code", "row"):
            try:
                found[code] = library_reading.from_rows([row])[0]
            except BrokenFile:  # a word that a newer release no longer knows: the shipped one stays, or nothing
                continue
    return tuple(found[code] for code in sorted(found, key=lambda code: (found[code].own, code)))


@lru_cache(maxsize=8)
def _by_code(key: tuple[int, int, datetime | None]) -> dict[str, Record]:
    return {record.code: record for record in _records(key)}


# The advice


def advice_of(situation: Situation, versions: dict[str, InUse], records: Shelf) -> FullAdvice:
    """The same function as `manage.py advise`, with the rules, points and examples that are in use here."""
    return _advice(situation, versions[RULES], versions[WEIGHTS], records)


@lru_cache(maxsize=256)
def _advice(situation: Situation, rules: InUse, weights: InUse, records: Shelf) -> FullAdvice:
    return full_advice(situation, rules_of(rules), records.records, weights_of(weights))
