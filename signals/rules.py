"""Who may do what with a signal, and in which order. Each refusal is a sentence for a person."""

from collections.abc import Callable

from common.refusal import Refused
from organisation.models import User
from organisation.roles import Permission
from signals.models import Signal, TriageStep

S = Signal.State
TRANSITIONS: dict[str, frozenset[str]] = {
    S.NEW: frozenset({S.ASSESSING, S.LINKED, S.FOLLOWING, S.CLOSED}),
    S.ASSESSING: frozenset({S.LINKED, S.FOLLOWING, S.CLOSED}),
    S.LINKED: frozenset({S.ASSESSING, S.FOLLOWING, S.CLOSED}),
    S.FOLLOWING: frozenset({S.ASSESSING, S.LINKED, S.CLOSED}),
    S.CLOSED: frozenset({S.ASSESSING, S.LINKED}),
}
"""From a state to the states that may follow. A closed signal comes back by reopening it or by linking it."""

ORDER = (TriageStep.Part.PICTURE, TriageStep.Part.JUDGEMENT, TriageStep.Part.DECISION)
BOB = "KIS, beeld-, oordeels- en besluitvorming"


def _allowed(check: Callable[[], None]) -> bool:
    try:
        check()
    except Refused:
        return False
    return True


def check_log(user: User) -> None:
    if not user.may(Permission.SIGNAL_LOG):
        raise Refused("U kunt geen signalen vastleggen. Vraag de beheerder om de rol Melder.")


def check_triage(user: User) -> None:
    if not user.may(Permission.SIGNAL_TRIAGE):
        raise Refused("Alleen de coördinator beoordeelt signalen.", source="ESS-handreiking §5.1")


def can_triage(user: User) -> bool:
    return _allowed(lambda: check_triage(user))


def can_read_triage(user: User, signal: Signal) -> bool:
    """Those who assess, those who see all, and the department that it was given to; never the mere reporter."""
    return (
        user.may(Permission.SIGNAL_TRIAGE)
        or user.may(Permission.SIGNAL_ALL)
        or (signal.department_id is not None and signal.department_id in user.department_ids)
    )


def check_edit(user: User, signal: Signal) -> None:
    """Who assesses may always mend a signal; the reporter may until someone started to work with it."""
    if signal.state == S.CLOSED:
        raise Refused("Dit signaal is afgerond. Heropen het eerst als er iets moet veranderen.")
    if user.may(Permission.SIGNAL_TRIAGE):
        return
    if signal.reporter_id != user.pk:
        raise Refused("Alleen de melder en de coördinator passen een signaal aan.")
    if signal.state != S.NEW:
        raise Refused("Dit signaal wordt al beoordeeld. Geef een aanvulling door aan de coördinator.")


def can_edit(user: User, signal: Signal) -> bool:
    return _allowed(lambda: check_edit(user, signal))


def check_acknowledge(user: User, signal: Signal) -> None:
    if user.may(Permission.SIGNAL_TRIAGE):
        return
    alert = getattr(signal, "alert", None)
    if alert is None or not alert.people.filter(pk=user.pk).exists():
        raise Refused("Alleen wie de alarmering kreeg of de coördinator bevestigt een acuut signaal.")


def can_acknowledge(user: User, signal: Signal) -> bool:
    return signal.is_acute_waiting and _allowed(lambda: check_acknowledge(user, signal))


def check_part(signal: Signal, part: str) -> None:
    """First the picture, then the judgement, then the decision; only about a signal that is open."""
    if signal.state == S.CLOSED:
        raise Refused("Dit signaal is afgerond. Heropen het eerst.")
    place = ORDER.index(TriageStep.Part(part))
    if place == 0:
        return
    before = ORDER[place - 1]
    if not signal.triage.filter(part=before).exists():
        raise Refused(f"Leg eerst het {before.label.lower()} vast. Daarna volgt het {ORDER[place].label.lower()}.", BOB)


def check_change(signal: Signal, to: str) -> None:
    if to != signal.state and to not in TRANSITIONS[signal.state]:
        raise Refused(f"Dit kan niet: het signaal staat op “{signal.get_state_display().lower()}”.")
