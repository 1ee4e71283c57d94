"""What every page shows of the organisation: its name, its words and who coordinates."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from organisation.current import organisation as current


def organisation(request: HttpRequest) -> dict[str, Any]:
    return {"organisation": SimpleLazyObject(current)}
