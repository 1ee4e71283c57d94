"""The decision note: the content of a plan as a tagged PDF (PDF/UA)."""

import base64
from typing import Any

from common.pdf import render_pdf
from method import svg
from method.content import content as guides
from method.words import Mark, between_groups, sentence, with_government
from plans.content import PlaceLine, plan_content, read
from plans.models import Plan

TEMPLATE = "plans/document.html"


def content_of(plan: Plan) -> dict[str, Any]:
    """What is kept with a document, so that the PDF says what the page said when it was asked for."""
    return plan_content(plan).as_json()


def make(content: dict[str, Any]) -> bytes:
    return render_pdf(TEMPLATE, context(content))


def context(content: dict[str, Any]) -> dict[str, Any]:
    """What the template gets: the plan, the picture of its place, and the legend from the guide."""
    plan = read(content)
    place = plan.diagnosis.place if plan.diagnosis else None
    return {
        "plan": plan,
        "map": figure(place) if place else "",
        "map_words": sentence(place.shape) if place else "",
        "between": between_groups(place.shape) if place else "",
        "government": with_government(place.shape) if place else "",
        "phases": list(zip(guides().horizontal, guides().vertical, strict=True)),
        "kinds": guides().kinds,
        "legend_quadrants": guides().quadrants,
        "everywhere": guides().everywhere.text,
    }


def drawing(place: PlaceLine) -> str:
    """The map with the one place of the diagnosis, as an image in the page."""
    return svg.draw([mark(place)], title=f"Verkenningskaart. {sentence(place.shape)}")


def figure(place: PlaceLine) -> str:
    """The map as the address of an image: an inline drawing would lose its alternative text in the PDF."""
    picture = drawing(place).replace('font-family="sans-serif"', 'font-family="Source Sans 3"')
    return f"data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}"


def mark(place: PlaceLine) -> Mark:
    return Mark(place.shape, label="1", latest=True)
