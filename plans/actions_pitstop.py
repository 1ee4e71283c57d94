"""Going on to the plan before the pitstop is filled."""

from django.db import transaction

from cases.actions.state import locked
from cases.models import Case
from common import audit
from common.refusal import Refused
from organisation.models import User
from plans import rules
from plans.models_pitstop import PitstopPass
from plans.rules_pitstop import SOURCE, guards_step


@transaction.atomic
def go_on(*, case: Case, reason: str, by: User) -> PitstopPass:
    """Open step 3 with a reason that stays, with who gave it and when. A second click finds the first."""
    row = locked(case)
    check(by, row)
    if not reason.strip():
        raise Refused("Schrijf in een paar woorden waarom u toch verdergaat.", SOURCE)
    found, made = PitstopPass.objects.get_or_create(case=row, defaults={"reason": reason.strip(), "by": by})
    if made:
        audit.record("plan.pitstop_passed", found, by=by)
    return found


def check(user: User, case: Case) -> None:
    """Whoever keeps the plan, where the plan waits."""
    rules.check_edit(user, case)
    if not guards_step():
        raise Refused("Het plan hoeft hier niet op de pitstop te wachten.", SOURCE)
