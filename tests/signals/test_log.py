"""Writing a signal down."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.models import AuditEvent, Job, TextFlag
from signals.models import Signal, SignalDraft, SignalGroup

URL = "/signalen/nieuw/"


def answers(town, **other):
    return {
        "kind": "unrest",
        "what": "Jongeren en omwonenden mijden elkaar bij het plein.",
        "area": str(town.neighbourhood.pk),
        "known": "seen",
        "when": "now",
        "direction": "groups",
        "submission": str(uuid4()),
        **other,
    }


def test_log_with_three_answers_makes_a_signal_in_its_wijk(town, client_of):
    three = {"what": "Men groet elkaar niet meer.", "area": str(town.neighbourhood.pk), "known": "heard"}

    response = client_of(town.reporter).post(URL, three)

    signal = Signal.objects.get()
    assert response.url == f"/signalen/{signal.pk}/ontvangst/"
    assert (signal.district, signal.direction, signal.state) == (town.district, "unknown", "new")
    assert signal.source_function == town.reporter.function
    assert AuditEvent.objects.filter(action="signal.logged", object=f"signals.signal:{signal.pk}").count() == 1


def test_receipt_shows_the_number_and_the_way_to_another(town, client_of):
    page = client_of(town.reporter).post(URL, answers(town), follow=True)

    assert Signal.objects.get().number in page.content.decode()
    assert "Nog een signaal vastleggen" in page.content.decode()


def test_receipt_of_someone_else_is_not_found(town, client_of):
    client_of(town.reporter).post(URL, answers(town))

    assert client_of(town.outsider).get(f"/signalen/{Signal.objects.get().pk}/ontvangst/").status_code == 404


def test_log_for_the_whole_municipality_has_no_wijk(town, client_of):
    client_of(town.reporter).post(URL, answers(town, area=str(town.municipality.pk)))

    assert Signal.objects.get().district is None


def test_double_tap_makes_one_signal(town, client_of):
    data, client = answers(town), client_of(town.reporter)

    first, second = client.post(URL, data), client.post(URL, data)

    assert first.url == second.url
    assert Signal.objects.count() == 1


def test_submission_number_of_someone_else_gives_a_signal_of_ones_own(town, client_of):
    data = answers(town)
    client_of(town.reporter).post(URL, data)

    client_of(town.outsider).post(URL, data)

    assert Signal.objects.filter(reporter=town.outsider).count() == 1


def test_log_with_everything_takes_at_most_fifteen_statements(town, client_of):
    client = client_of(town.reporter)
    client.post(URL, answers(town))
    full = answers(
        town, kind="acute", emergency_informed="on", theme=str(town.theme.pk), online="on", channel="online_group",
        group_1="omwonenden", perception_1="Men voelt zich niet gehoord.", group_2="jongeren", group_3="ondernemers",
        noticed=["contact"], information=["observation"], source_kind="welfare", source="Welzijn",
        place="bij het plein",
    )  # fmt: skip

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.post(URL, full)

    assert Signal.objects.filter(kind="acute").count() == 1
    assert len(queries) <= 15, "\n".join(query["sql"][:120] for query in queries)


def test_acute_asks_about_112_and_leaves_a_job_in_the_same_transaction(town, client_of):
    client = client_of(town.reporter)

    refused = client.post(URL, answers(town, kind="acute"))
    client.post(URL, answers(town, kind="acute", emergency_informed="on"))

    assert "bevestig dat 112 is gebeld" in refused.content.decode()
    assert Job.objects.filter(task="signals.alert", arguments=[Signal.objects.get().pk]).count() == 1


def test_groups_and_their_perception_are_kept_apart_from_the_facts(town, client_of):
    client_of(town.reporter).post(URL, answers(town, group_1="omwonenden", perception_1="Men voelt zich alleen."))

    group = SignalGroup.objects.get()
    assert (group.label, group.perception) == ("omwonenden", "Men voelt zich alleen.")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("what", "", "Schrijf op wat u zag of hoorde."),
        ("what", "x" * 1001, "Maak dit korter: hoogstens 1000 tekens."),
        ("what", "a\0b", "Null-tekens"),
        ("what", "Zijn BSN 111222333 staat op de lijst.", "BSN"),
        ("place", "x" * 121, "Maak dit korter: hoogstens 120 tekens."),
        ("area", "", "Kies waar het speelt."),
        ("area", "999999999999999999999999", "Kies een gebied uit de lijst."),
        ("area", "a\0b", "Null-tekens"),
        ("theme", "123456", "Selecteer een geldige keuze"),
        ("known", "", "Kies hoe u dit weet."),
        ("known", "niet-bestaand", "Selecteer een geldige keuze"),
        ("kind", "😀", "Selecteer een geldige keuze"),
        ("direction", "<b>", "Selecteer een geldige keuze"),
        ("channel", "account", "Selecteer een geldige keuze"),
        ("origin", "mars", "Selecteer een geldige keuze"),
        ("source", "x" * 101, "Maak dit korter: hoogstens 100 tekens."),
        ("source_kind", "spion", "Selecteer een geldige keuze"),
        ("noticed", "x", "Selecteer een geldige keuze"),
        ("group_1", "x" * 81, "Maak dit korter: hoogstens 80 tekens."),
        ("perception_1", "x" * 501, "Maak dit korter: hoogstens 500 tekens."),
        ("perception_1", "Men is boos.", "Noem de groep bij deze beleving."),
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence_and_stores_nothing(town, client_of, field, value, sentence):
    page = client_of(town.reporter).post(URL, answers(town, **{field: value}))

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert Signal.objects.count() == 0


@pytest.mark.parametrize("moment", ["gisteren", "2026-13-45T99:99", "0001-01-01T00:00", "9999-12-31T23:59", "😀", "\0"])
def test_bad_moment_gets_a_sentence(town, client_of, moment):
    page = client_of(town.reporter).post(URL, answers(town, when="other", happened_at=moment))

    assert page.status_code == 200
    assert "id_happened_at_error" in page.content.decode()
    assert Signal.objects.count() == 0


def test_markup_and_emoji_are_stored_as_they_are_and_shown_harmlessly(town, client_of):
    text = "<script>alert(1)</script> {{ x }} 😀 'quote' \"double\""
    client = client_of(town.reporter)

    client.post(URL, answers(town, what=text, place="<b>plein</b>", submission="geen nummer"))

    page = client.get(f"/signalen/{Signal.objects.get().pk}/").content.decode()
    assert Signal.objects.get().what == text
    assert "<script>alert(1)" not in page
    assert "<b>plein" not in page


def test_text_kept_with_a_reason_raises_a_flag(town, client_of):
    text = "Bel mij op 06-12345678 over het plein."
    client = client_of(town.reporter)

    asked = client.post(URL, answers(town, what=text))
    client.post(URL, answers(town, what=text, privacy_reason="Dit is het nummer van het wijkteam."))

    assert "Waarom moet deze tekst zo blijven staan?" in asked.content.decode()
    assert TextFlag.objects.get().object == f"signals.signal:{Signal.objects.get().pk}"


def test_both_instructions_stand_on_the_page_with_the_contact(town, client_of):
    town.coordinator.phone = "0599 123456"
    town.coordinator.save()

    page = client_of(town.reporter).get(URL).content.decode()

    assert '<optgroup label="Bloemetjeswijk">' in page
    assert "Merkt u wrijving" in page
    assert "bel dan Cor Coördinator (0599 123456)" in page


def test_draft_is_kept_restored_and_removed_on_send(town, client_of):
    client = client_of(town.reporter)

    kept = client.post("/signalen/nieuw/concept/", answers(town, what="Half af", place="plein"))
    back = client.get(URL).content.decode()
    client.post(URL, answers(town))

    assert kept.status_code == 200
    assert "Half af" in back and "Uw concept staat er nog" in back
    assert SignalDraft.objects.count() == 0


def test_draft_with_refused_text_is_stored_nowhere(town, client_of):
    response = client_of(town.reporter).post(
        "/signalen/nieuw/concept/", answers(town, what="Zijn BSN 111222333 staat op de lijst.")
    )

    assert response.status_code == 204
    assert SignalDraft.objects.count() == 0


def test_draft_that_arrives_after_the_signal_is_dropped(town, client_of):
    data, client = answers(town), client_of(town.reporter)
    client.post(URL, data)

    client.post("/signalen/nieuw/concept/", data)

    assert SignalDraft.objects.count() == 0


@pytest.mark.parametrize("bad", [{"what": "\0"}, {"what": "x" * 9000}, {"area": "😀" * 900, "what": "a"}, {}])
def test_draft_never_fails(town, client_of, bad):
    client = client_of(town.reporter)

    response = client.post("/signalen/nieuw/concept/", bad)

    assert response.status_code in {200, 204}
    assert client.get(URL).status_code == 200


def test_someone_without_a_role_cannot_log(town, client_of):
    from tests.people import make_user

    nobody = make_user(email="niemand@voorbeeldstad.example", name="Nico Niemand")

    assert client_of(nobody).post(URL, answers(town)).status_code == 403
    assert Signal.objects.count() == 0
