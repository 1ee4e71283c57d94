"""PDFs made in the background: asked on a page, kept with what they say, made by a job, downloaded with a trail.

A package registers each kind of document it can make; the pages that show how far one is are shared.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from common import audit
from common.audit import reference
from common.jobs import later
from common.models import Document

S = Document.State


@dataclass(frozen=True)
class Kind:
    """How a kind of document is made, who may read it, and where its reader came from.

    `make` turns the kept content into bytes; `may_read` and `back` get the key of the subject.
    """

    name: str
    make: Callable[[dict[str, Any]], bytes]
    may_read: Callable[[Any, int], bool]
    back: Callable[[int], tuple[str, str]]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    _kinds[kind.name] = kind
    return kind


def kind_of(document: Document) -> Kind:
    return _kinds[document.kind]


def subject_pk(document: Document) -> int:
    return int(document.subject.rpartition(":")[2])


def may_read(user: Any, document: Document) -> bool:
    """Whoever may read the subject now; a right that was taken away takes its documents along."""
    return kind_of(document).may_read(user, subject_pk(document))


@transaction.atomic
def ask(*, kind: Kind, subject: Model, title: str, content: dict[str, Any], by: Any) -> Document:
    """Have a PDF made of this content. A second click finds the one under way."""
    type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    busy = Document.objects.filter(kind=kind.name, subject=reference(subject), state__in=Document.BUSY).first()
    if busy:
        return busy
    document = Document.objects.create(
        kind=kind.name, subject=reference(subject), title=title[:150], content=content, by=by
    )
    audit.record("document.asked", document, by=by)
    _queue(document)
    return document


@transaction.atomic
def retry(*, document: Document, by: Any) -> None:
    """Try again what failed; of several clicks one counts, and not when another one is under way."""
    busy = Document.objects.filter(kind=document.kind, subject=document.subject, state__in=Document.BUSY)
    if busy.exists():
        return
    if Document.objects.filter(pk=document.pk, state=S.FAILED).update(state=S.WAITING):
        audit.record("document.retried", document, by=by)
        _queue(document)


def _queue(document: Document) -> None:
    later("common.make_document", document.pk, key=f"document:{document.pk}:{timezone.now().timestamp()}")


def make(document_id: int) -> None:
    """Make the PDF and keep it. Safe to run twice: what is ready is left alone.

    A failure is marked for the reader and raised again, so that the job retries by itself.
    """
    document = Document.objects.filter(pk=document_id).exclude(state=S.READY).first()
    if document is None:
        return
    unfinished = Document.objects.filter(pk=document_id).exclude(state=S.READY)
    unfinished.update(state=S.RUNNING)
    try:
        pdf = kind_of(document).make(document.content)
    except Exception:
        unfinished.update(state=S.FAILED)
        raise
    if unfinished.update(state=S.READY, pdf=pdf, ready_at=timezone.now()):
        audit.record("document.made", document, by=None)


def of(subject: Model, kind: Kind) -> list[Document]:
    """The newest documents of a subject, without their bytes."""
    rows = Document.objects.filter(kind=kind.name, subject=reference(subject)).select_related("by")
    return list(rows.defer("pdf", "content")[:20])
