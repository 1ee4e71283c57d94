"""What the screens of an analysis show, read in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count

from analysis import choices, progress, rounds, rules
from analysis.forms import AnswerForm
from analysis.models import Answer, Location, Pass, Round, Sheet
from analysis.models_advice import InterventionChoice
from analysis.progress import Progress
from analysis.references import Shown, picks_needed, picks_of, proposed, sealed, shown
from analysis.rules_team import in_group
from analysis.wording import spoken
from cases.models import Case
from method.worksheets import Item, Note, Step, Worksheet, library, values
from method.worksheets.model import GROUP, GUIDES, Kind
from organisation.models import User

# Overview


@dataclass(frozen=True)
class Line:
    """One worksheet on the overview: where it stands, or that it can be begun."""

    worksheet: Worksheet
    title: str
    sheet: Sheet | None
    location: Location | None
    progress: Progress
    rounds: int = 0
    start: int = 1
    """The number of the first step that is not whole: there one goes on."""

    @property
    def outdated(self) -> bool:
        newest = library().newest.get(self.worksheet.code)
        return bool(self.sheet and newest and newest.version > self.sheet.edition)


@dataclass(frozen=True)
class Chosen:
    """A practice example that was chosen for a place, and what came of it."""

    name: str
    executor: str
    came: list[choices.Came]


@dataclass(frozen=True)
class Place:
    """One location with its worksheets."""

    location: Location
    lines: list[Line]
    chosen: list[Chosen]
    """What was chosen for this place, from every domain, and how far it is (KIS · OR4, R-B-076)."""

    @property
    def progress(self) -> Progress:
        return sum((line.progress for line in self.lines if line.worksheet.counts), progress.NONE)


@dataclass(frozen=True)
class Guide:
    """How far one guide is in this case, over the case and all its places."""

    code: str
    name: str
    progress: Progress
    lines: list[Line]


@dataclass(frozen=True)
class Overview:
    case: Case
    places: list[Place]
    guides: list[Guide]
    retired: list[Location]
    gone: list[Sheet]
    may_answer: bool
    may_keep: bool


def overview(case: Case, user: User, words: str) -> Overview:
    """A fixed number of queries: places, sheets, answers, rounds, choices; however many worksheets there are."""
    locations = list(Location.objects.filter(case=case).select_related("area"))
    sheets = {(sheet.worksheet, sheet.location_id): sheet for sheet in Sheet.objects.filter(case=case)}
    answers = _answers(case)
    kept = dict(Round.objects.filter(sheet__case=case).values_list("sheet").annotate(number=Count("pk")).order_by())
    in_use = [location for location in locations if not location.retired]

    def line(worksheet: Worksheet, location: Location | None) -> Line:
        sheet = sheets.get((worksheet.code, location.pk if location else None))
        definition = (sheet.definition if sheet else None) or worksheet
        found = answers.get(sheet.pk, {}) if sheet else {}
        far = progress.of_sheet(definition, found)
        steps = enumerate(progress.of_steps(definition, found), 1)
        return Line(
            worksheet=definition,
            title=spoken(definition.title, words),
            sheet=sheet,
            location=location,
            progress=far,
            rounds=kept.get(sheet.pk, 0) if sheet else 0,
            start=next((number for number, (_, each) in steps if not each.whole), 1),
        )

    offered = library().sheets
    about_case = [line(worksheet, None) for worksheet in offered if not worksheet.per_location]
    chosen = _chosen(case)
    places = [
        Place(location, [line(each, location) for each in offered if each.per_location], chosen.get(location.pk, []))
        for location in in_use
    ]
    untouched = [line(each, None) for each in offered if each.per_location] if not places else []
    lines = [*about_case, *(each for place in places for each in place.lines), *untouched]
    return Overview(
        case=case,
        places=places,
        guides=[_guide(code, lines, about_case) for code in GUIDES if any(each.guide == code for each in offered)],
        retired=[location for location in locations if location.retired],
        gone=[sheet for sheet in sheets.values() if sheet.definition is None],
        may_answer=rules.can_answer(user, case),
        may_keep=rules.can_keep(user, case),
    )


def _chosen(case: Case) -> dict[int, list[Chosen]]:
    """By place what was chosen for it."""
    rows = list(InterventionChoice.objects.standing().filter(case=case, location__isnull=False))
    came = choices.results(rows)
    found: dict[int, list[Chosen]] = {}
    for row in rows:
        found.setdefault(row.location_id or 0, []).append(Chosen(row.name, row.executor, came.get(row.pk, [])))
    return found


def _guide(code: str, lines: list[Line], about_case: list[Line]) -> Guide:
    counted = [line.progress for line in lines if line.worksheet.guide == code and line.worksheet.counts]
    mine = [line for line in about_case if line.worksheet.guide == code]
    return Guide(code, GUIDES[code], sum(counted, progress.NONE), mine)


def _answers(case: Case) -> dict[int, dict[str, dict[str, Any]]]:
    """Sheet to respondent to item, for conditions and progress; only the columns that those look at."""
    rows: dict[int, list[Answer]] = {}
    found = Answer.objects.filter(sheet__case=case).only("sheet_id", "item", "state", "value", "joint", "by_id")
    for row in found:
        rows.setdefault(row.sheet_id, []).append(row)
    return {sheet: progress.by_respondent(each) for sheet, each in rows.items()}


# One step of a worksheet


@dataclass(frozen=True)
class Voice:
    """What one respondent said, as people read it."""

    who: str
    function: str
    joint: bool
    unknown: bool
    lines: list[str]
    columns: list[str]
    rows: list[list[str]]
    reason: str
    source: str
    at: datetime | None = None

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """The rows with what each cell answers, for a phone, where the head of the table is not in sight."""
        names = [column.removesuffix("?") for column in self.columns]
        return [list(zip(names, row, strict=False)) for row in self.rows]


@dataclass
class Question:
    """One question on the page: its form, what others said, or what the file already holds."""

    item: Item
    label: str
    help: str
    form: AnswerForm | None
    others: list[Voice]
    visible: bool
    shown: Shown | None = None
    sealed: str = ""
    """What stands here for people outside the working group, instead of the answers."""
    proposals: list[str] = field(default_factory=list)
    """What the file proposes for this table; a press takes one over."""


@dataclass(frozen=True)
class Remark:
    """A note of the guide and for whom it holds."""

    note: Note
    text: str
    who: str


@dataclass(frozen=True)
class StepLine:
    number: int
    step: Step
    title: str
    progress: Progress


@dataclass
class StepBoard:
    """One step with everything on its page."""

    sheet: Sheet
    worksheet: Worksheet
    step: Step
    number: int
    joint: bool
    questions: list[Question]
    remarks: list[Remark]
    steps: list[StepLine]
    closed: str
    passed: Pass | None
    """Who opened this step before what it needs was answered, when and why."""
    may_answer: bool
    may_keep: bool
    words: str
    picks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def previous(self) -> StepLine | None:
        return self.steps[self.number - 2] if self.number > 1 else None

    @property
    def next(self) -> StepLine | None:
        return self.steps[self.number] if self.number < len(self.steps) else None

    @property
    def progress(self) -> Progress:
        return self.steps[self.number - 1].progress

    @property
    def shown_codes(self) -> dict[str, bool]:
        return {question.item.code: question.visible for question in self.questions}

    @property
    def for_others(self) -> bool:
        """Whether every question of this step is for other roles, and nobody answered yet."""
        return bool(self.questions) and not any(question.visible for question in self.questions)

    @property
    def role_step(self) -> int:
        """The number of the step in which one says for which questions one is there."""
        asks = {code for question in self.questions if question.item.when for code in question.item.when.items()}
        steps = enumerate(self.worksheet.steps, 1)
        return next((number for number, step in steps if asks & {item.code for item in step.items}), 1)

    @property
    def title(self) -> str:
        return self.steps[self.number - 1].title

    @property
    def called(self) -> str:
        """`Stap 2.5`; a step without a number in the guide goes by its title."""
        return f"Stap {self.step.number}" if self.step.number[:1].isdigit() else self.title

    @property
    def opening(self) -> str:
        """What the worksheet says of itself, above its first step only."""
        return spoken(self.worksheet.intro, self.words) if self.number == 1 else ""

    @property
    def intro(self) -> str:
        return spoken(self.step.intro, self.words)


def step_board(
    sheet: Sheet, number: int, user: User, words: str, *, joint: bool, bound: AnswerForm | None = None
) -> StepBoard:
    """The page of one step. `bound` takes the place of the form of its question, with what was typed and is wrong."""
    worksheet = sheet.definition
    assert worksheet is not None  # the view asked
    rows = list(Answer.objects.filter(sheet=sheet).select_related("by"))
    answers = progress.by_respondent(rows)
    worksheet = progress.worded(worksheet, answers)
    step = worksheet.steps[number - 1]
    names = {row.respondent: _name(row) for row in rows}
    passed = sheet.passes.filter(step=step.code).select_related("by").first()
    picks = picks_of(sheet.case, picks_needed(step.items))
    may_answer = rules.can_answer(user, sheet.case) and not (sheet.location and sheet.location.retired)
    inside = in_group(user, sheet.case)
    me = "joint" if joint else str(user.pk)
    open_ = progress.open_step(step, answers) or passed is not None
    return StepBoard(
        sheet=sheet,
        worksheet=worksheet,
        step=step,
        number=number,
        joint=joint,
        questions=[
            _question(item, sheet, rows, answers, me, may_answer and open_, picks, words, bound, inside)
            for item in step.items
        ],
        remarks=_remarks(worksheet, step, answers, names, words, inside),
        steps=[
            StepLine(place, each, spoken(each.title, words), far)
            for place, (each, far) in enumerate(progress.of_steps(worksheet, answers), 1)
        ],
        closed="" if open_ or step.needs is None else spoken(step.needs.text, words),
        passed=passed,
        may_answer=may_answer,
        may_keep=rules.can_keep(user, sheet.case),
        words=words,
        picks=picks,
    )


def _name(row: Answer) -> str:
    return "Gezamenlijk" if row.joint else row.by.name


def _question(
    item: Item,
    sheet: Sheet,
    rows: list[Answer],
    answers: progress.ByRespondent,
    me: str,
    may_answer: bool,
    picks: values.Picks,
    words: str,
    bound: AnswerForm | None,
    inside: bool,
) -> Question:
    if item.closed and item.kind != Kind.REFERENCE and not inside:
        return _sealed(item, rows, answers, words)
    mine = next((row for row in rows if row.item == item.code and row.respondent == me), None)
    form = None
    asked = progress.asked_of(item, me, answers)
    if item.kind != Kind.REFERENCE and may_answer and asked:
        form = bound if bound is not None and bound.question.code == item.code else None
        form = form or AnswerForm(
            question=item, edition=sheet.edition, joint=me == "joint", answer=mine, picks=picks, words=words
        )
    others = [row for row in rows if row.item == item.code and row.counts and (row.respondent != me or form is None)]
    return Question(
        item=item,
        label=spoken(item.label, words),
        help=spoken(item.help, words),
        form=form,
        others=[voice(item, row, picks, words) for row in sorted(others, key=lambda row: not row.joint)],
        visible=_visible(item, me, answers, asked),
        shown=shown(sheet.case, item, inside=inside) if item.kind == Kind.REFERENCE else None,
        proposals=proposed(sheet.case, item, mine.value.get("rows", []) if mine else []) if form else [],
    )


def _visible(item: Item, me: str, answers: progress.ByRespondent, asked: bool) -> bool:
    """A question for some roles shows to whom it is put, and to everybody what others answered."""
    if not item.for_me:
        return progress.shows(item, answers)
    return asked or any(progress.said(item, each) for each in answers.values())


def _sealed(item: Item, rows: list[Answer], answers: progress.ByRespondent, words: str) -> Question:
    """For people outside the working group: that there are answers, and nothing of what they say (R-B-161)."""
    return Question(
        item=item,
        label=spoken(item.label, words),
        help=spoken(item.help, words),
        form=None,
        others=[],
        visible=progress.shows(item, answers),
        sealed=sealed(sum(row.counts for row in rows if row.item == item.code)),
    )


def voice(item: Item, row: Answer, picks: values.Picks, words: str) -> Voice:
    table = item.kind == Kind.TABLE
    rows = values.rows(item, row.value, picks) if table else []
    return Voice(
        who=_name(row),
        function=row.function,
        joint=row.joint,
        unknown=row.state == Answer.State.UNKNOWN,
        lines=[] if table else [spoken(line, words) for line in values.words(item, row.value, picks)],
        columns=[spoken(column.label, words) for column in item.columns],
        rows=[[spoken(cell, words) for cell in cells] for cells in rows],
        reason=row.reason,
        source=row.source,
        at=row.updated_at,
    )


def _remarks(
    worksheet: Worksheet,
    step: Step,
    answers: progress.ByRespondent,
    names: Mapping[str, str],
    words: str,
    inside: bool,
) -> list[Remark]:
    """What the guide remarks at these answers. A remark about answers that one may not read would tell of them."""
    hidden = set() if inside else {item.code for item in worksheet.items if item.closed}
    return [
        Remark(note, spoken(note.text, words), ", ".join(names[each] for each in found))
        for note in step.notes
        if not hidden.intersection(note.when.items()) and (found := progress.holding(note, answers))
    ]


# The whole sheet, side by side


@dataclass(frozen=True)
class Read:
    """One question with every answer to it, none put together."""

    label: str
    source: str
    public: bool
    voices: list[Voice]
    shown: Shown | None = None
    sealed: str = ""


@dataclass(frozen=True)
class ReadStep:
    number: int
    step: Step
    title: str
    questions: list[Read]
    remarks: list[Remark]
    progress: Progress


def side_by_side(sheet: Sheet, words: str, *, inside: bool) -> list[ReadStep]:
    """Every answer to every question that shows, per step; `inside` the working group all of them."""
    worksheet = sheet.definition
    assert worksheet is not None  # the view asked
    rows = list(Answer.objects.filter(sheet=sheet).select_related("by"))
    answers = progress.by_respondent(rows)
    worksheet = progress.worded(worksheet, answers)
    names = {row.respondent: _name(row) for row in rows}
    picks = picks_of(sheet.case, picks_needed(worksheet.items))
    by_item: dict[str, list[Answer]] = {}
    for row in rows:
        if row.counts:
            by_item.setdefault(row.item, []).append(row)
    return [
        ReadStep(
            number,
            step,
            spoken(step.title, words),
            [
                _read(item, sheet.case, by_item.get(item.code, []), picks, words, inside)
                for item in step.items
                if item.for_me or progress.shows(item, answers)
            ],
            _remarks(worksheet, step, answers, names, words, inside),
            far,
        )
        for number, (step, far) in enumerate(progress.of_steps(worksheet, answers), 1)
    ]


def _read(item: Item, case: Case, rows: list[Answer], picks: values.Picks, words: str, inside: bool) -> Read:
    if item.closed and item.kind != Kind.REFERENCE and not inside:
        return Read(spoken(item.label, words), item.source, item.public, [], sealed=sealed(len(rows)))
    voices = [voice(item, row, picks, words) for row in sorted(rows, key=lambda row: not row.joint)]
    holds = shown(case, item, inside=inside) if item.kind == Kind.REFERENCE else None
    return Read(spoken(item.label, words), item.source, item.public, voices, holds)


# Moments


@dataclass(frozen=True)
class Difference:
    """What changed for one question and one respondent, with the name of the respondent."""

    change: rounds.Change
    who: str

    @property
    def kind(self) -> str:
        return {"added": "Nieuw", "changed": "Gewijzigd", "removed": "Vervallen"}[self.change.kind]


@dataclass(frozen=True)
class Comparison:
    differences: list[Difference]
    new: list[str]
    gone: list[str]


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    changes = rounds.differences(before, after)
    names = names_of(change.respondent for change in changes)
    return Comparison(
        [Difference(change, names.get(change.respondent, change.function)) for change in changes],
        rounds.new_questions(before, after),
        rounds.gone_questions(before, after),
    )


def names_of(respondents: Iterable[str]) -> dict[str, str]:
    """The names of those who answered; a round itself holds only their number and function."""
    wanted = {int(each) for each in respondents if each.isdigit()}
    found = User.objects.filter(pk__in=wanted).values_list("pk", "name") if wanted else ()
    return {"joint": "Gezamenlijk", **{str(pk): name for pk, name in found}}


def opened(content: Mapping[str, Any], *, inside: bool) -> dict[str, Any]:
    """A frozen sheet as this reader may see it. Outside the working group a closed question keeps only a summary."""
    if inside:
        return dict(content)
    steps = []
    for step in content["steps"]:
        items = [
            {**item, "answers": [], "sealed": sealed(len(item["answers"]))} if _was_closed(content, item) else item
            for item in step["items"]
        ]
        steps.append({**step, "items": items})
    return {**content, "steps": steps}


def _was_closed(content: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
    """Also of a moment from before questions could be closed: then any edition of the worksheet says so."""
    if item.get("seen_by") == GROUP:
        return True
    editions = [sheet for sheet in library().by_key.values() if sheet.code == content["worksheet"]]
    found = [each for sheet in editions if (each := sheet.item(item["code"]))]
    return any(each.closed for each in found) or (not editions and "seen_by" not in item)


def round_steps(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A frozen sheet with the names of those who answered; only questions that someone answered."""
    names = names_of(
        answer["respondent"] for step in content["steps"] for item in step["items"] for answer in item["answers"]
    )
    return [
        {
            **step,
            "items": [
                {**item, "answers": [{**each, "who": names.get(each["respondent"], "")} for each in item["answers"]]}
                for item in step["items"]
                if item["answers"] or item.get("sealed")
            ],
        }
        for step in content["steps"]
    ]


