"""Template parts that every page shares: dates as people write them, days that are left, addresses that may wrap."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from django import template
from django.template.defaultfilters import date as format_date
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from common import live as live_topics
from common.links import address

register = template.Library()


# `{% address "cases:detail" case.pk %}`: as `{% url %}` with at most one number, for pages with many links.
register.simple_tag(address)


@register.filter
def moment(value: datetime | date | None) -> str:
    """`vandaag 14:05`, `gisteren 9:30`, `3 mei 14:05`, `3 mei 2025`; a date without a time gets no time."""
    if not value:
        return ""
    if not isinstance(value, datetime):
        return day(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    if local.year != timezone.localdate().year and local.date() != timezone.localdate() - timedelta(days=1):
        return day(local)
    return f"{day(local)} {format_date(local, 'G:i')}"


@register.filter
def day(value: datetime | date | None) -> str:
    """`vandaag`, `gisteren`, `morgen`, `3 mei` in this year, else `3 mei 2025`."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    today = timezone.localdate()
    near = {0: "vandaag", -1: "gisteren", 1: "morgen"}.get((value - today).days)
    return near or format_date(value, "j F" if value.year == today.year else "j F Y")


@register.filter
def due(value: datetime | date | int | None) -> str:
    """`vandaag`, `over 3 dagen`, `2 dagen te laat`. Takes a date, or the number of days that are left."""
    days = _days(value)
    if days is None:
        return "geen datum"
    if days == 0:
        return "vandaag"
    if days > 0:
        return "morgen" if days == 1 else f"over {days} dagen"
    return "1 dag te laat" if days == -1 else f"{-days} dagen te laat"


@dataclass(frozen=True)
class DaysLeft:
    """What the page needs to show how long something still has: a word, and a shape so that colour is never alone."""

    text: str
    kind: str
    icon: str


@register.simple_tag
def days_left(value: datetime | date | int | None) -> SafeString:
    """Number, word and shape: filled octagon for late, triangle for today, diamond this week, circle later.

    Made here and not in a template, because lists show dozens of them.
    """
    left = how_long(value)
    return format_html(
        '<span class="status status--{}"><svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg><span>{}</span></span>',
        left.kind,
        _icons(),
        left.icon,
        left.text,
    )


@cache
def _icons() -> str:
    """The address of the icons stays the same while the site runs, and lists ask for it on every line."""
    return static("common/icons.svg")


def how_long(value: datetime | date | int | None) -> DaysLeft:
    days = _days(value)
    if days is None:
        return DaysLeft("geen datum", "neutral", "neutral")
    if days < 0:
        return DaysLeft(due(days), "danger", "late")
    if days == 0:
        return DaysLeft("vandaag", "warn", "today")
    if days <= 7:
        return DaysLeft(due(days), "info", "soon")
    return DaysLeft(due(days), "neutral", "later")


def _days(value: datetime | date | int | None) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, date):
        return (value - timezone.localdate()).days
    return int(value)


@register.filter
def colon(value: object) -> str:
    """A label before its message: a colon, except after a question."""
    text = str(value).strip()
    return text if text.endswith(("?", ":", "!", ".")) else f"{text}:"


@register.simple_tag
def live(name: object, pk: object = "") -> SafeString:
    """Attributes of an element that must hear of changes: `<div {% live "cases.case" case.pk %} hx-trigger="live">`."""
    topic = f"{name}:{pk}" if pk != "" else str(name)
    return format_html('data-live="{}" data-live-version="{}"', live_topics.signed(topic), live_topics.version(topic))


@register.simple_tag
def live_at(address: str, topic: str) -> SafeString:
    """The same for who has no login: `address` is a guarded page that streams, and gives the number at `versie/`."""
    return format_html('data-live="" data-live-at="{}" data-live-version="{}"', address, live_topics.version(topic))


CODE = re.compile(r"[A-Z]+\d+")


@register.filter
def numbered(number: str, title: str) -> str:
    """A number with its title: `2.5 Het netwerk`. A word in its place reads on: `Verankering: hoe nu?` A code
    such as OR7 says nothing to a reader and stands in the source below the heading."""
    if title and CODE.fullmatch(number):
        return title
    if not title or not number[1:].islower():
        return f"{number} {title}".strip()
    return f"{number}: {title[0].lower()}{title[1:]}"


@register.filter
def breakable(value: object) -> SafeString:
    """Lets an e-mail address or another long word break at a sensible place, with everything else escaped."""
    return mark_safe(
        re.sub(r"([@._/\-])", r"\1<wbr>", conditional_escape(value if isinstance(value, str) else str(value)))
    )  # noqa: S308
