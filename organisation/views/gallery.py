"""All components and form fields in each state on one page: to choose from, and to see a house style on."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.crispy import Fieldset, layout
from common.guards import guard
from common.pages import page
from organisation.roles import Permission

KINDS = (
    ("info", "Lopend"),
    ("ok", "Afgerond"),
    ("warn", "Vraagt aandacht"),
    ("danger", "Te laat"),
    ("neutral", "Gesloten"),
)
ICONS = (
    "info ok warn danger neutral plus arrow back chevron menu person people calendar clock place search document "
    "download pen lock eye link book map bell late today soon later done"
).split()


class Sample(forms.Form):
    """Every kind of field that our forms use."""

    what = forms.CharField(label="Wat is er aan de hand?", help_text="Schrijf over de situatie.", widget=forms.Textarea)
    title = forms.CharField(label="Korte titel", max_length=80)
    day = forms.DateField(label="Datum", required=False)
    hour = forms.TimeField(label="Tijd", required=False)
    moment = forms.DateTimeField(label="Wanneer was dit?", required=False)
    number = forms.IntegerField(label="Aantal dagen", min_value=1, help_text="Hoe vaak kijkt u opnieuw?")
    email = forms.EmailField(label="E-mailadres", required=False)
    secret = forms.CharField(label="Wachtwoord", widget=forms.PasswordInput, required=False)
    area = forms.ChoiceField(
        label="Gebied",
        choices=[("", "Kies een gebied"), ("Bloemetjeswijk", [("a", "Rozenbuurt"), ("b", "Tulpenbuurt")])],
    )
    known = forms.ChoiceField(
        label="Hoe weet u dit?",
        choices=[("a", "Zelf gezien"), ("b", "Gehoord van betrokkenen"), ("c", "Gerucht")],
        widget=forms.RadioSelect,
        help_text="Kies wat het beste past.",
    )
    themes = forms.MultipleChoiceField(
        label="Thema’s",
        choices=[("a", "Wonen"), ("b", "Verkeer"), ("c", "Opvang")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label="Ik heb dit besproken met een collega", help_text="Twee zien meer dan één.")
    upload = forms.FileField(label="Bestand", required=False)
    fixed = forms.CharField(label="Vast veld", initial="Dit kunt u niet wijzigen", disabled=True, required=False)


def _sample(prefix: str, data: dict[str, Any] | None = None) -> Sample:
    form = Sample(data, prefix=prefix, auto_id=f"{prefix}_%s")
    layout(
        form,
        Fieldset("Tekst en getallen", "what", "title", "number", "email", "secret"),
        Fieldset("Datum en keuzes", "day", "hour", "moment", "area", "known", "themes", "agree", "upload", "fixed"),
        submit="Opslaan",
        cancel="#formulieren",
        attributes={
            "data-resend": "yes",
            "aria-label": "Formulier met fouten" if data is not None else "Leeg formulier",
        },
    )
    return form


@guard(Permission.ORGANISE)
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    today, now = timezone.localdate(), timezone.now()
    return page(
        request,
        "organisation/gallery.html",
        kinds=KINDS,
        icons=ICONS,
        days=[today + timedelta(days=days) for days in (-2, 0, 1, 5, 40)],
        moments=[now, now - timedelta(days=1), now - timedelta(days=40), now - timedelta(days=500)],
        facts=[("Gebied", "Rozenbuurt"), ("Afdeling", "Samenleven"), ("Herinnering", "")],
        plain=_sample("leeg"),
        wrong=_sample("fout", {"fout-number": "0", "fout-email": "geen adres", "fout-area": "z"}),
        trail=[("Beheer", "/beheer/"), ("Onderdelen", "")],
        more={"next_cursor": "x", "first": False},
    )
