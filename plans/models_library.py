"""An action that came from a practice example: which one, with which goal, and who carries it out elsewhere."""

from django.db import models

from analysis.models_advice import InterventionChoice


class LibraryAction(models.Model):
    """Where an action in the plan came from. The action itself is a person's to finish."""

    action = models.OneToOneField("plans.Action", on_delete=models.CASCADE, related_name="library")
    record = models.CharField("praktijkvoorbeeld", max_length=12)
    choice = models.ForeignKey(InterventionChoice, null=True, on_delete=models.SET_NULL, related_name="+")
    goal = models.CharField("doel van het voorbeeld", max_length=400, blank=True)
    executor = models.CharField("wie voert het uit?", max_length=200, blank=True)

    class Meta:
        verbose_name = "actie uit een praktijkvoorbeeld"
        indexes = [models.Index(fields=["record"], name="library_action_record")]

    def __str__(self) -> str:
        return f"{self.record} in {self.action_id}"
