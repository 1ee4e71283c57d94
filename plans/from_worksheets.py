"""What was said elsewhere becomes a row of the communication plan, so that nobody writes it twice.

The rung of participation asks for a row that tells residents (Vlaamse handreiking · Stap 1.4, R-B-117); each point of
the checklist for open communication is one (KIS · Checklist open communiceren, rule 9 of the shared file).
"""

from collections.abc import Iterator

from analysis.answered import on_answer
from analysis.models import Answer, Sheet
from analysis.models_team import Participation
from analysis.progress import by_respondent, worded
from analysis.team_hooks import on_level
from cases.models import Case
from common import audit
from method.worksheets.model import Item
from organisation.models import User
from plans.models_communication import PARTICIPATION, Message

CHECKLIST = "kis-azc"
POINTS = tuple(f"az{number}" for number in range(1, 10))
STATES = {"ready": Message.State.DONE, "busy": Message.State.BUSY, "not_yet": Message.State.OPEN}
RESIDENTS = "inwoners"


def wording(level: str) -> str:
    """What residents are told about a rung of participation."""
    return f"Hoe inwoners meedoen: {Participation.Level(level).label.lower()}. Vertel ook wie beslist."


OURS = frozenset(wording(level) for level in Participation.Level.values)


@on_level
def tell_residents(chosen: Participation, by: User) -> None:
    """An open row that says on which rung residents take part. Another rung must be told anew."""
    text = wording(chosen.level)
    row, made = Message.objects.get_or_create(
        case=chosen.case, origin=PARTICIPATION, defaults={"message": text, "audience": RESIDENTS}
    )
    if made:
        audit.record("plan.message_added", row, by=by)
        return
    row.message = text if row.message in OURS else row.message
    if row.state not in Message.OPEN:
        row.on = None
    row.state, row.checked, row.unchecked_reason = Message.State.OPEN, [], ""
    row.version += 1
    row.save(update_fields=["message", "on", "state", "checked", "unchecked_reason", "version"])
    audit.record("plan.message_reopened", row, by=by)


@on_answer(CHECKLIST)
def to_communication(sheet: Sheet, answer: Answer, by: User) -> None:
    """Whoever first says how far a point is, makes its row. From then on the row holds how far it is."""
    if answer.item in POINTS and answer.state == Answer.State.GIVEN:
        _take(sheet, [answer], by)


def take_over(case: Case, by: User) -> int:
    """The same for a checklist that was answered before; returns how many rows were new."""
    sheet = Sheet.objects.filter(case=case, worksheet=CHECKLIST).first()
    return _take(sheet, _answers(sheet), by) if sheet else 0


def not_taken(case: Case) -> int:
    """How many points of the checklist were answered and have no row yet."""
    sheet = Sheet.objects.filter(case=case, worksheet=CHECKLIST).first()
    if sheet is None:
        return 0
    there = set(Message.objects.filter(case=case).exclude(origin="").values_list("origin", flat=True))
    return len({item.code for item, _ in _points(sheet, _answers(sheet))} - there)


def _answers(sheet: Sheet) -> list[Answer]:
    """What the group said together comes first."""
    rows = sheet.answers.filter(item__in=POINTS, state=Answer.State.GIVEN)
    return sorted(rows, key=lambda row: (not row.joint, row.pk))


def _points(sheet: Sheet, answers: list[Answer]) -> Iterator[tuple[Item, str]]:
    if sheet.definition is None:
        return
    said = Answer.objects.filter(sheet=sheet).exclude(state=Answer.State.EMPTY)
    items = {item.code: item for item in worded(sheet.definition, by_respondent(said)).items}
    for answer in answers:
        for code in answer.value.get("codes", []):
            if answer.item in items and code in STATES:
                yield items[answer.item], STATES[code]


def _take(sheet: Sheet, answers: list[Answer], by: User) -> int:
    new = 0
    for item, state in _points(sheet, answers):
        row, made = Message.objects.get_or_create(
            case_id=sheet.case_id,
            origin=item.code,
            defaults={"message": item.label, "audience": RESIDENTS, "state": state},
        )
        if made:
            new += 1
            audit.record("plan.message_added", row, by=by)
    return new
