"""Sure work: once, whatever the broker, the worker or the mail server does."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.utils import timezone

from common import jobs, outbox
from common.models import Job, Mail


@pytest.fixture
def queued(monkeypatch) -> list[int]:
    """What was handed to the broker."""
    sent: list[int] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **options: sent.append(args[0]))
    return sent


@pytest.fixture
def task(monkeypatch) -> list[tuple]:
    """A task that notes how it was called."""
    calls: list[tuple] = []
    monkeypatch.setattr(jobs, "_task", lambda name: lambda *arguments: calls.append(arguments))
    return calls


def fail(monkeypatch, error: Exception) -> None:
    def broken(*arguments: object) -> None:
        raise error

    monkeypatch.setattr(jobs, "_task", lambda name: broken)


def test_a_job_is_queued_once_the_change_holds(db, queued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.later("common.sweep")
        assert queued == []

    assert queued == [job.pk]


def test_the_same_key_makes_one_job(db, queued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = jobs.later("common.sweep", key="een")
        second = jobs.later("common.sweep", key="een")

    assert first == second
    assert queued == [first.pk]


def test_a_change_that_is_undone_leaves_no_job(db, queued):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.later("common.sweep")
        raise ZeroDivisionError

    assert Job.objects.count() == 0


def test_a_broker_that_is_down_loses_nothing(db, monkeypatch, django_capture_on_commit_callbacks):
    def down(*arguments: object, **options: object) -> None:
        raise ConnectionError("broker")

    monkeypatch.setattr(current_app, "send_task", down)
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.later("common.sweep")

    job.refresh_from_db()
    assert job.state == Job.State.WAITING


def test_the_sweeper_queues_what_the_broker_lost(db, queued):
    job = Job.objects.create(task="common.sweep", created=timezone.now() - timedelta(minutes=1))

    jobs.sweep()

    assert queued == [job.pk]


def test_the_sweeper_takes_back_a_job_of_a_lost_worker(db, queued):
    job = Job.objects.create(
        task="common.sweep",
        state=Job.State.RUNNING,
        started=timezone.now() - jobs.STALE - timedelta(seconds=1),
        created=timezone.now() - timedelta(hours=1),
    )

    jobs.sweep()

    job.refresh_from_db()
    assert (queued, job.state, job.attempts) == ([job.pk], Job.State.WAITING, 1)


def test_a_job_that_keeps_killing_workers_ends(db, queued):
    job = Job.objects.create(
        task="common.sweep",
        state=Job.State.RUNNING,
        attempts=jobs.ATTEMPTS - 1,
        started=timezone.now() - timedelta(hours=1),
        created=timezone.now() - timedelta(hours=2),
    )

    jobs.sweep()

    job.refresh_from_db()
    assert (queued, job.state) == ([], Job.State.FAILED)


def test_a_job_runs_once_though_it_is_delivered_twice(db, task):
    job = Job.objects.create(task="x", arguments=[7])

    jobs.run(job.pk)
    jobs.run(job.pk)

    assert task == [(7,)]


def test_an_unknown_job_is_left_alone(db, task):
    jobs.run(999)

    assert task == []


def test_a_failure_waits_and_tries_again(db, monkeypatch):
    job = Job.objects.create(task="x")
    fail(monkeypatch, ValueError("Karim Benali"))

    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (Job.State.WAITING, 1, "ValueError")
    assert job.not_before > timezone.now()


def test_a_failure_is_logged_without_what_was_typed(db, monkeypatch, caplog):
    job = Job.objects.create(task="x")
    fail(monkeypatch, ValueError("Karim Benali"))

    jobs.run(job.pk)

    assert "ValueError" in caplog.text
    assert "Karim" not in caplog.text


def test_the_last_failure_ends_the_job(db, monkeypatch):
    job = Job.objects.create(task="x", attempts=jobs.ATTEMPTS - 1)
    fail(monkeypatch, ValueError())

    jobs.run(job.pk)

    job.refresh_from_db()
    assert job.state == Job.State.FAILED


def test_a_slow_worker_does_not_end_the_run_of_another(db, monkeypatch):
    job = Job.objects.create(task="x")

    def slow(*arguments: object) -> None:
        Job.objects.filter(pk=job.pk).update(started=timezone.now() + timedelta(minutes=6))

    monkeypatch.setattr(jobs, "_task", lambda name: slow)
    jobs.run(job.pk)

    job.refresh_from_db()
    assert job.state == Job.State.RUNNING


def test_the_delay_is_that_of_the_oldest_ready_job(db):
    Job.objects.create(task="x", not_before=timezone.now() - timedelta(minutes=9))
    Job.objects.create(task="x", not_before=timezone.now() + timedelta(minutes=9))

    assert 8 < jobs.delay().total_seconds() / 60 < 10


def _names() -> set[str]:
    """Every task name that stands as a literal in `later("app.task", ...)` somewhere in the code."""
    found = set()
    for package in ("common", "organisation", "method", "signals", "cases", "plans", "evaluation", "pvk"):
        for file in (Path(settings.BASE_DIR) / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    if name == "later" and isinstance(node.args[0].value, str):
                        found.add(node.args[0].value)
    return found


def test_every_task_that_is_queued_exists():
    current_app.loader.import_default_modules()
    names = _names()

    assert "common.send_mail" in names
    assert [name for name in sorted(names) if name not in current_app.tasks] == []


def test_every_task_of_the_clock_exists():
    current_app.loader.import_default_modules()

    assert [
        entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values() if entry["task"] not in current_app.tasks
    ] == []


def write(key: str = "a") -> Mail:
    outbox.write(key=key, to="a@example.org", subject="Eén herinnering", body="Zie de werkvoorraad.")
    return Mail.objects.get(key=key)


def test_the_same_message_is_written_once(db):
    write()
    write()

    assert (Mail.objects.count(), Job.objects.count()) == (1, 1)


def test_a_message_is_sent_once(db):
    letter = write()

    outbox.send(letter.pk)
    outbox.send(letter.pk)

    assert len(mail.outbox) == 1


def test_a_message_another_worker_is_busy_with_is_not_doubled(db):
    letter = write()
    Mail.objects.update(claimed=timezone.now())

    with pytest.raises(outbox.Unsent):
        outbox.send(letter.pk)

    assert mail.outbox == []


def test_a_message_of_a_lost_worker_is_sent_after_all(db):
    letter = write()
    Mail.objects.update(claimed=timezone.now() - outbox.CLAIM - timedelta(seconds=1))

    outbox.send(letter.pk)

    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_down_gets_the_message_later_once(db, monkeypatch):
    letter = write()
    job = Job.objects.get()
    sending = outbox.EmailMessage.send
    monkeypatch.setattr(outbox.EmailMessage, "send", lambda self: (_ for _ in ()).throw(ConnectionRefusedError()))
    jobs.run(job.pk)
    letter.refresh_from_db()
    assert (letter.sent, letter.attempts, letter.error) == (None, 1, "ConnectionRefusedError")

    monkeypatch.setattr(outbox.EmailMessage, "send", sending)
    Job.objects.update(not_before=timezone.now())
    jobs.run(job.pk)
    jobs.run(job.pk)

    letter.refresh_from_db()
    job.refresh_from_db()
    assert (len(mail.outbox), job.state, letter.sent is not None) == (1, Job.State.DONE, True)
