"""Acute signals: to the right people at once, never in silence, until someone takes them up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.models import Job, Mail
from common.refusal import Refused
from organisation.models import EscalationRoute, Organisation, Step, User
from signals import actions, boards
from signals.models import Signal, SignalNews
from tests.factories import make_signal
from tests.people import PASSWORD


@pytest.fixture
def route(town):
    for person in vars(town).values():
        if isinstance(person, User):
            person.set_password(PASSWORD)
            person.save()
    made = EscalationRoute.objects.create(
        step=Step.ACUTE, department=town.safety, owner=town.outsider, stand_in=town.owner, within_hours=2
    )
    made.informed.add(town.executive)
    return made


def acute(town, **fields):
    return make_signal(town=town, kind=Signal.Kind.ACUTE, emergency_informed=True, **fields)


def addressees():
    return set(Mail.objects.filter(key__startswith="signal-acute").values_list("to", flat=True))


def test_alert_reaches_owner_stand_in_and_informed_once(town, route):
    signal = acute(town)

    actions.alert(signal=signal)
    actions.alert(signal=signal)

    assert addressees() == {town.outsider.email, town.owner.email, town.executive.email}
    assert Mail.objects.filter(key__startswith="signal-acute").count() == 3
    assert signal.alert.respond_by == signal.reported_at + timedelta(hours=2)
    assert "Otto Anders" in signal.alert.why


def test_alert_without_a_route_goes_to_coordinator_and_deputy(town):
    signal = acute(town)

    actions.alert(signal=signal)

    assert addressees() == {town.coordinator.email, town.owner.email}
    assert "geen werkende route" in signal.alert.why


def test_alert_without_route_and_coordinator_is_never_silent(town):
    Organisation.objects.update(coordinator=None, deputy_coordinator=None)

    actions.alert(signal=acute(town))

    assert addressees() == {town.coordinator.email}


def test_mail_holds_no_word_of_the_signal(town, route):
    signal = acute(town, what="Ruzie bij de kade tussen ondernemers.", place="bij de brug")

    actions.alert(signal=signal)

    text = " ".join(f"{mail.subject} {mail.body}" for mail in Mail.objects.all())
    assert f"/signalen/{signal.pk}/" in text
    assert not any(word in text for word in ("Ruzie", "kade", "brug", "Rozenbuurt"))


def test_alerted_person_may_read_and_take_it_up(town, route, client_of):
    signal = acute(town)
    client = client_of(town.outsider)
    before = client.get(f"/signalen/{signal.pk}/").status_code
    actions.alert(signal=signal)

    after = client.get(f"/signalen/{signal.pk}/").status_code
    client.post(f"/signalen/{signal.pk}/oppakken/")

    signal.refresh_from_db()
    assert (before, after) == (404, 200)
    assert signal.acknowledged_by == town.outsider
    assert SignalNews.objects.get(signal=signal).text == "Uw acute signaal is gezien en wordt opgepakt."


def test_first_to_take_it_up_stays(town, route):
    signal = acute(town)
    actions.alert(signal=signal)
    actions.acknowledge(signal=signal, by=town.coordinator)

    actions.acknowledge(signal=signal, by=town.outsider)

    signal.refresh_from_db()
    assert signal.acknowledged_by == town.coordinator
    assert SignalNews.objects.count() == 1


def test_reporter_cannot_take_up_the_own_acute_signal(town, route):
    signal = acute(town)
    actions.alert(signal=signal)

    with pytest.raises(Refused):
        actions.acknowledge(signal=signal, by=town.reporter)


def test_acute_is_on_top_and_in_the_work_list_until_taken_up(town, client_of):
    signal = acute(town, reported_at=timezone.now() - timedelta(days=3))
    make_signal(town=town)
    client = client_of(town.coordinator)

    waiting = client.get("/signalen/").content.decode()
    work = boards.work_for(town.coordinator, timezone.localdate())
    client.post(f"/signalen/{signal.pk}/oppakken/")

    assert "1 acuut signaal wacht" in waiting
    assert work[0].urgent and work[0].title.startswith(signal.number)
    assert "acuut signaal wacht" not in client.get("/signalen/").content.decode()


def test_stand_in_is_warned_once_after_the_time(town, route):
    signal = acute(town, reported_at=timezone.now() - timedelta(hours=3))
    actions.alert(signal=signal)

    actions.warn_stand_in(signal=signal)
    actions.warn_stand_in(signal=signal)

    assert [mail.to for mail in Mail.objects.filter(key__startswith="signal-stand-in")] == [town.owner.email]


def test_stand_in_hears_nothing_before_the_time_or_after_it_was_taken_up(town, route):
    early = acute(town)
    taken = acute(town, reported_at=timezone.now() - timedelta(hours=3))
    for signal in (early, taken):
        actions.alert(signal=signal)
    actions.acknowledge(signal=taken, by=town.coordinator)

    for signal in (early, taken):
        signal.refresh_from_db()
        actions.warn_stand_in(signal=signal)

    assert Mail.objects.filter(key__startswith="signal-stand-in").count() == 0


def test_warning_waits_as_a_job_until_its_time(town, route):
    signal = acute(town)

    actions.alert(signal=signal)

    assert Job.objects.get(key=f"signal-stand-in:{signal.pk}").not_before == signal.alert.respond_by


def test_unrest_that_turns_out_acute_alerts_too(town, client_of):
    signal = make_signal(town=town)
    data = {
        "version": 1, "kind": "acute", "emergency_informed": "on", "what": signal.what, "area": signal.area_id,
        "known": "seen", "happened_at": "2026-01-05T12:00", "source": "Balie",
    }  # fmt: skip

    client_of(town.coordinator).post(f"/signalen/{signal.pk}/bewerken/", data)

    assert Job.objects.filter(task="signals.alert", arguments=[signal.pk]).count() == 1
