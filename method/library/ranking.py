"""Which practice examples fit an advice, with every point explained. Ranks examples only, never areas or people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from method.directions.evaluate import flags_of
from method.directions.explain import joined, listing, lower
from method.directions.model import Advice, Choice, Message, RuleSet, Situation
from method.directions.notices import on_choice
from method.library.model import Criterion, Record, Weights
from method.library.reading import shelf

CONTINUOUS = "OR7"
"""Always advised, so it says nothing about how well an example fits."""
SEVERE = "P07"
BEYOND = "beyond"


@dataclass(frozen=True)
class Line:
    """One line of a score: what was looked at, how many points, and why."""

    code: str
    label: str
    points: int
    text: str
    source: str
    estimated: bool


@dataclass(frozen=True)
class Ranked:
    """A record that fits, with its points line by line."""

    record: Record
    lines: tuple[Line, ...]
    problems: tuple[str, ...]
    places: tuple[str, ...]
    directions: tuple[str, ...]

    @property
    def score(self) -> int:
        return sum(line.points for line in self.lines)

    @property
    def sentence(self) -> str:
        """'Portiekgesprekken, 21 punten: past bij het probleem (9), …'."""
        parts = ", ".join(f"{lower(line.label)} ({line.points})" for line in self.lines)
        return f"{self.record.name}, {self.score} punten: {parts}."

    @property
    def order(self) -> tuple[int, int, str]:
        return -self.score, -(self.record.rung or 0), self.record.code


@dataclass(frozen=True)
class Other:
    """A record that does not fit now, and why. It stays visible."""

    record: Record
    reason: str


@dataclass(frozen=True)
class Ranking:
    """One list per advised direction, the approaches across districts apart, and the rest with the reason."""

    version: str
    by_direction: Mapping[str, tuple[Ranked, ...]]
    beyond: tuple[Ranked, ...]
    others: tuple[Other, ...]
    found: tuple[Ranked, ...] = field(default=())


def rank(situation: Situation, advice: Advice, rules: RuleSet, records: Iterable[Record], weights: Weights) -> Ranking:
    """Every record once: in the lists of its advised directions, across districts, or among the others."""
    facts = _facts(situation, advice)
    fitting, others = [], []
    for record in records:
        reason = _misses(record, facts, rules)
        if reason:
            others.append(Other(record, reason))
        else:
            fitting.append(_ranked(record, facts, rules, weights))
    fitting.sort(key=lambda each: each.order)
    return Ranking(
        version=weights.version,
        by_direction={
            code: tuple(each for each in fitting if code in each.directions and not each.record.beyond)
            for code in facts.strengths
        },
        beyond=tuple(each for each in fitting if each.record.beyond),
        others=tuple(sorted(others, key=lambda each: each.record.code)),
        found=tuple(fitting),
    )


@dataclass(frozen=True)
class _Facts:
    """What every record is held against."""

    situation: Situation
    strengths: Mapping[str, str]
    by_place: Mapping[str, frozenset[str]]
    kinds_of_place: Mapping[str, str]
    everything: frozenset[str]
    severe: bool
    direct: bool


def _facts(situation: Situation, advice: Advice) -> _Facts:
    everything = advice.all_problems
    return _Facts(
        situation=situation,
        strengths=advice.strengths,
        by_place=advice.by_place,
        kinds_of_place={place.key: place.code for place in situation.places},
        everything=everything,
        severe=SEVERE in everything or any(place.hotspot for place in situation.places),
        direct=any(place.code == "L1" for place in situation.places),
    )


def _misses(record: Record, facts: _Facts, rules: RuleSet) -> str:
    """Why a record is no candidate, in one sentence; empty when it is one."""
    if record.status != "active":
        return f"De stand is ‘{lower(shelf().label('status', record.status))}’."
    if record.region not in ("both", facts.situation.region):
        return f"Dit voorbeeld is voor {shelf().label('region', record.region)}."
    if record.context == "refugees" and not facts.situation.refugees:
        return "Dit voorbeeld past alleen bij de komst of huisvesting van vluchtelingen."
    if not set(record.directions) & set(facts.strengths):
        return f"De richting van dit voorbeeld is niet geadviseerd: {_names(rules, record.directions)}."
    if not _matched(record, facts):
        here = set(record.problems) & facts.everything
        if here:
            return f"Past bij {joined(rules, sorted(here))}, maar niet op een plek die u noemde."
        return f"Gaat over problemen die niet zijn gevonden: {joined(rules, record.problems)}."
    return ""


def _matched(record: Record, facts: _Facts) -> dict[str, frozenset[str]]:
    """Place by place, the problems that the record is about. Across districts: the case as a whole."""
    wanted = frozenset(record.problems)
    if record.beyond:
        found = wanted & facts.everything
        return {BEYOND: found} if found else {}
    matched = {key: wanted & facts.by_place[key] for key, kind in facts.kinds_of_place.items() if kind in record.places}
    return {key: found for key, found in matched.items() if found}


def _ranked(record: Record, facts: _Facts, rules: RuleSet, weights: Weights) -> Ranked:
    matched = _matched(record, facts)
    problems = tuple(sorted(frozenset().union(*matched.values())))
    advised = tuple(code for code in record.directions if code in facts.strengths)
    strong = [code for code in advised if facts.strengths[code] == "sterk" and code != CONTINUOUS]
    targets = sorted(set(record.target_groups) & facts.situation.target_groups)
    groups = sorted(set(record.groups) & facts.situation.groups)
    lines = (
        _problem_line(weights.criterion("M1"), problems, rules),
        _yes_no(weights.criterion("M2"), joined(rules, targets)),
        _yes_no(weights.criterion("M3"), _names(rules, strong)),
        _yes_no(weights.criterion("M4"), joined(rules, groups)),
        _line(weights.criterion("V1"), _rhythm(record), record, "rhythm", "scale"),
        _line(weights.criterion("V2"), record.basis, record, "basis"),
        _line(weights.criterion("V3"), record.form, record, "form"),
        _line(weights.criterion("V4"), _level(record, facts), record, "level"),
        _line(weights.criterion("V5"), _bundled(record, facts), record, "bundled", "scale"),
        _line(weights.criterion("LAD"), str(record.rung or 0), record, "rung"),
    )
    return Ranked(record, lines, problems, tuple(key for key in matched if key != BEYOND), advised)


def _problem_line(criterion: Criterion, problems: tuple[str, ...], rules: RuleSet) -> Line:
    most = criterion.points["most"]
    points = criterion.points["each"] * min(most, len(problems))
    number = f"{len(problems)} {'probleem' if len(problems) == 1 else 'problemen'}"
    text = criterion.words["each"].replace("{aantal}", number).replace("{wat}", joined(rules, problems))
    if len(problems) > most:
        text = f"{text} {criterion.words['most']}"
    return Line(criterion.code, criterion.label, points, text, criterion.source, criterion.estimated)


def _yes_no(criterion: Criterion, what: str) -> Line:
    key = "yes" if what else "no"
    text = criterion.words[key].replace("{wat}", what)
    return Line(criterion.code, criterion.label, criterion.points[key], text, criterion.source, criterion.estimated)


def _line(criterion: Criterion, key: str, record: Record, *fields: str) -> Line:
    estimated = criterion.estimated or any(record.estimated(name) for name in fields)
    return Line(
        criterion.code, criterion.label, criterion.points[key], criterion.words[key], criterion.source, estimated
    )


def _rhythm(record: Record) -> str:
    if record.rhythm in ("again", "facility"):
        return "again_small" if record.scale == "small" else "again"
    if record.rhythm == "once":
        return "once_large" if record.scale == "large" else "once"
    return "mixed"


def _level(record: Record, facts: _Facts) -> str:
    return "direct_elsewhere" if record.level == "direct" and not facts.direct else record.level


def _bundled(record: Record, facts: _Facts) -> str:
    if not facts.severe:
        return "not_severe"
    if record.bundled:
        return "bundled"
    return "large" if record.scale == "large" else "other"


def _names(rules: RuleSet, codes: Iterable[str]) -> str:
    return listing([f"‘{rules.directions[code].name}’" for code in codes if code in rules.directions])


# At the moment of a choice


def on_choosing(
    record: Record,
    situation: Situation,
    advice: Advice,
    rules: RuleSet,
    *,
    directions: Iterable[str] = (),
    instigator: bool = False,
) -> tuple[Message, ...]:
    """What someone should read before this example is chosen: notices, and the rules of thumb it goes against."""
    choice = Choice(frozenset(directions), frozenset(record.kinds), instigator)
    messages = on_choice(situation, advice, rules, choice, flags_of(situation, rules))
    return (*messages, *against_the_grain(record))


def against_the_grain(record: Record) -> tuple[Message, ...]:
    """The rules of thumb that prefer something else than this example (R-B-070)."""
    broken = {
        "V1": record.rhythm == "once",
        "V2": record.basis == "difference",
        "V3": record.form == "competition",
        "V4": record.level == "beyond",
    }
    rules = [shelf().term("rule", code) for code, is_broken in broken.items() if is_broken]
    return tuple(Message(rule.code, rule.text, rule.source) for rule in rules)


@dataclass(frozen=True)
class Draft:
    """What a plan can start from when an example is chosen. A person finishes it."""

    title: str
    goal: str
    target_groups: tuple[str, ...]
    executor: str
    source: str


def draft(record: Record, situation: Situation) -> Draft:
    """An action with goal, target group and executor filled; the target groups of the case go first."""
    chosen = [code for code in record.target_groups if code in situation.target_groups]
    return Draft(
        title=record.name,
        goal=record.goal,
        target_groups=tuple(chosen or record.target_groups),
        executor=listing(record.executors),
        source=record.source,
    )
