"""Which steps of a worksheet stand together on one page, and what comes after it. Pure.

A step with one question needs no page of its own: it stands below the step before it. So a meeting turns fewer pages.
"""

from collections.abc import Iterable

from analysis.models import Sheet
from method.worksheets import Step, Worksheet
from method.worksheets.model import Kind


def is_short(step: Step) -> bool:
    """One question, open to everybody. What needs something first keeps its own page."""
    return step.needs is None and sum(item.kind != Kind.REFERENCE for item in step.items) == 1


def on_page(worksheet: Worksheet, number: int) -> list[int]:
    """The numbers of the steps on the page of this step: itself, and the short ones that follow."""
    numbers = [number]
    for later in range(number + 1, len(worksheet.steps) + 1):
        if not is_short(worksheet.steps[later - 1]):
            break
        numbers.append(later)
    return numbers


def first_on_page(worksheet: Worksheet, number: int) -> int:
    """The step whose page also shows this one."""
    while number > 1 and is_short(worksheet.steps[number - 1]):
        number -= 1
    return number


def next_sheet(sheet: Sheet, sheets: Iterable[Worksheet]) -> Worksheet | None:
    """The worksheet that the guide asks after this one, for the same place or for the whole case."""
    here = sheet.definition
    if here is None:
        return None
    offered = [each for each in sheets if each.guide == here.guide and each.counts]
    later = [each for each in offered if (each.order, each.code) > (here.order, here.code)]
    found = later[0] if later else None
    return found if found and (not found.per_location or sheet.location_id) else None
