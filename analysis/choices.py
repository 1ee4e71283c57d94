"""Where higher packages hook in when an example is chosen, and say what came of it. Same transaction.

@on_choice
def draft_action(choice, by): ...       # called for a new choice, and again for one that was made before

@came_of
def actions(choices): ...               # {choice.pk: Came("Actie in het plan", url)}, in a fixed number of queries

@evaluated
def has_evaluation(case): ...           # whether somebody looked back on this case
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from analysis.models_advice import InterventionChoice
from cases.models import Case
from organisation.models import User


@dataclass(frozen=True)
class Came:
    """What a choice led to: a few words and where it stands."""

    text: str
    url: str = ""


Made = Callable[[InterventionChoice, User], None]
Result = Callable[[list[InterventionChoice]], Mapping[int, Came]]
Looked = Callable[[list[int]], set[int]]
_made: list[Made] = []
_results: list[Result] = []
_looked: list[Looked] = []


def on_choice(function: Made) -> Made:
    if function not in _made:
        _made.append(function)
    return function


def came_of(function: Result) -> Result:
    if function not in _results:
        _results.append(function)
    return function


def evaluated(function: Looked) -> Looked:
    """Register a function that says which of these cases somebody looked back on."""
    if function not in _looked:
        _looked.append(function)
    return function


def tell(choice: InterventionChoice, by: User) -> None:
    for function in _made:
        function(choice, by)


def results(choices: Iterable[InterventionChoice]) -> dict[int, list[Came]]:
    rows = list(choices)
    found: dict[int, list[Came]] = {}
    for function in _results if rows else ():
        for pk, came in function(rows).items():
            found.setdefault(pk, []).append(came)
    return found


def looked_back(cases: Iterable[int]) -> set[int]:
    pks = list(cases)
    closed = set(Case.objects.filter(pk__in=pks, state=Case.State.CLOSED).values_list("pk", flat=True))
    return closed.union(*(function(pks) for function in _looked))
