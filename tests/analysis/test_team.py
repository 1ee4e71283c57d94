"""The working group of a case: people, lead, services, talks, questions, its own review, and participation."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from analysis import reminders
from analysis.actions import team as actions
from analysis.models_team import Participation, Team, TeamMeeting, TeamMember, TeamQuestion, TeamService
from cases.models import Case
from common.refusal import Refused
from method import team as guide
from organisation.models import Organisation, Reminder
from organisation.roles import Role
from plans.models import Action
from plans.models_policy import PolicyRow
from pvk.worklist import collect
from tests.factories import make_case
from tests.people import make_user

ANSWERS = {"wg1": True, "wg2": True, "wg3": True, "wg4": True, "note": ""}


@pytest.fixture
def page(case, client_of, town):
    """`page("team")`: the page as the owner sees it, as text."""

    def get(name, *more, by=None):
        client = client_of(by or town.owner)
        return client.get(reverse(f"analysis:{name}", args=[case.pk, *more])).content.decode()

    return get


@pytest.fixture
def send(case, client_of, town):
    """`send("team_kind", kind="wide")`: what the owner sends to that form."""

    def post(screen, /, *more, by=None, case=case, **data):
        data = {key: value for key, value in data.items() if value is not None}
        return client_of(by or town.owner).post(reverse(f"analysis:{screen}", args=[case.pk, *more]), data)

    return post


def test_every_text_of_the_guide_names_its_source():
    assert all(item.text and item.source.startswith("Vlaamse handreiking · Stap 1.") for item in guide.everything())
    assert [len(guide.ladder()), len(guide.services()), len(guide.review()), len(guide.lead())] == [6, 12, 4, 4]


# The group and its lead


def test_a_wide_group_while_nothing_is_clear_gives_the_hint_to_start_internally(send, page):
    send("team_kind", clear="False", kind="wide", version=0)
    assert guide.start_internal().text in page("team")

    send("team_kind", clear="True", kind="wide", version=1)
    assert guide.start_internal().text not in page("team")


def test_a_lead_without_mandate_shows_on_the_case_file_until_it_is_there(send, page):
    send("team_lead", lead="wijkmanager", time="on", version=0)
    assert "Mandaat ontbreekt" in page("team_panel")
    assert "badge--danger" in page("team_panel")

    send("team_lead", lead="wijkmanager", time="on", mandate="on", version=1)
    assert "Mandaat ontbreekt" not in page("team_panel")


def test_two_colleagues_who_save_at_once_both_keep_their_text(send, case):
    send("team_lead", lead="wijkmanager", version=0)
    answer = send("team_lead", lead="diensthoofd jeugd", version=0)

    assert Team.objects.get(case=case).lead == "wijkmanager"
    assert "Er staat nu: “wijkmanager”" in answer.content.decode()
    assert "diensthoofd jeugd" in answer.content.decode()


# Members


def test_a_member_with_an_account_is_not_asked_function_and_department_again(send, case, town):
    send("team_member_new", user=town.assessor.pk, expertise="kent het plein", since="2026-01-05")

    member = TeamMember.objects.get(case=case)
    assert (member.function, member.user, member.since) == ("medewerker", town.assessor, date(2026, 1, 5))


def test_a_member_from_outside_is_a_function(send, page):
    send(
        "team_member_new",
        function="voorzitter wijkcomité",
        organisation_name="Wijkcomité",
        external="on",
        expertise="bereikt de winkeliers",
        role="draagvlak zoeken",
        since="2026-01-05",
    )

    shown = page("team_print")
    assert "voorzitter wijkcomité, Wijkcomité" in shown
    assert "bereikt de winkeliers" in shown
    assert "draagvlak zoeken" in shown


def test_a_member_without_account_or_function_is_refused(send, case):
    answer = send("team_member_new", expertise="kent het plein", since="2026-01-05")

    assert "Vul dit in, of kies een collega met een account." in answer.content.decode()
    assert not TeamMember.objects.filter(case=case).exists()


def test_the_form_says_that_function_and_organisation_are_needed_without_an_account(page):
    fields = {
        name: block
        for name, block in re.findall(r'id="field_(\w+)">(.*?)(?=id="field_|</form>)', page("team_member_new"), re.S)
    }

    for name in ("function", "organisation_name"):
        assert "(niet verplicht)" not in fields[name]
        assert "Verplicht, tenzij u hierboven een collega met een account kiest." in fields[name]
    assert "(niet verplicht)" in fields["expertise"]


def test_a_name_or_number_in_the_text_about_a_member_is_stopped(send, case):
    answer = send(
        "team_member_new", function="buurtvader 06-12345678", organisation_name="Wijkcomité", since="2026-01-05"
    )

    assert answer.status_code == 200
    assert not TeamMember.objects.filter(case=case).exists()


def test_a_member_who_could_not_open_the_case_is_invited(send, case, town):
    partner = make_user(email="jeugd@partner.example", name="Jet Jeugd", role=Role.PARTNER)
    assert not Case.objects.visible_to(partner).filter(pk=case.pk).exists()

    send("team_member_new", user=partner.pk, organisation_name="Jeugdhuis", since="2026-01-05")

    assert Case.objects.visible_to(partner).filter(pk=case.pk).exists()
    assert TeamMember.objects.get(case=case).organisation_name == "Jeugdhuis"
    assert not mail.outbox or mail.outbox[0].to == [partner.email]


def test_someone_whose_role_is_reading_cannot_be_a_member(send, case, town):
    send("team_member_new", user=town.executive.pk, since="2026-01-05")

    assert not TeamMember.objects.filter(case=case).exists()


def test_who_leaves_stays_readable_with_the_reason(send, page, case, town):
    send("team_member_new", user=town.assessor.pk, since="2026-01-05")
    member = TeamMember.objects.get(case=case)

    send("team_member_leaves", member.pk, why="Werkt nu in een andere wijk.")

    assert "Werkt nu in een andere wijk." in page("team")
    assert not TeamMember.objects.now().filter(case=case).exists()


# Services


def test_the_twelve_services_stand_ready_and_one_can_be_marked(send, page, case):
    assert all(item.title in page("team_services") for item in guide.services())

    send("team_service", "sports", kind="service", name="Sport", relevant="yes", experience="Ontmoeting")
    send("team_service_new", kind="council", name="Jeugdraad", relevant="yes")

    assert list(TeamService.objects.filter(case=case).values_list("name", "relevant")) == [
        ("Sport", "yes"),
        ("Jeugdraad", "yes"),
    ]
    assert "Doen ertoe: Sport, Jeugdraad." in page("team")
    assert page("team_services").count("Sport</a>") == 1


def test_a_service_that_stands_ready_is_not_added_a_second_time(send, case):
    answer = send("team_service_new", kind="service", name="sport", relevant="yes")

    assert "Deze dienst staat al op de lijst." in answer.content.decode()


def test_a_service_that_does_not_exist_is_not_found(send):
    assert send("team_service", "zeep", name="Zeep").status_code == 404


# Talks and questions


def test_a_recurring_talk_stands_ready_again_once(send, case):
    today = timezone.localdate()
    send("team_meeting_new", on=today, with_whom="diensthoofd", every_weeks=4)
    talk = TeamMeeting.objects.get(case=case)

    for version in (1, 2):
        send(
            "team_meeting",
            talk.pk,
            on=today,
            with_whom="diensthoofd",
            every_weeks=4,
            held="on",
            decisions="Extra inzet tot de zomer.",
            version=version,
        )

    assert [each.on for each in TeamMeeting.objects.filter(case=case)] == [today + timedelta(weeks=4), today]


def test_a_talk_whose_day_is_here_is_reminded_of_until_it_was_held(send, case, town):
    today = timezone.localdate()
    send("team_meeting_new", on=today, with_whom="diensthoofd", every_weeks=4)
    talk = TeamMeeting.objects.get(case=case)
    reminders.remind_all(today - timedelta(days=1))
    assert not Reminder.objects.exists()

    for _ in range(2):
        reminders.remind_all(today)
    reminder = Reminder.objects.get()
    assert (reminder.kind, reminder.to, reminder.done_at) == ("talk", town.owner, None)
    assert ("Overleg", "Met diensthoofd") in [(line.kind, line.title) for line in collect(town.owner, today).lines]

    send("team_meeting", talk.pk, on=today, with_whom="diensthoofd", every_weeks=4, held="on", version=1)
    assert not Reminder.objects.filter(done_at__isnull=True).exists()


def test_services_show_what_is_done_already_and_in_which_plan(page, case, town):
    assert "staat nog niets" in page("team_services")

    row = PolicyRow(case=case, wording="Overlast", covered="yes", now="Jeugdwerk op woensdag", plan_action="Actie 4.2")
    row.by = town.owner
    row.settle()
    row.save()

    assert "Jeugdwerk op woensdag" in page("team_services")
    assert "meerjarenplan: Actie 4.2" in page("team_services")


def test_a_decision_of_a_talk_that_was_not_held_is_refused(send, case):
    answer = send("team_meeting_new", on="2030-01-05", with_whom="directie", decisions="Wij stoppen.")

    assert "Een besluit hoort bij een overleg dat is geweest." in answer.content.decode()
    assert not TeamMeeting.objects.filter(case=case).exists()


def test_a_question_for_the_executive_stays_open_until_it_is_answered(send, page, case):
    send("team_question_new", text="Mag het plein in de zomer autovrij blijven?")
    question = TeamQuestion.objects.get(case=case)
    assert "1 open vraag" in page("team_panel")

    send(
        "team_question",
        question.pk,
        text=question.text,
        answer="Ja, als proef.",
        answered_on="2026-02-01",
        version=1,
    )
    assert "open vraag" not in page("team_panel")
    assert "Ja, als proef." in page("team")


# The group looks at itself


def test_missing_profiles_make_one_task_in_the_plan(send, case):
    for _ in range(2):
        send("team_review", wg1="True", wg2="False", wg3="True", wg4="True")

    assert [each.what for each in Action.objects.filter(plan__case=case)] == [
        "Lid voor de werkgroep zoeken: andere profielen en sectoren"
    ]


def test_a_group_that_is_complete_makes_no_task(send, case):
    send("team_review", wg1="False", wg2="True", wg3="True", wg4="True")

    assert not Action.objects.filter(plan__case=case).exists()


def test_a_review_with_an_open_question_is_not_kept(send, case):
    answer = send("team_review", wg1="True")

    assert answer.status_code == 200
    assert not case.team_reviews.exists()


# Participation


def test_a_later_rung_keeps_the_earlier_one_with_its_day(send, page, case):
    send("team_level", level="PL2", pros="Snel.", cons="Weinig draagvlak.", why="Eerst luisteren.")
    Participation.objects.update(at=timezone.now() - timedelta(days=40))
    then = timezone.localtime(Participation.objects.get().at)

    send("team_level", level="PL4", pros="Meer vertrouwen.", cons="Kost veel tijd.", why="Samen maken.")

    assert list(Participation.objects.values_list("level", flat=True)) == ["PL4", "PL2"]
    assert "Raadplegen (PL2)" in page("team")
    assert "Eerst luisteren." in page("team")
    assert f"{then.day} " in page("team")


@pytest.mark.parametrize("words", ["nl", "vl"])
def test_the_rung_that_stands_now_says_so_by_its_name(send, page, words):
    Organisation.objects.update(words=words)
    send("team_level", level="PL2", pros="a", cons="b", why="c")

    shown = page("team_level")

    assert "<strong>Raadplegen</strong> (geldt nu). " in shown
    assert "<strong>Adviseren</strong>. " in shown
    assert "&lt;strong&gt;" not in shown + page("team_kind") + page("team_lead")


@pytest.mark.parametrize("missing", ["pros", "cons", "why"])
def test_a_rung_needs_its_pros_its_cons_and_the_reason(town, case, missing):
    said = {"pros": "Snel.", "cons": "Weinig.", "why": "Past.", missing: " "}

    with pytest.raises(Refused, match="voordelen, de nadelen en uw reden"):
        actions.choose_level(case=case, level="PL3", by=town.owner, **said)


def test_the_same_rung_twice_is_one_choice(send, case):
    for _ in range(2):
        send("team_level", level="PL2", pros="Snel.", cons="Weinig.", why="Past.")

    assert Participation.objects.filter(case=case).count() == 1


# Who may


@pytest.mark.parametrize(
    "name",
    ["team_kind", "team_lead", "team_member_new", "team_service_new", "team_meeting_new", "team_question_new"]
    + ["team_review", "team_level"],
)
def test_only_whoever_keeps_the_file_changes_the_group(name, send, town, case):
    made = make_case(town=town, department=town.safety, owner=town.outsider, title="Een andere casus")

    assert send(name, by=town.assessor).status_code == 403
    assert send(name, by=town.executive).status_code == 403
    assert send(name, by=town.outsider).status_code == 404
    assert send(name, case=made, by=town.owner).status_code == 404


def test_rows_of_another_case_are_not_found(send, town, case):
    other = make_case(town=town, title="Een andere casus")
    member = TeamMember.objects.create(case=other, function="x", organisation_name="y", by=town.owner)
    service = TeamService.objects.create(case=other, name="Zwembad", by=town.owner)

    assert send("team_member", member.pk, function="z", organisation_name="y", version=1).status_code == 404
    assert send("team_member_leaves", member.pk, why="Zomaar.").status_code == 404
    assert send("team_service", service.pk, name="Strand", version=1).status_code == 404


def test_a_closed_case_is_read_only(send, case):
    Case.objects.filter(pk=case.pk).update(state=Case.State.CLOSED, closed_at=timezone.now())

    assert send("team_question_new", text="Mag dit nog?").status_code == 403


@pytest.mark.parametrize("name", ["team", "team_panel", "team_print", "team_services"])
def test_pages_take_as_many_queries_for_three_as_for_one(
    name, page, case, town, django_assert_max_num_queries, django_assert_num_queries
):
    def more():
        number = TeamMember.objects.count()
        TeamMember.objects.create(case=case, function=f"functie {number}", organisation_name="y", by=town.owner)
        TeamService.objects.create(case=case, name=f"Dienst {number}", by=town.owner)
        TeamMeeting.objects.create(case=case, on=timezone.localdate(), with_whom="directie", by=town.owner)
        TeamQuestion.objects.create(case=case, text="Mag het?", by=town.owner)
        Participation.objects.create(case=case, level="PL2", pros="a", cons="b", why="c", by=town.owner)

    more()
    page(name)
    with django_assert_max_num_queries(60) as first:
        page(name)
    more()
    more()
    with django_assert_num_queries(len(first.captured_queries)):
        page(name)
