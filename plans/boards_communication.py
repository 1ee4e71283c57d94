"""The communication plan as its page shows it, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date

from analysis.reports import Untold, untold
from cases.models import Case
from method.plan import Entry, guide, labels
from organisation.models import User
from plans import rules
from plans.from_worksheets import POINTS, not_taken
from plans.models_communication import Communication, Message

NEXT: dict[str, tuple[tuple[str, str], ...]] = {
    Message.State.OPEN: ((Message.State.BUSY, "Begonnen"), (Message.State.DONE, "Klaar")),
    Message.State.BUSY: ((Message.State.DONE, "Klaar"),),
    Message.State.DONE: ((Message.State.BUSY, "Toch nog bezig"),),
    Message.State.DROPPED: ((Message.State.OPEN, "Weer oppakken"),),
}
LOOK = {"open": ("neutral", "neutral"), "busy": ("info", "soon"), "done": ("ok", "ok"), "dropped": ("neutral", "done")}


@dataclass(frozen=True)
class MessageRow:
    """One row, with what can be done with it in one click."""

    row: Message
    late: bool
    next: tuple[tuple[str, str], ...]
    reads_tone: bool = False
    """Whether the tone must be read before this row can be ready, and this person may do that."""

    @property
    def kind(self) -> str:
        return LOOK[self.row.state][0]

    @property
    def icon(self) -> str:
        return LOOK[self.row.state][1]

    @property
    def types(self) -> str:
        return ", ".join(labels(guide().citizen_types, self.row.types))


@dataclass(frozen=True)
class Moment:
    """The rows of one moment in the trajectory."""

    label: str
    rows: list[MessageRow]


@dataclass(frozen=True)
class CommunicationBoard:
    """The communication plan of a case."""

    case: Case
    communication: Communication
    moments: list[Moment]
    followed: list[Entry]
    others: list[Entry]
    to_take: int
    untold: list[Untold]
    """Reports of residents that wait too long for word of what was done (KIS · AZ7, R-B-101)."""
    may: bool

    @property
    def total(self) -> int:
        return sum(len(moment.rows) for moment in self.moments)

    @property
    def late(self) -> int:
        return sum(item.late for moment in self.moments for item in moment.rows)

    @property
    def late_words(self) -> str:
        return "Eén regel is te laat" if self.late == 1 else f"{self.late} regels zijn te laat"

    @property
    def checklist(self) -> str:
        """How far the checklist of open communication is (KIS · Checklist open communiceren, R-B-097)."""
        rows = [item.row for moment in self.moments for item in moment.rows if item.row.origin in POINTS]
        if not rows:
            return ""
        done = sum(row.state == Message.State.DONE for row in rows)
        return f"Checklist open communiceren: {done} van {len(POINTS)} punten klaar"

    @property
    def lacks_ambassador(self) -> str:
        """The guide wants at least one inside and one outside (CM7)."""
        lacks = [
            word
            for word, text in (("binnen", self.communication.inside), ("buiten", self.communication.outside))
            if not text
        ]
        return " en ".join(lacks)


def communication_board(case: Case, user: User, today: date) -> CommunicationBoard:
    row = Communication.objects.filter(case=case).first() or Communication(case=case)
    may = rules.allows(rules.check_edit, user, case)
    messages = [_message(each, today, may=may) for each in Message.objects.filter(case=case)]
    moments = [
        Moment(str(moment.label), [each for each in messages if each.row.moment == moment]) for moment in Message.Moment
    ]
    return CommunicationBoard(
        case=case,
        communication=row,
        moments=[moment for moment in moments if moment.rows],
        followed=[entry for entry in guide().principles if entry.code in row.principles],
        others=[entry for entry in guide().principles if entry.code not in row.principles],
        to_take=not_taken(case) if may else 0,
        untold=untold(case, today),
        may=may,
    )


def _message(row: Message, today: date, *, may: bool) -> MessageRow:
    """Being ready is one click once the tone was read; before that the page says where to do so (R-B-098)."""
    steps = NEXT[row.state] if may else ()
    if row.tone_settled:
        return MessageRow(row, row.late(today), steps)
    able = tuple((state, label) for state, label in steps if state != Message.State.DONE)
    return MessageRow(row, row.late(today), able, reads_tone=may and row.state != Message.State.DROPPED)
