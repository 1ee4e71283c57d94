"""Pages for what follows on a round and on a meeting: outcome, diagnosis, comparison, paper, report, signals."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.forms_follow import DiagnosisForm, laid_out
from cases.models import Case, Diagnosis
from cases.rules_follow import can_follow, independent_sources
from cases.views.shared import Request
from common import documents
from common.crispy import layout
from common.edits import Changed
from common.guards import signed_in
from common.pages import page
from common.refusal import Refused
from method.content import content
from organisation.current import organisation
from workshops import rules
from workshops.actions import after as actions
from workshops.actions import rounds
from workshops.boards_stage import round_view
from workshops.forms_after import ConclusionForm, ContactForm, NoteSignalForm, PaperForm, ReportForm, SettleForm
from workshops.models import BlindPlacement, Item, Meeting, Round, Seat
from workshops.report import report as content_of
from workshops.report_pdf import REPORT, context
from workshops.views.shared import meeting_for, trail


def _led(request: Request, pk: int) -> Meeting:
    meeting = meeting_for(request, pk)
    rules.check_lead(request.user, meeting)
    return meeting


def _round(meeting: Meeting, pk: int) -> Round:
    rows = meeting.rounds.select_related("item__case", "note", "diagnosis")
    found = get_object_or_404(rows, pk=pk)
    found.meeting = meeting
    return found


def _back(meeting: Meeting) -> str:
    """Where who leads goes on: the console while the meeting runs, afterwards the report."""
    name = "workshops:lead" if meeting.state == Meeting.State.RUNNING else "workshops:report"
    return reverse(name, args=[meeting.pk])


def _page(request: Request, template: str, meeting: Meeting, here: str, **more: Any) -> HttpResponse:
    back = _back(meeting)
    return page(
        request, f"workshops/after_{template}.html", meeting=meeting, trail=trail(here, meeting), back=back, **more
    )


# A round


@signed_in
@require_http_methods(["GET", "POST"])
def settle(request: Request, pk: int, round_pk: int) -> HttpResponse:
    """Write down what the conversation led to. Agreeing and agreeing to differ weigh the same."""
    meeting = _led(request, pk)
    found = _round(meeting, round_pk)
    if not found.is_shown:
        raise Refused("Onthul eerst de ronde. Daarna rondt u haar af.")
    form = SettleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic():
            changed = rounds.settle(found=found, by=request.user, **form.answers)
            form.flag(found, by=request.user)
        if changed:
            messages.success(request, "De ronde is afgerond.")
        else:
            messages.info(request, "Een collega rondde deze ronde net voor u af. Hieronder staat wat er nu staat.")
        return redirect("workshops:compare", pk, round_pk) if not changed else redirect(_back(meeting))
    layout(form, submit="Ronde afronden", cancel=_back(meeting))
    may_diagnose = bool(found.item and found.item.case and can_follow(request.user, found.item.case))
    return _page(
        request,
        "settle",
        meeting,
        "Ronde afronden",
        form=form,
        found=found,
        view=round_view(found),
        may_diagnose=may_diagnose,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def diagnose(request: Request, pk: int, round_pk: int) -> HttpResponse:
    """The group's decision on the case, beside the picture of the round. The same form and rules as in the file."""
    meeting = _led(request, pk)
    found = _round(meeting, round_pk)
    case = found.item.case if found.item else None
    if case is None or not found.is_shown:
        raise Refused("Een diagnose stelt u op een casus, nadat de ronde is onthuld.", source="ESS-handreiking §2.4")
    case = get_object_or_404(Case.objects.visible_to(request.user).select_related("diagnosis"), pk=case.pk)
    form = DiagnosisForm(
        request.POST if request.method == "POST" else None,
        case=case,
        town=organisation(),
        initial={"others": "\n".join(_functions(found)), "place": "new"},
    )
    if form.is_valid() and (made := _diagnosed(request, found, form)):
        messages.success(request, f"De diagnose is vastgelegd: {made.get_outcome_display().lower()}.")
        return redirect(_back(meeting))
    return _page(
        request,
        "diagnose",
        meeting,
        "Diagnose",
        form=laid_out(form, cancel=_back(meeting)),
        case=case,
        found=found,
        view=round_view(found),
        sources=len(independent_sources(case)),
    )


