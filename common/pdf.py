"""HTML to a tagged PDF (PDF/UA-1). Only local assets are read: nothing is ever fetched from a network."""

import io
import mimetypes
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string


def render_pdf(template: str, context: dict[str, Any]) -> bytes:
    """The document as bytes. The template names its style sheets as `static:x/pdf.css` and must set lang and title."""
    return html_to_pdf(render_to_string(template, context))


def render_pdf_within(template: str, contexts: Iterable[dict[str, Any]], *, pages: int) -> bytes:
    """The first of these contexts that fits on so many pages; the last one when none does."""
    made = None
    for context in contexts:
        made = _laid_out(render_to_string(template, context))
        if len(made.pages) <= pages:
            break
    if made is None:
        raise ValueError("no context to render")
    return _written(made)


def html_to_pdf(html: str) -> bytes:
    return _written(_laid_out(html))


def _laid_out(html: str) -> Any:
    from weasyprint import HTML  # noqa: PLC0415  loading Pango takes half a second, only workers need it

    return HTML(string=html, base_url="static:", url_fetcher=fetcher()).render(pdf_variant="pdf/ua-1")


def _written(document: Any) -> bytes:
    return document.write_pdf(pdf_variant="pdf/ua-1", finisher=_add_scope)


def fetcher() -> Any:
    """Reads `static:` names and `data:` addresses; refuses every other address (server-side request forgery)."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class LocalOnly(URLFetcher):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=["data"])

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("static:"):
                return super().fetch(url, headers)
            name = url.removeprefix("static:")
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(
                url, _font(name) if name.endswith(".woff2") else _static(name).read_bytes(), {"Content-Type": kind}
            )

    return LocalOnly()


def _static(name: str) -> Path:
    """A file in the static folders; names that point outside them are refused."""
    found = str(finders.find(name.lstrip("/")) or "")
    roots = [
        Path(str(entry[1] if isinstance(entry, tuple) else entry)).resolve() for entry in settings.STATICFILES_DIRS
    ]
    if not found or not any(Path(found).resolve().is_relative_to(root) for root in roots):
        raise ValueError(f"no such static file: {name}")
    return Path(found)


@cache
def _font(name: str) -> bytes:
    """An unpacked web font. Unpacking takes longer than drawing a page, so a worker does it once."""
    from fontTools.ttLib import woff2  # noqa: PLC0415

    unpacked = io.BytesIO()
    woff2.decompress(io.BytesIO(_static(name).read_bytes()), unpacked)
    return unpacked.getvalue()


def _add_scope(document: Any, pdf: Any) -> None:
    """Say of each header cell whether it heads a column or a row: WeasyPrint leaves this out, PDF/UA asks for it.

    Done on the objects before they are written; opening the finished file again would cost as much as a page.
    """
    by_reference = {item.reference: item for item in pdf.objects}
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("S") == "/TH":
            part = by_reference.get(by_reference.get(item["P"], {}).get("P"), {})
            item.setdefault("A", {"O": "/Table"})["Scope"] = "/Column" if part.get("S") == "/THead" else "/Row"
