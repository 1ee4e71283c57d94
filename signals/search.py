"""Finding signals by words, place or number, by an index of the database itself.

SQLite: an FTS5 table beside the signals, kept by triggers. PostgreSQL: a stored column with a GIN index. Both walk from
the newest signal down and stop at a full page, so that a common word costs no more among 100,000 signals than among
10,000. Words are matched from their start, without accents; a query holds only letters and digits.
"""

import re
import unicodedata
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from common.paging import KeysetPage
from signals.models import Signal

WORDS = 8
LENGTH = 40
WINDOW = 3000
NUMBER = re.compile(r"^\s*S-?(20[0-9]{2})-?([0-9]{1,12})\s*$", re.IGNORECASE)


def words(query: str) -> list[str]:
    """The words that can be searched for: letters and digits, without accents, no more than eight."""
    folded = unicodedata.normalize("NFKD", query.lower())
    folded = "".join(each for each in folded if not unicodedata.combining(each))
    return [word[:LENGTH] for word in re.findall(r"[^\W_]+", folded) if len(word) > 1 or word.isdecimal()][:WORDS]


def find(signals: QuerySet[Signal], query: str) -> QuerySet[Signal]:
    """Those of `signals` that hold every word, or the one with this number."""
    if number := NUMBER.match(query):
        return signals.filter(pk=int(number[2]), reported_at__year=int(number[1]))
    wanted = words(query)
    if not wanted:
        return signals.none()
    return _postgresql(signals, wanted) if connection.vendor == "postgresql" else _sqlite(signals, wanted)


def _sqlite(signals: QuerySet[Signal], wanted: list[str]) -> QuerySet[Signal]:
    match = " ".join(f'"{word}"*' if len(word) > 1 else f'"{word}"' for word in wanted)
    return signals.extra(  # noqa: S610  the only way to join the index table; the words are a parameter
        tables=["signals_search"],
        where=["signals_search.rowid = signals_signal.id", "signals_search MATCH %s"],
        params=[match],
    )


def _postgresql(signals: QuerySet[Signal], wanted: list[str]) -> QuerySet[Signal]:
    match = " & ".join(f"'{word}':*" for word in wanted)
    return signals.extra(where=["signals_signal.words @@ to_tsquery('dutch', %s)"], params=[match])  # noqa: S610


def page(signals: QuerySet[Any], query: str, cursor: str, *, size: int = 50) -> KeysetPage:
    """A page of results, last written down first."""
    found = find(signals, query)
    before = int(cursor) if cursor.isdecimal() and len(cursor) < 18 else 0
    if before:
        found = found.filter(pk__lt=before)
    if NUMBER.match(query) or not words(query):
        rows = list(found[: size + 1])
    elif connection.vendor == "postgresql":
        rows = _newest(found, before, size + 1)
    else:
        rows = list(found.extra(order_by=["-signals_search.rowid"])[: size + 1])  # noqa: S610  the order of the index
    more = len(rows) > size
    rows = rows[:size]
    return KeysetPage(rows, str(_pk(rows[-1])) if more else "", first=not before)


def _newest(found: QuerySet[Any], before: int, size: int) -> list[Any]:
    """The newest matches on PostgreSQL, which cannot tell a rare start of a word from a common one.

    A common word fills the page from the last few thousand signals. A word that does not is rare enough to fetch all
    its matches by the index; `+ 0` keeps the planner from walking down the whole table in search of them.
    """
    top = before or (Signal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    rows = list(found.filter(pk__gte=top - WINDOW).order_by("-pk")[:size])
    if len(rows) < size and top > WINDOW:
        rows = list(found.order_by((F("pk") + 0).desc())[:size])
    return rows


def _pk(row: Any) -> int:
    return int(row["pk"] if isinstance(row, dict) else row.pk)
