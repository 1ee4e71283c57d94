"""The demo town can be made, and made again."""

import pytest
from django.core.management import CommandError, call_command

from cases.models import Case
from organisation.models import EscalationRoute, User
from plans.rules_pitstop import look_at
from signals.models import Signal


def test_seed_demo_twice_makes_one_town(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("seed_demo")
    first = (Case.objects.count(), Signal.objects.count(), User.objects.count(), EscalationRoute.objects.count())

    call_command("seed_demo")

    assert (
        Case.objects.count(),
        Signal.objects.count(),
        User.objects.count(),
        EscalationRoute.objects.count(),
    ) == first
    assert first[0] == 14
    assert look_at(Case.objects.get(title="Samenleven op het Bloemenplein")).filled


def test_seed_demo_keeps_away_from_a_real_town(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    User.objects.create(email="iemand@gemeente.example", name="Iemand", function="beheerder")

    with pytest.raises(CommandError, match="echte gemeente"):
        call_command("seed_demo")

    assert not Case.objects.exists()
