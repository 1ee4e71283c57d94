"""Everything that beat does on time, for those who prefer cron: `manage.py run_due`. Safe to run at any moment."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from common.origin import set_origin
from pvk import due

DIGEST_FROM = 7


class Command(BaseCommand):
    help = "Herinneringen, het dagelijkse bericht (vanaf 7 uur) en opruimen; alles mag vaker."

    def handle(self, *args: Any, **options: Any) -> None:
        set_origin("opdracht run_due")
        today = timezone.localdate()
        due.remind(today)
        written = due.digest(today) if timezone.localtime().hour >= DIGEST_FROM else 0
        removed = due.retain(today)
        self.stdout.write(f"berichten geschreven: {written}")
        for what, number in removed.items():
            self.stdout.write(f"{what} opgeruimd: {number}")
