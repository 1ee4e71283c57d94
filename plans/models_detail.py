"""What the Flemish guide asks of a plan beside its words: challenges in order, feasible goals, worked-out actions."""

from typing import Any

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from common.models import Versioned


class Challenge(Versioned):
    """Something to change, with its place in the order and why (Vlaamse handreiking · Stap 3.1, R-B-138)."""

    class Size(models.TextChoices):
        LOW = "low", "Laag"
        MIDDLE = "middle", "Middel"
        HIGH = "high", "Hoog"

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="challenges")
    text = models.CharField("uitdaging", max_length=300)
    priority = models.PositiveSmallIntegerField("volgorde", default=1)
    impact = models.CharField("effect", max_length=6, choices=Size.choices, blank=True)
    support = models.CharField("draagvlak in het netwerk", max_length=6, choices=Size.choices, blank=True)
    reason = models.CharField("waarom deze volgorde?", max_length=500, blank=True)
    asked_who = models.CharField("bij wie in het midden vroeg u het na?", max_length=200, blank=True)
    asked_on = models.DateField("wanneer?", null=True, blank=True)
    asked_result = models.CharField("wat zeiden zij?", max_length=500, blank=True)
    submission = models.UUIDField(null=True, unique=True, editable=False)
    history = HistoricalRecords(excluded_fields=["submission"])

    class Meta:
        verbose_name = "uitdaging"
        verbose_name_plural = "uitdagingen"
        ordering = ["priority", "pk"]
        constraints = [
            models.CheckConstraint(name="challenge_priority_from_one", condition=Q(priority__gte=1, priority__lte=20))
        ]

    def __str__(self) -> str:
        return self.text


class Feasibility(Versioned):
    """Whether an objective can be reached: six questions of the guide, each with a remark (Stap 3.2, R-B-139).

    It is a conversation aid: nothing is counted or computed from the answers.
    """

    class Answer(models.TextChoices):
        YES = "yes", "Ja"
        PARTLY = "partly", "Deels"
        NO = "no", "Nee"

    objective = models.OneToOneField("plans.Objective", on_delete=models.CASCADE, related_name="feasibility")
    answers: Any = models.JSONField("antwoorden", default=dict, blank=True)
    remarks: Any = models.JSONField("toelichting", default=dict, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "haalbaarheid van een doel"

    def __str__(self) -> str:
        return f"haalbaarheid van {self.objective_id}"


class ActionDetail(Versioned):
    """How an action is worked out: kinds, for which citizens, agreements, and how one will see that it works.

    Vlaamse handreiking · Stap 3.4 en 3.5 (R-B-141, 142, 144); its part in basic safety: KIS direction 4 (R-B-077).
    Who does it and when stands in the action itself.
    """

    class Where(models.TextChoices):
        ONLINE = "online", "Online"
        OFFLINE = "offline", "Op straat of in gebouwen"
        BOTH = "both", "Allebei"

    class Safety(models.TextChoices):
        RESIDENTS = "residents", "Bewoners pakken dit zelf op"
        CLEAN = "clean", "Ruggensteun: wij houden het schoon"
        WHOLE = "whole", "Ruggensteun: wij houden het heel"
        SAFE = "safe", "Ruggensteun: wij houden toezicht en treden op"

    BACKING = frozenset({Safety.CLEAN, Safety.WHOLE, Safety.SAFE})

    action = models.OneToOneField("plans.Action", on_delete=models.CASCADE, related_name="detail")
    kinds: Any = models.JSONField("soort actie", default=list, blank=True)
    where = models.CharField("waar?", max_length=7, choices=Where.choices, blank=True)
    safety = models.CharField("rol bij basisveiligheid", max_length=9, choices=Safety.choices, blank=True)
    types: Any = models.JSONField("voor welke burgers?", default=list, blank=True)
    goal = models.CharField("wat wilt u bij hen bereiken?", max_length=500, blank=True)
    tone = models.CharField("welke toon past daarbij?", max_length=500, blank=True)
    contributors = models.CharField("wie dacht mee?", max_length=300, blank=True)
    agreements = models.TextField("welke afspraken zijn er, en wie hoort wat?", max_length=1000, blank=True)
    measure = models.CharField("wat meet u?", max_length=300, blank=True)
    criteria = models.CharField("wanneer is het gelukt?", max_length=300, blank=True)
    evaluator = models.CharField("welke functie bereidt de evaluatie voor?", max_length=150, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "uitwerking van een actie"
        verbose_name_plural = "uitwerkingen van acties"

    def __str__(self) -> str:
        return f"uitwerking van {self.action_id}"

    @property
    def sides(self) -> set[str]:
        """On which sides this action is done: online, offline, or both."""
        if self.where == self.Where.BOTH:
            return {self.Where.ONLINE.value, self.Where.OFFLINE.value}
        return {self.where} - {""}
