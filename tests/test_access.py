"""Tries every address of every signal, case, plan and evaluation as someone who may not see it, with texts that could
leak in each column; and looks where typed text may never arrive."""

import itertools
import logging
import re

import pytest
from django.apps import apps
from django.core import mail
from django.db import models, transaction
from django.utils import timezone

from analysis.actions import moments
from analysis.models import Answer, Location, Sheet
from cases.models import (
    CaseMember,
    Check,
    Document,
    ExchangeEntry,
    FaultLine,
    FollowUpDecision,
    Group,
    OutsideEvent,
    StateChange,
    ValenceChange,
)
from common import jobs
from common.live import signed
from common.models import AuditEvent, Job, LiveTopic, Mail
from evaluation.models import Evaluation
from organisation import calendar
from organisation.models import Membership, Reminder
from organisation.roles import Role
from plans.models import Objective, PlanDocument, PlanVersion, PrincipleNote
from plans.models_pitstop import PitstopPass
from plans.models_policy import PolicyRow
from signals.models import SavedFilter, SignalAlert, SignalDraft, SignalGroup, SignalNews, TriageStep
from tests import factories
from tests.people import make_user
from tests.test_every_url import ALL
from tests.walk import demo_town, different, pages

M = "zeepaardjes"
"""Stands in every text that could leak, and in none of the addresses that are asked."""
TODAY = timezone.localdate()
STRANGERS = ("outsider", "reporter", "partner", "admin", "nobody")


@pytest.fixture
def secret(numbers_from_one, town):
    """A signal, a case, an analysis, a plan and an evaluation of the social department: the marker in every text."""
    by = town.owner
    signal = factories.make_signal(
        town=town, reporter=town.coordinator, what=M, place=M, source=M, source_function=M, kind="acute"
    )
    SignalGroup.objects.create(signal=signal, label=M, perception=M)
    TriageStep.objects.create(signal=signal, part="picture", text=M, by=by)
    SignalNews.objects.create(signal=signal, text=M, by=by)
    SignalAlert.objects.create(signal=signal, why=M, respond_by=timezone.now())
    factories.make_placement(by=by, signal=signal, provisional=True, reason=M, function=M, network=M)
    SavedFilter.objects.create(user=town.coordinator, name=M, query=f"q={M}")
    SignalDraft.objects.create(user=town.coordinator, answers={"what": M})

    case = factories.make_case(
        town=town, title=M, reason=M, context=M, frames=M, heard=M, blind_spots=M, review_on=TODAY
    )
    factories.link(case=case, signal=signal, by=by)
    Group.objects.create(case=case, label=M, perception=M)
    line = FaultLine.objects.create(name=M, background=M)
    line.cases.add(case)
    placed = factories.make_placement(by=by, case=case, reason=M, function=M, group_low=M, group_high=M)
    question = ExchangeEntry.objects.create(case=case, kind="question", text=M, function=M, placement=placed, by=by)
    factories.make_diagnosis(case=case, by=by, reason=M, minority=M, outcome="act")
    FollowUpDecision.objects.create(case=case, step=1, department=town.social, reason=M, consultation=M, by=by)
    CaseMember.objects.create(case=case, user=town.assessor, by=by)
    Check.objects.create(case=case, same=False, note=M, by=by)
    StateChange.objects.create(case=case, was="observe", became="exchange", reason=M, by=by)
    ValenceChange.objects.create(case=case, was="unclear", became="negative", reason=M, by=by)
    OutsideEvent.objects.create(case=case, what=M, by=by)
    Document.objects.create(case=case, title=M, origin=M, place=M, dated_on=TODAY, by=by)

    place = Location.objects.create(case=case, label=M, kind="L2", by=by)
    sheet = Sheet.objects.create(case=case, location=place, worksheet="kis-2", edition=1, by=by)
    asked = {"sheet": sheet, "item": "fase", "state": "given", "value": {"codes": ["F1"]}, "function": M}
    Answer.objects.create(**asked, reason=M, source=M, by=by)
    moments.freeze(sheet=sheet, by=by, name=M)

    plan = factories.make_plan(case=case, challenge=M, agreements=M, frames=M)
    objective = Objective.objects.create(plan=plan, text=M, notice=M)
    factories.make_action(plan=plan, town=town, what=M, for_whom=M, objective=objective)
    PrincipleNote.objects.create(plan=plan, code="P1", note=M)
    row = PolicyRow(case=case, wording=M, covered="no", now=M, lacking=M, policy_other=M, party_other=M, plan_action=M)
    row.parties, row.by = {"other": "no"}, by
    row.settle()
    row.save()
    PitstopPass.objects.create(case=case, reason=M, by=by)
    PlanVersion.objects.create(plan=plan, number=1, content={"title": M, "challenge": M}, by=by)
    PlanDocument.objects.create(
        plan=plan, number=1, state="ready", pdf=b"%PDF " + M.encode(), by=by, ready_at=timezone.now()
    )
    Evaluation.objects.create(case=case, wanted=M, now=M, other_causes=M, adjust=M, baseline=case.diagnosis, by=by)

    town.partner = make_user(email="partner@welzijn.example", name="Pia Partner", role=Role.PARTNER)
    town.nobody = make_user(email="niemand@voorbeeldstad.example", name="Nico Niemand")
    return {"signal": signal, "case": case, "plan": plan, "line": line, "question": question, "placement": placed}


