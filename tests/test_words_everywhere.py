"""R-B-154: with the Flemish setting no page of the demo town says a word that only the Netherlands knows.

What people typed is theirs and stays as it is; so do the titles of sources. All the rest is ours.
"""

import re
from html import unescape

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from organisation.models import Organisation, User
from tests.browser.test_every_page import LATER, NOT_A_PAGE, ROLES, candidates, make_demo_town, openable
from tests.test_every_url import ALL

WORDS = (
    r"azc|azc['’]s|wethouders?|college van b en w|(?:lokale )?driehoek|jongerenwerk(?:er|ers)?|buurtbemiddeling"
    r"|opbouwwerk(?:er|ers)?|welzijnswerk|sociaal domein|wijkagent(?:en)?|woningcorporaties?|wijkcoördinator(?:en)?"
    r"|gebiedsmanagers?|sleutelperso(?:on|nen)|directie|mt|uitvoeringsplan|begroting"
)
ONLY_DUTCH = re.compile(rf"(?<!\w)(?:{WORDS})(?!\w)", re.IGNORECASE)
"""The rows of the table of domain §1.5. *Programma* is left out: a meeting has one on both sides of the border."""
SOURCE = re.compile(r'<(\w+)[^>]*class="[^"]*source[^"]*"[^>]*>.*?</\1>', re.DOTALL)
ATTRIBUTES = re.compile(r"<(?:script|style)[^>]*>.*?</(?:script|style)>|<option[^>]*>|<[^>]+>", re.DOTALL)


def plain(text):
    return " ".join(text.split())


def typed():
    """Every text that people put in the database and that holds such a word, longest first."""
    found = set()
    for model in apps.get_models():
        fields = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._default_manager.values_list(*fields) if fields else ():
            for value in row:
                _texts(value, found)
    return sorted(found, key=len, reverse=True)


def _texts(value, found):
    if isinstance(value, dict):
        for each in value.values():
            _texts(each, found)
    elif isinstance(value, list):
        for each in value:
            _texts(each, found)
    elif isinstance(value, str) and ONLY_DUTCH.search(value):
        found.update(plain(line) for line in [value, *value.splitlines()] if ONLY_DUTCH.search(line))


def ours(html, theirs):
    """What a page says in our own words."""
    text = SOURCE.sub(" ", html)
    text = plain(unescape(ATTRIBUTES.sub(" ", text)))
    for each in theirs:
        text = re.sub(re.escape(each), " ", text, flags=re.IGNORECASE)
    return text


@pytest.mark.slow
def test_no_page_of_the_demo_town_says_a_dutch_word_in_flanders(db, settings, tmp_path):
    busy = make_demo_town(settings, tmp_path)
    Organisation.objects.update(words=Organisation.Words.VL)
    clients = {role: Client() for role in ROLES}
    for role, client in clients.items():
        user = User.objects.get(email=f"{role}@voorbeeldstad.example")
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    ids, theirs = candidates(busy), typed()
    found, opened = {}, 0
    for name, path, _ in ALL:
        if (NOT_A_PAGE.search(name) and not name.endswith("panel")) or name in LATER | {"cases:link"}:
            continue
        where = openable(name, path, ids.get(name.rpartition(":")[0], [1]), clients)
        if where is None:
            continue
        role, address = where
        opened += 1
        text = ours(clients[role].get(address).content.decode(), theirs)
        if hits := [text[max(0, hit.start() - 40) : hit.end() + 20] for hit in ONLY_DUTCH.finditer(text)]:
            found[f"{name} {address}"] = hits

    assert opened > 100
    assert found == {}, "\n".join(f"{page}: {hits}" for page, hits in found.items())
