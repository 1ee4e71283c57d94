"""What the crowded screens of a case show, read in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, TypedDict

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower, Trim
from django.urls import reverse
from django.utils import timezone

from cases import rules, words
from cases.models import (
    Case,
    CaseMember,
    Diagnosis,
    Document,
    ExchangeEntry,
    FaultLine,
    FollowUpDecision,
    Group,
    Placement,
    SignalLink,
    ValenceChange,
    number_of,
)
from common.links import address_of
from common.ready import ready
from method.content import Item
from method.map import Shape
from organisation.models import Area, Department, Organisation, Step, User
from organisation.roles import Permission
from organisation.work import WorkItem
from signals.models import Signal

SIGNALS_SHOWN = 6
ENTRIES_SHOWN = 5
ROWS_SHOWN = 30


@dataclass(frozen=True)
class Quadrant:
    """Where the latest diagnosis stands, in letters; an area or line may lie in several."""

    letters: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"Kwadrant {' en '.join(self.letters)}"


@dataclass(frozen=True)
class Due:
    """The next check, as a date, a number of days and words."""

    on: date
    days: int

    @property
    def words(self) -> str:
        if self.days == 0:
            return "vandaag"
        number = abs(self.days)
        unit = "dag" if number == 1 else "dagen"
        return f"over {number} {unit}" if self.days > 0 else f"{number} {unit} te laat"


def due(on: date | None, today: date) -> Due | None:
    return Due(on, (on - today).days) if on else None


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now, why, and where."""

    title: str
    why: str
    url_name: str
    label: str
    source: str = ""


@dataclass(frozen=True)
class LinkedSignal:
    """A signal on the file: its text is part of the case, its own page only for who may see it."""

    link: SignalLink
    opens: bool

    @property
    def signal(self) -> Signal:
        return self.link.signal


@dataclass(frozen=True)
class File:
    """Everything the file page shows, apart from the panels that load themselves."""

    case: Case
    user: User
    organisation: Organisation
    today: date
    areas: list[Any]
    departments: list[Any]
    groups: list[Group]
    fault_lines: list[Any]
    valence_changes: list[Any]
    signals: list[LinkedSignal]
    entries: list[ExchangeEntry]
    decision: FollowUpDecision | None
    members: list[Any]
    documents: list[Any]
    signal_count: int
    source_count: int
    placement_count: int

    @property
    def diagnosis(self) -> Diagnosis | None:
        return self.case.diagnosis

    @cached_property
    def quadrant(self) -> Quadrant | None:
        return Quadrant(self.diagnosis.placement.shape.quadrants) if self.diagnosis else None

    @property
    def dated(self) -> bool:
        """Whether the snapshot is older than the organisation relies on (R-A-080)."""
        limit = self.today - timedelta(days=self.organisation.dated_days)
        return self.diagnosis is not None and self.diagnosis.on < limit

    @cached_property
    def due(self) -> Due | None:
        return due(self.case.review_on, self.today) if self.case.state != Case.State.CLOSED else None

    @property
    def intersection(self) -> bool:
        return len(self.fault_lines) >= 2

    @property
    def one_signal(self) -> bool:
        """One source is too little to conclude anything (R-A-056)."""
        return self.source_count < 2

    @property
    def more_signals(self) -> int:
        return self.signal_count - len(self.signals)

    @property
    def questions(self) -> list[ExchangeEntry]:
        return [entry for entry in self.entries if entry.open]  # type: ignore[attr-defined]

    @property
    def latest_entries(self) -> list[ExchangeEntry]:
        return [entry for entry in self.entries if not entry.open]  # type: ignore[attr-defined]

    @property
    def forms(self) -> list[Item]:
        return words.chosen(self.case.forms)

    @property
    def causes(self) -> list[Item]:
        return words.chosen(self.case.causes)

    @property
    def players(self) -> list[str]:
        return words.players(self.case.causes)

    @property
    def vertical(self) -> bool:
        """Whether the government is itself a party, as far as anyone has said (R-A-070)."""
        return (
            self.case.about_decision
            or any(row.signal.vertical for row in self.signals)
            or bool(self.diagnosis and self.diagnosis.placement.shape.vertical)
        )

    @property
    def asks_information_position(self) -> bool:
        return self.vertical and not (self.case.information_position and self.case.blind_spots)

    @cached_property
    def can_edit(self) -> bool:
        return rules.can_edit(self.user, self.case)

    @cached_property
    def can_change(self) -> bool:
        return self.can_edit and self.case.state != Case.State.CLOSED

    @cached_property
    def can_take_part(self) -> bool:
        return rules.can_take_part(self.user, self.case)

    @cached_property
    def can_link(self) -> bool:
        return rules.can_link(self.user, self.case)

    @property
    def can_diagnose(self) -> bool:
        return self.user.may(Permission.DIAGNOSE) and self.can_change

    @cached_property
    def next(self) -> NextStep | None:
        return next_step(self)

    @property
    def next_url(self) -> str:
        if self.next is None:
            return ""
        if self.next.url_name == "cases:link":
            return f"{reverse('cases:link')}?casus={self.case.pk}"
        return reverse(self.next.url_name, args=[self.case.pk])


