from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from cases import boards_map
from cases.models import Case
from cases.timeline import events
from method.content import content
from organisation.models import Theme
from tests.factories import link, make_case, make_diagnosis, make_placement, make_signal


def pages(case):
    return [f"/casussen/{case.pk}/vergelijken/", f"/casussen/{case.pk}/pad/"]


# Comparing


def test_comparison_shows_each_view_with_its_reason(town, client_of):
    case = make_case(town=town)
    make_placement(by=town.assessor, x=1, y=1, case=case, reason="Rustig op straat.", function="jongerenwerker")
    make_placement(by=town.owner, x=3, y=1, case=case, reason="Scherpe woorden.", function="wijkagent")

    text = client_of(town.owner).get(f"/casussen/{case.pk}/vergelijken/").content.decode()

    for piece in ("Rustig op straat.", "Scherpe woorden.", "jongerenwerker", "wijkagent"):
        assert piece in text
    assert "Tussen groepen: fase 1 tot 3" in text
    assert content().hint("difference").text in text


def test_phases_one_and_three_never_become_two(town, client_of):
    case = make_case(town=town)
    make_placement(by=town.assessor, x=1, y=1, case=case)
    make_placement(by=town.owner, x=3, y=1, case=case)

    board = boards_map.comparison(case)

    assert {mark.shape.cells for mark in board.marks} == {((1, 1),), ((3, 1),)}
    assert [cell.words for row in board.grid for cell in row.cells if cell.labels] == ["1 (nr. 1)", "1 (nr. 2)"]
    picture = ElementTree.fromstring(board.picture)
    assert len(list(picture.iter("{http://www.w3.org/2000/svg}circle"))) == 2
    said = board.title + " ".join(board.ranges)
    assert "fase 2" not in said
    assert "Ongemak" not in said
    text = client_of(town.owner).get(f"/casussen/{case.pk}/vergelijken/").content.decode().lower()
    for word in ("mediaan", "zwaartepunt", "gemiddelde"):
        assert word not in text


def test_views_that_agree_show_no_difference(town, client_of):
    case = make_case(town=town)
    make_placement(by=town.assessor, x=1, y=1, case=case)
    make_placement(by=town.owner, x=2, y=1, case=case)

    text = client_of(town.owner).get(f"/casussen/{case.pk}/vergelijken/").content.decode()

    assert content().hint("difference").text not in text


def test_joint_placement_stands_apart_from_the_views(town):
    case = make_case(town=town)
    make_placement(by=town.assessor, x=1, y=1, case=case)
    make_placement(by=town.owner, x=4, y=4, case=case, joint=True)

    board = boards_map.comparison(case)

    assert (len(board.estimates), len(board.joint)) == (1, 1)
    assert board.ranges == ["Tussen groepen: iedereen fase 1", "Met de overheid: iedereen fase 1"]


def test_provisional_placement_of_a_linked_signal_is_shown_apart(town):
    case, signal = make_case(town=town), make_signal(town=town)
    link(case=case, signal=signal, by=town.owner)
    make_placement(by=town.assessor, signal=signal, provisional=True)

    board = boards_map.comparison(case)

    assert (board.estimates, [each.label for each in board.on_signals]) == ([], [signal.number])


def test_signal_shows_its_provisional_placements_side_by_side(town, client_of):
    signal = make_signal(town=town, department=town.social)
    make_placement(by=town.assessor, signal=signal, provisional=True, x=1, y=1, reason="Het was rustig.")
    make_placement(by=town.coordinator, signal=signal, provisional=True, x=3, y=1, reason="Er werd geschreeuwd.")

    text = client_of(town.owner).get(f"/casussen/signaal/{signal.pk}/kaart/").content.decode()

    for piece in ("Het was rustig.", "Er werd geschreeuwd.", "voorlopig", "Tussen groepen: fase 1 tot 3"):
        assert piece in text


@pytest.mark.parametrize(("who", "status"), [("assessor", 200), ("privacy", 200), ("outsider", 404), ("reporter", 403)])
def test_who_may_see_the_placements_of_a_signal(town, client_of, who, status):
    signal = make_signal(town=town, department=town.social)

    assert client_of(getattr(town, who)).get(f"/casussen/signaal/{signal.pk}/kaart/").status_code == status


