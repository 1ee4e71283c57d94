"""Reading worksheets. A file that breaks a promise is refused with its name, the line and one clear sentence.

Every scalar is read as text, so that `no`, `1.10` and `2026-01-01` stay what was written.
"""

import logging
import re
from collections.abc import Callable, Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from method.worksheets.conditions import (
    And,
    Answered,
    Condition,
    Count,
    DontKnow,
    Equals,
    HasAll,
    HasAny,
    Lacks,
    Negative,
    Not,
    Or,
    leaves,
)
from method.worksheets.feeds import FEEDS, FILE, PICKS, PROPOSES, SUGGESTS
from method.worksheets.model import (
    CHOOSING,
    CLOSED,
    GROUP,
    GUIDES,
    OWN,
    OWN_OPTION,
    YES_NO,
    Column,
    Fill,
    Item,
    Kind,
    Needs,
    Note,
    Option,
    Step,
    Wording,
    Worksheet,
)
from method.worksheets.persons import asks_a_person

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent.parent / "data" / "worksheets"
SHEET_CODE = re.compile(r"[a-z0-9][a-z0-9.-]{1,38}")
ITEM_CODE = re.compile(r"[a-z][a-z0-9_]{0,38}")
OPTION_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,38}")
WORD = re.compile(r"\[\[([^\[\]]*)\]\]")
SECTION = re.compile(r"\S+.* [·§]|§|[Hh]oofdstuk|[Ss]tap|[Bb]ijlage|[Ii]nleiding|[Cc]hecklist|[Ff]iguur|Eigen")
HINT = "Zet een tekst met leestekens tussen dubbele aanhalingstekens."
MAX_COLUMNS, MAX_ROWS, MAX_TEXT = 6, 30, 4000


class Broken(Exception):
    """A worksheet that may not be used, with where and why in Dutch."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(f"{file}, regel {line}: {why}")
        self.file, self.line, self.why = file, line, why


class Reader:
    """One mapping of the file: takes fields one by one and refuses what it does not know."""

    def __init__(self, node: Node, file: str, what: str) -> None:
        self.node, self.file, self.what = node, file, what
        if not isinstance(node, MappingNode):
            raise self.broken(f"{what} is geen lijst van velden. Schrijf “veld: waarde”.")
        self.fields: dict[str, tuple[Node, Node]] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, ScalarNode) else "?"
            if name in self.fields:
                raise self.broken(f"“{name}” staat er twee keer.", key)
            self.fields[name] = (key, value)

    def broken(self, why: str, node: Node | None = None) -> Broken:
        return Broken(self.file, (node or self.node).start_mark.line + 1, why)

    def take(self, name: str) -> Node | None:
        found = self.fields.pop(name, None)
        return found[1] if found else None

    def text(self, name: str, default: str | None = None, *, longest: int = 600) -> str:
        node = self.take(name)
        if node is None:
            if default is None:
                raise self.broken(f"{self.what} heeft geen “{name}”.")
            return default
        if not isinstance(node, ScalarNode):
            raise self.broken(f"“{name}” moet tekst zijn.", node)
        value = " ".join(node.value.split())
        if not value and default is None:
            raise self.broken(f"“{name}” is leeg.", node)
        if len(value) > longest:
            raise self.broken(f"“{name}” is langer dan {longest} tekens.", node)
        return value

    def code(self, name: str, form: re.Pattern[str], explain: str) -> str:
        node = self.fields.get(name, (None, None))[1]
        value = self.text(name)
        if not form.fullmatch(value):
            raise self.broken(f"De code “{value}” mag niet. Gebruik {explain}.", node)
        return value

    def number(self, name: str, default: int | None = None) -> int:
        node = self.fields.get(name, (None, None))[1]
        if node is None and default is not None:
            return default
        value = self.text(name)
        if not re.fullmatch(r"-?\d{1,9}", value):
            raise self.broken(f"“{name}” moet een heel getal zijn, geen “{value}”.", node)
        return int(value)

    def flag(self, name: str, default: bool) -> bool:
        node = self.fields.get(name, (None, None))[1]
        value = self.text(name, "true" if default else "false")
        if value not in ("true", "false"):
            raise self.broken(f"“{name}” is true of false, geen “{value}”.", node)
        return value == "true"

    def one_of(self, name: str, allowed: Iterable[str], default: str | None = None) -> str:
        node = self.fields.get(name, (None, None))[1]
        value = self.text(name, default)
        if value not in (known := tuple(allowed)) and not (value == "" and default == ""):
            raise self.broken(f"“{value}” kan niet bij “{name}”. Kies uit: {', '.join(known)}.", node)
        return value

    def nodes(self, name: str, *, needed: bool = True) -> list[Node]:
        node = self.take(name)
        if node is None:
            if needed:
                raise self.broken(f"{self.what} heeft geen “{name}”.")
            return []
        if not isinstance(node, SequenceNode) or not node.value:
            raise self.broken(f"“{name}” moet een lijst zijn met minstens één regel.", node)
        return list(node.value)

    def codes(self, name: str) -> list[str]:
        nodes = self.nodes(name)
        for node in nodes:
            if not isinstance(node, ScalarNode):
                raise self.broken(f"“{name}” moet een lijst van codes zijn.", node)
        return [str(node.value) for node in nodes]

    def child(self, name: str, what: str) -> "Reader | None":
        node = self.take(name)
        return Reader(node, self.file, what) if node is not None else None

    def done(self) -> None:
        for name, (key, _) in self.fields.items():
            raise self.broken(f"{self.what} kent geen veld “{name}”.", key)


def load_text(text: str, file: str, words: Collection[str] | None = None) -> Worksheet:
    """One worksheet from the text of a file. `words` are those that `[[…]]` may name."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        raise Broken(
            file, mark.line + 1 if mark else 1, f"dit is geen geldige YAML ({wrong.problem}). {HINT}"
        ) from None
    except yaml.YAMLError as wrong:
        raise Broken(file, 1, f"dit is geen geldige YAML: {wrong}.") from None
    if node is None:
        raise Broken(file, 1, "het bestand is leeg.")
    _check_scalars(node, file, words, set())
    return _sheet(Reader(node, file, "Het werkblad"))


