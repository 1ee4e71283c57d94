"""Frozen models kept as JSON and read back: reports and plans as they were at a moment."""

from dataclasses import fields
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def thaw(kind: type[T], data: dict[str, Any]) -> T:
    """The dataclass of what `asdict` kept. A field that was added since has its default, one that went is left out."""
    hints = get_type_hints(kind)
    names = [each.name for each in fields(kind) if each.name in data]  # type: ignore[arg-type]
    return kind(**{name: _value(hints[name], data[name]) for name in names})


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], each) for each in value)
    inner = [each for each in get_args(hint) if each is not NoneType]
    if value is not None and inner:
        hint = inner[0]
    if isinstance(value, dict) and isinstance(hint, type) and hasattr(hint, "__dataclass_fields__"):
        return thaw(hint, value)
    return value
