"""Opening a case: only what is visible to this person, and every opening and refusal in the trail."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from cases import boards
from cases.models import Case, CaseQuerySet
from common import audit
from organisation.models import Organisation, User

Trail = list[tuple[str, str]]


def trail(here: str, case: Case | None = None) -> Trail:
    """The crumbs above a page: the list, the case, and where one is."""
    crumbs = [("Casussen", reverse("cases:list"))]
    if case is not None:
        crumbs.append((case.title, reverse("cases:detail", args=[case.pk])))
    return [*crumbs, (here, "")]


class Request(HttpRequest):
    """A request of someone who is logged in."""

    user: User  # type: ignore[assignment]
    organisation: Organisation


def case_for(request: Any, pk: int, cases: CaseQuerySet | None = None) -> Case:
    """The case if this person may see it. A refusal says no more than that there is nothing here."""
    rows = Case.objects.all() if cases is None else cases
    return _opened(request, pk, rows.visible_to(request.user).filter(pk=pk).order_by("pk").first())


def case_with_head(request: Any, pk: int) -> Case:
    """The same, with all that belongs to the head of its file."""
    return _opened(request, pk, boards.head(pk, request.user))


def _opened(request: Any, pk: int, case: Case | None) -> Case:
    if case is None:
        audit.record("case.read", f"cases.case:{pk}", by=request.user, result="refused")
        raise Http404("no such case for this person")
    if request.headers.get("HX-Request"):  # a fragment of the file that was just opened
        audit.record_part("case.read", case, by=request.user, of="case.read")
    else:
        audit.record("case.read", case, by=request.user)
    return case
