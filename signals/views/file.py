"""One signal: reading it, mending it, and assessing it in the order picture, judgement, decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import audit
from common.crispy import layout
from common.edits import Changed
from common.guards import guard, signed_in
from common.pages import page
from organisation.current import organisation
from organisation.models import User
from organisation.roles import Permission as P
from signals import actions, instructions, rules
from signals.boards import File
from signals.forms import AssignForm, DecisionForm, DiscussForm, EditForm, JudgementForm, PictureForm
from signals.models import Signal, TriageStep

MOMENT_LATER = "Een collega heeft dit signaal intussen gewijzigd. Kijk na wat er nu staat en sla opnieuw op."


def _signal(request: HttpRequest, pk: int) -> Signal:
    rows = Signal.objects.visible_to(request.user).select_related(  # type: ignore[arg-type]
        "area", "theme", "department", "reporter", "acknowledged_by"
    )
    signal = rows.filter(pk=pk).first()
    if signal is None:
        audit.record("signal.read", f"signals.signal:{pk}", by=request.user, result="refused")
        raise Http404("no such signal for this person")
    if request.method != "POST" and signal.reporter_id != request.user.pk:
        audit.record("signal.read", signal, by=request.user)
    return signal


@signed_in
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The reporter sees the signal and its news; who assesses it, and its department, see everything."""
    user: User = request.user  # type: ignore[assignment]
    signal = _signal(request, pk)
    file = File(signal, user)
    if signal.reporter_id == user.pk:
        actions.mark_read(by=user, signal=signal)
    assign_form = layout(
        AssignForm(initial={"department": signal.department_id, "version": signal.version}),
        action=reverse("signals:assign", args=[pk]),
        submit="Toewijzen",
    )
    discuss_form = layout(
        DiscussForm(initial={"discussed_domains": signal.discussed_domains}),
        action=reverse("signals:discuss", args=[pk]),
        submit="Vastleggen",
    )
    return page(
        request, "signals/detail.html", signal=signal, file=file, assign_form=assign_form, discuss_form=discuss_form
    )


@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    signal = _signal(request, pk)
    rules.check_edit(user, signal)
    form = EditForm(request.POST if request.method == "POST" else None, initial=EditForm.initial_of(signal))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(
                signal=signal, answers=form.answers, groups=form.groups, seen=form.cleaned_data["version"], by=user,
                flag=lambda signal: form.flag(signal, by=user),
            )  # fmt: skip
            messages.success(request, "Het signaal is aangepast.")
            return redirect("signals:detail", pk=pk)
        except Changed as changed:
            form.clashes(changed.current, ["what", "place", "area", "theme", "kind", "direction", "source"])
            signal = _signal(request, pk)
    layout(form)
    return page(request, "signals/edit.html", form=form, signal=signal, instructions=instructions.texts(organisation()))


@signed_in
@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    actions.acknowledge(signal=_signal(request, pk), by=request.user)  # type: ignore[arg-type]
    messages.success(request, "U hebt bevestigd dat u dit signaal oppakt.")
    return redirect("signals:detail", pk=pk)


@guard(P.SIGNAL_TRIAGE)
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    signal = _signal(request, pk)
    form = AssignForm(
        request.POST if request.method == "POST" else None,
        initial={"department": signal.department_id, "version": signal.version},
    )
    if request.method == "POST" and form.is_valid():
        department = form.cleaned_data["department"]
        try:
            actions.assign(
                signal=signal, department=department, seen=form.cleaned_data["version"], by=request.user  # type: ignore[arg-type]
            )  # fmt: skip
            messages.success(request, f"Het signaal is toegewezen aan {department}.")
            return redirect("signals:detail", pk=pk)
        except Changed as changed:
            form.clashes(changed.current, ["department"])
    layout(form, submit="Toewijzen", cancel=reverse("signals:detail", args=[pk]))
    return page(request, "signals/step.html", form=form, signal=signal, title="Toewijzen aan een afdeling")


@guard(P.SIGNAL_TRIAGE)
@require_POST
def mark_checked(request: HttpRequest, pk: int) -> HttpResponse:
    actions.mark_checked(signal=_signal(request, pk), by=request.user)  # type: ignore[arg-type]
    messages.success(request, "Vastgelegd: het signaal is vandaag gecheckt.")
    return redirect("signals:detail", pk=pk)


