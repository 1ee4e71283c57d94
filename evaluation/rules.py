"""Who may evaluate, and when."""

from cases.models import Case
from common.refusal import Refused
from organisation.models import User
from organisation.roles import Permission
from plans.rules import works_on


def check_evaluate(user: User, case: Case) -> None:
    """The coordinator, the case owner and the department that has the case."""
    if not user.may(Permission.EVALUATE):
        raise Refused("Een evaluatie vastleggen doet de casuseigenaar of de coördinator. U kunt haar wel lezen.")
    if not works_on(user, case):
        raise Refused("U kijkt mee in deze casus. De evaluatie doet de afdeling die de casus heeft.")


def can_evaluate(user: User, case: Case) -> bool:
    try:
        check_evaluate(user, case)
    except Refused:
        return False
    return True
