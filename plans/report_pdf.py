"""The versions of the report as tagged PDFs (PDF/UA), made from what was kept when they were asked for."""

from typing import Any

from django.urls import reverse

from analysis.rules_team import in_group
from cases.models import Case
from common.documents import Kind, register
from common.pdf import render_pdf, render_pdf_within
from method.words import sentence
from plans import documents, report_public, report_summary, rules_report
from plans.report import Report, read

TEMPLATE = "plans/report_pdf.html"


def context(found: Report) -> dict[str, Any]:
    """What page and PDF get: the report, and the place of the diagnosis as a picture with its words."""
    place = found.diagnosis.place if found.diagnosis else None
    picture = {"src": documents.figure(place), "words": sentence(place.shape)} if place else None
    return {"report": found, "picture": picture}


def make(content: dict[str, Any]) -> bytes:
    return render_pdf(TEMPLATE, context(read(content)))


def may_read(user: Any, pk: int) -> bool:
    return Case.objects.visible_to(user).filter(pk=pk).exists()


def _back(pk: int) -> tuple[str, str]:
    return "Verslag van de analyse", reverse("plans:report", args=[pk])


def _in_group(user: Any, pk: int) -> bool:
    case = Case.objects.visible_to(user).filter(pk=pk).first()
    return case is not None and in_group(user, case)


REPORT = register(Kind("plans.report", make=make, may_read=may_read, back=_back))
GROUP_REPORT = register(Kind("plans.report_group", make=make, may_read=_in_group, back=_back))
"""The report with what only the working group reads: a PDF that others of the case cannot open (R-B-161)."""


# One page of summary

SUMMARY_TEMPLATE = "plans/report_summary_pdf.html"


def make_summary(content: dict[str, Any]) -> bytes:
    """On one A4: the usual letter, or else a smaller one. The texts were shortened before."""
    found = report_summary.read(content)
    sizes: tuple[str, ...] = ("", "small", "smallest")
    return render_pdf_within(SUMMARY_TEMPLATE, ({"summary": found, "size": size} for size in sizes), pages=1)


def _back_to_summary(pk: int) -> tuple[str, str]:
    return "Samenvatting", reverse("plans:summary", args=[pk])


SUMMARY = register(Kind("plans.summary", make=make_summary, may_read=may_read, back=_back_to_summary))


# The version for everybody

PUBLIC_TEMPLATE = "plans/report_public_pdf.html"


def make_public(content: dict[str, Any]) -> bytes:
    return render_pdf(PUBLIC_TEMPLATE, {"public": report_public.read(content)})


def _back_to_public(pk: int) -> tuple[str, str]:
    return "Openbare versie", reverse("plans:public", args=[pk])


def _may_publish(user: Any, pk: int) -> bool:
    case = Case.objects.visible_to(user).filter(pk=pk).first()
    return case is not None and rules_report.can_publish(user, case)


PUBLIC = register(Kind("plans.public", make=make_public, may_read=_may_publish, back=_back_to_public))
