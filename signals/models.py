"""What a colleague noticed, and what was done with it. About situations and groups, never about a resident."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from common.models import Versioned
from organisation.models import Area, Department, Organisation, Theme, User
from organisation.roles import Permission


class SignalQuerySet(models.QuerySet["Signal"]):
    def visible_to(self, user: User) -> "SignalQuerySet":
        """All for those who bring signals together; otherwise one's own, those of one's department, and acute ones
        about which one was alerted."""
        if user.may(Permission.SIGNAL_ALL):
            return self
        return self.filter(
            Q(reporter=user.pk)
            | Q(department__in=user.department_ids)
            | Q(pk__in=SignalAlert.people.through.objects.filter(user=user.pk).values("signalalert__signal"))
        )

    def open(self) -> "SignalQuerySet":
        return self.filter(state__in=Signal.OPEN)

    def acute_waiting(self) -> "SignalQuerySet":
        """Acute and not acknowledged by anyone yet: on top of every list until someone does."""
        return self.filter(kind=Signal.Kind.ACUTE, acknowledged_at__isnull=True)

    def stale(self, organisation: Organisation) -> "SignalQuerySet":
        """Not checked recently (ESS-handreiking §5.2, R-A-026). See also Signal.is_stale."""
        return self.unchecked_since(timezone.now() - timedelta(days=organisation.stale_days))

    def unchecked_since(self, limit: datetime) -> "SignalQuerySet":
        return self.open().filter(Q(checked_at__lt=limit) | Q(checked_at__isnull=True, reported_at__lt=limit))


class Signal(Versioned):
    """One thing that a colleague saw, heard or read, in a place, at a moment."""

    class Kind(models.TextChoices):
        UNREST = "unrest", "Onrust"
        ACUTE = "acute", "Acuut"

    class Known(models.TextChoices):
        SEEN = "seen", "Zelf gezien"
        HEARD = "heard", "Gehoord van betrokkenen"
        RUMOUR = "rumour", "Gerucht"
        MEDIA = "media", "Media of openbaar online kanaal"

    class Direction(models.TextChoices):
        GROUPS = "groups", "Tussen groepen"
        GOVERNMENT = "government", "Richting de overheid"
        BOTH = "both", "Allebei"
        UNKNOWN = "unknown", "Weet ik niet"

    class Origin(models.TextChoices):
        LOCAL = "local", "Lokaal"
        NATIONAL = "national", "Landelijk"
        INTERNATIONAL = "international", "Internationaal"

    class Channel(models.TextChoices):
        STREET = "street", "Op straat of in een gebouw"
        MEETING = "meeting", "Bijeenkomst of gesprek"
        PHONE = "phone", "Telefoon, balie of e-mail"
        ONLINE_GROUP = "online_group", "Openbare buurtgroep online"
        ONLINE_MEDIA = "online_media", "Openbaar sociaal medium"
        NEWS = "news", "Krant, radio of nieuwssite"

    ONLINE = (Channel.ONLINE_GROUP, Channel.ONLINE_MEDIA, Channel.NEWS)

    class SourceKind(models.TextChoices):
        """Who knows it first hand; each is a source of its own (ESS-handreiking §2.1, KIS stap 1, R-A-034)."""

        COLLEAGUE = "colleague", "Collega van de gemeente"
        NEIGHBOURHOOD = "neighbourhood", "Wijkteam of gebiedsbeheer"
        ENFORCEMENT = "enforcement", "Boa of toezicht"
        POLICE = "police", "Wijkagent of politie"
        HOUSING = "housing", "Woonconsulent of huismeester"
        WELFARE = "welfare", "Welzijn of jongerenwerk"
        SCHOOL = "school", "School of onderwijs"
        RESIDENTS = "residents", "Bewoners- of vrijwilligersorganisatie"
        KEY = "key", "Sleutelfiguur (als functie, zonder naam)"
        FIGURES = "figures", "Cijfers of onderzoek"
        MEDIA = "media", "Media"

    class Noticed(models.TextChoices):
        """KIS stap 1, vraag 1.a."""

        CONTACT = "contact", "De omgang wordt slechter"
        RISK = "risk", "De risico's nemen toe"
        CHANCE = "chance", "Er is juist iets goeds of een kans"

    class Information(models.TextChoices):
        """KIS stap 1, vraag 1.c."""

        FIGURES = "figures", "Cijfers"
        OBSERVATION = "observation", "Waarneming"
        EXAMPLE = "example", "Voorbeeld"
        FEELING = "feeling", "Niet-pluisgevoel"
        STORY = "story", "Verhaal"

    class Domain(models.TextChoices):
        """With which domains a signal was discussed (KIS stap 1, vraag 1.e)."""

        SOCIAL = "social", "Sociaal"
        SAFETY = "safety", "Veilig"
        CARE = "care", "Zorg"
        EDUCATION = "education", "Onderwijs"
        OTHER = "other", "Anders"

    class State(models.TextChoices):
        NEW = "new", "Nieuw"
        ASSESSING = "assessing", "In beoordeling"
        LINKED = "linked", "Gekoppeld aan casus"
        FOLLOWING = "following", "Wordt gevolgd"
        CLOSED = "closed", "Afgerond"

    OPEN = (State.NEW, State.ASSESSING, State.LINKED, State.FOLLOWING)

    kind = models.CharField("soort signaal", max_length=10, choices=Kind.choices, default=Kind.UNREST)
    what = models.TextField(
        "Wat is er aan de hand?",
        max_length=1000,
        help_text="Beschrijf groepen en situaties, geen personen. Geen namen, adressen of accounts.",
    )
    area = models.ForeignKey(Area, verbose_name="Waar?", on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(Area, null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(
        "plek", max_length=120, blank=True, help_text="Bijvoorbeeld: bij het winkelcentrum. Geen huisnummer."
    )
    known = models.CharField("Hoe weet u dit?", max_length=10, choices=Known.choices)
    happened_at = models.DateTimeField("Wanneer?", default=timezone.now)
    direction = models.CharField(
        "Tussen wie speelt het?", max_length=12, choices=Direction.choices, default=Direction.UNKNOWN
    )
    online = models.BooleanField("Het speelt (ook) online", default=False)
    channel = models.CharField("Via welk soort kanaal?", max_length=15, choices=Channel.choices, blank=True)
    origin = models.CharField("Waar komt het vandaan?", max_length=15, choices=Origin.choices, default=Origin.LOCAL)
    theme = models.ForeignKey(
        Theme, verbose_name="thema", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    emergency_informed = models.BooleanField("112 is gebeld of er is geen direct gevaar", default=False)

    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="melder", on_delete=models.PROTECT, related_name="signals"
    )
    source_kind = models.CharField("soort bron", max_length=15, choices=SourceKind.choices, blank=True)
    noticed = models.JSONField("wat valt op", default=list, blank=True)
    information = models.JSONField("soort informatie", default=list, blank=True)
    source_function = models.CharField("gezien vanuit de functie", max_length=100)
    source = models.CharField(
        "organisatie of team van de bron",
        max_length=100,
        help_text="Twee signalen van dezelfde bron tellen als één bron.",
    )
    reported_at = models.DateTimeField("vastgelegd op", default=timezone.now, editable=False)
    submission = models.UUIDField(null=True, unique=True, editable=False)

    state = models.CharField("status", max_length=10, choices=State.choices, default=State.NEW)
    department = models.ForeignKey(
        Department, verbose_name="afdeling", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, editable=False)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField("laatst gecheckt op", null=True, editable=False)
    checked_function = models.CharField("gecheckt door (functie)", max_length=100, blank=True)
    discussed_domains = models.JSONField("samen besproken met", default=list, blank=True)
    closed_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords(excluded_fields=["submission"])

    objects = SignalQuerySet.as_manager()

    class Meta:
        verbose_name = "signaal"
        verbose_name_plural = "signalen"
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="signal_acknowledged_both_or_neither",
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
            ),
            models.CheckConstraint(
                name="signal_closed_has_moment",
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["-reported_at", "-id"], name="signal_newest"),
            models.Index(fields=["state", "-reported_at", "-id"], name="signal_state"),
            models.Index(fields=["area", "-reported_at", "-id"], name="signal_area"),
            models.Index(fields=["district", "-reported_at", "-id"], name="signal_district"),
            models.Index(fields=["theme", "-reported_at", "-id"], name="signal_theme"),
            models.Index(fields=["department", "-reported_at", "-id"], name="signal_department"),
            models.Index(fields=["reporter", "-reported_at", "-id"], name="signal_reporter"),
            models.Index(
                fields=["-reported_at"],
                name="signal_acute_waiting",
                condition=Q(kind="acute", acknowledged_at__isnull=True),
            ),
            models.Index(fields=["closed_at"], name="signal_closed"),
            models.Index(fields=["kind", "-reported_at", "-id"], name="signal_kind"),
        ]

    def __str__(self) -> str:
        return f"Signaal {self.number}"

    @property
    def number(self) -> str:
        """How people name this signal, for example S-2026-0042."""
        return f"S-{self.reported_at:%Y}-{self.pk:04d}"

    @property
    def is_acute_waiting(self) -> bool:
        return self.kind == self.Kind.ACUTE and self.acknowledged_at is None

    @property
    def vertical(self) -> bool:
        """Whether the government is itself a party (ESS-handreiking §2.1: then observation may be biased)."""
        return self.direction in {self.Direction.GOVERNMENT, self.Direction.BOTH}

    def is_stale(self, organisation: Organisation) -> bool:
        """Not checked recently. See also SignalQuerySet.stale."""
        limit = timezone.now() - timedelta(days=organisation.stale_days)
        return self.state in self.OPEN and (self.checked_at or self.reported_at) < limit


class SignalAlert(models.Model):
    """Whom an acute signal was given to at once, why them, and when the stand-in is warned (R-A-016).

    Written by the alert itself, so that what people were told stays readable when the route changes later.
    """

    signal = models.OneToOneField(Signal, on_delete=models.CASCADE, related_name="alert")
    why = models.CharField("waarom deze mensen", max_length=300)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="springt in"
    )
    made_at = models.DateTimeField(default=timezone.now)
    respond_by = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "alarmering"
        indexes = [models.Index(fields=["respond_by"], name="alert_unwarned", condition=Q(warned_at__isnull=True))]

    def __str__(self) -> str:
        return f"alarmering {self.signal_id}"


class SignalGroup(models.Model):
    """A group that is involved, and how it experiences the situation (perception apart from facts, R-A-021)."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="groups")
    label = models.CharField(
        "groep", max_length=80, help_text="Bijvoorbeeld: omwonenden, ondernemers. Geen afkomst, geloof of politiek."
    )
    perception = models.TextField("hoe beleeft deze groep het?", max_length=500, blank=True)

    class Meta:
        verbose_name = "groep bij een signaal"
        constraints = [models.UniqueConstraint(fields=["signal", "label"], name="signal_group_once")]

    def __str__(self) -> str:
        return self.label


