"""A form that comes after logging out gives its text back instead of losing it."""

import pytest
from django.test import Client
from django.urls import reverse

from signals.models import Signal
from tests.people import Town

TEXT = "Buren mijden elkaar sinds de avond over de speeltuin."


def test_after_the_session_the_text_comes_back(client: Client, town: Town):
    answer = client.post(
        reverse("signals:log"), {"what": TEXT, "known": "seen"}, headers={"sec-fetch-site": "same-origin"}
    )

    page = answer.content.decode()
    assert answer.status_code == 403
    assert f">{TEXT}</textarea>" in page
    assert page.count("<textarea") == 1
    assert f"{reverse('login')}?next={reverse('signals:log')}" in page
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert not Signal.objects.exists()


def test_an_old_form_gives_its_text_back(town: Town):
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.reporter)

    answer = client.post(reverse("signals:log"), {"what": TEXT})

    assert answer.status_code == 403
    assert f">{TEXT}</textarea>" in answer.content.decode()


def test_markup_comes_back_harmless(client: Client, town: Town):
    answer = client.post(reverse("signals:log"), {"what": "</textarea> <script>alert(1)</script>"})

    assert "<script>alert" not in answer.content.decode()
    assert "&lt;script&gt;alert(1)" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "headers"),
    [
        ({"what": TEXT}, {"sec-fetch-site": "cross-site"}),
        ({"what": TEXT}, {"hx-request": "true"}),
        ({"area": "3"}, {}),
        ({"new_password1": "een lang wachtwoord"}, {}),
    ],
    ids=["another site", "a fragment", "only choices", "a password"],
)
def test_nothing_to_give_back_goes_to_the_login(client: Client, town: Town, data: dict, headers: dict):
    answer = client.post(reverse("signals:log"), data, headers=headers)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("login"))


def test_page_that_keeps_the_text_itself_hears_that_one_is_signed_out(client: Client, town: Town):
    answer = client.post(reverse("signals:log"), {"what": TEXT}, headers={"hx-request": "true", "x-keeps": "screen"})

    assert (answer.status_code, answer["HX-Trigger"]) == (401, "signed-out")
    assert TEXT not in answer.content.decode()
