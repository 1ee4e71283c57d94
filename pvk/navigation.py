"""The main menu: only what a person may open."""

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from organisation.roles import Permission as P


@dataclass(frozen=True)
class Entry:
    label: str
    url_name: str
    permissions: tuple[Enum, ...] = ()
    also: tuple[str, ...] = ()
    """Other addresses that belong to this part of the site."""

    @property
    def url(self) -> str:
        """Empty while the package has no such page; the entry is then left out (a test holds that all are there)."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


Shown = tuple[tuple[Entry, str], ...]
MENU = (
    Entry("Werkvoorraad", "home"),
    Entry("Signaal vastleggen", "signals:log", (P.SIGNAL_LOG,)),
    Entry("Mijn signalen", "signals:mine", (P.SIGNAL_LOG,)),
    Entry("Signalen", "signals:inbox", (P.SIGNAL_TRIAGE, P.SIGNAL_ALL, P.PLACE)),
    Entry("Casussen", "cases:list", (P.CASE_ALL, P.PLACE), also=("/plannen/", "/evaluaties/")),
    Entry("Witte vlekken", "policy:white_spots", (P.CASE_ALL, P.PLACE)),
    Entry("Voorbeelden", "library:list", (P.CASE_ALL, P.PLACE), also=("/oefenen/",)),
    Entry("Bijeenkomsten", "workshops:list", (P.MEET, P.PLACE)),
    Entry("Overzichtskaart", "cases:overview", (P.OVERVIEW,)),
    Entry("Privacy", "organisation:privacy", (P.PRIVACY,)),
    Entry("Beheer", "organisation:admin", (P.ORGANISE,)),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the entries for this person, the present one marked."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": (), "menu_html": ""}
    shown = _shown(user.permissions)
    # One address may start another, as /casussen/ does /casussen/kaart/: the longest is where we are.
    found = [(len(part), url) for entry, url in shown for part in (url, *entry.also) if _current(request.path, part)]
    here = max(found, default=(0, ""))[1]
    return {"menu": _menu(shown, here), "menu_html": _menu_html(shown, here)}


@cache
def _shown(permissions: frozenset[Enum]) -> Shown:
    return tuple(
        (entry, url)
        for entry in MENU
        if (not entry.permissions or permissions.intersection(entry.permissions)) and (url := entry.url)
    )


def _menu(shown: Shown, here: str) -> list[dict[str, Any]]:
    return [{"label": entry.label, "url": url, "current": url == here} for entry, url in shown]


@cache
def _menu_html(shown: Shown, here: str) -> SafeString:
    """Written once for each place in it; a page shows it twice, on top and behind the button of a phone."""
    return render_to_string("components/menu.html", {"menu": _menu(shown, here)})


def _current(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url) and not path.startswith(url + "nieuw/"))
