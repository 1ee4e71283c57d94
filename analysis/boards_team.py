"""What the screens of the working group show, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from analysis import said, situation
from analysis.models import Answer, Sheet
from analysis.models_team import (
    Participation,
    Team,
    TeamMeeting,
    TeamMember,
    TeamQuestion,
    TeamReview,
    TeamService,
)
from analysis.rules_team import can_keep
from cases.models import Case
from method import team as guide
from method.content import Item
from method.directions.explain import listing, lower
from method.directions.reading import words as labels
from method.worksheets import library
from organisation.models import User


@dataclass(frozen=True)
class ServiceLine:
    """One service of the list: as the guide gives it, or as people wrote it down."""

    key: str
    name: str
    experience: str
    earlier: str
    contact: str
    relevant: str
    council: bool

    @property
    def looked_at(self) -> bool:
        return self.relevant != ""


@dataclass(frozen=True)
class Rung:
    """A rung of participation that was chosen, with its name in the guide."""

    row: Participation
    item: Item


@dataclass(frozen=True)
class TeamBoard:
    case: Case
    team: Team | None
    members: list[TeamMember]
    left: list[TeamMember]
    services: list[ServiceLine]
    meetings: list[TeamMeeting]
    questions: list[TeamQuestion]
    reviews: list[TeamReview]
    rungs: list[Rung]
    low_trust: str
    may_keep: bool
    today: date

    @property
    def rung(self) -> Rung | None:
        """The rung that holds now."""
        return self.rungs[0] if self.rungs else None

    @property
    def before(self) -> list[Rung]:
        return self.rungs[1:]

    @property
    def needs(self) -> list[tuple[Item, bool]]:
        """What the project lead should have, and whether it is there."""
        return [(item, bool(self.team and getattr(self.team, item.code))) for item in guide.lead()]

    @property
    def relevant(self) -> list[ServiceLine]:
        return [line for line in self.services if line.relevant == TeamService.Relevant.YES]

    @property
    def looked_at(self) -> int:
        return sum(line.looked_at for line in self.services)

    @property
    def open_questions(self) -> list[TeamQuestion]:
        return [each for each in self.questions if not each.answer]

    @property
    def answered(self) -> list[TeamQuestion]:
        return [each for each in self.questions if each.answer]

    @property
    def coming(self) -> list[TeamMeeting]:
        return sorted((each for each in self.meetings if not each.held), key=lambda each: each.on)

    @property
    def past(self) -> list[TeamMeeting]:
        return [each for each in self.meetings if each.held]

    @property
    def review(self) -> TeamReview | None:
        return self.reviews[0] if self.reviews else None

    @property
    def warns(self) -> bool:
        """Only informing, while people trust the government little (R-B-116)."""
        return bool(self.low_trust) and self.rung is not None and self.rung.row.level == Participation.Level.INFORM

    guide = guide
    """The texts of the guide, for the template."""


def board(case: Case, user: User) -> TeamBoard:
    """Everything about the working group of a case."""
    everyone = list(TeamMember.objects.filter(case=case).select_related("user"))
    return TeamBoard(
        case=case,
        team=Team.objects.filter(case=case).first(),
        members=[each for each in everyone if not each.left],
        left=[each for each in everyone if each.left],
        services=services(case),
        meetings=list(TeamMeeting.objects.filter(case=case)),
        questions=list(TeamQuestion.objects.filter(case=case)),
        reviews=list(TeamReview.objects.filter(case=case).select_related("by")),
        rungs=_rungs(case),
        low_trust=low_trust(case),
        may_keep=can_keep(user, case),
        today=timezone.localdate(),
    )


def _rungs(case: Case) -> list[Rung]:
    names = {item.code: item for item in guide.ladder()}
    return [Rung(row, names[row.level]) for row in Participation.objects.filter(case=case).select_related("by")]


def services(case: Case) -> list[ServiceLine]:
    """The twelve of the guide in its order, each as it was written down if it was, and then the own ones."""
    rows = list(TeamService.objects.filter(case=case))
    kept = {row.code: row for row in rows if row.code}
    lines = [_kept(kept[item.code]) if item.code in kept else _ready(item) for item in guide.services()]
    return [*lines, *(_kept(row) for row in rows if not row.code)]


def _ready(item: Item) -> ServiceLine:
    return ServiceLine(item.code, item.title, item.text, "", "", "", council=False)


def _kept(row: TeamService) -> ServiceLine:
    council = row.kind == TeamService.Kind.COUNCIL
    key = row.code or str(row.pk)
    return ServiceLine(key, row.name, row.experience, row.earlier, row.contact, row.relevant, council)


LOW_TRUST = ("SE1", "R27A", "R27B", "C1", "E2")
"""Answers that point at discontent about the government (KIS · Stap 2.5-2.7; problem P18 of the advice)."""


def low_trust(case: Case) -> str:
    """What the file says about little trust in the government, or that the debate is toxic; nothing when it does not.

    It reads what was answered elsewhere, so that nobody is asked again (rule 4 of the one case file).
    """
    here = situation.of(case).situation
    answers = set(here.answers).union(*(place.answers for place in here.places))
    found = [lower(labels()[code].label) for code in LOW_TRUST if code in answers and code in labels()]
    voices = said.said(case, said.TOXIC)
    if said.toxic(voices):
        found.append("de polarisatie is giftig")
    return listing(found)


@dataclass(frozen=True)
class TeamPanel:
    """The working group in a few lines, on the case file."""

    team: Team | None
    members: int
    rung: Item | None
    warns: bool
    questions: int
    may_keep: bool


def panel(case: Case, user: User) -> TeamPanel:
    rungs = _rungs(case)
    informs = bool(rungs) and rungs[0].row.level == Participation.Level.INFORM
    return TeamPanel(
        team=Team.objects.filter(case=case).first(),
        members=TeamMember.objects.now().filter(case=case).count(),
        rung=rungs[0].item if rungs else None,
        warns=informs and bool(low_trust(case)),
        questions=TeamQuestion.objects.filter(case=case, answer="").count(),
        may_keep=can_keep(user, case),
    )


ROLE_ITEMS = ("vr1", "vr2", "vr3", "vr4", "vr5")


@dataclass(frozen=True)
class RoleLine:
    """One question about the role of the government (VR1-VR5) with every answer to it."""

    label: str
    answers: list[tuple[str, str]]


def role_sheet(case: Case) -> list[RoleLine]:
    """The five questions of step 1.4 as they are answered in the worksheet, for paper (R-B-114). Two queries."""
    sheet = Sheet.objects.filter(case=case, worksheet="vl-1").first()
    definition = (sheet.definition if sheet else None) or library().newest.get("vl-1")
    if definition is None:
        return []
    rows = Answer.objects.filter(sheet=sheet, item__in=ROLE_ITEMS, state=Answer.State.GIVEN).select_related("by")
    by_item: dict[str, list[tuple[str, str]]] = {}
    for row in rows if sheet else ():
        who = "Gezamenlijk" if row.joint else f"{row.by.name}, {row.function}"
        by_item.setdefault(row.item, []).append((who, row.value.get("text", "")))
    asked = [item for code in ROLE_ITEMS if (item := definition.item(code))]
    return [RoleLine(item.label, by_item.get(item.code, [])) for item in asked]
