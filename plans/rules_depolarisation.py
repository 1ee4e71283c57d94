"""When an action may begin: what the depolarisation test asks, and for whom it is a rule."""

from common.refusal import Refused
from organisation.current import organisation
from organisation.models import Organisation
from plans.models import Action
from plans.models_depolarisation import DepolarisationTest

SOURCE = "Vlaamse handreiking · Stap 3.5"


def guards_start() -> bool:
    """Whether an empty test stops an action: only where the organisation works with the Flemish words and guide.

    Everywhere else the test is offered and nothing more: the other guides do not know it.
    """
    return organisation().words == Organisation.Words.VL


def test_of(action: Action) -> DepolarisationTest | None:
    return getattr(action, "depolarisation", None)


def blocked(action: Action) -> bool:
    """Whether this action still waits for its test."""
    return waits(action) and guards_start()


def waits(action: Action) -> bool:
    """The same where the guide is followed, for lists that ask that once. What runs or ran already goes on, and a task
    of the working group itself needs no test."""
    if action.state != Action.State.TODO or action.inside:
        return False
    test = test_of(action)
    return test is None or not (test.filled or test.skip_reason)


def check_start(action: Action, to: str) -> None:
    """An action that was not begun cannot be begun or done with an empty test, unless a reason was given (R-B-146).

    Letting it lapse is always possible.
    """
    if to in (Action.State.DOING, Action.State.DONE) and blocked(action):
        raise Refused(
            "Vul eerst de vijf vragen van de depolarisatietoets in, of schrijf op waarom u toch begint.", SOURCE
        )


def check_skip(action: Action, reason: str) -> None:
    if not reason.strip():
        raise Refused("Schrijf op waarom u begint zonder ingevulde toets. De reden blijft staan.", SOURCE)
    if not blocked(action):
        raise Refused("Deze actie hoeft niet op de toets te wachten.")
