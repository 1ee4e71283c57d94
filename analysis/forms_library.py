"""Forms of the library: an example of our own, a correction of an estimate, a status, and what an example gave."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms

from analysis.actions.examples import check_row
from analysis.models_advice import LibraryRecord, PracticeResult
from cases.models import Case
from common.forms import CheckedForm, VersionedForm
from method.directions.marked import BrokenFile
from method.directions.reading import directions, of_kind, shipped, words
from method.library.model import Record
from method.library.reading import as_row, shelf

OWN_SOURCE = "Eigen werkwijze"
SINGLE = ("scale", "rhythm", "level", "basis", "form")
MULTIPLE = ("problems", "groups", "kinds")
NOTE = LibraryRecord._meta.get_field("note").max_length


def _terms(kind: str) -> list[tuple[str, str]]:
    return [(term.code, term.label) for term in shelf().terms[kind]]


def _words(kind: str) -> list[tuple[str, str]]:
    return [(code, word.label) for code, word in words().items() if code in of_kind(kind)]


def _problems() -> list[tuple[str, str]]:
    return [(code, problem.label) for code, problem in shipped().problems.items()]


def _directions() -> list[tuple[str, str]]:
    return [(code, direction.name) for code, direction in directions().items()]


def _several(label: str, choices: Any, *, required: bool = False, text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=required, help_text=text, widget=forms.CheckboxSelectMultiple
    )


def _one(label: str, choices: Any, text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, help_text=text)


def _rungs() -> list[tuple[str, str]]:
    return [("", "Geen trede: contact is niet het doel"), *_terms("rung")]


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


class EstimatesForm(CheckedForm):
    """The fields that the guides do not give."""

    problems = _several("Bij welk probleem helpt het?", _problems)
    groups = _several("Waarlangs loopt de spanning?", lambda: _words("group"))
    rung = forms.ChoiceField(label="Trede van de bindingsladder", choices=_rungs, required=False)
    scale = _one("Schaal", lambda: _terms("scale"))
    rhythm = _one("Hoe vaak?", lambda: _terms("rhythm"))
    level = _one("Niveau", lambda: _terms("level"))
    basis = _one("Begint bij", lambda: _terms("basis"))
    form = _one("Vorm", lambda: _terms("form"))
    bundled = forms.BooleanField(label="Bundelt meer acties op één plek", required=False)
    kinds = _several("Soort contact", lambda: _terms("kind"))

    def estimates(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        found: dict[str, Any] = {name: cleaned[name] for name in (*SINGLE, *MULTIPLE, "bundled")}
        found["rung"] = int(cleaned["rung"]) if cleaned["rung"] else None
        return found

    @staticmethod
    def of(record: Record) -> dict[str, Any]:
        found = {name: getattr(record, name) for name in (*SINGLE, "bundled")}
        found |= {name: list(getattr(record, name)) for name in MULTIPLE}
        return found | {"rung": str(record.rung or "")}

    def sound(self, row: dict[str, Any]) -> None:
        try:
            check_row(row)
        except BrokenFile as error:
            for problem in error.problems:
                self.add_error(None, problem.text[:1].upper() + problem.text[1:] + ".")


class CorrectForm(EstimatesForm, VersionedForm):
    """Correcting our estimates of an example of the guide, with a reason (R-B-072)."""

    note = forms.CharField(label="Wat verbetert u, en waarom?", max_length=NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.order_fields([*(name for name in self.fields if name != "note"), "note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            self.row = self._row()
            self.sound(self.row)
        return cleaned

    def _row(self) -> dict[str, Any]:
        """The example with what changed; what changed is no estimate any more."""
        row = as_row(self.record)
        for name, value in self.estimates().items():
            now = getattr(self.record, name)
            if (list(now) if isinstance(now, tuple) else now) != value:
                row[name] = {"is": value, "geschat": False, "waarom": self.cleaned_data["note"]}
        return row


class OwnForm(EstimatesForm):
    """An example of the organisation itself, with the same fields as those of the guides."""

    name = forms.CharField(label="Naam", max_length=120)
    goal = forms.CharField(label="Doel", max_length=300, help_text="Wat is er anders als het lukt?")
    method = forms.CharField(label="Zo werkt het", max_length=1500, widget=forms.Textarea)
    directions = _several("Bij welke richting hoort het?", _directions, required=True)
    places = _several("Waar kan het?", lambda: _words("place"), required=True)
    target_groups = _several("Voor wie?", lambda: _words("target"), required=True)
    target_words = forms.CharField(
        label="Wie precies?", max_length=300, required=False, help_text="Groepen, met een komma ertussen."
    )
    executors = forms.CharField(
        label="Wie voert het uit?",
        max_length=300,
        required=False,
        help_text="Organisaties of functies, met een komma ertussen.",
    )
    municipality = forms.CharField(label="Uit welke gemeente?", max_length=80, required=False)
    context = _one("Wanneer bruikbaar?", lambda: _terms("context"))
    region = _one("Land", lambda: _terms("region"))
    evidence = forms.CharField(label="Wat zegt onderzoek?", max_length=500, required=False, widget=forms.Textarea)
    caution = forms.CharField(label="Waar moet men op letten?", max_length=500, required=False, widget=forms.Textarea)
    source = forms.CharField(
        label="Waar komt dit vandaan?", max_length=200, help_text="Bijvoorbeeld: wijkteam Rozenbuurt, najaar 2026."
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission"].initial = uuid4
        first = ("name", "goal", "method", "directions", "problems", "places", "target_groups", "target_words")
        self.order_fields([*first, "executors", "municipality", "source", "evidence", "caution"])
        if self.fields.get("version"):
            self.order_fields([*(name for name in self.fields if name != "note"), "note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "submission" in self.errors:  # a broken number only means: a new one
            del self.errors["submission"]
        cleaned["submission"] = cleaned.get("submission") or uuid4()
        if not self.errors:
            self.row = self._row()
            self.sound(self.row)
        return cleaned

    def _row(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        row: dict[str, Any] = {"code": "E000", "own": True, "categories": ["own"], "status": "active"}
        for name in ("name", "goal", "method", "municipality", "context", "region", "evidence", "caution"):
            if cleaned[name]:
                row[name] = cleaned[name].strip()
        row |= {name: cleaned[name] for name in ("directions", "places", "target_groups")}
        row |= {name: _list(cleaned[name]) for name in ("target_words", "executors") if _list(cleaned[name])}
        row["source"] = f"{OWN_SOURCE}: {cleaned['source'].strip()}"
        return row | {name: {"is": value, "geschat": False} for name, value in self.estimates().items()}

    @staticmethod
    def of(record: Record) -> dict[str, Any]:
        found = EstimatesForm.of(record)
        for name in ("name", "goal", "method", "municipality", "context", "region", "evidence", "caution"):
            found[name] = getattr(record, name)
        found |= {name: list(getattr(record, name)) for name in ("directions", "places", "target_groups")}
        found |= {name: ", ".join(getattr(record, name)) for name in ("target_words", "executors")}
        return found | {"source": record.source.removeprefix(f"{OWN_SOURCE}:").strip()}


class OwnEditForm(OwnForm, VersionedForm):
    note = forms.CharField(label="Wat wijzigt u, en waarom?", max_length=NOTE)

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        del self.fields["submission"]

    def _row(self) -> dict[str, Any]:
        return super()._row() | {"code": self.record.code, "status": self.record.status}


class StatusForm(CheckedForm, VersionedForm):
    """Taking an example out of the advice, or taking it up again."""

    note = forms.CharField(label="Waarom?", max_length=NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ResultForm(CheckedForm, forms.ModelForm):
    """What an example gave in a case that was looked back on. Groups and situations, no persons."""

    case = forms.ModelChoiceField(Case.objects.none(), label="In welke casus?", empty_label=None)

    class Meta:
        model = PracticeResult
        fields = ("case", "gave", "shown", "again")
        labels = {
            "gave": "Wat leverde het op?",
            "shown": "Waaruit blijkt dat?",
            "again": "Wat zou u de volgende keer anders doen?",
        }

    def __init__(self, *args: Any, cases: Iterable[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pks = [case.pk for case in cases]
        self.fields["case"].queryset = Case.objects.filter(pk__in=pks)  # type: ignore[attr-defined]
        self.fields["case"].label_from_instance = lambda case: f"{case.number}: {case.title}"  # type: ignore[attr-defined]

    def validate_constraints(self) -> None:
        """The action says it in a sentence."""
