"""The list of signals: newest first, acute on top, with filters, saved filters and search."""

from urllib.parse import unquote_plus

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.crispy import Columns, layout
from common.guards import guard
from common.pages import page, typed
from common.paging import keyset
from common.textcheck import check
from organisation.models import User
from organisation.roles import Permission as P
from signals import boards, search
from signals.filters import KEYS, SignalFilter, in_words, wanted
from signals.forms import SavedFilterForm, area_choices
from signals.models import SavedFilter, Signal

READERS = (P.SIGNAL_TRIAGE, P.SIGNAL_ALL, P.PLACE)
QUICK = (
    ("Nieuw", "state=new"),
    ("Nog niet toegewezen", "only=unassigned"),
    ("Niet samen besproken", "only=undiscussed"),
    ("Niet recent gecheckt", "only=stale"),
    ("Gerucht", "known=rumour"),
)


@guard(*READERS)
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    query, cursor = typed(request, "q", most=200), request.GET.get("na", "")
    signals = boards.rows(Signal.objects.visible_to(user))
    chips: list[tuple[str, str]] = []
    filtered = any(request.GET.get(key) for key in KEYS if key != "q")
    found: SignalFilter | None = None
    if filtered:
        found = SignalFilter(request.GET, queryset=signals, request=request)
        if found.form.is_valid():
            signals, chips = found.qs, in_words(found, request.GET)
        else:
            signals = signals.none()
    shown = search.page(signals, query, cursor) if query else keyset(signals, cursor, by="reported_at")
    active = wanted(request.GET)
    return page(
        request,
        "signals/inbox.html",
        partial="list",
        rows=boards.lines(shown),
        listing=shown,
        query=query,
        words=search.words(query),
        chips=chips,
        filters=found,
        active=active,
        quick=QUICK,
        saved=list(SavedFilter.objects.filter(user=user.pk).values("name", "query")),
        acute=boards.acute_waiting(user),
        sees_all=user.may(P.SIGNAL_ALL),
    )


@guard(*READERS)
@require_GET
def acute_panel(request: HttpRequest) -> HttpResponse:
    """The acute signals alone, for the part of the page that refreshes itself."""
    return page(request, "signals/acute.html", acute=boards.acute_waiting(request.user))  # type: ignore[arg-type]


@guard(*READERS)
@require_GET
def explore(request: HttpRequest) -> HttpResponse:
    """The two ways to start: what is going on in an area, or is there something behind this signal? (R-A-011)"""
    user: User = request.user  # type: ignore[assignment]
    waiting = Signal.objects.visible_to(user).filter(state__in=[Signal.State.NEW, Signal.State.ASSESSING])
    newest = boards.lines(keyset(boards.rows(waiting), "", by="reported_at", size=5))
    areas = [
        {"name": label, "value": value} if isinstance(label, str) else {"name": value, "rows": label}
        for value, label in area_choices("Kies een gebied")
    ]
    return page(request, "signals/explore.html", areas=areas, rows=newest)


@guard(*READERS)
@require_GET
def filters(request: HttpRequest) -> HttpResponse:
    """All filters: a page of its own, and the same form inside the list."""
    found = SignalFilter(request.GET or None, queryset=Signal.objects.none(), request=request)
    found.form.is_valid()
    found.form.use_required_attribute = False
    for field in found.form.fields.values():
        field.required = True  # only for the page, after the check: none is marked as optional where all are
    layout(
        found.form,
        Columns("area", "department"),
        Columns("since", "until"),
        Columns("axis", "theme"),
        Columns("kind", "state"),
        Columns("known", "source_kind"),
        Columns("origin", "online"),
        "dynamic",
        "only",
        method="get",
        action=reverse("signals:inbox"),
        submit="Toon signalen",
        cancel=reverse("signals:inbox"),
    )
    form = SavedFilterForm()
    return page(
        request, "signals/filters.html", partial="form", filters=found, form=form, query=request.GET.get("q", ""),
        saved=list(SavedFilter.objects.filter(user=request.user.pk)), active=wanted(request.GET),
    )  # fmt: skip


@guard(*READERS)
@require_http_methods(["GET", "POST"])
def save_filter(request: HttpRequest) -> HttpResponse:
    """Give the filters of this address a name. The list itself is never stored, only what was asked."""
    active = wanted(QueryDict((request.POST or request.GET).get("query", "")[:1000]))
    form = SavedFilterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        refused = next((finding for finding in check(unquote_plus(active)) if finding.refuse), None)
        if refused:
            form.add_error(None, refused.message)
        elif not active or len(active) > 500:
            form.add_error(None, "Zet eerst een filter aan. Een filter zonder keuzes kunt u niet bewaren.")
        elif _save(SavedFilter(user=request.user, query=active), form):  # type: ignore[misc]
            messages.success(request, "Het filter is bewaard.")
            return redirect(f"{reverse('signals:inbox')}?{active}")
    layout(form, cancel=f"{reverse('signals:inbox')}?{active}")
    return page(request, "signals/save_filter.html", form=form, active=active)


@guard(*READERS)
@require_http_methods(["GET", "POST"])
def rename_filter(request: HttpRequest, pk: int) -> HttpResponse:
    saved = get_object_or_404(SavedFilter, pk=pk, user=request.user.pk)
    form = SavedFilterForm(request.POST if request.method == "POST" else None, initial={"name": saved.name})
    if request.method == "POST" and form.is_valid() and _save(saved, form):
        messages.success(request, "Het filter heeft een nieuwe naam.")
        return redirect(f"{reverse('signals:inbox')}?{saved.query}")
    layout(form, cancel=reverse("signals:inbox"))
    return page(request, "signals/save_filter.html", form=form, active=saved.query, saved=saved)


def _save(saved: SavedFilter, form: SavedFilterForm) -> bool:
    saved.name = form.cleaned_data["name"]
    try:
        with transaction.atomic():
            saved.save()
            form.flag(saved, by=saved.user)
    except IntegrityError:
        form.add_error("name", "U hebt al een filter met deze naam.")
        return False
    return True


@guard(*READERS)
@require_POST
def delete_filter(request: HttpRequest, pk: int) -> HttpResponse:
    saved = get_object_or_404(SavedFilter, pk=pk, user=request.user.pk)
    saved.delete()
    messages.success(request, f"Het filter “{saved.name}” is weg.")
    return redirect("signals:inbox")
