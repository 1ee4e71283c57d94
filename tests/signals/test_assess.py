"""Assessing a signal: picture, judgement, decision."""

import re

import pytest

from common.models import AuditEvent, Mail
from common.refusal import Refused
from method.content import content
from signals import actions, rules
from signals.models import Signal, SignalMark, SignalNews, TriageStep
from tests.factories import make_signal


def assess(signal, town, *parts):
    for part in parts:
        signal.refresh_from_db()
        TriageStep.objects.create(signal=signal, part=part, text=f"Tekst van {part}", by=town.coordinator)


def post(client, signal, part, **data):
    signal.refresh_from_db()
    return client.post(f"/signalen/{signal.pk}/{part}/", {"version": signal.version, "text": "Tekst", **data})


def test_judgement_before_the_picture_is_refused_in_a_sentence(town, client_of):
    signal = make_signal(town=town)

    page = post(client_of(town.coordinator), signal, "oordeel")

    assert page.status_code == 403
    assert "Leg eerst het beeld vast" in page.content.decode()
    assert TriageStep.objects.count() == 0


def test_decision_before_the_judgement_is_refused(town):
    signal = make_signal(town=town)
    assess(signal, town, "picture")

    with pytest.raises(Refused, match="oordeel"):
        actions.decide(signal=signal, decision="follow", text="x", news="y", seen=1, by=town.coordinator)


def test_whole_order_closes_and_tells_the_reporter(town, client_of):
    signal, client = make_signal(town=town), client_of(town.coordinator)

    post(client, signal, "beeld", text="Wij zien twee groepen.")
    post(client, signal, "oordeel", text="Het lijkt op gewone drukte.")
    post(client, signal, "besluit", decision="close", text="Geen polarisatie.", news="We keken ernaar. Het is rustig.")

    signal.refresh_from_db()
    assert (signal.state, signal.closed_at is not None) == ("closed", True)
    assert [step.part for step in signal.triage.all()] == ["picture", "judgement", "decision"]
    assert SignalNews.objects.get(signal=signal).text == "We keken ernaar. Het is rustig."
    mail = Mail.objects.get(to=town.reporter.email)
    assert mail.subject == "Er is nieuws over een signaal dat u vastlegde"
    assert "rustig" not in mail.body


def test_closing_without_a_word_for_the_reporter_is_asked_about(town, client_of):
    signal = make_signal(town=town)
    assess(signal, town, "picture", "judgement")

    page = post(client_of(town.coordinator), signal, "besluit", decision="close")

    assert "Schrijf wat de melder hoort" in page.content.decode()
    signal.refresh_from_db()
    assert signal.state == "new"


def test_decision_to_link_goes_on_to_the_case(town, client_of):
    signal = make_signal(town=town)
    assess(signal, town, "picture", "judgement")

    response = post(client_of(town.coordinator), signal, "besluit", decision="link")

    assert response.url in {f"/casussen/koppelen/?signal={signal.pk}", f"/signalen/{signal.pk}/"}


def test_earlier_picture_stays_readable(town, client_of):
    signal, client = make_signal(town=town), client_of(town.coordinator)
    post(client, signal, "beeld", text="Eerste indruk van het plein.")

    post(client, signal, "beeld", text="Tweede indruk van het plein.")

    page = client.get(f"/signalen/{signal.pk}/").content.decode()
    assert "Eerste indruk" in page and "Tweede indruk" in page


def test_two_at_the_same_moment_see_both_texts(town, client_of):
    signal, client = make_signal(town=town), client_of(town.coordinator)
    seen = signal.version
    post(client, signal, "beeld", text="Tekst van de eerste collega.")

    page = client.post(f"/signalen/{signal.pk}/beeld/", {"version": seen, "text": "Tekst van de tweede collega."})

    text = page.content.decode()
    assert "Tekst van de eerste collega." in text and "Tekst van de tweede collega." in text
    assert signal.triage.count() == 1


def test_ticks_are_stored_and_shown_per_phase_without_a_sum(town, client_of):
    signal, client = make_signal(town=town), client_of(town.coordinator)
    phase = next(phase for phase in content().horizontal if phase.number == 3)
    codes = [item.code for item in phase.observables]

    ticks = {"DYN1": "more", "DYN5": "less", "SIT2": "foreseen", "sensitive": ["G-DOSSIER"]}
    post(client, signal, "beeld", **{f"observables_{phase.code}": codes}, **ticks)

    page = client.get(f"/signalen/{signal.pk}/").content.decode()
    assert set(SignalMark.objects.values_list("code", flat=True)) == {*codes, "DYN1", "DYN5", "SIT2", "G-DOSSIER"}
    assert f"fase 3: {phase.name}" in page
    assert signal.placements.count() == 0


def test_ticks_come_back_in_the_next_picture(town, client_of):
    signal, client = make_signal(town=town), client_of(town.coordinator)
    post(client, signal, "beeld", DYN1="less")

    page = client.get(f"/signalen/{signal.pk}/beeld/").content.decode()

    ticked = [tag for tag in re.findall(r"<input[^>]*>", page) if 'name="DYN1"' in tag and "checked" in tag]
    assert len(ticked) == 1 and 'value="less"' in ticked[0]


def test_department_reads_what_it_was_given_but_does_not_assess(town, client_of):
    signal = make_signal(town=town)
    assess(signal, town, "picture")
    actions.assign(signal=signal, department=town.social, seen=signal.version, by=town.coordinator)
    client = client_of(town.owner)

    page = client.get(f"/signalen/{signal.pk}/")

    assert "Tekst van picture" in page.content.decode()
    assert post(client, signal, "beeld").status_code == 403
    assert client_of(town.outsider).get(f"/signalen/{signal.pk}/").status_code == 404


