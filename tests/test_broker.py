"""The queue in a folder: a message is whole before a worker can see it."""

import os
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings
from kombu import Connection
from kombu.exceptions import ChannelError

from pvk.broker import Channel, Transport


@pytest.fixture
def queue(tmp_path: Path):
    """A queue with a name of its own: Kombu remembers names for the whole process."""
    options = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(tmp_path / "c")}
    with Connection("filesystem://", transport=Transport, transport_options=options) as found:
        yield found.SimpleQueue(tmp_path.name)


def test_what_is_put_in_comes_out_in_order(queue):
    queue.put({"task": 1})
    queue.put({"task": 2})

    assert [queue.get(timeout=1).payload["task"] for _ in range(2)] == [1, 2]


def test_no_worker_sees_half_a_message(queue, tmp_path, monkeypatch):
    seen = []
    replace = os.replace

    def look(half, whole):
        seen.append((sorted(path.suffix for path in tmp_path.glob("*.*")), Path(half).stat().st_size > 0))
        replace(half, whole)

    monkeypatch.setattr("pvk.broker.os.replace", look)
    queue.put({"task": 1})

    assert seen == [([".half"], True)]


def test_a_folder_that_is_full_is_an_error_of_the_broker(queue, monkeypatch):
    monkeypatch.setattr("pvk.broker.os.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))

    with pytest.raises(ChannelError):
        queue.put({"task": 1})


@pytest.mark.skipif(bool(settings.REDIS_URL), reason="only without Redis")
def test_the_site_uses_this_queue():
    app = Celery()
    app.config_from_object("django.conf:settings", namespace="CELERY")

    assert app.connection_for_write().transport.Channel is Channel
