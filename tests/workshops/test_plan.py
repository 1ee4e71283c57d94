"""Planning a meeting: new, changed, called off; who may, and what invited people hear."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from common import documents
from common.models import AuditEvent, Document, Mail
from common.refusal import Refused
from organisation import calendar as feeds
from organisation.models import Partner
from tests.factories import make_case
from tests.people import make_user
from tests.workshops.factories import make_item, make_meeting, make_seat
from workshops.actions import plan, run
from workshops.models import Invitee, Meeting

SECRET = "Zeepaardjes op het plein"


def soon(days: int = 5):
    return timezone.localtime() + timedelta(days=days)


def values(town, **more):
    return {
        "title": SECRET,
        "purpose": "Samen kijken wat er speelt.",
        "convenor": "wijkregisseur",
        "area": town.district.pk,
        "starts_at": f"{soon():%Y-%m-%dT14:00}",
        "minutes": 150,
        "place": "Buurthuis, grote zaal",
        "guests": "on",
        "show_functions": "on",
        **more,
    }


def planned(town, **fields):
    return make_meeting(town=town, running=False, **{"starts_at": soon(), "kind": "network", **fields})


@pytest.fixture
def meeting(town):
    return planned(town)


def test_new_work_session_has_150_minutes_and_five_steps_in_order(town, client_of):
    client = client_of(town.owner)
    shown = client.get("/bijeenkomsten/nieuw/?soort=network").context["form"]
    assert shown.initial["minutes"] == 150

    answer = client.post("/bijeenkomsten/nieuw/?soort=network", values(town))

    made = Meeting.objects.get()
    assert answer.url == f"/bijeenkomsten/{made.pk}/"
    assert (made.facilitator, made.minutes, made.kind) == (town.owner, 150, "network")
    assert [step.code for step in made.steps.all()] == ["introduction", "presentation", "notes", "place", "deepen"]
    assert sum(step.minutes for step in made.steps.all()) == 150


def test_same_form_sent_twice_plans_once(town, client_of):
    client, number = client_of(town.owner), str(uuid4())

    for _ in range(2):
        client.post("/bijeenkomsten/nieuw/?soort=cases", values(town, submission=number))

    assert Meeting.objects.count() == 1


def test_work_session_is_about_an_area_or_a_theme(town, client_of):
    client = client_of(town.owner)

    neither = client.post("/bijeenkomsten/nieuw/?soort=network", values(town, area=""))
    client.post("/bijeenkomsten/nieuw/?soort=network", values(town, area="", theme=town.theme.pk))

    assert "gebied of een thema" in str(neither.context["form"].errors["area"])
    assert Meeting.objects.get().theme == town.theme


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_at", "2020-01-01T10:00"),
        ("starts_at", "9999-01-01T10:00"),
        ("starts_at", "morgen"),
        ("minutes", "0"),
        ("minutes", "99999999999"),
        ("title", ""),
        ("area", "99999999999999999999"),
        ("purpose", "Bel met 111222333 graag"),
    ],
)
def test_broken_input_plans_nothing(town, client_of, field, value):
    answer = client_of(town.owner).post("/bijeenkomsten/nieuw/?soort=network", values(town, **{field: value}))

    assert answer.context["form"].errors[field]
    assert not Meeting.objects.exists()


def test_kind_is_chosen_first_and_nonsense_asks_again(town, client_of):
    client = client_of(town.owner)

    for address in ("/bijeenkomsten/nieuw/", "/bijeenkomsten/nieuw/?soort=feest"):
        assert "Wat voor bijeenkomst" in client.get(address).content.decode()


def test_case_goes_on_the_agenda_of_its_new_meeting(town, client_of):
    case = make_case(town=town, title="Geheime titel")
    client = client_of(town.owner)
    address = f"/bijeenkomsten/nieuw/?soort=cases&casus={case.pk}"
    assert "wording" not in client.get(address).context["form"].initial

    without = client.post(address, values(town))
    client.post(address, values(town, wording="De sfeer op straat"))

    assert without.context["form"].errors["wording"]
    item = Meeting.objects.get().items.get()
    assert (item.case, item.wording) == (case, "De sfeer op straat")


def test_change_keeps_the_newer_text_of_a_colleague(town, client_of, meeting):
    second = make_user(email="tweede@voorbeeldstad.example", name="Tweede", role="coordinator")
    plan.invite(meeting=meeting, user=second, leads=True, by=town.coordinator)
    old = values(town, version=1)
    client_of(second).post(f"/bijeenkomsten/{meeting.pk}/wijzigen/", {**old, "title": "Van een collega"})

    answer = client_of(town.coordinator).post(f"/bijeenkomsten/{meeting.pk}/wijzigen/", old)

    assert "Van een collega" in str(answer.context["form"].errors["title"])
    meeting.refresh_from_db()
    assert meeting.title == "Van een collega"
    assert meeting.history.count() == 2


def test_meeting_that_began_is_not_changed_or_called_off(town, client_of):
    meeting = make_meeting(town=town)
    client = client_of(town.coordinator)

    for name in ("wijzigen", "afgelasten"):
        assert client.get(f"/bijeenkomsten/{meeting.pk}/{name}/").status_code == 403


PAGES = (
    "",
    "wijzigen/",
    "afgelasten/",
    "vertrouwen/",
    "genodigden/",
    "agenda/",
    "programma/",
    "papier/",
    "papier/pdf/",
)


@pytest.mark.parametrize("page", PAGES)
def test_who_does_not_see_a_meeting_gets_no_page_of_it(town, client_of, page):
    meeting = planned(town, kind="cases")

    for who in (town.outsider, town.assessor, town.reporter, town.admin):
        client = client_of(who)
        codes = {call(f"/bijeenkomsten/{meeting.pk}/{page}").status_code for call in (client.get, client.post)}
        assert codes <= {403, 404, 405} and codes & {403, 404}


@pytest.mark.parametrize("page", [page for page in PAGES if page])
def test_who_is_invited_reads_and_changes_nothing(town, client_of, page):
    meeting = planned(town, kind="cases")
    plan.invite(meeting=meeting, user=town.outsider, by=town.coordinator)
    client = client_of(town.outsider)

    assert client.get(f"/bijeenkomsten/{meeting.pk}/").status_code == 200
    call = client.post if page == "papier/pdf/" else client.get
    assert call(f"/bijeenkomsten/{meeting.pk}/{page}").status_code == 403
    assert meeting.screen_key not in client.get(f"/bijeenkomsten/{meeting.pk}/").content.decode()


def test_invited_colleague_does_not_see_a_meeting_that_is_over_without_coming(town, client_of):
    meeting = make_meeting(town=town)
    for user in (town.outsider, town.owner):
        plan.invite(meeting=meeting, user=user, by=town.coordinator)
    make_seat(meeting=meeting, user=town.owner)
    run.end(meeting=meeting, by=town.coordinator)

    codes = [client_of(user).get(f"/bijeenkomsten/{meeting.pk}/").status_code for user in (town.outsider, town.owner)]

    assert codes == [404, 200]


def test_list_shows_what_is_mine_and_what_was_in_its_order(town, client_of):
    first = planned(town, title="Eerst", starts_at=soon(1), facilitator=town.owner)
    planned(town, title="Later", starts_at=soon(9), facilitator=town.owner)
    planned(town, title="Van een ander", facilitator=town.outsider)
    gone = planned(town, title="Voorbij", starts_at=soon(-3), facilitator=town.owner)
    plan.cancel(meeting=gone, reason="few", note="", by=town.owner)

    board = client_of(town.owner).get("/bijeenkomsten/").context["board"]

    assert [row.title for row in board.coming] == ["Eerst", "Later"]
    assert [row.title for row in board.past] == ["Voorbij"]
    assert first in board.coming
    assert client_of(town.reporter).get("/bijeenkomsten/").status_code == 403


def test_empty_list_says_what_to_do(town, client_of):
    assert "Er zijn nog geen bijeenkomsten" in client_of(town.owner).get("/bijeenkomsten/").content.decode()
    assert "voor u" in client_of(town.assessor).get("/bijeenkomsten/").content.decode()


def test_past_meetings_go_on_after_the_last_row(town, client_of):
    for number in range(27):
        row = planned(town, title=f"Nummer {number}", starts_at=soon(-number - 1), facilitator=town.owner)
        Meeting.objects.filter(pk=row.pk).update(state="cancelled", cancel_reason="few")
    client = client_of(town.owner)

    first = client.get("/bijeenkomsten/").context["board"].past
    rest = client.get("/bijeenkomsten/", {"na": first.next_cursor}).context["board"]

    assert [row.title for row in rest.past] == ["Nummer 25", "Nummer 26"]
    assert rest.coming == []


def test_list_takes_as_many_queries_for_three_as_for_one(town, client_of, django_assert_num_queries):
    client = client_of(town.owner)
    for count in (1, 2):
        for _ in range(count):
            planned(town, facilitator=town.owner, theme=town.theme)
            gone = planned(town, facilitator=town.owner)
            plan.cancel(meeting=gone, reason="few", note="", by=town.owner)
            run.start(meeting=planned(town, facilitator=town.owner), by=town.owner)
        client.get("/bijeenkomsten/")
        with django_assert_num_queries(6):
            client.get("/bijeenkomsten/")


def test_reading_a_meeting_stands_in_the_trail(town, client_of, meeting):
    client_of(town.coordinator).get(f"/bijeenkomsten/{meeting.pk}/")

    assert AuditEvent.objects.filter(action="meeting.read", object=f"workshops.meeting:{meeting.pk}").count() == 1


# Mail and calendars


def invited(town, meeting):
    partner = Partner.objects.create(name="Welzijn", kind="welfare", email="info@welzijn.example")
    plan.invite(meeting=meeting, user=town.owner, by=town.coordinator)
    plan.invite(meeting=meeting, partner=partner, function="jongerenwerker", by=town.coordinator)
    plan.invite(meeting=meeting, function="medewerker buurthuis", by=town.coordinator)


def test_invitation_holds_number_moment_place_and_addresses_and_no_title(town, settings):
    meeting = planned(town, title=SECRET, place="Buurthuis, grote zaal")
    invited(town, meeting)

    sent = plan.send_invitations(meeting=meeting, by=town.coordinator)
    again = plan.send_invitations(meeting=meeting, by=town.coordinator)

    assert (sent, again) == (2, 0)
    assert {mail.to for mail in Mail.objects.all()} == {town.owner.email, "info@welzijn.example"}
    for mail in Mail.objects.all():
        assert SECRET not in mail.subject + mail.body and meeting.purpose not in mail.body
        assert "Buurthuis, grote zaal" in mail.body and meeting.number in mail.body
        assert f"/meedoen/{meeting.code}/" in mail.body and "agenda.ics" in mail.body


def test_another_moment_is_told_to_who_was_invited(town, client_of):
    meeting = planned(town)
    invited(town, meeting)
    plan.send_invitations(meeting=meeting, by=town.coordinator)
    plan.invite(meeting=meeting, user=town.assessor, by=town.coordinator)
    Mail.objects.all().delete()

    client_of(town.coordinator).post(
        f"/bijeenkomsten/{meeting.pk}/wijzigen/", values(town, version=1, starts_at=f"{soon(12):%Y-%m-%dT09:30}")
    )

    assert {mail.to for mail in Mail.objects.all()} == {town.owner.email, "info@welzijn.example"}
    assert all("9:30" in mail.body and SECRET not in mail.body for mail in Mail.objects.all())


def test_calling_off_mails_the_chosen_reason_and_not_what_was_typed(town, client_of):
    meeting = planned(town)
    invited(town, meeting)
    plan.send_invitations(meeting=meeting, by=town.coordinator)
    Mail.objects.all().delete()
    client = client_of(town.coordinator)
    address = f"/bijeenkomsten/{meeting.pk}/afgelasten/"

    nothing = client.post(address, {"note": SECRET})
    client.post(address, {"reason": "network", "note": SECRET})
    client.post(address, {"reason": "few"})

    assert nothing.context["form"].errors["reason"]
    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancel_reason, meeting.cancel_note) == ("cancelled", "network", SECRET)
    assert Mail.objects.count() == 2
    assert all(
        "investeren eerst in het netwerk" in mail.body and SECRET not in mail.body for mail in Mail.objects.all()
    )
    assert SECRET in client.get(f"/bijeenkomsten/{meeting.pk}/").content.decode()


def test_taken_off_the_list_is_told_to_who_had_an_invitation(town):
    meeting = planned(town)
    invited(town, meeting)
    plan.send_invitations(meeting=meeting, by=town.coordinator)
    Mail.objects.all().delete()

    for row in Invitee.objects.filter(meeting=meeting):
        plan.uninvite(invitee=row, by=town.coordinator)

    assert Mail.objects.count() == 2
    assert not Invitee.objects.exists()


def test_calendar_file_opens_for_who_has_the_code_and_ends_with_the_meeting(town):
    meeting = planned(town, title=SECRET, place="Buurthuis")
    address = reverse("workshops:invitation_calendar", args=[meeting.code])

    answer = Client().get(address)

    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["summary"], event["location"]) == (f"Bijeenkomst {meeting.number}", "Buurthuis")
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=150)
    assert SECRET.encode() not in answer.content
    plan.cancel(meeting=meeting, reason="few", note="", by=town.coordinator)
    assert Client().get(address).status_code in {404, 410}
    assert Client().get("/meedoen/AAAAAA/agenda.ics").status_code in {404, 410}


def test_feed_holds_meetings_i_lead_or_am_invited_to_at_their_hour(town):
    mine = planned(town, title=SECRET, facilitator=town.owner)
    asked = planned(town)
    plan.invite(meeting=asked, user=town.owner, by=town.coordinator)
    planned(town)
    off = planned(town, facilitator=town.owner)
    plan.cancel(meeting=off, reason="few", note="", by=town.owner)

    answer = Client().get(f"/casussen/agenda/{town.owner.pk}/{feeds.new_secret(town.owner)}/casussen.ics")

    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert {str(event["summary"]) for event in events} == {f"Bijeenkomst {row.number}" for row in (mine, asked)}
    assert all(event["dtstart"].dt.hour is not None for event in events)
    assert SECRET.encode() not in answer.content


def test_programme_shows_the_sum_beside_the_duration(town, client_of, meeting):
    client = client_of(town.coordinator)
    steps = list(meeting.steps.all())
    data = {f"step_{step.pk}": 40 for step in steps}

    client.post(f"/bijeenkomsten/{meeting.pk}/programma/", {**data, "version": 1})

    board = client.get(f"/bijeenkomsten/{meeting.pk}/").context["board"]
    assert (board.minutes, board.minutes_left) == (200, -50)
    late = client.post(f"/bijeenkomsten/{meeting.pk}/programma/", {**data, "version": 1})
    assert "intussen" in str(late.context["form"].errors)
    wrong = client.post(f"/bijeenkomsten/{meeting.pk}/programma/", {**data, "version": 2, f"step_{steps[0].pk}": "-1"})
    assert wrong.context["form"].errors


def test_paper_is_a_pdf_and_a_page_without_names(town, client_of):
    meeting = planned(town, kind="cases")
    plan.invite(meeting=meeting, user=town.assessor, by=town.coordinator)
    make_item(meeting=meeting, case=make_case(town=town, title="Geheime titel"), wording="De sfeer rond het plein")
    client = client_of(town.coordinator)

    shown = client.get(f"/bijeenkomsten/{meeting.pk}/papier/").content.decode()
    client.post(f"/bijeenkomsten/{meeting.pk}/papier/pdf/")

    assert "De sfeer rond het plein" in shown and "Geheime titel" not in shown and "Tom Team" not in shown
    document = Document.objects.get()
    documents.make(document.pk)
    document.refresh_from_db()
    assert document.pdf.startswith(b"%PDF")
    assert "Geheime titel" not in str(document.content) and "Tom Team" not in str(document.content)
    assert not documents.may_read(town.assessor, document)


def test_only_who_may_plan_plans(town):
    with pytest.raises(Refused):
        run.plan(meeting=Meeting(kind="cases", title="x", starts_at=soon()), by=town.assessor)
