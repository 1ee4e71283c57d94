"""Answers a described situation in the worksheets of a case, so that page and command can be held side by side."""

from analysis.actions import answers, places
from analysis.actions.answers import Content
from cases.models import Case
from method.directions.model import Situation
from method.directions.reading import words
from method.worksheets import library, values
from organisation.models import User

YES = {"codes": ["ja"]}


def answer_like(situation: Situation, case: Case, by: User) -> None:
    """One respondent gives exactly these answers."""
    for number, place in enumerate(situation.places):
        row = places.add(
            case=case,
            by=by,
            label=place.name or f"Plek {number}",
            kind=place.code,
            parts=[],
            area=None,
            hotspot=place.hotspot,
        )
        for feeds, kind in (("forms", "form"), ("causes", "cause")):
            codes = sorted(code for code in place.answers if words()[code].kind == kind)
            say(case, by, feeds, codes, row)
        say(case, by, "phase", sorted(place.phases), row)
        say(case, by, "groups_cause", sorted(situation.groups), row)
    kinds = {code: words()[code].kind for code in situation.answers}
    say(case, by, "sentiments", sorted(code for code, kind in kinds.items() if kind == "sentiment"))
    say(case, by, "triggers", sorted(code for code, kind in kinds.items() if kind == "trigger"))
    for code, feeds in (("R27A", "own_role_a"), ("R27B", "own_role_b")):
        say(case, by, feeds, ["ja"] if code in situation.answers else [])
    for flag in ("loss_threat", "refugee_context"):
        say(case, by, flag, ["ja"] if flag in situation.flags else [])
    say(case, by, "homogeneous", ["homogeneous"] if "homogeneous" in situation.flags else [])
    say(case, by, "information_gaps", ["IP4"] if "info_gap" in situation.flags else [])
    say(case, by, "real_cause", [situation.cause] if situation.cause else [])
    say(case, by, "target_groups", sorted(situation.target_groups))
    say(case, by, "priorities", list(situation.priorities))


def say(case: Case, by: User, feeds: str, codes: list[str], place=None, *, joint: bool = False) -> None:
    """Answer the question with this meaning, at this place or for the case, or else wherever it is asked."""
    if not codes:
        return
    place, sheet, item = next(_asking(feeds, case, place))
    filled = answers.open_sheet(case=case, worksheet=sheet, by=by, location=place)
    own = {option.code: "zie daar" for option in item.options if option.ask}
    value = {"codes": codes, "own": own}
    if item.kind == "table":
        value = {"rows": [{column.code: _cell(column, code) for column in item.columns[:2]} for code in codes]}
    said = Content(values.clean(item, value), False, "", "")
    stands = filled.answers.filter(item=item.code, joint=joint, **({} if joint else {"by": by})).first()
    answers.answer(sheet=filled, item=item, said=said, joint=joint, seen=stands.version if stands else 0, by=by)


def _asking(feeds, case, place):
    for wanted in (place, None if place else case.locations.first()):
        for sheet in library().sheets:
            item = sheet.fed_by(feeds)
            if item is not None and sheet.per_location == (wanted is not None):
                yield wanted, sheet, item


def _cell(column, code):
    return code if column.code == "type" else "x"
