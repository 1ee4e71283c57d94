"""What an analysis adds to the timeline of its case: places, frozen moments, feelings, and on their own day or year
the triggers and what happened before."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone

from analysis.models import Location, Round
from analysis.references import answered_by_key
from cases.models import Case
from cases.timeline import Event, source
from common.dates import in_words
from method.worksheets import values


@source
def _places(case: Case) -> Iterator[Event]:
    url = reverse("analysis:overview", args=[case.pk])
    for place in Location.objects.filter(case=case).select_related("by"):
        yield Event(
            place.at, "analysis", f"Plek toegevoegd: {place.label}", place.get_kind_display(), place.by.name, url
        )


@source
def _rounds(case: Case) -> Iterator[Event]:
    rows = Round.objects.filter(sheet__case=case).select_related("by", "sheet__location").defer("content")
    for kept in rows:
        place = kept.sheet.location
        title = f"Analyse vastgelegd{f': {place.label}' if place else ''}"
        url = reverse("analysis:moment", args=[case.pk, kept.sheet_id, kept.number])
        yield Event(kept.at, "analysis", title, kept.name, kept.by.name, url)


@source
def _told(case: Case) -> Iterator[Event]:
    """Triggers with a day, the history with its year, and the feelings that were named, as each respondent told it
    (KIS · Stap 2.5 G and 2.6, R-B-036 and 038). What only the working group reads is asked elsewhere and never here."""
    url = reverse("analysis:overview", args=[case.pk])
    for key, row, sheet, item in answered_by_key(case, TOLD):
        who = "Gezamenlijk" if row.joint else row.by.name
        where = sheet.location.label if sheet.location else ""
        if key == "sentiments":
            named = "; ".join(values.words(item, row.value))
            yield Event(row.updated_at, "analysis", "Gevoelens die meespelen", named, who, url)
            continue
        for line in row.value.get("rows", []):
            if key == "triggers" and line.get("on"):
                day = date.fromisoformat(line["on"])
                yield Event(_noon(day), "outside", TRIGGER, line.get("what", ""), who, when=in_words(day))
            if key == "history" and (year := _year(line.get("year", ""))):
                title = f"Geschiedenis van {where or 'de buurt'}"
                yield Event(_noon(date(year, 1, 1)), "outside", title, line.get("what", ""), who, when=f"in {year}")


TOLD = ("triggers", "history", "sentiments")
TRIGGER = "Aanleiding die meespeelt"


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _year(text: str) -> int:
    """A year that can be one; anything else has no place on a line of time."""
    year = int(text) if text.isdecimal() else 0
    return year if 1900 <= year <= timezone.localdate().year else 0
