"""The exercises: one's own answers kept for oneself, compared without a mark, what is just as good counts as right."""

import pytest
from django.urls import reverse

from analysis.forms_training import situation_of
from analysis.models_advice import ExerciseAnswer
from method.directions.exercises import compare, exercises, right
from method.directions.reading import words
from method.worksheets import library
from tests.analysis.described import answer_like
from tests.factories import make_case

FIRST = exercises()[0]


@pytest.fixture(autouse=True)
def shelf():
    return library()


def as_posted(exercise):
    """The reasoned answers as somebody would tick them."""
    data = {"cause": exercise.situation.cause}
    for place in exercise.situation.places:
        kinds = {code: words()[code].kind for code in place.answers}
        data[f"phase_{place.code}"] = next(iter(place.phases), "")
        data[f"forms_{place.code}"] = [code for code, kind in kinds.items() if kind == "form"]
        data[f"causes_{place.code}"] = [code for code, kind in kinds.items() if kind == "cause"]
    kinds = {code: words()[code].kind for code in exercise.situation.answers}
    data["sentiments"] = [code for code, kind in kinds.items() if kind == "sentiment"]
    data["triggers"] = [code for code, kind in kinds.items() if kind == "trigger"]
    data["government"] = [code for code, kind in kinds.items() if kind == "government"]
    data["flags"] = sorted(exercise.situation.flags)
    return data


def send(client, exercise=FIRST, **fields):
    return client.post(
        reverse("training:exercise", args=[exercise.number]), {"version": 0, **as_posted(exercise), **fields}
    )


@pytest.mark.parametrize("exercise", exercises(), ids=lambda each: each.code)
def test_reasoned_answers_are_right(town, client_of, exercise):
    client = client_of(town.assessor)

    answer = send(client, exercise)
    html = client.get(answer.url).content.decode()

    own = situation_of(ExerciseAnswer.objects.get().answers)
    assert right(compare(own, exercise))
    assert "of net zo goed" in html and "Oefening" in html
    for verdict in ("Dit hadden wij wel", "Dit zouden wij niet doen", "Anders dan wij"):
        assert verdict not in html


def test_accepted_phase_counts_as_right_and_another_does_not(town, client_of):
    client = client_of(town.assessor)
    good = client.get(send(client, phase_L1="F2").url).content.decode()

    other = client.get(send(client, phase_L1="F5", version=1).url).content.decode()

    assert "Kan ook" in good and "of net zo goed" in good
    assert "Anders dan wij" in other and "of net zo goed" not in other
    assert "cijfer" not in other and "score" not in other


def test_answers_are_ones_own_and_come_back(town, client_of):
    send(client_of(town.assessor))

    mine = client_of(town.assessor).get(reverse("training:exercise", args=[1])).content.decode()
    theirs = client_of(town.owner).get(reverse("training:compare", args=[1]))

    assert "checked" in mine
    assert theirs.status_code == 302 and theirs.url == reverse("training:exercise", args=[1])


def test_second_window_overwrites_nothing(town, client_of):
    send(client_of(town.assessor))

    again = send(client_of(town.assessor), phase_L1="F5")

    assert again.status_code == 200 and "intussen" in again.content.decode()
    assert ExerciseAnswer.objects.get().answers["phase_L1"] == "F3"


@pytest.mark.parametrize("wrong", [{"phase_L1": "F9"}, {"forms_L1": ["A1"]}, {"flags": ["x"]}, {"version": "x"}])
def test_wrong_answers_are_refused(town, client_of, wrong):
    assert send(client_of(town.assessor), **wrong).status_code == 200
    assert not ExerciseAnswer.objects.exists()


def test_exercise_files_of_the_register_are_linked_and_compared(town, client_of):
    case = make_case(town=town, title="Oefening 1: opeenstapeling van problemen", exercise=True)
    make_case(town=town, title="Oefening 2: geen oefening")
    answer_like(FIRST.situation, case, town.owner)
    client = client_of(town.owner)

    listed = client.get(reverse("training:list")).content.decode()
    compared = client.get(reverse("training:compare", args=[1]) + "?casus").content.decode()

    assert listed.count("Als dossier") == 1 and reverse("cases:detail", args=[case.pk]) in listed
    assert "of net zo goed" in compared and "het oefendossier" in compared
    assert client_of(town.outsider).get(reverse("training:compare", args=[1]) + "?casus").status_code == 302


@pytest.mark.parametrize("name", ["list", "exercise", "compare"])
def test_exercises_are_for_who_works_on_cases(town, client_of, name):
    url = reverse(f"training:{name}", args=[] if name == "list" else [1])

    assert client_of(town.reporter).get(url).status_code == 403
    assert client_of(town.assessor).get(url).status_code in {200, 302}
    assert client_of(town.assessor).get(reverse("training:exercise", args=[9])).status_code == 404
