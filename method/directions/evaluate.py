"""The rules applied to one situation. Same situation and rules, same advice; nothing here knows a rule of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from method.directions import explain, information, notices
from method.directions.model import (
    WHOLE_CASE,
    Advice,
    DirectionAdvice,
    FoundProblem,
    Gap,
    Place,
    Reason,
    Rule,
    RuleSet,
    Situation,
    strongest,
)

HANDED_OVER = frozenset({"F4", "F5"})
PREVENT = frozenset({"F1"})


@dataclass(frozen=True)
class Umbrella:
    """A letter that was chosen without saying which of its parts it is."""

    answer: str
    problems: frozenset[str]


@dataclass(frozen=True)
class Found:
    """What the answers point at, in one place or in the case as a whole."""

    place: Place | None
    answers: Mapping[str, tuple[str, ...]]
    umbrellas: tuple[Umbrella, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def key(self) -> str:
        return self.place.key if self.place else WHOLE_CASE

    @property
    def sure(self) -> frozenset[str]:
        return frozenset(self.answers)

    @property
    def all(self) -> frozenset[str]:
        return self.sure.union(*(umbrella.problems for umbrella in self.umbrellas))


def advise(situation: Situation, rules: RuleSet) -> Advice:
    """The advice on all seven directions, the notices and the hints."""
    flags = flags_of(situation, rules)
    whole = whole_case(situation, rules)
    places = tuple(at_place(place, rules) for place in situation.places)
    directions = _in_order(
        [_direction(code, rules, places, whole, flags) for code in rules.directions],
        rules,
    )
    by_place = {WHOLE_CASE: whole.all} | {found.key: found.all | whole.all for found in places}
    facts = notices.Facts(
        situation=situation,
        flags=flags,
        problems=by_place,
        strengths={each.code: each.strength for each in directions if each.advised},
    )
    return Advice(
        version=rules.version,
        directions=directions,
        notices=notices.now(rules.notices, facts, rules),
        hints=notices.now(rules.hints, facts, rules),
        problems=_problems(situation, rules, places, whole),
        by_place=by_place,
    )


def flags_of(situation: Situation, rules: RuleSet) -> frozenset[str]:
    """The flags that were set, and those that an answer sets by itself."""
    known = rules.derivations
    flags = situation.flags | {information.FLAG} if situation.gaps else situation.flags
    return flags.union(*(known[answer].sets for answer in situation.answers if answer in known))


def whole_case(situation: Situation, rules: RuleSet) -> Found:
    """Sentiments, triggers, our own role and a gap in the information hold for every place."""
    missing = {information.FLAG} if situation.gaps else set()
    pointed = _pointed(situation.answers | situation.flags | missing, rules)
    return Found(None, pointed, gaps=information.described(situation.gaps))


def at_place(place: Place, rules: RuleSet) -> Found:
    """The problems at one place. An umbrella is left out as soon as one of its parts was chosen."""
    open_umbrellas = [
        rules.derivations[answer]
        for answer in sorted(place.answers)
        if answer in rules.derivations and rules.derivations[answer].parts
    ]
    umbrellas = tuple(Umbrella(each.answer, each.gives) for each in open_umbrellas if not each.parts & place.answers)
    return Found(place, _pointed(place.answers - {each.answer for each in open_umbrellas}, rules), umbrellas)


def _pointed(answers: frozenset[str], rules: RuleSet) -> dict[str, tuple[str, ...]]:
    """Problem by problem, the answers that point at it."""
    result: dict[str, list[str]] = {}
    for answer in sorted(answers):
        if answer in rules.derivations:
            for problem in rules.derivations[answer].gives:
                result.setdefault(problem, []).append(answer)
    return {problem: tuple(result[problem]) for problem in sorted(result)}


def _direction(
    code: str, rules: RuleSet, places: tuple[Found, ...], whole: Found, flags: frozenset[str]
) -> DirectionAdvice:
    direction = rules.directions[code]
    held = [reason for rule in rules.rules_of(code) for reason in _reasons(rule, rules, places, whole, flags)]
    strength = strongest(reason.strength for reason in held)
    because = held or [
        Reason(rule.code, False, explain.not_advised(rule, rules, places, flags), rule.source, estimated=rule.estimated)
        for rule in rules.rules_of(code)
    ]
    return DirectionAdvice(
        code=code,
        name=direction.name,
        advised=bool(held),
        strength=strength,
        because=tuple(sorted(because, key=lambda each: (each.strength != "sterk", each.rule, each.place))),
        source=direction.source,
        throughout=direction.throughout,
    )


def _reasons(
    rule: Rule, rules: RuleSet, places: tuple[Found, ...], whole: Found, flags: frozenset[str]
) -> list[Reason]:
    """Every place where the rule holds; once for the whole case when what it needs holds everywhere."""
    if rule.flag and rule.flag not in flags:
        return []
    if rule.always:
        return [_reason(rule, rules, whole, rule.strength, (), ())]
    result = []
    everywhere = rule.any_of & whole.sure
    if everywhere and not rule.places:
        result.append(_hit(rule, rules, whole, whole, everywhere))
    for found in places:
        if rule.places and found.place and found.place.code not in rule.places:
            continue
        hit = rule.any_of & found.sure
        if rule.places:
            hit |= everywhere
        if hit:
            result.append(_hit(rule, rules, found, whole, hit))
        for umbrella in found.umbrellas:
            some = rule.any_of & umbrella.problems
            if some:
                whole_letter = umbrella.problems <= rule.any_of
                strength = rule.strength if whole_letter else "mogelijk"
                result.append(_reason(rule, rules, found, strength, sorted(some), [umbrella.answer], not whole_letter))
    return result


def _hit(rule: Rule, rules: RuleSet, found: Found, whole: Found, problems: frozenset[str]) -> Reason:
    answers = {
        answer for problem in problems for answer in (*found.answers.get(problem, ()), *whole.answers.get(problem, ()))
    }
    gaps = whole.gaps if information.FLAG in answers else ()
    return _reason(rule, rules, found, rule.strength, sorted(problems), sorted(answers), gaps=gaps)


def _reason(
    rule: Rule,
    rules: RuleSet,
    found: Found,
    strength: str,
    problems: Sequence[str],
    answers: Sequence[str],
    vague: bool = False,
    gaps: tuple[Gap, ...] = (),
) -> Reason:
    place = found.place
    return Reason(
        rule=rule.code,
        holds=True,
        text=explain.advised(rule, rules, place, problems, _said(answers, gaps, rules), vague=vague),
        source=rule.source,
        strength=strength,
        place=found.key,
        place_name=explain.place_name(place, rules) if place else "",
        phases=tuple(sorted(place.phases)) if place else (),
        problems=tuple(problems),
        answers=tuple(answers),
        gaps=gaps,
        estimated=rule.estimated or vague,
        aim="voorkomen" if place and place.phases == PREVENT else "verminderen",
        after_calm=bool(place and place.phases and place.phases <= HANDED_OVER),
    )


def _said(answers: Sequence[str], gaps: tuple[Gap, ...], rules: RuleSet) -> list[str]:
    """The answers in words; where the gaps themselves are known they stand in place of ‘something is missing’."""
    known = [rules.label(answer) for answer in answers if not (gaps and answer == information.FLAG)]
    return [*known, *(gap.label for gap in gaps)]


def _in_order(found: list[DirectionAdvice], rules: RuleSet) -> tuple[DirectionAdvice, ...]:
    """Strong before possible, each by rank; the continuous line after those, and last what is not advised."""

    def order(each: DirectionAdvice) -> tuple[int, int]:
        direction = rules.directions[each.code]
        if not each.advised:
            return 4, direction.rank
        if each.throughout:
            return 3, direction.rank
        return (1 if each.strength == "sterk" else 2), direction.rank

    return tuple(sorted(found, key=order))


def _problems(
    situation: Situation, rules: RuleSet, places: tuple[Found, ...], whole: Found
) -> tuple[FoundProblem, ...]:
    """What was found, what people gave priority first."""
    priority = {code: number for number, code in enumerate(situation.priorities, start=1)}
    codes = whole.all.union(*(found.all for found in places))
    rows = [
        FoundProblem(
            code,
            rules.label(code),
            tuple(found.key for found in (whole, *places) if code in found.all),
            priority.get(code, 0),
        )
        for code in codes
    ]
    return tuple(sorted(rows, key=lambda each: (each.priority or len(priority) + 1, each.code)))
