"""Answering: per question, per respondent, never merged, never overwritten silently."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analysis.actions import answers
from analysis.actions.answers import Content
from analysis.models import Answer, Sheet
from cases.models import Group
from common.edits import Changed
from common.models import AuditEvent, TextFlag
from common.refusal import Refused
from tests.analysis.conftest import first_step_with
from tests.factories import make_case

FORMS, PHASE = "vormen", "fase"


def address(sheet, code=FORMS) -> str:
    return reverse("analysis:step", args=[sheet.case_id, sheet.pk, first_step_with(sheet, code)])


def send(client, sheet, code=FORMS, *, htmx=True, joint=False, version=0, **fields):
    prefix = f"v-{code}"
    data = {f"{prefix}-item": code, f"{prefix}-version": version, f"{prefix}-edition": sheet.edition}
    data |= {f"{prefix}-{name}": value for name, value in fields.items()}
    if joint:
        data["namens"] = "groep"
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(address(sheet, code), data, headers=headers)


def test_one_answer_is_kept_with_who_when_source_and_reason(town, client_of, sheet):
    answer = send(
        client_of(town.assessor), sheet, codes=["D1", "V2"], reason="Op het plein.", source="wijkagent, zacht"
    )

    kept = Answer.objects.get()
    assert answer.status_code == 200
    assert (kept.item, kept.value, kept.state) == (FORMS, {"codes": ["D1", "V2"]}, "given")
    assert (kept.by, kept.function, kept.reason, kept.source) == (
        town.assessor,
        town.assessor.from_where,
        "Op het plein.",
        "wijkagent, zacht",
    )
    assert AuditEvent.objects.filter(action="analysis.answered", actor=f"gebruiker:{town.assessor.pk}").count() == 1


def test_dont_know_is_an_answer(town, client_of, sheet):
    send(client_of(town.assessor), sheet, unknown="on")
    send(client_of(town.assessor), sheet, PHASE, codes="?")

    assert list(Answer.objects.values_list("state", "value")) == [("unknown", {}), ("unknown", {})]


def test_dont_know_and_an_answer_exclude_each_other(town, client_of, sheet):
    answer = send(client_of(town.assessor), sheet, codes=["D1"], unknown="on")

    assert "Kies één van beide" in answer.content.decode()
    assert not Answer.objects.exists()


def test_only_the_mark_comes_back_so_that_typing_goes_on(town, client_of, sheet):
    answer = send(client_of(town.assessor), sheet, codes=["D1"])

    html = answer.content.decode()
    assert answer["HX-Reswap"] == "none"
    assert "Bewaard" in html and 'id="gezegd"' in html and "<form" not in html
    assert 'value="1"' in html  # the version for the next save


def test_without_javascript_the_page_comes_back_at_the_question(town, client_of, sheet):
    answer = send(client_of(town.assessor), sheet, htmx=False, codes=["D1"])

    assert answer.status_code == 302
    assert answer.url.endswith(f"#vraag-{FORMS}")
    assert Answer.objects.count() == 1


def test_a_mistake_without_javascript_shows_the_page_with_what_was_typed(town, client_of, sheet):
    answer = send(client_of(town.assessor), sheet, htmx=False, codes=["G3"])

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Vul in bij “Plekken mijden”: Welke plek?" in html
    assert "Nog niet bewaard" in html
    assert not Answer.objects.exists()


def test_two_respondents_stand_side_by_side_and_are_never_merged(town, client_of, sheet, say):
    say(sheet, town.owner, PHASE, {"codes": ["F1"]})
    say(sheet, town.assessor, PHASE, {"codes": ["F3"]})
    say(sheet, town.owner, PHASE, {"codes": ["F3"]}, joint=True)

    html = client_of(town.coordinator).get(reverse("analysis:sheet", args=[sheet.case_id, sheet.pk])).content.decode()

    assert sorted(Answer.objects.values_list("value__codes__0", "joint")) == [
        ("F1", False),
        ("F3", False),
        ("F3", True),
    ]
    assert html.count("Onderhuidse spanningen") == 2 and html.count('<p class="pre">Rust') == 1
    assert town.owner.name in html and town.assessor.name in html and "Gezamenlijk" in html
    assert "gemiddeld" not in html.lower()


def test_ticking_forms_never_sets_a_phase(town, client_of, sheet):
    client = client_of(town.assessor)

    for codes in (["D1"], ["G4", "V5"], ["D1", "D2", "V1", "V2", "V3", "V4", "V5", "G1", "G2", "G4"]):
        stands = Answer.objects.filter(item=FORMS).first()
        send(client, sheet, codes=codes, version=stands.version if stands else 0)

    assert not Answer.objects.filter(item=PHASE).exists()
    html = client.get(address(sheet, PHASE)).content.decode()
    assert 'type="radio"' in html and " checked" not in html


def test_note_of_the_guide_is_soft_and_says_whose_answer(town, client_of, sheet, say):
    say(sheet, town.owner, FORMS, {"codes": ["G4"]})
    say(sheet, town.owner, PHASE, {"codes": ["F2"]})
    say(sheet, town.assessor, PHASE, {"codes": ["F2"]})

    html = client_of(town.assessor).get(address(sheet, PHASE)).content.decode()

    assert "Klopt de fase? U noemt incidenten." in html
    assert f"Volgens het antwoord van {town.owner.name}." in html


def test_same_answer_sent_twice_is_stored_once(town, client_of, sheet):
    client = client_of(town.assessor)

    for _ in range(2):
        assert "Bewaard" in send(client, sheet, codes=["D1"]).content.decode()

    assert Answer.objects.get().version == 1
    assert Answer.history.count() == 1
    assert AuditEvent.objects.filter(action="analysis.answered").count() == 1


def test_second_typist_for_the_group_sees_both_texts(town, client_of, sheet, say):
    say(sheet, town.owner, FORMS, {"codes": ["D1"]}, joint=True)

    answer = send(client_of(town.assessor), sheet, joint=True, codes=["V2"], version=0)

    html = answer.content.decode()
    assert f"van {town.owner.name}" in html and "Groepen denken niet goed over elkaar" in html
    assert 'value="V2" checked' in html
    assert Answer.objects.get().value == {"codes": ["D1"]}
    assert 'id="version-vormen" value="1"' in html


def test_saving_again_after_a_clash_goes_on_top_and_the_old_text_is_kept(town, client_of, sheet, say):
    say(sheet, town.owner, FORMS, {"codes": ["D1"]}, joint=True)

    send(client_of(town.assessor), sheet, joint=True, codes=["V2"], version=1)

    assert Answer.objects.get().value == {"codes": ["V2"]}
    assert [row.value for row in Answer.history.order_by("history_id")] == [{"codes": ["D1"]}, {"codes": ["V2"]}]


def test_clash_on_the_first_answer_of_the_group(town, sheet, say):
    say(sheet, town.owner, FORMS, {"codes": ["D1"]}, joint=True)

    with pytest.raises(Changed):
        say(sheet, town.assessor, FORMS, {"codes": ["V2"]}, joint=True, seen=0)


def test_emptied_answer_keeps_its_history_and_counts_no_more(town, client_of, sheet, say):
    say(sheet, town.owner, FORMS, {"codes": ["D1"]})

    say(sheet, town.owner, FORMS, {})

    assert Answer.objects.get().state == "empty"
    assert Answer.history.count() == 2
    html = client_of(town.assessor).get(address(sheet)).content.decode()
    assert town.owner.name not in html.split("<main")[1].split("</main")[0]


def test_nothing_typed_leaves_no_row(town, client_of, sheet):
    send(client_of(town.assessor), sheet, codes=[])

    assert not Answer.objects.exists()


@pytest.mark.parametrize("field", ["reason", "source"])
def test_personal_data_is_refused_in_every_text(town, client_of, sheet, field):
    answer = send(client_of(town.assessor), sheet, codes=["D1"], **{field: "Zijn BSN is 111222333"})

    assert "Nog niet bewaard" in answer.content.decode()
    assert not Answer.objects.exists()


def test_personal_data_is_refused_in_text_option_and_table(town, client_of, sheet):
    answer = send(client_of(town.assessor), sheet, **{"codes": ["G3"], "own-G3": "BSN 111222333"})

    assert "Nog niet bewaard" in answer.content.decode()
    assert not Answer.objects.exists()


def test_doubtful_text_asks_for_a_reason_and_is_flagged(town, client_of, sheet):
    client = client_of(town.assessor)
    text = "Bel 06 12345678 van het wijkteam"

    asked = send(client, sheet, codes=["D1"], reason=text)
    send(client, sheet, codes=["D1"], reason=text, privacy_reason="Zakelijk nummer.")

    assert "privacy_reason" in asked.content.decode()
    assert Answer.objects.get().reason == text
    assert TextFlag.objects.get().object == f"analysis.answer:{Answer.objects.get().pk}"


@pytest.mark.parametrize("who", ["executive", "privacy"])
def test_who_only_reads_sees_answers_but_no_form(town, client_of, sheet, say, who):
    say(sheet, town.owner, FORMS, {"codes": ["D1"]})
    client = client_of(getattr(town, who))

    html = client.get(address(sheet)).content.decode()

    assert "Groepen denken niet goed over elkaar" in html and "data-answer" not in html
    assert send(client, sheet, codes=["V1"]).status_code == 403
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("who", ["reporter", "admin", "outsider"])
def test_stranger_sees_and_saves_nothing(town, client_of, sheet, say, who):
    say(sheet, town.owner, FORMS, {"codes": ["D1"]})
    client = client_of(getattr(town, who))

    assert client.get(address(sheet)).status_code in {403, 404}
    assert send(client, sheet, codes=["V1"]).status_code in {403, 404}
    assert Answer.objects.count() == 1


def test_invited_partner_answers(partner, client_of, sheet):
    send(client_of(partner), sheet, codes=["D1"])

    assert Answer.objects.get().by == partner


def test_closed_case_and_closed_place_take_no_answers(town, client_of, case, place, sheet):
    case.state, case.closed_at = "closed", timezone.now()
    case.save()
    assert send(client_of(town.assessor), sheet, codes=["D1"]).status_code == 403

    case.state, case.closed_at = "observe", None
    case.save()
    place.retired_at, place.retired_by = timezone.now(), town.owner
    place.save()
    assert send(client_of(town.assessor), sheet, codes=["D1"]).status_code == 403
    assert not Answer.objects.exists()


def test_question_of_another_page_or_sheet_is_refused(town, client_of, sheet):
    client = client_of(town.assessor)

    wrong_step = client.post(address(sheet, FORMS), {"v-fase-item": PHASE, "v-fase-codes": "F1"})
    nonsense = client.post(address(sheet, FORMS), {"v-x-item": "x"})
    nothing = client.post(address(sheet, FORMS), {})

    assert [answer.status_code for answer in (wrong_step, nonsense, nothing)] == [400, 400, 400]


def test_sheet_of_another_case_is_not_found(town, client_of, sheet):
    other = make_case(town=town)

    assert client_of(town.owner).get(reverse("analysis:sheet", args=[other.pk, sheet.pk])).status_code == 404
    assert client_of(town.owner).get(reverse("analysis:step", args=[sheet.case_id, sheet.pk, 99])).status_code == 404


def test_unfit_answer_is_refused_by_the_action_itself(town, sheet):
    item = sheet.definition.item(PHASE)

    with pytest.raises(Refused):
        answers.answer(sheet=sheet, item=item, said=Content({"codes": ["F9"]}), joint=False, seen=0, by=town.owner)
    with pytest.raises(Refused):
        answers.answer(
            sheet=sheet, item=item, said=Content({"codes": ["F1"]}, True), joint=False, seen=0, by=town.owner
        )


def test_sheet_that_moved_meanwhile_takes_no_answer_of_the_old_page(town, sheet, say):
    Sheet.objects.update(edition=2)

    with pytest.raises(Refused, match="andere versie"):
        say(sheet, town.owner, FORMS, {"codes": ["D1"]})


def test_database_holds_one_answer_per_respondent_and_one_of_the_group(town, sheet):
    row = {"sheet": sheet, "item": FORMS, "state": "given", "function": "x"}

    for joint in (False, True):
        Answer.objects.create(**row, by=town.owner, joint=joint)
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.create(**row, by=town.owner if not joint else town.assessor, joint=joint)


def test_opening_twice_gives_one_sheet(town, client_of, case, place, shelf):
    client = client_of(town.assessor)

    for _ in range(2):
        answer = client.post(reverse("analysis:open", args=[case.pk]), {"worksheet": "kis-2", "location": place.pk})

    assert answer.status_code == 302
    assert Sheet.objects.get().edition == shelf.newest["kis-2"].version


@pytest.mark.parametrize(
    "data",
    [
        {"worksheet": "niets"},
        {},
        {"worksheet": "kis-2", "location": "x"},
        {"worksheet": "kis-2", "location": "99999999999999"},
    ],
)
def test_opening_nonsense_is_not_found(town, client_of, case, data):
    assert client_of(town.assessor).post(reverse("analysis:open", args=[case.pk]), data).status_code == 404


def test_sheet_of_a_place_needs_a_place(town, client_of, case):
    answer = client_of(town.assessor).post(reverse("analysis:open", args=[case.pk]), {"worksheet": "kis-2"})

    assert answer.status_code == 403


def test_hidden_question_shows_when_it_applies_to_anyone(town, client_of, sheet, say):
    client = client_of(town.assessor)
    before = client.get(address(sheet)).content.decode()
    assert 'aria-labelledby="kop-vooroordelen_welke" hidden' in before

    answer = send(client, sheet, codes=["D2"])

    assert '"vooroordelen_welke": true' in answer["HX-Trigger"]
    after = client_of(town.owner).get(address(sheet)).content.decode()
    assert 'aria-labelledby="kop-vooroordelen_welke" hidden' not in after


def test_step_page_takes_as_many_queries_for_more_people(town, client_of, sheet, say):
    client = client_of(town.owner)
    numbers = []

    for user in (town.owner, town.coordinator, town.assessor):
        say(sheet, user, FORMS, {"codes": ["D1"]})
        say(sheet, user, PHASE, {"codes": ["F1"]})
        client.get(address(sheet))
        with CaptureQueriesContext(connection) as asked:
            client.get(address(sheet))
        numbers.append(len(asked))

    assert numbers[0] == numbers[1] == numbers[2] <= 16


# Every kind of question, as a browser sends it


def stored(code):
    return Answer.objects.get(item=code).value


def test_own_option_keeps_its_words(town, client_of, all_kinds):
    client = client_of(town.assessor)

    missing = send(client, all_kinds, "keuze", codes="own")
    send(client, all_kinds, "keuze", **{"codes": "own", "own-own": "Iets nieuws"})

    assert "Vul in bij “Anders, namelijk”" in missing.content.decode()
    assert stored("keuze") == {"codes": ["own"], "own": {"own": "Iets nieuws"}}


def test_groups_of_the_file_can_be_chosen_and_others_not(town, client_of, case, all_kinds):
    mine = Group.objects.create(case=case, label="Omwonenden", role="joiner")
    other = Group.objects.create(case=make_case(town=town), label="Elders", role="joiner")
    client = client_of(town.assessor)

    html = client.get(address(all_kinds, "groepen")).content.decode()
    wrong = send(client, all_kinds, "groepen", codes=[str(other.pk)])
    send(client, all_kinds, "groepen", codes=[str(mine.pk)])

    assert "Omwonenden" in html and "Elders" not in html.split("vraag-groepen")[1].split("</form>")[0]
    assert "Nog niet bewaard" in wrong.content.decode()
    assert stored("groepen") == {"codes": [str(mine.pk)]}


def test_number_needs_year_and_source(town, client_of, all_kinds):
    client = client_of(town.assessor)

    without = send(client, all_kinds, "cijfer", number="12")
    send(client, all_kinds, "cijfer", number="12,5", year="2025", origin="Politie")

    assert "Noem het jaar" in without.content.decode()
    assert stored("cijfer") == {"number": "12.5", "year": 2025, "source": "Politie"}


def test_text_and_date_are_kept(town, client_of, all_kinds):
    client = client_of(town.assessor)

    send(client, all_kinds, "verhaal", text="Mensen groeten elkaar niet.")
    wrong = send(client, all_kinds, "dag", date="31-02-2026")
    send(client, all_kinds, "dag", date="2026-02-28")

    assert "datum" in wrong.content.decode()
    assert (stored("verhaal"), stored("dag")) == ({"text": "Mensen groeten elkaar niet."}, {"date": "2026-02-28"})


def test_table_stands_ready_and_keeps_its_rows(town, client_of, all_kinds):
    client = client_of(town.assessor)
    html = client.get(address(all_kinds, "triggers")).content.decode()
    assert "Het besluit zelf" in html and not Answer.objects.exists()

    answer = send(
        client,
        all_kinds,
        "triggers",
        **{
            "r0-type": "TR5",
            "r0-what": "Het besluit",
            "r0-on": "2026-03-01",
            "r0-level": ["here", "far"],
            "r1-type": "TR1",
            "r1-what": "Bericht online",
        },
    )

    assert stored("triggers")["rows"] == [
        {"type": ["TR5"], "what": "Het besluit", "on": "2026-03-01", "level": ["here", "far"]},
        {"type": ["TR1"], "what": "Bericht online"},
    ]
    assert answer.content.decode().count("<tr>") == 5, "a head, what was filled and two empty rows come back"


def test_row_without_its_first_column_is_refused(town, client_of, all_kinds):
    answer = send(client_of(town.assessor), all_kinds, "triggers", **{"r0-what": "Het besluit"})

    assert "Vul in rij 1 “Soort” in" in answer.content.decode()


def test_personal_data_in_a_table_is_refused(town, client_of, all_kinds):
    answer = send(client_of(town.assessor), all_kinds, "triggers", **{"r0-type": "TR5", "r0-what": "BSN 111222333"})

    assert "Nog niet bewaard" in answer.content.decode()
    assert not Answer.objects.exists()


def test_trigger_that_was_entered_shows_where_it_is_referred_to(town, client_of, all_kinds, say):
    say(all_kinds, town.owner, "triggers", {"rows": [{"type": "TR5", "what": "Het besluit"}]})
    say(all_kinds, town.owner, "keuze", {"codes": ["A"]})

    html = client_of(town.assessor).get(address(all_kinds, "slot")).content.decode()

    assert "Lokaal besluit; Het besluit" in html


def test_closed_step_opens_after_its_answer_or_with_a_reason(town, client_of, all_kinds, say):
    client = client_of(town.assessor)
    url = address(all_kinds, "slot")

    shut = client.get(url).content.decode()
    nothing = client.post(url, {"toch": "1", "reason": ""})
    client.post(url, {"toch": "1", "reason": "Wij weten dit al."})
    opened = client.get(url).content.decode()

    assert "Kies eerst welke past." in shut and "vraag-slot" not in shut
    assert nothing.status_code == 200
    assert "Wij weten dit al." in opened and "vraag-slot" in opened
    assert AuditEvent.objects.filter(action="analysis.step_passed").count() == 1


def test_answer_to_a_closed_step_is_refused(town, client_of, all_kinds):
    assert send(client_of(town.assessor), all_kinds, "slot", text="Toch").status_code == 403
    assert not Answer.objects.exists()
