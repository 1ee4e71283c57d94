"""Removing signals when their time is over."""

from datetime import timedelta

from django.utils import timezone

from common.models import AuditEvent, TextFlag
from organisation.models import Tombstone
from signals import actions, boards
from signals.models import Signal, SignalDraft, SignalNews, TriageStep
from tests.factories import make_placement, make_signal


def closed(town, days, **fields):
    moment = timezone.now() - timedelta(days=days)
    return make_signal(town=town, state="closed", closed_at=moment, reported_at=moment, **fields)


def test_retain_removes_the_signal_its_versions_and_its_flags(town):
    old = closed(town, 400, what="Iets van lang geleden.")
    old.what = "Iets van lang geleden, verbeterd."
    old.save()
    TextFlag.objects.create(object=f"signals.signal:{old.pk}", field="what", kinds="naam", reason="x", by=town.reporter)
    TriageStep.objects.create(signal=old, part="picture", text="Beeld", by=town.coordinator)
    make_placement(by=town.coordinator, signal=old)

    assert actions.retain(timezone.localdate()) == 1

    assert (
        Signal.objects.count() == Signal.history.count() == TextFlag.objects.count() == TriageStep.objects.count() == 0
    )
    assert Tombstone.objects.get().object == f"signals.signal:{old.pk}"
    assert AuditEvent.objects.filter(action="signal.removed", actor="systeem").count() == 1


def test_retain_keeps_what_is_open_or_closed_lately(town):
    closed(town, 300)
    make_signal(town=town, reported_at=timezone.now() - timedelta(days=4000))

    assert actions.retain(timezone.localdate()) == 0
    assert Signal.objects.count() == 2


def test_retain_runs_twice_without_harm(town):
    closed(town, 400)

    assert [actions.retain(timezone.localdate()) for _ in range(2)] == [1, 0]
    assert Tombstone.objects.count() == 1


def test_retain_drops_drafts_of_more_than_a_day(town):
    SignalDraft.objects.create(user=town.reporter, saved_at=timezone.now() - timedelta(hours=25))
    SignalDraft.objects.create(user=town.owner)

    actions.retain(timezone.localdate())

    assert SignalDraft.objects.get().user == town.owner


def test_work_list_holds_what_waits_in_a_fixed_number_of_queries(town, django_assert_max_num_queries):
    make_signal(town=town)
    make_signal(town=town, state="following", reported_at=timezone.now() - timedelta(days=90))
    mine = make_signal(town=town, reporter=town.coordinator, state="linked")
    SignalNews.objects.create(signal=mine, text="Nieuws", by=town.owner)

    with django_assert_max_num_queries(6):
        work = boards.work_for(town.coordinator, timezone.localdate())

    assert [item.why for item in work] == ["u legde het vast", "nieuw, nog niet toegewezen", "niet recent gecheckt"]


def test_work_list_of_a_department_holds_what_it_was_given(town):
    ours = make_signal(town=town, department=town.social, state="assessing")
    make_signal(town=town, department=town.safety, state="assessing")

    work = boards.work_for(town.owner, timezone.localdate())

    assert [item.title for item in work] == [f"{ours.number}, Rozenbuurt"]


def test_work_list_is_capped(town):
    for _ in range(60):
        make_signal(town=town)

    assert len(boards.work_for(town.coordinator, timezone.localdate())) == 50
