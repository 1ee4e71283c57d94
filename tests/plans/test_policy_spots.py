"""The white spots of one case, for pages and reports above."""

import pytest

from analysis.models import Location
from plans.boards_policy import Spot, white_spots_of
from plans.models_policy import PolicyRow
from tests.factories import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(town):
    return make_case(town=town)


def row(case, wording, **fields) -> PolicyRow:
    values = {"covered": "no", "by": case.owner, **fields}
    made = PolicyRow(case=case, wording=wording, **values)
    made.settle()
    made.save()
    return made


def test_white_spots_name_problem_place_and_who_is_missing(town, case, django_assert_num_queries):
    square = Location.objects.create(case=case, label="Het plein", kind="L2", by=town.owner)
    row(case, "Overlast door jongeren", location=square, parties={"care": "no", "social": "yes", "other": "no"},
        party_other="Woningstichting De Haven")  # fmt: skip
    row(case, "Botsende regels", covered="yes", enough="enough", parties={"care": "no"})
    row(case, "Armoede", covered="yes", enough="not_enough", parties={"sport": "partly"})
    row(make_case(town=town, title="Een andere casus"), "Van elders")

    with django_assert_num_queries(1):
        found = white_spots_of(case)

    assert found == [
        Spot("Overlast door jongeren", "Het plein", "Witte vlek", ["Zorg", "Woningstichting De Haven"]),
        Spot("Armoede", "De hele casus", "Witte vlek", []),
    ]
