"""Going back after a form was answered with what is wrong in it: the form again, never an error of the browser."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import make_case
from tests.people import make_town


@pytest.fixture
def town(transactional_db):
    return make_town()


def test_back_to_a_form_with_a_mistake_opens_the_form(town, visit):
    case = make_case(town=town)
    page = visit(town.owner)
    page.goto(reverse("analysis:team_member_new", args=[case.pk]))
    page.fill("#id_expertise", "kent het plein")
    page.get_by_role("button", name="Bewaren").click()
    expect(page).to_have_title(re.compile("^Fout: "))

    page.reload()
    expect(page.locator("#id_expertise")).to_have_value("kent het plein")
    page.get_by_role("link", name="Annuleren").click()
    page.wait_for_url("**/werkgroep/**")
    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Lid toevoegen")
    expect(page).not_to_have_title(re.compile("^Fout: "))