def test_group_name_with_markup_stays_text(town, client_of):
    case = make_case(town=town)
    make_placement(
        by=town.assessor,
        case=case,
        kind="line",
        y_min=1,
        y_max=3,
        group_low="<script>alert(1)</script>",
        group_high="a & b",
    )

    text = client_of(town.owner).get(f"/casussen/{case.pk}/vergelijken/").content.decode()

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text
    ElementTree.fromstring(boards_map.comparison(case).picture)


def test_empty_comparison_offers_one_action(town, client_of):
    case = make_case(town=town)

    text = client_of(town.owner).get(f"/casussen/{case.pk}/vergelijken/").content.decode()

    assert "Nog niemand heeft geplaatst" in text


# The path


def test_path_tells_the_movement_in_words(town, client_of):
    case = make_case(town=town)
    for x, y in ((2, 1), (3, 1), (3, 1)):
        make_diagnosis(case=case, by=town.owner, x=x, y=y)

    text = client_of(town.owner).get(f"/casussen/{case.pk}/pad/").content.decode()

    assert "oplopend, van kwadrant A naar B" in text
    assert "stabiel" in text


def test_path_draws_the_newest_six_and_all_on_request(town, client_of):
    case = make_case(town=town)
    for number in range(8):
        make_diagnosis(case=case, by=town.owner, x=1 + number % 4)

    browser = client_of(town.owner)
    assert len(browser.get(f"/casussen/{case.pk}/pad/").context["path"].marks) == 6
    assert len(browser.get(f"/casussen/{case.pk}/pad/?alles").context["path"].marks) == 8


# Who may look


@pytest.mark.parametrize(
    ("who", "status"),
    [("assessor", 200), ("owner", 200), ("executive", 200), ("outsider", 404), ("reporter", 403), ("admin", 403)],
)
def test_who_may_compare_and_follow_the_path(town, client_of, who, status):
    case = make_case(town=town)

    assert [client_of(getattr(town, who)).get(url).status_code for url in pages(case)] == [status, status]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_whatever_they_hold(town, client_of, django_assert_num_queries, count):
    case = make_case(town=town)
    for _ in range(count):
        make_diagnosis(case=case, by=town.owner)
        make_placement(by=town.assessor, case=case)
        make_case(town=town)
        make_diagnosis(case=make_case(town=town), by=town.owner)

    for board, number in ((boards_map.comparison, 2), (boards_map.path, 1), (boards_map.small_map, 1)):
        with django_assert_num_queries(number):
            str(board(case).picture)
    with django_assert_num_queries(3):
        boards_map.overview(Case.objects.active(), "")


# The small map and the guidance on the case file


def test_small_map_shows_the_latest_diagnosis(town):
    case = make_case(town=town)
    make_diagnosis(case=case, by=town.owner, x=3, y=3)

    small = boards_map.small_map(case)

    assert "Kwadrant D." in small.sentence
    assert small.snapshot == timezone.localdate()


def test_guidance_follows_the_quadrants_of_the_latest_diagnosis(town):
    case = make_case(town=town)
    place = make_placement(
        by=town.owner, case=case, kind="line", x=3, y=2, y_max=4, group_low="voor", group_high="tegen"
    )
    make_diagnosis(case=case, by=town.owner, placement=place)

    offered = boards_map.guidance(case)

    assert [each.letter for each in offered.quadrants] == ["B", "D"]
    assert offered.nothing.code == "D3"
    assert offered.order.code == "D7"
    case.about_decision = True
    assert boards_map.guidance(case).order.code == "D8"


def test_no_guidance_before_a_diagnosis(town):
    assert boards_map.guidance(make_case(town=town)) is None


def test_placements_stand_on_the_timeline(town):
    case = make_case(town=town)
    old = make_placement(by=town.owner, case=case)
    make_placement(by=town.owner, case=case, replaces=old)

    titles = {event.title for event in events(case) if event.kind == "placement"}

    assert titles == {"Geplaatst: kwadrant A", "Plaatsing herzien: kwadrant A"}