@dataclass(frozen=True)
class MoveLine:
    """What happens to one question when the sheet moves to another edition."""

    label: str
    what: str
    answers: int


STAYS, FITS_NOT, GONE, NEW = "Blijft", "Past niet meer", "Vervalt", "Nieuw"


def move_lines(sheet: Sheet, to: Worksheet, words: str) -> list[MoveLine]:
    """Every question that changes, and what becomes of its answers; unchanged questions only when answered."""
    old = sheet.definition
    assert old is not None  # the view asked
    picks = picks_of(sheet.case, picks_needed([*old.items, *to.items]))
    rows: dict[str, list[Answer]] = {}
    for row in Answer.objects.filter(sheet=sheet).exclude(state=Answer.State.EMPTY):
        rows.setdefault(row.item, []).append(row)
    lines = []
    for item in old.items:
        later, found = to.item(item.code), rows.get(item.code, [])
        if item.kind == Kind.REFERENCE:
            continue
        if later is None:
            lines.append(MoveLine(spoken(item.label, words), GONE, len(found)))
            continue
        unfit = [row for row in found if row.value and not values.fits(later, row.value, picks)]
        if unfit:
            lines.append(MoveLine(spoken(later.label, words), FITS_NOT, len(unfit)))
        if len(found) > len(unfit):
            lines.append(MoveLine(spoken(later.label, words), STAYS, len(found) - len(unfit)))
    asked = {item.code for item in old.items}
    lines += [
        MoveLine(spoken(item.label, words), NEW, 0)
        for item in to.items
        if item.code not in asked and item.kind != Kind.REFERENCE
    ]
    return lines


# The panel on the case file


@dataclass(frozen=True)
class Panel:
    places: list[Location]
    sheets: int
    last: datetime | None
    may_answer: bool


def panel(case: Case, user: User) -> Panel:
    answers = Answer.objects.filter(sheet__case=case).exclude(state=Answer.State.EMPTY)
    return Panel(
        places=list(Location.objects.filter(case=case).in_use()),
        sheets=answers.values("sheet").distinct().count(),
        last=answers.order_by("-updated_at").values_list("updated_at", flat=True).first(),
        may_answer=rules.can_answer(user, case),
    )
