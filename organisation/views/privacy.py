"""For the privacy officer: texts that were kept with a reason, and who read what."""

import re

from django import forms
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from common import audit
from common.guards import guard
from common.models import AuditEvent, TextFlag
from common.pages import page
from common.paging import keyset
from organisation.models import User
from organisation.roles import Permission
from organisation.trail import RESULTS, words_of

OBJECTS = {
    "signals.signal": "Signaal",
    "cases.case": "Casus",
    "plans.plan": "Plan",
    "evaluation.evaluation": "Evaluatie",
    "common.auditevent": "Logboek",
    "common.document": "PDF",
    "common.mail": "Bericht",
    "common.textflag": "Bewaarde tekst",
    "view": "Scherm",
}
ADDRESSES = {"signals.signal": "/signalen/{}/", "cases.case": "/casussen/{}/"}


class LogFilter(forms.Form):
    """Only a reference or a colleague can be looked up; there is no search on words."""

    object = forms.CharField(
        label="Onderdeel", max_length=80, required=False, help_text="Bijvoorbeeld cases.case:12 of signals.signal:34."
    )
    actor = forms.ModelChoiceField(User.objects.none(), label="Medewerker", required=False, empty_label="Iedereen")

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        self.fields["actor"].queryset = User.objects.order_by("name")  # type: ignore[attr-defined]

    def clean_object(self) -> str:
        reference = self.cleaned_data["object"].strip().lower()
        if reference and not re.fullmatch(r"[a-z_.]{1,60}:[a-z0-9_.-]{1,40}", reference):
            raise forms.ValidationError("Schrijf een onderdeel als cases.case:12.")
        return reference


def _model(kind: str) -> type[Model] | None:
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None


def _name(reference: str) -> tuple[str, str]:
    """The words and, where there is one page for it, the address of an object in the trail."""
    kind, _, number = reference.partition(":")
    model = _model(kind)
    noun = OBJECTS.get(kind) or (str(model._meta.verbose_name).capitalize() if model else "")
    label = f"{noun} {number}" if noun else reference
    address = ADDRESSES[kind].format(number) if kind in ADDRESSES and number.isdigit() else ""
    return label.removesuffix(" lijst"), address


def _field(reference: str, name: str) -> str:
    """The name of a field as people see it on the form."""
    model = _model(reference.partition(":")[0])
    try:
        return str(getattr(model._meta.get_field(name), "verbose_name", name)) if model else name
    except FieldDoesNotExist:
        return name


@guard(Permission.PRIVACY)
@require_safe
def flags(request: HttpRequest) -> HttpResponse:
    """Texts that were kept although the check found something, newest first."""
    show_all = request.GET.get("alles") == "1"
    rows = TextFlag.objects.select_related("by", "seen_by")
    found = keyset(rows if show_all else rows.filter(seen_at__isnull=True), request.GET.get("na", ""), by="at", size=25)
    for flag in found:
        flag.label, flag.address = _name(flag.object)
        flag.field_name = _field(flag.object, flag.field)
    return page(request, "organisation/privacy.html", flags=found, show_all=show_all)


@guard(Permission.PRIVACY)
@require_POST
@transaction.atomic
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark as seen; of two at the same moment the first one stays."""
    flag = get_object_or_404(TextFlag, pk=pk)
    if TextFlag.objects.filter(pk=pk, seen_at__isnull=True).update(seen_at=timezone.now(), seen_by=request.user):
        audit.record("textflag.seen", flag, by=request.user)
    return redirect("organisation:privacy")


@guard(Permission.PRIVACY)
@require_safe
def reading_log(request: HttpRequest) -> HttpResponse:
    """Who did what to which object. Looking is recorded as well, so that this page cannot be used unseen."""
    form = LogFilter(request.GET or None)
    rows = AuditEvent.objects.none()
    if form.is_valid():
        rows = AuditEvent.objects.all()
        if form.cleaned_data["object"]:
            rows = rows.filter(object=form.cleaned_data["object"])
        if form.cleaned_data["actor"]:
            rows = rows.filter(actor=f"gebruiker:{form.cleaned_data['actor'].pk}")
    elif not form.is_bound:
        rows = AuditEvent.objects.all()
    found = keyset(rows, request.GET.get("na", ""), by="at", size=50)
    ids = {int(number) for event in found if (number := event.actor.removeprefix("gebruiker:")).isdigit()}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    for event in found:
        number = event.actor.removeprefix("gebruiker:")
        event.who = names.get(int(number), event.actor) if number.isdigit() else event.actor
        event.label, event.address = _name(event.object)
        event.what = words_of(event.action)
        event.outcome = RESULTS.get(event.result, event.result)
    audit.record("audit.read", "common.auditevent:lijst", by=request.user)
    return page(request, "organisation/privacy_log.html", form=form, events=found)
