"""Mail to colleagues: written with the change that causes it, sent by a worker, once."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone

from common.jobs import later
from common.models import Mail

CLAIM = timedelta(minutes=3)
"""How long a worker may be busy with one message before another may try; far longer than the mail server's time-out."""


class Unsent(Exception):
    """Another worker is busy with this message and has not said how it went; the job tries again."""


def write(*, key: str, to: str, subject: str, body: str) -> None:
    """Put a message in the outbox. The same `key` is written once. Subject and body hold no content of a case."""
    mail, made = Mail.objects.get_or_create(key=key, defaults={"to": to, "subject": subject, "body": body})
    if made:
        later("common.send_mail", mail.pk, key=f"mail:{mail.pk}")


def send(mail_id: int) -> None:
    """Give one message to the mail server.

    The message is claimed with a conditional update in its own transaction: of two workers one sends, no lock is held
    while the mail server thinks, and SQLite is not kept waiting. An error frees the claim, and the job tries again.
    """
    now = timezone.now()
    mine = (
        Mail.objects.filter(pk=mail_id, sent__isnull=True)
        .filter(Q(claimed__isnull=True) | Q(claimed__lt=now - CLAIM))
        .update(claimed=now)
    )
    mail = Mail.objects.filter(pk=mail_id, sent__isnull=True).first()
    if mail is None:
        return
    if not mine:
        raise Unsent
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.to]).send()
    except Exception as error:
        mail.attempts += 1
        Mail.objects.filter(pk=mail_id).update(claimed=None, attempts=mail.attempts, error=type(error).__name__)
        raise
    Mail.objects.filter(pk=mail_id).update(sent=timezone.now(), error="")
