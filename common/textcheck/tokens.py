# ruff: noqa: E501  word lists and patterns are read best unbroken
"""The words of a text and what each may be: a first name, a last name, a street, an organisation."""

import re
from typing import NamedTuple

from common.textcheck import words as w

TOKEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9'-]{0,60}[A-Za-z0-9])?|'[ts]\b")
ROMAN = frozenset("II III IV VI VII VIII IX".split())
SURNAME_SHAPE = re.compile(
    r"(?:oglu|ogullari|owski|ewski|inski|ynski|owska|ewska|inska|wicz|ovic|evic|escu|enko|chuk|zadeh|djojo|dikromo|redjo|"
    r"stra|sma|ssens|[nr]ssen|aessen|(?:er|ar|el|rt|nd|ik)sen|mans|verhoeven|[a-z]{3}(?:inga|enga|jema|kema|sema)|[a-z]{3}(?:el|er|t|br)ink)$|^van(?!da|ge|gst|mi|mo|na|oc|ui|we|ze|av)[bcdghklmnprstvw][a-z]{4,}|^(?:vander|vanden|vande|bou|ben|ait|el-)[a-z]{4,}",
)
SHAPE_EXCEPTIONS = (
    "buitenmans", "orchestra", "palestra", "extra", "ultra", "charisma", "plasma", "prisma", "asma", "mantra", "benelux", "bouw", "boule", "boude",
    "bouwen", "bouwplan", "bouwers", "benefiet", "benefits", "bende", "benden", "bengel", "beneden", "benadering", "benaming", "lansmans", "zeemans", "benzine",
    "bouche", "bouquet", "boulevard", "boulogne", "bourg", "bours", "mussens", "essens", "romans", "mormans", "cantra", "illustra",
    "relsen", "persen", "versen", "kaarsen", "marsen", "wortelsen", "bouillon", "bouvier", "bouwkamp", "boutique", "bouwmarkt", "timmermans", "benodig", "benoem", "benieuwd", "benut", "benad", "bestra", "maestra", "bouw",
)  # fmt: skip


class Token(NamedTuple):
    word: str
    low: str
    start: int
    end: int
    joined: bool
    """Only a space (or the dot of an abbreviation) stands between this word and the one before."""
    opens: bool
    """First word of a sentence or a line."""

    @property
    def capital(self) -> bool:
        return self.word[0].isupper()


def split_words(text: str) -> list[Token]:
    tokens: list[Token] = []
    end = 0
    for match in TOKEN.finditer(text):
        gap = text[end : match.start()]
        # the dot of "dhr." and of an initial does not end the sentence
        short = bool(tokens) and gap.startswith(".") and (len(tokens[-1].word) == 1 or tokens[-1].low in w.TITLES)
        joined = bool(tokens) and len(gap) <= 4 and (not gap.strip(" ") or (short and not gap[1:].strip(" ")))
        opens = not tokens or (any(mark in gap for mark in ".!?\n:;*") and not short)
        word = match.group()
        if len(word) > 3 and word.lower().endswith("'s"):
            word = word[:-2]
        tokens.append(Token(word, word.lower(), match.start(), match.start() + len(word), joined, opens))
        end = match.end()
    return tokens


def on_the_list(tokens: list[Token], allowed: w.Phrases) -> set[int]:
    """Places of the words that belong to a phrase on the list."""
    free: set[int] = set()
    for index, token in enumerate(tokens):
        for phrase in allowed.get(token.low, ()):
            if len(phrase) == 1 or tuple(t.low for t in tokens[index : index + len(phrase)]) == phrase:
                free.update(range(index, index + len(phrase)))
                break
    return free


def is_first(low: str) -> bool:
    return low in w.FIRST or ("-" in low and all(part in w.FIRST or part in w.FIRST_WORDS for part in low.split("-")))


def is_last(low: str) -> bool:
    if low in w.LAST:
        return True
    if "-" in low:
        return all(
            len(part) > 1 and (part in w.LAST or part in w.LAST_WORDS or part in w.PARTICLES) for part in low.split("-")
        )
    return SURNAME_SHAPE.search(low) is not None and not low.startswith(SHAPE_EXCEPTIONS) and len(low) > 5


def any_name(low: str) -> bool:
    return is_first(low) or is_last(low) or low in w.FIRST_WORDS or low in w.LAST_WORDS


def is_place(low: str) -> bool:
    """A street, a building or another thing called after someone."""
    if low in w.LAST_WORDS or is_last(low) or is_first(low):
        return False
    return low.endswith(w.PLACE_ENDINGS) and len(low) > 5


def _called_after(word: str) -> bool:
    """Roosegaarde-kunstwerk, Fortuyn-herdenking: a thing, for its last part is an ordinary word."""
    *before, last = word.split("-")
    return bool(before) and last[:1].islower() and len(last) > 3 and not any_name(last)


def is_organisation(low: str) -> bool:
    return low in w.ORGANISATIONS or low.endswith(w.ORGANISATION_ENDINGS)


def no_name(low: str) -> bool:
    return low in w.NO_NAME or (low.startswith(w.DEMONYMS) and low not in w.LAST and not is_first(low))


def named_thing(tokens: list[Token], first: int, last: int) -> bool:
    """Whether the words belong to the name of an organisation, a street or a public figure."""
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if after and after.joined:
        if after.word in ROMAN or (after.capital and (is_organisation(after.low) or is_place(after.low))):
            return True
        if is_organisation(after.low) and after.low not in {"groep", "huis", "zaak", "bus", "lijn"} and not after.opens:
            return True
    for token in tokens[first : last + 1]:
        surname = is_first(tokens[first].low) and token.low.endswith(w.PLACES_IN_LAST_NAMES)  # Sandrine Mekenkamp
        if (is_place(token.low) and not surname) or _called_after(token.word):
            return True
    before = first - 1
    while (
        before >= max(0, first - 4)
        and tokens[before + 1].joined
        and (
            tokens[before].low in {"de", "het", "t", "'t", "den", "sint"}
            or (tokens[before].capital and tokens[before].low in w.IN_TITLES)
        )
    ):
        before -= 1
    if before < 0 or not tokens[before + 1].joined:
        return False
    previous = tokens[before]
    return is_organisation(previous.low) or previous.low in w.OFFICE or previous.low.startswith("sint-")


def past_particles(tokens: list[Token], at: int, most: int = 3) -> int:
    """The first place from here on that is no "van", "de" or "el"."""
    end = min(len(tokens), at + most)
    while at < end and tokens[at].joined and tokens[at].low in w.PARTICLES:
        at += 1
    return at
