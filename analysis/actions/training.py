"""Keeping one's own answers to an exercise. Only that person sees them."""

from typing import Any

from django.db import transaction

from analysis.models_advice import ExerciseAnswer
from common.edits import Changed, save_if_unchanged
from organisation.models import User


@transaction.atomic
def keep(*, user: User, exercise: str, answers: dict[str, Any], seen: int) -> ExerciseAnswer:
    """Raises Changed when the same person saved in another window. No line in the trail: nobody else is in it."""
    row, made = ExerciseAnswer.objects.get_or_create(user=user, exercise=exercise, defaults={"answers": answers})
    if not made:
        if not seen:
            raise Changed(row)
        row.answers = answers
        save_if_unchanged(row, ("answers",), seen=seen)
    return row
