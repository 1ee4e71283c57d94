"""Opens every page that the URLconf knows, in the demo town, wide and narrow, and holds it against WCAG 2.2 AA.

A new page is found by itself: someone of the seven roles must be able to open it, with some row of the demo town.
"""

import itertools
import re
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import expect

from analysis.models import Round
from analysis.models_advice import ExerciseAnswer, InterventionChoice, PracticeResult, RuleVersion
from analysis.models_team import TeamMeeting, TeamMember, TeamQuestion
from cases.models import Case, Diagnosis, ExchangeEntry, Group, Placement, SignalLink
from common.documents import ask
from common.models import Document
from evaluation.models import Evaluation
from organisation.models import (
    Area,
    Department,
    EscalationRoute,
    Instruction,
    Membership,
    Partner,
    Resource,
    Theme,
    User,
)
from plans.models import Action, Objective, PlanDocument, PlanVersion
from plans.models_communication import Message
from plans.models_detail import Challenge
from plans.models_policy import PolicyRow
from signals.models import SavedFilter, Signal
from tests.test_every_url import ALL
from workshops.models import Meeting
from workshops.report import report
from workshops.report_pdf import REPORT

ROLES = ("coordinator", "beheerder", "privacy", "manager", "eigenaar", "melder")
NOT_A_PAGE = re.compile(
    r"(login|alive|ready|logout|theme_css|style_preview|live|live_version|calendar|download|csv|check_text|draft|set_password|raw|logo|panel|screen_picture|seat_\w+)$"
)
"""No page of their own: health, files, streams, fragments; and the login page, which has a test of its own."""
LATER = {
    "organisation:area_import_check",
    "organisation:letter",
    "workshops:seat",
    "workshops:join",
    "workshops:leave",
}
"""Pages that exist only in the middle of something; their own browser tests look at them."""


def make_demo_town(settings, tmp_path) -> Case:
    """The demo town with a row of each kind that a page may need; the case that holds most."""
    settings.VAR_DIR = tmp_path
    call_command("seed_demo")
    busy = Case.objects.get(title="Samenleven op het Bloemenplein")
    Instruction.objects.create(kind="unrest", text="Noteer wat u zag.")
    PlanDocument.objects.create(plan=busy.plan, number=1, by=busy.owner)
    SavedFilter.objects.create(
        user=User.objects.get(email__startswith="coordinator@"), name="Acuut", query="kind=acute"
    )
    ExerciseAnswer.objects.create(user=busy.owner, exercise="CASUS1", answers={"phase_L1": "F3", "forms_L1": ["D1"]})
    over = Meeting.objects.filter(state="ended").first()
    ask(kind=REPORT, subject=over, title="Verslag", content=report(over).as_json(), by=over.facilitator)
    return busy


@pytest.fixture
def demo_town(transactional_db, settings, tmp_path):
    return make_demo_town(settings, tmp_path)


def candidates(busy: Case) -> dict[str, list[int]]:
    """Ids to try for the numbers in an address, per part of the application."""
    signal = busy.links.first().signal_id
    new = Signal.objects.filter(state="new").first().pk
    plan = busy.plan
    return {
        "signals": [signal, new, SavedFilter.objects.first().pk],
        "cases": [busy.pk, busy.fault_lines.first().pk, signal, new]
        + [m.objects.filter(case=busy).first().pk for m in (Group, ExchangeEntry, Placement, SignalLink, Diagnosis)],
        "plans": [busy.pk, plan.pk]
        + [m.objects.filter(plan=plan).first().pk for m in (Action, Objective, PlanVersion, PlanDocument, Challenge)]
        + [Message.objects.filter(case=busy).first().pk, "AN1"],
        "policy": [busy.pk, PolicyRow.objects.filter(case=busy).first().pk],
        "analysis": [busy.pk, *_analysed(busy)],
        "library": ["K21", PracticeResult.objects.first().pk],
        "rulebook": [RuleVersion.objects.get(state="draft").pk, "rules"],
        "evaluation": [busy.pk, Evaluation.objects.first().pk],
        "workshops": _meetings(busy),
        "common": list(Document.objects.values_list("pk", flat=True)[:1]) or [1],
        "organisation": [
            m.objects.order_by("-pk").first().pk
            for m in (Area, Department, Instruction, Membership, Partner, Resource, Theme, User)
        ]
        + [EscalationRoute.objects.filter(area__isnull=False).first().pk],
        "resources": [Resource.objects.first().pk],
    }


