"""What the facilitator writes down while the conversation goes on."""

from typing import Any
from uuid import uuid4

from django import forms

from cases.models import Placement
from common.forms import CheckedForm, VersionedForm
from method.content import Phase, choices, content
from workshops.forms_seat import PlaceForm
from workshops.models import Meeting, Note


class QuestionForm(VersionedForm, CheckedForm):
    question = forms.CharField(
        label="Vraag voor het voorstelrondje",
        max_length=200,
        error_messages={"required": "Kies een vraag of schrijf er zelf een."},
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        start = {"question": meeting.question or content().introductions[0].text, "version": meeting.version}
        super().__init__(*args, initial=start, **kwargs)


class SummaryForm(VersionedForm, CheckedForm):
    summary = forms.CharField(
        label="Positieve samenvatting",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wat hoorde u dat mensen verbindt of trots maakt? Noem geen namen. Dit komt in het verslag.",
        error_messages={"required": "Schrijf in een of twee zinnen wat u hoorde."},
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, initial={"summary": meeting.summary, "version": meeting.version}, **kwargs)


class NoteForForm(CheckedForm):
    """A note for somebody without a phone."""

    text = forms.CharField(
        label="Wat staat er op het geeltje?",
        max_length=140,
        help_text="Eén situatie, in een paar woorden. Groepen, geen personen.",
        error_messages={"required": "Schrijf een paar woorden.", "max_length": "Houd het bij 140 tekens."},
    )
    function = forms.CharField(
        label="Functie van wie het schreef",
        max_length=100,
        help_text="Geen naam.",
        error_messages={"required": "Vul de functie in, bijvoorbeeld: opbouwwerker."},
    )
    organisation_name = forms.CharField(label="Organisatie", max_length=100, required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"submission": uuid4()}, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.errors.pop("submission", None)  # a broken number only means: a new one
        cleaned["submission"] = cleaned.get("submission") or uuid4()
        return cleaned

    @property
    def answers(self) -> dict[str, Any]:
        names = ("text", "function", "organisation_name")
        return {name: " ".join(self.cleaned_data[name].split()) for name in names} | {
            "submission": self.cleaned_data["submission"],
            "kept": self.kept_because,
        }


def _phases(phases: tuple[Phase, ...]) -> list[tuple[str, str]]:
    return [(str(phase.number), f"{phase.number}. {phase.name}") for phase in phases]


class NotePlaceForm(VersionedForm, PlaceForm):
    """Where the group puts a note, and who saw it otherwise."""

    round = None  # type: ignore[assignment]
    cannot_judge = None  # type: ignore[assignment]
    sure = None  # type: ignore[assignment]
    reason = None  # type: ignore[assignment]
    submission = None  # type: ignore[assignment]
    dissent = forms.CharField(
        label="Zag iemand het anders? Waar, en waarom?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Noem een functie, geen naam. Een afwijkende mening blijft staan naast de plaats op de kaart.",
    )

    def __init__(self, *args: Any, note: Note, **kwargs: Any) -> None:
        start = {"kind": note.kind or "point", "dissent": note.dissent, "version": note.version}
        if note.kind:
            start |= {"x": note.x_min, "x_to": note.x_max, "y": note.y_min, "y_to": note.y_max}
            start |= {"group_low": note.group_low, "group_high": note.group_high}
        super().__init__(*args, initial=start, **kwargs)
        self.fields["kind"].required = True
        self.fields["kind"].widget = forms.RadioSelect(choices=Placement.Kind.choices, attrs={"class": "choices--row"})
        for name, phases in (("x", content().horizontal), ("y", content().vertical)):
            self.fields[name].widget = forms.RadioSelect()
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = "Kies een vak op de kaart, of kies hier een fase."
            self.fields[name].choices = _phases(phases)  # type: ignore[attr-defined]
            self.fields[f"{name}_to"].choices = [("", "–"), *self.fields[f"{name}_to"].choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = CheckedForm.clean(self)
        cleaned["kind"] = cleaned.get("kind") or "point"
        cleaned["cannot_judge"] = False
        if cleaned["kind"] == "point":
            cleaned["x_to"] = cleaned["y_to"] = None
        if cleaned["kind"] == "line":
            cleaned["x_to"] = None
        self._clean_shape(cleaned)
        return cleaned


class DeepenForm(VersionedForm, CheckedForm):
    """What the conversation brought (R-A-090)."""

    stage = forms.ChoiceField(
        label="Is dit nog pril, of al ontspoord?",
        choices=[*Note.Stage.choices, ("", "Dat weten we nog niet")],
        widget=forms.RadioSelect,
        required=False,
    )
    dynamics = forms.MultipleChoiceField(
        label="Wat speelt er?",
        choices=lambda: choices(content().dynamics),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    actors = forms.CharField(
        label="Welke groepen en partijen doen ertoe?",
        max_length=500,
        required=False,
        help_text="Groepen en organisaties, geen personen.",
    )
    insight = forms.CharField(
        label="Welk inzicht leverde het gesprek op?", max_length=1000, required=False, widget=forms.Textarea
    )
    follow_up = forms.CharField(
        label="Vervolg",
        max_length=500,
        required=False,
        help_text="Bijvoorbeeld: de wijkregisseur bespreekt dit in het teamoverleg.",
    )
    FIELDS = ("stage", "dynamics", "actors", "insight", "follow_up")

    def __init__(self, *args: Any, note: Note, **kwargs: Any) -> None:
        start = {name: getattr(note, name) for name in self.FIELDS} | {"version": note.version}
        super().__init__(*args, initial=start, **kwargs)
        self.fields["insight"].widget.attrs["rows"] = 3

    @property
    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FIELDS}
