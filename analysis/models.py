"""Worksheets filled for a case and its places: answers of several people side by side, frozen as dated rounds."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from analysis.places import PARTS, names_of
from cases.models import Case
from common.models import Versioned
from method.worksheets import Worksheet, library
from organisation.models import Area, User

CODE = 40


class LocationQuerySet(models.QuerySet["Location"]):
    def visible_to(self, user: User) -> "LocationQuerySet":
        return self.filter(case__in=Case.objects.visible_to(user))

    def in_use(self) -> "LocationQuerySet":
        """Places that still matter. See also Location.retired."""
        return self.filter(retired_at__isnull=True)


class Location(Versioned):
    """One place in a case that is looked at by itself: phase, groups and causes differ per place (KIS · Stap 2.4)."""

    class Kind(models.TextChoices):
        DIRECT = "L1", "Directe woonomgeving"
        PUBLIC = "L2", "Openbare ruimte in de buurt"
        SCHOOL = "L3", "School"
        ONLINE = "L4", "Sociale media"
        OTHER = "L5", "Andere plek"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="locations")
    label = models.CharField(
        "hoe noemt u deze plek?",
        max_length=80,
        help_text="Bijvoorbeeld: het plein bij de winkels. Geen huisnummer en geen namen van mensen.",
    )
    kind = models.CharField("wat voor plek is het?", max_length=2, choices=Kind.choices)
    parts = models.JSONField("waar precies?", default=list, blank=True)
    area = models.ForeignKey(
        Area, verbose_name="in welk gebied ligt het?", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hotspot = models.BooleanField("hier komen veel problemen bij elkaar", default=False)
    order = models.PositiveSmallIntegerField(default=0, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    submission = models.UUIDField(null=True, unique=True, editable=False)
    history = HistoricalRecords(excluded_fields=["submission"])

    objects = LocationQuerySet.as_manager()

    class Meta:
        verbose_name = "plek"
        verbose_name_plural = "plekken"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "label"],
                name="location_once",
                condition=Q(retired_at__isnull=True),
                violation_error_message="Deze plek staat al bij de casus.",
            ),
            models.CheckConstraint(
                name="location_retired_both_or_neither",
                condition=Q(retired_at__isnull=True, retired_by__isnull=True)
                | Q(retired_at__isnull=False, retired_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def retired(self) -> bool:
        return self.retired_at is not None

    @property
    def part_names(self) -> list[str]:
        return names_of(self.kind, self.parts)

    @property
    def offered(self) -> list[tuple[str, str]]:
        return PARTS.get(self.kind, [])


class SheetQuerySet(models.QuerySet["Sheet"]):
    def visible_to(self, user: User) -> "SheetQuerySet":
        return self.filter(case__in=Case.objects.visible_to(user))


class Sheet(models.Model):
    """One worksheet that was opened for a case or for one of its places. It stays on its edition until moved."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sheets")
    location = models.ForeignKey(Location, null=True, on_delete=models.CASCADE, related_name="sheets")
    worksheet = models.CharField("werkblad", max_length=CODE)
    edition = models.PositiveSmallIntegerField("versie van het werkblad")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = "werkblad"
        verbose_name_plural = "werkbladen"
        ordering = ["pk"]
        # the reports of residents that wait are asked for on every work list (analysis/reports.py)
        indexes = [models.Index(fields=["worksheet", "case"], name="sheet_of_worksheet")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "worksheet"], name="sheet_once_per_case", condition=Q(location__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["location", "worksheet"], name="sheet_once_per_location", condition=Q(location__isnull=False)
            ),
            models.CheckConstraint(name="sheet_edition_from_one", condition=Q(edition__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.worksheet} ({self.edition})"

    @property
    def definition(self) -> Worksheet | None:
        """What this sheet asks; none when the file of its edition was taken away."""
        return library().get(self.worksheet, self.edition)

    @property
    def newest(self) -> Worksheet | None:
        return library().newest.get(self.worksheet)


class Answer(Versioned):
    """What one respondent answered to one item, or what the group agreed. Never merged with that of another."""

    class State(models.TextChoices):
        GIVEN = "given", "Beantwoord"
        UNKNOWN = "unknown", "Weet ik niet"
        EMPTY = "empty", "Leeg gemaakt"

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="answers")
    item = models.CharField("vraag", max_length=CODE)
    state = models.CharField(max_length=7, choices=State.choices)
    value = models.JSONField("antwoord", default=dict, blank=True)
    reason = models.TextField("toelichting", max_length=1000, blank=True)
    source = models.CharField("bron", max_length=200, blank=True)
    joint = models.BooleanField("gezamenlijk antwoord", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    function = models.CharField("gezien vanuit de functie", max_length=220)
    at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "antwoord"
        verbose_name_plural = "antwoorden"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "item", "by"], name="answer_once_per_respondent", condition=Q(joint=False)
            ),
            models.UniqueConstraint(fields=["sheet", "item"], name="answer_joint_once", condition=Q(joint=True)),
            models.CheckConstraint(name="answer_state_known", condition=Q(state__in=["given", "unknown", "empty"])),
        ]

    def __str__(self) -> str:
        return f"{self.item} in {self.sheet_id}"

    @property
    def respondent(self) -> str:
        """Whose answer this is: a person's, or that of those who sat together."""
        return "joint" if self.joint else str(self.by_id)

    @property
    def counts(self) -> bool:
        """*Weet ik niet* is an answer too."""
        return self.state != self.State.EMPTY


class Pass(models.Model):
    """That somebody went on to a step before what it needs was answered, and why (R-B-137)."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="passes")
    step = models.CharField(max_length=CODE)
    reason = models.CharField("waarom toch verder?", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "toch verder"
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "step"], name="pass_once_per_step")]

    def __str__(self) -> str:
        return f"{self.step} in {self.sheet_id}"


class Round(models.Model):
    """A worksheet as it stood on a day, with its questions and labels: a snapshot that the database never changes."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField("moment")
    name = models.CharField("waarvoor legt u dit moment vast?", max_length=120, blank=True)
    edition = models.PositiveSmallIntegerField("versie van het werkblad")
    content: Any = models.JSONField("inhoud")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    submission = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = "vastgelegd moment"
        verbose_name_plural = "vastgelegde momenten"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="round_number_once"),
            models.CheckConstraint(name="round_number_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"Moment {self.number} ({timezone.localtime(self.at):%d-%m-%Y})"


from analysis import models_advice, models_team  # noqa: E402, F401  choices after the advice; the working group
