"""A site that answers late: it waits `PVK_TEST_LATE` seconds before it answers and again after a page's first bytes.

A press that saves by itself returns before anything is saved; a click that opens a page returns when the first bytes
are there. A test that then looks without waiting is green on a quick machine and red on a busy one; with this it is
always red: `PVK_TEST_LATE=0.5 script/test tests/browser`.
"""

import os
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

SECONDS = float(os.environ.get("PVK_TEST_LATE", "0"))
AT_ONCE = 40  # bytes: the doctype and a bit, so that there is a document without anything in it


class Late:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "Mozilla" not in request.headers.get("User-Agent", ""):
            return self.get_response(request)
        time.sleep(SECONDS)
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not response.get("Content-Type", "").startswith("text/html"):
            return response
        late = StreamingHttpResponse(self.parts(response.content), status=response.status_code)
        late.headers = response.headers
        late.headers.pop("Content-Length", None)
        late.cookies = response.cookies
        return late

    @staticmethod
    def parts(content: bytes) -> Iterator[bytes]:
        yield content[:AT_ONCE]
        time.sleep(SECONDS)
        yield content[AT_ONCE:]


def install() -> None:
    if SECONDS:
        settings.MIDDLEWARE = ["tests.browser.late.Late", *settings.MIDDLEWARE]
