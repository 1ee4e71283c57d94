"""After a round and after a meeting: outcome, diagnosis, report, signals from notes, contacts, paper."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Diagnosis
from cases.rules_follow import independent_sources
from common import documents
from common.models import Document
from common.refusal import Refused
from method.content import content
from organisation.models import Partner
from signals.models import Signal
from tests.factories import link, make_case, make_signal
from tests.workshops.factories import (
    make_blind,
    make_item,
    make_meeting,
    make_note,
    make_round,
    make_seat,
    point,
    show,
)
from workshops.actions import after, notes, rounds, run
from workshops.models import Meeting, Note, Round
from workshops.report import read, report
from workshops.report_pdf import TEMPLATE, context

SECRET_REASON = "Kermisterrein-afspraak-zevenentwintig"


@pytest.fixture
def meeting(town):
    return make_meeting(town=town)


@pytest.fixture
def item(town, meeting):
    return make_item(meeting=meeting, case=make_case(town=town))


@pytest.fixture
def shown(item):
    found = make_round(item=item)
    make_blind(found=found, seat=make_seat(meeting=item.meeting, function="wijkagent"), x=1, y=1, reason="Rustig.")
    make_blind(found=found, seat=make_seat(meeting=item.meeting), x=3, y=3, reason="Men scheldt.", sure="very")
    return show(found=found)


@pytest.fixture
def note(town):
    session = make_meeting(town=town, kind=Meeting.Kind.NETWORK, title="Netwerk Bloemetjeswijk")
    notes.open_notes(meeting=session, by=town.coordinator)
    made = make_note(seat=make_seat(meeting=session))
    notes.collect(meeting=session, by=town.coordinator)
    made.refresh_from_db()
    return made


def signal_answers(town, **fields):
    return {
        "what": "Ruzie over parkeren",
        "area": town.neighbourhood.pk,
        "known": "heard",
        "direction": "groups",
        "submission": "",
        **fields,
    }


def words_of(html: str) -> list[str]:
    text = re.sub(r"<style.*?</style>|<script.*?</script>", " ", html, flags=re.S)
    return unescape(re.sub(r"<[^>]+>", " ", text)).split()


# Settling


def test_agreeing_to_differ_is_an_outcome(town, client_of, shown):
    url = reverse("workshops:settle", args=[shown.meeting_id, shown.pk])

    answer = client_of(town.coordinator).post(url, {"agreed": "no", "outcome": "We vragen eerst de school erbij."})

    shown.refresh_from_db()
    assert answer.status_code == 302
    assert (shown.state, shown.agreed, shown.outcome) == ("settled", False, "We vragen eerst de school erbij.")


def test_settling_asks_for_an_outcome_and_keeps_what_was_typed(town, client_of, shown):
    url = reverse("workshops:settle", args=[shown.meeting_id, shown.pk])

    page = client_of(town.coordinator).post(url, {"outcome": "Een zin die blijft staan."})

    assert "Kies of u het eens bent" in page.content.decode()
    assert "Een zin die blijft staan." in page.content.decode()


def test_second_facilitator_who_settles_later_changes_nothing(town, client_of, shown):
    rounds.settle(found=shown, by=town.coordinator, agreed=True, outcome="Eerste uitkomst")

    client_of(town.coordinator).post(
        reverse("workshops:settle", args=[shown.meeting_id, shown.pk]), {"agreed": "no", "outcome": "Tweede uitkomst"}
    )

    shown.refresh_from_db()
    assert (shown.agreed, shown.outcome) == (True, "Eerste uitkomst")


@pytest.mark.parametrize("name", ["settle", "diagnose", "paper_entry"])
def test_blind_round_has_no_page_for_what_follows(town, client_of, item, name):
    found = make_round(item=item)
    make_blind(found=found, seat=make_seat(meeting=item.meeting), reason=SECRET_REASON)

    answer = client_of(town.coordinator).get(reverse(f"workshops:{name}", args=[item.meeting_id, found.pk]))

    assert answer.status_code == (200 if name == "paper_entry" else 403)
    assert SECRET_REASON not in answer.content.decode()


# Diagnosis


def diagnosis(**fields):
    return {
        "place": "new",
        "kind": "area",
        "x_min": "1",
        "x_max": "3",
        "y_min": "2",
        "y_max": "2",
        "unclear": [content().uncertainties[0].code],
        "others": "wijkagent\njongerenwerker, Stichting Welzijn",
        "agreed": "no",
        "minority": "De wijkagent ziet het rustiger.",
        "outcome": "monitor",
        "reason": "We blijven volgen.",
        "review_on": str(timezone.localdate() + timedelta(days=30)),
        "seen": "0",
        **fields,
    }


def test_group_lays_down_a_diagnosis_with_a_minority_view(town, client_of, shown):
    url = reverse("workshops:diagnose", args=[shown.meeting_id, shown.pk])
    page = client_of(town.coordinator).get(url).content.decode()

    answer = client_of(town.coordinator).post(url, diagnosis())

    assert answer.status_code == 302, words_of(answer.content.decode())
    made = Diagnosis.objects.get()
    shown.refresh_from_db()
    assert (made.minority, made.agreed) == ("De wijkagent ziet het rustiger.", False)
    assert (shown.diagnosis, shown.state, shown.agreed) == (made, Round.State.SETTLED, False)
    assert "wijkagent" in page


def test_diagnosis_from_a_meeting_asks_two_sources_for_acting(town, client_of, shown):
    page = client_of(town.coordinator).post(
        reverse("workshops:diagnose", args=[shown.meeting_id, shown.pk]), diagnosis(outcome="act")
    )

    assert not Diagnosis.objects.exists()
    assert "twee bronnen" in page.content.decode()


# Comparing


def test_rounds_stand_side_by_side_without_a_count_per_person(town, client_of, item):
    seat = make_seat(meeting=item.meeting, function="wijkagent")
    first = make_round(item=item)
    make_blind(found=first, seat=seat, x=1, y=1)
    show(found=first)
    second = make_round(item=item)
    make_blind(found=second, seat=seat, x=3, y=2)
    show(found=second)

    page = client_of(town.coordinator).get(reverse("workshops:compare", args=[item.meeting_id, second.pk]))

    text = " ".join(words_of(page.content.decode()))
    assert "Van (1, 1) naar (3, 2): 1 keer" in text
    assert "Ronde 1" in text
    assert "Ronde 2" in text


def test_comparison_leaves_out_a_round_that_is_still_blind(town, client_of, item):
    show(found=make_round(item=item))
    blind = make_round(item=item)
    make_blind(found=blind, seat=make_seat(meeting=item.meeting), reason=SECRET_REASON)

    page = client_of(town.coordinator).get(reverse("workshops:compare", args=[item.meeting_id, blind.pk]))

    assert page.status_code == 200
    assert SECRET_REASON not in page.content.decode()
    assert "Ronde 2" not in page.content.decode()


# Report


def test_report_page_and_pdf_say_the_same(town, client_of, shown, settings):
    from django.template.loader import render_to_string  # noqa: PLC0415  only here

    rounds.settle(found=shown, by=town.coordinator, agreed=False, outcome="We zien het verschillend.")
    page = client_of(town.coordinator).get(reverse("workshops:report", args=[shown.meeting_id])).content.decode()

    paper = render_to_string(TEMPLATE, context(read(report(shown.meeting).as_json())))

    body = words_of(paper[paper.index("<table") :])
    on_page = words_of(page[page.index("<table") :])
    assert len(body) > 60
    assert body == on_page[: len(body)]


def test_report_holds_functions_and_no_names_of_colleagues(town, shown):
    make_seat(meeting=shown.meeting, user=town.assessor)

    found = str(report(shown.meeting).as_json())

    assert "wijkagent" in found
    for person in (town.coordinator, town.assessor):
        assert person.name not in found


def test_report_of_a_running_meeting_keeps_a_blind_round_hidden(town, client_of, item):
    found = make_round(item=item)
    make_blind(found=found, seat=make_seat(meeting=item.meeting), x=4, y=1, reason=SECRET_REASON)

    page = client_of(town.coordinator).get(reverse("workshops:report", args=[item.meeting_id])).content.decode()

    assert SECRET_REASON not in page
    assert SECRET_REASON not in str(report(item.meeting).as_json())
    assert report(item.meeting).subjects[0].rounds == ()


def test_report_has_no_middle_of_two_placements(shown):
    line = report(shown.meeting).subjects[0].rounds[0]

    assert [place.shape for place in line.places] == [point(1, 1), point(3, 3)]
    assert line.ranges == ("Tussen groepen: fase 1 tot 3", "Met de overheid: fase 1 tot 3")


def test_pdf_is_made_in_the_background_and_only_for_who_sees_the_meeting(town, client_of, shown):
    client = client_of(town.coordinator)
    client.post(reverse("workshops:report_pdf", args=[shown.meeting_id]))
    client.post(reverse("workshops:report_pdf", args=[shown.meeting_id]))

    document = Document.objects.get()
    documents.make(document.pk)

    answer = client.get(reverse("common:document_download", args=[document.pk]))
    assert answer.content.startswith(b"%PDF")
    refused = client_of(town.outsider).get(reverse("common:document_download", args=[document.pk]))
    assert refused.status_code == 404


def test_two_people_who_complete_the_report_see_both_texts(town, client_of, shown):
    client, meeting = client_of(town.coordinator), shown.meeting
    meeting.refresh_from_db()
    url = reverse("workshops:write_down", args=[meeting.pk])
    client.post(url, {"insights": "Eerste inzicht", "follow_up": "", "version": meeting.version})

    page = client.post(url, {"insights": "Tweede inzicht", "follow_up": "", "version": meeting.version})

    assert "Eerste inzicht" in page.content.decode()
    assert "Tweede inzicht" in page.content.decode()
    meeting.refresh_from_db()
    assert meeting.insights == "Eerste inzicht"


@pytest.mark.parametrize("name", ["report", "write_down"])
def test_meeting_of_others_is_not_there(town, client_of, meeting, name):
    answer = client_of(town.outsider).get(reverse(f"workshops:{name}", args=[meeting.pk]))

    assert answer.status_code == 404


def test_participant_reads_the_report_and_changes_nothing(town, client_of, meeting):
    make_seat(meeting=meeting, user=town.assessor)
    client = client_of(town.assessor)

    assert client.get(reverse("workshops:report", args=[meeting.pk])).status_code == 200
    refused = client.post(
        reverse("workshops:write_down", args=[meeting.pk]), {"insights": "x", "follow_up": "", "version": 1}
    )
    assert refused.status_code == 403


# Notes


def test_signals_of_one_session_count_as_one_source(town, client_of, note):
    client, case = client_of(town.coordinator), make_case(town=town)
    other = make_note(seat=note.seat, slot=2, shown_at=note.shown_at)
    for each in (note, other):
        client.post(
            reverse("workshops:note_signal", args=[note.meeting_id, each.pk]),
            signal_answers(town, case=case.pk, reason="Zelfde plein."),
        )

    assert Signal.objects.count() == 2
    assert len(independent_sources(case)) == 1


def test_note_becomes_one_signal_however_often_it_is_sent(town, client_of, note):
    url = reverse("workshops:note_signal", args=[note.meeting_id, note.pk])
    for _ in range(2):
        client_of(town.coordinator).post(url, signal_answers(town))

    note.refresh_from_db()
    assert note.signal == Signal.objects.get()
    assert note.meeting.number in note.signal.source


def test_note_that_was_not_collected_becomes_no_signal(town, client_of, note):
    hidden = make_note(seat=note.seat, slot=3, text="Nog niet opgehaald")

    answer = client_of(town.coordinator).post(
        reverse("workshops:note_signal", args=[note.meeting_id, hidden.pk]), signal_answers(town)
    )

    assert answer.status_code == 404
    assert not Signal.objects.exists()


def test_linking_to_a_case_asks_why(town, client_of, note):
    page = client_of(town.coordinator).post(
        reverse("workshops:note_signal", args=[note.meeting_id, note.pk]),
        signal_answers(town, case=make_case(town=town).pk),
    )

    assert "waarom het bij deze casus hoort" in page.content.decode()


# Contacts


def test_contact_is_added_with_consent_only(town, client_of, meeting):
    yes = make_seat(meeting=meeting, organisation_name="Woonstad", contact_consent=True)
    no = make_seat(meeting=meeting, organisation_name="De Zwijgers", contact_consent=False)

    client_of(town.coordinator).post(
        reverse("workshops:add_contact", args=[meeting.pk, yes.pk]), {f"deelnemer{yes.pk}-kind": "housing"}
    )
    refused = client_of(town.coordinator).post(
        reverse("workshops:add_contact", args=[meeting.pk, no.pk]), {f"deelnemer{no.pk}-kind": "housing"}
    )

    assert refused.status_code == 403
    assert [(row.name, row.kind, row.contact_function) for row in Partner.objects.all()] == [
        ("Woonstad", "housing", "jongerenwerker")
    ]


# Paper


@pytest.fixture
def on_paper(town, item):
    return rounds.prepare(meeting=item.meeting, subject=item, by=town.coordinator, on_paper=True)


def sheet(**fields):
    return {"function": "wijkagent", "kind": "point", "x": "2", "y": "3", "reason": "Men groet niet.", **fields}


def test_paper_is_put_in_and_shown_at_once(town, client_of, on_paper):
    client, args = client_of(town.coordinator), [on_paper.meeting_id, on_paper.pk]
    for function in ("wijkagent", "jongerenwerker"):
        answer = client.post(reverse("workshops:paper_entry", args=args), sheet(function=function))
        assert answer.status_code == 302, words_of(answer.content.decode())
    client.post(reverse("workshops:paper_reveal", args=args))

    on_paper.refresh_from_db()
    assert on_paper.state == Round.State.REVEALED
    assert sorted(row.function for row in on_paper.placements.all()) == ["jongerenwerker", "wijkagent"]
    assert not on_paper.placements.filter(late=True).exists()


def test_console_leads_to_the_sheets_and_back_to_them(town, client_of, item):
    client = client_of(town.coordinator)
    console = client.get(reverse("workshops:lead", args=[item.meeting_id])).content.decode()
    assert reverse("workshops:paper_begin", args=[item.meeting_id]) in console

    answer = client.post(reverse("workshops:paper_begin", args=[item.meeting_id]), {"subject": f"item:{item.pk}"})

    found = item.rounds.get()
    assert found.on_paper
    assert answer.url == reverse("workshops:paper_entry", args=[item.meeting_id, found.pk])
    assert answer.url in client.get(reverse("workshops:lead", args=[item.meeting_id])).content.decode()


def test_sheet_that_was_put_in_wrongly_is_taken_out(town, on_paper):
    made = after.put_in_paper(
        found=on_paper,
        function="wijkagent",
        shape=point(1, 1),
        cannot_judge=False,
        sure="",
        reason="x",
        by=town.coordinator,
    )

    after.take_out_paper(placement=made, by=town.coordinator)

    assert not on_paper.placements.exists()


def test_sheet_without_a_place_is_refused_at_the_field(town, client_of, on_paper):
    page = client_of(town.coordinator).post(
        reverse("workshops:paper_entry", args=[on_paper.meeting_id, on_paper.pk]), sheet(x="", y="")
    )

    assert "Kies een vak op de kaart" in page.content.decode()
    assert "Men groet niet." in page.content.decode()


def test_paper_goes_into_a_paper_round_only(town, item):
    with pytest.raises(Refused, match="niet op papier"):
        after.put_in_paper(
            found=make_round(item=item),
            function="wijkagent",
            shape=point(1, 1),
            cannot_judge=False,
            sure="",
            reason="x",
            by=town.coordinator,
        )


def test_removed_meeting_takes_its_pdf_along(town, client_of, shown):
    from common.removal import remove  # noqa: PLC0415  only here

    client_of(town.coordinator).post(reverse("workshops:report_pdf", args=[shown.meeting_id]))
    run.end(meeting=shown.meeting, by=town.coordinator)

    remove(shown.meeting)

    assert not Document.objects.exists()
    assert not Note.objects.exists()


def test_case_with_a_signal_from_elsewhere_has_two_sources(town, client_of, note):
    case = make_case(town=town)
    link(case=case, signal=make_signal(town=town, source="Politie"), by=town.coordinator)
    client_of(town.coordinator).post(
        reverse("workshops:note_signal", args=[note.meeting_id, note.pk]),
        signal_answers(town, case=case.pk, reason="Zelfde plein."),
    )

    assert len(independent_sources(case)) == 2
