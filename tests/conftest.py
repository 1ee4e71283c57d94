"""Fixtures for every test: the town, its people, and clients that are logged in as them."""

from collections.abc import Callable

import pytest
from django.test import Client

from organisation.models import User
from tests.people import Town, make_town


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