def _diagnosed(request: Request, found: Round, form: DiagnosisForm) -> Diagnosis | None:
    try:
        with transaction.atomic():
            made = actions.diagnose_round(
                found=found, conclusion=form.conclusion, by=request.user, submission=form.cleaned_data["submission"]
            )
            form.flag(made, by=request.user)
    except Refused as no:
        form.refuse(no)
        return None
    return made


def _functions(found: Round) -> list[str]:
    """The functions at the table, as a start for who took part."""
    seats = Seat.objects.filter(meeting=found.meeting, left_at__isnull=True, places=True)
    return sorted({str(seat) for seat in seats if seat.function})


@signed_in
@require_safe
def compare(request: Request, pk: int, round_pk: int) -> HttpResponse:
    """The rounds of one subject up to this one, side by side: where views moved and where not. Nobody is counted."""
    meeting = meeting_for(request, pk)
    found = _round(meeting, round_pk)
    shown = meeting.rounds.filter(item=found.item_id, note=found.note_id, state__in=Round.SHOWN)
    rounds_shown = list(shown.select_related("diagnosis").order_by("number"))
    for each in rounds_shown:
        each.meeting = meeting
    return _page(
        request,
        "compare",
        meeting,
        "Rondes",
        subject=found.subject,
        views=[round_view(each) for each in rounds_shown],
        columns=content().horizontal,
    )


# Paper


@signed_in
@require_POST
def begin_paper(request: Request, pk: int) -> HttpResponse:
    """A round that was placed on paper, to be put in sheet by sheet."""
    meeting = _led(request, pk)
    kind, _, key = request.POST.get("subject", "").partition(":")
    rows: Any = meeting.items.all() if kind == "item" else meeting.notes.shown()
    subject = get_object_or_404(rows, pk=int(key) if key.isdecimal() and len(key) < 16 else 0)
    found = rounds.prepare(meeting=meeting, subject=subject, by=request.user, on_paper=True)
    return redirect("workshops:paper_entry", pk, found.pk)


@signed_in
@require_http_methods(["GET", "POST"])
def paper(request: Request, pk: int, round_pk: int) -> HttpResponse:
    """One sheet after the other. What was put in is shown as a count with its function until the reveal."""
    meeting = _led(request, pk)
    found = _round(meeting, round_pk)
    form = PaperForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.put_in_paper(found=found, by=request.user, **form.answers)
        messages.success(request, f"Het blad van {form.cleaned_data['function']} staat erin.")
        return redirect("workshops:paper_entry", pk, round_pk)
    layout(form, submit="Blad opslaan", cancel=_back(meeting))
    rows = [] if found.is_shown else found.placements.only("pk", "round_id", "function").order_by("pk")
    return _page(request, "paper", meeting, "Papieren ronde", form=form, found=found, sheets=rows)


@signed_in
@require_POST
def take_out_paper(request: Request, pk: int, round_pk: int, placement_pk: int) -> HttpResponse:
    meeting = _led(request, pk)
    rows = BlindPlacement.objects.filter(round=_round(meeting, round_pk)).select_related("round__meeting")
    placement = rows.filter(pk=placement_pk).first()
    if placement is not None:
        actions.take_out_paper(placement=placement, by=request.user)
        messages.success(request, "Het blad is weggehaald.")
    return redirect("workshops:paper_entry", pk, round_pk)


@signed_in
@require_POST
def reveal_paper(request: Request, pk: int, round_pk: int) -> HttpResponse:
    meeting = _led(request, pk)
    found = _round(meeting, round_pk)
    if not found.is_shown:
        actions.reveal_paper(found=found, by=request.user)
    return redirect(_back(meeting))


# Notes


@signed_in
@require_http_methods(["GET", "POST"])
def note_signal(request: Request, pk: int, note_pk: int) -> HttpResponse:
    """Make a note a signal, and link it to a case when that is clear already."""
    meeting = _led(request, pk)
    note = get_object_or_404(meeting.notes.shown().select_related("signal"), pk=note_pk)
    note.meeting = meeting
    form = NoteSignalForm(request.POST if request.method == "POST" else None, note=note, user=request.user)
    if form.is_valid():
        with transaction.atomic():
            signal = actions.note_to_signal(note=note, by=request.user, **_signal_answers(form))
            form.flag(signal, by=request.user)
        messages.success(
            request, f"Het geeltje is nu signaal {signal.number}. Signalen van deze sessie tellen als één bron."
        )
        return redirect(_back(meeting))
    layout(form, submit="Maak er een signaal van", cancel=_back(meeting))
    return _page(request, "note_signal", meeting, "Geeltje wordt signaal", form=form, note=note)


