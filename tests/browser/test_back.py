"""Going back after a form was answered with what is wrong in it: the form again, never an error of the browser."""

import pytest
from django.urls import reverse

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
    assert page.title().startswith("Fout: ")

    page.reload()
    assert page.input_value("#id_expertise") == "kent het plein"
    page.get_by_role("link", name="Annuleren").click()
    page.wait_for_url("**/werkgroep/**")
    page.go_back()

    assert page.get_by_role("heading", level=1).inner_text() == "Lid toevoegen"
    assert not page.title().startswith("Fout: ")