@guard(P.SIGNAL_TRIAGE)
@require_http_methods(["GET", "POST"])
def discuss(request: HttpRequest, pk: int) -> HttpResponse:
    signal = _signal(request, pk)
    form = DiscussForm(
        request.POST if request.method == "POST" else None, initial={"discussed_domains": signal.discussed_domains}
    )
    if request.method == "POST" and form.is_valid():
        actions.discuss(signal=signal, domains=form.cleaned_data["discussed_domains"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, "Vastgelegd met wie dit signaal is besproken.")
        return redirect("signals:detail", pk=pk)
    layout(form, submit="Vastleggen", cancel=reverse("signals:detail", args=[pk]))
    return page(request, "signals/step.html", form=form, signal=signal, title="Samen besproken")


@guard(P.SIGNAL_TRIAGE)
@require_http_methods(["GET", "POST"])
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    signal = _signal(request, pk)
    initial = {"version": signal.version, **PictureForm.initial_of(signal.marks.all())}
    form = PictureForm(request.POST if request.method == "POST" else None, initial=initial)

    def save(by: User, data: dict[str, Any]) -> TriageStep:
        return actions.picture(
            signal=signal, text=data["text"], marks=form.marks, seen=data["version"], by=by,
            flag=lambda signal: form.flag(signal, by=by),
        )  # fmt: skip

    return _assess(request, signal, form, save, "Beeld", "signals/picture.html")


@guard(P.SIGNAL_TRIAGE)
@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    signal = _signal(request, pk)
    rules.check_part(signal, TriageStep.Part.JUDGEMENT)
    form = JudgementForm(request.POST if request.method == "POST" else None, initial={"version": signal.version})

    def save(by: User, data: dict[str, Any]) -> TriageStep:
        return actions.judge(
            signal=signal, text=data["text"], seen=data["version"], by=by, flag=lambda signal: form.flag(signal, by=by)
        )

    return _assess(request, signal, form, save, "Oordeel", "signals/step.html")


@guard(P.SIGNAL_TRIAGE)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    signal = _signal(request, pk)
    rules.check_part(signal, TriageStep.Part.DECISION)
    form = DecisionForm(request.POST if request.method == "POST" else None, initial={"version": signal.version})

    def save(by: User, data: dict[str, Any]) -> TriageStep:
        return actions.decide(
            signal=signal, decision=data["decision"], text=data["text"], news=data["news"], seen=data["version"], by=by,
            flag=lambda signal: form.flag(signal, by=by),
        )  # fmt: skip

    return _assess(request, signal, form, save, "Besluit", "signals/step.html")


def _assess(
    request: HttpRequest,
    signal: Signal,
    form: Any,
    save: Callable[[User, dict[str, Any]], TriageStep],
    title: str,
    template: str,
) -> HttpResponse:
    """Save one step of the assessment; when a colleague was first, show what that colleague wrote beside this text."""
    user: User = request.user  # type: ignore[assignment]
    rules.check_part(signal, TriageStep.Part.PICTURE)
    here = reverse("signals:detail", args=[signal.pk])
    clash = False
    if request.method == "POST" and form.is_valid():
        try:
            step = save(user, form.cleaned_data)
            messages.success(request, f"{title} vastgelegd.")
            return redirect(_after(step, here))
        except Changed as changed:
            clash = True
            data = form.data.copy()
            data["version"] = str(changed.current.version)
            form.data = data
            form.add_error(None, MOMENT_LATER)
    layout(form, submit=f"{title} vastleggen", cancel=here)
    file = File(signal, user)
    return page(
        request, template, form=form, signal=signal, file=file, title=title, clash=clash, steps=file.steps[::-1]
    )


def _after(step: TriageStep, here: str) -> str:
    """Deciding to link goes on to choosing the case."""
    if step.decision != TriageStep.Decision.LINK:
        return here
    try:
        return f"{reverse('cases:link')}?signal={step.signal_id}"
    except NoReverseMatch:
        return here


@guard(P.SIGNAL_TRIAGE)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    actions.reopen(signal=_signal(request, pk), by=request.user)  # type: ignore[arg-type]
    messages.success(request, "Het signaal is heropend.")
    return redirect("signals:detail", pk=pk)
