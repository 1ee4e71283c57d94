from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.models import Case, CaseMember, Placement
from common.models import AuditEvent, TextFlag
from method.content import content
from tests.factories import link, make_case, make_placement, make_signal

VERTICAL = content().hint("vertical").text


def answers(**changes):
    return {
        "kind": "point",
        "x": "2",
        "y": "1",
        "reason": "Buren groeten elkaar niet meer.",
        "function": "wijkregisseur",
        "sure": "fairly",
        "seen_on": timezone.localdate().isoformat(),
        **changes,
    }


def box(placement):
    return (placement.x_min, placement.x_max, placement.y_min, placement.y_max)


def test_point_is_stored_with_reason_function_and_date(town, client_of):
    case = make_case(town=town)

    response = client_of(town.assessor).post(f"/casussen/{case.pk}/plaatsen/", answers())

    placement = Placement.objects.get()
    assert response.headers["Location"] == f"/casussen/{case.pk}/vergelijken/"
    assert (placement.case, placement.by, box(placement)) == (case, town.assessor, (2, 2, 1, 1))
    assert placement.shape.quadrants == ("A",)
    assert placement.function == "wijkregisseur"
    assert AuditEvent.objects.filter(action="case.placed", object=f"cases.case:{case.pk}").exists()
    case.refresh_from_db()
    assert case.state == Case.State.EXCHANGE


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kind": "area", "x_to": "3", "y_to": "2", "unclear": ["who"]}, (2, 3, 1, 2)),
        ({"kind": "area", "x_to": "3", "unclear": ["who", "valence"]}, (2, 3, 1, 1)),
        ({"kind": "line", "x": "3", "y": "2", "y_to": "4", "group_low": "voor", "group_high": "tegen"}, (3, 3, 2, 4)),
        ({"kind": "point", "x_to": "4", "y_to": "4", "group_low": "over"}, (2, 2, 1, 1)),
    ],
)
def test_each_kind_of_placement(town, client_of, changes, expected):
    case = make_case(town=town)

    client_of(town.assessor).post(f"/casussen/{case.pk}/plaatsen/", answers(**changes))

    assert box(Placement.objects.get()) == expected


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"x": ""}, "x"),
        ({"x": "5"}, "x"),
        ({"y": "0"}, "y"),
        ({"kind": "cirkel"}, "kind"),
        ({"kind": "area", "x_to": "1", "unclear": ["who"]}, "x_to"),
        ({"kind": "area", "unclear": ["who"]}, "x_to"),
        ({"kind": "area", "x_to": "3"}, "unclear"),
        ({"kind": "area", "x_to": "3", "unclear": ["gevoel"]}, "unclear"),
        ({"kind": "line", "y_to": "1", "group_low": "a", "group_high": "b"}, "y_to"),
        ({"kind": "line", "group_low": "a", "group_high": "b"}, "y_to"),
        ({"kind": "line", "y_to": "3", "group_low": "a"}, "group_high"),
        ({"kind": "line", "y_to": "3", "group_low": "Buren", "group_high": "buren"}, "group_high"),
        ({"seen_on": (timezone.localdate() + timedelta(days=1)).isoformat()}, "seen_on"),
        ({"seen_on": "gisteren"}, "seen_on"),
        ({"seen_on": "0001-01-01"}, "seen_on"),
        ({"reason": "x" * 1001}, "reason"),
        ({"reason": "met\x00nul"}, "reason"),
    ],
)
def test_broken_input_gives_a_sentence_at_the_field(town, client_of, changes, field):
    case = make_case(town=town)

    response = client_of(town.assessor).post(f"/casussen/{case.pk}/plaatsen/", answers(**changes))

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not Placement.objects.exists()


def test_double_tap_makes_one_placement(town, client_of):
    case = make_case(town=town)
    body, browser = answers(submission=str(uuid4())), client_of(town.assessor)

    for _ in range(2):
        assert browser.post(f"/casussen/{case.pk}/plaatsen/", body).status_code == 302

    assert Placement.objects.count() == 1


