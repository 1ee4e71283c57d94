"""What the clock sets in motion: reminders, the daily message, and removing what was kept long enough.

Each is safe to run twice, at any moment, by beat and by cron at once: what was done stands in the database.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from django.db.models import Max, QuerySet
from django.utils import timezone

import analysis.actions.examples
import analysis.reminders
import cases.actions.retain
import cases.follow
import evaluation.actions
import plans.actions
import plans.reminders
import signals.actions
import workshops.actions.retain
from common import outbox
from common.models import Job, Mail
from organisation.current import organisation
from organisation.models import Reminder, User
from organisation.workdays import is_first_workday_of_week, is_workday
from pvk.health import HEARTBEAT
from pvk.worklist import WorkList, collect


def remind(today: date) -> None:
    """Reminders of every package; mail that a server kept refusing gets another chance."""
    cases.follow.remind_all(today)
    plans.actions.remind_all(today)
    plans.reminders.remind_all(today)
    evaluation.actions.remind_all(today)
    analysis.actions.examples.remind_all(today)
    analysis.reminders.remind_all(today)
    retry_mail()


def retry_mail() -> int:
    """A mail server that was away for hours must not cost a message: given up, but not sent, is tried again."""
    now = timezone.now()
    return Job.objects.filter(
        task="common.send_mail", state=Job.State.FAILED, created__gt=now - timedelta(days=14)
    ).update(state=Job.State.WAITING, attempts=5, not_before=now)


def digest(today: date) -> int:
    """One message a day at most, with counts only; returns how many were written.

    It goes out on working days, when something new became due since the last one, and on the first working day of the
    week while anything waits. Repeating the same numbers daily would only teach people to skip it.
    """
    town = organisation()
    if not is_workday(today, town):
        return 0
    start_of_week = is_first_workday_of_week(today, town)
    had = {
        key for (key,) in Mail.objects.filter(key__startswith="digest:", key__endswith=f":{today}").values_list("key")
    }
    people = User.objects.active().prefetch_related("memberships")
    if not start_of_week:
        people = people.filter(pk__in=_with_something_new())
    written = 0
    for user in people:
        if _key(user, today) in had:
            continue
        work = collect(user, today)
        if work.pressing or (start_of_week and work.lines):
            outbox.write(
                key=_key(user, today), to=user.email, subject=f"Werkvoorraad: {_number(work)}", body=_body(user, work)
            )
            written += 1
    return written


def _key(user: User, today: date) -> str:
    return f"digest:{user.pk}:{today}"


def _recent_messages() -> QuerySet[Mail]:
    return Mail.objects.filter(key__startswith="digest:", created__gt=timezone.now() - timedelta(days=60))


def _with_something_new() -> list[int]:
    """People with an open reminder that was made after their last message."""
    newest = dict(
        Reminder.objects.filter(done_at__isnull=True).order_by().values_list("to").annotate(made=Max("created"))
    )
    last: dict[int, datetime] = {}
    for key, created in _recent_messages().order_by("created").values_list("key", "created"):
        last[int(key.split(":")[1])] = created
    return [pk for pk, made in newest.items() if pk not in last or made > last[pk]]


def _number(work: WorkList) -> str:
    number = work.pressing or len(work.lines)
    return "1 punt wacht op u" if number == 1 else f"{number} punten wachten op u"


def _body(user: User, work: WorkList) -> str:
    parts = [
        ("nu op te pakken", work.count("now")),
        ("te laat", work.count("late")),
        ("voor vandaag", work.count("today")),
        ("voor de komende week", work.count("soon")),
        ("later of zonder datum", work.count("rest")),
    ]
    lines = "\n".join(f"- {number} {words}" for words, number in parts if number)
    return f"Beste {user.name},\n\nIn uw werkvoorraad staan:\n{lines}\n\nBekijk ze hier: {settings.BASE_URL}/\n"


def retain(today: date) -> dict[str, int]:
    """Remove what was kept long enough, everywhere; returns the counts."""
    limit = timezone.now() - timedelta(days=organisation().keep_jobs_days)
    done = Job.objects.filter(state__in=[Job.State.DONE, Job.State.FAILED], created__lt=limit).exclude(key=HEARTBEAT)
    counts = {
        "signalen": signals.actions.retain(today),
        "casussen": cases.actions.retain.retain(today),
        "namen losgekoppeld": workshops.actions.retain.unlink(today),
        "bijeenkomsten": workshops.actions.retain.retain(today),
        "berichten": Mail.objects.filter(sent__lt=limit).delete()[0],
        "taken": done.delete()[0],
        "herinneringen": Reminder.objects.filter(done_at__lt=limit).delete()[0],
    }
    call_command("clearsessions")
    return counts
