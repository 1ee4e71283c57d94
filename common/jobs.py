"""Sure work: a row in the business transaction, queued on commit, safe to run twice, re-queued by a sweeper."""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from common.models import Job
from common.origin import set_origin
from common.ready import ready

log = logging.getLogger(__name__)

STALE = timedelta(minutes=5)
"""A job that runs longer than this without an end is taken as lost with its worker."""
ATTEMPTS = 8


def later(task: str, *arguments: Any, key: str | None = None) -> Job:
    """Have the task `app.function` run once the present transaction holds; the same `key` makes one job only."""
    if key is None:
        job = Job.objects.create(task=task, arguments=list(arguments))
    else:
        job, made = Job.objects.get_or_create(key=key, defaults={"task": task, "arguments": list(arguments)})
        if not made:
            return job
    transaction.on_commit(lambda: _queue(job.pk), robust=True)
    return job


def _queue(job_id: int) -> None:
    """Hand the job to the broker. When the broker is down the sweeper does it later, so the error is only logged."""
    try:
        current_app.send_task("common.run_job", args=[job_id], ignore_result=True)
    except Exception as error:  # any transport error: the row is what counts
        log.warning("job %s not queued: %s", job_id, type(error).__name__)


def run(job_id: int) -> None:
    """Run one job if nobody else does. Failures wait longer each time and end as `failed`."""
    now = timezone.now()
    mine = Job.objects.filter(pk=job_id, state=Job.State.WAITING, not_before__lte=now).update(
        state=Job.State.RUNNING, started=now
    )
    if not mine:
        return
    job = Job.objects.get(pk=job_id)
    set_origin(f"taak {job.pk}")
    try:
        _task(job.task)(*job.arguments)
    except Exception as error:
        attempts = job.attempts + 1
        Job.objects.filter(pk=job_id, started=now).update(
            attempts=attempts,
            error=type(error).__name__,
            state=Job.State.FAILED if attempts >= ATTEMPTS else Job.State.WAITING,
            not_before=timezone.now() + timedelta(seconds=10 * 2**attempts),
        )
        # the message of an error may quote what somebody typed, so only its kind and place are logged
        place = traceback.extract_tb(error.__traceback__)[-1]
        log.error(
            "job %s (%s) failed, attempt %s: %s at %s:%s",
            job.pk, job.task, attempts, type(error).__name__, place.filename, place.lineno,
        )  # fmt: skip
        return
    # only if it is still this run's: the sweeper may have given a slow job to another worker meanwhile
    Job.objects.filter(pk=job_id, started=now).update(state=Job.State.DONE, finished=timezone.now(), error="")


def _task(name: str) -> Callable[..., Any]:
    """The task of this name. Outside a worker Celery has not looked for tasks yet, so it is asked to."""
    if name not in current_app.tasks:
        current_app.loader.import_default_modules()
    task: Callable[..., Any] = current_app.tasks[name]
    return task


def sweep() -> int:
    """Queue again what waits or was lost with its worker; returns how many. Run by beat, safe at any moment."""
    now = timezone.now()
    lost = Job.objects.filter(state=Job.State.RUNNING, started__lt=now - STALE)
    lost.filter(attempts__gte=ATTEMPTS - 1).update(
        state=Job.State.FAILED, attempts=F("attempts") + 1, error="worker lost", finished=now
    )
    lost.update(state=Job.State.WAITING, attempts=F("attempts") + 1, error="worker lost")
    waiting = list(
        Job.objects.filter(state=Job.State.WAITING, not_before__lte=now, created__lt=now - timedelta(seconds=5))
        .order_by("not_before")
        .values_list("pk", flat=True)[:200]
    )
    for job_id in waiting:
        _queue(job_id)
    return len(waiting)


def delay() -> timedelta:
    """How long the oldest ready job has been waiting; shown on the site when the worker falls behind."""
    now = timezone.now()
    oldest = _oldest(now)
    return now - oldest[0] if oldest else timedelta()


@ready
def _oldest(now: datetime) -> QuerySet[Job, datetime]:
    rows = Job.objects.filter(state=Job.State.WAITING, not_before__lte=now)
    return rows.order_by("not_before").values_list("not_before", flat=True)[:1]
