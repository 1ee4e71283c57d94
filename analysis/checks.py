"""At start: every worksheet is sound, and every word of the country that it uses exists."""

from typing import Any

from django.core.checks import Error, register

from method.worksheets import problems
from organisation.words import WORDS


@register
def worksheets(app_configs: Any, **kwargs: Any) -> list[Error]:
    return [Error(str(broken), hint="Zie docs/werkbladen.md.", id="analysis.E001") for broken in problems(words=WORDS)]
