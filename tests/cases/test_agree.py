"""Rules that are written both in Python and in SQL say the same (house style 14)."""

import itertools

import pytest

from cases import rules
from cases.filters import FRONT, QUADRANTS
from cases.models import Case, CaseMember
from tests.factories import make_case, make_diagnosis

SPANS = [(2, 2), (3, 3), (1, 2), (2, 3), (3, 4)]


def test_quadrant_filters_agree_with_the_map(town):
    for (x_min, x_max), (y_min, y_max) in itertools.product(SPANS, SPANS):
        diagnosis = make_diagnosis(case=make_case(town=town), by=town.owner)
        placement = diagnosis.placement
        placement.kind, placement.x_min, placement.x_max = "area", x_min, x_max
        placement.y_min, placement.y_max = y_min, y_max
        placement.save()

    cases = list(Case.objects.select_related("diagnosis__placement"))
    for letter, condition in QUADRANTS.items():
        found = set(Case.objects.filter(condition))
        assert found == {case for case in cases if letter in case.diagnosis.placement.shape.quadrants}
    assert set(Case.objects.filter(FRONT)) == {case for case in cases if case.diagnosis.placement.shape.front}


@pytest.mark.parametrize(
    "who", ["reporter", "assessor", "owner", "coordinator", "executive", "admin", "privacy", "outsider"]
)
def test_lists_agree_with_the_checks(town, who):
    user = getattr(town, who)
    make_case(town=town)
    make_case(town=town, department=town.safety, owner=town.coordinator)
    make_case(town=town, department=town.safety, owner=town.coordinator, deputy=town.owner)
    invited = make_case(town=town)
    CaseMember.objects.create(case=invited, user=town.outsider, by=town.owner)

    visible = list(Case.objects.visible_to(user))

    assert set(Case.objects.kept_by(user)) == {case for case in Case.objects.all() if rules.can_edit(user, case)}
    assert set(Case.objects.linkable_by(user)) == {case for case in visible if rules.can_link(user, case)}
