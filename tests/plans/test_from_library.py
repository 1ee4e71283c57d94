"""Choosing a practice example makes one draft action in the plan, and taking it back leaves the action."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from analysis import choices, versions
from analysis.actions import advice
from analysis.models_advice import InterventionChoice
from common.models import AuditEvent
from organisation.models import Partner
from plans.models import Action, Objective, Plan
from plans.models_library import LibraryAction
from plans.rules import missing
from tests.analysis.described import say
from tests.factories import make_case, make_diagnosis, make_plan


@pytest.fixture
def case(town):
    return make_case(town=town)


def choose(client, case, code="K07", **fields):
    data = {"target_groups": ["T4", "T5"], "executor": "wijkteam", "why": "Dat past op dit plein.", "direction": "OR2"}
    return client.post(reverse("analysis:choose_example", args=[case.pk, code]), {**data, **fields})


def test_choice_makes_an_action_with_goal_target_group_and_executor(town, client_of, case):
    Partner.objects.create(name="Wijkteam", kind="welfare")

    answer = choose(client_of(town.owner), case, start_on=timezone.localdate() + timedelta(days=7))

    action = Action.objects.get()
    record = versions.shelf().get("K07")
    assert answer.status_code == 302
    assert (action.what, action.objective.text) == (record.name, record.goal)
    assert action.for_whom == "directe buren en omwonenden, en andere buurtbewoners"
    assert (action.owner, action.department, action.partner.name) == (town.owner, case.department, "Wijkteam")
    assert action.library.executor == "wijkteam" and action.start_on < action.due_on
    assert AuditEvent.objects.filter(action="plan.action_added").count() == 1
    assert "Concept: kies zelf" in client_of(town.owner).get(reverse("plans:detail", args=[case.pk])).content.decode()


def test_another_group_is_called_by_its_own_words_everywhere(town, client_of, case):
    client = client_of(town.owner)

    asked = choose(client, case, target_groups=["T4", "T9"])
    choose(client, case, target_groups=["T4", "T9"], other_group="de vissers bij de plas")

    assert asked.context["form"].errors == {
        "other_group": ["U vinkte “Een andere groep” aan. Schrijf op welke groep u bedoelt."]
    }
    words = "directe buren en omwonenden, en de vissers bij de plas"
    assert Action.objects.get().for_whom == words
    for name in ("analysis:examples", "plans:report"):
        assert words in client.get(reverse(name, args=[case.pk])).content.decode().replace("Directe", "directe"), name


def test_group_that_people_wrote_in_a_worksheet_is_not_asked_again(town, client_of, case):
    say(case, town.owner, "target_groups", ["T9"])

    answer = choose(client_of(town.owner), case, target_groups=["T9"])

    assert answer.status_code == 302
    assert Action.objects.get().for_whom == "zie daar"


def test_draft_in_quadrant_a_asks_whether_residents_feel_it_before_the_plan_goes_on(town, client_of, case):
    make_diagnosis(case=case, by=town.owner, x=1, y=1)
    client, url = client_of(town.owner), reverse("plans:detail", args=[case.pk])
    choose(client, case)
    action = Action.objects.get()
    asked = ("Schrijf bij één actie op of inwoners deze tegenstelling zelf ervaren: de diagnose ligt (ook) in kwadrant "
             "A.", "ESS-handreiking §3.1")  # fmt: skip

    before = client.get(url).content.decode()
    assert "Niet bij elke actie staat" in before and "Ervaren inwoners dit zelf? Nog invullen" in before
    assert asked in missing(action.plan)

    Action.objects.update(perception="Bewoners noemen het zelf.")
    after = client.get(url).content.decode()
    assert "Niet bij elke actie staat" not in after and "zelf? Nog invullen" not in after
    assert asked not in missing(action.plan)


@pytest.mark.parametrize(("place", "state"), [((3, 3), "todo"), ((1, 1), "dropped"), ((1, 1), "done")])
def test_draft_elsewhere_or_that_is_over_is_not_asked_for_it(town, client_of, case, place, state):
    make_diagnosis(case=case, by=town.owner, x=place[0], y=place[1])
    choose(client_of(town.owner), case)
    Action.objects.update(state=state)

    page = client_of(town.owner).get(reverse("plans:detail", args=[case.pk])).content.decode()

    assert "Ervaren inwoners dit zelf" not in page
    assert not [text for text, _ in missing(Plan.objects.get()) if "zelf ervaren" in text]


def test_other_words_in_a_second_tab_are_not_lost_and_change_nothing(town, client_of, case):
    client = client_of(town.owner)
    choose(client, case)

    answer = choose(client, case, why="De beheerders vragen erom.")

    assert "intussen al gekozen" in str(answer.context["form"].non_field_errors())
    assert "De beheerders vragen erom." in answer.content.decode()
    assert InterventionChoice.objects.get().why == "Dat past op dit plein."


def test_choosing_twice_is_one_action_also_with_an_objective_that_is_there(town, client_of, case):
    plan = make_plan(case=case)
    Objective.objects.create(plan=plan, text=versions.shelf().get("K07").goal)
    client = client_of(town.owner)

    choose(client, case)
    choose(client, case)

    assert (InterventionChoice.objects.count(), Action.objects.count(), Objective.objects.count()) == (1, 1, 1)


def test_taking_back_leaves_the_action_and_says_so_and_again_finds_it(town, client_of, case):
    client = client_of(town.owner)
    choose(client, case)
    made = InterventionChoice.objects.get()
    url = reverse("analysis:drop_example", args=[case.pk, made.pk])

    warned = client.get(url).content.decode()
    answer = client.post(url, {"why": "Het jongerenwerk stopt."}, follow=True)

    assert "blijft staan" in warned and "Actie in het plan" in warned
    assert "De actie blijft in het plan staan." in answer.content.decode()
    assert Action.objects.count() == 1 and not InterventionChoice.objects.standing().exists()
    choose(client, case)
    assert Action.objects.count() == 1
    assert LibraryAction.objects.get().choice == InterventionChoice.objects.standing().get()


def test_action_that_was_removed_comes_back_when_chosen_again(town, client_of, case):
    choose(client_of(town.owner), case)
    Action.objects.all().delete()

    choose(client_of(town.owner), case)

    assert Action.objects.count() == 1


def test_submitted_plan_refuses_and_nothing_is_chosen(town, client_of, case):
    make_plan(case=case, state=Plan.State.SUBMITTED)

    answer = choose(client_of(town.owner), case)

    html = answer.content.decode()
    assert answer.status_code == 200 and "ligt ter vaststelling voor" in html and "Dat past op dit plein." in html
    assert not InterventionChoice.objects.exists() and not Action.objects.exists()


def test_what_hooks_in_fails_together_with_the_choice(town, case, monkeypatch):
    def broken(choice, by):
        raise RuntimeError("no plan today")

    monkeypatch.setattr(choices, "_made", [broken])
    with pytest.raises(RuntimeError):
        advice.choose_example(case=case, record=versions.shelf().get("K07"), by=town.owner, why="x")

    assert not InterventionChoice.objects.exists()


def test_warnings_show_before_choosing(town, client_of, case):
    html = client_of(town.owner).get(reverse("analysis:choose_example", args=[case.pk, "K37"])).content.decode()

    assert "Kies liever iets kleins dat terugkomt" in html and "Code in de regels: V1." in html


def test_instigator_as_target_gives_its_notice_with_the_choice(town, client_of, case):
    choose(client_of(town.owner), case, instigator="on")

    assert "N7" in InterventionChoice.objects.get().warned


@pytest.mark.parametrize(
    "wrong",
    [{"why": ""}, {"target_groups": []}, {"target_groups": ["T99"]}, {"target_groups": ["T9"]},
     {"other_group": "vissers"}, {"target_groups": ["T9"], "other_group": "x" * 101},
     {"target_groups": ["T9"], "other_group": "Jan Jansen"}, {"location": "99999"}, {"direction": "OR4"},
     {"start_on": "31-02-2026"}, {"executor": "x" * 201}, {"why": "BSN 111222333"}],
)  # fmt: skip
def test_wrong_choice_is_refused(town, client_of, case, wrong):
    assert choose(client_of(town.owner), case, **wrong).status_code == 200
    assert not InterventionChoice.objects.exists()


def test_choosing_is_for_who_keeps_the_file(town, client_of, case):
    for person in (town.assessor, town.outsider, town.executive, town.reporter, town.admin):
        assert choose(client_of(person), case).status_code in {403, 404}
    assert choose(client_of(town.owner), case, "K99").status_code == 404
    assert not InterventionChoice.objects.exists()
    choose(client_of(town.owner), case)
    url = reverse("analysis:drop_example", args=[case.pk, InterventionChoice.objects.get().pk])
    assert client_of(town.assessor).post(url, {"why": "x"}).status_code == 403
    assert InterventionChoice.objects.standing().exists()
