"""The sober lists: departments, themes, partners and resources. One list, one form, four nouns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from common.dates import in_words
from common.guards import View, guard
from common.pages import page
from organisation import actions
from organisation.current import organisation
from organisation.forms import AdminForm, DepartmentForm, PartnerForm, ResourceForm, ThemeForm, laid_out
from organisation.models import Department, Partner, Resource
from organisation.request import Request
from organisation.roles import Permission
from organisation.words import local


@dataclass(frozen=True)
class Noun:
    """One kind of row: its form, its words, and what the list shows of it."""

    name: str
    form: type[AdminForm]
    plural: str
    one: str
    lead: str
    columns: tuple[tuple[str, Callable[[Any], str]], ...]
    with_people: tuple[str, ...] = ()
    take: str = ""
    """The address that puts on the list what the guides name."""

    @property
    def rows(self) -> Any:
        return self.form._meta.model.objects.select_related(*self.with_people).order_by("-active", "name")

    @property
    def list_url(self) -> str:
        return reverse(f"organisation:{self.name}s")


def person(value: Any) -> str:
    if value is None:
        return "Niemand"
    return str(value) if value.is_active else f"{value} (kan niet inloggen)"


DEPARTMENT = Noun(
    "department",
    DepartmentForm,
    "Afdelingen",
    "afdeling",
    "Een afdeling kan eigenaar zijn van een casus. Het hoofd krijgt wat te lang blijft liggen.",
    (
        ("Domein", Department.get_domain_display),
        ("Hoofd", lambda row: person(row.head)),
        ("Vervanger", lambda row: person(row.deputy)),
    ),
    ("head", "deputy"),
)
THEME = Noun(
    "theme",
    ThemeForm,
    "Thema’s",
    "thema",
    "Een thema is het onderwerp waarover mensen verschillen. Nooit een groep mensen, een geloof of een afkomst.",
    (),
)
PARTNER = Noun(
    "partner",
    PartnerForm,
    "Partners",
    "partner",
    "Organisaties buiten de gemeente met wie u aan casussen werkt.",
    (
        ("Soort", Partner.get_kind_display),
        ("Contact", lambda row: row.contact_function or "Niet ingevuld"),
        ("Telefoon", lambda row: row.phone or "Niet ingevuld"),
    ),
)


RESOURCE = Noun(
    "resource",
    ResourceForm,
    "Bronnen",
    "bron",
    "Pagina’s van anderen die helpen: handreikingen, cursussen, adviespunten. Iedereen ziet deze lijst.",
    (
        ("Onderwerp", Resource.get_topic_display),
        ("Van", lambda row: row.publisher or "Niet ingevuld"),
        ("Werkt de link?", lambda row: _reported(row)),
    ),
    ("broken_by",),
    take="organisation:resources_take",
)


def _reported(row: Resource) -> str:
    if row.broken_on is None:
        return "Niets over gemeld"
    who = f" door {row.broken_by}" if row.broken_by else ""
    note = f": {row.broken_note}" if row.broken_note else ""
    return f"Nee, gemeld op {in_words(row.broken_on)}{who}{note}"


def list_of(noun: Noun) -> View:
    @guard(Permission.ORGANISE)
    @require_safe
    def rows(request: Request) -> HttpResponse:
        words = organisation().words
        lines = [
            {
                "thing": row,
                "url": reverse(f"organisation:{noun.name}", args=[row.pk]),
                "cells": _cells(noun, row, words),
            }
            for row in noun.rows
        ]
        return page(
            request,
            "organisation/list.html",
            noun=noun,
            lines=lines,
            new_url=reverse(f"organisation:{noun.name}_new"),
        )

    return rows


OURS = ("Domein", "Soort")
"""Columns that hold words of ours; what people typed stays as it is."""


def _cells(noun: Noun, row: Any, words: str) -> list[tuple[str, str]]:
    cells = [(label, read(row)) for label, read in noun.columns]
    return [(label, local(text, words) if label in OURS else text) for label, text in cells]


def form_of(noun: Noun) -> View:
    """The page for a new row and for an existing one."""

    @guard(Permission.ORGANISE)
    @require_http_methods(["GET", "HEAD", "POST"])
    def edit(request: Request, pk: int | None = None) -> HttpResponse:
        model = noun.form._meta.model
        thing: Any = get_object_or_404(model, pk=pk) if pk else model()
        form = noun.form(request.POST or None, instance=thing)
        if form.is_valid() and form.saved(lambda: keep(form, request.user)):
            messages.success(request, f"{thing} is opgeslagen.")
            return redirect(noun.list_url)
        return page(
            request,
            "organisation/edit.html",
            heading=str(model.objects.get(pk=pk)) if pk else f"Nieuw: {noun.one}",
            lead=noun.lead,
            crumbs=[(noun.plural, noun.list_url)],
            form=laid_out(form, cancel=noun.list_url),
            status=200,
        )

    return edit


def keep(form: Any, user: Any) -> None:
    thing = form.save(commit=False)
    actions.keep(
        thing=thing, fields=form.columns, seen=form.cleaned_data["version"], by=user, flag=getattr(form, "flag", None)
    )
