"""The big screen: whoever has its address sees what everyone in the room may see. It asks nothing and leads nowhere."""

import time
from collections.abc import Callable
from functools import wraps

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from common.live import version
from common.live_views import stream_of, version_of
from common.once import once
from common.pages import page
from common.ready import ready
from workshops.access import on_screen
from workshops.boards_stage import stage
from workshops.models import Meeting


def until_the_end(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A screen whose meeting is over says so, and nothing about the meeting: its address stopped working (410)."""

    @wraps(view)
    def answer(request: HttpRequest, key: str) -> HttpResponseBase:
        try:
            return view(request, key)
        except Http404:
            if Meeting.objects.filter(screen_key=key).exists():
                return page(request, "workshops/screen_over.html", status=410)
            raise

    return answer


@until_the_end
@on_screen
@require_GET
def screen(request: HttpRequest) -> HttpResponse:
    """The whole page, opened once on the wall."""
    meeting: Meeting = request.meeting  # type: ignore[attr-defined]
    return page(request, "workshops/screen.html", stage=stage(meeting), key=meeting.screen_key)


@until_the_end
@on_screen
@require_GET
def picture(request: HttpRequest) -> HttpResponse:
    """What is inside the page now; fetched at each change."""
    meeting: Meeting = request.meeting  # type: ignore[attr-defined]
    return HttpResponse(_picture(meeting.pk, version(meeting.count_topic), int(time.time() // 10)))


@once(64)
def _picture(pk: int, number: int, moment: int) -> str:
    """Drawn once for all screens of a meeting; `moment` lets what is edited elsewhere come along within ten seconds."""
    return render_to_string("workshops/screen_stage.html", {"stage": stage(next(iter(_drawn(pk))))})


@ready
def _drawn(pk: int) -> QuerySet[Meeting]:
    return Meeting.objects.select_related("step", "round__item", "round__note").filter(pk=pk)


@on_screen  # type: ignore[arg-type]
async def live(request: HttpRequest) -> HttpResponseBase:
    return stream_of(request, request.meeting.count_topic)  # type: ignore[attr-defined]


@on_screen
@require_GET
def live_version(request: HttpRequest) -> HttpResponse:
    return version_of(request.meeting.count_topic)  # type: ignore[attr-defined]
