"""The shape of what people fill in when they prepare a meeting."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone

from cases.forms_file import PersonField, SubmissionMixin
from cases.models import Case, Group
from common.forms import CheckedForm, VersionedForm
from method.content import content
from method.invitees import kinds
from organisation.models import Area, Partner, Theme, User
from workshops.models import Bridge, Invitee, Meeting, ProgrammeStep

FAR = timedelta(days=731)
BOTH = (
    "title",
    "purpose",
    "convenor",
    "area",
    "theme",
    "starts_at",
    "minutes",
    "place",
    "guests",
    "show_functions",
)
NETWORK = ("vertical", "external", "question")
"""Fields of a work session only."""


def fields_of(kind: str) -> list[str]:
    return [*BOTH, *(NETWORK if kind == Meeting.Kind.NETWORK else ())]


class AreaField(forms.ModelChoiceField):
    """An area with the one it lies in: two towns may both have a Dorpsrand."""

    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, Area)
        return f"{obj.name} ({obj.parent.name})" if obj.level == Area.Level.NEIGHBOURHOOD and obj.parent else obj.name


class MeetingForm(CheckedForm, forms.ModelForm):
    """What, when, where and for whom. The kind stands fast: each has its own fields."""

    area = AreaField(Area.objects.none(), label="Gebied", required=False, empty_label="Geen gebied in het bijzonder")

    class Meta:
        model = Meeting
        fields = [*BOTH, *NETWORK]
        labels = {
            "title": "Titel",
            "purpose": "Doel",
            "convenor": "Wie nodigt uit?",
            "theme": "Thema",
            "starts_at": "Datum en tijd",
            "minutes": "Duur in minuten",
            "place": "Plaats",
            "vertical": "Het gaat ook over de verhouding met de overheid",
            "external": "Met het externe netwerk",
            "question": "Vraag voor het voorstelrondje",
            "guests": "Meedoen zonder account mag",
            "show_functions": "Na het onthullen staat de functie bij elke plaatsing",
        }
        help_texts = {
            "place": "Noem het gebouw en de zaal. Dit staat in de uitnodiging.",
            "vertical": "Dan is iemand van participatie en democratie onmisbaar aan tafel.",
            "external": "Partners van buiten houden u een spiegel voor.",
            "guests": "Wie geen account heeft, vult alleen een functie en een organisatie in.",
            "show_functions": "Kies dit voor het begin. In een kleine groep weet iedereen toch wie wat plaatste: met "
            "vier mensen en vier functies bent u niet anoniem, ook niet als u dit uitzet.",
        }
        widgets = {
            "starts_at": forms.DateTimeInput,
            "purpose": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.was = self.instance.starts_at
        self.network = self.instance.kind == Meeting.Kind.NETWORK
        for name in () if self.network else NETWORK:
            del fields[name]
        fields["area"].queryset = Area.objects.current().select_related("parent").order_by("level", "name")
        fields["theme"].queryset = Theme.objects.filter(active=True)
        fields["theme"].empty_label = "Geen thema in het bijzonder"
        fields["minutes"].min_value, fields["minutes"].max_value = 5, 600
        fields["minutes"].widget.attrs.update(min=5, max=600)
        if self.network:
            said = " ".join(item.text for item in content().introductions)
            fields["question"].help_text = f"Een vraag waar mensen graag op antwoorden. Bijvoorbeeld: {said}"

    @property
    def columns(self) -> list[str]:
        return fields_of(self.instance.kind)

    def clean_minutes(self) -> int:
        value: int = self.cleaned_data["minutes"]
        if not 5 <= value <= 600:
            raise ValidationError("Kies een duur van 5 minuten tot 10 uur.")
        return value

    def clean_starts_at(self) -> Any:
        value = self.cleaned_data["starts_at"]
        today = timezone.localdate()
        if value != self.was and timezone.localtime(value).date() < today:
            raise ValidationError("Kies een dag vanaf vandaag.")
        if timezone.localtime(value).date() > today + FAR:
            raise ValidationError("Kijk het jaartal na: deze datum ligt meer dan twee jaar vooruit.")
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.network and not cleaned.get("area") and not cleaned.get("theme") and "area" not in self.errors:
            self.add_error("area", "Kies een gebied of een thema. Dan weet iedereen waar de werksessie over gaat.")
        return cleaned


WORDING = "Dit zien alle deelnemers, ook wie het dossier niet mag zien. Noem groepen en de kwestie, geen personen."


class NewMeetingForm(SubmissionMixin, MeetingForm):
    """A new one; from a case it also asks how that case is put before everyone."""

    def __init__(self, *args: Any, case: Case | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if case is not None:
            self.fields["wording"] = forms.CharField(
                label="Zo leggen we de casus voor", max_length=200, help_text=WORDING
            )


class EditMeetingForm(MeetingForm, VersionedForm):
    """A save over a colleague's text shows both."""


