"""Writing a signal down, and hearing what was done with it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.crispy import layout
from common.guards import guard
from common.pages import page
from common.paging import keyset
from common.textcheck import check
from organisation.current import organisation
from organisation.models import User
from organisation.roles import Permission as P
from signals import actions, boards, instructions
from signals.forms import GROUPS, LogForm
from signals.models import Signal, SignalDraft

DRAFT_TEXTS = {
    "what": 1000,
    "place": 120,
    "source": 100,
    **{f"group_{number}": 80 for number in range(1, GROUPS + 1)},
    **{f"perception_{number}": 500 for number in range(1, GROUPS + 1)},
}
DRAFT_CHOICES = (
    "kind", "area", "known", "when", "happened_at", "direction", "online", "channel", "theme", "origin", "source_kind",
)  # fmt: skip


@guard(P.SIGNAL_LOG)
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    if request.method == "POST":
        form = LogForm(request.POST)
        if form.is_valid():
            signal = actions.log(
                answers=form.answers,
                groups=form.groups,
                submission=form.cleaned_data["submission"],
                by=user,
                flag=lambda signal: form.flag(signal, by=user),
            )
            return redirect("signals:receipt", pk=signal.pk)
        form.data = _with_submission(form.data)
    else:
        form = LogForm(initial=_initial(user))
    layout(form)
    return page(request, "signals/log.html", form=form, instructions=instructions.texts(organisation()))


def _with_submission(data: Any) -> Any:
    """Keep the number of this submission over a correction; a broken one is replaced."""
    try:
        UUID(str(data.get("submission")))
    except ValueError:
        data = data.copy()
        data["submission"] = str(uuid4())
    return data


def _initial(user: User) -> dict[str, Any]:
    """What was typed earlier today, else an empty form of which the source is known."""
    kept = SignalDraft.objects.filter(user=user, saved_at__gt=timezone.now() - timedelta(days=1)).first()
    initial = {"submission": uuid4(), "source": _source_of(user), "kind": Signal.Kind.UNREST, "when": LogForm.NOW}
    if kept:
        initial.update(kept.answers, draft=True)
    return initial


def _source_of(user: User) -> str:
    """The organisation or the department of this person: two signals from one team count as one source."""
    if user.organisation_name:
        return user.organisation_name
    membership = user.memberships.filter(department__isnull=False).select_related("department").first()
    return membership.department.name if membership and membership.department else user.function


@guard(P.SIGNAL_LOG)
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what was typed so far, unless a text does not pass the check or the signal was sent already.

    Answers 200 when it was kept, and 204 when not. Nothing that is refused is stored.
    """
    user: User = request.user  # type: ignore[assignment]
    answers = _draft_answers(request.POST)
    texts = [answers.get(name, "") for name in DRAFT_TEXTS]
    choices = [str(answers.get(name, "")) for name in (*DRAFT_CHOICES, "noticed", "information")]
    if not any(texts) or any(check(text) for text in texts if text):
        return HttpResponse(status=204)
    if any(finding.refuse for text in choices for finding in check(text)):
        return HttpResponse(status=204)
    if Signal.objects.filter(submission=answers["submission"]).exists():
        return HttpResponse(status=204)
    SignalDraft.objects.update_or_create(user=user, defaults={"answers": answers, "saved_at": timezone.now()})
    return HttpResponse(f"{timezone.localtime():%H:%M}", content_type="text/plain")


def _draft_answers(data: QueryDict) -> dict[str, Any]:
    """Only names that the form knows, no longer than the form allows, and no NUL."""
    answers: dict[str, Any] = {
        name: str(data[name]).replace("\0", "")[:length] for name, length in DRAFT_TEXTS.items() if data.get(name)
    }
    answers |= {name: str(data[name]).replace("\0", "")[:40] for name in DRAFT_CHOICES if data.get(name)}
    for name in ("noticed", "information"):
        answers[name] = [str(value).replace("\0", "")[:20] for value in data.getlist(name)[:10]]
    answers["submission"] = str(_with_submission(data)["submission"])
    return answers


@guard(P.SIGNAL_LOG)
@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The number, what happens next, and the way to the next one."""
    signal = get_object_or_404(Signal.objects.select_related("area").filter(reporter=request.user.pk), pk=pk)
    contact = instructions.contact(organisation()) if signal.kind == Signal.Kind.ACUTE else ""
    return page(request, "signals/receipt.html", signal=signal, contact=contact)


@guard(P.SIGNAL_LOG)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """One's own signals, each with what was done with it."""
    signals = keyset(boards.mine(request.user), request.GET.get("na", ""), by="reported_at", size=20)  # type: ignore[arg-type]
    unread = any(news.read_at is None for signal in signals for news in signal.news.all())
    return page(request, "signals/mine.html", signals=signals, unread=unread)


@guard(P.SIGNAL_LOG)
@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    actions.mark_read(by=request.user)  # type: ignore[arg-type]
    return redirect("signals:mine")
