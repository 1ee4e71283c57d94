"""Questions for one role are put to who has it; what anyone answered shows to all (KIS · OR6, R-B-080)."""

import pytest
from django.urls import reverse

from analysis import boards, progress
from analysis.actions import answers, moments
from analysis.actions.answers import Content
from method.worksheets import library, values
from method.worksheets.load import Broken, load_text
from tests.method.test_worksheets import SHEET

CODE = "kis-informatiepositie"
FOR_ROLES = {"ip6", "ip7", "ip8", "ip9", "ip10"}


@pytest.fixture(autouse=True)
def shelf():
    """The worksheets that the application comes with."""
    return library()


@pytest.fixture
def sheet(town, case):
    return answers.open_sheet(case=case, worksheet=library().newest[CODE], by=town.owner)


def say(sheet, by, code, codes, *, joint=False):
    item = sheet.definition.item(code)
    stands = sheet.answers.filter(item=code, joint=joint, **({} if joint else {"by": by})).first()
    said = Content(values.clean(item, {"codes": codes}), False, "", "")
    answers.answer(sheet=sheet, item=item, said=said, joint=joint, seen=stands.version if stands else 0, by=by)


def put_to(sheet, user, *, joint=False):
    """The questions for a role that this person is asked, over all steps."""
    return {question.item.code for question in questions(sheet, user, joint=joint) if question.form} & FOR_ROLES


def questions(sheet, user, *, joint=False):
    return [
        question
        for number in range(1, len(sheet.definition.steps) + 1)
        for question in boards.step_board(sheet, number, user, "NL", joint=joint).questions
    ]


@pytest.mark.parametrize(
    ("roles", "asked"),
    [
        ([], set()),
        (["professional"], {"ip7", "ip8", "ip9"}),
        (["area"], {"ip6", "ip10"}),
        (["policy"], {"ip10"}),
        (["area", "professional"], FOR_ROLES),
    ],
)
def test_each_role_is_asked_its_own_questions(town, sheet, roles, asked):
    if roles:
        say(sheet, town.owner, "rol", roles)

    assert put_to(sheet, town.owner) == asked


def test_role_of_a_colleague_asks_me_nothing(town, sheet):
    say(sheet, town.assessor, "rol", ["area"])
    say(sheet, town.owner, "rol", ["professional"])

    assert put_to(sheet, town.owner) == {"ip7", "ip8", "ip9"}
    assert put_to(sheet, town.assessor) == {"ip6", "ip10"}


def test_who_sit_together_are_asked_everything(town, sheet):
    assert put_to(sheet, town.owner, joint=True) == FOR_ROLES


def test_answer_of_another_role_is_read_by_everybody(town, client_of, sheet):
    say(sheet, town.assessor, "rol", ["area"])
    say(sheet, town.assessor, "ip6", ["no"])

    found = next(each for each in questions(sheet, town.owner) if each.item.code == "ip6")

    assert (found.form, found.visible, [voice.who for voice in found.others]) == (None, True, [town.assessor.name])
    number = next(n for n, step in enumerate(sheet.definition.steps, 1) if step.code == "wijk")
    html = client_of(town.owner).get(reverse("analysis:step", args=[sheet.case_id, sheet.pk, number])).content.decode()
    assert 'id="vraag-ip6"' in html and 'id="form-ip6"' not in html and town.assessor.name in html


def test_own_answer_stays_open_after_another_choice_of_role(town, sheet):
    say(sheet, town.owner, "rol", ["area"])
    say(sheet, town.owner, "ip6", ["partly"])

    say(sheet, town.owner, "rol", ["professional"])

    assert put_to(sheet, town.owner) == {"ip6", "ip7", "ip8", "ip9"}


def test_step_for_others_says_so_and_shows_the_way(town, client_of, sheet):
    number = next(n for n, step in enumerate(sheet.definition.steps, 1) if step.code == "professional")
    client, url = client_of(town.owner), reverse("analysis:step", args=[sheet.case_id, sheet.pk, number])

    before = client.get(url).content.decode()
    say(sheet, town.owner, "rol", ["professional"])
    after = client.get(url).content.decode()

    assert "is voor wie een andere rol heeft" in before
    assert 'id="form-ip7"' not in before and 'id="form-ip7"' in after


def test_progress_counts_a_question_for_a_role_once_somebody_has_it(town, sheet):
    step = sheet.definition.step("professional")

    def total():
        return progress.of_items(step.items, progress.by_respondent(sheet.answers.all())).total

    assert total() == 0
    say(sheet, town.owner, "rol", ["professional"])
    assert total() == 3


def test_answers_to_the_second_edition_move_along_and_stay_readable(town, case):
    second = library().get(CODE, 2)
    sheet = answers.open_sheet(case=case, worksheet=second, by=town.owner)
    say(sheet, town.owner, "ip6", ["no"])
    say(sheet, town.owner, "gaten", ["IP6"])

    moments.move(sheet=sheet, to=library().get(CODE, 3), by=town.owner)

    sheet.refresh_from_db()
    assert sheet.edition == 3
    steps = boards.side_by_side(sheet, "NL", inside=True)
    read = {each.label: each.voices for step in steps for each in step.questions}
    assert [voice.lines for voice in read[second.item("ip6").label]] == [["Nee"]]
    assert read[second.item("gaten").label]


def test_question_for_a_role_without_a_condition_is_refused():
    with pytest.raises(Broken, match="for_me"):
        load_text(SHEET + '      - {code: x, kind: yesno, label: "Gaat het goed?", for_me: true}\n', "proef.yaml")


def test_all_answers_side_by_side_show_every_question_also_of_other_roles(town, sheet):
    say(sheet, town.owner, "rol", ["professional"])

    steps = boards.side_by_side(sheet, "NL", inside=True)

    labels = {each.label for step in steps for each in step.questions}
    assert {sheet.definition.item(code).label for code in FOR_ROLES} <= labels
    assert next(each.progress.words for each in steps if each.step.code == "wijk") == "Nog geen vragen"
