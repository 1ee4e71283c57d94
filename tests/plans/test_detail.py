"""Challenges in order, feasible objectives, worked-out actions, and what the kinds of action say together."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.models import Answer, Sheet
from common.refusal import Refused
from plans import actions, actions_detail
from plans.boards_detail import balance
from plans.citizens import citizens_of
from plans.content import plan_content, read
from plans.differences import differences
from plans.models import Action, Objective
from plans.models_detail import ActionDetail, Challenge, Feasibility
from tests.factories import make_action

DETAIL = {
    "kinds": [],
    "where": "",
    "safety": "",
    "types": [],
    "goal": "",
    "tone": "",
    "contributors": "",
    "agreements": "",
    "measure": "",
    "criteria": "",
    "evaluator": "",
}
CHALLENGE = {
    "text": "Een schoon plein",
    "priority": 1,
    "impact": "",
    "support": "",
    "reason": "",
    "asked_who": "",
    "asked_on": None,
    "asked_result": "",
}


def named(case, by, rows, *, joint=False):
    """The worksheet says which kinds of citizens there are."""
    sheet, _ = Sheet.objects.get_or_create(case=case, worksheet="kis-burgers", defaults={"edition": 1, "by": by})
    return Answer.objects.create(
        sheet=sheet, item="soorten", state="given", value={"rows": rows}, by=by, joint=joint, function="x"
    )


def work_out(action, by, seen=0, **fields):
    return actions_detail.work_out(action=action, by=by, seen=seen, **{**DETAIL, **fields})


@pytest.fixture
def objective(plan):
    return Objective.objects.create(plan=plan, text="Men groet elkaar")


# Actions worked out


def test_types_give_goal_and_tone_where_the_person_left_them_empty(town, action):
    row = work_out(action, town.owner, types=["BT1"], tone="rustig")

    assert (row.goal, row.tone) == ("betrokkenheid herstellen", "rustig")


def test_what_the_worksheet_says_about_a_type_goes_first(town, action):
    named(action.plan.case, town.owner, [{"type": ["BT1"], "goal": "weer uitnodigen"}])

    assert work_out(action, town.owner, types=["BT1"]).goal == "weer uitnodigen"


def test_different_words_of_two_people_are_not_put_together(town, action):
    named(action.plan.case, town.owner, [{"type": ["BT1"], "goal": "weer uitnodigen"}])
    named(action.plan.case, town.assessor, [{"type": ["BT1"], "goal": "met rust laten"}, {"type": ["BT3b"]}])

    found = citizens_of(action.plan.case)

    assert found.codes == ("BT1", "BT3b")
    assert found.approach(["BT1"]).goal == "betrokkenheid herstellen"


def test_form_begins_with_the_types_of_the_file(town, action, client_of):
    named(action.plan.case, town.owner, [{"type": ["BT2a"]}])

    form = client_of(town.owner).get(reverse("plans:action_detail", args=[action.pk])).context["form"]

    assert form.initial["types"] == ["BT2a"]
    assert form["tone"].value() == "gerichte voorlichting, zorg en aandacht voor vragen"


def detail_data(**fields):
    return {"version": 0, "where": "", **fields}


def test_action_is_worked_out_on_its_page(town, action, client_of):
    client = client_of(town.owner)
    url = reverse("plans:action_detail", args=[action.pk])

    client.post(url, detail_data(kinds=["PSa", "PSd"], where="both", contributors="de seniorenraad", measure="bezoek"))

    row = ActionDetail.objects.get()
    assert (row.kinds, row.where, row.contributors, row.measure) == (
        ["PSa", "PSd"],
        "both",
        "de seniorenraad",
        "bezoek",
    )
    assert "de seniorenraad" not in client.get(reverse("plans:detail", args=[action.plan.case_id])).content.decode()
    plan = client.get(reverse("plans:detail", args=[action.plan.case_id])).content.decode()
    assert "Tegen giftige (toxische) polarisatie" in plan


def test_second_writer_sees_both_choices(town, action, client_of):
    url = reverse("plans:action_detail", args=[action.pk])
    client_of(town.owner).post(url, detail_data(kinds=["PSa"], measure="bezoek"))

    text = client_of(town.coordinator).post(url, detail_data(kinds=["PSe"], measure="sfeer")).content.decode()

    assert ActionDetail.objects.get().kinds == ["PSa"]
    assert "Er staat nu: “Tegen giftige (toxische) polarisatie”" in text
    assert "bezoek" in text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kinds": ["PSx"]}, "kinds"),
        ({"types": ["BT4"]}, "types"),
        ({"where": "overal"}, "where"),
        ({"measure": "x" * 301}, "measure"),
        ({"agreements": "Bel 123456782 hierover"}, "agreements"),
        ({"version": "-1"}, "version"),
    ],
)
def test_broken_working_out_says_so_at_the_field(town, action, client_of, fields, field):
    answer = client_of(town.owner).post(reverse("plans:action_detail", args=[action.pk]), detail_data(**fields))

    assert field in answer.context["form"].errors
    assert not ActionDetail.objects.exists()


def test_working_out_changes_what_an_approved_plan_says_and_so_begins_a_new_draft(town, plan, action):
    actions.submit(plan=plan, by=town.owner)
    actions.approve(plan=plan, by=town.executive)

    work_out(action, town.owner, measure="bezoek")

    plan.refresh_from_db()
    assert (plan.state, plan.number) == ("draft", 2)


def test_nothing_is_worked_out_while_the_plan_lies_before_a_manager(town, plan, action):
    actions.submit(plan=plan, by=town.owner)

    with pytest.raises(Refused, match="ligt ter vaststelling voor"):
        work_out(action, town.owner, measure="bezoek")

    assert not ActionDetail.objects.exists()


# What the actions say together


def of(plan, town, *, kinds=(), where="", term="short", state="todo"):
    action = make_action(plan=plan, town=town, term=term, state=state)
    ActionDetail.objects.create(action=action, kinds=list(kinds), where=where)


def found(plan):
    return balance(plan.actions.select_related("detail"))


def test_two_kinds_need_one_more(town, plan):
    of(plan, town, kinds=["PSa", "PSc"], where="both")
    assert found(plan).missing == 1

    of(plan, town, kinds=["PSe"])
    assert found(plan).missing == 0


def test_polarisation_only_offline_gives_a_hint_until_another_action_is_online(town, plan):
    of(plan, town, kinds=["PSa"], where="offline")
    assert [entry.code for entry in found(plan).one_sided] == ["PSa"]

    of(plan, town, kinds=["PSa"], where="online")
    assert found(plan).one_sided == ()


@pytest.mark.parametrize(
    ("terms", "warns"), [([], False), (["long"], True), (["short"], True), (["short", "long"], False)]
)
def test_one_term_alone_warns(town, plan, terms, warns):
    for term in terms:
        of(plan, town, term=term)

    assert bool(found(plan).lopsided) is warns


def test_a_dropped_action_counts_for_nothing(town, plan):
    of(plan, town, kinds=["PSa", "PSb", "PSc"], where="both", state="dropped")

    assert (found(plan).missing, found(plan).short) == (3, 0)


# Feasibility


def test_doubt_shows_what_helps(town, objective, client_of):
    client = client_of(town.owner)
    url = reverse("plans:feasibility", args=[objective.pk])
    assert "Zoek eerst bondgenoten" not in client.get(url).content.decode()

    client.post(url, {"version": 0, "HB4": "no", "HB4_remark": "Alleen de school"})

    row = Feasibility.objects.get()
    assert (row.answers, row.remarks) == ({"HB4": "no"}, {"HB4": "Alleen de school"})
    assert "Zoek eerst bondgenoten" in client.get(url).content.decode()


def test_a_question_with_a_choice_for_later_does_not_also_say_that_it_may_stay_open(town, objective, client_of):
    shown = client_of(town.owner).get(reverse("plans:feasibility", args=[objective.pk])).content.decode()

    assert shown.count("Nog niet besproken") == shown.count("(niet verplicht)") == 6  # of the six remarks


def test_a_clash_in_feasibility_names_the_word_of_the_colleague(town, objective, client_of):
    url = reverse("plans:feasibility", args=[objective.pk])
    client_of(town.owner).post(url, {"version": 0, "HB4": "no"})

    text = client_of(town.coordinator).post(url, {"version": 0, "HB4": "yes"}).content.decode()

    assert "Er staat nu: “Nee”" in text


@pytest.mark.parametrize("fields", [{"HB1": "misschien"}, {"HB1_remark": "x" * 301}, {"HB1_remark": "BSN 123456782"}])
def test_broken_feasibility_is_refused(town, objective, client_of, fields):
    answer = client_of(town.owner).post(
        reverse("plans:feasibility", args=[objective.pk]), {"version": 0, "HB1": "", **fields}
    )

    assert list(answer.context["form"].errors) == list(fields)
    assert not Feasibility.objects.exists()


# Challenges


def add(plan, by, **fields):
    return actions_detail.add_challenge(plan=plan, by=by, **{**CHALLENGE, **fields})


def test_one_challenge_may_do_without_a_reason_and_two_may_not(town, plan):
    first = add(plan, town.owner)
    with pytest.raises(Refused, match="waarom deze op deze plaats") as no:
        add(plan, town.owner, text="Rust op straat", priority=2)
    with pytest.raises(Refused, match="Een schoon plein"):
        add(plan, town.owner, text="Rust op straat", priority=2, reason="Minder dringend")

    actions_detail.edit_challenge(challenge=first, by=town.owner, seen=1, **{**CHALLENGE, "reason": "Snel zichtbaar"})
    add(plan, town.owner, text="Rust op straat", priority=2, reason="Minder dringend")

    assert no.value.source == "Vlaamse handreiking · Stap 3.1"
    assert [row.priority for row in plan.challenges.all()] == [1, 2]


def test_a_doubt_says_at_once_what_may_help(town, plan, client_of):
    row = Objective.objects.create(plan=plan, text="Men groet elkaar")
    data = {"version": 0, "HB1": "yes", "HB4": "no"}

    text = client_of(town.owner).post(reverse("plans:feasibility", args=[row.pk]), data, follow=True).content.decode()

    assert "Zoek eerst bondgenoten in het netwerk" in text
    assert "Schrijf per partij op" not in text


def challenge_data(**fields):
    return {"text": "Een schoon plein", "priority": 1, "impact": "", "support": "", **fields}


def test_challenge_is_added_once_edited_and_removed(town, plan, client_of):
    client = client_of(town.owner)
    data = challenge_data(submission="00000000-0000-0000-0000-000000000007", asked_who="de bewonersgroep")
    for _ in range(2):
        client.post(reverse("plans:challenge_new", args=[plan.pk]), data)
    row = Challenge.objects.get()

    client.post(reverse("plans:challenge", args=[row.pk]), challenge_data(text="Een groen plein", version=1))
    row.refresh_from_db()
    assert row.text == "Een groen plein"

    client.post(reverse("plans:challenge_remove", args=[row.pk]))
    assert not Challenge.objects.exists()


def test_challenge_of_the_worksheet_is_taken_over_without_typing(town, plan, client_of):
    sheet = Sheet.objects.create(case=plan.case, worksheet="vl-2", edition=1, by=town.owner)
    item = sheet.definition.fed_by("challenge")
    value = {"rows": [{"concern": "Het wordt vuil", "challenge": "Samen een net plein"}]}
    Answer.objects.create(sheet=sheet, item=item.code, state="given", value=value, by=town.owner, function="x")
    client = client_of(town.owner)

    assert "Samen een net plein" in client.get(reverse("plans:challenges", args=[plan.pk])).content.decode()
    form = client.get(reverse("plans:challenge_new", args=[plan.pk]) + "?uit=0").context["form"]

    assert form["text"].value() == "Samen een net plein"


def test_long_worried_citizens_ask_for_openness(town, plan, client_of):
    client = client_of(town.owner)
    url = reverse("plans:challenges", args=[plan.pk])
    assert "extra open" not in client.get(url).content.decode()

    named(plan.case, town.owner, [{"type": ["BT2b"]}])

    assert "extra open" in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": ""}, "text"),
        ({"priority": "0"}, "priority"),
        ({"priority": "99999999999999999999"}, "priority"),
        ({"impact": "enorm"}, "impact"),
        ({"asked_on": "31-02-2026"}, "asked_on"),
        ({"reason": "Bel 123456782"}, "reason"),
    ],
)
def test_broken_challenge_says_so_at_the_field(town, plan, client_of, fields, field):
    answer = client_of(town.owner).post(reverse("plans:challenge_new", args=[plan.pk]), challenge_data(**fields))

    assert field in answer.context["form"].errors
    assert not Challenge.objects.exists()


# Who may


@pytest.mark.parametrize(("name", "status"), [("assessor", 403), ("executive", 403), ("outsider", 404)])
def test_others_change_nothing(town, plan, action, objective, client_of, name, status):
    challenge = Challenge.objects.create(plan=plan, text="Een schoon plein")
    client = client_of(getattr(town, name))
    for route, pk in (
        ("action_detail", action.pk),
        ("feasibility", objective.pk),
        ("challenge_new", plan.pk),
        ("challenge", challenge.pk),
        ("challenge_remove", challenge.pk),
    ):
        answer = client.post(reverse(f"plans:{route}", args=[pk]), {**challenge_data(), "version": 1})
        assert answer.status_code == status, route

    assert Challenge.objects.get().version == 1
    assert client.get(reverse("plans:challenges", args=[plan.pk])).status_code == (404 if status == 404 else 200)


# Versions


def test_versions_carry_all_of_it_and_tell_what_changed(town, plan, action, objective):
    before = read(plan_content(plan).as_json())
    work_out(action, town.owner, kinds=["PSa"], where="online", types=["BT1"])
    add(plan, town.owner, reason="Snel zichtbaar")
    actions_detail.answer_feasibility(objective=objective, answers={"HB1": "partly"}, remarks={}, by=town.owner, seen=0)

    after = read(plan_content(plan).as_json())

    assert dict(after.actions[0].worked_out) == {
        "Soort actie": "Tegen giftige (toxische) polarisatie",
        "Waar": "Online",
        "Voor welke burgers": "Bedroefd",
        "Bedoeling": "betrokkenheid herstellen",
        "Toon": "een luisterend oor, meedenken en een netwerk helpen opbouwen",
    }
    assert [line.answer for line in after.objectives[0].feasibility] == ["Deels"]
    said = {change.what: change.became for change in differences(before, after)}
    assert said["Actie “Straatgesprek voorbereiden”: soort actie"] == "Tegen giftige (toxische) polarisatie"
    assert "Uitdaging “Een schoon plein”" in said


def test_a_public_plan_does_not_say_for_which_kinds_of_citizens(town, plan, action):
    work_out(action, town.owner, types=["BT3a"], measure="bezoek")
    type(plan).objects.filter(pk=plan.pk).update(classification="public")
    plan.refresh_from_db()

    line = plan_content(plan).actions[0]

    assert dict(line.worked_out) == {"Wat we meten": "bezoek"}


def test_pages_take_as_many_queries_for_three_rows(town, plan, client_of, django_assert_num_queries):
    client = client_of(town.owner)
    urls = [reverse("plans:challenges", args=[plan.pk]), reverse("plans:detail", args=[plan.case_id])]

    def more():
        Challenge.objects.create(plan=plan, text="Nog een", reason="x")
        of(plan, town, kinds=["PSa"], where="online")
        row = Objective.objects.create(plan=plan, text="Doel")
        Feasibility.objects.create(objective=row, answers={"HB1": "yes"})

    more()
    counts = []
    for url in urls:
        client.get(url)
        with CaptureQueriesContext(connection) as one:
            client.get(url)
        counts.append(len(one))
    more()
    more()
    for url, count in zip(urls, counts, strict=True):
        with django_assert_num_queries(count):
            client.get(url)
    assert Action.objects.count() == 3
