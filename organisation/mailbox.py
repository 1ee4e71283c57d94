"""The messages that were written to files because there is no mail server: for trying out and for small towns."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.utils import timezone

NAME = re.compile(r"\d{8}-\d{6}-\d+\.log")
MOST = 100


@dataclass(frozen=True)
class Letter:
    name: str
    at: datetime
    to: str
    subject: str
    body: str


def in_use() -> bool:
    return not settings.EMAIL_HOST


def letters() -> list[Letter]:
    """The newest hundred, newest first."""
    names = sorted((path.name for path in _folder().glob("*.log") if NAME.fullmatch(path.name)), reverse=True)
    return [found for name in names[:MOST] if (found := letter(name))]


def letter(name: str) -> Letter | None:
    """One message by the name of its file; only names as Django's own backend makes them are looked for."""
    path = _folder() / name
    if not NAME.fullmatch(name) or not path.is_file():
        return None
    message = email.message_from_bytes(path.read_bytes().rsplit(b"-" * 79, 1)[0], policy=email.policy.default)
    body = message.get_content() if isinstance(message, EmailMessage) and not message.is_multipart() else ""
    at = datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
    return Letter(name, at, str(message["To"]), str(message["Subject"]), str(body).strip())


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)
