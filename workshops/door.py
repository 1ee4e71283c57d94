"""The door of a meeting: a join code, written as people write it, and a lock against guessing.

Only codes that could exist and do not are counted, per address. A room of a hundred people behind one address may all
make a typing error; a guesser would need centuries.
"""

from hashlib import sha256

from django.core.cache import cache
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest

from common.ready import ready
from workshops.models import ALPHABET, CODE_LENGTH, Meeting

FAILURES = 100
WINDOW = 600
"""So many wrong codes in so many seconds close the door for new people from that address; who sits stays."""

ABSENT = "O, 0, I, 1 en L"
"""Signs that no code has, because they look alike."""


NEEDED = (
    *(
        "id state kind title code guests show_functions facilitator starts_at place convenor question summary".split()
        + "notes_state nudged_at timer_ends_at blank".split()
    ),
    *("step__code", "step__started_at", "step__meeting", "round__meeting", "round__item", "round__note"),
    *("round__number", "round__state", "round__opened_at", "round__revealed_at", "round__agreed", "round__outcome"),
    *("round__item__wording", "round__item__meeting", "round__note__text", "round__note__shown_at"),
)
"""Columns that a phone shows; whoever needs another one gets it by a statement of its own."""


def tidy(code: str) -> str:
    """As people type it: small letters, spaces, dashes and full stops do not matter."""
    return "".join(sign for sign in code.upper() if sign.isalnum())[:20]


def problem(code: str) -> str:
    """Why this cannot be a code, for whoever typed it; empty when it can."""
    if not code:
        return "Vul de code in. Hij staat op het grote scherm of op de uitnodiging."
    if any(sign in "O0I1L" for sign in code):
        return f"In een code komen {ABSENT} niet voor. Kijk nog eens: staat er een Q, een D of een J?"
    if len(code) != CODE_LENGTH or any(sign not in ALPHABET for sign in code):
        return f"Een code heeft {CODE_LENGTH} letters en cijfers."
    return ""


@ready
def _rows(code: str) -> QuerySet[Meeting]:
    """Every phone asks this at every change. A subquery in Django's own words costs a millisecond more."""
    return (
        Meeting.objects.select_related("step", "round__item", "round__note")
        .only(*NEEDED)
        .annotate(
            topic_version=RawSQL(  # noqa: S611  no word of anybody in it
                "COALESCE((SELECT version FROM common_livetopic WHERE name = 'meeting:' || workshops_meeting.id), 1)",
                [],
            )
        )
        .filter(code=code)
        .order_by()
    )


def meeting_of(code: str) -> Meeting | None:
    """The meeting, also one that is over, with what a phone shows of it and the version of its topic: one statement,
    so that a change after it always has a higher version."""
    code = tidy(code)
    if problem(code):
        return None
    return next(iter(_rows(code)), None)


def _key(request: HttpRequest) -> str:
    return "door:" + sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()[:32]


def wrong_code(request: HttpRequest, code: str) -> None:
    """Count a code that could have been right."""
    if problem(tidy(code)):
        return
    key = _key(request)
    cache.add(key, 0, WINDOW)
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two
        cache.add(key, 1, WINDOW)


def is_locked(request: HttpRequest) -> bool:
    return cache.get(_key(request), 0) >= FAILURES
