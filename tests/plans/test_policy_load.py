"""The town at size has an analysis and a policy table in each case that was added."""

import pytest
from django.core.management import call_command

from analysis import situation
from analysis.models import Answer, Location
from cases.models import Case
from method.policy import outcome_of
from plans.models_policy import PolicyRow
from pvk.demo.load import Loader

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_cases_that_were_added_carry_places_answers_and_policy(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("seed_demo")
    before = Case.objects.order_by("-pk").first().pk

    Loader(signals=0, cases=Case.objects.count() + 5).load()

    added = list(Case.objects.filter(pk__gt=before))
    assert len(added) == 5
    for case in added:
        places = Location.objects.filter(case=case)
        found = situation.of(case)
        assert places.count() == 2 and Answer.objects.filter(sheet__case=case).count() == 6
        assert all(place.phases and place.answers for place in found.situation.places)
        assert PolicyRow.objects.filter(case=case).count() == 3
    for row in PolicyRow.objects.all():
        assert row.outcome == outcome_of(row.covered, row.enough)
        assert row.misses.split() == row.missing
