"""The working group of a case: who works on it, with what mandate, and how far residents take part.

Vlaamse handreiking · Stap 1.1 and 1.3-1.5. People of the organisation may be named as they are colleagues; everybody
else is a function in an organisation.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from cases.models import Case
from common.models import Versioned
from method import team as guide

WHO = settings.AUTH_USER_MODEL


class Team(Versioned):
    """What kind of working group a case has, and what its project lead has to work with. One per case."""

    class Kind(models.TextChoices):
        INTERNAL = "internal", "Interne werkgroep"
        WIDE = "wide", "Bredere werkgroep met mensen van buiten"

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="team")
    clear = models.BooleanField(
        "is al duidelijk wat er speelt?", null=True, blank=True, choices=[(True, "Ja"), (False, "Nee")]
    )
    kind = models.CharField("met wie begint u?", max_length=8, choices=Kind.choices, blank=True)
    why = models.CharField("waarom zo?", max_length=300, blank=True)
    lead = models.CharField(
        "projectleider", max_length=120, blank=True, help_text="De functie, zoals: wijkmanager. Geen naam."
    )
    time = models.BooleanField("tijd", default=False)
    means = models.BooleanField("middelen", default=False)
    mandate = models.BooleanField("mandaat om snel te beslissen", default=False)
    agreed = models.BooleanField("afgestemd met het bestuur", default=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "werkgroep"
        verbose_name_plural = "werkgroepen"

    def __str__(self) -> str:
        return f"Werkgroep van {self.case_id}"

    @property
    def lacks_mandate(self) -> bool:
        """A lead without a mandate to decide quickly: shown on the case file until it is arranged (R-B-118)."""
        return bool(self.lead) and not self.mandate

    @property
    def starts_too_wide(self) -> bool:
        """The hint of the guide: start internally while it is not clear what is going on (R-B-107)."""
        return self.clear is False and self.kind == self.Kind.WIDE


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    def now(self) -> "TeamMemberQuerySet":
        """Who is in the group today. See also TeamMember.left."""
        return self.filter(left_on__isnull=True)


class TeamMember(Versioned):
    """A function in the working group, with what it knows and does there. Whoever left stays on the list of before."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="team_members")
    user = models.ForeignKey(
        WHO,
        verbose_name="collega met een account",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Deze collega ziet dan ook de luide stemmen en de zorgen. Van buiten? Laat dit leeg.",
    )
    function = models.CharField(
        "functie", max_length=100, help_text="Zoals: jeugdwerker, of: voorzitter wijkcomité. Geen naam."
    )
    organisation_name = models.CharField("dienst of organisatie", max_length=100)
    external = models.BooleanField("van buiten de organisatie", default=False)
    expertise = models.CharField("kennis", max_length=300, blank=True, help_text="Wat weet deze functie van de buurt?")
    role = models.CharField(
        "rol in de werkgroep", max_length=200, blank=True, help_text="Zoals: situatie in kaart brengen."
    )
    why = models.CharField("waarom doet deze functie mee?", max_length=300, blank=True)
    since = models.DateField("sinds", default=timezone.localdate)
    left_on = models.DateField(null=True, editable=False)
    left_why = models.CharField("waarom niet meer?", max_length=300, blank=True, editable=False)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "lid van de werkgroep"
        verbose_name_plural = "leden van de werkgroep"
        ordering = ["external", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                name="team_member_once",
                condition=Q(left_on__isnull=True, user__isnull=False),
                violation_error_message="Deze collega zit al in de werkgroep.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.function}, {self.organisation_name}"

    @property
    def left(self) -> bool:
        return self.left_on is not None


class TeamService(Versioned):
    """A service or advisory council with what it knows of this case. The twelve of the guide stand ready."""

    class Kind(models.TextChoices):
        SERVICE = "service", "Dienst"
        COUNCIL = "council", "Adviesraad"

    class Relevant(models.TextChoices):
        YES = "yes", "Ja"
        NO = "no", "Nee"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="team_services")
    code = models.CharField(max_length=20, blank=True, editable=False)
    kind = models.CharField("soort", max_length=7, choices=Kind.choices, default=Kind.SERVICE)
    name = models.CharField("dienst of adviesraad", max_length=80)
    experience = models.CharField("ervaring", max_length=300, blank=True)
    earlier = models.CharField("eerdere acties", max_length=300, blank=True)
    contact = models.CharField("contact", max_length=120, blank=True, help_text="Een functie, geen naam.")
    relevant = models.CharField("doet deze dienst hier ertoe?", max_length=3, choices=Relevant.choices, blank=True)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+", editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "dienst met ervaring"
        verbose_name_plural = "diensten met ervaring"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="team_service_once", condition=~Q(code="")),
            models.UniqueConstraint(
                fields=["case", "name"],
                name="team_service_name_once",
                violation_error_message="Deze dienst staat al op de lijst.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMeeting(Versioned):
    """Interim strategic talk with head of service, management or alderman, and what was decided there (R-B-119)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="team_meetings")
    on = models.DateField("wanneer?")
    with_whom = models.CharField(
        "met wie?", max_length=200, help_text="Functies, zoals: diensthoofd, directie, wethouder."
    )
    every_weeks = models.PositiveSmallIntegerField(
        "om de hoeveel weken?",
        null=True,
        blank=True,
        help_text="Leeg: dit overleg is er één keer. Anders staat het volgende klaar zodra dit is geweest.",
    )
    held = models.BooleanField("dit overleg is geweest", default=False)
    notes = models.TextField("wat is besproken?", max_length=2000, blank=True)
    decisions = models.TextField("wat is besloten?", max_length=2000, blank=True)
    follows = models.OneToOneField(
        "self", null=True, editable=False, on_delete=models.SET_NULL, related_name="followed_by"
    )
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "tussentijds overleg"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.on:%d-%m-%Y}, {self.with_whom}"


class TeamQuestion(Versioned):
    """Something that the executive must answer, and the answer (R-B-119)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="team_questions")
    text = models.CharField("vraag", max_length=500)
    answer = models.TextField("antwoord", max_length=1000, blank=True)
    answered_on = models.DateField("beantwoord op", null=True, blank=True)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "vraag voor het bestuur"
        verbose_name_plural = "vragen voor het bestuur"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="team_question_answered_both_or_neither",
                condition=Q(answer="", answered_on__isnull=True) | (~Q(answer="") & Q(answered_on__isnull=False)),
                violation_error_message="Vul het antwoord en de datum allebei in.",
            )
        ]

    def __str__(self) -> str:
        return self.text


