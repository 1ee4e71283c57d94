"""How what was reached stays alive after the trajectory (Vlaamse handreiking · Verankering)."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from cases.models import Case
from common.models import Versioned


class AnchoringQuerySet(models.QuerySet["Anchoring"]):
    def going_on(self) -> "AnchoringQuerySet":
        """What still comes back, in a case that is worked on: a closed one is read-only."""
        return self.filter(~Q(plan__case__state=Case.State.CLOSED), stopped=False, plan__case__exercise=False)

    def overdue(self, today: date) -> "AnchoringQuerySet":
        """Of which the next time has passed. See also late."""
        return self.going_on().filter(next_on__lt=today)


class Anchoring(Versioned):
    """One of the four ways of the guide: what, where, how often, and when next (R-B-149)."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="anchoring")
    code = models.CharField(max_length=3, editable=False)
    what = models.CharField("wat doet u?", max_length=300)
    where = models.CharField("waar, of in welk overleg?", max_length=150, blank=True)
    how_often = models.CharField("hoe vaak?", max_length=100, blank=True)
    who = models.CharField("welke functie zorgt ervoor?", max_length=150, blank=True)
    next_on = models.DateField("volgende keer", null=True, blank=True)
    last_on = models.DateField("laatst gedaan op", null=True, blank=True)
    stopped = models.BooleanField("dit is afgerond", default=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    objects = AnchoringQuerySet.as_manager()

    class Meta:
        verbose_name = "verankering"
        verbose_name_plural = "verankering"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="anchoring_once"),
            models.CheckConstraint(name="anchoring_code_known", condition=Q(code__in=["AN1", "AN2", "AN3", "AN4"])),
        ]
        indexes = [models.Index(fields=["next_on"], name="anchoring_next", condition=Q(stopped=False))]

    def __str__(self) -> str:
        return self.what

    def late(self, today: date) -> bool:
        """See also AnchoringQuerySet.overdue."""
        return not self.stopped and self.next_on is not None and self.next_on < today
