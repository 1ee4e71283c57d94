"""Who may do what: the yearly look at all rights (BIO2 5.18.02), on the screen and as a file."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from common import audit
from common.guards import guard
from common.pages import page
from organisation import actions, boards, rules
from organisation.forms import ReviewForm
from organisation.models import Membership
from organisation.request import Request
from organisation.roles import ROLES, Permission, Role

MOST = 300
HEAD = ["Naam", "E-mailadres", "Functie", "Rol", "Afdeling", "Mag", "Mag inloggen", "Laatst nagekeken"]


@guard(Permission.ORGANISE, Permission.PRIVACY)
@require_safe
def access(request: Request) -> HttpResponse:
    everyone = request.GET.get("welke") == "alle"
    rows = Membership.objects.filter(user__is_active=True)
    if not everyone:
        rows = rows.filter(role__in=rules.PRIVILEGED)
    found = list(rows.select_related("user", "department").order_by("user__name", "role")[: MOST + 1])
    limit = timezone.localdate() - boards.REVIEW_AFTER
    return page(
        request,
        "organisation/access.html",
        rows=[
            (row, ROLES[Role(row.role)].description, row.role in rules.PRIVILEGED and row.reviewed_on <= limit)
            for row in found[:MOST]
        ],
        everyone=everyone,
        more=len(found) > MOST,
        most=MOST,
        due=Membership.objects.filter(boards.review_due(timezone.localdate())).count(),
        roles=[(role.label, info.description, may(info.permissions)) for role, info in ROLES.items()],
        may_review=request.user.may(Permission.ORGANISE),
    )


def rights(membership: Membership) -> str:
    return may(ROLES[Role(membership.role)].permissions)


def may(permissions: frozenset[Permission]) -> str:
    return ", ".join(permission.value for permission in Permission if permission in permissions)


@guard(Permission.ORGANISE)
@require_POST
def reviewed(request: Request) -> HttpResponse:
    form = ReviewForm(request.POST)
    if form.is_valid():
        number = actions.mark_reviewed(memberships=form.cleaned_data["memberships"], by=request.user)
        messages.success(request, f"Nagekeken: {number}.")
    else:
        messages.error(request, str(form.errors["memberships"][0]))
    return redirect("organisation:access")


class Echo:
    """A file that hands back what is written to it, so that a large list streams."""

    def write(self, value: str) -> str:
        return value


def safe(value: Any) -> str:
    """A cell that a spreadsheet never takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r\n" and text else text


def lines() -> Iterator[list[str]]:
    yield HEAD
    rows = Membership.objects.select_related("user", "department").order_by("-user__is_active", "user__name", "role")
    for row in rows.iterator(500):
        person = row.user
        yield [
            safe(cell)
            for cell in (
                person.name,
                person.email,
                person.from_where,
                row.get_role_display(),
                row.department or "hele organisatie",
                rights(row),
                "ja" if person.is_active else "nee",
                row.reviewed_on.isoformat(),
            )
        ]


@guard(Permission.ORGANISE, Permission.PRIVACY)
@require_safe
def access_csv(request: Request) -> StreamingHttpResponse:
    audit.record("access.exported", "organisation.membership", by=request.user)
    writer = csv.writer(Echo(), delimiter=";")
    content = (("\ufeff" if number == 0 else "") + writer.writerow(line) for number, line in enumerate(lines()))
    answer = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="wie-kan-wat-{timezone.localdate()}.csv"'
    return answer
