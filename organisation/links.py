"""Full addresses for in a mail."""

from typing import Any

from django.conf import settings
from django.urls import reverse


def absolute(name: str, *arguments: Any) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=arguments)}"
