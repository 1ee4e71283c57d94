"""The meetings of the demo town: one to come, one running, two that are over. One that is there is left alone.

Made by the same verbs as in real life, so that what they show obeys every rule; then moved to the day it was.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases.models import Case
from method.map import Shape
from organisation.models import Area, Partner, Theme
from pvk.demo.cases import person
from pvk.demo.town import read
from workshops.access import digest
from workshops.actions import notes, plan, rounds, run
from workshops.models import Bridge, Invitee, Item, Meeting, Note, Round, Seat


def load_meetings() -> int:
    """Make the meetings and bridges that are missing; returns how many meetings were made."""
    data = read("meetings.yaml")
    rows = [row for row in data["meetings"] if not Meeting.objects.filter(title=row["title"]).exists()]
    for row in rows:
        with transaction.atomic():
            _MeetingLoader(row).load()
    for row in data["bridges"]:
        partner = Partner.objects.get(name=row["partner"])
        if not Bridge.objects.filter(partner=partner, group=row["group"]).exists():
            plan.add_bridge(
                partner=partner,
                group=row["group"],
                bond=row["bond"],
                reticence=row.get("reticence", ""),
                by=person("coordinator"),
            )
    return len(rows)


def moment(days: int, hour: int) -> datetime:
    """That many days from now, at the hour; on the present day the hour just begun."""
    now = timezone.localtime()
    if days == 0:
        return now.replace(minute=0, second=0, microsecond=0)
    return (now + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def shape(row: dict[str, Any]) -> Shape:
    kind = row.get("kind", "point")
    x, y = row["x"], row["y"]
    return Shape(kind, x, row.get("x2", x), y, row.get("y2", y), row.get("low", ""), row.get("high", ""))


class _MeetingLoader:
    """One meeting from its description, in the order in which it would have happened."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.row = row
        self.by = person(row["by"])
        self.seats: dict[str, Seat] = {}

    def load(self) -> None:
        row = self.row
        fields = (
            "kind",
            "title",
            "purpose",
            "convenor",
            "place",
            "minutes",
            "vertical",
            "external",
            "trust",
            "question",
        )
        self.meeting = Meeting(
            **{name: row[name] for name in fields if name in row},
            starts_at=moment(row["days"], row.get("hour", 14)),
            area=Area.objects.get(name=row["area"]) if "area" in row else None,
            theme=Theme.objects.get(name=row["theme"]) if "theme" in row else None,
        )
        run.plan(meeting=self.meeting, by=self.by)
        self._invite()
        for item in row.get("items", []):
            case = Case.objects.get(title=item["case"])
            plan.add_item(meeting=self.meeting, case=case, wording=item["wording"], by=self.by)
        if "seats" in row:
            self._run()
        if row.get("ended"):
            self._end()

    def _invite(self) -> None:
        for each in self.row.get("invited", []):
            plan.invite(
                meeting=self.meeting,
                user=person(each["user"]) if "user" in each else None,
                partner=Partner.objects.get(name=each["partner"]) if "partner" in each else None,
                function=each.get("function", ""),
                group=each.get("group", ""),
                leads=each.get("leads", False),
                by=self.by,
            )

    def _run(self) -> None:
        run.start(meeting=self.meeting, by=self.by)
        for number, seat in enumerate(self.row["seats"]):
            user = person(seat["user"]) if "user" in seat else None
            self.seats[seat["name"]] = Seat.objects.create(
                meeting=self.meeting,
                user=user,
                function=user.function if user else seat["function"],
                organisation_name=user.organisation_name if user else seat.get("organisation", ""),
                secret=None if user else digest(f"demo-{self.meeting.pk}-{number}"),
                notice_at=timezone.now(),
                contact_consent=seat.get("contact", False),
            )
        if self.row["kind"] == Meeting.Kind.NETWORK:
            self._notes()
        else:
            self._go_to("item")
        for row in self.row.get("rounds", []):
            self._round(row)

    def _go_to(self, code: str) -> None:
        self.meeting.refresh_from_db()
        run.go_to(meeting=self.meeting, step=self.meeting.steps.get(code=code), by=self.by, silent=True)

    def _notes(self) -> None:
        Meeting.objects.filter(pk=self.meeting.pk).update(summary=self.row["summary"])
        self._go_to("notes")
        notes.open_notes(meeting=self.meeting, by=self.by)
        self.meeting.refresh_from_db()
        made = []
        for row in self.row["notes"]:
            seat = self.seats[row["seat"]]
            seat.meeting = self.meeting
            made.append((row, notes.write(seat=seat, text=row["text"])))
        notes.collect(meeting=self.meeting, by=self.by)
        self._go_to("deepen")
        for row, note in made:
            note = Note.objects.select_related("meeting").get(pk=note.pk)
            if "x" not in row:
                continue
            notes.explain(note=note, by=self.by)
            note = Note.objects.select_related("meeting").get(pk=note.pk)
            notes.place_note(note=note, shape=shape(row), dissent=row.get("dissent", ""), by=self.by, seen=note.version)
            if "stage" in row:
                told = {
                    name: row[name] for name in ("stage", "dynamics", "actors", "insight", "follow_up") if name in row
                }
                notes.deepen(note=note, by=self.by, seen=note.version, **told)

    def _round(self, row: dict[str, Any]) -> None:
        self.meeting.refresh_from_db()
        item = self.meeting.items.order_by("number")[row.get("item", 0)]
        found = rounds.prepare(meeting=self.meeting, subject=item, by=self.by)
        rounds.open_round(found=found, by=self.by)
        for each in row["placements"]:
            cannot = each.get("cannot", False)
            rounds.place(
                found=found,
                seat=self.seats[each["seat"]],
                shape=None if cannot else shape(each),
                reason=each.get("reason", ""),
                sure=each.get("sure", "fairly"),
                cannot_judge=cannot,
            )
        if "outcome" not in row:
            return
        rounds.close_round(found=found, by=self.by)
        rounds.reveal(found=found, by=self.by, although_missing=True)
        rounds.settle(found=found, by=self.by, agreed=row["agreed"], outcome=row["outcome"])

    def _end(self) -> None:
        """End it and move what happened to its day; only the trail keeps the moment at which the demo was made."""
        for number, text in enumerate(self.row.get("conclusions", []), 1):
            Item.objects.filter(meeting=self.meeting, number=number).update(conclusion=text)
        self.meeting.refresh_from_db()
        run.end(meeting=self.meeting, by=self.by)
        start = self.meeting.starts_at
        end = start + timedelta(minutes=self.meeting.minutes)
        back = timezone.now() - end
        meeting = self.meeting.pk
        Meeting.objects.filter(pk=meeting).update(
            started_at=start,
            ended_at=end,
            created_at=start - timedelta(days=14),
            updated_at=end,
            insights=self.row.get("insights", ""),
            follow_up=self.row.get("follow_up", ""),
        )
        Seat.objects.filter(meeting=meeting).update(joined_at=start, seen_at=end)
        Round.objects.filter(meeting=meeting).update(
            **{name: F(name) - back for name in ("opened_at", "closed_at", "revealed_at", "settled_at")}
        )
        Note.objects.filter(meeting=meeting).update(at=F("at") - back, shown_at=F("shown_at") - back)
        Invitee.objects.filter(meeting=meeting).update(at=start - timedelta(days=12))
