"""Rows that keep promises: what happened, what must still happen, what was written to whom."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone


class AuditEvent(models.Model):
    """One line of the append-only trail: who did what to which object, with which result, from where and when.

    The six fields of BIO2 8.15.01. No foreign keys, so that history never blocks a deletion; no free text, so that
    nothing a person typed ends up here. Database triggers refuse to change or delete a line.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    object = models.CharField(max_length=80)
    result = models.CharField(max_length=20, default="ok")
    origin = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["object", "-at"], name="audit_object_at"),
            models.Index(fields=["actor", "-at"], name="audit_actor_at"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.action} {self.object}"


class Job(models.Model):
    """Sure work: written in the business transaction, queued on commit, re-queued by the sweeper."""

    class State(models.TextChoices):
        WAITING = "waiting", "wacht"
        RUNNING = "running", "bezig"
        DONE = "done", "klaar"
        FAILED = "failed", "mislukt"

    task = models.CharField(max_length=80)
    arguments = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    key = models.CharField(max_length=150, unique=True, null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    error = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["not_before"], name="job_open", condition=models.Q(state__in=["waiting", "running"])),
            models.Index(fields=["state", "finished"], name="job_state_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.arguments}"


class Mail(models.Model):
    """A message to a colleague, kept until a mail server took it. A unique key makes writing it twice impossible."""

    key = models.CharField(max_length=150, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=150)
    body = models.TextField()
    created = models.DateTimeField(default=timezone.now)
    claimed = models.DateTimeField(null=True)
    sent = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["created"], name="mail_unsent", condition=models.Q(sent__isnull=True))]

    def __str__(self) -> str:
        return self.key


class LiveTopic(models.Model):
    """A version number that streams and polls watch. It carries no content: pages refetch through their own guard."""

    name = models.CharField(max_length=80, unique=True)
    version = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class TextFlag(models.Model):
    """A text that was kept although it may hold personal data, with the reason given; for the privacy officer.

    Holds no part of the text itself: only which field of which object, and the kinds of finding. `by` is empty for a
    participant of a meeting who has no account.
    """

    object = models.CharField(max_length=80, db_index=True)
    field = models.CharField(max_length=60)
    kinds = models.CharField(max_length=120)
    reason = models.CharField("reden om de tekst zo te bewaren", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                name="textflag_seen_both_or_neither",
                condition=models.Q(seen_at__isnull=True, seen_by__isnull=True)
                | models.Q(seen_at__isnull=False, seen_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.object} {self.field}"


class Versioned(models.Model):
    """A row that several people edit: the version seen by the editor decides whether a save may go through."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Document(models.Model):
    """A PDF of something as it was at a moment. Made in the background; every download is in the trail.

    `kind` names who can make and show it (common.documents); `subject` is the row it is about, as the trail writes it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "In de wachtrij"
        RUNNING = "running", "Wordt gemaakt"
        READY = "ready", "Klaar"
        FAILED = "failed", "Niet gelukt"

    BUSY = (State.WAITING, State.RUNNING)

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, db_index=True)
    title = models.CharField(max_length=150)
    content = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    pdf = models.BinaryField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "document"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                name="document_one_at_a_time",
                condition=models.Q(state__in=["waiting", "running"]),
            )
        ]

    def __str__(self) -> str:
        return f"PDF {self.pk}"

    @property
    def is_busy(self) -> bool:
        return self.state in self.BUSY
