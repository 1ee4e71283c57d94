"""The analysis of a case as one frozen model: what, where, which phase, who, why, what goes well, and what comes next.

Page and PDF both show this and nothing else (R-B-157). People stand in it by function, never by name. Answers stand
side by side; none is put together with another.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst

from analysis import boards_advice
from analysis.boards_advice import Worked
from analysis.models import Answer, Round
from analysis.models_advice import InterventionChoice
from analysis.wording import spoken
from cases.models import Case
from common.dates import in_words
from common.frozen import thaw
from method.content import content as guides
from method.directions.explain import listing, lower
from method.directions.model import DirectionAdvice
from method.library.reading import shelf
from method.worksheets import Item, values
from method.worksheets.model import Kind
from organisation.current import organisation
from plans import report_planning
from plans.boards_policy import white_spots_of
from plans.content import PUBLIC, DiagnosisLine, PlanContent, diagnosis_line, plan_content
from plans.models import Plan
from plans.report_facts import Asked, Facts, counted, facts, who

WHOLE = "De hele casus"
UNKNOWN = "Weet ik niet"
CONFIDENTIAL = "Vertrouwelijk"


@dataclass(frozen=True)
class Entry:
    """What one respondent said, or what the group said together."""

    who: str = ""
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    remark: str = ""
    source: str = ""

    @property
    def grid(self) -> "Grid | None":
        return Grid(self.who, self.columns, self.rows) if self.rows else None


@dataclass(frozen=True)
class Question:
    label: str = ""
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Part:
    """One place, one direction or one worksheet within a section."""

    heading: str = ""
    lines: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A simple table: one row of headers, and the first cell of each row heads that row."""

    caption: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Each cell with the header of its column, for a screen too narrow for a table."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Section:
    """One part of the report. Nothing known yet is one calm line, never an empty table."""

    code: str = ""
    heading: str = ""
    lead: str = ""
    lines: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    parts: tuple[Part, ...] = ()
    after: tuple[str, ...] = ()
    empty: str = ""
    source: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.grids or self.parts or self.after)


@dataclass(frozen=True)
class Report:
    """The whole report at one moment."""

    number: str = ""
    title: str = ""
    organisation: str = ""
    classification: str = CONFIDENTIAL
    made_on: str = ""
    exercise: bool = False
    left_out: str = ""
    diagnosis: DiagnosisLine | None = None
    sections: tuple[Section, ...] = ()
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def section(self, code: str) -> Section:
        return next(section for section in self.sections if section.code == code)


def read(data: dict[str, Any]) -> Report:
    """The content that a document kept."""
    return thaw(Report, data)


HEADINGS: dict[str, tuple[str, ...]] = {
    "fase": ("phase",),
    "vormen": ("forms",),
    "wie": ("groups_cause", "groups_solution", "actors"),
    "oorzaken": ("causes", "history"),
    "goed": ("positive",),
    "gevoelens": ("sentiments", "real_cause", "loss_threat", "triggers", "triggers_kinds"),
    "rol": ("own_role_a", "own_role_b", "own_role_how"),
}
"""Which answers belong to which section, by their meaning. A question without a meaning stands with its step."""
REST = "rest"


@dataclass(frozen=True)
class Material:
    """Everything that the sections are made of."""

    case: Case
    facts: Facts
    work: Worked
    plan: PlanContent | None
    words: str
    group: bool

    def parts(self, code: str) -> tuple[Part, ...]:
        """The answers that belong to a section: the case as a whole first, then each place by itself."""
        found: dict[str, list[Question]] = {}
        for asked in self.answered(code):
            name = asked.place.label if asked.place else WHOLE
            found.setdefault(name, []).append(self.question(asked))
        names = [WHOLE, *(place.label for place in self.facts.places)]
        return tuple(Part(name, questions=tuple(found[name])) for name in names if name in found)

    def answered(self, code: str) -> Iterator[Asked]:
        """The questions of a section with an answer; what only the working group reads is for its readers."""
        for asked in self.facts.asked:
            if asked.answers and section_of(asked) == code and (self.group or not asked.item.closed):
                yield asked

    def question(self, asked: Asked) -> Question:
        entries = tuple(_entry(asked.item, row, self.facts.picks, self.words) for row in asked.answers)
        return Question(spoken(asked.item.label, self.words), entries)


