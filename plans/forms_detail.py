"""Forms for challenges in order, feasible objectives, and actions worked out."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from common.forms import CheckedForm, VersionedForm
from method.plan import Entry, guide, labels
from plans.actions_detail import CHALLENGE, DETAIL
from plans.citizens import Citizens
from plans.forms import SubmissionForm, check_near
from plans.models_detail import ActionDetail, Challenge, Feasibility

FIRST = 2**31 - 1


class OnceForm(VersionedForm):
    """For a row that exists once: version 0 says that there was none when the form was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=FIRST)


class Chosen(list[str]):
    """Codes that read as words in the sentence about what a colleague chose."""

    def __init__(self, codes: Iterable[str], entries: tuple[Entry, ...]) -> None:
        super().__init__(codes)
        self.entries = entries

    def __str__(self) -> str:
        return ", ".join(labels(self.entries, self)) or "niets"

    def __format__(self, spec: str) -> str:
        return str(self)


def options(entries: tuple[Entry, ...]) -> list[tuple[str, str]]:
    return [(entry.code, entry.text) for entry in entries]


def type_options() -> list[tuple[str, str]]:
    """The types of citizens with what one can notice of them, so that nobody needs the guide beside it."""
    return [(entry.code, f"{entry.text}. {entry.help}") for entry in guide().citizen_types]


