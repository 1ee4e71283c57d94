"""Pages about signals: logging and hearing back (`own`), the list (`inbox`), one signal (`file`)."""

from signals.views.file import (
    acknowledge,
    assign,
    decide,
    detail,
    discuss,
    edit,
    judge,
    mark_checked,
    picture,
    reopen,
)
from signals.views.inbox import acute_panel, delete_filter, explore, filters, inbox, rename_filter, save_filter
from signals.views.own import draft, log, mark_read, mine, receipt

__all__ = [
    "acknowledge",
    "acute_panel",
    "assign",
    "decide",
    "delete_filter",
    "detail",
    "discuss",
    "draft",
    "edit",
    "explore",
    "filters",
    "inbox",
    "judge",
    "log",
    "mark_checked",
    "mark_read",
    "mine",
    "picture",
    "receipt",
    "rename_filter",
    "reopen",
    "save_filter",
]
