"""The main menu: only what a person may open."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from organisation.roles import Permission as P


@dataclass(frozen=True)
class Entry:
    label: str
    url_name: str
    permissions: tuple[Enum, ...] = ()

    @property
    def url(self) -> str:
        """Empty while the package has no such page; the entry is then left out (a test holds that all are there)."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


MENU = (
    Entry("Werkvoorraad", "home"),
    Entry("Signaal vastleggen", "signals:log", (P.SIGNAL_LOG,)),
    Entry("Mijn signalen", "signals:mine", (P.SIGNAL_LOG,)),
    Entry("Signalen", "signals:inbox", (P.SIGNAL_TRIAGE, P.SIGNAL_ALL, P.PLACE)),
    Entry("Casussen", "cases:list", (P.CASE_ALL, P.PLACE)),
    Entry("Overzichtskaart", "cases:overview", (P.OVERVIEW,)),
    Entry("Privacy", "organisation:privacy", (P.PRIVACY,)),
    Entry("Beheer", "organisation:admin", (P.ORGANISE,)),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the entries for this person, the present one marked."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": ()}
    shown = [
        (entry.label, url)
        for entry in MENU
        if (not entry.permissions or any(user.may(permission) for permission in entry.permissions))
        and (url := entry.url)
    ]
    # One address may start another, as /casussen/ does /casussen/kaart/: the longest is where we are.
    here = max((url for _, url in shown if _current(request.path, url)), key=len, default="")
    return {"menu": [{"label": label, "url": url, "current": url == here} for label, url in shown]}


def _current(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url) and not path.startswith(url + "nieuw/"))
