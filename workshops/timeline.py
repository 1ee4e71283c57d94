"""What meetings add to the timeline of a case: that it was on the table, and what came out of it."""

from collections.abc import Iterator

from django.urls import reverse

from cases.models import Case
from cases.timeline import Event, source
from workshops.models import Item, Round


@source
def meeting_events(case: Case) -> Iterator[Event]:
    """Meetings that began, with the conclusion; and rounds that were settled, with their outcome. Two queries.

    Nothing of a round that was not revealed.
    """
    items = Item.objects.filter(case=case, meeting__started_at__isnull=False)
    for item in items.select_related("meeting__facilitator"):
        meeting = item.meeting
        if meeting.started_at:
            url = reverse("workshops:detail", args=[meeting.pk])
            title = f"Besproken in een bijeenkomst: {meeting.title}"
            yield Event(meeting.started_at, "meeting", title, item.conclusion, meeting.facilitator.name, url)
    settled = Round.objects.filter(item__case=case, state=Round.State.SETTLED, settled_at__isnull=False)
    for found in settled.exclude(agreed__isnull=True, outcome="").select_related("meeting__facilitator"):
        if found.settled_at:
            url = reverse("workshops:detail", args=[found.meeting_id])
            view = {True: "Eens over de plaats.", False: "Niet eens over de plaats.", None: ""}[found.agreed]
            detail = " ".join(part for part in (view, found.outcome) if part)
            who = found.meeting.facilitator.name
            yield Event(found.settled_at, "meeting", f"Ronde {found.number} afgerond", detail, who, url)
