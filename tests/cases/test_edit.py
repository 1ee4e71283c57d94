"""Opening and changing the file: who may, what is asked, and two editors at the same moment."""

from uuid import uuid4

import pytest
from django.urls import reverse

from cases.models import Case, CaseMember, Document, FaultLine, Group, OutsideEvent
from common.models import AuditEvent, Mail
from organisation.roles import Role
from tests.factories import make_case, make_signal
from tests.people import make_user


def values(town, **fields):
    return {
        "title": "Het plein",
        "reason": "Jongeren en ouderen mijden elkaar.",
        "areas": [town.neighbourhood.pk, town.other_neighbourhood.pk],
        "theme": town.theme.pk,
        "department": town.social.pk,
        "owner": town.owner.pk,
        **fields,
    }


# Opening


def test_open_from_scratch(town, client_of):
    data = values(town, forms=["affective"], causes=["CAUSE2"], departments=[town.safety.pk])

    answer = client_of(town.owner).post(reverse("cases:new"), data)

    case = Case.objects.get()
    assert answer.url == reverse("cases:detail", args=[case.pk])
    assert set(case.areas.all()) == {town.neighbourhood, town.other_neighbourhood}
    assert (case.valence, case.state, case.forms, case.causes) == ("unclear", "observe", ["affective"], ["CAUSE2"])
    assert "openbare orde en veiligheid" in client_of(town.owner).get(answer.url).content.decode()


def test_open_from_a_signal_links_it(town, client_of):
    signal = make_signal(town=town)
    url = reverse("cases:new") + f"?signal={signal.pk}"
    client = client_of(town.coordinator)

    assert client.get(url).context["form"].initial["reason"] == signal.what
    assert client.post(url, values(town)).context["form"].errors["link_reason"]
    client.post(url, values(town, link_reason="Hiermee begon het."))

    assert Case.objects.get().links.get().reason == "Hiermee begon het."


def test_sending_twice_opens_one_case(town, client_of):
    data, client = values(town, submission=uuid4()), client_of(town.owner)

    first, second = (client.post(reverse("cases:new"), data) for _ in range(2))

    assert first.url == second.url and Case.objects.count() == 1


def test_owner_is_not_the_coordinator_by_default(town, client_of):
    url = reverse("cases:new")

    assert "owner" not in client_of(town.coordinator).get(url).context["form"].initial
    assert client_of(town.owner).get(url).context["form"].initial["owner"] == town.owner.pk


@pytest.mark.parametrize("who", ["assessor", "executive", "reporter", "admin", "privacy"])
def test_opening_is_refused(town, client_of, who):
    assert client_of(getattr(town, who)).post(reverse("cases:new"), values(town)).status_code == 403
    assert not Case.objects.exists()


def test_signal_of_someone_else_opens_nothing(town, client_of):
    signal = make_signal(town=town, what="Verborgen", department=town.social)

    assert client_of(town.outsider).get(reverse("cases:new") + f"?signal={signal.pk}").status_code == 404


def test_opening_a_case_one_would_not_see_is_explained(town, client_of):
    answer = client_of(town.outsider).post(reverse("cases:new"), values(town))

    assert "ziet u de casus zelf niet meer" in answer.context["form"].errors["department"][0]


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("title", ""),
        ("title", "x" * 121),
        ("areas", "999"),
        ("owner", "999"),
        ("department", "abc"),
        ("forms", ["onzin"]),
        ("deputy", "same"),
    ],
)
def test_bad_input_gets_a_sentence(town, client_of, field, bad):
    data = values(town, **{field: town.owner.pk if bad == "same" else bad})

    answer = client_of(town.owner).post(reverse("cases:new"), data)

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) <= {field, "__all__"} and answer.context["form"].errors


# Changing


def test_edit_saves_and_keeps_the_old_text(town, client_of):
    case = make_case(town=town)
    client = client_of(town.owner)

    client.post(reverse("cases:edit", args=[case.pk]), values(town, version=1, context="Nieuw."))

    case.refresh_from_db()
    assert (case.title, case.context, case.version) == ("Het plein", "Nieuw.", 2)
    assert case.areas.count() == 2


def test_two_editors_see_both_texts(town, client_of):
    case = make_case(town=town)
    case.save()
    url = reverse("cases:edit", args=[case.pk])
    client_of(town.coordinator).post(url, values(town, version=1, reason="Tekst van de coördinator."))

    clash = client_of(town.owner).post(url, values(town, version=1, reason="Tekst van de eigenaar."))

    page = clash.content.decode()
    assert "Tekst van de coördinator." in page and "Tekst van de eigenaar." in page
    assert Case.objects.get().reason == "Tekst van de coördinator."
    client_of(town.owner).post(url, values(town, version=2, reason="Samen."))
    assert Case.objects.get().reason == "Samen."


