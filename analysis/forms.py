"""Forms of the analysis: a place, one answer, a moment. They check shape; saving is done by the actions."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.urls import reverse_lazy
from django.utils import timezone

from analysis.actions.answers import Content
from analysis.models import Answer, Location, Round
from analysis.places import PARTS
from analysis.wording import spoken
from cases.models import Case
from common.forms import CheckedForm, VersionedForm
from method.worksheets import Column, Item, values
from method.worksheets.model import CHOOSING, Kind
from organisation.models import Area

UNKNOWN = "?"
MORE_ROWS = 2
MOST_BESIDE = 5
"""From this many columns on, the fields of a row no longer fit beside each other."""
"""So many empty rows stand ready below what a table holds."""


class LocationForm(CheckedForm, VersionedForm, forms.ModelForm):
    """A place of a case. The parts are ticked per kind; those of another kind are left out."""

    kind = forms.ChoiceField(label="Wat voor plek is het?", choices=Location.Kind.choices, widget=forms.RadioSelect)
    area = forms.ModelChoiceField(
        Area.objects.none(), label="In welk gebied ligt deze plek?", required=False, empty_label="Niet van toepassing"
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Location
        fields = ("label", "kind", "area", "hotspot")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        areas = case.areas.all()
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        if self.instance.pk is None:
            self.fields["label"].widget.attrs["autofocus"] = True
            if len(areas) == 1:  # the file knows it already
                self.initial["area"] = areas[0].pk
        self.fields["version"].required = False
        self.fields["submission"].initial = uuid4
        for kind, parts in PARTS.items():
            if parts:
                self.fields[f"parts_{kind}"] = forms.MultipleChoiceField(
                    label="Waar precies?",
                    choices=parts,
                    required=False,
                    widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--row"}),
                    initial=self.instance.parts if self.instance.kind == kind else [],
                )
        self.order_fields(["label", "kind", *(name for name in self.fields if name.startswith("parts_")), "area"])

    def clean_label(self) -> str:
        label = " ".join(self.cleaned_data["label"].split())
        same = Location.objects.in_use().filter(case=self.case, label=label).exclude(pk=self.instance.pk)
        if same.exists() and not self._sent_before():
            raise forms.ValidationError("Deze plek staat al bij de casus.")
        return label

    def _sent_before(self) -> bool:
        """The same form sent twice is no mistake: the action stores it once."""
        number = self.data.get(self.add_prefix("submission"), "")
        return any(
            str(found) == number
            for found in Location.objects.filter(case=self.case).values_list("submission", flat=True)
            if found
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "submission" in self.errors:  # a broken number only means: a new one
            del self.errors["submission"]
        cleaned["submission"] = cleaned.get("submission") or uuid4()
        cleaned["parts"] = cleaned.get(f"parts_{cleaned.get('kind', '')}", [])
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The label was looked at in clean_label, with the second sending in mind."""
        return {*super()._get_validation_exclusions(), "label"}  # type: ignore[misc]  # of ModelForm

    @property
    def place(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("label", "kind", "parts", "area", "hotspot")}


@dataclass(frozen=True)
class OptionRow:
    """One option as the page draws it."""

    id: str
    value: str
    label: str
    checked: bool
    help: str = ""
    maps: str = ""
    group: str = ""
    ask: BoundField | None = None


@dataclass(frozen=True)
class CellRow:
    """One row of a table as the page draws it."""

    number: int
    cells: list[tuple[str, BoundField]]


