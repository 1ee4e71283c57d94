"""Walks the pages of the demo town and reads their forms, for tests that push on every one of them."""

import itertools
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cases.models import Case
from organisation.models import Instruction, User
from plans.models import PlanDocument
from signals.models import SavedFilter, Signal
from tests.browser.test_every_page import ROLES, candidates, filled
from tests.test_every_url import ALL

SKIP = {"logout", "organisation:gallery"}
SHORT, LONG = "Zeepaardjes op het plein", "Bewoners praten over zeepaardjes op het plein."
"""What a careful user could have typed."""


@dataclass
class Form:
    """What a browser would send for one form of a page."""

    method: str
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class Forms(HTMLParser):
    """Reads the forms of a page and fills what is empty with something that a careful user could have typed."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.forms = address, []
        self.form: Form | None = None
        self.select: str | None = None
        self.area: str | None = None
        self.first: dict[str, str] = {}

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        name = at.get("name")
        if tag == "form":
            action = at.get("action") or at.get("hx-post") or self.address
            self.first = {}
            self.form = Form((at.get("method") or "get").lower(), action)
            self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag == "select" and name:
            self.select = name
            self.form.fields[name], self.options, self.chosen = [], [], []
        elif tag == "option" and self.select:
            value = at.get("value", "")
            self.options.append(value)
            if "selected" in at:
                self.chosen.append(value)
        elif tag == "textarea" and name:
            self.area = name
            self.form.fields[name] = [""]
        elif tag in {"input", "button"} and name:
            self.put(tag, at, name)

    def put(self, tag, at, name):
        kind = at.get("type", "text")
        if kind == "file" or (tag == "button" and name in self.form.fields):
            return
        value = at.get("value", "")
        if kind in {"radio", "checkbox"}:
            self.form.fields.setdefault(name, [])
            one_of_several = kind == "radio" or name in self.first
            self.first.setdefault(name, value or "on")
            if "checked" in at:
                self.form.fields[name] = [value or "on"]
            elif one_of_several and not self.form.fields[name]:
                self.form.fields[name] = [self.first[name]]
            return
        today = timezone.localdate()
        guess = {
            "date": str(today),
            "datetime-local": f"{today}T00:00",
            "email": "nieuw@voorbeeldstad.example",
            "number": at.get("min") or "1",
            "url": "https://voorbeeldstad.example/",
            "hidden": "",
        }
        self.form.fields.setdefault(name, []).append(value or guess.get(kind, SHORT))

    def handle_data(self, data):
        if self.area:
            self.form.fields[self.area][0] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select" and self.select:
            filled = [value for value in self.options if value]
            other = self.select in {"deputy", "stand_in"}  # never the same person as the one before
            self.form.fields[self.select] = [v for v in self.chosen if v] or (filled[-1:] if other else filled[:1])
            self.select = None
        elif tag == "textarea" and self.area:
            text = self.form.fields[self.area][0].strip()
            self.form.fields[self.area] = [text or LONG]
            self.area = None


def demo_town():
    """Ids to try per part of the application, and a client of each role."""
    call_command("seed_demo")
    busy = Case.objects.get(title="Samenleven op het Bloemenplein")
    Instruction.objects.create(kind="unrest", text="Noteer wat u zag.")
    PlanDocument.objects.create(plan=busy.plan, number=1, by=busy.owner)
    SavedFilter.objects.create(
        user=User.objects.get(email__startswith="coordinator@"), name="Acuut", query="kind=acute"
    )
    clients = {}
    for role in ROLES:
        clients[role] = Client()
        clients[role].force_login(
            User.objects.get(email=f"{role}@voorbeeldstad.example"), backend="django.contrib.auth.backends.ModelBackend"
        )
    return candidates(busy), clients


def pages(ids, clients):
    """Every address that someone can open, with who and the answer; a few rows of each."""
    for name, path, _ in ALL:
        if name in SKIP or re.search(r"(live|live_version|download|csv|calendar)$", name):
            continue
        yield from itertools.islice(_opened(name, path, ids.get(name.rpartition(":")[0], [1]), clients), 2)


def _opened(name, path, ids, clients):
    query = f"?signal={Signal.objects.filter(state='new').first().pk}" if name == "cases:link" else ""
    for address in filled(path, ids, 100):
        for role, client in clients.items():
            answer = client.get(address + query)
            if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
                yield role, address + query, answer
                break
            if answer.status_code == 405:  # whatever its numbers are
                return


def different(opened):
    """Each form once: by method, address without numbers, and names of fields."""
    seen = {}
    for role, address, answer in opened:
        parser = Forms(address)
        parser.feed(answer.content.decode())
        for form in parser.forms:
            parts = urlsplit(form.action)
            if parts.netloc or "uitloggen" in form.action:
                continue
            if not parts.path:
                form.action = urlsplit(address).path + form.action
            form.fields.pop("csrfmiddlewaretoken", None)
            key = (form.method, re.sub(r"\d+", "#", urlsplit(form.action).path), tuple(sorted(form.fields)))
            seen.setdefault(key, (role, form))
    return list(seen.values())
