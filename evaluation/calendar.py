"""The evaluations of a person in the calendar feed. Numbers, never titles."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from cases.models import Case
from evaluation.schedule import scheduled
from organisation.calendar import Date, source
from organisation.models import User
from organisation.roles import Permission


@source
def evaluation_dates(user: User, start: date, end: date) -> Iterable[Date]:
    """The evaluations that are planned for the cases of this person."""
    if not user.may(Permission.EVALUATE):
        return []
    own = Case.objects.visible_to(user).active().filter(owner=user.pk)
    cases = scheduled(own).filter(evaluate_on__gte=start, evaluate_on__lte=end)
    return [
        Date(
            key=f"evaluation-{case.pk}",
            on=case.evaluate_on,
            title=f"Evaluatie casus {case.number}",
            url=reverse("evaluation:new", args=[case.pk]),
            changed=case.updated_at,
        )
        for case in cases.order_by("evaluate_on", "pk")[:1000]
    ]
