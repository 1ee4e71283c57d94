"""HTML to a tagged PDF (PDF/UA-1). Only local assets are read: nothing is ever fetched from a network."""

import base64
import io
import mimetypes
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string


def render_pdf(template: str, context: dict[str, Any]) -> bytes:
    """The document as bytes. The template names its style sheets as `static:pdf.css` and must set lang and title."""
    return html_to_pdf(render_to_string(template, context))


def html_to_pdf(html: str) -> bytes:
    from weasyprint import HTML  # noqa: PLC0415  loading Pango takes half a second, only workers need it
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    class LocalOnly(URLFetcher):  # type: ignore[misc]
        """Reads `static:` names and `data:`; refuses every other address (server-side request forgery)."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=["data"])

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("static:"):
                return super().fetch(_static(url.removeprefix("static:")))
            return super().fetch(url, headers)

    document = HTML(string=html, base_url="static:", url_fetcher=LocalOnly())
    return _with_scope(document.write_pdf(pdf_variant="pdf/ua-1"))


def _static(name: str) -> str:
    """A static file as data address; names that point outside the static folders are refused."""

    found = str(finders.find(name.lstrip("/")) or "")
    roots = [
        Path(str(entry[1] if isinstance(entry, tuple) else entry)).resolve() for entry in settings.STATICFILES_DIRS
    ]
    if not found or not any(Path(found).resolve().is_relative_to(root) for root in roots):
        raise ValueError(f"no such static file: {name}")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(Path(found).read_bytes()).decode()}"


def _with_scope(pdf: bytes) -> bytes:
    """Say of each header cell whether it heads a column or a row: WeasyPrint leaves this out, PDF/UA asks for it."""
    import pikepdf  # noqa: PLC0415  only workers need it

    with pikepdf.open(io.BytesIO(pdf)) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH":
                row: Any = item.get("/P")
                in_head = row is not None and row.get("/P", {}).get("/S") == "/THead"
                scope = "/Column" if in_head else "/Row"
                item["/A"] = pikepdf.Dictionary(O=pikepdf.Name("/Table"), Scope=pikepdf.Name(scope))
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
