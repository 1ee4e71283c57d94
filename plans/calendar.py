"""What a plan puts in the calendar feed of a person: actions, what must be told, what comes back. Only numbers."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from cases.models import number_of
from organisation.calendar import Date, source
from organisation.models import User
from plans.models import Action, Plan
from plans.models_anchoring import Anchoring
from plans.models_communication import Message


@source
def action_dates(user: User, start: date, end: date) -> Iterable[Date]:
    """When the open actions of this person must be done."""
    actions = Action.objects.open().filter(owner=user.pk, due_on__gte=start, due_on__lte=end).visible_to(user)
    return [
        Date(
            key=f"action-{pk}",
            on=due_on,
            title=f"Actie klaar, casus {number_of(case, opened_at)}",
            url=f"{reverse('plans:detail', args=[case])}#actie-{pk}",
            changed=changed,
        )
        for pk, due_on, changed, case, opened_at in actions.order_by("due_on", "pk").values_list(
            "pk", "due_on", "updated_at", "plan__case", "plan__case__opened_at"
        )[:1000]
    ]


@source
def message_dates(user: User, start: date, end: date) -> Iterable[Date]:
    """When something must be told in the cases of this person (Vlaamse handreiking · Stap 3.5)."""
    rows = Message.objects.to_tell().filter(case__owner=user.pk, on__gte=start, on__lte=end).visible_to(user)
    return [
        Date(
            key=f"message-{pk}",
            on=on,
            title=f"Communicatie, casus {number_of(case, opened_at)}",
            url=f"{reverse('plans:communication', args=[case])}#regel-{pk}",
            changed=changed,
        )
        for pk, on, changed, case, opened_at in rows.order_by("on", "pk").values_list(
            "pk", "on", "updated_at", "case", "case__opened_at"
        )[:1000]
        if on
    ]


@source
def anchoring_dates(user: User, start: date, end: date) -> Iterable[Date]:
    """The next meeting, training or report that keeps a result alive, also when it is calm (R-B-136, R-B-149)."""
    rows = Anchoring.objects.going_on().filter(plan__case__owner=user.pk, next_on__gte=start, next_on__lte=end)
    rows = rows.filter(plan__in=Plan.objects.visible_to(user))
    return [
        Date(
            key=f"anchoring-{pk}",
            on=next_on,
            title=f"Verankering, casus {number_of(case, opened_at)}",
            url=reverse("plans:anchoring", args=[plan]),
            changed=changed,
        )
        for pk, next_on, changed, plan, case, opened_at in rows.order_by("next_on", "pk").values_list(
            "pk", "next_on", "updated_at", "plan", "plan__case", "plan__case__opened_at"
        )[:1000]
        if next_on
    ]
