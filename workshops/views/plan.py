"""Pages with which a meeting is prepared, and what the case file shows of meetings."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.models import Case
from cases.views.shared import Request, case_for
from common import audit, documents
from common.crispy import Columns, Fieldset, layout
from common.edits import Changed
from common.guards import guard
from common.pages import page, typed
from method.content import content
from method.invitees import network_advice
from organisation.models import Partner
from organisation.roles import Permission as P
from signals.models import Signal
from workshops import boards_plan, paper, rules, rules_plan
from workshops.access import with_code
from workshops.actions import plan as actions
from workshops.actions import run
from workshops.calendar import invitation
from workshops.forms_plan import (
    BridgeForm,
    CancelForm,
    ColleagueForm,
    EditMeetingForm,
    FunctionForm,
    ItemForm,
    MeetingForm,
    NewMeetingForm,
    OnAgendaForm,
    PartnerForm,
    ProgrammeForm,
    TrustForm,
    WordingForm,
)
from workshops.models import Bridge, Invitee, Item, Meeting

SEES = (P.MEET, P.PLACE, P.CASE_ALL)
LEADS = (P.MEET,)


def _trail(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Bijeenkomsten", reverse("workshops:list")), *rest]


def _below(meeting: Meeting, here: str) -> list[tuple[str, str]]:
    return _trail((meeting.title, reverse("workshops:detail", args=[meeting.pk])), (here, ""))


def _meeting(request: Request, pk: int) -> Meeting:
    """The meeting if this person may see it; opening any page of it stands in the trail."""
    rows = Meeting.objects.visible_to(request.user).select_related("area", "theme", "facilitator")
    meeting = get_object_or_404(rows, pk=pk)
    if request.method != "POST":
        audit.record("meeting.read", meeting, by=request.user)
    return meeting


def _back(meeting: Meeting, name: str = "detail", anchor: str = "") -> HttpResponse:
    return redirect(reverse(f"workshops:{name}", args=[meeting.pk]) + (f"#{anchor}" if anchor else ""))


def _data(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


def _form_page(request: Request, meeting: Meeting, form: Any, heading: str, **context: Any) -> HttpResponse:
    return page(
        request,
        "workshops/plan_form.html",
        form=form,
        heading=heading,
        meeting=meeting,
        trail=_below(meeting, heading),
        **context,
    )


# The list


@guard(*SEES)
@require_GET
def meeting_list(request: Request) -> HttpResponse:
    return page(
        request,
        "workshops/plan_list.html",
        board=boards_plan.listing(request.user, request.GET.get("na", "")),
        may_plan=request.user.may(P.MEET),
    )


# New, change, call off


@guard(*LEADS)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """First the kind, then the form; `?casus=` puts that case on the agenda at once."""
    case = case_for(request, _number(request.GET["casus"])) if request.GET.get("casus") else None
    kind = request.GET.get("soort", "")
    if kind not in Meeting.Kind.values:
        return page(request, "workshops/plan_kind.html", case=case, trail=_trail(("Nieuwe bijeenkomst", "")))
    with_item = case if kind == Meeting.Kind.CASES else None
    form = NewMeetingForm(
        _data(request), instance=_blank(kind, request), case=with_item, initial=_initial(kind, request, case)
    )
    if form.is_valid():
        with transaction.atomic():
            meeting = run.plan(meeting=form.instance, by=request.user, submission=form.cleaned_data["submission"])
            form.flag(meeting, by=request.user)
            if with_item is not None:
                actions.add_item(meeting=meeting, case=with_item, wording=form.cleaned_data["wording"], by=request.user)
        messages.success(request, "De bijeenkomst is gepland. Hieronder ziet u wat er nog moet gebeuren.")
        return _back(meeting)
    _meeting_layout(form, submit="Bijeenkomst plannen", cancel=reverse("workshops:list"))
    label = Meeting.Kind(kind).label
    return page(
        request,
        "workshops/plan_new.html",
        form=form,
        case=with_item,
        heading=f"{label} plannen",
        trail=_trail(("Nieuwe bijeenkomst", reverse("workshops:new")), (label, "")),
    )


def _blank(kind: str, request: Request) -> Meeting:
    return Meeting(kind=kind, facilitator=request.user, minutes=150 if kind == Meeting.Kind.NETWORK else 60)


def _initial(kind: str, request: Request, case: Case | None) -> dict[str, Any]:
    first: dict[str, Any] = {"convenor": request.user.function, "starts_at": None}
    if kind == Meeting.Kind.NETWORK:
        first |= {"question": content().introductions[0].text}
        if case is not None:
            first |= {"external": True, "vertical": True, "theme": case.theme_id}
            first["area"] = case.areas.order_by("level", "code").values_list("pk", flat=True).first()
    return first


def _meeting_layout(form: MeetingForm, *, submit: str, cancel: str) -> None:
    about = [name for name in ("vertical", "external") if name in form.fields]
    wording = ["wording"] if "wording" in form.fields else []
    question = ["question"] if "question" in form.fields else []
    layout(
        form,
        Fieldset("Waar gaat het over?", "title", "purpose", Columns("area", "theme"), *about, *wording),
        Fieldset("Wanneer en waar?", Columns("starts_at", "minutes"), "place", "convenor"),
        Fieldset("Hoe doen mensen mee?", *question, "guests", "show_functions"),
        submit=submit,
        cancel=cancel,
    )


@guard(*LEADS)
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    meeting = _meeting(request, pk)
    rules_plan.check_keep(request.user, meeting)
    form = EditMeetingForm(_data(request), instance=copy(meeting), initial={"version": meeting.version})
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.edit(
                    meeting=form.instance, fields=form.columns, seen=form.cleaned_data["version"], by=request.user
                )
                form.flag(meeting, by=request.user)
        except Changed as clash:
            form.clashes(clash.current, form.columns)
        else:
            messages.success(request, "De bijeenkomst is bijgewerkt.")
            return _back(meeting)
    _meeting_layout(form, submit="Opslaan", cancel=reverse("workshops:detail", args=[pk]))
    return _form_page(request, meeting, form, "Bijeenkomst wijzigen")


@guard(*LEADS)
@require_http_methods(["GET", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    meeting = _meeting(request, pk)
    if meeting.state == Meeting.State.CANCELLED:
        return _back(meeting)
    rules_plan.check_keep(request.user, meeting)
    form = CancelForm(_data(request))
    if form.is_valid():
        with transaction.atomic():
            actions.cancel(
                meeting=meeting, reason=form.cleaned_data["reason"], note=form.cleaned_data["note"], by=request.user
            )
            form.flag(meeting, by=request.user)
        messages.success(request, "De bijeenkomst is afgelast. Wie een uitnodiging had, krijgt bericht.")
        return _back(meeting)
    layout(form, submit="Afgelasten", cancel=reverse("workshops:detail", args=[pk]))
    return _form_page(request, meeting, form, "Bijeenkomst afgelasten")


# One meeting


@guard(*SEES)
@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    """Everything about a meeting on one calm page: what is ready, what is missing, and how to begin."""
    meeting = _meeting(request, pk)
    return page(
        request,
        "workshops/plan_detail.html",
        meeting=meeting,
        board=boards_plan.preparation(meeting, request.user),
        may_take_over=not rules.can_lead(request.user, meeting)
        and rules.boolean(rules.check_take_over, request.user, meeting),
        when=actions.when(meeting),
        trail=_trail((meeting.title, "")),
    )


@guard(*LEADS)
@require_http_methods(["GET", "POST"])
def trust(request: Request, pk: int) -> HttpResponse:
    """Whether there is a network that trusts each other; advice, and a task, when there is not (R-A-083)."""
    meeting = _meeting(request, pk)
    rules.check_lead(request.user, meeting)
    if request.method == "POST" and "gedaan" in request.POST:
        actions.network_done(meeting=meeting, by=request.user)
        messages.success(request, "Goed zo. De taak staat niet meer op uw werkvoorraad.")
        return _back(meeting, "trust")
    form = TrustForm(
        _data(request),
        initial={"trust": meeting.trust, "trust_reason": meeting.trust_reason, "version": meeting.version},
    )
    may = rules_plan.can_keep(request.user, meeting)
    if request.method == "POST":
        rules_plan.check_keep(request.user, meeting)
    if form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                actions.answer_trust(
                    meeting=copy(meeting),
                    trust=data["trust"],
                    reason=data["trust_reason"],
                    seen=data["version"],
                    by=request.user,
                )
                form.flag(meeting, by=request.user)
        except Changed as clash:
            form.clashes(clash.current, actions.TRUST)
        else:
            if data["trust"] == Meeting.Trust.TOO_LITTLE:
                messages.warning(request, "Investeer eerst in het netwerk. Deze taak staat nu op uw werkvoorraad.")
                return _back(meeting, "trust")
            messages.success(request, "Uw antwoord is opgeslagen.")
            return _back(meeting)
    layout(form, submit="Opslaan", cancel=reverse("workshops:detail", args=[pk]))
    return page(
        request,
        "workshops/plan_trust.html",
        form=form if may else None,
        meeting=meeting,
        board=boards_plan.preparation(meeting, request.user),
        advice=network_advice(),
        trail=_below(meeting, "Vertrouwen in het netwerk"),
    )


# People


@guard(*LEADS)
@require_http_methods(["GET", "POST"])
def invitees(request: Request, pk: int) -> HttpResponse:
    """Who is asked to come: suggestions, the list, and three ways to add someone."""
    meeting = _meeting(request, pk)
    rules.check_lead(request.user, meeting)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and (done := _on_the_list(request, meeting)):
        return done
    forms = {
        name: form(posted if posted is not None and name in posted else None, prefix=name, **more)
        for name, form, more in (
            ("collega", ColleagueForm, {"meeting": meeting}),
            ("partner", PartnerForm, {}),
            ("functie", FunctionForm, {}),
        )
    }
    for name, form in forms.items():
        if posted is not None and name in posted and form.is_valid():
            values = {key: value for key, value in form.cleaned_data.items() if key != "privacy_reason"}
            with transaction.atomic():
                made = actions.invite(meeting=meeting, by=request.user, **_grouped(values))
                if hasattr(form, "flag"):
                    form.flag(made, by=request.user)
            messages.success(request, f"{made.function} staat op de lijst.")
            return _back(meeting, "invitees", "lijst")
    layout(forms["collega"], Columns("user", "group"), "leads", submit="Collega toevoegen", name="collega")
    layout(forms["partner"], Columns("partner", "function"), "group", submit="Partner toevoegen", name="partner")
    layout(
        forms["functie"], Columns("function", "organisation_name"), "group", submit="Functie toevoegen", name="functie"
    )
    board = boards_plan.preparation(meeting, request.user)
    return page(
        request,
        "workshops/plan_invitees.html",
        meeting=meeting,
        board=board,
        suggested=boards_plan.suggested(meeting, board.invitees),
        forms=forms,
        form=next((form for form in forms.values() if form.errors), None),
        live=meeting.is_live,
        join=actions.join_address(meeting),
        trail=_below(meeting, "Genodigden"),
    )


def _grouped(values: dict[str, Any]) -> dict[str, Any]:
    """A partner or colleague counts as what it is when nothing was chosen: police is police."""
    partner, user = values.get("partner"), values.get("user")
    if not values.get("group") and partner is not None:
        known = {Partner.Kind.POLICE: "police", Partner.Kind.HOUSING: "housing"}
        values["group"] = known.get(partner.kind, "")
    if not values.get("group") and user is not None:
        domains = {
            membership.department.domain for membership in user.current_memberships if membership.department is not None
        }
        values["group"] = next((name for name in ("participation", "social") if name in domains), "")
    return values


def _on_the_list(request: Request, meeting: Meeting) -> HttpResponse | None:
    """The buttons of the list; None when something else was sent."""
    posted = request.POST
    if "verstuur" in posted:
        sent = actions.send_invitations(meeting=meeting, by=request.user)
        words = "1 uitnodiging is verstuurd." if sent == 1 else f"{sent} uitnodigingen zijn verstuurd."
        messages.success(request, words if sent else "Iedereen met een e-mailadres was al uitgenodigd.")
        return _back(meeting, "invitees", "lijst")
    if "voorstel" in posted:
        board = boards_plan.suggested(meeting, ())
        found = next((each.kind for each in board if each.kind.code == posted["voorstel"]), None)
        if found is not None:
            actions.invite(meeting=meeting, function=found.function, group=found.code, by=request.user)
            messages.success(request, f"{found.label} staat op de lijst. Vul later aan wie er komt.")
        return _back(meeting, "invitees", "lijst")
    for name in ("weg", "leidt", "leidt-niet"):
        if name in posted:
            row = get_object_or_404(
                Invitee.objects.select_related("meeting", "user", "partner"), meeting=meeting, pk=_number(posted[name])
            )
            if name == "weg":
                actions.uninvite(invitee=row, by=request.user)
                messages.success(request, f"{row.function} staat niet meer op de lijst.")
            else:
                actions.set_leads(invitee=row, leads=name == "leidt", by=request.user)
                messages.success(request, "Opgeslagen.")
            return _back(meeting, "invitees", "lijst")
    return None


@with_code
@require_GET
def invitation_calendar(request: Any) -> HttpResponse:
    """The meeting as a file for any calendar, for who was invited; with or without an account."""
    meeting = request.meeting
    answer = HttpResponse(invitation(meeting), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="bijeenkomst-{meeting.number}.ics"'
    return answer


# Agenda


@guard(*LEADS)
@require_http_methods(["GET", "POST"])
def agenda(request: Request, pk: int) -> HttpResponse:
    """Cases and signals on the table, in the words that everyone there may read."""
    meeting = _meeting(request, pk)
    rules_plan.check_agenda(request.user, meeting)
    for name in ("omhoog", "omlaag"):
        if request.method == "POST" and name in request.POST:
            item = get_object_or_404(Item, meeting=meeting, pk=_number(request.POST[name]))
            actions.move_item(item=item, up=name == "omhoog", by=request.user)
            return _back(meeting, "agenda", "agenda")
    search = typed(request, "q")
    found = boards_plan.agenda_choices(meeting, request.user, search)
    form = ItemForm(_data(request), found=_with_posted(request, found))
    if form.is_valid():
        kind, number = _thing(form.cleaned_data["what"])
        chosen: dict[str, Any] = (
            {"case": get_object_or_404(Case.objects.visible_to(request.user), pk=number)}
            if kind == "case"
            else {"signal": get_object_or_404(Signal.objects.visible_to(request.user), pk=number)}
        )
        with transaction.atomic():
            item = actions.add_item(meeting=meeting, wording=form.cleaned_data["wording"], by=request.user, **chosen)
            form.flag(item, by=request.user)
        messages.success(request, "Het staat op de agenda.")
        return _back(meeting, "agenda", "agenda")
    layout(form, submit="Op de agenda zetten", cancel=reverse("workshops:detail", args=[pk]))
    return page(
        request,
        "workshops/plan_agenda.html",
        meeting=meeting,
        board=boards_plan.preparation(meeting, request.user),
        form=form,
        found=found,
        search=search,
        trail=_below(meeting, "Agenda"),
    )


def _thing(value: str) -> tuple[str, int]:
    kind, _, number = value.partition(":")
    return kind, _number(number)


def _with_posted(request: Request, found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was chosen stays a choice, also when the list changed meanwhile; whether it may be seen is asked after."""
    value = request.POST.get("what", "")
    kind, number = _thing(value)
    if value in dict(found) or not number or kind not in ("case", "signal"):
        return found
    model: Any = Case if kind == "case" else Signal
    row = model.objects.visible_to(request.user).filter(pk=number).first()
    return [*found, (value, str(row.number))] if row else found