def test_two_editors_of_different_fields_lose_nothing(town, client_of):
    case = make_case(town=town, title="Het plein", reason="Jongeren en ouderen mijden elkaar.")
    case.areas.set([town.neighbourhood, town.other_neighbourhood])
    url = reverse("cases:edit", args=[case.pk])
    client_of(town.coordinator).post(url, values(town, version=1, frames="Wij staan voor elkaar."))

    clash = client_of(town.owner).post(url, values(town, version=1, heard="Wij komen langs."))

    form = clash.context["form"]
    assert list(form.errors) == ["__all__"]
    assert (form["frames"].value(), form["heard"].value()) == ("Wij staan voor elkaar.", "Wij komen langs.")


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("assessor", 403), ("executive", 403)])
def test_editing_is_refused(town, client_of, who, status):
    case = make_case(town=town)

    answer = client_of(getattr(town, who)).post(
        reverse("cases:edit", args=[case.pk]), values(town, version=1, title="Gekaapt")
    )

    assert answer.status_code == status and Case.objects.get().title != "Gekaapt"


def test_who_is_invited_reads_but_does_not_edit(town, client_of):
    case = make_case(town=town)
    CaseMember.objects.create(case=case, user=town.outsider, by=town.owner)
    client = client_of(town.outsider)

    assert client.get(reverse("cases:detail", args=[case.pk])).status_code == 200
    assert client.get(reverse("cases:edit", args=[case.pk])).status_code == 403


def test_vertical_case_asks_both_fields(town, client_of):
    case = make_case(town=town, about_decision=True)
    client = client_of(town.owner)

    assert client.get(reverse("cases:edit", args=[case.pk])).context["government"]
    assert "zelf partij" in client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    Case.objects.update(information_position="broken", blind_spots="Wij kwamen laat.")
    page = client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert "zelf partij" not in page and "externe netwerk" in page


# What hangs on it


def test_group_is_added_changed_and_taken_off(town, client_of):
    case, client = make_case(town=town), client_of(town.owner)
    new = reverse("cases:group_new", args=[case.pk])

    client.post(new, {"label": "Omwonenden", "role": "joiner", "side": "voor"})
    double = client.post(new, {"label": "Omwonenden", "role": "middle"})
    group = Group.objects.get()
    url = reverse("cases:group", args=[case.pk, group.pk])
    client.post(url, {"label": "Omwonenden", "role": "middle", "listened": "Twee avonden.", "version": 1})
    clash = client.post(url, {"label": "Omwonenden", "role": "middle", "listened": "Niet.", "version": 1})

    assert double.context["form"].errors
    assert Group.objects.get().listened == "Twee avonden." and "Twee avonden." in clash.content.decode()
    client.post(url, {"verwijder": "1"})
    assert not Group.objects.exists()
    assert "Twee avonden." in client.get(reverse("cases:changes", args=[case.pk])).content.decode()


def test_fault_line_is_made_chosen_and_taken_off(town, client_of):
    case, other, client = make_case(town=town), make_case(town=town), client_of(town.owner)

    client.post(reverse("cases:fault_lines", args=[case.pk]), {"maak": "1", "name": "Jong en oud", "kind": "current"})
    line = FaultLine.objects.get()
    client.post(reverse("cases:fault_lines", args=[other.pk]), {"kies": "1", "lines": [line.pk]})
    url = reverse("cases:fault_line", args=[case.pk, line.pk])
    client.post(url, {"name": "Jong en oud", "kind": "current", "healed": "on", "version": 1})
    client.post(url, {"verwijder": "1"})

    assert set(line.cases.all()) == {other} and FaultLine.objects.get().healed


def test_valence_changes_with_a_reason_and_history(town, client_of):
    case, client = make_case(town=town), client_of(town.owner)
    url = reverse("cases:valence", args=[case.pk])

    assert client.post(url, {"to": "negative", "reason": ""}).context["form"].errors["reason"]
    client.post(url, {"to": "negative", "reason": "Men bedreigt elkaar."})
    client.post(url, {"to": "positive", "reason": "Men praat weer."})

    assert Case.objects.get().valence == "positive"
    page = client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert "Men bedreigt elkaar." in page and "Men praat weer." in page


