"""Reads YAML that people edit: plain values, each with its line, and every mistake named in one go."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, cast

import yaml

LONGEST = 1_000_000
DEEPEST = 20
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C is eight times as fast; without it the other gives the same."""
NOT_YAML = (
    "dit is geen geldige YAML; kijk hier en op de regel ervoor naar inspringen, dubbele punten en aanhalingstekens"
)


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a file: where, and what is wrong in one sentence."""

    line: int
    text: str
    file: str = ""

    def __str__(self) -> str:
        return f"{self.file + ', ' if self.file else ''}regel {self.line}: {self.text}"


class BrokenFile(ValueError):
    """The file is refused as a whole. Its text is the list of mistakes."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Value:
    """A plain value, a list of values or a mapping to values, with the line it starts on."""

    line: int
    data: Any


def read(text: str, file: str = "") -> Value:
    """The document as values with lines. Anchors are refused: they make a small file grow without end."""
    if len(text) > LONGEST:
        raise BrokenFile([Problem(1, f"het bestand is langer dan {LONGEST:,} tekens".replace(",", "."), file)])
    try:
        problem = _refused(text)
        node = None if problem else yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BrokenFile([Problem(min(mark.line, text.count("\n")) + 1 if mark else 1, NOT_YAML, file)]) from error
    except yaml.YAMLError as error:
        raise BrokenFile([Problem(1, NOT_YAML, file)]) from error
    if problem:
        raise BrokenFile([Problem(*problem, file)])
    if node is None:
        raise BrokenFile([Problem(1, "het bestand is leeg", file)])
    found: list[Problem] = []
    value = _value(node, found, file)
    if found:
        raise BrokenFile(found)
    return value


