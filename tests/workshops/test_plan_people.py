"""Who is at the table: suggestions, warnings that never stop anyone, a second facilitator, trust in the network."""

import pytest
from django.utils import timezone

from common.models import Mail
from common.refusal import Refused
from organisation.models import Membership, Partner
from tests.workshops.factories import make_meeting
from workshops import boards_plan, rules, rules_plan
from workshops.actions import plan, run
from workshops.models import Invitee, Meeting


@pytest.fixture
def meeting(town):
    return make_meeting(town=town, running=False, kind="network", facilitator=town.owner)


def post(client, meeting, **data):
    return client.post(f"/bijeenkomsten/{meeting.pk}/genodigden/", data)


def said(meeting):
    rows = list(Invitee.objects.filter(meeting=meeting).select_related("user", "partner"))
    return " ".join(warning.text for warning in rules_plan.warnings(meeting, rows))


def test_vertical_session_without_participation_warns_and_goes_on(town, meeting):
    meeting.vertical = True
    plan.invite(meeting=meeting, user=town.assessor, by=town.owner)
    assert "participatie" in said(meeting)

    plan.invite(meeting=meeting, function="adviseur participatie", group="participation", by=town.owner)

    assert "onmisbaar" not in said(meeting)
    run.start(meeting=meeting, by=town.owner)


def test_participation_is_indispensable_only_when_vertical(meeting):
    def weight():
        return next(row.weight for row in boards_plan.suggested(meeting, []) if row.kind.code == "participation")

    before = weight()
    meeting.vertical = True

    assert (before, weight()) == ("Mogelijk", "Onmisbaar")
    assert boards_plan.suggested(meeting, [])[0].kind.code == "participation"


def test_every_suggestion_of_the_guide_is_there_with_its_source(meeting):
    rows = boards_plan.suggested(meeting, [])

    assert {row.kind.code for row in rows} == {
        "area",
        "social",
        "participation",
        "averted",
        "hidden",
        "centre",
        "housing",
        "police",
    }
    assert all(row.kind.source.startswith("ESS-handreiking") for row in rows)


def test_only_the_municipality_and_only_one_organisation_warn(town, meeting):
    plan.invite(meeting=meeting, user=town.assessor, by=town.owner)
    assert "alleen mensen van de gemeente" in said(meeting)

    Invitee.objects.all().delete()
    for function in ("jongerenwerker", "opbouwwerker"):
        plan.invite(meeting=meeting, function=function, organisation_name="Welzijn", by=town.owner)
    assert "één organisatie" in said(meeting)

    plan.invite(meeting=meeting, user=town.assessor, by=town.owner)
    assert said(meeting) == ""


def test_function_from_outside_counts_as_outside_before_its_organisation_is_known(town, client_of, meeting):
    plan.invite(meeting=meeting, user=town.assessor, by=town.owner)
    assert "alleen mensen van de gemeente" in said(meeting)

    post(client_of(town.owner), meeting, voorstel="police")

    assert said(meeting) == ""


def test_external_network_without_anyone_from_outside_warns(town, meeting):
    meeting.external = True
    plan.invite(meeting=meeting, user=town.assessor, by=town.owner)

    assert "niemand van buiten" in said(meeting)


def test_three_ways_to_invite(town, client_of, meeting):
    client = client_of(town.owner)
    police = Partner.objects.create(name="Politie", kind="police")

    post(client, meeting, **{"collega": "ja", "collega-user": town.assessor.pk})
    post(client, meeting, **{"partner": "ja", "partner-partner": police.pk, "partner-function": "wijkagent"})
    post(client, meeting, **{"functie": "ja", "functie-function": "medewerker buurthuis", "functie-group": "centre"})
    post(client, meeting, voorstel="social")

    rows = [(row.function, row.group, row.partner_id) for row in Invitee.objects.filter(meeting=meeting)]
    assert rows == [
        ("medewerker", "social", None),
        ("wijkagent", "police", police.pk),
        ("medewerker buurthuis", "centre", None),
        ("medewerker sociaal domein", "social", None),
    ]


def test_same_person_stands_on_the_list_once(town, client_of, meeting):
    for _ in range(2):
        plan.invite(meeting=meeting, user=town.assessor, by=town.owner)
        plan.invite(meeting=meeting, function="wijkagent", organisation_name="Politie", by=town.owner)
        post(client_of(town.owner), meeting, voorstel="social")

    assert Invitee.objects.filter(meeting=meeting).count() == 3


