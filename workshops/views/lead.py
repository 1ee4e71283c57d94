"""The facilitator's console, and one small view for each thing that can be pressed on it.

A press never ends in an error page: what a rule refuses, and what a colleague did a moment earlier, is said in one line
above the console, which then shows the state as it is.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.views.shared import Request
from common.edits import Changed
from common.guards import signed_in
from common.pages import page
from common.refusal import Refused
from method.content import content
from method.map import PHASES
from workshops import rules
from workshops.actions import join, lead, notes, rounds, run
from workshops.boards_lead import Console, console, left_over
from workshops.boards_stage import wall
from workshops.forms_lead import DeepenForm, NoteForForm, NotePlaceForm, QuestionForm, SummaryForm
from workshops.models import BlindPlacement, Item, Meeting, Note, Round
from workshops.views.shared import meeting_for, trail

ALREADY = "Dat had een collega net gedaan. Hieronder staat hoe het nu is."


def _back(pk: int, query: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('workshops:lead', args=[pk])}{query}#nu")


def _found(request: Request, pk: int) -> Meeting:
    """The meeting that somebody presses on. Opening the console is in the trail; each press has a line of its own."""
    rows = Meeting.objects.visible_to(request.user).select_related("step", "round__item__case", "round__note")
    return get_object_or_404(rows, pk=pk)


def press(view: Callable[..., str | HttpResponse | None]) -> Callable[..., HttpResponseBase]:
    """A button: the view returns a line to say, an answer of its own, or nothing."""

    @signed_in
    @require_POST
    @wraps(view)
    def pressed(request: Request, pk: int, **more: int) -> HttpResponse:
        meeting = _found(request, pk)
        rules.check_lead(request.user, meeting)
        try:
            said = view(request, meeting, **more)
        except Refused as refusal:
            messages.warning(request, refusal.sentence)
            return _back(pk)
        if isinstance(said, HttpResponse):
            return said
        if said:
            messages.info(request, said)
        return _back(pk)

    return pressed


def _round(meeting: Meeting, pk: int) -> Round:
    found = get_object_or_404(meeting.rounds.select_related("item__case", "note"), pk=pk)
    found.meeting = meeting
    return found


def _note(meeting: Meeting, pk: int) -> Note:
    note = get_object_or_404(Note.objects.shown().filter(meeting=meeting), pk=pk)
    note.meeting = meeting
    return note


def _number(request: Request, name: str, most: int = 3600) -> int:
    """A number from a button. Anything else did not come from this page."""
    text = request.POST.get(name, "0")
    if not text.isdecimal() or len(text) > 9 or int(text) > most:
        raise Http404("no such number")
    return int(text)


# The page


@signed_in
@require_safe
def console_page(request: Request, pk: int) -> HttpResponse:
    """Where are we, and what comes next. Who may take over is asked whether to do so."""
    meeting = meeting_for(request, pk)
    if not rules.can_lead(request.user, meeting):
        rules.check_take_over(request.user, meeting)
        return redirect("workshops:lead_take_over", pk)
    return _console(request, pk)


def _console(request: Request, pk: int, status: int = 200, **forms: Any) -> HttpResponse:
    meeting = _found(request, pk)
    board = console(meeting, request.user, asks=request.GET.get("vraag", ""))
    return page(
        request,
        "workshops/lead.html",
        partial="parts",
        status=status,
        board=board,
        meeting=meeting,
        trail=trail("Leiden", meeting),
        **(_forms(board) | forms),
    )


def _forms(board: Console) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if board.shows_introduction:
        made["question_form"] = QuestionForm(meeting=board.meeting, auto_id="vraag_%s")
        made["summary_form"] = SummaryForm(meeting=board.meeting, auto_id="samenvatting_%s")
    if board.shows_writing:
        made["note_form"] = NoteForForm(auto_id="geeltje_%s")
    return made


# The meeting


@press
def start(request: Request, meeting: Meeting) -> str | None:
    if meeting.state != Meeting.State.PLANNED:
        rules.check_running(meeting)
        return ALREADY
    run.start(meeting=meeting, by=request.user)
    return None


@signed_in
@require_http_methods(["GET", "POST"])
def end(request: Request, pk: int) -> HttpResponse:
    """Ending is for good for who joined without an account, so it is asked once more."""
    meeting = _found(request, pk)
    rules.check_lead(request.user, meeting)
    if meeting.state == Meeting.State.ENDED:
        return _back(pk)
    if request.method == "POST":
        try:
            run.end(meeting=meeting, by=request.user)
        except Refused as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, "De bijeenkomst is afgerond. Het verslag staat klaar.")
        return _back(pk)
    return page(
        request,
        "workshops/lead_confirm.html",
        trail=trail("Afronden", meeting),
        title="Bijeenkomst afronden",
        words=[
            "Daarna werken de code en het grote scherm niet meer. Deelnemers zonder account kunnen niet meer meedoen.",
            "Alles wat is geplaatst en opgeschreven, blijft bewaard voor het verslag.",
        ],
        left=left_over(meeting),
        label="Afronden",
        back=reverse("workshops:lead", args=[pk]),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def take_over(request: Request, pk: int) -> HttpResponse:
    """Become facilitator too; everything stands where it stood."""
    meeting = meeting_for(request, pk)
    rules.check_take_over(request.user, meeting)
    if rules.can_lead(request.user, meeting) and meeting.seats.filter(user=request.user, leads=True).exists():
        return _back(pk)
    if request.method == "POST":
        run.take_over(meeting=meeting, by=request.user)
        messages.success(request, "U leidt nu mee. Alles staat waar het stond.")
        return _back(pk)
    return page(
        request,
        "workshops/lead_confirm.html",
        trail=trail("Overnemen", meeting),
        title="Meeleiden of overnemen",
        words=[
            f"{meeting.facilitator.name} leidt deze bijeenkomst. U kunt meeleiden of het overnemen.",
            "U ziet dan wie er aan tafel zit en wie heeft geplaatst. U plaatst zelf niet mee, tenzij u dat aanzet.",
        ],
        label="Ik leid mee",
        back=reverse("workshops:detail", args=[pk]),
    )


@press
def step(request: Request, meeting: Meeting) -> None:
    chosen = get_object_or_404(meeting.steps.all(), pk=_number(request, "step", 999_999_999))
    lead.go_on(meeting=meeting, step=chosen, by=request.user)


@press
def put_away(request: Request, meeting: Meeting) -> str | None:
    return None if lead.put_away(meeting=meeting, by=request.user) else ALREADY


@press
def timer(request: Request, meeting: Meeting) -> None:
    run.set_timer(meeting=meeting, seconds=_number(request, "seconds"), by=request.user)


@press
def blank(request: Request, meeting: Meeting) -> None:
    run.set_blank(meeting=meeting, blank=_number(request, "blank", 1) == 1, by=request.user)


@press
def nudge(request: Request, meeting: Meeting) -> str:
    run.nudge(meeting=meeting, by=request.user)
    return "Wie nog niet klaar is, krijgt een vriendelijke herinnering op de telefoon."


@press
def slide(request: Request, meeting: Meeting) -> None:
    number = min(max(_number(request, "number", 99), 1), len(content().presentation))
    lead.show_slide(meeting=meeting, number=number, by=request.user)


# Rounds


@press
def prepare(request: Request, meeting: Meeting) -> str | None:
    """`number` is the round that this press would make, so that an old page makes no third round; 0 is any."""
    subject: Item | Note
    if "note" in request.POST:
        subject = _note(meeting, _number(request, "note", 999_999_999))
        if not subject.explained_at:
            rules.check_note_place(subject)
    else:
        subject = get_object_or_404(meeting.items.all(), pk=_number(request, "item", 999_999_999))
    wished = _number(request, "number", 999)
    if wished and subject.rounds.filter(number__gte=wished).exists():
        return ALREADY
    rounds.prepare(meeting=meeting, subject=subject, by=request.user)
    return None


@press
def open_round(request: Request, meeting: Meeting, round_pk: int) -> str | None:
    found = _round(meeting, round_pk)
    return None if rounds.open_round(found=found, by=request.user) else ALREADY


@press
def close_round(request: Request, meeting: Meeting, round_pk: int) -> str | HttpResponse | None:
    """Counts first: who is missing is told before the round closes, and then it may close all the same."""
    found = _round(meeting, round_pk)
    missing = rounds.waiting_for(found)
    if found.state == Round.State.OPEN and missing > _number(request, "missing", 999):
        return _back(meeting.pk, "?vraag=sluiten")
    return None if rounds.close_round(found=found, by=request.user) else ALREADY


@press
def reveal(request: Request, meeting: Meeting, round_pk: int) -> str | None:
    """Whoever saw that two are missing may reveal with two missing; if a third joined since, it is asked again."""
    found = _round(meeting, round_pk)
    seen = rounds.waiting_for(found) <= _number(request, "missing", 999)
    return None if rounds.reveal(found=found, by=request.user, although_missing=seen) else ALREADY


@press
def discuss(request: Request, meeting: Meeting, round_pk: int) -> str | None:
    return None if rounds.discuss(found=_round(meeting, round_pk), by=request.user) else ALREADY


@press
def card(request: Request, meeting: Meeting, placement_pk: int) -> None:
    rows = BlindPlacement.objects.shown().filter(round__meeting=meeting).select_related("round")
    placement = get_object_or_404(rows, pk=placement_pk)
    placement.round.meeting = meeting
    rounds.turn_card(placement=placement, shown=_number(request, "shown", 1) == 1, by=request.user)


# The table


@signed_in
@require_http_methods(["GET", "POST"])
def remove_seat(request: Request, pk: int, seat_pk: int) -> HttpResponse:
    """A phone that was lost, or somebody who joined twice."""
    meeting = _found(request, pk)
    rules.check_lead(request.user, meeting)
    seat = meeting.seats.filter(pk=seat_pk, left_at__isnull=True).first()
    if seat is None or seat.user_id == request.user.pk:
        messages.info(request, "Deze plek is al vrij." if seat is None else "Uw eigen plek haalt u hier niet weg.")
        return _back(pk)
    seat.meeting = meeting
    if request.method == "POST":
        join.remove(seat=seat, by=request.user)
        messages.success(request, "De plek is weg. Wat daar is geplaatst of geschreven, blijft staan.")
        return _back(pk)
    return page(
        request,
        "workshops/lead_confirm.html",
        trail=trail("Plek weghalen", meeting),
        title=f"Plek weghalen: {seat}",
        words=[
            "Doe dit als een telefoon kwijt is of als iemand dubbel meedoet. Op deze plek wacht dan niemand meer.",
            "Wat daar is geplaatst of geschreven, blijft staan. Met de code kan iemand opnieuw aanschuiven.",
        ],
        label="Plek weghalen",
        back=reverse("workshops:lead", args=[pk]),
    )


@press
def places(request: Request, meeting: Meeting) -> str:
    """Whether the facilitator places along."""
    seat = run.lead_seat(meeting, request.user)
    seat.meeting = meeting
    wish = _number(request, "places", 1) == 1
    run.set_places(seat=seat, places=wish, by=request.user)
    return "U plaatst nu zelf mee, op uw eigen plek." if wish else "U kijkt mee zonder te plaatsen."


# Words


@signed_in
@require_POST
def question(request: Request, pk: int) -> HttpResponse:
    meeting = _led(request, pk)
    form = QuestionForm(request.POST, meeting=meeting, auto_id="vraag_%s")
    return _words(request, meeting, form, "question", lead.ask, "De vraag staat op het scherm.")


@signed_in
@require_POST
def summary(request: Request, pk: int) -> HttpResponse:
    meeting = _led(request, pk)
    form = SummaryForm(request.POST, meeting=meeting, auto_id="samenvatting_%s")
    return _words(request, meeting, form, "summary", lead.sum_up, "De samenvatting is bewaard.")


def _words(
    request: Request, meeting: Meeting, form: Any, field: str, write: Callable[..., Meeting], said: str
) -> HttpResponse:
    """Keep one text of the meeting, unless somebody else wrote another meanwhile: then both stand side by side."""
    if form.is_valid():
        words = {field: form.cleaned_data[field]}
        try:
            kept = write(meeting=meeting, by=request.user, seen=form.cleaned_data["version"], **words)
        except Changed as changed:
            form.clashes(changed.current, [field])
        else:
            form.flag(kept, by=request.user)
            messages.success(request, said)
            return _back(meeting.pk)
    return _again(request, meeting.pk, form=form, **{f"{field}_form": form})


@press
def open_notes(request: Request, meeting: Meeting) -> None:
    notes.open_notes(meeting=meeting, by=request.user)


@press
def collect(request: Request, meeting: Meeting) -> None:
    notes.collect(meeting=meeting, by=request.user)


@signed_in
@require_POST
def write_note(request: Request, pk: int) -> HttpResponse:
    """For somebody without a phone."""
    meeting = _led(request, pk)
    form = NoteForForm(request.POST, auto_id="geeltje_%s")
    if form.is_valid():
        try:
            lead.note_for(meeting=meeting, by=request.user, **form.answers)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Het geeltje ligt erbij.")
            return _back(pk)
    return _again(request, pk, note_form=form, form=form)


def _led(request: Request, pk: int) -> Meeting:
    meeting = _found(request, pk)
    rules.check_lead(request.user, meeting)
    return meeting


def _again(request: Request, pk: int, **forms: Any) -> HttpResponse:
    """The console with what was typed and what is wrong with it, also when the meeting moved on meanwhile."""
    return _console(request, pk, status=200, **forms)


# Notes on the map


@press
def explain(request: Request, meeting: Meeting, note_pk: int) -> None:
    wish = _number(request, "explained", 1) == 1
    notes.explain(note=_note(meeting, note_pk), explained=wish, by=request.user)


def _numbered(meeting: Meeting, note: Note) -> int:
    return next(each.number for each in wall(meeting).notes if each.note.pk == note.pk)


@signed_in
@require_http_methods(["GET", "POST"])
def place_note(request: Request, pk: int, note_pk: int) -> HttpResponse:
    """Give a note its place, in consultation."""
    meeting = _led(request, pk)
    note = _note(meeting, note_pk)
    if note.explained_at is None or meeting.state != Meeting.State.RUNNING:
        messages.warning(request, "Laat dit geeltje eerst toelichten. Daarna geeft u het een plaats.")
        return _back(pk)
    form = NotePlaceForm(request.POST if request.method == "POST" else None, note=note)
    if form.is_valid() and form.shape:
        data = form.cleaned_data
        try:
            notes.place_note(
                note=note, shape=form.shape, dissent=data["dissent"], by=request.user, seen=data["version"]
            )
        except Changed as changed:
            form.clashes(changed.current, ["dissent"])
        else:
            form.flag(note, by=request.user)
            messages.success(request, "Het geeltje staat op de kaart.")
            return _back(pk)
    return page(
        request,
        "workshops/lead_place.html",
        trail=trail("Geeltje plaatsen", meeting),
        meeting=meeting,
        note=note,
        number=_numbered(meeting, note),
        form=form,
        rows=list(reversed(content().vertical)),
        columns=content().horizontal,
        phases=PHASES,
        content=content(),
        back=reverse("workshops:lead", args=[pk]),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def deepen(request: Request, pk: int, note_pk: int) -> HttpResponse:
    """What the conversation about a note brought."""
    meeting = _led(request, pk)
    note = _note(meeting, note_pk)
    form = DeepenForm(request.POST if request.method == "POST" else None, note=note)
    if form.is_valid():
        try:
            notes.deepen(note=note, by=request.user, seen=form.cleaned_data["version"], **form.answers)
        except Changed as changed:
            form.clashes(changed.current, list(form.FIELDS))
        else:
            form.flag(note, by=request.user)
            messages.success(request, "Het is bewaard bij het geeltje.")
            return _back(pk)
    return page(
        request,
        "workshops/lead_deepen.html",
        trail=trail("Verdiepen", meeting),
        meeting=meeting,
        note=note,
        number=_numbered(meeting, note),
        form=form,
        source=content().step("deepen").source,
        back=reverse("workshops:lead", args=[pk]),
    )
