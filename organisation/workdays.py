"""Working days: no weekends, and no public holidays of the country that the organisation works in."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

import holidays

from organisation.models import Organisation


@lru_cache(maxsize=64)
def _public_holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


def is_workday(day: date, organisation: Organisation) -> bool:
    country = "BE" if organisation.words == organisation.Words.VL else "NL"
    return day.weekday() < 5 and day not in _public_holidays(country, day.year)


def _workdays(after: date, until: date, organisation: Organisation) -> Iterator[date]:
    day = after + timedelta(days=1)
    while day <= until:
        if is_workday(day, organisation):
            yield day
        day += timedelta(days=1)


def workdays_after(due_on: date, today: date, organisation: Organisation, *, most: int = 400) -> int:
    """How many working days passed since `due_on`; the day itself does not count. Stops counting at `most`."""
    count = 0
    for _ in _workdays(due_on, today, organisation):
        count += 1
        if count >= most:
            break
    return count


def is_first_workday_of_week(day: date, organisation: Organisation) -> bool:
    monday = day - timedelta(days=day.weekday())
    earlier = _workdays(monday - timedelta(days=1), day - timedelta(days=1), organisation)
    return is_workday(day, organisation) and next(earlier, None) is None
