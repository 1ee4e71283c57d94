"""Everything that changes a signal: verb by verb, with its rule, its trail and its news for the reporter."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date

from common import audit, outbox
from common.audit import reference
from common.dates import midnight, months_before
from common.edits import Changed, save_if_unchanged
from common.jobs import later
from common.live import bump
from common.models import Job
from common.removal import remove
from organisation import routes
from organisation.current import organisation
from organisation.models import Area, Department, Step, Tombstone, User
from organisation.roles import Permission
from signals import rules
from signals.models import Signal, SignalAlert, SignalDraft, SignalGroup, SignalMark, SignalNews, TriageStep

MOMENT = r"j F \o\m G:i \u\u\r"
"""A moment in a letter: 3 mei om 9:16 uur."""

FALLBACK_HOURS = 4
"""Within how long an acute signal must be acknowledged when no route says so."""

Flag = Callable[[Signal], None]
GroupRow = tuple[str, str]


def district_of(area: Area) -> Area | None:
    """The wijk that a signal is listed under; none for the municipality as a whole."""
    return {Area.Level.NEIGHBOURHOOD: area.parent, Area.Level.DISTRICT: area}.get(Area.Level(area.level))


# Logging


def log(
    *,
    answers: dict[str, Any],
    submission: UUID | None,
    by: User,
    groups: Iterable[GroupRow] = (),
    flag: Flag | None = None,
) -> Signal:
    """Write a signal down. The same `submission` of the same person makes one signal, whatever is tapped twice.

    `flag` marks texts that were kept with a reason, in the same transaction. An acute signal leaves with a job in the
    transaction, so that it reaches people even when the worker is down at this moment.
    """
    rules.check_log(by)
    try:
        with transaction.atomic():
            return _log(answers, submission, by, list(groups), flag)
    except IntegrityError:
        there = Signal.objects.filter(submission=submission, reporter=by).first()
        if there is not None:
            return there
        if not Signal.objects.filter(submission=submission).exists():
            raise  # something else was wrong, and would be wrong again
        # somebody else has this number, by a copied page or by ill will: what was written is not lost over it
        return log(answers=answers, submission=uuid4(), by=by, groups=groups, flag=flag)


def _log(
    answers: dict[str, Any], submission: UUID | None, by: User, groups: list[GroupRow], flag: Flag | None
) -> Signal:
    signal = Signal(**answers, submission=submission, reporter=by, source_function=by.function or "medewerker")
    signal.source = signal.source or (by.organisation_name or by.function or "medewerker")[:100]
    signal.district = district_of(signal.area)
    signal.save(force_insert=True)
    SignalGroup.objects.bulk_create(
        SignalGroup(signal=signal, label=label, perception=text) for label, text in _once(groups)
    )
    if flag is not None:
        flag(signal)
    SignalDraft.objects.filter(user=by).delete()
    audit.record("signal.logged", signal, by=by)
    if signal.kind == Signal.Kind.ACUTE:
        later("signals.alert", signal.pk)
        bump("signals")
    return signal


def _once(groups: Iterable[GroupRow]) -> list[GroupRow]:
    """Each label once; the last text wins."""
    return list({label: (label, text) for label, text in groups if label}.values())


# Acute


@transaction.atomic
def alert(*, signal: Signal) -> None:
    """Give an acute signal to the people of its route, at once and once. Without a route the coordinator gets it."""
    if signal.kind != Signal.Kind.ACUTE or SignalAlert.objects.filter(signal=signal).exists():
        return
    found = routes.find(Step.ACUTE, signal.area, signal.theme)
    people, stand_in, why, hours = _addressees(found)
    made = SignalAlert.objects.create(
        signal=signal, why=why[:300], stand_in=stand_in, respond_by=signal.reported_at + timedelta(hours=hours)
    )
    made.people.set(people)
    for person in people:
        outbox.write(
            key=f"signal-acute:{signal.pk}:{person.pk}",
            to=person.email,
            subject="Acuut signaal: bevestig dat u het oppakt",
            body=(
                f"Beste {person.name},\n\nEr is een acuut signaal. Volgens de escalatieroute krijgt u het te zien. "
                f"Pakt u het op? Bevestig dat dan vóór {format_date(timezone.localtime(made.respond_by), MOMENT)}:\n"
                f"{_link(signal)}\n\nHeeft een collega het al opgepakt, dan staat dat erbij en hoeft u niets te doen.\n"
            ),
        )
    job = later("signals.warn_stand_in", signal.pk, key=f"signal-stand-in:{signal.pk}")
    Job.objects.filter(pk=job.pk).update(not_before=made.respond_by)
    audit.record("signal.alerted", signal, by=None)
    bump("signals")


def _addressees(found: routes.Found | None) -> tuple[list[User], User | None, str, int]:
    """Who gets an acute signal, who steps in, why, and within how many hours. Never nobody, and never in silence."""
    if found is not None:
        route = found.route
        people = _active([route.owner, route.stand_in, *found.informed])
        stand_in = route.stand_in if route.stand_in.is_active else _leader()
        return people, stand_in, found.why, route.within_hours
    town = organisation()
    people = _active([town.coordinator, town.deputy_coordinator])
    why = "Er is geen werkende route voor acute signalen. Daarom krijgen de coördinator en de vervanger dit signaal."
    if not people:
        people = list(User.objects.who_may(Permission.SIGNAL_TRIAGE))
        why = "Er is geen werkende route en geen coördinator ingesteld. Daarom krijgt ieder die beoordeelt dit signaal."
    if not people:
        people = list(User.objects.who_may(Permission.ORGANISE))
        why = "Er is geen werkende route en niemand die beoordeelt. Daarom krijgt de beheerder dit signaal."
    return people, people[1] if len(people) > 1 else (people[0] if people else None), why, FALLBACK_HOURS


def _active(people: Iterable[User | None]) -> list[User]:
    return list({person.pk: person for person in people if person is not None and person.is_active}.values())


def _leader() -> User | None:
    town = organisation()
    return next(iter(_active([town.coordinator, town.deputy_coordinator])), None)


@transaction.atomic
def warn_stand_in(*, signal: Signal) -> None:
    """Nobody acknowledged in time: the stand-in hears it, once."""
    now = timezone.now()
    if not signal.is_acute_waiting:
        return
    warned = SignalAlert.objects.filter(signal=signal, warned_at__isnull=True, respond_by__lte=now).update(
        warned_at=now
    )
    if not warned:
        return
    made = SignalAlert.objects.select_related("stand_in").get(signal=signal)
    stand_in = made.stand_in if made.stand_in is not None and made.stand_in.is_active else _leader()
    if stand_in is not None:
        made.people.add(stand_in)
        outbox.write(
            key=f"signal-stand-in:{signal.pk}",
            to=stand_in.email,
            subject="Acuut signaal: niemand heeft het nog opgepakt",
            body=(
                f"Beste {stand_in.name},\n\nEen acuut signaal is niet op tijd opgepakt. U springt in. "
                f"Bekijk en bevestig het hier:\n{_link(signal)}\n"
            ),
        )
    audit.record("signal.stand_in_warned", signal, by=None)
    bump("signals")


@transaction.atomic
def acknowledge(*, signal: Signal, by: User) -> None:
    """Someone takes an acute signal up; the first one counts."""
    rules.check_acknowledge(by, signal)
    signal = _locked(signal)
    if not signal.is_acute_waiting:
        return
    signal.acknowledged_at, signal.acknowledged_by = timezone.now(), by
    _save(signal, ["acknowledged_at", "acknowledged_by"])
    audit.record("signal.acknowledged", signal, by=by)
    tell_reporter(signal=signal, text="Uw acute signaal is gezien en wordt opgepakt.", by=by)
    bump("signals")


# Changing what was written down


@transaction.atomic
def edit(
    *,
    signal: Signal,
    answers: dict[str, Any],
    groups: Iterable[GroupRow],
    seen: int,
    by: User,
    flag: Flag | None = None,
) -> Signal:
    """Mend a signal on top of the version that the editor saw; raises Changed when a colleague was first."""
    rules.check_edit(by, signal)
    was_acute = signal.kind == Signal.Kind.ACUTE
    for name, value in answers.items():
        setattr(signal, name, value)
    signal.district = district_of(signal.area)
    save_if_unchanged(signal, [*answers, "district"], seen=seen)
    _replace_groups(signal, groups)
    if flag is not None:
        flag(signal)
    audit.record("signal.edited", signal, by=by)
    if signal.kind == Signal.Kind.ACUTE and not was_acute:
        later("signals.alert", signal.pk)
    if was_acute or signal.kind == Signal.Kind.ACUTE:
        bump("signals")
    return signal


def _replace_groups(signal: Signal, groups: Iterable[GroupRow]) -> None:
    signal.groups.all().delete()
    SignalGroup.objects.bulk_create(
        SignalGroup(signal=signal, label=label, perception=text) for label, text in _once(groups)
    )


@transaction.atomic
def assign(*, signal: Signal, department: Department, seen: int, by: User) -> None:
    """Give a signal to the department that knows most about it (R-A-154)."""
    rules.check_triage(by)
    signal.department = department
    fields = ["department"]
    if signal.state == Signal.State.NEW:
        signal.state = Signal.State.ASSESSING
        fields.append("state")
    save_if_unchanged(signal, fields, seen=seen)
    audit.record("signal.assigned", signal, by=by)
    tell_reporter(signal=signal, text=f"Uw signaal is doorgegeven aan de afdeling {department.name}.", by=by)


@transaction.atomic
def mark_checked(*, signal: Signal, by: User) -> None:
    """Someone verified that the signal still holds (R-A-026)."""
    rules.check_triage(by)
    signal = _locked(signal)
    signal.checked_at, signal.checked_function = timezone.now(), by.function[:100]
    _save(signal, ["checked_at", "checked_function"])
    audit.record("signal.checked", signal, by=by)


@transaction.atomic
def discuss(*, signal: Signal, domains: list[str], by: User) -> None:
    """With which domains a signal was talked over (KIS stap 1, R-B-005)."""
    rules.check_triage(by)
    signal = _locked(signal)
    signal.discussed_domains = domains
    _save(signal, ["discussed_domains"])
    audit.record("signal.discussed", signal, by=by)


# Picture, judgement, decision


@transaction.atomic
def picture(
    *, signal: Signal, text: str, marks: Iterable[tuple[str, str, str]], seen: int, by: User, flag: Flag | None = None
) -> TriageStep:
    """What do we see? The text is added to the earlier ones; the ticks (kind, code, way) replace the earlier ticks."""
    step = _step(signal, TriageStep.Part.PICTURE, text, seen, by, flag)
    signal.marks.all().delete()
    SignalMark.objects.bulk_create(
        SignalMark(signal=signal, kind=kind, code=code, way=way) for kind, code, way in marks
    )
    return step


@transaction.atomic
def judge(*, signal: Signal, text: str, seen: int, by: User, flag: Flag | None = None) -> TriageStep:
    """What do we think of it? Only after the picture."""
    return _step(signal, TriageStep.Part.JUDGEMENT, text, seen, by, flag)


@transaction.atomic
def decide(
    *, signal: Signal, decision: str, text: str, news: str, seen: int, by: User, flag: Flag | None = None
) -> TriageStep:
    """What do we do? Only after the judgement. Following and closing tell the reporter; linking does so by itself."""
    step = _step(signal, TriageStep.Part.DECISION, text, seen, by, flag, decision=decision)
    to = {TriageStep.Decision.FOLLOW: Signal.State.FOLLOWING, TriageStep.Decision.CLOSE: Signal.State.CLOSED}
    if state := to.get(TriageStep.Decision(decision)):
        change_state(signal=signal, to=state, by=by)
        tell_reporter(signal=signal, text=news, by=by)
    return step


def _step(
    signal: Signal, part: str, text: str, seen: int, by: User, flag: Flag | None, *, decision: str = ""
) -> TriageStep:
    rules.check_triage(by)
    rules.check_part(signal, part)
    claim(signal, seen=seen)
    if signal.state == Signal.State.NEW:
        change_state(signal=signal, to=Signal.State.ASSESSING, by=by)
    step = TriageStep.objects.create(signal=signal, part=part, text=text, decision=decision, by=by)
    if flag is not None:
        flag(signal)
    audit.record(f"signal.{part}", signal, by=by)
    return step


def claim(signal: Signal, *, seen: int) -> None:
    """Take the next version, or raise Changed: of two colleagues who assess at the same moment one looks again."""
    if not Signal.objects.filter(pk=signal.pk, version=seen).update(version=F("version") + 1):
        raise Changed(Signal.objects.get(pk=signal.pk))
    signal.version = seen + 1


@transaction.atomic
def reopen(*, signal: Signal, by: User) -> None:
    rules.check_triage(by)
    change_state(signal=signal, to=Signal.State.ASSESSING, by=by)
    tell_reporter(signal=signal, text="Uw signaal wordt opnieuw bekeken.", by=by)


@transaction.atomic
def change_state(*, signal: Signal, to: str, by: User | None) -> None:
    """The one door for a new state. Sets or clears the moment of closing; closing also ends the wait of an acute one
    when a person did it."""
    current = _locked(signal)
    rules.check_change(current, to)
    if to == current.state:
        return
    current.state = to
    current.closed_at = timezone.now() if to == Signal.State.CLOSED else None
    fields = ["state", "closed_at"]
    if to == Signal.State.CLOSED and current.is_acute_waiting and by is not None:
        current.acknowledged_at, current.acknowledged_by = timezone.now(), by
        fields += ["acknowledged_at", "acknowledged_by"]
        bump("signals")
    _save(current, fields)
    for name in (*fields, "version"):
        setattr(signal, name, getattr(current, name))
    audit.record("signal.state", signal, by=by)


# For the package above: a case says that it holds this signal


@transaction.atomic
def mark_linked(signal: Signal, by: User) -> None:
    """A case took this signal up. The caller writes the link, the trail and the news."""
    if signal.state != Signal.State.LINKED:
        change_state(signal=signal, to=Signal.State.LINKED, by=by)


@transaction.atomic
def mark_unlinked(signal: Signal, by: User | None) -> None:
    """The last case let go of this signal: it is assessed again. Call only when no other link is left."""
    if _locked(signal).state == Signal.State.LINKED:
        change_state(signal=signal, to=Signal.State.ASSESSING, by=by)


@transaction.atomic
def tell_reporter(signal: Signal, text: str, by: User | None) -> SignalNews:
    """News on the reporter's own page, and one mail a day per signal that says only that there is news (R-A-025)."""
    news = SignalNews.objects.create(signal=signal, text=text[:500], by=by)
    reporter = signal.reporter
    if reporter.is_active and (by is None or by.pk != reporter.pk):
        outbox.write(
            key=f"signal-news:{signal.pk}:{timezone.localdate()}",
            to=reporter.email,
            subject="Er is nieuws over een signaal dat u vastlegde",
            body=(
                f"Beste {reporter.name},\n\nEr is nieuws over een signaal dat u vastlegde. U leest het hier:\n"
                f"{settings.BASE_URL}{reverse('signals:mine')}\n\nDank u dat u het doorgaf.\n"
            ),
        )
    return news


