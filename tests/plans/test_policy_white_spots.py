"""White spots over all cases: who sees which, the filters, the pages, and what never counts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analysis.models import Location
from organisation.models import Theme
from plans import views_policy
from plans.models_policy import PolicyRow
from tests.factories import make_case

pytestmark = pytest.mark.django_db
URL = "/witte-vlekken/"


def row(case, wording, **fields) -> PolicyRow:
    values = {"covered": "no", "by": case.owner, **fields}
    made = PolicyRow(case=case, wording=wording, **values)
    made.settle()
    made.save()
    return made


@pytest.fixture
def case(town):
    return make_case(town=town)


def shown(client, query="") -> list[str]:
    """The problems that the page names, in order."""
    answer = client.get(f"{URL}{query}")
    assert answer.status_code == 200
    return [each.problem for each in answer.context["rows"]]


def test_line_names_problem_place_area_case_and_who_is_missing(town, client_of, case):
    place = Location.objects.create(
        case=case, label="De kade bij de loods", kind="L2", area=town.other_neighbourhood, by=town.owner
    )
    made = row(case, "Overlast door jongeren", location=place, parties={"care": "no", "sport": "yes", "housing": "no"})

    html = client_of(town.owner).get(URL).content.decode()

    for text in ("Overlast door jongeren", "De kade bij de loods", "Kade", case.title, "Zorg, Wonen", "Witte vlek"):
        assert text in html
    assert f"{reverse('policy:table', args=[case.pk])}#regel-{made.pk}" in html


def test_only_white_spots_until_another_outcome_is_asked(town, client_of, case):
    row(case, "wit")
    row(case, "gedekt", covered="yes", enough="enough")
    row(case, "scherp", covered="yes", enough="sharpen")
    client = client_of(town.owner)

    assert shown(client) == ["wit"]
    assert shown(client, "?outcome=covered") == ["gedekt"]
    assert shown(client, "?outcome=all") == ["scherp", "gedekt", "wit"]
    assert shown(client, "?filters=open") == ["wit"]


def test_exercises_and_closed_cases_do_not_count(town, client_of, case):
    row(case, "telt")
    row(make_case(town=town, title="Oefening", exercise=True), "oefening")
    row(make_case(town=town, title="Voorbij", state="closed", closed_at=timezone.now()), "voorbij")

    assert shown(client_of(town.coordinator)) == ["telt"]
    assert shown(client_of(town.coordinator), "?outcome=all") == ["telt"]


def test_each_sees_the_cases_that_are_theirs(town, client_of, case):
    row(case, "van samenleven")
    other = make_case(town=town, title="Van veiligheid", department=town.safety, owner=town.outsider)
    row(other, "van veiligheid")

    assert shown(client_of(town.owner)) == ["van samenleven"]
    assert shown(client_of(town.outsider)) == ["van veiligheid"]
    assert shown(client_of(town.executive)) == ["van veiligheid", "van samenleven"]
    for user in (town.reporter, town.admin):
        assert client_of(user).get(URL).status_code == 403


def test_filter_on_area_takes_what_lies_in_it(town, client_of, case):
    place = Location.objects.create(case=case, label="Kade", kind="L2", area=town.other_neighbourhood, by=town.owner)
    row(case, "elders", location=place)
    row(case, "hier")
    nowhere = Location.objects.create(case=case, label="Buurtgroep", kind="L4", by=town.owner)
    row(case, "online", location=nowhere)
    client = client_of(town.owner)

    assert shown(client, f"?area={town.neighbourhood.pk}") == ["online", "hier"]
    assert shown(client, f"?area={town.district.pk}") == ["online", "hier"]
    assert shown(client, f"?area={town.other_district.pk}") == ["elders"]
    assert shown(client, f"?area={town.municipality.pk}") == ["online", "hier", "elders"]


def test_filters_on_theme_and_missing_sector(town, client_of, case):
    row(case, "mist zorg", parties={"care": "no"})
    row(case, "zorg doet mee", parties={"care": "yes", "sport": "no"})
    other = make_case(town=town, title="Ander thema", theme=Theme.objects.create(name="Opvang"))
    row(other, "opvang", parties={"care": "no"})
    client = client_of(town.owner)

    assert shown(client, "?sector=care") == ["opvang", "mist zorg"]
    assert shown(client, f"?sector=care&theme={town.theme.pk}") == ["mist zorg"]
    assert shown(client, "?sector=safety") == []


@pytest.mark.parametrize(
    "query",
    ["?area=x", "?area=99999999999999999999", "?theme=-1", "?sector=%00", "?outcome=<b>", "?na=zz", "?na=9999_1",
     "?area=1&area=2"],
)  # fmt: skip
def test_odd_filters_break_nothing(town, client_of, case, query):
    row(case, "wit")

    assert client_of(town.owner).get(f"{URL}{query}").status_code == 200


def test_next_page_goes_on_after_the_last_line(town, client_of, case, monkeypatch):
    monkeypatch.setattr(views_policy, "SIZE", 2)
    for number in range(5):
        made = row(case, f"p{number}")
        PolicyRow.objects.filter(pk=made.pk).update(updated_at=timezone.now() + timedelta(minutes=number // 2))
    client = client_of(town.owner)

    found, query = [], ""
    while True:
        answer = client.get(f"{URL}{query}")
        found.append([each.problem for each in answer.context["rows"]])
        if not answer.context["found"].next_cursor:
            break
        query = f"?na={answer.context['found'].next_cursor}".replace("+", "%2B")

    assert found == [["p4", "p3"], ["p2", "p1"], ["p0"]]


@pytest.mark.parametrize("query", ["", "?outcome=all&filters=open"])
def test_as_many_queries_for_three_lines(town, client_of, case, query):
    place = Location.objects.create(case=case, label="Plein", kind="L2", area=town.neighbourhood, by=town.owner)
    row(case, "een", location=place)
    client = client_of(town.assessor)
    shown(client, query)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(client, query)
        return len(queries)

    before = asked()
    row(case, "twee", parties={"care": "no"})
    row(make_case(town=town, title="Andere"), "drie")

    assert asked() == before


def test_nothing_to_show_says_what_to_do(town, client_of, case):
    html = client_of(town.owner).get(URL).content.decode()

    assert "Geen witte vlekken" in html and "beleidstabel" in html


def test_outcome_in_the_database_follows_the_answers(town, client_of, case):
    """What lists ask for is what the rule says, also after a change through the form."""
    made = row(case, "wit", parties={"care": "no"})
    client = client_of(town.owner)

    client.post(
        reverse("policy:row", args=[made.pk]),
        {"version": "1", "wording": "wit", "location": "", "covered": "yes", "enough": "enough", "sector_care": "yes"},
    )

    made.refresh_from_db()
    assert (made.outcome, made.misses) == ("covered", "")
    assert shown(client) == []
