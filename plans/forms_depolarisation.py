"""The five questions of the depolarisation test, each with a risk and what one can do about it oneself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.forms import CheckedForm, VersionedForm
from method.plan import Entry, guide
from plans.forms import check_near
from plans.models_depolarisation import DepolarisationTest

LONGEST = 500
PANEL = ("panel_who", "panel_on", "panel_result")


class DepolarisationForm(CheckedForm, VersionedForm, forms.ModelForm):
    """Two texts for each question. Nothing has to be filled in at once; empty ones can follow later."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = DepolarisationTest
        fields = PANEL
        labels = {
            "panel_who": "Wie las de tekst vooraf?",
            "panel_on": "Wanneer?",
            "panel_result": "Wat zeiden zij, en wat veranderde u?",
        }
        help_texts = {"panel_who": "Een groep of functie, bijvoorbeeld: zes leden van de seniorenraad."}
        widgets = {"panel_on": forms.DateInput, "panel_result": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for entry in guide().depolarisation_test:
            for part, label, stored in (
                ("risk", "Welke risico's ziet u?", self.instance.risks),
                ("impact", "Wat kunt u er zelf aan doen?", self.instance.impacts),
            ):
                self.fields[f"{entry.code}_{part}"] = forms.CharField(
                    label=label,
                    initial=stored.get(entry.code, ""),
                    max_length=LONGEST,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 2}),
                )
                self.watch(self.fields[f"{entry.code}_{part}"])
                self.fields[f"{entry.code}_{part}"].help_text = ""
        self.initial["version"] = self.instance.version if self.instance.pk else 0

    def clean_panel_on(self) -> Any:
        check_near(self.cleaned_data["panel_on"])
        return self.cleaned_data["panel_on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("panel_result") and not cleaned.get("panel_on") and "panel_on" not in self.errors:
            self.add_error("panel_on", ValidationError("Schrijf op wanneer het testpanel de tekst las."))
        return cleaned

    def texts(self, part: str) -> dict[str, str]:
        """By question: the risks (`risk`) or what one does about them (`impact`)."""
        return {entry.code: self.cleaned_data[f"{entry.code}_{part}"] for entry in guide().depolarisation_test}

    @property
    def values(self) -> dict[str, Any]:
        return {
            "risks": self.texts("risk"),
            "impacts": self.texts("impact"),
            **{name: self.cleaned_data[name] for name in PANEL},
        }

    def questions(self) -> list[tuple[Entry, Any, Any]]:
        """Each question with its two fields, for the template."""
        return [
            (entry, self[f"{entry.code}_risk"], self[f"{entry.code}_impact"]) for entry in guide().depolarisation_test
        ]


def flat(test: DepolarisationTest) -> dict[str, Any]:
    """What is stored, under the names of the form: to be put beside what was typed after a clash."""
    texts = {f"{entry.code}_risk": test.risks.get(entry.code, "") for entry in guide().depolarisation_test}
    texts |= {f"{entry.code}_impact": test.impacts.get(entry.code, "") for entry in guide().depolarisation_test}
    return texts | {name: getattr(test, name) for name in PANEL}


class StartAnywayForm(CheckedForm):
    """Why an action begins before its test is filled."""

    reason = forms.CharField(
        label="Waarom begint u toch?",
        help_text="De reden en uw naam blijven bij de actie staan.",
        max_length=300,
        error_messages={"required": "Schrijf op waarom u begint zonder ingevulde toets. De reden blijft staan."},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