def mark_read(*, by: User, signal: Signal | None = None) -> int:
    """The reporter saw the news, of one signal or of all; returns how much was new."""
    unread = SignalNews.objects.filter(signal__reporter=by, read_at__isnull=True)
    if signal is not None:
        unread = unread.filter(signal=signal)
    return unread.update(read_at=timezone.now())


# Keeping and removing


def retain(today: date) -> int:
    """Delete signals that were closed longer ago than the organisation keeps them, and drafts of more than a day."""
    SignalDraft.objects.filter(saved_at__lt=timezone.now() - timedelta(days=1)).delete()
    limit = midnight(months_before(today, organisation().keep_signals_months))
    old = Signal.objects.filter(state=Signal.State.CLOSED, closed_at__lt=limit).order_by("pk")
    return sum(_remove(pk) for pk in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _remove(pk: int) -> int:
    """The row, what hangs on it, its old versions and its flags; a number and a date stay."""
    signal = Signal.objects.filter(pk=pk, state=Signal.State.CLOSED).first()
    if signal is None:  # reopened meanwhile
        return 0
    name = reference(signal)
    remove(signal)
    Tombstone.objects.create(object=name, reason="Bewaartermijn van afgeronde signalen voorbij")
    audit.record("signal.removed", name, by=None)
    return 1


def _locked(signal: Signal) -> Signal:
    return Signal.objects.select_for_update(of=("self",)).get(pk=signal.pk)


def _save(signal: Signal, fields: list[str]) -> None:
    """Save these fields as a new version; the row is locked."""
    signal.version += 1
    signal.updated_at = timezone.now()
    signal.save(update_fields=[*fields, "version", "updated_at"])


def _link(signal: Signal) -> str:
    return f"{settings.BASE_URL}{reverse('signals:detail', args=[signal.pk])}"
