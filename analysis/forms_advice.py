"""Forms after the advice: deciding about a direction, choosing an example, taking a choice back."""

from typing import Any

from django import forms

from analysis.models import Location
from analysis.models_advice import OTHER, DirectionChoice, InterventionChoice
from analysis.references import written_with
from analysis.rules_advice import needs_reason
from cases.models import Case
from common.forms import CheckedForm, VersionedForm
from method.directions.model import Direction
from method.directions.reading import directions, words
from method.library.model import Record
from method.library.ranking import Draft

Outcome = DirectionChoice.Outcome


class DirectionForm(CheckedForm, VersionedForm):
    """Yes, no or later, with why. Against the advice a reason is needed."""

    outcome = forms.ChoiceField(
        label="Wat doet u met deze richting?", choices=Outcome.choices, widget=forms.RadioSelect
    )
    kinds = forms.MultipleChoiceField(
        label="Aan welke soorten aanpak denkt u?", required=False, widget=forms.CheckboxSelectMultiple
    )
    order = forms.IntegerField(
        label="Welke plaats heeft zij in de volgorde?",
        min_value=1,
        max_value=9,
        required=False,
        help_text="1 komt eerst. Laat leeg als de volgorde nog niet vaststaat.",
    )
    why = forms.CharField(label="Waarom?", widget=forms.Textarea, max_length=1000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, direction: Direction, strength: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.strength = strength
        self.fields["kinds"].choices = [(kind.code, kind.label) for kind in direction.kinds]  # type: ignore[attr-defined]
        if not direction.kinds:
            del self.fields["kinds"]
        if not strength:
            text = "De regels adviseren deze richting niet. Kiest u haar toch? Dan hoort er een reden bij."
        elif strength == "sterk":
            text = "De regels adviseren deze richting sterk. Kiest u haar niet? Dan hoort er een reden bij."
        else:
            text = "Schrijf op wat voor u de doorslag gaf. Groepen en situaties, geen personen."
        self.fields["why"].help_text = text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if needs_reason(cleaned.get("outcome", ""), self.strength) and not (cleaned.get("why") or "").strip():
            if "why" not in self.errors:
                self.add_error("why", "Dit wijkt af van het advies. Schrijf in een paar woorden op waarom.")
        cleaned.setdefault("kinds", [])
        return cleaned

    @property
    def choice(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("outcome", "kinds", "order", "why")}


class ChooseExampleForm(CheckedForm):
    """Choosing an example for the plan: where, for whom, who does it, and why it fits here."""

    direction = forms.ChoiceField(label="Bij welke richting hoort het?", required=False)
    location = forms.ModelChoiceField(
        Location.objects.none(), label="Waar?", required=False, empty_label="De hele casus"
    )
    target_groups = forms.MultipleChoiceField(label="Voor wie?", widget=forms.CheckboxSelectMultiple)
    other_group = forms.CharField(
        label="Welke andere groep?",
        max_length=InterventionChoice._meta.get_field("other_group").max_length,
        required=False,
        help_text="Alleen als u “Een andere groep” aanvinkt. Een groep, geen persoon.",
    )
    executor = forms.CharField(
        label="Wie voert het uit?", max_length=200, required=False, help_text="Een organisatie of functie, geen naam."
    )
    start_on = forms.DateField(label="Wanneer begint het?", required=False, widget=forms.DateInput)
    why = forms.CharField(label="Waarom past dit hier?", widget=forms.Textarea, max_length=1000)
    instigator = forms.BooleanField(
        label="Dit richt zich op een groep die de spanning aanjaagt",
        required=False,
        help_text="Aandacht voor de uitersten kan de spanning voeden. Versterk liever het midden. Bron: KIS.",
    )

    def __init__(self, *args: Any, case: Case, record: Record, draft: Draft, **kwargs: Any) -> None:
        initial = {
            "target_groups": list(draft.target_groups),
            "executor": draft.executor[:200],
            "direction": record.directions[0] if record.directions else "",
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["other_group"].optional_is_said = True  # type: ignore[attr-defined]
        self.written = _other_group(case)
        if self.written:
            self.fields["other_group"].help_text = f"Leeg laten mag: in een werkblad staat “{self.written}”."
        self.fields["location"].queryset = Location.objects.filter(case=case).in_use()  # type: ignore[attr-defined]
        self.fields["direction"].choices = [  # type: ignore[attr-defined]
            *((code, directions()[code].name) for code in record.directions),
            ("", "Geen van deze"),
        ]
        targets = [word for word in words().values() if word.kind == "target"]
        self.fields["target_groups"].choices = [(word.code, word.label) for word in targets]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not {"target_groups", "other_group"} & self.errors.keys():
            if OTHER in cleaned["target_groups"]:
                cleaned["other_group"] = cleaned["other_group"] or self.written
                if not cleaned["other_group"]:
                    self.add_error("other_group", "U vinkte “Een andere groep” aan. Schrijf op welke groep u bedoelt.")
            elif cleaned["other_group"]:
                self.add_error("other_group", "Vink dan ook “Een andere groep” aan, of maak dit vak leeg.")
        return cleaned

    @property
    def choice(self) -> dict[str, Any]:
        names = ("direction", "location", "target_groups", "other_group", "executor", "start_on", "why", "instigator")
        return {name: self.cleaned_data[name] for name in names}


def _other_group(case: Case) -> str:
    """What people wrote at *another group* in a worksheet of this case: it is not asked again."""
    room = InterventionChoice._meta.get_field("other_group").max_length
    return ", ".join(dict.fromkeys(line.text for line in written_with(case, "target_groups", OTHER)))[:room]


class DropForm(CheckedForm):
    why = forms.CharField(
        label="Waarom niet meer?",
        max_length=InterventionChoice._meta.get_field("removed_why").max_length,
        help_text="Dit blijft te lezen in de geschiedenis van de keuzes.",
    )
