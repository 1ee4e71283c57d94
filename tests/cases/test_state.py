"""The status flow: one table, one door."""

from pathlib import Path

import pytest
from django.utils import timezone

from cases import rules
from cases.actions.state import change_state
from cases.models import Case, Diagnosis
from common.models import AuditEvent
from common.refusal import Refused
from tests.factories import make_case, make_diagnosis

S = Case.State


def test_table_names_every_state():
    assert set(rules.TRANSITIONS) == set(rules.EXPLAINED) == set(S)
    assert {to for ways in rules.TRANSITIONS.values() for to in ways} == set(S)


def test_every_open_state_may_go_back_and_be_closed():
    for was in set(S) - {S.OBSERVE, S.CLOSED}:
        assert {S.OBSERVE, S.CLOSED} <= set(rules.TRANSITIONS[was])


def test_diagram_in_the_documentation_is_the_table():
    page = Path(__file__).parents[2] / "docs" / "cases-states.md"

    assert rules.diagram() in page.read_text()


def test_change_keeps_reason_and_audit(town):
    case = make_case(town=town)

    change_state(case=case, to=S.EXCHANGE, by=town.owner, reason="Er zijn drie plaatsingen.")

    change = Case.objects.get().state_changes.get()
    assert (change.was, change.became, change.reason) == (S.OBSERVE, S.EXCHANGE, "Er zijn drie plaatsingen.")
    assert AuditEvent.objects.filter(action="case.exchange", object=f"cases.case:{case.pk}").count() == 1


def test_same_state_is_no_change(town):
    case = make_case(town=town)

    assert change_state(case=case, to=S.OBSERVE, by=town.owner) is None
    assert case.state_changes.count() == 0


@pytest.mark.parametrize("who", ["outsider", "assessor", "executive", "reporter"])
def test_change_is_refused_to_who_does_not_keep_the_case(town, who):
    case = make_case(town=town)

    with pytest.raises(Refused):
        change_state(case=case, to=S.EXCHANGE, by=getattr(town, who))
    assert Case.objects.get().state == S.OBSERVE


def test_acting_needs_a_diagnosis_that_says_so(town):
    case = make_case(town=town, state=S.DIAGNOSED)
    make_diagnosis(case=case, by=town.owner, outcome=Diagnosis.Outcome.MONITOR)

    with pytest.raises(Refused, match="Handelen"):
        change_state(case=case, to=S.ACTING, by=town.owner)


def test_monitoring_needs_a_date(town):
    case = make_case(town=town, state=S.DIAGNOSED)

    with pytest.raises(Refused, match="datum"):
        change_state(case=case, to=S.MONITORING, by=town.owner)


def test_closing_and_reopening_need_a_reason(town):
    case = make_case(town=town)

    with pytest.raises(Refused, match="waarom"):
        change_state(case=case, to=S.CLOSED, by=town.owner, reason=" ")
    change_state(case=case, to=S.CLOSED, by=town.owner, reason="Positieve polarisatie: men praat goed met elkaar.")
    with pytest.raises(Refused, match="waarom"):
        change_state(case=case, to=S.EXCHANGE, by=town.owner)
    change_state(case=case, to=S.EXCHANGE, by=town.owner, reason="Het speelt weer.")

    assert Case.objects.get().closed_at is None


def test_closing_after_a_decrease_asks_what_made_it_so(town):
    case = make_case(town=town, state=S.DIAGNOSED)
    make_diagnosis(case=case, by=town.owner, x=3, y=2)
    make_diagnosis(case=case, by=town.owner, x=2, y=1)

    with pytest.raises(Refused, match="waardoor"):
        change_state(case=case, to=S.CLOSED, by=town.owner, reason="Rustig.")
    change_state(case=case, to=S.CLOSED, by=town.owner, reason="Rustig.", depolarised=Case.Depolarised.USUAL_LIFE)

    assert Case.objects.get().depolarised == Case.Depolarised.USUAL_LIFE


def test_closing_stops_reminders(town):
    from organisation.models import Reminder

    case = make_case(town=town)
    Reminder.objects.create(
        subject=f"cases.case:{case.pk}",
        kind="review",
        due_on=timezone.localdate(),
        stage="owner",
        to=town.owner,
        url="/",
    )

    change_state(case=case, to=S.CLOSED, by=town.owner, reason="Klaar.")

    assert Reminder.objects.get().done_at is not None