def _analysed(busy: Case) -> list[int | str]:
    """A worksheet that has a moment, its place, the number of that moment and of its first step; a direction, an
    example, and one that was chosen; of the working group a member, a talk, a question and a service; a guide."""
    kept = Round.objects.filter(sheet__case=busy).first()
    chosen = InterventionChoice.objects.filter(case=busy).first()
    group = [m.objects.filter(case=busy).first().pk for m in (TeamMember, TeamMeeting, TeamQuestion)]
    return [kept.sheet_id, kept.sheet.location_id, kept.number, "OR2", "K08", chosen.pk, *group, "sports", "map"]


def _meetings(busy: Case) -> list[int | str]:
    """Meetings in each state first, then what hangs on them; the code and the screen of the one that runs."""
    running = Meeting.objects.get(state="running")
    ended = Meeting.objects.get(state="ended", kind="cases")
    session = Meeting.objects.get(state="ended", kind="network")
    planned = Meeting.objects.get(state="planned")
    item = running.items.first()
    return [
        ended.pk,
        session.pk,
        running.pk,
        planned.pk,
        busy.pk,
        ended.rounds.last().pk,
        session.notes.first().pk,
        item.pk,
        running.code,
        running.screen_key,
    ]


def filled(path: str, ids: list[int | str], most: int) -> Iterator[str]:
    """At most so many addresses of this path, with other ids in its holes each time; only a number where one goes."""
    holes = re.findall(r"<[^>]+>", path)
    fitting = [[each for each in ids if isinstance(each, int) or not hole.startswith("<int:")] for hole in holes]
    for values in itertools.islice(itertools.product(*fitting), most):
        address = "/" + path
        for hole, value in zip(holes, values, strict=True):
            address = address.replace(hole, str(value), 1)
        yield address


def openable(name: str, path: str, ids: list[int | str], clients: dict[str, Client]) -> tuple[str, str] | None:
    """Who may open this page, and at which address; None for addresses that only take a POST or lead on."""
    leads_on = False
    for address in filled(path, ids, 40):
        for role, client in clients.items():
            answer = client.get(address)
            if answer.status_code == 200:
                return role, address
            if answer.status_code == 405:  # whatever its numbers are
                return None
            leads_on = leads_on or answer.status_code == 302
    if leads_on:
        return None
    raise AssertionError(f"{name}: nobody of {', '.join(clients)} could open /{path}")


@pytest.mark.slow
@pytest.mark.parametrize(
    "space",
    [
        "",
        "organisation",
        "signals",
        "cases",
        "analysis",
        "plans",
        "evaluation",
        "method",
        "common",
        "workshops",
        "library",
        "rulebook",
        "training",
    ],
)
def test_pages_are_accessible_and_fit_a_phone(space, demo_town, visit, assert_axe, assert_fits):
    people = {role: User.objects.get(email=f"{role}@voorbeeldstad.example") for role in ROLES}
    clients = {}
    for role, user in people.items():
        clients[role] = Client()
        clients[role].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    ids = candidates(demo_town).get(space, [1])
    pages = {(role, width): None for role in ROLES for width in (1280, 360)}
    wrong = []

    for name, path, _ in ALL:
        if name.rpartition(":")[0] != space or NOT_A_PAGE.search(name) or name in LATER:
            continue
        query = f"?signal={Signal.objects.filter(state='new').first().pk}" if name == "cases:link" else ""
        found = openable(name, path + query, ids, clients)
        if found is None:
            continue
        role, address = found
        for width in (1280, 360):
            page = pages[role, width] or visit(people[role], width=width)
            pages[role, width] = page
            page.goto(address)
            try:
                expect(page.locator("h1")).to_have_count(1)
                assert page.locator("html").get_attribute("lang") == "nl"
                assert_fits(page)
                assert_axe(page)
            except AssertionError as error:
                wrong.append(f"{name} ({address}, {width} px, {role}): {error}")

    assert not wrong, "\n\n".join(wrong)
