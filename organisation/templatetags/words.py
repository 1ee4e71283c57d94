"""`{% word "gemeente" %}`: the word that people use on this side of the border."""

from typing import Any

from django import template

from organisation import words
from organisation.current import organisation

register = template.Library()


@register.simple_tag(takes_context=True)
def word(context: Any, name: str) -> str:
    here = context.get("organisation") or organisation()
    return words.word(name, here.words)
