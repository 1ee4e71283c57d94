"""The diagnosis: four outcomes, its rules (PT-01, PT-03, PT-05), and what the case does after it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cases import rules_follow as rules
from cases.actions.diagnose import Conclusion, diagnose
from cases.boards_follow import history
from cases.models import Case, Diagnosis, ExchangeEntry, Placement
from common.models import AuditEvent
from common.refusal import Refused
from method.map import Shape
from organisation.current import organisation
from organisation.models import Reminder
from tests.factories import link, make_case, make_diagnosis, make_placement, make_signal

SOON = timedelta(days=20)


@pytest.fixture
def case(town):
    return make_case(town=town)


def two_sources(case, town):
    for source in ("Wijkteam", "Politie"):
        link(case=case, signal=make_signal(town=town, source=source), by=town.owner)


def conclude(case, town, **changes) -> Diagnosis:
    values = {
        "outcome": "monitor",
        "reason": "Het is rustig, maar dat kan veranderen.",
        "functions": ["wijkregisseur", "jongerenwerker, Welzijn"],
        "agreed": True,
        "shape": Shape("point", 2, 2, 2, 2),
        "review_on": timezone.localdate() + SOON,
        **changes,
    }
    submission = values.pop("submission", None)
    by = values.pop("by", town.owner)
    return diagnose(case=case, conclusion=Conclusion(**values), by=by, submission=submission)


# Two independent sources


def test_one_signal_refuses_act_with_the_source_but_not_the_rest(town, case):
    link(case=case, signal=make_signal(town=town), by=town.owner)

    with pytest.raises(Refused) as no:
        conclude(case, town, outcome="act")

    assert no.value.source == "ESS-handreiking §2.3"
    for outcome in ("monitor", "none", "positive"):
        conclude(case, town, outcome=outcome)


def test_two_signals_of_one_source_are_one_source(town, case):
    for source in ("Wijkteam", " wijkteam  "):
        link(case=case, signal=make_signal(town=town, source=source), by=town.owner)

    with pytest.raises(Refused, match="één bron"):
        conclude(case, town, outcome="act")


def test_unlinked_signal_does_not_count(town, case):
    two_sources(case, town)
    case.links.filter(signal__source="Politie").update(ended_at=timezone.now(), ended_by=town.owner)

    with pytest.raises(Refused):
        conclude(case, town, outcome="act")


def test_two_sources_allow_act(town, case):
    two_sources(case, town)

    made = conclude(case, town, outcome="act")

    case.refresh_from_db()
    assert (case.state, case.diagnosis) == (Case.State.DIAGNOSED, made)


# The place, after the exchange


def test_older_placement_asks_for_a_new_one_or_a_confirmation(town, case):
    placement = make_placement(case=case, by=town.assessor)
    ExchangeEntry.objects.create(case=case, kind="argument", text="Er komt een plan bij.", function="w", by=town.owner)

    with pytest.raises(Refused, match="ouder"):
        conclude(case, town, placement=placement, shape=None)

    made = conclude(case, town, placement=placement, shape=None, nothing_changed=True)
    assert made.nothing_changed and made.placement == placement


def test_later_placement_is_fine(town, case):
    ExchangeEntry.objects.create(case=case, kind="argument", text="Er komt een plan bij.", function="w", by=town.owner)
    placement = make_placement(case=case, by=town.assessor)

    assert conclude(case, town, placement=placement, shape=None).placement == placement


def test_joint_place_is_a_placement_of_its_own(town, case):
    mine = make_placement(case=case, by=town.owner)

    made = conclude(case, town, shape=Shape("line", 2, 2, 1, 3, "omwonenden", "ondernemers"))

    assert made.placement.joint and made.placement.kind == "line"
    assert list(case.placements.current().filter(by=town.owner, joint=False)) == [mine]


def test_place_of_another_case_is_refused(town, case):
    other = make_placement(case=make_case(town=town), by=town.owner)

    with pytest.raises(Refused):
        conclude(case, town, placement=other, shape=None)


def test_revised_placement_is_refused(town, case):
    old = make_placement(case=case, by=town.owner)
    make_placement(case=case, by=town.owner, replaces=old)

    with pytest.raises(Refused, match="herzien"):
        conclude(case, town, placement=Placement.objects.get(pk=old.pk), shape=None)


# Agreement, quadrant D, date, functions


def test_act_without_agreement_needs_a_reason(town, case):
    two_sources(case, town)

    with pytest.raises(Refused, match="niet eens"):
        conclude(case, town, outcome="act", agreed=False, minority="De politie ziet fase 3.")

    made = conclude(case, town, outcome="act", agreed=False, minority="…", unagreed_reason="Wachten is erger.")
    assert not made.agreed


@pytest.mark.parametrize("outcome", ["none", "positive"])
@pytest.mark.parametrize(("cell", "refused"), [((3, 3), True), ((2, 4), False), ((4, 2), False), ((2, 2), False)])
def test_doing_nothing_in_d_needs_a_justification(outcome, cell, refused):
    shape = Shape("point", cell[0], cell[0], cell[1], cell[1])

    assert rules.rules.boolean(rules.check_not_nothing, outcome, shape, "") is not refused
    rules.check_not_nothing(outcome, shape, "Het conflict is gisteren bijgelegd.")


def test_area_that_touches_d_needs_it_as_well():
    with pytest.raises(Refused):
        rules.check_not_nothing("none", Shape("area", 2, 3, 2, 3), "")


def test_monitor_without_date_is_refused(town, case):
    with pytest.raises(Refused, match="opnieuw kijkt"):
        conclude(case, town, review_on=None)


@pytest.mark.parametrize("days", [0, -1, 4000])
def test_odd_dates_are_refused(town, case, days):
    with pytest.raises(Refused):
        conclude(case, town, review_on=timezone.localdate() + timedelta(days=days))


def test_someone_must_have_taken_part(town, case):
    with pytest.raises(Refused, match="functie"):
        conclude(case, town, functions=[])


@pytest.mark.parametrize(
    ("functions", "hint"),
    [
        (["wijkregisseur"], True),
        (["wijkregisseur", "jongerenwerker"], True),
        (["a, Welzijn", "b, Welzijn"], True),
        (["wijkregisseur", "jongerenwerker, Welzijn"], False),
    ],
)
def test_narrow_circle_gives_a_hint(functions, hint):
    assert bool(rules.narrow_circle(functions)) is hint


@pytest.mark.parametrize(("quadrants", "days"), [("A", 90), ("B", 30), ("D", 14), ("AB", 30), ("ABCD", 14)])
def test_review_days_are_the_shortest_of_the_quadrants(town, quadrants, days):
    assert rules.review_days(quadrants, organisation()) == days


# What the case does


def test_monitor_sets_date_interval_and_state_and_settles(town, case):
    case.reassess = True
    case.save()
    Reminder.objects.create(
        subject=f"cases.case:{case.pk}", kind="check", due_on=date(2026, 1, 1), stage="owner", to=town.owner, url="/"
    )

    conclude(case, town)

    case.refresh_from_db()
    assert (case.state, case.reassess) == (Case.State.MONITORING, False)
    assert (case.review_on, case.review_days) == (timezone.localdate() + SOON, 90)
    assert not Reminder.objects.filter(done_at__isnull=True).exists()
    assert AuditEvent.objects.filter(action="case.diagnosis_made", object=f"cases.case:{case.pk}").count() == 1


def test_no_action_leaves_no_date(town, case):
    conclude(case, town, outcome="none", review_on=None)

    case.refresh_from_db()
    assert (case.state, case.review_on) == (Case.State.DIAGNOSED, None)


def test_history_keeps_both_with_the_movement(town, case):
    first = conclude(case, town, shape=Shape("point", 2, 2, 1, 1))
    reason = first.reason
    second = conclude(case, town, shape=Shape("point", 3, 3, 1, 1), reason="Er is meer aan de hand.")

    found = history(case, organisation(), timezone.localdate())

    assert [each.diagnosis for each in found] == [second, first]
    assert found[0].movement == "oplopend, van kwadrant A naar B"
    first.refresh_from_db()
    assert first.reason == reason
    case.refresh_from_db()
    assert case.diagnosis == second


def test_old_diagnosis_is_a_dated_snapshot(town, case):
    made = make_diagnosis(case=case, by=town.owner, on=timezone.localdate() - timedelta(days=91))

    assert rules.is_dated(made, timezone.localdate(), organisation())
    assert not rules.is_dated(made, timezone.localdate() - timedelta(days=1), organisation())


def test_same_submission_is_stored_once(town, case):
    submission = uuid4()

    assert conclude(case, town, submission=submission) == conclude(case, town, submission=submission)
    assert case.diagnoses.count() == 1


def test_closed_case_and_onlooker_are_refused(town, case):
    with pytest.raises(Refused):
        conclude(case, town, by=town.assessor)
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=timezone.now())
    with pytest.raises(Refused, match="gesloten"):
        conclude(case, town)


# The page


def post(case, **changes) -> dict:
    return {
        "place": "new",
        "kind": "point",
        "x_min": "2",
        "y_min": "2",
        "others": "wijkregisseur\njongerenwerker, Welzijn",
        "agreed": "yes",
        "outcome": "monitor",
        "reason": "Het is rustig, maar dat kan veranderen.",
        "review_on": (timezone.localdate() + SOON).isoformat(),
        "seen": "0",
        **changes,
    }


def test_page_offers_four_outcomes_of_equal_weight(town, case, client_of):
    answer = client_of(town.owner).get(f"/casussen/{case.pk}/diagnose/")

    form = answer.context["form"]
    assert [value for value, _ in form.fields["outcome"].choices] == ["none", "positive", "monitor", "act"]
    assert form["outcome"].value() is None


def test_page_saves(town, case, client_of):
    answer = client_of(town.owner).post(f"/casussen/{case.pk}/diagnose/", post(case))

    assert answer.status_code == 302
    assert case.diagnoses.get().functions == ["wijkregisseur", "jongerenwerker, Welzijn"]


def test_page_shows_the_refusal_with_its_source_at_the_field(town, case, client_of):
    answer = client_of(town.owner).post(f"/casussen/{case.pk}/diagnose/", post(case, outcome="act"))

    assert "ESS-handreiking §2.3" in answer.context["form"].errors["outcome"][0]
    assert not case.diagnoses.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"review_on": ""}, "review_on"),
        ({"review_on": "31-02-2027"}, "review_on"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 2001}, "reason"),
        ({"others": ""}, "others"),
        ({"others": "x" * 101}, "others"),
        ({"agreed": "no"}, "minority"),
        ({"outcome": ""}, "outcome"),
        ({"outcome": "act\x00"}, "outcome"),
        ({"place": "999999"}, "place"),
        ({"x_min": ""}, "x_min"),
        ({"x_min": "5"}, "x_min"),
        ({"kind": "line", "y_max": "1"}, "y_max"),
        ({"kind": "line", "y_max": "3"}, "group_low"),
        ({"kind": "area", "x_max": "1", "unclear": ""}, "x_max"),
        ({"kind": "area", "x_max": "3"}, "unclear"),
        ({"review_days": "0"}, "review_days"),
        ({"outcome": "none", "x_min": "3", "y_min": "3"}, "nothing_reason"),
    ],
)
def test_broken_input_gets_a_sentence_at_the_field(town, case, client_of, changes, field):
    answer = client_of(town.owner).post(f"/casussen/{case.pk}/diagnose/", post(case, **changes))

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not case.diagnoses.exists()


def test_page_says_that_a_colleague_was_first(town, case, client_of):
    make_diagnosis(case=case, by=town.coordinator)

    answer = client_of(town.owner).post(f"/casussen/{case.pk}/diagnose/", post(case))

    assert "Intussen" in answer.context["form"].non_field_errors()[0]
    assert case.diagnoses.count() == 1
    seen = answer.context["form"]["seen"].value()
    client_of(town.owner).post(f"/casussen/{case.pk}/diagnose/", post(case, seen=seen))
    assert case.diagnoses.count() == 2


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("assessor", 403), ("reporter", 403), ("admin", 403)])
def test_page_refuses(town, case, client_of, who, status):
    client = client_of(getattr(town, who))

    assert client.get(f"/casussen/{case.pk}/diagnose/").status_code == status
    assert client.post(f"/casussen/{case.pk}/diagnose/", post(case)).status_code == status
    assert not case.diagnoses.exists()


def test_history_page_shows_minority_and_justification_to_the_executive(town, case, client_of):
    make_diagnosis(
        case=case,
        by=town.owner,
        x=3,
        y=3,
        outcome="none",
        nothing_reason="Het conflict is bijgelegd.",
        agreed=False,
        minority="De politie ziet fase 4.",
        on=timezone.localdate() - timedelta(days=200),
    )

    page = client_of(town.executive).get(f"/casussen/{case.pk}/diagnoses/").content.decode()

    for words in ("Het conflict is bijgelegd.", "De politie ziet fase 4.", "Momentopname van", "Gedateerd"):
        assert words in page
    assert client_of(town.outsider).get(f"/casussen/{case.pk}/diagnoses/").status_code == 404


def test_history_page_takes_the_same_queries_for_one_and_three(town, case, client_of, django_assert_num_queries):
    client = client_of(town.owner)
    make_diagnosis(case=case, by=town.owner)
    client.get(f"/casussen/{case.pk}/diagnoses/")
    with django_assert_num_queries(QUERIES):
        client.get(f"/casussen/{case.pk}/diagnoses/")
    for by in (town.coordinator, town.owner):
        make_diagnosis(case=case, by=by)
    with django_assert_num_queries(QUERIES):
        client.get(f"/casussen/{case.pk}/diagnoses/")


QUERIES = 8
