"""The places of a case: several, each by itself, closed and opened again."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from analysis.actions import places
from analysis.models import Location, Sheet
from common.refusal import Refused
from tests.factories import make_case


def add(client, case, **fields):
    data = {"label": "De galerij", "kind": "L1", "parts_L1": ["galerij"], **fields}
    return client.post(reverse("analysis:location_new", args=[case.pk]), data)


def test_place_is_added_with_its_parts(town, client_of, case):
    answer = add(client_of(town.assessor), case, parts_L2=["plein"], hotspot="on", area=town.neighbourhood.pk)

    place = Location.objects.get()
    assert answer.status_code == 302
    assert (place.label, place.kind, place.parts, place.hotspot) == ("De galerij", "L1", ["galerij"], True)
    assert place.area == town.neighbourhood
    assert place.part_names == ["galerij"]


def test_place_that_is_filled_at_once_opens_its_worksheet(town, client_of, case):
    answer = add(client_of(town.owner), case, invullen="1")

    sheet = Sheet.objects.get()
    assert sheet.location == Location.objects.get()
    assert answer.url == reverse("analysis:step", args=[case.pk, sheet.pk, 1]) + "#vragen"


def test_each_place_has_its_own_worksheets(town, client_of, case):
    client = client_of(town.owner)
    add(client, case)
    add(client, case, label="Het plein", kind="L2")

    html = client.get(reverse("analysis:overview", args=[case.pk])).content.decode()

    assert html.count('name="worksheet" value="kis-2"') == 2
    assert "De galerij" in html and "Het plein" in html


def test_same_name_is_refused_and_same_form_twice_is_one_place(town, client_of, case):
    client = client_of(town.owner)
    number = "6f9619ff-8b86-4011-b42d-00c04fc964ff"

    for _ in range(2):
        assert add(client, case, submission=number).status_code == 302
    again = add(client, case)

    assert again.status_code == 200 and "staat al bij de casus" in again.content.decode()
    assert Location.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": ""},
        {"label": "x" * 81},
        {"kind": "L9"},
        {"parts_L1": ["plein"]},
        {"area": "999999"},
        {"label": "BSN 111222333"},
    ],
)
def test_wrong_place_is_refused(town, client_of, case, wrong):
    assert add(client_of(town.owner), case, **wrong).status_code == 200
    assert not Location.objects.exists()


def test_area_of_another_case_is_refused(town, client_of, case):
    assert add(client_of(town.owner), case, area=town.other_neighbourhood.pk).status_code == 200


def test_changing_keeps_the_earlier_words_and_shows_a_clash(town, client_of, case, place):
    client = client_of(town.owner)
    url = reverse("analysis:location", args=[case.pk, place.pk])
    data = {"label": "Het grote plein", "kind": "L2", "parts_L2": ["plein", "winkels"], "version": 1}

    saved = client.post(url, data)
    clash = client.post(url, {**data, "label": "Plein en park"})

    assert saved.status_code == 302
    assert "Een collega heeft dit intussen gewijzigd" in clash.content.decode()
    assert Location.objects.get().label == "Het grote plein"
    assert set(Location.history.values_list("label", flat=True)) == {"Het plein", "Het grote plein"}


def test_closed_place_stays_readable_and_opens_again(town, client_of, case, place, sheet, say):
    say(sheet, town.owner, "fase", {"codes": ["F1"]})
    client = client_of(town.owner)
    url = reverse("analysis:location", args=[case.pk, place.pk])

    client.post(url, {"afsluiten": "ja"})
    closed = client.get(reverse("analysis:sheet", args=[case.pk, sheet.pk]))
    client.post(url, {"openen": "ja"})

    assert "Rust" in closed.content.decode() and "Invullen" not in closed.content.decode()
    assert not Location.objects.get().retired


def test_closed_place_whose_name_is_taken_is_renamed_first(town, case, place):
    places.retire(location=place, by=town.owner)
    places.add(case=case, by=town.owner, label="Het plein", kind="L2", parts=[], area=None, hotspot=False)

    with pytest.raises(Refused, match="andere naam"):
        places.restore(location=place, by=town.owner)


def test_only_who_keeps_the_file_closes_a_place(town, client_of, case, place):
    url = reverse("analysis:location", args=[case.pk, place.pk])

    assert client_of(town.outsider).post(url, {"afsluiten": "ja"}).status_code == 404
    assert client_of(town.assessor).post(url, {"afsluiten": "ja"}).status_code == 403
    assert not Location.objects.get().retired


@pytest.mark.parametrize("who", ["reporter", "admin", "outsider", "executive"])
def test_who_may_not_answer_adds_no_place(town, client_of, case, who):
    assert add(client_of(getattr(town, who)), case).status_code in {403, 404}
    assert not Location.objects.exists()


def test_partner_adds_a_place(partner, client_of, case):
    assert add(client_of(partner), case).status_code == 302


def test_place_of_another_case_is_not_found(town, client_of, place):
    other = make_case(town=town)

    for name in ("location", "print"):
        assert client_of(town.owner).get(reverse(f"analysis:{name}", args=[other.pk, place.pk])).status_code == 404
    assert client_of(town.owner).post(reverse("analysis:ask_document", args=[other.pk, place.pk])).status_code == 404


def test_database_refuses_a_half_closed_place_and_a_name_twice(town, case, place):
    with pytest.raises(IntegrityError), transaction.atomic():
        Location.objects.create(case=case, label="Het plein", kind="L2", by=town.owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Location.objects.filter(pk=place.pk).update(retired_by=town.owner)
