"""Background work without a word of the domain."""

from celery import shared_task

from common import documents, jobs, outbox


@shared_task(name="common.run_job")
def run_job(job_id: int) -> None:
    jobs.run(job_id)


@shared_task(name="common.sweep")
def sweep() -> None:
    jobs.sweep()


@shared_task(name="common.send_mail")
def send_mail(mail_id: int) -> None:
    outbox.send(mail_id)


@shared_task(name="common.make_document")
def make_document(document_id: int) -> None:
    documents.make(document_id)
