"""How far a PDF is, trying again, and downloading it. Who may read its subject may read it."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from common import audit, documents, jobs
from common.guards import signed_in
from common.models import Document
from common.pages import page

SLOW = timedelta(seconds=30)


def _document(request: HttpRequest, pk: int) -> Document:
    document = get_object_or_404(Document.objects.select_related("by").defer("pdf", "content"), pk=pk)
    if not documents.may_read(request.user, document):
        audit.record("document.read", document, by=request.user, result="refused")
        raise Http404("no such document for this person")
    return document


@signed_in
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks again every two seconds; without JavaScript there is a link for that."""
    row = _document(request, pk)
    label, url = documents.kind_of(row).back(documents.subject_pk(row))
    return page(
        request,
        "common/document.html",
        partial="progress",
        document=row,
        delayed=row.is_busy and jobs.delay() > SLOW,
        back_label=label,
        back=url,
        trail=[(label, url), ("PDF", "")],
    )


@signed_in
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    documents.retry(document=_document(request, pk), by=request.user)
    return redirect("common:document", pk=pk)


@signed_in
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    row = _document(request, pk)
    if row.state != Document.State.READY or not row.pdf:
        return redirect("common:document", pk=pk)
    audit.record("document.downloaded", row, by=request.user)
    return HttpResponse(
        bytes(row.pdf),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{slugify(row.title)[:80] or "document"}.pdf"',
            "Cache-Control": "no-store, private",
        },
    )
