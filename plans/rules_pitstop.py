"""When step 3 of the Flemish guide opens: after the four questions of the pitstop, or with a reason (Stap 2.6)."""

from dataclasses import dataclass

from analysis.models import Answer, Sheet
from cases.models import Case
from common.refusal import Refused
from method.worksheets import Item, library
from organisation.current import organisation
from organisation.models import Organisation
from plans.models import PlanVersion
from plans.models_pitstop import PitstopPass

SOURCE = "Vlaamse handreiking · Stap 2.6"
WORKSHEET, STEP = "vl-2", "pitstop"
FIRST = "Vul eerst de vier vragen van de pitstop in, of schrijf op waarom u toch verdergaat."


@dataclass(frozen=True)
class Pitstop:
    """The four questions, which of them have an answer, and whether somebody went on without."""

    questions: tuple[tuple[Item, bool], ...]
    passed: PitstopPass | None
    laid_before: bool
    """The plan was laid before a manager at some time: what runs goes on."""
    sheet: int
    number: int
    """The worksheet that asks them, 0 when it was not begun, and the step in it."""

    @property
    def filled(self) -> bool:
        return all(answered for _, answered in self.questions)

    @property
    def opened(self) -> bool:
        return self.filled or self.passed is not None or self.laid_before

    @property
    def left(self) -> int:
        return sum(not answered for _, answered in self.questions)


def guards_step() -> bool:
    """Whether the pitstop goes before the plan: only where the organisation works with the Flemish words and guide.

    The other guides do not know it; see also rules_depolarisation.guards_start.
    """
    return organisation().words == Organisation.Words.VL


def pitstop_of(case: Case) -> Pitstop | None:
    """How far the pitstop is where the plan waits for it; nothing where the guide is not followed."""
    return look_at(case) if guards_step() else None


def look_at(case: Case) -> Pitstop | None:
    """The same anywhere, in four queries at most. That a question was answered is no secret; what the answer says is
    not read. Nothing when the worksheet was taken away."""
    sheet = Sheet.objects.filter(case=case, worksheet=WORKSHEET).first()
    definition = (sheet.definition if sheet else None) or library().newest.get(WORKSHEET)
    step = definition.step(STEP) if definition else None
    if definition is None or step is None:
        return None
    asked = [item for item in step.items if item.counts]
    given: set[str] = set()
    if sheet is not None:
        rows = sheet.answers.filter(item__in=[item.code for item in asked], state=Answer.State.GIVEN)
        given = set(rows.values_list("item", flat=True))
    return Pitstop(
        questions=tuple((item, item.code in given) for item in asked),
        passed=PitstopPass.objects.filter(case=case).select_related("by").first(),
        laid_before=PlanVersion.objects.filter(plan__case=case).exists(),
        sheet=sheet.pk if sheet else 0,
        number=definition.steps.index(step) + 1,
    )


def check_open(case: Case) -> None:
    """Writing in a plan waits for the pitstop. Drafts that come from other steps or guides are not held up."""
    found = pitstop_of(case)
    if found is not None and not found.opened:
        raise Refused(FIRST, SOURCE)
