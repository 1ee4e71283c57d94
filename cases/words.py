"""Words a case is described with: forms of polarisation and causes from the guides, and perspectives that may miss."""

from method.content import Item, content

FORMS = content().forms
CAUSES = content().causes
"""CAUSE1 to CAUSE3, and ENV for the outside world, which is context only (ESS-handreiking hoofdstuk 5)."""

_by_code = {item.code: item for item in (*FORMS, *CAUSES)}


def chosen(codes: list[str]) -> list[Item]:
    """The items of these codes; a code that no longer exists is left out."""
    return [_by_code[code] for code in codes if code in _by_code]


def players(causes: list[str]) -> list[str]:
    """Who usually has a part, given the causes; each named once, in the order of the guide."""
    named = (item.players.split("; ") for item in CAUSES if item.code in causes and item.players)
    return list(dict.fromkeys(player for players in named for player in players))


PERSPECTIVES = (
    ("jongerenwerk", ("jongerenwerk", "jongeren")),
    ("sociaal domein", ("sociaal", "welzijn", "wijkteam", "maatschappelijk", "samenleven")),
    ("politie", ("politie", "wijkagent")),
    ("openbare ruimte", ("openbare ruimte", "wijkbeheer", "ruimtelijk", "handhav", "boa", "wijkregisseur")),
    ("participatie", ("participatie", "democratie", "inspraak")),
)
"""Angles that often see something else, with the parts of a function's name by which they are recognised."""


def missing_perspectives(functions: list[str]) -> list[str]:
    """Angles of which nobody has contributed yet, going by the functions of those who did (R-A-058)."""
    said = " / ".join(functions).lower()
    return [name for name, parts in PERSPECTIVES if not any(part in said for part in parts)]