# The overview


def shown(client_of, user, query=""):
    board = client_of(user).get(f"/casussen/kaart/{query}").context["board"]
    return {row.title for row in board.rows}


def test_overview_draws_each_active_case_apart(town, client_of):
    for title, changes in {
        "Gewoon": {},
        "Gesloten": {"state": Case.State.CLOSED, "closed_at": timezone.now()},
        "Oefening": {"exercise": True},
    }.items():
        make_diagnosis(case=make_case(town=town, title=title, **changes), by=town.owner, x=3)
    make_case(town=town, title="Zonder")

    response = client_of(town.coordinator).get("/casussen/kaart/")

    assert [row.title for row in response.context["board"].rows] == ["Gewoon"]
    assert [case.title for case in response.context["board"].without] == ["Zonder"]
    assert "Kwadrant B" in response.content.decode()


@pytest.mark.parametrize(("who", "status"), [("assessor", 403), ("reporter", 403), ("admin", 403), ("executive", 200)])
def test_who_may_see_the_overview(town, client_of, who, status):
    assert client_of(getattr(town, who)).get("/casussen/kaart/").status_code == status


def test_overview_shows_a_case_owner_only_cases_of_the_department(town, client_of):
    make_diagnosis(case=make_case(town=town, title="Van samenleven"), by=town.owner)

    assert shown(client_of, town.owner) == {"Van samenleven"}
    text = client_of(town.outsider).get("/casussen/kaart/").content.decode()
    assert "Van samenleven" not in text


def test_overview_filters(town, client_of):
    north = make_case(town=town, title="Noord")
    south = make_case(town=town, title="Zuid", department=town.safety, theme=Theme.objects.create(name="Vuurwerk"))
    south.areas.set([town.other_neighbourhood])
    make_diagnosis(case=north, by=town.owner, x=2, y=2)
    make_diagnosis(case=south, by=town.owner, x=3, y=1)
    wide = make_placement(by=town.owner, case=north, kind="area", x=2, y=1, x_max=3)

    assert shown(client_of, town.coordinator, f"?area={town.district.pk}") == {"Noord"}
    assert shown(client_of, town.coordinator, f"?area={town.municipality.pk}") == {"Noord", "Zuid"}
    assert shown(client_of, town.coordinator, f"?theme={south.theme_id}") == {"Zuid"}
    assert shown(client_of, town.coordinator, f"?department={town.safety.pk}") == {"Zuid"}
    assert shown(client_of, town.coordinator, "?front=ja") == {"Noord"}
    make_diagnosis(case=north, by=town.owner, placement=wide)
    assert shown(client_of, town.coordinator, "?front=ja") == set()


@pytest.mark.parametrize("query", ["?area=x", "?theme=99999999999999999999", "?front=nee", "?na=rommel", "?area=%00"])
def test_odd_filter_is_no_error(town, client_of, query):
    assert client_of(town.coordinator).get(f"/casussen/kaart/{query}").status_code == 200


def test_overview_continues_where_it_stopped(town, client_of, monkeypatch):
    monkeypatch.setattr(boards_map, "PAGE", 2)
    for number in range(3):
        moment = timezone.now() - timedelta(hours=number)
        make_diagnosis(case=make_case(town=town, title=f"Nr {number}", updated_at=moment), by=town.owner)
    browser = client_of(town.coordinator)

    board = browser.get("/casussen/kaart/").context["board"]
    rest = browser.get("/casussen/kaart/", {"na": board.page.next_cursor}).context["board"]

    assert [[row.title for row in page.rows] for page in (board, rest)] == [["Nr 0", "Nr 1"], ["Nr 2"]]


# The explanation


@pytest.mark.parametrize("who", ["reporter", "admin", "privacy", "owner"])
def test_everyone_can_read_the_explanation(town, client_of, who):
    text = client_of(getattr(town, who)).get("/uitleg/").content.decode()

    for anchor in [phase.code for phase in content().phases] + list("ABCD"):
        assert f'id="{anchor}"' in text
    assert content().hint("status").text in text


def test_stranger_is_sent_to_the_login_page(client, db):
    assert client.get("/uitleg/").status_code == 302