def load_file(path: Path, words: Collection[str] | None = None) -> Worksheet:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Broken(path.name, 1, "dit bestand is niet te lezen als UTF-8.") from None
    return load_text(text, path.name, words)


def load_folder(folder: Path = FOLDER, words: Collection[str] | None = None) -> tuple[list[Worksheet], list[Broken]]:
    """All worksheets that are sound, and what is wrong with the others."""
    found: dict[tuple[str, int], str] = {}
    sheets, broken = [], []
    for path in sorted(folder.glob("*.yaml")):
        try:
            sheet = load_file(path, words)
            if sheet.key in found:
                raise Broken(path.name, 1, f"“{sheet.code}” versie {sheet.version} staat al in {found[sheet.key]}.")
        except Broken as wrong:
            broken.append(wrong)
        else:
            found[sheet.key] = path.name
            sheets.append(sheet)
    broken += _units_that_differ(sheets, found)
    return sheets, broken


def _units_that_differ(sheets: list[Worksheet], files: dict[tuple[str, int], str]) -> list[Broken]:
    """Versions of one sheet must ask about the same thing, or a filled sheet could not move."""
    first: dict[str, Worksheet] = {}
    wrong = []
    for sheet in sorted(sheets, key=lambda each: each.key):
        known = first.setdefault(sheet.code, sheet)
        if (known.unit, known.guide) != (sheet.unit, sheet.guide):
            wrong.append(Broken(files[sheet.key], 1, f"versie {sheet.version} heeft een andere unit of guide dan 1."))
    return wrong


@cache
def library() -> "Library":
    """Every sound worksheet in `method/data/worksheets`, read once.

    A broken file is left out and told in the log; the check at start refuses it, so it does not get as far as a user.
    """
    sheets, broken = load_folder()
    for wrong in broken:
        log.error("worksheet refused: %s", wrong)
    return Library(sheets)


def problems(words: Collection[str] | None = None) -> list[Broken]:
    return load_folder(words=words)[1]


