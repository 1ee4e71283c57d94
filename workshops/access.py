"""Who sits at the table: a colleague by login, or a guest by the secret in a cookie that only this meeting reads."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from common.ready import ready
from organisation.models import User
from workshops import door
from workshops.models import Meeting, Seat, new_key

SEAT = ("a seat in this meeting",)
CODE = ("the code of this meeting",)
SCREEN = ("the key of this screen",)


class SeatRequest(HttpRequest):
    """A request of someone who has a seat."""

    seat: Seat
    meeting: Meeting


def digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def cookie_name(meeting: Meeting) -> str:
    return f"plaats-{meeting.pk}"


def user_of(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None  # type: ignore[return-value]


def seat_of(request: HttpRequest, meeting: Meeting, *, left: bool = False) -> Seat | None:
    """The seat of this browser, or with `left` the one that it gave up. A login goes before a cookie."""
    user = user_of(request)
    if user is not None:
        found = next(iter(_seats_of_user(meeting.pk, user.pk, left)), None)
        if found:
            return found
    secret = request.COOKIES.get(cookie_name(meeting), "")
    return next(iter(_seats_of_browser(meeting.pk, digest(secret), left)), None) if secret else None


@ready
def _seats_of_user(meeting: int, user: int, left: bool) -> QuerySet[Seat]:
    return Seat.objects.filter(meeting=meeting, user=user, left_at__isnull=not left)


@ready
def _seats_of_browser(meeting: int, secret: str, left: bool) -> QuerySet[Seat]:
    return Seat.objects.filter(meeting=meeting, secret=secret, left_at__isnull=not left)


def give_cookie(response: HttpResponse, meeting: Meeting, secret: str = "") -> str:
    """A secret for a guest's browser; returns its digest for the seat. It dies with the meeting."""
    secret = secret or new_key()
    response.set_cookie(
        cookie_name(meeting),
        secret,
        max_age=14 * 3600,
        path="/meedoen/",
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return digest(secret)


def meeting_by_key(key: str) -> Meeting:
    """The meeting of a big screen."""
    found = next(iter(_meetings_of_screen(key)), None)
    if found is None:
        raise Http404("no live meeting with this screen")
    return found


@ready
def _meetings_of_screen(key: str) -> QuerySet[Meeting]:
    return Meeting.objects.live().filter(screen_key=key)


def seated(view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
    """For who has a seat in the meeting of this code; others are asked to join. Gives `request.seat` and `.meeting`."""

    def admit(request: HttpRequest, code: str) -> HttpResponseBase | None:
        meeting = door.meeting_of(code)
        seat = seat_of(request, meeting) if meeting and meeting.is_live else None
        if seat is None or meeting is None:
            return turned_away(request, code, meeting) or redirect("workshops:join", code=door.tidy(code))
        seat.meeting = meeting
        request.seat, request.meeting = seat, meeting  # type: ignore[attr-defined]
        return None

    @wraps(view)
    def guarded(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = admit(request, code) or view(request, *args, **kwargs)
        return _uncached(answer)

    @wraps(view)
    async def guarded_stream(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = await sync_to_async(admit)(request, code) or await view(request, *args, **kwargs)
        return _uncached(answer)

    return _mark(guarded_stream if iscoroutinefunction(view) else guarded, SEAT)


def turned_away(request: HttpRequest, code: str, meeting: Meeting | None) -> HttpResponse | None:
    """The page for who has no seat and cannot get one here: too many wrong codes, no such code, or it is over."""
    if door.is_locked(request):
        return render(request, "workshops/seat_away.html", {"why": "locked"}, status=429)
    if meeting is None:
        door.wrong_code(request, code)
        return render(request, "workshops/seat_away.html", {"why": "unknown"}, status=404)
    if not meeting.is_live:
        return render(request, "workshops/seat_away.html", {"why": meeting.state, "meeting": meeting}, status=410)
    return None


def with_code(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """For whoever has the code of a meeting that people may join now. Gives `request.meeting`."""

    @wraps(view)
    def guarded(request: HttpRequest, code: str) -> HttpResponseBase:
        meeting = door.meeting_of(code)
        request.meeting = meeting  # type: ignore[attr-defined]
        return _uncached(turned_away(request, code, meeting) or view(request))

    return _mark(guarded, CODE)


def on_screen(view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
    """For the big screen of a meeting: whoever has its address. Gives `request.meeting`."""

    @wraps(view)
    def guarded(request: HttpRequest, key: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.meeting = meeting_by_key(key)  # type: ignore[attr-defined]
        return _uncached(view(request, *args, **kwargs))

    @wraps(view)
    async def guarded_stream(request: HttpRequest, key: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.meeting = await sync_to_async(meeting_by_key)(key)  # type: ignore[attr-defined]
        return _uncached(await view(request, *args, **kwargs))

    return _mark(guarded_stream if iscoroutinefunction(view) else guarded, SCREEN)


def _mark(view: Callable[..., Any], guard: tuple[str, ...]) -> Callable[..., HttpResponseBase]:
    view.guard = guard  # type: ignore[attr-defined]
    return login_not_required(view)


def _uncached(answer: HttpResponseBase) -> HttpResponseBase:
    """What a phone or a wall showed stays in no cache, also for people without a login."""
    if not answer.has_header("Cache-Control"):
        answer.headers["Cache-Control"] = "no-store, private"
    return answer
