"""The filters above the list of cases."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.models import Case
from method.content import Phase, content
from organisation.models import Area, Department, Step, Theme

Rows = QuerySet[Case]

QUADRANTS = {
    "A": Q(diagnosis__placement__x_min__lte=2, diagnosis__placement__y_min__lte=2),
    "B": Q(diagnosis__placement__x_max__gte=3, diagnosis__placement__y_min__lte=2),
    "C": Q(diagnosis__placement__x_min__lte=2, diagnosis__placement__y_max__gte=3),
    "D": Q(diagnosis__placement__x_max__gte=3, diagnosis__placement__y_max__gte=3),
}
"""Whether a shape touches a quadrant. See also method.map.Shape.quadrants."""

FRONT = Q(diagnosis__placement__x_max__lte=2, diagnosis__placement__y_max__lte=2)
"""Wholly at the front. See also method.map.Shape.front."""


def _horizontal() -> list[tuple[str, str]]:
    return _names(content().horizontal)


def _vertical() -> list[tuple[str, str]]:
    return _names(content().vertical)


def _names(phases: Iterable[Phase]) -> list[tuple[str, str]]:
    return [(str(phase.number), f"{phase.number}. {phase.name}") for phase in phases]


class CaseFilter(django_filters.FilterSet):
    """Search and filters; each choice narrows the list."""

    q = django_filters.CharFilter(label="Zoek op titel of nummer", method="search", max_length=100)
    area = django_filters.ModelChoiceFilter(
        label="Gebied", queryset=Area.objects.current().order_by("level", "name"), method="within", empty_label="Overal"
    )
    theme = django_filters.ModelChoiceFilter(label="Thema", queryset=Theme.objects.all(), empty_label="Elk thema")
    department = django_filters.ModelChoiceFilter(
        label="Afdeling", queryset=Department.objects.all(), method="takes_part", empty_label="Elke afdeling"
    )
    state = django_filters.ChoiceFilter(
        label="Status",
        choices=[("open", "Alle open casussen"), *Case.State.choices],
        method="in_state",
        empty_label="Elke status",
    )
    level = django_filters.ChoiceFilter(
        label="Stap",
        choices=[
            ("0", "Nog geen vervolgbesluit"),
            *[(str(step.value), f"{step.value}. {step.label}") for step in Step if step.value],
        ],
        method="on_step",
        empty_label="Elke stap",
    )
    quadrant = django_filters.ChoiceFilter(
        label="Kwadrant van de laatste diagnose",
        choices=[
            ("front", "Aan de voorkant (fase 1 en 2)"),
            ("A", "A: laag/laag"),
            ("B", "B: hoog/laag"),
            ("C", "C: laag/hoog"),
            ("D", "D: hoog/hoog"),
            ("none", "Nog geen diagnose"),
        ],
        method="in_quadrant",
        empty_label="Elk kwadrant",
    )
    phase = django_filters.ChoiceFilter(
        label="Fase tussen groepen (laatste diagnose)", choices=_horizontal, method="in_phase", empty_label="Elke fase"
    )
    vertical = django_filters.ChoiceFilter(
        label="Fase met de overheid (laatste diagnose)",
        choices=_vertical,
        method="in_vertical",
        empty_label="Elke fase",
    )
    mine = django_filters.BooleanFilter(label="Alleen mijn casussen", method="owned", widget=forms.CheckboxInput)
    overdue = django_filters.BooleanFilter(label="Check is te laat", method="late", widget=forms.CheckboxInput)
    reassess = django_filters.BooleanFilter(label="Herbeoordelen", method="flagged", widget=forms.CheckboxInput)

    class Meta:
        model = Case
        fields: list[str] = []

    def search(self, rows: Rows, name: str, value: str) -> Rows:
        found = Q(title__icontains=value)
        number = value.rsplit("-", 1)[-1].strip()
        if number.isdecimal() and len(number) < 16:
            found |= Q(pk=int(number))
        return rows.filter(found)

    def within(self, rows: Rows, name: str, value: Area) -> Rows:
        """The area and everything in it."""
        there = Case.areas.through.objects.filter(area__in=Area.objects.within(value).values("pk"))
        return rows.filter(pk__in=there.values("case"))

    def takes_part(self, rows: Rows, name: str, value: Department) -> Rows:
        joined = Case.departments.through.objects.filter(department=value.pk)
        return rows.filter(Q(department=value) | Q(pk__in=joined.values("case")))

    def in_state(self, rows: Rows, name: str, value: str) -> Rows:
        return rows.exclude(state=Case.State.CLOSED) if value == "open" else rows.filter(state=value)

    def on_step(self, rows: Rows, name: str, value: str) -> Rows:
        return rows.filter(level__isnull=True) if value == "0" else rows.filter(level=int(value))

    def in_quadrant(self, rows: Rows, name: str, value: str) -> Rows:
        if value == "none":
            return rows.filter(diagnosis__isnull=True)
        return rows.filter(FRONT if value == "front" else QUADRANTS[value], diagnosis__isnull=False)

    def in_phase(self, rows: Rows, name: str, value: str) -> Rows:
        """An area or a line may lie in several phases: it is found at each of them."""
        return rows.filter(diagnosis__placement__x_min__lte=value, diagnosis__placement__x_max__gte=value)

    def in_vertical(self, rows: Rows, name: str, value: str) -> Rows:
        return rows.filter(diagnosis__placement__y_min__lte=value, diagnosis__placement__y_max__gte=value)

    def owned(self, rows: Rows, name: str, value: bool) -> Rows:
        user: Any = self.request.user
        return rows.filter(owner=user.pk) if value else rows

    def late(self, rows: Rows, name: str, value: bool) -> Rows:
        if not value:
            return rows
        return rows.filter(review_on__lt=timezone.localdate()).exclude(state=Case.State.CLOSED)

    def flagged(self, rows: Rows, name: str, value: bool) -> Rows:
        return rows.filter(reassess=True) if value else rows
