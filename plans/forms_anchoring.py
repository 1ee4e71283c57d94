"""The form of one way of anchoring."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from common.forms import CheckedForm
from plans.actions_anchoring import ANCHORING
from plans.forms import check_near
from plans.forms_detail import OnceForm
from plans.models_anchoring import Anchoring


class AnchoringForm(CheckedForm, OnceForm, forms.ModelForm):
    class Meta:
        model = Anchoring
        fields = ANCHORING
        labels = {
            "what": "Wat doet u?",
            "where": "Waar, of in welk overleg?",
            "how_often": "Hoe vaak?",
            "who": "Welke functie zorgt ervoor?",
            "next_on": "Volgende keer",
            "last_on": "Laatst gedaan op",
            "stopped": "Dit is afgerond en komt niet meer terug",
        }
        help_texts = {
            "how_often": "Bijvoorbeeld: elk kwartaal.",
            "who": "Een functie, geen naam.",
            "next_on": "Is de datum voorbij? Dan staat dit op de werkvoorraad van de casuseigenaar.",
        }
        widgets = {"next_on": forms.DateInput, "last_on": forms.DateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version if self.instance.pk else 0

    def clean_next_on(self) -> date | None:
        check_near(self.cleaned_data["next_on"])
        return self.cleaned_data["next_on"]

    def clean_last_on(self) -> date | None:
        value: date | None = self.cleaned_data["last_on"]
        check_near(value)
        if value and value > timezone.localdate():
            raise forms.ValidationError("Deze datum moet nog komen. Zet haar bij “volgende keer”.")
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("next_on") and not cleaned.get("stopped") and "next_on" not in self.errors:
            self.add_error("next_on", "Kies wanneer dit de volgende keer gebeurt, of vink aan dat het is afgerond.")
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ANCHORING}
