"""The depolarisation test of an action (Vlaamse handreiking · Stap 3.5)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from common.models import Versioned
from method.plan import guide


class DepolarisationTest(Versioned):
    """Five questions to an action before it starts: the risks, and what one can do about them oneself (R-B-146).

    `risks` and `impacts` hold a text for each code of the guide. A person who starts an action before its test is
    filled gives a reason, which stays.
    """

    action = models.OneToOneField("plans.Action", on_delete=models.CASCADE, related_name="depolarisation")
    risks: Any = models.JSONField("risico's", default=dict, blank=True)
    impacts: Any = models.JSONField("eigen invloed", default=dict, blank=True)
    panel_who = models.CharField("wie las de tekst vooraf?", max_length=200, blank=True)
    panel_on = models.DateField("wanneer?", null=True, blank=True)
    panel_result = models.TextField("wat zeiden zij, en wat veranderde u?", max_length=1000, blank=True)
    skip_reason = models.CharField("waarom toch beginnen?", max_length=300, blank=True)
    skipped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    skipped_at = models.DateTimeField(null=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "depolarisatietoets"
        verbose_name_plural = "depolarisatietoetsen"
        constraints = [
            models.CheckConstraint(
                name="depolarisation_skip_all_or_nothing",
                condition=Q(skip_reason="", skipped_by__isnull=True, skipped_at__isnull=True)
                | (~Q(skip_reason="") & Q(skipped_by__isnull=False, skipped_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="depolarisation_panel_has_a_date",
                condition=Q(panel_result="") | Q(panel_on__isnull=False),
                violation_error_message="Schrijf op wanneer het testpanel de tekst las.",
            ),
        ]

    def __str__(self) -> str:
        return f"depolarisatietoets van {self.action_id}"

    def answered(self, code: str) -> bool:
        """A question counts as answered with a risk, or with what one does about it."""
        return bool(self.risks.get(code) or self.impacts.get(code))

    @property
    def open(self) -> list[str]:
        """The questions that nobody answered yet."""
        return [entry.code for entry in guide().depolarisation_test if not self.answered(entry.code)]

    @property
    def filled(self) -> bool:
        return not self.open
