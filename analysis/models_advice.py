"""What people choose after the advice, the examples of the organisation itself, and the rules that an admin keeps."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from cases.models import Case
from common.models import Versioned
from method.directions.explain import lower
from method.directions.reading import directions, words

WHO = settings.AUTH_USER_MODEL


class RuleVersionQuerySet(models.QuerySet["RuleVersion"]):
    def published(self) -> "RuleVersionQuerySet":
        """Newest first. The first that a person published is in use."""
        return self.filter(state=RuleVersion.State.PUBLISHED).order_by("-published_at", "-pk")


class RuleVersion(Versioned):
    """One version of the rules of the advice, or of the points of the ranking. Its text is kept for ever."""

    class Kind(models.TextChoices):
        RULES = "rules", "Regels van het advies"
        WEIGHTS = "weights", "Punten van de voorbeelden"

    class State(models.TextChoices):
        DRAFT = "draft", "Concept"
        PUBLISHED = "published", "Gepubliceerd"
        DROPPED = "dropped", "Weggelegd"

    kind = models.CharField("soort", max_length=7, choices=Kind.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    name = models.CharField("versie", max_length=20, blank=True)
    text = models.TextField("tekst")
    note = models.CharField("wat verandert er en waarom?", max_length=300)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    shipped = models.BooleanField("hoort bij de toepassing", default=False, editable=False)
    from_version = models.ForeignKey("self", null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    tried: Any = models.JSONField(default=dict, blank=True, editable=False)
    by = models.ForeignKey(WHO, null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    published_by = models.ForeignKey(WHO, null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField("waarom toch publiceren?", max_length=300, blank=True)
    history = HistoricalRecords(excluded_fields=["tried"])

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "versie van de regels"
        verbose_name_plural = "versies van de regels"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name", "digest"], name="rule_version_once", condition=Q(state="published")
            ),
            models.CheckConstraint(
                name="rule_version_published_has_date",
                condition=~Q(state="published") | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, versie {self.name or 'zonder nummer'}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class DirectionChoice(Versioned):
    """What people decided about one direction in a case; the rules advise, a person chooses (KIS · Stap 3.1)."""

    class Outcome(models.TextChoices):
        YES = "yes", "Ja, hier gaan we mee verder"
        NO = "no", "Nee, dit doen we niet"
        LATER = "later", "Later, eerst iets anders"

    SHORT = {Outcome.YES: "Gekozen", Outcome.NO: "Niet gekozen", Outcome.LATER: "Later"}

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="direction_choices")
    direction = models.CharField("richting", max_length=4)
    outcome = models.CharField("wat doet u met deze richting?", max_length=5, choices=Outcome.choices)
    kinds = models.JSONField("welke soorten aanpak?", default=list, blank=True)
    order = models.PositiveSmallIntegerField("welke komt eerst?", null=True, blank=True)
    why = models.TextField("waarom?", max_length=1000, blank=True)
    strength = models.CharField(max_length=8, blank=True, editable=False)
    advice: Any = models.JSONField(default=dict, editable=False)
    rules = models.ForeignKey(RuleVersion, editable=False, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(WHO, editable=False, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "keuze van een richting"
        verbose_name_plural = "keuzes van richtingen"
        ordering = ["order", "direction"]
        constraints = [
            models.UniqueConstraint(fields=["case", "direction"], name="direction_choice_once"),
            models.CheckConstraint(
                name="direction_choice_outcome_known", condition=Q(outcome__in=["yes", "no", "later"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} in {self.case_id}"

    @property
    def name(self) -> str:
        return directions()[self.direction].name

    @property
    def words(self) -> str:
        return self.SHORT[self.Outcome(self.outcome)]

    @property
    def against(self) -> bool:
        """Other than what the rules advised at that moment."""
        return (self.outcome == self.Outcome.YES and not self.strength) or (
            self.outcome == self.Outcome.NO and self.strength == "sterk"
        )

    @property
    def kind_names(self) -> list[str]:
        return [kind.label for kind in directions()[self.direction].kinds if kind.code in self.kinds]


OTHER = "T9"
"""The target group that needs words: another group than the guide names (KIS, step 3.2)."""


class InterventionChoiceQuerySet(models.QuerySet["InterventionChoice"]):
    def standing(self) -> "InterventionChoiceQuerySet":
        return self.filter(removed_at__isnull=True)


class InterventionChoice(Versioned):
    """A practice example that people chose for a case. A higher package may hook in: analysis.choices."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="intervention_choices")
    record = models.CharField("praktijkvoorbeeld", max_length=12)
    name = models.CharField(max_length=150, editable=False)
    goal = models.CharField(max_length=400, editable=False, blank=True)
    direction = models.CharField("bij welke richting?", max_length=4, blank=True)
    location = models.ForeignKey(
        "analysis.Location", verbose_name="waar?", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    target_groups = models.JSONField("voor wie?", default=list, blank=True)
    other_group = models.CharField("welke andere groep?", max_length=100, blank=True)
    executor = models.CharField("wie voert het uit?", max_length=200, blank=True)
    start_on = models.DateField("wanneer begint het?", null=True, blank=True)
    instigator = models.BooleanField("dit richt zich op een groep die aanjaagt", default=False)
    why = models.TextField("waarom past dit hier?", max_length=1000)
    warned = models.JSONField(default=list, editable=False)
    rules = models.ForeignKey(RuleVersion, editable=False, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(WHO, editable=False, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_by = models.ForeignKey(WHO, null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_why = models.CharField("waarom niet meer?", max_length=300, blank=True)
    history = HistoricalRecords()

    objects = InterventionChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "gekozen praktijkvoorbeeld"
        verbose_name_plural = "gekozen praktijkvoorbeelden"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "record"], name="intervention_choice_once", condition=Q(removed_at__isnull=True)
            ),
            models.CheckConstraint(
                name="intervention_choice_removed_both_or_neither",
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} in {self.case_id}"

    @property
    def for_whom(self) -> list[str]:
        """The target groups as words inside a sentence; *another group* as what people wrote (R-B-056)."""
        known = [code for code in self.target_groups if code in words()]
        return [
            self.other_group if code == OTHER and self.other_group else lower(words()[code].label) for code in known
        ]


class LibraryRecord(Versioned):
    """An example of the organisation itself, or its corrected copy of one that comes with the application."""

    code = models.CharField(max_length=12, unique=True, editable=False)
    own = models.BooleanField(default=False, editable=False)
    row: Any = models.JSONField("het voorbeeld", default=dict)
    note = models.CharField("wat wijzigt u, en waarom?", max_length=300, blank=True)
    reviewed_on = models.DateField("nagekeken op", default=timezone.localdate)
    by = models.ForeignKey(WHO, editable=False, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    updated_by = models.ForeignKey(WHO, editable=False, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    submission = models.UUIDField(null=True, unique=True, editable=False)
    history = HistoricalRecords(excluded_fields=["submission"])

    class Meta:
        verbose_name = "praktijkvoorbeeld"
        verbose_name_plural = "praktijkvoorbeelden"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class PracticeResultQuerySet(models.QuerySet["PracticeResult"]):
    def standing(self) -> "PracticeResultQuerySet":
        return self.filter(removed_at__isnull=True)


class PracticeResult(Versioned):
    """What a practice example gave in an evaluated case; about groups, never about one person (R-B-073)."""

    record = models.CharField("praktijkvoorbeeld", max_length=12, db_index=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="practice_results")
    gave = models.TextField(
        "wat leverde het op?", max_length=1000, help_text="Wat merkten groepen ervan? Geen personen."
    )
    shown = models.CharField("waaruit blijkt dat?", max_length=300)
    again = models.TextField("wat zou u de volgende keer anders doen?", max_length=500, blank=True)
    by = models.ForeignKey(WHO, editable=False, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_by = models.ForeignKey(WHO, null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, editable=False)
    history = HistoricalRecords()

    objects = PracticeResultQuerySet.as_manager()

    class Meta:
        verbose_name = "ervaring met een praktijkvoorbeeld"
        verbose_name_plural = "ervaringen met praktijkvoorbeelden"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "case"],
                name="practice_result_once",
                condition=Q(removed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.record} in {self.case_id}"


class ExerciseAnswer(Versioned):
    """What one person ticked in an exercise. Only that person sees it; it is in no report."""

    user = models.ForeignKey(WHO, on_delete=models.CASCADE, related_name="+")
    exercise = models.CharField(max_length=20)
    answers: Any = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "antwoorden op een oefening"
        ordering = ["exercise"]
        constraints = [models.UniqueConstraint(fields=["user", "exercise"], name="exercise_answer_once")]

    def __str__(self) -> str:
        return f"{self.exercise} van {self.user_id}"
