"""The case file of a tension: everything about it, entered once, nothing overwritten."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from common.dates import in_words
from common.models import Versioned
from method.map import Shape
from organisation.models import Area, Department, Partner, Step, Theme, User
from organisation.roles import Permission
from signals.models import Signal

PHASES = [(1, "1"), (2, "2"), (3, "3"), (4, "4")]


def number_of(pk: int, opened_at: datetime) -> str:
    """The number of a case, also where only a few columns of it were read. See also Case.number."""
    return f"C-{opened_at:%Y}-{pk:03d}"


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> "CaseQuerySet":
        """All cases for coordinator, executive and privacy officer; otherwise those one owns or deputises for, is
        invited to, or that one's department owns or takes part in. Whoever stands in for the owner or heads the
        department sees them too: a reminder that was left too long goes to them."""
        if user.may(Permission.CASE_ALL):
            return self
        headed = Department.objects.filter(Q(head=user.pk) | Q(deputy=user.pk))
        stands_in = Q(owner__in=User.objects.filter(deputy=user.pk).values("pk")) | Q(
            department__in=headed.values("pk")
        )
        return self.filter(
            Q(owner=user.pk)
            | Q(deputy=user.pk)
            | (stands_in if user.may(Permission.PLACE) else Q(pk=None))
            | Q(department__in=user.department_ids)
            | Q(pk__in=CaseMember.objects.filter(user=user.pk).values("case"))
            | Q(pk__in=Case.departments.through.objects.filter(department__in=user.department_ids).values("case"))
        )

    def kept_by(self, user: User) -> "CaseQuerySet":
        """Cases whose file this person may change. See also rules.check_edit."""
        if not user.may(Permission.CASE_EDIT):
            return self.none()
        if user.may(Permission.CASE_ALL):
            return self
        return self.filter(Q(owner=user.pk) | Q(deputy=user.pk) | Q(department__in=user.department_ids))

    def linkable_by(self, user: User) -> "CaseQuerySet":
        """Cases to which this person may link a signal. See also rules.check_link."""
        return self.visible_to(user) if user.may(Permission.SIGNAL_TRIAGE) else self.kept_by(user)

    def active(self) -> "CaseQuerySet":
        """Open cases that are not an exercise. See also Case.is_active."""
        return self.exclude(state=Case.State.CLOSED).filter(exercise=False)

    def due(self, on: date) -> "CaseQuerySet":
        return self.active().filter(review_on__lte=on)


class Case(Versioned):
    """A tension that is followed as one whole, from first signal to evaluated plan."""

    class State(models.TextChoices):
        OBSERVE = "observe", "Waarnemen"
        EXCHANGE = "exchange", "Plaatsen en uitwisselen"
        DIAGNOSED = "diagnosed", "Diagnose gesteld"
        ACTING = "acting", "Handelen"
        MONITORING = "monitoring", "Volgen"
        EVALUATING = "evaluating", "Evalueren"
        CLOSED = "closed", "Gesloten"

    class Valence(models.TextChoices):
        UNCLEAR = "unclear", "(Nog) onduidelijk"
        POSITIVE = "positive", "Positief"
        NEGATIVE = "negative", "Negatief"

    class Depolarised(models.TextChoices):
        USUAL_LIFE = "usual_life", "Het gewone leven hernam zijn loop"
        INTERVENTION = "intervention", "Door een interventie"
        UNKNOWN = "unknown", "Onbekend"

    class InformationPosition(models.TextChoices):
        GOOD = "good", "Goed"
        LIMITED = "limited", "Beperkt"
        BROKEN = "broken", "Contacten verbroken"

    title = models.CharField("titel", max_length=120, help_text="Noem de kwestie, geen personen.")
    reason = models.TextField("aanleiding", max_length=2000)
    context = models.TextField("context", max_length=4000, blank=True)
    areas = models.ManyToManyField(Area, verbose_name="gebieden", related_name="cases")
    theme = models.ForeignKey(Theme, verbose_name="thema", null=True, blank=True, on_delete=models.PROTECT)
    department = models.ForeignKey(Department, verbose_name="afdeling", on_delete=models.PROTECT, related_name="cases")
    departments = models.ManyToManyField(
        Department, verbose_name="betrokken afdelingen", blank=True, related_name="joined_cases"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="casuseigenaar", on_delete=models.PROTECT, related_name="owned_cases"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="vervanger",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deputised_cases",
    )
    state = models.CharField("status", max_length=12, choices=State.choices, default=State.OBSERVE)
    valence = models.CharField("duiding", max_length=10, choices=Valence.choices, default=Valence.UNCLEAR)
    forms = models.JSONField("vormen", default=list, blank=True)
    causes = models.JSONField("oorzaken", default=list, blank=True)
    about_decision = models.BooleanField("het conflict gaat over een besluit van de overheid", default=False)
    frames = models.TextField("welke normen en kaders geeft het bestuur mee?", max_length=2000, blank=True)
    heard = models.TextField("hoe merkt ieder dat hij of zij gehoord wordt?", max_length=2000, blank=True)
    information_position = models.CharField(
        "informatiepositie", max_length=10, choices=InformationPosition.choices, blank=True
    )
    blind_spots = models.TextField("mogelijke blinde vlekken over het eigen optreden", max_length=1000, blank=True)
    waves = models.BooleanField("golfbeweging: rust kan tijdelijk zijn", default=False)
    level = models.PositiveSmallIntegerField("stap", choices=Step.choices, null=True, blank=True, editable=False)
    review_on = models.DateField("volgende check", null=True, blank=True)
    review_days = models.PositiveSmallIntegerField("elke (dagen)", null=True, blank=True)
    reassess = models.BooleanField("herbeoordelen", default=False, editable=False)
    diagnosis = models.ForeignKey(
        "Diagnosis",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="laatste diagnose",
    )
    exercise = models.BooleanField("oefening", default=False, editable=False)
    depolarised = models.CharField(
        "waardoor nam de spanning af?", max_length=12, choices=Depolarised.choices, blank=True
    )
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    submission = models.UUIDField(null=True, unique=True, editable=False)
    history = HistoricalRecords(m2m_fields=[areas, departments], excluded_fields=["submission"])

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "casus"
        verbose_name_plural = "casussen"
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="case_closed_has_moment",
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="case_deputy_is_other",
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("owner")),
                violation_error_message="Kies als vervanger iemand anders dan de casuseigenaar.",
            ),
            models.CheckConstraint(
                name="case_monitoring_has_date",
                condition=~Q(state="monitoring") | Q(review_on__isnull=False),
                violation_error_message="Een casus die u volgt heeft een datum voor de volgende check nodig.",
            ),
        ]
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="case_newest"),
            models.Index(fields=["department", "-updated_at"], name="case_department"),
            models.Index(fields=["owner", "review_on"], name="case_owner_review"),
            models.Index(fields=["review_on"], name="case_review", condition=~Q(state="closed")),
            models.Index(fields=["owner"], name="case_reassess", condition=Q(reassess=True)),
            models.Index(
                fields=["owner", "-updated_at", "-id"],
                name="case_together",
                condition=~Q(state="closed") & Q(level__gte=Step.INTERNAL_JOINT),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """How people name this case in mail and calendars, where a title may not stand: C-2026-014."""
        return number_of(self.pk, self.opened_at)

    @property
    def is_active(self) -> bool:
        """See also CaseQuerySet.active."""
        return self.state != self.State.CLOSED and not self.exercise

    @property
    def days_left(self) -> int | None:
        """Days until the next check; negative when it is overdue."""
        return (self.review_on - timezone.localdate()).days if self.review_on else None


class CaseMember(models.Model):
    """A colleague or partner who was asked to look along; sees this case only because of this row."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="wie", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "meekijker"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], name="case_member_once", violation_error_message="Deze collega kijkt al mee."
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} bij {self.case_id}"


