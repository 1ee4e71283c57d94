"""What the screens of the advice show, in a fixed number of queries: what is advised, why, and what people chose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet

from analysis import choices, situation, strategy, versions
from analysis.choices import Came
from analysis.fragments import drawn
from analysis.models_advice import DirectionChoice, InterventionChoice
from analysis.rules_advice import can_choose
from analysis.situation import Found, Voice
from analysis.strategy import StrategyBoard
from analysis.versions import RULES, WEIGHTS, InUse
from cases.models import Case
from method.directions import explain, information
from method.directions.model import WHOLE_CASE, Direction, DirectionAdvice, Gap, Message, Reason, RuleSet, Situation
from method.library.advice import FullAdvice
from method.library.ranking import Ranked
from method.library.reading import shelf
from organisation.models import User

STRENGTHS = {"sterk": ("Sterk advies", "ok"), "mogelijk": ("Mogelijk", "info"), "": ("Niet geadviseerd", "neutral")}
AIMS = {"voorkomen": "Het is er rustig: dit helpt om spanning te voorkomen."}
LOOKS = {"yes": "ok", "no": "neutral", "later": "info"}
TOP = 5
"""So many examples show for a direction before somebody asks for all."""
RULES_TEXT = ("rules__text", "rules__tried")
"""Long, and never on these pages."""
SHOWN = (
    "case", "direction", "outcome", "kinds", "order", "why", "strength", "at", "version", "by__name", "rules__name",
)  # fmt: skip
EXAMPLE = (
    "case", "record", "name", "direction", "target_groups", "other_group", "why", "at", "by__name", "location__label",
)  # fmt: skip
OPEN = {
    "forms": "Hoe merkt u de spanning?",
    "phase": "In welke fase zit het?",
    "causes": "Wat zijn de oorzaken?",
    "groups_cause": "Tussen welke groepen speelt het?",
    "sentiments": "Wat leeft er onder mensen?",
    "triggers": "Wat was de aanleiding?",
    "own_role_a": "Gaat de onvrede ook over ons?",
    "own_role_b": "Dragen wij er zelf aan bij?",
}


@dataclass(frozen=True)
class AnswerSaid:
    """One answer that a reason rests on, with who gave it."""

    label: str
    who: str


@dataclass(frozen=True)
class MissingSaid:
    """One gap in the information: who named it, and what may help."""

    label: str
    who: str
    ways: str


@dataclass(frozen=True)
class Why:
    """One reason: the condition, where it holds, the answers, and where the rule comes from."""

    text: str
    condition: str
    source: str
    strength: str
    place: str
    place_key: str
    answers: tuple[AnswerSaid, ...]
    estimated: bool
    aim: str
    after_calm: bool
    gaps: tuple[MissingSaid, ...]
    gaps_source: str


@dataclass(frozen=True)
class DirectionRow:
    """One direction: what the rules say, and what people decided."""

    direction: Direction
    advised: bool
    strength: str
    look: str
    throughout: bool
    after_calm: bool
    why: tuple[Why, ...]
    html: str
    links: str
    choice: DirectionChoice | None
    choice_look: str
    against: str
    """That the choice goes against the advice, or went against what was advised then."""
    examples: int

    @property
    def code(self) -> str:
        return self.direction.code


@dataclass(frozen=True)
class Notice:
    """A message beside the advice, and for which places it holds."""

    code: str
    text: str
    source: str
    places: str
    estimated: bool


@dataclass(frozen=True)
class Said:
    """One phase of one place, and who named it."""

    phase: str
    who: list[str]


@dataclass(frozen=True)
class PlacePhases:
    """The phases of one place side by side."""

    label: str
    key: str
    said: list[Said]

    @property
    def differ(self) -> bool:
        return len(self.said) > 1


@dataclass(frozen=True)
class Problem:
    label: str
    places: str
    priority: int


@dataclass(frozen=True)
class ChosenExample:
    """An example that was chosen, and what came of it."""

    choice: InterventionChoice
    direction: str
    targets: str
    came: list[Came]


@dataclass(frozen=True)
class Around:
    """What stands around the directions, whoever looks."""

    notices: list[Notice]
    hints: list[Notice]
    phases: list[PlacePhases]
    problems: list[Problem]
    open: list[str]

    @property
    def wanted(self) -> list[Problem]:
        """What people chose to tackle, what they put first at the top (KIS stap 3, R-B-047)."""
        return [each for each in self.problems if each.priority]

    @property
    def also(self) -> list[Problem]:
        return [each for each in self.problems if not each.priority]


@dataclass(frozen=True)
class Drawn:
    """The same, drawn."""

    notices: str
    hints: str
    phases: str
    problems: str


@dataclass(frozen=True)
class AdviceBoard:
    case: Case
    drawn: Drawn
    rules: InUse
    directions: list[DirectionRow]
    around: Around
    chosen: list[InterventionChoice]
    may_choose: bool
    closed: bool
    strategy: StrategyBoard

    @property
    def advised(self) -> list[DirectionRow]:
        return [row for row in self.directions if row.advised]

    @property
    def others(self) -> list[DirectionRow]:
        return [row for row in self.directions if not row.advised]

    @property
    def has_places(self) -> bool:
        return bool(self.around.phases)


Voices = tuple[tuple[str, tuple[Voice, ...]], ...]
FullKey = tuple[Situation, InUse, InUse, versions.Shelf]
"""All that an advice is made from."""


@dataclass(frozen=True)
class Worked:
    """The situation of a case and the advice on it."""

    found: Found
    full: FullAdvice
    used: dict[str, InUse]
    records: versions.Shelf
    region: str

    @property
    def voices(self) -> Voices:
        return tuple(sorted(self.found.phases.items(), key=lambda each: each[0]))

    @property
    def full_key(self) -> FullKey:
        return self.found.situation, self.used[RULES], self.used[WEIGHTS], self.records

    @property
    def rules(self) -> RuleSet:
        return versions.rules_of(self.used[RULES])


def worked(case: Case, region: str) -> Worked:
    """Five queries: places, sheets, answers, versions, examples; then the same function as `manage.py advise`."""
    found = situation.of(case, region=region)
    used, records = versions.both_in_use(), versions.shelf()
    return Worked(found, versions.advice_of(found.situation, used, records), used, records, region)


def advice_board(case: Case, user: User, region: str) -> AdviceBoard:
    work = worked(case, region)
    advice = work.full.advice
    chosen = {row.direction: row for row in directions_of(case)}
    may_choose = can_choose(user, case)
    around, drawn_parts = _around(case.pk, work.full_key, work.voices, work.found.open, region)
    return AdviceBoard(
        case=case,
        drawn=drawn_parts,
        rules=work.used[RULES],
        directions=[_direction(each, case, work, chosen.get(each.code), may_choose) for each in advice.directions],
        around=around,
        chosen=list(InterventionChoice.objects.standing().filter(case=case).only("record", "name", "case")),
        may_choose=may_choose,
        closed=case.state == Case.State.CLOSED,
        strategy=strategy.board(case, work.found),
    )


@lru_cache(maxsize=256)
def _around(
    case_pk: int, key: FullKey, voices: Voices, unanswered: tuple[str, ...], words: str
) -> tuple[Around, Drawn]:
    situation, rules_used, weights, records = key
    advice = versions.advice_of(situation, {RULES: rules_used, WEIGHTS: weights}, records).advice
    rules = versions.rules_of(rules_used)
    names = _names(situation, rules)
    found = Around(
        notices=[_notice(each, names) for each in advice.notices],
        hints=[_notice(each, names) for each in advice.hints],
        phases=_phases(situation, dict(voices), names, rules),
        problems=[Problem(each.label, _places(each.places, names), each.priority) for each in advice.problems],
        open=[OPEN[key] for key in unanswered],
    )
    parts = [
        drawn(f"analysis/advice_{name}.html", words, board=found, case_pk=case_pk)
        for name in ("notices", "hints", "phases", "problems")
    ]
    return found, Drawn(*parts)


def _names(situation: Situation, rules: RuleSet) -> dict[str, str]:
    return {place.key: place.name or rules.label(place.code) for place in situation.places}


def place_names(work: Worked) -> dict[str, str]:
    return _names(work.found.situation, work.rules)


def directions_of(case: Case) -> QuerySet[DirectionChoice]:
    return DirectionChoice.objects.filter(case=case).select_related("by", "rules").only(*SHOWN)


def examples_of(case: Case) -> list[ChosenExample]:
    rows = list(InterventionChoice.objects.standing().filter(case=case).select_related("by", "location").only(*EXAMPLE))
    return _chosen(rows)


def _chosen(rows: list[InterventionChoice]) -> list[ChosenExample]:
    came = choices.results(rows)
    return [
        ChosenExample(
            row,
            direction_name(row.direction),
            explain.listing(row.for_whom),
            came.get(row.pk, []),
        )
        for row in rows
    ]


def direction_name(code: str) -> str:
    found = versions.directions_reading.directions().get(code)
    return found.name if found else ""


Answers = tuple[tuple[tuple[str, str], tuple[str, ...]], ...]


@dataclass(frozen=True)
class Explained:
    """What the page says about one direction whoever looks: drawn once for these answers and these rules."""

    why: tuple[Why, ...]
    html: str


def _direction(
    each: DirectionAdvice, case: Case, work: Worked, choice: DirectionChoice | None, may_choose: bool
) -> DirectionRow:
    label, look = _look(each)
    examples = len(work.full.ranking.by_direction.get(each.code, ()))
    said = tuple(sorted(work.found.said.items()))
    found = _explained(case.pk, each.code, work.full_key, said, work.region)
    return DirectionRow(
        direction=work.rules.directions[each.code],
        advised=each.advised,
        strength=label,
        look=look,
        throughout=each.throughout,
        after_calm=each.after_calm,
        why=found.why,
        html=found.html,
        links=_links(case.pk, each.code, each.name, may_choose, choice is not None, examples),
        choice=choice,
        choice_look=LOOKS[choice.outcome] if choice else "neutral",
        against=_against(choice, each),
        examples=examples,
    )


def _against(choice: DirectionChoice | None, now: DirectionAdvice) -> str:
    if choice is None or not choice.against:
        return ""
    text = "Eigen keuze, anders dan het advies"
    return text if choice.strength == now.strength else f"{text} van toen"


@lru_cache(maxsize=2048)
def _links(case_pk: int, code: str, name: str, may_choose: bool, chosen: bool, examples: int) -> str:
    return drawn(
        "analysis/advice_row_links.html", "", case_pk=case_pk, code=code, name=name, may_choose=may_choose,
        chosen=chosen, examples=examples,
    )  # fmt: skip


def _look(each: DirectionAdvice) -> tuple[str, str]:
    return ("Geldt altijd", "info") if each.throughout else STRENGTHS[each.strength]


@lru_cache(maxsize=1024)
def _explained(case_pk: int, code: str, key: FullKey, said: Answers, words: str) -> Explained:
    situation, rules_used, weights, records = key
    rules = versions.rules_of(rules_used)
    advice = versions.advice_of(situation, {RULES: rules_used, WEIGHTS: weights}, records).advice.direction(code)
    why = tuple(_why(reason, dict(said), rules) for reason in advice.because)
    html = drawn(
        "analysis/advice_why.html",
        words,
        case_pk=case_pk,
        direction=rules.directions[code],
        advice=advice,
        look=_look(advice),
        reasons=why,
    )
    return Explained(why, html)


def _why(reason: Reason, said: Mapping[tuple[str, str], tuple[str, ...]], rules: RuleSet) -> Why:
    rule = next(rule for rule in rules.rules if rule.code == reason.rule)
    return Why(
        text=reason.text,
        condition=explain.rule_sentence(rule, rules),
        source=reason.source,
        strength=reason.strength,
        place=reason.place_name,
        place_key=reason.place,
        answers=tuple(AnswerSaid(rules.label(code), _who(code, reason.place, said)) for code in _named(reason)),
        estimated=reason.estimated,
        aim=AIMS.get(reason.aim, ""),
        after_calm=reason.after_calm,
        gaps=tuple(_missing(gap, said) for gap in reason.gaps),
        gaps_source=_asked_in(reason.gaps),
    )


def _named(reason: Reason) -> list[str]:
    """The answers that a reason rests on; known gaps in place of the word that something is missing."""
    gaps = [gap.code for gap in reason.gaps]
    return [*(code for code in reason.answers if not (gaps and code == information.FLAG)), *gaps]


def _missing(gap: Gap, said: Mapping[tuple[str, str], tuple[str, ...]]) -> MissingSaid:
    ways = explain.listing([explain.lower(way.label) for way in gap.ways], "of")
    return MissingSaid(gap.label, _who(gap.code, WHOLE_CASE, said), ways)


def _asked_in(gaps: Sequence[Gap]) -> str:
    """Where the guide asks about these gaps: each source once, with the numbers of its questions."""
    numbers: dict[str, dict[str, None]] = {}
    for gap in gaps:
        numbers.setdefault(gap.source, {})[gap.code.removesuffix(f"-{information.UNKNOWN}")] = None
    return "; ".join(f"{source}, vraag {explain.listing(list(found))}" for source, found in numbers.items())


def _who(code: str, place: str, said: Mapping[tuple[str, str], tuple[str, ...]]) -> str:
    """Who gave this answer here, or about the case as a whole."""
    return explain.listing(list(said.get((place, code), ()) or said.get((WHOLE_CASE, code), ())))


def _notice(message: Message, names: Mapping[str, str]) -> Notice:
    return Notice(message.code, message.text, message.source, _places(message.places, names), message.estimated)


def _places(keys: Iterable[str], names: Mapping[str, str]) -> str:
    return explain.listing([names.get(key, "de hele casus") for key in keys])


def _phases(
    situation: Situation, voices: Mapping[str, tuple[Voice, ...]], names: Mapping[str, str], rules: RuleSet
) -> list[PlacePhases]:
    result = []
    for place in situation.places:
        said: dict[str, list[str]] = {}
        for voice in voices.get(place.key, ()):
            said.setdefault(voice.code, []).append("Gezamenlijk" if voice.joint else voice.who)
        rows = [Said(rules.label(code), said[code]) for code in sorted(said)]
        result.append(PlacePhases(names[place.key], place.key, rows))
    return result


# One direction


@dataclass(frozen=True)
class ChoosingBoard:
    row: DirectionRow
    rules: InUse


def choosing_board(case: Case, code: str, region: str) -> ChoosingBoard:
    work = worked(case, region)
    chosen = directions_of(case).filter(direction=code).first()
    row = _direction(work.full.advice.direction(code), case, work, chosen, may_choose=True)
    return ChoosingBoard(row, work.used[RULES])


@dataclass(frozen=True)
class Step:
    """One line of the history of the choices."""

    at: datetime
    who: str
    title: str
    text: str
    rules: str


def history_of(case: Case) -> list[Step]:
    """Every decision on a direction, and every example that was chosen or taken back; newest first."""
    outcomes = DirectionChoice.SHORT
    found = []
    versions_of = (
        DirectionChoice.history.model.objects.filter(case_id=case.pk)
        .select_related("by", "rules")
        .defer("advice", *RULES_TEXT)
    )
    for row in versions_of:
        title = f"{direction_name(row.direction)}: {outcomes[DirectionChoice.Outcome(row.outcome)].lower()}"
        found.append(Step(row.at, row.by.name, title, row.why, row.rules.name))
    rows = InterventionChoice.objects.filter(case=case).select_related("by", "removed_by", "rules").defer(*RULES_TEXT)
    for each in rows:
        found.append(Step(each.at, each.by.name, f"Voorbeeld gekozen: {each.name}", each.why, each.rules.name))
        if each.removed_at and each.removed_by:
            title = f"Voorbeeld teruggenomen: {each.name}"
            found.append(Step(each.removed_at, each.removed_by.name, title, each.removed_why, ""))
    return sorted(found, key=lambda step: step.at, reverse=True)


# Examples for a case


@dataclass(frozen=True)
class RankedRow:
    ranked: Ranked
    chosen: bool
    places: str


@dataclass(frozen=True)
class RankedList:
    """The examples of one direction, best first; only the first few when there are many."""

    code: str
    name: str
    rows: list[RankedRow]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True)
class ExamplesBoard:
    lists_html: str
    chosen: list[ChosenExample]
    rules: InUse
    weights: InUse
    criteria_html: str
    may_choose: bool
    disclaimer: object


def examples_board(case: Case, user: User, region: str, only: str = "") -> ExamplesBoard:
    """Ranked per advised direction; `only` shows one list in full."""
    work = worked(case, region)
    chosen = examples_of(case)
    may_choose = can_choose(user, case)
    codes = frozenset(each.choice.record for each in chosen)
    return ExamplesBoard(
        lists_html=_lists(case.pk, work.full_key, codes, only, may_choose, region),
        chosen=chosen,
        rules=work.used[RULES],
        weights=work.used[WEIGHTS],
        criteria_html=_criteria(work.used[WEIGHTS], region),
        may_choose=may_choose,
        disclaimer=shelf().disclaimer,
    )


@lru_cache(maxsize=8)
def _criteria(used: InUse, words: str) -> str:
    return drawn("analysis/advice_criteria.html", words, criteria=versions.weights_of(used).criteria)


@lru_cache(maxsize=128)
def _lists(case_pk: int, key: FullKey, chosen: frozenset[str], only: str, may_choose: bool, words: str) -> str:
    situation, rules_used, weights, records = key
    full = versions.advice_of(situation, {RULES: rules_used, WEIGHTS: weights}, records)
    rules = versions.rules_of(rules_used)
    names = _names(situation, rules)

    def listed(code: str, name: str, found: tuple[Ranked, ...]) -> RankedList:
        most = len(found) if only == code else TOP
        rows = [RankedRow(each, each.record.code in chosen, _places(each.places, names)) for each in found[:most]]
        return RankedList(code, name, rows, len(found))

    ranking = full.ranking
    lists = [
        listed(each.code, each.name, ranking.by_direction[each.code])
        for each in full.advice.directions
        if each.code in ranking.by_direction and (not only or only == each.code)
    ]
    beyond = listed("verder", "Over wijken heen", ranking.beyond if only in ("", "verder") else ())
    return drawn(
        "analysis/advice_lists.html",
        words,
        case_pk=case_pk,
        lists=[each for each in (*lists, beyond) if each.rows],
        others=ranking.others,
        only=only,
        may_choose=may_choose,
    )


# On the page of the case


@dataclass(frozen=True)
class ChosenPanel:
    directions: list[DirectionChoice]
    examples: list[InterventionChoice]
    may_choose: bool


def chosen_panel(case: Case, user: User) -> ChosenPanel:
    return ChosenPanel(
        list(directions_of(case)),
        list(InterventionChoice.objects.standing().filter(case=case)),
        can_choose(user, case),
    )
