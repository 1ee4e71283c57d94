# ruff: noqa: E501  word lists and patterns are read best unbroken
"""Names of people: behind a cue (mevrouw, buurman, heet), with initials, or known first and last names.

A name stays out of it when it belongs to a street, an organisation or someone everybody knows.
"""

from common.textcheck import words as w
from common.textcheck.hits import Hit
from common.textcheck.lower_case import in_lower_case
from common.textcheck.tokens import (
    ROMAN,
    Token,
    any_name,
    is_first,
    is_last,
    is_organisation,
    is_place,
    named_thing,
    no_name,
    on_the_list,
    past_particles,
    split_words,
)


def find(text: str, allowed: w.Phrases) -> list[Hit]:
    tokens = split_words(text)
    free = on_the_list(tokens, allowed)
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


def _extend(tokens: list[Token], index: int, free: set[int]) -> int:
    """The last word of the name that starts here: more first names, an initial, particles and a surname."""
    last = index
    at = index + 1
    while at < len(tokens) and at - index < 8 and tokens[at].joined and at not in free:
        token = tokens[at]
        if token.word in ROMAN:
            break
        behind_particle = at > index + 1 and token.low in w.LAST_WORDS
        if token.capital and (behind_particle or not no_name(token.low)) and not token.opens:
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
    if low in w.KIN or low in w.FAMILY or low in w.ROLES:
        span = _after_cue(text, tokens, index, free)
        if span:
            return span
    if text[token.end : token.end + 2] in {"- ", "-,"}:  # Ruben- en Mariazaal
        return None
    if not token.capital:
        return in_lower_case(tokens, index, free)
    if len(token.word) == 1:
        return _initials(text, tokens, index, free)
    if is_first(low):
        return _first_name(text, tokens, index, free)
    if low in w.FIRST_WORDS:
        return _doubtful(text, tokens, index, free)
    if low in w.PARTICLES_START:
        return _particle(tokens, index, free)
    if is_last(low) and not _particle_before(tokens, index):
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
            if particles:  # mevrouw El A.
                only = (index, at)
            at += 1
            continue
        if token.low in w.PARTICLES and token.low != "op":
            particles += 1
            at += 1
            continue
        if token.low in w.TITLES:
            return None
        if token.capital:
            courtesy = tokens[index].low in w.COURTESY
            place = not courtesy and is_place(token.low)
            if tokens[index].low in {"dames", "heren"} and particles > 1 and not any_name(token.low):
                return None
            surname = (particles or courtesy) and token.low in w.LAST_WORDS
            if place or (no_name(token.low) and not surname) or (token.opens and not any_name(token.low)):
                return None
            if tokens[index].low in {"dr", "ir", "prof", "mr", "ing", "drs"} and named_thing(tokens, at, at):
                return None
            last = _extend(tokens, at, free)
            return None if any(is_place(t.low) for t in tokens[at + 1 : last + 1]) else (index, last)
        if tokens[index].low in {"mr", "ir", "ing", "dames", "heren"}:
            return only
        known = is_first(token.low) or (token.low in w.LAST) or is_last(token.low)
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
    related = cue in w.FAMILY and at < len(tokens) and tokens[at].joined and tokens[at].low in {"van", "v"}
    if related:
        at += 1
    elif cue not in w.KIN and cue not in w.ROLES:
        return None
    if at >= len(tokens) or at in free or tokens[at].opens:
        return None
    gap = text[tokens[at - 1].end : tokens[at].start]
    if gap.strip(" ,('\"") or "\n" in gap or len(gap) > 4:
        return None
    token = tokens[at]
    if cue in {"heet", "heette", "heten", "genaamd", "genaamde", "genoemd", "naam"} and any(
        is_organisation(t.low) for t in tokens[max(0, index - 5) : index]
    ):
        return None
    if token.low in w.PARTICLES_START and token.capital and at + 1 < len(tokens):
        return _particle(tokens, at, free)
    if token.capital and len(token.word) > 1:
        if no_name(token.low) or is_place(token.low) or is_organisation(token.low) or named_thing(tokens, at, at):
            return None
        if cue in w.ROLES and not any_name(token.low):
            return None
        if cue in {"naam", "genoemd", "partner", "maat", "ex", "heet", "kennis"} and not any_name(token.low):
            return None
        if token.word.isupper() and not any_name(token.low):
            return None
        return at, _extend(tokens, at, free)
    if (
        not token.capital
        and cue in w.KIN
        and gap == " "
        and is_first(token.low)
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
    if not 1 <= count <= 5 or (index and tokens[index].joined and len(tokens[index - 1].word) == 1):
        return None
    particles = past_particles(tokens, at, 4) - at
    at += particles
    if at >= len(tokens) or not tokens[at].joined or at in free:
        return None
    token = tokens[at]
    place = is_place(token.low)
    surname = place and token.low.endswith(w.PLACES_IN_LAST_NAMES)  # J. Westerveld
    if not token.capital or (not surname and (place or named_thing(tokens, at, at))):
        return None
    if no_name(token.low) and not (particles and token.low in w.LAST_WORDS):
        return None
    if any(t.capital and is_place(t.low) for t in tokens[at + 1 : at + 3] if t.joined):
        return None
    # a list has points A to H, and "plan B. Bewoners willen" goes on with a sentence
    opens = tokens[index].opens
    person = tokens[index].word > "H" if opens else tokens[index - 1].low not in w.LETTERED
    speaks = at + 1 < len(tokens) and tokens[at + 1].joined and tokens[at + 1].low in w.SAYS_AFTER_INITIAL
    if count == 1 and not (any_name(token.low) or speaks or person):
        return None
    before = index
    while before and tokens[before].joined and (before == index or tokens[before].capital):
        before -= 1  # Buurthuis Annie M.G. Schmidt
        if is_organisation(tokens[before].low) or tokens[before].low in w.OFFICE:
            return None
    return index, _extend(tokens, at, free)


def _first_name(text: str, tokens: list[Token], index: int, free: set[int]) -> tuple[int, int] | None:
    last = _extend(tokens, index, free)
    if named_thing(tokens, index, last):
        return None
    previous = tokens[index - 1] if index and tokens[index].joined else None
    if previous and last == index and previous.low in {"de", "het", "een", "t", "'t", "al", "an", "as", "ar", "at"}:
        # "de Karel" is a ship, a pub or a house rather than a man
        return None
    if (
        previous
        and previous.capital
        and not previous.opens
        and not any_name(previous.low)
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
    if _with_initial(text, tokens, index):
        return index, index + 1
    last = _extend(tokens, index, free)
    if named_thing(tokens, index, last):
        return None
    if last > index and (any_name(tokens[last].low) or (last > index + 1 and tokens[index + 1].low in w.PARTICLES)):
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


def _with_initial(text: str, tokens: list[Token], index: int) -> bool:
    """Mo B. zat in de auto: a capital with a dot in the middle of a sentence."""
    if index + 2 >= len(tokens) or not (tokens[index + 1].joined and tokens[index + 2].joined):
        return False
    initial, following = tokens[index + 1], tokens[index + 2]
    dot = text[initial.end : initial.end + 1] == "."
    return dot and len(initial.word) == 1 and initial.capital and not following.capital


def _particle_before(tokens: list[Token], index: int) -> bool:
    """Whether the word is part of 'in de Jansen...' : behind an article it is rather a thing than a person."""
    if not index or not tokens[index].joined:
        return False
    return tokens[index - 1].low in {"de", "het", "een", "t", "'t"}


def _particle(tokens: list[Token], index: int, free: set[int]) -> tuple[int, int] | None:
    """Van den Berg, El Khattabi, De Smet."""
    at = past_particles(tokens, index + 1)
    if at >= len(tokens) or not tokens[at].joined or not tokens[at].capital or at in free:
        return None
    token = tokens[at]
    last = at
    if is_place(token.low) or no_name(token.low) or named_thing(tokens, index, last):
        return None
    start = tokens[index].low
    if start in w.NOBLE:
        if len(token.word) > 2 and (not tokens[index].opens or is_last(token.low) or start in {"el", "ait", "ould"}):
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
    if named_thing(tokens, index, index) or (token.word.isupper() and len(token.word) < 5):
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
            if sure and len(tokens[index - 1].word) > 2 and not no_name(tokens[index - 1].low) and index - 1 not in free
            else None
        )
    return index, _extend(tokens, index, free)


def _unknown_first(tokens: list[Token], index: int, free: set[int]) -> tuple[int, int] | None:
    """A first name that no list knows, seen from the surname behind it: Xyz el Amrani, Xyz van der Meer, Xyz Jansen."""
    token = tokens[index]
    at = index + 1
    if (
        len(token.word) < 3
        or no_name(token.low)
        or is_organisation(token.low)
        or is_place(token.low)
        or token.low in w.OFFICE
    ):
        return None
    particles = [token.low for token in tokens[at : past_particles(tokens, at)]]
    at += len(particles)
    if at >= len(tokens) or not tokens[at].joined or not tokens[at].capital or at in free or index in free:
        return None
    last = tokens[at]
    if is_place(last.low) or no_name(last.low) or named_thing(tokens, index, at):
        return None
    if not particles:
        known = last.low in w.LAST and last.low not in w.FIRST and not token.opens
        return (index, at) if known or (_spoken_of(tokens, index) and not last.word.isupper()) else None
    if particles[0] in w.NOBLE and not token.opens:
        return index, at
    if particles in (["van", "der"], ["van", "den"], ["van", "de"], ["ter"], ["ten"]) and (
        last.low in w.LAST or last.low in w.LAST_WORDS
    ):
        return index, at
    if particles in (["de"], ["van"], ["el"], ["ben"], ["ait"]) and last.low in w.LAST and not token.opens:
        return index, at
    return None


def _spoken_of(tokens: list[Token], index: int) -> bool:
    """Gesproken met Xyz Zyx, klacht van Xyz Zyx, volgens Xyz Zyx: two words with a capital that no list knows."""
    if not index or not tokens[index].joined:
        return False
    before = tokens[index - 1].low
    said = tokens[index - 2].low if index > 1 and tokens[index - 1].joined else ""
    return before == "volgens" or (before == "met" and said in w.TALKED) or (before == "van" and said in w.SENT)