class AnswerForm(CheckedForm):
    """One question with one answer: what was chosen or written, a remark, and where it comes from.

    Made from the item, so a new worksheet needs no code. `version` is that of the answer on the screen, 0 for none.
    """

    item = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    joint = forms.BooleanField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label="Toelichting", max_length=1000, required=False, widget=forms.Textarea)
    source = forms.CharField(
        label="Bron: wie zag of hoorde dit, en is het hard of zacht?",
        max_length=200,
        required=False,
        help_text="Noem een functie of organisatie, geen bewoner. Bijvoorbeeld: wijkagent, zacht.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        question: Item,
        edition: int,
        joint: bool,
        answer: Answer | None = None,
        picks: values.Picks | None = None,
        words: str | None = None,
    ) -> None:
        self.question, self.answer, self.words = question, answer, words
        self.picks = picks or {}
        self.stored: dict[str, Any] = answer.value if answer else {}
        self.theirs: Answer | None = None
        self.value: dict[str, Any] = {}
        self.options = values.options_of(question, self.picks)
        self.unchecked = ("item", "number", "year", "date", *self._dates())
        initial = {
            "item": question.code,
            "version": answer.version if answer else 0,
            "edition": edition,
            "joint": "1" if joint else "",
            "reason": answer.reason if answer else "",
            "source": answer.source if answer else "",
        }
        super().__init__(data, prefix=f"v-{question.code}", initial=initial)
        self._add_fields()
        for name in self.checked_fields():
            self.fields[name].widget.attrs["data-textcheck"] = reverse_lazy("common:check_text")
        self.fields["reason"].widget.attrs["rows"] = "2"

    def _dates(self) -> list[str]:
        """Cells of a table that hold no free text."""
        plain = [column.code for column in self.question.columns if column.kind in (Kind.DATE, Kind.NUMBER)]
        return [f"r{number}-{code}" for number in range(self.question.max) for code in plain]

    # Fields

    def _add_fields(self) -> None:
        kind = self.question.kind
        if kind in CHOOSING:
            self._add_options()
        elif kind == Kind.TABLE:
            self._add_table()
        else:
            self._add_plain(kind)
        if not self.radio:
            unknown = self.answer is not None and self.answer.state == Answer.State.UNKNOWN
            self.fields["unknown"] = forms.BooleanField(label="Weet ik niet", required=False, initial=unknown)

    @property
    def radio(self) -> bool:
        return self.question.kind in (Kind.CHOICE, Kind.PHASE, Kind.YESNO)

    def _add_options(self) -> None:
        choices = [(option.code, option.label) for option in self.options]
        field: forms.Field
        if self.radio:
            field = forms.ChoiceField(choices=[*choices, (UNKNOWN, "Weet ik niet")], required=False)
        else:
            field = forms.MultipleChoiceField(choices=choices, required=False)
        field.error_messages["invalid_choice"] = "“%(value)s” is geen keuze bij deze vraag."
        self.fields["codes"] = field
        own = self.stored.get("own", {})
        for option in self.options:
            if option.ask:
                self.fields[f"own-{option.code}"] = forms.CharField(
                    label=self.say(option.ask),
                    max_length=values.OWN_TEXT,
                    required=False,
                    initial=own.get(option.code, ""),
                )

    def _add_plain(self, kind: str) -> None:
        if kind == Kind.TEXT:
            self.fields["text"] = forms.CharField(
                label="Uw antwoord",
                max_length=self.question.max,
                required=False,
                widget=forms.Textarea(attrs={"rows": "3"}),
                initial=self.stored.get("text", ""),
            )
        elif kind == Kind.DATE:
            self.fields["date"] = self._date(self.stored.get("date", ""), "Datum")
        elif kind == Kind.NUMBER:
            number = str(self.stored.get("number", "")).replace(".", ",")
            unit = f" ({self.say(self.question.unit)})" if self.question.unit else ""
            self.fields["number"] = forms.CharField(
                label=f"Getal{unit}",
                max_length=30,
                required=False,
                initial=number,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
            self.fields["year"] = forms.CharField(
                label="Over welk jaar?",
                max_length=4,
                required=False,
                initial=self.stored.get("year", ""),
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )
            self.fields["origin"] = forms.CharField(
                label="Uit welke bron komt dit cijfer?",
                max_length=200,
                required=False,
                initial=self.stored.get("source", ""),
            )

    def _date(self, initial: str, label: str) -> forms.CharField:
        return forms.CharField(
            label=label,
            max_length=10,
            required=False,
            initial=initial,
            widget=forms.DateInput(attrs={"type": "date"}),
        )

    def _add_table(self) -> None:
        rows = self.stored.get("rows") or [dict(row) for row in self.question.start]
        for number in range(self._row_count(len(rows))):
            row = rows[number] if number < len(rows) else {}
            for column in self.question.columns:
                self.fields[f"r{number}-{column.code}"] = self._cell(column, row.get(column.code, ""))

    def _row_count(self, stored: int) -> int:
        """As many rows as are stored or were sent, and a few empty ones."""
        sent = [
            number
            for number in range(self.question.max)
            if self.is_bound
            and any(self.data.get(self.add_prefix(f"r{number}-{column.code}")) for column in self.question.columns)
        ]
        more = 1 if self.wide else MORE_ROWS
        return min(self.question.max, max([stored, *(number + 1 for number in sent)]) + more)

    @property
    def _row_numbers(self) -> list[int]:
        return sorted({int(name[1 : name.index("-")]) for name in self.fields if name.startswith("r") and "-" in name})

    def _cell(self, column: Column, stored: Any) -> forms.Field:
        label = self.say(column.label)
        if column.kind == Kind.SEVERAL:
            options = values.options_of(column, self.picks)
            return forms.MultipleChoiceField(
                label=label,
                choices=[(option.code, self.say(option.label)) for option in options],
                required=False,
                initial=stored or [],
                widget=forms.CheckboxSelectMultiple,
            )
        if column.kind in (Kind.CHOICE, Kind.YESNO):
            options = values.options_of(column, self.picks)
            return forms.ChoiceField(
                label=label,
                choices=[("", "–"), *((option.code, self.say(option.label)) for option in options)],
                required=False,
                initial=stored[0] if isinstance(stored, list) and stored else stored,
            )
        if column.kind == Kind.DATE:
            return self._date(stored, label)
        if column.kind == Kind.NUMBER:
            return forms.CharField(label=label, max_length=30, required=False, initial=str(stored).replace(".", ","))
        widget = forms.TextInput(attrs={"list": self._list_id(column)} if column.suggests else {})
        return forms.CharField(label=label, max_length=values.CELL_TEXT, required=False, initial=stored, widget=widget)

    def _list_id(self, column: Column) -> str:
        return f"lijst-{self.question.code}-{column.code}"

    # What was sent

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if any(name not in ("reason", "source", "privacy_reason") for name in self.errors):
            return cleaned
        try:
            self.value = values.clean(self.question, self._raw(cleaned), self.picks)
        except values.Unfit as wrong:
            self.add_error(None, str(wrong))
        if self.value and cleaned.get("unknown"):
            self.add_error(None, "U koos “weet ik niet” en ook een antwoord. Kies één van beide.")
        return cleaned

    def _raw(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        kind = self.question.kind
        if kind in CHOOSING:
            codes = cleaned.get("codes") or []
            codes = [code for code in ([codes] if isinstance(codes, str) else codes) if code != UNKNOWN]
            own = {name[4:]: text for name, text in cleaned.items() if name.startswith("own-")}
            return {"codes": codes, "own": own}
        if kind == Kind.TABLE:
            return {
                "rows": [
                    {column.code: cleaned.get(f"r{number}-{column.code}") for column in self.question.columns}
                    for number in self._row_numbers
                ]
            }
        if kind == Kind.NUMBER:
            return {"number": cleaned.get("number"), "year": cleaned.get("year"), "source": cleaned.get("origin")}
        name = "text" if kind == Kind.TEXT else "date"
        return {name: cleaned.get(name)}

    @property
    def said(self) -> Content:
        cleaned = self.cleaned_data
        unknown = cleaned.get("codes") == UNKNOWN if self.radio else bool(cleaned.get("unknown"))
        return Content(self.value, unknown, cleaned.get("reason", ""), cleaned.get("source", ""))

    @property
    def seen(self) -> int:
        return self.cleaned_data.get("version") or 0

    def show_clash(self, current: Answer) -> None:
        """What was typed stays in the fields, what a colleague saved stands above it; saving again goes on top."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = str(current.version)
        self.data = data
        self.theirs = current
        self.add_error(
            None,
            "Een collega heeft dit intussen gewijzigd. Uw antwoord staat hieronder. Kijk het na en bewaar opnieuw.",
        )

    # What the page draws

    def say(self, text: str) -> str:
        return spoken(text, self.words)

    @property
    def rows_kind(self) -> bool:
        """Whether this is a question with options to choose from."""
        return self.question.kind in CHOOSING

    @property
    def in_columns(self) -> bool:
        """Short options stand in two columns where there is room."""
        return len(self.options) > 6 and not any(option.help or option.maps for option in self.options)

    @property
    def suggestions(self) -> list[tuple[str, list[str]]]:
        """What of the case file stands ready under a column of text, by the id of its list."""
        return [
            (self._list_id(column), list(self.picks.get(column.suggests, {}).values()))
            for column in self.question.columns
            if column.suggests
        ]

    @property
    def wide(self) -> bool:
        """Too many columns to type in beside each other: each row is a card with its questions above the fields."""
        return len(self.question.columns) >= MOST_BESIDE

    @property
    def explained(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What the choices in a column mean, where the worksheet says so: a list in a cell has no room for it."""
        return [
            (
                self.say(column.label),
                [(self.say(each.label), self.say(each.help)) for each in column.options if each.help],
            )
            for column in self.question.columns
            if any(each.help for each in column.options)
        ]

    @property
    def columns(self) -> list[str]:
        return [self.say(column.label) for column in self.question.columns]

    @property
    def theirs_lines(self) -> list[str]:
        """What a colleague saved meanwhile, in words."""
        if self.theirs is None:
            return []
        said = values.words(self.question, self.theirs.value, self.picks)
        if self.theirs.state == Answer.State.UNKNOWN:
            said = ["Weet ik niet"]
        more = [f"Toelichting: {self.theirs.reason}"] if self.theirs.reason else []
        more += [f"Bron: {self.theirs.source}"] if self.theirs.source else []
        return [self.say(line) for line in [*said, *more]] or ["Het antwoord is leeg gemaakt"]

    @property
    def rows(self) -> list[OptionRow]:
        chosen = self["codes"].value() or []
        chosen = [chosen] if isinstance(chosen, str) else chosen
        if not self.is_bound:
            unknown = self.answer is not None and self.answer.state == Answer.State.UNKNOWN
            chosen = [UNKNOWN] if unknown and self.radio else self.stored.get("codes", [])
        before, found = "", []
        for option in self.options:
            heading = option.group if option.group != before else ""
            before = option.group
            found.append(
                OptionRow(
                    id=f"id_{self.prefix}-{option.code}",
                    value=option.code,
                    label=self.say(option.label),
                    checked=option.code in chosen,
                    help=self.say(option.help),
                    maps=self.say(option.maps),
                    group=self.say(heading),
                    ask=self[f"own-{option.code}"] if option.ask else None,
                )
            )
        if self.radio:
            last = OptionRow(f"id_{self.prefix}-weet-niet", UNKNOWN, "Weet ik niet", UNKNOWN in chosen)
            found.append(last)
        return found

    @property
    def table(self) -> list[CellRow]:
        return [
            CellRow(
                number + 1,
                [(self.say(column.label), self[f"r{number}-{column.code}"]) for column in self.question.columns],
            )
            for number in self._row_numbers
        ]

    @property
    def plain(self) -> list[BoundField]:
        return [self[name] for name in ("text", "date", "number", "year", "origin") if name in self.fields]

    @property
    def more_open(self) -> bool:
        """Whether remark and source are shown at once: when they hold something, or something is wrong with them."""
        return bool(self["reason"].value() or self["source"].value() or self.asks_reason)

    @property
    def saved_words(self) -> str:
        if self.answer is None or self.answer.state == Answer.State.EMPTY:
            return ""
        return f"Bewaard op {timezone.localtime(self.answer.updated_at):%d-%m om %H:%M}"


class PassForm(CheckedForm):
    """Why somebody goes on to a step before what it needs was answered."""

    reason = forms.CharField(label="Waarom gaat u toch verder?", max_length=300)


class FreezeForm(CheckedForm, forms.ModelForm):
    """A moment to keep, with what it is for."""

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Round
        fields = ("name",)
        help_texts = {"name": "Bijvoorbeeld: voor het buurtoverleg."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission"].initial = uuid4

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "submission" in self.errors:
            del self.errors["submission"]
        cleaned["submission"] = cleaned.get("submission") or uuid4()
        return cleaned
