"""Reading cases: who sees which, in how many statements, and what the trail keeps."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases import timeline
from cases.models import Case, CaseMember, Document, ExchangeEntry, FaultLine, Group, ValenceChange
from common.models import AuditEvent
from organisation.roles import Role
from tests.factories import link, make_case, make_diagnosis, make_placement, make_signal
from tests.people import make_user


def fill(case, town, number):
    """So many of everything that a file can hold."""
    for each in range(number):
        link(case=case, signal=make_signal(town=town, source=f"Bron {each}"), by=town.owner)
        Group.objects.create(case=case, label=f"Groep {each}", role="middle")
        case.fault_lines.add(FaultLine.objects.create(name=f"Lijn {each}", kind="current"))
        ValenceChange.objects.create(case=case, was="unclear", became="negative", reason="Omdat.", by=town.owner)
        question = ExchangeEntry.objects.create(case=case, kind="question", text="Wie?", function="team", by=town.owner)
        ExchangeEntry.objects.create(
            case=case, kind="answer", text="Zij.", function="team", by=town.assessor, answers=question
        )
        ExchangeEntry.objects.create(case=case, kind="question", text="Open?", function="team", by=town.owner)
        Document.objects.create(
            case=case, title="Stuk", origin="Krant", place="Z-1", dated_on=timezone.localdate(), by=town.owner
        )
        friend = make_user(email=f"mee{each}@partner.example", name="Mee", role=Role.PARTNER)
        CaseMember.objects.create(case=case, user=friend, by=town.owner)
        make_placement(case=case, by=town.assessor)
        make_diagnosis(case=case, by=town.coordinator)


@pytest.mark.parametrize("number", [1, 3])
def test_file_takes_the_same_few_statements_whatever_it_holds(town, client_of, number):
    case = make_case(town=town)
    case.areas.add(town.other_neighbourhood)
    case.departments.add(town.safety)
    fill(case, town, number)
    client = client_of(town.owner)
    client.get(reverse("cases:detail", args=[case.pk]))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(reverse("cases:detail", args=[case.pk]))

    assert answer.status_code == 200
    assert len(queries) <= 20, "\n".join(query["sql"][:150] for query in queries)


@pytest.mark.parametrize("number", [1, 3])
def test_list_and_timeline_take_the_same_statements_with_one_and_three(
    town, client_of, number, django_assert_max_num_queries
):
    for _ in range(number):
        case = make_case(town=town)
    fill(case, town, number)
    client = client_of(town.owner)

    with django_assert_max_num_queries(7):
        client.get(reverse("cases:list"))
    with django_assert_max_num_queries(9):
        client.get(reverse("cases:list") + "?filters=open")
    with django_assert_max_num_queries(len(timeline._sources) + 8):  # one a source, and the page around them
        client.get(reverse("cases:timeline", args=[case.pk]))
    with django_assert_max_num_queries(10):
        client.get(reverse("cases:exchange", args=[case.pk]))
    with django_assert_max_num_queries(9):
        client.get(reverse("cases:signals", args=[case.pk]))


def test_both_areas_show_on_the_file(town, client_of):
    case = make_case(town=town)
    case.areas.add(town.other_neighbourhood)

    page = client_of(town.owner).get(reverse("cases:detail", args=[case.pk])).content.decode()

    assert "Rozenbuurt" in page and "Kade" in page


@pytest.mark.parametrize("name", ["detail", "timeline", "exchange", "signals", "changes", "edit", "state", "members"])
def test_outsider_finds_nothing_and_the_refusal_is_kept(town, client_of, name):
    case = make_case(town=town, title="Geheim van de straat")

    answer = client_of(town.outsider).get(reverse(f"cases:{name}", args=[case.pk]))

    assert answer.status_code == 404
    assert "Geheim" not in answer.content.decode()
    refused = AuditEvent.objects.get(action="case.read")
    assert (refused.result, refused.object, refused.actor) == (
        "refused",
        f"cases.case:{case.pk}",
        f"gebruiker:{town.outsider.pk}",
    )


def test_opening_is_kept_in_the_trail(town, client_of):
    case = make_case(town=town)

    client_of(town.assessor).get(reverse("cases:detail", args=[case.pk]))

    assert AuditEvent.objects.get(action="case.read").result == "ok"


def test_reporter_and_admin_are_refused(town, client_of):
    case = make_case(town=town)

    for who in (town.reporter, town.admin):
        assert client_of(who).get(reverse("cases:detail", args=[case.pk])).status_code == 403


def test_partner_sees_only_the_case_of_the_invitation(town, client_of):
    mine, other = make_case(town=town, title="Voor de partner"), make_case(town=town, title="Van een ander")
    partner = make_user(email="wijkagent@politie.example", name="Wies", role=Role.PARTNER, department=town.social)
    CaseMember.objects.create(case=mine, user=partner, by=town.owner)
    client = client_of(partner)

    listed = client.get(reverse("cases:list")).content.decode()

    assert "Voor de partner" in listed and "Van een ander" not in listed
    assert client.get(reverse("cases:detail", args=[mine.pk])).status_code == 200
    assert client.get(reverse("cases:detail", args=[other.pk])).status_code == 404


def test_deputy_sees_the_case(town):
    case = make_case(town=town, deputy=town.outsider)

    assert list(Case.objects.visible_to(town.outsider)) == [case]


def test_two_fault_lines_raise_the_notice(town, client_of):
    case = make_case(town=town)
    case.fault_lines.add(FaultLine.objects.create(name="Jong en oud", kind="current"))
    url = reverse("cases:detail", args=[case.pk])
    client = client_of(town.owner)

    assert "kruisen elkaar" not in client.get(url).content.decode()
    case.fault_lines.add(FaultLine.objects.create(name="Oud en nieuw", kind="structural"))
    assert "kruisen elkaar" in client.get(url).content.decode()


def test_one_source_says_so(town, client_of):
    case = make_case(town=town)
    for _ in range(2):
        link(case=case, signal=make_signal(town=town, source="Wijkteam"), by=town.owner)
    client, url = client_of(town.owner), reverse("cases:detail", args=[case.pk])

    assert "nog niets concluderen" in client.get(url).content.decode()
    link(case=case, signal=make_signal(town=town, source="Politie"), by=town.owner)
    assert "nog niets concluderen" not in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=rozen", 1),
        ("q=nergens", 0),
        ("mine=on", 1),
        ("overdue=on", 1),
        ("state=open", 2),
        ("state=closed", 0),
        ("quadrant=B", 1),
        ("quadrant=front", 0),
        ("quadrant=none", 1),
        ("phase=3", 1),
        ("phase=2", 0),
        ("vertical=1", 1),
        ("vertical=3", 0),
        ("phase=9", 2),
        ("level=0", 2),
        ("reassess=on", 0),
        ("area=onzin", 2),
    ],
)
def test_filters_narrow_the_list(town, client_of, query, found):
    late = timezone.localdate() - timezone.timedelta(days=2)
    case = make_case(town=town, review_on=late)
    make_diagnosis(case=case, by=town.owner, x=3, y=1)
    make_case(town=town, title="Een andere casus", owner=town.assessor)

    answer = client_of(town.owner).get(reverse("cases:list") + f"?{query}")

    assert answer.status_code == 200
    assert len(answer.context["rows"]) == found


def test_area_filter_holds_what_lies_in_it(town, client_of):
    case = make_case(town=town)

    client = client_of(town.coordinator)

    def found(area):
        return [row["title"] for row in client.get(reverse("cases:list") + f"?area={area.pk}").context["rows"]]

    assert found(town.district) == [case.title]
    assert found(town.other_district) == []


def test_phase_and_area_together_give_the_right_rows(town, client_of):
    """A line lies in several phases with the government: it is found at each of them."""
    case = make_case(town=town, title="Onderhuids in de Rozenbuurt")
    placed = make_placement(by=town.owner, case=case, kind="line", x=3, y_min=1, y_max=3, group_low="a", group_high="b")
    make_diagnosis(case=case, by=town.owner, placement=placed)
    elsewhere = make_case(town=town, title="Onderhuids aan de kade")
    elsewhere.areas.set([town.other_neighbourhood])
    make_diagnosis(case=elsewhere, by=town.owner, x=3, y=1)
    client = client_of(town.executive)

    def found(query):
        return [row["title"] for row in client.get(f"{reverse('cases:list')}?{query}").context["rows"]]

    assert found(f"phase=3&area={town.district.pk}") == [case.title]
    assert found("phase=3&vertical=2") == [case.title]
    assert set(found("phase=3")) == {case.title, elsewhere.title}
    assert found("phase=1") == []
    assert "3. Onderhuidse spanningen" in client.get(f"{reverse('cases:list')}?phase=3").content.decode()


def test_figures_match_the_data(town, client_of):
    make_signal(town=town)
    make_signal(town=town, kind="acute")
    for level in (1, 1, 3, None):
        make_case(town=town, level=level)
    make_diagnosis(case=make_case(town=town), by=town.owner, x=3, y=1)
    make_case(town=town, exercise=True)

    figures = client_of(town.executive).get(reverse("cases:figures")).context["figures"]

    assert [number for _, _, number in figures.steps] == [2, 0, 1, 0, 0]
    assert (figures.without_decision, figures.undiagnosed, figures.quadrants) == (2, 4, [("B", 1)])
    assert client_of(town.owner).get(reverse("cases:figures")).status_code == 403


def test_opening_the_file_with_its_fragments_leaves_one_line(town, client_of):
    case = make_case(town=town)
    client = client_of(town.coordinator)
    parts = [
        reverse("cases:timeline", args=[case.pk]) + "?laatste",
        reverse("plans:panel", args=[case.pk]),
        reverse("evaluation:panel", args=[case.pk]),
    ]

    client.get(reverse("cases:detail", args=[case.pk]))
    for part in parts:
        assert client.get(part, headers={"hx-request": "true"}).status_code == 200
    together = AuditEvent.objects.filter(action__endswith=".read").count()
    client_of(town.owner).get(parts[0], headers={"hx-request": "true"})

    assert (together, AuditEvent.objects.filter(action__endswith=".read").count()) == (1, 2)
