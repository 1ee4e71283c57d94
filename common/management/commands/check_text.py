"""Checks a file for personal data, one text a line; prints a JSON list of findings for each line."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.textcheck import check


class Command(BaseCommand):
    help = "Prints for each line of FILE a list of findings: kind, start, end, refuse, message."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["file"].read_text(encoding="utf-8-sig", errors="replace")
        except OSError as error:
            raise CommandError(f"Kan het bestand niet lezen: {error.strerror}") from error
        lines = text.split("\n")
        if lines and not lines[-1]:
            lines.pop()
        findings = [[asdict(finding) for finding in check(line.removesuffix("\r"))] for line in lines]
        self.stdout.write("[" + ",\n ".join(json.dumps(found, ensure_ascii=False) for found in findings) + "]")
