"""The agenda, and what the case file shows of meetings: suggestions, bridges, outcomes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, Group
from cases.timeline import events
from common.refusal import Refused
from organisation.models import Partner
from tests.factories import make_case, make_placement, make_signal
from tests.workshops.factories import make_blind, make_item, make_meeting, make_round, make_seat, show
from workshops import boards_plan, rules_plan
from workshops.actions import plan, rounds, run
from workshops.models import Bridge, Item


@pytest.fixture
def meeting(town):
    return make_meeting(town=town, running=False, facilitator=town.owner)


def agenda(client, meeting, **data):
    return client.post(f"/bijeenkomsten/{meeting.pk}/agenda/", data)


def panel(client, case):
    return client.get(f"/bijeenkomsten/casus/{case.pk}/paneel/").context["panel"]


def test_case_and_signal_go_on_the_agenda_in_words_for_everyone(town, client_of, meeting):
    case = make_case(town=town)
    signal = make_signal(town=town, department=town.social)
    client = client_of(town.owner)
    shown = client.get(f"/bijeenkomsten/{meeting.pk}/agenda/")
    assert "wording" not in shown.context["form"].initial

    agenda(client, meeting, what=f"case:{case.pk}", wording="De sfeer op straat")
    agenda(client, meeting, what=f"signal:{signal.pk}", wording="Drukte bij het plein")
    agenda(client, meeting, what=f"case:{case.pk}", wording="Nog eens")

    rows = [(item.number, item.case, item.signal, item.wording) for item in meeting.items.all()]
    assert rows == [(1, case, None, "De sfeer op straat"), (2, None, signal, "Drukte bij het plein")]


@pytest.mark.parametrize("kind", ["case", "signal"])
def test_what_i_may_not_see_does_not_go_on_my_agenda(town, client_of, meeting, kind):
    hidden = make_case(town=town, department=town.safety, owner=town.outsider, title="Zeepaardjes")
    signal = make_signal(town=town, what="Zeepaardjes op het plein")
    number = hidden.pk if kind == "case" else signal.pk
    client = client_of(town.owner)

    answer = agenda(client, meeting, what=f"{kind}:{number}", wording="Van een ander")

    assert answer.context["form"].errors["what"]
    assert "Zeepaardjes" not in client.get(f"/bijeenkomsten/{meeting.pk}/agenda/?q=zeepaard").content.decode()
    assert not Item.objects.exists()
    with pytest.raises(Refused):
        plan.add_item(meeting=meeting, wording="x", by=town.owner, **{kind: hidden if kind == "case" else signal})


@pytest.mark.parametrize(
    "data",
    [
        {"what": "case:999999999999999999999", "wording": "x"},
        {"what": "huis:1", "wording": "x"},
        {"wording": "x"},
        {"what": "case:1"},
        {"omhoog": "999"},
        {"omlaag": "niets"},
    ],
)
def test_nonsense_adds_nothing(town, client_of, meeting, data):
    assert agenda(client_of(town.owner), meeting, **data).status_code in {200, 404}
    assert not Item.objects.exists()


def test_wording_is_checked_on_personal_data(town, client_of, meeting):
    case = make_case(town=town)

    answer = agenda(client_of(town.owner), meeting, what=f"case:{case.pk}", wording="Bel met 111222333 graag")

    assert answer.context["form"].errors["wording"]


def test_points_move_and_stay_numbered(town, client_of, meeting):
    first, second, third = (make_item(meeting=meeting, case=make_case(town=town)) for _ in range(3))
    client = client_of(town.owner)

    agenda(client, meeting, omhoog=third.pk)
    agenda(client, meeting, omhoog=first.pk)
    agenda(client, meeting, omlaag=second.pk)

    assert [(item.number, item.pk) for item in meeting.items.all()] == [(1, first.pk), (2, third.pk), (3, second.pk)]


def test_point_that_was_placed_stays(town, client_of):
    meeting = make_meeting(town=town)
    placed, other = (make_item(meeting=meeting, case=make_case(town=town)) for _ in range(2))
    make_round(item=placed)
    client = client_of(town.coordinator)

    codes = [
        client.post(f"/bijeenkomsten/{meeting.pk}/agenda/{row.pk}/", {"weg": "ja"}).status_code
        for row in (placed, other)
    ]

    assert codes == [403, 302]
    assert list(meeting.items.all()) == [placed]


def test_wording_that_a_colleague_changed_is_not_overwritten(town, client_of, meeting):
    item = make_item(meeting=meeting, case=make_case(town=town))
    plan.edit_item(item=Item.objects.get(pk=item.pk), wording="Van een collega", seen=1, by=town.owner)

    answer = client_of(town.owner).post(
        f"/bijeenkomsten/{meeting.pk}/agenda/{item.pk}/", {"wording": "Van mij", "version": 1}
    )

    assert "Van een collega" in str(answer.context["form"].errors["wording"])


def test_participant_reads_the_wording_and_not_the_title(town, client_of, meeting):
    make_item(meeting=meeting, case=make_case(town=town, title="Geheime titel"), wording="De sfeer op straat")
    plan.invite(meeting=meeting, user=town.outsider, by=town.owner)

    shown = client_of(town.outsider).get(f"/bijeenkomsten/{meeting.pk}/").content.decode()

    assert "De sfeer op straat" in shown and "Geheime titel" not in shown
    assert "Geheime titel" in client_of(town.owner).get(f"/bijeenkomsten/{meeting.pk}/").content.decode()


def test_work_session_has_no_agenda(town, client_of):
    meeting = make_meeting(town=town, running=False, kind="network", facilitator=town.owner)

    assert client_of(town.owner).get(f"/bijeenkomsten/{meeting.pk}/agenda/").status_code == 403


def test_case_is_put_on_the_agenda_from_its_file(town, client_of, meeting):
    case = make_case(town=town)
    foreign = make_meeting(town=town, running=False, facilitator=town.coordinator)
    client = client_of(town.owner)
    address = f"/bijeenkomsten/casus/{case.pk}/agenda/"

    wrong = client.post(address, {"meeting": foreign.pk, "wording": "x"})
    client.post(address, {"meeting": meeting.pk, "wording": "De sfeer op straat"})

    assert wrong.context["form"].errors["meeting"]
    assert meeting.items.get().case == case and not foreign.items.exists()


# The panel


@pytest.mark.parametrize("who", ["outsider", "reporter", "admin"])
def test_who_does_not_see_the_case_sees_no_panel(town, client_of, who):
    case = make_case(town=town)
    client = client_of(getattr(town, who))

    for address in (f"/bijeenkomsten/casus/{case.pk}/paneel/", f"/bijeenkomsten/casus/{case.pk}/agenda/"):
        assert client.get(address).status_code in {403, 404}


def test_vertical_placement_suggests_the_external_network(town, client_of):
    case = make_case(town=town)
    make_placement(case=case, by=town.assessor, x=3, y=1)
    client = client_of(town.owner)
    assert panel(client, case).hints == []

    make_placement(case=case, by=town.owner, x=1, y=2)

    assert "spiegel" in panel(client, case).hints[0].text
    assert panel(client, case).external


def test_hidden_placement_suggests_nothing_before_the_reveal(town, client_of):
    case = make_case(town=town)
    meeting = make_meeting(town=town)
    found = make_round(item=make_item(meeting=meeting, case=case))
    make_blind(found=found, seat=make_seat(meeting=meeting), y=4)
    client = client_of(town.owner)
    assert panel(client, case).hints == []

    show(found=found)

    assert panel(client, case).hints


def test_broken_contacts_suggest_it_too(town, client_of):
    case = make_case(town=town, information_position="broken")

    assert "verbroken" in panel(client_of(town.owner), case).hints[0].text


def test_angles_that_miss_are_named_and_closed_cases_suggest_nothing(town, client_of):
    case = make_case(town=town, information_position="broken")
    make_placement(case=case, by=town.owner, function="Wijkagent, politie")
    client = client_of(town.owner)
    assert "politie" not in panel(client, case).missing and "jongerenwerk" in panel(client, case).missing

    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=timezone.now())

    assert (panel(client, case).hints, panel(client, case).missing) == ([], [])


def test_who_looks_along_sees_meetings_and_no_suggestions(town, client_of):
    case = make_case(town=town, information_position="broken")
    make_item(meeting=make_meeting(town=town), case=case)

    shown = panel(client_of(town.assessor), case)

    assert [row.opens for row in shown.meetings] == [False]
    assert (shown.hints, shown.may_plan) == ([], False)


def test_outcome_stands_on_the_panel_and_the_timeline_after_it_is_settled(town, client_of):
    case = make_case(town=town)
    meeting = make_meeting(town=town)
    found = make_round(item=make_item(meeting=meeting, case=case))
    make_blind(found=found, seat=make_seat(meeting=meeting))
    show(found=found)
    client = client_of(town.owner)
    assert panel(client, case).meetings[0].outcomes == ()

    rounds.settle(found=found, by=town.coordinator, agreed=False, outcome="We kijken over een maand opnieuw.")
    run.end(meeting=meeting, by=town.coordinator)

    assert panel(client, case).meetings[0].outcomes == ("We kijken over een maand opnieuw.",)
    titles = {event.title: event.detail for event in events(case) if event.kind == "meeting"}
    assert titles == {
        "Besproken in een bijeenkomst: Wijkoverleg": "",
        "Ronde 1 afgerond": "Niet eens over de plaats. We kijken over een maand opnieuw.",
    }


def test_panel_takes_as_many_queries_for_three_meetings_as_for_one(town, client_of, django_assert_num_queries):
    case = make_case(town=town)
    partner = Partner.objects.create(name="Welzijn", kind="welfare")
    client = client_of(town.owner)
    for number in range(3):
        Group.objects.create(case=case, label=f"jongeren {number}")
        Bridge.objects.create(partner=partner, group=f"jongeren {number}", bond="Inloop", by=town.owner)
        make_item(meeting=make_meeting(town=town), case=case)
        if number in (0, 2):
            client.get(f"/bijeenkomsten/casus/{case.pk}/paneel/")
            with django_assert_num_queries(16):  # the last reads the words of this organisation
                client.get(f"/bijeenkomsten/casus/{case.pk}/paneel/")


# Bridges


def bridge(town, **fields):
    partner = Partner.objects.create(name=f"Partner {Partner.objects.count()}", kind="welfare")
    given = {"group": "Jongeren op het plein", "bond": "Wekelijkse inloop", "reticence": "", **fields}
    return plan.add_bridge(partner=partner, by=town.owner, **given)


def test_bridge_to_an_involved_group_stands_on_the_case_with_its_reticence(town, client_of):
    case = make_case(town=town)
    Group.objects.create(case=case, label="jongeren op het plein")
    bridge(town, reticence="Wil het vertrouwen niet verliezen.")
    bridge(town, group="Volkstuinders")

    shown = client_of(town.owner).get(f"/bijeenkomsten/casus/{case.pk}/paneel/").content.decode()

    assert "Wil het vertrouwen niet verliezen." in shown and "Volkstuinders" not in shown
    assert "vertrouwen" not in client_of(town.assessor).get(f"/bijeenkomsten/casus/{case.pk}/paneel/").content.decode()


def test_ended_bridge_is_gone_and_ending_twice_ends_once(town, client_of):
    row = bridge(town)
    client = client_of(town.owner)

    for _ in range(2):
        client.post("/bijeenkomsten/bruggen/", {"stop": row.pk})

    row.refresh_from_db()
    assert row.ended_by == town.owner and row.version == 2
    assert client.get("/bijeenkomsten/bruggen/").context["rows"] == []


def test_bridge_takes_a_group_of_the_case(town, client_of):
    case = make_case(town=town)
    Group.objects.create(case=case, label="Ouders van de school")
    partner = Partner.objects.create(name="Welzijn", kind="welfare")
    client = client_of(town.owner)
    data = {"partner": partner.pk, "bond": "Koffieochtend", "group": "Andere groep"}

    wrong = client.post(f"/bijeenkomsten/bruggen/?casus={case.pk}", data)
    for _ in range(2):
        client.post(f"/bijeenkomsten/bruggen/?casus={case.pk}", {**data, "group": "Ouders van de school"})

    assert wrong.context["form"].errors["group"]
    assert Bridge.objects.get().group == "Ouders van de school"


def test_bridges_are_for_who_may_plan(town, client_of):
    row = bridge(town)

    for who in (town.assessor, town.reporter, town.executive):
        assert client_of(who).get("/bijeenkomsten/bruggen/").status_code == 403
        assert client_of(who).post("/bijeenkomsten/bruggen/", {"stop": row.pk}).status_code == 403
    row.refresh_from_db()
    assert row.ended_at is None
    assert client_of(town.owner).post("/bijeenkomsten/bruggen/", {"stop": "999"}).status_code == 404


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jongeren", "jongeren op het plein", True),
        ("jongeren  op het plein", "Jongeren op het plein", True),
        ("ouderen", "ouders", False),
        ("", "ouders", False),
    ],
)
def test_groups_are_the_same_by_their_words(one, other, same):
    assert rules_plan.same_group(one, other) == same


# The work list


def test_work_list_has_meetings_of_the_coming_week(town, meeting):
    plan.invite(meeting=meeting, user=town.assessor, by=town.owner)
    make_meeting(town=town, running=False, facilitator=town.owner, starts_at=timezone.now() + timedelta(days=9))
    today = timezone.localdate()

    mine, invited = boards_plan.work_for(town.owner, today), boards_plan.work_for(town.assessor, today)

    assert [(line.kind, line.url) for line in mine] == [("Bijeenkomst", f"/bijeenkomsten/{meeting.pk}/")]
    assert [(line.url, line.why) for line in invited] == [(f"/meedoen/{meeting.code}/", "u bent uitgenodigd")]


def test_meeting_that_was_never_begun_or_ended_keeps_asking(town, meeting):
    past = timezone.now() - timedelta(days=3)
    type(meeting).objects.update(starts_at=past)
    today = timezone.localdate()
    assert "niet begonnen" in boards_plan.work_for(town.owner, today)[0].why

    run.start(meeting=meeting, by=town.owner)
    assert "nog niet afgerond" in boards_plan.work_for(town.owner, today)[0].why
    run.end(meeting=meeting, by=town.owner)
    assert boards_plan.work_for(town.owner, today) == []


def test_work_list_takes_one_query(town, meeting, django_assert_num_queries):
    for _ in range(3):
        make_meeting(town=town, running=False, kind="network", facilitator=town.owner, trust="too_little")

    with django_assert_num_queries(1):
        assert len(boards_plan.work_for(town.owner, timezone.localdate())) == 7
