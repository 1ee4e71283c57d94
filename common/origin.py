"""Where the present work comes from: a request or a worker. Kept per thread of execution for the audit trail."""

from contextvars import ContextVar

_origin: ContextVar[str] = ContextVar("origin", default="systeem")


def set_origin(value: str) -> None:
    _origin.set(value[:80])


def current_origin() -> str:
    return _origin.get()
