"""Meetings in calendars: a file for who is invited, and the feed of who has an account. Numbers, never titles."""

from collections.abc import Iterable
from datetime import UTC, date, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from common.dates import midnight
from organisation.calendar import Date, source
from organisation.models import User
from workshops.actions.plan import join_address
from workshops.models import Invitee, Meeting


def invitation(meeting: Meeting) -> bytes:
    """One meeting as a calendar file. Its name stays the same when the date moves, so that a calendar moves it too."""
    calendar = Calendar()
    calendar.add("prodid", "-//Polarisatie Verkenningskaart//bijeenkomst//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = CalendarEvent()
    event.add("uid", f"meeting-{meeting.pk}@{settings.BASE_URL.partition('://')[2]}")
    event.add("sequence", meeting.version)
    event.add("dtstamp", meeting.updated_at.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.starts_at.astimezone(UTC) + timedelta(minutes=meeting.minutes))
    event.add("summary", f"Bijeenkomst {meeting.number}")
    if meeting.place:
        event.add("location", meeting.place)
    event.add("description", f"Meedoen op het moment zelf: {join_address(meeting)}")
    event.add("url", join_address(meeting))
    calendar.add_component(event)
    return calendar.to_ical()


@source
def meeting_dates(user: User, start: date, end: date) -> Iterable[Date]:
    """Meetings that someone leads or is invited to. One query."""
    first, last = (midnight(day) for day in (start, end))
    mine = Invitee.objects.filter(user=user.pk).values("meeting")
    meetings = Meeting.objects.filter(Q(facilitator=user.pk) | Q(pk__in=mine), starts_at__gte=first, starts_at__lt=last)
    return [
        Date(
            key=f"meeting-{meeting.pk}",
            on=timezone.localtime(meeting.starts_at).date(),
            title=f"Bijeenkomst {meeting.number}",
            url=reverse("workshops:detail", args=[meeting.pk]),
            changed=meeting.updated_at,
            at=meeting.starts_at,
            minutes=meeting.minutes,
        )
        for meeting in meetings.exclude(state=Meeting.State.CANCELLED).order_by("starts_at", "pk")[:500]
    ]
