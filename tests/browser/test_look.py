"""The pages that anyone sees first, in a real browser."""

import pytest
from playwright.sync_api import expect

PUBLIC = ["/inloggen/", "/over/", "/toegankelijkheid/"]


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("width", [360, 1280])
def test_public_page_is_accessible(visit, assert_axe, assert_fits, town, address, width):
    page = visit(None, width=width)

    page.goto(address)

    assert_axe(page)
    assert_fits(page)


def test_menu_on_a_phone_opens_without_javascript(visit, town):
    page = visit(town.coordinator, width=360, javascript=False)
    page.goto("/")

    page.get_by_text("Menu", exact=True).click()

    expect(page.get_by_role("link", name="Werkvoorraad")).to_be_visible()
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
