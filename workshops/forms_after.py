"""Forms of what follows on a meeting: the outcome of a round, the report, a note that becomes a signal."""

from typing import Any
from uuid import uuid4

from django import forms

from cases.models import Case
from common.forms import CheckedForm, VersionedForm
from organisation.models import Area, Partner, User
from signals.models import Signal
from workshops.forms_seat import PlaceForm
from workshops.models import Item, Meeting, Note

AGREED = [("yes", "Ja, we zijn het eens"), ("no", "Nee, en dat mag: we blijven het verschillend zien")]


class SettleForm(CheckedForm):
    """What the conversation led to, in words of the group. Nothing is filled in beforehand."""

    agreed = forms.ChoiceField(
        label="Bent u het samen eens over de plaats op de kaart?",
        choices=AGREED,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of u het eens bent. Nee is een even goed antwoord."},
    )
    outcome = forms.CharField(
        label="Wat is de uitkomst van dit gesprek?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Bijvoorbeeld: we vragen eerst de school erbij. Of: we zien het verschillend, omdat …",
        error_messages={"required": "Schrijf in een zin wat dit gesprek opleverde."},
    )

    @property
    def answers(self) -> dict[str, Any]:
        return {"agreed": self.cleaned_data["agreed"] == "yes", "outcome": self.cleaned_data["outcome"]}


class ReportForm(CheckedForm, VersionedForm):
    """What the report says besides what was placed."""

    insights = forms.CharField(
        label="Welke inzichten bracht de bijeenkomst?",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    follow_up = forms.CharField(
        label="Hoe gaat het verder?",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Wie doet wat, en wanneer hoort de groep daarvan? Noem functies, geen inwoners.",
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        initial = {"insights": meeting.insights, "follow_up": meeting.follow_up, "version": meeting.version}
        super().__init__(*args, initial=initial, **kwargs)


class ConclusionForm(CheckedForm, VersionedForm):
    """What was agreed on one point of the agenda."""

    conclusion = forms.CharField(
        label="Wat spraken we af?", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, initial={"conclusion": item.conclusion, "version": item.version}, **kwargs)


class PaperForm(PlaceForm):
    """One sheet of paper: the same questions as on a phone, and from which function it was seen."""

    function = forms.CharField(
        label="Gezien vanuit de functie",
        max_length=100,
        help_text="Zoals het op het blad staat. Geen naam.",
        error_messages={"required": "Vul de functie in die op het blad staat."},
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"submission": uuid4(), "kind": "point"}, **kwargs)
        del self.fields["round"]
        for name in ("kind", "x", "y", "sure"):
            self.fields[name].widget = forms.RadioSelect(choices=self.fields[name].choices)  # type: ignore[attr-defined]
        for name in ("x_to", "y_to"):
            field: Any = self.fields[name]
            field.choices = [("", "geen"), *field.choices]
        self.order_fields(["function", "kind", "x", "x_to", "y", "y_to", "group_low", "group_high"])

    @property
    def answers(self) -> dict[str, Any]:
        return {**super().answers, "function": self.cleaned_data["function"]}


class NoteSignalForm(CheckedForm):
    """A note as a signal. The words of the note stand ready; a signal needs a little more than a note."""

    what = forms.CharField(
        label="Wat is er aan de hand?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Schrijf wat er aan de hand is."},
    )
    area = forms.ModelChoiceField(
        Area.objects.none(),
        label="Waar?",
        empty_label="kies een gebied",
        error_messages={"required": "Kies een gebied."},
    )
    known = forms.ChoiceField(
        label="Hoe weet de groep dit?",
        choices=Signal.Known.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe de groep dit weet."},
    )
    direction = forms.ChoiceField(
        label="Tussen wie speelt het?",
        choices=Signal.Direction.choices,
        widget=forms.RadioSelect,
        initial=Signal.Direction.UNKNOWN,
    )
    case = forms.ModelChoiceField(
        Case.objects.none(), label="Hoort het bij een casus?", required=False, empty_label="nog niet koppelen"
    )
    reason = forms.CharField(label="Waarom hoort het daarbij?", max_length=300, required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, note: Note, user: User, **kwargs: Any) -> None:
        what = f"{note.text}. {note.insight}" if note.insight else note.text
        initial = {"what": what, "area": note.meeting.area_id, "submission": uuid4()}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["area"].queryset = Area.objects.current()  # type: ignore[attr-defined]
        cases = Case.objects.linkable_by(user).exclude(state=Case.State.CLOSED).filter(exercise=False)
        self.fields["case"].queryset = cases  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("case") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Schrijf kort waarom het bij deze casus hoort.")
        cleaned["submission"] = cleaned.get("submission") or uuid4()
        return cleaned


class ContactForm(forms.Form):
    """Which kind of partner an organisation is, when it is new in the network."""

    kind = forms.ChoiceField(label="Soort organisatie", choices=Partner.Kind.choices)