class SignalMark(models.Model):
    """Something ticked as a conversation aid. Ticks are shown, never counted into a phase (R-A-002, R-A-017)."""

    class Kind(models.TextChoices):
        OBSERVABLE = "observable", "Wat is te zien"
        SENSITIVE = "sensitive", "Gevoelige thematiek"
        DYNAMIC = "dynamic", "Maatschappelijke dynamiek"
        SITUATION = "situation", "Soort situatie"

    class Way(models.TextChoices):
        MORE = "more", "wakkert aan"
        LESS = "less", "dempt"
        PRESENT = "present", "is er nu"
        FORESEEN = "foreseen", "wordt verwacht"

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    code = models.CharField(max_length=12)
    way = models.CharField(max_length=10, choices=Way.choices, blank=True)

    class Meta:
        verbose_name = "kenmerk bij een signaal"
        constraints = [models.UniqueConstraint(fields=["signal", "code"], name="signal_mark_once")]

    def __str__(self) -> str:
        return self.code


class TriageStep(models.Model):
    """Picture, judgement or decision about a signal, in that order; an earlier text stays readable (BOB, R-B-013)."""

    class Part(models.TextChoices):
        PICTURE = "picture", "Beeld"
        JUDGEMENT = "judgement", "Oordeel"
        DECISION = "decision", "Besluit"

    class Decision(models.TextChoices):
        LINK = "link", "Koppelen aan een casus"
        FOLLOW = "follow", "Volgen"
        CLOSE = "close", "Afronden: geen polarisatie"

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="triage")
    part = models.CharField(max_length=10, choices=Part.choices)
    decision = models.CharField("besluit", max_length=10, choices=Decision.choices, blank=True)
    text = models.TextField("toelichting", max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "stap in de beoordeling"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="triage_decision_only_in_decision",
                condition=(Q(part="decision") & ~Q(decision="")) | (~Q(part="decision") & Q(decision="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.signal_id}"


class SignalNews(models.Model):
    """What the reporter hears: receipt and what was done (ESS-handreiking §5.1, R-A-025)."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="news")
    text = models.CharField("bericht aan de melder", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "bericht aan de melder"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.at:%d-%m-%Y}"


class SavedFilter(models.Model):
    """A set of filters that a colleague uses more often."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField("naam", max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        verbose_name = "bewaard filter"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="saved_filter_once",
                violation_error_message="U hebt al een filter met deze naam.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SignalDraft(models.Model):
    """What was typed so far, kept on the server so that a dropped phone loses nothing; gone once it is sent.

    Holds only text that passed the check, and only for a day.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="signal_draft")
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"concept van {self.user_id}"
