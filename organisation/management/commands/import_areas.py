"""Reads areas from a CSV or GeoJSON file: all or nothing, safe to run again."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from organisation import actions, areas


class Command(BaseCommand):
    help = "Read municipality, wijken and buurten from FILE (CSV or GeoJSON, WGS84 or RD)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--valid-from", type=date.fromisoformat, default=None, help="YYYY-MM-DD; today by default")
        parser.add_argument("--end-missing", action="store_true", help="codes that are not in the file end")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"Het bestand kan niet worden gelezen: {error.strerror}.") from error
        read = areas.read(options["file"].name, content)
        plan = areas.plan(read.rows, end_missing=options["end_missing"])
        if errors := [*read.errors, *plan.errors]:
            raise CommandError("\n".join(["Er is niets ingelezen.", *errors[:50]]))
        if not options["dry_run"]:
            plan = actions.change_areas(
                rows=read.rows,
                valid_from=options["valid_from"] or timezone.localdate(),
                end_missing=options["end_missing"],
                by=None,
            )
        self.stdout.write(f"Gebieden: {plan.summary}{' (niets opgeslagen)' if options['dry_run'] else ''}.")
