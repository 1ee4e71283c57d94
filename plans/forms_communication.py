"""Forms of the communication plan. Functions and groups, never names."""

from datetime import date
from typing import Any

from django import forms

from common.forms import CheckedForm, VersionedForm
from common.refusal import Refused
from method.plan import guide
from plans.actions_communication import MESSAGE
from plans.citizens import Citizens
from plans.forms import SubmissionForm, check_near
from plans.forms_detail import Chosen, CitizensField, OnceForm, options, proposed
from plans.models_communication import Communication, Message
from plans.rules_communication import check_tone


class MessageForm(CheckedForm, SubmissionForm, forms.ModelForm):
    types = CitizensField()
    checked = forms.MultipleChoiceField(
        choices=lambda: options(guide().tone_checks),
        required=False,
        label="Klopt de toon?",
        help_text="Een regel is klaar als alle drie kloppen, of met een reden (KIS, checklist open communiceren).",
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Message
        fields = MESSAGE
        labels = {
            "message": "Wat vertelt u?",
            "audience": "Aan wie?",
            "who": "Wie vertelt het?",
            "channel": "Via welk kanaal?",
            "moment": "Wanneer in het traject?",
            "on": "Datum",
            "goal": "Wat wilt u bij hen bereiken?",
            "tone": "Welke toon past daarbij?",
            "unchecked_reason": "Kan een van de drie niet? Waarom?",
            "feedback": "Wat hoorde u terug?",
        }
        help_texts = {
            "who": "Een functie, bijvoorbeeld: de communicatieadviseur.",
            "channel": "Gebruik er meer dan één: maak voor elk kanaal een regel.",
            "on": "Is de datum voorbij en is de regel nog open? Dan staat zij op de werkvoorraad.",
        }
        widgets = {
            "message": forms.Textarea(attrs={"rows": 2}),
            "on": forms.DateInput,
            "goal": forms.Textarea(attrs={"rows": 2}),
            "tone": forms.Textarea(attrs={"rows": 2}),
            "unchecked_reason": forms.Textarea(attrs={"rows": 2}),
            "feedback": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, citizens: Citizens, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["moment"].choices = Message.Moment.choices
        if not self.instance.pk:
            self.initial = {**proposed(citizens), **self.initial}
            self.initial |= {name: value for name, value in proposed(citizens).items() if not self.initial.get(name)}

    def clean_on(self) -> date | None:
        check_near(self.cleaned_data["on"])
        return self.cleaned_data["on"]

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in MESSAGE}


class MessageEditForm(MessageForm, VersionedForm):
    def clean(self) -> dict[str, Any]:
        """What is ready stays read on its tone; the rule gives its sentence at the field."""
        cleaned = super().clean()
        try:
            check_tone(
                Message(
                    state=self.instance.state,
                    checked=cleaned.get("checked", []),
                    unchecked_reason=cleaned.get("unchecked_reason", ""),
                )
            )
        except Refused as refused:
            self.add_error("checked", refused.sentence)
        return cleaned


def stored_message(row: Message) -> dict[str, Any]:
    return {name: getattr(row, name) for name in MESSAGE} | {
        "types": Chosen(row.types, guide().citizen_types),
        "checked": Chosen(row.checked, guide().tone_checks),
    }


class MessageStateForm(forms.Form):
    """The one click that says how far a row is."""

    state = forms.ChoiceField(choices=Message.State.choices)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class CommunicationForm(CheckedForm, OnceForm, forms.ModelForm):
    """The nine principles as a checklist, and who carries the story."""

    class Meta:
        model = Communication
        fields = ("inside", "outside")
        labels = {"inside": "Ambassadeurs binnen de organisatie", "outside": "Ambassadeurs buiten de organisatie"}
        help_texts = {
            "inside": "Functies, bijvoorbeeld: de balie, het wijkteam.",
            "outside": "Functies en organisaties, bijvoorbeeld: de sportclub, de huisartsenpost.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version if self.instance.pk else 0
        for entry in guide().principles:
            self.fields[entry.code] = forms.BooleanField(
                label=entry.text, required=False, initial=entry.code in self.instance.principles
            )

    def principles(self) -> list[tuple[Any, Any]]:
        """Each principle with its box, for the template."""
        return [(entry, self[entry.code]) for entry in guide().principles]

    @property
    def values(self) -> dict[str, Any]:
        return {
            "principles": [entry.code for entry in guide().principles if self.cleaned_data[entry.code]],
            "inside": self.cleaned_data["inside"],
            "outside": self.cleaned_data["outside"],
        }


class Ticked(int):
    """A box as it stands, in words."""

    def __format__(self, spec: str) -> str:
        return "aangevinkt" if self else "niet aangevinkt"


def stored_communication(row: Communication) -> dict[str, Any]:
    ticks = {entry.code: Ticked(entry.code in row.principles) for entry in guide().principles}
    return {**ticks, "inside": row.inside, "outside": row.outside}
