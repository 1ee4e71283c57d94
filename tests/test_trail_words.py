"""The privacy officer reads words in the trail, never only the name of an action: every action of the code has them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.models_team import TeamMeeting, TeamMember, TeamQuestion, TeamService
from cases.models import Case
from common import audit
from organisation import trail
from organisation.models import (
    Area,
    Department,
    EscalationRoute,
    Instruction,
    Organisation,
    Partner,
    Resource,
    Theme,
    User,
)
from organisation.roles import Role
from plans.models import Action, PlanVersion
from plans.models_communication import Message
from signals.models import TriageStep
from workshops.models import Round

ROOT = Path(__file__).parent.parent
PACKAGES = "common organisation method signals cases workshops analysis plans evaluation pvk".split()
NAME = re.compile(r"[a-z]+\.[a-z_.]+")

KEPT = (User, Department, Area, Theme, Partner, Resource, EscalationRoute, Organisation, Instruction)
VERBS: dict[str, tuple[type, ...]] = {
    "kept": KEPT,
    "invited": (User,),
    "password_link_sent": (User,),
    "password_set": (User,),
    "deactivated": (User,),
    "activated": (User,),
    "stopped": (EscalationRoute,),
    "reported": (Resource,),
    "ended": (Area,),
}
"""What the short form in organisation/actions.py is used for."""

TEAM = [model._meta.model_name for model in (TeamMeeting, TeamMember, TeamQuestion, TeamService)]
FILLED: dict[str, list[str]] = {
    "case.{}": Case.State.values,
    "plan.{}": PlanVersion.Outcome.values,
    "plan.action_{}": Action.State.values,
    "plan.message_{}": Message.State.values,
    "report.released_{}_texts": ["0", "1", "12"],
    "role.given.{}": Role.values,
    "role.reviewed.{}": Role.values,
    "role.taken.{}": Role.values,
    "round.{}": [state for state in Round.State.values if state != Round.State.READY],
    "signal.{}": TriageStep.Part.values,
    "team.{}_added": TEAM,
    "team.{}_changed": TEAM,
}
"""An action whose name is partly made while running, with everything that may stand there."""


def _calls() -> Iterator[tuple[str, str, ast.expr, ast.Module]]:
    """Every call that writes a line: where it stands, by which function, and the name it gives."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if path == ROOT / "common/audit.py":
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and node.args:
                    called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    if called in ("record", "record_part") or (called == "_record" and path.name == "actions.py"):
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", called, node.args[0], tree


def _names(called: str, given: ast.expr, tree: ast.Module) -> Iterator[str]:
    if isinstance(given, ast.IfExp):
        yield from _names(called, given.body, tree)
        yield from _names(called, given.orelse, tree)
    elif isinstance(given, ast.Constant) and called == "_record":
        yield from (f"{model._meta.model_name}.{given.value}" for model in VERBS[given.value])  # type: ignore[attr-defined, index]
    elif isinstance(given, ast.Constant):
        yield str(given.value)
    elif isinstance(given, ast.JoinedStr):
        shape = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in given.values)  # type: ignore[misc]
        if shape != "{}.{}":  # the short form itself
            yield from (shape.format(value) for value in FILLED[shape])
    elif isinstance(given, ast.Name):  # handed on by a function of the same file
        handed = [
            each.value
            for call in ast.walk(tree)
            if isinstance(call, ast.Call)
            for each in call.args
            if isinstance(each, ast.Constant) and isinstance(each.value, str) and NAME.fullmatch(each.value)
        ]
        assert handed, given.id
        yield from handed


def test_every_action_of_the_code_has_words():
    found = {name: where for where, *call in _calls() for name in _names(*call)}

    assert len(found) > 200
    assert {name: where for name, where in found.items() if not trail.words_of(name)} == {}


def test_no_words_stay_behind_for_an_action_that_is_gone():
    found = {name for _, *call in _calls() for name in _names(*call)}

    assert set(trail.WORDS) - found == set()


def test_words_are_short_and_each_says_something_else():
    assert all(text[0].isupper() and len(text) <= 70 for text in trail.WORDS.values())
    assert len(set(trail.WORDS.values())) == len(trail.WORDS)


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("view.refused", "Scherm geweigerd: deze medewerker heeft het recht niet"),
        ("role.given.privacy", "Rol gegeven: privacyfunctionaris"),
        ("report.released_1_texts", "1 tekst vrijgegeven voor de openbare versie"),
        ("report.released_3_texts", "3 teksten vrijgegeven voor de openbare versie"),
    ],
)
def test_the_log_says_it_in_words_and_keeps_the_name(town, client_of, action, words):
    audit.record(action, "cases.case:12", by=town.owner, result="refused" if action.endswith("refused") else "ok")

    shown = client_of(town.privacy).get("/beheer/privacy/gelezen/?object=cases.case:12").content.decode()

    assert f'<td data-label="Wat">{words}<br>' in shown
    assert action in shown.replace("<wbr>", "")
    assert ("Geweigerd" if action == "view.refused" else "Gelukt") in shown


def test_an_action_of_another_release_shows_its_name(town, client_of):
    audit.record("case.dreamt_of", "cases.case:12", by=town.owner)

    shown = client_of(town.privacy).get("/beheer/privacy/gelezen/?object=cases.case:12").content.decode()

    assert "case.dreamt_of" in shown.replace("<wbr>", "")


def test_every_kind_of_thing_an_admin_keeps_is_named():
    assert set(trail.NOUNS) == {model._meta.model_name for model in KEPT}
