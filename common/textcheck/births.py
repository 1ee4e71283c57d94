# ruff: noqa: E501  word lists and patterns are read best unbroken
"""Birth dates, and an exact age beside an initial. An age beside a name is found with the name."""

import re

from common.textcheck.hits import Hit

MONTH = r"(?:jan(?:uari)?|feb(?:r(?:uari)?)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
YEAR = r"(?:'?\d{2}|(?:19|20)\d{2})"
_ONES = "een|twee|drie|vier|vijf|zes|zeven|acht|negen"
_TEENS = "tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien"
DAY_WORD = rf"(?:(?:(?:{_ONES})en)?(?:twintig|dertig)|{_TEENS}|{_ONES}|eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde)"
YEAR_WORD = r"(?:tweeduizend[a-z]{0,20}(?: (?:en )?[a-z]{3,20})?|negentien ?(?:honderd)? ?[a-z]{4,20})"
DATE = (
    rf"(?:{DAY_WORD} {MONTH}(?: (?:{YEAR}|{YEAR_WORD}))?|\d{{1,2}} ?[-/. ] ?(?:\d{{1,2}}|{MONTH}\.?|[IVX]{{1,4}}) ?[-/. ] ?{YEAR}|\d{{1,2}}e? {MONTH}\.?(?: {YEAR})?"
    r"|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|(?:19|20)\d{6}|\d{2}(?:0[1-9]|1[0-2])(?:19|20)\d{2})(?!\d)"
)
CUE = r"(?:\bgeboorte ?[a-z]{0,6}\b|\bgeb\b\.?(?: ?dd\b\.?| ?datum\b| ?op\b)?|\bgeboren\b|\bgeb\.?dat(?:um)?\b|\bgebdat\b|\bdob\b|\bg\.?d\.?(?=[ :]{1,2}\d)|\b(?:hij|zij|ze|jongen|meisje|man|vrouw|leerling|zoon|dochter)(?: is| was|,)?(?: er een)? van(?= \d{1,2}[-/. ][a-z\d]{1,9}[-/. ](?:19[2-9]|20[01])\d)|\bverjaart\b|\bjarig\b|°)"
BORN = re.compile(rf"{CUE}\.?[^\d\n.!?]{{0,25}}(?:\b(?:dd|d\.d|te|op)\b\.? ?)?(?P<date>{DATE})", re.I)
BORN_AFTER = re.compile(rf"(?P<date>{DATE})[ ,]{{0,2}}(?:\(?)(?:geboren|geb\.|is (?:zijn|haar) geboortedatum)", re.I)
BORN_YEAR = re.compile(
    r"(?:\bgeb\.?(?: in)? |\bgeboren (?:in|anno|te [A-Z][a-z]+ in) |\bgeboortejaar:? |° ?|\bbouwjaar (?=(?:19|20)\d\d[, ]+(?:man|vrouw)))('?\d{2}|(?:19|20)\d{2})(?!\d)",
    re.I,
)
MANY = re.compile(
    r"\b(?:jongeren|inwoners|bewoners|mensen|generatie|kinderen|mannen|vrouwen|iedereen|wie|stichting|vereniging|initiatief|"
    r"personen|idee|plan|project|buurtbewoners|leerlingen|nederlanders|vlamingen|cohort)\b[^.\n]{0,40}$",
    re.I,
)
INITIAL_AGE = re.compile(
    r"(?<![A-Za-z.])(?:[A-Z]\.){1,4} ?(?:\((?:1?\d|[2-9]\d)(?: ?(?:jaar|jr\.?|j\.?))?\)|, ?\d{1,2} jaar\b)"
)


def find(text: str) -> list[Hit]:
    hits = [Hit("geboorte", *match.span()) for match in INITIAL_AGE.finditer(text)]
    hits += [Hit("geboorte", *match.span("date")) for match in BORN.finditer(text)]
    hits += [Hit("geboorte", *match.span("date")) for match in BORN_AFTER.finditer(text)]
    for match in BORN_YEAR.finditer(text):
        if not MANY.search(text, max(0, match.start() - 80), match.start()):
            hits.append(Hit("geboorte", *match.span(1)))
    return hits
