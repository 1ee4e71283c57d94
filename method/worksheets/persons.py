"""No worksheet asks for a person. Whoever writes one is told so, with the words that gave it away."""

import re

_WHAT = (
    r"(?:groep|groepen|organisatie|organisaties|plek|plaats|plein|straat|buurt|wijk|gebied|project|forum|kanaal|plan"
    r"|vereniging)"
)
_ASKS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:naam|namen)\b(?! van (?:de |het |een |deze |dit |uw )?{_WHAT}\b)",
        r"\b(?:voor|achter|familie|gebruikers|persoons|roep)na(?:am|men)\b",
        r"\bgeboorte(?:datum|jaar|plaats|land)\b",
        r"\b(?:bsn|burgerservicenummer|rijksregisternummer|kenteken|paspoort)\w*",
        r"\b(?:telefoon|mobiel|gsm)(?:nummer)?s?\b",
        r"\be-?mail(?:adres(?:sen)?)?\b",
        r"\b(?:huis|woon|thuis)?adres(?:sen|gegevens)?\b",
        r"\b(?:account|profiel|gebruiker|handle)(?:naam|namen|s)?\b(?! van (?:de |een )?(?:organisatie|gemeente)\b)",
        r"\b(?:welke|wat voor|om welke) (?:persoon|personen|individu\w*|inwoner|bewoner|dader|verdachte)s?\b",
        r"\bpersoonsgegevens\b",
        r"\bindividu(?:en)?\b",
        r"\bwie (?:is|heet|zijn het|is het|zijn de (?:personen|mensen|daders|inwoners|bewoners))\b",
        r"\b(?:full|first|last|sur|family)_?name\b|\bperson(?:_name)?\b|\bname\b|\bphone\b|\baddress\b|\bbirth\w*",
    )
]


def asks_a_person(text: str) -> str:
    """The words that ask for a person, or nothing."""
    plain = text.replace("_", " ")
    for pattern in _ASKS:
        found = pattern.search(plain) or pattern.search(text)
        if found:
            return found.group(0)
    return ""
