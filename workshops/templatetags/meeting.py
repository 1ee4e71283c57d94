"""Template parts of meetings: `{% join_qr meeting %}`, `{{ meeting.code|spelled }}`."""

from django import template
from django.utils.safestring import SafeString

from workshops import qr
from workshops.models import Meeting

register = template.Library()


@register.simple_tag
def join_qr(meeting: Meeting) -> SafeString:
    """The QR code with which a phone joins this meeting."""
    return qr.picture(qr.address(meeting), f"QR-code om mee te doen, met de code {spelled(meeting.code)}")


@register.simple_tag
def join_address() -> str:
    """Where the code is typed, as it stands on a wall: without https and without a slash at the end."""
    return qr.spoken_address()


@register.filter
def spelled(code: str) -> str:
    """A join code in two groups: 'K7M 2QX'."""
    return f"{code[:3]} {code[3:]}"