def test_invitation_opens_the_case_and_stopping_closes_it(town, client_of):
    case, client = make_case(town=town, title="Geheime titel"), client_of(town.owner)
    partner = make_user(email="werker@welzijn.example", name="Wil", role=Role.PARTNER)
    url = reverse("cases:members", args=[case.pk])

    for _ in range(2):
        client.post(url, {"user": partner.pk})
    mail = Mail.objects.get()
    assert mail.to == partner.email and "Geheim" not in mail.subject + mail.body
    assert client_of(partner).get(reverse("cases:detail", args=[case.pk])).status_code == 200
    client.post(url, {"stop": CaseMember.objects.get().pk})
    assert client_of(partner).get(reverse("cases:detail", args=[case.pk])).status_code == 404


def test_reporter_cannot_be_invited(town, client_of):
    case = make_case(town=town)

    answer = client_of(town.owner).post(reverse("cases:members", args=[case.pk]), {"user": town.reporter.pk})

    assert answer.context["form"].errors["user"] and not CaseMember.objects.exists()


def test_event_and_document_are_added_and_struck(town, client_of):
    case, client = make_case(town=town), client_of(town.owner)

    client.post(reverse("cases:event", args=[case.pk]), {"on": "2026-05-01", "what": "Landelijke betoging."})
    url = reverse("cases:documents", args=[case.pk])
    client.post(url, {"title": "Wijkscan", "origin": "Bureau", "place": "Z-12", "dated_on": "2026-04-01"})
    client.post(url, {"verwijder": Document.objects.get().pk})

    assert OutsideEvent.objects.get().what == "Landelijke betoging."
    assert Document.objects.get().removed_by == town.owner
    assert "Wijkscan" in client.get(reverse("cases:timeline", args=[case.pk])).content.decode()


@pytest.mark.parametrize("name", ["group_new", "fault_lines", "valence", "members", "event", "documents", "state"])
def test_keeping_the_file_is_refused_to_others(town, client_of, name):
    case = make_case(town=town)
    url = reverse(f"cases:{name}", args=[case.pk])

    assert client_of(town.outsider).get(url).status_code == 404
    assert client_of(town.assessor).get(url).status_code == 403
    assert client_of(town.owner).get(url).status_code == 200


def test_parts_of_another_case_cannot_be_reached_through_mine(town, client_of):
    mine, other = make_case(town=town), make_case(town=town)
    group = Group.objects.create(case=other, label="Verborgen groep", role="other")
    line = FaultLine.objects.create(name="Lijn", kind="current")
    client = client_of(town.owner)

    assert client.get(reverse("cases:group", args=[mine.pk, group.pk])).status_code == 404
    assert client.get(reverse("cases:fault_line", args=[mine.pk, line.pk])).status_code == 404


def test_state_page_changes_state_and_says_what_cannot_be_yet(town, client_of):
    case, client = make_case(town=town), client_of(town.owner)
    url = reverse("cases:state", args=[case.pk])

    assert "diagnose" in client.get(url).content.decode()
    assert client.post(url, {"to": "closed"}).context["form"].errors["reason"]
    assert client.post(url, {"to": "acting"}).context["form"].errors["to"]
    client.post(url, {"to": "closed", "reason": "Positief: men praat goed."})

    assert Case.objects.get().state == "closed"
    assert AuditEvent.objects.filter(action="case.closed").count() == 1
    assert client.get(reverse("cases:edit", args=[case.pk])).status_code == 403


def test_a_citizen_service_number_is_refused_at_the_field_and_kept_nowhere(town, client_of):
    answer = client_of(town.owner).post(reverse("cases:new"), values(town, context="BSN 111222333 hoort bij hem."))

    assert list(answer.context["form"].errors) == ["context"]
    assert not Case.objects.exists() and not Case.history.exists()


@pytest.mark.parametrize(("field", "bad"), [("on", "2999-01-01"), ("on", "0001-01-01"), ("on", "morgen"), ("what", "")])
def test_event_with_bad_input_gets_a_sentence(town, client_of, field, bad):
    case = make_case(town=town)
    data = {"on": "2026-05-01", "what": "Betoging.", field: bad}

    answer = client_of(town.owner).post(reverse("cases:event", args=[case.pk]), data)

    assert list(answer.context["form"].errors) == [field]


def test_document_on_the_web_is_a_link(town, client_of):
    case, client = make_case(town=town), client_of(town.owner)
    data = {"title": "Wijkscan", "origin": "Bureau", "dated_on": "2026-04-01"}

    for place in ("https://www.voorbeeldstad.example/wijkscan-2026.pdf", "javascript:alert(1)"):
        client.post(reverse("cases:documents", args=[case.pk]), {**data, "place": place})

    page = client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert 'href="https://www.voorbeeldstad.example/wijkscan-2026.pdf"' in page
    assert 'href="javascript' not in page
