"""The address of a meeting as a QR code: one picture for the big screen, the preparation page and paper."""

from functools import lru_cache

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from workshops.models import Meeting


def address(meeting: Meeting) -> str:
    """What a phone opens: the page of a participant, which first asks to join."""
    return f"{settings.BASE_URL}{reverse('workshops:seat', args=[meeting.code])}"


def spoken_address() -> str:
    """Where a code is typed, short enough to read from a wall: 'polarisatie.example.nl/meedoen'."""
    return f"{settings.BASE_URL}{reverse('workshops:enter')}".split("://", 1)[1].rstrip("/")


@lru_cache(maxsize=200)
def picture(text: str, label: str = "QR-code") -> SafeString:
    """The code as SVG, with its quiet zone of four; attributes only, because the policy allows no style. Its class is
    `qr`; the page gives it a size."""
    matrix = segno.make(text, micro=False, error="m").matrix
    side = len(matrix) + 8
    dark = "".join(
        f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(matrix) for x, module in enumerate(row) if module
    )
    return mark_safe(
        f'<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" '
        f'aria-label="{escape(label)}" shape-rendering="crispEdges"><rect width="{side}" height="{side}" '
        f'fill="#ffffff"/><path d="{dark}" fill="#000000"/></svg>'
    )
