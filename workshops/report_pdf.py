"""The report of a meeting as a tagged PDF, made from what was kept when it was asked for."""

import base64
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from common.documents import Kind, register
from common.pdf import render_pdf
from method import svg, words
from workshops.models import Meeting
from workshops.report import PlaceLine, Report, read

TEMPLATE = "workshops/after_report_pdf.html"


def make(content: dict[str, Any]) -> bytes:
    return render_pdf(TEMPLATE, context(read(content)))


def context(found: Report) -> dict[str, Any]:
    """What page and PDF get: the report, and the picture of each set of places."""
    return {
        "report": found,
        "notes_map": figure([note.place for note in found.notes if note.place]),
        "subjects": [(subject, [(line, figure(line.places)) for line in subject.rounds]) for subject in found.subjects],
    }


def figure(places: Iterable[PlaceLine]) -> dict[str, Any] | None:
    """The map as an image with its words: an inline drawing would lose its alternative text in the PDF."""
    marks = [place.mark for place in places]
    if not marks:
        return None
    said = words.summary(marks)
    picture = svg.draw(marks, title=f"Verkenningskaart. {said}")
    address = picture.replace('font-family="sans-serif"', 'font-family="Source Sans 3"').encode()
    return {"words": said, "src": f"data:image/svg+xml;base64,{base64.b64encode(address).decode()}"}


def _may_read(user: Any, pk: int) -> bool:
    return Meeting.objects.visible_to(user).filter(pk=pk).exists()


def _back(pk: int) -> tuple[str, str]:
    return "Verslag van de bijeenkomst", reverse("workshops:report", args=[pk])


REPORT = register(Kind("workshops.report", make=make, may_read=_may_read, back=_back))
