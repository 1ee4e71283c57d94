"""No page leads its reader to a refusal or to a bare part of a page."""

import re

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from organisation.models import User
from tests.browser.test_every_page import LATER, NOT_A_PAGE, ROLES, candidates, make_demo_town
from tests.test_every_url import ALL

FRAGMENT = re.compile(r"panel$")
"""A part of a page. Who follows a link to it has no JavaScript, and must see a whole page."""
LINK = re.compile(r'<a\s[^>]*?href="(/[^"#]*)')
MOST = 3
"""Pages of one kind that each role opens: links differ by state, seldom by row."""


def addresses(ids):
    for name, path, _ in ALL:
        if NOT_A_PAGE.search(name) or name in LATER:
            continue
        holes = len(re.findall(r"<[^>]+>", path))
        numbers = ids.get(name.rpartition(":")[0], [1])[:MOST] if holes else [""]
        for number in numbers:
            yield "/" + re.sub(r"<[^>]+>", str(number), path)


@pytest.mark.slow
def test_no_link_leads_to_a_refusal(db, settings, tmp_path):
    busy = make_demo_town(settings, tmp_path)
    ids = candidates(busy)
    refused, tried = {}, 0
    for role in ROLES:
        client = Client()
        client.force_login(
            User.objects.get(email=f"{role}@voorbeeldstad.example"),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        answers: dict[str, int] = {}
        for address in addresses(ids):
            page = client.get(address)
            if page.status_code != 200 or "text/html" not in page.headers["Content-Type"]:
                continue
            for link in LINK.findall(page.content.decode()):
                try:
                    match = resolve(link.partition("?")[0])
                except Resolver404:
                    continue
                if FRAGMENT.search(match.view_name) and b"<html" not in client.get(link).content:
                    refused[f"{role}: a part of a page, {link}"] = address
                if NOT_A_PAGE.search(match.view_name) or match.view_name in LATER:
                    continue
                if match.view_name not in answers:
                    answers[match.view_name] = client.get(link.replace("&amp;", "&")).status_code
                    tried += 1
                if answers[match.view_name] == 403:
                    refused[f"{role}: {link}"] = address

    assert tried > 300
    assert refused == {}, "\n".join(f"{link} on {page}" for link, page in refused.items())
