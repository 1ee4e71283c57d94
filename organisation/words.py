"""Words that differ between the Netherlands and Flanders; one setting of the organisation chooses.

In a template: `{% load words %}{% word "gemeente" %}` for a word, `{{ sentence|local:organisation }}` for a sentence of
ours. A capital at the start stays a capital. A word that is not in the table is shown as it is. What people typed
never goes through here. The municipality as a place is a gemeente on both sides; a buurt in running text stays one.
"""

import re
from functools import cache

from django.utils.safestring import SafeString, mark_safe

from organisation.models import Organisation

NL, VL = Organisation.Words.NL, Organisation.Words.VL

WORDS: dict[str, str] = {
    "gemeente": "lokaal bestuur",
    "de gemeente": "het lokaal bestuur",
    "uw gemeente": "uw lokaal bestuur",
    "als gemeente": "als lokaal bestuur",
    "gemeenten": "lokale besturen",
    "college": "schepencollege",
    "college van B en W": "college van burgemeester en schepenen",
    "wethouder": "schepen",
    "wethouders": "schepenen",
    "directie": "managementteam",
    "MT": "MAT",
    "uitvoeringsplan": "meerjarenplan",
    "begroting": "meerjarenplan",
    "AZC": "opvangcentrum",
    "azc": "opvangcentrum",
    "AZC's": "opvangcentra",
    "sociaal domein": "sociale dienst",
    "het sociaal domein": "de sociale dienst",
    "buurtbemiddeling": "burenbemiddeling",
    "opbouwwerk": "samenlevingsopbouw",
    "opbouwwerker": "samenlevingsopbouwwerker",
    "opbouwwerkers": "samenlevingsopbouwwerkers",
    "welzijnswerk": "samenlevingsopbouw",
    "het welzijnswerk": "de samenlevingsopbouw",
    "het opbouwwerk": "de samenlevingsopbouw",
    "wijkcoördinator": "wijkmanager",
    "wijkcoördinatoren": "wijkmanagers",
    "gebiedsmanager": "wijkmanager",
    "gebiedsmanagers": "wijkmanagers",
    "sleutelpersoon": "sleutelfiguur",
    "sleutelpersonen": "sleutelfiguren",
    "gemeenteraad": "gemeenteraad",
    "gemeentesecretaris": "algemeen directeur",
    "wijk": "wijk",
    "buurt": "statistische sector",
    "buurten": "statistische sectoren",
    "wijkagent": "wijkinspecteur",
    "wijkagenten": "wijkinspecteurs",
    "driehoek": "veiligheidscel",
    "lokale driehoek": "lokale veiligheidscel",
    "Driehoek betrokken": "Veiligheidscel betrokken",
    "officier van justitie": "procureur",
    "openbaar ministerie": "parket",
    "woningcorporatie": "sociale woonmaatschappij",
    "woningcorporaties": "sociale woonmaatschappijen",
    "welzijnsorganisatie": "sociaal werk",
    "jongerenwerk": "jeugdwerk",
    "jongerenwerker": "jeugdwerker",
    "jongerenwerkers": "jeugdwerkers",
    "BSN": "rijksregisternummer",
    "AVG": "AVG (GDPR)",
    "kenteken": "nummerplaat",
    "kentekens": "nummerplaten",
    "CBS-code": "NIS-code",
    "112 en anders 0900-8844": "112 en anders de lokale politie",
    "op discriminatie.nl": "bij Unia",
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


IN_SENTENCES = frozenset(WORDS) - {"gemeente", "gemeenten", "wijk", "buurt", "buurten"}
"""Of these the meaning depends on the sentence: it names them itself, with the word before it."""


def local(sentence: str, words: str) -> str:
    """A sentence of ours, in the words of this side of the border. What was safe to show as it is, stays so."""
    if words != VL:
        return sentence
    said = _pattern().sub(lambda found: word(found[0], words), sentence)
    return mark_safe(said) if isinstance(sentence, SafeString) else said  # noqa: S308  the words put in are our own


@cache
def _pattern() -> re.Pattern[str]:
    """Longest first, so that "de driehoek" goes before "driehoek"; a capital at the start counts as well."""
    names = sorted(IN_SENTENCES | {name[:1].upper() + name[1:] for name in IN_SENTENCES}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")
