"""Freezing a worksheet as a dated round, and moving it to a newer edition on purpose."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from analysis import rules
from analysis.actions.answers import locked
from analysis.models import Answer, Round, Sheet
from analysis.progress import by_respondent, worded
from analysis.references import picks_needed, picks_of
from analysis.rounds import Said, frozen
from analysis.wording import spoken
from common import audit
from common.edits import save_if_unchanged, unclaimed
from common.live import bump
from common.refusal import Refused
from method.worksheets import Worksheet, values
from organisation.current import organisation
from organisation.models import User


def snapshot(sheet: Sheet) -> dict[str, Any]:
    """The sheet as it stands now, as plain data. Three queries, however much was answered."""
    definition = sheet.definition
    assert definition is not None  # checked by whoever calls
    here = organisation().words
    answers = list(Answer.objects.filter(sheet=sheet).exclude(state=Answer.State.EMPTY))
    return frozen(
        worded(definition, by_respondent(answers)),
        sheet.location.label if sheet.location else "",
        [
            Said(
                respondent=row.respondent,
                function=row.function,
                item=row.item,
                state=row.state,
                value=row.value,
                reason=row.reason,
                source=row.source,
                on=timezone.localtime(row.updated_at).date().isoformat(),
            )
            for row in answers
        ],
        picks_of(sheet.case, picks_needed(definition.items)),
        lambda text: spoken(text, here),
    )


@transaction.atomic
def freeze(*, sheet: Sheet, by: User, name: str = "", submission: UUID | None = None) -> Round:
    """Keep the sheet as it stands. Answering goes on; the round never changes. The same `submission` freezes once."""
    row = locked(sheet)
    rules.check_keep(by, row.case)
    if submission and (found := Round.objects.filter(sheet=row, submission=submission).first()):
        return found
    rules.check_readable(row)
    return _freeze(row, by, name, submission)


def _freeze(sheet: Sheet, by: User, name: str, submission: UUID | None = None) -> Round:
    last = Round.objects.filter(sheet=sheet).aggregate(last=Max("number"))["last"] or 0
    made = Round.objects.create(
        sheet=sheet,
        number=last + 1,
        name=name.strip(),
        edition=sheet.edition,
        content=snapshot(sheet),
        by=by,
        submission=unclaimed(Round, submission),
    )
    audit.record("analysis.frozen", made, by=by)
    bump(f"analysis:{sheet.pk}")
    return made


@transaction.atomic
def move(*, sheet: Sheet, to: Worksheet, by: User) -> Round:
    """Bring a sheet to another edition. What was answered is frozen first, so that nothing becomes unreadable.

    An answer whose question and codes still exist stays as it is. One that no longer fits is emptied; its text stands
    in the round and in its history.
    """
    row = locked(sheet)
    rules.check_keep(by, row.case)
    rules.check_fillable(row)
    if to.code != row.worksheet or to.version <= row.edition:
        raise Refused("Kies een nieuwere versie van ditzelfde werkblad.")
    kept = _freeze(row, by, f"Voor de overstap naar versie {to.version}")
    picks = picks_of(row.case, picks_needed(to.items))
    for found in Answer.objects.filter(sheet=row, state=Answer.State.GIVEN):
        item = to.item(found.item)
        if item is not None and not values.fits(item, found.value, picks):
            found.state, found.value = Answer.State.EMPTY, {}
            save_if_unchanged(found, ("state", "value"), seen=found.version)
    row.edition = to.version
    row.save(update_fields=["edition"])
    sheet.edition = to.version
    audit.record("analysis.sheet_moved", row, by=by)
    bump(f"analysis:{row.pk}")
    return kept
