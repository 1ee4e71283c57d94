"""Walking through pages in Chromium.

`visit(user)` gives a page of a browser that is logged in as this person (None: nobody), with addresses relative to the
live server: `visit(town.owner).goto("/")`. `visit(user, width=360)` is a phone. `assert_axe(page)` holds it against
WCAG 2.2 AA, `assert_fits(page)` against sideways scrolling.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from organisation.models import User
from tests.browser import late

# The synchronous Playwright keeps an event loop running in this thread, which Django would take for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CHROMIUM = shutil.which("chromium")
HERE = Path(__file__).parent
expect.set_options(timeout=15_000)
late.install()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test, also when it forgets to say so."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed (script/setup --browser)"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", *quiet],
    }


@pytest.fixture
def visit(live_server, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`visit(user, width=1280, height=900, javascript=True)`: a page in a browser of its own."""
    contexts: list[BrowserContext] = []

    def open_page(user: User | None, *, width: int = 1280, height: int = 900, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page_as(visit: Callable[..., Page]) -> Callable[..., Page]:
    """The same as `visit`, under the name that says whose page it is."""
    return visit


@pytest.fixture
def assert_axe() -> Callable[[Page], None]:
    """Fails with rule, place and reason for each violation of WCAG 2.0-2.2 A and AA and of best practice."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        result = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
        found = [
            f"{rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in result.response["violations"]
            for node in rule["nodes"]
        ]
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check


@pytest.fixture
def assert_fits() -> Callable[[Page], None]:
    """Nothing sticks out sideways; only a table may scroll, inside its own box."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        wide = page.evaluate(
            """() => {
              const room = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= room) return [];
              return [...document.querySelectorAll("body *")]
                .filter((element) => element.getBoundingClientRect().right > room + 1)
                .filter((element) => !element.closest(".table-scroll"))
                .slice(0, 5).map((element) => element.tagName + "." + element.getAttribute("class"));
            }"""
        )
        assert wide == [], f"{page.url} is wider than the screen: {wide}"

    return check
