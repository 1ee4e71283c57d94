"""Prints the advice for the situations in a YAML file as JSON (docs/advies.md)."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from method.directions.marked import BrokenFile
from method.directions.reading import rule_set, shipped
from method.directions.situation import situations
from method.library.advice import described_as_data
from method.library.reading import library


class Command(BaseCommand):
    help = "Print the advice for each situation in FILE as JSON: one object, or a list when the file has several."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="YAML; the format is in docs/advies.md")
        parser.add_argument("--rules", type=Path, help="other rules than the shipped ones, to see what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        file, other = Path(options["file"]), options["rules"] and Path(options["rules"])
        try:
            rules = rule_set(_text(other), other.name) if other else shipped()
            described = situations(_text(file), file.name, {record.code for record in library()})
        except BrokenFile as error:
            raise CommandError(f"Het bestand is geweigerd.\n{error}") from error
        found = [described_as_data(each, rules) for each in described]
        for each in found:
            for key in each.get("ignored", []):
                self.stderr.write(f"{each['id'] or 'situatie'}: ‘{key}’ is onbekend en telt niet mee.")
        self.stdout.write(json.dumps(found if len(found) > 1 else found[0], ensure_ascii=False, indent=2))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "het is geen tekst in UTF-8"
        raise CommandError(f"Het bestand {path} kan niet worden gelezen: {reason}.") from error