def report(case: Case, *, region: str, group: bool) -> Report:
    """The case as it stands now; what only the working group reads goes in for `group` (R-B-161). A fixed number of
    queries."""
    plan = Plan.objects.filter(case=case).first()
    if plan is not None:
        plan.case = case
    material = Material(
        case=case,
        facts=facts(case),
        work=boards_advice.worked(case, region),
        plan=plan_content(plan) if plan else None,
        words=region,
        group=group,
    )
    return Report(
        number=case.number,
        title=case.title,
        organisation=organisation().name,
        classification=classification_of(plan),
        made_on=in_words(timezone.localdate()),
        exercise=case.exercise,
        left_out="" if group else "Luide stemmen en zorgen leest alleen de werkgroep. Die staan hier niet in.",
        diagnosis=diagnosis_line(case),
        sections=tuple(each(material) for each in SECTIONS),
        note=guides().hint("snapshot").text,
    )


def classification_of(plan: Plan | None) -> str:
    """That of the plan. What was not made for everybody is never called public."""
    if plan is None:
        return CONFIDENTIAL
    return "Intern" if plan.classification == PUBLIC else plan.get_classification_display()


def section_of(asked: Asked) -> str:
    """Where a question stands: by its own meaning, else by that of the question before it in its step."""
    found = REST
    for item in asked.step.items:
        for code, keys in HEADINGS.items():
            if item.feeds in keys:
                found = code
        if item is asked.item:
            break
    return found


def _entry(item: Item, row: Answer, picks: values.Picks, words: str) -> Entry:
    table = item.kind == Kind.TABLE
    lines = [] if table else [spoken(line, words) for line in values.words(item, row.value, picks)]
    return Entry(
        who=who(row),
        lines=(UNKNOWN,) if row.state == Answer.State.UNKNOWN else tuple(lines),
        columns=tuple(spoken(column.label, words) for column in item.columns) if table and row.value else (),
        rows=tuple(
            tuple(spoken(cell, words) for cell in cells)
            for cells in (values.rows(item, row.value, picks) if table else ())
        ),
        remark=row.reason,
        source=row.source,
    )


# The sections, in the order in which a reader wants them


def _what(on: Material) -> Section:
    case = on.case
    facts_ = [
        f"Gebied: {listing([area.name for area in case.areas.all()])}." if case.areas.all() else "",
        f"Thema: {case.theme.name}." if case.theme else "",
        f"Duiding: {case.get_valence_display()}.",
        "Het gaat over een besluit van de overheid." if case.about_decision else "",
    ]
    texts = [case.reason, case.context, *(line for line in facts_ if line)]
    return Section("wat", "Wat speelt er?", lines=tuple(text for text in texts if text))


def _where(on: Material) -> Section:
    rows = tuple(
        (
            place.label,
            place.get_kind_display() + (f": {', '.join(place.part_names)}" if place.part_names else ""),
            place.area.name if place.area else "Niet ingevuld",
            "Veel problemen komen hier bij elkaar" if place.hotspot else "Geen",
        )
        for place in on.facts.places
    )
    grid = Grid("De plekken waarnaar is gekeken", ("Plek", "Soort plek", "Gebied", "Bijzonder"), rows)
    return Section(
        "waar",
        "Waar speelt het?",
        grids=(grid,) if rows else (),
        empty="Er is nog geen plek beschreven.",
        source="KIS · Stap 2.4",
    )


def _answers(code: str, heading: str, empty: str, source: str, lead: str = "") -> Callable[[Material], Section]:
    """A section that is made of answers only."""

    def section(on: Material) -> Section:
        return Section(code, heading, lead=lead, parts=on.parts(code), empty=empty, source=source)

    return section


def _phase(on: Material) -> Section:
    return Section(
        "fase",
        "In welke fase zit het?",
        lead="Ieder koos zelf een fase, per plek. Verschillen blijven staan; er wordt niets gemiddeld.",
        parts=on.parts("fase"),
        after=_concluded(diagnosis_line(on.case)),
        empty="Er is nog geen fase gekozen.",
        source="KIS · Stap 2.2",
    )


def _concluded(found: DiagnosisLine | None) -> tuple[str, ...]:
    if found is None:
        return ()
    functions = f" Door: {listing(list(found.functions))}." if found.functions else ""
    lines = [f"Diagnose van {found.on}: {found.outcome}.{functions}", found.reason]
    if not found.agreed:
        lines.append("Er was geen overeenstemming over de fase.")
    if found.minority:
        lines.append(f"Minderheidsstandpunt: {found.minority}")
    return tuple(line for line in lines if line)