def test_reporter_sees_news_but_no_word_of_the_assessment(town, client_of):
    signal = make_signal(town=town)
    assess(signal, town, "picture", "judgement")
    actions.tell_reporter(signal, "Wij kijken ernaar.", town.coordinator)

    page = client_of(town.reporter).get(f"/signalen/{signal.pk}/").content.decode()

    assert "Wij kijken ernaar." in page
    assert "Tekst van" not in page


def test_reading_a_signal_of_someone_else_is_recorded(town, client_of):
    signal = make_signal(town=town)

    client_of(town.privacy).get(f"/signalen/{signal.pk}/")

    assert AuditEvent.objects.filter(action="signal.read", actor=f"gebruiker:{town.privacy.pk}").count() == 1


def test_assign_clash_names_what_stands_now(town, client_of):
    signal = make_signal(town=town)
    actions.assign(signal=signal, department=town.social, seen=1, by=town.coordinator)

    page = client_of(town.coordinator).post(
        f"/signalen/{signal.pk}/toewijzen/", {"version": 1, "department": town.safety.pk}
    )

    assert "Een collega heeft dit intussen gewijzigd" in page.content.decode()
    signal.refresh_from_db()
    assert signal.department == town.social


def test_assign_to_an_unknown_department_is_a_sentence(town, client_of):
    signal = make_signal(town=town)

    page = client_of(town.coordinator).post(f"/signalen/{signal.pk}/toewijzen/", {"version": 1, "department": "999999"})

    assert "Selecteer een geldige keuze" in page.content.decode()


def test_checked_and_discussed_are_recorded(town, client_of):
    signal, client = make_signal(town=town), client_of(town.coordinator)

    client.post(f"/signalen/{signal.pk}/gecheckt/")
    client.post(f"/signalen/{signal.pk}/besproken/", {"discussed_domains": ["social", "safety"]})

    signal.refresh_from_db()
    assert (signal.checked_function, signal.discussed_domains) == ("medewerker", ["social", "safety"])
    assert signal.checked_at is not None


def test_linking_and_unlinking_move_the_state(town):
    signal = make_signal(town=town)

    actions.mark_linked(signal=signal, by=town.coordinator)
    linked = Signal.objects.get().state
    actions.mark_unlinked(signal=signal, by=town.coordinator)

    assert (linked, Signal.objects.get().state) == ("linked", "assessing")


def test_closed_signal_can_be_reopened(town, client_of):
    signal = make_signal(town=town)
    actions.change_state(signal=signal, to="closed", by=town.coordinator)

    client_of(town.coordinator).post(f"/signalen/{signal.pk}/heropenen/")

    signal.refresh_from_db()
    assert (signal.state, signal.closed_at) == ("assessing", None)


def test_every_state_stands_in_the_table():
    assert set(rules.TRANSITIONS) == set(Signal.State.values)
    assert {to for targets in rules.TRANSITIONS.values() for to in targets} <= set(Signal.State.values)


def test_reporter_mends_a_new_signal_but_not_one_under_assessment(town, client_of):
    signal, client = make_signal(town=town), client_of(town.reporter)
    data = {
        "version": 1, "kind": "unrest", "what": "Andere woorden.", "area": signal.area_id, "known": "heard",
        "happened_at": "2026-01-05T12:00", "source": "Balie",
    }  # fmt: skip

    client.post(f"/signalen/{signal.pk}/bewerken/", data)
    signal.refresh_from_db()
    first = signal.what
    actions.change_state(signal=signal, to="assessing", by=town.coordinator)
    refused = client.post(
        f"/signalen/{signal.pk}/bewerken/", {**data, "version": signal.version, "what": "Nog anders."}
    )

    assert first == "Andere woorden."
    assert refused.status_code == 403
    assert list(signal.history.values_list("what", flat=True))[-1] != "Andere woorden."


def test_edit_clash_shows_both_texts(town, client_of):
    signal = make_signal(town=town)
    Signal.objects.update(version=5, what="Wat de collega schreef.")
    data = {
        "version": 1, "what": "Wat ik schrijf.", "area": signal.area_id, "known": "seen",
        "happened_at": "2026-01-05T12:00", "source": "Balie",
    }  # fmt: skip

    page = client_of(town.coordinator).post(f"/signalen/{signal.pk}/bewerken/", data).content.decode()

    assert "Wat de collega schreef." in page and "Wat ik schrijf." in page
    assert Signal.objects.get().what == "Wat de collega schreef."


@pytest.mark.parametrize("part", ["beeld", "oordeel", "besluit"])
@pytest.mark.parametrize(
    ("text", "sentence"), [("", "Vul dit in."), ("x" * 1001, "1000 tekens"), ("a\0b", "Null-tekens")]
)
def test_bad_text_gets_a_sentence(town, client_of, part, text, sentence):
    signal = make_signal(town=town)
    assess(signal, town, "picture", "judgement")

    page = post(client_of(town.coordinator), signal, part, text=text, decision="follow", news="Nieuws")

    assert sentence in page.content.decode()
    assert signal.triage.count() == 2


@pytest.mark.parametrize("version", ["", "0", "x", "-1", "99999999999999999999", "\0"])
def test_bad_version_never_saves(town, client_of, version):
    signal = make_signal(town=town)

    page = client_of(town.coordinator).post(f"/signalen/{signal.pk}/beeld/", {"version": version, "text": "Tekst"})

    assert page.status_code == 200
    assert signal.triage.count() == 0
