"""The calendar feed: dates of what someone follows, by a secret address that can be renewed and revoked.

Only a hash of the secret is kept. Events hold numbers, never titles: calendars end up on phones and shared screens.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar
from icalendar import Event as CalendarEvent

from organisation.models import User


@dataclass(frozen=True)
class Date:
    """One event: all day, or from `at` for so many minutes. `key` stays the same when the date moves, so a calendar
    moves the event along."""

    key: str
    on: date
    title: str
    url: str
    changed: datetime
    at: datetime | None = None
    minutes: int = 0


Source = Callable[[User, date, date], Iterable[Date]]
_sources: list[Source] = []


def source(function: Source) -> Source:
    """Register a function that gives the dates of a person between two days, in a fixed number of queries."""
    if function not in _sources:
        _sources.append(function)
    return function


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret(user: User) -> str:
    """Give this person a new address; the former one ends. The secret is returned once and stored nowhere."""
    secret = secrets.token_urlsafe(32)
    user.calendar_secret = hashed(secret)
    user.save(update_fields=["calendar_secret"])
    return secret


def revoke(user: User) -> None:
    user.calendar_secret = ""
    user.save(update_fields=["calendar_secret"])


def holder(user_id: int, secret: str) -> User | None:
    """The person whose address this is, or None. Takes as long for a wrong secret as for a missing person."""
    user = User.objects.active().filter(pk=user_id).first()
    stored = user.calendar_secret if user else ""
    known = hmac.compare_digest(hashed(secret).encode(), (stored or "-").encode())
    return user if known and stored else None


def feed(user: User, today: date, *, name: str, base_url: str) -> bytes:
    """The calendar from a month back to a year ahead."""
    calendar = Calendar()
    calendar.add("prodid", "-//Polarisatie Verkenningskaart//agenda//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    start, end = today - timedelta(days=31), today + timedelta(days=366)
    found = [item for each in _sources for item in each(user, start, end)]
    for item in sorted(found, key=lambda item: (item.on, item.key)):
        event = CalendarEvent()
        event.add("uid", f"{item.key}@{base_url.partition('://')[2]}")
        event.add("dtstamp", item.changed.astimezone(UTC))
        if item.at is None:
            event.add("dtstart", item.on)
            event.add("dtend", item.on + timedelta(days=1))
        else:
            event.add("dtstart", item.at.astimezone(UTC))
            event.add("dtend", item.at.astimezone(UTC) + timedelta(minutes=item.minutes))
        event.add("summary", item.title)
        event.add("url", base_url + item.url)
        event.add("transp", "TRANSPARENT" if item.at is None else "OPAQUE")
        calendar.add_component(event)
    return calendar.to_ical()
