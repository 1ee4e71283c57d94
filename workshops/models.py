"""Meetings in which people place a tension together: each for themselves, blind, and then in the open.

Two kinds, one mechanism. A network session (*werksessie*) collects situations on sticky notes; a case meeting looks at
cases or signals that exist. Both place in rounds on a subject: an agenda item or a note.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from simple_history.models import HistoricalRecords

from cases.models import PHASES, Case, Diagnosis, Placement
from common.models import Versioned
from method.map import Shape
from organisation.models import Area, Partner, Theme, User
from organisation.roles import Permission
from signals.models import Signal

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Signs of a join code: none that look alike when read from a wall or said aloud."""
CODE_LENGTH = 6
NOTES_EACH = 3


def new_code() -> str:
    return get_random_string(CODE_LENGTH, ALPHABET)


def new_key() -> str:
    """The secret in the address of a big screen or of a seat."""
    return get_random_string(40)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> "MeetingQuerySet":
        """Who sees all cases sees all meetings; others see those they lead or have a seat in, and those they are
        invited to as long as these are not over."""
        if user.may(Permission.CASE_ALL):
            return self
        seated = Seat.objects.filter(user=user.pk).values("meeting")
        invited = Invitee.objects.filter(user=user.pk)
        return self.filter(
            Q(facilitator=user.pk)
            | Q(pk__in=seated)
            | Q(pk__in=invited.filter(leads=True).values("meeting"))
            | (~Q(state=Meeting.State.ENDED) & Q(pk__in=invited.values("meeting")))
        )

    def live(self) -> "MeetingQuerySet":
        """Meetings that people may be in now. See also Meeting.is_live."""
        return self.filter(state__in=Meeting.LIVE)