def test_revising_keeps_the_old_one(town, client_of):
    case = make_case(town=town)
    old = make_placement(by=town.assessor, x=3, y=1, case=case)
    other = make_placement(by=town.owner, x=1, y=1, case=case)
    browser = client_of(town.assessor)

    assert "Die plaatsing blijft bewaard" in browser.get(f"/casussen/{case.pk}/plaatsen/").content.decode()
    browser.post(f"/casussen/{case.pk}/plaatsen/", answers())

    new = Placement.objects.get(replaces=old)
    old.refresh_from_db()
    assert (box(old), box(new)) == ((3, 3, 1, 1), (2, 2, 1, 1))
    assert set(case.placements.current()) == {new, other}


def test_revised_placement_is_called_so_in_a_neutral_word(town, client_of):
    case = make_case(town=town)
    old = make_placement(by=town.assessor, x=3, y=1, case=case, reason="Eerst leek het scherp.")
    make_placement(by=town.assessor, x=2, y=1, case=case, replaces=old)

    text = client_of(town.owner).get(f"/casussen/{case.pk}/vergelijken/").content.decode()

    assert "herzien" in text
    assert "Eerst leek het scherp." in text


@pytest.mark.parametrize(("y", "warned"), [("1", False), ("2", True), ("4", True)])
def test_vertical_placement_warns_that_the_government_is_a_party(town, client_of, y, warned):
    case = make_case(town=town)

    response = client_of(town.assessor).post(f"/casussen/{case.pk}/plaatsen/", answers(y=y), follow=True)

    assert (VERTICAL in [str(message) for message in response.context["messages"]]) is warned


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("assessor", 200),
        ("owner", 200),
        ("coordinator", 200),
        ("outsider", 404),
        ("executive", 403),
        ("reporter", 403),
        ("admin", 403),
        ("privacy", 403),
    ],
)
def test_who_may_place(town, client_of, who, status):
    case = make_case(town=town)
    browser = client_of(getattr(town, who))

    assert browser.get(f"/casussen/{case.pk}/plaatsen/").status_code == status
    sent = browser.post(f"/casussen/{case.pk}/plaatsen/", answers()).status_code
    assert (sent, Placement.objects.count()) == ((302, 1) if status == 200 else (status, 0))


def test_invited_person_may_place(town, client_of):
    case = make_case(town=town)
    CaseMember.objects.create(case=case, user=town.outsider, by=town.owner)

    assert client_of(town.outsider).get(f"/casussen/{case.pk}/plaatsen/").status_code == 200


def test_closed_case_takes_no_placement(town, client_of):
    case = make_case(town=town, state=Case.State.CLOSED, closed_at=timezone.now())

    response = client_of(town.owner).post(f"/casussen/{case.pk}/plaatsen/", answers())

    assert response.status_code == 403
    assert "gesloten" in response.content.decode()
    assert not Placement.objects.exists()


def test_placement_on_a_signal_is_provisional(town, client_of):
    signal = make_signal(town=town, department=town.social)

    response = client_of(town.assessor).post(f"/casussen/signaal/{signal.pk}/plaatsen/", answers())

    placement = Placement.objects.get()
    assert response.headers["Location"] == f"/casussen/signaal/{signal.pk}/kaart/"
    assert (placement.signal, placement.case, placement.provisional) == (signal, None, True)


def test_signal_of_someone_else_cannot_be_placed(town, client_of):
    signal = make_signal(town=town, department=town.social)

    assert client_of(town.outsider).get(f"/casussen/signaal/{signal.pk}/plaatsen/").status_code == 404
    assert client_of(town.reporter).post(f"/casussen/signaal/{signal.pk}/plaatsen/", answers()).status_code == 403
    assert not Placement.objects.exists()


def test_finished_signal_takes_no_placement(town, client_of):
    signal = make_signal(town=town, department=town.social, state="closed", closed_at=timezone.now())

    assert client_of(town.assessor).get(f"/casussen/signaal/{signal.pk}/plaatsen/").status_code == 403