class TeamReview(models.Model):
    """How the group looked at itself on a day (Vlaamse handreiking · Stap 1.5). Never changed: a new look is a row."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="team_reviews")
    wg1 = models.BooleanField(guide.review()[0].text, choices=[(True, "Ja"), (False, "Nee")])
    wg2 = models.BooleanField(guide.review()[1].text, choices=[(True, "Ja"), (False, "Nee")])
    wg3 = models.BooleanField(guide.review()[2].text, choices=[(True, "Ja"), (False, "Nee")])
    wg4 = models.BooleanField(guide.review()[3].text, choices=[(True, "Ja"), (False, "Nee")])
    note = models.TextField("wat passen we aan?", max_length=1000, blank=True)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "evaluatie van de werkgroep"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Evaluatie van de werkgroep van {self.case_id}"

    @property
    def lines(self) -> list[tuple[str, bool]]:
        return [(item.text, getattr(self, item.code)) for item in guide.review()]


class Participation(models.Model):
    """How far residents take part, chosen on a day with a reason. A later choice is a new row; the old one stays."""

    class Level(models.TextChoices):
        INFORM = "PL1", "Informeren"
        CONSULT = "PL2", "Raadplegen"
        ADVISE = "PL3", "Adviseren"
        COPRODUCE = "PL4", "Coproduceren"
        DECIDE = "PL5", "Meebeslissen"
        SELF = "PL6", "Zelfbestuur"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participation")
    level = models.CharField("hoe ver gaat de participatie?", max_length=3, choices=Level.choices)
    pros = models.TextField("wat zijn de voordelen?", max_length=1000)
    cons = models.TextField("wat zijn de nadelen?", max_length=1000)
    why = models.TextField("waarom kiest u deze trede?", max_length=1000)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "trede van participatie"
        verbose_name_plural = "treden van participatie"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="participation_level_known", condition=Q(level__in=["PL1", "PL2", "PL3", "PL4", "PL5", "PL6"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.level} in {self.case_id}"


class PhaseReading(models.Model):
    """The phase of another guide that people chose instead of the one that follows from KIS, with why (R-B-027).

    Never changed and never filled in by the application; a later reading is a new row.
    """

    class Guide(models.TextChoices):
        MAP = "map", "Verkenningskaart, tussen groepen"
        VL = "vl", "Vlaamse handreiking"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="phase_readings")
    guide = models.CharField("welke handreiking?", max_length=3, choices=Guide.choices)
    phase = models.PositiveSmallIntegerField(
        "welke fase past beter?", null=True, blank=True, choices=[(number, f"Fase {number}") for number in range(1, 5)]
    )
    why = models.TextField("waarom?", max_length=1000)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "andere lezing van de fase"
        verbose_name_plural = "andere lezingen van de fase"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="phase_reading_one_to_four", condition=Q(phase__isnull=True) | Q(phase__range=(1, 4))
            )
        ]

    def __str__(self) -> str:
        return f"{self.guide} in {self.case_id}"