def _refused(text: str) -> tuple[int, str] | None:
    """What makes a file larger than it looks, seen before anything is built from it."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        if getattr(event, "anchor", None):
            return _line(event), "verwijzingen met & of * mogen niet"
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return _line(event), "het bestand is te diep genest"
    return None


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _value(node: yaml.Node, found: list[Problem], file: str) -> Value:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Value(line, [_value(each, found, file) for each in node.value])
    if isinstance(node, yaml.MappingNode):
        data: dict[str, Value] = {}
        for key, each in node.value:
            name = str(key.value)
            if name in data:
                found.append(Problem(key.start_mark.line + 1, f"‘{name}’ staat er twee keer", file))
            data[name] = Value(key.start_mark.line + 1, _value(each, found, file).data)
        return Value(line, data)
    return Value(line, _scalar(node))


def _scalar(node: yaml.Node) -> Any:
    kind = node.tag.rsplit(":", 1)[-1]
    if kind == "null":
        return None
    if kind == "bool":
        return str(node.value).lower() in ("true", "yes", "on")
    if kind == "int":
        try:
            return int(node.value)
        except ValueError:
            return str(node.value)
    return str(node.value)


class Row:
    """One mapping in the file. Each reader says what it expects and adds a mistake instead of stopping."""

    def __init__(self, value: Value, found: list[Problem], what: str, file: str = "") -> None:
        self.line, self.what, self.file, self._found = value.line, what, file, found
        self._seen: set[str] = set()
        if isinstance(value.data, dict):
            self._data = cast(dict[str, Value], value.data)
        else:
            self._data = {}
            self.wrong(f"{what} moet uit regels met ‘naam: waarde’ bestaan")

    def wrong(self, text: str, key: str = "") -> None:
        line = self._data[key].line if key in self._data else self.line
        self._found.append(Problem(line, text, self.file))

    def __contains__(self, key: str) -> bool:
        return key in self._data and self._data[key].data is not None

    def _get(self, key: str, required: bool) -> Value | None:
        self._seen.add(key)
        value = self._data.get(key)
        if value is None or value.data is None or value.data == "":
            if required:
                self.wrong(f"‘{key}’ ontbreekt bij {self.what}", key)
            return None
        return value

    def text(self, key: str, *, required: bool = True) -> str:
        value = self._get(key, required)
        if value is None:
            return ""
        if isinstance(value.data, str) or (isinstance(value.data, int) and not isinstance(value.data, bool)):
            return str(value.data).strip()
        self.wrong(f"‘{key}’ moet een tekst zijn bij {self.what}", key)
        return ""

    def flag(self, key: str) -> bool:
        value = self._get(key, False)
        if value is None:
            return False
        if not isinstance(value.data, bool):
            self.wrong(f"‘{key}’ moet true of false zijn bij {self.what}", key)
            return False
        return value.data

    def number(self, key: str, low: int, high: int, *, required: bool = True) -> int | None:
        value = self._get(key, required)
        if value is None:
            return None
        if isinstance(value.data, bool) or not isinstance(value.data, int) or not low <= value.data <= high:
            self.wrong(f"‘{key}’ moet een getal van {low} tot en met {high} zijn bij {self.what}", key)
            return None
        return value.data

    def choice(self, key: str, allowed: Collection[str], *, required: bool = True) -> str:
        text = self.text(key, required=required)
        if text and text not in allowed:
            self.wrong(f"‘{text}’ mag niet bij ‘{key}’ van {self.what}; kies uit {', '.join(sorted(allowed))}", key)
            return ""
        return text

    def codes(
        self, key: str, allowed: Collection[str] | None = None, *, required: bool = False, why: str = "onbekende code"
    ) -> tuple[str, ...]:
        value = self._get(key, required)
        if value is None:
            return ()
        if not isinstance(value.data, list):
            self.wrong(f"‘{key}’ moet een lijst zijn bij {self.what}, zoals [A1, A2]", key)
            return ()
        result = []
        for each in value.data:
            if isinstance(each.data, bool) or not isinstance(each.data, str | int):
                self._found.append(
                    Problem(each.line, f"‘{key}’ bevat iets anders dan tekst bij {self.what}", self.file)
                )
                continue
            code = str(each.data)
            if allowed is not None and code not in allowed:
                self._found.append(Problem(each.line, f"{why} ‘{code}’ bij ‘{key}’ van {self.what}", self.file))
            elif code in result:
                self._found.append(Problem(each.line, f"‘{code}’ staat er twee keer bij ‘{key}’", self.file))
            else:
                result.append(code)
        if required and not value.data:
            self.wrong(f"‘{key}’ is leeg bij {self.what}", key)
        return tuple(result)

    def either(self, key: str, allowed: Collection[str]) -> tuple[str, ...]:
        """One code or a list of codes; yes and no without quotes are codes too."""
        value = self._get(key, False)
        if value is None:
            return ()
        rows = value.data if isinstance(value.data, list) else [value]
        result = []
        for each in rows:
            code = {True: "yes", False: "no"}[each.data] if isinstance(each.data, bool) else str(each.data)
            if code in allowed:
                result.append(code)
            else:
                choices = ", ".join(sorted(allowed))
                self._found.append(
                    Problem(each.line, f"‘{code}’ mag niet bij ‘{key}’ van {self.what}; kies uit {choices}", self.file)
                )
        return tuple(dict.fromkeys(result))

    def row(self, key: str, what: str, *, required: bool = False) -> "Row | None":
        value = self._get(key, required)
        return None if value is None else Row(value, self._found, what, self.file)

    def rows(self, key: str, what: str, *, required: bool = True) -> "list[Row]":
        value = self._get(key, required)
        if value is None:
            return []
        if not isinstance(value.data, list):
            self.wrong(f"‘{key}’ moet een lijst zijn", key)
            return []
        return [Row(each, self._found, what, self.file) for each in value.data]

    def named(self, key: str, what: str) -> "dict[str, Row]":
        """A mapping from code to row."""
        value = self._get(key, False)
        if value is None or not isinstance(value.data, dict):
            return {}
        return {name: Row(each, self._found, f"{what} {name}", self.file) for name, each in value.data.items()}

    def rest(self) -> tuple[str, ...]:
        """Keys that nobody asked for."""
        return tuple(key for key in self._data if key not in self._seen)

    def close(self) -> None:
        for key in self.rest():
            self.wrong(f"‘{key}’ is hier onbekend bij {self.what}", key)


def document(text: str, file: str = "", what: str = "het bestand") -> tuple[Row, list[Problem]]:
    """The top row of a document, and the list in which its mistakes gather; raise BrokenFile with it when done."""
    found: list[Problem] = []
    return Row(read(text, file), found, what, file), found


def unique(rows: Iterable[tuple[str, Row]]) -> None:
    """Codes are used once."""
    seen: set[str] = set()
    for code, row in rows:
        if code and code in seen:
            row.wrong(f"de code ‘{code}’ is al gebruikt")
        seen.add(code)
