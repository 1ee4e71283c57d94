"""What must be told and what comes back is reminded of: owner, then deputy, then head; by work list and by mail."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from analysis.actions.team import choose_level
from analysis.models import Answer, Sheet
from cases.models import Case
from common.models import Mail
from organisation.models import Organisation, Reminder
from organisation.workdays import is_workday
from plans import actions_anchoring, actions_communication, reminders
from plans.models_anchoring import Anchoring
from plans.models_communication import Message
from pvk import due
from pvk.worklist import collect
from tests.factories import make_case

TODAY = timezone.localdate()
KEPT = {"what": "Overleg", "where": "", "how_often": "", "who": "", "last_on": None, "stopped": False}


@pytest.fixture
def row(case):
    return Message.objects.create(
        case=case, message="Wat er op het plein verandert", on=TODAY, unchecked_reason="Haast."
    )


@pytest.fixture
def anchoring(plan):
    return Anchoring.objects.create(plan=plan, code="AN1", what="Oefenen met de wijkwerkers", next_on=TODAY)


def open_ones():
    return [(found.kind, found.to.name) for found in Reminder.objects.filter(done_at__isnull=True).order_by("pk")]


def test_a_row_that_must_be_told_today_is_reminded_of_once(town, row):
    for _ in range(2):
        reminders.remind_all(TODAY)

    assert open_ones() == [("message", town.owner.name)]


def test_nothing_is_reminded_of_before_its_day(town, row, anchoring):
    reminders.remind_all(TODAY - timedelta(days=1))

    assert open_ones() == []


def test_what_is_left_too_long_goes_to_deputy_and_head(town, case, row, anchoring):
    Case.objects.update(deputy=town.assessor)
    for days in range(20):
        reminders.remind_all(TODAY + timedelta(days=days))

    names = (town.owner.name, town.assessor.name, town.coordinator.name)
    assert sorted(open_ones()) == sorted((kind, name) for kind in ("message", "anchoring") for name in names)


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_a_row_that_is_told_or_lapsed_asks_nothing_more(town, row, state):
    reminders.remind_all(TODAY)

    actions_communication.set_state(row=row, state=state, by=town.owner, seen=row.version)

    assert open_ones() == []


def test_another_date_settles_the_reminder(town, row, anchoring):
    reminders.remind_all(TODAY)
    later = TODAY + timedelta(days=9)
    fields = {name: getattr(row, name) for name in actions_communication.MESSAGE}

    actions_communication.edit_message(row=row, by=town.owner, seen=row.version, **{**fields, "on": later})
    assert open_ones() == [("anchoring", town.owner.name)]

    actions_anchoring.keep_anchoring(plan=anchoring.plan, code="AN1", by=town.owner, seen=1, next_on=later, **KEPT)
    assert open_ones() == []


@pytest.mark.parametrize("change", [{"exercise": True}, {"state": "closed", "closed_at": timezone.now()}])
def test_exercises_and_closed_cases_end_it(town, row, anchoring, change):
    reminders.remind_all(TODAY)

    Case.objects.update(**change)
    reminders.remind_all(TODAY)

    assert open_ones() == []


def test_the_deputy_reads_on_the_work_list_what_was_left(town, case, row, anchoring):
    Case.objects.update(deputy=town.assessor)
    day = TODAY + timedelta(days=20)
    reminders.remind_all(day)

    lines = [(line.kind, line.title) for line in collect(town.assessor, day).lines]

    assert ("Communicatie", "Wat er op het plein verandert") in lines
    assert ("Verankering", "Oefenen met de wijkwerkers") in lines


def test_who_may_no_longer_open_the_case_reads_no_words_of_it(town, case, row):
    Reminder.objects.create(
        subject=f"plans.message:{row.pk}", kind="message", due_on=TODAY, stage="owner", to=town.outsider, url="/x/"
    )

    (line,) = collect(town.outsider, TODAY).lines

    assert (line.title, line.url) == ("Regel van een communicatieplan", "")


def test_the_daily_message_counts_a_new_row_and_tells_nothing_of_it(town, row):
    day = next(TODAY + timedelta(days=ahead) for ahead in range(9) if _plain(TODAY + timedelta(days=ahead)))
    Message.objects.update(on=day)
    due.remind(day)

    due.digest(day)

    found = Mail.objects.get(to=town.owner.email)
    assert "1 voor vandaag" in found.body
    assert "plein" not in found.subject + found.body
    assert mail.outbox == []


def _plain(day):
    """A working day that does not begin a week: then only something new is a reason to write."""
    return is_workday(day, Organisation.objects.get()) and day.weekday() == 3


@pytest.fixture
def level(town, case):
    choose_level(case=case, level="PL2", pros="a", cons="b", why="c", by=town.owner)
    return Message.objects.get()


def test_telling_residents_without_a_date_is_reminded_of_after_two_weeks(town, level):
    reminders.remind_all(TODAY + timedelta(days=13))
    assert open_ones() == []

    reminders.remind_all(TODAY + timedelta(days=14))

    assert open_ones() == [("message", town.owner.name)]


def test_choosing_a_date_settles_that_reminder(town, level):
    day = TODAY + timedelta(days=14)
    reminders.remind_all(day)
    fields = {name: getattr(level, name) for name in actions_communication.MESSAGE}

    later = {**fields, "on": day + timedelta(days=9)}
    actions_communication.edit_message(row=level, by=town.owner, seen=level.version, **later)
    reminders.remind_all(day)

    assert open_ones() == []


@pytest.fixture
def reported(town, case):
    sheet = Sheet.objects.create(case=case, worksheet="kis-azc", edition=2, by=town.owner)
    value = {"rows": [{"what": "Geluid bij de ingang", "on": TODAY.isoformat()}]}
    return Answer.objects.create(
        sheet=sheet, item="meldingen", state="given", value=value, by=town.owner, function="wijkregisseur"
    )


def test_a_report_without_an_answer_is_reminded_of_after_fourteen_days(town, reported):
    reminders.remind_all(TODAY + timedelta(days=14))
    assert open_ones() == []

    for _ in range(2):
        reminders.remind_all(TODAY + timedelta(days=15))

    assert open_ones() == [("feedback", town.owner.name)]


def test_an_answer_to_a_report_settles_the_reminder(town, reported):
    day = TODAY + timedelta(days=15)
    reminders.remind_all(day)
    reported.value["rows"][0]["told"] = day.isoformat()
    reported.save()

    reminders.remind_all(day)

    assert open_ones() == []


def test_a_report_that_was_left_goes_to_the_deputy_without_its_words(town, case, reported):
    Case.objects.update(deputy=town.assessor)
    day = TODAY + timedelta(days=30)
    reminders.remind_all(day)

    lines = [(line.kind, line.title) for line in collect(town.assessor, day).lines]

    assert ("Terugkoppeling", case.title) in lines


def test_reminding_takes_as_many_queries_for_three(town, case, row, anchoring, django_assert_num_queries):
    reminders.remind_all(TODAY)
    with CaptureQueriesContext(connection) as one:
        reminders.remind_all(TODAY)
    for number in range(2):
        other = make_case(town=town, title=f"Casus {number}")
        Message.objects.create(case=other, message="Nog iets", on=TODAY)
    for code in ("AN2", "AN3"):
        Anchoring.objects.create(plan=anchoring.plan, code=code, what="Nog iets", next_on=TODAY)
    reminders.remind_all(TODAY)

    with django_assert_num_queries(len(one)):
        reminders.remind_all(TODAY)
