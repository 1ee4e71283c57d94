"""The demo town at size, for benchmarks."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from pvk.demo.load import Loader


class Command(BaseCommand):
    help = "Fill Voorbeeldstad up to this many signals and cases. Makes the demo town first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--signals", type=int, default=100_000)
        parser.add_argument("--cases", type=int, default=10_000)

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("seed_demo", stdout=self.stdout)
        with transaction.atomic():
            Loader(signals=options["signals"], cases=options["cases"]).load()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.stdout.write(f"Gevuld tot {options['signals']} signalen en {options['cases']} casussen.")
