"""Who may choose after the advice, who keeps the library and the rules, and when a reason is needed."""

from analysis import choices
from analysis.models_advice import DirectionChoice, RuleVersion
from cases.models import Case
from cases.rules import boolean, check_change
from common.refusal import Refused
from method.directions.exercises import Exercise
from organisation.models import User
from organisation.roles import Permission as P

STEP_3 = "KIS-handreiking, stap 3"
STEP_4 = "KIS-handreiking, stap 4.2"
Outcome = DirectionChoice.Outcome


def check_choose(user: User, case: Case) -> None:
    """Choosing a direction or an example: whoever keeps the file, while the case is open."""
    check_change(user, case)


def can_choose(user: User, case: Case) -> bool:
    return boolean(check_choose, user, case)


def needs_reason(outcome: str, strength: str) -> bool:
    """Against the advice: choosing what is not advised, or leaving what is strongly advised (R-B-052)."""
    return (outcome == Outcome.YES and not strength) or (outcome == Outcome.NO and strength == "sterk")


def check_reason(outcome: str, strength: str, why: str) -> None:
    if not why.strip() and needs_reason(outcome, strength):
        if outcome == Outcome.YES:
            raise Refused("De regels adviseren deze richting niet. Schrijf op waarom u haar toch kiest.", STEP_3)
        raise Refused("De regels adviseren deze richting sterk. Schrijf op waarom u haar niet kiest.", STEP_3)


# The library


def check_library(user: User) -> None:
    """Adding, correcting and retiring examples: the coordinator and the admin."""
    if not (user.may(P.ORGANISE) or (user.may(P.CASE_ALL) and user.may(P.CASE_EDIT))):
        raise Refused("Voorbeelden toevoegen en verbeteren doet de coördinator of de beheerder.")


def can_keep_library(user: User) -> bool:
    return boolean(check_library, user)


def check_result(user: User, case: Case) -> None:
    """Writing down what an example gave: of a case that one keeps and that was looked back on."""
    if not (user.may(P.CASE_EDIT) and boolean(_keeps, user, case)):
        raise Refused("Een ervaring opschrijven doet wie het dossier bijhoudt.")
    if case.exercise:
        raise Refused("Een oefening geeft geen ervaring uit de praktijk.")
    if case.pk not in choices.looked_back([case.pk]):
        raise Refused("Kijk eerst terug op deze casus: leg een evaluatie vast.", "ESS-handreiking §4.1")


def _keeps(user: User, case: Case) -> None:
    if not (
        user.may(P.CASE_ALL) or user.pk in (case.owner_id, case.deputy_id) or case.department_id in user.department_ids
    ):
        raise Refused("Een ervaring opschrijven doet wie het dossier bijhoudt.")


# The rules


def check_rules(user: User) -> None:
    if not user.may(P.ORGANISE):
        raise Refused("De regels van het advies beheert de beheerder.")


def check_draft(version: RuleVersion) -> None:
    """Only a draft can change: what was published is kept as it was."""
    if not version.is_draft:
        raise Refused("Deze versie is geen concept meer. Maak er een nieuw concept van om iets te wijzigen.")


def check_publish(version: RuleVersion, differences: int, reason: str) -> None:
    if differences and not reason.strip():
        what = "Eén bekende situatie komt" if differences == 1 else f"{differences} bekende situaties komen"
        raise Refused(f"{what} anders uit dan verwacht. Pas de regels aan, of schrijf op waarom u ze toch publiceert.")


# Exercises


def exercise_number(case: Case) -> int:
    """Which practice case of the guide this exercise is about; 0 for another."""
    words = case.title.split(":")[0].split()
    if case.exercise and len(words) == 2 and words[0] == "Oefening" and words[1].isdigit():
        return int(words[1])
    return 0


def is_about(case: Case, exercise: Exercise) -> bool:
    return exercise_number(case) == exercise.number