@guard(*LEADS)
@require_http_methods(["GET", "POST"])
def item(request: Request, pk: int, item_pk: int) -> HttpResponse:
    """Other words for a point of the agenda, or off the agenda."""
    meeting = _meeting(request, pk)
    rules_plan.check_agenda(request.user, meeting)
    row = get_object_or_404(Item.objects.select_related("meeting"), meeting=meeting, pk=item_pk)
    if request.method == "POST" and "weg" in request.POST:
        actions.remove_item(item=row, by=request.user)
        messages.success(request, "Het punt staat niet meer op de agenda.")
        return _back(meeting, "agenda", "agenda")
    form = WordingForm(_data(request), initial={"wording": row.wording, "version": row.version})
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.edit_item(
                    item=copy(row),
                    wording=form.cleaned_data["wording"],
                    seen=form.cleaned_data["version"],
                    by=request.user,
                )
                form.flag(row, by=request.user)
        except Changed as clash:
            form.clashes(clash.current, ["wording"])
        else:
            messages.success(request, "Het agendapunt is opgeslagen.")
            return _back(meeting, "agenda", "agenda")
    layout(form, cancel=reverse("workshops:agenda", args=[pk]))
    return _form_page(
        request,
        meeting,
        form,
        "Agendapunt wijzigen",
        remove=rules.boolean(rules_plan.check_remove_item, request.user, row),
    )


