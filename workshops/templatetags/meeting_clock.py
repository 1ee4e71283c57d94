"""Time that is left, as people say it: `{% minutes_left stage.clock.step_ends_at %}`, `{% countdown timer %}`.

The server writes the words; a small script keeps them going. Whoever has no script sees them at each reload.
"""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


def minutes_words(seconds: float) -> str:
    """'nog 12 min', 'nog minder dan 1 min', '3 min over de tijd'. The script says the same (countdown.js)."""
    if seconds < 0:
        over = int(-seconds // 60)
        return f"{over} min over de tijd" if over else "de tijd is om"
    if seconds < 60:
        return "nog minder dan 1 min"
    hours, minutes = divmod(int(seconds // 60), 60)
    if not hours:
        return f"nog {minutes} min"
    return f"nog {hours} uur {minutes} min" if minutes else f"nog {hours} uur"


def clock_words(seconds: float) -> str:
    """'2:35'; at zero 'de tijd is om'."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02}" if whole > 0 else "de tijd is om"


@register.simple_tag
def minutes_left(ends_at: datetime | None) -> SafeString | str:
    return _left(ends_at, "minutes", minutes_words)


@register.simple_tag
def countdown(ends_at: datetime | None) -> SafeString | str:
    return _left(ends_at, "clock", clock_words)


def _left(ends_at: datetime | None, kind: str, words) -> SafeString | str:  # type: ignore[no-untyped-def]
    if ends_at is None:
        return ""
    seconds = (ends_at - timezone.now()).total_seconds()
    return format_html(
        '<span class="left" data-ends="{}" data-as="{}">{}</span>', int(ends_at.timestamp()), kind, words(seconds)
    )


@register.simple_tag
def now_epoch() -> int:
    """What the server's clock says; a wall computer may be minutes off."""
    return int(timezone.now().timestamp())
