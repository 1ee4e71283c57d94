"""Who fills the policy table of a case, and what a row may say. Each check raises a sentence for a person."""

from typing import Any

from analysis.models import Location
from cases.models import Case
from common.refusal import Refused
from method.policy import question
from organisation.models import User
from organisation.roles import Permission
from plans.models_policy import PolicyRow
from plans.rules import works_on

SOURCE = "KIS-handreiking, stap 4.1"


def check_fill(user: User, case: Case) -> None:
    """The table belongs to who keeps the plan: whether policy covers a problem is theirs to say."""
    if not user.may(Permission.PLAN_EDIT):
        raise Refused("De beleidstabel invullen doet de casuseigenaar of de coördinator. U kunt de tabel wel lezen.")
    if not works_on(user, case):
        raise Refused("U kijkt mee in deze casus. De beleidstabel invullen doet de afdeling die de casus heeft.")
    if case.state == Case.State.CLOSED:
        raise Refused("Deze casus is gesloten. Heropen de casus om de beleidstabel te wijzigen.")


def check_answers(values: dict[str, Any]) -> None:
    """Only answers that the guide offers. The first question has *weet ik niet*, so it always has an answer."""
    if values["covered"] not in _codes("covered"):
        raise Refused("Kies of het gewone beleid dit al aanpakt. Weet u het niet? Dat is ook een antwoord.", SOURCE)
    if values["enough"] and values["enough"] not in _codes("enough"):
        raise Refused("Dit antwoord bestaat niet. Kies een van de antwoorden in de lijst.", SOURCE)
    if not set(values["policies"]) <= _codes("policies"):
        raise Refused("Dit beleid staat niet in de lijst.", SOURCE)
    if not set(values["parties"]) <= _codes("parties") or not set(values["parties"].values()) <= _codes("involved"):
        raise Refused("Deze sector staat niet in de lijst.", SOURCE)
    if "other" in values["parties"] and not values["party_other"].strip():
        raise Refused("Schrijf op welke andere partij nodig is.", SOURCE)


def check_place(case: Case, location: Location | None) -> None:
    if location is not None and location.case_id != case.pk:
        raise Refused("Deze plek hoort bij een andere casus.")


def check_invite(row: PolicyRow, sector: str) -> None:
    """Inviting is for who is needed and does not take part yet (vraag 4)."""
    if sector not in row.missing:
        raise Refused("Deze sector ontbreekt hier niet meer. Laad de pagina opnieuw.", f"{SOURCE}, vraag 4")


def _codes(name: str) -> set[str]:
    return {option.code for option in question(name).options}
