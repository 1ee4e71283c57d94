"""One line of the work list: what waits for a person, and by when. Each package makes its own lines."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class WorkItem:
    """`why` says in a few words why it is on the list of this person; `due_on` is None when there is no date.

    With `post_url` the line has a button `post_label` that does the work at once; it posts the date in `seen`, so that
    pressing twice does it once. `subject` names the row (`cases.case:12`), so that two reasons become one line.
    `held_up` says that colleagues cannot go on before this person did something.
    """

    kind: str
    title: str
    url: str
    why: str
    due_on: date | None = None
    urgent: bool = False
    post_url: str = ""
    post_label: str = ""
    subject: str = ""
    held_up: bool = False

    def days_left(self, today: date) -> int | None:
        return (self.due_on - today).days if self.due_on else None
