"""Values that are the same for everybody in a room: made once in this process, also when a hundred ask at once."""

from collections.abc import Callable
from functools import lru_cache, wraps
from threading import RLock
from typing import Any, TypeVar

T = TypeVar("T")


def once(size: int) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Keep the last `size` results of a function. Unlike lru_cache alone, who asks while one is being made waits for it
    instead of making it too: after a reveal a hundred threads would draw the same picture at the same moment."""

    def wrap(function: Callable[..., T]) -> Callable[..., T]:
        kept = lru_cache(maxsize=size)(function)
        lock = RLock()

        @wraps(function)
        def ask(*arguments: Any) -> T:
            with lock:
                return kept(*arguments)

        ask.cache_clear = kept.cache_clear  # type: ignore[attr-defined]
        return ask

    return wrap
