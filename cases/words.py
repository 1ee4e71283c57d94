"""Words a case is described with: forms of polarisation and causes, in our own wording, with their source."""

from dataclasses import dataclass

SOURCE_FORMS = "ESS-handreiking §1.1"
SOURCE_CAUSES = "ESS-handreiking hoofdstuk 5"


@dataclass(frozen=True)
class Word:
    """`code` is stored; the rest is shown. `players` are those who usually have a part when this plays."""

    code: str
    label: str
    text: str
    players: tuple[str, ...] = ()


FORMS = (
    Word("thematic", "Ideologisch of thematisch", "Men verschilt van mening over een onderwerp of waarde."),
    Word("affective", "Affectief", "Men krijgt een afkeer van de ander, los van het onderwerp."),
    Word("social", "Sociaal", "Groepen gaan elkaar uit de weg en leven langs elkaar heen."),
    Word("perceived", "Gepercipieerd", "Men denkt dat de verschillen groter zijn dan ze zijn."),
)

CAUSES = (
    Word(
        "CAUSE1",
        "Samenleven in verscheidenheid",
        "De spanning komt voort uit het dagelijks samenleven van groepen.",
        ("samenleven en inclusie", "wijkteams"),
    ),
    Word(
        "CAUSE2",
        "Openbare orde en veilige publieke taak",
        "De spanning raakt de openbare orde of mensen met een publieke taak.",
        ("openbare orde en veiligheid (OOV)",),
    ),
    Word(
        "CAUSE3",
        "Besluiten over ingewikkelde kwesties",
        "De spanning volgt op een besluit of plan van de overheid.",
        ("de beleidsafdeling van dit onderwerp", "college", "gemeenteraad"),
    ),
    Word(
        "ENV",
        "Buitenwereld (alleen achtergrond)",
        "Er speelt iets waarop de gemeente geen invloed heeft. Houd er rekening mee.",
    ),
)

_by_code = {word.code: word for word in (*FORMS, *CAUSES)}


def chosen(codes: list[str]) -> list[Word]:
    """The words of these codes; a code that no longer exists is left out."""
    return [_by_code[code] for code in codes if code in _by_code]


def players(causes: list[str]) -> list[str]:
    """Who usually has a part, given the causes; each named once, in the order of the guide."""
    return list(dict.fromkeys(player for word in CAUSES if word.code in causes for player in word.players))


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