class Library:
    """The worksheets by code and version."""

    def __init__(self, sheets: Iterable[Worksheet]) -> None:
        self.by_key = {sheet.key: sheet for sheet in sheets}
        self.newest: dict[str, Worksheet] = {}
        for sheet in sorted(self.by_key.values(), key=lambda each: each.version):
            self.newest[sheet.code] = sheet
        place = list(GUIDES)
        self.sheets = sorted(
            self.newest.values(), key=lambda each: (place.index(each.guide), each.order, each.title, each.code)
        )
        """The newest version of each, in the order of the overview."""

    def get(self, code: str, version: int) -> Worksheet | None:
        return self.by_key.get((code, version))


def _check_scalars(node: Node, file: str, words: Collection[str] | None, seen: set[int]) -> None:
    """Aliases would hide what a line says; and a word of the country must exist."""
    if id(node) in seen:
        raise Broken(file, node.start_mark.line + 1, "verwijzingen met & en * mogen niet; schrijf het uit.")
    seen.add(id(node))
    if isinstance(node, MappingNode):
        for key, value in node.value:
            _check_scalars(key, file, words, seen)
            _check_scalars(value, file, words, seen)
    elif isinstance(node, SequenceNode):
        for each in node.value:
            _check_scalars(each, file, words, seen)
    elif isinstance(node, ScalarNode) and words is not None:
        for word in WORD.findall(node.value):
            if word not in words and word[:1].lower() + word[1:] not in words:
                raise Broken(file, node.start_mark.line + 1, f"het woord “[[{word}]]” staat niet in de woordenlijst.")


def _source(reader: Reader, default: str | None) -> str:
    node = reader.fields.get("source", (None, None))[1]
    value = reader.text("source", default, longest=200)
    if not SECTION.search(value):
        raise reader.broken(f"“source” noemt handreiking én onderdeel, zoals “KIS · Stap 2.1”, geen “{value}”.", node)
    return value


def _sheet(reader: Reader) -> Worksheet:
    code = reader.code("code", SHEET_CODE, "kleine letters, cijfers, - en .")
    version = reader.number("version")
    if version < 1:
        raise reader.broken("“version” begint bij 1.")
    values: dict[str, Any] = {
        "title": reader.text("title", longest=100),
        "guide": reader.one_of("guide", GUIDES),
        "unit": reader.one_of("unit", ("case", "location")),
        "source": _source(reader, None),
        "intro": reader.text("intro", ""),
        "order": reader.number("order", 100),
        "counts": reader.flag("counts", True),
    }
    known: dict[str, Item] = {}
    lines: dict[str, Node] = {}
    steps, late = [], []
    for node in reader.nodes("steps"):
        step, notes = _step(Reader(node, reader.file, "De stap"), values["source"], known, lines)
        steps.append(step)
        late.append(notes)
    reader.done()
    finished = tuple(_with_notes(step, notes, known) for step, notes in zip(steps, late, strict=True))
    if len({step.code for step in finished}) < len(finished):
        raise reader.broken("Twee stappen hebben dezelfde code.")
    _check_feeds(known, lines, reader)
    return Worksheet(code=code, version=version, steps=finished, **values)


Late = list[tuple[str, Reader]]


def _step(reader: Reader, source: str, known: dict[str, Item], lines: dict[str, Node]) -> tuple[Step, Late]:
    code = reader.code("code", ITEM_CODE, "kleine letters, cijfers en _")
    source = _source(reader, source)
    number, title = reader.text("number", longest=12), reader.text("title", longest=120)
    intro = reader.text("intro", "", longest=1000)
    late: Late = [("note", Reader(node, reader.file, "De opmerking")) for node in reader.nodes("notes", needed=False)]
    needs = reader.child("needs", "“needs”")
    closed = _needs(needs, source, known) if needs else None
    items = []
    for node in reader.nodes("items"):
        item = _item(Reader(node, reader.file, "De vraag"), source, known)
        known[item.code] = item
        lines[item.code] = node
        items.append(item)
    reader.done()
    return Step(code, number, title, source, tuple(items), intro, needs=closed), late


