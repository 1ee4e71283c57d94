"""The timeline of a case, assembled from everything. Higher packages add their own source when the app starts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone

from cases.models import Case
from common.dates import in_words


@dataclass(frozen=True)
class Event:
    """Something that happened in a case. `detail` is text, never HTML. `when` goes before the moment where nobody knows
    the hour: "in 1998"."""

    at: datetime
    kind: str
    title: str
    detail: str = ""
    who: str = ""
    url: str = ""
    when: str = ""


Source = Callable[[Case], Iterable[Event]]
_sources: list[Source] = []


def source(function: Source) -> Source:
    """Register a function that gives the events of a case in a fixed number of queries."""
    _sources.append(function)
    return function


def events(case: Case) -> list[Event]:
    """Everything that happened, newest first."""
    return sorted((event for each in _sources for event in each(case)), key=lambda event: event.at, reverse=True)


def older_than(found: list[Event], moment: datetime | None, size: int) -> tuple[list[Event], datetime | None]:
    """At most `size` events before `moment`, and where the next page starts (None at the end).

    Events of one moment stay together, so that no page boundary ever hides one.
    """
    rest = [event for event in found if moment is None or event.at < moment]
    page = rest[:size]
    page += [event for event in rest[size:] if page and event.at == page[-1].at]
    return page, page[-1].at if len(page) < len(rest) else None


# What the case file itself adds; each source is one query.


@source
def _signals(case: Case) -> Iterable[Event]:
    for link in case.links.select_related("signal", "by", "ended_by").defer("signal__what"):
        yield Event(link.at, "signal", f"Signaal {link.signal.number} gekoppeld", link.reason, link.by.name)
        if link.ended_at and link.ended_by:
            title = f"Signaal {link.signal.number} losgekoppeld"
            yield Event(link.ended_at, "signal", title, link.ended_reason, link.ended_by.name)


@source
def _exchange(case: Case) -> Iterable[Event]:
    for entry in case.exchange.select_related("by"):
        who = f"{entry.by.name}, {entry.function}"
        if entry.advised_on:
            who = f"{entry.function}, opgeschreven door {entry.by.name}"
        yield Event(entry.at, "exchange", entry.get_kind_display(), entry.text, who)


@source
def _diagnoses(case: Case) -> Iterable[Event]:
    for diagnosis in case.diagnoses.select_related("by", "placement"):
        letters = " en ".join(diagnosis.placement.shape.quadrants)
        title = f"Diagnose: {diagnosis.get_outcome_display()} (kwadrant {letters})"
        yield Event(diagnosis.at, "diagnosis", title, diagnosis.reason, diagnosis.by.name)


@source
def _decisions(case: Case) -> Iterable[Event]:
    for decision in case.decisions.select_related("by", "department"):
        title = f"Vervolgbesluit: stap {decision.step}, {decision.get_step_display()} ({decision.department})"
        yield Event(decision.at, "decision", title, decision.reason, decision.by.name)


@source
def _states(case: Case) -> Iterable[Event]:
    for change in case.state_changes.select_related("by"):
        title = "Casus geopend" if change.was == change.became else f"Status: {change.get_became_display().lower()}"
        yield Event(change.at, "state", title, change.reason, change.by.name if change.by else "Vanzelf")


@source
def _valence(case: Case) -> Iterable[Event]:
    for change in case.valence_changes.select_related("by"):
        title = f"Duiding: van {change.get_was_display().lower()} naar {change.get_became_display().lower()}"
        yield Event(change.at, "valence", title, change.reason, change.by.name)


@source
def _checks(case: Case) -> Iterable[Event]:
    for check in case.checks.select_related("by"):
        title = "Check: nog hetzelfde" if check.same else "Check: er is iets veranderd"
        if check.undone_at:
            title += " (ongedaan gemaakt)"
        yield Event(check.at, "check", title, check.note, check.by.name)


@source
def _outside(case: Case) -> Iterable[Event]:
    for event in case.outside_events.select_related("by"):
        at = timezone.make_aware(datetime.combine(event.on, time(12)))
        yield Event(at, "outside", "Gebeurtenis buiten", event.what, event.by.name, when=in_words(event.on))


@source
def _members(case: Case) -> Iterable[Event]:
    for member in case.members.select_related("by", "user"):
        yield Event(member.at, "member", f"{member.user.name} kijkt mee", member.user.from_where, member.by.name)


@source
def _documents(case: Case) -> Iterable[Event]:
    for document in case.documents.select_related("by", "removed_by"):
        detail = f"{document.title} ({document.origin})"
        yield Event(document.at, "document", "Document of bron toegevoegd", detail, document.by.name)
        if document.removed_at and document.removed_by:
            title = "Document of bron van de lijst gehaald"
            yield Event(document.removed_at, "document", title, detail, document.removed_by.name)


def moment(text: str) -> datetime | None:
    """The place in the timeline that a link points to; anything odd means the newest."""
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    return found if found.tzinfo else None
