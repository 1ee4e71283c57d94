"""How the site is: what answers, what waits, and the sentence for everyone when something runs late."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils import timezone

from common import jobs
from common.models import Job, Mail
from common.ready import ready

LATE = timedelta(minutes=2)
HEARTBEAT = "pvk.heartbeat"


def beat() -> None:
    """The worker lives: one row that it renews each minute."""
    now = timezone.now()
    Job.objects.update_or_create(
        key=HEARTBEAT, defaults={"task": HEARTBEAT, "state": Job.State.DONE, "started": now, "finished": now}
    )


def worker_silence() -> timedelta | None:
    """How long the worker has been silent; None when it never spoke."""
    last = Job.objects.filter(key=HEARTBEAT).values_list("finished", flat=True).first()
    return timezone.now() - last if last else None


def mail_delay() -> timedelta:
    """How long the oldest message has been waiting for a mail server."""
    oldest = _oldest_mail()
    return timezone.now() - oldest[0] if oldest else timedelta()


@ready
def _oldest_mail() -> QuerySet[Mail, datetime]:
    return Mail.objects.filter(sent__isnull=True).order_by("created").values_list("created", flat=True)[:1]


def delay_sentence() -> str:
    """What everyone may know when messages or documents run late; nothing while all is well. Two queries."""
    late = max(jobs.delay(), mail_delay())
    if late <= LATE:
        return ""
    return f"Berichten en documenten lopen ongeveer {_words(late)} achter; wat u opslaat is bewaard."


def _words(late: timedelta) -> str:
    minutes = round(late.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} minuten"
    hours = round(minutes / 60)
    return f"{hours} uur" if hours < 48 else f"{round(hours / 24)} dagen"


@dataclass(frozen=True)
class Health:
    """For the machine that watches. Only a database that does not answer makes the site unready: without a worker
    pages still work and nothing that is saved gets lost, so taking the site away would only harm."""

    database: bool
    queue_seconds: int = 0
    mail_seconds: int = 0
    worker_seconds: int | None = None
    failed_jobs: int = 0

    @property
    def status(self) -> int:
        return 200 if self.database else 503

    @property
    def as_json(self) -> dict[str, Any]:
        late = self.queue_seconds > LATE.total_seconds() or self.mail_seconds > LATE.total_seconds()
        silent = self.worker_seconds is not None and self.worker_seconds > 300
        return {
            "status": "kapot" if not self.database else "vertraagd" if late or silent else "klaar",
            "database": "ok" if self.database else "geen antwoord",
            "wachtrij_seconden": self.queue_seconds,
            "post_seconden": self.mail_seconds,
            "werker_seconden_stil": self.worker_seconds,
            "mislukte_taken": self.failed_jobs,
        }


def health() -> Health:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        silence = worker_silence()
        return Health(
            database=True,
            queue_seconds=int(jobs.delay().total_seconds()),
            mail_seconds=int(mail_delay().total_seconds()),
            worker_seconds=int(silence.total_seconds()) if silence is not None else None,
            failed_jobs=Job.objects.filter(state=Job.State.FAILED).count(),
        )
    except DatabaseError:
        return Health(database=False)