def content_of(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def everything() -> dict[str, list]:
    """All rows about signals, cases, plans and evaluations, as they stand."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for app in ("signals", "cases", "analysis", "plans", "evaluation")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }


def ids() -> list[int]:
    """Every number that a row of these packages has."""
    return sorted({row["id"] for rows in everything().values() for row in rows if "id" in row})


def addresses() -> list[str]:
    """Every address with every number of a row in each of its places."""
    numbers = ids()
    assert len(numbers) < 10, "numbers that differ per table would make millions of addresses: see numbers_from_one"
    found = []
    for name, path, _ in ALL:
        if name == "logout" or name in {"theme_css", "logo", "organisation:set_password", "cases:calendar"}:
            continue
        if "token" in path or name == "organisation:letter":
            continue
        holes = re.findall(r"<int:[^>]+>", path)
        for values in itertools.product(numbers, repeat=len(holes)):
            address = "/" + path
            for hole, value in zip(holes, values, strict=True):
                address = address.replace(hole, str(value), 1)
            if "<" not in address:
                found.append(address)
    found += [f"/casussen/koppelen/?{key}={number}" for key in ("signal", "casus") for number in numbers]
    found += [f"/casussen/nieuw/?signal={number}" for number in numbers]
    return [*found, "/signalen/?q=zeepaard", "/casussen/?q=zeepaard", "/signalen/filter/", "/?alles=1"]


@pytest.mark.slow
@pytest.mark.parametrize("who", STRANGERS)
def test_no_address_shows_a_stranger_anything(secret, town, client_of, caplog, who):
    caplog.set_level(logging.DEBUG)
    user = getattr(town, who)
    client = client_of(user)
    before = everything()
    shown, broken = [], []

    for address in addresses():
        calls = [client.get]
        if not address.startswith(("/beheer/", "/uitloggen/")):
            calls.append(client.post)
        for call in calls:
            with transaction.atomic():
                answer = call(address)
            if M.encode() in content_of(answer):
                shown.append(f"{call.__name__} {address}")
            if answer.status_code >= 500:
                broken.append(address)

    feed = client.get(f"/casussen/agenda/{user.pk}/{calendar.new_secret(user)}/casussen.ics")
    assert (shown, broken) == ([], [])
    assert everything() == before
    assert M.encode() not in feed.content and secret["case"].number.encode() not in feed.content
    assert M not in caplog.text


def test_those_who_may_do_see_it(secret, town, client_of):
    """The walk above looks for something that is there."""
    client = client_of(town.coordinator)

    shown = [address for address in addresses() if M.encode() in content_of(client.get(address))]

    for part in ("/signalen/", "/casussen/", "/plannen/", "/evaluaties/"):
        assert len([address for address in shown if address.startswith(part)]) > 3
    assert any(address.endswith("/download/") for address in shown)


def test_own_pages_take_no_ids_of_others(secret, town, client_of):
    """Whoever keeps a case puts numbers of another case in each field that takes one."""
    client = client_of(town.outsider)
    mine = factories.make_case(town=town, title="Eigen casus", owner=town.outsider, department=town.safety)
    own_signal = factories.make_signal(town=town, reporter=town.outsider)
    diagnosis = factories.make_diagnosis(case=mine, by=town.outsider, outcome="act")
    plan = factories.make_plan(case=mine, challenge="Eigen plan")
    foreign = secret["case"]
    linked = foreign.diagnosis.pk
    tries = [
        (f"/casussen/koppelen/?casus={mine.pk}", {"signals": secret["signal"].pk, "reason": "Zelfde straat"}),
        (f"/casussen/koppelen/?signal={own_signal.pk}", {"cases": foreign.pk, "reason": "Zelfde straat"}),
        (f"/casussen/{mine.pk}/breuklijnen/", {"lines": secret["line"].pk, "kies": "ja"}),
        (
            f"/casussen/{mine.pk}/uitwisseling/",
            {"kind": "answer", "text": "Ja", "function": "x", "answers": secret["question"].pk},
        ),
        (
            f"/casussen/{mine.pk}/uitwisseling/",
            {"kind": "argument", "text": "Ja", "function": "x", "placement": secret["placement"].pk},
        ),
        (f"/casussen/{mine.pk}/diagnose/", {"place": secret["placement"].pk, "outcome": "act", "reason": "Zo"}),
        (f"/casussen/{mine.pk}/documenten/", {"verwijder": foreign.documents.first().pk}),
        (f"/casussen/{mine.pk}/meekijkers/", {"stop": foreign.members.first().pk}),
        (f"/casussen/{mine.pk}/groepen/{foreign.groups.first().pk}/", {"verwijder": "ja"}),
        (f"/casussen/{mine.pk}/breuklijnen/{secret['line'].pk}/", {"verwijder": "ja"}),
        (f"/casussen/{mine.pk}/check/{foreign.checks.first().pk}/ongedaan/", {}),
        (
            f"/plannen/{plan.pk}/acties/nieuw/",
            {"what": "Praten", "for_whom": "buren", "objective": secret["plan"].objectives.first().pk},
        ),
        (
            f"/evaluaties/casus/{mine.pk}/nieuw/",
            {"wanted": "Rust", "baseline": linked, "place": secret["placement"].pk},
        ),
    ]
    before = everything()

    shown = []
    for address, data in tries:
        for answer in (client.get(address), client.post(address, data)):
            if M.encode() in content_of(answer):
                shown.append(address)

    assert diagnosis.case == mine
    assert shown == []
    assert everything() == before


def test_live_topics_are_only_for_who_was_shown_the_page(secret, town, client_of):
    client = client_of(town.outsider)

    answers = [client.get(f"/live/{token}/versie/") for token in ("signals", f"case:{secret['case'].pk}", "signals~x")]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert client.get(f"/live/{signed('signals')}/versie/").content.isdigit()


def test_who_leaves_a_case_or_a_role_sees_nothing_more(secret, town, client_of):
    guest = make_user(email="gast@welzijn.example", name="Gast", role=Role.PARTNER)
    seat = CaseMember.objects.create(case=secret["case"], user=guest, by=town.owner)
    address = f"/casussen/{secret['case'].pk}/"
    client = client_of(guest)

    may = client.get(address)
    seat.delete()
    left = client.get(address)
    CaseMember.objects.create(case=secret["case"], user=guest, by=town.owner)
    Membership.objects.filter(user=guest).delete()
    no_role = client.get(address)

    assert (may.status_code, left.status_code, no_role.status_code) == (200, 404, 403)


TEXTLESS = (AuditEvent, Job, Mail, LiveTopic, Reminder)


@pytest.mark.slow
def test_typed_text_reaches_no_trail_mail_job_or_log(db, settings, tmp_path, caplog):
    """Every form of the demo town is filled in well, and the work that follows from it is done."""
    settings.VAR_DIR = tmp_path
    town_ids, clients = demo_town()
    caplog.set_level(logging.DEBUG)
    found, saved = [], 0

    for role, form in different(pages(town_ids, clients)):
        if form.method != "post" or form.action.startswith("/beheer/"):
            continue
        with transaction.atomic():
            saved += clients[role].post(form.action, form.fields).status_code == 302
            for job in Job.objects.filter(state="waiting").exclude(task="plans.make_document"):
                jobs.run(job.pk)
            for model in TEXTLESS:
                texts = [
                    f.name
                    for f in model._meta.fields
                    if isinstance(f, models.CharField | models.TextField | models.JSONField)
                ]
                if M in str(list(model.objects.values_list(*texts))).lower():
                    found.append(f"{form.action}: {model.__name__}")
            transaction.set_rollback(True)

    assert saved > 30
    assert found == []
    assert M not in caplog.text.lower()
    assert not any(M in (letter.subject + letter.body).lower() for letter in mail.outbox)