def test_placements_are_visible_with_the_case_or_signal(town):
    case, signal, apart = make_case(town=town), make_signal(town=town), make_signal(town=town)
    link(case=case, signal=signal, by=town.owner)
    on_case = make_placement(by=town.owner, case=case)
    on_signal = make_placement(by=town.owner, signal=signal)
    elsewhere = make_placement(by=town.coordinator, signal=apart)

    assert set(Placement.objects.visible_to(town.assessor)) == {on_case, on_signal}
    assert set(Placement.objects.visible_to(town.reporter)) == {on_signal, elsewhere}
    assert set(Placement.objects.visible_to(town.outsider)) == set()


def test_form_explains_every_phase_without_javascript(town, client_of):
    case = make_case(town=town)

    text = client_of(town.assessor).get(f"/casussen/{case.pk}/plaatsen/").content.decode()

    for phase in content().phases:
        assert phase.name in text
        assert phase.description.replace("'", "&#x27;") in text
    for question in content().questions:
        assert question.text in text


def test_personal_data_asks_for_a_reason_and_then_tells_the_privacy_officer(town, client_of):
    case, browser = make_case(town=town), client_of(town.assessor)
    body = answers(reason="Bewoner mailt vanaf jan.jansen@example.nl over het plein.")

    refused = browser.post(f"/casussen/{case.pk}/plaatsen/", body)
    assert list(refused.context["form"].errors) == ["reason"]
    assert 'name="privacy_reason"' in refused.content.decode()
    assert not Placement.objects.exists()

    browser.post(f"/casussen/{case.pk}/plaatsen/", {**body, "privacy_reason": "Het is een adres van een vereniging."})
    flag = TextFlag.objects.get()
    assert (flag.object, flag.field) == (f"cases.placement:{Placement.objects.get().pk}", "reason")


def test_group_at_a_line_end_is_checked_too(town, client_of):
    case = make_case(town=town)
    line = {"kind": "line", "y_to": "3", "group_low": "omwonenden", "group_high": "06-12345678"}

    response = client_of(town.assessor).post(f"/casussen/{case.pk}/plaatsen/", answers(**line))

    assert list(response.context["form"].errors) == ["group_high"]


# The questions of the guide that help (R-A-049)


def test_answers_to_the_questions_stand_with_the_placement_and_return_when_revising(town, client_of):
    case = make_case(town=town)
    client = client_of(town.assessor)

    client.post(f"/casussen/{case.pk}/plaatsen/", answers(help_Q1="In 2019 is dit goed opgelost.", help_Q2=""))

    assert Placement.objects.get().helped == {"Q1": "In 2019 is dit goed opgelost."}
    compared = client.get(f"/casussen/{case.pk}/vergelijken/").content.decode()
    assert "In 2019 is dit goed opgelost." in compared
    assert content().questions[0].text in compared
    assert content().questions[1].text not in compared
    revising = client.get(f"/casussen/{case.pk}/plaatsen/").content.decode()
    assert '<details class="place-help" open>' in revising
    assert "In 2019 is dit goed opgelost.</textarea>" in revising


def test_the_questions_need_no_answer(town, client_of):
    case = make_case(town=town)
    client = client_of(town.assessor)

    assert '<details class="place-help">' in client.get(f"/casussen/{case.pk}/plaatsen/").content.decode()
    client.post(f"/casussen/{case.pk}/plaatsen/", answers())

    assert Placement.objects.get().helped == {}


def test_an_answer_is_checked_on_personal_data(town, client_of):
    case = make_case(town=town)

    response = client_of(town.assessor).post(f"/casussen/{case.pk}/plaatsen/", answers(help_Q3="Bel 06-12345678."))

    assert "help_Q3" in response.context["form"].errors
    assert '<details class="place-help" open>' in response.content.decode()
    assert not Placement.objects.exists()