class SignalLink(models.Model):
    """A signal that belongs to a case, with the reason. Unlinking ends the link and loses nothing (R-A-027)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="links")
    reason = models.CharField("waarom hoort dit signaal hierbij?", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_reason = models.CharField("waarom niet meer?", max_length=300, blank=True)

    class Meta:
        verbose_name = "koppeling"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "signal"],
                name="signal_link_once",
                condition=Q(ended_at__isnull=True),
                violation_error_message="Dit signaal is al aan deze casus gekoppeld.",
            ),
            models.CheckConstraint(
                name="signal_link_ended_both_or_neither",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signal_id} bij {self.case_id}"


class Document(models.Model):
    """A document or source on which the picture rests. Only where to find it: a file cannot be checked for personal
    data, so it stays in the archive system of the municipality (R-A-064)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField("titel", max_length=120)
    origin = models.CharField("bron", max_length=100, help_text="Bijvoorbeeld: wijkteam, krant, onderzoeksbureau.")
    place = models.CharField(
        "waar te vinden?", max_length=300, help_text="Een webadres, of het nummer in uw zaak- of archiefsysteem."
    )
    dated_on = models.DateField("datum van het document")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "document of bron"
        verbose_name_plural = "documenten en bronnen"
        ordering = ["-dated_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="document_removed_both_or_neither",
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_link(self) -> bool:
        return self.place.startswith(("https://", "http://"))


class Group(Versioned):
    """A group that has a part in the tension, at group level: what it does or wants, not who its people are."""

    class Role(models.TextChoices):
        PUSHER = "pusher", "Pusher: jaagt aan"
        JOINER = "joiner", "Joiner: sluit zich aan"
        MIDDLE = "middle", "Midden: genuanceerd, neutraal of onverschillig"
        BRIDGE = "bridge", "Verbinder"
        GOVERNMENT = "government", "Overheid"
        OTHER = "other", "Anders"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="groups")
    label = models.CharField(
        "groep", max_length=80, help_text="Bijvoorbeeld: omwonenden van het plein. Geen afkomst, geloof of politiek."
    )
    side = models.CharField("aan welke kant of bij welk standpunt?", max_length=80, blank=True)
    role = models.CharField("rol", max_length=10, choices=Role.choices, default=Role.OTHER)
    perception = models.TextField("hoe beleeft deze groep het?", max_length=500, blank=True)
    listened = models.TextField(
        "hoe is er geluisterd?", max_length=500, blank=True, help_text="Luisteren is iets anders dan het eens zijn."
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = "groep"
        verbose_name_plural = "groepen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "label"],
                name="case_group_once",
                violation_error_message="Deze groep staat al bij de casus.",
            )
        ]

    def __str__(self) -> str:
        return self.label