class CitizensField(forms.MultipleChoiceField):
    """Types of citizens of the guide: kinds of concern in a group, never a mark on a person."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=type_options,
            required=False,
            label="Voor welke burgers vooral?",
            help_text="Laat u doel en toon leeg? Dan zetten wij erbij wat de Vlaamse handreiking voor deze soorten "
            "voorstelt (stap 3.4 en 3.5).",
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )


class ActionDetailForm(CheckedForm, OnceForm, forms.ModelForm):
    kinds = forms.MultipleChoiceField(
        choices=lambda: options(guide().kinds),
        required=False,
        label="Wat voor actie is dit?",
        help_text="Soorten van het Plan Samenleven (Vlaamse handreiking, stap 3.4). Meer dan één mag.",
        widget=forms.CheckboxSelectMultiple,
    )
    types = CitizensField()

    class Meta:
        model = ActionDetail
        fields = DETAIL
        labels = {
            "where": "Waar?",
            "safety": "Hoort dit bij basisveiligheid?",
            "goal": "Wat wilt u bij hen bereiken?",
            "tone": "Welke toon past daarbij?",
            "contributors": "Wie dacht mee over deze actie?",
            "agreements": "Welke afspraken zijn er, en wie hoort wat?",
            "measure": "Wat meet u?",
            "criteria": "Wanneer is het gelukt?",
            "evaluator": "Welke functie bereidt de evaluatie voor?",
        }
        help_texts = {
            "contributors": "Groepen en functies, bijvoorbeeld: de seniorenraad, het jongerenwerk.",
            "safety": "Wat bewoners zelf oppakken, vraagt ruggensteun van wie zorgt voor schoon, heel en veilig "
            "(KIS-handreiking, oplossingsrichting 4).",
            "where": "Tegen giftige polarisatie en desinformatie werkt u online én op straat.",
        }
        widgets = {
            "where": forms.RadioSelect,
            "safety": forms.RadioSelect,
            "goal": forms.Textarea(attrs={"rows": 2}),
            "tone": forms.Textarea(attrs={"rows": 2}),
            "agreements": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, citizens: Citizens, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["where"].choices = [("", "Weet ik nog niet"), *ActionDetail.Where.choices]
        fields["safety"].choices = [("", "Nee, of nog niet gezegd"), *ActionDetail.Safety.choices]
        self.initial["version"] = self.instance.version if self.instance.pk else 0
        if not self.instance.pk:
            self.initial.update(proposed(citizens))

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in DETAIL}


def proposed(citizens: Citizens) -> dict[str, Any]:
    """What the file already says about its citizens, to begin with (rule 10 of the shared file)."""
    found = citizens.approach()
    return {"types": list(citizens.codes), "goal": found.goal[:500], "tone": found.tone[:500]}


def stored_detail(row: ActionDetail) -> dict[str, Any]:
    return {name: getattr(row, name) for name in DETAIL} | {
        "kinds": Chosen(row.kinds, guide().kinds),
        "types": Chosen(row.types, guide().citizen_types),
        "where": Answer(row.where, row.get_where_display() or "weet ik nog niet"),
        "safety": Answer(row.safety, row.get_safety_display() or "nog niet gezegd"),
    }


class FeasibilityField(forms.ChoiceField):
    """One question about an objective. Its last choice says that no answer is needed yet."""

    optional_is_said = True


class FeasibilityForm(CheckedForm, OnceForm):
    """Six questions of the guide, each with a remark. A no or a partly shows what helps."""

    def __init__(self, *args: Any, row: Feasibility, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = row.version if row.pk else 0
        for number, entry in enumerate(guide().feasibility, 1):
            given = row.answers.get(entry.code, "")
            doubts = given in (Feasibility.Answer.NO, Feasibility.Answer.PARTLY)
            self.fields[entry.code] = FeasibilityField(
                label=f"{number}. {entry.text}",
                help_text=f"{entry.hint} (Bron: {entry.source})" if doubts and entry.hint else entry.help,
                choices=[*Feasibility.Answer.choices, ("", "Nog niet besproken")],
                initial=given,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"{entry.code}_remark"] = forms.CharField(
                label=f"Toelichting bij vraag {number}",
                initial=row.remarks.get(entry.code, ""),
                max_length=300,
                required=False,
            )
            self.watch(self.fields[f"{entry.code}_remark"])

    @property
    def values(self) -> dict[str, Any]:
        codes = [entry.code for entry in guide().feasibility]
        return {
            "answers": {code: self.cleaned_data[code] for code in codes},
            "remarks": {code: self.cleaned_data[f"{code}_remark"] for code in codes},
        }


def hints(row: Feasibility) -> list[str]:
    """What may help at a no or a partly, each with where it comes from (R-B-139)."""
    doubts = (Feasibility.Answer.NO, Feasibility.Answer.PARTLY)
    return [
        f"{entry.text} {entry.hint} (Bron: {entry.source})"
        for entry in guide().feasibility
        if entry.hint and row.answers.get(entry.code) in doubts
    ]


def stored_feasibility(row: Feasibility) -> dict[str, Any]:
    words = dict(Feasibility.Answer.choices)
    found = {entry.code: row.answers.get(entry.code, "") for entry in guide().feasibility}
    remarks = {f"{entry.code}_remark": row.remarks.get(entry.code, "") for entry in guide().feasibility}
    return {code: Answer(value, words.get(value, "nog niet besproken")) for code, value in found.items()} | remarks


class Answer(str):
    """A code that reads as its word."""

    word: str

    def __new__(cls, code: str, word: str) -> "Answer":
        made = super().__new__(cls, code)
        made.word = word
        return made

    def __format__(self, spec: str) -> str:
        return self.word


class ChallengeForm(CheckedForm, SubmissionForm, forms.ModelForm):
    class Meta:
        model = Challenge
        fields = CHALLENGE
        labels = {
            "text": "Wat is de uitdaging?",
            "priority": "Op welke plaats komt deze?",
            "impact": "Effect als het lukt",
            "support": "Draagvlak in het netwerk",
            "reason": "Waarom op deze plaats?",
            "asked_who": "Bij wie in het midden vroeg u na of dit klopt?",
            "asked_on": "Wanneer?",
            "asked_result": "Wat zeiden zij?",
        }
        help_texts = {
            "text": "Schrijf het positief: zo is het straks.",
            "priority": "1 komt eerst.",
            "reason": "Nodig zodra er meer dan één uitdaging is. Wees eerlijk over uw keuze.",
            "asked_who": "Een groep, geen persoon. Vraag: hebben wij dit goed gehoord, en welke oplossing ziet u?",
        }
        widgets = {
            "asked_on": forms.DateInput,
            "reason": forms.Textarea(attrs={"rows": 2}),
            "asked_result": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, asks_why: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["reason"].required = asks_why
        fields["reason"].error_messages["required"] = (
            "Er is meer dan één uitdaging. Schrijf op waarom deze op deze plaats komt."
        )
        fields["priority"].min_value, fields["priority"].max_value = 1, 20
        for name in ("impact", "support"):
            fields[name].choices = [("", "Weet ik nog niet"), *Challenge.Size.choices]

    def clean_priority(self) -> int:
        value: int = self.cleaned_data["priority"]
        if not 1 <= value <= 20:
            raise forms.ValidationError("Kies een plaats van 1 tot en met 20.")
        return value

    def clean_asked_on(self) -> date | None:
        check_near(self.cleaned_data["asked_on"])
        return self.cleaned_data["asked_on"]

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CHALLENGE}


class ChallengeEditForm(ChallengeForm, VersionedForm):
    pass
