"""Names typed in a hurry, without capitals: only with a surname behind, or where a person would stand."""

from common.textcheck import words as w
from common.textcheck.tokens import Token, is_organisation, is_place, named_thing, no_name, past_particles


def in_lower_case(tokens: list[Token], index: int, free: set[int]) -> tuple[int, int] | None:
    low = tokens[index].low
    if low in w.FIRST_WORDS:
        return _doubtful(tokens, index)
    if low in w.FIRST and len(low) > 2:
        return _first_name(tokens, index, free)
    return _particle(tokens, index, free) if low in w.PARTICLES else None


def _first_name(tokens: list[Token], index: int, free: set[int]) -> tuple[int, int] | None:
    """pieter de vries, hendrik jan visser, or a first name alone."""
    if tokens[index].low not in w.LOWER_WORDS and _stands_as_person(tokens, index):
        return index, index
    at = index + 1
    while at < len(tokens) and at - index < 4 and tokens[at].joined and tokens[at].low in w.PARTICLES | w.FIRST:
        at += 1
    if at < len(tokens) and tokens[at].joined and at not in free and not tokens[at].capital:
        does = at + 1 < len(tokens) and tokens[at + 1].joined and tokens[at + 1].low in w.DOES
        known = tokens[at].low in w.LAST or ((at > index + 1 or does) and tokens[at].low in w.LAST_WORDS)
        if known and not named_thing(tokens, index, at):
            return index, at
    if at > index + 1 and tokens[at - 1].low in w.FIRST & w.LAST:  # jan simons
        return index, at - 1
    return None


def _stands_as_person(tokens: list[Token], index: int) -> bool:
    """Volgens marieke; kevin en zijn broer; fatima zegt."""
    before = tokens[index - 1] if index and tokens[index].joined else None
    joined = index + 1 < len(tokens) and tokens[index + 1].joined
    after = [token.low for token in tokens[index + 1 : index + 3]] if joined else [""]
    if before and (before.low in w.ARTICLES or (before.capital and not before.opens)):
        return False
    if before and before.low in w.BEFORE_LOWER and (tokens[index].low, before.low) != ("jan", "van"):  # January
        return not is_organisation(after[0])
    return (
        after[0] in w.DOES or (after[0] == "en" and after[-1] in w.OWN) or (after[0] == "van" and tokens[index].opens)
    )


def _doubtful(tokens: list[Token], index: int) -> tuple[int, int] | None:
    """Volgens joke; mark de wit is boos: words that may be names, where a person says or does something."""
    if index and tokens[index].joined and tokens[index - 1].low == "volgens":
        return index, index
    at = past_particles(tokens, index + 1)
    if at == index + 1 or at + 1 >= len(tokens) or not (tokens[at].joined and tokens[at + 1].joined):
        return None
    known = tokens[at].low in w.LAST or tokens[at].low in w.LAST_WORDS
    return (index, at) if known and tokens[at + 1].low in w.SAYS else None


def _particle(tokens: list[Token], index: int, free: set[int]) -> tuple[int, int] | None:
    """vd Meulen, van der Meer, v.d. Broek: a name whatever follows, unless that is a street or a thing."""
    at = past_particles(tokens, index + 1, 2)
    if tuple(token.low for token in tokens[index:at]) not in w.SURNAME_PARTICLES or at >= len(tokens) or at in free:
        return None
    token = tokens[at]
    if not (token.joined and token.capital and len(token.word) > 2) or is_place(token.low) or no_name(token.low):
        return None
    # Stichting Max van der Stoel
    called = index and tokens[index].joined and tokens[index - 1].capital and named_thing(tokens, index - 1, index - 1)
    return None if called or named_thing(tokens, index, at) else (index, at)