@guard(*LEADS)
@require_http_methods(["GET", "POST"])
def programme(request: Request, pk: int) -> HttpResponse:
    """Minutes per step, with the sum beside the duration (R-A-095)."""
    meeting = _meeting(request, pk)
    rules_plan.check_programme(request.user, meeting)
    board = boards_plan.preparation(meeting, request.user)
    form = ProgrammeForm(_data(request), steps=board.steps, initial={"version": meeting.version})
    if form.is_valid():
        try:
            actions.keep_programme(
                meeting=copy(meeting), minutes=form.minutes, seen=form.cleaned_data["version"], by=request.user
            )
        except Changed as clash:
            form.clashes(clash.current, [])
        else:
            messages.success(request, "Het programma is opgeslagen.")
            return _back(meeting, anchor="programma")
    layout(form, submit="Opslaan", cancel=reverse("workshops:detail", args=[pk]))
    return page(
        request,
        "workshops/plan_programme.html",
        meeting=meeting,
        board=board,
        form=form,
        steps={each.code: each for each in content().programme},
        trail=_below(meeting, "Programma"),
    )


# Paper


@guard(*LEADS)
@require_GET
def paper_page(request: Request, pk: int) -> HttpResponse:
    """What to take along when the network may fail; the same sheets as the PDF."""
    meeting = _meeting(request, pk)
    rules.check_lead(request.user, meeting)
    return page(
        request,
        "workshops/plan_paper.html",
        meeting=meeting,
        made=documents.of(meeting, paper.KIND),
        **paper.context(paper.of(meeting)),
        trail=_below(meeting, "Papier"),
    )


