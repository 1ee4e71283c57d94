"""Interim talks of a working group in the calendar feed. Numbers, never what it is about."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from analysis.models_team import TeamMeeting, TeamMember
from cases.models import Case, number_of
from organisation.calendar import Date, source
from organisation.models import User


@source
def meeting_dates(user: User, start: date, end: date) -> Iterable[Date]:
    """The talks that are planned in the cases of this person, and of the groups this person is in (R-B-119)."""
    mine = Q(case__owner=user.pk) | Exists(TeamMember.objects.now().filter(case=OuterRef("case"), user=user.pk))
    rows = TeamMeeting.objects.filter(mine, held=False, on__gte=start, on__lte=end)
    rows = rows.filter(case__in=Case.objects.visible_to(user).active())
    return [
        Date(
            key=f"team-meeting-{pk}",
            on=on,
            title=f"Overleg werkgroep, casus {number_of(case, opened_at)}",
            url=f"{reverse('analysis:team', args=[case])}#overleg",
            changed=changed,
        )
        for pk, on, changed, case, opened_at in rows.order_by("on", "pk").values_list(
            "pk", "on", "updated_at", "case", "case__opened_at"
        )[:1000]
    ]
