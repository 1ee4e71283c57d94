"""When a closed case has been kept long enough it goes, with everything that hangs on it, and leaves a number."""

from datetime import date, timedelta

from django.utils import timezone

from cases.actions.retain import retain
from cases.models import Case, ExchangeEntry, Group, Placement
from common.dates import months_before
from common.models import AuditEvent, TextFlag
from organisation.models import Reminder, Tombstone
from signals.models import Signal
from tests.factories import link, make_action, make_case, make_diagnosis, make_placement, make_plan, make_signal


def closed(town, years):
    case = make_case(town=town, title="Oude casus")
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=timezone.now() - timedelta(days=366 * years))
    return case


def test_old_case_goes_with_all_it_holds(town):
    case = closed(town, 6)
    case.refresh_from_db()
    Group.objects.create(case=case, label="Groep")
    first = make_placement(case=case, by=town.owner)
    make_placement(case=case, by=town.owner, replaces=first)
    make_diagnosis(case=case, by=town.owner)
    asked = ExchangeEntry.objects.create(
        case=case, kind="question", text="?", function="t", by=town.owner, placement=first
    )
    ExchangeEntry.objects.create(case=case, kind="answer", text="!", function="t", by=town.owner, answers=asked)
    link(case=case, signal=make_signal(town=town), by=town.owner)
    make_action(plan=make_plan(case=case), town=town)
    case.evaluations.create(
        baseline=case.diagnosis, placement=first, wanted="a", now="b", other_causes="c", adjust="d", by=town.owner
    )
    TextFlag.objects.create(object=f"cases.case:{case.pk}", field="reason", reason="r", by=town.owner)
    Reminder.objects.create(
        subject=f"cases.case:{case.pk}", kind="review", due_on=date.today(), stage="owner", to=town.owner, url="/"
    )

    assert retain(timezone.localdate()) == 1

    assert not Case.objects.exists() and not Placement.objects.exists() and not TextFlag.objects.exists()
    assert not Case.history.exists() and not Group.history.exists() and not Reminder.objects.exists()
    assert Signal.objects.count() == 1
    assert Tombstone.objects.get().object == f"cases.case:{case.pk}"
    assert AuditEvent.objects.filter(action="case.removed", actor="systeem").count() == 1


def test_signal_whose_last_case_went_is_closed_and_its_time_runs(town):
    old, other = closed(town, 6), make_case(town=town, title="Nog open")
    alone, shared = (make_signal(town=town, state="linked") for _ in range(2))
    for case, signal in ((old, alone), (old, shared), (other, shared)):
        link(case=case, signal=signal, by=town.owner)

    retain(timezone.localdate())

    alone.refresh_from_db()
    shared.refresh_from_db()
    assert (alone.state, shared.state) == ("closed", "linked")
    assert alone.closed_at is not None


def test_younger_and_open_cases_stay(town):
    closed(town, 4)
    make_case(town=town, opened_at=timezone.now() - timedelta(days=3650))

    assert retain(timezone.localdate()) == 0
    assert Case.objects.count() == 2


def test_months_before_ends_of_months():
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 13) == date(2024, 12, 15)
    assert months_before(date(2026, 10, 31), -4) == date(2027, 2, 28)
