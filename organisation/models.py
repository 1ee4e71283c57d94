"""Departments, colleagues, roles, areas, partners, and who gets what. All people here are professionals."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator, URLValidator
from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from simple_history.models import HistoricalRecords

from common.models import Versioned
from common.ready import ready
from organisation.roles import ROLES, Permission, Role


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def with_role(self, *roles: Role) -> "UserQuerySet":
        return self.filter(memberships__role__in=roles).distinct()

    def who_may(self, permission: Permission) -> "UserQuerySet":
        return self.active().with_role(*[role for role, info in ROLES.items() if permission in info.permissions])


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, *, email: str, name: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=(username or "").strip())


class User(Versioned, AbstractBaseUser):
    """A colleague or a professional contact with a login. Never a resident."""

    email = models.EmailField(
        "e-mailadres", max_length=254, unique=True, error_messages={"unique": "Dit e-mailadres is al in gebruik."}
    )
    name = models.CharField("naam", max_length=100)
    function = models.CharField("functie", max_length=100, help_text="Bijvoorbeeld: jongerenwerker, wijkregisseur.")
    organisation_name = models.CharField(
        "organisatie", max_length=100, blank=True, help_text="Alleen invullen voor iemand van buiten de gemeente."
    )
    phone = models.CharField("telefoon", max_length=20, blank=True)
    deputy = models.ForeignKey(
        "self",
        verbose_name="vervanger",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deputy_of",
        help_text="Krijgt herinneringen die te lang blijven liggen.",
    )
    is_active = models.BooleanField("mag inloggen", default=True)
    calendar_secret = models.CharField(max_length=64, blank=True, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "medewerker"
        verbose_name_plural = "medewerkers"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="user_email_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(
                name="user_not_own_deputy",
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("pk")),
                violation_error_message="Iemand kan niet zijn eigen vervanger zijn.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    @cached_property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(membership.role) for membership in self.current_memberships)

    @cached_property
    def current_memberships(self) -> "list[Membership]":
        fetched = getattr(self, "_prefetched_objects_cache", {}).get("memberships")
        return _memberships(self.pk) if fetched is None else list(fetched)

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return frozenset(permission for role in self.roles for permission in ROLES[role].permissions)

    @cached_property
    def department_ids(self) -> frozenset[int]:
        """Departments in which this person does case work; membership as reporter or partner opens nothing."""
        return frozenset(
            membership.department_id
            for membership in self.current_memberships
            if membership.department_id
            and membership.role != Role.PARTNER
            and Permission.PLACE in ROLES[Role(membership.role)].permissions
        )

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def from_where(self) -> str:
        """Function and organisation, as shown beside what this person contributes."""
        return f"{self.function}, {self.organisation_name}" if self.organisation_name else self.function


class Department(Versioned):
    """Part of the organisation that can own a case."""

    class Domain(models.TextChoices):
        SAFETY = "safety", "Veiligheid"
        SOCIAL = "social", "Sociaal domein"
        PHYSICAL = "physical", "Fysiek domein"
        PARTICIPATION = "participation", "Participatie en democratie"
        COMMUNICATION = "communication", "Communicatie"
        GOVERNANCE = "governance", "Bestuur en staf"

    name = models.CharField("naam", max_length=100, unique=True)
    domain = models.CharField("domein", max_length=20, choices=Domain.choices)
    email = models.EmailField("e-mailadres van de afdeling", blank=True)
    head = models.ForeignKey(
        User, verbose_name="afdelingshoofd", null=True, blank=True, on_delete=models.PROTECT, related_name="heads"
    )
    deputy = models.ForeignKey(
        User,
        verbose_name="vervanger van het hoofd",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deputy_heads",
    )
    active = models.BooleanField("in gebruik", default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "afdeling"
        verbose_name_plural = "afdelingen"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role of a person, in a department or for the whole organisation."""

    user = models.ForeignKey(User, verbose_name="medewerker", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField("rol", max_length=20, choices=Role.choices)
    department = models.ForeignKey(
        Department,
        verbose_name="afdeling",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
        help_text="Leeg betekent: voor de hele organisatie.",
    )
    reviewed_on = models.DateField("laatst nagekeken op", default=timezone.localdate)

    class Meta:
        verbose_name = "rol van een medewerker"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "department"],
                name="membership_once",
                violation_error_message="Deze medewerker heeft deze rol al.",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                name="membership_once_everywhere",
                condition=Q(department__isnull=True),
                violation_error_message="Deze medewerker heeft deze rol al.",
            ),
            models.CheckConstraint(
                name="membership_case_work_in_department",
                condition=Q(department__isnull=False) | ~Q(role__in=["assessor", "case_owner"]),
                violation_error_message="Een beoordelaar of casuseigenaar hoort bij een afdeling.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.department or ''}".strip()


@ready
def _memberships(user: int) -> QuerySet[Membership]:
    """Asked on every page."""
    return Membership.objects.filter(user=user)


class AreaQuerySet(models.QuerySet["Area"]):
    def current(self) -> "AreaQuerySet":
        return self.filter(valid_to__isnull=True)

    def within(self, area: "Area") -> "AreaQuerySet":
        """The area itself and everything in it (three levels at most)."""
        return self.filter(Q(pk=area.pk) | Q(parent=area.pk) | Q(parent__parent=area.pk))


class Area(Versioned):
    """Municipality, wijk or buurt with its statistical code. Codes change at mergers, so an area has an end date."""

    class Level(models.IntegerChoices):
        MUNICIPALITY = 0, "gemeente"
        DISTRICT = 1, "wijk"
        NEIGHBOURHOOD = 2, "buurt"

    code = models.CharField(
        "code",
        max_length=12,
        help_text="CBS-code (GM…, WK…, BU…) of NIS-code met statistische sector.",
        validators=[
            RegexValidator(
                r"^(GM\d{4}|WK\d{6}|BU\d{8}|\d{5}([A-Z0-9]{3,4}-?)?)$",
                "Gebruik een CBS-code zoals BU05990325, of een NIS-code zoals 11002A00-.",
            )
        ],
    )
    name = models.CharField("naam", max_length=100)
    level = models.PositiveSmallIntegerField("niveau", choices=Level.choices)
    parent = models.ForeignKey(
        "self", verbose_name="ligt in", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    shape = models.JSONField("omtrek (GeoJSON)", null=True, blank=True)
    valid_from = models.DateField("geldig vanaf", default=timezone.localdate)
    valid_to = models.DateField("geldig tot", null=True, blank=True)
    history = HistoricalRecords()

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = "gebied"
        verbose_name_plural = "gebieden"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="area_code_once_per_period"),
            models.CheckConstraint(
                name="area_parent_unless_municipality",
                condition=Q(level=0, parent__isnull=True) | Q(level__gt=0, parent__isnull=False),
                violation_error_message="Een wijk ligt in een gemeente en een buurt ligt in een wijk.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AreaImport(models.Model):
    """Areas read from a file, waiting for someone to confirm them. Removed once confirmed, or the next day."""

    rows = models.JSONField(default=list)
    end_missing = models.BooleanField(default=False)
    valid_from = models.DateField()
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "inlezen van gebieden"

    def __str__(self) -> str:
        return f"{len(self.rows)} gebieden"


class Theme(Versioned):
    """The topic on which people stand against each other. Never a trait of people."""

    name = models.CharField("thema", max_length=60, unique=True)
    active = models.BooleanField("in gebruik", default=True)

    class Meta:
        verbose_name = "thema"
        verbose_name_plural = "thema's"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Partner(Versioned):
    """An organisation outside the municipality with which cases are worked on."""

    class Kind(models.TextChoices):
        WELFARE = "welfare", "Welzijn en jongerenwerk"
        POLICE = "police", "Politie en justitie"
        EDUCATION = "education", "Onderwijs"
        HOUSING = "housing", "Wonen"
        CARE = "care", "Zorg"
        COMMUNITY = "community", "Bewoners- of vrijwilligersorganisatie"
        FAITH = "faith", "Levensbeschouwelijke organisatie"
        OTHER = "other", "Anders"

    name = models.CharField("organisatie", max_length=100, unique=True)
    kind = models.CharField("soort", max_length=20, choices=Kind.choices)
    contact_function = models.CharField("functie van de contactpersoon", max_length=100, blank=True)
    email = models.EmailField("zakelijk e-mailadres", blank=True)
    phone = models.CharField("zakelijk telefoonnummer", max_length=20, blank=True)
    active = models.BooleanField("in gebruik", default=True)

    class Meta:
        verbose_name = "partner"
        verbose_name_plural = "partners"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Resource(Versioned):
    """A page elsewhere that helps: a guide, a course, a desk. Whoever finds it broken says so (R-B-150)."""

    class Topic(models.TextChoices):
        GUIDE = "guide", "Handreikingen en methoden"
        LEARN = "learn", "Leren en oefenen"
        ONLINE = "online", "Online en sociale media"
        ARRIVAL = "arrival", "Opvang en nieuwkomers"
        EDUCATION = "education", "Onderwijs"
        HELP = "help", "Hulp en advies"
        OTHER = "other", "Anders"

    name = models.CharField("naam", max_length=150, unique=True)
    url = models.URLField("adres", max_length=400, validators=[URLValidator(schemes=["https", "http"])])
    topic = models.CharField("onderwerp", max_length=10, choices=Topic.choices)
    publisher = models.CharField("van welke organisatie?", max_length=100, blank=True)
    about = models.CharField("waarvoor gebruikt u het?", max_length=300, blank=True)
    active = models.BooleanField("in gebruik", default=True)
    broken_on = models.DateField(null=True, editable=False)
    broken_by = models.ForeignKey(User, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    broken_note = models.CharField("wat gaat er mis?", max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = "bron"
        verbose_name_plural = "bronnen"
        ordering = ["topic", "name"]
        constraints = [
            models.CheckConstraint(
                name="resource_note_only_when_broken", condition=Q(broken_on__isnull=False) | Q(broken_note="")
            )
        ]

    def __str__(self) -> str:
        return self.name


class Step(models.IntegerChoices):
    """The ladder of follow-up decisions, and the track for acute signals (ESS-handreiking §5.2)."""

    ACUTE = 0, "Acuut signaal"
    FOLLOW = 1, "Volgen"
    DEPARTMENT = 2, "Eén afdeling aan zet"
    INTERNAL_JOINT = 3, "Samen met andere afdelingen"
    EXTERNAL = 4, "Met externe partners"
    TRIANGLE = 5, "Driehoek betrokken"


class EscalationRoute(Versioned):
    """For one step of the ladder: who owns it, who is informed, within how long, and who steps in.

    The most precise active route wins: area before theme before everywhere; a route for the whole town is the net
    below. A step without an owner cannot be saved.
    """

    step = models.PositiveSmallIntegerField("stap", choices=Step.choices)
    area = models.ForeignKey(
        Area,
        verbose_name="gebied",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text="Leeg betekent: overal. Een route voor een wijk geldt ook voor de buurten daarin.",
    )
    theme = models.ForeignKey(
        Theme,
        verbose_name="thema",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text="Leeg betekent: elk thema.",
    )
    department = models.ForeignKey(Department, verbose_name="afdeling", on_delete=models.PROTECT, related_name="routes")
    owner = models.ForeignKey(User, verbose_name="eigenaar", on_delete=models.PROTECT, related_name="owned_routes")
    stand_in = models.ForeignKey(
        User, verbose_name="springt in", on_delete=models.PROTECT, related_name="stand_in_routes"
    )
    informed = models.ManyToManyField(
        User, verbose_name="wordt geïnformeerd", blank=True, related_name="informed_routes"
    )
    within_hours = models.PositiveSmallIntegerField(
        "reageren binnen (uren)", default=24, validators=[MinValueValidator(1), MaxValueValidator(24 * 60)]
    )
    active = models.BooleanField("in gebruik", default=True)
    history = HistoricalRecords(m2m_fields=[informed])

    class Meta:
        verbose_name = "escalatieroute"
        verbose_name_plural = "escalatieroutes"
        ordering = ["step", "pk"]
        constraints = [
            *[
                models.UniqueConstraint(
                    fields=["step", *fields],
                    name=f"route_once_{'_'.join(fields) or 'everywhere'}",
                    condition=Q(active=True, **{f"{name}__isnull": name not in fields for name in ("area", "theme")}),
                    violation_error_message="Voor deze stap, dit gebied en dit thema is er al een route.",
                )
                for fields in (["area", "theme"], ["area"], ["theme"], [])
            ],
            models.CheckConstraint(
                name="route_stand_in_is_other",
                condition=~Q(owner=F("stand_in")),
                violation_error_message="Kies als inspringer iemand anders dan de eigenaar.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} → {self.owner}"


class Organisation(Versioned):
    """The one municipality that works here: name, words, leadership, periods. There is exactly one row."""

    class Words(models.TextChoices):
        NL = "nl", "Nederland (gemeente, college, wijk)"
        VL = "vl", "Vlaanderen (lokaal bestuur, schepencollege, wijk)"

    class Model(models.TextChoices):
        RADICALISATION = "cm1", "Bij de collega's van radicalisering"
        INCLUSION = "cm2", "Bij samenleven en inclusie"
        PARTICIPATION = "cm3", "Bij participatie"
        TWO_HEADED = "cm4", "Tweehoofdig: veiligheid en sociaal domein"
        OTHER = "other", "Anders"

    name = models.CharField("naam van de gemeente", max_length=100, default="Gemeente")
    words = models.CharField("woorden", max_length=2, choices=Words.choices, default=Words.NL)
    coordinator = models.ForeignKey(
        User, verbose_name="coördinator", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deputy_coordinator = models.ForeignKey(
        User,
        verbose_name="vervangend coördinator",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    executive_name = models.CharField(
        "bestuurlijk verantwoordelijke", max_length=100, blank=True, help_text="Bijvoorbeeld: de burgemeester."
    )
    executive_portfolio = models.CharField("portefeuille", max_length=150, blank=True)
    model = models.CharField(
        "coördinatiemodel", max_length=10, choices=Model.choices, default=Model.TWO_HEADED, blank=True
    )
    model_reason = models.TextField("waarom dit model", max_length=1000, blank=True)
    review_days_a = models.PositiveSmallIntegerField("kwadrant A", default=90, validators=[MinValueValidator(1)])
    review_days_b = models.PositiveSmallIntegerField("kwadrant B", default=30, validators=[MinValueValidator(1)])
    review_days_c = models.PositiveSmallIntegerField("kwadrant C", default=30, validators=[MinValueValidator(1)])
    review_days_d = models.PositiveSmallIntegerField("kwadrant D", default=14, validators=[MinValueValidator(1)])
    stale_days = models.PositiveSmallIntegerField(
        "een signaal is niet recent gecheckt na (dagen)", default=30, validators=[MinValueValidator(1)]
    )
    dated_days = models.PositiveSmallIntegerField(
        "een diagnose is gedateerd na (dagen)", default=90, validators=[MinValueValidator(1)]
    )
    deputy_after_days = models.PositiveSmallIntegerField("naar de vervanger na (dagen)", default=3)
    head_after_days = models.PositiveSmallIntegerField("naar het afdelingshoofd na (dagen)", default=7)
    keep_signals_months = models.PositiveSmallIntegerField(
        "afgeronde signalen bewaren (maanden)", default=12, validators=[MinValueValidator(1)]
    )
    keep_cases_months = models.PositiveSmallIntegerField(
        "gesloten casussen bewaren (maanden)", default=60, validators=[MinValueValidator(1)]
    )
    unlink_days = models.PositiveSmallIntegerField(
        "namen loskoppelen van plaatsingen in een bijeenkomst na (dagen)",
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
    )
    keep_jobs_days = models.PositiveSmallIntegerField("verzonden berichten bewaren (dagen)", default=90)
    style = models.JSONField("huisstijl", default=dict, blank=True)
    setup_done = models.BooleanField(default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "organisatie"
        constraints = [
            models.CheckConstraint(name="organisation_only_one", condition=Q(pk=1)),
        ]

    def __str__(self) -> str:
        return self.name


class Logo(models.Model):
    """The logo of the house style, cleaned, under the fingerprint of its content. The style names the one in use."""

    digest = models.CharField(max_length=32, primary_key=True)
    kind = models.CharField(max_length=20, choices=[("image/svg+xml", "SVG"), ("image/png", "PNG")])
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.digest


class Instruction(models.Model):
    """What to do with a signal, per kind. A change is a new version; the old one stays readable (R-A-141)."""

    class Kind(models.TextChoices):
        UNREST = "unrest", "Onrust"
        ACUTE = "acute", "Acuut"
        POLICY = "policy", "Beleidsvoornemen"

    kind = models.CharField("soort", max_length=10, choices=Kind.choices)
    text = models.TextField("tekst", max_length=2000)
    created = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "instructie"
        ordering = ["-created", "-pk"]
        indexes = [models.Index(fields=["kind", "-created"], name="instruction_kind_newest")]

    def __str__(self) -> str:
        return self.get_kind_display()


class Reminder(models.Model):
    """That someone was reminded of something due: a fact with a unique key, so it is made once whatever restarts.

    `subject` names the row that is due (`cases.case:12`), `stage` who was addressed.
    """

    class Stage(models.TextChoices):
        OWNER = "owner", "eigenaar"
        DEPUTY = "deputy", "vervanger"
        HEAD = "head", "afdelingshoofd"

    subject = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    due_on = models.DateField()
    stage = models.CharField(max_length=10, choices=Stage.choices)
    to = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reminders")
    url = models.CharField(max_length=200)
    created = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "kind", "due_on", "stage"], name="reminder_once"),
        ]
        indexes = [models.Index(fields=["to"], name="reminder_open", condition=Q(done_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.subject} {self.due_on} {self.stage}"


class Tombstone(models.Model):
    """What retention removed: a number and a date, no content (R-A-007)."""

    object = models.CharField(max_length=80)
    removed_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.object
