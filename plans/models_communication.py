"""The communication plan of a case (Vlaamse handreiking · Stap 3.5).

It hangs on the case and not on its plan: telling residents how they take part comes before there is a plan.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from simple_history.models import HistoricalRecords

from analysis.models_team import Participation
from cases.models import Case
from common.models import Versioned
from method.plan import guide
from organisation.models import User
from organisation.roles import Permission

PARTICIPATION = "participation"
"""The row that tells residents how they take part: the guide asks for it (Stap 1.4, R-B-117)."""


UNTESTED = "Toon nog niet nagelopen"
TELL_WITHIN = timedelta(days=14)
"""So soon residents hear how they take part, when nobody chose a date (our choice, R-B-117)."""


def tell_by(chosen_at: datetime) -> date:
    """The day that stands in for a date of that row: some time after the rung was chosen."""
    return timezone.localdate(chosen_at) + TELL_WITHIN


class Communication(Versioned):
    """Which of the nine principles are followed, and who carries the story: functions, never names (R-B-145, 147)."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="communication")
    principles: Any = models.JSONField("welke uitgangspunten volgt u?", default=list, blank=True)
    inside = models.CharField("ambassadeurs binnen de organisatie", max_length=300, blank=True)
    outside = models.CharField("ambassadeurs buiten de organisatie", max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "communicatie van een casus"

    def __str__(self) -> str:
        return f"communicatie van {self.case_id}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> "MessageQuerySet":
        if user.may(Permission.CASE_ALL):
            return self
        return self.filter(Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case"))))

    def to_tell(self) -> "MessageQuerySet":
        """What is still to be told, in a case that is worked on."""
        return self.filter(~Q(case__state=Case.State.CLOSED), state__in=Message.OPEN, case__exercise=False)

    def with_choice(self) -> "MessageQuerySet":
        """`chosen_at`: when the rung of participation of the case was last chosen."""
        latest = Participation.objects.filter(case=OuterRef("case")).order_by("-at", "-pk").values("at")[:1]
        return self.annotate(chosen_at=Coalesce(Subquery(latest), F("updated_at")))

    def waiting(self, today: date) -> "MessageQuerySet":
        """What must be told today or should have been told, and what the guide asks for and has no date. See also
        Message.waits."""
        return self.to_tell().filter(Q(on__lte=today) | Q(on__isnull=True, origin=PARTICIPATION))


class Message(Versioned):
    """One row of the communication plan: what is told, by which function, to which group, through which channel."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        BUSY = "busy", "Bezig"
        DONE = "done", "Klaar"
        DROPPED = "dropped", "Vervallen"

    class Moment(models.TextChoices):
        START = "start", "Bij de start"
        DURING = "during", "Tijdens het traject"
        AFTER = "after", "Na afloop"

    OPEN = (State.OPEN, State.BUSY)

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    origin = models.CharField(max_length=16, blank=True, editable=False)
    message = models.CharField("boodschap", max_length=500)
    audience = models.CharField("doelgroep", max_length=150, blank=True, help_text="Een groep, geen persoon.")
    who = models.CharField("door welke functie?", max_length=150, blank=True, help_text="Een functie, geen naam.")
    channel = models.CharField("kanaal", max_length=150, blank=True)
    moment = models.CharField("wanneer in het traject?", max_length=6, choices=Moment.choices, default=Moment.START)
    on = models.DateField("datum", null=True, blank=True)
    types: Any = models.JSONField("voor welke burgers?", default=list, blank=True)
    goal = models.CharField("wat wilt u bij hen bereiken?", max_length=500, blank=True)
    tone = models.CharField("welke toon past daarbij?", max_length=500, blank=True)
    state = models.CharField("status", max_length=7, choices=State.choices, default=State.OPEN)
    checked: Any = models.JSONField("klopt de toon?", default=list, blank=True)
    unchecked_reason = models.CharField("waarom niet alle drie?", max_length=300, blank=True)
    feedback = models.CharField("wat hoorde u terug?", max_length=500, blank=True)
    submission = models.UUIDField(null=True, unique=True, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords(excluded_fields=["submission"])

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "regel van het communicatieplan"
        verbose_name_plural = "communicatieplan"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "origin"], name="message_origin_once", condition=~Q(origin="")),
            models.CheckConstraint(
                name="message_state_known", condition=Q(state__in=["open", "busy", "done", "dropped"])
            ),
        ]
        indexes = [models.Index(fields=["on"], name="message_waiting", condition=Q(state__in=["open", "busy"]))]

    def __str__(self) -> str:
        return self.message

    def late(self, today: date) -> bool:
        """Its day has passed."""
        return self.state in self.OPEN and self.on is not None and self.on < today

    def waits(self, today: date) -> bool:
        """See also MessageQuerySet.waiting."""
        return self.state in self.OPEN and (self.required if self.on is None else self.on <= today)

    @property
    def tone_settled(self) -> bool:
        """Somebody read it on its tone, or wrote why not (R-B-098). See also rules_communication.check_tone."""
        return bool(self.unchecked_reason) or {entry.code for entry in guide().tone_checks} <= set(self.checked)

    @property
    def untested(self) -> bool:
        """Ready, for instance by the checklist, while nobody read the tone."""
        return self.state == self.State.DONE and not self.tone_settled

    @property
    def tone_words(self) -> str:
        """What was found, in words; nothing when nobody looked and it is not ready yet."""
        names = [entry.text.partition(":")[0].lower() for entry in guide().tone_checks if entry.code in self.checked]
        found = f"toon nagelopen: {', '.join(names)}" if names else ""
        reason = f"niet alle drie, want: {self.unchecked_reason}" if self.unchecked_reason else ""
        if self.untested:
            return UNTESTED
        return ". ".join(part[0].upper() + part[1:] for part in (found, reason) if part)

    @property
    def required(self) -> bool:
        return self.origin == PARTICIPATION
