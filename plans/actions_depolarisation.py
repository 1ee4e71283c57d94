"""Filling the depolarisation test of an action, and starting an action without it. Neither changes an approved plan."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from common import audit
from common.edits import row_seen, save_if_unchanged
from common.refusal import Refused
from method.plan import guide
from organisation.models import User
from plans import actions, rules
from plans.models import Action
from plans.models_depolarisation import DepolarisationTest
from plans.rules_depolarisation import SOURCE, check_skip

FIELDS = ("risks", "impacts", "panel_who", "panel_on", "panel_result", "by")


def _texts(given: dict[str, str]) -> dict[str, str]:
    """Only what was written, at questions that the guide has."""
    texts = {entry.code: given.get(entry.code, "").strip() for entry in guide().depolarisation_test}
    return {code: text for code, text in texts.items() if text}


@transaction.atomic
def fill_test(
    *,
    action: Action,
    risks: dict[str, str],
    impacts: dict[str, str],
    by: User,
    seen: int,
    panel_who: str = "",
    panel_on: date | None = None,
    panel_result: str = "",
) -> DepolarisationTest:
    """Keep what was answered; raises Changed when a colleague answered first (`seen` 0: nothing was there)."""
    rules.check_progress(by, action)
    if panel_result.strip() and panel_on is None:
        raise Refused("Schrijf op wanneer het testpanel de tekst las.", SOURCE)
    test, seen = row_seen(DepolarisationTest, seen=seen, defaults={"by": by}, action=action)
    values: dict[str, Any] = {
        "risks": _texts(risks),
        "impacts": _texts(impacts),
        "panel_who": panel_who.strip(),
        "panel_on": panel_on,
        "panel_result": panel_result.strip(),
        "by": by,
    }
    for name, value in values.items():
        setattr(test, name, value)
    save_if_unchanged(test, FIELDS, seen=seen)
    audit.record("plan.depolarisation_test", test, by=by)
    return test


@transaction.atomic
def start_anyway(*, action: Action, reason: str, by: User, seen: int) -> None:
    """Begin an action before its test is filled, with a reason that stays with the action and in the trail."""
    rules.check_progress(by, action)
    check_skip(action, reason)
    test, _ = DepolarisationTest.objects.get_or_create(action=action, defaults={"by": by})
    test.skip_reason, test.skipped_by, test.skipped_at = reason.strip(), by, timezone.now()
    save_if_unchanged(test, ("skip_reason", "skipped_by", "skipped_at"), seen=test.version)
    audit.record("plan.depolarisation_skipped", test, by=by)
    action.depolarisation = test
    actions.progress(action=action, state=Action.State.DOING, by=by, seen=seen)
