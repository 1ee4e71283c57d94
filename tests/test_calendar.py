"""The calendar feed: dates and numbers, by a secret that can be renewed and ends when revoked."""

from datetime import timedelta
from urllib.parse import urlparse

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from analysis.models_team import TeamMeeting, TeamMember
from organisation import calendar
from organisation.models import User
from plans.models_anchoring import Anchoring
from plans.models_communication import Message
from tests.factories import make_action, make_case, make_plan


def day(days: int):
    return timezone.localdate() + timedelta(days=days)


def address(user: User) -> str:
    return f"/casussen/agenda/{user.pk}/{calendar.new_secret(user)}/casussen.ics"


def events(url: str) -> list:
    answer = Client().get(url)
    assert answer.status_code == 200, answer.status_code
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_feed_holds_the_number_and_the_day_and_never_the_title(town):
    case = make_case(town=town, title="Geheime kwestie", review_on=day(5))
    url = address(town.owner)

    (event,) = events(url)

    assert (event["summary"], event["dtstart"].dt) == (f"Check casus {case.number}", day(5))
    answer = Client().get(url)
    assert b"Geheime" not in answer.content
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"].startswith("text/calendar")


def test_feed_holds_only_what_this_person_keeps_and_sees(town):
    make_case(town=town, review_on=day(5))
    make_case(town=town, review_on=day(5), deputy=town.assessor)
    make_case(town=town, review_on=day(5), exercise=True)
    make_case(town=town, review_on=day(5), state="closed", closed_at=timezone.now())
    make_case(town=town, review_on=day(500))

    numbers = {who: len(events(address(getattr(town, who)))) for who in ("owner", "assessor", "outsider", "reporter")}

    assert numbers == {"owner": 2, "assessor": 1, "outsider": 0, "reporter": 0}
    assert len(events(address(town.coordinator))) == 2


def test_an_event_keeps_its_name_when_the_date_moves(town):
    case = make_case(town=town, review_on=day(5))
    url = address(town.owner)
    before = events(url)[0]["uid"]
    case.review_on = day(9)
    case.save()

    assert events(url)[0]["uid"] == before


def test_former_revoked_foreign_and_wrong_addresses_do_not_exist(town):
    make_case(town=town, review_on=day(5))
    first, second = address(town.owner), address(town.owner)
    other = second.replace(f"/{town.owner.pk}/", f"/{town.coordinator.pk}/")

    assert [Client().get(url).status_code for url in (first, second, other, second.replace("ics", "ic"))] == [
        404,
        200,
        404,
        404,
    ]
    calendar.revoke(User.objects.get(pk=town.owner.pk))
    assert Client().get(second).status_code == 404


@pytest.mark.parametrize("secret", ["", "-", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "é"])
def test_someone_without_an_address_has_none(town, secret):
    assert calendar.holder(town.owner.pk, secret) is None


def test_someone_who_left_has_no_calendar(town):
    url = address(town.owner)
    town.owner.is_active = False
    town.owner.save()

    assert Client().get(url).status_code == 404


def test_secret_is_stored_hashed_and_shown_once(town, client_of):
    client = client_of(town.owner)

    answer = client.post("/casussen/agenda/")

    shown = answer.context["address"]
    secret = shown.split("/")[-2]
    stored = User.objects.get(pk=town.owner.pk).calendar_secret
    assert secret not in stored and stored == calendar.hashed(secret)
    assert secret not in client.get("/casussen/agenda/").content.decode()
    assert Client().get(urlparse(shown).path).status_code == 200


def test_page_revokes(town, client_of):
    url = address(town.owner)

    client_of(town.owner).post("/casussen/agenda/", {"intrekken": "1"})

    assert Client().get(url).status_code == 404


def test_page_asks_to_log_in(town):
    assert Client().get("/casussen/agenda/").status_code == 302


def test_actions_and_evaluations_stand_in_it_by_number(town):
    case = make_case(town=town, title="Geheime kwestie")
    plan = make_plan(case=case, evaluate_on=day(20))
    make_action(plan=plan, town=town, what="Geheime actie", owner=town.owner, due_on=day(7))
    make_action(plan=plan, town=town, owner=town.owner, due_on=day(8), state="done")
    make_action(plan=plan, town=town, owner=town.assessor, due_on=day(9))
    url = address(town.owner)

    found = [(str(event["summary"]), event["dtstart"].dt) for event in events(url)]

    assert found == [(f"Actie klaar, casus {case.number}", day(7)), (f"Evaluatie casus {case.number}", day(20))]
    assert b"Geheime" not in Client().get(url).content


def test_what_must_be_told_what_comes_back_and_talks_of_the_group_stand_in_it_by_number(town):
    case = make_case(town=town, title="Geheime kwestie")
    plan = make_plan(case=case)
    Message.objects.create(case=case, message="Geheime boodschap", on=day(3))
    Message.objects.create(case=case, message="Al verteld", on=day(3), state="done")
    Anchoring.objects.create(plan=plan, code="AN1", what="Geheime oefening", next_on=day(5))
    Anchoring.objects.create(plan=plan, code="AN2", what="Afgerond", next_on=day(5), stopped=True)
    TeamMeeting.objects.create(case=case, on=day(7), with_whom="Geheim overleg", by=town.owner)
    TeamMeeting.objects.create(case=case, on=day(-7), with_whom="Geweest", held=True, by=town.owner)
    url = address(town.owner)

    found = [(str(event["summary"]), event["dtstart"].dt) for event in events(url)]

    assert found == [
        (f"Communicatie, casus {case.number}", day(3)),
        (f"Verankering, casus {case.number}", day(5)),
        (f"Overleg werkgroep, casus {case.number}", day(7)),
    ]
    assert b"Geheim" not in Client().get(url).content
    assert events(address(town.assessor)) == events(address(town.outsider)) == []


def test_who_is_in_the_working_group_has_its_talks(town):
    case = make_case(town=town)
    TeamMeeting.objects.create(case=case, on=day(7), with_whom="directie", by=town.owner)
    member = TeamMember.objects.create(
        case=case, user=town.assessor, function="x", organisation_name="y", by=town.owner
    )
    assert len(events(address(town.assessor))) == 1

    TeamMember.objects.filter(pk=member.pk).update(left_on=day(0))
    assert events(address(town.assessor)) == []


def test_the_feed_takes_the_same_statements_for_one_and_three(town):
    counts = []
    for _ in (1, 2):
        for _ in range(len(counts) * 2 or 1):
            plan = make_plan(case=make_case(town=town, review_on=day(3)), evaluate_on=day(20))
            make_action(plan=plan, town=town, owner=town.owner, due_on=day(7))
            Message.objects.create(case=plan.case, message="x", on=day(4))
            Anchoring.objects.create(plan=plan, code="AN1", what="x", next_on=day(4))
            TeamMeeting.objects.create(case=plan.case, on=day(4), with_whom="x", by=town.owner)
        url = address(town.owner)
        with CaptureQueriesContext(connection) as asked:
            events(url)
        counts.append(len(asked))

    assert counts[0] == counts[1]
