"""Everything that a participant does on a phone: joining, placing, writing notes, seeing the result.

There is one page per participant. Each answer to a post is that page again: whole for a browser without JavaScript,
or its parts when the page's own script asks (`X-Part`), which then keeps what somebody is typing.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.models import Placement
from common.guards import public
from common.live_views import stream_of
from common.pages import page
from common.refusal import Refused
from method.content import content
from organisation.models import User
from workshops import boards_seat, door
from workshops.access import SeatRequest, give_cookie, seat_of, seated, turned_away, user_of, with_code
from workshops.actions import join as joining
from workshops.actions import notes as writing
from workshops.actions import rounds
from workshops.forms_seat import FUNCTIONS, CodeForm, JoinForm, NoteForm, PlaceForm, typed
from workshops.models import Meeting, Note, Round, Seat
from workshops.rules import check_join

SEEN = timedelta(seconds=30)


class DoorRequest(HttpRequest):
    """A request of someone who has the code of a meeting."""

    meeting: Meeting


# The door


@public
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Type the code that stands on the wall. Both as a link with `?code=` and as a form."""
    form = CodeForm(request.POST or request.GET or None)
    code = door.tidy(form.cleaned_data.get("code", "")) if form.is_valid() else ""
    problem = door.problem(code) if form.is_bound else ""
    if form.is_bound and not problem:
        meeting = door.meeting_of(code)
        if door.is_locked(request) or (meeting and not meeting.is_live):
            return turned_away(request, code, meeting) or redirect("workshops:enter")
        if meeting is not None:
            return redirect("workshops:seat", code=meeting.code)
        door.wrong_code(request, code)
        problem = "Deze code kennen we niet. Kijk of hij klopt, of vraag de gespreksleider."
    return page(
        request,
        "workshops/seat_enter.html",
        code=code,
        problem=problem,
        status=422 if problem and request.method == "POST" else 200,
    )


@with_code
@require_http_methods(["GET", "POST"])
def join(request: DoorRequest) -> HttpResponse:
    """Take a seat: a colleague with one tap, a guest by telling a function and an organisation."""
    meeting, user = request.meeting, user_of(request)
    if seat_of(request, meeting) is not None:
        return redirect("workshops:seat", code=meeting.code)
    left = seat_of(request, meeting, left=True)
    if request.method == "POST" and (left or user):
        return _sit(meeting, left, user)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and user is None:
        check_join(meeting, None)
        return _sit_as_guest(meeting, form)
    return page(
        request,
        "workshops/seat_join.html",
        meeting=meeting,
        form=form,
        left=left,
        functions=FUNCTIONS,
        login=f"{reverse('login')}?next={request.path}",
    )


def _sit(meeting: Meeting, left: Seat | None, user: User | None) -> HttpResponse:
    if left is not None:
        left.meeting = meeting
        joining.come_back(seat=left)
    elif user is not None:
        joining.join_user(meeting=meeting, user=user)
    return redirect("workshops:seat", code=meeting.code)


def _sit_as_guest(meeting: Meeting, form: JoinForm) -> HttpResponse:
    data = form.cleaned_data
    answer = redirect("workshops:seat", code=meeting.code)
    seat = joining.join_guest(
        meeting=meeting,
        function=data["function"],
        organisation_name=data["organisation_name"],
        contact_consent=data["contact_consent"],
        secret=give_cookie(answer, meeting, data["key"]),
    )
    form.flag(seat, by=None)
    return answer


@seated
@require_http_methods(["GET", "POST"])
def leave(request: SeatRequest) -> HttpResponse:
    """Give up the seat. What was placed or written stays."""
    if request.method == "POST":
        joining.leave(seat=request.seat)
        return redirect("workshops:join", code=request.meeting.code)
    return page(request, "workshops/seat_leave.html", meeting=request.meeting, seat=request.seat)


# The page


@seated
@require_safe
def seat(request: SeatRequest) -> HttpResponse:
    return _answer(request)


@seated
@require_safe
def now(request: SeatRequest) -> HttpResponse:
    """The parts of the page as they are now; fetched at each change. What the phone has (`heb`) is left out: a form in
    which somebody may be typing."""
    return _answer(request, part=True)


@seated
async def live(request: SeatRequest) -> HttpResponseBase:
    return stream_of(request, request.meeting.topic)