class TrustForm(CheckedForm, VersionedForm):
    trust = forms.ChoiceField(
        label="Is er een netwerk met genoeg vertrouwen?",
        choices=Meeting.Trust.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een antwoord."},
    )
    trust_reason = forms.CharField(
        label="Waarom gaat u toch door?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Alleen invullen als het antwoord “nee” is en u de werksessie toch wilt houden.",
    )


class CancelForm(CheckedForm):
    reason = forms.ChoiceField(
        label="Waarom gaat het niet door?",
        choices=Meeting.CancelReason.choices,
        widget=forms.RadioSelect,
        help_text="Wie al een uitnodiging kreeg, leest dit in een bericht.",
        error_messages={"required": "Kies een reden. Mensen hielden er tijd voor vrij."},
    )
    note = forms.CharField(
        label="Toelichting",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Staat alleen op de pagina van de bijeenkomst, niet in het bericht.",
    )


def _groups() -> list[tuple[str, str]]:
    return [("", "Anders"), *((each.code, each.label) for each in kinds())]


class ColleagueForm(forms.Form):
    """Someone with an account."""

    user = PersonField(User.objects.none(), label="Collega of partner met een account", empty_label="Kies iemand")
    group = forms.ChoiceField(label="Telt mee als", choices=_groups, required=False)
    leads = forms.BooleanField(label="Leidt de bijeenkomst mee", required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = Invitee.objects.filter(meeting=meeting, user__isnull=False).values("user")
        people = User.objects.active().exclude(pk__in=there).exclude(pk=meeting.facilitator_id)
        self.fields["user"].queryset = people.order_by("name")  # type: ignore[attr-defined]


class PartnerForm(CheckedForm):
    """An organisation that is known, with the function that is asked to come."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label="Partner", empty_label="Kies een organisatie")
    function = forms.CharField(label="Functie", max_length=100, help_text="Bijvoorbeeld: gebiedsbeheerder. Geen naam.")
    group = forms.ChoiceField(label="Telt mee als", choices=_groups, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.filter(active=True)  # type: ignore[attr-defined]


class FunctionForm(CheckedForm):
    """A function only: the person is found later, or comes without an account."""

    function = forms.CharField(label="Functie", max_length=100, help_text="Bijvoorbeeld: medewerker buurthuis.")
    organisation_name = forms.CharField(
        label="Organisatie", max_length=100, required=False, help_text="Leeg laten voor een eigen collega."
    )
    group = forms.ChoiceField(label="Telt mee als", choices=_groups, required=False)


class ItemForm(CheckedForm):
    """What to put on the agenda, chosen from what the facilitator may see, and in which words."""

    what = forms.ChoiceField(
        label="Welke casus of welk signaal?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een casus of een signaal.", "invalid_choice": "Kies er een uit de lijst."},
    )
    wording = forms.CharField(
        label="Zo leggen we het voor",
        max_length=200,
        help_text=WORDING,
        error_messages={"required": "Schrijf in een paar woorden op waar het over gaat."},
    )

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = found  # type: ignore[attr-defined]


class WordingForm(CheckedForm, VersionedForm):
    wording = forms.CharField(label="Zo leggen we het voor", max_length=200, help_text=WORDING)


class OnAgendaForm(CheckedForm):
    """Put one case on the agenda of a meeting that is planned already."""

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="Op welke agenda?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Kies een overleg."},
    )
    wording = forms.CharField(
        label="Zo leggen we de casus voor",
        max_length=200,
        help_text=WORDING,
        error_messages={"required": "Schrijf in een paar woorden op waar het over gaat."},
    )

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["meeting"]
        field.queryset = meetings
        field.label_from_instance = lambda row: f"{row.title}, {timezone.localtime(row.starts_at):%d-%m-%Y %H:%M}"


class ProgrammeForm(VersionedForm):
    """The minutes of each step."""

    def __init__(self, *args: Any, steps: list[ProgrammeStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = steps
        for step in steps:
            self.fields[f"step_{step.pk}"] = forms.IntegerField(
                label=f"{step.number}. {step.get_code_display()}",
                initial=step.minutes,
                min_value=0,
                max_value=600,
            )

    @property
    def minutes(self) -> dict[int, int]:
        return {step.pk: self.cleaned_data[f"step_{step.pk}"] for step in self.steps}


class BridgeForm(CheckedForm, forms.ModelForm):
    """A bond between a partner and a group. From a case one chooses among its groups."""

    class Meta:
        model = Bridge
        fields = ["partner", "group", "bond", "reticence"]
        labels = {
            "partner": "Partner",
            "group": "Met welke groep?",
            "bond": "Waaruit blijkt de band?",
            "reticence": "Waardoor kan de partner terughoudend zijn?",
        }

    def __init__(self, *args: Any, case: Case | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["partner"].queryset = Partner.objects.filter(active=True)
        fields["partner"].empty_label = "Kies een organisatie"
        labels = list(Group.objects.filter(case=case).values_list("label", flat=True)) if case else []
        if labels:
            fields["group"] = forms.ChoiceField(
                label="Met welke groep?",
                choices=[(label, label) for label in labels],
                widget=forms.RadioSelect,
                help_text="Dit zijn de groepen van deze casus.",
            )
