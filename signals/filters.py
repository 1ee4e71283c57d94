"""Filters above the list of signals. Any combination; each has a name in words for the chips above the list."""

from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from common.dates import in_words as written
from method.content import content
from organisation.current import organisation
from organisation.models import Area, Department, Theme
from signals.forms import AreaField
from signals.models import Signal, SignalMark

KEYS = (
    "q", "area", "since", "until", "axis", "theme", "kind", "known", "source_kind", "state", "department", "origin",
    "online", "dynamic", "only",
)  # fmt: skip
"""What may stand in an address and in a saved filter; the place in the list is left out."""

AXES = [("groups", "Tussen groepen"), ("government", "Richting de overheid"), ("unknown", "Nog onbekend")]
ONLY = [
    ("acute", "Acuut en nog niet opgepakt"),
    ("unassigned", "Nog niet toegewezen"),
    ("unlinked", "Niet gekoppeld aan een casus"),
    ("undiscussed", "Niet samen besproken"),
    ("stale", "Niet recent gecheckt"),
]


def wanted(data: QueryDict) -> str:
    """The filters of an address as a query string, in a fixed order: for links and for saving."""
    return urlencode([(key, value) for key in KEYS for value in data.getlist(key) if value])


class _Area(django_filters.ModelChoiceFilter):
    field_class = AreaField


class SignalFilter(django_filters.FilterSet):
    area = _Area(label="Gebied, met alles wat erin ligt", method="within", empty="Overal")
    since = django_filters.DateFilter(
        label="Vastgelegd vanaf", field_name="reported_at", lookup_expr="date__gte", widget=forms.DateInput
    )
    until = django_filters.DateFilter(
        label="Vastgelegd tot en met", field_name="reported_at", lookup_expr="date__lte", widget=forms.DateInput
    )
    axis = django_filters.ChoiceFilter(label="Richting", choices=AXES, empty_label="Alle", method="on_axis")
    theme = django_filters.ModelChoiceFilter(label="Thema", queryset=Theme.objects.all(), empty_label="Alle")
    kind = django_filters.ChoiceFilter(label="Soort", choices=Signal.Kind.choices, empty_label="Alle")
    known = django_filters.ChoiceFilter(label="Hoe bekend", choices=Signal.Known.choices, empty_label="Alle")
    source_kind = django_filters.ChoiceFilter(label="Bron", choices=Signal.SourceKind.choices, empty_label="Alle")
    state = django_filters.ChoiceFilter(
        label="Status", choices=[("open", "Alles wat open staat"), *Signal.State.choices], empty_label="Alle",
        method="in_state",
    )  # fmt: skip
    department = django_filters.ModelChoiceFilter(
        label="Afdeling", queryset=Department.objects.all(), empty_label="Alle"
    )
    origin = django_filters.ChoiceFilter(label="Herkomst", choices=Signal.Origin.choices, empty_label="Alle")
    online = django_filters.ChoiceFilter(
        label="Online", choices=[("yes", "Ja"), ("no", "Nee")], empty_label="Alle", method="is_online"
    )
    dynamic = django_filters.ChoiceFilter(label="Dynamiek", choices=[], empty_label="Alle", method="has_dynamic")
    only = django_filters.MultipleChoiceFilter(
        label="Alleen signalen die", choices=ONLY, widget=forms.CheckboxSelectMultiple, method="limited"
    )

    class Meta:
        model = Signal
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["dynamic"].extra["choices"] = [(item.code, item.text) for item in content().dynamics]

    def within(self, rows: QuerySet[Signal], name: str, area: Area) -> QuerySet[Signal]:
        """One equality on an indexed column, whatever the level; the municipality is everything."""
        if area.level == Area.Level.MUNICIPALITY:
            return rows
        return rows.filter(district=area) if area.level == Area.Level.DISTRICT else rows.filter(area=area)

    def on_axis(self, rows: QuerySet[Signal], name: str, axis: str) -> QuerySet[Signal]:
        if axis == "unknown":
            return rows.filter(direction=Signal.Direction.UNKNOWN)
        return rows.filter(direction__in=[axis, Signal.Direction.BOTH])

    def in_state(self, rows: QuerySet[Signal], name: str, state: str) -> QuerySet[Signal]:
        return rows.open() if state == "open" else rows.filter(state=state)  # type: ignore[attr-defined]

    def is_online(self, rows: QuerySet[Signal], name: str, online: str) -> QuerySet[Signal]:
        return rows.filter(online=online == "yes")

    def has_dynamic(self, rows: QuerySet[Signal], name: str, code: str) -> QuerySet[Signal]:
        return rows.filter(pk__in=SignalMark.objects.filter(kind="dynamic", code=code).values("signal"))

    def limited(self, rows: QuerySet[Signal], name: str, only: list[str]) -> QuerySet[Signal]:
        if "acute" in only:
            rows = rows.acute_waiting()  # type: ignore[attr-defined]
        if "unassigned" in only:
            rows = rows.open().filter(department__isnull=True)  # type: ignore[attr-defined]
        if "unlinked" in only:
            rows = rows.open().exclude(state=Signal.State.LINKED)  # type: ignore[attr-defined]
        if "undiscussed" in only:
            rows = rows.filter(Q(discussed_domains=[]))
        if "stale" in only:
            rows = rows.stale(organisation())  # type: ignore[attr-defined]
        return rows


def in_words(filters: SignalFilter, data: QueryDict) -> list[tuple[str, str]]:
    """The filters that are on: a name in words, and the query string without it."""
    found = []
    for key, values in ((key, data.getlist(key)) for key in KEYS):
        if key == "q" or key not in filters.form.fields:
            continue
        field = filters.form.fields[key]
        chosen = filters.form.cleaned_data.get(key)
        for value in [value for value in values if value]:
            if key == "only":
                text = dict(ONLY).get(value, "")
            else:
                text = f"{field.label.split(',')[0]}: {shown}" if (shown := _shown(field, chosen)) else ""
            if text:
                found.append((text, _without(data, key, value)))
    return found


def _shown(field: forms.Field, chosen: Any) -> str:
    """A choice in words. The options of a model are not fetched for it: the chosen row is there already."""
    if hasattr(chosen, "strftime"):
        return written(chosen)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(chosen, ""))  # type: ignore[arg-type]
    return str(chosen or "")


def _without(data: QueryDict, key: str, value: str) -> str:
    rest = data.copy()
    rest.setlist(key, [each for each in data.getlist(key) if each != value])
    return wanted(rest)
