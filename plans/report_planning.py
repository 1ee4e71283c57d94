"""What is still to come in a case, in order of its date: checks, actions, meetings and the evaluation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cases.models import Case
from common.dates import in_words
from plans.models import Action, Plan
from workshops.models import Item, Meeting


@dataclass(frozen=True)
class Dated:
    """One thing on one day."""

    day: date
    what: str

    @property
    def on(self) -> str:
        return in_words(self.day)

    @property
    def said(self) -> str:
        return f"{self.what} (deze datum is voorbij)" if self.day < timezone.localdate() else self.what


def planning(case: Case) -> list[Dated]:
    """Three queries. What lies in the past and was not done stays on it: that is what a reader must see."""
    return sorted(_all(case), key=lambda each: (each.day, each.what))


def _all(case: Case) -> Iterator[Dated]:
    if case.review_on:
        yield Dated(case.review_on, "Volgende check van de casus")
    plan = Plan.objects.filter(case=case).first()
    if plan and plan.evaluate_on:
        yield Dated(plan.evaluate_on, "Terugkijken: evaluatie van het plan")
    for what, due_on in Action.objects.filter(plan__case=case, state__in=Action.OPEN).values_list("what", "due_on"):
        yield Dated(due_on, f"Actie klaar: {what}")
    live = Item.objects.filter(case=case, meeting__state__in=Meeting.LIVE).select_related("meeting")
    for item in live:
        day = timezone.localtime(item.meeting.starts_at).date()
        yield Dated(day, f"Bijeenkomst: {item.meeting.get_kind_display().lower()}")
