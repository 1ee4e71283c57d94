"""Parts of a page that only depend on what was answered and on the versions in use: drawn once per process."""

from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def drawn(template: str, words: str, **context: Any) -> SafeString:
    """The template with the words of this side of the border. The caller keeps it, under everything it depends on."""
    return render_to_string(template, {"organisation": SimpleNamespace(words=words), **context})