def next_step(file: File) -> NextStep | None:
    """What this person can best do now. One step, the most urgent first; None when nothing waits."""
    case, state = file.case, Case.State
    if not file.can_edit:
        if file.can_take_part and file.placement_count == 0:
            return NextStep(
                "Zet uw kijk op de kaart",
                "Ieder ziet iets anders. Uw plaatsing helpt het gesprek.",
                "cases:place",
                "Plaatsen",
                "ESS-handreiking §2.2",
            )
        return None
    if case.reassess:
        return NextStep(
            "Beoordeel deze casus opnieuw",
            "Er kwam een signaal bij terwijl u de casus volgde of had gesloten.",
            "cases:state" if case.state == state.CLOSED else "cases:diagnose",
            "Heropenen" if case.state == state.CLOSED else "Nieuwe diagnose",
            "ESS-handreiking §2.4",
        )
    if case.state == state.CLOSED:
        return None
    if file.due and file.due.days <= 0 and case.state in (state.MONITORING, state.ACTING):
        return NextStep(
            "Doe de check",
            f"De check is {file.due.words}. Is het nog hetzelfde?",
            "cases:check",
            "Check doen",
            "ESS-handreiking §2.4",
        )
    if case.diagnosis is None:
        if file.signal_count == 0:
            return NextStep(
                "Koppel de signalen",
                "Met signalen uit verschillende bronnen wordt duidelijk wat er speelt.",
                "cases:link",
                "Signaal koppelen",
                "ESS-handreiking §2.3",
            )
        if file.placement_count == 0:
            return NextStep(
                "Zet de casus op de kaart",
                "Nog niemand heeft de casus geplaatst. Begin zelf en vraag daarna anderen.",
                "cases:place",
                "Plaatsen",
                "ESS-handreiking §2.2",
            )
        if file.placement_count == 1:
            return NextStep(
                "Vraag anderen mee te kijken",
                "Er is één plaatsing. Samen plaatsen levert meer op dan alleen.",
                "cases:members",
                "Collega of partner vragen",
                "ESS-handreiking §2.3",
            )
        if file.questions:
            return NextStep(
                "Beantwoord de open vragen",
                "In de uitwisseling staan vragen zonder antwoord.",
                "cases:exchange",
                "Naar de uitwisseling",
                "ESS-handreiking §2.3",
            )
        return NextStep(
            "Stel samen de diagnose",
            "Er zijn meerdere plaatsingen. Is er aanleiding om te handelen?",
            "cases:diagnose",
            "Diagnose vastleggen",
            "ESS-handreiking §2.4",
        )
    if case.diagnosis.outcome in (Diagnosis.Outcome.NONE, Diagnosis.Outcome.POSITIVE):
        return NextStep(
            "Sluit de casus, of volg hem nog even",
            f"De uitkomst is “{case.diagnosis.get_outcome_display()}”.",
            "cases:state",
            "Status kiezen",
            "ESS-handreiking §2.4",
        )
    if file.decision is None:
        return NextStep(
            "Neem een vervolgbesluit",
            "De diagnose is er. Leg vast welke afdeling aan zet is en wie meedoet.",
            "cases:decide",
            "Vervolgbesluit vastleggen",
            "ESS-handreiking §5.2",
        )
    if file.dated:
        return NextStep(
            "Kijk opnieuw",
            "De diagnose is gedateerd. Een diagnose is een momentopname.",
            "cases:diagnose",
            "Nieuwe diagnose",
            "ESS-handreiking §2.4",
        )
    if case.diagnosis.outcome == Diagnosis.Outcome.ACT and case.state == state.DIAGNOSED:
        return NextStep(
            "Maak het actieplan",
            "U hebt besloten te handelen. Leg doelen en acties vast.",
            "plans:detail",
            "Naar het actieplan",
            "ESS-handreiking hoofdstuk 3",
        )
    return None