@seated
@require_safe
def version(request: SeatRequest) -> HttpResponse:
    """The number alone; it came along with the meeting."""
    return HttpResponse(
        str(request.meeting.topic_version),  # type: ignore[attr-defined]
        content_type="text/plain",
        headers={"Cache-Control": "no-store"},
    )


def _answer(request: SeatRequest, *, part: bool = False, status: int = 200, **more: Any) -> HttpResponse:
    meeting, own_seat = request.meeting, request.seat
    stand = boards_seat.stand(meeting, own_seat)
    if stand.now - own_seat.seen_at > SEEN:
        Seat.objects.filter(pk=own_seat.pk).update(seen_at=stand.now)
    token, number = get_token(request), str(uuid4())
    form = boards_seat.form(stand, csrf_token=token, number=number) if "placing" not in more else ""
    context = {
        "stand": stand,
        "form": form,
        "has": request.GET.get("heb", "") if part else "",
        "meeting": meeting,
        "seat": own_seat,
        "content": content(),
        "axes": boards_seat.axes(),
        "place": boards_seat.chosen(stand.about),
        "csrf_token": token,
        "new_number": number,
        "sure": Placement.Sure.choices,
        "long": boards_seat.LENGTHS,
        "placing": None,
        "writing": None,
        **more,
    }
    if not part and not request.headers.get("X-Part"):
        return page(request, "workshops/seat.html", status=status, **context)
    return HttpResponse(render_to_string("workshops/seat_now.html", context), status=status)


def _done(request: SeatRequest) -> HttpResponse:
    """After a post that worked: the parts for the script, the page anew for everyone else."""
    if request.headers.get("X-Part"):
        fresh = door.meeting_of(request.meeting.code)
        if fresh is not None:
            request.meeting = request.seat.meeting = fresh
        return _answer(request, part=True)
    return redirect(f"{reverse('workshops:seat', args=[request.meeting.code])}#gedaan")


def _refused(request: SeatRequest, refusal: Refused) -> HttpResponse:
    """The sentence on the page itself, with what was typed: nobody loses a text over a press that came too late."""
    fresh = door.meeting_of(request.meeting.code)
    if fresh is not None:
        request.meeting = request.seat.meeting = fresh
    return _answer(request, status=409, refusal=refusal, typed=typed(request.POST))


# Placing


@seated
@require_POST
def place(request: SeatRequest) -> HttpResponse:
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _answer(request, status=422, placing=form, place=_as_typed(request.POST), typed=typed(request.POST))
    found = request.meeting.round
    if found is None or found.pk != form.cleaned_data["round"]:  # another round began while somebody was choosing
        found = get_object_or_404(Round, pk=form.cleaned_data["round"], meeting=request.meeting)
    try:
        rounds.place(found=found, seat=request.seat, **form.answers)
    except Refused as refusal:
        return _refused(request, refusal)
    return _done(request)


def _as_typed(data: QueryDict) -> dict[str, Any]:
    """What the form was sent with, to draw it again; numbers as numbers."""
    place: dict[str, Any] = {name: data.get(name, "") for name in ("kind", "group_low", "group_high", "sure", "reason")}
    for name in ("x", "x_to", "y", "y_to"):
        value = data.get(name, "")
        place[name] = int(value) if value in {"1", "2", "3", "4"} else ""
    place["cannot_judge"] = bool(data.get("cannot_judge"))
    return place


# Notes


@seated
@require_POST
def write(request: SeatRequest) -> HttpResponse:
    """A new note."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _answer(request, status=422, writing=form)
    data = form.cleaned_data
    try:
        writing.write(seat=request.seat, text=data["text"], submission=data["submission"], kept=form.kept_because)
    except Refused as refusal:
        return _refused(request, refusal)
    return _done(request)


@seated
@require_POST
def rewrite(request: SeatRequest, pk: int) -> HttpResponse:
    """Change an own note, or take it back. Somebody else's note does not exist here."""
    note = Note.objects.filter(seat=request.seat, pk=pk).first()
    if note is None:
        if "weg" in request.POST:
            return _done(request)  # pressed twice: it is gone already
        raise Http404
    form = NoteForm(request.POST)
    try:
        if "weg" in request.POST:
            writing.take_back(note=note, seat=request.seat)
            return _done(request)
        if not form.is_valid():
            return _answer(request, status=422, writing=form, rewriting=pk)
        writing.rewrite(note=note, seat=request.seat, text=form.cleaned_data["text"], kept=form.kept_because)
    except Refused as refusal:
        return _refused(request, refusal)
    return _done(request)
