"""The action plan of a case and the documents made of it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from cases.models import Case
from common.models import Job, Versioned
from organisation.models import Department, Partner, User
from organisation.roles import Permission


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> "PlanQuerySet":
        if user.may(Permission.CASE_ALL):
            return self
        return self.filter(Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case"))))


class Plan(Versioned):
    """What a municipality wants to reach in a case and how. One per case; approved versions stay as they were."""

    class State(models.TextChoices):
        DRAFT = "draft", "Concept"
        SUBMITTED = "submitted", "Ligt voor"
        APPROVED = "approved", "Vastgesteld"
        RETURNED = "returned", "Terug met vragen"

    case = models.OneToOneField(Case, verbose_name="casus", on_delete=models.CASCADE, related_name="plan")
    challenge = models.TextField(
        "uitdaging", max_length=1000, help_text="Wat is de kern van wat we willen veranderen?", blank=True
    )
    agreements = models.TextField("afspraken", max_length=2000, blank=True)
    frames = models.TextField("grenzen en kaders", max_length=2000, blank=True)
    classification = models.CharField(
        "rubricering",
        max_length=20,
        choices=[("internal", "Intern"), ("confidential", "Vertrouwelijk"), ("public", "Openbaar")],
        default="confidential",
    )
    evaluate_on = models.DateField("evaluatiemoment", null=True, blank=True)
    evaluate_what = models.TextField("welke gegevens verzamelen we daarvoor?", max_length=1000, blank=True)
    no_evaluation_reason = models.CharField("waarom nog geen evaluatiemoment?", max_length=300, blank=True)
    state = models.CharField("status", max_length=10, choices=State.choices, default=State.DRAFT)
    number = models.PositiveSmallIntegerField("versie", default=1)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "actieplan"
        verbose_name_plural = "actieplannen"
        indexes = [models.Index(fields=["state", "updated_at"], name="plan_state")]

    def __str__(self) -> str:
        return f"Actieplan {self.case_id} versie {self.number}"

    @property
    def about(self) -> str:
        """The challenge in words of the plan, or else the one that comes first in its order: nobody writes it twice."""
        return self.challenge.strip() or next((row.text for row in self.challenges.all()), "")


class Objective(Versioned):
    """Something that will be different, and how one will notice."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="objectives")
    text = models.CharField("doel", max_length=300)
    notice = models.CharField("waaraan merken we het?", max_length=300, blank=True)
    plan_action = models.CharField("actie in het meerjarenplan", max_length=200, blank=True)
    budget = models.PositiveIntegerField("geschat bedrag in euro", null=True, blank=True)
    order = models.PositiveSmallIntegerField("volgorde", default=0)
    submission = models.UUIDField(null=True, unique=True, editable=False)
    history = HistoricalRecords(excluded_fields=["submission"])

    class Meta:
        verbose_name = "doel"
        verbose_name_plural = "doelen"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class ActionQuerySet(models.QuerySet["Action"]):
    def open(self) -> "ActionQuerySet":
        """Still to be done, in a case that is worked on. See also Action.is_open and CaseQuerySet.active."""
        return self.filter(~Q(plan__case__state=Case.State.CLOSED), state__in=Action.OPEN, plan__case__exercise=False)

    def visible_to(self, user: User) -> "ActionQuerySet":
        if user.may(Permission.CASE_ALL):
            return self
        return self.filter(Exists(Case.objects.visible_to(user).filter(pk=OuterRef("plan__case"))))