def _count(rows: QuerySet[Any], what: Any = "pk", *, distinct: bool = False) -> Coalesce:
    """How many rows of this case, counted beside the case itself instead of in a query of its own."""
    counted = rows.order_by().values("case").annotate(n=Count(what, distinct=distinct)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


_LINKS = SignalLink.objects.filter(ended_at__isnull=True, case=OuterRef("pk"))
_PLACEMENTS = Placement.objects.filter(replaced_by__isnull=True, case=OuterRef("pk"))


@ready
def _heads(case: int) -> QuerySet[Case]:
    rows = Case.objects.select_related(
        "theme", "department", "owner", "deputy", "diagnosis", "diagnosis__placement", "diagnosis__by"
    )
    return rows.filter(pk=case).annotate(
        signal_count=_count(_LINKS),
        source_count=_count(_LINKS, Lower(Trim("signal__source")), distinct=True),
        placement_count=_count(_PLACEMENTS, "by", distinct=True),
    )


def head(pk: int, user: User) -> Case | None:
    """The case with all that belongs to the head of its file, if this person may see it."""
    sees_all = user.may(Permission.CASE_ALL)  # see also CaseQuerySet.visible_to
    if not sees_all and not Case.objects.visible_to(user).filter(pk=pk).exists():
        return None
    return next(iter(_heads(pk)), None)


# The parts of the file page. Each reads the columns that the page shows.


@ready
def _areas(case: int) -> QuerySet[Area, str]:
    return Area.objects.filter(cases=case).order_by("code").values_list("name", flat=True)


@ready
def _departments(case: int) -> QuerySet[Department, str]:
    return Department.objects.filter(joined_cases=case).order_by("name").values_list("name", flat=True)


@ready
def _groups(case: int) -> QuerySet[Group]:
    rows = Group.objects.filter(case=case).order_by("pk")
    return rows.only("label", "side", "role", "perception", "listened")[:ROWS_SHOWN]


@ready
def _fault_lines(case: int) -> QuerySet[FaultLine]:
    return FaultLine.objects.filter(cases=case).order_by("name")[:ROWS_SHOWN]


@ready
def _valence_changes(case: int) -> QuerySet[ValenceChange]:
    rows = ValenceChange.objects.filter(case=case).select_related("by").order_by("-at", "-pk")
    return rows.only("was", "became", "reason", "at", "by__name")[:ENTRIES_SHOWN]


@ready
def _entries(case: int) -> QuerySet[ExchangeEntry]:
    """Questions that wait for an answer first, then everything, newest first."""
    answered = Exists(ExchangeEntry.objects.filter(answers=OuterRef("pk")))
    rows = ExchangeEntry.objects.filter(case=case).annotate(open=Q(kind=ExchangeEntry.Kind.QUESTION) & ~answered)
    rows = rows.select_related("by").only("kind", "text", "function", "source", "at", "by__name")
    return rows.order_by("-open", "-at", "-pk")[: 3 * ENTRIES_SHOWN]


@ready
def _decision(case: int) -> QuerySet[FollowUpDecision]:
    rows = FollowUpDecision.objects.filter(case=case).select_related("department", "by").order_by("-at", "-pk")
    return rows.only("step", "reason", "at", "department__name", "by__name")[:1]


@ready
def _members(case: int) -> QuerySet[CaseMember]:
    rows = CaseMember.objects.filter(case=case).select_related("user").order_by("pk")
    return rows.only("user__name", "user__function", "user__organisation_name")[:ROWS_SHOWN]


@ready
def _documents(case: int) -> QuerySet[Document]:
    rows = Document.objects.filter(case=case, removed_at__isnull=True).order_by("-dated_on", "-pk")
    return rows.only("title", "origin", "place", "dated_on")[:ROWS_SHOWN]


@ready
def _signals(case: int, everything: bool) -> QuerySet[SignalLink]:
    rows = SignalLink.objects.filter(case=case, ended_at__isnull=True).select_related("signal", "signal__area", "by")
    rows = rows.only(
        *("reason", "at", "by__name", "signal__area__name"),
        *(f"signal__{name}" for name in ("what", "known", "happened_at", "direction", "source")),
        *(f"signal__{name}" for name in ("reported_at", "reporter", "department", "place", "state", "kind")),
    )
    return rows.order_by("-at", "-pk")[: None if everything else SIGNALS_SHOWN]


def file(case: Case, user: User, organisation: Organisation) -> File:
    """The file page of a case that came from `head`."""
    own = case.pk
    return File(
        case=case,
        user=user,
        organisation=organisation,
        today=timezone.localdate(),
        areas=_areas(own),
        departments=_departments(own),
        groups=_groups(own),
        fault_lines=_fault_lines(own),
        valence_changes=_valence_changes(own),
        signals=linked(case, user, everything=False),
        entries=_entries(own),
        decision=next(iter(_decision(own)), None),
        members=_members(own),
        documents=_documents(own),
        signal_count=case.signal_count,  # type: ignore[attr-defined]
        source_count=case.source_count,  # type: ignore[attr-defined]
        placement_count=case.placement_count,  # type: ignore[attr-defined]
    )


def linked(case: Case, user: User, *, everything: bool = True) -> list[LinkedSignal]:
    """Signals that belong to the case now, newest link first."""
    sees_all = user.may(Permission.SIGNAL_ALL)
    return [
        LinkedSignal(
            link,
            sees_all or link.signal.reporter_id == user.pk or link.signal.department_id in user.department_ids,
        )
        for link in _signals(case.pk, everything=everything)
    ]


@dataclass(frozen=True)
class Talk:
    """The exchange of a case: questions that wait for an answer first, then everything, newest first."""

    entries: list[ExchangeEntry]
    functions: list[str]

    @cached_property
    def answered(self) -> set[int]:
        return {entry.answers_id for entry in self.entries if entry.answers_id}

    @property
    def questions(self) -> list[ExchangeEntry]:
        return [entry for entry in self.entries if entry.kind == ExchangeEntry.Kind.QUESTION]

    @property
    def open_questions(self) -> list[ExchangeEntry]:
        return [entry for entry in self.questions if entry.pk not in self.answered]

    @property
    def missing_perspectives(self) -> list[str]:
        return words.missing_perspectives(self.functions)


def talk(case: Case) -> Talk:
    entries = case.exchange.select_related("by", "answers", "placement", "placement__by").order_by("-at", "-pk")
    placed = Placement.objects.filter(case=case).order_by().values_list("function", flat=True).distinct()
    found = list(entries)
    return Talk(found, [*placed, *(entry.function for entry in found)])


def government_is_party(case: Case) -> bool:
    """Whether anything on the file says that the tension is (also) with the government (R-A-070)."""
    if case.about_decision:
        return True
    if Placement.objects.filter(case=case, replaced_by__isnull=True, y_max__gte=2).exists():
        return True
    towards = (Signal.Direction.GOVERNMENT, Signal.Direction.BOTH)
    return case.links.filter(ended_at__isnull=True, signal__direction__in=towards).exists()


CANDIDATES = 15


def likely_cases(signal: Signal, user: User, search: str) -> list[Case]:
    """Cases this signal may belong to: those found by the search, else in the same wijk or on the same theme first."""
    linked_now = SignalLink.objects.filter(signal=signal, ended_at__isnull=True).values("case")
    cases = Case.objects.linkable_by(user).filter(exercise=False).exclude(pk__in=linked_now)
    if search:
        number = search.rsplit("-", 1)[-1].strip()
        by_number = Q(pk=int(number)) if number.isdecimal() and len(number) < 16 else Q(pk__in=[])
        cases = cases.filter(Q(title__icontains=search) | by_number)
    else:
        near = Case.areas.through.objects.filter(
            Q(area=signal.area_id) | Q(area=signal.district_id) | Q(area__parent=signal.district_id)
        )
        cases = cases.filter(
            Q(pk__in=near.values("case")) | (Q(theme=signal.theme_id) if signal.theme_id else Q(pk__in=[]))
        )
    return list(cases.order_by("-updated_at", "-pk")[:CANDIDATES])


def likely_signals(case: Case, user: User, search: str) -> list[Signal]:
    """Open signals that may belong to this case: those found by the search, else from its areas, newest first."""
    linked_now = SignalLink.objects.filter(case=case, ended_at__isnull=True).values("signal")
    signals = Signal.objects.visible_to(user).open().exclude(pk__in=linked_now).select_related("area")
    if search:
        number = search.rsplit("-", 1)[-1].strip()
        by_number = Q(pk=int(number)) if number.isdecimal() and len(number) < 16 else Q(pk__in=[])
        signals = signals.filter(Q(what__icontains=search) | by_number)
    else:
        areas = list(case.areas.values_list("pk", flat=True))
        signals = signals.filter(Q(area__in=areas) | Q(district__in=areas) | Q(area__parent__in=areas))
    return list(signals.order_by("-reported_at", "-pk")[:CANDIDATES])


@dataclass(frozen=True)
class Change:
    """One saved change of the file: per field the text before and after."""

    at: Any
    who: str
    what: str
    fields: list[tuple[str, str, str]]


SHOWN_CHANGES = 50


def changes(case: Case) -> list[Change]:
    """The latest changes of the texts of the file and its groups, newest first."""
    found = [*_changes(case.history, "Dossier", CASE_FIELDS)]
    by_group: dict[int, list[Any]] = {}
    rows = Group.history.filter(case_id=case.pk).select_related("history_user").order_by("-history_date", "-history_id")
    for row in rows[: SHOWN_CHANGES * 2]:
        by_group.setdefault(row.id, []).append(row)
    for versions in by_group.values():
        found += _differences(versions, f"Groep {versions[0].label}", GROUP_FIELDS)
    return sorted(found, key=lambda change: change.at, reverse=True)[:SHOWN_CHANGES]


CASE_FIELDS = (
    "title",
    "reason",
    "context",
    "theme",
    "department",
    "owner",
    "deputy",
    "forms",
    "causes",
    "about_decision",
    "frames",
    "heard",
    "information_position",
    "blind_spots",
    "waves",
    "review_on",
)
GROUP_FIELDS = ("label", "side", "role", "perception", "listened")


def _changes(history: Any, what: str, names: tuple[str, ...]) -> list[Change]:
    rows = history.select_related("history_user", "theme", "department", "owner", "deputy")
    return _differences(list(rows.order_by("-history_date", "-history_id")[: SHOWN_CHANGES * 2]), what, names)


def _differences(versions: list[Any], what: str, names: tuple[str, ...]) -> list[Change]:
    found = []
    for after, before in zip(versions, versions[1:], strict=False):
        fields = [
            (_label(after, name), _text(before, name), _text(after, name))
            for name in names
            if _raw(before, name) != _raw(after, name)
        ]
        if fields:
            who = after.history_user.name if after.history_user else "Systeem"
            found.append(Change(after.history_date, who, what, fields))
    if versions and versions[0].history_type == "-":
        who = versions[0].history_user.name if versions[0].history_user else "Systeem"
        found.append(Change(versions[0].history_date, who, f"{what}: van de casus gehaald", []))
    return found


def _raw(row: Any, name: str) -> Any:
    return getattr(row, f"{name}_id") if hasattr(row, f"{name}_id") else getattr(row, name)


def _label(row: Any, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name)


def _text(row: Any, name: str) -> str:
    value = getattr(row, name)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return ", ".join(item.label for item in words.chosen(value))
    shown = getattr(row, f"get_{name}_display", None)
    return str(shown() if shown else value if value is not None else "")


# The list


class ListRow(TypedDict):
    """One case in the list, ready to be written. A dict, as in signals.boards.Row: a template finds a key at once."""

    url: str
    title: str
    line: str
    badges: list[str]
    quadrant: str
    reassess: bool
    days: int | None
    changed: Any


CORNERS = tuple(f"diagnosis__placement__{name}" for name in ("x_min", "x_max", "y_min", "y_max"))
LISTED = (
    *("pk", "title", "opened_at", "updated_at", "state", "level", "review_on", "reassess", "exercise"),
    *("theme__name", "department__name", "owner__name", *CORNERS),
)


def for_list(cases: QuerySet[Case]) -> QuerySet[Any]:
    """Only the columns that the list shows, as named tuples: no model is built for what is only read."""
    return cases.values_list(*LISTED, named=True)


def list_rows(cases: Iterable[Any], today: date) -> list[ListRow]:
    """The lines of one page of cases that came from `for_list`, in one more query."""
    found = list(cases)
    areas: dict[int, list[str]] = {}
    joined = Case.areas.through.objects.filter(case__in=[case.pk for case in found]).order_by("area__code")
    for pk, name in joined.values_list("case_id", "area__name"):
        areas.setdefault(pk, []).append(name)
    address = address_of("cases:detail")
    return [_list_row(case, ", ".join(areas.get(case.pk, ())), address(case.pk), today) for case in found]


STATES = dict(Case.State.choices)


def _list_row(case: Any, where: str, url: str, today: date) -> ListRow:
    corners = [getattr(case, name) for name in CORNERS]
    parts = (
        number_of(case.pk, case.opened_at),
        where or "geen gebied",
        case.theme__name,
        case.department__name,
        case.owner__name,
    )
    step = [f"Stap {case.level}"] if case.level else []
    return ListRow(
        url=url,
        title=case.title,
        line=" · ".join(part for part in parts if part),
        badges=[STATES[case.state], *step, *(["Oefening"] if case.exercise else [])],
        quadrant=Quadrant(Shape("area", *corners).quadrants).label if corners[0] else "",
        reassess=case.reassess,
        days=(case.review_on - today).days if case.review_on and case.state != Case.State.CLOSED else None,
        changed=case.updated_at,
    )


# The work list


def work_for(user: User, today: date) -> list[WorkItem]:
    """What waits for this person in cases: in three queries, whatever there is."""
    found = {case.pk: case for case in _mine(user.pk, today, today + timedelta(days=14))}
    if user.may(Permission.CASE_EDIT) and user.may(Permission.CASE_ALL):
        # by itself: in one condition with the above, a database reads all cases
        found |= {case.pk: case for case in _to_reassess()}
    cases = sorted(found.values(), key=lambda case: (case.review_on or date.max, case.pk))[:50]
    detail, check, exchange = (address_of(f"cases:{name}") for name in ("detail", "check", "exchange"))
    items = [item for case in cases for item in _items(case, user, today, detail(case.pk), check(case.pk))]
    items += [
        WorkItem(kind="question", title=title, url=exchange(case), why="1 open vraag" if n == 1 else f"{n} open vragen")
        for case, title, n in _questions(user.pk)
    ]
    return items[:50]


@ready
def _mine(user: int, today: date, soon: date) -> QuerySet[Case, Any]:
    return _waiting(
        Case.objects.filter(
            Q(owner=user) | Q(deputy=user, review_on__lt=today),
            Q(reassess=True) | (~Q(state=Case.State.CLOSED) & (Q(review_on__lte=soon) | Q(diagnosis=None))),
        )
    )


@ready
def _to_reassess() -> QuerySet[Case, Any]:
    return _waiting(Case.objects.filter(reassess=True))


def _waiting(cases: QuerySet[Case]) -> QuerySet[Case, Any]:
    """The columns that a line needs, the nearest check first."""
    return (
        cases.filter(exercise=False)
        .order_by(F("review_on").asc(nulls_last=True), "pk")
        .values_list("pk", "title", "state", "reassess", "review_on", "owner_id", "diagnosis_id", named=True)[:50]
    )


@ready
def _questions(user: int) -> QuerySet[ExchangeEntry, Any]:
    """Cases of this person with the number of questions that wait for an answer."""
    return (
        ExchangeEntry.objects.filter(
            ~Q(case__state=Case.State.CLOSED),
            kind=ExchangeEntry.Kind.QUESTION,
            replies__isnull=True,
            case__owner=user,
            case__exercise=False,
        )
        .order_by()
        .values_list("case", "case__title")
        .annotate(n=Count("pk"))[:50]
    )


def _items(case: Any, user: User, today: date, url: str, check_url: str) -> Iterable[WorkItem]:
    if case.reassess:
        yield WorkItem("reassess", case.title, url, "nieuw signaal: beoordeel opnieuw", None, True)
    if case.state == Case.State.CLOSED:
        return
    if case.review_on and case.review_on <= today + timedelta(days=14):
        why = "check" if case.owner_id == user.pk else "check, u vervangt de eigenaar"
        yield WorkItem("review", case.title, check_url, why, case.review_on)
    if case.diagnosis_id is None and case.owner_id == user.pk:
        yield WorkItem("undiagnosed", case.title, url, "nog geen diagnose")


# The figures


@dataclass(frozen=True)
class Figures:
    """Plain counts for coordinator and executive; nothing here is an average (R-A-155)."""

    new_signals: int
    acute: int
    overdue: int
    reassess: int
    without_decision: int
    steps: list[tuple[str, int, int]]
    quadrants: list[tuple[str, int]]
    undiagnosed: int
    missing_roles: list[str]

    @property
    def missing_text(self) -> str:
        return f"Nog niet ingevuld: {', '.join(self.missing_roles)}. De beheerder kan dit aanvullen."


def figures(user: User, today: date, organisation: Organisation) -> Figures:
    """Counts over everything this person may see, in a handful of grouped queries."""
    cases = Case.objects.visible_to(user).active()
    ladder = Counter(dict(cases.order_by().values_list("level").annotate(n=Count("pk"))))
    shapes = (
        cases.filter(diagnosis__isnull=False)
        .order_by()
        .values_list(*(f"diagnosis__placement__{name}" for name in ("x_min", "x_max", "y_min", "y_max")))
        .annotate(n=Count("pk"))
    )
    quadrants: Counter[tuple[str, ...]] = Counter()
    for x_min, x_max, y_min, y_max, number in shapes:
        quadrants[Shape("area", x_min, x_max, y_min, y_max).quadrants] += number
    sums = cases.order_by().aggregate(
        overdue=Count("pk", filter=Q(review_on__lt=today)),
        reassess=Count("pk", filter=Q(reassess=True)),
        undiagnosed=Count("pk", filter=Q(diagnosis__isnull=True)),
    )
    signals = Signal.objects.visible_to(user)
    return Figures(
        new_signals=signals.filter(state=Signal.State.NEW).count(),
        acute=signals.acute_waiting().count(),
        overdue=sums["overdue"],
        reassess=sums["reassess"],
        without_decision=ladder[None],
        steps=[(f"{step.value}. {step.label}", step.value, ladder[step.value]) for step in Step if step.value],
        quadrants=[(" en ".join(letters), number) for letters, number in sorted(quadrants.items())],
        undiagnosed=sums["undiagnosed"],
        missing_roles=missing_roles(organisation),
    )


def missing_roles(organisation: Organisation) -> list[str]:
    """Roles that nobody fills yet, in words."""
    found = []
    if organisation.coordinator_id is None:
        found.append("coördinator")
    if organisation.deputy_coordinator_id is None:
        found.append("vervangend coördinator")
    if not organisation.executive_name:
        found.append("bestuurlijk verantwoordelijke")
    return found
