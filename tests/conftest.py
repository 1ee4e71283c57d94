"""Fixtures for every test: the town, its people, and clients that are logged in as them."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations  # from base: the modules import each other
from django.test import Client

from common.append_only import SQLITE_OFF, SQLITE_ON
from organisation.models import User
from tests.people import Town, make_town

_sql_flush = DatabaseOperations.sql_flush


def _flush_with_trail(self, style, tables, **options):
    """Emptying a test database on SQLite is a DELETE, which the trail refuses: its triggers stand aside for it."""
    return [*SQLITE_OFF, *_sql_flush(self, style, tables, **options), *SQLITE_ON]


DatabaseOperations.sql_flush = _flush_with_trail


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


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
