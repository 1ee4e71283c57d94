"""The work list: what waits for a person, from every package, in one order and a fixed number of queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from analysis.models_team import TeamMeeting
from cases import boards as cases
from cases.models import Case
from common.ready import ready
from common.templatetags.pvk import how_long
from evaluation import boards as evaluation
from organisation.models import Reminder, User
from organisation.reminders import LABELS
from organisation.work import WorkItem
from plans import boards as plans
from plans.models import Action
from plans.models_anchoring import Anchoring
from plans.models_communication import Message
from signals import boards as signals
from workshops import boards_plan as workshops

CAP = 50
KINDS = {"reassess": "Herbeoordelen", "review": "Check", "undiagnosed": "Casus", "question": "Vraag"}
OF_REMINDER = {
    "check": "Check",
    "action": "Actie",
    "evaluation": "Evaluatie",
    "talk": "Overleg",
    "message": "Communicatie",
    "anchoring": "Verankering",
    "feedback": "Terugkoppeling",
}
WHY = {"check": "u bent de eigenaar", "check, u vervangt de eigenaar": "u vervangt de eigenaar"}
ACUTE = "Acuut signaal"
STAGES = {
    Reminder.Stage.OWNER: "de datum is er",
    Reminder.Stage.DEPUTY: "bleef liggen; u vervangt",
    Reminder.Stage.HEAD: "bleef te lang liggen bij uw afdeling",
}


@dataclass(frozen=True)
class Line:
    """One thing that waits. `seen` is the date that a press of the button answers."""

    kind: str
    title: str
    url: str
    why: str
    due_on: date | None
    days: int | None
    urgent: bool
    post_url: str = ""
    post_label: str = ""
    held_up: bool = False

    @property
    def seen(self) -> str:
        return self.due_on.isoformat() if self.due_on else ""

    @property
    def left(self) -> str:
        return how_long(self.days).text

    @property
    def order(self) -> tuple[int, int, str]:
        """Acute first, then urgent, then what others wait for, then by how late or near it is; without a date last."""
        rank = 0 if self.kind == ACUTE else 1 if self.urgent else 2 if self.held_up else 3
        return rank, self.days if self.days is not None else 10_000, self.title


@dataclass(frozen=True)
class Section:
    title: str
    lines: list[Line]
    total: int


@dataclass(frozen=True)
class WorkList:
    """Everything that waits for one person."""

    lines: list[Line]
    cut: bool = False
    most: int | None = None

    @property
    def more(self) -> int:
        """How many lines stand on the whole list but not on this page."""
        return max(len(self.lines) - self.most, 0) if self.most else 0

    @property
    def sections(self) -> list[Section]:
        found: dict[str, list[Line]] = {name: [] for name in SECTIONS}
        for line in self.lines[: self.most]:
            found[section_of(line)].append(line)
        return [Section(title, found[name], self.count(name)) for name, title in SECTIONS.items() if found[name]]

    def count(self, name: str) -> int:
        return sum(section_of(line) == name for line in self.lines)

    @property
    def pressing(self) -> int:
        return sum(self.count(name) for name in ("now", "held_up", "late", "today"))


SECTIONS = {
    "now": "Nu oppakken",
    "held_up": "Anderen wachten op u",
    "late": "Te laat",
    "today": "Vandaag",
    "soon": "Komende week",
    "rest": "Later of zonder datum",
}


def section_of(line: Line) -> str:
    if line.urgent:
        return "now"
    if line.held_up:
        return "held_up"
    if line.days is None:
        return "rest"
    return "late" if line.days < 0 else "today" if line.days == 0 else "soon" if line.days <= 7 else "rest"


def collect(user: User, today: date, *, most: int | None = None) -> WorkList:
    """Each package gives its own lines; open reminders add what waits for someone who steps in.

    `most` limits what is shown, not what is counted.
    """
    sources = [each.work_for(user, today) for each in (signals, cases, plans, evaluation, workshops)]
    items = [item for found in sources for item in found]
    lines = [_line(item, today) for item in items]
    there = {line.url.partition("#")[0] for line in lines}
    reminders = [each for each in _open_reminders(user.pk) if each.url not in there]
    lines += _reminder_lines(reminders, user, today)
    return WorkList(
        sorted(lines, key=lambda line: line.order),
        cut=any(len(found) >= CAP for found in (*sources, reminders)),
        most=most,
    )


def _line(item: WorkItem, today: date) -> Line:
    days = item.days_left(today)
    check = item.kind == "review" and days is not None and days <= 0
    return Line(
        kind=KINDS.get(item.kind, item.kind),
        title=item.title,
        url=item.url,
        why=WHY.get(item.why, item.why),
        due_on=item.due_on,
        days=days,
        urgent=item.urgent,
        post_url=item.url if check else item.post_url,
        post_label="Nog hetzelfde" if check else item.post_label,
        held_up=item.held_up,
    )


@ready
def _open_reminders(user: int) -> QuerySet[Reminder]:
    return Reminder.objects.filter(to=user, done_at__isnull=True).order_by("due_on", "pk")[:CAP]


def _reminder_lines(reminders: list[Reminder], user: User, today: date) -> list[Line]:
    """One line per address. A title stands there only when this person may see the case."""
    titles = _titles(reminders, user)
    lines: dict[tuple[str, str], Line] = {}
    for reminder in reminders:
        title = titles.get(reminder.subject, "")
        check = reminder.kind == "check" and bool(title)
        lines.setdefault(
            (reminder.url, reminder.kind),
            Line(
                kind=OF_REMINDER.get(reminder.kind, "Herinnering"),
                title=title or LABELS.get(reminder.kind, "Herinnering"),
                url=reminder.url if title else "",
                why=STAGES[Reminder.Stage(reminder.stage)],
                due_on=reminder.due_on,
                days=(reminder.due_on - today).days,
                urgent=False,
                post_url=reminder.url if check else "",
                post_label="Nog hetzelfde" if check else "",
            ),
        )
    return list(lines.values())


def _titles(reminders: list[Reminder], user: User) -> dict[str, str]:
    """Titles of what the reminders are about, as far as this person may see it. A query for each sort of thing."""
    ids: dict[str, set[int]] = {}
    for reminder in reminders:
        label, _, pk = reminder.subject.rpartition(":")
        ids.setdefault(label, set()).add(int(pk))
    found: dict[str, str] = {}
    if wanted := ids.get("cases.case"):
        rows = Case.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", "title")
        found |= {f"cases.case:{pk}": title for pk, title in rows}
    if wanted := ids.get("plans.action"):
        visible = Case.objects.visible_to(user)
        actions = Action.objects.filter(pk__in=wanted, plan__case__in=visible).values_list("pk", "what")
        found |= {f"plans.action:{pk}": what for pk, what in actions}
    if wanted := ids.get("analysis.teammeeting"):
        talks = TeamMeeting.objects.filter(pk__in=wanted, case__in=Case.objects.visible_to(user))
        found |= {f"analysis.teammeeting:{pk}": f"Met {whom}" for pk, whom in talks.values_list("pk", "with_whom")}
    if wanted := ids.get("plans.message"):
        told = Message.objects.filter(pk__in=wanted, case__in=Case.objects.visible_to(user))
        found |= {f"plans.message:{pk}": text for pk, text in told.values_list("pk", "message")}
    if wanted := ids.get("plans.anchoring"):
        kept = Anchoring.objects.filter(pk__in=wanted, plan__case__in=Case.objects.visible_to(user))
        found |= {f"plans.anchoring:{pk}": what for pk, what in kept.values_list("pk", "what")}
    return found
