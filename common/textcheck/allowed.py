"""The town's own words, asked from the hook in the settings."""

import logging
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.db import DatabaseError
from django.utils.module_loading import import_string

from common.textcheck.folding import fold
from common.textcheck.words import PUBLIC, Phrases, phrases

log = logging.getLogger(__name__)


@lru_cache(maxsize=4)
def _hook(path: str) -> Callable[[], frozenset[str]]:
    return import_string(path)


@lru_cache(maxsize=4)
def _index(own: frozenset[str]) -> Phrases:
    return phrases([*PUBLIC, *(fold(words).text for words in own)])


def allowed() -> Phrases:
    """Names of places, organisations and functions that are no residents. Without a database: only the public ones."""
    path = getattr(settings, "TEXTCHECK_ALLOWED", "")
    if not path:
        return _index(frozenset())
    try:
        own = _hook(path)()
    except DatabaseError as error:  # a database without tables, as when a command runs before the first migration
        log.debug("text check without the town's own words: %s", type(error).__name__)
        own = frozenset()
    return _index(own)
