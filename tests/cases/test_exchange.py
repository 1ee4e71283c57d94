"""The exchange: what is said stays, answers belong to questions, sending twice adds once."""

from uuid import uuid4

import pytest
from django.urls import reverse

from cases.actions import exchange
from cases.models import Case, ExchangeEntry
from common.refusal import Refused
from tests.factories import make_case, make_placement


def send(client, case, **values):
    data = {"kind": "argument", "text": "Het is rustiger.", "function": "jongerenwerker", **values}
    return client.post(reverse("cases:exchange", args=[case.pk]), data)


def test_argument_is_kept_and_brings_the_case_to_exchanging(town, client_of):
    case = make_case(town=town)
    placement = make_placement(case=case, by=town.owner)

    send(client_of(town.assessor), case, placement=placement.pk)

    entry = ExchangeEntry.objects.get()
    assert (entry.kind, entry.by, entry.function, entry.placement) == (
        "argument",
        town.assessor,
        "jongerenwerker",
        placement,
    )
    assert Case.objects.get().state == Case.State.EXCHANGE
    assert Case.objects.get().state_changes.get().by is None


def test_sending_twice_adds_once(town, client_of):
    case, number = make_case(town=town), uuid4()
    client = client_of(town.assessor)

    for _ in range(2):
        assert send(client, case, submission=number).status_code == 302

    assert ExchangeEntry.objects.count() == 1


def test_answer_belongs_to_a_question_of_this_case(town, client_of):
    case, other = make_case(town=town), make_case(town=town)
    question = ExchangeEntry.objects.create(case=case, kind="question", text="Wie?", function="team", by=town.owner)
    elsewhere = ExchangeEntry.objects.create(case=other, kind="question", text="Wat?", function="team", by=town.owner)
    client = client_of(town.assessor)

    assert send(client, case, kind="answer").context["form"].errors["answers"]
    assert send(client, case, kind="answer", answers=elsewhere.pk).context["form"].errors["answers"]
    assert send(client, case, answers=question.pk).context["form"].errors["answers"]
    assert send(client, case, kind="answer", answers=question.pk).status_code == 302


def test_information_needs_a_source(town, client_of):
    case = make_case(town=town)

    assert send(client_of(town.assessor), case, kind="information").context["form"].errors["source"]
    with pytest.raises(Refused):
        exchange.add(case=case, kind="information", text="x", function="team", by=town.owner)


def test_open_questions_stand_on_top(town, client_of):
    case = make_case(town=town)
    asked = ExchangeEntry.objects.create(case=case, kind="question", text="Beantwoord?", function="t", by=town.owner)
    ExchangeEntry.objects.create(case=case, kind="answer", text="Ja.", function="t", by=town.owner, answers=asked)
    waits = ExchangeEntry.objects.create(case=case, kind="question", text="Nog open?", function="t", by=town.owner)

    talk = client_of(town.assessor).get(reverse("cases:exchange", args=[case.pk])).context["talk"]

    assert talk.open_questions == [waits]


def test_missing_angles_are_named(town, client_of):
    case = make_case(town=town)
    ExchangeEntry.objects.create(case=case, kind="argument", text="x", function="Wijkagent, politie", by=town.owner)

    talk = client_of(town.owner).get(reverse("cases:exchange", args=[case.pk])).context["talk"]

    assert talk.missing_perspectives == ["jongerenwerk", "sociaal domein", "openbare ruimte", "participatie"]


def test_who_only_reads_adds_nothing(town, client_of):
    case = make_case(town=town)

    answer = send(client_of(town.executive), case)

    assert answer.status_code == 403 and not ExchangeEntry.objects.exists()
    assert (
        "Bijdragen</button>"
        not in client_of(town.executive).get(reverse("cases:exchange", args=[case.pk])).content.decode()
    )


def test_outsider_adds_nothing(town, client_of):
    case = make_case(town=town)

    assert send(client_of(town.outsider), case).status_code == 404
    assert not ExchangeEntry.objects.exists()


def test_closed_case_takes_no_more(town, client_of):
    from django.utils import timezone

    case = make_case(town=town, state="closed", closed_at=timezone.now())

    assert send(client_of(town.assessor), case).status_code == 403


@pytest.mark.parametrize(
    "values", [{"text": ""}, {"text": "x" * 2001}, {"kind": "niets"}, {"function": ""}, {"placement": "99"}]
)
def test_bad_input_gets_a_sentence_at_the_field(town, client_of, values):
    case = make_case(town=town)

    answer = send(client_of(town.assessor), case, **values)

    assert list(answer.context["form"].errors) == list(values)


@pytest.mark.parametrize("text", ["😀 <b>vet</b>", "a\x00b"])
def test_odd_characters_never_fail(town, client_of, text):
    case = make_case(town=town)

    answer = send(client_of(town.assessor), case, text=text)

    assert answer.status_code in (200, 302)
    assert "<b>vet" not in client_of(town.assessor).get(reverse("cases:exchange", args=[case.pk])).content.decode()


def test_advice_of_an_expert_has_a_function_and_a_date(town, client_of):
    case = make_case(town=town)
    client = client_of(town.assessor)
    advice = {"kind": "advice", "text": "Let op de groep in het midden.", "function": "antropoloog, universiteit"}

    without = send(client, case, **advice)
    own = send(client, case, **advice | {"advised_on": "2026-03-02", "function": town.assessor.from_where})
    late = send(client, case, **advice, advised_on="2099-01-01")
    misplaced = send(client, case, advised_on="2026-03-02")
    send(client, case, **advice, advised_on="2026-03-02")

    assert without.context["form"].errors["advised_on"] and late.context["form"].errors["advised_on"]
    assert own.context["form"].errors["function"] and misplaced.context["form"].errors["advised_on"]
    entry = ExchangeEntry.objects.get()
    assert (entry.function, str(entry.advised_on), entry.by) == (
        "antropoloog, universiteit",
        "2026-03-02",
        town.assessor,
    )
    shown = client.get(reverse("cases:exchange", args=[case.pk])).content.decode()
    assert "Advies van: antropoloog, universiteit" in shown
    with pytest.raises(Refused):
        exchange.add(case=case, kind="advice", text="x", function="deskundige", by=town.owner)
