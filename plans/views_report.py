"""The analysis of a case to read and to take along: the whole report, one page of summary, a version for everybody."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from analysis.rules_team import in_group
from cases.models import Case
from cases.views.shared import Request
from common import audit, documents
from common.documents import Kind
from common.guards import guard
from common.pages import page
from organisation.current import organisation
from organisation.roles import Permission as P
from plans import report as whole
from plans import report_pdf, report_public, report_summary, rules_report
from plans.forms_report import ReleaseForm

READERS = (P.PLACE, P.CASE_ALL)


def _case(request: Request, pk: int) -> Case:
    rows = Case.objects.visible_to(request.user).select_related("theme", "department", "diagnosis__placement")
    case = get_object_or_404(rows.prefetch_related("areas"), pk=pk)
    if request.method == "GET":
        audit.record("report.read", case, by=request.user)
    return case


def _page(
    request: Request, case: Case, template: str, here: str, title: str, kind: Kind, **context: Any
) -> HttpResponse:
    """A page of one of the versions, with the way to the others and the PDFs that were made of it."""
    return page(
        request,
        template,
        case=case,
        here=here,
        may_publish=rules_report.can_publish(request.user, case),
        documents=documents.of(case, kind),
        trail=[
            ("Casussen", reverse("cases:list")),
            (case.title, reverse("cases:detail", args=[case.pk])),
            (title, ""),
        ],
        **context,
    )


# The whole report


@guard(*READERS)
@require_GET
def report(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    group = in_group(request.user, case)
    found = whole.report(case, region=organisation().words, group=group)
    return _page(request, case, "plans/report.html", "report", "Verslag", _kind(group), **report_pdf.context(found))


def _kind(group: bool) -> Kind:
    return report_pdf.GROUP_REPORT if group else report_pdf.REPORT


@guard(*READERS)
@require_POST
def report_ask(request: Request, case_pk: int) -> HttpResponse:
    """Have the PDF made of what stands there now."""
    case = _case(request, case_pk)
    group = in_group(request.user, case)
    found = whole.report(case, region=organisation().words, group=group)
    document = documents.ask(
        kind=_kind(group),
        subject=case,
        title=f"Verslag van de analyse {case.number}",
        content=found.as_json(),
        by=request.user,
    )
    return redirect("common:document", pk=document.pk)


# One page of summary


@guard(*READERS)
@require_GET
def summary(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    found = report_summary.summary(case, region=organisation().words)
    return _page(
        request, case, "plans/report_summary.html", "summary", "Samenvatting", report_pdf.SUMMARY, summary=found
    )


@guard(*READERS)
@require_POST
def summary_ask(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    document = documents.ask(
        kind=report_pdf.SUMMARY,
        subject=case,
        title=f"Samenvatting {case.number}",
        content=report_summary.summary(case, region=organisation().words).as_json(),
        by=request.user,
    )
    return redirect("common:document", pk=document.pk)


# The version for everybody


@guard(P.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def public(request: Request, case_pk: int) -> HttpResponse:
    """Choose what goes in; then read it as everybody will, before it is made."""
    case = _case(request, case_pk)
    rules_report.check_publish(request.user, case)
    form = _release(request, case)
    if form.is_valid() and "terug" not in request.POST:
        return _preview(request, case, form)
    return _choose(request, case, form)


def _release(request: Request, case: Case) -> ReleaseForm:
    found = report_public.draft(case, region=organisation().words)
    return ReleaseForm(request.POST if request.method == "POST" else None, draft=found)


def _chosen(form: ReleaseForm) -> report_public.Public:
    return report_public.public(form.draft, parts=form.cleaned_data["parts"], keys=form.cleaned_data["texts"])


def _choose(request: Request, case: Case, form: ReleaseForm) -> HttpResponse:
    return _page(
        request,
        case,
        "plans/report_public.html",
        "public",
        "Openbare versie",
        report_pdf.PUBLIC,
        form=form,
        note=report_public.NOTE,
    )


def _preview(request: Request, case: Case, form: ReleaseForm) -> HttpResponse:
    """Nothing on this page comes from the file but what was chosen: the crumbs name the case by its number."""
    return page(
        request,
        "plans/report_public_preview.html",
        case_pk=case.pk,
        public=_chosen(form),
        chosen=form.cleaned_data,
        trail=[("Casussen", reverse("cases:list")), (case.number, reverse("cases:detail", args=[case.pk]))]
        + [("Openbare versie", reverse("plans:public", args=[case.pk])), ("Lezen", "")],
    )


@guard(P.CASE_EDIT)
@require_POST
def public_ask(request: Request, case_pk: int) -> HttpResponse:
    """Have the PDF made of exactly what was read. The trail says who released how many texts."""
    case = _case(request, case_pk)
    rules_report.check_publish(request.user, case)
    form = _release(request, case)
    if not form.is_valid():
        return _choose(request, case, form)
    with transaction.atomic():
        document = documents.ask(
            kind=report_pdf.PUBLIC,
            subject=case,
            title=f"Openbare versie {case.number}",
            content=_chosen(form).as_json(),
            by=request.user,
        )
        audit.record(f"report.released_{len(form.cleaned_data['texts'])}_texts", document, by=request.user)
    return redirect("common:document", pk=document.pk)
