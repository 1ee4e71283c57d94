"""Fixtures for every test: the town, its people, and clients that are logged in as them."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations  # from base: the modules import each other
from django.test import Client
from hypothesis import settings as hypothesis_settings

from common.append_only import SQLITE_OFF, SQLITE_ON
from organisation.models import User
from tests.people import Town, make_town

# How long an example takes says more about what else the machine does than about the code.
hypothesis_settings.register_profile("any_machine", deadline=None)
hypothesis_settings.load_profile("any_machine")

_sql_flush = DatabaseOperations.sql_flush


def _flush_with_trail(self, style, tables, **options):
    """Emptying a test database on SQLite is a DELETE, which the trail refuses: its triggers stand aside for it."""
    return [*SQLITE_OFF, *_sql_flush(self, style, tables, **options), *SQLITE_ON]


DatabaseOperations.sql_flush = _flush_with_trail


@pytest.fixture(autouse=True, scope="module")
def no_loop_of_another(request) -> Iterator[None]:
    """Playwright leaves an event loop running in the thread after its tests, and under a loop Django has other database
    connections. For a module, so that it comes before a test begins its transaction: begun on the connection of the
    loop, it would lock out the test itself."""
    loop = asyncio._get_running_loop()
    if loop is None or request.path.parent.name == "browser":
        yield
        return
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


@pytest.fixture
def numbers_from_one(db: None) -> None:
    """Tables that are empty number their rows from one. A database goes on counting after a test, and then every table
    has numbers of its own: whoever tries each number in each address never ends."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE sqlite_sequence SET seq = 0")
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A browser of this person: `client_of(town.owner).get(...)`."""

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A thread of the live server may leave a connection open, which would keep the database from being dropped."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
