"""The timeline of a case, assembled from everything. Higher packages add their own source when the app starts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.models import Case


@dataclass(frozen=True)
class Event:
    """Something that happened in a case. `icon` names a shape in the sprite; `detail` is text, never HTML."""

    at: datetime
    kind: str
    title: str
    detail: str = ""
    who: str = ""
    url: str = ""


Source = Callable[[Case], Iterable[Event]]
_sources: list[Source] = []


def source(function: Source) -> Source:
    """Register a function that gives the events of a case in a fixed number of queries."""
    _sources.append(function)
    return function


def events(case: Case) -> list[Event]:
    """Everything that happened, newest first."""
    return sorted((event for each in _sources for event in each(case)), key=lambda event: event.at, reverse=True)
