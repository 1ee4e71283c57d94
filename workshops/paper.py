"""What to take along on paper: an empty map, a sheet of notes for each participant, and a list of who is there.

Page and PDF are drawn from the same content.
"""

import base64
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from common.documents import Kind, register
from common.pdf import render_pdf
from method import svg
from method.content import content
from workshops import rules
from workshops.actions.plan import when
from workshops.models import NOTES_EACH, Invitee, Meeting
from workshops.rules_plan import organisation_of

EMPTY_LINES = 8
"""Open lines on the attendance list, for who comes without having been invited."""


def empty_map() -> SafeString:
    return svg.draw([], title="Lege verkenningskaart om op te plaatsen", ident="lege-kaart")


def of(meeting: Meeting) -> dict[str, Any]:
    """What this meeting adds to the sheets, as plain data. Functions only: nobody's name is on paper."""
    invited = Invitee.objects.filter(meeting=meeting).select_related("partner", "user")
    return {
        "title": meeting.title,
        "number": meeting.number,
        "network": meeting.kind == Meeting.Kind.NETWORK,
        "when": when(meeting),
        "invited": [[each.function, organisation_of(each) or "eigen organisatie"] for each in invited],
        "agenda": [item.wording for item in meeting.items.all()],
    }


def context(plain: dict[str, Any]) -> dict[str, Any]:
    """The content with everything that is the same for every meeting."""
    return {
        "paper": plain,
        "map": empty_map(),
        "phases": list(zip(content().horizontal, content().vertical, strict=True)),
        "note_rules": content().note_rules,
        "notes": range(1, NOTES_EACH + 1),
        "open_lines": range(EMPTY_LINES),
    }


def make(plain: dict[str, Any]) -> bytes:
    """In the PDF the map is an image: an inline drawing would lose its alternative text."""
    picture = str(empty_map()).replace('font-family="sans-serif"', 'font-family="Source Sans 3"')
    image = f"data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}"
    return render_pdf("workshops/plan_paper_pdf.html", {**context(plain), "image": image})


def _may_read(user: Any, pk: int) -> bool:
    meeting = Meeting.objects.filter(pk=pk).first()
    return meeting is not None and rules.can_lead(user, meeting)


def _back(pk: int) -> tuple[str, str]:
    return "Papier voor de bijeenkomst", reverse("workshops:paper", args=[pk])


KIND = register(Kind("workshops.paper", make=make, may_read=_may_read, back=_back))
