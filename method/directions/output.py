"""The advice as plain data, for the command and for storing with a case."""

from typing import Any

from method.directions.model import Advice, Message, Reason


def as_data(advice: Advice) -> dict[str, Any]:
    """Directions, notices and hints; the codes and sentences that the screens show."""
    return {
        "rules_version": advice.version,
        "directions": [
            {
                "code": each.code,
                "name": each.name,
                "advised": each.advised,
                "strength": each.strength or None,
                "throughout": each.throughout,
                "after_calm": each.after_calm,
                "because": [_reason(reason) for reason in each.because],
                "source": each.source,
            }
            for each in advice.directions
        ],
        "notices": [message.code for message in advice.notices],
        "notices_explained": [message_data(message) for message in advice.notices],
        "hints": [message_data(message) for message in advice.hints],
        "problems": [
            {"code": each.code, "label": each.label, "places": list(each.places), "priority": each.priority or None}
            for each in advice.problems
        ],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    data: dict[str, Any] = {
        "rule": reason.rule,
        "holds": reason.holds,
        "text": reason.text,
        "source": reason.source,
        "geschat": reason.estimated,
    }
    if reason.holds:
        data |= {
            "strength": reason.strength,
            "place": _place(reason),
            "problems": list(reason.problems),
            "answers": list(reason.answers),
            "aim": reason.aim,
            "after_calm": reason.after_calm,
        }
    if reason.gaps:
        data["gaps"] = [
            {
                "code": gap.code,
                "label": gap.label,
                "ways": [{"code": way.code, "label": way.label} for way in gap.ways],
                "source": gap.source,
            }
            for gap in reason.gaps
        ]
    return data


def _place(reason: Reason) -> dict[str, Any] | None:
    """The place of a reason; none when it holds for the case as a whole."""
    if not reason.place:
        return None
    return {"key": reason.place, "name": reason.place_name, "phases": list(reason.phases)}


def message_data(message: Message) -> dict[str, Any]:
    return {
        "code": message.code,
        "text": message.text,
        "places": list(message.places),
        "source": message.source,
        "geschat": message.estimated,
    }
