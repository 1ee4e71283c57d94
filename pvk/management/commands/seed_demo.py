"""Fills the database with Voorbeeldstad. Safe to run again: what is there stays as it is."""

import os
import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from organisation.actions import take_resources
from organisation.models import Area, User
from pvk.demo.advice import load_advice
from pvk.demo.analysis import load_analyses
from pvk.demo.cases import load_cases, person
from pvk.demo.meetings import load_meetings
from pvk.demo.policy import load_policies
from pvk.demo.step_three import load_step_three
from pvk.demo.team import load_teams
from pvk.demo.town import DOMAIN, load_town

SYLLABLES = "ba be bo da de do ga go ka ke ko la le lo ma me mo na no pa po ra re ro sa so ta te to va wa we zo".split()


class Command(BaseCommand):
    help = "Make the fictitious municipality Voorbeeldstad (GM9999) with people in every role and cases to look at."

    def handle(self, *args: Any, **options: Any) -> None:
        others = User.objects.exclude(email__endswith=f"@{DOMAIN}").exists()
        if others or Area.objects.filter(level=0).exclude(code="GM9999").exists():
            raise CommandError("Deze database is van een echte gemeente: de voorbeeldstad hoort daar niet in.")
        with transaction.atomic():
            load_town(demo_password())
        made = load_cases()
        load_meetings()
        load_analyses()
        load_advice()
        load_policies()
        load_teams()
        load_step_three()
        take_resources(by=person("beheerder"))
        self.stdout.write(f"Voorbeeldstad staat klaar ({made} nieuwe casussen).")


def demo_password() -> str:
    """One password for all demo logins: from PVK_DEMO_PASSWORD, or made once and kept in var."""
    given = os.environ.get("PVK_DEMO_PASSWORD", "")
    path = settings.VAR_DIR / "demo-wachtwoord.txt"
    if given or not path.exists():
        path.touch(mode=0o600)
        path.write_text(given or "-".join("".join(secrets.choice(SYLLABLES) for _ in range(3)) for _ in range(3)))
    return path.read_text().strip()
