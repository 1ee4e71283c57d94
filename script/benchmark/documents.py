"""What a decision note costs, beside WeasyPrint's bare time for the same HTML in the same run."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from weasyprint import HTML

from cases.models import Case
from common import pdf
from organisation.models import Department
from plans import documents
from plans.models import Action, Plan


def measure_documents(say: Callable[..., None]) -> None:
    """Plans with 5, 20 and 200 actions; the rows are made for the measurement and rolled back."""
    for count in (5, 20, 200):
        with transaction.atomic():
            plan = _plan(count)
            content = documents.content_of(plan)
            html = render_to_string(documents.TEMPLATE, documents.context(content))
            ours = [_time(lambda content=content: documents.make(content)) for _ in range(5)]
            bare = [_time(lambda html=html: _bare(html)) for _ in range(5)]
            transaction.set_rollback(True)
        own, floor = statistics.median(ours), statistics.median(bare)
        say(
            document="decision note",
            actions=count,
            ms=round(own),
            weasyprint_ms=round(floor),
            ratio=round(own / floor, 2),
        )


def _bare(html: str) -> bytes:
    return HTML(string=html, base_url="static:", url_fetcher=pdf.fetcher()).write_pdf(pdf_variant="pdf/ua-1")


def _time(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _plan(count: int) -> Plan:
    case = Case.objects.filter(plan__isnull=True, diagnosis__isnull=False).first()
    if case is None:
        raise SystemExit("there is no case without a plan to measure with")
    plan = Plan.objects.create(case=case, challenge="Bewoners praten weer met elkaar.")
    Action.objects.bulk_create(
        Action(
            plan=plan,
            what=f"Gesprek {number} op het plein voorbereiden met vrijwilligers van het buurthuis",
            for_whom="oudere en jongere bewoners",
            owner=case.owner,
            department=Department.objects.all()[0],
            due_on=timezone.localdate() + timedelta(days=number),
        )
        for number in range(count)
    )
    return plan
