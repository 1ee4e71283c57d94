"""Reads the rules. A file with a mistake is refused as a whole, with the line and the reason of each mistake."""

from collections.abc import Collection
from functools import cache
from pathlib import Path

from method.directions.marked import BrokenFile, Problem, Row, document, unique
from method.directions.model import (
    STRENGTHS,
    Condition,
    Derivation,
    Direction,
    Notice,
    ProblemKind,
    Rule,
    RuleSet,
    Word,
)

DATA = Path(__file__).parents[1] / "data" / "directions"
GUIDES = (
    "KIS-handreiking",
    "Vlaamse handreiking",
    "ESS-handreiking",
    "ESS-infoblad",
    "VAR-handreiking",
    "Eigen werkwijze",
)
KINDS = (
    "place", "phase", "form", "cause", "sentiment", "trigger", "government", "flag", "gap", "way", "group", "actor",
    "target",
)  # fmt: skip
CAUSES = ("same", "other", "unknown")
"""Of step 2.6: the visible cause is the real one, there is another beneath it, or nobody knows yet."""


@cache
def shipped() -> RuleSet:
    """The rules as they come with the application."""
    return rule_set(shipped_text(), "rules.yaml")


def shipped_text() -> str:
    """The shipped rules as text, to start a draft from."""
    return (DATA / "rules.yaml").read_text(encoding="utf-8")


@cache
def words() -> dict[str, Word]:
    """The answers that the guides offer. The same codes stand in the worksheets."""
    top, found = document((DATA / "words.yaml").read_text(encoding="utf-8"), "words.yaml")
    result = [(row, _word(row, kind)) for kind in KINDS for row in top.rows(kind, f"een woord van {kind}")]
    top.close()
    unique((word.code, row) for row, word in result)
    _refuse(found)
    return {word.code: word for _, word in result}


@cache
def directions() -> dict[str, Direction]:
    """The seven directions with their explanation."""
    top, found = document((DATA / "directions.yaml").read_text(encoding="utf-8"), "directions.yaml")
    rows = top.rows("directions", "een richting")
    top.close()
    result = [_direction(row) for row in rows]
    unique((direction.code, row) for direction, row in zip(result, rows, strict=True))
    _refuse(found)
    return {direction.code: direction for direction in result}


def rule_set(text: str, file: str = "") -> RuleSet:
    """One version of the rules from YAML (docs/advies.md). BrokenFile names every mistake with its line."""
    top, found = document(text, file, "de regels")
    version = top.text("version")
    origin = source(top)
    problem_rows = top.rows("problems", "een probleem")
    problems = [_problem(row) for row in problem_rows]
    unique((problem.code, row) for problem, row in zip(problems, problem_rows, strict=True))
    codes = {problem.code for problem in problems}
    derivation_rows = top.rows("derive", "een afleiding")
    derivations = [_derivation(row, codes) for row in derivation_rows]
    unique((each.answer, row) for each, row in zip(derivations, derivation_rows, strict=True))
    rule_rows = top.rows("rules", "een regel")
    rules = [_rule(row, codes) for row in rule_rows]
    unique((rule.code, row) for rule, row in zip(rules, rule_rows, strict=True))
    lists = {name: top.rows(name, "een melding", required=False) for name in ("notices", "hints")}
    messages = {name: tuple(_notice(row, codes) for row in rows) for name, rows in lists.items()}
    unique((each.code, row) for name in lists for each, row in zip(messages[name], lists[name], strict=True))
    top.close()
    if not found:
        _everything_is_used(top, derivations, rules)
    _refuse(found)
    return RuleSet(
        version=version,
        source=origin,
        words=words(),
        directions=directions(),
        problems={problem.code: problem for problem in problems},
        derivations={each.answer: each for each in derivations},
        rules=tuple(sorted(rules, key=lambda rule: rule.code)),
        **messages,
    )


def source(row: Row) -> str:
    """Guide and section. Our own additions say so."""
    text = row.text("source")
    if text and not text.startswith(GUIDES):
        row.wrong(f"de bron van {row.what} begint niet met een van de handreikingen: {', '.join(GUIDES)}", "source")
    return text


def _word(row: Row, kind: str) -> Word:
    word = Word(row.text("code"), kind, row.text("label"), source(row), row.flag("geschat"))
    row.close()
    return word


def _direction(row: Row) -> Direction:
    direction = Direction(
        code=row.text("code"),
        name=row.text("name"),
        phenomenon=row.text("phenomenon"),
        what=row.text("what"),
        when=row.text("when"),
        when_not=row.text("when_not"),
        why=row.text("why"),
        source=source(row),
        rank=row.number("rank", 1, 99) or 99,
        estimated=frozenset(row.codes("geschat", ("phenomenon", "what", "when", "when_not", "why"))),
        throughout=row.flag("throughout"),
        kinds=tuple(_word(each, "kind") for each in row.rows("kinds", "een soort aanpak", required=False)),
        checks=tuple(_word(each, "check") for each in row.rows("checks", "een aandachtspunt", required=False)),
    )
    row.close()
    return direction


