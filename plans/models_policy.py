"""Whether policy covers the problems of a case, problem by problem and place by place (KIS · Stap 4.1)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from analysis.models import Location
from cases.models import Case
from common.models import Versioned
from method.policy import outcome_of, question
from organisation.models import Area, User
from organisation.roles import Permission

WHOLE = "De hele casus"


ABSENT = "no"
"""What is said of a sector that is needed and does not take part."""


def missing_of(parties: dict[str, str]) -> list[str]:
    """The sectors that are needed and do not take part, in the order of the guide."""
    return [option.code for option in question("parties").options if parties.get(option.code) == ABSENT]


def party_name(code: str, other: str) -> str:
    """A sector in words; another party by what people call it."""
    return other if code == "other" and other else question("parties").label(code)


class PolicyRowQuerySet(models.QuerySet["PolicyRow"]):
    def visible_to(self, user: User) -> "PolicyRowQuerySet":
        if user.may(Permission.CASE_ALL):
            return self
        return self.filter(Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case"))))

    def counted(self) -> "PolicyRowQuerySet":
        """Rows of cases that are worked on; exercises count nowhere. See also CaseQuerySet.active."""
        return self.filter(~Q(case__state=Case.State.CLOSED), case__exercise=False)

    def white(self) -> "PolicyRowQuerySet":
        return self.filter(outcome=PolicyRow.WHITE)

    def missing(self, sector: str) -> "PolicyRowQuerySet":
        """Rows that need this sector while it does not take part. See also PolicyRow.missing."""
        return self.filter(misses__contains=f" {sector} ")

    def within(self, area: Area) -> "PolicyRowQuerySet":
        """Rows about this area or a part of it: the area of the place, or else the areas of the case."""
        # Asked first: as a part of the question it would be worked out twice.
        inside = list(Area.objects.within(area).values_list("pk", flat=True))
        of_case = Case.areas.through.objects.filter(case=OuterRef("case"), area__in=inside)
        return self.filter(Q(location__area__in=inside) | Q(location__area__isnull=True) & Exists(of_case))


class PolicyRow(Versioned):
    """One problem at one place: what policy and neighbourhood do already, what lacks, and who is needed.

    The guide asks once per row whether the sectors that are needed take part; we ask it per sector, so that the one
    that is missing can be named and invited.
    """

    WHITE, SHARPEN, FIND_OUT, COVERED = "white", "sharpen", "find_out", "covered"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="policy_rows")
    problem = models.CharField("soort probleem", max_length=8, blank=True)
    wording = models.CharField("probleem", max_length=120, help_text="Noem het probleem, geen personen.")
    location = models.ForeignKey(
        Location, verbose_name="plek", null=True, blank=True, on_delete=models.CASCADE, related_name="policy_rows"
    )
    covered = models.CharField("pakt het gewone beleid dit al aan?", max_length=8)
    policies: Any = models.JSONField("welk beleid?", default=list, blank=True)
    policy_other = models.CharField("welk ander beleid?", max_length=120, blank=True)
    now = models.TextField("wat doen we nu al in de buurt?", max_length=1000, blank=True)
    enough = models.CharField("is dat genoeg?", max_length=10, blank=True)
    lacking = models.TextField("wat mist nog, en hoe zetten we het in?", max_length=1000, blank=True)
    parties: Any = models.JSONField("wie is nodig, en doet die mee?", default=dict, blank=True)
    party_other = models.CharField(
        "welke andere partij?", max_length=120, blank=True, help_text="Een organisatie of functie, geen naam."
    )
    plan_action = models.CharField("actie in het meerjarenplan", max_length=200, blank=True)
    budget = models.PositiveIntegerField("geschat bedrag in euro", null=True, blank=True)
    outcome = models.CharField(max_length=8, editable=False)
    misses = models.CharField(max_length=80, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    objects = PolicyRowQuerySet.as_manager()

    class Meta:
        verbose_name = "regel van de beleidstabel"
        verbose_name_plural = "beleidstabel"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "wording"], name="policy_row_once_per_case", condition=Q(location__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["location", "wording"], name="policy_row_once_per_place", condition=Q(location__isnull=False)
            ),
            models.CheckConstraint(
                name="policy_row_outcome_known", condition=Q(outcome__in=["white", "sharpen", "find_out", "covered"])
            ),
        ]
        indexes = [
            models.Index(fields=["outcome", "-updated_at", "-id"], name="policy_row_newest"),
            models.Index(fields=["-updated_at", "-id"], name="policy_row_all"),
        ]

    def __str__(self) -> str:
        return self.wording

    @property
    def place(self) -> str:
        return self.location.label if self.location else WHOLE

    @property
    def needed(self) -> list[str]:
        """The sectors that are needed, in the order of the guide."""
        return [option.code for option in question("parties").options if option.code in self.parties]

    @property
    def missing(self) -> list[str]:
        """The sectors that are needed and do not take part. See also PolicyRowQuerySet.missing."""
        return missing_of(self.parties)

    @property
    def missing_names(self) -> list[str]:
        return [party_name(code, self.party_other) for code in self.missing]

    def party_name(self, code: str) -> str:
        return party_name(code, self.party_other)

    @property
    def outcome_name(self) -> str:
        return question("outcomes").label(self.outcome)

    def settle(self) -> None:
        """Write down what follows from the answers, so that lists can ask for it. Call before every save."""
        self.outcome = outcome_of(self.covered, self.enough)
        self.misses = f" {' '.join(self.missing)} " if self.missing else ""


class PartyAction(models.Model):
    """The action that brings a missing sector in: one per sector and plan (R-B-059)."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="party_actions")
    sector = models.CharField("sector", max_length=10)
    party = models.CharField("andere partij", max_length=120, blank=True)
    action = models.OneToOneField("plans.Action", on_delete=models.CASCADE, related_name="party")

    class Meta:
        verbose_name = "actie voor een ontbrekende sector"
        constraints = [models.UniqueConstraint(fields=["plan", "sector", "party"], name="party_action_once")]

    def __str__(self) -> str:
        return f"{self.sector} in {self.plan_id}"
