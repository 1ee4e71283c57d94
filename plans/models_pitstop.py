"""That a plan was begun before the four questions of the pitstop had an answer, and why."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cases.models import Case


class PitstopPass(models.Model):
    """Who opened step 3 of the Flemish guide before step 2 was rounded off, when and why (Stap 2.6, R-B-137).

    Asked once per case and never changed.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="pitstop_pass")
    reason = models.CharField("waarom gaat u toch verder?", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "toch verder zonder pitstop"
        verbose_name_plural = "toch verder zonder pitstop"

    def __str__(self) -> str:
        return f"toch verder in {self.case_id}"