class FaultLine(Versioned):
    """A line along which contrasts arise (breuklijn); used again in later cases (ESS-handreiking §1.1)."""

    class Kind(models.TextChoices):
        CURRENT = "current", "Actueel: kan weer helen"
        STRUCTURAL = "structural", "Structureel: blijft, en kan oplaaien"

    name = models.CharField("breuklijn", max_length=100, unique=True)
    kind = models.CharField("soort", max_length=12, choices=Kind.choices)
    background = models.TextField("wat speelde eerder?", max_length=2000, blank=True)
    healed = models.BooleanField("geheeld", default=False)
    cases = models.ManyToManyField(Case, related_name="fault_lines", blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "breuklijn"
        verbose_name_plural = "breuklijnen"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ValenceChange(models.Model):
    """Why a tension is now seen as positive, negative or unclear (R-A-067). Does not follow from the theme."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="valence_changes")
    was = models.CharField(max_length=10, choices=Case.Valence.choices)
    became = models.CharField("duiding", max_length=10, choices=Case.Valence.choices)
    reason = models.CharField("waarom?", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "wijziging van de duiding"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"


class PlacementQuerySet(models.QuerySet["Placement"]):
    def current(self) -> "PlacementQuerySet":
        """Placements that were not revised since."""
        return self.filter(replaced_by__isnull=True)

    def visible_to(self, user: User) -> "PlacementQuerySet":
        """Whoever sees the case or the signal sees what was placed on it, also on signals that belong to the case."""
        cases = Case.objects.visible_to(user).values("pk")
        linked = SignalLink.objects.filter(case__in=cases, ended_at__isnull=True).values("signal")
        signals = Signal.objects.visible_to(user).values("pk")
        return self.filter(Q(case__in=cases) | Q(signal__in=signals) | Q(signal__in=linked))


class Placement(models.Model):
    """Where one person sees a tension on the map, from which function, and why. Never changed: revising adds a row.

    A point has x_min = x_max and y_min = y_max. An area is a range on each axis. A line has one x and two y, with a
    group at each end (ESS-handreiking §2.2).
    """

    class Kind(models.TextChoices):
        POINT = "point", "Punt"
        AREA = "area", "Gebied"
        LINE = "line", "Lijn"

    class Sure(models.TextChoices):
        LITTLE = "little", "Onzeker"
        FAIRLY = "fairly", "Redelijk zeker"
        VERY = "very", "Zeker"

    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="placements")
    signal = models.ForeignKey(Signal, null=True, blank=True, on_delete=models.CASCADE, related_name="placements")
    kind = models.CharField("hoe wilt u plaatsen?", max_length=5, choices=Kind.choices, default=Kind.POINT)
    x_min = models.PositiveSmallIntegerField("tussen groepen", choices=PHASES)
    x_max = models.PositiveSmallIntegerField("tussen groepen, tot", choices=PHASES)
    y_min = models.PositiveSmallIntegerField("met de overheid", choices=PHASES)
    y_max = models.PositiveSmallIntegerField("met de overheid, tot", choices=PHASES)
    group_low = models.CharField("groep onderaan de lijn", max_length=80, blank=True)
    group_high = models.CharField("groep bovenaan de lijn", max_length=80, blank=True)
    unclear = models.JSONField("wat is nog onduidelijk?", default=list, blank=True)
    helped = models.JSONField("antwoorden op de vragen die helpen", default=dict, blank=True)
    sure = models.CharField("hoe zeker bent u?", max_length=6, choices=Sure.choices, default=Sure.FAIRLY)
    reason = models.TextField("Waarom hier?", max_length=1000)
    function = models.CharField("gezien vanuit de functie", max_length=100)
    network = models.CharField("op basis van welk netwerk of welke kennis?", max_length=200, blank=True)
    provisional = models.BooleanField("voorlopig", default=False)
    joint = models.BooleanField("samen gemaakt, voor een diagnose", default=False, editable=False)
    seen_on = models.DateField("toestand op", default=timezone.localdate)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="placements")
    at = models.DateTimeField(default=timezone.now)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="replaced_by"
    )
    submission = models.UUIDField(null=True, unique=True, editable=False)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = "plaatsing"
        verbose_name_plural = "plaatsingen"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placement_on_case_or_signal",
                condition=Q(case__isnull=False, signal__isnull=True) | Q(case__isnull=True, signal__isnull=False),
            ),
            models.CheckConstraint(
                name="placement_within_map",
                condition=Q(x_min__gte=1, x_min__lte=F("x_max"), x_max__lte=4)
                & Q(y_min__gte=1, y_min__lte=F("y_max"), y_max__lte=4),
            ),
            models.CheckConstraint(
                name="placement_point_is_one_cell",
                condition=~Q(kind="point") | Q(x_min=F("x_max"), y_min=F("y_max")),
            ),
            models.CheckConstraint(
                name="placement_line_has_groups",
                condition=~Q(kind="line")
                | (Q(x_min=F("x_max"), y_min__lt=F("y_max")) & ~Q(group_low="") & ~Q(group_high="")),
                violation_error_message="Een lijn heeft een lager en een hoger eind, met bij elk eind een groep.",
            ),
        ]
        indexes = [models.Index(fields=["case", "at"], name="placement_case_at")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.x_min}-{self.x_max}, {self.y_min}-{self.y_max}"

    @property
    def shape(self) -> Shape:
        return Shape(self.kind, self.x_min, self.x_max, self.y_min, self.y_max, self.group_low, self.group_high)


class ExchangeEntry(models.Model):
    """An argument, question, answer or piece of information in the exchange about a case (R-A-062).

    The advice of an expert is a contribution of its own: `function` is what the expert does, `advised_on` when it was
    given, and whoever wrote it down is `by` (R-A-071).
    """

    class Kind(models.TextChoices):
        ARGUMENT = "argument", "Argument"
        QUESTION = "question", "Vraag"
        ANSWER = "answer", "Antwoord"
        INFORMATION = "information", "Informatie"
        ADVICE = "advice", "Advies van een deskundige"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exchange")
    kind = models.CharField("soort bijdrage", max_length=12, choices=Kind.choices)
    text = models.TextField("bijdrage", max_length=2000)
    function = models.CharField("gezien vanuit de functie", max_length=100)
    source = models.CharField("bron", max_length=200, blank=True)
    advised_on = models.DateField("datum van het advies", null=True, blank=True)
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="replies")
    placement = models.ForeignKey(
        Placement,
        verbose_name="bij welke plaatsing?",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    submission = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = "bijdrage"
        verbose_name_plural = "bijdragen"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="exchange_answer_has_question",
                condition=Q(kind="answer", answers__isnull=False) | (~Q(kind="answer") & Q(answers__isnull=True)),
            ),
            models.CheckConstraint(
                name="exchange_advice_has_date",
                condition=Q(kind="advice", advised_on__isnull=False) | (~Q(kind="advice") & Q(advised_on__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["case", "at"], name="exchange_case_at")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class Diagnosis(models.Model):
    """What those present concluded on a date: an own decision, never the sum of placements (ESS-handreiking §2.4).

    Its place on the map is a placement that was chosen or made for it, so point, area and line all stay possible.
    """

    class Outcome(models.TextChoices):
        NONE = "none", "Geen actie: geen polarisatie"
        POSITIVE = "positive", "Geen actie: positieve polarisatie"
        MONITOR = "monitor", "Nu geen actie, wel volgen"
        ACT = "act", "Handelen"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="diagnoses")
    placement = models.ForeignKey(
        Placement, verbose_name="plaats op de kaart", on_delete=models.RESTRICT, related_name="+"
    )
    outcome = models.CharField("uitkomst", max_length=10, choices=Outcome.choices)
    reason = models.TextField("Waarom deze uitkomst?", max_length=2000)
    functions = models.JSONField("functies die meededen", default=list)
    agreed = models.BooleanField("er is overeenstemming over de plaats", default=True)
    minority = models.TextField("minderheidsstandpunt", max_length=2000, blank=True)
    unagreed_reason = models.TextField("waarom toch verder zonder overeenstemming?", max_length=1000, blank=True)
    nothing_changed = models.BooleanField("sinds de uitwisseling is er niets veranderd", default=False)
    nothing_reason = models.TextField("Waarom toch geen actie?", max_length=1000, blank=True)
    review_on = models.DateField("volgende check", null=True, blank=True)
    submission = models.UUIDField(null=True, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField("datum", default=timezone.localdate)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "diagnose"
        verbose_name_plural = "diagnoses"
        ordering = ["-at", "-pk"]
        get_latest_by = ["at", "pk"]
        indexes = [models.Index(fields=["case", "-at"], name="diagnosis_case_newest")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} ({in_words(self.on)})"


class FollowUpDecision(models.Model):
    """Which step of the ladder a case is on, who takes part and why (ESS-handreiking §5.2). Every choice stays."""

    class Talked(models.TextChoices):
        YES = "yes", "Ja"
        NO = "no", "Nee, nog niet"
        UNKNOWN = "unknown", "Weet ik niet"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    step = models.PositiveSmallIntegerField("stap", choices=[c for c in Step.choices if c[0]])
    department = models.ForeignKey(
        Department, verbose_name="afdeling aan zet", on_delete=models.PROTECT, related_name="+"
    )
    departments = models.ManyToManyField(Department, verbose_name="doen mee", blank=True, related_name="+")
    informed = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="wordt geïnformeerd", blank=True, related_name="+"
    )
    partners = models.ManyToManyField(Partner, verbose_name="externe partners", blank=True, related_name="+")
    consultation = models.CharField("bestaand overleg", max_length=150, blank=True)
    front_reason = models.CharField("Waarom is de driehoek nu nodig?", max_length=500, blank=True)
    talked = models.CharField(
        "Is er vooraf gesproken met de initiatiefnemers?", max_length=7, choices=Talked.choices, blank=True
    )
    review_on = models.DateField("volgende check", null=True, blank=True)
    route_why = models.CharField("volgens welke route?", max_length=300, blank=True)
    reason = models.TextField("Waarom deze stap?", max_length=2000)
    submission = models.UUIDField(null=True, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "vervolgbesluit"
        verbose_name_plural = "vervolgbesluiten"
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(name="decision_on_ladder", condition=Q(step__gte=1, step__lte=5))]
        indexes = [models.Index(fields=["case", "-at"], name="decision_case_newest")]

    def __str__(self) -> str:
        return self.get_step_display()


class Check(models.Model):
    """A look at a case on its review date: still the same, or something changed (ESS-handreiking §2.4 and §5.2)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="checks")
    same = models.BooleanField("nog hetzelfde")
    note = models.CharField("wat zag u?", max_length=500, blank=True)
    due_on = models.DateField("was gepland op", null=True)
    next_on = models.DateField("volgende check", null=True)
    undone_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "check"
        verbose_name_plural = "checks"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["case", "-at"], name="check_case_newest")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%d-%m-%Y}"


class StateChange(models.Model):
    """Each step that a case took, with the reason (for reopening and closing) and who did it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="state_changes")
    was = models.CharField(max_length=12, choices=Case.State.choices)
    became = models.CharField(max_length=12, choices=Case.State.choices)
    reason = models.CharField("waarom?", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "statuswijziging"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["case", "-at"], name="statechange_case_newest")]

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"


class OutsideEvent(models.Model):
    """Something in the outside world that may explain a change (ESS-handreiking hoofdstuk 4 and 5)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="outside_events")
    on = models.DateField("datum", default=timezone.localdate)
    what = models.CharField("wat gebeurde er?", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "gebeurtenis buiten"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.what
