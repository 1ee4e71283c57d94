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


@register.simple_tag(takes_context=True)
def localised(context: Any, field: Any) -> Any:
    """A form field with our own label, help and choices in the words of this side; rows of a table stay as typed."""
    here = context.get("organisation")
    if not here or here.words == words.NL:
        return field
    field.label = words.local(str(field.label), here.words)
    field.help_text = words.local(str(field.help_text), here.words)
    plain = field.field
    if hasattr(plain, "choices") and not hasattr(plain, "queryset"):
        plain.choices = [_choice(choice, here.words) for choice in plain.choices]
    return field


def _choice(choice: Any, here: str) -> Any:
    """One choice, or a group of them."""
    value, label = choice
    if isinstance(label, list | tuple):
        return value, [_choice(each, here) for each in label]
    return value, words.local(str(label), here)


@register.filter
def local(sentence: str, here: Any) -> str:
    """`{{ "De gemeente is hier zelf partij."|local:organisation }}`: for our own sentences, never for typed text."""
    return words.local(str(sentence), here.words if here else words.NL)
