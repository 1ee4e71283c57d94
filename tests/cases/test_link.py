"""Signals and cases: many to many, with reasons, undone without loss."""

import pytest
from django.urls import reverse

from cases.actions import links
from cases.models import Case, SignalLink
from common.refusal import Refused
from signals.models import Signal
from tests.factories import link, make_case, make_signal

S = Case.State


def test_one_signal_goes_to_several_cases_and_a_case_holds_several(town, client_of):
    one, two = make_case(town=town), make_case(town=town, title="Tweede")
    signal = make_signal(town=town)

    answer = client_of(town.coordinator).post(
        reverse("cases:link") + f"?signal={signal.pk}", {"cases": [one.pk, two.pk], "reason": "Zelfde straat."}
    )

    assert answer.status_code == 302
    assert {row.case for row in signal.links.all()} == {one, two}
    assert Signal.objects.get().state == Signal.State.LINKED
    assert signal.news.count() == 1


def test_reason_is_needed(town, client_of):
    case, signal = make_case(town=town), make_signal(town=town)

    answer = client_of(town.coordinator).post(
        reverse("cases:link") + f"?signal={signal.pk}", {"cases": [case.pk], "reason": ""}
    )

    assert answer.status_code == 200 and answer.context["form"].errors["reason"]
    assert not SignalLink.objects.exists()


def test_several_signals_to_one_case(town, client_of):
    case = make_case(town=town)
    signals = [make_signal(town=town, department=town.social) for _ in range(2)]

    client_of(town.owner).post(
        reverse("cases:link") + f"?casus={case.pk}",
        {"signals": [signal.pk for signal in signals], "reason": "Zelfde plein."},
    )

    assert case.links.count() == 2


def test_linking_twice_makes_one_link(town):
    case, signal = make_case(town=town), make_signal(town=town)

    first = links.link(case=case, signal=signal, reason="Eerst.", by=town.coordinator)
    second = links.link(case=case, signal=signal, reason="Nog eens.", by=town.coordinator)

    assert first == second and signal.news.count() == 1


@pytest.mark.parametrize(
    ("state", "flag"), [(S.MONITORING, True), (S.CLOSED, True), (S.ACTING, False), (S.OBSERVE, False)]
)
def test_new_signal_on_a_quiet_case_asks_to_look_again(town, state, flag):
    from django.utils import timezone

    closed = timezone.now() if state == S.CLOSED else None
    case = make_case(town=town, state=state, closed_at=closed, review_on=timezone.localdate())

    links.link(case=case, signal=make_signal(town=town), reason="Weer onrust.", by=town.coordinator)

    assert Case.objects.get().reassess is flag


def test_unlinking_keeps_everything(town, client_of):
    case, signal = make_case(town=town), make_signal(town=town, state=Signal.State.LINKED)
    made = link(case=case, signal=signal, by=town.owner)
    client = client_of(town.coordinator)

    client.post(reverse("cases:unlink", args=[made.pk]), {"reason": "Gaat over een andere straat."})

    made.refresh_from_db()
    assert (made.ended_by, made.ended_reason) == (town.coordinator, "Gaat over een andere straat.")
    assert Signal.objects.get().state == Signal.State.ASSESSING
    timeline = client.get(reverse("cases:timeline", args=[case.pk])).content.decode()
    assert "gekoppeld" in timeline and "Gaat over een andere straat." in timeline


def test_signal_stays_linked_while_another_case_holds_it(town):
    one, two = make_case(town=town), make_case(town=town)
    signal = make_signal(town=town)
    first = links.link(case=one, signal=signal, reason="A", by=town.coordinator)
    links.link(case=two, signal=signal, reason="B", by=town.coordinator)

    links.unlink(link=first, reason="Toch niet.", by=town.coordinator)

    assert Signal.objects.get().state == Signal.State.LINKED


def test_outsider_links_nothing(town, client_of):
    case, signal = make_case(town=town, title="Geheim"), make_signal(town=town, department=town.safety)
    made = link(case=case, signal=make_signal(town=town), by=town.owner)
    client = client_of(town.outsider)

    page = client.get(reverse("cases:link") + f"?signal={signal.pk}")
    sent = client.post(reverse("cases:link") + f"?signal={signal.pk}", {"cases": [case.pk], "reason": "x"})

    assert "Geheim" not in page.content.decode()
    assert "Geheim" not in sent.content.decode() and sent.context["form"].errors["cases"]
    assert client.get(reverse("cases:link") + f"?casus={case.pk}").status_code == 404
    assert client.get(reverse("cases:unlink", args=[made.pk])).status_code == 404
    assert case.links.count() == 1
    with pytest.raises(Refused):
        links.link(case=case, signal=signal, reason="x", by=town.outsider)


def test_a_signal_of_someone_else_cannot_be_named(town, client_of):
    case, hidden = make_case(town=town), make_signal(town=town, what="Verborgen tekst", department=town.safety)
    client = client_of(town.owner)

    sent = client.post(reverse("cases:link") + f"?casus={case.pk}", {"signals": [hidden.pk], "reason": "x"})

    assert sent.context["form"].errors["signals"] and "Verborgen" not in sent.content.decode()
    assert client.get(reverse("cases:link") + f"?signal={hidden.pk}").status_code == 404


@pytest.mark.parametrize("query", ["", "?signal=abc", "?signal=99999999999999999999", "?casus=0"])
def test_odd_addresses_never_fail(town, client_of, query):
    assert client_of(town.coordinator).get(reverse("cases:link") + query).status_code in (302, 404)


def test_panel_shows_my_cases_and_counts_the_others(town, client_of):
    mine, hidden = (
        make_case(town=town, title="Zichtbaar"),
        make_case(town=town, title="Verborgen", department=town.safety),
    )
    Case.objects.filter(pk=hidden.pk).update(owner=town.outsider)
    signal = make_signal(town=town, department=town.social)
    link(case=mine, signal=signal, by=town.owner)
    link(case=hidden, signal=signal, by=town.coordinator)

    page = client_of(town.owner).get(reverse("cases:signal_panel", args=[signal.pk])).content.decode()

    assert "Zichtbaar" in page and "Verborgen" not in page
    assert "1 casus die u niet kunt inzien" in page


def test_panel_is_refused_to_who_may_not_see_the_signal(town, client_of):
    signal = make_signal(town=town, department=town.social)

    assert client_of(town.outsider).get(reverse("cases:signal_panel", args=[signal.pk])).status_code == 404


@pytest.mark.parametrize("search", ["%00", "x" * 3000, "C-2026-1", "S-2026-99999999999999999999", "%25_"])
def test_odd_searches_never_fail(town, client_of, search):
    case, signal = make_case(town=town), make_signal(town=town)
    client = client_of(town.coordinator)

    assert client.get(reverse("cases:link") + f"?signal={signal.pk}&q={search}").status_code == 200
    assert client.get(reverse("cases:link") + f"?casus={case.pk}&q={search}").status_code == 200
    assert client.get(reverse("cases:list") + f"?q={search}").status_code == 200
