"""Reminders: to the owner on the day, to the deputy and then the head of department when it is left too long.

A reminder is a row with a unique key (what, kind, date, stage), so it exists once whatever restarts, clocks that
change or workers that run side by side. Everything is counted in dates, never in hours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from organisation.current import organisation
from organisation.models import Department, Organisation, Reminder, User
from organisation.workdays import workdays_after

LABELS = {
    "check": "Check van een casus",
    "action": "Actie uit een plan",
    "evaluation": "Evaluatie van een casus",
    "example": "Praktijkvoorbeeld nakijken",
    "talk": "Overleg van een werkgroep",
    "message": "Regel van een communicatieplan",
    "anchoring": "Verankering van een casus",
    "feedback": "Meldingen van inwoners zonder antwoord",
}
"""How a kind is named where no title may stand."""


@dataclass(frozen=True)
class Due:
    """Something that must be done by a day, and who is addressed when it is not. For lists: see `remind_each`."""

    subject: str
    kind: str
    due_on: date
    url: str
    owner: User
    deputy: User | None
    department: Department


def remind(
    *,
    subject: str,
    kind: str,
    due_on: date,
    url: str,
    owner: User,
    deputy: User | None,
    department: Department,
    today: date,
) -> None:
    """Make what is due of one thing: owner on the day, deputy and head some working days later, each once."""
    remind_each([Due(subject, kind, due_on, url, owner, deputy, department)], today=today)


def remind_each(things: Iterable[Due], *, today: date) -> int:
    """The same for many things in a fixed number of statements; returns how many reminders were new.

    A reminder for another date of the same thing is settled: the date moved. One that stands with someone who no
    longer has that part, moves to who has it now.
    """
    town = organisation()
    wanted = {
        (due.subject, due.kind, due.due_on, stage): Reminder(
            subject=due.subject, kind=due.kind, due_on=due.due_on, stage=stage, to=to, url=due.url
        )
        for due in things
        for stage, to in _addressed(due, today, town)
    }
    if not wanted:
        return 0
    subjects = sorted({reminder.subject for reminder in wanted.values()})
    kinds = {reminder.kind for reminder in wanted.values()}
    new = 0
    for start in range(0, len(subjects), 500):
        chunk = subjects[start : start + 500]
        there = {
            (found.subject, found.kind, found.due_on, found.stage): found
            for found in Reminder.objects.filter(subject__in=chunk, kind__in=kinds)
        }
        mine = {key: reminder for key, reminder in wanted.items() if key[0] in set(chunk)}
        missing = [reminder for key, reminder in mine.items() if key not in there]
        Reminder.objects.bulk_create(missing, ignore_conflicts=True)
        new += len(missing)
        moved = []
        for key, found in there.items():
            if found.done_at is not None:
                continue
            if key in mine and found.to_id != mine[key].to_id:
                found.to = mine[key].to
                moved.append(found)
        Reminder.objects.bulk_update(moved, ["to"])
        dates = {(reminder.subject, reminder.kind): reminder.due_on for reminder in mine.values()}
        old = [
            found.pk
            for found in there.values()
            if found.done_at is None and dates.get((found.subject, found.kind), found.due_on) != found.due_on
        ]
        if old:
            Reminder.objects.filter(pk__in=old).update(done_at=timezone.now())
    return new


def settle(subject: str, kind: str) -> int:
    """It was done: all open reminders about it are closed."""
    return Reminder.objects.filter(subject=subject, kind=kind, done_at__isnull=True).update(done_at=timezone.now())


def settle_others(kind: str, still_due: Iterable[str]) -> int:
    """Close open reminders of this kind whose subject is no longer due: closed, or its date moved to later."""
    due = set(still_due)
    waiting = Reminder.objects.filter(kind=kind, done_at__isnull=True).values_list("pk", "subject")
    gone = [pk for pk, subject in waiting if subject not in due]
    for start in range(0, len(gone), 500):
        Reminder.objects.filter(pk__in=gone[start : start + 500]).update(done_at=timezone.now())
    return len(gone)


def _addressed(due: Due, today: date, town: Organisation) -> list[tuple[str, User]]:
    """Who is addressed by now, at each stage. Nobody is addressed twice, and never someone who has left.

    Without an active owner the deputy has the owner's part; without anyone at a stage the next stage takes it over at
    that moment, so that nothing waits with nobody.
    """
    if today < due.due_on:
        return []
    passed = workdays_after(due.due_on, today, town, most=town.head_after_days + town.deputy_after_days + 1)
    deputies = [due.deputy, due.owner.deputy]
    heads = [due.department.head, due.department.deputy, town.coordinator, town.deputy_coordinator]
    plan = [
        (Reminder.Stage.OWNER, 0, [due.owner, *deputies, *heads]),
        (Reminder.Stage.DEPUTY, town.deputy_after_days, [*deputies, *heads]),
        (Reminder.Stage.HEAD, town.head_after_days, heads),
    ]
    answers: list[tuple[str, User]] = []
    had: set[int] = set()
    for stage, after, candidates in plan:
        to = next((user for user in candidates if user and user.is_active and user.pk not in had), None)
        if to is not None and passed >= after:
            had.add(to.pk)
            answers.append((stage, to))
    return answers
