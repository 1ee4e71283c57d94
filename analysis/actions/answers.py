"""Opening a worksheet and answering it. An answer belongs to one respondent, or to those who sat together."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from analysis import answered, progress, rules
from analysis.models import Answer, Location, Pass, Sheet
from analysis.references import picks_needed, picks_of, proposed
from analysis.rules_team import check_sees
from analysis.wording import spoken
from cases.models import Case
from common import audit
from common.edits import Changed, save_if_unchanged
from common.live import bump
from common.refusal import Refused
from method.worksheets import Item, Worksheet, values
from organisation.models import User

FIELDS = ("state", "value", "reason", "source", "by", "function")
State = Answer.State


@transaction.atomic
def open_sheet(*, case: Case, worksheet: Worksheet, by: User, location: Location | None = None) -> Sheet:
    """The sheet of this worksheet for the case or the place; made when it is not there yet, in the newest edition."""
    rules.check_answer(by, case)
    if worksheet.per_location != (location is not None):
        raise Refused("Kies voor dit werkblad eerst een plek." if worksheet.per_location else "Dit gaat over de casus.")
    if location is not None:
        rules.check_location(location, case)
    there = Sheet.objects.filter(case=case, location=location, worksheet=worksheet.code).first()
    if there is not None:
        return there
    if location is not None and location.retired:
        raise Refused("Deze plek is afgesloten. Open haar eerst weer.")
    try:
        with transaction.atomic():
            sheet = Sheet.objects.create(
                case=case, location=location, worksheet=worksheet.code, edition=worksheet.version, by=by
            )
    except IntegrityError:  # a colleague opened it at the same moment
        return Sheet.objects.get(case=case, location=location, worksheet=worksheet.code)
    audit.record("analysis.sheet_opened", sheet, by=by)
    bump(f"case:{case.pk}")
    return sheet


def locked(sheet: Sheet) -> Sheet:
    """The row as it stands now with its case, held until the transaction ends."""
    rows = Sheet.objects.select_related("case", "location")
    if connection.features.has_select_for_update_of:
        rows = rows.select_for_update(of=("self",))
    return rows.get(pk=sheet.pk)


@dataclass(frozen=True)
class Content:
    """What somebody says to one question."""

    value: dict[str, Any]
    unknown: bool = False
    reason: str = ""
    source: str = ""

    @property
    def state(self) -> str:
        if self.unknown:
            return State.UNKNOWN
        return State.GIVEN if self.value else State.EMPTY


@transaction.atomic
def answer(*, sheet: Sheet, item: Item, said: Content, joint: bool, seen: int, by: User) -> Answer | None:
    """Keep an answer of this person, or of the group for which this person types.

    The same answer sent twice is stored once. Raises Changed when the answer on the screen (`seen`, 0 for none) is not
    the one that stands: only a second tab, or a colleague who also typed for the group. None when there is nothing.
    """
    row = locked(sheet)
    rules.check_answer(by, row.case)
    if row.edition != sheet.edition:
        raise Refused("Het werkblad staat intussen op een andere versie. Laad de pagina opnieuw.")
    rules.check_fillable(row)
    check_sees(by, row.case, item)
    _check_open(row, item)
    value = _fitting(row, item, said)
    mine = Answer.objects.filter(sheet=row, item=item.code, joint=joint, **({} if joint else {"by": by}))
    found = mine.first()
    said = Content(value, said.unknown, said.reason.strip(), said.source.strip())
    if found is None:
        return _first(row, item, said, joint, by)
    if (found.state, found.value, found.reason, found.source) == (said.state, said.value, said.reason, said.source):
        return found
    found.state, found.value, found.reason, found.source = said.state, said.value, said.reason, said.source
    found.by, found.function = by, by.from_where
    if found.version != seen:
        raise Changed(mine.select_related("by").get())
    save_if_unchanged(found, FIELDS, seen=seen)
    _tell(row, found, by)
    return found


@transaction.atomic
def take_over(*, sheet: Sheet, item: Item, text: str, joint: bool, by: User) -> Answer | None:
    """Put something that the file proposes as a new row in the own answer; what is there already stays as it is."""
    mine = Answer.objects.filter(sheet=sheet, item=item.code, joint=joint, **({} if joint else {"by": by})).first()
    rows = list(mine.value.get("rows", [])) if mine else []
    if text not in proposed(sheet.case, item, rows):
        raise Refused("Dit voorstel staat er niet meer. Laad de pagina opnieuw.")
    value = {"rows": [*rows, {item.columns[0].code: text}]}
    said = Content(value, reason=mine.reason, source=mine.source) if mine else Content(value)
    return answer(sheet=sheet, item=item, said=said, joint=joint, seen=mine.version if mine else 0, by=by)


def _check_open(sheet: Sheet, item: Item) -> None:
    """A step that needs something first takes no answers, unless somebody gave a reason to go on."""
    assert sheet.definition is not None  # checked by whoever calls
    step = next((step for step in sheet.definition.steps if item in step.items), None)
    if step is None or step.needs is None or sheet.passes.filter(step=step.code).exists():
        return
    if not progress.open_step(step, progress.by_respondent(sheet.answers.all())):
        raise Refused(spoken(step.needs.text), step.needs.source)


def _fitting(sheet: Sheet, item: Item, said: Content) -> dict[str, Any]:
    if said.unknown and said.value:
        raise Refused("U koos “weet ik niet” en ook een antwoord. Kies één van beide.")
    try:
        return values.clean(item, said.value, picks_of(sheet.case, picks_needed([item])))
    except values.Unfit as wrong:
        raise Refused(str(wrong)) from None


def _first(sheet: Sheet, item: Item, said: Content, joint: bool, by: User) -> Answer | None:
    if said.state == State.EMPTY and not said.reason and not said.source:
        return None
    try:
        with transaction.atomic():
            made = Answer.objects.create(
                sheet=sheet,
                item=item.code,
                joint=joint,
                state=said.state,
                value=said.value,
                reason=said.reason,
                source=said.source,
                by=by,
                function=by.from_where,
            )
    except IntegrityError:  # typed for the group at the same moment
        raise Changed(Answer.objects.select_related("by").get(sheet=sheet, item=item.code, joint=joint)) from None
    _tell(sheet, made, by)
    return made


def _tell(sheet: Sheet, row: Answer, by: User) -> None:
    Case.objects.filter(pk=sheet.case_id).update(updated_at=timezone.now())
    audit.record("analysis.answered", row, by=by)
    answered.tell(sheet, row, by)
    bump(f"analysis:{sheet.pk}")


@transaction.atomic
def go_on(*, sheet: Sheet, step: str, reason: str, by: User) -> None:
    """Open a step before what it needs was answered, with the reason. Asked once per step."""
    row = locked(sheet)
    rules.check_answer(by, row.case)
    rules.check_fillable(row)
    if not reason.strip():
        raise Refused("Schrijf in een paar woorden waarom u toch verdergaat.")
    _, made = Pass.objects.get_or_create(sheet=row, step=step, defaults={"reason": reason.strip(), "by": by})
    if made:
        audit.record("analysis.step_passed", row, by=by)
        bump(f"analysis:{row.pk}")
