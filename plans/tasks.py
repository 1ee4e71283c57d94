"""Background work on plans."""

from celery import shared_task

from plans import actions, documents
from plans.models import PlanDocument


@shared_task(name="plans.make_document")
def make_document(document_id: int) -> None:
    document = PlanDocument.objects.filter(pk=document_id).first()
    if document is not None:
        actions.make_document(document=document, make=documents.make)
