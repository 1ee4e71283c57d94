"""The addresses behind `{% live "topic" %}`: a stream of version numbers, and the number alone for polling."""

from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from common import live
from common.guards import signed_in


def _topic(token: str) -> str:
    name = live.topic(token)
    if name is None:
        raise Http404
    return name


@signed_in  # type: ignore[arg-type]
async def live_stream(request: HttpRequest, token: str) -> HttpResponseBase:
    """Server-sent events. A process that serves pages by WSGI cannot hold a stream: 204 tells the browser to poll."""
    return stream_of(request, _topic(token))


@signed_in
def live_version(request: HttpRequest, token: str) -> HttpResponse:
    """The version as plain text."""
    return version_of(_topic(token))


def stream_of(request: HttpRequest, name: str) -> HttpResponseBase:
    """The stream of a topic, for a view that decided that this person may watch it."""
    if not isinstance(request, ASGIRequest):
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    return StreamingHttpResponse(
        live.stream(name),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def version_of(name: str) -> HttpResponse:
    """The number alone, for where streams are cut off."""
    return HttpResponse(str(live.version(name)), content_type="text/plain", headers={"Cache-Control": "no-store"})
