"""The short self-evaluation: two questions that must be answered, four that keep one honest, and what comes next."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.forms_board import PlacementForm
from cases.models import Case, Diagnosis, Placement
from cases.rules import next_states
from common.dates import in_words
from common.forms import CheckedForm, VersionedForm
from evaluation.actions import TEXTS, NewPlace
from evaluation.boards import place_choices
from evaluation.models import Evaluation
from method.words import sentence
from organisation.models import User
from plans.forms import SubmissionForm, check_near
from plans.review import proposed_review

NEW, NONE = "new", ""
AFTER = (Case.State.EVALUATING, Case.State.ACTING, Case.State.MONITORING)


class TextsForm(CheckedForm, forms.ModelForm):
    """What is asked of those who look back (ESS-handreiking hoofdstuk 4)."""

    functions = forms.CharField(
        label="Welke functies deden mee?",
        help_text="Eén functie per regel, geen namen. Bijvoorbeeld: wijkregisseur.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Noem minstens één functie."},
    )

    class Meta:
        model = Evaluation
        fields = [name for name in TEXTS if name != "functions"]
        labels = {"next_on": "Wanneer kijken we opnieuw terug?"}
        help_texts = {
            "other_causes": "Bijvoorbeeld landelijk nieuws, een ander probleem, of mensen die zelf een uitweg vonden.",
            "temporary": "Spanning komt vaak in golven.",
            "priorities": "Zet bovenaan wat nu eerst moet, elk punt op een eigen regel. Kies dit meerdere keren "
            "per jaar opnieuw (KIS · OR4).",
            "adjust": "Wat u hier leert, kunt u meteen in het plan verwerken.",
        }
        widgets = {"next_on": forms.DateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was = self.instance.next_on
        if self.instance.pk:
            self.initial["functions"] = "\n".join(self.instance.functions)

    def clean_functions(self) -> str:
        """One a line, each once; still text, so that it is checked as any other."""
        found = [line.strip(" -•\t") for line in self.cleaned_data["functions"].splitlines()]
        found = list(dict.fromkeys(line for line in found if line))
        if not found:
            raise ValidationError("Noem minstens één functie.")
        if any(len(line) > 100 for line in found):
            raise ValidationError("Zet elke functie op een eigen regel, in hoogstens 100 tekens.")
        return "\n".join(found)

    def clean_next_on(self) -> date | None:
        value: date | None = self.cleaned_data["next_on"]
        check_near(value)
        if value and value != self.was and value <= timezone.localdate():
            raise ValidationError("Kies een dag na vandaag.")
        return value

    @property
    def texts(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in TEXTS}
        return values | {"functions": values["functions"].splitlines()}


class EvaluationForm(TextsForm, SubmissionForm):
    """A new round: the same questions, the place then and now, and what the case does next."""

    baseline = forms.ModelChoiceField(
        label="Waarmee vergelijkt u?", queryset=Diagnosis.objects.none(), required=False, empty_label="Geen diagnose"
    )
    place = forms.ChoiceField(label="Waar staat de casus nu?", widget=forms.RadioSelect, required=False)
    waves = forms.BooleanField(
        label="Deze casus kent golven: rust kan tijdelijk zijn",
        help_text="De casus houdt dan een datum om opnieuw te kijken.",
        required=False,
    )
    to = forms.ChoiceField(label="Hoe gaat de casus verder?", widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.placements = place_choices(case)
        review = proposed_review(case, timezone.localdate())
        self.initial.setdefault("next_on", review.on)
        self.fields["next_on"].help_text = review.why
        diagnoses = Diagnosis.objects.filter(case=case).order_by("at", "pk")
        fields: Any = self.fields
        fields["baseline"].queryset = diagnoses
        fields["place"].choices = [
            (NEW, "Wij kiezen hieronder samen een plaats"),
            *(
                (str(row.pk), f"{sentence(row.shape)} ({row.function}, {in_words(row.seen_on)})")
                for row in self.placements
            ),
            (NONE, "Nu geen plaats op de kaart"),
        ]
        fields["to"].choices = [
            (NONE, f"Status laten: {case.get_state_display()}"),
            *((value, label) for value, label, why in next_states(case) if value in AFTER and not why),
        ]
        first = diagnoses.first()
        self.initial.setdefault("baseline", first.pk if first else None)
        self.initial.setdefault("waves", case.waves)
        self.initial.setdefault("place", NEW)

    @property
    def makes_place(self) -> bool:
        return self.is_bound and self.data.get(self.add_prefix("place")) == NEW

    @property
    def placement(self) -> Placement | None:
        chosen = self.cleaned_data["place"]
        return next((row for row in self.placements if str(row.pk) == chosen), None)


class PlaceNowForm(PlacementForm):
    """The place that those who looked back chose together; who and when are known from the evaluation."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        for name in ("function", "network", "sure", "seen_on", "submission"):
            del self.fields[name]

    @property
    def new_place(self) -> NewPlace:
        data = self.cleaned_data
        unclear = tuple(data["unclear"]) if data["kind"] == "area" else ()
        return NewPlace(self.shape, data["reason"], unclear)


class AmendForm(TextsForm, VersionedForm):
    """The same questions for an evaluation that is there; a save over a colleague's text shows both."""

    def show_clash(self, current: Evaluation) -> None:
        stored = {name: getattr(current, name) for name in TEXTS} | {"functions": "\n".join(current.functions)}
        self.clashes(SimpleNamespace(version=current.version, **stored), list(TEXTS))  # type: ignore[arg-type]
