"""Who may do what with a case, and when. Each check raises a sentence for a person; `can_…` is its boolean."""

from collections.abc import Callable

from cases.models import Case, Diagnosis
from common.refusal import Refused
from method.map import movement
from organisation.models import User
from organisation.roles import Permission

S = Case.State
STEP_4 = "ESS-handreiking §2.4"

TRANSITIONS: dict[str, tuple[str, ...]] = {
    S.OBSERVE: (S.EXCHANGE, S.DIAGNOSED, S.CLOSED),
    S.EXCHANGE: (S.OBSERVE, S.DIAGNOSED, S.CLOSED),
    S.DIAGNOSED: (S.OBSERVE, S.EXCHANGE, S.ACTING, S.MONITORING, S.CLOSED),
    S.ACTING: (S.OBSERVE, S.EXCHANGE, S.DIAGNOSED, S.MONITORING, S.EVALUATING, S.CLOSED),
    S.MONITORING: (S.OBSERVE, S.EXCHANGE, S.DIAGNOSED, S.ACTING, S.EVALUATING, S.CLOSED),
    S.EVALUATING: (S.OBSERVE, S.EXCHANGE, S.DIAGNOSED, S.ACTING, S.MONITORING, S.CLOSED),
    S.CLOSED: (S.OBSERVE, S.EXCHANGE),
}
"""From each state, where a case may go. Going back is always possible; a closed case is reopened with a reason."""

EXPLAINED: dict[str, str] = {
    S.OBSERVE: "Signalen en context verzamelen.",
    S.EXCHANGE: "Ieder plaatst de casus op de kaart en u wisselt argumenten uit.",
    S.DIAGNOSED: "U hebt samen vastgesteld wat er nu speelt.",
    S.ACTING: "U voert het plan uit.",
    S.MONITORING: "U volgt de casus en kijkt op vaste momenten opnieuw.",
    S.EVALUATING: "U kijkt terug: wat wilden we, hoe is het nu, wat passen we aan?",
    S.CLOSED: "De casus is afgerond. U kunt hem met een reden heropenen.",
}


def boolean(check: Callable[..., None], *arguments: object) -> bool:
    try:
        check(*arguments)
    except Refused:
        return False
    return True


# Who


def _works_on(user: User, case: Case) -> bool:
    """Whether the case is this person's to keep: own case, as deputy, or of the own department."""
    return (
        user.may(Permission.CASE_ALL)
        or user.pk in (case.owner_id, case.deputy_id)
        or case.department_id in user.department_ids
    )


def check_open(user: User) -> None:
    if not user.may(Permission.CASE_OPEN):
        raise Refused("Een casus openen doet de coördinator of een casuseigenaar.")


def check_edit(user: User, case: Case) -> None:
    """The file itself, its groups, links, state and people."""
    if not user.may(Permission.CASE_EDIT):
        raise Refused("Uw rol is meekijken. Het dossier wijzigen doet de casuseigenaar of de coördinator.")
    if not _works_on(user, case):
        raise Refused("U kijkt mee op uitnodiging. Het dossier wijzigen doet de afdeling die de casus heeft.")


def can_edit(user: User, case: Case) -> bool:
    return boolean(check_edit, user, case)


def check_change(user: User, case: Case) -> None:
    """A change of the file: by whom, and only while the case is open."""
    check_edit(user, case)
    if case.state == S.CLOSED:
        raise Refused("Deze casus is gesloten. Heropen de casus om iets te wijzigen.")


def can_change(user: User, case: Case) -> bool:
    return boolean(check_change, user, case)


def check_take_part(user: User, case: Case) -> None:
    """Adding to the exchange: everyone who may place on the map and can see the case."""
    if not user.may(Permission.PLACE):
        raise Refused("Uw rol is lezen. Meedoen aan de uitwisseling kan met de rol beoordelaar, partner of hoger.")
    if case.state == S.CLOSED:
        raise Refused("Deze casus is gesloten. De casuseigenaar of de coördinator kan hem heropenen.")


def can_take_part(user: User, case: Case) -> bool:
    return boolean(check_take_part, user, case)


def check_link(user: User, case: Case) -> None:
    """Linking is allowed to a closed case as well: it then asks to be looked at again (R-A-079)."""
    if not user.may(Permission.SIGNAL_TRIAGE):
        check_edit(user, case)


def can_link(user: User, case: Case) -> bool:
    return boolean(check_link, user, case)


# When


def check_transition(case: Case, to: str) -> None:
    """Whether the case may go to this state now, given what it holds."""
    if to not in TRANSITIONS[case.state]:
        raise Refused(f"Van “{case.get_state_display()}” kan een casus niet naar “{S(to).label}”.")
    if to in (S.DIAGNOSED, S.ACTING) and case.diagnosis is None:
        raise Refused("Leg eerst een diagnose vast: wat is er aan de hand en is er aanleiding om te handelen?", STEP_4)
    if to == S.ACTING and case.diagnosis and case.diagnosis.outcome != Diagnosis.Outcome.ACT:
        raise Refused("De laatste diagnose is niet “Handelen”. Stel eerst een nieuwe diagnose.", STEP_4)
    if to == S.MONITORING and case.review_on is None:
        raise Refused("Kies eerst een datum voor de volgende check.", "ESS-handreiking §2.4")


def check_reason(case: Case, to: str, reason: str) -> None:
    if not reason.strip() and S.CLOSED in (to, case.state):
        what = "sluit" if to == S.CLOSED else "heropent"
        raise Refused(f"Schrijf in een paar woorden waarom u de casus {what}.")


def decreased(case: Case) -> bool:
    """Whether the last diagnosis lies lower on the map than the first: then closing asks what made it so (R-A-081)."""
    found = list(case.diagnoses.select_related("placement").order_by("at", "pk"))
    return len(found) > 1 and movement(found[0].placement.shape, found[-1].placement.shape).code == "falling"


def next_states(case: Case) -> list[tuple[str, str, str]]:
    """Each state the table allows from here: value, label, and why it is not possible yet (or nothing)."""
    answers = []
    for to in TRANSITIONS[case.state]:
        try:
            check_transition(case, to)
            answers.append((str(to), S(to).label, ""))
        except Refused as no:
            answers.append((str(to), S(to).label, no.sentence))
    return answers


def diagram() -> str:
    """The table as a Mermaid state diagram, for docs/cases-states.md."""
    lines = ["stateDiagram-v2", "    [*] --> observe"]
    lines += [f"    {state.value}: {state.label}" for state in S]
    lines += [f"    {was.value} --> {S(to).value}" for was in S for to in TRANSITIONS[was]]
    lines.append("    closed --> [*]: bewaartermijn voorbij")
    return "\n".join(lines)
