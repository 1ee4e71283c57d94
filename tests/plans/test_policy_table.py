"""The policy table of a case: what is offered, what is kept, who may, and what happens when two save at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.actions import answers
from analysis.models import Location
from cases.models import Case
from common.models import AuditEvent, TextFlag
from method.worksheets import library, values
from plans.models_policy import PolicyRow
from tests.factories import make_action, make_case, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(town) -> Case:
    return make_case(town=town)


@pytest.fixture
def square(town, case) -> Location:
    """A place where somebody ticked nuisance by young people and neighbours that dare not speak to each other."""
    place = Location.objects.create(case=case, label="Het plein", kind="L2", area=town.neighbourhood, by=town.owner)
    tick(case, "causes", ["B3", "A3"], by=town.assessor, place=place)
    return place


def tick(case, feeds, codes, *, by, place=None):
    """Answer the question with this meaning, as a person does."""
    sheet, item = next(
        (sheet, item)
        for sheet in library().sheets
        if sheet.per_location == (place is not None) and (item := sheet.fed_by(feeds))
    )
    filled = answers.open_sheet(case=case, worksheet=sheet, by=by, location=place)
    said = answers.Content(values.clean(item, {"codes": codes}), False, "", "")
    answers.answer(sheet=filled, item=item, said=said, joint=False, seen=0, by=by)


def table(case) -> str:
    return reverse("policy:table", args=[case.pk])


def new(case, problem="", place="") -> str:
    address = reverse("policy:new", args=[case.pk])
    return f"{address}?probleem={problem}&plek={place}" if problem else address


def filled(**fields):
    return {
        "version": "0", "covered": "partly", "policies": ["youth", "nuisance"], "now": "Het jongerenwerk loopt rondes.",
        "enough": "not_enough", "lacking": "Een plek binnen voor de avond.",
        "sector_social": "yes", "sector_care": "no", **fields,
    }  # fmt: skip


def test_problems_of_the_analysis_are_offered_and_not_typed_again(town, client_of, case, square):
    tick(case, "own_role_a", ["ja"], by=town.owner)

    html = client_of(town.owner).get(table(case)).content.decode()

    for text in ("Overlast door jongeren", "Niet durven aanspreken", "Het plein", "Onvrede over de overheid"):
        assert text in html
    assert new(case, "P05", square.pk).replace("&", "&amp;") in html
    assert not PolicyRow.objects.exists()


def test_sectors_say_once_that_they_need_no_answer(town, client_of, case, square):
    html = client_of(town.owner).get(new(case, "P05", square.pk)).content.decode()
    sectors = html.split("Wie is nodig, en doet die al mee?")[1].split("Welke andere partij?")[0]

    assert sectors.count("niet verplicht") == 1
    assert sectors.count("<select") == 7


def test_what_was_filled_in_is_kept_with_outcome_who_and_when(town, client_of, case, square):
    client = client_of(town.owner)

    answer = client.post(new(case, "P05", square.pk), filled())

    row = PolicyRow.objects.get()
    assert answer.status_code == 302 and answer.url.endswith(f"#regel-{row.pk}")
    assert (row.problem, row.wording, row.location, row.outcome) == ("P05", "Overlast door jongeren", square, "white")
    assert (row.policies, row.parties, row.misses) == (["youth", "nuisance"], {"social": "yes", "care": "no"}, " care ")
    assert row.by == town.owner
    html = client.get(table(case)).content.decode()
    assert "Witte vlek" in html and "Het jongerenwerk loopt rondes." in html and "Eva Eigenaar, vandaag" in html
    assert new(case, "P05", square.pk).replace("&", "&amp;") not in html  # it is in the table now
    assert new(case, "P02", square.pk).replace("&", "&amp;") in html
    assert AuditEvent.objects.filter(action="plan.policy_added").count() == 1


def test_sending_the_same_twice_is_one_row(town, client_of, case, square):
    client = client_of(town.owner)

    client.post(new(case, "P05", square.pk), filled())
    again = client.post(new(case, "P05", square.pk), filled())

    assert again.status_code == 302 and PolicyRow.objects.count() == 1


def test_second_who_fills_the_same_row_sees_both_and_may_choose(town, client_of, case, square):
    client_of(town.owner).post(new(case, "P05", square.pk), filled())
    other = client_of(town.coordinator)

    clash = other.post(new(case, "P05", square.pk), filled(covered="no", now="De wijkagent praat met de jongeren."))

    html = clash.content.decode()
    assert clash.status_code == 200 and "Er staat nu: “Deels”" in html and "Het jongerenwerk loopt rondes." in html
    assert "De wijkagent praat met de jongeren." in html
    assert PolicyRow.objects.get().now == "Het jongerenwerk loopt rondes."
    other.post(new(case, "P05", square.pk), filled(version="1", now="De wijkagent praat met de jongeren."))
    row = PolicyRow.objects.get()
    assert (row.now, row.version, row.by) == ("De wijkagent praat met de jongeren.", 2, town.coordinator)
    assert row.history.count() == 2


def test_edit_over_a_colleague_shows_both(town, client_of, case, square):
    client = client_of(town.owner)
    client.post(new(case, "P05", square.pk), filled())
    row = PolicyRow.objects.get()
    address = reverse("policy:row", args=[row.pk])
    client.post(address, filled(version="1", lacking="Langer open.", enough="sharpen", sector_care="yes"))

    late = client_of(town.coordinator).post(address, filled(version="1", lacking="Meer licht."))

    html = late.content.decode()
    assert "Langer open." in html and "Meer licht." in html and "Nodig, en doet mee" in html
    row.refresh_from_db()
    assert (row.outcome, row.misses, row.lacking) == ("sharpen", "", "Langer open.")


def test_own_problem_for_the_whole_case_and_other_words_later(town, client_of, case, square):
    client = client_of(town.owner)
    client.post(new(case), filled(wording="Geen plek om elkaar te ontmoeten", location=""))
    row = PolicyRow.objects.get()

    client.post(
        reverse("policy:row", args=[row.pk]), filled(version="1", wording="Te weinig ontmoeting", location=square.pk)
    )

    row.refresh_from_db()
    assert (row.problem, row.wording, row.location) == ("", "Te weinig ontmoeting", square)


def test_own_problem_that_is_there_already_says_so(town, client_of, case):
    client = client_of(town.owner)
    for wording in ("Te druk", "Te stil"):
        client.post(new(case), filled(wording=wording))
    last = PolicyRow.objects.get(wording="Te stil")

    answer = client.post(reverse("policy:row", args=[last.pk]), filled(version="1", wording="Te druk"))

    assert answer.status_code == 200 and "staat voor deze plek al in de tabel" in answer.content.decode()


def test_row_that_is_there_opens_instead_of_a_second_form(town, client_of, case, square):
    client = client_of(town.owner)
    client.post(new(case, "P05", square.pk), filled())

    answer = client.get(new(case, "P05", square.pk))

    assert answer.url == reverse("policy:row", args=[PolicyRow.objects.get().pk])


def test_answer_that_was_taken_back_meanwhile_costs_nobody_a_text(town, client_of, case, square):
    client = client_of(town.owner)
    square.sheets.get().answers.all().delete()

    answer = client.post(new(case, "P05", square.pk), filled())

    assert answer.status_code == 302 and PolicyRow.objects.get().now == "Het jongerenwerk loopt rondes."


def test_taking_a_row_away_leaves_its_old_answers_and_its_action(town, client_of, case, square):
    client = client_of(town.owner)
    client.post(new(case, "P05", square.pk), filled())
    row = PolicyRow.objects.get()
    client.post(reverse("policy:invite", args=[row.pk]), {"sector": "care"})

    asked = client.get(reverse("policy:remove", args=[row.pk]))
    client.post(reverse("policy:remove", args=[row.pk]))

    assert asked.status_code == 200 and PolicyRow.objects.count() == 0
    assert PolicyRow.history.filter(id=row.pk).exists() and case.plan.actions.count() == 1


def test_running_actions_stand_beside_the_second_question(town, client_of, case):
    make_action(plan=make_plan(case=case), town=town, what="Straatgesprek op zaterdag")

    html = client_of(town.owner).get(new(case)).content.decode()

    assert "Straatgesprek op zaterdag" in html


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"covered": ""}, "Kies een antwoord"),
        ({"covered": "misschien"}, "covered"),
        ({"policies": ["heksen"]}, "policies"),
        ({"policies": ["other"]}, "Schrijf op welk ander beleid"),
        ({"sector_other": "no"}, "Schrijf op welke andere partij"),
        ({"budget": "-5"}, "budget"),
        ({"budget": "99999999999"}, "budget"),
        ({"sector_care": "soms"}, "sector_care"),
        ({"now": "x" * 1001}, "now"),
        ({"version": "twee"}, ""),
    ],
)
def test_wrong_answers_are_refused_and_the_text_stays(town, client_of, case, square, wrong, said):
    answer = client_of(town.owner).post(new(case, "P05", square.pk), filled(**wrong))

    assert answer.status_code == 200 and said in answer.content.decode()
    assert not PolicyRow.objects.exists()


def test_personal_number_is_refused_and_other_findings_ask_a_reason(town, client_of, case, square):
    client = client_of(town.owner)

    client.post(new(case, "P05", square.pk), filled(now="Bel met 111222333 graag"))
    assert not PolicyRow.objects.exists()
    asked = client.post(new(case, "P05", square.pk), filled(now="Mail p.jansen@voorbeeld.nl voor de agenda"))
    assert asked.status_code == 200 and not PolicyRow.objects.exists()
    client.post(
        new(case, "P05", square.pk),
        filled(now="Mail p.jansen@voorbeeld.nl voor de agenda", privacy_reason="Openbaar adres van het buurthuis"),
    )

    assert PolicyRow.objects.count() == 1 and TextFlag.objects.count() == 1


@pytest.mark.parametrize(
    "query", ["?probleem=P99", "?probleem=P05&plek=999999", "?probleem=P05&plek=x", "?probleem=%00"]
)
def test_unknown_problem_or_place_is_not_there(town, client_of, case, query):
    assert client_of(town.owner).get(reverse("policy:new", args=[case.pk]) + query).status_code == 404


def test_place_of_another_case_is_refused(town, client_of, case):
    elsewhere = make_case(town=town, title="Elders")
    place = Location.objects.create(case=elsewhere, label="De kade", kind="L2", by=town.owner)
    client = client_of(town.owner)

    assert client.get(new(case, "P05", place.pk)).status_code == 404
    answer = client.post(new(case), filled(wording="Te druk", location=place.pk))

    assert answer.status_code == 200 and not PolicyRow.objects.exists()


def test_who_only_reads_sees_the_table_and_changes_nothing(town, client_of, case, square):
    client_of(town.owner).post(new(case, "P05", square.pk), filled())
    row = PolicyRow.objects.get()

    for user in (town.assessor, town.executive, town.privacy):
        client = client_of(user)
        html = client.get(table(case)).content.decode()
        assert "Overlast door jongeren" in html and "Eigen probleem" not in html and "Zet in het plan" not in html
        for address, data in (
            (new(case), filled(wording="Iets")),
            (reverse("policy:row", args=[row.pk]), filled(version="1", now="Anders")),
            (reverse("policy:remove", args=[row.pk]), {}),
            (reverse("policy:invite", args=[row.pk]), {"sector": "care"}),
        ):
            assert client.post(address, data).status_code == 403, address
    row.refresh_from_db()
    assert row.version == 1 and PolicyRow.objects.count() == 1


def test_outsider_finds_nothing(town, client_of, case, square):
    client_of(town.owner).post(new(case, "P05", square.pk), filled())
    row = PolicyRow.objects.get()
    client = client_of(town.outsider)

    assert client.get(table(case)).status_code == 404
    assert client.get(new(case)).status_code == 404
    for name in ("row", "remove"):
        assert client.get(reverse(f"policy:{name}", args=[row.pk])).status_code == 404
    assert client.post(reverse("policy:invite", args=[row.pk]), {"sector": "care"}).status_code == 404


def test_colleague_who_is_invited_to_the_case_does_not_fill_it(town, client_of, case, square):
    case.departments.add(town.safety)

    answer = client_of(town.outsider).post(new(case, "P05", square.pk), filled())

    assert answer.status_code == 403 and "U kijkt mee in deze casus" in answer.content.decode()


def test_closed_case_is_read_only(town, client_of, case, square):
    client_of(town.owner).post(new(case, "P05", square.pk), filled())
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at="2026-11-01T10:00Z")

    client = client_of(town.owner)

    assert client.get(table(case)).status_code == 200
    assert client.get(new(case)).status_code == 403


def test_table_takes_as_many_queries_for_three_rows(town, client_of, case, square):
    client = client_of(town.owner)
    client.post(new(case, "P05", square.pk), filled())
    client.get(table(case))
    before = count(client, table(case))
    client.post(new(case, "P02", square.pk), filled(sector_sport="no"))
    client.post(new(case), filled(wording="Te druk", sector_housing="no"))

    assert count(client, table(case)) == before


def count(client, address) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)