def _who(on: Material) -> Section:
    rows = tuple(
        (
            group.label,
            group.get_role_display(),
            group.side or "Niet ingevuld",
            group.perception or "Nog niet bekend",
            group.listened or "Nog niet",
        )
        for group in on.case.groups.all()
    )
    columns = ("Groep", "Rol", "Kant of standpunt", "Hoe de groep het beleeft", "Hoe er is geluisterd")
    grid = Grid("Groepen die een rol hebben. Het gaat om groepen, niet om mensen", columns, rows)
    lines = [f"Breuklijn: {line.name} ({line.get_kind_display().lower()})." for line in on.case.fault_lines.all()]
    return Section(
        "wie",
        "Wie zijn erbij betrokken?",
        lines=tuple(lines),
        grids=(grid,) if rows else (),
        parts=on.parts("wie"),
        empty="Er zijn nog geen groepen beschreven.",
        source="KIS · Stap 2.3",
    )


def _directions(on: Material) -> Section:
    chosen = {row.direction: row for row in boards_advice.directions_of(on.case)}
    advice = on.work.full.advice
    notices = tuple(f"Let op: {spoken(each.text, on.words)} ({each.source})" for each in advice.notices)
    return Section(
        "richtingen",
        "Welke richtingen passen?",
        lead="De regels van de handreiking adviseren. Mensen kiezen, ook tegen het advies in.",
        lines=notices,
        parts=tuple(_direction(each, chosen.get(each.code)) for each in advice.directions),
        after=(f"Regels van het advies: versie {advice.version}.",),
        source="KIS · Stap 3.1",
    )


def _direction(each: DirectionAdvice, choice: Any) -> Part:
    """One direction: what people decided and why, then what the rules say and where that stands in the guide."""
    strength = "geldt altijd" if each.throughout else each.strength
    advice = strength if each.advised else "deze richting volgt niet uit de antwoorden"
    lines = [_decided(choice), f"Advies: {advice}."]
    if each.after_calm:
        lines.append("Eerst rust en veiligheid, daarna deze richting.")
    lines += dict.fromkeys(f"{reason.text} ({reason.source})" for reason in each.because)
    return Part(each.name, tuple(lines))


def _decided(choice: Any) -> str:
    if choice is None:
        return "Besluit: hierover is nog niets gekozen."
    against = ", anders dan het advies" if choice.against else ""
    names = [*choice.kind_names[:1], *map(lower, choice.kind_names[1:])]
    kinds = f" Soorten aanpak: {listing(names)}." if names else ""
    why = f" Reden: {choice.why}" if choice.why else ""
    return f"Besluit: {choice.words.lower()}{against}.{kinds}{why}"


def _white_spots(on: Material) -> Section:
    spots = white_spots_of(on.case)
    rows = tuple(
        (spot.problem, spot.place or WHOLE, spot.outcome, listing(spot.missing) or "Niet ingevuld") for spot in spots
    )
    grid = Grid("Problemen die nog geen antwoord hebben", ("Probleem", "Waar", "Uitkomst", "Wie nog ontbreekt"), rows)
    return Section(
        "wit",
        "Witte vlekken: wat blijft liggen?",
        lead="Tegenover deze problemen staat nog geen beleid of actie die past.",
        grids=(grid,) if rows else (),
        empty="Er zijn geen witte vlekken vastgelegd.",
        source="KIS · Stap 4.1",
    )


def _examples(on: Material) -> Section:
    rows = tuple(
        _example(row) for row in InterventionChoice.objects.standing().filter(case=on.case).select_related("location")
    )
    columns = ("Voorbeeld", "Bij richting", "Waar", "Voor wie", "Waarom het hier past")
    return Section(
        "voorbeelden",
        "Welke voorbeelden zijn gekozen?",
        grids=(Grid("Gekozen praktijkvoorbeelden", columns, rows),) if rows else (),
        after=(shelf().disclaimer.text,) if rows else (),
        empty="Er is nog geen praktijkvoorbeeld gekozen.",
        source="KIS · Stap 4.2",
    )


def _example(row: InterventionChoice) -> tuple[str, ...]:
    return (
        row.name,
        boards_advice.direction_name(row.direction) or "Niet ingevuld",
        row.location.label if row.location else WHOLE,
        capfirst(listing(row.for_whom)) or "Niet ingevuld",
        row.why,
    )


