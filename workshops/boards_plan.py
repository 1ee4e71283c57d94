"""What the pages about planning show, read in a fixed number of queries; and what waits on the work list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from cases import words as case_words
from cases.models import Case, ExchangeEntry, Group, Placement
from common.dates import midnight
from common.links import address_of
from common.paging import KeysetPage, keyset
from common.ready import ready
from method.invitees import Invited, suggestions
from organisation.models import User
from organisation.roles import Permission
from organisation.work import WorkItem
from signals.models import Signal
from workshops import rules, rules_plan
from workshops.actions import plan as actions
from workshops.models import BlindPlacement, Bridge, Invitee, Item, Meeting, ProgrammeStep, Round

AHEAD = timedelta(days=7)
MOST = 50
PAST_PER_PAGE = 25
CANDIDATES = 8


# The list


@dataclass(frozen=True)
class Listing:
    """Meetings in the order in which someone looks for them: now, soonest first, then what was, newest first."""

    running: list[Meeting]
    coming: list[Meeting]
    past: KeysetPage

    @property
    def empty(self) -> bool:
        return not (self.running or self.coming or self.past.rows) and self.past.first

    @property
    def cut(self) -> bool:
        return len(self.running) + len(self.coming) >= 2 * MOST


def listing(user: User, cursor: str) -> Listing:
    """Two queries: those that may still happen, and a page of those that are over."""
    found = Meeting.objects.visible_to(user).select_related("area", "theme", "facilitator")
    past = keyset(found.exclude(state__in=Meeting.LIVE), cursor, by="starts_at", size=PAST_PER_PAGE)
    live = list(found.live().order_by("starts_at", "pk")[: 2 * MOST]) if past.first else []
    return Listing(
        running=[meeting for meeting in live if meeting.state == Meeting.State.RUNNING],
        coming=[meeting for meeting in live if meeting.state == Meeting.State.PLANNED],
        past=past,
    )


# One meeting


@dataclass(frozen=True)
class Ready:
    """One thing on the list of preparations: done, to do, or only advised."""

    kind: str
    text: str
    url: str = ""
    label: str = ""

    @property
    def word(self) -> str:
        return {"ok": "Klaar", "warn": "Nog doen", "info": "Denk aan"}[self.kind]


@dataclass(frozen=True)
class Preparation:
    """Everything on the page of one meeting."""

    meeting: Meeting
    user: User
    invitees: list[Invitee]
    items: list[Item]
    steps: list[ProgrammeStep]
    seats: int
    visible_cases: frozenset[int]
    visible_signals: frozenset[int]

    @cached_property
    def leads(self) -> bool:
        return rules.can_lead(self.user, self.meeting)

    @cached_property
    def keeps(self) -> bool:
        return self.leads and self.meeting.state == Meeting.State.PLANNED

    @cached_property
    def warnings(self) -> list[rules_plan.Warning]:
        return rules_plan.warnings(self.meeting, self.invitees)

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    @property
    def minutes_left(self) -> int:
        """What the programme leaves of the duration; negative when it takes longer."""
        return self.meeting.minutes - self.minutes

    @property
    def minutes_over(self) -> int:
        return -self.minutes_left

    @cached_property
    def to_mail(self) -> list[Invitee]:
        return [each for each in self.invitees if not each.invited_at and actions.address_of(each)]

    @cached_property
    def without_address(self) -> list[Invitee]:
        return [each for each in self.invitees if not actions.address_of(each)]

    @property
    def seconds(self) -> list[Invitee]:
        return [each for each in self.invitees if each.leads]

    @property
    def asks_network(self) -> bool:
        """Whether the task to invest in the network stands open."""
        meeting = self.meeting
        return (
            meeting.kind == Meeting.Kind.NETWORK
            and meeting.trust == Meeting.Trust.TOO_LITTLE
            and meeting.network_done_at is None
        )

    @property
    def stopped(self) -> str:
        """Why it cannot start yet, or nothing."""
        if self.meeting.trust == Meeting.Trust.TOO_LITTLE and not self.meeting.trust_reason:
            return (
                "Er is nog te weinig vertrouwen in het netwerk. Investeer daarin, of schrijf op waarom u toch doorgaat."
            )
        return ""

    @property
    def agenda(self) -> list[tuple[Item, str, str]]:
        """Each point with what it is about and where that opens, for who may see it."""
        rows = []
        for item in self.items:
            if item.case_id and item.case_id in self.visible_cases and item.case:
                rows.append(
                    (item, f"Casus {item.case.number}: {item.case.title}", reverse("cases:detail", args=[item.case_id]))
                )
            elif item.signal_id and item.signal_id in self.visible_signals and item.signal:
                rows.append((item, f"Signaal {item.signal.number}", reverse("signals:detail", args=[item.signal_id])))
            else:
                rows.append((item, "", ""))
        return rows

    @property
    def checks(self) -> list[Ready]:
        """What is ready and what is missing, in the order in which one prepares."""
        return [
            *(self._network() if self.meeting.kind == Meeting.Kind.NETWORK else self._cases()),
            *self._people(),
            self._programme(),
            *self._rest(),
        ]

    def _network(self) -> list[Ready]:
        meeting, url = self.meeting, reverse("workshops:trust", args=[self.meeting.pk])
        if meeting.trust == Meeting.Trust.ENOUGH:
            first = Ready("ok", "Er is een netwerk met genoeg vertrouwen.", url, "Antwoord wijzigen")
        elif meeting.trust == Meeting.Trust.TOO_LITTLE and meeting.trust_reason:
            first = Ready("info", "Er is nog weinig vertrouwen. U gaat toch door, met een reden.", url, "Bekijken")
        elif meeting.trust == Meeting.Trust.TOO_LITTLE:
            first = Ready(
                "warn", "Er is nog te weinig vertrouwen. Investeer eerst in het netwerk.", url, "Advies bekijken"
            )
        elif meeting.trust == Meeting.Trust.UNKNOWN:
            first = Ready(
                "warn", "U weet nog niet of er genoeg vertrouwen is. Vraag het een paar partners.", url, "Beantwoorden"
            )
        else:
            first = Ready("warn", "Is er een netwerk met genoeg vertrouwen?", url, "Beantwoorden")
        question = (
            Ready("ok", "De vraag voor het voorstelrondje is gekozen.")
            if meeting.question
            else Ready(
                "info",
                "Kies een vraag voor het voorstelrondje.",
                reverse("workshops:edit", args=[meeting.pk]),
                "Kiezen",
            )
        )
        return [first, question]

    def _cases(self) -> list[Ready]:
        url = reverse("workshops:agenda", args=[self.meeting.pk])
        number = len(self.items)
        if not number:
            return [Ready("warn", "De agenda is nog leeg.", url, "Casus of signaal toevoegen")]
        return [Ready("ok", f"De agenda heeft {number} {'punt' if number == 1 else 'punten'}.", url, "Agenda bekijken")]

    def _people(self) -> list[Ready]:
        url = reverse("workshops:invitees", args=[self.meeting.pk])
        if not self.invitees:
            return [Ready("warn", "Er staat nog niemand op de lijst van genodigden.", url, "Mensen uitnodigen")]
        found = [
            Ready("info", "Kijk wie er misschien ontbreekt.", url, "Genodigden bekijken")
            if self.warnings
            else Ready(
                "ok", f"Op de lijst van genodigden staan {len(self.invitees)} mensen of functies.", url, "Bekijken"
            )
        ]
        if self.to_mail:
            number = len(self.to_mail)
            words = (
                "1 uitnodiging is nog niet verstuurd."
                if number == 1
                else f"{number} uitnodigingen zijn nog niet verstuurd."
            )
            found.append(Ready("warn", words, f"{url}#versturen", "Versturen"))
        if not self.seconds:
            found.append(Ready("info", "Een tweede gespreksleider kan overnemen als uw laptop uitvalt.", url, "Kiezen"))
        return found

    def _programme(self) -> Ready:
        url = reverse("workshops:programme", args=[self.meeting.pk])
        if self.minutes_left < 0:
            text = f"Het programma duurt {self.minutes_over} minuten langer dan de bijeenkomst."
            return Ready("warn", text, url, "Tijd verdelen")
        return Ready(
            "ok", f"Het programma past: {self.minutes} van {self.meeting.minutes} minuten.", url, "Tijd verdelen"
        )

    def _rest(self) -> list[Ready]:
        found = []
        if not self.meeting.place:
            url = reverse("workshops:edit", args=[self.meeting.pk])
            found.append(Ready("warn", "Er is nog geen plaats ingevuld.", url, "Invullen"))
        url = reverse("workshops:paper", args=[self.meeting.pk])
        found.append(Ready("info", "Neem papier mee voor als het netwerk uitvalt.", url, "Afdrukken"))
        return found


def preparation(meeting: Meeting, user: User) -> Preparation:
    """Six queries at most, however long the lists."""
    items = list(meeting.items.select_related("case", "signal"))
    cases = [item.case_id for item in items if item.case_id]
    signals = [item.signal_id for item in items if item.signal_id]
    return Preparation(
        meeting=meeting,
        user=user,
        invitees=list(Invitee.objects.filter(meeting=meeting).select_related("user", "partner")),
        items=items,
        steps=list(meeting.steps.all()),
        seats=meeting.seats.filter(left_at__isnull=True).count(),
        visible_cases=frozenset(Case.objects.visible_to(user).filter(pk__in=cases).values_list("pk", flat=True)),
        visible_signals=frozenset(Signal.objects.visible_to(user).filter(pk__in=signals).values_list("pk", flat=True)),
    )


@dataclass(frozen=True)
class Suggested:
    """A kind of participant that the guide wants, and whether one is on the list."""

    weight: str
    kind: Invited
    there: bool


def suggested(meeting: Meeting, invitees: Sequence[Invitee]) -> list[Suggested]:
    groups = {invitee.group for invitee in invitees}
    found = suggestions(vertical=meeting.vertical)
    return [Suggested(weight, kind, kind.code in groups) for weight, kind in found]


def agenda_choices(meeting: Meeting, user: User, search: str) -> list[tuple[str, str]]:
    """Cases and signals that may go on the agenda: those found by the search, else the latest. Four queries at most."""
    cases = Case.objects.visible_to(user).exclude(pk__in=meeting.items.filter(case__isnull=False).values("case"))
    signals = (
        Signal.objects.visible_to(user)
        .open()
        .exclude(pk__in=meeting.items.filter(signal__isnull=False).values("signal"))
    )
    number = search.rsplit("-", 1)[-1].strip()
    by_number = Q(pk=int(number)) if number.isdecimal() and len(number) < 16 else Q(pk__in=[])
    if search:
        cases = cases.filter(Q(title__icontains=search) | by_number)
        signals = signals.filter(Q(what__icontains=search) | by_number)
    else:
        cases = cases.exclude(state=Case.State.CLOSED).filter(exercise=False)
    found = [
        (f"case:{row.pk}", f"Casus {row.number}: {row.title}")
        for row in cases.order_by("-updated_at", "-pk")[:CANDIDATES]
    ]
    for row in signals.order_by("-reported_at", "-pk")[:CANDIDATES]:
        text = row.what if len(row.what) <= 90 else f"{row.what[:87]}…"
        found.append((f"signal:{row.pk}", f"Signaal {row.number}: {text}"))
    return found


# On the case file


@dataclass(frozen=True)
class OfCase:
    """A meeting about a case, with what came out of it."""

    item: Item
    opens: bool
    outcomes: tuple[str, ...]

    @property
    def meeting(self) -> Meeting:
        return self.item.meeting


@dataclass(frozen=True)
class Hint:
    """A suggestion with its reason and its source."""

    text: str
    source: str


@dataclass(frozen=True)
class Panel:
    """Meetings of a case, and what the guide suggests. Suggestions are for who may plan a meeting."""

    case: Case
    meetings: list[OfCase]
    may_plan: bool
    planned_elsewhere: bool
    hints: list[Hint]
    missing: list[str]
    bridges: list[Bridge]
    external: bool


def panel(case: Case, user: User) -> Panel:
    may_plan = user.may(Permission.MEET) and case.state != Case.State.CLOSED
    items = list(Item.objects.filter(case=case).select_related("meeting").order_by("-meeting__starts_at", "-pk")[:10])
    visible = set(
        Meeting.objects.visible_to(user).filter(pk__in=[item.meeting_id for item in items]).values_list("pk", flat=True)
    )
    settled: dict[int | None, list[str]] = {}
    rounds = Round.objects.filter(item__in=[item.pk for item in items], state=Round.State.SETTLED).exclude(outcome="")
    for item_id, outcome in rounds.order_by("pk").values_list("item", "outcome"):
        settled.setdefault(item_id, []).append(outcome)
    vertical = False
    broken = case.information_position == Case.InformationPosition.BROKEN
    missing: list[str] = []
    bridges: list[Bridge] = []
    if may_plan:
        vertical = _is_vertical(case)
        missing = _missing(case)
        bridges = bridges_to(case)
    return Panel(
        case=case,
        meetings=[OfCase(item, item.meeting_id in visible, tuple(settled.get(item.pk, ()))) for item in items],
        may_plan=may_plan,
        planned_elsewhere=may_plan and plannable(user).exclude(items__case=case).exists(),
        hints=_hints(vertical, broken) if may_plan else [],
        missing=missing,
        bridges=bridges,
        external=vertical or broken,
    )


def plannable(user: User) -> QuerySet[Meeting]:
    """Case meetings that are still to come and that this person leads: where a case can be put on the agenda."""
    leading = Invitee.objects.filter(user=user.pk, leads=True).values("meeting")
    return Meeting.objects.filter(Q(facilitator=user.pk) | Q(pk__in=leading), kind=Meeting.Kind.CASES).live()


def _is_vertical(case: Case) -> bool:
    """Whether anyone placed the case at two or higher towards the government, alone or in a round that was shown."""
    placed = Placement.objects.filter(case=case, replaced_by__isnull=True, y_max__gte=2)
    shown = BlindPlacement.objects.shown().filter(round__item__case=case, y_max__gte=2)
    return placed.exists() or shown.exists()


def _hints(vertical: bool, broken: bool) -> list[Hint]:
    found = []
    if vertical:
        found.append(
            Hint(
                "Iemand plaatste deze casus ook op de as met de overheid. Een werksessie met het externe netwerk laat "
                "zien hoe groot het is. Partners houden de gemeente een spiegel voor: het eigen optreden is van "
                "binnenuit lastig te zien.",
                rules_plan.BRIDGE,
            )
        )
    if broken:
        found.append(
            Hint(
                "De contacten met een groep zijn verbroken. Partners die nog wel contact hebben, kunnen in een "
                "werksessie vertellen wat er speelt en een brug slaan.",
                rules_plan.BRIDGE,
            )
        )
    return found


def _missing(case: Case) -> list[str]:
    """Angles from which nobody placed or contributed yet (R-A-058)."""
    functions = list(Placement.objects.filter(case=case).order_by().values_list("function", flat=True).distinct())
    functions += ExchangeEntry.objects.filter(case=case).order_by().values_list("function", flat=True).distinct()
    return case_words.missing_perspectives(functions)


def bridges_to(case: Case) -> list[Bridge]:
    """Bridges to a group of this case, by the words in which both are written down (R-A-072). Two queries."""
    labels = list(Group.objects.filter(case=case).values_list("label", flat=True))
    if not labels:
        return []
    rows = Bridge.objects.filter(ended_at__isnull=True, partner__active=True).select_related("partner")
    return [row for row in rows[:500] if any(rules_plan.same_group(row.group, label) for label in labels)]


# The work list


def work_for(user: User, today: date) -> list[WorkItem]:
    """Meetings that I lead within a week, or that should have been ended; to which I am invited; and networks to invest
    in. One query."""
    until = midnight(today + AHEAD + timedelta(days=1))
    page, seat = address_of("workshops:detail"), actions.join_path
    items = []
    for pk, title, starts_at, state, code, trust, done_at, facilitator, leads_along, kind in _waiting(user.pk, until):
        on = timezone.localtime(starts_at).date()
        leads = facilitator == user.pk or leads_along
        if state in Meeting.LIVE and starts_at < until:
            if not leads:
                items.append(WorkItem("Bijeenkomst", title, seat(code), "u bent uitgenodigd", on))
            else:
                items.append(WorkItem("Bijeenkomst", title, page(pk), _why(state, on, today), on))
        owes = kind == Meeting.Kind.NETWORK and trust == Meeting.Trust.TOO_LITTLE and done_at is None
        if owes and facilitator == user.pk and state != Meeting.State.ENDED:
            url = reverse("workshops:trust", args=[pk])
            items.append(WorkItem("Netwerk", title, url, "er is nog te weinig vertrouwen voor een werksessie"))
    return items


@ready
def _waiting(user: int, until: datetime) -> QuerySet[Meeting, Any]:
    invited = Invitee.objects.filter(user=user)
    leading = Q(facilitator=user) | Q(pk__in=invited.filter(leads=True).values("meeting"))
    soon = Q(state__in=Meeting.LIVE, starts_at__lt=until) & (leading | Q(pk__in=invited.values("meeting")))
    network = Q(
        facilitator=user,
        kind=Meeting.Kind.NETWORK,
        trust=Meeting.Trust.TOO_LITTLE,
        network_done_at__isnull=True,
    ) & ~Q(state=Meeting.State.ENDED)
    return (
        Meeting.objects.filter(soon | network)
        .annotate(leads_along=Exists(invited.filter(meeting=OuterRef("pk"), leads=True)))
        .order_by("starts_at", "pk")
        .values_list(
            "pk",
            "title",
            "starts_at",
            "state",
            "code",
            "trust",
            "network_done_at",
            "facilitator",
            "leads_along",
            "kind",
        )[:MOST]
    )


def _why(state: str, on: date, today: date) -> str:
    if state == Meeting.State.RUNNING:
        return "is bezig; rond af als het klaar is" if on >= today else "is nog niet afgerond"
    return "u leidt deze bijeenkomst" if on >= today else "is niet begonnen; verplaats of gelast af"
