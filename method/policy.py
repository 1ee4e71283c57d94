"""The policy check of the KIS guide (stap 4.1) as data: its questions, their options, and what an answer means."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "data" / "policy" / "diagnosis.yaml"


@dataclass(frozen=True)
class Option:
    """One answer that may be given."""

    code: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class Question:
    """One question of the policy check, with guide and section."""

    question: str
    source: str
    help: str = ""
    options: tuple[Option, ...] = ()

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(option.code, option.label) for option in self.options]

    def label(self, code: str) -> str:
        """The words for a code; a code that is not there any more shows as it is."""
        return next((option.label for option in self.options if option.code == code), code)

    def labels(self, codes: Iterable[str]) -> list[str]:
        return [self.label(code) for code in codes]


@cache
def questions() -> dict[str, Question]:
    """Read the file; a row with an unknown or missing field stops the start."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {name: _question(row) for name, row in data.items()}


def question(name: str) -> Question:
    return questions()[name]


def _question(row: dict) -> Question:
    options = tuple(Option(**option) for option in row.pop("options", []))
    return Question(**row, options=options)


def outcome_of(covered: str, enough: str) -> str:
    """What the first two answers of a row come to (KIS · Stap 4.1). People answer; this only names the cell.

    The guide gives four cells: ja and voldoende is covered; ja or deels and aanscherpen is sharpen; nee, or niet
    genoeg, is a white spot; weet niet is to be found out. The other cells are our choice:

    * nee stays a white spot whatever is done in the neighbourhood, and niet genoeg stays one whatever the policy says,
      also beside weet niet: both are the words of the guide, and a gap is not hidden by what is not known;
    * deels and voldoende is covered: people say that policy and what is done in the neighbourhood are enough together;
    * weet niet beside voldoende or aanscherpen is to be found out;
    * without an answer to "is dat genoeg?" ja and deels are to be found out.
    """
    if covered == "no" or enough == "not_enough":
        return "white"
    if covered not in ("yes", "partly") or not enough:
        return "find_out"
    return "covered" if enough == "enough" else "sharpen"