def _with_notes(step: Step, late: Late, known: dict[str, Item]) -> Step:
    notes = tuple(_note(reader, step.source, known) for _, reader in late)
    return Step(step.code, step.number, step.title, step.source, step.items, step.intro, notes, step.needs)


def _note(reader: Reader, source: str, known: dict[str, Item]) -> Note:
    note = Note(
        text=reader.text("text"),
        source=_source(reader, source),
        when=_condition(reader, "when", known, needed=True),  # type: ignore[arg-type]
        kind=reader.one_of("kind", ("hint", "warn", "outcome"), "hint"),
    )
    reader.done()
    return note


def _needs(reader: Reader, source: str, known: dict[str, Item]) -> Needs:
    needs = Needs(
        text=reader.text("text"),
        source=_source(reader, source),
        when=_condition(reader, "when", known, needed=True),  # type: ignore[arg-type]
    )
    reader.done()
    return needs


def _item(reader: Reader, source: str, known: dict[str, Item]) -> Item:
    code = reader.code("code", ITEM_CODE, "kleine letters, cijfers en _")
    if code in known:
        raise reader.broken(f"De code “{code}” is al gebruikt bij een eerdere vraag.")
    reader.what = f"De vraag “{code}”"
    kind = Kind(reader.one_of("kind", [str(kind) for kind in Kind]))
    values: dict[str, Any] = {
        "label": reader.text("label", longest=200),
        "source": _source(reader, source),
        "help": reader.text("help", "", longest=1500),
        "feeds": reader.one_of("feeds", FEEDS, ""),
        "public": reader.flag("public", False),
        "optional": reader.flag("optional", False),
        "seen_by": reader.one_of("seen_by", ("", GROUP), ""),
        "when": _condition(reader, "when", known),
        "wordings": tuple(
            _wording(Reader(node, reader.file, "De regel bij “wordings”"), known)
            for node in reader.nodes("wordings", needed=False)
        ),
        "for_me": reader.flag("for_me", False),
    }
    if len({each.code for each in values["wordings"]}) < len(values["wordings"]):
        raise reader.broken("Bij “wordings” staat een keuze twee keer.")
    if len({each.item for each in values["wordings"]}) > 1:
        raise reader.broken("“wordings” kijkt naar één eerdere vraag.")
    if values["for_me"] and values["when"] is None:
        raise reader.broken("“for_me” zegt voor wie “when” telt; zet “when” erbij.")
    if values["feeds"] in CLOSED and values["seen_by"] != GROUP:
        raise reader.broken("Luide stemmen en zorgen ziet alleen de werkgroep: zet “seen_by: group” erbij.")
    if values["feeds"] and values["feeds"] not in CLOSED and values["seen_by"] == GROUP:
        raise reader.broken("Wat andere pagina’s gebruiken, kan niet alleen voor de werkgroep zijn.")
    _refuse_person(reader, code, values["label"])
    values |= _PARTS[kind](reader, known)
    reader.done()
    return Item(code=code, kind=kind, **values)


def _wording(reader: Reader, known: dict[str, Item]) -> Wording:
    wording = Wording(reader.text("item"), reader.text("code"), reader.text("label", longest=200))
    _known(reader, known, wording.item, [wording.code])
    if known[wording.item].closed:
        raise reader.broken("“wordings” kan niet kijken naar wat alleen de werkgroep leest.")
    _refuse_person(reader, wording.label)
    reader.done()
    return wording


def _refuse_person(reader: Reader, *texts: str) -> None:
    for text in texts:
        if words := asks_a_person(text):
            raise reader.broken(f"“{words}” vraagt naar een persoon. Een werkblad vraagt naar groepen of functies.")


def _nothing(reader: Reader, known: dict[str, Item]) -> dict[str, Any]:
    return {}


def _yesno(reader: Reader, known: dict[str, Item]) -> dict[str, Any]:
    return {"options": YES_NO}


def _choosing(reader: Reader, known: dict[str, Item]) -> dict[str, Any]:
    options, options_from = _options(reader, known)
    if reader.flag("own_option", False):
        options = (*options, OWN_OPTION)
    return {"options": options, "options_from": options_from}


