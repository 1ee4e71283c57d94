"""What the pages about policy and white spots show, in a fixed number of queries."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from analysis import situation, versions
from analysis.choices import Came
from analysis.models_advice import InterventionChoice
from cases.models import Case, number_of
from common.dates import in_words
from common.links import address_of
from common.money import in_euros
from common.paging import KeysetPage
from method.directions.evaluate import Found, advise, at_place, whole_case
from method.directions.explain import listing
from method.directions.model import WHOLE_CASE, Situation
from method.policy import question
from organisation.current import organisation
from organisation.models import User
from plans import rules
from plans.budget import Money, money_of
from plans.models import Action
from plans.models_policy import ABSENT, WHOLE, PartyAction, PolicyRow, PolicyRowQuerySet, missing_of, party_name
from plans.rules_policy import check_fill

LOOKS = {
    PolicyRow.WHITE: ("warn", "warn"),
    PolicyRow.SHARPEN: ("info", "pen"),
    PolicyRow.FIND_OUT: ("neutral", "search"),
    PolicyRow.COVERED: ("ok", "ok"),
}
TAKES_PART = {"yes": "doet mee", "partly": "doet deels mee", ABSENT: "doet nog niet mee"}
RUNNING_SHOWN = 20


@dataclass(frozen=True)
class Spot:
    """One problem at one place that policy does not cover, in words."""

    problem: str
    place: str
    outcome: str
    missing: list[str]


def white_spots_of(case: Case) -> list[Spot]:
    """The white spots of a case as people wrote them down, in the order of the table. One query."""
    rows = PolicyRow.objects.filter(case=case).white().select_related("location")
    return [Spot(row.wording, row.place, row.outcome_name, row.missing_names) for row in rows]


# The table of one case


@dataclass(frozen=True)
class Offer:
    """A problem that the analysis found at a place and that the table does not hold yet."""

    problem: str
    label: str
    about: str
    place: str
    location: int | None
    because: str
    first: bool
    url: str


@dataclass(frozen=True)
class Party:
    """A sector that is needed: what it is called, and how far it takes part."""

    name: str
    said: str
    absent: bool


@dataclass(frozen=True)
class Line:
    """One row of the table in words."""

    row: PolicyRow

    @property
    def kind(self) -> str:
        return LOOKS[self.row.outcome][0]

    @property
    def icon(self) -> str:
        return LOOKS[self.row.outcome][1]

    @property
    def covered(self) -> str:
        return question("covered").label(self.row.covered)

    @property
    def policies(self) -> str:
        other = self.row.policy_other
        names = [other if code == "other" and other else question("policies").label(code) for code in self.row.policies]
        return ", ".join(names)

    @property
    def enough(self) -> str:
        return question("enough").label(self.row.enough) if self.row.enough else ""

    @property
    def parties(self) -> list[Party]:
        row = self.row
        return [
            Party(row.party_name(code), TAKES_PART.get(row.parties[code], row.parties[code]), code in row.missing)
            for code in row.needed
        ]

    @property
    def budget(self) -> str:
        return in_euros(self.row.budget)


@dataclass(frozen=True)
class Absent:
    """A sector that is needed and does not take part, with the problems that need it and the action that was made."""

    sector: str
    name: str
    row: int
    about: list[str]
    action: Came | None


@dataclass(frozen=True)
class TableBoard:
    """The page with the policy table of one case."""

    lines: list[Line]
    offers: list[Offer]
    absent: list[Absent]
    money: Money
    may_fill: bool
    described: bool

    @property
    def white(self) -> int:
        return sum(line.row.outcome == PolicyRow.WHITE for line in self.lines)


def table_board(case: Case, user: User) -> TableBoard:
    rows = list(PolicyRow.objects.filter(case=case).select_related("location", "by"))
    found = situation.of(case, region=organisation().words)
    may_fill = rules.allows(check_fill, user, case)
    return TableBoard(
        lines=[Line(row) for row in rows],
        offers=_offers(case, rows, found.situation) if may_fill else [],
        absent=_absent(case, rows),
        money=money_of(case),
        may_fill=may_fill,
        described=bool(found.situation.places),
    )


def offer_of(case: Case, problem: str, place: str) -> Offer | None:
    """What the form of a new row is about; none for a problem that the guide does not know or a place of elsewhere.

    An answer that was taken back while somebody was writing does not cost them their text."""
    described = situation.of(case, region=organisation().words).situation
    for offer in _found(case, described):
        if (offer.problem, str(offer.location or "")) == (problem, place):
            return offer
    known = versions.rules_of(versions.in_use()).problems.get(problem)
    names = {each.key: each.name for each in described.places} | {WHOLE_CASE: WHOLE}
    if known is None or place not in names:
        return None
    return Offer(problem, known.label, known.about, names[place], int(place) if place else None, "", False, "")


def _offers(case: Case, rows: list[PolicyRow], described: Situation) -> list[Offer]:
    """Every problem that the answers point at and the table lacks. Nothing is filled in: a person decides what goes in
    (KIS · Stap 4.1)."""
    there = {(row.problem, row.location_id) for row in rows}
    return [offer for offer in _found(case, described) if (offer.problem, offer.location) not in there]


def _found(case: Case, described: Situation) -> Iterator[Offer]:
    """Problem by problem and place by place what the answers of step 2 point at; what got priority in step 3 first."""
    used = versions.rules_of(versions.in_use())
    names = {each.key: each.name for each in described.places} | {WHOLE_CASE: WHOLE}
    pointed = {WHOLE_CASE: _answers(whole_case(described, used))}
    pointed |= {each.key: _answers(at_place(each, used)) for each in described.places}
    address = reverse("policy:new", args=[case.pk])
    for problem in advise(described, used).problems:
        for key in problem.places:
            yield Offer(
                problem=problem.code,
                label=problem.label,
                about=used.problems[problem.code].about,
                place=names[key],
                location=int(key) if key else None,
                because=listing([f"‘{used.label(code)}’" for code in pointed[key].get(problem.code, ())]),
                first=bool(problem.priority),
                url=f"{address}?{urlencode({'probleem': problem.code, 'plek': key})}",
            )


def _answers(found: Found) -> dict[str, list[str]]:
    """Problem by problem the answers that point at it, umbrellas too."""
    result = {problem: list(answers) for problem, answers in found.answers.items()}
    for umbrella in found.umbrellas:
        for problem in umbrella.problems:
            result.setdefault(problem, []).append(umbrella.answer)
    return result


def _absent(case: Case, rows: list[PolicyRow]) -> list[Absent]:
    """Who is missing, in the order of the guide, each once with the problems that need it. One query."""
    if not any(row.misses for row in rows):
        return []
    made = {
        (each.sector, each.party): Came(
            f"{each.action.what} ({each.action.get_state_display().lower()})",
            f"{reverse('plans:detail', args=[case.pk])}#actie-{each.action_id}",
        )
        for each in PartyAction.objects.filter(plan__case=case).select_related("action")
    }
    found: dict[tuple[str, str], list[PolicyRow]] = {}
    for option in question("parties").options:
        for row in rows:
            if option.code in row.missing:
                found.setdefault((option.code, row.party_other if option.code == "other" else ""), []).append(row)
    return [
        Absent(
            sector=sector,
            name=needed[0].party_name(sector),
            row=needed[0].pk,
            about=[f"{row.wording} ({row.place})" for row in needed],
            action=made.get((sector, party)),
        )
        for (sector, party), needed in found.items()
    ]


def running(case: Case) -> list[str]:
    """What the file already holds about what is done: open actions and chosen examples. Nobody types those again."""
    actions = Action.objects.filter(plan__case=case, state__in=Action.OPEN).order_by("due_on", "pk")
    examples = InterventionChoice.objects.standing().filter(case=case).exclude(name__in=actions.values("what"))
    return [*actions.values_list("what", flat=True), *examples.values_list("name", flat=True)][:RUNNING_SHOWN]


# White spots of all cases


@dataclass(frozen=True)
class SpotRow:
    """One line of the overview: the problem, where, in which case, and who is missing."""

    problem: str
    place: str
    areas: str
    case: str
    number: str
    url: str
    missing: str
    outcome: str
    kind: str
    on: str


def for_overview(rows: PolicyRowQuerySet) -> QuerySet[PolicyRow, Any]:
    """The columns that a line shows; a whole row with its case and place costs twice as much to read."""
    columns = (
        "pk", "wording", "parties", "party_other", "outcome", "updated_at", "case", "case__title", "case__opened_at",
        "location__label", "location__area__name",
    )  # fmt: skip
    return rows.values_list(*columns, named=True)


def spot_rows(found: KeysetPage) -> list[SpotRow]:
    """One query more, for the areas of the cases."""
    areas = _areas_of({row.case for row in found})
    address = address_of("policy:table")
    outcomes = dict(question("outcomes").choices)
    return [
        SpotRow(
            problem=row.wording,
            place=row.location__label or WHOLE,
            areas=row.location__area__name or ", ".join(areas.get(row.case, ())),
            case=row.case__title,
            number=number_of(row.case, row.case__opened_at),
            url=f"{address(row.case)}#regel-{row.pk}",
            missing=", ".join(party_name(code, row.party_other) for code in missing_of(row.parties)),
            outcome=outcomes[row.outcome],
            kind=LOOKS[row.outcome][0],
            on=in_words(row.updated_at),
        )
        for row in found
    ]


def _areas_of(cases: Iterable[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Case.areas.through.objects.filter(case__in=cases).order_by("area__name")
    for case, name in rows.values_list("case", "area__name"):
        found.setdefault(case, []).append(name)
    return found
