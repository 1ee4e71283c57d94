# ruff: noqa: E501  word lists and patterns are read best unbroken
"""Addresses down to the house: a street with a number, a postcode with a number."""

import re

from common.textcheck.hits import Hit
from common.textcheck.words import ARTICLES, NO_NAME, PARTICLES, STREET_ENDINGS, STREET_ENDINGS_SURE, TITLES

WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
UNIT = (
    r"keer|maal|x\b|uur|u\b|jaar|dagen|dag|weken|week|maanden|maand|minuten|meter|m\b|km|kilometer|euro|procent|%|graden|"
    r"(?:nieuwe |boze |oude |jonge |grote |kleine |extra |andere |verschillende )?(?:incident|melding|klacht|bewoner|jongere|mens|persoon|person|gezin|woning|"
    r"huis|huizen|huishouden|kind|auto|signa|winkel|ondernemer|pand|student|buren|buurtbewoner|deelnemer|agent|bedrijven|"
    r"demonstrant|supporter|vrijwilliger|bom|boz|appartement|gesprek|handtekening|spandoek|vechtpartij|inbra|brand|bijeenkomst|"
    r"groep|partij|vluchteling|statushouder|asielzoeker|leerling|reactie|vragen|brieven|mannen|vrouwen|meisjes|jongens|tieners|"
    r"parkeerplaats|plekken|plaatsen|procent|camera|boete|stem|aanhouding|arrestatie|bekeuring|container|verdieping|banken|lantaarn)|"
    r"van de\b|op de\b|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|jan\b|feb\b|"
    r"miljoen|duizend|:\d|[.,]\d|-\d{1,2}-|/\d{1,2}/|°"
)
NUMBER = re.compile(
    rf"(?:[ ,]{{0,3}}|\. ?)(?:(?:huis)?n(?:umme)?r\.?|huisnummer|no\.?)?[ :]{{0,2}}"
    rf"(?P<number>\d{{1,4}})(?P<add>(?:[ /-]{{0,3}}(?:bis|hs|huis|hoog|zwart|rood|ter|boven|beneden|[a-zA-Z]|[IVX]{{1,4}}|\d{{1,4}}))?)(?![A-Za-z0-9])"
    rf"(?P<bus>[ ,]{{0,2}}(?:bus|bte|box|app?\.?|appartement|kamer) ?\.?[A-Za-z0-9.]{{1,5}}\b)?"
    rf"(?! ?(?:{UNIT}))",
    re.I,
)
NO_STREET = frozenset(
    "onderweg halverwege snelweg autoweg rijksweg autosnelweg fietspad voetpad jeugdhof voorhof gerechtshof weg straat laan plein park hof "
    "pad baan markt ring haven brug zijstraat hoofdstraat winkelstraat woonstraat achterweg fietsstraat werkplein schoolplein speelplein "
    "terrein sportpark bedrijvenpark vakantiepark arbeidsmarkt woningmarkt huizenmarkt supermarkt kerstmarkt rommelmarkt loopbaan "
    "landingsbaan atletiekbaan skatebaan werkveld speelveld trapveld voetbalveld sportveld achtergrond omgang uitweg omweg pretpark "
    "luchthaven jachthaven invalshoek uithoek werkplaats standplaats vrijmarkt jaarmarkt weekmarkt zandbak afwerkplek burgerinitiatief "
    "halfweg steegje hoek berg heuvel veld akker burg vest erf dijk kaai wal poort sluis oord ".split()
)
POSTCODE = re.compile(
    r"(?<![A-Za-z0-9.,-])([1-9]\d{3}) ?([A-Z]{2})(?:[ ,]{1,3}(?:nr\.? ?)?\d{1,4}[a-z]?(?:[ -]?(?:hs|bis|[IVX]{1,4}))?)?(?![A-Za-z0-9])"
)
POSTCODE_LOW = re.compile(
    r"(?<![A-Za-z0-9.,-])(?:[1-9]\d{3}[a-z]{2}[ ,]{1,3}\d{1,4}\b|(?<=postcode )[1-9]\d{3} ?[a-z]{2}\b)"
)
NO_POSTCODE = frozenset(
    "EU EK WK NL BE VN UK US TV OS OV KM CO MW KW GW EN IN OP DE ZO ER IS OM TE WE NA AD BC".split()
)
PLACED = (
    r"[a-z]{0,12}(?:meldingen|melding|overlast|inbraak|brand|ruzie|geluid)|bewoners?|bewoonster|melders?|gezin|familie|fam\.?|pand|huis|woning|flat|adres|appartement|buren|portiek|deur|"
    r"thv|tpv|t\.h\.v\.|tegenover|naast|achter|voor|vanuit|aan|op|in|bij|naar|van|uit|hoek"
)
FRENCH = re.compile(
    r"\b(?i:rue|avenue|boulevard|chaussee|place|quai|impasse|clos|square|allee|steenweg|lange|korte|oude|nieuwe|grote|kleine|laan|weg|hof|plantage)"
    r"(?: (?i:de|du|des|la|le|op|naar|van|den|der|het)){0,3}(?: [A-Z][A-Za-z'-]{1,30}){1,4},? (?P<n>\d{1,4})(?: ?[a-zA-Z])?(?i: bus ?\w{1,4})?(?![\dA-Za-z])"
    rf"(?! ?(?:{UNIT}))"
)
LIVES = re.compile(
    r"\b(?i:adres(?: is)?:?|woon(?:t|achtig|de|den)?|wonen(?:de|d)?|gevestigd|verblijft|huurt|perceel|pand)(?: (?:nu|al jaren|zelf|sinds kort))?"
    r"(?: (?:op|aan|in|te|bij))?(?: (?:de|het|den|'t))?"
    r" (?P<street>(?:[A-Z][A-Za-z'-]{2,30} ?){1,4},? ?\d{1,4} ?[a-zA-Z]?(?: ?bus ?\w{1,4})?)(?![\dA-Za-z])"
    rf"(?! ?(?:{UNIT}))"
)
BUS = re.compile(r"\b[A-Z][A-Za-z'-]{2,30},? (?P<n>\d{1,4}[a-zA-Z]?),? (?:bus|bte|/) ?[A-Za-z0-9.]{1,5}\b")
# A street whose name does not end like one: Bosuil 8, 't Zand 12. What stands before it or behind it must say that it is
# a place, for "in Gent 8 klachten" and "Groep 8" look the same.
NAMED = re.compile(
    rf"(?:(?P<line>^|\n) ?|\b(?P<cue>(?i:{PLACED})):? (?:(?i:de|het|den) )?)"
    r"(?P<street>(?:(?:'t|'s|De|Het|Den|Op|Aan|Achter|Oude|Nieuwe|Lange|Korte) )?(?:de )?(?P<word>[A-Z][a-z'-]{2,30})(?: [A-Z][a-z'-]{2,30}){0,2})"
    r",? (?P<n>\d{1,4})(?P<add> ?[a-df-zA-DF-Z]|-(?:[IVX]{1,4}|\d{1,3}|[a-zA-Z]|bis|hs)| (?:bis|hs|I{1,3}))?(?![\dA-Za-z%€]|[.,:/-]\d)"
)
# Words behind which a number is no house.
NUMBERED = frozenset(
    "groep groepje klas lijn buslijn tramlijn bus tram trein halte perron spoor zone fase week dag dagen punt agendapunt stap deel blok vak ring route "
    "kamer zaal hal huis school basisschool winkel filiaal lokaal studio gate poort uitgang ingang afrit afslag team ploeg unit eenheid artikel artikelen art lid bijlage figuur tabel hoofdstuk "
    "paragraaf pagina blz versie categorie niveau graad leerjaar jaar seizoen ronde kwartaal code windows covid radio canvas nederland vtm npo rtl "
    "top nummer nr verdieping etage gebouw toren flat schuur zaak melding dossier kwadrant wijk buurt gebied district sector cluster perceel kavel lot model type formule ajax feyenoord psv "
    "anderlecht genk standard antwerp charleroi gent brugge utrecht twente heerenveen vitesse veld baan tafel rij plaats plek box boot rang schaal "
    "jongens meisjes mannen vrouwen eerste tweede derde kerstdag pinksterdag feest jan feb mrt apr jun jul aug sep sept okt nov dec circa zeker minstens ruim bijna "
    "ongeveer totaal samen volgens alleen slechts nog andere zowel tussen rond tegen na tot vanaf sinds begin eind half medio zo'n".split()
)
ENDS = re.compile(
    r" ?(?:$|[\n,;.:)!?]|(?:is|was|heeft|had|wordt|werd|weer|al|nog|niet|geen|om|sinds|en|of|te|waar|die|dat|woont|op|in|aan|bij|over|boven|onder|na|"
    r"door|tijdens|staat|ligt|zit|doet|klaagt|meldt|belt|vraagt|wil|kan|moet|gaat|komt|blijft|krijgt|hoort|ziet|gisteren|vandaag|vannacht|vanavond|"
    r"opnieuw|steeds|ook|maar|want|ivm|mbt|klopt|loopt|zegt|vindt|durft|voelt|heet|bel|zijn|waren|hebben|hadden|worden|willen|"
    r"kunnen|moeten|gaan|komen|blijven|krijgen|horen|zien|vragen|klagen|zeggen|vinden|durven|voelen|doen|melden)\b)"
)
HOUSE = re.compile(
    r"\bhuisnummers? \d{1,4}[a-z]?\b|\b(?:woon\w{0,4}|wonen|huis|pand|bewoners?|bewoonster|gezin|familie|buren|flat|portiek|voordeur|deur)\b[^.\n\d]{0,20}\b(?:nummer|nr\.?) ?\d{1,4}[a-z]?\b"
    r"|\b(?:bij|van|naast|tegenover|achter|thv|huis) (?:huis)?(?:nummer|nr\.?) ?\d{1,4}[a-z]?(?= (?:in|van|aan|op) (?:de |het |den |'t )?(?-i:[A-Z])[a-z]{3})"
    r"|\b(?:residentie|wzc|woonzorgcentrum|rusthuis|flat|azc|opvang|verblijft|woont|logeert)\b[^.\n\d]{0,30} (?:kamer|app\.?|appartement|studio|unit) ?\d{1,4}[a-z]?\b"
    r"|\bop (?:nummer|nr\.?) \d{1,4}[a-z]?\b(?= ?(?:woon|wonen|zit|doet|staat|heeft|wordt|,|\.))",
    re.I,
)


