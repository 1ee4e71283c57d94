"""Lists without counting: the next page starts after the last row seen, so page 400 costs what page 1 costs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet


@dataclass(frozen=True)
class KeysetPage:
    """A slice of a list that is ordered newest first by a moment and an id."""

    rows: list[Any]
    next_cursor: str
    first: bool

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def keyset(rows: QuerySet[Any], cursor: str, *, by: str, size: int = 50) -> KeysetPage:
    """The page after `cursor` (as made by this function; anything odd means the first page)."""
    position = _read(cursor)
    if position:
        moment, pk = position
        rows = rows.filter(Q(**{f"{by}__lte": moment}), Q(**{f"{by}__lt": moment}) | Q(pk__lt=pk))
    found = list(rows.order_by(f"-{by}", "-pk")[: size + 1])
    more = len(found) > size
    found = found[:size]
    next_cursor = f"{getattr(found[-1], by).isoformat()}_{found[-1].pk}" if more else ""
    return KeysetPage(found, next_cursor, first=position is None)


def _read(cursor: str) -> tuple[datetime, int] | None:
    moment, _, pk = (cursor or "").rpartition("_")
    try:
        at = datetime.fromisoformat(moment.replace(" ", "+"))
        return (at, int(pk)) if at.tzinfo and 0 < int(pk) < 2**62 else None
    except ValueError:
        return None
