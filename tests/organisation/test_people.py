"""Inviting, roles, access: who may do what, and what happens when someone leaves."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.models import AuditEvent, Mail
from common.refusal import Refused
from organisation import actions
from organisation.models import EscalationRoute, Membership, Step, User
from organisation.roles import Role
from tests.people import make_user

STRONG = "een heel lang wachtwoord vol woorden"
PERSON = {"name": "Nora Nieuw", "email": "Nora@Voorbeeldstad.Example", "function": "jongerenwerker", "version": 1}


def link_in(mail: Mail) -> str:
    return re.search(r"https?://[^/]+(/\S+)", mail.body).group(1)


def test_invited_person_sets_a_password_once_and_logs_in(town, client_of):
    client_of(town.admin).post(reverse("organisation:invite"), {**PERSON, "role": "reporter"})
    user = User.objects.get(email="nora@voorbeeldstad.example")
    link = link_in(Mail.objects.get(to=user.email))
    stranger = Client()

    assert stranger.get(link).status_code == 200
    answer = stranger.post(link, {"new_password1": STRONG, "new_password2": STRONG})

    assert answer.status_code == 302
    login = stranger.post(reverse("login"), {"username": user.email, "password": STRONG})
    assert login.status_code == 302
    assert Client().get(link).status_code == 410
    assert user.memberships.get().role == Role.REPORTER


def test_invitation_mail_holds_a_link_and_no_password(town):
    user = User(email="nora@voorbeeldstad.example", name="Nora Nieuw", function="jongerenwerker")

    actions.invite(user=user, by=town.admin)

    mail = Mail.objects.get()
    assert mail.subject == "Kies uw wachtwoord"
    assert not user.has_usable_password()


@pytest.mark.parametrize("code", ["x", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "MQ"])
def test_made_up_link_gets_one_answer(town, code):
    answer = Client().get(reverse("organisation:set_password", args=[code, "abc-def"]))

    assert answer.status_code == 410
    assert "werkt niet meer" in answer.content.decode()


def test_weak_password_is_refused_in_words(town, client_of):
    link = actions.password_url(town.reporter).partition("8000")[2]

    answer = Client().post(link, {"new_password1": "kort", "new_password2": "kort"})

    assert answer.status_code == 200
    assert "12 tekens" in answer.content.decode()


@pytest.mark.parametrize(
    "broken",
    [{"email": "team@voorbeeldstad.example"}, {"email": "x"}, {"name": ""}, {"role": "assessor"}, {"deputy": "0"}],
)
def test_invite_with_broken_input_makes_nobody(town, client_of, broken):
    before = User.objects.count()

    answer = client_of(town.admin).post(reverse("organisation:invite"), {**PERSON, **broken})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert User.objects.count() == before


def test_session_of_a_deactivated_person_dies_at_once(town, client_of):
    browser = client_of(town.reporter)
    url = reverse("organisation:account")
    assert browser.get(url).status_code == 200

    client_of(town.admin).post(reverse("organisation:deactivate", args=[town.reporter.pk]))

    answer = browser.get(url)
    assert answer.status_code == 302
    assert answer.url.startswith("/inloggen/")


def test_link_of_a_deactivated_person_does_not_work(town):
    link = actions.password_url(town.reporter).partition("8000")[2]
    actions.deactivate(user=town.reporter, by=town.admin)

    assert Client().get(link).status_code == 410


def test_deactivate_shows_what_nobody_does_any_more(town, client_of):
    EscalationRoute.objects.create(step=Step.ACUTE, department=town.social, owner=town.owner, stand_in=town.coordinator)

    text = client_of(town.admin).get(reverse("organisation:deactivate", args=[town.owner.pk])).content.decode()

    assert "Eigenaar van de escalatieroute “Acuut signaal”." in text
    assert "Vervanger van het hoofd van Samenleven." in text


def test_last_admin_stays(town):
    with pytest.raises(Refused, match="laatste beheerder"):
        actions.take_role(membership=town.admin.memberships.get(), by=town.admin)


def test_invited_admin_does_not_count_as_another_admin(town):
    second = make_user(email="twee@voorbeeldstad.example", name="Twee", role=Role.ADMIN)
    User.objects.filter(pk=second.pk).update(password="!")

    with pytest.raises(Refused, match="laatste beheerder"):
        actions.deactivate(user=town.admin, by=second)


def test_one_of_two_admins_can_go(town):
    second = make_user(email="twee@voorbeeldstad.example", name="Twee", role=Role.ADMIN)

    actions.deactivate(user=town.admin, by=second)

    assert not User.objects.get(pk=town.admin.pk).is_active


def test_nobody_gives_himself_a_role(town, client_of):
    answer = client_of(town.admin).post(
        reverse("organisation:role_give", args=[town.admin.pk]), {"role": "coordinator"}
    )

    assert answer.status_code == 403
    assert town.admin.memberships.count() == 1


def test_role_change_is_recorded_and_told_to_who_watches(town, client_of):
    client_of(town.admin).post(reverse("organisation:role_give", args=[town.reporter.pk]), {"role": "coordinator"})

    event = AuditEvent.objects.get(action="role.given.coordinator")
    assert event.object == f"organisation.user:{town.reporter.pk}"
    assert event.actor == f"gebruiker:{town.admin.pk}"
    mail = Mail.objects.get()
    assert mail.to == town.privacy.email
    assert "Mila" not in mail.subject + mail.body


@pytest.mark.parametrize("who", ["owner", "coordinator", "privacy"])
def test_role_change_by_another_is_refused(town, client_of, who):
    browser = client_of(getattr(town, who))

    assert (
        browser.post(reverse("organisation:role_give", args=[town.reporter.pk]), {"role": "admin"}).status_code == 403
    )
    membership = town.assessor.memberships.get()
    assert browser.post(reverse("organisation:role_take", args=[membership.pk])).status_code == 403
    assert Membership.objects.filter(pk=membership.pk).exists()
    assert not Membership.objects.filter(user=town.reporter, role="admin").exists()


def test_access_list_marks_what_was_not_reviewed_for_a_year(town, client_of):
    old = timezone.localdate() - timedelta(days=366)
    Membership.objects.filter(role=Role.COORDINATOR).update(reviewed_on=old)
    browser = client_of(town.admin)
    assert "Nakijken" in browser.get(reverse("organisation:access")).content.decode()
    membership = Membership.objects.get(role=Role.COORDINATOR)

    browser.post(reverse("organisation:reviewed"), {"memberships": [membership.pk]})

    membership.refresh_from_db()
    assert membership.reviewed_on == timezone.localdate()
    assert AuditEvent.objects.filter(action="role.reviewed.coordinator").exists()


def test_access_csv_holds_everyone_and_no_formula(town, client_of):
    User.objects.filter(pk=town.reporter.pk).update(name="=cmd|' /C calc'!A0", function="@SUM(A1)")

    answer = client_of(town.privacy).get(reverse("organisation:access_csv"))

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "'=cmd|" in text
    assert ";'@SUM(A1)" in text
    assert text.count("\n") == Membership.objects.count() + 1
    assert AuditEvent.objects.filter(action="access.exported").exists()


def test_access_csv_refuses_the_coordinator(town, client_of):
    assert client_of(town.coordinator).get(reverse("organisation:access_csv")).status_code == 403


def test_account_changes_own_details_but_not_the_address(town, client_of):
    data = {"name": "Mila de Melder", "function": "wijkmedewerker", "email": "anders@x.example", "version": 1}

    client_of(town.reporter).post(reverse("organisation:account"), data)

    user = User.objects.get(pk=town.reporter.pk)
    assert (user.name, user.email) == ("Mila de Melder", "melder@voorbeeldstad.example")


def test_password_change_ends_other_sessions(town, client_of):
    town.reporter.set_password(STRONG)
    town.reporter.save()
    here, elsewhere = client_of(town.reporter), client_of(town.reporter)
    new = STRONG + " en meer"

    here.post(
        reverse("organisation:password"),
        {"old_password": STRONG, "new_password1": new, "new_password2": new},
    )

    assert here.get(reverse("organisation:account")).status_code == 200
    assert elsewhere.get(reverse("organisation:account")).status_code == 302


def test_search_finds_people_and_takes_odd_words(town, client_of):
    browser = client_of(town.admin)
    url = reverse("organisation:people")

    assert [p.name for p in browser.get(url, {"zoek": "mila"}).context["people"]] == ["Mila Melder"]
    assert browser.get(url, {"zoek": "\x00%_'\"🙂", "stand": "xyz"}).status_code == 200


def test_create_admin_makes_an_admin_with_a_link(db, capsys):
    call_command("create_admin", "Eerste@Voorbeeldstad.example", "Eerste Beheerder")

    user = User.objects.get()
    out = capsys.readouterr().out
    token = out.strip().rsplit("/", 2)[1]
    assert user.memberships.get().role == Role.ADMIN
    assert default_token_generator.check_token(user, token)


def test_create_admin_refuses_a_bad_address(db):
    with pytest.raises(CommandError, match="geen e-mailadres"):
        call_command("create_admin", "geen-adres", "Iemand")
