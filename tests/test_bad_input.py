"""Posts nonsense to every form of the demo town, as someone who may: nothing breaks, and no personal number stays."""

from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client

from tests.walk import Form, demo_town, different, pages

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


@pytest.fixture
def demo(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return demo_town()


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
            test = " OR ".join(f'CAST("{column}" AS text) LIKE %s' for column in columns)
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
        others = ("huge", "markup", "array", "date", "negative", "marks", "emoji")
        for kind in ("nul", *others[number % 4 :: 4]):
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