def _several(reader: Reader, known: dict[str, Item]) -> dict[str, Any]:
    return {**_choosing(reader, known), "max": _between(reader, "max", 0, 0, 100)}


def _phase(reader: Reader, known: dict[str, Item]) -> dict[str, Any]:
    options, options_from = _options(reader, known)
    if options_from or not all(option.maps for option in options):
        raise reader.broken("Bij een fase staat bij elke keuze “maps”: waar zij op de verkenningskaart ligt.")
    return {"options": options}


def _text(reader: Reader, known: dict[str, Item]) -> dict[str, Any]:
    return {"max": _between(reader, "max", 1000, 10, MAX_TEXT)}


def _number(reader: Reader, known: dict[str, Item]) -> dict[str, Any]:
    low = reader.number("min") if "min" in reader.fields else None
    high = reader.number("max") if "max" in reader.fields else None
    if low is not None and high is not None and low >= high:
        raise reader.broken("“min” moet kleiner zijn dan “max”.")
    return {"unit": reader.text("unit", "", longest=40), "low": low, "high": high}


def _table(reader: Reader, known: dict[str, Item]) -> dict[str, Any]:
    columns = tuple(_column(Reader(node, reader.file, "De kolom"), known) for node in reader.nodes("columns"))
    if len(columns) > MAX_COLUMNS:
        raise reader.broken(f"Een tabel heeft hoogstens {MAX_COLUMNS} kolommen.")
    if len({column.code for column in columns}) < len(columns):
        raise reader.broken("Twee kolommen hebben dezelfde code.")
    most = _between(reader, "max", 10, 1, MAX_ROWS)
    start = tuple(
        _start_row(Reader(node, reader.file, "De beginrij"), columns) for node in reader.nodes("start", needed=False)
    )
    if len(start) > most:
        raise reader.broken(f"Er staan meer rijen bij “start” dan de {most} die de tabel mag hebben.")
    return {
        "columns": columns,
        "max": most,
        "start": start,
        "proposes": reader.one_of("proposes", ("", *PROPOSES), ""),
        "fills": tuple(
            _fill(Reader(node, reader.file, "De regel bij “fills”"), columns)
            for node in reader.nodes("fills", needed=False)
        ),
    }


def _fill(reader: Reader, columns: tuple[Column, ...]) -> Fill:
    fill = Fill(reader.text("column"), reader.text("code"), reader.text("to"), reader.text("be"))
    reader.done()
    offered = {column.code: {option.code for option in column.options} for column in columns}
    for column, code in ((fill.column, fill.code), (fill.to, fill.be)):
        if code not in offered.get(column, ()):
            raise reader.broken(f"“{code}” is geen vaste keuze van een kolom “{column}”.")
    if fill.column == fill.to:
        raise reader.broken("“fills” vult een andere kolom dan waar het naar kijkt.")
    return fill


def _start_row(reader: Reader, columns: tuple[Column, ...]) -> tuple[tuple[str, str], ...]:
    cells = []
    for column in columns:
        node = reader.fields.get(column.code, (None, None))[1]
        value = reader.text(column.code, "", longest=300)
        if value and column.options and value not in {option.code for option in column.options}:
            raise reader.broken(f"“{value}” is geen keuze van de kolom “{column.code}”.", node)
        if value and column.kind not in (Kind.TEXT, Kind.CHOICE, Kind.YESNO):
            raise reader.broken("Een beginrij vult alleen kolommen met tekst, een keuze of ja/nee.", node)
        cells.append((column.code, value))
    reader.done()
    if not cells[0][1]:
        raise reader.broken("Een beginrij vult de eerste kolom.")
    return tuple(cells)


def _reference(reader: Reader, known: dict[str, Item]) -> dict[str, Any]:
    return {
        "refers": reader.one_of("refers", (*FILE, *FEEDS)),
        "link_label": reader.text("link_label", "", longest=60),
    }


