"""What crowded screens show of signals, gathered in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, TypedDict

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from common.links import address_of
from common.paging import KeysetPage
from common.ready import ready
from method.content import content
from organisation.current import organisation
from organisation.models import User
from organisation.roles import Permission
from organisation.work import WorkItem
from signals import rules
from signals.models import Signal, SignalAlert, SignalMark, SignalNews, SignalQuerySet, TriageStep

CAP = 50
MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
COLUMNS = ("pk", "what", "area__name", "place", "kind", "known", "state", "reported_at", "acknowledged_at")
SHORT = 140


class Row(TypedDict):
    """One line of the list, ready to be written: the template computes nothing. A dict, because a template finds a
    key at once and an attribute only after a failed look for a key: with fifty lines of eight parts that shows."""

    url: str
    number: str
    text: str
    where: str
    known: str
    state: str
    when: str
    acute: str


def rows(signals: QuerySet[Signal]) -> QuerySet[Any]:
    """Only the columns of a line, as named tuples: no model is built for what is only read."""
    return signals.values_list(*COLUMNS, named=True)


def lines(page: KeysetPage) -> list[Row]:
    base = reverse("signals:inbox")
    known, states = dict(Signal.Known.choices), dict(Signal.State.choices)
    this_year = timezone.localdate().year
    return [
        Row(
            url=f"{base}{row.pk}/",
            number=number_of(row.pk, row.reported_at),
            text=row.what if len(row.what) <= SHORT else f"{row.what[:SHORT].rsplit(' ', 1)[0]}…",
            where=f"{row.area__name}, {row.place}" if row.place else row.area__name,
            known=known[row.known],
            state=states[row.state],
            when=_short(timezone.localtime(row.reported_at), this_year),
            acute=("opgepakt" if row.acknowledged_at else "wacht") if row.kind == Signal.Kind.ACUTE else "",
        )
        for row in page
    ]


def _short(moment: datetime, this_year: int) -> str:
    if moment.year != this_year:
        return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment:%H:%M}"


@dataclass(frozen=True, slots=True)
class Acute:
    """An acute signal that waits, as the banner and the work list show it."""

    pk: int
    number: str
    where: str
    since: datetime
    respond_by: datetime | None


def acute_waiting(user: User) -> list[Acute]:
    """Acute signals that nobody acknowledged yet, oldest first: the one that waits longest is on top."""
    if user.may(Permission.SIGNAL_ALL):
        found = _all_acute()
    else:
        alerted = SignalAlert.people.through.objects.filter(user=user.pk).values("signalalert__signal")
        seen = Signal.objects.visible_to(user).filter(~Q(reporter=user.pk) | Q(pk__in=alerted))
        found = list(_acute(seen))
    return [
        Acute(pk=pk, number=number_of(pk, since), where=where, since=since, respond_by=respond_by)
        for pk, since, where, respond_by in found
    ]


@ready
def _all_acute() -> QuerySet[Signal, Any]:
    return _acute(Signal.objects.all())


def _acute(signals: SignalQuerySet) -> QuerySet[Signal, Any]:
    columns = ("pk", "reported_at", "area__name", "alert__respond_by")
    return signals.acute_waiting().order_by("reported_at", "pk").values_list(*columns)[:CAP]


def number_of(pk: int, reported_at: datetime) -> str:
    """See also Signal.number."""
    return f"S-{reported_at:%Y}-{pk:04d}"


@dataclass
class File:
    """Everything on the page of one signal, for one reader."""

    signal: Signal
    user: User

    @cached_property
    def reads_triage(self) -> bool:
        return rules.can_read_triage(self.user, self.signal)

    @cached_property
    def triages(self) -> bool:
        return rules.can_triage(self.user)

    @cached_property
    def places(self) -> bool:
        return self.user.may(Permission.PLACE)

    @cached_property
    def is_open(self) -> bool:
        return self.signal.state != Signal.State.CLOSED

    @cached_property
    def may_edit(self) -> bool:
        return rules.can_edit(self.user, self.signal)

    @cached_property
    def may_acknowledge(self) -> bool:
        return rules.can_acknowledge(self.user, self.signal)

    @cached_property
    def groups(self) -> list[Any]:
        return list(self.signal.groups.order_by("pk"))

    @cached_property
    def steps(self) -> list[TriageStep]:
        return list(self.signal.triage.select_related("by")) if self.reads_triage else []

    @cached_property
    def parts(self) -> list[dict[str, Any]]:
        """Picture, judgement and decision in order: the newest text, the earlier ones, and whether it is next."""
        found = []
        urls = {"picture": "signals:picture", "judgement": "signals:judge", "decision": "signals:decide"}
        ready = True
        for number, part in enumerate(rules.ORDER, start=1):
            texts = [step for step in self.steps if step.part == part]
            found.append(
                {
                    "number": number,
                    "label": part.label,
                    "latest": texts[-1] if texts else None,
                    "earlier": texts[-2::-1],
                    "url": reverse(urls[part.value], args=[self.signal.pk]),
                    "may": self.triages and self.is_open and ready,
                    "next": self.triages and self.is_open and ready and not texts,
                    "waits_for": "" if ready else rules.ORDER[number - 2].label.lower(),
                }
            )
            ready = ready and bool(texts)
        return found

    @cached_property
    def marks(self) -> list[SignalMark]:
        return list(self.signal.marks.order_by("code")) if self.reads_triage else []

    @cached_property
    def observed(self) -> list[tuple[str, list[str]]]:
        """Ticks under the phase they belong to in the guide. Shown, never counted."""
        ticked = {mark.code for mark in self.marks if mark.kind == SignalMark.Kind.OBSERVABLE}
        axes = {"horizontal": "Tussen groepen", "vertical": "Richting de overheid"}
        found = []
        for phase in content().phases:
            texts = [item.text for item in phase.observables if item.code in ticked]
            if texts:
                found.append((f"{axes[phase.axis]}, fase {phase.number}: {phase.name}", texts))
        return found

    @cached_property
    def sensitive(self) -> list[str]:
        return self._labels(SignalMark.Kind.SENSITIVE)

    @cached_property
    def dynamics(self) -> list[str]:
        return self._labels(SignalMark.Kind.DYNAMIC)

    @cached_property
    def situations(self) -> list[str]:
        return self._labels(SignalMark.Kind.SITUATION)

    def _labels(self, kind: str) -> list[str]:
        guides = content()
        names = {item.code: item.label for item in (*guides.sensitive, *guides.dynamics, *guides.situations)}
        return [
            f"{names.get(mark.code, mark.code)} ({mark.get_way_display()})" if mark.way else names.get(mark.code, "")
            for mark in self.marks
            if mark.kind == kind
        ]

    @cached_property
    def old_dossier(self) -> bool:
        return any(mark.code == "G-DOSSIER" for mark in self.marks)

    @cached_property
    def news(self) -> list[SignalNews]:
        return list(self.signal.news.all())

    @cached_property
    def alert(self) -> SignalAlert | None:
        if self.signal.kind != Signal.Kind.ACUTE:
            return None
        return SignalAlert.objects.filter(signal=self.signal).prefetch_related("people").first()

    @cached_property
    def stale(self) -> bool:
        return self.reads_triage and self.signal.is_stale(organisation())

    @cached_property
    def facts(self) -> list[tuple[str, Any]]:
        signal = self.signal
        online = f"ja, {signal.get_channel_display().lower()}" if signal.channel else ("ja" if signal.online else "nee")
        noticed, information = dict(Signal.Noticed.choices), dict(Signal.Information.choices)
        pairs = [
            ("Waar", f"{signal.area}, {signal.place}" if signal.place else signal.area),
            ("Hoe bekend", signal.get_known_display()),
            ("Tussen wie", signal.get_direction_display()),
            ("Online", online),
            ("Thema", signal.theme),
            ("Herkomst", signal.get_origin_display()),
            ("Wat valt op", ", ".join(noticed.get(each, "") for each in signal.noticed)),
            ("Soort informatie", ", ".join(information.get(each, "") for each in signal.information)),
            ("Bron", f"{signal.source} ({signal.get_source_kind_display()})" if signal.source_kind else signal.source),
            ("Gezien vanuit", signal.source_function),
        ]
        return [(term, value) for term, value in pairs if value]

    @cached_property
    def domains(self) -> str:
        names = dict(Signal.Domain.choices)
        return ", ".join(names.get(each, "") for each in self.signal.discussed_domains)


def mine(user: User) -> QuerySet[Signal]:
    return Signal.objects.filter(reporter=user.pk).select_related("area").prefetch_related("news")


def work_for(user: User, today: date) -> list[WorkItem]:
    """What waits for this person about signals: at most five queries, at most fifty lines."""
    acute = acute_waiting(user)
    address = address_of("signals:detail")
    work = [
        WorkItem(
            kind="Acuut signaal",
            title=f"{signal.number}, {signal.where}",
            url=address(signal.pk),
            why="wacht op iemand die het oppakt",
            due_on=timezone.localtime(signal.respond_by).date() if signal.respond_by else today,
            urgent=True,
        )
        for signal in acute
    ]
    seen = {signal.pk for signal in acute}
    work += [item for pk, item in (*_to_assess(user), *_to_check(user), *_given(user)) if pk not in seen]
    if count := len(_unread(user.pk)):
        text = "Er is nieuws over een signaal van u" if count == 1 else f"Er zijn {count} berichten over uw signalen"
        work.insert(
            len(acute), WorkItem(kind="Signaal", title=text, url=reverse("signals:mine"), why="u legde het vast")
        )
    return work[:CAP]


@ready
def _unread(user: int) -> QuerySet[SignalNews, int]:
    rows = SignalNews.objects.filter(signal__reporter=user, read_at__isnull=True)
    return rows.values_list("pk", flat=True)[:100]


def _items(found: Iterable[Any], why: str) -> list[tuple[int, WorkItem]]:
    """Lines of the work list from the columns of `_short_rows`."""
    address = address_of("signals:detail")
    return [
        (
            pk,
            WorkItem(
                kind="Signaal",
                title=f"{number_of(pk, reported_at)}, {where}",
                url=address(pk),
                why=NOBODYS if why == NEW and department is None else why,
            ),
        )
        for pk, reported_at, where, department in found
    ]


NEW, NOBODYS = "nieuw, nog niet beoordeeld", "nieuw, nog niet toegewezen"


def _short_rows(signals: QuerySet[Signal], most: int = CAP) -> QuerySet[Signal, Any]:
    """The few columns that a line shows, newest signal first."""
    columns = ("pk", "reported_at", "area__name", "department")
    return signals.order_by("-reported_at", "-pk").values_list(*columns)[:most]


@ready
def _new() -> QuerySet[Signal, Any]:
    return _short_rows(Signal.objects.filter(state=Signal.State.NEW))


@ready
def _stale(limit: datetime) -> QuerySet[Signal, Any]:
    return _short_rows(Signal.objects.filter(state=Signal.State.FOLLOWING).unchecked_since(limit), CAP // 5)


def _to_assess(user: User) -> list[tuple[int, WorkItem]]:
    if not user.may(Permission.SIGNAL_TRIAGE):
        return []
    return _items(_new(), NEW)


def _to_check(user: User) -> list[tuple[int, WorkItem]]:
    """Signals that are followed and that nobody checked for a while (R-A-026)."""
    if not user.may(Permission.SIGNAL_TRIAGE):
        return []
    return _items(_stale(timezone.now() - timedelta(days=organisation().stale_days)), "niet recent gecheckt")


def _given(user: User) -> list[tuple[int, WorkItem]]:
    """Signals that one's department was asked to look at."""
    if not user.department_ids or not user.may(Permission.CASE_EDIT) or user.may(Permission.SIGNAL_TRIAGE):
        return []
    given = Signal.objects.filter(department__in=user.department_ids, state=Signal.State.ASSESSING)
    return _items(_short_rows(given), "toegewezen aan uw afdeling")
