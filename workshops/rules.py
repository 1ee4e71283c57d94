"""Who may do what in a meeting, and when. Each check raises a sentence for a person; `can_…` is its boolean."""

from cases.rules import boolean
from common.refusal import Refused
from organisation.models import User
from organisation.roles import Permission
from workshops.models import Invitee, Meeting, Note, Round, Seat

R = Round.State
WORKSHOP = "ESS-handreiking hoofdstuk 2, werksessie"

TRANSITIONS: dict[str, tuple[str, ...]] = {
    R.READY: (R.OPEN,),
    R.OPEN: (R.CLOSED,),
    R.CLOSED: (R.OPEN, R.REVEALED),
    R.REVEALED: (R.DISCUSSED, R.SETTLED),
    R.DISCUSSED: (R.SETTLED,),
    R.SETTLED: (),
}
"""From each state of a round, where it may go. What was revealed never becomes blind again."""


# Who


def check_plan(user: User) -> None:
    if not user.may(Permission.MEET):
        raise Refused("Een bijeenkomst plannen doet de coördinator of een casuseigenaar.")


def check_lead(user: User, meeting: Meeting) -> None:
    """The facilitator, and every second facilitator: all with the same rights, so that one can take over."""
    if not user.is_authenticated:
        raise Refused("Dit doet de gespreksleider.")
    if meeting.facilitator_id == user.pk:
        return
    if Seat.objects.filter(meeting=meeting, user=user.pk, leads=True).exists():
        return
    if Invitee.objects.filter(meeting=meeting, user=user.pk, leads=True).exists():
        return
    raise Refused("Dit doet de gespreksleider van deze bijeenkomst.")


def can_lead(user: User, meeting: Meeting) -> bool:
    return boolean(check_lead, user, meeting)


def check_take_over(user: User, meeting: Meeting) -> None:
    """Anyone who may lead meetings and can see this one: a laptop that died must not end the conversation."""
    if can_lead(user, meeting):
        return
    check_plan(user)
    check_live(meeting)
    if not Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists():
        raise Refused("U kunt deze bijeenkomst niet overnemen: u doet er niet aan mee.")


# When


def check_live(meeting: Meeting) -> None:
    if not meeting.is_live:
        raise Refused("Deze bijeenkomst is afgelopen.")


def check_running(meeting: Meeting) -> None:
    if meeting.state != Meeting.State.RUNNING:
        raise Refused("Start eerst de bijeenkomst." if meeting.is_live else "Deze bijeenkomst is afgelopen.")


def check_trust(meeting: Meeting) -> None:
    """A session without a network that trusts each other starts with a reason, not by itself (R-A-083)."""
    if meeting.kind == Meeting.Kind.NETWORK and meeting.trust == Meeting.Trust.TOO_LITTLE and not meeting.trust_reason:
        raise Refused(
            "U gaf aan dat er nog te weinig vertrouwen is. Investeer eerst in het netwerk, "
            "of schrijf op waarom u toch doorgaat.",
            source=WORKSHOP,
        )


def check_join(meeting: Meeting, user: User | None) -> None:
    check_live(meeting)
    if user is None and not meeting.guests:
        raise Refused("Aan deze bijeenkomst doet u mee met uw eigen account. Log eerst in.")


def check_move(found: Round, to: str) -> None:
    if to not in TRANSITIONS[found.state]:
        raise Refused(
            f"Deze ronde is nu: {found.get_state_display().lower()}. Een collega deed dit misschien net voor u."
        )


def check_place(seat: Seat, found: Round) -> None:
    """Placing is possible from the opening until the round is settled; after the close it counts as late."""
    check_running(found.meeting)
    if seat.meeting_id != found.meeting_id:
        raise Refused("U doet niet mee aan deze bijeenkomst.")
    if not seat.places:
        raise Refused("U zit erbij zonder te plaatsen. Vraag de gespreksleider om dat te wijzigen.")
    if found.state == R.READY:
        raise Refused("Deze ronde is nog niet open. Wacht op de gespreksleider.")
    if found.state == R.SETTLED:
        raise Refused("Deze ronde is afgerond. U kunt er niets meer aan toevoegen.")


def check_note(seat: Seat) -> None:
    check_running(seat.meeting)
    if seat.meeting.notes_state != Meeting.NotesState.OPEN:
        raise Refused("Geeltjes schrijven kan nu niet. Wacht op de gespreksleider.", source=WORKSHOP)


def check_note_place(note: Note) -> None:
    """A writer explains a note before it gets a place (R-A-088)."""
    check_running(note.meeting)
    if note.explained_at is None:
        raise Refused("Laat eerst iemand dit geeltje toelichten. Vink daarna “toegelicht” aan.", source=WORKSHOP)