def _signal_answers(form: NoteSignalForm) -> dict[str, Any]:
    names = ("what", "area", "known", "direction", "case", "reason", "submission")
    return {name: form.cleaned_data[name] for name in names}


# The report


@signed_in
@require_safe
def report(request: Request, pk: int) -> HttpResponse:
    """What the meeting brought: the same content as the PDF."""
    meeting = meeting_for(request, pk)
    leads = rules.can_lead(request.user, meeting)
    found = content_of(meeting)
    return _page(
        request,
        "report",
        meeting,
        "Verslag",
        **context(found),
        leads=leads,
        form=_report_form(ReportForm(meeting=meeting), meeting) if leads else None,
        items=_conclusions(meeting) if leads else [],
        contacts=_contacts(meeting) if leads else [],
        documents=documents.of(meeting, REPORT),
        notes_left=list(meeting.notes.shown().filter(signal__isnull=True)) if leads else [],
    )


def _report_form(form: ReportForm, meeting: Meeting) -> ReportForm:
    layout(form, submit="Verslag aanvullen", action=reverse("workshops:write_down", args=[meeting.pk]))
    return form


def _conclusions(meeting: Meeting) -> list[tuple[Item, ConclusionForm]]:
    return [(item, ConclusionForm(item=item, prefix=f"punt{item.pk}")) for item in meeting.items.all()]


def _contacts(meeting: Meeting) -> list[tuple[Seat, ContactForm]]:
    seats = meeting.seats.filter(contact_consent=True).exclude(organisation_name="")
    return [(seat, ContactForm(prefix=f"deelnemer{seat.pk}")) for seat in seats]


@signed_in
@require_POST
def ask_pdf(request: Request, pk: int) -> HttpResponse:
    meeting = meeting_for(request, pk)
    asked = documents.ask(
        kind=REPORT,
        subject=meeting,
        title=f"Verslag {meeting.number}",
        content=content_of(meeting).as_json(),
        by=request.user,
    )
    return redirect("common:document", pk=asked.pk)


@signed_in
@require_http_methods(["GET", "POST"])
def write_down(request: Request, pk: int) -> HttpResponse:
    """Insights and follow-up of the report; also after the meeting."""
    meeting = _led(request, pk)
    form = ReportForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.write_down(
                    meeting=meeting,
                    insights=form.cleaned_data["insights"],
                    follow_up=form.cleaned_data["follow_up"],
                    by=request.user,
                    seen=form.cleaned_data["version"],
                )
                form.flag(meeting, by=request.user)
        except Changed as clash:
            form.clashes(clash.current, ["insights", "follow_up"])
        else:
            messages.success(request, "Het verslag is aangevuld.")
            return redirect("workshops:report", pk)
    return _page(request, "write_down", meeting, "Verslag aanvullen", form=_report_form(form, meeting))


@signed_in
@require_http_methods(["GET", "POST"])
def conclude(request: Request, pk: int, item_pk: int) -> HttpResponse:
    """What was agreed on one point of the agenda."""
    meeting = _led(request, pk)
    item = get_object_or_404(meeting.items, pk=item_pk)
    item.meeting = meeting
    form = ConclusionForm(request.POST if request.method == "POST" else None, item=item, prefix=f"punt{item.pk}")
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.conclude(
                    item=item,
                    conclusion=form.cleaned_data["conclusion"],
                    by=request.user,
                    seen=form.cleaned_data["version"],
                )
                form.flag(item, by=request.user)
        except Changed as clash:
            form.clashes(clash.current, ["conclusion"])
        else:
            messages.success(request, "De afspraak is vastgelegd.")
            return redirect(_back(meeting))
    layout(form, submit="Afspraak vastleggen", cancel=_back(meeting))
    return _page(request, "conclude", meeting, "Afspraak", form=form, item=item)


@signed_in
@require_POST
def add_contact(request: Request, pk: int, seat_pk: int) -> HttpResponse:
    """Take an organisation into the network, if that participant agreed."""
    meeting = _led(request, pk)
    seat = get_object_or_404(meeting.seats, pk=seat_pk)
    seat.meeting = meeting
    form = ContactForm(request.POST, prefix=f"deelnemer{seat.pk}")
    if form.is_valid():
        partner = actions.add_contact(seat=seat, kind=form.cleaned_data["kind"], by=request.user)
        messages.success(request, f"{partner.name} staat in het netwerk.")
    return redirect("workshops:report", pk)