_PARTS: dict[Kind, Callable[[Reader, dict[str, Item]], dict[str, Any]]] = {
    Kind.CHOICE: _choosing,
    Kind.SEVERAL: _several,
    Kind.PHASE: _phase,
    Kind.YESNO: _yesno,
    Kind.TEXT: _text,
    Kind.TABLE: _table,
    Kind.NUMBER: _number,
    Kind.DATE: _nothing,
    Kind.REFERENCE: _reference,
}

COLUMN_KINDS = (Kind.TEXT, Kind.CHOICE, Kind.SEVERAL, Kind.YESNO, Kind.DATE, Kind.NUMBER)


def _column(reader: Reader, known: dict[str, Item]) -> Column:
    code = reader.code("code", ITEM_CODE, "kleine letters, cijfers en _")
    reader.what = f"De kolom “{code}”"
    label = reader.text("label", longest=80)
    _refuse_person(reader, code, label)
    kind = Kind(reader.one_of("kind", [str(kind) for kind in COLUMN_KINDS]))
    options: tuple[Option, ...] = YES_NO if kind == Kind.YESNO else ()
    options_from = ""
    if kind in (Kind.CHOICE, Kind.SEVERAL):
        options, options_from = _options(reader, known)
        if any(option.ask for option in options):
            raise reader.broken("In een tabel kan een keuze geen “ask” hebben. Maak er een kolom van.")
    suggests = reader.one_of("suggests", ("", *SUGGESTS), "") if kind == Kind.TEXT else ""
    reader.done()
    return Column(code, label, kind, options, options_from, suggests)


def _between(reader: Reader, name: str, default: int, low: int, high: int) -> int:
    node = reader.fields.get(name, (None, None))[1]
    value = reader.number(name, default)
    if not low <= value <= high:
        raise reader.broken(f"“{name}” ligt tussen {low} en {high}.", node)
    return value


def _options(reader: Reader, known: dict[str, Item]) -> tuple[tuple[Option, ...], str]:
    ways = [name for name in ("options", "options_as", "options_from") if name in reader.fields]
    if len(ways) != 1:
        raise reader.broken(f"{reader.what} heeft één van “options”, “options_as” of “options_from” nodig.")
    if ways == ["options_from"]:
        return (), reader.one_of("options_from", PICKS)
    if ways == ["options_as"]:
        node = reader.fields["options_as"][1]
        found = known.get(reader.text("options_as"))
        if found is None or not found.options:
            raise reader.broken("“options_as” noemt een eerdere vraag van dit werkblad met keuzes.", node)
        return tuple(option for option in found.options if option.code != OWN), ""
    options: dict[str, Option] = {}
    for node in reader.nodes("options"):
        option = _option(Reader(node, reader.file, "De keuze"))
        if option.code in options:
            raise reader.broken(f"De keuze “{option.code}” staat er twee keer.", node)
        options[option.code] = option
    if len(options) < 2:
        raise reader.broken(f"{reader.what} heeft minstens twee keuzes nodig.")
    return tuple(options.values()), ""


def _option(reader: Reader) -> Option:
    node = reader.fields.get("code", (None, None))[1]
    code = reader.code("code", OPTION_CODE, "letters, cijfers, -, _ en .")
    if code == OWN:
        raise reader.broken("De code “own” is van “Anders, namelijk”. Zet “own_option: true” bij de vraag.", node)
    option = Option(
        code=code,
        label=reader.text("label", longest=200),
        help=reader.text("help", "", longest=1000),
        group=reader.text("group", "", longest=80),
        ask=reader.text("ask", "", longest=120),
        maps=reader.text("maps", "", longest=200),
    )
    _refuse_person(reader, option.label, option.ask)
    reader.done()
    return option


def _condition(reader: Reader, name: str, known: dict[str, Item], *, needed: bool = False) -> Condition | None:
    node = reader.take(name)
    if node is None:
        if needed:
            raise reader.broken(f"{reader.what} heeft geen “{name}”.")
        return None
    condition = _read_condition(Reader(node, reader.file, "De voorwaarde"), known)
    return condition