@pytest.mark.parametrize(
    "data",
    [
        {"collega": "ja", "collega-user": "999999999999"},
        {"functie": "ja", "functie-function": "Bel met 111222333 graag"},
        {"functie": "ja", "functie-function": "x", "functie-group": "bestaat niet"},
        {"partner": "ja", "partner-function": "x"},
        {"weg": "999"},
        {"weg": "x" * 99},
        {"voorstel": "bestaat niet"},
        {},
    ],
)
def test_nonsense_adds_nobody(town, client_of, meeting, data):
    assert post(client_of(town.owner), meeting, **data).status_code in {200, 302, 404}
    assert not Invitee.objects.exists()


def test_second_facilitator_prepares_and_leads(town, client_of, meeting):
    Membership.objects.create(user=town.outsider, role="coordinator")

    post(client_of(town.owner), meeting, **{"collega": "ja", "collega-user": town.outsider.pk, "collega-leads": "on"})

    assert rules.can_lead(town.outsider, meeting)
    assert client_of(town.outsider).get(f"/bijeenkomsten/{meeting.pk}/genodigden/").status_code == 200
    post(client_of(town.outsider), meeting, **{"leidt-niet": Invitee.objects.get().pk})
    assert not rules.can_lead(town.outsider, meeting)


def test_who_may_not_lead_does_not_lead_along(town, meeting):
    with pytest.raises(Refused, match="zelf bijeenkomsten"):
        plan.invite(meeting=meeting, user=town.assessor, leads=True, by=town.owner)
    row = plan.invite(meeting=meeting, function="wijkagent", by=town.owner)
    with pytest.raises(Refused, match="account"):
        plan.set_leads(invitee=row, leads=True, by=town.owner)


def test_somebody_of_another_meeting_is_not_touched(town, client_of, meeting):
    other = make_meeting(town=town, running=False, facilitator=town.coordinator)
    row = plan.invite(meeting=other, user=town.assessor, by=town.coordinator)

    assert post(client_of(town.owner), meeting, weg=row.pk).status_code == 404
    assert Invitee.objects.filter(pk=row.pk).exists()


# Trust


def trust(client, meeting, answer, reason="", version=1):
    return client.post(
        f"/bijeenkomsten/{meeting.pk}/vertrouwen/", {"trust": answer, "trust_reason": reason, "version": version}
    )


def test_too_little_trust_gives_advice_and_a_task(town, client_of, meeting):
    client = client_of(town.owner)

    trust(client, meeting, "too_little")

    page = client.get(f"/bijeenkomsten/{meeting.pk}/vertrouwen/").content.decode()
    assert "Investeer eerst in het netwerk" in page
    lines = boards_plan.work_for(town.owner, timezone.localdate())
    assert "Netwerk" in [line.kind for line in lines]
    assert boards_plan.work_for(town.assessor, timezone.localdate()) == []


def test_task_ends_when_it_is_done_or_when_trust_is_there(town, client_of, meeting):
    def task():
        return "Netwerk" in [line.kind for line in boards_plan.work_for(town.owner, timezone.localdate())]

    client = client_of(town.owner)
    trust(client, meeting, "too_little")
    assert task()
    client.post(f"/bijeenkomsten/{meeting.pk}/vertrouwen/", {"gedaan": "ja"})
    assert not task()

    trust(client, meeting, "too_little", version=2)
    assert task()
    trust(client, meeting, "enough", version=3)
    assert not task()


def test_task_stays_when_the_session_is_called_off(town, client_of, meeting):
    trust(client_of(town.owner), meeting, "too_little")
    meeting.refresh_from_db()

    plan.cancel(meeting=meeting, reason="network", note="", by=town.owner)

    assert [line.kind for line in boards_plan.work_for(town.owner, timezone.localdate())] == ["Netwerk"]


def test_without_trust_nothing_is_sent_or_started_until_there_is_a_reason(town, client_of, meeting):
    client = client_of(town.owner)
    plan.invite(meeting=meeting, user=town.assessor, by=town.owner)
    trust(client, meeting, "too_little")
    meeting.refresh_from_db()
    with pytest.raises(Refused, match="te weinig vertrouwen"):
        run.start(meeting=meeting, by=town.owner)
    assert post(client, meeting, verstuur="ja").status_code == 403
    assert not Mail.objects.exists()

    trust(client, meeting, "too_little", "Partners vroegen er zelf om.", version=meeting.version)

    meeting.refresh_from_db()
    post(client, meeting, verstuur="ja")
    run.start(meeting=meeting, by=town.owner)
    assert Mail.objects.count() == 1
    assert meeting.state == Meeting.State.RUNNING


def test_trust_is_no_question_for_a_case_meeting(town, client_of):
    meeting = make_meeting(town=town, running=False, facilitator=town.owner)

    assert trust(client_of(town.owner), meeting, "enough").status_code == 403
