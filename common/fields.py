"""Form fields that every package shares."""

from typing import Any

from django import forms
from django.db.models import QuerySet


class SeveralRows(forms.ModelMultipleChoiceField):
    """Several rows to choose. A number that no database takes as an id is a wrong choice, like any other."""

    def _check_values(self, value: Any) -> QuerySet[Any]:
        for each in value:
            if not (str(each).isdecimal() and len(str(each)) < 16):
                raise forms.ValidationError(self.error_messages["invalid_choice"] % {"value": each}, "invalid_choice")
        found: QuerySet[Any] = super()._check_values(value)  # type: ignore[misc]
        return found
