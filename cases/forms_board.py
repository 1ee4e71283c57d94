"""Forms around the map: placing, and filtering the overview."""

from typing import Any
from uuid import uuid4

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html

from cases.actions.place import Answers
from cases.models import Case, Placement
from common.forms import CheckedForm
from method.content import Phase, choices, content
from method.map import PHASES, Shape
from organisation.models import Area, Department, Theme, User


def _horizontal() -> list[tuple[str, str]]:
    return _phases(content().horizontal)


def _vertical() -> list[tuple[str, str]]:
    return _phases(content().vertical)


def _phases(phases: tuple[Phase, ...]) -> list[tuple[str, str]]:
    """Each phase with its name and its text, so that whoever chooses has the words at hand."""
    label = '<strong>{}. {}</strong> <span class="choice__more">{}</span>'
    return [(str(phase.number), format_html(label, phase.number, phase.name, phase.description)) for phase in phases]


TO = [("", "geen"), *((str(number), f"fase {number}") for number in PHASES)]


HELP = "help_"


def check_groups(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """A line has a group at each end, and not the same one (ESS-handreiking §1.3)."""
    for name in ("group_low", "group_high"):
        if not cleaned.get(name) and name not in form.errors:
            form.add_error(name, "Noem bij elk eind van de lijn een groep.")
    low, high = cleaned.get("group_low", ""), cleaned.get("group_high", "")
    if low and low.casefold() == high.casefold():
        form.add_error("group_high", "Noem twee verschillende groepen.")


def chosen_shape(data: dict[str, Any]) -> Shape:
    """The shape that was filled in, in data that was found right."""
    x, y = data["x"], data["y"]
    if data["kind"] == "area":
        return Shape("area", x, data["x_to"], y, data["y_to"])
    if data["kind"] == "line":
        return Shape("line", x, x, y, data["y_to"], data["group_low"], data["group_high"])
    return Shape("point", x, x, y, y)


class PlacementForm(CheckedForm):
    """Two groups of radio buttons in words, so that it works without a mouse, a picture or JavaScript."""

    kind = forms.ChoiceField(
        label="Hoe wilt u plaatsen?",
        choices=Placement.Kind.choices,
        widget=forms.RadioSelect,
        initial=Placement.Kind.POINT,
    )
    x = forms.TypedChoiceField(
        label="Hoe staan groepen tegenover elkaar?",
        choices=_horizontal,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een fase voor de spanning tussen groepen."},
    )
    x_to = forms.TypedChoiceField(label="Tot en met", choices=TO, coerce=int, empty_value=None, required=False)
    y = forms.TypedChoiceField(
        label="Hoe staan groepen tegenover de overheid?",
        choices=_vertical,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een fase voor de spanning met de overheid."},
    )
    y_to = forms.TypedChoiceField(label="Tot en met", choices=TO, coerce=int, empty_value=None, required=False)
    group_low = forms.CharField(
        label="Groep met de minste spanning met de overheid",
        max_length=80,
        required=False,
        help_text="Bijvoorbeeld: voorstanders van het plan. Geen afkomst, geloof of politiek.",
    )
    group_high = forms.CharField(label="Groep met de meeste spanning met de overheid", max_length=80, required=False)
    unclear = forms.MultipleChoiceField(
        label="Wat is nog onduidelijk?",
        choices=lambda: choices(content().uncertainties),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = forms.CharField(
        label="Waarom hier?",
        max_length=1000,
        widget=forms.Textarea,
        help_text="Wat zag of hoorde u? Beschrijf groepen en situaties, geen personen.",
        error_messages={"required": "Schrijf in een paar woorden waarom u hier plaatst."},
    )
    function = forms.CharField(label="Gezien vanuit de functie", max_length=100)
    network = forms.CharField(
        label="Op basis van welk netwerk of welke kennis?",
        max_length=200,
        required=False,
        help_text="Bijvoorbeeld: wekelijks op het plein, contact met de winkeliersvereniging.",
    )
    sure = forms.ChoiceField(
        label="Hoe zeker bent u?",
        choices=Placement.Sure.choices,
        widget=forms.RadioSelect,
        initial=Placement.Sure.FAIRLY,
    )
    seen_on = forms.DateField(label="Hoe was het op", initial=timezone.localdate)
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, own: Placement | None = None, user: User, **kwargs: Any) -> None:
        """`own` is the placement that this person revises; the form then starts from it."""
        initial = {"function": user.from_where, "submission": uuid4(), **(_initial(own) if own else {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["seen_on"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields["reason"].widget.attrs["rows"] = "4"
        for name in ("kind", "sure"):
            self.fields[name].widget.attrs["class"] = "choices--row"
        if own:
            self.fields["reason"].label = "Waarom hier? Wat is er nieuw?"
        for question in content().questions:
            field = forms.CharField(
                label=question.text, max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )
            field.initial = own.helped.get(question.code, "") if own else ""
            self.watch(field)
            self.fields[HELP + question.code] = field

    def clean_seen_on(self) -> Any:
        on = self.cleaned_data["seen_on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Kies vandaag of een dag die voorbij is. De kaart voorspelt niet.")
        if on.year < 2000:
            raise forms.ValidationError("Controleer het jaar.")
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "submission" in self.errors:  # a broken number only means: a new one
            del self.errors["submission"]
        cleaned["submission"] = cleaned.get("submission") or uuid4()
        check = {"area": self._clean_area, "line": self._clean_line}.get(cleaned.get("kind", ""))
        if check and cleaned.get("x") and cleaned.get("y"):
            check(cleaned)
        return cleaned

    def _clean_area(self, cleaned: dict[str, Any]) -> None:
        ends = {axis: cleaned.get(f"{axis}_to") or cleaned[axis] for axis in ("x", "y")}
        cleaned["x_to"], cleaned["y_to"] = ends["x"], ends["y"]
        for axis, end in ends.items():
            if end < cleaned[axis]:
                self.add_error(f"{axis}_to", "Kies dezelfde fase of een hogere fase dan de eerste.")
        if all(end == cleaned.get(axis) for axis, end in ends.items()):
            self.add_error("x_to", "Een gebied beslaat meer dan één vak. Kies een tweede fase, of kies “Punt”.")
        if not cleaned.get("unclear") and "unclear" not in self.errors:
            self.add_error("unclear", "Kies wat er nog onduidelijk is. Daarom is het een gebied en geen punt.")

    def _clean_line(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("y_to") or cleaned["y_to"] <= cleaned["y"]:
            self.add_error("y_to", "Kies voor de tweede groep een hogere fase dan voor de eerste.")
        check_groups(self, cleaned)

    @property
    def help_fields(self) -> list[forms.BoundField]:
        """The questions of the guide; answering is optional (R-A-049)."""
        return [self[name] for name in self.fields if name.startswith(HELP)]

    @property
    def opens_help(self) -> bool:
        return any(field.errors or field.value() for field in self.help_fields)

    @property
    def shape(self) -> Shape:
        """What was chosen; only of a valid form."""
        return chosen_shape(self.cleaned_data)

    @property
    def answers(self) -> Answers:
        """What was filled in, for the action; only of a valid form."""
        data = self.cleaned_data
        return Answers(
            shape=self.shape,
            unclear=data["unclear"] if data["kind"] == "area" else [],
            helped={name.removeprefix(HELP): text for name, text in data.items() if name.startswith(HELP) and text},
            **{name: data[name] for name in ("reason", "function", "network", "sure", "seen_on")},
        )


def _initial(own: Placement) -> dict[str, Any]:
    return {
        "kind": own.kind,
        "x": own.x_min,
        "x_to": own.x_max if own.kind == "area" else "",
        "y": own.y_min,
        "y_to": own.y_max if own.kind != "point" else "",
        "group_low": own.group_low,
        "group_high": own.group_high,
        "unclear": own.unclear,
        "network": own.network,
        "function": own.function,
        "sure": own.sure,
    }


class OverviewFilter(django_filters.FilterSet):
    """Which cases stand on the overview map."""

    area = django_filters.ModelChoiceFilter(
        label="Gebied", queryset=lambda request: Area.objects.current(), method="within", empty_label="hele gemeente"
    )
    theme = django_filters.ModelChoiceFilter(
        label="Thema", queryset=lambda request: Theme.objects.all(), empty_label="alle thema's"
    )
    department = django_filters.ModelChoiceFilter(
        label="Afdeling", queryset=lambda request: Department.objects.all(), empty_label="alle afdelingen"
    )
    front = django_filters.ChoiceFilter(
        label="Fase",
        choices=[("ja", "alleen de voorkant (fase 1 en 2)")],
        method="at_the_front",
        empty_label="alle fasen",
    )

    class Meta:
        model = Case
        fields = ["area", "theme", "department", "front"]

    def within(self, rows: QuerySet[Case], name: str, area: Area) -> QuerySet[Case]:
        """The area and everything in it; one row per case, also when several of its areas lie there."""
        inside = Area.objects.within(area).values("pk")
        return rows.filter(pk__in=Case.areas.through.objects.filter(area__in=inside).values("case"))

    def at_the_front(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Wholly in phases 1 and 2 on both axes. See also Shape.front."""
        return rows.filter(diagnosis__placement__x_max__lte=2, diagnosis__placement__y_max__lte=2)
