"""A date as people say it, wherever it stands in a sentence."""

from calendar import monthrange
from datetime import date, datetime, time
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format


def in_words(moment: date | datetime | None) -> str:
    """`3 mei 2026`; the day of a moment is the day that it was here. Nothing for no date."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return _written(moment)


@lru_cache(maxsize=1000)
def _written(day: date) -> str:
    """Lists show the same days on every line."""
    return date_format(day, "j F Y")


def months_before(day: date, months: int) -> date:
    """The same day so many months ago, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    return months_before(day, -months)


def midnight(day: date) -> datetime:
    """The moment at which this day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))
