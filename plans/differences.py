"""What changed between two versions of a plan, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plans.content import (
    DETAILS,
    ActionLine,
    AnchoringLine,
    ChallengeLine,
    MessageLine,
    ObjectiveLine,
    PlanContent,
)

Line = ActionLine | AnchoringLine | ChallengeLine | MessageLine | ObjectiveLine

TEXTS = {
    "challenge": "Uitdaging",
    "frames": "Grenzen en kaders",
    "agreements": "Afspraken",
    "evaluate_on": "Evaluatiemoment",
    "evaluate_what": "Gegevens voor de evaluatie",
    "no_evaluation_reason": "Waarom nog geen evaluatiemoment",
    "classification": "Rubricering",
    "budget": "Geschat bedrag van de doelen",
}
OBJECTIVE = {
    "text": "doel",
    "notice": "waaraan merken we het",
    "plan_action": "actie in het meerjarenplan",
    "budget": "geschat bedrag",
}
ACTION = {
    "what": "wat",
    "for_whom": "voor wie",
    "objective": "bij doel",
    "owner": "wie",
    "department": "afdeling",
    "partner": "partner",
    "start": "begint op",
    "due": "klaar op",
    "term": "termijn",
    "state": "status",
    "receivers": "hoe dit overkomt",
    "perception": "hoe inwoners het ervaren",
    **{name: label.lower() for name, label in DETAILS.items()},
}
CHALLENGE = {"text": "uitdaging", "reason": "waarom op deze plaats", "impact": "effect", "support": "draagvlak"}
MESSAGE = {
    "message": "boodschap",
    "audience": "aan wie",
    "who": "wie",
    "channel": "kanaal",
    "on": "datum",
    "checked": "toon nagelopen",
    "state": "status",
}
ANCHORING = {"what": "wat", "where": "waar", "how_often": "hoe vaak", "who": "wie", "next": "volgende keer"}


@dataclass(frozen=True)
class Change:
    """One thing that was added, taken away or changed. `was` and `became` are texts as shown."""

    kind: str
    what: str
    was: str = ""
    became: str = ""

    @property
    def word(self) -> str:
        return {"added": "Toegevoegd", "removed": "Vervallen", "changed": "Gewijzigd"}[self.kind]


def differences(before: PlanContent, after: PlanContent) -> list[Change]:
    """In the order of the plan: texts, objectives, challenges, actions, communication, anchoring, principles."""
    found = [
        _text(label, getattr(before, name), getattr(after, name))
        for name, label in TEXTS.items()
        if getattr(before, name) != getattr(after, name)
    ]
    found += _lines("Doel", OBJECTIVE, before.objectives, after.objectives, name="text")
    found += _lines("Uitdaging", CHALLENGE, before.challenges, after.challenges, name="text")
    found += _lines("Actie", ACTION, before.actions, after.actions, name="what")
    found += _lines("Communicatie", MESSAGE, before.messages, after.messages, name="message")
    found += _lines("Verankering", ANCHORING, before.anchoring, after.anchoring, name="what")
    notes = {line.code: line.note for line in before.principles}
    for line in after.principles:
        if notes.get(line.code, "") != line.note:
            found.append(_text(f"Uitgangspunt {line.title}", notes.get(line.code, ""), line.note))
    return found


def _text(label: str, was: str, became: str) -> Change:
    kind = "changed" if was and became else "added" if became else "removed"
    return Change(kind, label, was, became)


def _lines(
    label: str,
    parts: dict[str, str],
    before: Sequence[Line],
    after: Sequence[Line],
    *,
    name: str,
) -> list[Change]:
    old: dict[int, Any] = {line.pk: line for line in before}
    kept = {line.pk for line in after}
    changes = []
    for line in after:
        title = f"{label} “{getattr(line, name)}”"
        if line.pk not in old:
            changes.append(Change("added", title))
            continue
        for part, word in parts.items():
            was, became = getattr(old[line.pk], part), getattr(line, part)
            if was != became:
                changes.append(Change("changed", f"{title}: {word}", was, became))
    changes += [Change("removed", f"{label} “{getattr(old[pk], name)}”") for pk in old if pk not in kept]
    return changes
