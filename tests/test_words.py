"""One setting makes the site speak Flemish: no word that only the Netherlands knows is left on the pages people use."""

import re
from html import unescape

import pytest
from django.urls import reverse

from organisation import words
from organisation.models import EscalationRoute, Organisation, Step
from organisation.words import local
from tests.factories import make_case, make_diagnosis, make_placement, make_plan, make_signal

ONLY_DUTCH = re.compile(
    r"\b(de gemeente is|uw gemeente|driehoek|wethouder|openbaar ministerie|BSN|kentekens?|0900-8844)\b",
    re.IGNORECASE,
)


@pytest.fixture
def pages(town, client_of):
    """The text of the pages where these words stand, for the person who uses each."""
    case = make_case(town=town, level=Step.TRIANGLE, about_decision=True)
    make_placement(case=case, by=town.owner, x=3, y=3)
    make_diagnosis(case=case, by=town.owner, x=3, y=3)
    make_plan(case=case)
    signal = make_signal(town=town, direction="government")
    EscalationRoute.objects.create(
        step=Step.TRIANGLE, department=town.social, owner=town.coordinator, stand_in=town.owner
    )
    asked = [
        (town.reporter, reverse("signals:log")),
        (town.coordinator, reverse("signals:detail", args=[signal.pk])),
        (town.coordinator, reverse("signals:picture", args=[signal.pk])),
        (town.coordinator, reverse("cases:detail", args=[case.pk])),
        (town.coordinator, reverse("cases:edit", args=[case.pk])),
        (town.coordinator, reverse("cases:place", args=[case.pk])),
        (town.coordinator, reverse("cases:compare", args=[case.pk])),
        (town.coordinator, reverse("cases:decide", args=[case.pk])),
        (town.coordinator, reverse("cases:decide", args=[case.pk]) + "?stap=5"),
        (town.coordinator, reverse("cases:figures")),
        (town.coordinator, reverse("plans:detail", args=[case.pk])),
        (town.coordinator, reverse("method:help")),
        (town.admin, reverse("organisation:routes")),
        (town.admin, reverse("organisation:areas")),
        (town.admin, reverse("organisation:settings")),
        (town.admin, reverse("organisation:style")),
        (town.admin, reverse("about")),
    ]

    def text() -> dict[str, str]:
        answers = {url: client_of(user).get(url) for user, url in asked}
        assert {url: answer.status_code for url, answer in answers.items() if answer.status_code != 200} == {}
        return {url: unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())) for url, answer in answers.items()}

    return text


def test_no_dutch_word_is_left_in_flanders(pages):
    dutch = {url: ONLY_DUTCH.findall(text) for url, text in pages().items()}
    Organisation.objects.update(words=Organisation.Words.VL)
    flemish = {url: ONLY_DUTCH.findall(text) for url, text in pages().items()}

    assert sum(map(bool, dutch.values())) >= 10  # else nothing is tested
    assert {url: found for url, found in flemish.items() if found} == {}


@pytest.mark.parametrize(
    ("sentence", "flemish"),
    [
        ("De gemeente is hier zelf partij.", "Het lokaal bestuur is hier zelf partij."),
        ("Waarom is de driehoek nodig?", "Waarom is de veiligheidscel nodig?"),
        ("Driehoek betrokken", "Veiligheidscel betrokken"),
        ("De hele gemeente, wijk of buurt", "De hele gemeente, wijk of buurt"),
        ("Een driehoekig plein", "Een driehoekig plein"),
    ],
)
def test_a_sentence_follows_the_setting(sentence, flemish):
    assert local(sentence, words.VL) == flemish
    assert local(sentence, words.NL) == sentence
