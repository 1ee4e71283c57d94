"""The working group, the project lead and the ladder of participation (Flemish guide, steps 1.1 and 1.3 to 1.5)."""

from functools import cache

import yaml

from method.content import DATA, Item


@cache
def _data() -> dict[str, tuple[Item, ...]]:
    found = yaml.safe_load((DATA / "team" / "team.yaml").read_text(encoding="utf-8"))
    return {name: tuple(Item(**row) for row in rows) for name, rows in found.items()}


def kinds() -> tuple[Item, ...]:
    """Internal or wider, with when each fits."""
    return _data()["kinds"]


def lead() -> tuple[Item, ...]:
    """What a project lead needs."""
    return _data()["lead"]


def ladder() -> tuple[Item, ...]:
    """The six rungs of participation, from informing to self-government."""
    return _data()["ladder"]


def review() -> tuple[Item, ...]:
    """The four questions about the group itself."""
    return _data()["review"]


def services() -> tuple[Item, ...]:
    """The twelve services to think of, each with what it usually knows."""
    return _data()["services"]


def start_internal() -> Item:
    return _data()["start_internal"][0]


def no_mandate() -> Item:
    return _data()["no_mandate"][0]


def only_informing() -> Item:
    return _data()["only_informing"][0]


def everything() -> tuple[Item, ...]:
    """Every item, for the test that asks each for its source."""
    return tuple(item for rows in _data().values() for item in rows)
