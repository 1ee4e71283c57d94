"""What every page shows of the organisation: its name, its words, who coordinates, and its house style."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from organisation.current import organisation as current
from organisation.style import House


def organisation(request: HttpRequest) -> dict[str, Any]:
    found = getattr(request, "organisation", None) or SimpleLazyObject(current)  # a view may have fetched it already
    return {"organisation": found, "house": SimpleLazyObject(lambda: _house(found.style))}


def _house(style: Any) -> dict[str, str]:
    """Addresses of the style sheet and the logo; empty while the neutral look is in use."""
    house = House(style if isinstance(style, dict) else {})
    return {
        "css_url": reverse("theme_css", args=[house.sheet]) if house.sheet else "",
        "logo_url": reverse("logo", args=[house.logo]) if house.logo else "",
    }
