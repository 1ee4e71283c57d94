"""The facilitator's console: where are we, who sits at the table, and what is the next best thing to press.

Of a blind round it knows who placed, never what and never when. Its number of statements is the same for one seat and
for a hundred.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.urls import NoReverseMatch, reverse

from method.content import Item as Text
from method.content import content
from organisation.models import User
from workshops.boards_stage import NoteView, Scene, Stage, Wall, stage, wall
from workshops.models import BlindPlacement, Item, Meeting, Note, ProgrammeStep, Round, Seat

Code = ProgrammeStep.Code
BLIND = {Scene.READY, Scene.OPEN, Scene.CLOSED}
TIMERS = (1, 2, 3, 5)


@dataclass(frozen=True)
class Act:
    """One button: what it says, where it goes, and why it is the next thing to do."""

    label: str
    url: str
    fields: tuple[tuple[str, object], ...] = ()
    why: str = ""
    link: bool = False


@dataclass(frozen=True)
class SeatRow:
    """Somebody at the table. `placed` is known while a round runs: yes or no, and nothing more."""

    seat: Seat
    placed: bool | None
    own: bool


@dataclass(frozen=True)
class ItemRow:
    """A point on the agenda and how far it is."""

    item: Item
    rounds: Sequence[Round]
    now: bool

    @property
    def last(self) -> Round | None:
        return self.rounds[-1] if self.rounds else None

    @property
    def coming(self) -> int:
        """The number of the next round on this point."""
        return self.last.number + 1 if self.last else 1

    @property
    def words(self) -> str:
        if self.last is None:
            return "nog niet geplaatst"
        return f"ronde {self.last.number}: {self.last.get_state_display().split(':')[0].lower()}"


@dataclass(frozen=True)
class Console:
    """Everything on the console, read in a fixed number of statements."""

    meeting: Meeting
    user: User
    stage: Stage
    steps: list[ProgrammeStep]
    seats: list[SeatRow]
    items: list[ItemRow]
    wall: Wall
    asks: str = ""

    @property
    def scene(self) -> Scene:
        return self.stage.scene if not self.meeting.blank else _scene_behind(self.meeting)

    @property
    def round(self) -> Round | None:
        return self.meeting.round

    @property
    def is_blind(self) -> bool:
        return self.round is not None and not self.round.is_shown

    @property
    def running(self) -> bool:
        return self.meeting.state == Meeting.State.RUNNING

    # Time

    @property
    def planned_minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    @property
    def minutes_words(self) -> str:
        """The sum of the steps against the time of the meeting (R-A-095)."""
        total, room = self.planned_minutes, self.meeting.minutes
        said = f"De stappen duren samen {total} van de {room} minuten."
        if total > room:
            return f"{said} Dat is {total - room} minuten te veel."
        return f"{said} U houdt {room - total} minuten over." if total < room else said

    # The table

    @property
    def own(self) -> Seat | None:
        return next((row.seat for row in self.seats if row.own), None)

    @property
    def placing(self) -> int:
        return sum(row.seat.places for row in self.seats)

    @property
    def leaders(self) -> list[Seat]:
        return [row.seat for row in self.seats if row.seat.leads]

    @cached_property
    def missing(self) -> int:
        """How many are waited for. The same rule as `rounds.waiting_for`, on rows that were read already."""
        return sum(row.seat.places and not row.placed for row in self.seats) if self.is_blind else 0

    @property
    def missing_words(self) -> str:
        return f"Nog {self.missing} niet" if self.missing else "Iedereen heeft geplaatst"

    # Content of the step

    @property
    def step_text(self) -> Text | None:
        """What the step is for. The introduction of the guide, with its question, belongs to a work session."""
        now = self.meeting.step
        if now is None or (now.code == Code.INTRODUCTION and self.meeting.kind == Meeting.Kind.CASES):
            return None
        return content().step(now.code)

    @property
    def questions(self) -> Sequence[Text]:
        return content().introductions

    @property
    def shows_introduction(self) -> bool:
        return self.running and self.scene == Scene.INTRODUCTION

    @property
    def shows_slides(self) -> bool:
        return self.running and self.scene == Scene.PRESENTATION

    @property
    def shows_writing(self) -> bool:
        return self.running and self.scene == Scene.NOTES_OPEN

    @property
    def shows_notes(self) -> bool:
        return self.running and bool(self.wall.notes) and not self.round

    @property
    def deepens(self) -> bool:
        return bool(self.meeting.step and self.meeting.step.code == Code.DEEPEN)

    # What to press

    def to(self, name: str, *more: object) -> str:
        return reverse(f"workshops:{name}", args=[self.meeting.pk, *more])

    @cached_property
    def primary(self) -> Act | None:
        """The one thing that most likely comes next."""
        if not self.meeting.is_live:
            return None
        if not self.running:
            return Act("Start de bijeenkomst", self.to("lead_start"), why="Ieder kan al meedoen met de code.")
        if self.meeting.blank:
            return Act(
                "Zet het scherm weer aan", self.to("lead_blank"), (("blank", 0),), "Het grote scherm is nu leeg."
            )
        return self._of_round(self.round) if self.round else self._of_step()

    def _of_round(self, found: Round) -> Act:
        seen = (("missing", self.missing),)
        if found.state == Round.State.READY:
            return Act("Open de ronde", self.to("lead_open", found.pk), why="Dan kan iedereen plaatsen.")
        if found.state == Round.State.OPEN:
            if self.asks == "sluiten" and self.missing:
                why = f"{self.missing_words}. Wie daarna plaatst, telt apart als laat."
                return Act("Toch sluiten", self.to("lead_close", found.pk), seen, why)
            why = "Iedereen heeft geplaatst." if not self.missing and self.stage.placed else ""
            return Act("Sluit de ronde", self.to("lead_close", found.pk), why=why)
        if found.state == Round.State.CLOSED:
            if self.missing:
                why = f"{self.missing_words} geplaatst. U hoeft niet te wachten."
                return Act("Toch onthullen", self.to("lead_reveal", found.pk), seen, why)
            return Act("Onthul", self.to("lead_reveal", found.pk), why="Dan ziet iedereen alle plaatsingen tegelijk.")
        if found.state == Round.State.REVEALED:
            why = "Laat eerst de uitersten vertellen wat zij zien. Draai kaartjes om waar dat helpt."
            return Act("Begin het gesprek", self.to("lead_discuss", found.pk), why=why)
        if found.state == Round.State.DISCUSSED and (settle := address("settle", self.meeting.pk, found.pk)):
            return Act("Rond deze ronde af", settle, why="Leg vast of u het eens bent, of juist niet.", link=True)
        return self._after_round()

    def _after_round(self) -> Act:
        """The subject is settled: the next one, or back to the programme."""
        if self.meeting.kind == Meeting.Kind.NETWORK:
            return Act("Terug naar de geeltjes", self.to("lead_put_away"))
        return self._next_item() or self._next_step()

    def _of_step(self) -> Act:
        scene, notes = self.scene, self.wall.notes
        if scene == Scene.INTRODUCTION and not self.meeting.summary:
            why = "Sluit het voorstelrondje af met een positieve samenvatting."
            return Act("Schrijf de samenvatting", "#samenvatting", why=why, link=True)
        if scene == Scene.PRESENTATION and self.stage.slide_number < len(self.stage.slides):
            return Act("Volgende dia", self.to("lead_slide"), (("number", self.stage.slide_number + 1),))
        if scene == Scene.NOTES_SOON:
            return Act("Laat iedereen schrijven", self.to("lead_notes_open"), why="Ieder krijgt drie geeltjes.")
        if scene == Scene.NOTES_OPEN:
            why = f"{self.stage.notes.words}. Daarna leest iedereen ze." if self.stage.notes else ""
            return Act("Haal de geeltjes op", self.to("lead_collect"), why=why)
        if scene == Scene.NOTES_MAP:
            act = self._deepen_next(notes) if self.deepens else self._place_next(notes)
            return act or self._next_step()
        if scene == Scene.AGENDA:
            return self._next_item() or self._next_step()
        return self._next_step()

    def _place_next(self, notes: Sequence[NoteView]) -> Act | None:
        now = self.wall.now
        if now:
            why = "In overleg. Wie het anders ziet, schrijft u erbij."
            return Act(f"Plaats geeltje {now.number}", self.to("note_place", now.note.pk), why=why, link=True)
        waiting = next((each for each in notes if not each.note.explained_at), None)
        if waiting is None:
            return None
        why = f"“{waiting.note.text}” Laat de schrijver vertellen wat hij of zij bedoelt."
        url = self.to("note_explain", waiting.note.pk)
        return Act(f"Geeltje {waiting.number} is toegelicht", url, (("explained", 1),), why)

    def _deepen_next(self, notes: Sequence[NoteView]) -> Act | None:
        for each in notes:
            if each.note.placed_at and not (each.note.stage or each.note.insight):
                url = self.to("note_deepen", each.note.pk)
                return Act(f"Verdiep geeltje {each.number}", url, why=f"“{each.note.text}”", link=True)
        return None

    def _next_item(self) -> Act | None:
        row = next((row for row in self.items if not row.rounds), None)
        if row is None:
            return None
        which = (("item", row.item.pk), ("number", 1))
        return Act(
            "Leg het volgende punt voor" if self.round else "Leg het punt voor",
            self.to("lead_prepare"),
            which,
            f"“{row.item.wording}”",
        )

    def _next_step(self) -> Act:
        now = self.meeting.step.number if self.meeting.step else 0
        coming = next((step for step in self.steps if step.number > now), None)
        if coming is None:
            return Act("Rond de bijeenkomst af", self.to("lead_end"), why="Het programma is klaar.", link=True)
        name = content().step(coming.code).title
        return Act(f"Verder: {name}", self.to("lead_step"), (("step", coming.pk),), f"{coming.minutes} minuten.")

    @cached_property
    def others(self) -> list[Act]:
        """Quiet buttons: what may also come next."""
        found = self.round
        if not self.running or found is None:
            return []
        acts = []
        if found.state == Round.State.OPEN and self.asks == "sluiten":
            acts.append(Act("Nog even wachten", self.to("lead"), link=True))
        if found.state == Round.State.CLOSED:
            acts.append(Act("Open de ronde weer", self.to("lead_open", found.pk)))
        if found.is_shown:
            which = ("item", found.item_id) if found.item_id else ("note", found.note_id)
            fields = (which, ("number", found.number + 1))
            acts.append(Act("Nieuwe ronde over hetzelfde", self.to("lead_prepare"), fields))
            if found.state == Round.State.REVEALED and (settle := address("settle", self.meeting.pk, found.pk)):
                acts.append(Act("Rond deze ronde af", settle, link=True))
            acts.append(Act("Terug naar het programma", self.to("lead_put_away")))
        return acts

    @property
    def report_url(self) -> str:
        return address("report", self.meeting.pk)

    @property
    def timers(self) -> list[tuple[int, int]]:
        """Minutes on the button, seconds in the form."""
        return [(minutes, minutes * 60) for minutes in TIMERS]


def _scene_behind(meeting: Meeting) -> Scene:
    """What the screen would show if it were not empty."""
    blank, meeting.blank = meeting.blank, False
    try:
        return stage(meeting).scene
    finally:
        meeting.blank = blank


def address(name: str, *args: object) -> str:
    """An address of another part of the meeting; empty where that part is not installed."""
    try:
        return reverse(f"workshops:{name}", args=args)
    except NoReverseMatch:
        return ""


def console(meeting: Meeting, user: User, *, asks: str = "") -> Console:
    """About ten statements, whatever the number of people."""
    blank, meeting.blank = meeting.blank, False
    now = stage(meeting)  # the console shows what stands behind an empty screen
    meeting.blank = blank
    return Console(
        meeting=meeting,
        user=user,
        stage=now,
        steps=list(meeting.steps.all()),
        seats=_seats(meeting, user),
        items=_items(meeting),
        wall=now.wall or wall(meeting),
        asks=asks,
    )


def _seats(meeting: Meeting, user: User) -> list[SeatRow]:
    """In the order of arrival, never in the order of placing."""
    found = meeting.round
    rows = list(meeting.seats.filter(left_at__isnull=True).order_by("-leads", "joined_at", "pk"))
    if found is None or found.is_shown:
        return [SeatRow(seat, None, seat.user_id == user.pk) for seat in rows]
    there = set(BlindPlacement.objects.in_time().filter(round=found.pk).values_list("seat", flat=True))
    return [SeatRow(seat, seat.pk in there, seat.user_id == user.pk) for seat in rows]


def _items(meeting: Meeting) -> list[ItemRow]:
    rounds = Prefetch("rounds", queryset=Round.objects.order_by("number"))
    now = meeting.round.item_id if meeting.round else None
    return [ItemRow(item, list(item.rounds.all()), item.pk == now) for item in meeting.items.prefetch_related(rounds)]


def left_over(meeting: Meeting) -> list[str]:
    """What is not done yet, said before a meeting is ended. Nothing of it stops anybody."""
    said = []
    items = meeting.items.filter(rounds__isnull=True).count()
    if items:
        said.append(f"{items} {'punt is' if items == 1 else 'punten zijn'} nog niet besproken.")
    if meeting.kind == Meeting.Kind.NETWORK:
        shown = Note.objects.shown().filter(meeting=meeting)
        if not meeting.summary:
            said.append("De positieve samenvatting van het voorstelrondje is er nog niet.")
        if not shown.filter(placed_at__isnull=False).exists():
            said.append("Er staat nog geen geeltje op de kaart.")
        elif not shown.exclude(stage="", insight="").exists():
            said.append("Er is nog geen geeltje verdiept.")
    return said
