"""What evaluations add to the timeline of their case."""

from collections.abc import Iterator

from django.urls import reverse

from cases.models import Case
from cases.timeline import Event, source
from evaluation.models import Evaluation


@source
def evaluation_events(case: Case) -> Iterator[Event]:
    for evaluation in Evaluation.objects.filter(case=case).select_related("by"):
        url = reverse("evaluation:detail", args=[evaluation.pk])
        yield Event(evaluation.at, "evaluation", "Teruggekeken", evaluation.now, evaluation.by.name, url)
