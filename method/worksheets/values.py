"""What an answer may hold, checked by its item. An answer is plain JSON; these functions read and write it.

Choosing: {"codes": [...], "own": {"G3": "het plein"}}. Text: {"text": "..."}. Table: {"rows": [{"column": "..."}]}.
Number: {"number": "12.5", "year": 2024, "source": "..."}. Date: {"date": "2026-01-31"}.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from method.worksheets.conditions import Given
from method.worksheets.model import CHOOSING, Column, Item, Kind, Option

Value = dict[str, Any]
Picks = Mapping[str, Mapping[str, str]]
"""What the case file offers to choose from: `{"groups": {"groups-12": "omwonenden"}}`."""

GONE = "(staat niet meer in het dossier)"
"""What stands where an answer chose something that was removed from the file since."""
OWN_TEXT, CELL_TEXT = 300, 500
NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")


class Unfit(ValueError):
    """An answer that does not fit its item, with a sentence for a person."""


def options_of(item: Item | Column, picks: Picks) -> tuple[Option, ...]:
    """The options of this item here and now; those from the case file keep their own codes."""
    if item.options_from:
        return tuple(Option(code, label) for code, label in picks.get(item.options_from, {}).items())
    return item.options


def clean(item: Item, value: Any, picks: Picks | None = None) -> Value:
    """The answer in its one right form; raises Unfit. An empty answer becomes {}."""
    if not isinstance(value, Mapping):
        raise Unfit("Dit antwoord past niet bij de vraag.")
    if item.kind in CHOOSING:
        return _choosing(item, value, picks or {})
    return {
        Kind.TEXT: _text,
        Kind.TABLE: _table,
        Kind.NUMBER: _number,
        Kind.DATE: _date,
    }.get(item.kind, _refused)(item, value, picks or {})


def _refused(item: Item, value: Mapping[str, Any], picks: Picks) -> Value:
    raise Unfit("Deze vraag toont wat er al in het dossier staat en heeft zelf geen antwoord.")


def _choosing(item: Item, value: Mapping[str, Any], picks: Picks) -> Value:
    options = {option.code: option for option in options_of(item, picks)}
    given = value.get("codes")
    codes = [str(code) for code in given] if isinstance(given, list | tuple) else []
    if unknown := [code for code in codes if code not in options]:
        raise Unfit(f"“{unknown[0]}” is geen keuze bij deze vraag.")
    chosen = [code for code in options if code in codes]
    if item.kind != Kind.SEVERAL and len(chosen) > 1:
        raise Unfit("Kies één antwoord.")
    if item.max and len(chosen) > item.max:
        raise Unfit(f"Kies er hoogstens {item.max}.")
    texts = value.get("own")
    texts = texts if isinstance(texts, Mapping) else {}
    own = {code: _short(texts.get(code), OWN_TEXT) for code in chosen if options[code].ask}
    for code, text in own.items():
        if not text:
            raise Unfit(f"Vul in bij “{options[code].label}”: {options[code].ask}")
    if not chosen:
        return {}
    return {"codes": chosen, **({"own": own} if own else {})}


def _text(item: Item, value: Mapping[str, Any], picks: Picks) -> Value:
    text = str(value.get("text") or "").replace("\r\n", "\n").strip()
    if len(text) > item.max:
        raise Unfit(f"Schrijf hoogstens {item.max} tekens. Dit zijn er {len(text)}.")
    return {"text": text} if text else {}


def _table(item: Item, value: Mapping[str, Any], picks: Picks) -> Value:
    given = value.get("rows")
    rows = [_row(item, row, picks) for row in given if isinstance(row, Mapping)] if isinstance(given, list) else []
    rows = [row for row in rows if row]
    if len(rows) > item.max:
        raise Unfit(f"Deze tabel heeft hoogstens {item.max} rijen.")
    first = item.columns[0]
    for number, row in enumerate(rows, 1):
        if first.code not in row:
            raise Unfit(f"Vul in rij {number} “{first.label}” in.")
    return {"rows": rows} if rows else {}


def _row(item: Item, row: Mapping[str, Any], picks: Picks) -> dict[str, Any]:
    cells = {column.code: _cell(column, row.get(column.code), picks) for column in item.columns}
    found = {code: cell for code, cell in cells.items() if cell}
    for rule in item.fills:
        if rule.code in found.get(rule.column, ()) and rule.to not in found:
            found[rule.to] = [rule.be]
    return found


def _cell(column: Column, value: Any, picks: Picks) -> Any:
    if column.kind in (Kind.CHOICE, Kind.YESNO, Kind.SEVERAL):
        options = {option.code for option in options_of(column, picks)}
        codes = [str(code) for code in (value if isinstance(value, list | tuple) else [value]) if code]
        if unknown := [code for code in codes if code not in options]:
            raise Unfit(f"“{unknown[0]}” is geen keuze bij “{column.label}”.")
        if column.kind != Kind.SEVERAL and len(codes) > 1:
            raise Unfit(f"Kies één antwoord bij “{column.label}”.")
        return [code for code in dict.fromkeys(codes)]
    if column.kind == Kind.DATE:
        return _day(value, column.label) if value else ""
    if column.kind == Kind.NUMBER:
        return _decimal(value, column.label) if value not in (None, "") else ""
    return _short(value, CELL_TEXT)


def _number(item: Item, value: Mapping[str, Any], picks: Picks) -> Value:
    if value.get("number") in (None, ""):
        return {}
    number = _decimal(value["number"], item.label)
    if item.low is not None and Decimal(number) < item.low or item.high is not None and Decimal(number) > item.high:
        raise Unfit(f"Vul een getal in {_range(item)}.")
    year = str(value.get("year") or "").strip()
    if not (year.isascii() and year.isdigit() and 1900 <= int(year) <= 2200):
        raise Unfit("Noem het jaar van dit cijfer, bijvoorbeeld 2025.")
    source = _short(value.get("source"), 200)
    if not source:
        raise Unfit("Noem de bron van dit cijfer.")
    return {"number": number, "year": int(year), "source": source}


def _range(item: Item) -> str:
    if item.low is None:
        return f"van hoogstens {item.high}"
    return f"van minstens {item.low}" if item.high is None else f"van {item.low} tot en met {item.high}"


def _decimal(value: Any, label: str) -> str:
    text = str(value).strip().replace(",", ".")
    if not NUMBER.fullmatch(text):
        raise Unfit(f"Vul bij “{label}” een gewoon getal in, bijvoorbeeld 12 of 12,5.")
    return format(Decimal(text).normalize(), "f")


def _date(item: Item, value: Mapping[str, Any], picks: Picks) -> Value:
    return {"date": _day(value["date"], item.label)} if value.get("date") else {}


def _day(value: Any, label: str) -> str:
    try:
        found = date.fromisoformat(str(value).strip())
    except ValueError:
        raise Unfit(f"Vul bij “{label}” een datum in, bijvoorbeeld 2026-01-31.") from None
    if not 1900 <= found.year <= 2200:
        raise Unfit(f"Controleer het jaar bij “{label}”.")
    return found.isoformat()


def _short(value: Any, longest: int) -> str:
    text = " ".join(str(value or "").split())
    if len(text) > longest:
        raise Unfit(f"Schrijf hoogstens {longest} tekens. Dit zijn er {len(text)}.")
    return text


def fits(item: Item, value: Value, picks: Picks | None = None) -> bool:
    """Whether an answer to another edition of this item may stay as it is."""
    try:
        return clean(item, value, picks) == value
    except Unfit:
        return False


def texts(value: Value) -> list[str]:
    """Every free text in an answer, for the check on personal data."""
    found = [value.get("text", ""), value.get("source", ""), *value.get("own", {}).values()]
    found += [cell for row in value.get("rows", []) for cell in row.values() if isinstance(cell, str)]
    return [text for text in found if text]


def given(value: Value, *, dont_know: bool = False) -> Given:
    """What a condition may see of an answer."""
    rows = tuple(value.get("rows", []))
    return Given(frozenset(value.get("codes", [])), bool(value) and not dont_know, dont_know, rows)


def words(item: Item, value: Value, picks: Picks | None = None) -> list[str]:
    """The answer as people read it, a line for each thing that was chosen or written."""
    if item.kind in CHOOSING:
        options = {option.code: option for option in options_of(item, picks or {})}
        return [_option_words(options.get(code), value.get("own", {}).get(code, "")) for code in value.get("codes", [])]
    if item.kind == Kind.TABLE:
        return ["; ".join(cell for cell in row if cell) for row in rows(item, value, picks)]
    if item.kind == Kind.NUMBER and value:
        number = value["number"].replace(".", ",")
        return [f"{number} {item.unit}".strip() + f" ({value['year']}, bron: {value['source']})"]
    if item.kind == Kind.DATE and value:
        return [_written(value["date"])]
    return [value["text"]] if value.get("text") else []


def _option_words(option: Option | None, own: str) -> str:
    """The label under its heading: some labels say little without it."""
    if option is None:
        return GONE
    label = f"{option.group}: {option.label}" if option.group else option.label
    return f"{label} ({own})" if own and option.group else f"{label}: {own}" if own else label


def rows(item: Item, value: Value, picks: Picks | None = None) -> list[list[str]]:
    """A table as text, cell by cell in the order of the columns."""
    return [
        [_cell_words(column, row.get(column.code, ""), picks or {}) for column in item.columns]
        for row in value.get("rows", [])
    ]


def _cell_words(column: Column, cell: Any, picks: Picks) -> str:
    if isinstance(cell, list):
        labels = {option.code: option.label for option in options_of(column, picks)}
        return ", ".join(labels.get(code, GONE) for code in cell)
    if column.kind == Kind.DATE and cell:
        return _written(cell)
    return str(cell).replace(".", ",") if column.kind == Kind.NUMBER else str(cell)


def _written(text: str) -> str:
    found = date.fromisoformat(text)
    return f"{found.day}-{found.month}-{found.year}"
