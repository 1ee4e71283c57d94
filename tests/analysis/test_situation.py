"""From answers to the situation of the rules: everything that anyone named, per place, and what the group agreed."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from analysis import situation
from analysis.actions import answers, places
from method.directions.evaluate import advise
from method.directions.model import WHOLE_CASE
from method.directions.reading import shipped
from method.worksheets import library


def test_everything_that_anyone_named_counts_and_each_phase_stays(town, case, place, sheet, say):
    say(sheet, town.owner, "vormen", {"codes": ["D1"]})
    say(sheet, town.assessor, "vormen", {"codes": ["V2", "own"], "own": {"own": "iets anders"}})
    say(sheet, town.owner, "fase", {"codes": ["F1"]})
    say(sheet, town.assessor, "fase", {"codes": ["F3"]})

    found = situation.of(case)

    there = found.situation.places[0]
    assert (there.key, there.code, there.name, there.sub) == (str(place.pk), "L2", "Het plein", ("plein",))
    assert there.answers == {"D1", "V2"}
    assert there.phases == {"F1", "F3"}
    assert found.said[(str(place.pk), "D1")] == (town.owner.name,)


def test_what_the_group_agreed_counts_for_the_advice(town, case, place, sheet, say):
    say(sheet, town.assessor, "fase", {"codes": ["F1"]})
    say(sheet, town.owner, "fase", {"codes": ["F3"]}, joint=True)

    found = situation.of(case)

    assert found.situation.places[0].phases == {"F3"}
    assert found.said[(str(place.pk), "F3")] == ("Gezamenlijk",)


def test_triggers_of_a_table_and_yes_and_no_have_their_meaning(town, case, all_kinds, say):
    rows = [{"type": "TR1", "what": "a"}, {"type": "TR1", "what": "b"}, {"type": "TR5", "what": "c"}]
    say(all_kinds, town.owner, "triggers", {"rows": rows})

    assert situation.of(case).situation.answers == {"TR1", "TR5"}


def test_dont_know_and_emptied_answers_say_nothing_and_stay_open(town, case, sheet, say):
    say(sheet, town.owner, "fase", unknown=True)
    say(sheet, town.owner, "vormen", {"codes": ["D1"]})
    say(sheet, town.owner, "vormen", {})

    found = situation.of(case)

    assert not found.situation.places[0].answers and not found.situation.places[0].phases
    assert {"forms", "phase"} <= set(found.open)


def test_closed_place_is_left_out(town, case, place, sheet, say):
    say(sheet, town.owner, "vormen", {"codes": ["D1"]})
    places.retire(location=place, by=town.owner)

    assert situation.of(case).situation.places == ()


def test_same_answers_give_the_same_advice_and_ticks_set_no_phase(town, case, place, sheet, say):
    say(sheet, town.owner, "vormen", {"codes": ["D1", "V2", "G4"]})

    one, two = situation.of(case).situation, situation.of(case).situation

    assert one == two
    assert one.places[0].phases == frozenset()
    assert advise(one, shipped()) == advise(two, shipped())


def test_three_queries_however_much_was_answered(town, case, sheet, shelf, say):
    numbers = []
    for number in range(3):
        place = places.add(
            case=case, by=town.owner, label=f"Plek {number}", kind="L2", parts=[], area=None, hotspot=False
        )
        other = answers.open_sheet(case=case, worksheet=shelf.newest["kis-2"], by=town.owner, location=place)
        for user in (town.owner, town.assessor):
            say(other, user, "vormen", {"codes": ["D1"]})
        with CaptureQueriesContext(connection) as asked:
            situation.of(case)
        numbers.append(len(asked))

    assert numbers == [3, 3, 3]


# The information position


def checklist(case, by):
    return answers.open_sheet(case=case, worksheet=library().newest["kis-informatiepositie"], by=by)


def test_answer_that_is_a_gap_fires_direction_6_and_says_who_gave_it(town, case, say, monkeypatch):
    monkeypatch.setattr("analysis.models.library", library)
    sheet = checklist(case, town.owner)
    say(sheet, town.owner, "ip4", {"codes": ["chance"]})
    say(sheet, town.assessor, "ip5", unknown=True)

    found = situation.of(case)

    assert found.situation.gaps == {"IP4", "IP5-unknown"}
    assert found.said[(WHOLE_CASE, "IP4")] == (town.owner.name,)
    assert found.said[(WHOLE_CASE, "IP5-unknown")] == (town.assessor.name,)
    assert advise(found.situation, shipped()).strengths["OR6"] == "sterk"


def test_what_the_group_agreed_on_the_checklist_counts(town, case, say, monkeypatch):
    monkeypatch.setattr("analysis.models.library", library)
    sheet = checklist(case, town.owner)
    say(sheet, town.assessor, "ip4", {"codes": ["chance"]})
    say(sheet, town.owner, "ip4", {"codes": ["fixed"]}, joint=True)

    assert situation.of(case).situation.gaps == set()


def test_emptied_answer_on_the_checklist_is_no_gap(town, case, say, monkeypatch):
    monkeypatch.setattr("analysis.models.library", library)
    sheet = checklist(case, town.owner)
    say(sheet, town.owner, "ip4", {"codes": ["chance"]})
    say(sheet, town.owner, "ip4", {})

    assert situation.of(case).situation.gaps == set()