def _actions(on: Material) -> Section:
    plan = on.plan
    if plan is None:
        return Section("acties", "Wat gaan we doen?", empty="Er is nog geen actieplan.")
    rows = tuple(
        (
            line.what,
            line.for_whom,
            f"{line.department}, met {line.partner}" if line.partner else line.department,
            line.due,
            line.state,
        )
        for line in plan.actions
    )
    grid = Grid("Acties, op volgorde van einddatum", ("Wat", "Voor wie", "Wie doet het", "Klaar op", "Status"), rows)
    decided = f" op {plan.decided}" if plan.decided else ""
    lines = [f"Uitdaging: {plan.challenge}" if plan.challenge else ""]
    lines += [
        f"Doel: {each.text}" + (f" Dat merken we aan: {each.notice}" if each.notice else "") for each in plan.objectives
    ]
    return Section(
        "acties",
        "Wat gaan we doen?",
        lead=f"Actieplan versie {plan.number}: {plan.state.lower()}{decided}.",
        lines=tuple(line for line in lines if line),
        grids=(grid,) if rows else (),
        after=() if rows else ("Er staan nog geen acties in het plan.",),
    )


def _planning(on: Material) -> Section:
    rows = tuple((line.on, line.said) for line in report_planning.planning(on.case))
    grid = Grid("Wat eerst komt, staat bovenaan", ("Wanneer", "Wat"), rows)
    return Section(
        "planning",
        "Planning",
        grids=(grid,) if rows else (),
        empty="Er staat nog niets op de planning.",
    )


def _snapshot(on: Material) -> Section:
    kept = Round.objects.filter(sheet__case=on.case).select_related("sheet__location").defer("content")
    rows = tuple(
        (
            in_words(each.at),
            spoken(each.sheet.definition.title, on.words) if each.sheet.definition else "Werkblad",
            each.sheet.location.label if each.sheet.location else WHOLE,
            each.name or "Geen",
        )
        for each in kept.order_by("at", "pk")
    )
    grid = Grid("Eerder vastgelegde momenten", ("Datum", "Werkblad", "Waar", "Waarvoor"), rows)
    return Section(
        "moment",
        "Momentopname",
        lines=(f"Dit verslag laat zien wat er op {in_words(timezone.localdate())} in het dossier stond.",),
        grids=(grid,) if rows else (),
    )


def _took_part(on: Material) -> Section:
    seen = {(row.by_id, row.function) for asked in on.facts.asked for row in asked.answers if not row.joint}
    diagnosis = on.case.diagnosis
    lines = [f"In de werkbladen: {'; '.join(counted(function for _, function in seen))}." if seen else ""]
    if diagnosis and diagnosis.functions:
        lines.append(f"Bij de diagnose: {'; '.join(counted(diagnosis.functions))}.")
    return Section(
        "deelnemers",
        "Wie deden mee?",
        lines=tuple(line for line in lines if line),
        empty="Er heeft nog niemand iets ingevuld.",
    )


def _rest(on: Material) -> Section:
    """Answers that belong under none of the headings, per worksheet."""
    found: dict[str, list[Question]] = {}
    for asked in on.answered(REST):
        title = spoken(asked.worksheet.title, on.words)
        name = f"{title} · {asked.place.label}" if asked.place else title
        found.setdefault(name, []).append(on.question(asked))
    return Section(
        "rest",
        "Andere antwoorden uit de werkbladen",
        parts=tuple(Part(name, questions=tuple(questions)) for name, questions in found.items()),
        empty="Er zijn geen andere antwoorden.",
    )


NOTHING = "Hierover is nog niets ingevuld."
SECTIONS: tuple[Callable[[Material], Section], ...] = (
    _what,
    _where,
    _phase,
    _answers("vormen", "Hoe merken we het?", NOTHING, "KIS · Stap 2.1"),
    _who,
    _answers("oorzaken", "Wat zijn de oorzaken?", NOTHING, "KIS · Stap 2.5"),
    _answers("goed", "Wat gaat goed?", "Nog niets ingevuld.", "KIS · Stap 1 en 3"),
    _answers("gevoelens", "Welke gevoelens en aanleidingen zijn er?", NOTHING, "KIS · Stap 2.6"),
    _answers("rol", "Wat is onze eigen rol?", NOTHING, "KIS · Stap 2.7"),
    _directions,
    _white_spots,
    _examples,
    _actions,
    _planning,
    _snapshot,
    _took_part,
    _rest,
)