class Action(Versioned):
    """One thing that someone does, for whom, before when."""

    class Term(models.TextChoices):
        SHORT = "short", "Korte termijn"
        LONG = "long", "Lange termijn"

    class State(models.TextChoices):
        TODO = "todo", "Nog te doen"
        DOING = "doing", "Bezig"
        DONE = "done", "Gedaan"
        DROPPED = "dropped", "Vervallen"

    OPEN = (State.TODO, State.DOING)
    WORKING_GROUP = "de werkgroep"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="actions")
    objective = models.ForeignKey(
        Objective, verbose_name="bij doel", null=True, blank=True, on_delete=models.SET_NULL, related_name="actions"
    )
    what = models.CharField("wat gaan we doen?", max_length=300)
    for_whom = models.CharField("voor wie?", max_length=150, help_text="Een groep of doelgroep, geen persoon.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="wie doet het?", on_delete=models.PROTECT, related_name="actions"
    )
    department = models.ForeignKey(
        Department, verbose_name="afdeling", on_delete=models.PROTECT, related_name="actions"
    )
    partner = models.ForeignKey(
        Partner, verbose_name="partner", null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    start_on = models.DateField("begint op", null=True, blank=True)
    due_on = models.DateField("klaar op")
    term = models.CharField("termijn", max_length=5, choices=Term.choices, default=Term.SHORT)
    state = models.CharField("status", max_length=7, choices=State.choices, default=State.TODO)
    receivers = models.TextField(
        "hoe komt dit over bij de ene groep, de andere groep en derden?", max_length=500, blank=True
    )
    perception = models.CharField(
        "ervaren inwoners deze tegenstelling zelf?",
        max_length=300,
        blank=True,
        help_text="Waaruit blijkt dat? Of waarom is de actie toch nodig?",
    )
    done_at = models.DateTimeField(null=True, editable=False)
    submission = models.UUIDField(null=True, unique=True, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords(excluded_fields=["submission"])

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "actie"
        verbose_name_plural = "acties"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="action_starts_before_due",
                condition=Q(start_on__isnull=True) | Q(start_on__lte=models.F("due_on")),
                violation_error_message="De actie kan niet klaar zijn voordat zij begint.",
            )
        ]
        indexes = [
            models.Index(fields=["owner", "due_on"], name="action_owner_due", condition=Q(state__in=["todo", "doing"])),
            models.Index(fields=["department", "due_on"], name="action_department_due"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def inside(self) -> bool:
        """A task of the working group itself, such as finding a member: it reaches no residents."""
        return self.for_whom == self.WORKING_GROUP

    @property
    def is_open(self) -> bool:
        """See also ActionQuerySet.open."""
        return self.state in self.OPEN


class PrincipleNote(models.Model):
    """How the plan deals with one of the eight principles (ESS-handreiking hoofdstuk 3). None is compulsory."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="principles")
    code = models.CharField(max_length=4)
    note = models.TextField("hoe doen we dit?", max_length=500)

    class Meta:
        verbose_name = "uitgangspunt"
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="principle_once")]

    def __str__(self) -> str:
        return self.code


class PlanVersion(models.Model):
    """The plan as it was laid before a manager: content that no later change touches, and what was decided on it."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", "Vastgesteld"
        RETURNED = "returned", "Terug met vragen"
        WITHDRAWN = "withdrawn", "Ingetrokken"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField("opmerking", max_length=500, blank=True)

    class Meta:
        verbose_name = "versie van een actieplan"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"versie {self.number}"


class PlanDocument(models.Model):
    """A PDF of a plan as it was at a moment; kept, and every download is in the trail."""

    class State(models.TextChoices):
        WAITING = "waiting", "In de wachtrij"
        RUNNING = "running", "Wordt gemaakt"
        READY = "ready", "Klaar"
        FAILED = "failed", "Niet gelukt"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="documents")
    number = models.PositiveSmallIntegerField("versie van het plan")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    content = models.JSONField(default=dict)
    pdf = models.BinaryField(null=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "document"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="plan_document_one_at_a_time",
                condition=Q(state__in=["waiting", "running"]),
            )
        ]

    def __str__(self) -> str:
        return f"PDF {self.pk}"


from plans import (  # noqa: E402, F401  actions from an example; the policy table; step 3 of the Flemish guide
    models_anchoring,
    models_communication,
    models_depolarisation,
    models_detail,
    models_library,
    models_pitstop,
    models_policy,
)
