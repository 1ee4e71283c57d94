"""Messages beside the advice: when they hold is data, how to test that is here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from method.directions.model import WHOLE_CASE, Advice, Choice, Condition, Message, Notice, Place, RuleSet, Situation


@dataclass(frozen=True)
class Facts:
    """What a condition may look at."""

    situation: Situation
    flags: frozenset[str]
    problems: Mapping[str, frozenset[str]]
    strengths: Mapping[str, str]
    choice: Choice = Choice()


def now(offered: Iterable[Notice], facts: Facts, rules: RuleSet) -> tuple[Message, ...]:
    """The messages that hold before anything is chosen."""
    return tuple(_message(each, facts) for each in offered if holds(each.when, facts))


def on_choice(
    situation: Situation, advice: Advice, rules: RuleSet, choice: Choice, flags: frozenset[str]
) -> tuple[Message, ...]:
    """The messages that belong to a choice: of an intervention, of a target group."""
    facts = Facts(situation, flags, advice.by_place, advice.strengths, choice)
    return tuple(_message(each, facts) for each in rules.notices if each.when.of_choice and holds(each.when, facts))


def holds(when: Condition, facts: Facts) -> bool:
    """Whether everything that the condition names is so."""
    advised = set(facts.strengths)
    strong = {code for code, strength in facts.strengths.items() if strength == "sterk"}
    return (
        (not when.flag or bool(when.flag & facts.flags))
        and (not when.cause or when.cause == facts.situation.cause)
        and (not when.strong or bool(when.strong & strong))
        and (not when.advised or bool(when.advised & advised))
        and (not when.chosen_kind or bool(when.chosen_kind & facts.choice.kinds))
        and not (when.not_chosen & facts.choice.directions)
        and (not when.instigator or facts.choice.instigator)
        and (not _asks_of_place(when) or bool(_places(when, facts)))
    )


def _asks_of_place(when: Condition) -> bool:
    return bool(when.place or when.phase or when.answer or when.problem)


def _places(when: Condition, facts: Facts) -> tuple[str, ...]:
    """The places where everything about the place holds; the case as a whole may hold a problem too."""
    found = [place.key for place in facts.situation.places if _fits(when, place, facts)]
    only_problem = not (when.place or when.phase or when.answer)
    if only_problem and when.problem & facts.problems.get(WHOLE_CASE, frozenset()):
        return (WHOLE_CASE,)
    return tuple(found)


def _fits(when: Condition, place: Place, facts: Facts) -> bool:
    return (
        (not when.place or place.code in when.place)
        and (not when.phase or bool(when.phase & place.phases))
        and (not when.answer or bool(when.answer & place.answers))
        and (not when.problem or bool(when.problem & facts.problems[place.key]))
    )


def _message(notice: Notice, facts: Facts) -> Message:
    places = _places(notice.when, facts) if _asks_of_place(notice.when) else ()
    return Message(notice.code, notice.text, notice.source, places, notice.estimated)
