"""When people look back on a plan by default: soon where much comes together, a few times a year elsewhere.

KIS wants no plan that stands still for a year: several times a year people choose again what comes first (KIS · OR4).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from analysis.models import Location
from analysis.models_advice import DirectionChoice
from cases.models import Case
from common.dates import months_after

SAFETY = "OR4"
SOON = timedelta(weeks=6)
"""So often a team of one small area looks back in an example of KIS (R-B-075)."""
LATER_MONTHS = 4
"""Our choice: three times a year (R-B-075)."""


@dataclass(frozen=True)
class Review:
    """A day that is proposed, and why. People may choose another."""

    on: date
    why: str


def proposed_review(case: Case, today: date) -> Review:
    if is_hotspot(case):
        return Review(
            today + SOON,
            "Voorstel: over zes weken, want hier komen veel problemen samen of gaat veiligheid voor (KIS · OR4). "
            "U kunt een andere dag kiezen.",
        )
    return Review(
        months_after(today, LATER_MONTHS),
        "Voorstel: over vier maanden. KIS vraagt om meerdere keren per jaar te kijken wat eerst moet (KIS · OR4); "
        "vier maanden is onze keuze. U kunt een andere dag kiezen.",
    )


def is_hotspot(case: Case) -> bool:
    """Somebody called a place a hotspot, or the group chose to make it safe first."""
    return (
        Location.objects.in_use().filter(case=case, hotspot=True).exists()
        or DirectionChoice.objects.filter(case=case, direction=SAFETY, outcome=DirectionChoice.Outcome.YES).exists()
    )
