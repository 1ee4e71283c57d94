"""Opening a meeting: only what is visible to this person, and every opening and refusal in the trail."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from common import audit
from workshops.models import Meeting

Trail = list[tuple[str, str]]


def meeting_for(request: Any, pk: int) -> Meeting:
    """The meeting if this person may see it. A refusal says no more than that there is nothing here."""
    rows = Meeting.objects.visible_to(request.user).select_related("area", "theme", "facilitator")
    meeting = rows.filter(pk=pk).order_by("pk").first()
    if meeting is None:
        audit.record("meeting.read", f"workshops.meeting:{pk}", by=request.user, result="refused")
        raise Http404("no such meeting for this person")
    audit.record("meeting.read", meeting, by=request.user)
    return meeting


def trail(here: str, meeting: Meeting | None = None) -> Trail:
    """The crumbs above a page: the list, the meeting, and where one is."""
    crumbs = [("Bijeenkomsten", reverse("workshops:list"))]
    if meeting is not None:
        crumbs.append((meeting.title, reverse("workshops:detail", args=[meeting.pk])))
    return [*crumbs, (here, "")]