def _read_condition(reader: Reader, known: dict[str, Item]) -> Condition:
    for name, kind in (("and", And), ("or", Or)):
        if name in reader.fields:
            parts = tuple(
                _read_condition(Reader(each, reader.file, "De voorwaarde"), known) for each in reader.nodes(name)
            )
            reader.done()
            return kind(parts)
    if "not" in reader.fields:
        part = reader.child("not", "De voorwaarde")
        reader.done()
        assert part is not None  # it stood in the fields
        return Not(_read_condition(part, known))
    found = _count(reader, known) if "count" in reader.fields else _leaf(reader, known)
    reader.done()
    return found


def _count(reader: Reader, known: dict[str, Item]) -> Condition:
    of = tuple(reader.codes("count"))
    code = reader.text("equals")
    for item in of:
        _known(reader, known, item, [code])
    found = Count(of, code, reader.number("at_least", 0), reader.number("at_most", 1000))
    if (found.at_least, found.at_most) == (0, 1000):
        raise reader.broken("Bij “count” hoort “at_least” of “at_most”.")
    return found


def _leaf(reader: Reader, known: dict[str, Item]) -> Condition:
    if "item" not in reader.fields:
        raise reader.broken("Een voorwaarde begint met “item”, “count”, “and”, “or” of “not”.")
    item = reader.text("item")
    if "equals" in reader.fields:
        code = reader.text("equals")
        _known(reader, known, item, [code])
        return Equals(item, code)
    for name, kind in (("any", HasAny), ("all", HasAll)):
        if name in reader.fields:
            codes = reader.codes(name)
            _known(reader, known, item, codes)
            return kind(item, frozenset(codes))
    _known(reader, known, item, [])
    if "answered" in reader.fields:
        return Answered(item, reader.flag("answered", True))
    if "dont_know" in reader.fields:
        return DontKnow(item, reader.flag("dont_know", True))
    for name, looks in (("lacks", Lacks), ("negative", Negative)):
        if name in reader.fields:
            column = reader.text(name)
            if column not in {each.code for each in known[item].columns}:
                raise reader.broken(f"“{column}” is geen kolom van “{item}”.")
            return looks(item, column)
    raise reader.broken("Bij “item” hoort “equals”, “any”, “all”, “answered”, “dont_know”, “lacks” of “negative”.")


def _known(reader: Reader, known: dict[str, Item], code: str, wanted: list[str]) -> None:
    item = known.get(code)
    if item is None:
        raise reader.broken(f"De voorwaarde noemt “{code}”, maar die vraag staat niet eerder in dit werkblad.")
    if item.kind == Kind.REFERENCE:
        raise reader.broken(f"“{code}” is een verwijzing en heeft geen antwoord om naar te kijken.")
    if not wanted:
        return
    if item.kind not in CHOOSING or item.options_from:
        raise reader.broken(f"“{code}” heeft geen vaste keuzes. Gebruik “answered”.")
    for each in wanted:
        if item.option(each) is None:
            raise reader.broken(f"“{each}” is geen keuze van “{code}”.")


def _check_feeds(known: dict[str, Item], lines: dict[str, Node], reader: Reader) -> None:
    """An item that has a meaning for others keeps to the kind and the codes of that meaning."""
    used: set[str] = set()
    for item in known.values():
        if not item.feeds:
            continue
        kinds, codes = FEEDS[item.feeds]
        node = lines[item.code]
        if item.feeds in used:
            raise reader.broken(f"Twee vragen hebben “feeds: {item.feeds}”.", node)
        used.add(item.feeds)
        if item.kind not in kinds:
            raise reader.broken(f"“feeds: {item.feeds}” past alleen bij: {', '.join(kinds)}.", node)
        allowed = {*codes.split(), OWN}
        strange = [option.code for option in item.options if codes and option.code not in allowed]
        if strange:
            raise reader.broken(f"“{strange[0]}” is geen code van “feeds: {item.feeds}”.", node)


def used_items(sheet: Worksheet) -> set[str]:
    """The items at which some condition looks; changing their answer may show or hide a question."""
    conditions = [item.when for item in sheet.items if item.when]
    conditions += [note.when for step in sheet.steps for note in step.notes]
    conditions += [step.needs.when for step in sheet.steps if step.needs]
    return {code for condition in conditions for leaf in leaves(condition) for code in leaf.items()}
