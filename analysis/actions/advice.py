"""Choosing directions and examples for a case. A choice names the rules that advised at that moment."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from analysis import choices, situation, versions
from analysis.models import Location
from analysis.models_advice import DirectionChoice, InterventionChoice
from analysis.rules_advice import check_choose, check_reason
from analysis.strategy import check_dialogue, check_loss
from cases.actions.state import locked
from cases.models import Case
from common import audit
from common.edits import Changed, save_if_unchanged
from common.live import bump
from common.refusal import Refused
from method.directions.output import as_data
from method.library.advice import FullAdvice
from method.library.model import Record
from method.library.ranking import on_choosing
from organisation.current import organisation
from organisation.models import User

FIELDS = ("outcome", "kinds", "order", "why")


def advice_now(case: Case) -> tuple[situation.Found, FullAdvice, dict[str, versions.InUse]]:
    found = situation.of(case, region=organisation().words)
    used = versions.both_in_use()
    return found, versions.advice_of(found.situation, used, versions.shelf()), used


@transaction.atomic
def choose_direction(*, case: Case, direction: str, by: User, seen: int, **values: Any) -> DirectionChoice:
    """Decide about a direction. Raises Changed when a colleague saved first; `seen` 0: nobody decided yet."""
    row = locked(case)
    check_choose(by, row)
    _, full, used = advice_now(row)
    advised = full.advice.direction(direction)
    check_reason(values["outcome"], advised.strength, values["why"])
    stands = DirectionChoice.objects.filter(case=row, direction=direction).first()
    described = next(each for each in as_data(full.advice)["directions"] if each["code"] == direction)
    made = {
        "strength": advised.strength,
        "advice": described,
        "rules": versions.kept(used[versions.RULES]),
        "by": by,
        "at": timezone.now(),
    }
    if stands is None:
        if seen:
            raise Refused("Deze keuze is intussen weggehaald. Laad de pagina opnieuw.")
        stands = DirectionChoice.objects.create(
            case=row, direction=direction, **made, **{name: values[name] for name in FIELDS}
        )
    elif not seen:
        raise Changed(stands)
    else:
        for name, value in ({name: values[name] for name in FIELDS} | made).items():
            setattr(stands, name, value)
        save_if_unchanged(stands, (*FIELDS, *made), seen=seen)
    audit.record("analysis.direction_chosen", stands, by=by)
    bump(f"case:{row.pk}")
    return stands


def chosen_directions(case: Case) -> list[str]:
    rows = DirectionChoice.objects.filter(case=case, outcome=DirectionChoice.Outcome.YES)
    return list(rows.values_list("direction", flat=True))


@transaction.atomic
def choose_example(
    *,
    case: Case,
    record: Record,
    by: User,
    why: str,
    direction: str = "",
    location: Location | None = None,
    target_groups: list[str] | None = None,
    other_group: str = "",
    executor: str = "",
    start_on: date | None = None,
    instigator: bool = False,
) -> InterventionChoice:
    """Choose an example for the plan. Choosing it twice is one choice, and what hooks in makes one thing of it.

    Raises Refused when it was chosen already with other words: those stay, and these are not silently dropped.
    """
    row = locked(case)
    check_choose(by, row)
    said = {
        "direction": direction,
        "location": location,
        "target_groups": target_groups or [],
        "other_group": other_group,
        "executor": executor,
        "start_on": start_on,
        "instigator": instigator,
        "why": why,
    }
    stands = InterventionChoice.objects.standing().filter(case=row, record=record.code).first()
    if stands is not None:
        if any(getattr(stands, name) != value for name, value in said.items()):
            raise Refused(
                "Dit voorbeeld is intussen al gekozen, met andere woorden. Wat u typte, staat hieronder nog. "
                "Wilt u iets anders kiezen, neem de eerste keuze dan terug bij de gekozen voorbeelden."
            )
        choices.tell(stands, by)
        return stands
    if location is not None and location.case_id != row.pk:
        raise Refused("Deze plek hoort bij een andere casus.")
    found, full, used = advice_now(row)
    check_dialogue(row, record.kinds, organisation().words, found)
    check_loss(row, record.kinds)
    rules = versions.rules_of(used[versions.RULES])
    warned = on_choosing(
        record, found.situation, full.advice, rules, directions=chosen_directions(row), instigator=instigator
    )
    made = InterventionChoice.objects.create(
        case=row,
        record=record.code,
        name=record.name,
        goal=record.goal[:400],
        **said,
        warned=[message.code for message in warned],
        rules=versions.kept(used[versions.RULES]),
        by=by,
    )
    choices.tell(made, by)
    audit.record("analysis.example_chosen", made, by=by)
    bump(f"case:{row.pk}")
    return made


@transaction.atomic
def drop_example(*, choice: InterventionChoice, by: User, why: str) -> None:
    """Take a choice back. What came of it, such as an action in the plan, stays where it is."""
    check_choose(by, locked(choice.case))
    choice.refresh_from_db()
    if choice.removed_at is not None:
        return
    choice.removed_at, choice.removed_by, choice.removed_why = timezone.now(), by, why
    save_if_unchanged(choice, ("removed_at", "removed_by", "removed_why"), seen=choice.version)
    audit.record("analysis.example_dropped", choice, by=by)
    bump(f"case:{choice.case_id}")