def find(text: str) -> list[Hit]:
    if not any(character.isdigit() for character in text):
        return []
    hits = _streets(text)
    for match in POSTCODE.finditer(text):
        year = match[1][:2] in {"19", "20"} and " " in match.group()[:5]
        if match[2] not in NO_POSTCODE and not (year and match.end() - match.start() <= 7):
            hits.append(Hit("adres", *match.span()))
    for pattern, group in (
        (POSTCODE_LOW, 0), (FRENCH, 0), (LIVES, "street"), (BUS, 0), (HOUSE, 0),
    ):  # fmt: skip
        for match in pattern.finditer(text):
            if "n" in match.groupdict() and _year(match["n"]):
                continue
            hits.append(Hit("adres", *match.span(group)))
    hits += [
        Hit("adres", match.start("street"), match.end()) for match in NAMED.finditer(text) if _is_named(text, match)
    ]
    return hits


def _is_named(text: str, match: re.Match[str]) -> bool:
    words = match["street"].lower().split()
    if any(word in NUMBERED or word in TITLES or (word in NO_NAME and word not in PARTICLES) for word in words):
        return False
    if not match["cue"] and words[0] not in ARTICLES:  # "Bijeenkomst 3" looks like "Bosuil 3"
        return False
    return bool(match["add"]) or (not _year(match["n"]) and ENDS.match(text, match.end()) is not None)


def _year(number: str) -> bool:
    return len(number) == 4 and number[:2] in {"19", "20"}


def _streets(text: str) -> list[Hit]:
    hits = []
    for word in WORD.finditer(text):
        street = word.group().lower().rstrip("-'")
        if not street.endswith(STREET_ENDINGS):
            continue
        sure = street.endswith(STREET_ENDINGS_SURE)
        before = text[max(0, word.start() - 30) : word.start()].split()
        named = bool(before) and before[-1][:1].isupper() and len(before) > 1 and street in NO_STREET
        if street in NO_STREET and not (named and word.group()[0].isupper()):
            continue
        if not sure and not word.group()[0].isupper():
            continue
        number = NUMBER.match(text, word.end())
        if number and not (_year(number["number"]) and not number["add"]):
            end = number.end()
            start = word.start() - len(before[-1]) - 1 if named else word.start()
            hits.append(Hit("adres", start, end))
    return hits