@cache
def of_kind(*kinds: str) -> frozenset[str]:
    """The codes of these kinds of answers."""
    return frozenset(code for code, word in words().items() if word.kind in kinds)


def _problem(row: Row) -> ProblemKind:
    problem = ProblemKind(row.text("code"), row.text("label"), row.text("about"), source(row), row.flag("geschat"))
    row.close()
    return problem


def _derivation(row: Row, problems: Collection[str]) -> Derivation:
    answer = row.choice("answer", of_kind("form", "cause", "sentiment", "trigger", "government", "flag"))
    parts = row.codes("parts", of_kind("cause", "form"), why="onbekend antwoord")
    if parts and answer and words()[answer].kind not in ("cause", "form"):
        row.wrong("alleen een antwoord bij een plek kan onderdelen hebben", "parts")
    result = Derivation(
        answer=answer,
        gives=frozenset(row.codes("gives", problems, why="onbekend probleem")),
        source=source(row),
        sets=frozenset(row.codes("sets", of_kind("flag"), why="onbekend kenmerk")),
        parts=frozenset(parts),
        estimated=row.flag("geschat"),
    )
    if not result.gives and not result.sets:
        row.wrong("de afleiding geeft geen probleem (‘gives’) en zet geen kenmerk (‘sets’)")
    row.close()
    return result


def _rule(row: Row, problems: Collection[str]) -> Rule:
    strength = row.choice("strength", STRENGTHS)
    result = Rule(
        code=row.text("code"),
        direction=row.choice("direction", directions()),
        strength="sterk" if strength == "sterk" else "mogelijk",
        source=source(row),
        places=frozenset(row.codes("places", of_kind("place"), why="onbekende plek")),
        any_of=frozenset(row.codes("any_of", problems, why="onbekend probleem")),
        flag=row.choice("flag", of_kind("flag"), required=False),
        always=row.flag("always"),
        estimated=row.flag("geschat"),
        note=row.text("note", required=False),
    )
    if result.always == bool(result.any_of):
        row.wrong("een regel noemt problemen (‘any_of’) of geldt altijd (‘always: true’), precies een van de twee")
    if result.always and (result.places or result.flag):
        row.wrong("een regel die altijd geldt, heeft geen plek en geen kenmerk")
    row.close()
    return result


def _notice(row: Row, problems: Collection[str]) -> Notice:
    when = row.row("when", "de voorwaarde", required=True)
    result = Notice(
        code=row.text("code"),
        text=row.text("text"),
        when=_condition(when, problems) if when else Condition(),
        source=source(row),
        estimated=row.flag("geschat"),
    )
    row.close()
    return result


def _condition(row: Row, problems: Collection[str]) -> Condition:
    direction = directions()
    result = Condition(
        place=frozenset(row.codes("place", of_kind("place"))),
        phase=frozenset(row.codes("phase", of_kind("phase"))),
        answer=frozenset(row.codes("answer", of_kind("form", "cause"))),
        problem=frozenset(row.codes("problem", problems, why="onbekend probleem")),
        flag=frozenset(row.codes("flag", of_kind("flag"))),
        cause=row.choice("cause", CAUSES, required=False),
        strong=frozenset(row.codes("strong", direction)),
        advised=frozenset(row.codes("advised", direction)),
        chosen_kind=frozenset(row.codes("chosen_kind", CHOSEN_KINDS)),
        not_chosen=frozenset(row.codes("not_chosen", direction)),
        instigator=row.flag("instigator"),
    )
    if result == Condition():
        row.wrong("de voorwaarde is leeg, dus de melding zou altijd verschijnen")
    row.close()
    return result


CHOSEN_KINDS = ("dialogue", "intergenerational")


def _everything_is_used(top: Row, derivations: list[Derivation], rules: list[Rule]) -> None:
    """A rule on a problem that no answer points at can never hold: that is a mistake, not a choice."""
    reachable = {problem for each in derivations for problem in each.gives}
    for rule in rules:
        if rule.any_of and not rule.any_of & reachable:
            top.wrong(f"regel {rule.code} kan nooit gelden: geen enkel antwoord wijst op zijn problemen", "rules")
    for code in directions():
        if not any(rule.direction == code for rule in rules):
            top.wrong(f"richting {code} heeft geen enkele regel", "rules")


def _refuse(found: list[Problem]) -> None:
    if found:
        raise BrokenFile(found)
