"""Adding to the exchange. What was said stays as it was said; a correction is a new entry."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import rules
from cases.actions.state import begin_exchange
from cases.models import Case, ExchangeEntry, Placement
from common import audit
from common.edits import unclaimed
from common.live import bump
from common.refusal import Refused
from organisation.models import User

Kind = ExchangeEntry.Kind
EXPERT = "VAR-handreiking, Problematiek in kaart"


@transaction.atomic
def add(
    *,
    case: Case,
    kind: str,
    text: str,
    function: str,
    by: User,
    source: str = "",
    answers: ExchangeEntry | None = None,
    placement: Placement | None = None,
    advised_on: date | None = None,
    submission: UUID | None = None,
) -> ExchangeEntry:
    """Add one entry. The same `submission` is stored once, however often it is sent."""
    rules.check_take_part(by, case)
    if kind == Kind.INFORMATION and not source.strip():
        raise Refused("Noem bij informatie de bron.")
    if (kind == Kind.ADVICE) != (advised_on is not None):
        raise Refused("Bij het advies van een deskundige hoort een datum.", source=EXPERT)
    if (kind == Kind.ANSWER) != (answers is not None):
        raise Refused("Een antwoord hoort bij een vraag.")
    for thing in (answers, placement):
        if thing is not None and thing.case_id != case.pk:
            raise Refused("Dit hoort bij een andere casus.")
    try:
        with transaction.atomic():
            entry = ExchangeEntry.objects.create(
                case=case,
                kind=kind,
                text=text,
                function=function,
                source=source,
                answers=answers,
                placement=placement,
                advised_on=advised_on,
                by=by,
                submission=submission,
            )
    except IntegrityError:
        there = ExchangeEntry.objects.filter(case=case, submission=submission, by=by).first()
        if there is not None:
            return there
        if unclaimed(ExchangeEntry, submission) is not None or submission is None:
            raise  # something else was wrong
        return add(
            case=case, kind=kind, text=text, function=function, by=by, source=source, answers=answers,
            placement=placement, advised_on=advised_on,
        )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(updated_at=timezone.now())
    begin_exchange(case)
    audit.record("case.exchange_added", case, by=by)
    bump(f"case:{case.pk}")
    return entry
