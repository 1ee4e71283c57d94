"""Who may place on the map, and when. Each check raises a sentence for a person; `can_…` is its boolean."""

from cases import rules
from cases.models import Case
from common.refusal import Refused
from organisation.models import User
from organisation.roles import Permission
from signals.models import Signal


def check_place(user: User, case: Case) -> None:
    """On a case: everyone who takes part in its exchange, while it is open."""
    rules.check_take_part(user, case)


def can_place(user: User, case: Case) -> bool:
    return rules.boolean(check_place, user, case)


def check_place_signal(user: User, signal: Signal) -> None:
    """On a signal: provisional, while the signal is open (ESS-handreiking §2.3, R-A-048)."""
    if not user.may(Permission.PLACE):
        raise Refused("Plaatsen op de kaart kan met de rol beoordelaar, partner of hoger.")
    if signal.state not in Signal.OPEN:
        raise Refused("Dit signaal is afgerond. U kunt het niet meer op de kaart plaatsen.")


def can_place_signal(user: User, signal: Signal) -> bool:
    return rules.boolean(check_place_signal, user, signal)
