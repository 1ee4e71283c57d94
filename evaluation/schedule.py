"""When a case is to be evaluated: as the last evaluation says, or else as its plan says."""

from datetime import date
from typing import Any

from django.db.models import Case as Choose
from django.db.models import DateField, F, OuterRef, Q, QuerySet, Subquery, When

from cases.models import Case
from evaluation.models import Evaluation


def scheduled(cases: QuerySet[Case]) -> Any:
    """Cases with an evaluation ahead or overdue; `evaluate_on` says when.

    The moment in the plan counts until someone has evaluated on or after it.
    """
    last = Evaluation.objects.filter(case=OuterRef("pk")).order_by("-at", "-pk")
    moment = Choose(
        When(last_next__isnull=False, then=F("last_next")),
        When(Q(last_on__isnull=True) | Q(last_on__lt=F("plan__evaluate_on")), then=F("plan__evaluate_on")),
        default=None,
        output_field=DateField(),
    )
    return (
        cases.annotate(
            last_next=Subquery(last.values("next_on")[:1]),
            last_on=Subquery(last.values("on")[:1]),
        )
        .annotate(evaluate_on=moment)
        .filter(evaluate_on__isnull=False)
    )


def due_by(cases: QuerySet[Case], day: date) -> Any:
    return scheduled(cases).filter(evaluate_on__lte=day)
