"""The communication plan: rows, what was said elsewhere, principles, ambassadors, and what is late on the work list."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analysis.actions.answers import Content, answer
from analysis.actions.team import choose_level
from analysis.models import Answer, Sheet
from cases.models import Case
from plans import actions, actions_communication
from plans.boards import work_for
from plans.content import plan_content, read
from plans.from_worksheets import take_over
from plans.models_communication import PARTICIPATION, Communication, Message
from tests.factories import make_case, make_plan

FIELDS = {
    "message": "Wat er op het plein verandert",
    "audience": "omwonenden",
    "who": "communicatieadviseur",
    "channel": "buurtkrant",
    "moment": "start",
    "on": None,
    "types": [],
    "goal": "",
    "tone": "",
    "checked": [],
    "unchecked_reason": "",
    "feedback": "",
}
TODAY = timezone.localdate
YESTERDAY = timedelta(days=-1)


def add(case, by, **fields):
    return actions_communication.add_message(case=case, by=by, **{**FIELDS, **fields})


def data(**fields):
    return {"message": "Wat er verandert", "moment": "start", **fields}


def url(name, *args):
    return reverse(f"plans:{name}", args=args)


# Rows


def test_row_is_added_once_and_shown(town, case, client_of):
    client = client_of(town.owner)
    sent = data(who="wijkmanager", channel="flyer", submission="00000000-0000-0000-0000-000000000009")

    for _ in range(2):
        client.post(url("message_new", case.pk), sent)

    text = client.get(url("communication", case.pk)).content.decode()
    assert Message.objects.count() == 1
    assert "wijkmanager" in text
    assert "flyer" in text


def test_types_give_goal_and_tone_of_a_row(town, case):
    row = add(case, town.owner, types=["BT3b"], goal="uitleggen")

    assert (row.goal, row.tone) == ("uitleggen", "voorlichting, en dialoog met duidelijke grenzen en handhaving")


def test_row_begins_with_the_types_that_the_file_names(town, case, client_of):
    sheet = Sheet.objects.create(case=case, worksheet="kis-burgers", edition=1, by=town.owner)
    value = {"rows": [{"type": ["BT1"]}]}
    Answer.objects.create(sheet=sheet, item="soorten", state="given", value=value, by=town.owner, function="x")

    form = client_of(town.owner).get(url("message_new", case.pk)).context["form"]

    assert form["types"].value() == ["BT1"]
    assert form["goal"].value() == "betrokkenheid herstellen"


def test_communication_does_not_reopen_an_approved_plan(town, plan, action):
    actions.submit(plan=plan, by=town.owner)
    actions.approve(plan=plan, by=town.executive)

    add(plan.case, town.owner)

    plan.refresh_from_db()
    assert plan.state == "approved"


def test_state_changes_in_one_click_and_not_from_an_old_page(town, case, client_of):
    row = add(case, town.owner, checked=ALL)
    client = client_of(town.owner)
    client.post(url("message_state", row.pk), {"state": "done", "version": 1})

    client.post(url("message_state", row.pk), {"state": "dropped", "version": 1})

    row.refresh_from_db()
    assert row.state == "done"


ALL = ["TO1", "TO2", "TO3"]


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "open"),
        ({"checked": ALL[:2]}, "open"),
        ({"checked": ALL}, "done"),
        ({"unchecked_reason": "De cijfers komen pas in mei."}, "done"),
    ],
)
def test_row_is_ready_after_three_ticks_or_a_reason(town, case, client_of, fields, state):
    row = add(case, town.owner, **fields)

    answer = client_of(town.owner).post(url("message_state", row.pk), {"state": "done", "version": 1})

    row.refresh_from_db()
    assert row.state == state
    assert answer.status_code == (302 if state == "done" else 403)
    assert ("feitelijk, neutraal en reëel" in answer.content.decode()) is (state == "open")


def test_page_leads_to_the_tone_before_a_row_can_be_ready(town, case, client_of):
    row = add(case, town.owner)
    client = client_of(town.owner)
    assert 'value="done"' not in client.get(url("communication", case.pk)).content.decode()

    client.post(url("message", row.pk), data(version=1, checked=ALL))

    text = client.get(url("communication", case.pk)).content.decode()
    assert 'value="done"' in text
    assert "Toon nagelopen: feitelijk, neutraal, reëel" in text


def test_what_is_ready_stays_read_on_its_tone(town, case, client_of):
    row = add(case, town.owner, checked=ALL)
    actions_communication.set_state(row=row, state="done", by=town.owner, seen=1)

    found = client_of(town.owner).post(url("message", row.pk), data(version=2, checked=ALL[:1]))

    row.refresh_from_db()
    assert "Loop eerst de toon na" in found.context["form"].errors["checked"][0]
    assert row.checked == ALL


def test_reason_of_the_tone_is_checked_on_personal_data(town, case, client_of):
    found = client_of(town.owner).post(url("message_new", case.pk), data(unchecked_reason="Bel 123456782"))

    assert "unchecked_reason" in found.context["form"].errors


def test_point_that_was_ready_in_the_checklist_says_that_nobody_read_its_tone(town, checklist, case, client_of):
    say(checklist, "az1", "ready", town.owner)

    assert "Toon nog niet nagelopen" in client_of(town.owner).get(url("communication", case.pk)).content.decode()
    assert plan_content(make_plan(case=case)).messages[0].checked == "Toon nog niet nagelopen"


def test_version_keeps_how_the_tone_was_read_and_a_public_one_does_not(town, plan):
    add(plan.case, town.owner, checked=ALL[:1], unchecked_reason="De cijfers komen in mei.")
    words = "Toon nagelopen: feitelijk. Niet alle drie, want: De cijfers komen in mei."
    assert plan_content(plan).messages[0].checked == words

    plan.classification = "public"

    assert plan_content(plan).messages[0].checked == ""


def test_second_editor_sees_both_texts(town, case, client_of):
    row = add(case, town.owner)
    client_of(town.owner).post(url("message", row.pk), data(message="De eerste tekst", version=1))

    text = client_of(town.coordinator).post(url("message", row.pk), data(message="De tweede", version=1))

    row.refresh_from_db()
    assert row.message == "De eerste tekst"
    assert "De eerste tekst" in text.content.decode()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"message": ""}, "message"),
        ({"message": "x" * 501}, "message"),
        ({"message": "Bel 123456782"}, "message"),
        ({"audience": "a\x00b"}, "audience"),
        ({"on": "31-02-2026"}, "on"),
        ({"on": "9999-01-01"}, "on"),
        ({"moment": "ooit"}, "moment"),
        ({"types": ["BT4"]}, "types"),
    ],
)
def test_broken_row_says_so_at_the_field(town, case, client_of, fields, field):
    found = client_of(town.owner).post(url("message_new", case.pk), data(**fields))

    assert field in found.context["form"].errors
    assert "<title>Fout: Regel" in found.content.decode()
    assert not Message.objects.exists()


def test_unknown_state_is_answered_in_words(town, case, client_of):
    row = add(case, town.owner)

    found = client_of(town.owner).post(url("message_state", row.pk), {"state": "weg", "version": 1}, follow=True)

    assert "Deze status bestaat niet" in found.content.decode()


@pytest.mark.parametrize(
    ("name", "reads", "writes"), [("assessor", 200, 403), ("executive", 200, 403), ("outsider", 404, 404)]
)
def test_others_read_at_most(town, case, client_of, name, reads, writes):
    row = add(case, town.owner)
    client = client_of(getattr(town, name))

    assert client.get(url("communication", case.pk)).status_code == reads
    for route, pk in (
        ("message_new", case.pk),
        ("message", row.pk),
        ("message_state", row.pk),
        ("take_over", case.pk),
        ("communication_principles", case.pk),
    ):
        assert client.post(url(route, pk), {**data(), "version": 1, "state": "done"}).status_code == writes, route
    assert Message.objects.get().version == 1


def test_a_closed_case_is_read_only(town, case, client_of):
    row = add(case, town.owner)
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=timezone.now())

    assert client_of(town.owner).post(url("message_state", row.pk), {"state": "done", "version": 1}).status_code == 403
    assert client_of(town.owner).get(url("communication", case.pk)).status_code == 200


# What was said elsewhere


def test_choosing_a_rung_asks_for_a_row_that_tells_residents(town, case):
    choose_level(
        case=case, level="PL2", pros="Men wordt gehoord.", cons="Geen belofte.", why="Te vroeg.", by=town.owner
    )

    row = Message.objects.get()
    assert (row.state, row.audience, row.on, row.required) == ("open", "inwoners", None, True)
    assert "raadplegen" in row.message
    (line,) = [item for item in work_for(town.owner, TODAY()) if item.kind == "Communicatie"]
    assert line.why == "kies een datum: inwoners weten nog niet hoe zij meedoen"
    assert line.due_on == TODAY() + timedelta(days=14)


def test_another_rung_must_be_told_anew_in_the_same_row(town, case):
    choose_level(case=case, level="PL2", pros="a", cons="b", why="c", by=town.owner)
    Message.objects.update(state="done", on=TODAY(), checked=ALL)

    choose_level(case=case, level="PL4", pros="a", cons="b", why="c", by=town.owner)

    row = Message.objects.get()
    assert (row.state, row.on, row.checked) == ("open", None, [])
    assert "coproduceren" in row.message


def test_own_words_about_a_rung_stay(town, case):
    choose_level(case=case, level="PL2", pros="a", cons="b", why="c", by=town.owner)
    Message.objects.update(message="U mag meepraten over het plein")

    choose_level(case=case, level="PL4", pros="a", cons="b", why="c", by=town.owner)

    assert Message.objects.get().message == "U mag meepraten over het plein"


@pytest.fixture
def checklist(town, case):
    return Sheet.objects.create(case=case, worksheet="kis-azc", edition=1, by=town.owner)


def say(sheet, item, code, by):
    definition = next(each for each in sheet.definition.items if each.code == item)
    answer(sheet=sheet, item=definition, said=Content({"codes": [code]}), joint=False, seen=0, by=by)


def test_page_says_how_many_points_of_the_checklist_are_done(town, checklist, case, client_of):
    page = reverse("plans:communication", args=[case.pk])
    assert "punten klaar" not in client_of(town.owner).get(page).content.decode()
    for number in range(1, 9):
        say(checklist, f"az{number}", "ready" if number < 7 else "busy", town.owner)

    assert "Checklist open communiceren: 6 van 9 punten klaar" in client_of(town.owner).get(page).content.decode()


@pytest.mark.parametrize(("code", "state"), [("not_yet", "open"), ("busy", "busy"), ("ready", "done"), ("na", None)])
def test_point_of_the_checklist_becomes_a_row(town, checklist, code, state):
    say(checklist, "az3", code, town.owner)

    assert [(row.origin, row.state) for row in Message.objects.all()] == ([("az3", state)] if state else [])


def test_another_answer_to_the_same_point_leaves_the_row_alone(town, checklist):
    say(checklist, "az3", "not_yet", town.owner)
    Message.objects.update(message="In eigen woorden", state="busy")

    say(checklist, "az3", "ready", town.assessor)

    assert [(row.message, row.state) for row in Message.objects.all()] == [("In eigen woorden", "busy")]


def test_points_answered_before_are_taken_over_once(town, case, checklist, client_of):
    for item in ("az1", "az2"):
        Answer.objects.create(
            sheet=checklist, item=item, state="given", value={"codes": ["busy"]}, by=town.owner, function="x"
        )
    client = client_of(town.owner)
    assert "2 punten staan nog niet" in client.get(url("communication", case.pk)).content.decode()

    client.post(url("take_over", case.pk))

    assert take_over(case, town.owner) == 0
    assert sorted(Message.objects.values_list("origin", flat=True)) == ["az1", "az2"]
    assert "Overnemen als regels" not in client.get(url("communication", case.pk)).content.decode()


# Principles and ambassadors


def test_principles_and_ambassadors_are_kept(town, case, client_of):
    client = client_of(town.owner)
    assert "binnen en buiten de organisatie" in client.get(url("communication", case.pk)).content.decode()

    client.post(
        url("communication_principles", case.pk),
        {"version": 0, "CM1": "on", "CM7": "on", "inside": "de balie", "outside": "de sportclub"},
    )

    row = Communication.objects.get()
    assert (row.principles, row.inside, row.outside) == (["CM1", "CM7"], "de balie", "de sportclub")
    assert "Zoek nog een ambassadeur" not in client.get(url("communication", case.pk)).content.decode()


def test_a_clash_in_principles_says_what_a_colleague_ticked(town, case, client_of):
    page = url("communication_principles", case.pk)
    client_of(town.owner).post(page, {"version": 0, "CM1": "on"})

    text = client_of(town.coordinator).post(page, {"version": 0, "inside": "de balie"}).content.decode()

    assert "Er staat nu: “aangevinkt”" in text
    assert Communication.objects.get().inside == ""


@pytest.mark.parametrize("text", ["x" * 301, "BSN 123456782"])
def test_broken_ambassador_is_refused(town, case, client_of, text):
    found = client_of(town.owner).post(url("communication_principles", case.pk), {"version": 0, "inside": text})

    assert "inside" in found.context["form"].errors
    assert not Communication.objects.exists()


# Late


def waiting(user):
    return [item.title for item in work_for(user, TODAY()) if item.kind == "Communicatie"]


def test_what_is_late_or_for_today_in_my_cases_stands_on_my_work_list(town, case):
    day = TODAY()
    add(case, town.owner, message="Te laat", on=day + YESTERDAY)
    add(case, town.owner, message="Vandaag", on=day)
    add(case, town.owner, message="Zonder datum")
    Message.objects.filter(pk=add(case, town.owner, message="Al klaar", on=day + YESTERDAY).pk).update(state="done")

    add(case, town.owner, message="Morgen", on=day - YESTERDAY)

    assert waiting(town.owner) == ["Te laat", "Vandaag"]
    assert waiting(town.coordinator) == []


@pytest.mark.parametrize("change", [{"exercise": True}, {"state": "closed", "closed_at": timezone.now()}])
def test_exercises_and_closed_cases_ask_nothing(town, case, change):
    add(case, town.owner, on=TODAY() + YESTERDAY)
    Case.objects.filter(pk=case.pk).update(**change)

    assert waiting(town.owner) == []


def report(sheet, by, *rows):
    value = {"rows": [{"what": what, "on": on.isoformat(), **told} for what, on, told in rows]}
    Answer.objects.create(sheet=sheet, item="meldingen", state="given", value=value, by=by, function="x")


def feedback(user):
    return [(item.title, item.due_on) for item in work_for(user, TODAY()) if item.kind == "Terugkoppeling"]


def test_report_of_residents_without_an_answer_stands_on_the_work_list_of_the_owner(town, checklist):
    day = TODAY()
    old, older = day - timedelta(days=15), day - timedelta(days=20)
    report(
        checklist,
        town.assessor,
        ("Geluid", old, {}),
        ("Fietsen", older, {}),
        ("Licht", older, {"told": day.isoformat()}),
        ("Net gemeld", day - timedelta(days=14), {}),
    )

    assert feedback(town.owner) == [("2 meldingen van inwoners zonder antwoord", older + timedelta(days=14))]
    assert feedback(town.coordinator) == []


@pytest.mark.parametrize("change", [{"exercise": True}, {"state": "closed", "closed_at": timezone.now()}])
def test_a_report_in_an_exercise_or_a_closed_case_asks_nothing(town, case, checklist, change):
    report(checklist, town.owner, ("Geluid", TODAY() - timedelta(days=15), {}))
    assert len(feedback(town.owner)) == 1

    Case.objects.filter(pk=case.pk).update(**change)

    assert feedback(town.owner) == []


@pytest.mark.parametrize("origin", ["", PARTICIPATION, "az1"])
@pytest.mark.parametrize("days", [None, -1, 0, 1])
@pytest.mark.parametrize("state", ["open", "busy", "done", "dropped"])
def test_the_two_rules_of_waiting_agree(town, case, origin, days, state):
    day = TODAY()
    row = Message.objects.create(
        case=case, message="x", origin=origin, state=state, on=day + timedelta(days=days) if days is not None else None
    )

    assert Message.objects.waiting(day).exists() is row.waits(day)
    assert row.waits(day) or not row.late(day)


def test_versions_carry_the_communication_plan(town, plan):
    add(plan.case, town.owner, on=TODAY())
    Message.objects.filter(pk=add(plan.case, town.owner, message="Vervallen").pk).update(state="dropped")
    Communication.objects.create(case=plan.case, principles=["CM1"], inside="de balie")

    found = read(plan_content(plan).as_json())

    assert [line.message for line in found.messages] == ["Wat er op het plein verandert"]
    assert (found.communication, found.inside) == (("Basisinformatie is kort en goed te vinden",), "de balie")


def test_page_and_work_list_take_as_many_queries_for_three_rows(town, case, client_of, django_assert_num_queries):
    client = client_of(town.owner)
    page = url("communication", case.pk)
    add(case, town.owner, on=TODAY() + YESTERDAY, types=["BT1"])
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    with CaptureQueriesContext(connection) as work:
        work_for(town.owner, TODAY())
    for _ in range(2):
        add(case, town.owner, on=TODAY() + YESTERDAY, types=["BT1"])

    with django_assert_num_queries(len(one)):
        client.get(page)
    with django_assert_num_queries(len(work)):
        work_for(town.owner, TODAY())


def test_a_case_without_a_plan_can_have_a_communication_plan(town, client_of):
    case = make_case(town=town, title="Nog zonder plan")

    client_of(town.owner).post(url("message_new", case.pk), data())

    assert Message.objects.get().case == case
