"""Words that differ between the Netherlands and Flanders; one setting of the organisation chooses.

In a template: `{% load words %}{% word "gemeente" %}`. A capital at the start stays a capital. A word that is not in
the table is a mistake of ours and stops the page in a test, not in front of a user: it is shown as it is.
"""

from organisation.models import Organisation

NL, VL = Organisation.Words.NL, Organisation.Words.VL

WORDS: dict[str, str] = {
    "gemeente": "lokaal bestuur",
    "gemeenten": "lokale besturen",
    "college": "schepencollege",
    "college van B en W": "college van burgemeester en schepenen",
    "wethouder": "schepen",
    "gemeenteraad": "gemeenteraad",
    "gemeentesecretaris": "algemeen directeur",
    "wijk": "wijk",
    "buurt": "statistische sector",
    "wijkagent": "wijkinspecteur",
    "driehoek": "veiligheidsoverleg van burgemeester, politie en parket",
    "officier van justitie": "procureur",
    "openbaar ministerie": "parket",
    "woningcorporatie": "sociale woonmaatschappij",
    "welzijnsorganisatie": "sociaal werk",
    "jongerenwerk": "jeugdwerk",
    "BSN": "rijksregisternummer",
    "AVG": "AVG (GDPR)",
    "CBS-code": "NIS-code",
}
"""Dutch word to Flemish word. The Dutch word is the key everywhere in our templates."""


def word(name: str, words: str) -> str:
    """The word for this side of the border, with the capital that was asked for."""
    if words != VL:
        return name
    found = WORDS.get(name) or WORDS.get(name[:1].lower() + name[1:])
    if found is None:
        return name
    return found[:1].upper() + found[1:] if name[:1].isupper() and name not in WORDS else found
