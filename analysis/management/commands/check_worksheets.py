"""`manage.py check_worksheets [FILE …]`: says of each worksheet that it is sound, or the line and the reason."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from method.worksheets import Broken, Worksheet, load_file
from method.worksheets.load import load_folder
from organisation.words import WORDS


class Command(BaseCommand):
    help = "Controleert werkbladen. Zonder bestand: alle werkbladen."
    requires_system_checks: list[str] = []  # the check would stop on the very fault that is asked about

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="BESTAND")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        sheets, broken = _read(files) if files else load_folder(words=WORDS)
        for sheet in sheets:
            items = sum(1 for _ in sheet.items)
            self.stdout.write(
                f"{sheet.code} versie {sheet.version}: in orde ({len(sheet.steps)} stappen, {items} vragen)"
            )
        for wrong in broken:
            self.stderr.write(str(wrong))
        if broken:
            raise CommandError(f"{len(broken)} van {len(sheets) + len(broken)} werkbladen zijn niet in orde.")


def _read(files: list[Path]) -> tuple[list[Worksheet], list[Broken]]:
    sheets, broken = [], []
    for path in files:
        try:
            sheets.append(load_file(path, WORDS))
        except Broken as wrong:
            broken.append(wrong)
    return sheets, broken
