"""The analysis on one page for management: phase, white spots, directions, what must be decided, and when (R-B-158).

What is too long is shortened by a fixed rule, at the end of a word, with a reference to the report. So page and PDF say
the same, and it always fits on one A4.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from analysis import boards_advice
from analysis.boards_advice import Worked
from analysis.models_advice import DirectionChoice
from analysis.models_team import Team
from analysis.wording import spoken
from cases.models import Case
from common.dates import in_words
from common.frozen import thaw
from method.directions.explain import listing
from organisation.current import organisation
from plans import report_planning
from plans.boards import needs_plan
from plans.boards_policy import white_spots_of
from plans.models import Plan
from plans.report import classification_of

SEE = "(zie het verslag)"
TITLE, LINE, DECISION = 100, 150, 170
"""How many characters a title, a line and a decision may have."""


def shortened(text: str, most: int) -> str:
    """The text in at most so many characters: whole sentences if that leaves half of it, else whole words."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    room = text[: most - len(SEE) - 2]
    words = room.rsplit(" ", 1)[0] if " " in room else ""
    if not words:
        return SEE[1:].capitalize().rstrip(")") + "."
    ends = max(f"{words} ".rfind(end) for end in (". ", "? ", "! "))
    if ends > most // 2:
        return f"{words[: ends + 1]} {SEE}"
    return f"{words.rstrip(' ,;:.')}… {SEE}"


@dataclass(frozen=True)
class Point:
    """One line of a block, with the guide and section when a rule of it asks for this."""

    text: str = ""
    source: str = ""


@dataclass(frozen=True)
class Block:
    """One heading with a few lines; what does not fit is counted, with where it stands."""

    heading: str = ""
    points: tuple[Point, ...] = ()
    more: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Summary:
    number: str = ""
    title: str = ""
    organisation: str = ""
    classification: str = ""
    made_on: str = ""
    about: str = ""
    exercise: bool = False
    blocks: tuple[Block, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read(data: dict[str, Any]) -> Summary:
    """The content that a document kept."""
    return thaw(Summary, data)


def block(heading: str, points: Iterable[Point], *, most: int, part: str, empty: str, long: int = LINE) -> Block:
    """At most so many lines, each shortened by the rule."""
    found = list(points)
    left = len(found) - most
    more = f"En nog {left}. Zie het verslag, deel “{part}”." if left > 0 else ""
    return Block(heading, tuple(Point(shortened(each.text, long), each.source) for each in found[:most]), more, empty)


def summary(case: Case, *, region: str) -> Summary:
    """The page as it stands now, in a fixed number of queries."""
    work = boards_advice.worked(case, region)
    chosen = list(boards_advice.directions_of(case))
    plan = Plan.objects.filter(case=case).first()
    team = Team.objects.filter(case=case).first()
    areas = listing([area.name for area in case.areas.all()])
    planned = [Point(f"{each.on}: {each.said}") for each in report_planning.planning(case)]
    return Summary(
        number=case.number,
        title=shortened(case.title, TITLE),
        organisation=organisation().name,
        classification=classification_of(plan),
        made_on=in_words(timezone.localdate()),
        about=shortened(" · ".join(each for each in (areas, case.theme.name if case.theme else "") if each), LINE),
        exercise=case.exercise,
        blocks=(
            block("In welke fase zit het?", _phases(case, work), most=5, part="In welke fase zit het?",
                  empty="Er is nog geen fase gekozen."),
            block("Wat moet u beslissen?", decisions(case, work, chosen, plan, team), most=6, long=DECISION,
                  part="Welke richtingen passen?", empty="Er ligt nu niets ter beslissing."),
            block("Witte vlekken: wat blijft liggen?", _white_spots(case), most=4,
                  part="Witte vlekken: wat blijft liggen?", empty="Er zijn geen witte vlekken vastgelegd."),
            block("Welke richting gaat het op?", _directions(chosen), most=4, part="Welke richtingen passen?",
                  empty="Er is nog geen richting gekozen."),
            block("Planning", planned, most=4, part="Planning", empty="Er staat nog niets op de planning."),
        ),
    )  # fmt: skip


def _phases(case: Case, work: Worked) -> Iterable[Point]:
    """Per place what the group agreed, and what people named by themselves. Nothing is put together."""
    if case.diagnosis:
        yield Point(f"Diagnose van {in_words(case.diagnosis.on)}: {case.diagnosis.get_outcome_display()}.")
    names = boards_advice.place_names(work)
    for place in work.found.situation.places:
        voices = work.found.phases.get(place.key, ())
        together = [work.rules.label(voice.code) for voice in voices if voice.joint]
        apart = sorted({voice.code for voice in voices if not voice.joint})
        said = [f"samen gekozen: {listing(together)}"] if together else []
        said += [f"apart genoemd: {listing([work.rules.label(code) for code in apart])}"] if apart else []
        yield Point(f"{names[place.key]}: {'; '.join(said) or 'nog geen fase gekozen'}.", "KIS · Stap 2.2")


def _white_spots(case: Case) -> Iterable[Point]:
    for spot in white_spots_of(case):
        where = f" ({spot.place})" if spot.place else ""
        missing = f"nog niet betrokken: {listing(spot.missing)}" if spot.missing else spot.outcome.lower()
        yield Point(f"{spot.problem}{where}: {missing}.", "KIS · Stap 4.1")


def _directions(chosen: list[DirectionChoice]) -> Iterable[Point]:
    """What was chosen first; then what was left although it was strongly advised."""
    for row in chosen:
        if row.outcome == DirectionChoice.Outcome.YES:
            against = ", anders dan het advies" if row.against else ""
            yield Point(f"{row.name}: gekozen{against}." + (f" Reden: {row.why}" if row.why else ""))
    for row in chosen:
        if row.outcome != DirectionChoice.Outcome.YES:
            yield Point(f"{row.name}: {row.words.lower()}." + (f" Reden: {row.why}" if row.why else ""))


def decisions(
    case: Case, work: Worked, chosen: list[DirectionChoice], plan: Plan | None, team: Team | None
) -> Iterable[Point]:
    """What waits for management, each with why. Looks only at what is given."""
    if plan and plan.state == Plan.State.SUBMITTED:
        yield Point(f"Versie {plan.number} van het actieplan ligt voor. Stel het vast of stuur het terug.")
    if plan and plan.state == Plan.State.RETURNED:
        yield Point("Het actieplan kwam terug met vragen. Spreek af wanneer het opnieuw voorligt.")
    if plan is None and needs_plan(case):
        yield Point("Bij deze stap hoort een actieplan. Dat is er nog niet.", "ESS-handreiking §5.2")
    if team and team.lacks_mandate:
        yield Point(
            "De projectleider heeft nog geen mandaat om snel te beslissen. Regel dat.", "Vlaamse handreiking · Stap 1.4"
        )
    for notice in work.full.advice.notices:
        yield Point(spoken(notice.text, work.region), notice.source)
    if case.diagnosis is None:
        yield Point("Er is nog geen diagnose. Stel samen vast wat er speelt.", "ESS-handreiking §2.4")
    elif case.reassess:
        yield Point("Er is nieuwe informatie sinds de diagnose. Beoordeel de casus opnieuw.", "ESS-handreiking §2.4")
    done = {row.direction for row in chosen}
    open_ = [
        each.name
        for each in work.full.advice.directions
        if each.strength == "sterk" and not each.throughout and each.code not in done
    ]
    if open_:
        yield Point(f"Kies of u verdergaat met {listing([f'‘{name}’' for name in open_])}.", "KIS · Stap 3.1")
