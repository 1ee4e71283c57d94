"""The broker, the worker or the mail server is away: what people save is saved, and arrives once when it is back."""

import socket
from datetime import timedelta
from uuid import uuid4

import pytest
from celery import Celery, current_app
from django.core import mail
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.connection import Connection

from cases.models import Diagnosis, Placement
from common import jobs
from common.models import Job, Mail
from plans.models import Plan, PlanDocument
from pvk import health
from signals.models import Signal, SignalAlert
from tests import factories

SIGNAL = {
    "kind": "acute",
    "emergency_informed": "on",
    "what": "Twee groepen roepen naar elkaar op het plein.",
    "known": "seen",
    "when": "now",
    "direction": "groups",
    "source": "Wijkteam",
}


@pytest.fixture
def broker_away(monkeypatch):
    """The transport refuses, as it does when the broker cannot be reached."""

    tries: list[object] = []

    def refuse(*arguments, **options):
        tries.append(arguments)
        raise OperationalError("connection refused by redis at 10.0.0.1")

    monkeypatch.setattr(current_app, "send_task", refuse)
    return tries


@pytest.fixture
def broker_at_a_closed_port(monkeypatch, settings):
    """The real road: Celery itself, sent to a port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    tries: list[object] = []
    connect = Connection._connect

    def counted(connection):
        tries.append(connection)
        return connect(connection)

    monkeypatch.setattr(Connection, "_connect", counted)
    app = Celery("away", broker=f"redis://127.0.0.1:{port}/0", set_as_current=False)
    app.conf.update(broker_transport_options=settings.ASK_ONCE, task_publish_retry=settings.CELERY_TASK_PUBLISH_RETRY)
    monkeypatch.setattr(jobs, "current_app", app)
    return tries


def work() -> None:
    """A worker that is back: the sweeper queues what waits, and each job runs; also what those jobs ask for."""
    with pytest.MonkeyPatch.context() as patch:
        queued: list[int] = []
        patch.setattr(jobs, "current_app", current_app)
        patch.setattr(current_app, "send_task", lambda name, args, **options: queued.append(args[0]))
        for _ in range(4):
            Job.objects.filter(state="waiting", attempts__gt=0).update(not_before=timezone.now())
            Job.objects.filter(state="waiting").update(created=timezone.now() - timedelta(minutes=1))
            queued.clear()
            jobs.sweep()
            for job in list(queued):
                jobs.run(job)


def old(minutes: int) -> None:
    """As if everything was asked so long ago."""
    moment = timezone.now() - timedelta(minutes=minutes)
    Job.objects.filter(state="waiting", not_before__lte=timezone.now()).update(created=moment, not_before=moment)
    Mail.objects.filter(sent__isnull=True).update(created=moment)


def log_signal(client, town) -> Signal:
    answer = client.post("/signalen/nieuw/", SIGNAL | {"area": town.neighbourhood.pk, "submission": str(uuid4())})
    assert answer.status_code == 302, answer.context["form"].errors
    return Signal.objects.get()


def told(town) -> list[str]:
    """Without a route: the coordinator, the one who stands in, and the admin who should make a route."""
    return sorted(person.email for person in (town.coordinator, town.owner, town.admin))


def acute_jobs() -> list[str]:
    return sorted(Job.objects.filter(state="waiting").values_list("task", flat=True))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("outage", ["broker_away", "broker_at_a_closed_port"])
def test_an_acute_signal_is_saved_without_a_broker_and_alerts_once_after(outage, request, town, client_of, caplog):
    tries = request.getfixturevalue(outage)
    client = client_of(town.reporter)

    signal = log_signal(client, town)

    assert len(tries) == 1, "who saves waits for one try; Celery by itself goes on for six seconds"
    assert acute_jobs() == ["signals.alert"]
    assert mail.outbox == []
    old(minutes=10)
    assert "lopen ongeveer 10 minuten achter" in client.get("/").content.decode()
    assert health.health().as_json["status"] == "vertraagd"
    assert "10.0.0.1" not in caplog.text  # only the kind of the error is logged

    work()
    sent = [(letter.to, letter.subject) for letter in mail.outbox]
    work()

    assert SignalAlert.objects.filter(signal=signal).count() == 1
    assert sorted(to for (to,), _ in sent) == told(town)
    assert len(mail.outbox) == len(sent)
    assert "achter" not in client.get("/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_case_work_is_saved_without_a_broker(broker_away, town, client_of):
    case = factories.make_case(town=town)
    factories.make_diagnosis(case=case, by=town.owner, outcome="act")
    client = client_of(town.owner)
    place = {"kind": "point", "x": 2, "y": 3, "reason": "Men groet elkaar niet.", "function": "wijkregisseur"}

    placed = client.post(
        f"/casussen/{case.pk}/plaatsen/",
        place | {"sure": "fairly", "seen_on": timezone.localdate(), "submission": str(uuid4())},
    )
    started = client.post(
        f"/plannen/casus/{case.pk}/beginnen/",
        {
            "challenge": "Buren groeten elkaar weer.",
            "no_evaluation_reason": "Nog te vroeg.",
            "classification": "confidential",
        },
    )
    asked = client.post(f"/plannen/{Plan.objects.get().pk}/pdf/")

    assert [answer.status_code for answer in (placed, started, asked)] == [302] * 3
    assert Placement.objects.filter(case=case, joint=False, by=town.owner, x_min=2, y_min=3).count() == 1
    assert Diagnosis.objects.filter(case=case).count() == 1
    assert PlanDocument.objects.get().state == "waiting"
    assert Job.objects.filter(task="plans.make_document", state="waiting").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_refuses_gets_each_message_once_later(town, client_of, monkeypatch, settings):
    """The signal reaches people on the site at once; only the mail waits."""
    monkeypatch.setattr(current_app, "send_task", lambda *arguments, **options: None)
    signal = log_signal(client_of(town.reporter), town)
    with monkeypatch.context() as refusing:
        refusing.setattr("common.outbox.EmailMessage.send", _refuse)
        work()
    waiting = Mail.objects.filter(sent__isnull=True)

    assert signal.alert.people.count() == 2
    assert waiting.count() == len(told(town))
    assert set(waiting.values_list("error", flat=True)) == {"ConnectionRefusedError"}
    assert "acuut" in client_of(town.coordinator).get("/").content.decode().lower()
    old(minutes=5)
    assert "lopen ongeveer 5 minuten achter" in client_of(town.owner).get("/").content.decode()

    work()
    work()

    assert sorted(letter.to[0] for letter in mail.outbox) == told(town)
    assert not waiting.exists()


def _refuse(self, *arguments, **options):
    raise ConnectionRefusedError


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_job_do_it_once(town, client_of, monkeypatch):
    queued: list[int] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **options: queued.append(args[0]))
    log_signal(client_of(town.reporter), town)

    for _ in range(2):
        for job in list(queued) * 2:
            jobs.run(job)

    assert sorted(letter.to[0] for letter in mail.outbox) == told(town)
    assert Mail.objects.count() == len(mail.outbox)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_halfway_loses_nothing(town, client_of, monkeypatch):
    monkeypatch.setattr(current_app, "send_task", lambda *arguments, **options: None)
    log_signal(client_of(town.reporter), town)
    Job.objects.update(state="running", started=timezone.now() - timedelta(minutes=6))

    work()

    assert sorted(letter.to[0] for letter in mail.outbox) == told(town)
    assert set(Job.objects.exclude(task="signals.warn_stand_in").values_list("state", flat=True)) == {"done"}
