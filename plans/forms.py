"""The shape of what people fill in about a plan. Choices hold only what belongs to the case."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import Case
from common.forms import CheckedForm, VersionedForm
from method.content import Item
from organisation.models import Department, Partner
from plans import rules
from plans.actions import ACTION, OBJECTIVE, TEXTS
from plans.models import Action, Objective, Plan, PlanVersion, PrincipleNote
from plans.review import proposed_review

FAR = timedelta(days=3653)


def check_near(value: date | None) -> None:
    """A date more than ten years away is a typing error."""
    if value and abs(value - timezone.localdate()) > FAR:
        raise ValidationError("Kijk het jaartal na: deze datum ligt meer dan tien jaar van vandaag.")


class SubmissionForm(forms.Form):
    """Carries a number of its own, so that a form that is sent twice makes one row."""

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission"].initial = uuid4


class PlanForm(CheckedForm, forms.ModelForm):
    class Meta:
        model = Plan
        fields = TEXTS
        labels = {
            "challenge": "Uitdaging",
            "frames": "Grenzen en kaders",
            "agreements": "Afspraken",
            "classification": "Rubricering",
            "evaluate_on": "Evaluatiemoment",
            "evaluate_what": "Welke gegevens verzamelen we daarvoor?",
            "no_evaluation_reason": "Waarom nog geen evaluatiemoment?",
        }
        help_texts = {
            "agreements": "Wie spreekt wat af, en hoe melden we wijzigingen vooraf?",
            "classification": "Staat boven elke bladzijde van de PDF. In een openbaar plan staan geen namen.",
            "evaluate_on": "Plan de evaluatie vanaf het begin: dan weet u welke gegevens u onderweg nodig hebt.",
            "no_evaluation_reason": "Alleen als u nu nog geen datum kunt kiezen.",
        }
        widgets = {"evaluate_on": forms.DateInput}

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was = self.instance.evaluate_on
        if self.was is None and not self.instance.no_evaluation_reason:
            review = proposed_review(case, timezone.localdate())
            self.initial["evaluate_on"] = review.on
            self.fields["evaluate_on"].help_text += f" {review.why}"
        if "B" in rules.quadrants(case):
            text = "De diagnose ligt (ook) in kwadrant B. Waar ligt de grens, en welke kaders gelden voor iedereen?"
        else:
            text = "Welke normen en kaders geven we mee?"
        self.fields["frames"].help_text = text
        self.fields["challenge"].required = True

    def clean_evaluate_on(self) -> date | None:
        value: date | None = self.cleaned_data["evaluate_on"]
        check_near(value)
        if value and value != self.was and value < timezone.localdate():
            raise ValidationError("Kies een datum vanaf vandaag.")
        return value


class PlanEditForm(PlanForm, VersionedForm):
    """The same for a plan that is there; a save over a colleague's text shows both."""


class PrinciplesForm(CheckedForm, VersionedForm):
    """The eight principles, each with its question. None has to be answered (R-A-097)."""

    def __init__(self, *args: Any, principles: tuple[Item, ...], notes: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [item.code for item in principles]
        length = PrincipleNote._meta.get_field("note").max_length
        for item in principles:
            self.fields[item.code] = forms.CharField(
                label=item.label,
                help_text=item.text,
                initial=notes.get(item.code, ""),
                max_length=length,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def notes(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in self.codes}


class ObjectiveForm(CheckedForm, SubmissionForm, forms.ModelForm):
    class Meta:
        model = Objective
        fields = OBJECTIVE
        labels = {
            "text": "Doel",
            "notice": "Waaraan merken we het?",
            "plan_action": "Met welke actie in het meerjarenplan hangt dit samen?",
            "budget": "Wat kost het ongeveer, in hele euro’s?",
        }
        help_texts = {
            "text": "Wat is straks anders?",
            "notice": "Iets wat iedereen kan zien of horen.",
            "plan_action": "Noem het nummer of de naam van de actie.",
            "budget": "Een eerste schatting. Staat het bedrag al in de beleidstabel? Laat dit dan leeg.",
        }


class ObjectiveEditForm(ObjectiveForm, VersionedForm):
    pass


class ActionForm(CheckedForm, SubmissionForm, forms.ModelForm):
    class Meta:
        model = Action
        fields = ACTION
        labels = {
            "objective": "Bij welk doel?",
            "what": "Wat gaan we doen?",
            "for_whom": "Voor wie?",
            "owner": "Wie doet het?",
            "department": "Afdeling",
            "partner": "Samen met partner",
            "start_on": "Begint op",
            "due_on": "Klaar op",
            "term": "Termijn",
            "receivers": "Hoe komt dit over bij de ene groep, de andere groep en derden?",
            "perception": "Ervaren inwoners deze tegenstelling zelf?",
        }
        help_texts = {
            "owner": "U kunt kiezen uit collega's die deze casus kunnen zien. Nodig anderen eerst uit bij de casus.",
        }
        widgets = {
            "start_on": forms.DateInput,
            "due_on": forms.DateInput,
            "term": forms.RadioSelect,
            "receivers": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["objective"].queryset = Objective.objects.filter(plan__case=case)
        fields["owner"].queryset = rules.colleagues(case)
        fields["department"].queryset = Department.objects.filter(active=True)
        fields["partner"].queryset = Partner.objects.filter(active=True)
        fields["owner"].label_from_instance = lambda user: f"{user.name} ({user.from_where})"
        for name in ("objective", "partner"):
            fields[name].empty_label = "Geen"
        fields["term"].choices = Action.Term.choices
        if rules.needs_perception(case):
            fields["perception"].required = True
            fields["perception"].error_messages["required"] = (
                "De diagnose ligt (ook) in kwadrant A. Schrijf op of inwoners dit zelf ervaren, "
                "of waarom de actie toch nodig is."
            )

    def clean_start_on(self) -> date | None:
        check_near(self.cleaned_data["start_on"])
        return self.cleaned_data["start_on"]

    def clean_due_on(self) -> date:
        check_near(self.cleaned_data["due_on"])
        return self.cleaned_data["due_on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, due = cleaned.get("start_on"), cleaned.get("due_on")
        if start and due and start > due:
            self.add_error("due_on", "De actie kan niet klaar zijn voordat zij begint.")
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ACTION}


class ActionEditForm(ActionForm, VersionedForm):
    pass


class StateForm(forms.Form):
    """The one click that says how far an action is."""

    state = forms.ChoiceField(choices=Action.State.choices)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class DecisionForm(CheckedForm, forms.ModelForm):
    """Approve, or return with a remark."""

    outcome = forms.ChoiceField(
        label="Uw besluit",
        choices=[("approved", "Vaststellen"), ("returned", "Terugsturen met een vraag of opmerking")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of u het plan vaststelt of terugstuurt."},
    )

    class Meta:
        model = PlanVersion
        fields = ["remark"]
        labels = {"remark": "Opmerking"}
        widgets = {"remark": forms.Textarea(attrs={"rows": 3})}

    field_order = ["outcome", "remark"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("outcome") == "returned" and not cleaned.get("remark") and "remark" not in self.errors:
            self.add_error("remark", "Schrijf op wat er nog nodig is, dan weet de casuseigenaar wat te doen.")
        return cleaned
