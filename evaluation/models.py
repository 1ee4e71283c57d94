"""Looking back together: the short self-evaluation and the next cycle."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from cases.models import Case, Diagnosis, Placement
from common.dates import in_words
from common.models import Versioned
from organisation.models import User


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def visible_to(self, user: User) -> "EvaluationQuerySet":
        return self.filter(case__in=Case.objects.visible_to(user))


class Evaluation(Versioned):
    """One round of the cycle monitor, evaluate, learn, adjust (ESS-handreiking hoofdstuk 4)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evaluations")
    baseline = models.ForeignKey(
        Diagnosis, verbose_name="uitgangssituatie", null=True, blank=True, on_delete=models.RESTRICT, related_name="+"
    )
    placement = models.ForeignKey(
        Placement, verbose_name="plaats nu", null=True, blank=True, on_delete=models.RESTRICT, related_name="+"
    )
    wanted = models.TextField("Wat wilden we bereiken?", max_length=2000)
    now = models.TextField("Hoe is het nu?", max_length=2000)
    diagnosis_right = models.TextField("Klopte onze duiding achteraf?", max_length=1000, blank=True)
    other_causes = models.TextField("Welke andere ontwikkelingen kunnen de verandering verklaren?", max_length=2000)
    temporary = models.TextField("Kan de rust tijdelijk zijn?", max_length=1000, blank=True)
    worse_prevented = models.TextField("Is erger voorkomen? Waaruit maken we dat op?", max_length=1000, blank=True)
    adjust = models.TextField("Wat stellen we bij?", max_length=2000)
    priorities = models.TextField("Wat moet nu eerst, en wat daarna?", max_length=1000, blank=True)
    functions = models.JSONField("functies die meededen", default=list)
    on = models.DateField("datum", default=timezone.localdate)
    next_on = models.DateField("volgende evaluatie", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    submission = models.UUIDField(null=True, unique=True, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords(excluded_fields=["submission"])

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = "evaluatie"
        verbose_name_plural = "evaluaties"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["case", "-at"], name="evaluation_case_newest"),
            models.Index(fields=["next_on"], name="evaluation_next"),
        ]

    def __str__(self) -> str:
        return f"Evaluatie {in_words(self.on)}"
