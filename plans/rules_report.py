"""Who may make a version of the report for everybody."""

from cases.models import Case
from cases.rules import boolean, check_edit
from common.refusal import Refused
from organisation.models import User
from organisation.roles import Permission

PUBLISHERS = "Een openbare versie maakt de coördinator, de casuseigenaar of diens vervanger."


def check_publish(user: User, case: Case) -> None:
    """Making something public is for who answers for the case (domain file §10.4)."""
    check_edit(user, case)
    if not (user.may(Permission.CASE_ALL) or user.pk in (case.owner_id, case.deputy_id)):
        raise Refused(PUBLISHERS)
    if case.exercise:
        raise Refused("Een oefening komt niet naar buiten. Maak een openbare versie van een echte casus.")


def can_publish(user: User, case: Case) -> bool:
    return boolean(check_publish, user, case)
