"""Reading the report, and making a version for everybody: on a phone, by keyboard, without script."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from common.models import Document
from tests.browser.test_every_page import make_demo_town


@pytest.fixture
def case(transactional_db, settings, tmp_path):
    return make_demo_town(settings, tmp_path)


@pytest.mark.parametrize("width", [1280, 360])
def test_versions_are_accessible_and_fit(case, visit, assert_axe, assert_fits, width):
    page = visit(case.owner, width=width)
    for name in ("report", "summary", "public"):
        page.goto(reverse(f"plans:{name}", args=[case.pk]))
        expect(page.locator("h1")).to_have_count(1)
        assert_fits(page)
        assert_axe(page)

    page.get_by_label("Aanleiding").check()
    page.get_by_role("button", name="Verder").click()
    page.get_by_text("Lees dit eerst helemaal").wait_for()
    assert_fits(page)
    assert_axe(page)


def test_public_version_is_chosen_read_and_made_without_script(case, visit):
    page = visit(case.owner, javascript=False)
    page.goto(reverse("cases:detail", args=[case.pk]))
    page.get_by_role("link", name="Verslag", exact=True).click()
    page.get_by_role("link", name="Openbare versie").click()

    page.get_by_label("Wat zijn de oorzaken?").uncheck()
    page.get_by_label("Aanleiding").check()
    page.get_by_role("button", name="Verder").click()
    page.wait_for_load_state()
    read = page.locator("main").inner_text()
    page.get_by_role("button", name="Anders kiezen").click()
    expect(page.get_by_label("Aanleiding")).to_be_checked()
    expect(page.get_by_label("Wat zijn de oorzaken?")).not_to_be_checked()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Ik heb dit gelezen").click()

    made = Document.objects.get(kind="plans.public")
    assert case.reason.split(".")[0] in read
    assert "Wat zijn de oorzaken?" not in read
    assert case.reason in str(made.content)
    assert case.title not in str(made.content)
    expect(page.get_by_role("heading", level=1)).to_have_text("PDF")
