"""After a while nobody's name hangs on a placement; later the meeting goes, and a number stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.models import AuditEvent, TextFlag
from organisation.models import Organisation, Tombstone
from pvk import due
from tests.factories import make_case
from tests.workshops.factories import make_blind, make_item, make_meeting, make_note, make_round, make_seat, show
from workshops.actions import plan, rounds, run
from workshops.actions.retain import retain, unlink
from workshops.boards_stage import between
from workshops.models import BlindPlacement, Invitee, Meeting, Note, Round, Seat


def ended(town, *, days: int, case=None):
    """A meeting in which a colleague and a guest placed and wrote, ended so many days ago."""
    meeting = make_meeting(town=town)
    colleague, guest = make_seat(meeting=meeting, user=town.owner), make_seat(meeting=meeting, secret="geheim")
    plan.invite(meeting=meeting, user=town.owner, by=town.coordinator)
    found = make_round(item=make_item(meeting=meeting, case=case or make_case(town=town)))
    for seat in (colleague, guest):
        make_blind(found=found, seat=seat, kept={"reason": "Zo heet het plein.", "reason_field": "naam"})
        make_note(seat=seat)
    show(found=found)
    rounds.settle(found=found, by=town.coordinator, outcome="Samen verder kijken.")
    run.end(meeting=meeting, by=town.coordinator)
    Meeting.objects.filter(pk=meeting.pk).update(ended_at=timezone.now() - timedelta(days=days))
    return meeting


@pytest.fixture
def today():
    return timezone.localdate()


def test_names_are_unlinked_and_the_picture_stays(town, today):
    meeting = ended(town, days=32)
    before = [(row.shape, row.reason, row.late) for row in BlindPlacement.objects.order_by("pk")]
    assert TextFlag.objects.filter(by=town.owner).exists()

    assert (unlink(today), unlink(today)) == (1, 0)

    assert [(row.shape, row.reason, row.late) for row in BlindPlacement.objects.order_by("pk")] == before
    assert not BlindPlacement.objects.exclude(seat=None, function="", organisation_name="").exists()
    assert not Note.objects.exclude(seat=None).exists()
    assert not Seat.objects.filter(user=town.owner).exists() and not Invitee.objects.filter(user=town.owner).exists()
    assert not TextFlag.objects.filter(by=town.owner).exists()
    assert sorted(Seat.objects.filter(leads=False).values_list("function", flat=True)) == [
        "jongerenwerker",
        "medewerker",
    ]
    assert Seat.objects.get(leads=True).user == town.coordinator
    meeting.refresh_from_db()
    assert meeting.unlinked_at
    assert AuditEvent.objects.filter(action="meeting.unlinked", actor="systeem").count() == 1


@pytest.mark.parametrize("days", [1, 29])
def test_names_stay_until_the_period_of_the_admin_is_over(town, today, days):
    ended(town, days=days)

    assert unlink(today) == 0
    assert BlindPlacement.objects.filter(seat__user=town.owner).exists()
    Organisation.objects.update(unlink_days=1)
    assert unlink(today + timedelta(days=1)) == 1


def test_running_meeting_is_left_alone_until_it_is_forgotten(town, today):
    meeting = make_meeting(town=town)
    found = make_round(item=make_item(meeting=meeting, case=make_case(town=town)))
    make_blind(found=found, seat=make_seat(meeting=meeting))
    assert unlink(today) == 0
    Meeting.objects.update(started_at=timezone.now() - timedelta(days=40))

    unlink(today)

    meeting.refresh_from_db()
    assert meeting.state == "ended" and Round.objects.get().state == "open"
    assert not Seat.objects.filter(secret__isnull=False).exists()
    Meeting.objects.update(ended_at=timezone.now() - timedelta(days=40))
    assert unlink(today) == 1
    assert not BlindPlacement.objects.shown().exists()


def test_old_meeting_goes_with_all_it_holds_and_leaves_a_number(town, today):
    case = make_case(town=town)
    meeting = ended(town, days=366 * 6, case=case)
    name = f"workshops.meeting:{meeting.pk}"
    assert retain(today) == 0  # its case is still there
    case.delete()

    assert (retain(today), retain(today)) == (1, 0)

    assert not Meeting.objects.exists() and not Meeting.history.exists() and not Seat.objects.exists()
    assert not BlindPlacement.objects.exists() and not Note.objects.exists()
    assert Tombstone.objects.get().object == name


def test_planned_and_cancelled_meetings_go_too(town, today):
    for state in ("planned", "cancelled"):
        meeting = make_meeting(town=town, running=False)
        if state == "cancelled":
            plan.cancel(meeting=meeting, reason="few", note="", by=town.coordinator)
    make_meeting(town=town, running=False)
    Meeting.objects.filter(pk__lte=meeting.pk).update(starts_at=timezone.now() - timedelta(days=366 * 6))

    assert retain(today) == 2
    assert Meeting.objects.count() == 1


def test_the_daily_round_does_both(town, today):
    ended(town, days=40)

    counts = due.retain(today)

    assert counts["namen losgekoppeld"] == 1 and counts["bijeenkomsten"] == 0


def test_admin_sets_the_period(town, client_of):
    client = client_of(town.admin)
    form = client.get("/beheer/organisatie/").context["form"]
    assert form["unlink_days"].value() == 30

    wrong = client.post("/beheer/organisatie/", {**values_of(form), "unlink_days": "0"})
    client.post("/beheer/organisatie/", {**values_of(form), "unlink_days": "60"})

    assert wrong.context["form"].errors["unlink_days"]
    assert Organisation.objects.get().unlink_days == 60


def values_of(form):
    found = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in found.items()}


def test_what_moved_between_rounds_stays_when_names_are_unlinked(town):
    meeting = make_meeting(town=town)
    item = make_item(meeting=meeting, case=make_case(town=town))
    seats = [make_seat(meeting=meeting) for _ in range(2)]
    rounds_shown = []
    for places in (((1, 1), (2, 2)), ((3, 1), (2, 2))):
        found = make_round(item=item)
        for seat, (x, y) in zip(seats, places, strict=True):
            make_blind(found=found, seat=seat, x=x, y=y)
        rounds_shown.append(show(found=found))
    before = between(*rounds_shown)
    run.end(meeting=meeting, by=town.coordinator)
    Meeting.objects.update(ended_at=timezone.now() - timedelta(days=60))

    unlink(timezone.localdate())

    assert not BlindPlacement.objects.filter(seat__isnull=False).exists()
    assert before.total == 2
    assert between(*rounds_shown) == before
