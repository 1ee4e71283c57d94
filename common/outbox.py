"""Mail to colleagues: written with the change that causes it, sent by a worker, once."""

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from common.jobs import later
from common.models import Mail


def write(*, key: str, to: str, subject: str, body: str) -> None:
    """Put a message in the outbox. The same `key` is written once. Subject and body hold no content of a case."""
    mail, made = Mail.objects.get_or_create(key=key, defaults={"to": to, "subject": subject, "body": body})
    if made:
        later("common.send_mail", mail.pk, key=f"mail:{mail.pk}")


def send(mail_id: int) -> None:
    """Give one message to the mail server. The row is locked, so two workers never send it twice."""
    with transaction.atomic():
        mail = Mail.objects.select_for_update(of=("self",)).filter(pk=mail_id, sent__isnull=True).first()
        if mail is None:
            return
        EmailMessage(mail.subject, mail.body, to=[mail.to]).send()
        mail.sent = timezone.now()
        mail.save(update_fields=["sent"])
