"""Who keeps the working group, who belongs to it, and what the guide asks of a choice."""

from analysis.models_team import TeamMember
from cases.models import Case
from cases.rules import boolean, can_edit, check_change
from common.refusal import Refused
from method.worksheets import Item
from organisation.models import User
from organisation.roles import Permission

STEP = "Vlaamse handreiking · Stap 1.4"
CLOSED = "Alleen de werkgroep van deze casus ziet luide stemmen en zorgen. Vraag de casuseigenaar als u ze nodig hebt."


def check_keep(user: User, case: Case) -> None:
    """Changing the working group and what it decides: whoever keeps the file, while the case is open."""
    check_change(user, case)


def can_keep(user: User, case: Case) -> bool:
    return boolean(check_keep, user, case)


def in_group(user: User, case: Case) -> bool:
    """Who may read loud voices and concerns (domain §10.4, R-B-161): whoever keeps the file, the owner and the deputy,
    colleagues in the working group, and the privacy officer. One query at most, and none for the keepers."""
    if user.pk in (case.owner_id, case.deputy_id) or user.may(Permission.PRIVACY) or can_edit(user, case):
        return True
    return TeamMember.objects.now().filter(case=case.pk, user=user.pk).exists()


def check_sees(user: User, case: Case, item: Item) -> None:
    """Reading or answering a question that only the working group sees."""
    if item.closed and not in_group(user, case):
        raise Refused(CLOSED)


def check_level(pros: str, cons: str, why: str) -> None:
    """A rung goes with its pros and cons and the reason (R-B-115)."""
    if not (pros.strip() and cons.strip() and why.strip()):
        raise Refused("Schrijf bij een trede de voordelen, de nadelen en uw reden op.", STEP)


def check_user(user: User | None) -> None:
    """Only colleagues who may take part in a case can be linked to the group."""
    if user is not None and not (user.is_active and user.may(Permission.PLACE)):
        raise Refused("Deze collega kan met deze rol niet meedoen in een casus.")


def check_new_rung(now: str, then: str) -> None:
    if now == then:
        raise Refused("Deze trede is al gekozen. Kies een andere trede, of laat het zo.")
