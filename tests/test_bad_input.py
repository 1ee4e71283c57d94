"""Posts nonsense to every form of the demo town, as someone who may: nothing breaks, and no personal number stays."""

import itertools
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction
from django.test import Client
from django.utils import timezone

from cases.models import Case
from organisation.models import User
from plans.models import PlanDocument
from signals.models import SavedFilter, Signal
from tests.browser.test_every_page import ROLES, candidates
from tests.test_every_url import ALL

BSN = "111222333"
MARKUP = "<script>alert(1)</script>"
BAD = {
    "long": "a" * 100_000,
    "date": "31-02-2026",
    "huge": "99999999999999999999",
    "negative": "-1",
    "bsn": f"Bel met {BSN} graag",
    "emoji": "\U0001f9a9\U0001f1f3\U0001f1f1",
    "nul": "a\x00b",
    "markup": MARKUP,
    "marks": "\u202eabc\u200f\u2066",
    "array": ["1", "twee", "-3"],
    "missing": None,
}
QUERY = (
    "na",
    "q",
    "vraag",
    "welke",
    "stand",
    "zoek",
    "stap",
    "term",
    "afdeling",
    "alles",
    "p",
    "font",
    "state",
    "object",
)
"""Names that pages read from their address, besides those of a form."""
SKIP = {"logout", "organisation:gallery"}


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
        self.form.fields.setdefault(name, []).append(value or guess.get(kind, "Drukte op het plein"))

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
            self.form.fields[self.area] = [text or "Bewoners maken zich zorgen over de drukte op het plein."]
            self.area = None


@pytest.fixture
def demo(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("seed_demo")
    busy = Case.objects.get(title="Samenleven op het Bloemenplein")
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
        holes = re.findall(r"<[^>]+>", path)
        numbers = ids.get(name.rpartition(":")[0], [1])
        found = 0
        for values in itertools.product(numbers, repeat=len(holes)) if holes else [()]:
            address = "/" + path
            for hole, value in zip(holes, values, strict=True):
                address = address.replace(hole, str(value), 1)
            if name == "cases:link":
                address += f"?signal={Signal.objects.filter(state='new').first().pk}"
            for role, client in clients.items():
                answer = client.get(address)
                if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
                    yield role, address, answer
                    found += 1
                    break
            if found >= 2:
                break


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


def personal_numbers() -> list[str]:
    """Every text column of every model, history included, that holds the number of a person."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        columns = [
            f.column
            for f in model._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]
        if columns:
            test = " OR ".join(f'"{column}" LIKE %s' for column in columns)
            with connection.cursor() as cursor:
                cursor.execute(
                    f'SELECT count(*) FROM "{model._meta.db_table}" WHERE {test}',
                    [f"%{BSN}%"] * len(columns),
                )
                if cursor.fetchone()[0]:
                    found.append(model._meta.label)
    return found


def send(client: Client, form: Form, data: dict) -> tuple[int | str, list[str], bool]:
    """The answer to one submission, what it left of a personal number, and whether markup came back raw.

    Everything is undone after, so that each submission meets the same town."""
    left, raw = [], False
    with transaction.atomic():
        try:
            with transaction.atomic():
                call = client.post if form.method == "post" else client.get
                answer = call(form.action, data)
            status = answer.status_code
            raw = not answer.streaming and MARKUP.encode() in answer.content
            if status < 400 and any(BSN in str(value) for value in data.values()) and form.method == "post":
                left = personal_numbers()
            if status == 302 and any(MARKUP in str(value) for value in data.values()):
                after = client.get(answer.headers["Location"])
                raw = raw or (not after.streaming and MARKUP.encode() in after.content)
        except Exception as error:
            status = f"{type(error).__name__}: {str(error)[:150]}"
        transaction.set_rollback(True)
    return status, left, raw


def trials(form: Form, number: int):
    """Every kind of nonsense in all fields at once, a personal number in each field alone, and of the other kinds each
    field one, in turns."""
    for place, (kind, value) in enumerate(BAD.items()):
        yield kind, "*", {} if value is None else dict.fromkeys(form.fields, value)
        for turn, name in enumerate(form.fields):
            if kind == "bsn" or (turn + number) % len(BAD) == place:
                alone = {key: old for key, old in form.fields.items() if key != name or value is not None}
                yield kind, name, alone | ({} if value is None else {name: value})


def wrong_in(answer: tuple[int | str, list[str], bool]) -> bool:
    status, left, raw = answer
    return not isinstance(status, int) or status >= 500 or bool(left) or raw


@pytest.mark.slow
def test_no_page_breaks_on_bad_input(demo):
    ids, clients = demo
    wrong = []

    opened = list(pages(ids, clients))
    for number, (role, form) in enumerate(different(opened)):
        for kind, name, data in trials(form, number):
            answer = send(clients[role], form, data)
            if wrong_in(answer):
                wrong.append(f"{form.method} {form.action} ({role}) {name}={kind}: {answer}")
    for number, (role, address, _) in enumerate(opened):
        for kind in ("huge", "nul", "markup", "array", "date", "negative", "marks", "emoji")[number % 4 :: 4]:
            answer = send(clients[role], Form("get", urlsplit(address).path), dict.fromkeys(QUERY, BAD[kind]))
            if wrong_in(answer):
                wrong.append(f"get {address} ({role}) {kind}: {answer}")

    assert not wrong, "\n".join(wrong)


def test_autosave_and_saved_filters_keep_no_personal_number(town, client_of):
    reporter, coordinator = client_of(town.reporter), client_of(town.coordinator)
    texts = {"what": "Drukte op het plein", "submission": "00000000-0000-4000-8000-000000000001"}

    kept = reporter.post("/signalen/nieuw/concept/", texts | {"kind": "unrest", "happened_at": "2026-11-21T10:30"})
    refused = [
        reporter.post("/signalen/nieuw/concept/", texts | {name: f"Bel met {BSN} graag"})
        for name in ("what", "place", "kind", "happened_at", "noticed")
    ]
    saved = coordinator.post("/signalen/filter/bewaren/", {"name": "Plein", "query": f"q=bel+met+{BSN}&kind=acute"})

    assert kept.status_code == 200
    assert [answer.status_code for answer in refused] == [204] * 5
    assert "burgerservicenummer" in saved.content.decode()
    assert personal_numbers() == []
