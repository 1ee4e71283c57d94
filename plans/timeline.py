"""What a plan adds to the timeline of its case."""

from collections.abc import Iterator

from django.urls import reverse

from cases.models import Case
from cases.timeline import Event, source
from plans.models import Action, PlanVersion
from plans.models_pitstop import PitstopPass


@source
def plan_events(case: Case) -> Iterator[Event]:
    """Versions that were laid before a manager, what was decided on them, and actions that were done."""
    page = reverse("plans:detail", args=[case.pk])
    for version in PlanVersion.objects.filter(plan__case=case).select_related("by", "decided_by").defer("content"):
        url = reverse("plans:version", args=[version.pk])
        yield Event(version.at, "plan", f"Actieplan versie {version.number} voorgelegd", "", version.by.name, url)
        if version.decided_at and version.decided_by:
            title = f"Actieplan versie {version.number}: {version.get_outcome_display().lower()}"
            yield Event(version.decided_at, "plan", title, version.remark, version.decided_by.name, url)
    for action in Action.objects.filter(plan__case=case, done_at__isnull=False).select_related("owner"):
        if action.done_at:
            url = f"{page}#actie-{action.pk}"
            yield Event(action.done_at, "action", "Actie gedaan", action.what, action.owner.name, url)


@source
def pitstop_events(case: Case) -> Iterator[Event]:
    """That a plan was begun before its time, and why."""
    for passed in PitstopPass.objects.filter(case=case).select_related("by"):
        title = "Actieplan begonnen voordat de pitstop klaar was"
        yield Event(passed.at, "plan", title, passed.reason, passed.by.name, reverse("plans:detail", args=[case.pk]))
