"""Spares the garbage collector: what was loaded at start stays, so searching it for waste costs time on every page."""

import gc

OBJECTS_BETWEEN = 20_000
"""How many new objects before the collector looks; a page makes a few thousand, nearly all gone by themselves."""


def settle() -> None:
    """Call once, when everything is loaded and before the first request."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN, 20, 20)
