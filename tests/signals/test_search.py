"""Finding signals by words, place and number."""

import pytest
from django.db import connection

from signals import search
from signals.models import Signal
from tests.factories import make_signal


def find(query):
    return [row.pk for row in search.page(Signal.objects.all(), query, "").rows]


def test_search_by_start_of_words_place_and_number(town):
    plein = make_signal(town=town, what="Ondernemers klagen over vernielingen.", place="bij het winkelcentrum")
    other = make_signal(town=town, what="Men mijdt het café aan de kade.")

    assert find("vernieling") == [plein.pk]
    assert find("winkelc") == [plein.pk]
    assert find("ondernemers winkelcentrum") == [plein.pk]
    assert find("ondernemers kade") == []
    assert find("cafe") == find("CAFÉ") == [other.pk]
    assert find(other.number) == find(f" {other.number.lower()} ") == [other.pk]
    assert find("S-1999-0001") == []


def test_search_follows_changes_and_removal(town):
    signal = make_signal(town=town, what="Ruzie over de speeltuin.")

    signal.what = "Ruzie over de windmolen."
    signal.save()
    before = (find("speeltuin"), find("windmolen"))
    signal.delete()

    assert before == ([], [signal.pk or before[1][0]])
    assert find("windmolen") == []


@pytest.mark.parametrize(
    "query",
    [
        '"', "'", "''", '" OR 1=1 --', "plein*", "AND", "NEAR(a b)", "what:plein", "-plein", "^plein", "(", ")", "a:b",
        "😀", "\0", "%", "_", "\\", "&", "|", "!", "<->", "plein & !kade", "'; DROP TABLE signals_signal; --", "²", "٣",
        "ﬁ", "x" * 500, "a " * 200, "S-0000-0001", "S-9999-999999999999", "de", "{}", "[]", "ĳsbaan", "\u202e",
    ],
)  # fmt: skip
def test_no_query_breaks_out(town, client_of, query):
    make_signal(town=town)

    response = client_of(town.coordinator).get("/signalen/", {"q": query})

    assert response.status_code == 200
    assert Signal.objects.count() == 1


def test_search_shows_nothing_that_one_may_not_see(town, client_of):
    hidden = make_signal(town=town, what="Geheim woord windmolen.", department=town.safety)
    shown = make_signal(town=town, what="Open woord windmolen.", department=town.social)

    page = client_of(town.owner).get("/signalen/", {"q": "windmolen"})
    by_number = client_of(town.owner).get("/signalen/", {"q": hidden.number})

    assert [row["number"] for row in page.context["rows"]] == [shown.number]
    assert by_number.context["rows"] == []


def test_search_goes_on_where_it_stopped(town, client_of):
    signals = [make_signal(town=town) for _ in range(52)]
    client = client_of(town.coordinator)

    first = client.get("/signalen/", {"q": "plein"})
    second = client.get("/signalen/", {"q": "plein", "na": first.context["listing"].next_cursor})

    assert len(first.context["rows"]) == 50
    assert [row["number"] for row in second.context["rows"]] == [signals[1].number, signals[0].number]


def test_search_uses_the_index(town):
    make_signal(town=town)

    plan = search.find(Signal.objects.all(), "plein").explain()

    if connection.vendor == "sqlite":
        assert "VIRTUAL TABLE INDEX" in plan
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'signals_search%'")
            assert len(cursor.fetchall()) == 3
    else:
        assert "words @@" in plan


def test_search_finds_what_lies_far_back(town, monkeypatch):
    monkeypatch.setattr(search, "WINDOW", 2)
    old = make_signal(town=town, what="Ruzie over de windmolen.")
    for _ in range(5):
        make_signal(town=town)

    assert find("windmolen") == [old.pk]
    assert len(find("plein")) == 5
