"""The whole advice: directions, notices and the examples that fit. The command and the screens come through here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from method.directions.evaluate import advise
from method.directions.model import Advice, Message, RuleSet, Situation
from method.directions.output import as_data as directions_data
from method.directions.output import message_data
from method.directions.reading import shipped
from method.directions.situation import Described
from method.library.model import Record, Weights
from method.library.ranking import BEYOND, Ranked, Ranking, on_choosing, rank
from method.library.reading import library, shelf, shipped_weights


@dataclass(frozen=True)
class FullAdvice:
    advice: Advice
    ranking: Ranking


def full_advice(
    situation: Situation,
    rules: RuleSet | None = None,
    records: Sequence[Record] | None = None,
    weights: Weights | None = None,
) -> FullAdvice:
    """Directions and ranked examples for one situation; what is not given is what the application ships."""
    rules = rules or shipped()
    advice = advise(situation, rules)
    examples = library() if records is None else records
    return FullAdvice(advice, rank(situation, advice, rules, examples, weights or shipped_weights()))


def as_data(found: FullAdvice) -> dict[str, Any]:
    """Plain data for the command and for keeping beside a case."""
    return directions_data(found.advice) | {
        "weights_version": found.ranking.version,
        "interventions": [_example(each) for each in found.ranking.found],
        "disclaimer": shelf().disclaimer.text,
    }


def described_as_data(described: Described, rules: RuleSet | None = None) -> dict[str, Any]:
    """One situation of a file with its advice, and with the messages of a choice when the file names one."""
    rules = rules or shipped()
    found = full_advice(described.situation, rules)
    data = {"id": described.situation.code, "title": described.situation.title} | as_data(found)
    if described.choice is not None:
        messages = _messages_of_choice(described, found.advice, rules)
        data["on_choice"] = [message_data(message) for message in messages]
    if described.ignored:
        data["ignored"] = list(described.ignored)
    return data


def _messages_of_choice(described: Described, advice: Advice, rules: RuleSet) -> list[Message]:
    records = {record.code: record for record in library()}
    choice = described.choice
    assert choice is not None
    chosen = [records[code] for code in described.chosen if code in records]
    if not chosen and choice.instigator:
        chosen = [Record("", "", (), "", "", "")]
    result: dict[str, Message] = {}
    for record in chosen:
        for message in on_choosing(
            record,
            described.situation,
            advice,
            rules,
            directions=choice.directions,
            instigator=choice.instigator,
        ):
            result.setdefault(message.code, message)
    return list(result.values())


def _example(each: Ranked) -> dict[str, Any]:
    return {
        "id": each.record.code,
        "name": each.record.name,
        "score": each.score,
        "directions": list(each.directions),
        "block": BEYOND if each.record.beyond else "neighbourhood",
        "problems": list(each.problems),
        "places": list(each.places),
        "scores": [
            {
                "code": line.code,
                "label": line.label,
                "points": line.points,
                "text": line.text,
                "source": line.source,
                "geschat": line.estimated,
            }
            for line in each.lines
        ],
        "why": each.sentence,
        "source": each.record.source,
    }
