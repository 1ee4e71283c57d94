"""A person chooses a direction: with a reason against the advice, with history, and two at once see both."""

import pytest
from django.urls import reverse
from django.utils import timezone

from analysis import boards_advice, versions
from analysis.actions import advice
from analysis.models_advice import DirectionChoice, RuleVersion
from cases.models import CaseMember
from common.models import AuditEvent, TextFlag
from method.directions.exercises import exercises
from method.directions.reading import shipped_text
from method.worksheets import library
from tests.analysis.described import answer_like, say


@pytest.fixture(autouse=True)
def shelf():
    return library()


@pytest.fixture
def worked(town, case):
    """OR1 to OR5 strongly advised, OR6 not."""
    answer_like(exercises()[0].situation, case, town.owner)
    return case


def post(client, case, code="OR4", **fields):
    data = {"outcome": "yes", "why": "", "order": "", "version": 0, **fields}
    return client.post(reverse("analysis:advice_choose", args=[case.pk, code]), data)


def test_choice_is_kept_with_what_the_rules_advised_and_their_version(town, client_of, worked):
    answer = post(client_of(town.owner), worked, kinds=["4b"], order="1", why="Eerst rust.")

    row = DirectionChoice.objects.get()
    assert answer.status_code == 302
    assert (row.outcome, row.kinds, row.order, row.why, row.strength) == ("yes", ["4b"], 1, "Eerst rust.", "sterk")
    assert (row.rules.name, row.rules.shipped, row.rules.text) == ("2", True, shipped_text())
    assert row.advice["because"] and row.advice["code"] == "OR4"
    assert AuditEvent.objects.filter(action="analysis.direction_chosen").exists()


@pytest.mark.parametrize(
    ("code", "outcome", "needed"),
    [
        ("OR6", "yes", True),
        ("OR6", "no", False),
        ("OR6", "later", False),
        ("OR4", "no", True),
        ("OR4", "yes", False),
        ("OR4", "later", False),
    ],
)
def test_reason_is_needed_against_the_advice_only(town, client_of, worked, code, outcome, needed):
    client = client_of(town.owner)

    without = post(client, worked, code, outcome=outcome)

    assert (without.status_code == 200) == needed == (not DirectionChoice.objects.exists())
    if needed:
        assert "wijkt af van het advies" in without.content.decode()
        assert post(client, worked, code, outcome=outcome, why="Dat weten wij hier beter.").status_code == 302
        assert DirectionChoice.objects.get().against


def test_own_choice_shows_on_the_page_in_the_panel_and_in_the_history(town, client_of, worked):
    client = client_of(town.owner)
    post(client, worked, "OR6", why="Wij missen de scholen.")
    post(client, worked, "OR6", outcome="later", why="Eerst het plein.", version=1)

    page = client.get(reverse("analysis:advice", args=[worked.pk])).content.decode()
    panel = client.get(reverse("analysis:advice_panel", args=[worked.pk])).content.decode()
    history = client.get(reverse("analysis:advice_history", args=[worked.pk])).content.decode()

    assert "Eerst het plein." in page and "Wij missen de scholen." not in page
    assert "Informatiepositie verbeteren" in panel and "later" in panel
    assert "Wij missen de scholen." in history and "Eerst het plein." in history and "regels versie 2" in history


def test_two_at_once_see_both_and_nothing_is_overwritten(town, client_of, worked):
    post(client_of(town.coordinator), worked, why="Van de coördinator.", order="2")

    clash = post(client_of(town.owner), worked, outcome="later", why="Van de eigenaar.", order="1")

    html = clash.content.decode()
    assert clash.status_code == 200
    assert "Van de coördinator." in html and "Van de eigenaar." in html
    assert "Een collega heeft dit intussen gekozen: “Ja, hier gaan we mee verder”" in html
    assert DirectionChoice.objects.get().why == "Van de coördinator."
    again = post(client_of(town.owner), worked, outcome="later", why="Van de eigenaar.", order="1", version=1)
    assert again.status_code == 302 and DirectionChoice.objects.get().why == "Van de eigenaar."


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": ""},
        {"outcome": "maybe"},
        {"kinds": ["5a"]},
        {"order": "0"},
        {"order": "x"},
        {"version": ""},
        {"why": "x" * 1001},
        {"why": "BSN 111222333"},
    ],
)
def test_wrong_choice_is_refused(town, client_of, worked, wrong):
    assert post(client_of(town.owner), worked, **wrong).status_code == 200
    assert not DirectionChoice.objects.exists()


def test_text_about_a_person_is_kept_with_a_reason_only(town, client_of, worked):
    text = "Bel 06 12345678 voor de sleutel."

    assert post(client_of(town.owner), worked, why=text).status_code == 200
    assert post(client_of(town.owner), worked, why=text, privacy_reason="Het is een servicelijn.").status_code == 302
    assert TextFlag.objects.get().field == "why"


def test_choosing_is_for_who_keeps_the_file(town, client_of, worked):
    CaseMember.objects.create(case=worked, user=town.outsider, by=town.owner)
    for person in (town.assessor, town.outsider, town.executive, town.reporter, town.admin):
        assert post(client_of(person), worked).status_code == 403
    assert post(client_of(town.owner), worked, "OR9").status_code == 404
    assert not DirectionChoice.objects.exists()
    type(worked).objects.filter(pk=worked.pk).update(state="closed", closed_at=timezone.now())
    assert post(client_of(town.owner), worked).status_code == 403


def test_old_choice_keeps_its_version_when_rules_change(town, worked):
    made = advice.choose_direction(
        case=worked, direction="OR4", by=town.owner, seen=0, outcome="yes", kinds=[], order=None, why=""
    )
    text = shipped_text().replace('version: "2"', 'version: "3"')
    RuleVersion.objects.create(
        kind="rules", state="published", name="3", text=text, note="x", by=town.admin, digest="x",
        published_at=made.at, published_by=town.admin,
    )  # fmt: skip

    board = boards_advice.advice_board(worked, town.owner, "NL")

    assert board.rules.name == "3" and versions.in_use().by == town.admin.name
    made.refresh_from_db()
    assert made.rules.name == "2" and made.rules.text == shipped_text()


def test_choice_against_the_advice_of_then_says_so_once_the_advice_agrees(town, client_of, worked):
    post(client_of(town.owner), worked, "OR6", why="Wij missen de scholen.")

    def against():
        rows = boards_advice.advice_board(worked, town.owner, "NL").directions
        return next(row.against for row in rows if row.code == "OR6")

    assert against() == "Eigen keuze, anders dan het advies"
    say(worked, town.owner, "information_gaps", ["IP3"])
    assert against() == "Eigen keuze, anders dan het advies van toen"
