"""A case with a place and a worksheet that was begun."""

from pathlib import Path

import pytest

from analysis.actions import answers, places
from analysis.actions.answers import Content
from cases.models import CaseMember
from method.worksheets import values
from method.worksheets.load import Library, load_folder
from organisation.roles import Role
from tests.factories import make_case
from tests.people import make_user

SHEETS, WRONG = load_folder(Path(__file__).parent / "sheets")
assert not WRONG, WRONG
SHELF = Library(SHEETS)
READERS = ("analysis.models", "analysis.boards", "analysis.views", "analysis.references")


@pytest.fixture(autouse=True)
def shelf(monkeypatch):
    """These tests have worksheets of their own, so that a new text of a guide breaks none of them."""
    for module in READERS:
        monkeypatch.setattr(f"{module}.library", lambda: SHELF)
    return SHELF


@pytest.fixture
def case(town):
    return make_case(town=town)


@pytest.fixture
def place(town, case):
    return places.add(case=case, by=town.owner, label="Het plein", kind="L2", parts=["plein"], area=None, hotspot=False)


@pytest.fixture
def sheet(town, case, place, shelf):
    """The small worksheet of this test package: forms, texts and phase of one place."""
    return answers.open_sheet(case=case, worksheet=shelf.newest["kis-2"], by=town.owner, location=place)


@pytest.fixture
def all_kinds(town, case, shelf):
    """A worksheet with every kind of question."""
    return answers.open_sheet(case=case, worksheet=shelf.newest["alles"], by=town.owner)


@pytest.fixture
def partner(town, case):
    user = make_user(email="partner@welzijn.example", name="Pia Partner", role=Role.PARTNER)
    CaseMember.objects.create(case=case, user=user, by=town.owner)
    return user


@pytest.fixture
def say():
    """`say(sheet, by, "fase", {"codes": ["F1"]})`: an answer on top of the one that stands."""

    def answer(sheet, by, code, value=None, *, joint=False, unknown=False, reason="", source="", seen=None):
        item = sheet.definition.item(code)
        if seen is None:
            who = {} if joint else {"by": by}
            stands = sheet.answers.filter(item=code, joint=joint, **who).first()
            seen = stands.version if stands else 0
        said = Content(values.clean(item, value or {}), unknown, reason, source)
        return answers.answer(sheet=sheet, item=item, said=said, joint=joint, seen=seen, by=by)

    return answer


def first_step_with(sheet, code: str) -> int:
    """The number of the step that asks this."""
    return next(n for n, step in enumerate(sheet.definition.steps, 1) if any(i.code == code for i in step.items))
