# ruff: noqa: E501  word lists and patterns are read best unbroken
"""Dutch and Belgian number plates."""

import re

from common.textcheck.hits import Hit

CUE = re.compile(
    r"\b(?:kenteken|nummerplaat|plaat|platen|auto|wagen|busje|bestelbus|bestelwagen|bestelauto|vrachtwagen|scooter|motor|brommer|golf|polo|"
    r"bmw|audi|mercedes|opel|volkswagen|vw|renault|peugeot|ford|toyota|seat|fiat|volvo|tesla|kia|snorfiets|taxi)"
    r"[a-z]*\b[^.\n]{0,30}$",
    re.I,
)
# The fourteen side codes, as runs of letters (L) and digits (D); the parts stand apart by a dash, dot, space or nothing.
SIDE_CODES = (
    "LL DD DD", "DD DD LL", "DD LL DD", "LL DD LL", "LL LL DD", "DD LL LL", "DD LLL D",
    "D LLL DD", "LL DDD L", "L DDD LL", "LLL DD L", "L DD LLL", "D LL DDD", "DDD LL D",
)  # fmt: skip
BELGIAN = ("D LLL DDD", "LLL DDD", "DDD LLL", "L LLL DDD", "LL LL DDD")


def _part(run: str) -> str:
    return ("[A-Za-z]" if run[0] == "L" else r"\d") + (f"{{{len(run)}}}" if len(run) > 1 else "")


def _pattern(codes: tuple[str, ...], gap: str) -> re.Pattern[str]:
    forms = "|".join(gap.join(f"({_part(run)})" for run in code.split()).replace("(", "(?:") for code in codes)
    return re.compile(rf"(?<![A-Za-z0-9@_/.-])(?:{forms})(?![A-Za-z0-9_]|-[A-Za-z0-9])")


DASHED = _pattern(SIDE_CODES + BELGIAN, r" ?[-.] ?")
SPACED = _pattern(SIDE_CODES + BELGIAN, " ")
JOINED = _pattern(SIDE_CODES + BELGIAN, "")
MONTHS = frozenset("jan feb mrt maa apr mei jun jul aug sep okt nov dec".split())
NO_PLATE = frozenset(
    # months and little words in 3-mei-87 and 1-op-100; codes that look like an old Belgian plate
    "jan feb mrt maa apr mei jun jul aug sep sept okt oct nov dec op en tot van de het met per uur of in na om bij te "
    "iso nen bio ggd ggz cao wmo avg pvk kis ess var cbs vng bag bbc cov top max min nr eu wk ek ok nl be tv uk us usa "
    "bus km cm kg mm a4 week dag jaar par art lid fig tab bijl euro eur btw mb gb wifi pc rtl npo vrt vtm gas sp fc vv sv".split()
)
AREA = re.compile(r"(?:GM|WK|BU)\d+", re.I)


def find(text: str) -> list[Hit]:
    if not any(character.isdigit() for character in text):
        return []
    hits = []
    for pattern, plain in ((DASHED, True), (JOINED, False), (SPACED, False)):
        at = 0
        while match := pattern.search(text, at):
            at = match.start() + 1  # the word before a plate may look like its beginning: "is KZ 882 G"
            if _is_plate(text, match, dashed=plain, joined=pattern is JOINED):
                hits.append(Hit("kenteken", *match.span()))
                at = match.end()
    return hits


def _is_plate(text: str, match: re.Match[str], *, dashed: bool, joined: bool) -> bool:
    plate = match.group()
    letters = re.findall(r"[A-Za-z]+", plate)
    cue = CUE.search(text, max(0, match.start() - 60), match.start()) is not None
    if cue and len(letters) * 2 <= len(plate) and not any(run.lower() in MONTHS for run in letters):
        return True
    capital = all(run.isupper() for run in letters)
    runs = re.findall(r"[A-Za-z]+|\d+", plate)
    # three runs in capitals with dashes are written like a plate, even where the letters are also a word
    words = MONTHS if dashed and capital and len(runs) == 3 else NO_PLATE
    if any(run.lower() in words for run in letters) or AREA.fullmatch(plate):
        return False
    if joined:
        # postcodes (1234AB) and codes such as AB1234 or ABC123 look the same, so they need a cue
        return capital and len(runs) == 3
    if dashed:
        return "." not in plate and (capital or len(runs) == 3)
    return capital and len(runs) == 3 and len(plate.replace(" ", "")) >= 6
