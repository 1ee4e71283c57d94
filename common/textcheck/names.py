# ruff: noqa: E501  word lists and patterns are read best unbroken
"""Names of people: behind a cue (mevrouw, buurman, heet), with initials, or known first and last names.

A name stays out of it when it belongs to a street, an organisation or someone everybody knows.
"""

import re
from typing import NamedTuple

from common.textcheck import words as w
from common.textcheck.hits import Hit

TOKEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9'-]{0,60}[A-Za-z0-9])?|'[ts]\b")
ROMAN = frozenset("II III IV VI VII VIII IX".split())
SURNAME_SHAPE = re.compile(
    r"(?:oglu|ogullari|owski|ewski|inski|ynski|owska|ewska|inska|wicz|ovic|evic|escu|enko|chuk|zadeh|djojo|dikromo|redjo|"
    r"stra|sma|huizen|ijnen|ssens?|mans|verhoeven)$|^(?:vander|vanden|vande|bou|ben|ait|el-)[a-z]{4,}",
)
SHAPE_EXCEPTIONS = (
    "buitenmans", "orchestra", "palestra", "extra", "ultra", "charisma", "plasma", "prisma", "asma", "mantra", "benelux", "bouw", "boule", "boude",
    "bouwen", "bouwplan", "bouwers", "benefiet", "benefits", "bende", "benden", "bengel", "beneden", "benadering", "benaming", "lansmans", "zeemans", "benzine",
    "bouche", "bouquet", "boulevard", "boulogne", "bourg", "bours", "mussens", "essens", "romans", "mormans", "cantra", "illustra",
    "bouillon", "bouvier", "bouwkamp", "boutique", "bouwmarkt", "timmermans", "benodig", "benoem", "benieuwd", "benut", "benad", "bestra", "maestra", "bouw",
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


def find(text: str, allowed: w.Phrases) -> list[Hit]:
    tokens = _tokens(text)
    free = _allowed(tokens, allowed)
    hits: list[Hit] = []
    index = 0
    while index < len(tokens):
        span = None if index in free else _name_at(text, tokens, index, free)
        if span:
            first, last = span
            hits.append(Hit("naam", tokens[first].start, tokens[last].end))
            index = last + 1
        else:
            index += 1
    return hits


def _tokens(text: str) -> list[Token]:
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


def _allowed(tokens: list[Token], allowed: w.Phrases) -> set[int]:
    """Places of the words that belong to a phrase on the list."""
    free: set[int] = set()
    for index, token in enumerate(tokens):
        for phrase in allowed.get(token.low, ()):
            if len(phrase) == 1 or tuple(t.low for t in tokens[index : index + len(phrase)]) == phrase:
                free.update(range(index, index + len(phrase)))
                break
    return free


def _is_first(low: str) -> bool:
    return low in w.FIRST or ("-" in low and all(part in w.FIRST or part in w.FIRST_WORDS for part in low.split("-")))


def _is_last(low: str) -> bool:
    if low in w.LAST:
        return True
    if "-" in low:
        return all(
            len(part) > 1 and (part in w.LAST or part in w.LAST_WORDS or part in w.PARTICLES) for part in low.split("-")
        )
    return SURNAME_SHAPE.search(low) is not None and not low.startswith(SHAPE_EXCEPTIONS) and len(low) > 5


def _any_name(low: str) -> bool:
    return _is_first(low) or _is_last(low) or low in w.FIRST_WORDS or low in w.LAST_WORDS


def _place(low: str) -> bool:
    """A street, a building or another thing called after someone."""
    if low in w.LAST or low in w.LAST_WORDS or _is_first(low):
        return False
    return low.endswith(w.PLACE_ENDINGS) and len(low) > 5


def _organisation(low: str) -> bool:
    return low in w.ORGANISATIONS or low.endswith(w.ORGANISATION_ENDINGS)


def _no_name(low: str) -> bool:
    return low in w.NO_NAME or (low.startswith(w.DEMONYMS) and not _is_last(low) and not _is_first(low))


def _named_thing(tokens: list[Token], first: int, last: int) -> bool:
    """Whether the words belong to the name of an organisation, a street or a public figure."""
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if after and after.joined:
        if after.word in ROMAN or (after.capital and (_organisation(after.low) or _place(after.low))):
            return True
        if _organisation(after.low) and after.low not in {"groep", "huis", "zaak", "bus", "lijn"} and not after.opens:
            return True
    if any(_place(token.low) for token in tokens[first : last + 1]):
        return True
    before = first - 1
    while (
        before >= max(0, first - 4)
        and tokens[before + 1].joined
        and tokens[before].low in {"de", "het", "t", "'t", "den", "sint"}
    ):
        before -= 1
    if before < 0 or not tokens[before + 1].joined:
        return False
    previous = tokens[before]
    return _organisation(previous.low) or previous.low in w.OFFICE or previous.low.startswith("sint-")


def _extend(tokens: list[Token], index: int, free: set[int]) -> int:
    """The last word of the name that starts here: more first names, an initial, particles and a surname."""
    last = index
    at = index + 1
    while at < len(tokens) and at - index < 8 and tokens[at].joined and at not in free:
        token = tokens[at]
        if token.word in ROMAN:
            break
        behind_particle = at > index + 1 and token.low in w.LAST_WORDS
        if token.capital and (behind_particle or not _no_name(token.low)) and not token.opens:
            last = at
        elif token.low not in w.PARTICLES:
            break
        at += 1
    return last


def _name_at(text: str, tokens: list[Token], index: int, free: set[int]) -> tuple[int, int] | None:
    token = tokens[index]
    low = token.low
    if low in w.TITLES and (
        low != "heer" or token.capital or (index and tokens[index - 1].low in {"de", "den", "dhr"})
    ):
        return _after_title(tokens, index, free)
    if low in w.KIN or low in w.ROLES:
        span = _after_cue(text, tokens, index, free)
        if span:
            return span
    if not token.capital:
        return _lower_case(tokens, index, free)
    if len(token.word) == 1:
        return _initials(text, tokens, index, free)
    if _is_first(low):
        return _first_name(text, tokens, index, free)
    if low in w.FIRST_WORDS:
        return _doubtful(text, tokens, index, free)
    if low in w.PARTICLES_START:
        return _particle(tokens, index, free)
    if _is_last(low) and not _particle_before(tokens, index):
        return _last_name(tokens, index, free)
    return _unknown_first(tokens, index, free)


ABBREVIATED = frozenset("dr ir prof mr ing drs fam".split())


def _after_title(tokens: list[Token], index: int, free: set[int]) -> tuple[int, int] | None:
    """Mevrouw J. de Vries, meneer jansen, de familie van der linden, mevrouw P."""
    at = index + 1
    particles = 0
    initial = at < len(tokens) and len(tokens[at].word) == 1 and tokens[at].capital and not tokens[at].word.isdigit()
    only = (index, at) if initial and tokens[at].joined and tokens[index].low not in ABBREVIATED else None
    while at < len(tokens) and tokens[at].joined and at - index < 9:
        token = tokens[at]
        if at in free:
            return None
        if len(token.word) == 1 and token.capital:
            at += 1
            continue
        if token.low in w.PARTICLES and token.low != "op":
            particles += 1
            at += 1
            continue
        if token.low in w.TITLES:
            return None
        if token.capital:
            if _place(token.low) or _no_name(token.low) or (token.opens and not _any_name(token.low)):
                return None
            if tokens[index].low in {"dr", "ir", "prof", "mr", "ing", "drs"} and _named_thing(tokens, at, at):
                return None
            last = _extend(tokens, at, free)
            return None if any(_place(t.low) for t in tokens[at : last + 1]) else (index, last)
        if tokens[index].low in {"mr", "ir", "ing", "dames", "heren"}:
            return only
        known = _is_first(token.low) or (token.low in w.LAST) or _is_last(token.low)
        if known or (particles and token.low in w.LAST_WORDS) or _surname_behind_title(token.low):
            last = at
            while last + 1 < len(tokens) and tokens[last + 1].joined and tokens[last + 1].low in w.LAST:
                last += 1
            return index, last
        return only
    return only


VERB_LIKE = frozenset(
    "moet boos kort groen groot constant open put kosten wensen mens mees post klein jong vast bruin wit zwart koning been bollen kamp vogel".split()
)


def _surname_behind_title(low: str) -> bool:
    return low in w.LAST_WORDS and low not in VERB_LIKE


def _after_cue(text: str, tokens: list[Token], index: int, free: set[int]) -> tuple[int, int] | None:
    """Buurman Henk, een jongen genaamd kevin, hij heet Samira, bewoner Janssens."""
    at = index + 1
    cue = tokens[index].low
    if (
        at < len(tokens)
        and tokens[at].low in {"is", "was", "hij", "zij", "ze", "luidt", "dus"}
        and cue in {"naam", "voornaam", "achternaam", "heet", "heette", "roepnaam"}
    ):
        at += 1
    if at >= len(tokens) or at in free or tokens[at].opens:
        return None
    gap = text[tokens[at - 1].end : tokens[at].start]
    if gap.strip(" ,('\"") or "\n" in gap or len(gap) > 4:
        return None
    token = tokens[at]
    if cue in {"heet", "heette", "heten", "genaamd", "genaamde", "genoemd", "naam"} and any(
        _organisation(t.low) for t in tokens[max(0, index - 5) : index]
    ):
        return None
    if token.low in w.PARTICLES_START and token.capital and at + 1 < len(tokens):
        return _particle(tokens, at, free)
    if token.capital and len(token.word) > 1:
        if _no_name(token.low) or _place(token.low) or _organisation(token.low) or _named_thing(tokens, at, at):
            return None
        if cue in w.ROLES and not _any_name(token.low):
            return None
        if cue in {"naam", "genoemd", "partner", "maat", "ex", "heet", "kennis"} and not _any_name(token.low):
            return None
        if token.word.isupper() and not _any_name(token.low):
            return None
        return at, _extend(tokens, at, free)
    if (
        not token.capital
        and cue in w.KIN
        and gap == " "
        and _is_first(token.low)
        and cue not in {"naam", "ene", "heten", "ex", "meester"}
    ):
        return at, at
    return None


def _initials(text: str, tokens: list[Token], index: int, free: set[int]) -> tuple[int, int] | None:
    """J.P. van der Meer; not B. en W., and not the A. in front of a point of a list."""
    at = index
    while (
        at < len(tokens)
        and at - index < 6
        and len(tokens[at].word) == 1
        and tokens[at].capital
        and text[tokens[at].end : tokens[at].end + 1] == "."
    ):
        at += 1
        if at < len(tokens) and text[tokens[at - 1].end + 1 : tokens[at].start].strip(" "):
            return None
    count = at - index
    if not 1 <= count <= 5:
        return None
    particles = 0
    while at < len(tokens) and particles < 4 and tokens[at].joined and tokens[at].low in w.PARTICLES:
        particles += 1
        at += 1
    if at >= len(tokens) or not tokens[at].joined or at in free:
        return None
    token = tokens[at]
    if not token.capital or _place(token.low) or _no_name(token.low) or _named_thing(tokens, at, at):
        return None
    if any(t.capital and _place(t.low) for t in tokens[at : at + 3] if t.joined):
        return None
    if count == 1 and not (_any_name(token.low) or (particles and not tokens[index].opens)):
        return None
    if index and tokens[index].joined and (_organisation(tokens[index - 1].low) or tokens[index - 1].low in w.OFFICE):
        return None
    return index, _extend(tokens, at, free)


def _first_name(text: str, tokens: list[Token], index: int, free: set[int]) -> tuple[int, int] | None:
    last = _extend(tokens, index, free)
    if _named_thing(tokens, index, last):
        return None
    previous = tokens[index - 1] if index and tokens[index].joined else None
    if previous and last == index and previous.low in {"de", "het", "een", "t", "'t", "al", "an", "as", "ar", "at"}:
        # "de Karel" is a ship, a pub or a house rather than a man
        return None
    if (
        previous
        and previous.capital
        and not previous.opens
        and not _any_name(previous.low)
        and previous.low not in w.NO_NAME
        and last == index
        and len(previous.word) > 1
        and previous.low not in w.KIN | w.ROLES | w.TITLES
    ):
        return None
    if tokens[index].word.isupper() and len(tokens[index].word) < 4 and last == index:
        return None
    if (
        last + 1 < len(tokens)
        and len(tokens[last + 1].word) == 1
        and tokens[last + 1].joined
        and tokens[last + 1].capital
    ):
        last += 1
    return index, last


def _doubtful(text: str, tokens: list[Token], index: int, free: set[int]) -> tuple[int, int] | None:
    """Mark, Roos, Wil: only with a surname, or with a capital where a word would have none."""
    token = tokens[index]
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    last = _extend(tokens, index, free)
    if _named_thing(tokens, index, last):
        return None
    if last > index and (_any_name(tokens[last].low) or (last > index + 1 and tokens[index + 1].low in w.PARTICLES)):
        return index, last
    if token.opens:
        strong = following is not None and following.joined and following.low in w.STRONG_SAYS
        aged = (
            following is not None
            and following.word.isdigit()
            and text[token.end : following.start].strip() in {"(", ","}
        )
        return (index, index) if strong or aged else None
    previous = tokens[index - 1] if index and token.joined else None
    if previous and (
        previous.low in {"de", "het", "een", "t", "'t", "den", "deze", "die", "dit", "dat", "la", "le"}
        or previous.capital
    ):
        return None
    if last > index or '"' in text[max(0, token.start - 1) : token.start] or token.word.isupper():
        return None
    return index, index


def _lower_case(tokens: list[Token], index: int, free: set[int]) -> tuple[int, int] | None:
    """Typed in a hurry: pieter de vries, fatima el amrani. Both names must be known."""
    if tokens[index].low not in w.FIRST or len(tokens[index].low) < 3:
        return None
    at = index + 1
    while at < len(tokens) and at - index < 4 and tokens[at].joined and tokens[at].low in w.PARTICLES:
        at += 1
    if at >= len(tokens) or not tokens[at].joined or at in free or tokens[at].capital:
        return None
    known = tokens[at].low in w.LAST or (at > index + 1 and tokens[at].low in w.LAST_WORDS)
    return (index, at) if known and not _named_thing(tokens, index, at) else None


def _particle_before(tokens: list[Token], index: int) -> bool:
    """Whether the word is part of 'in de Jansen...' : behind an article it is rather a thing than a person."""
    if not index or not tokens[index].joined:
        return False
    return tokens[index - 1].low in {"de", "het", "een", "t", "'t"}


def _particle(tokens: list[Token], index: int, free: set[int]) -> tuple[int, int] | None:
    """Van den Berg, El Khattabi, De Smet."""
    at = index
    while at < len(tokens) and at - index < 4 and (at == index or tokens[at].joined) and tokens[at].low in w.PARTICLES:
        at += 1
    if at >= len(tokens) or not tokens[at].joined or not tokens[at].capital or at in free:
        return None
    token = tokens[at]
    last = at
    if _place(token.low) or _no_name(token.low) or _named_thing(tokens, index, last):
        return None
    start = tokens[index].low
    if start in w.NOBLE:
        if len(token.word) > 2 and (not tokens[index].opens or _is_last(token.low) or start in {"el", "ait", "ould"}):
            return index, last
        return None
    if token.low in w.FIRST and start in {"van", "de"}:
        return None
    if token.low in w.LAST and (start != "de" or not tokens[index].opens):
        return index, last
    if token.low in w.LAST_WORDS and not tokens[index].opens and (start == "van" or _speaks(tokens, index)):
        return index, last
    return None


def _speaks(tokens: list[Token], index: int) -> bool:
    return index > 0 and tokens[index].joined and tokens[index - 1].low in {"volgens", "door"}


def _last_name(tokens: list[Token], index: int, free: set[int]) -> tuple[int, int] | None:
    """Yilmaz kwam langs. Behind another word with a capital it is rather part of an organisation's name."""
    token = tokens[index]
    if _named_thing(tokens, index, index) or (token.word.isupper() and len(token.word) < 5):
        return None
    sure = token.low in w.LAST
    if not sure and token.opens:
        return None
    if (
        index
        and token.joined
        and not tokens[index - 1].opens
        and tokens[index - 1].capital
        and tokens[index - 1].low not in w.ROLES | w.KIN
    ):
        # an unknown first name with a known surname is still a person
        return (
            (index - 1, index)
            if sure
            and len(tokens[index - 1].word) > 2
            and not _no_name(tokens[index - 1].low)
            and index - 1 not in free
            else None
        )
    return index, _extend(tokens, index, free)


def _unknown_first(tokens: list[Token], index: int, free: set[int]) -> tuple[int, int] | None:
    """A first name that no list knows, seen from the surname behind it: Xyz el Amrani, Xyz van der Meer, Xyz Jansen."""
    token = tokens[index]
    at = index + 1
    if (
        len(token.word) < 3
        or _no_name(token.low)
        or _organisation(token.low)
        or _place(token.low)
        or token.low in w.OFFICE
    ):
        return None
    particles: list[str] = []
    while at < len(tokens) and tokens[at].joined and tokens[at].low in w.PARTICLES and len(particles) < 3:
        particles.append(tokens[at].low)
        at += 1
    if at >= len(tokens) or not tokens[at].joined or not tokens[at].capital or at in free or index in free:
        return None
    last = tokens[at]
    if _place(last.low) or _no_name(last.low) or _named_thing(tokens, index, at):
        return None
    if not particles:
        if token.opens and token.low in {
            "volgens",
            "ook",
            "met",
            "bij",
            "namens",
            "door",
            "alleen",
            "vooral",
            "zowel",
            "gesproken",
            "vandaag",
            "gisteren",
        }:
            return None
        return (index, at) if last.low in w.LAST and last.low not in w.FIRST and not token.opens else None
    if particles[0] in w.NOBLE and not token.opens:
        return index, at
    if particles in (["van", "der"], ["van", "den"], ["van", "de"], ["ter"], ["ten"]) and (
        last.low in w.LAST or last.low in w.LAST_WORDS
    ):
        return index, at
    if particles in (["de"], ["van"], ["el"], ["ben"], ["ait"]) and last.low in w.LAST and not token.opens:
        return index, at
    return None
