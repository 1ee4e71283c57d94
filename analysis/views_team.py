"""Pages of the working group: who works on the case, with what, and how far residents take part."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from analysis import boards_team as boards
from analysis import rules_team as rules
from analysis.actions import team as actions
from analysis.forms_team import (
    EditMeetingForm,
    EditMemberForm,
    EditQuestionForm,
    EditServiceForm,
    LeadForm,
    LeaveForm,
    LevelForm,
    MeetingForm,
    MemberForm,
    QuestionForm,
    ReviewForm,
    ServiceForm,
    TeamForm,
)
from analysis.models_team import Participation, Team, TeamMeeting, TeamMember, TeamQuestion, TeamService
from analysis.references import from_file
from analysis.wording import spoken
from cases.models import Case
from cases.views.shared import Request, case_for
from common.crispy import layout
from common.edits import Changed
from common.guards import guard
from common.pages import page
from method import team as guide
from organisation.current import organisation
from organisation.roles import Permission as P
from organisation.words import local

READERS = (P.PLACE, P.CASE_ALL)


def _case(request: Request, pk: int) -> Case:
    if request.method == "POST":
        return get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    return case_for(request, pk)


def _trail(case: Case, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        ("Casussen", reverse("cases:list")),
        (case.title, reverse("cases:detail", args=[case.pk])),
        ("Werkgroep", reverse("analysis:team", args=[case.pk]) if rest else ""),
        *rest,
    ]


def _back(case: Case, part: str) -> HttpResponse:
    return redirect(reverse("analysis:team", args=[case.pk]) + f"#{part}")


@guard(*READERS)
@require_GET
def team(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    board = boards.board(case, request.user)
    return page(request, "analysis/team.html", case=case, board=board, trail=_trail(case))


@guard(*READERS)
@require_GET
def team_panel(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    return page(request, "analysis/team_panel.html", case=case, panel=boards.panel(case, request.user))


@guard(*READERS)
@require_GET
def team_print(request: Request, case_pk: int) -> HttpResponse:
    """The table Wie, Expertise, Rol and the sheet of the role, for paper (R-B-121, R-B-114)."""
    case = _case(request, case_pk)
    words = organisation().words
    return page(
        request,
        "analysis/team_print.html",
        case=case,
        board=boards.board(case, request.user),
        role=[(spoken(line.label, words), line.answers) for line in boards.role_sheet(case)],
        trail=_trail(case, ("Afdrukken", "")),
    )


@guard(*READERS)
@require_GET
def services(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    board = boards.board(case, request.user)
    return page(
        request,
        "analysis/team_services.html",
        case=case,
        board=board,
        policy=from_file(case, "policy"),
        trail=_trail(case, ("Diensten", "")),
    )


# The group and its lead


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def kind(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    return _set_up(request, case, TeamForm, actions.GROUP, "Soort werkgroep", "groep")


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def lead(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    return _set_up(request, case, LeadForm, actions.LEAD, "Projectleider", "projectleider")


def _set_up(
    request: Request, case: Case, form_class: Any, fields: tuple[str, ...], heading: str, part: str
) -> HttpResponse:
    rules.check_keep(request.user, case)
    stands = Team.objects.filter(case=case).first()
    instance = stands or Team(case=case)
    posted = request.POST if request.method == "POST" else None
    form = form_class(posted, instance=instance, initial={"version": stands.version if stands else 0})
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in fields}
        try:
            with transaction.atomic():
                seen = form.cleaned_data["version"]
                made = actions.set_up(case=case, fields=fields, seen=seen, by=request.user, **values)
                form.flag(made, by=request.user)
        except Changed as clash:
            form.clashes(clash.current, list(fields))
        else:
            messages.success(request, "Bewaard.")
            return _back(case, part)
    return _form(request, case, form, heading, part)


def _form(request: Request, case: Case, form: Any, heading: str, part: str, **more: Any) -> HttpResponse:
    words = organisation().words
    for field in form.fields.values():
        field.label = local(str(field.label), words)
        field.help_text = local(str(field.help_text), words)
        if getattr(field, "choices", None) and not hasattr(field, "queryset"):
            field.choices = [(value, local(str(label), words)) for value, label in field.choices]
    layout(form, submit=more.pop("submit", "Bewaren"), cancel=reverse("analysis:team", args=[case.pk]) + f"#{part}")
    return page(
        request,
        more.pop("template", "analysis/team_form.html"),
        case=case,
        form=form,
        heading=heading,
        trail=_trail(case, (heading, "")),
        **more,
    )


# Rows: members, services, talks, questions


def _row(request: Request, row: Any, forms: tuple[Any, Any], heading: str, part: str, **more: Any) -> HttpResponse:
    """Add a row or change it; of two colleagues who save at once the second sees both texts."""
    case = row.case
    rules.check_keep(request.user, case)
    new, edit = forms
    given = more.pop("given", {})
    posted = request.POST if request.method == "POST" else None
    if row.pk:
        form = edit(posted, instance=row, initial={"version": row.version}, **given)
    else:
        form = new(posted, instance=row, **given)
    if form.is_valid():
        fields = list(form._meta.fields)
        for name in fields:
            setattr(row, name, form.cleaned_data[name])
        try:
            with transaction.atomic():
                seen = form.cleaned_data.get("version")
                actions.keep(row=row, fields=fields, seen=seen, by=request.user)
                form.flag(row, by=request.user)
        except Changed as clash:
            form.clashes(clash.current, fields)
        else:
            messages.success(request, "Bewaard.")
            if more.get("to"):
                return redirect(more["to"])
            return _back(case, part)
    more.pop("to", None)
    return _form(request, case, form, heading, part, **more)


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def member(request: Request, case_pk: int, pk: int = 0) -> HttpResponse:
    case = _case(request, case_pk)
    row = get_object_or_404(TeamMember.objects.now(), case=case, pk=pk) if pk else TeamMember(case=case)
    row.case = case
    heading = str(row) if pk else "Lid toevoegen"
    return _row(request, row, (MemberForm, EditMemberForm), heading, "leden", given={"case": case}, member=row)


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def member_leaves(request: Request, case_pk: int, pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    rules.check_keep(request.user, case)
    row = get_object_or_404(TeamMember.objects.now(), case=case, pk=pk)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic():
            actions.leave(member=row, why=form.cleaned_data["why"], by=request.user)
            form.flag(row, by=request.user)
        messages.success(request, f"{row} doet niet meer mee. De naam van de functie blijft staan bij wie meedeed.")
        return _back(case, "leden")
    return _form(request, case, form, f"{row} stopt", "leden", submit="Uit de werkgroep halen")


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def service(request: Request, case_pk: int, key: str = "") -> HttpResponse:
    """One line of the list: one of the twelve of the guide by its code, or an own one by its number."""
    case = _case(request, case_pk)
    row = _service(case, key)
    row.case = case
    return _row(
        request,
        row,
        (ServiceForm, EditServiceForm),
        row.name or "Dienst of adviesraad toevoegen",
        "diensten",
        given={"case": case},
        to=reverse("analysis:team_services", args=[case.pk]),
    )


def _service(case: Case, key: str) -> TeamService:
    rows = TeamService.objects.filter(case=case)
    if not key:
        return TeamService(case=case)
    if key.isascii() and key.isdigit() and len(key) < 10:
        return get_object_or_404(rows, pk=int(key))
    item = next((each for each in guide.services() if each.code == key), None)
    if item is None:
        raise Http404("no such service")
    words = organisation().words
    return rows.filter(code=key).first() or TeamService(
        case=case, code=item.code, name=local(item.title, words), experience=item.text
    )


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def meeting(request: Request, case_pk: int, pk: int = 0) -> HttpResponse:
    case = _case(request, case_pk)
    row = get_object_or_404(TeamMeeting, case=case, pk=pk) if pk else TeamMeeting(case=case)
    row.case = case
    heading = "Tussentijds overleg" if pk else "Overleg plannen"
    return _row(request, row, (MeetingForm, EditMeetingForm), heading, "overleg")


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def question(request: Request, case_pk: int, pk: int = 0) -> HttpResponse:
    case = _case(request, case_pk)
    row = get_object_or_404(TeamQuestion, case=case, pk=pk) if pk else TeamQuestion(case=case)
    row.case = case
    heading = "Vraag voor het college"
    return _row(request, row, (QuestionForm, EditQuestionForm), local(heading, organisation().words), "vragen")


# The group looks at itself, and participation


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def review(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    rules.check_keep(request.user, case)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic():
            answers = {item.code: form.cleaned_data[item.code] for item in guide.review()}
            made = actions.review(case=case, by=request.user, note=form.cleaned_data["note"], **answers)
            form.flag(made, by=request.user)
        messages.success(request, "De evaluatie is bewaard.")
        return _back(case, "evaluatie")
    return _form(request, case, form, "Werkgroep evalueren", "evaluatie")


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def level(request: Request, case_pk: int) -> HttpResponse:
    """Choose a rung of participation, with its pros and cons. The earlier choice stays with its day."""
    case = _case(request, case_pk)
    rules.check_keep(request.user, case)
    stands = Participation.objects.filter(case=case).first()
    form = LevelForm(request.POST if request.method == "POST" else None, stands=stands.level if stands else "")
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("level", "pros", "cons", "why")}
        with transaction.atomic():
            made = actions.choose_level(case=case, by=request.user, **data)
            form.flag(made, by=request.user)
        messages.success(request, "De trede is bewaard.")
        return _back(case, "participatie")
    return _form(
        request,
        case,
        form,
        "Hoe ver doen bewoners mee?",
        "participatie",
        template="analysis/team_level.html",
        stands=stands,
        low_trust=boards.low_trust(case),
        warning=guide.only_informing(),
    )
