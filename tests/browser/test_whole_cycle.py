"""Bloemetjeswijk from the first signal to an evaluated plan, as five people, each in a browser of their own.

With PVK_MANUAL=1 the screenshots of the manual are made on the way (docs/handleiding/beelden).
"""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Case
from common import jobs
from common.models import Job, Mail
from organisation.models import Area, Department, User
from plans.models import PlanDocument
from pvk.demo.town import DOMAIN, load_town
from signals.models import Signal
from tests.people import PASSWORD

PICTURES = Path(__file__).parents[2] / "docs" / "handleiding" / "beelden"


def work() -> None:
    """What the worker would do, here and now."""
    while (
        pk := Job.objects.filter(state="waiting", not_before__lte=timezone.now()).values_list("pk", flat=True).first()
    ):
        jobs.run(pk)


class Walk:
    """Small steps of a person on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, name: str, *args: object, query: str = "") -> "Walk":
        self.page.goto(reverse(name, args=args) + query)
        return self

    def fill(self, **texts: str) -> "Walk":
        for name, text in texts.items():
            self.page.locator(f"main [name={name}]").fill(text)
        return self

    def pick(self, **values: str) -> "Walk":
        """Radio buttons and tick boxes by value."""
        for name, value in values.items():
            self.page.locator(f"main [name={name}][value='{value}']").check()
        return self

    def choose(self, **labels: str) -> "Walk":
        for name, label in labels.items():
            self.page.locator(f"main select[name={name}]").select_option(label=label)
        return self

    def press(self, label: str) -> "Walk":
        self.page.get_by_role("button", name=label, exact=True).click()
        return self

    def follow(self, label: str) -> "Walk":
        self.page.get_by_role("link", name=label).first.click()
        return self

    def sees(self, *texts: str) -> "Walk":
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)
        return self

    def picture(self, name: str) -> "Walk":
        if os.environ.get("PVK_MANUAL"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
        return self


@pytest.fixture
def bloemetjeswijk(transactional_db) -> dict[str, User]:
    load_town(PASSWORD)
    names = ("melder", "coordinator", "team", "eigenaar", "manager")
    return {name: User.objects.get(email=f"{name}@{DOMAIN}") for name in names}


@pytest.mark.slow
def test_a_tension_goes_from_signal_to_evaluated_plan(bloemetjeswijk, visit):
    people = bloemetjeswijk
    reporter = Walk(visit(people["melder"], width=390, height=844))
    coordinator, team, owner, manager = (
        Walk(visit(people[name])) for name in ("coordinator", "team", "eigenaar", "manager")
    )
    rozenbuurt = Area.objects.get(name="Rozenbuurt")

    # A colleague at the desk writes down what residents told, on a phone
    reporter.go("signals:log")
    reporter.fill(what="Oudere bewoners mijden het plein na schooltijd.").pick(known="heard", direction="groups")
    reporter.page.locator("main select[name=area]").select_option(str(rozenbuurt.pk))
    reporter.picture("signaal-vastleggen").press("Signaal vastleggen")
    reporter.sees("S-").picture("signaal-ontvangen")
    first = Signal.objects.get()

    # Someone of the team noticed the same from another side
    team.go("signals:log").fill(what="Jongeren op het plein vinden dat er altijd naar hen wordt gewezen.")
    team.pick(known="seen", direction="both")
    team.page.locator("main select[name=area]").select_option(str(rozenbuurt.pk))
    team.press("Signaal vastleggen")
    second = Signal.objects.exclude(pk=first.pk).get()

    # The coordinator assesses in the order picture, judgement, decision
    coordinator.go("signals:inbox").sees("Oudere bewoners mijden het plein").picture("inbox")
    coordinator.go("signals:picture", first.pk).fill(text="Het wijkteam ziet hetzelfde, al sinds de zomer.")
    coordinator.page.get_by_text("Wat is te zien: tussen groepen").click()
    coordinator.pick(observables_H2="H2c").picture("beeld").press("Beeld vastleggen")
    coordinator.go("signals:judge", first.pk).fill(text="Past bij wat jongerenwerk vertelt. Meer weten is nodig.")
    coordinator.page.locator("main form button[type=submit]").last.click()
    coordinator.go("signals:detail", first.pk).sees("Het wijkteam ziet hetzelfde").picture("signaal-beoordelen")

    # and opens a case with it
    coordinator.go("cases:new", query=f"?signal={first.pk}")
    coordinator.fill(title="Samenleven op het plein", reason="Twee signalen over het plein in de Rozenbuurt.")
    coordinator.choose(department="Wijkregie")
    coordinator.page.locator("main select[name=owner]").select_option(str(people["eigenaar"].pk))
    coordinator.fill(link_reason="Hier begon het mee.").picture("casus-openen").press("Casus openen")
    case = Case.objects.get()
    coordinator.go("cases:link", query=f"?signal={second.pk}")
    coordinator.page.locator(f"main [name=cases][value='{case.pk}']").check()
    coordinator.fill(reason="Gaat over hetzelfde plein.").page.locator("main form button[type=submit]").last.click()
    assert set(case.links.values_list("signal", flat=True)) == {first.pk, second.pk}

    # The reporter hears it
    reporter.go("signals:mine").sees(first.number).picture("mijn-signalen")

    # Two people place it, each for themselves, and see differently
    for walk, x, y, why in (
        (team, "3", "2", "Groepen mijden elkaar en de taal wordt harder."),
        (owner, "2", "1", "Ik hoor vooral ergernis, geen ruzie."),
    ):
        walk.go("cases:place", case.pk).pick(kind="point", x=x, y=y).fill(reason=why)
        if walk is team:
            walk.picture("plaatsen")
        walk.press("Plaatsing opslaan")
    owner.go("cases:compare", case.pk).sees("Groepen mijden elkaar", "Ik hoor vooral ergernis").picture("vergelijken")
    owner.go("cases:exchange", case.pk).pick(kind="question").fill(text="Wat ziet het wijkteam dat ik niet zie?")
    owner.press("Bijdragen").picture("uitwisseling")
    team.go("cases:exchange", case.pk).pick(kind="information").fill(text="Veel speelt zich af in de avond.")
    team.press("Bijdragen")

    # Together they conclude, and take the next step
    coordinator.go("cases:diagnose", case.pk).pick(place="new", kind="point", x_min="3", y_min="2")
    coordinator.fill(others="sociaal werker\nwijkregisseur", reason="De groepen groeien uit elkaar. Nu is er ruimte.")
    coordinator.pick(agreed="yes", outcome="act").picture("diagnose").press("Diagnose vastleggen")
    case.refresh_from_db()
    assert case.diagnosis is not None and case.diagnosis.outcome == "act"
    coordinator.go("cases:decide", case.pk).picture("ladder")
    coordinator.go("cases:decide", case.pk, query="?stap=3")
    coordinator.page.locator("main select[name=department]").select_option(label="Wijkregie")
    coordinator.page.locator("main select[name=owner]").select_option(str(people["eigenaar"].pk))
    social = Department.objects.get(name="Samenleven en Inclusie")
    coordinator.pick(departments=str(social.pk)).fill(reason="Wijk en welzijn maken samen een plan.")
    coordinator.picture("vervolgbesluit").page.locator("main form button[type=submit]").last.click()
    case.refresh_from_db()
    assert case.level == 3

    # The owner finds it on the work list and makes a plan
    owner.go("home").sees("Samenleven op het plein").picture("werkvoorraad")
    owner.go("plans:detail", case.pk).fill(
        challenge="Jong en oud gebruiken het plein weer naast en met elkaar.",
        frames="Het plein is van iedereen. Beledigen mag niet.",
        evaluate_on=(timezone.localdate() + timedelta(days=60)).isoformat(),
    ).press("Plan beginnen")
    plan = case.plan
    owner.go("plans:objective_new", plan.pk).fill(text="Jong en oud spreken elkaar weer").press("Doel toevoegen")
    owner.go("plans:action_new", plan.pk).fill(
        what="Maandelijkse koffie en thee op het plein",
        for_whom="ouderen en jongeren",
        due_on=(timezone.localdate() + timedelta(days=30)).isoformat(),
    )
    owner.page.locator("main select[name=owner]").select_option(str(people["team"].pk))
    owner.choose(department="Samenleven en Inclusie").press("Actie toevoegen")
    owner.go("plans:detail", case.pk).sees("Maandelijkse koffie").picture("actieplan")
    owner.go("plans:detail", case.pk).press("Voorleggen ter vaststelling")

    # The manager decides and takes the decision note along
    plan.refresh_from_db()
    assert plan.state == "submitted"
    manager.go("plans:version", plan.versions.get().pk).pick(outcome="approved").fill(remark="Akkoord.")
    manager.picture("vaststellen").press("Besluit vastleggen")
    plan.refresh_from_db()
    assert plan.state == "approved"
    manager.go("plans:detail", case.pk)
    manager.page.get_by_role("button", name=re.compile("PDF maken")).click()
    manager.sees("venster sluiten").picture("pdf-wacht")
    work()
    assert PlanDocument.objects.get().state == "ready", Job.objects.exclude(state="done").values_list("task", "error")
    manager.page.reload()
    with manager.page.expect_download() as download:
        manager.page.get_by_role("link", name=re.compile("[Dd]ownload")).click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")

    # The case is looked at again, and the plan is evaluated beside the baseline
    owner.go("cases:check", case.pk).picture("check")
    owner.go("evaluation:new", case.pk).fill(
        wanted="Minder vermijding op het plein.",
        now="Ouderen komen weer op het plein.",
        other_causes="Het was een rustige zomer.",
        adjust="In de winter gaan we naar binnen.",
        functions="wijkregisseur\nsociaal werker",
    ).pick(place="new")
    owner.pick(**{"nu-kind": "point", "nu-x": "2", "nu-y": "1"}).fill(**{"nu-reason": "Men groet elkaar weer."})
    owner.picture("evaluatie-maken").press("Evaluatie vastleggen")
    owner.sees("Ouderen komen weer op het plein.", "afnemend").picture("evaluatie")

    # The whole story stands in the file, and the town sees it on one map
    coordinator.go("cases:detail", case.pk).sees("Samenleven op het plein", "kwadrant").picture("casus")
    coordinator.go("cases:timeline", case.pk).sees("gekoppeld", "Diagnose", "Vervolgbesluit").picture("tijdlijn")
    manager.go("cases:overview").sees("Samenleven op het plein").picture("overzichtskaart")

    # What left as mail tells no title
    work()
    assert Mail.objects.exists()
    for mail in Mail.objects.all():
        assert "plein" not in (mail.subject + mail.body).lower()
