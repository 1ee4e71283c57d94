"""Pages of the admin about the rules of the advice: versions, a draft, trying it, publishing it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from analysis import versions
from analysis.actions import rulebook
from analysis.forms_rulebook import DraftForm, FromForm, PublishForm, StartForm
from analysis.models_advice import RuleVersion
from cases.views.shared import Request
from common.crispy import layout
from common.edits import Changed
from common.guards import guard
from common.pages import page
from common.refusal import Refused
from method.directions import explain
from method.directions.marked import BrokenFile, Problem
from method.directions.model import RuleSet
from organisation.roles import Permission as P

LOOKS = {"draft": "info", "published": "ok", "dropped": "neutral"}


def _trail(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Beheer", reverse("organisation:admin")), ("Advies", reverse("rulebook:list") if rest else ""), *rest]


def _version(pk: int) -> RuleVersion:
    return get_object_or_404(RuleVersion.objects.select_related("by", "published_by", "from_version"), pk=pk)


def _problems(version: RuleVersion) -> tuple[Problem, ...]:
    try:
        versions.parsed(version.kind, version.text)
    except BrokenFile as error:
        return error.problems
    return ()


@dataclass(frozen=True)
class Row:
    version: RuleVersion
    look: str
    in_use: bool


@guard(P.ORGANISE)
@require_http_methods(["GET", "POST"])
def version_list(request: Request) -> HttpResponse:
    """What is in use, the drafts, and every version that was ever published."""
    form = StartForm(request.POST if request.method == "POST" else None, initial={"kind": RuleVersion.Kind.RULES})
    if form.is_valid():
        with transaction.atomic():
            made = rulebook.start(kind=form.cleaned_data["kind"], note=form.cleaned_data["note"], by=request.user)
            form.flag(made, by=request.user)
        return redirect("rulebook:draft", made.pk)
    layout(form, submit="Concept maken")
    used = versions.both_in_use()
    rows = RuleVersion.objects.defer("text", "tried").select_related("by", "published_by")[:500]
    shown = [Row(row, LOOKS[row.state], _is_used(row, used)) for row in rows]
    return page(
        request,
        "analysis/rules_list.html",
        used=[(RuleVersion.Kind(kind).label, each) for kind, each in used.items()],
        drafts=[row for row in shown if row.version.is_draft],
        others=[row for row in shown if not row.version.is_draft],
        newer=_newer(used),
        form=form,
        trail=_trail(),
    )


def _is_used(row: RuleVersion, used: dict[str, versions.InUse]) -> bool:
    now = used[row.kind]
    return row.pk == now.pk or (row.shipped and not now.pk and row.name == now.name)


def _newer(used: dict[str, versions.InUse]) -> list[str]:
    """Kinds of which the application now brings a version that this organisation never had."""
    found = []
    for kind, now in used.items():
        brought = versions.parsed(kind, versions.shipped_text(kind)).version
        if now.pk and not RuleVersion.objects.filter(kind=kind, name=brought).exists():
            found.append(f"{RuleVersion.Kind(kind).label}, versie {brought}")
    return found


@guard(P.ORGANISE)
@require_http_methods(["GET", "POST"])
def draft(request: Request, pk: int) -> HttpResponse:
    """Edit a draft, with its mistakes by line; what was typed is never lost."""
    version = _version(pk)
    if not version.is_draft:
        return redirect("rulebook:version", version.pk)
    form = DraftForm(
        request.POST if request.method == "POST" else None,
        initial={"text": version.text, "note": version.note, "version": version.version},
    )
    theirs = ""
    if form.is_valid():
        try:
            with transaction.atomic():
                rulebook.edit(
                    version=version,
                    text=form.cleaned_data["text"],
                    note=form.cleaned_data["note"],
                    by=request.user,
                    seen=form.cleaned_data["version"],
                )
                form.flag(version, by=request.user)
        except Changed as changed:
            theirs = _theirs(form, changed)
        else:
            if "proberen" in request.POST:
                return _try(request, version)
            messages.success(request, "Het concept is bewaard.")
            return redirect("rulebook:draft", version.pk)
    layout(form, tag=False, submit="")
    problems = getattr(form, "problems", ()) or (() if form.is_bound else _problems(version))
    return page(
        request,
        "analysis/rules_draft.html",
        version=version,
        form=form,
        problems=problems,
        theirs=theirs,
        outcome=_outcome(version),
        publish=layout(
            PublishForm(initial={"version": version.version}),
            submit="Publiceren",
            action=reverse("rulebook:publish", args=[version.pk]),
        ),
        trail=_trail(("Concept", "")),
    )


def _theirs(form: DraftForm, changed: Changed) -> str:
    """The text as a colleague left it, beside what was typed."""
    current: Any = changed.current
    form.clashes(current, ["note"])
    if current.text == form.cleaned_data["text"]:
        return ""
    form.add_error("text", "Een collega heeft de tekst intussen gewijzigd. Die staat onder de uwe. Kies wat blijft.")
    return str(current.text)


@dataclass(frozen=True)
class Outcome:
    """What the last try gave, ready for the page."""

    at: Any
    known: list[dict[str, Any]]
    wrong: list[dict[str, Any]]
    cases: int
    changed: int
    lines: list[list[Any]]


def _outcome(version: RuleVersion) -> Outcome | None:
    kept = version.tried
    if not kept:
        return None
    wrong = [each for each in kept["known"] if each["differences"]]
    return Outcome(parse_datetime(kept["at"]), kept["known"], wrong, kept["cases"], kept["changed"], kept["lines"])


def _try(request: Request, version: RuleVersion) -> HttpResponse:
    try:
        rulebook.try_out(version=version, by=request.user)
    except Refused as no:
        messages.warning(request, no.sentence)
        return redirect(reverse("rulebook:draft", args=[version.pk]))
    return redirect(reverse("rulebook:draft", args=[version.pk]) + "#uitkomst")


@guard(P.ORGANISE)
@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    version = _version(pk)
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                made = rulebook.publish(
                    version=version,
                    by=request.user,
                    seen=form.cleaned_data["version"],
                    reason=form.cleaned_data["reason"],
                )
                form.flag(made, by=request.user)
        except Refused as no:
            form.add_error("reason", no.sentence)
        except Changed:
            form.add_error(None, "Een collega heeft het concept intussen gewijzigd. Kijk het eerst na.")
        else:
            messages.success(request, f"Versie {made.name} is gepubliceerd. Adviezen worden er vanaf nu mee gemaakt.")
            return redirect("rulebook:version", made.pk)
    version.refresh_from_db()
    layout(form, submit="Publiceren", cancel=reverse("rulebook:draft", args=[version.pk]))
    return page(
        request,
        "analysis/rules_publish.html",
        version=version,
        form=form,
        trail=_trail(("Concept", reverse("rulebook:draft", args=[version.pk])), ("Publiceren", "")),
    )


@guard(P.ORGANISE)
@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    rulebook.drop(version=_version(pk), by=request.user)
    messages.success(request, "Het concept is weggelegd. U kunt het nog lezen.")
    return redirect("rulebook:list")


@guard(P.ORGANISE)
@require_http_methods(["GET", "POST"])
def version_page(request: Request, pk: int) -> HttpResponse:
    """One kept version: its rules as sentences, its text, and a new draft from it."""
    version = _version(pk)
    form = FromForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic():
            made = rulebook.start(kind=version.kind, source=version, note=form.cleaned_data["note"], by=request.user)
            form.flag(made, by=request.user)
        return redirect("rulebook:draft", made.pk)
    layout(form, submit="Nieuw concept hiervan")
    return page(
        request,
        "analysis/rules_version.html",
        version=version,
        look=LOOKS[version.state],
        in_use=_is_used(version, versions.both_in_use()),
        sentences=_sentences(version),
        form=form,
        trail=_trail((version.name or "Weggelegd concept", "")),
    )


def _sentences(version: RuleVersion) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Direction by direction, what each rule says in words."""
    if _problems(version):
        return []
    found = versions.parsed(version.kind, version.text)
    if not isinstance(found, RuleSet):
        return [
            (each.label, [(f"{each.points[when]} {_points(each.points[when])}: {text}", each.source, each.estimated)
                          for when, text in each.words.items()])
            for each in found.criteria
        ]  # fmt: skip
    return [
        (
            direction.name,
            [(explain.rule_sentence(rule, found), rule.source, rule.estimated) for rule in found.rules_of(code)],
        )
        for code, direction in found.directions.items()
    ]


def _points(number: int) -> str:
    return "punt" if number == 1 else "punten"


@guard(P.ORGANISE)
@require_GET
def shipped(request: Request, kind: str) -> HttpResponse:
    """The version that comes with the application, kept so that it can be read and started from."""
    if kind not in RuleVersion.Kind.values:
        kind = RuleVersion.Kind.RULES
    brought = versions.InUse(kind, 0, versions.parsed(kind, versions.shipped_text(kind)).version)
    return redirect("rulebook:version", versions.kept(brought).pk)
