"""What each respondent said to the questions with a meaning, about the case as a whole. Never put together."""

from collections.abc import Collection
from dataclasses import dataclass, field

from analysis.models import Answer, Sheet
from analysis.situation import codes_of
from cases.models import Case


@dataclass
class Said:
    """The answers of one respondent, or of those who sat together."""

    who: str
    joint: bool
    codes: dict[str, list[str]] = field(default_factory=dict)
    """By meaning: the codes that were chosen; an answer in words gives an empty list."""


def said(case: Case, keys: Collection[str]) -> list[Said]:
    """One entry per respondent who answered to any of these meanings, joint answers first. Two queries."""
    sheets = {sheet.pk: sheet for sheet in Sheet.objects.filter(case=case, location__isnull=True)}
    items = {
        (sheet.pk, item.code): item
        for sheet in sheets.values()
        if sheet.definition
        for item in sheet.definition.items
        if item.feeds in keys
    }
    about_case = Answer.objects.filter(sheet__case=case, sheet__location__isnull=True, state=Answer.State.GIVEN)
    rows = about_case.select_related("by").order_by("pk")
    found: dict[str, Said] = {}
    for row in rows.only("sheet", "item", "value", "state", "joint", "by__name"):
        item = items.get((row.sheet_id, row.item))
        if item is None:
            continue
        each = found.setdefault(row.respondent, Said("Gezamenlijk" if row.joint else row.by.name, row.joint))
        each.codes.setdefault(item.feeds, []).extend(codes_of(item, row))
    return sorted(found.values(), key=lambda each: not each.joint)


TOXIC = ("toxic_between", "toxic_within")


def toxic(voices: list[Said]) -> list[str]:
    """Who said twice no: no talk between the groups, and no shared story (Vlaamse handreiking · Stap 1.2)."""
    return [each.who for each in voices if _toxic_codes(each) == ["nee", "nee"]]


def nearly_toxic(voices: list[Said]) -> list[str]:
    """Who said no once and yes once: it threatens to become toxic. The guide leaves this open; the word is ours."""
    return [each.who for each in voices if _toxic_codes(each) == ["ja", "nee"]]


def democratic(voices: list[Said]) -> list[str]:
    """Who said twice yes: the groups still talk, and a shared story is possible."""
    return [each.who for each in voices if _toxic_codes(each) == ["ja", "ja"]]


def _toxic_codes(each: Said) -> list[str]:
    return sorted(code for key in TOXIC for code in each.codes.get(key, ()))
