"""What a participant fills in on a phone. The templates draw it by hand: a hundred phones fetch a form at once."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core import signing

from cases.forms_board import check_groups, chosen_shape
from cases.models import Placement
from common.forms import CheckedForm
from method.map import PHASES, Shape
from workshops.models import Note, new_key

FUNCTIONS = (
    "wijkregisseur",
    "wijkagent",
    "jongerenwerker",
    "opbouwwerker",
    "medewerker wonen",
    "adviseur participatie",
    "beleidsadviseur",
    "schoolleider",
)
"""What people at the table often are. Anything else may be typed."""

SALT = "workshops.join"


class CodeForm(forms.Form):
    code = forms.CharField(label="Code", max_length=40, required=False)


class JoinForm(CheckedForm):
    """A function and an organisation, and nothing else. `key` becomes the secret of the browser: made by the server
    when the form was shown, so that sending twice gives one seat."""

    function = forms.CharField(
        label="Uw functie",
        max_length=100,
        help_text="Geen naam. Kies of typ.",
        error_messages={"required": "Vul uw functie in, bijvoorbeeld: wijkagent."},
        widget=forms.TextInput(
            attrs={"list": "functies", "autocomplete": "organization-title", "autocapitalize": "none"}
        ),
    )
    organisation_name = forms.CharField(
        label="Uw organisatie",
        max_length=100,
        error_messages={"required": "Vul de organisatie in waarvoor u hier bent."},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    contact_consent = forms.BooleanField(
        label="De gemeente mag mijn functie en organisatie in haar netwerklijst zetten",
        required=False,
    )
    key = forms.CharField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}), required=False)
    unchecked = ("key",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": signing.dumps(new_key(), salt=SALT)}, **kwargs)

    def clean_function(self) -> str:
        return " ".join(self.cleaned_data["function"].split())

    def clean_organisation_name(self) -> str:
        return " ".join(self.cleaned_data["organisation_name"].split())

    def clean_key(self) -> str:
        """The secret; a new one when the field was touched."""
        try:
            return str(signing.loads(self.cleaned_data["key"], salt=SALT, max_age=24 * 3600))
        except signing.BadSignature:
            return new_key()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _phase(label: str) -> forms.TypedChoiceField:
    choices = [(str(number), f"fase {number}") for number in PHASES]
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False)


class PlaceForm(CheckedForm):
    """Where on the map, or that this person cannot judge it. Which field is wrong is said beside that field."""

    round = forms.IntegerField(min_value=1)
    kind = forms.ChoiceField(label="Hoe?", choices=Placement.Kind.choices, required=False)
    x = _phase("Tussen groepen")
    x_to = _phase("Tussen groepen, tot en met")
    y = _phase("Met de overheid")
    y_to = _phase("Met de overheid, tot en met")
    group_low = forms.CharField(label="Groep met de minste spanning met de overheid", max_length=80, required=False)
    group_high = forms.CharField(label="Groep met de meeste spanning met de overheid", max_length=80, required=False)
    cannot_judge = forms.BooleanField(label="Ik kan dit niet beoordelen", required=False)
    sure = forms.ChoiceField(label="Hoe zeker bent u?", choices=Placement.Sure.choices, required=False)
    reason = forms.CharField(
        label="Waarom hier?",
        max_length=200,
        required=False,
        error_messages={"max_length": "Houd het bij 200 tekens. U kunt het straks toelichten."},
    )
    submission = forms.UUIDField(required=False)

    def clean_reason(self) -> str:
        return _one_line(self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.errors.pop("submission", None)  # a broken number only means: a new one
        cleaned["submission"] = cleaned.get("submission") or uuid4()
        cleaned["kind"] = cleaned.get("kind") or Placement.Kind.POINT
        if not cleaned.get("cannot_judge"):
            self._clean_shape(cleaned)
            if not cleaned.get("reason") and "reason" not in self.errors:
                self.add_error("reason", "Schrijf in een paar woorden waarom u hier plaatst.")
        return cleaned

    def _clean_shape(self, cleaned: dict[str, Any]) -> None:
        if "x" in self.errors or "y" in self.errors:
            return
        if not cleaned.get("x") or not cleaned.get("y"):
            self.add_error("x", "Kies een vak op de kaart, of vink aan dat u dit niet kunt beoordelen.")
            return
        kind = cleaned["kind"]
        for axis in ("x", "y"):
            ends = sorted((cleaned[axis], cleaned.get(f"{axis}_to") or cleaned[axis]))
            cleaned[axis], cleaned[f"{axis}_to"] = ends
        if kind == "area" and (cleaned["x"], cleaned["y"]) == (cleaned["x_to"], cleaned["y_to"]):
            self.add_error("x", "Een gebied beslaat meer dan één vak. Kies er een vak bij, of kies “Punt”.")
        if kind == "line":
            self._clean_line(cleaned)

    def _clean_line(self, cleaned: dict[str, Any]) -> None:
        if cleaned["y"] == cleaned["y_to"]:
            self.add_error("x", "Een lijn heeft twee einden boven elkaar. Kies nog een vak daarboven of daaronder.")
        check_groups(self, cleaned)

    @property
    def shape(self) -> Shape | None:
        """What was chosen; only of a valid form."""
        return None if self.cleaned_data["cannot_judge"] else chosen_shape(self.cleaned_data)

    @property
    def answers(self) -> dict[str, Any]:
        names = ("reason", "sure", "cannot_judge", "submission")
        return {"shape": self.shape, "kept": self.kept_because, **{name: self.cleaned_data[name] for name in names}}


class NoteForm(CheckedForm):
    text = forms.CharField(
        label="Eén situatie, in een paar woorden",
        max_length=Note._meta.get_field("text").max_length,
        error_messages={
            "required": "Schrijf eerst een paar woorden.",
            "max_length": "Houd het bij 140 tekens. U licht het straks toe.",
        },
    )
    submission = forms.UUIDField(required=False)

    def clean_text(self) -> str:
        return _one_line(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.errors.pop("submission", None)
        cleaned["submission"] = cleaned.get("submission") or uuid4()
        return cleaned


def typed(data: Any) -> str:
    """The text of a form that came too late, so that its writer does not lose it."""
    return " ".join(data.get(name, "") for name in ("text", "reason")).strip()[:300]
