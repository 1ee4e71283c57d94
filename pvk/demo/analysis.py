"""What people of the demo town answered about their places. A case that has places already is left alone."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from analysis.actions import answers, moments, places
from analysis.actions.answers import Content
from analysis.models import Location, Sheet
from cases.models import Case
from method.worksheets import Item, Worksheet, library, values
from organisation.models import Area
from pvk.demo.cases import person
from pvk.demo.town import read


def load_analyses() -> None:
    for row in read("analysis.yaml"):
        case = Case.objects.filter(title=row["case"]).first()
        if case is not None and not Location.objects.filter(case=case).exists():
            with transaction.atomic():
                _load(case, row)


def _load(case: Case, row: dict[str, Any]) -> None:
    made = {each["label"]: _place(case, each) for each in row["places"]}
    for each in row["answers"]:
        _answer(case, made, each)
    for sheet in Sheet.objects.filter(case=case, location=made[row["places"][0]["label"]]):
        moments.freeze(sheet=sheet, by=case.owner, name="Voor het buurtoverleg")
    for each in row["then"]:
        _answer(case, made, each)


def _place(case: Case, row: dict[str, Any]) -> Location:
    return places.add(
        case=case,
        by=case.owner,
        label=row["label"],
        kind=row["kind"],
        parts=row.get("parts", []),
        area=Area.objects.filter(name=row["area"]).first() if "area" in row else None,
        hotspot=row.get("hotspot", False),
    )


def _answer(case: Case, made: dict[str, Location], row: dict[str, Any]) -> None:
    place = made.get(row.get("place", ""))
    found = _asking(row["feeds"], place is not None)
    if found is None:
        return
    worksheet, item = found
    by = person(row["by"])
    joint = row.get("joint", False)
    sheet = answers.open_sheet(case=case, worksheet=worksheet, by=by, location=place)
    stands = sheet.answers.filter(item=item.code, joint=joint, **({} if joint else {"by": by})).first()
    said = Content(_value(item, row), row.get("unknown", False), row.get("reason", ""), row.get("source", ""))
    answers.answer(sheet=sheet, item=item, said=said, joint=joint, seen=stands.version if stands else 0, by=by)


def _asking(feeds: str, per_location: bool) -> tuple[Worksheet, Item] | None:
    """The worksheet and the question that has this meaning."""
    for sheet in library().sheets:
        item = sheet.fed_by(feeds)
        if item is not None and sheet.per_location == per_location:
            return sheet, item
    return None


def _value(item: Item, row: dict[str, Any]) -> dict[str, Any]:
    if "text" in row:
        return values.clean(item, {"text": row["text"]})
    if "rows" in row:
        return values.clean(item, {"rows": [_cells(each) for each in row["rows"]]})
    codes = [code for code in row.get("codes", []) if item.option(code)]
    asked = {option.code: row.get("ask", "zie de toelichting") for option in item.options if option.ask}
    return values.clean(item, {"codes": codes, "own": asked})


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a table; `days_ago` becomes its date, so that the town stays of today."""
    cells = dict(row)
    if "days_ago" in cells:
        cells["on"] = (timezone.localdate() - timedelta(days=cells.pop("days_ago"))).isoformat()
    return cells
