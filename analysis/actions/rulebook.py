"""Versions of the rules and of the points: a draft, trying it, publishing it. What was published never changes."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from analysis import situation, versions
from analysis.models_advice import RuleVersion
from analysis.rules_advice import check_draft, check_publish, check_rules
from cases.models import Case
from common import audit
from common.edits import save_if_unchanged
from common.refusal import Refused
from method.directions import trial
from method.directions.exercises import exercises
from method.directions.marked import BrokenFile
from method.directions.model import RuleSet
from method.library.advice import full_advice
from method.library.model import Weights
from organisation.current import organisation
from organisation.models import User

MOST_CASES = 2000
"""So many open cases, newest change first, are looked at when a draft is tried."""


@transaction.atomic
def start(*, kind: str, by: User, source: RuleVersion | None = None, note: str) -> RuleVersion:
    """A new draft: from a version that is kept, or from the one in use."""
    check_rules(by)
    if source is None:
        source = versions.kept(versions.in_use(kind))
    made = RuleVersion.objects.create(kind=source.kind, text=source.text, note=note, from_version=source, by=by)
    audit.record("rules.draft_started", made, by=by)
    return made


@transaction.atomic
def edit(*, version: RuleVersion, text: str, note: str, by: User, seen: int) -> None:
    """Change a draft; a draft may still hold mistakes. Raises Changed when a colleague saved first."""
    check_rules(by)
    check_draft(RuleVersion.objects.select_for_update().get(pk=version.pk))
    version.text, version.note, version.tried = text, note, {}
    save_if_unchanged(version, ("text", "note", "tried"), seen=seen)
    audit.record("rules.draft_changed", version, by=by)


@dataclass(frozen=True)
class Tried:
    """What came out: known situations that differ, and what would change in the open cases, in numbers only."""

    known: list[dict[str, Any]]
    cases: int
    changed: int
    lines: list[tuple[str, int]]

    @property
    def differences(self) -> int:
        return sum(bool(each["differences"]) for each in self.known)

    def as_json(self) -> dict[str, Any]:
        return {
            "known": self.known,
            "cases": self.cases,
            "changed": self.changed,
            "lines": [list(line) for line in self.lines],
            "at": timezone.now().isoformat(),
        }


def tried(kind: str, text: str) -> Tried:
    """Try a text. Raises BrokenFile with its mistakes. No title of a case comes out of this."""
    found = versions.parsed(kind, text)
    used = versions.both_in_use()
    if isinstance(found, RuleSet):
        return _rules(found, versions.rules_of(used[versions.RULES]))
    return _weights(found, used)


def _rules(found: RuleSet, now: RuleSet) -> Tried:
    known = [
        {"code": each.trial.code, "title": each.trial.title, "differences": list(each.differences)}
        for each in trial.run(found)
    ]
    described = _open_cases()
    changes = trial.changes(now, found, described)
    counted = Counter(line for change in changes for line in change.lines)
    return Tried(known, len(described), len(changes), sorted(counted.items(), key=lambda each: (-each[1], each[0])))


def _weights(found: Weights, used: dict[str, versions.InUse]) -> Tried:
    """The known situations keep their candidates; in open cases we count which lists get another first example."""
    rules, records = versions.rules_of(used[versions.RULES]), versions.shelf().records
    known = []
    for each in exercises():
        codes = {ranked.record.code for ranked in full_advice(each.situation, rules, records, found).ranking.found}
        gone = [code for code in each.candidates if code not in codes]
        differences = [f"Voorbeeld {code} past niet meer." for code in gone]
        known.append({"code": each.code, "title": each.title, "differences": differences})
    now, changed, counted = versions.weights_of(used[versions.WEIGHTS]), 0, Counter[str]()
    described = _open_cases()
    for each_case in described:
        before = full_advice(each_case, rules, records, now).ranking.by_direction
        after = full_advice(each_case, rules, records, found).ranking.by_direction
        lines = [code for code in before if _first(before[code]) != _first(after.get(code, ()))]
        changed += bool(lines)
        counted.update(f"{rules.directions[code].name}: een ander voorbeeld staat bovenaan." for code in lines)
    return Tried(known, len(described), changed, sorted(counted.items(), key=lambda each: (-each[1], each[0])))


def _first(ranked: Any) -> str:
    return ranked[0].record.code if ranked else ""


def _open_cases() -> list[Any]:
    """The situations of open cases that have a place or an answer."""
    cases = Case.objects.active().filter(pk__in=situation.analysed()).order_by("-updated_at", "-pk")[:MOST_CASES]
    return [found.situation for found in situation.of_many(list(cases), region=organisation().words).values()]


@transaction.atomic
def try_out(*, version: RuleVersion, by: User) -> Tried:
    """Try a draft and keep what came out beside it."""
    check_rules(by)
    check_draft(version)
    found = _sound(version)
    RuleVersion.objects.filter(pk=version.pk, version=version.version).update(tried=found.as_json())
    audit.record("rules.tried", version, by=by)
    return found


@transaction.atomic
def publish(*, version: RuleVersion, by: User, seen: int, reason: str = "") -> RuleVersion:
    """From now on the advice is made with this version. Its own name must be new."""
    check_rules(by)
    row = RuleVersion.objects.select_for_update().get(pk=version.pk)
    check_draft(row)
    found = _sound(row)
    check_publish(row, found.differences, reason)
    name = versions.parsed(row.kind, row.text).version
    others = RuleVersion.objects.published().filter(kind=row.kind)
    if name == versions.in_use(row.kind).name or others.filter(name=name).exists() or name == _shipped(row.kind):
        raise Refused(f"Er is al een versie {name}. Geef deze een ander nummer, bij ‘version’ bovenaan de tekst.")
    if len(name) > 20:
        raise Refused("Het nummer van de versie is te lang. Gebruik hoogstens 20 tekens.")
    versions.kept(versions.in_use(row.kind))
    row.state, row.name, row.digest = RuleVersion.State.PUBLISHED, name, versions.digest(row.text)
    row.published_at, row.published_by, row.reason, row.tried = timezone.now(), by, reason, found.as_json()
    fields = ("state", "name", "digest", "published_at", "published_by", "reason", "tried")
    save_if_unchanged(row, fields, seen=seen)
    audit.record("rules.published", row, by=by)
    return row


def _shipped(kind: str) -> str:
    return versions.parsed(kind, versions.shipped_text(kind)).version


def _sound(version: RuleVersion) -> Tried:
    try:
        return tried(version.kind, version.text)
    except BrokenFile as error:
        number = len(error.problems)
        what = "staat nog een fout" if number == 1 else f"staan nog {number} fouten"
        raise Refused(f"In de tekst {what}. Verbeter die eerst.") from error


@transaction.atomic
def drop(*, version: RuleVersion, by: User) -> None:
    """Lay a draft aside. It stays readable."""
    check_rules(by)
    row = RuleVersion.objects.select_for_update().get(pk=version.pk)
    check_draft(row)
    row.state = RuleVersion.State.DROPPED
    save_if_unchanged(row, ("state",), seen=row.version)
    audit.record("rules.draft_dropped", row, by=by)
