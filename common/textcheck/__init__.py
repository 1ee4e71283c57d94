"""Finds personal data in free text before it is stored.

The text is folded first (look-alike spaces, digits and letters become plain ones, invisible characters go), then each
module looks for its own noun. Every pattern is bounded, so the time grows with the length of the text only.
"""

from dataclasses import dataclass

from common.textcheck import addresses, births, contacts, names, numbers, plates
from common.textcheck.allowed import allowed
from common.textcheck.folding import fold
from common.textcheck.hits import Hit, without_overlap

REFUSED = frozenset({"bsn", "rijksregisternummer", "kenteken"})
MESSAGES = {
    "e-mail": "Dit lijkt op een e-mailadres van een persoon. Haal het weg of noem alleen de organisatie.",
    "telefoon": "Dit lijkt op een telefoonnummer. Haal het weg of beschrijf het zonder persoon.",
    "bsn": "Dit lijkt op een burgerservicenummer (BSN). Dat mag hier niet staan. Haal het weg.",
    "rijksregisternummer": "Dit lijkt op een rijksregisternummer. Dat mag hier niet staan. Haal het weg.",
    "iban": "Dit lijkt op een rekeningnummer. Haal het weg.",
    "kenteken": "Dit lijkt op een kenteken of nummerplaat. Dat mag hier niet staan. Haal het weg.",
    "account": "Dit lijkt op een account op sociale media. Beschrijf het bericht zonder de naam van het account.",
    "adres": "Dit lijkt op een adres met huisnummer. Noem alleen de straat, de buurt of de wijk.",
    "naam": "Dit lijkt op de naam van een persoon. Schrijf liever een groep of een rol, zoals ‘een bewoner’.",
    "geboorte": "Dit lijkt op een geboortedatum of leeftijd van een persoon. Haal het weg of noem een leeftijdsgroep.",
}


@dataclass(frozen=True)
class Finding:
    """One piece of text that may say who someone is. `start` and `end` are positions in characters."""

    kind: str
    start: int
    end: int
    refuse: bool
    message: str


def check(text: str) -> list[Finding]:
    """Findings in the order of the text. The message never holds a part of the text."""
    if not text:
        return []
    folded = fold(text)
    hits: list[Hit] = []
    for find in (numbers.find, plates.find, contacts.find, addresses.find, births.find):
        hits += find(folded.text)
    hits += names.find(folded.text, allowed())
    return [
        Finding(hit.kind, *folded.original(hit.start, hit.end), hit.kind in REFUSED, MESSAGES[hit.kind])
        for hit in without_overlap(hits)
    ]
