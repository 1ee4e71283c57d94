"""A worksheet frozen as plain data, and what differs between two of those. Pure: no query, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from method.worksheets import Item, Step, Worksheet, values
from method.worksheets.model import Kind

JOINT = "joint"


@dataclass(frozen=True)
class Said:
    """One answer as it goes into a round: whose, and what."""

    respondent: str
    function: str
    item: str
    state: str
    value: dict[str, Any]
    reason: str = ""
    source: str = ""
    on: str = ""


def frozen(
    sheet: Worksheet, place: str, answers: Iterable[Said], picks: values.Picks, speak: Any = str
) -> dict[str, Any]:
    """Everything one needs to read the sheet later, also when the worksheet or the file has changed since."""
    by_item: dict[str, list[Said]] = {}
    for said in answers:
        by_item.setdefault(said.item, []).append(said)
    return {
        "worksheet": sheet.code,
        "edition": sheet.version,
        "title": speak(sheet.title),
        "guide": sheet.guide,
        "source": sheet.source,
        "place": place,
        "steps": [_step(step, by_item, picks, speak) for step in sheet.steps],
    }


def _step(step: Step, by_item: Mapping[str, list[Said]], picks: values.Picks, speak: Any) -> dict[str, Any]:
    asked = [item for item in step.items if item.kind != Kind.REFERENCE]
    return {
        "code": step.code,
        "number": step.number,
        "title": speak(step.title),
        "items": [_item(item, by_item.get(item.code, []), picks, speak) for item in asked],
    }


def _item(item: Item, answers: list[Said], picks: values.Picks, speak: Any) -> dict[str, Any]:
    return {
        "code": item.code,
        "kind": str(item.kind),
        "label": speak(item.label),
        "source": item.source,
        "public": item.public,
        "seen_by": item.seen_by,
        "columns": [speak(column.label) for column in item.columns],
        "answers": [
            {
                "respondent": said.respondent,
                "function": said.function,
                "state": said.state,
                "value": said.value,
                "lines": [speak(line) for line in values.words(item, said.value, picks)],
                "rows": [[speak(cell) for cell in row] for row in values.rows(item, said.value, picks)],
                "reason": said.reason,
                "source": said.source,
                "on": said.on,
            }
            for said in answers
        ],
    }


@dataclass(frozen=True)
class Change:
    """What is different for one question and one respondent: what was, and what is now."""

    step: str
    item: str
    label: str
    respondent: str
    function: str
    kind: str
    was: tuple[str, ...] = ()
    now: tuple[str, ...] = ()


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every answer that was added, changed or taken away, per question and respondent, in the order of the sheet.

    Nothing is summed up: two people who changed in opposite directions are two lines.
    """
    old, new = _answers(before), _answers(after)
    places = {key: place for place, key in enumerate(dict.fromkeys([*new, *old]))}
    found = []
    for key in sorted({*old, *new}, key=lambda each: _order(each, before, after, places)):
        change = _change(key, old.get(key), new.get(key))
        if change is not None:
            found.append(change)
    return found


def new_questions(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Labels of questions that the later sheet asks and the earlier did not."""
    asked = {item["code"] for _, item in _items(before)}
    return [item["label"] for _, item in _items(after) if item["code"] not in asked]


def gone_questions(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return new_questions(after, before)


Key = tuple[str, str]
Found = tuple[str, Mapping[str, Any], Mapping[str, Any]]


def _items(content: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    return ((step["title"], item) for step in content["steps"] for item in step["items"])


def _answers(content: Mapping[str, Any]) -> dict[Key, Found]:
    return {
        (item["code"], answer["respondent"]): (title, item, answer)
        for title, item in _items(content)
        for answer in item["answers"]
        if answer["state"] != "empty"
    }


def _order(key: Key, before: Mapping[str, Any], after: Mapping[str, Any], places: Mapping[Key, int]) -> tuple[int, int]:
    """Along the later sheet first, then along what only the earlier had."""
    codes = [item["code"] for content in (after, before) for _, item in _items(content)]
    return codes.index(key[0]), places[key]


def _change(key: Key, old: Found | None, new: Found | None) -> Change | None:
    title, item, answer = new or old  # type: ignore[misc]  # the key stands in one of both
    was, now = said(old[2]) if old else (), said(new[2]) if new else ()
    same = (
        old
        and new
        and (old[2]["state"], old[2]["value"], old[2]["reason"], old[2]["source"])
        == (
            new[2]["state"],
            new[2]["value"],
            new[2]["reason"],
            new[2]["source"],
        )
    )
    if same:
        return None
    kind = "changed" if old and new else ("added" if new else "removed")
    return Change(title, key[0], item["label"], key[1], answer["function"], kind, was, now)


def said(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """The answer in words: *weet ik niet* by name, with remark and source."""
    lines = ["Weet ik niet"] if answer["state"] == "unknown" else list(answer["lines"])
    if answer["reason"]:
        lines.append(f"Toelichting: {answer['reason']}")
    if answer["source"]:
        lines.append(f"Bron: {answer['source']}")
    return tuple(lines)
