"""When a message of the communication plan is ready: its tone was read, or somebody wrote why not."""

from common.refusal import Refused
from plans.models_communication import Message

SOURCE = "KIS · Checklist open communiceren"


def check_tone(row: Message) -> None:
    """A message is ready after three ticks, or with a reason that stays with it (R-B-098)."""
    if row.untested:
        raise Refused(
            "Loop eerst de toon na: is de boodschap feitelijk, neutraal en reëel? Vink alle drie aan, of schrijf op "
            "waarom dat niet kan.",
            SOURCE,
        )
