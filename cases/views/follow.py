"""Pages for what follows on the map: diagnosis, follow-up decision, checks, and the calendar."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import boards_follow as boards
from cases import follow as due  # registers the dates of cases with the calendar
from cases import rules_follow as rules
from cases.actions import decide as deciding
from cases.actions import diagnose as diagnosing
from cases.actions import follow as following
from cases.forms_follow import CheckForm, DecisionForm, DiagnosisForm, RhythmForm, laid_out
from cases.models import Case, Check, Diagnosis, FollowUpDecision
from cases.views.shared import Request, case_for
from common import audit
from common.crispy import Fieldset, layout
from common.dates import in_words
from common.guards import guard, public, signed_in
from common.pages import page
from common.refusal import Refused
from method.content import content
from organisation import calendar as feeds
from organisation.current import organisation
from organisation.models import Step
from organisation.roles import Permission

CALENDAR_SOURCES = (due.check_dates,)
FILE = ("department", "department__head", "owner", "diagnosis__placement", "diagnosis__by")


def _case(request: Request, pk: int) -> Case:
    return case_for(request, pk, Case.objects.select_related(*FILE))


def _page(request: Request, template: str, case: Case, here: str, **context: Any) -> HttpResponse:
    trail = [("Casussen", reverse("cases:list")), (case.number, reverse("cases:detail", args=[case.pk])), (here, "")]
    return page(request, f"cases/{template}.html", case=case, trail=trail, **context)


@guard(Permission.DIAGNOSE)
@require_http_methods(["GET", "POST"])
def diagnose(request: Request, pk: int) -> HttpResponse:
    """Lay down what those present concluded; four outcomes of equal weight."""
    case = _case(request, pk)
    rules.check_follow(request.user, case)
    town = organisation()
    form = DiagnosisForm(request.POST if request.method == "POST" else None, case=case, town=town)
    if form.is_valid():
        try:
            made = diagnosing.diagnose(
                case=case,
                conclusion=form.conclusion,
                by=request.user,
                submission=form.cleaned_data["submission"],
            )
        except Refused as no:
            form.refuse(no)
        else:
            form.flag(made, by=request.user)
            return _after_diagnosis(request, made)
    return _page(
        request,
        "follow_diagnose",
        case,
        "Diagnose",
        form=laid_out(form, cancel=reverse("cases:detail", args=[case.pk])),
        sources=len(form.sources),
        town=town,
    )


def _after_diagnosis(request: Request, made: Diagnosis) -> HttpResponse:
    messages.success(request, f"De diagnose is vastgelegd: {made.get_outcome_display().lower()}.")
    if hint := rules.narrow_circle(made.functions):
        messages.info(request, hint)
    if made.outcome == Diagnosis.Outcome.ACT:
        return redirect("cases:decide", made.case_id)
    return redirect("cases:diagnoses", made.case_id)


@guard(Permission.PLACE, Permission.CASE_ALL)
@require_safe
def diagnoses(request: Request, pk: int) -> HttpResponse:
    """Every diagnosis of a case, newest first, with the movement between them."""
    case = _case(request, pk)
    may = rules.can_follow(request.user, case)
    return _page(
        request,
        "follow_diagnoses",
        case,
        "Diagnoses",
        snapshots=boards.history(case, organisation(), timezone.localdate()),
        can_follow=may,
        diagnose_url=reverse("cases:diagnose", args=[case.pk]),
        start_url=reverse("cases:diagnose", args=[case.pk]) if may else "",
    )


@guard(Permission.PLACE, Permission.CASE_ALL)
@require_http_methods(["GET", "POST"])
def decide(request: Request, pk: int) -> HttpResponse:
    """First the ladder with what each step asks and whom the route names; then the form for one step."""
    case = _case(request, pk)
    step = _step(request)
    if step is None:
        return _page(
            request,
            "follow_ladder",
            case,
            "Vervolgbesluit",
            rungs=boards.ladder(case),
            decisions=boards.decisions(case),
            can_follow=rules.can_follow(request.user, case),
        )
    rules.check_follow(request.user, case)
    rules.check_step_diagnosis(step, case.diagnosis)
    route = boards.found_routes(case)[step]
    form = DecisionForm(request.POST if request.method == "POST" else None, case=case, step=step, route=route)
    if form.is_valid():
        try:
            made = deciding.decide(
                case=case, decision=form.decision, by=request.user, submission=form.cleaned_data["submission"]
            )
        except Refused as no:
            form.refuse(no)
        else:
            form.flag(made, by=request.user)
            return _after_decision(request, made)
    layout(form, *_decision_parts(form), submit="Besluit vastleggen", cancel=reverse("cases:decide", args=[case.pk]))
    level = content().levels[step - 1]
    return _page(request, "follow_decide", case, "Vervolgbesluit", form=form, level=level, step=step, route=route)


def _step(request: Request) -> Step | None:
    """The step that the address names; anything odd shows the ladder."""
    text = request.GET.get("stap", "")
    return Step(int(text)) if text in {"1", "2", "3", "4", "5"} else None


def _decision_parts(form: DecisionForm) -> list[Any]:
    def part(title: str, *names: str) -> list[Fieldset]:
        present = [name for name in names if name in form.fields]
        return [Fieldset(title, *present)] if present else []

    return [
        *part("Waarom", "reason", "front_reason", "talked"),
        *part("Wie is aan zet", "department", "owner", "departments"),
        *part("Van buiten", "partners", "consultation"),
        *part("Wie weet het, en wanneer kijkt u opnieuw", "informed", "review_on"),
    ]


def _after_decision(request: Request, made: FollowUpDecision) -> HttpResponse:
    messages.success(request, f"Het vervolgbesluit is vastgelegd: stap {made.step}, {made.get_step_display()}.")
    if made.step >= Step.INTERNAL_JOINT:
        messages.info(request, "Bij deze stap hoort een gezamenlijk plan. Het staat nu op de lijst van de eigenaar.")
    if made.step == Step.TRIANGLE and made.talked in ("", FollowUpDecision.Talked.NO):
        messages.info(request, "Gaat het om een aangekondigde actie? Spreek dan eerst met de initiatiefnemers.")
    return redirect("cases:decide", made.case_id)


@guard(Permission.PLACE, Permission.CASE_ALL)
@require_http_methods(["GET", "POST"])
def check(request: Request, pk: int) -> HttpResponse:
    """Still the same, or did something change? One press from the work list, or this page."""
    case = _case(request, pk)
    bound = request.method == "POST"
    form = CheckForm(request.POST if bound else None, initial={"seen": case.review_on})
    if bound:
        rules.check_look(request.user, case)
    if form.is_valid():
        data = form.cleaned_data
        made = following.look(
            case=case, same=data["same"] == "yes", note=data["note"], seen=data["seen"], by=request.user
        )
        if made is None:
            messages.info(request, "Deze check was al gedaan. Er is niets dubbel opgeslagen.")
        else:
            form.flag(made, by=request.user)
            messages.success(request, f"De check is opgeslagen. Volgende check: {in_words(made.next_on)}.")
        if made and not made.same:
            messages.info(request, "De casus staat op de lijst om opnieuw te beoordelen.")
            return redirect("cases:diagnose" if rules.can_follow(request.user, case) else "cases:check", case.pk)
        return redirect("cases:check", case.pk)
    return _check_page(request, case, check_form=form)


def _check_page(request: Request, case: Case, **forms: Any) -> HttpResponse:
    watch = boards.watch(case, request.user)
    check_form = forms.get("check_form") or CheckForm(initial={"seen": case.review_on})
    rhythm_form = forms.get("rhythm_form") or RhythmForm(
        initial={"review_on": case.review_on, "review_days": watch.days}, prefix="ritme"
    )
    layout(check_form, submit="Opslaan dat er iets is veranderd", action=reverse("cases:check", args=[case.pk]))
    layout(rhythm_form, submit="Termijn opslaan", action=reverse("cases:rhythm", args=[case.pk]))
    return _page(
        request,
        "follow_check",
        case,
        "Check",
        watch=watch,
        form=check_form,
        rhythm_form=rhythm_form,
        can_look=rules.rules.boolean(rules.check_look, request.user, case),
        can_follow=rules.can_follow(request.user, case),
    )


@guard(Permission.DIAGNOSE)
@require_http_methods(["GET", "POST"])
def rhythm(request: Request, pk: int) -> HttpResponse:
    """Another date or interval for the checks."""
    case = _case(request, pk)
    rules.check_follow(request.user, case)
    if request.method == "GET":
        return redirect("cases:check", pk)
    form = RhythmForm(request.POST, prefix="ritme")
    if not form.is_valid():
        return _check_page(request, case, rhythm_form=form)
    following.set_rhythm(case=case, by=request.user, **form.cleaned_data)
    messages.success(request, f"Volgende check: {in_words(form.cleaned_data['review_on'])}.")
    return redirect("cases:check", pk)


@guard(Permission.PLACE, Permission.CASE_ALL)
@require_POST
def undo_check(request: Request, pk: int, check_pk: int) -> HttpResponse:
    """Take back a press of the button."""
    case = _case(request, pk)
    found = get_object_or_404(Check.objects.select_related("case"), pk=check_pk, case=case)
    following.undo(check=found, by=request.user)
    messages.success(request, "De check is ongedaan gemaakt. De vorige datum geldt weer.")
    return redirect("cases:check", pk)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def calendar_settings(request: Request) -> HttpResponse:
    """Make, renew or end the address of one's own calendar. A new address is shown once."""
    address = ""
    if request.method == "POST" and request.POST.get("intrekken"):
        feeds.revoke(request.user)
        audit.record("calendar.revoked", request.user, by=request.user)
        messages.success(request, "Het adres van uw agenda is ingetrokken. Agenda's die het gebruikten, stoppen.")
        return redirect("cases:calendar_settings")
    if request.method == "POST":
        secret = feeds.new_secret(request.user)
        audit.record("calendar.renewed", request.user, by=request.user)
        address = settings.BASE_URL + reverse("cases:calendar", args=[request.user.pk, secret])
    return page(request, "cases/follow_calendar.html", address=address, has_address=bool(request.user.calendar_secret))


@public
@never_cache
@require_safe
def calendar(request: Request, user_pk: int, secret: str) -> HttpResponse:
    """The feed itself. A wrong, revoked or former address is a page that does not exist."""
    user = feeds.holder(user_pk, secret)
    if user is None:
        raise Http404
    content_ = feeds.feed(user, timezone.localdate(), name="Checks van casussen", base_url=settings.BASE_URL)
    response = HttpResponse(content_, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="casussen.ics"'
    return response
