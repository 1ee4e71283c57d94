"""The advice in plain words. Sentences are built from the labels in the rules, so edited rules explain themselves."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from method.directions.model import Place, Rule, RuleSet

if TYPE_CHECKING:
    from method.directions.evaluate import Found


def place_name(place: Place, rules: RuleSet) -> str:
    """'Binnenhof (directe woonomgeving: portiek en galerij)'."""
    kind = rules.label(place.code)
    if place.sub and place.name:
        return f"{place.name} ({lower(kind)}: {listing(place.sub)})"
    if place.sub:
        return f"{kind} ({listing(place.sub)})"
    return f"{place.name} ({lower(kind)})" if place.name else kind


def advised(
    rule: Rule, rules: RuleSet, place: Place | None, problems: Sequence[str], said: Sequence[str], *, vague: bool
) -> str:
    """Why the rule holds: where, which problem, which answers in words."""
    if rule.always:
        return rule.note or "Deze richting geldt altijd."
    where = f"{place_name(place, rules)}: hier gaat het om" if place else "In de hele casus gaat het om"
    parts = [f"{where} {joined(rules, problems)}."]
    if said:
        quoted = listing([f"‘{each}’" for each in said])
        parts.append(f"Dat volgt uit {'het antwoord' if len(said) == 1 else 'de antwoorden'} {quoted}.")
    if vague:
        parts.append("Alleen de hoofdgroep is gekozen. Kies de precieze oorzaak, dan wordt het advies zekerder.")
    elif rule.note:
        parts.append(rule.note)
    return " ".join(parts)


def not_advised(rule: Rule, rules: RuleSet, places: "Sequence[Found]", flags: frozenset[str]) -> str:
    """Why the rule does not hold: no such place, no such problem there, or one thing is missing."""
    if rule.flag and rule.flag not in flags:
        return f"Dit telt alleen mee bij het antwoord ‘{rules.label(rule.flag)}’."
    kinds = joined(rules, sorted(rule.places), last="of")
    problems = joined(rules, sorted(rule.any_of), last="of")
    if not rule.places:
        return f"In de antwoorden komt dit niet voor: {problems}."
    elsewhere = joined(rules, sorted(code for code in rule.any_of if any(code in found.all for found in places)))
    if elsewhere:
        return f"Dit komt wel voor, maar niet op deze soort plek ({kinds}): {elsewhere}."
    if not any(found.place and found.place.code in rule.places for found in places):
        return f"Er is geen plek van deze soort beschreven: {kinds}."
    return f"In de antwoorden over deze soort plek ({kinds}) komt dit niet voor: {problems}."


def rule_sentence(rule: Rule, rules: RuleSet) -> str:
    """A rule as one sentence, for the list of rules and for whoever edits them."""
    if rule.always:
        return "Geldt altijd."
    found = "dit probleem" if len(rule.any_of) == 1 else "minstens één van deze problemen"
    parts = [f"{'Sterk' if rule.strength == 'sterk' else 'Mogelijk'} advies bij {found}"]
    if rule.places:
        parts.append(f" op deze soort plek ({joined(rules, sorted(rule.places), last='of')})")
    parts.append(f": {joined(rules, sorted(rule.any_of), last='of')}.")
    if rule.flag:
        parts.append(f" Dit geldt alleen bij het antwoord ‘{rules.label(rule.flag)}’.")
    return "".join(parts)


def joined(rules: RuleSet, codes: Iterable[str], last: str = "en") -> str:
    """Labels in one line, as part of a sentence."""
    return listing([lower(rules.label(code)) for code in codes], last)


def listing(parts: Sequence[str], last: str = "en") -> str:
    """'a', 'a en b', 'a, b en c'. A part with 'en' or 'of' in it makes the last stand apart with a comma."""
    if len(parts) < 2:
        return "".join(parts)
    comma = "," if any((" en " in part or " of " in part) and part[0] != "‘" for part in parts) else ""
    return f"{', '.join(parts[:-1])}{comma} {last} {parts[-1]}"


def lower(text: str) -> str:
    """A label inside a sentence; abbreviations keep their capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
