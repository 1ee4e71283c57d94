"""The work list as home page, what runs late, the daily message and cleaning up."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cases import follow
from cases.models import Case
from common.models import Job, Mail
from organisation.models import Reminder
from pvk import due, health
from pvk.worklist import collect
from tests.factories import make_action, make_case, make_plan, make_signal

TODAY = timezone.localdate()
MONDAY = date(2026, 6, 1)


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


# The list


def test_empty_list_says_what_belongs_here(town, client_of):
    page = client_of(town.reporter).get("/").content.decode()

    assert "Er wacht niets op u" in page


def test_order_is_acute_then_late_then_today_then_the_rest(town):
    for days, title in ((5, "Over vijf dagen"), (-2, "Twee dagen te laat"), (0, "Vandaag"), (-9, "Negen te laat")):
        make_case(town=town, title=title, owner=town.coordinator, review_on=day(days))
    make_signal(town=town, kind="acute", emergency_informed=True)

    lines = [line for line in collect(town.coordinator, timezone.localdate()).lines if line.kind != "Casus"]

    assert lines[0].kind == "Acuut signaal"
    assert [line.title for line in lines[1:5]] == ["Negen te laat", "Twee dagen te laat", "Vandaag", "Over vijf dagen"]


def test_line_shows_days_as_number_and_word_and_a_button(town, client_of):
    case = make_case(town=town, review_on=day(-3))

    page = client_of(town.owner).get("/").content.decode()

    assert "3 dagen te laat" in page
    assert f'action="/casussen/{case.pk}/check/"' in page
    assert f'name="seen" value="{day(-3).isoformat()}"' in page


def test_button_of_the_list_makes_one_check(town, client_of):
    case = make_case(town=town, review_on=day(0), review_days=20)
    client = client_of(town.owner)
    for _ in range(2):
        answer = client.post(f"/casussen/{case.pk}/check/", {"same": "yes", "seen": day(0).isoformat()})
        assert answer.status_code == 302

    case.refresh_from_db()
    assert (case.checks.count(), case.review_on) == (1, day(20))


def test_nothing_of_others_is_on_the_list(town, client_of):
    make_case(town=town, title="Geheime kwestie", review_on=day(-3))

    for who in (town.outsider, town.reporter, town.admin):
        assert "Geheime kwestie" not in client_of(who).get("/").content.decode()


def test_deputy_and_head_find_what_was_left(town, client_of):
    make_case(town=town, title="Blijft liggen", review_on=day(-30), deputy=town.assessor)
    follow.remind_all(timezone.localdate())

    for who in (town.assessor, town.coordinator):
        assert "Blijft liggen" in client_of(who).get("/").content.decode()


def test_head_of_the_department_can_do_what_the_reminder_asks(town, client_of):
    town.social.head = town.outsider
    town.social.save()
    case = make_case(town=town, title="Blijft liggen", review_on=day(-30))
    follow.remind_all(timezone.localdate())
    client = client_of(town.outsider)

    assert "Blijft liggen" in client.get("/").content.decode()
    client.post(f"/casussen/{case.pk}/check/", {"same": "yes", "seen": day(-30).isoformat()})

    assert case.checks.get().by == town.outsider


def test_someone_without_case_work_gets_no_title_and_no_dead_link(town, client_of):
    town.social.head = town.admin
    town.social.save()
    case = make_case(town=town, title="Geheime kwestie", review_on=day(-30))
    follow.remind_all(timezone.localdate())

    page = client_of(town.admin).get("/").content.decode()

    assert "Check van een casus" in page
    assert "Geheime kwestie" not in page
    assert f"/casussen/{case.pk}/" not in page


def test_one_line_for_a_case_that_is_due_and_reminded(town):
    make_case(town=town, title="Eén keer", review_on=day(-1))
    follow.remind_all(timezone.localdate())

    lines = collect(town.owner, timezone.localdate()).lines

    assert [line.kind for line in lines if line.due_on] == ["Check"]


def sections(user) -> dict[str, list[str]]:
    """The lines of each part of the list of this person."""
    return {each.title: [line.title for line in each.lines] for each in collect(user, timezone.localdate()).sections}


def test_plan_that_waits_for_a_decision_stands_with_what_others_wait_for(town):
    case = make_case(town=town, title="Wacht op een besluit", review_on=day(-3))
    plan = make_plan(case=case, state="submitted")

    assert sections(town.executive) == {"Anderen wachten op u": ["Wacht op een besluit"]}
    plan.state = "returned"
    plan.save()
    assert sections(town.executive) == {}
    assert list(sections(town.owner))[0] == "Anderen wachten op u"
    assert sections(town.owner)["Anderen wachten op u"] == ["Wacht op een besluit"]


def test_mail_of_the_day_counts_a_plan_that_waits(town):
    make_plan(case=make_case(town=town), state="submitted")

    assert collect(town.executive, timezone.localdate()).pressing == 1


def test_long_list_shows_the_first_and_hides_nothing(town, client_of):
    for number in range(33):
        make_case(town=town, title=f"Kwestie {number}", review_on=day(-1))
    client = client_of(town.owner)

    page = client.get("/").content.decode()
    assert (page.count("worklist__row"), 'Te laat <span class="number">(25)' in page) == (30, True)
    assert "Toon ook de andere" in page

    assert client.get("/?alles=1").content.decode().count("worklist__row") == 50


@pytest.mark.parametrize("who", ["owner", "coordinator", "executive", "reporter"])
def test_same_queries_for_one_and_three(town, client_of, who, django_assert_max_num_queries):
    def fill() -> None:
        case = make_case(town=town, review_on=day(-20), deputy=town.assessor)
        make_action(plan=make_plan(case=case), town=town, due_on=day(-20))
        make_signal(town=town)
        make_signal(town=town, kind="acute", emergency_informed=True)
        due.remind(timezone.localdate())

    fill()
    client = client_of(getattr(town, who))
    client.get("/")
    with django_assert_max_num_queries(40) as one:
        client.get("/")
    fill()
    fill()
    with django_assert_max_num_queries(40) as three:
        client.get("/")

    assert len(three) == len(one)


# What runs late


def test_page_says_what_runs_late(town, client_of):
    client = client_of(town.owner)
    assert "achter" not in client.get("/").content.decode()

    Job.objects.create(task="common.send_mail", not_before=timezone.now() - timedelta(minutes=12))

    assert (
        "Berichten en documenten lopen ongeveer 12 minuten achter; wat u opslaat is bewaard."
        in client.get("/").content.decode()
    )


def test_mail_that_no_server_takes_is_late_as_well(town):
    Mail.objects.create(key="a", to="a@example.org", subject="a", body="a", created=timezone.now() - timedelta(hours=5))

    assert "5 uur" in health.delay_sentence()


def test_mail_that_was_given_up_gets_another_chance(town):
    job = Job.objects.create(task="common.send_mail", state=Job.State.FAILED, attempts=8)

    due.retry_mail()

    job.refresh_from_db()
    assert job.state == Job.State.WAITING


def test_ready_tells_the_machine_and_holds_no_content(town):
    make_case(town=town, title="Geheime kwestie")
    health.beat()
    health.beat()

    answer = Client().get("/gezond/klaar/")

    found = json.loads(answer.content)
    assert (answer.status_code, found["status"], found["database"]) == (200, "klaar", "ok")
    assert found["werker_seconden_stil"] < 5
    assert Job.objects.filter(key=health.HEARTBEAT).count() == 1


def test_ready_is_late_but_ready_without_a_worker(town):
    Job.objects.create(task="x", not_before=timezone.now() - timedelta(minutes=12))

    answer = Client().get("/gezond/klaar/")

    assert (answer.status_code, answer.json()["status"]) == (200, "vertraagd")


def test_ready_says_503_without_a_database(town, monkeypatch):
    def broken() -> None:
        raise health.DatabaseError

    monkeypatch.setattr(health, "worker_silence", broken)

    answer = Client().get("/gezond/klaar/")

    assert (answer.status_code, answer.json()["status"]) == (503, "kapot")


# The daily message


def messages() -> list[Mail]:
    return list(Mail.objects.filter(key__startswith="digest:").order_by("pk"))


def test_message_counts_and_holds_no_title(town):
    make_case(town=town, title="Geheime kwestie", review_on=MONDAY)
    due.remind(MONDAY)

    for _ in range(3):
        due.digest(MONDAY)

    (mail,) = messages()
    assert mail.to == town.owner.email
    assert mail.subject == "Werkvoorraad: 1 punt wacht op u"
    assert "Geheime" not in mail.subject + mail.body


def test_no_message_when_nothing_waits_or_on_a_day_off(town):
    due.digest(MONDAY)
    make_case(town=town, review_on=MONDAY)
    due.remind(MONDAY)
    due.digest(MONDAY + timedelta(days=5))  # Saturday
    due.digest(date(2027, 3, 29))  # Easter Monday

    assert messages() == []


def test_same_numbers_are_not_repeated_daily_but_weekly(town):
    make_case(town=town, review_on=MONDAY)
    due.remind(MONDAY)
    for days in range(0, 3):
        due.digest(MONDAY + timedelta(days=days))
    assert len(messages()) == 1

    due.digest(MONDAY + timedelta(days=7))

    assert len(messages()) == 2


def test_something_new_is_told_the_next_working_day(town):
    make_case(town=town, review_on=MONDAY)
    due.remind(MONDAY)
    due.digest(MONDAY)
    Mail.objects.update(created=timezone.now() - timedelta(hours=20))
    make_case(town=town, review_on=MONDAY + timedelta(days=1))
    due.remind(MONDAY + timedelta(days=1))

    due.digest(MONDAY + timedelta(days=1))

    assert [mail.subject for mail in messages()] == [
        "Werkvoorraad: 1 punt wacht op u",
        "Werkvoorraad: 2 punten wachten op u",
    ]


def test_someone_who_left_gets_no_message(town):
    make_case(town=town, review_on=MONDAY)
    due.remind(MONDAY)
    town.owner.is_active = False
    town.owner.save()

    due.digest(MONDAY)

    assert messages() == []


# Cleaning up


def test_cleaning_up_keeps_what_must_stay(town):
    old = timezone.now() - timedelta(days=100)
    Mail.objects.create(key="sent", to="a@example.org", subject="a", body="a", sent=old, created=old)
    Mail.objects.create(key="unsent", to="a@example.org", subject="a", body="a", created=old)
    Job.objects.create(task="x", state="done", created=old)
    waiting = Job.objects.create(task="x", created=old)
    Job.objects.create(task="x", key=health.HEARTBEAT, state="done", created=old)
    make_case(town=town, state=Case.State.CLOSED, closed_at=timezone.now() - timedelta(days=3000))

    counts = due.retain(timezone.localdate())

    assert counts["casussen"] == 1
    assert [mail.key for mail in Mail.objects.all()] == ["unsent"]
    assert Job.objects.filter(pk=waiting.pk).exists()
    assert Job.objects.filter(key=health.HEARTBEAT).exists()
    assert due.retain(timezone.localdate())["casussen"] == 0


def test_run_due_may_run_twice(town, capsys):
    make_case(town=town, review_on=day(-20))

    call_command("run_due")
    call_command("run_due")

    assert Reminder.objects.count() == len(set(Reminder.objects.values_list("subject", "kind", "due_on", "stage")))
    assert "berichten geschreven" in capsys.readouterr().out


@pytest.mark.slow
def test_two_processes_at_once_remind_once(tmp_path):
    """Real processes on one database file: what one made, the other finds."""
    root = Path(__file__).parent.parent
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "DATABASE"))},
        "PVK_DEMO": "on",
        "PVK_VAR": str(tmp_path),
        "PVK_VENDOR": str(root / "static"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'two.sqlite3'}",
        "PYTHONPATH": str(root),
        "DJANGO_SETTINGS_MODULE": "pvk.settings",
    }

    def start(code: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-c", "import django; django.setup()\n" + code],
            env=environment,
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    ready = start(
        "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
        "from tests.people import make_town; from tests.factories import make_case; import datetime\n"
        "town = make_town()\n"
        "for _ in range(30): make_case(town=town, review_on=datetime.date(2026, 6, 1), deputy=town.assessor)"
    )
    assert ready.wait() == 0, ready.stderr.read()
    work = (
        "import datetime; from pvk import due\n"
        "for days in range(0, 15):\n"
        "    day = datetime.date(2026, 6, 1) + datetime.timedelta(days=days); due.remind(day); due.digest(day)"
    )
    both = [start(work), start(work)]
    assert [each.wait() for each in both] == [0, 0], [each.stderr.read() for each in both]

    count = start(
        "from organisation.models import Reminder; from common.models import Mail\n"
        "print(Reminder.objects.count(), Mail.objects.count() == Mail.objects.values('key').distinct().count())"
    )
    assert count.communicate()[0].split() == ["90", "True"]
