"""The form of one row of the policy table, and the filters above the white spots."""

from types import SimpleNamespace
from typing import Any

import django_filters
from django import forms

from analysis.models import Location
from cases.models import Case
from common.forms import CheckedForm, VersionedForm
from method.policy import question
from organisation.models import Area, Theme
from plans.actions_policy import ANSWERS
from plans.models_policy import PolicyRow, PolicyRowQuerySet

MOST_EURO = 999_999_999
NOT_NEEDED = "Niet nodig"
PARTY = "sector_"
OTHER_OUTCOMES = [
    *(choice for choice in question("outcomes").choices if choice[0] != PolicyRow.WHITE),
    ("all", "Alle uitkomsten"),
]


class SectorField(forms.ChoiceField):
    """How far one sector takes part. The text above the sectors says once that no answer is needed."""

    optional_is_said = True


class PolicyForm(CheckedForm, VersionedForm):
    """The four questions of the guide about one problem at one place, and what the Flemish guide adds."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    covered = forms.ChoiceField(widget=forms.RadioSelect)
    policies = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    policy_other = forms.CharField(label="Welk ander beleid?", max_length=120, required=False)
    now = forms.CharField(widget=forms.Textarea, max_length=1000, required=False)
    enough = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    lacking = forms.CharField(widget=forms.Textarea, max_length=1000, required=False)
    party_other = forms.CharField(
        label="Welke andere partij?", max_length=120, required=False, help_text="Een organisatie of functie, geen naam."
    )
    plan_action = forms.CharField(max_length=200, required=False)
    budget = forms.IntegerField(min_value=0, max_value=MOST_EURO, required=False)

    def __init__(self, *args: Any, row: PolicyRow | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(row), **kwargs)
        for name in ("covered", "policies", "now", "enough", "lacking", "plan_action", "budget"):
            asked = question("plan" if name == "plan_action" else name)
            self.fields[name].label = asked.question
            self.fields[name].help_text = asked.help or self.fields[name].help_text
            if asked.options:
                self.fields[name].choices = asked.choices  # type: ignore[attr-defined]
        self.fields["covered"].error_messages["required"] = "Kies een antwoord. “Weet ik niet” is ook een antwoord."
        self.fields["enough"].choices = [*question("enough").choices, ("", "Nog niet bekeken")]  # type: ignore[attr-defined]
        self.sectors = [f"{PARTY}{option.code}" for option in question("parties").options]
        for option in question("parties").options:
            self.fields[f"{PARTY}{option.code}"] = SectorField(
                label=option.label, required=False, choices=[("", NOT_NEEDED), *question("involved").choices]
            )
        for name in self.sectors:
            self.fields[name].initial = self.initial.get("parties", {}).get(name.removeprefix(PARTY), "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for chosen, name, text in (
            ("other" in cleaned.get("policies", []), "policy_other", "Schrijf op welk ander beleid u bedoelt."),
            (bool(cleaned.get(f"{PARTY}other")), "party_other", "Schrijf op welke andere partij nodig is."),
        ):
            if chosen and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, text)
        return cleaned

    @property
    def answers(self) -> dict[str, Any]:
        """What was filled in, with the sectors that are needed as one answer."""
        found = {name: self.cleaned_data[name] for name in ANSWERS if name != "parties"}
        said = {name.removeprefix(PARTY): self.cleaned_data[name] for name in self.sectors}
        return {**found, "parties": {code: value for code, value in said.items() if value}}

    def meets(self, current: PolicyRow) -> None:
        """A colleague saved first: put their answers beside these, in words."""
        theirs: dict[str, Any] = {name: getattr(current, name) for name in ANSWERS if name != "parties"}
        theirs |= {name: current.parties.get(name.removeprefix(PARTY), "") for name in self.sectors}
        theirs |= {name: getattr(current, name) for name in ("wording", "location") if name in self.fields}
        shown = {
            name: value if value == self.cleaned_data.get(name) else _words(self.fields[name], value)
            for name, value in theirs.items()
        }
        self.clashes(SimpleNamespace(version=current.version, **shown), list(shown))  # type: ignore[arg-type]


class OwnProblemForm(PolicyForm):
    """The same for a problem in own words, at a place of the case or for the case as a whole."""

    wording = forms.CharField(
        label="Welk probleem?", max_length=120, help_text="Noem het probleem in een paar woorden. Geen personen."
    )
    location = forms.ModelChoiceField(
        Location.objects.none(), label="Op welke plek?", required=False, empty_label="De hele casus"
    )

    def __init__(self, *args: Any, case: Case, row: PolicyRow | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        places = Location.objects.filter(case=case)
        own = places.filter(pk=row.location_id) if row and row.location_id else places.none()
        self.fields["location"].queryset = places.in_use() | own  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        return {**super().answers, "wording": self.cleaned_data["wording"], "location": self.cleaned_data["location"]}


def _initial(row: PolicyRow | None) -> dict[str, Any]:
    if row is None:
        return {"version": 0}
    return {name: getattr(row, name) for name in (*ANSWERS, "wording", "location", "version")}


def _words(field: forms.Field, value: Any) -> str:
    """An answer as the form shows it."""
    choices: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
    labels = dict(choices)
    if isinstance(value, list):
        return ", ".join(str(labels.get(each, each)) for each in value) or "niets gekozen"
    return str(labels.get(value, "" if value is None else value)) or "niets"


class InviteForm(forms.Form):
    """Which missing sector to bring in."""

    sector = forms.ChoiceField(choices=lambda: question("parties").choices)


class SpotFilter(django_filters.FilterSet):
    """Which rows of all policy tables to show; without a choice the white spots."""

    area = django_filters.ModelChoiceFilter(
        label="Gebied", queryset=Area.objects.current().order_by("level", "name"), method="there", empty_label="Overal"
    )
    theme = django_filters.ModelChoiceFilter(
        label="Thema", queryset=Theme.objects.all(), field_name="case__theme", empty_label="Elk thema"
    )
    sector = django_filters.ChoiceFilter(
        label="Sector die ontbreekt", choices=question("parties").choices, method="lacks", empty_label="Elke sector"
    )
    outcome = django_filters.ChoiceFilter(
        label="Uitkomst", choices=OTHER_OUTCOMES, method="came_to", empty_label="Witte vlek"
    )

    class Meta:
        model = PolicyRow
        fields: list[str] = []

    def there(self, rows: PolicyRowQuerySet, name: str, value: Area) -> PolicyRowQuerySet:
        return rows.within(value)

    def lacks(self, rows: PolicyRowQuerySet, name: str, value: str) -> PolicyRowQuerySet:
        return rows.missing(value)

    def came_to(self, rows: PolicyRowQuerySet, name: str, value: str) -> PolicyRowQuerySet:
        return rows if value == "all" else rows.filter(outcome=value)

    @property
    def qs(self) -> Any:
        """White spots, unless another outcome was asked for."""
        rows = super().qs
        return rows if self.form.cleaned_data.get("outcome") else rows.white()

    @property
    def said(self) -> list[str]:
        """What was chosen, in words, for the top of a printed list."""
        found = []
        for name, field in self.form.fields.items():
            value = self.form.cleaned_data.get(name)
            if value:
                found.append(f"{field.label}: {_words(field, value) if isinstance(value, str) else value}")
        return found