class Meeting(Versioned):
    """A conversation at which tensions are put on the map together (ESS-handreiking hoofdstuk 2, werksessie)."""

    class Kind(models.TextChoices):
        NETWORK = "network", "Werksessie met het netwerk"
        CASES = "cases", "Overleg over casussen"

    class State(models.TextChoices):
        PLANNED = "planned", "Gepland"
        RUNNING = "running", "Bezig"
        ENDED = "ended", "Afgerond"
        CANCELLED = "cancelled", "Afgelast"

    class Trust(models.TextChoices):
        ENOUGH = "enough", "Ja, er is een netwerk met genoeg vertrouwen"
        TOO_LITTLE = "too_little", "Nee, onvoldoende"
        UNKNOWN = "unknown", "Weet ik niet"

    class NotesState(models.TextChoices):
        CLOSED = "closed", "Nog niet open"
        OPEN = "open", "Iedereen schrijft"
        COLLECTED = "collected", "Opgehaald"

    class CancelReason(models.TextChoices):
        """A choice, because it is mailed to who was invited: what somebody types stays inside."""

        LATER = "later", "Het wordt een later moment"
        NETWORK = "network", "We investeren eerst in het netwerk"
        FEW = "few", "Er konden te weinig mensen"
        SOLVED = "solved", "Het is niet meer nodig"
        OTHER = "other", "Om een andere reden"

    LIVE = (State.PLANNED, State.RUNNING)

    kind = models.CharField("soort bijeenkomst", max_length=8, choices=Kind.choices)
    title = models.CharField("titel", max_length=120, help_text="Noem de kwestie of het gebied, geen personen.")
    purpose = models.TextField("doel", max_length=1000)
    convenor = models.CharField(
        "wie nodigt uit?", max_length=100, help_text="Functie, bijvoorbeeld: wijkregisseur of burgemeester."
    )
    area = models.ForeignKey(
        Area, verbose_name="gebied", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    theme = models.ForeignKey(
        Theme, verbose_name="thema", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField("datum en tijd")
    minutes = models.PositiveSmallIntegerField("duur (minuten)", default=150)
    place = models.CharField("plaats", max_length=120, blank=True)
    vertical = models.BooleanField("het gaat ook over de verhouding met de overheid", default=False)
    external = models.BooleanField("met het externe netwerk", default=False)
    trust = models.CharField(
        "is er een netwerk met genoeg vertrouwen?", max_length=10, choices=Trust.choices, blank=True
    )
    trust_reason = models.CharField("waarom gaat u toch door?", max_length=300, blank=True)
    network_done_at = models.DateTimeField("er is in het netwerk geïnvesteerd", null=True, editable=False)
    guests = models.BooleanField("meedoen zonder account mag", default=True)
    show_functions = models.BooleanField("na het onthullen staat de functie bij elke plaatsing", default=True)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="gespreksleider", on_delete=models.PROTECT, related_name="+"
    )
    question = models.CharField("vraag voor het voorstelrondje", max_length=200, blank=True)
    summary = models.TextField("positieve samenvatting van het voorstelrondje", max_length=1000, blank=True)
    insights = models.TextField("inzichten", max_length=4000, blank=True)
    follow_up = models.TextField("hoe gaat het verder?", max_length=4000, blank=True)

    cancel_reason = models.CharField(
        "waarom gaat het niet door?", max_length=7, choices=CancelReason.choices, blank=True
    )
    cancel_note = models.CharField("toelichting", max_length=300, blank=True)

    state = models.CharField("status", max_length=9, choices=State.choices, default=State.PLANNED, editable=False)
    notes_state = models.CharField(max_length=9, choices=NotesState.choices, default=NotesState.CLOSED, editable=False)
    step = models.ForeignKey(
        "ProgrammeStep", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    round = models.ForeignKey(
        "Round", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    slide = models.PositiveSmallIntegerField(default=1, editable=False)
    blank = models.BooleanField("scherm leeg", default=False, editable=False)
    nudged_at = models.DateTimeField(null=True, editable=False)
    timer_ends_at = models.DateTimeField(null=True, editable=False)
    code = models.CharField(max_length=CODE_LENGTH, default=new_code, unique=True, editable=False)
    screen_key = models.CharField(max_length=40, default=new_key, unique=True, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    unlinked_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    submission = models.UUIDField(null=True, unique=True, editable=False)
    history = HistoricalRecords(
        excluded_fields=[
            "submission",
            "code",
            "screen_key",
            "step",
            "round",
            "slide",
            "blank",
            "nudged_at",
            "timer_ends_at",
        ]
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "bijeenkomst"
        verbose_name_plural = "bijeenkomsten"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_ended_has_moment",
                condition=Q(state="ended", ended_at__isnull=False) | (~Q(state="ended") & Q(ended_at__isnull=True)),
            ),
            models.CheckConstraint(name="meeting_takes_time", condition=Q(minutes__gte=5, minutes__lte=600)),
            models.CheckConstraint(
                name="meeting_cancelled_has_reason",
                condition=(Q(state="cancelled") & ~Q(cancel_reason="")) | (~Q(state="cancelled") & Q(cancel_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["-starts_at", "-id"], name="meeting_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """How mail and calendars name it, where a title may not stand: B-2026-014."""
        return f"B-{self.created_at:%Y}-{self.pk:03d}"

    @property
    def is_live(self) -> bool:
        """See also MeetingQuerySet.live."""
        return self.state in self.LIVE

    @property
    def ends_at(self) -> Any:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def topic(self) -> str:
        """Bumped when what everyone may see changes: a step, a state of a round, a card that was turned."""
        return f"meeting:{self.pk}"

    @property
    def count_topic(self) -> str:
        """Bumped when the count of placements or notes changes; watched by screens and facilitators, not by phones."""
        return f"meeting-count:{self.pk}"


class ProgrammeStep(models.Model):
    """A step of the programme with its time. A network session has the five of the guide, in their order (R-A-082)."""

    class Code(models.TextChoices):
        INTRODUCTION = "introduction", "Voorstelrondje"
        PRESENTATION = "presentation", "Korte presentatie"
        NOTES = "notes", "Geeltjes schrijven"
        PLACE = "place", "Plaatsen op de kaart"
        DEEPEN = "deepen", "Verdiepen"
        ITEM = "item", "Agendapunt"
        CLOSE = "close", "Afronden"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12, choices=Code.choices)
    minutes = models.PositiveSmallIntegerField("minuten")
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "stap van het programma"
        ordering = ["meeting", "number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="programme_step_once")]

    def __str__(self) -> str:
        return self.get_code_display()


class Invitee(models.Model):
    """Whom the facilitator wants at the table, by function and organisation. Not a login and not a seat (R-A-084)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitees")
    function = models.CharField("functie", max_length=100)
    organisation_name = models.CharField("organisatie", max_length=100, blank=True)
    group = models.CharField("soort deelnemer", max_length=20, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="collega",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    partner = models.ForeignKey(
        Partner, verbose_name="partner", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    leads = models.BooleanField("leidt mee", default=False)
    invited_at = models.DateTimeField("uitnodiging verstuurd", null=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "genodigde"
        verbose_name_plural = "genodigden"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"],
                name="invitee_user_once",
                condition=Q(user__isnull=False),
                violation_error_message="Deze collega is al uitgenodigd.",
            ),
            models.CheckConstraint(name="invitee_leader_has_account", condition=Q(leads=False) | Q(user__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.function


class Item(Versioned):
    """A point on the agenda of a case meeting: a case or a signal, in the words that participants may see."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    case = models.ForeignKey(
        Case, verbose_name="casus", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    signal = models.ForeignKey(
        Signal, verbose_name="signaal", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    wording = models.CharField(
        "zo leggen we het voor",
        max_length=200,
        help_text="Dit zien alle deelnemers, ook wie het dossier niet mag zien. Noem groepen, geen personen.",
    )
    conclusion = models.TextField("wat spraken we af?", max_length=2000, blank=True)

    class Meta:
        verbose_name = "agendapunt"
        verbose_name_plural = "agendapunten"
        ordering = ["meeting", "number", "pk"]
        constraints = [
            models.CheckConstraint(
                name="item_case_or_signal",
                condition=Q(case__isnull=False, signal__isnull=True) | Q(case__isnull=True, signal__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["meeting", "case"],
                name="item_case_once",
                condition=Q(case__isnull=False),
                violation_error_message="Deze casus staat al op de agenda.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "signal"],
                name="item_signal_once",
                condition=Q(signal__isnull=False),
                violation_error_message="Dit signaal staat al op de agenda.",
            ),
        ]

    def __str__(self) -> str:
        return self.wording


class Seat(models.Model):
    """Someone who joined. With an account, or as a guest who gave a function and an organisation and nothing else.

    A guest is known by a secret in the browser's cookie, of which only the digest is stored. A facilitator has a seat
    too; who does not place is not counted among those who are waited for.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    secret = models.CharField(max_length=64, null=True, unique=True, editable=False)
    function = models.CharField("functie", max_length=100)
    organisation_name = models.CharField("organisatie", max_length=100, blank=True)
    leads = models.BooleanField("leidt het gesprek", default=False)
    places = models.BooleanField("plaatst mee", default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)
    notice_at = models.DateTimeField("privacymelding gelezen", null=True)
    contact_consent = models.BooleanField("mag in het netwerk worden opgenomen", default=False)

    class Meta:
        verbose_name = "deelnemer"
        verbose_name_plural = "deelnemers"
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="seat_user_once", condition=Q(user__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.function}, {self.organisation_name}".rstrip(", ")


class OnMap(models.Model):
    """A shape on the map, or none yet. Abstract: the position of a note, and a placement in a round."""

    kind = models.CharField("hoe?", max_length=5, choices=Placement.Kind.choices, blank=True)
    x_min = models.PositiveSmallIntegerField("tussen groepen", choices=PHASES, null=True, blank=True)
    x_max = models.PositiveSmallIntegerField("tussen groepen, tot", choices=PHASES, null=True, blank=True)
    y_min = models.PositiveSmallIntegerField("met de overheid", choices=PHASES, null=True, blank=True)
    y_max = models.PositiveSmallIntegerField("met de overheid, tot", choices=PHASES, null=True, blank=True)
    group_low = models.CharField("groep onderaan de lijn", max_length=80, blank=True)
    group_high = models.CharField("groep bovenaan de lijn", max_length=80, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_shape_whole",
                condition=Q(kind="", x_min__isnull=True, x_max__isnull=True, y_min__isnull=True, y_max__isnull=True)
                | (
                    ~Q(kind="")
                    & Q(x_min__gte=1, x_min__lte=F("x_max"), x_max__lte=4)
                    & Q(y_min__gte=1, y_min__lte=F("y_max"), y_max__lte=4)
                ),
            ),
            models.CheckConstraint(
                name="%(class)s_point_is_one_cell",
                condition=~Q(kind="point") | Q(x_min=F("x_max"), y_min=F("y_max")),
            ),
            models.CheckConstraint(
                name="%(class)s_line_has_groups",
                condition=~Q(kind="line")
                | (Q(x_min=F("x_max"), y_min__lt=F("y_max")) & ~Q(group_low="") & ~Q(group_high="")),
            ),
        ]

    @property
    def shape(self) -> Shape | None:
        if not self.kind:
            return None
        return Shape(self.kind, self.x_min, self.x_max, self.y_min, self.y_max, self.group_low, self.group_high)  # type: ignore[arg-type]

    @shape.setter
    def shape(self, shape: Shape | None) -> None:
        self.kind = shape.kind if shape else ""
        self.x_min, self.x_max = (shape.x_min, shape.x_max) if shape else (None, None)
        self.y_min, self.y_max = (shape.y_min, shape.y_max) if shape else (None, None)
        self.group_low, self.group_high = (shape.group_low, shape.group_high) if shape else ("", "")


SHAPE_FIELDS = ("kind", "x_min", "x_max", "y_min", "y_max", "group_low", "group_high")


class NoteQuerySet(models.QuerySet["Note"]):
    def shown(self) -> "NoteQuerySet":
        """Notes that were collected. Pages that show what others wrote start here, and nowhere else."""
        return self.filter(shown_at__isnull=False)


class Note(OnMap, Versioned):
    """One situation in a few words, written by one participant. Its place on the map is the group's (R-A-087 to 091).

    Until it is collected (`shown_at`) only the writer sees it.
    """

    class Stage(models.TextChoices):
        EARLY = "early", "Vroeg signaal"
        DERAILED = "derailed", "Al ontspoord"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="notes")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.SET_NULL, related_name="notes")
    slot = models.PositiveSmallIntegerField()
    text = models.CharField("situatie", max_length=140)
    shown_at = models.DateTimeField(null=True)
    explained_at = models.DateTimeField("toegelicht", null=True)
    placed_at = models.DateTimeField(null=True)
    dissent = models.CharField("wie zag het anders, en waarom?", max_length=500, blank=True)
    stage = models.CharField("vroeg of ontspoord?", max_length=8, choices=Stage.choices, blank=True)
    dynamics = models.JSONField("wat speelt er?", default=list, blank=True)
    actors = models.CharField("welke groepen en partijen?", max_length=500, blank=True)
    insight = models.TextField("inzicht", max_length=1000, blank=True)
    follow_up = models.CharField("vervolg", max_length=500, blank=True)
    signal = models.ForeignKey(Signal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    kept = models.JSONField(default=dict, blank=True, editable=False)
    at = models.DateTimeField(default=timezone.now)
    submission = models.UUIDField(null=True, unique=True, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta(OnMap.Meta):
        verbose_name = "geeltje"
        verbose_name_plural = "geeltjes"
        ordering = ["pk"]
        constraints = [
            *OnMap.Meta.constraints,
            models.UniqueConstraint(fields=["seat", "slot"], name="note_slot_once", condition=Q(seat__isnull=False)),
            models.CheckConstraint(name="note_three_each", condition=Q(slot__gte=1, slot__lte=NOTES_EACH)),
            models.CheckConstraint(
                name="note_explained_before_placed",
                condition=Q(placed_at__isnull=True) | Q(explained_at__isnull=False),
            ),
            models.CheckConstraint(
                name="note_placed_has_shape",
                condition=Q(placed_at__isnull=True, kind="") | (Q(placed_at__isnull=False) & ~Q(kind="")),
            ),
        ]

    def __str__(self) -> str:
        return f"geeltje {self.pk}"


class Round(models.Model):
    """One time that everybody places the same subject: blind until it is revealed. A later round keeps this one."""

    class State(models.TextChoices):
        READY = "ready", "Klaar om te openen"
        OPEN = "open", "Open: iedereen plaatst"
        CLOSED = "closed", "Gesloten: nog niet onthuld"
        REVEALED = "revealed", "Onthuld"
        DISCUSSED = "discussed", "Besproken"
        SETTLED = "settled", "Afgerond"

    SHOWN = (State.REVEALED, State.DISCUSSED, State.SETTLED)
    """States in which others may see what was placed. In no other state does any response tell more than the count."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="rounds")
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.CASCADE, related_name="rounds")
    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    state = models.CharField("status", max_length=9, choices=State.choices, default=State.READY)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    revealed_at = models.DateTimeField(null=True)
    revealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    missing = models.PositiveSmallIntegerField("nog niet geplaatst bij het onthullen", default=0)
    settled_at = models.DateTimeField(null=True)
    agreed = models.BooleanField("we zijn het eens over de plaats", null=True)
    outcome = models.TextField("wat is de uitkomst van dit gesprek?", max_length=1000, blank=True)
    diagnosis = models.ForeignKey(Diagnosis, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    on_paper = models.BooleanField("op papier geplaatst", default=False)

    class Meta:
        verbose_name = "ronde"
        verbose_name_plural = "rondes"
        ordering = ["meeting", "pk"]
        constraints = [
            models.CheckConstraint(
                name="round_about_item_or_note",
                condition=Q(item__isnull=False, note__isnull=True) | Q(item__isnull=True, note__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["item", "number"], name="round_of_item_once", condition=Q(item__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["note", "number"], name="round_of_note_once", condition=Q(note__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["meeting"], name="round_one_blind_at_a_time", condition=Q(state__in=["ready", "open", "closed"])
            ),
            models.CheckConstraint(
                name="round_shown_was_revealed",
                condition=Q(state__in=["ready", "open", "closed"], revealed_at__isnull=True)
                | Q(state__in=["revealed", "discussed", "settled"], revealed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"ronde {self.number}"

    @property
    def is_shown(self) -> bool:
        """Whether others' placements may be seen. The one question that every surface asks first."""
        return self.state in self.SHOWN

    @property
    def subject(self) -> "Item | Note":
        subject = self.item or self.note
        if subject is None:
            raise ValueError("a round is about an item or a note")
        return subject


class BlindPlacementQuerySet(models.QuerySet["BlindPlacement"]):
    def shown(self) -> "BlindPlacementQuerySet":
        """Placements of rounds that were revealed. Pages that show what others placed start here, and nowhere else."""
        return self.filter(round__state__in=Round.SHOWN)

    def in_time(self) -> "BlindPlacementQuerySet":
        return self.filter(late=False)


class BlindPlacement(OnMap):
    """Where one participant sees the subject, in one round; or that this person cannot judge it.

    One in time, and at most one late beside it, which is shown apart. Changed until the round closes. `kept` holds why
    a text stayed although the text check found something; the privacy officer hears of it after the reveal. `pair`
    takes the place of the seat when names are unlinked: it still says which placements of two rounds belong together,
    and nothing of whose they are.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="placements")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.SET_NULL, related_name="placements")
    cannot_judge = models.BooleanField("ik kan dit niet beoordelen", default=False)
    sure = models.CharField("hoe zeker bent u?", max_length=6, choices=Placement.Sure.choices, blank=True)
    reason = models.CharField("waarom hier?", max_length=200, blank=True)
    function = models.CharField(max_length=100, blank=True)
    organisation_name = models.CharField(max_length=100, blank=True)
    late = models.BooleanField("na het sluiten", default=False)
    turned = models.BooleanField("reden staat op het scherm", default=False)
    turned_at = models.DateTimeField(null=True, editable=False)
    kept = models.JSONField(default=dict, blank=True, editable=False)
    at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    submission = models.UUIDField(null=True, editable=False)
    pair = models.UUIDField(null=True, editable=False)

    objects = BlindPlacementQuerySet.as_manager()

    class Meta(OnMap.Meta):
        verbose_name = "plaatsing in een ronde"
        verbose_name_plural = "plaatsingen in een ronde"
        ordering = ["at", "pk"]
        constraints = [
            *OnMap.Meta.constraints,
            models.UniqueConstraint(
                fields=["round", "seat"],
                name="blind_placement_one_in_time",
                condition=Q(late=False, seat__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["round", "seat"], name="blind_placement_one_late", condition=Q(late=True, seat__isnull=False)
            ),
            models.CheckConstraint(
                name="blind_placement_shape_or_none",
                condition=Q(cannot_judge=True, kind="") | (Q(cannot_judge=False) & ~Q(kind="")),
            ),
        ]

    def __str__(self) -> str:
        return f"plaatsing {self.pk}"


class Bridge(Versioned):
    """A bond of trust between a partner and a group: an early chance to talk, and its limits (R-A-072).

    At the level of organisation and group. That a partner has several interests may make it reticent.
    """

    partner = models.ForeignKey(Partner, verbose_name="partner", on_delete=models.CASCADE, related_name="+")
    group = models.CharField(
        "met welke groep?",
        max_length=80,
        help_text="Bijvoorbeeld: jongeren op het plein. Geen afkomst, geloof of politiek.",
    )
    bond = models.CharField(
        "waaruit blijkt de band?", max_length=200, help_text="Bijvoorbeeld: al jaren wekelijks inloop in het buurthuis."
    )
    reticence = models.CharField(
        "waardoor kan de partner terughoudend zijn?",
        max_length=300,
        blank=True,
        help_text="Bijvoorbeeld: wil het vertrouwen van de groep niet verliezen.",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "brug naar een groep"
        verbose_name_plural = "bruggen naar groepen"
        ordering = ["group", "partner__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "group"],
                name="bridge_once",
                condition=Q(ended_at__isnull=True),
                violation_error_message="Deze brug staat er al.",
            ),
            models.CheckConstraint(
                name="bridge_ended_both_or_neither",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.group}"
