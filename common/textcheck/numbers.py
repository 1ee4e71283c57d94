# ruff: noqa: E501  word lists and patterns are read best unbroken
"""BSN, rijksregisternummer, IBAN and telephone numbers."""

import re

from stdnum import iban
from stdnum.be import nn
from stdnum.nl import bsn

from common.textcheck.hits import Hit

GAP = r"[ ./()\-]{0,3}"
DATES = re.compile(
    r"(?<!\d)(?:\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?(?:19|20)\d{2}|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2})(?!\d)"
    r"|(?<![\d.])\d{1,2}[.:]\d{2}(?= ?(?:uur|u\b|h\b))"
)
SERVICE = re.compile(r"(?<!\d)0[89]0[0-9][ .-]?\d{3,4}(?:[ .-]?\d{2,3})?(?!\d)|(?<!\d)14[ -]?0\d{2,3}(?!\d)")

BSN_CUE = re.compile(
    r"\b(?:bsn|burger ?service|sofi|citizen service)[a-z-]*\b[^\d\n]{0,30}(\d(?:[ .\-/]{0,3}\d){7,8})(?!\d)", re.I
)
BSN = re.compile(
    r"(?<![\d.,+\-/])(?:\d{9}|\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d{2}\2\d{3}|\d{2}([ .-])\d{2}\3\d{2}\3\d{3}"
    r"|\d{4}([ .-])\d{5}|\d{5}([ .-])\d{4}|\d{4}([ .-])\d{3}\6\d{2})(?!\d|[.,]\d)"
)
OTHER_NUMBER = re.compile(
    r"(?:zaak|dossier|factuur|order|kvk|kbo|btw|rsin|vestiging|onderneming|referentie|kenmerk|melding|ticket|project|"
    r"polis|artikel|begroting|grootboek|€|eur\b|euro)[a-z-]{0,14}[. ]{0,2}(?:nummer|nr|no|id)?\.?(?: is| luidt|:|=)?[ :]{0,3}(?:BE ?)?$",
    re.I,
)
MONEY = re.compile(r"\s?(?:euro|eur\b|€|redenen|inwoners|keer|miljoen|mln|m[23]\b|kwh|views|volgers)", re.I)

RRN = re.compile(r"(?<![\d+])(\d{2}[ ./-]{0,3}\d{2}[ ./-]{0,3}\d{2}[ ./-]{0,3}\d{3}[ ./-]{0,3}\d{2})(?!\d)")
RRN_CUE = re.compile(r"(?:rijksregister|rrn|\brr\b|insz|niss|nationaal nummer|bis-?nummer)[^\d\n]{0,25}$", re.I)
RRN_SHAPE = re.compile(r"\d{2}\.\d{2}\.\d{2}[ -]\d{3}[.-]\d{2}")

IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2} ?\d{2}(?:[ .-]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
IBAN_HOME = re.compile(
    r"(?<![A-Za-z0-9])(?:NL[ .-]?\d{2}[ .-]?[A-Z]{4}(?:[ .-]?\d){9,10}|BE[ .-]?\d{2}(?:[ .-]?\d){12})(?!\d)", re.I
)
ACCOUNT = re.compile(r"\b(?:bank)?(?:rekening|rek|giro)(?:nummer|nr)?\b[^\d\n]{0,12}(\d(?:[ .-]?\d){6,11})(?!\d)", re.I)

PHONES = (
    re.compile(rf"(?<!\d)\(?(?:\+|00) ?\(?[1-9]\d?\)?{GAP}(?:\(0\))?(?:{GAP}\d){{7,12}}(?!\d)"),
    re.compile(rf"(?<![\d.,]){re.escape('(')}?0{GAP}[1-9](?:{GAP}\d){{8}}(?!\d)"),  # NL, and BE mobile
    re.compile(r"(?<![\d.,+-])\(?0[1-9]\d?\)?(?:[ ./-]{1,3}\d{2,3}){2,4}(?!\d)"),  # BE land lines
    re.compile(
        r"\b(?:tel|telnr|telefoon|gsm|mobiel|mobieltje|whatsapp|app|bel|sms)(?:nr|nummer)?\b[^\d\n@]{0,12}"
        r"(\+?\d(?:[ ./-]{0,3}\d){5,11})(?!\d)",
        re.I,
    ),
    re.compile(r"(?<![\dA-Za-z.,/-])6[ -]{0,3}[1-9]\d(?:[ -]?\d){6}(?!\d)(?=[ ,.;!?]|$)"),
)
_SPOKEN = (
    r"(?:nul|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien|"
    r"(?:[a-z]{3,6}en)?(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)|\d+)"
)
SPOKEN = re.compile(rf"\bnul[ -]?(?:zes|vier)\b(?:[ ,-]{{1,2}}{_SPOKEN}\b){{3,10}}", re.I)


def digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _company(text: str) -> bool:
    """A Belgian enterprise number: four, three, three, with its own check."""
    number = digits(text)
    return re.fullmatch(r"[01]\d{3}\.\d{3}\.\d{3}", text) is not None and 97 - int(number[:8]) % 97 == int(number[8:])


def find(text: str) -> list[Hit]:
    if not any(character.isdigit() for character in text) and "nul" not in text.lower():
        return []
    hits: list[Hit] = []
    plain = DATES.sub(lambda match: "_" * len(match.group()), text)
    for pattern in (SERVICE,):
        plain = pattern.sub(lambda match: "_" * len(match.group()), plain)
    hits += _persons(text, plain)
    hits += _accounts(text)
    for hit in hits:
        plain = plain[: hit.start] + "_" * (hit.end - hit.start) + plain[hit.end :]
    for pattern in PHONES:
        for match in pattern.finditer(plain):
            start, end = match.span(match.lastindex or 0)
            number = digits(match.group(match.lastindex or 0))
            if 6 <= len(number) <= 15 and not _company(match.group()) and not _other(plain, start):
                if pattern is PHONES[2] and len(number) != 9:
                    continue
                hits.append(Hit("telefoon", start, end))
    hits += [Hit("telefoon", *match.span()) for match in SPOKEN.finditer(text)]
    return hits


def _other(text: str, start: int) -> bool:
    return OTHER_NUMBER.search(text, max(0, start - 40), start) is not None


def _persons(text: str, plain: str) -> list[Hit]:
    hits = [Hit("bsn", *match.span(1)) for match in BSN_CUE.finditer(text)]
    for match in RRN.finditer(text):
        number = digits(match.group(1))
        cue = RRN_CUE.search(text, max(0, match.start() - 45), match.start()) is not None
        if cue or RRN_SHAPE.fullmatch(match.group(1)) or (nn.is_valid(number) and not _other(text, match.start())):
            hits.append(Hit("rijksregisternummer", *match.span(1)))
    for match in BSN.finditer(plain):
        if (
            bsn.is_valid(digits(match.group()).zfill(9))
            and not _other(plain, match.start())
            and not MONEY.match(plain, match.end())
        ):
            hits.append(Hit("bsn", *match.span()))
    return hits


def _accounts(text: str) -> list[Hit]:
    hits = [Hit("iban", *match.span()) for match in IBAN_HOME.finditer(text)]
    hits += [Hit("iban", *match.span(1)) for match in ACCOUNT.finditer(text)]
    for match in IBAN.finditer(text):
        # words behind the number may have been taken along: shorten until it is right
        end = match.end()
        while end - match.start() >= 15:
            if iban.is_valid(text[match.start() : end]):
                hits.append(Hit("iban", match.start(), end))
                break
            end = max(text.rfind(" ", match.start(), end), 0)
    return hits