@guard(*LEADS)
@require_POST
def ask_paper(request: Request, pk: int) -> HttpResponse:
    meeting = _meeting(request, pk)
    rules.check_lead(request.user, meeting)
    document = documents.ask(
        kind=paper.KIND,
        subject=meeting,
        title=f"Papier {meeting.number}",
        content=paper.of(meeting),
        by=request.user,
    )
    return redirect("common:document", pk=document.pk)


# From the case file


@guard(*SEES)
@require_GET
def case_panel(request: Request, case_pk: int) -> HttpResponse:
    """Meetings about this case and what the guide suggests, as a part of the case file."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=case_pk)
    audit.record("case.meetings_read", case, by=request.user)
    return page(request, "workshops/plan_panel.html", case=case, panel=boards_plan.panel(case, request.user))


@guard(*LEADS)
@require_http_methods(["GET", "POST"])
def case_agenda(request: Request, case_pk: int) -> HttpResponse:
    """Put this case on the agenda of a meeting that is planned already."""
    case = case_for(request, case_pk)
    meetings = boards_plan.plannable(request.user).exclude(items__case=case).order_by("starts_at", "pk")
    form = OnAgendaForm(_data(request), meetings=meetings)
    if form.is_valid():
        meeting = form.cleaned_data["meeting"]
        with transaction.atomic():
            made = actions.add_item(meeting=meeting, case=case, wording=form.cleaned_data["wording"], by=request.user)
            form.flag(made, by=request.user)
        messages.success(request, "De casus staat op de agenda.")
        return _back(meeting, "agenda", "agenda")
    layout(form, submit="Op de agenda zetten", cancel=reverse("cases:detail", args=[case_pk]))
    return page(
        request,
        "workshops/plan_case_agenda.html",
        form=form,
        case=case,
        any_meeting=meetings.exists(),
        trail=[
            ("Casussen", reverse("cases:list")),
            (case.title, reverse("cases:detail", args=[case.pk])),
            ("Op de agenda zetten", ""),
        ],
    )


@guard(*LEADS)
@require_http_methods(["GET", "POST"])
def bridges(request: Request) -> HttpResponse:
    """Which partners have a bond of trust with which groups; from a case (`?casus=`) with the groups of that case."""
    case = case_for(request, _number(request.GET["casus"])) if request.GET.get("casus") else None
    if request.method == "POST" and "stop" in request.POST:
        row = get_object_or_404(Bridge, pk=_number(request.POST["stop"]))
        actions.end_bridge(bridge=row, by=request.user)
        messages.success(request, "De brug staat niet meer op de lijst.")
        return redirect(request.get_full_path())
    form = BridgeForm(_data(request), case=case)
    if form.is_valid():
        with transaction.atomic():
            made = actions.add_bridge(
                by=request.user, **{name: form.cleaned_data[name] for name in ("partner", "group", "bond", "reticence")}
            )
            form.flag(made, by=request.user)
        messages.success(request, "De brug staat op de lijst.")
        return redirect(request.get_full_path())
    cancel = reverse("cases:detail", args=[case.pk]) if case else reverse("workshops:list")
    layout(form, submit="Brug toevoegen", cancel=cancel)
    return page(
        request,
        "workshops/plan_bridges.html",
        form=form,
        case=case,
        rows=list(Bridge.objects.filter(ended_at__isnull=True).select_related("partner")[:300]),
        trail=_trail(("Bruggen naar groepen", "")),
    )
