"""The list of pages elsewhere that help, for everybody; and saying that one of them does not work any more."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.crispy import layout
from common.guards import guard, signed_in
from common.pages import page
from organisation import actions
from organisation.forms import BrokenForm
from organisation.models import Resource
from organisation.request import Request
from organisation.roles import Permission


@signed_in
@require_safe
def resource_list(request: Request) -> HttpResponse:
    rows = Resource.objects.filter(active=True)
    topics = [(Resource.Topic(topic).label, list(found)) for topic, found in groupby(rows, lambda row: row.topic)]
    return page(
        request,
        "organisation/resources.html",
        topics=topics,
        may_keep=request.user.may(Permission.ORGANISE),
        trail=[("Uitleg", reverse("method:help")), ("Bronnen", "")],
    )


@signed_in
@require_http_methods(["GET", "POST"])
def broken(request: Request, pk: int) -> HttpResponse:
    """Say that a link does not work. Nothing of it is taken away: the admin looks."""
    row = get_object_or_404(Resource.objects.filter(active=True), pk=pk)
    form = BrokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.report_broken(
            resource=row, note=form.cleaned_data["note"], by=request.user, flag=lambda: form.flag(row, by=request.user)
        )
        messages.success(request, "Dank u. De beheerder kijkt ernaar.")
        return redirect("resources:list")
    layout(form, "note", submit="Melden", cancel=reverse("resources:list"))
    return page(
        request,
        "organisation/resource_broken.html",
        resource=row,
        form=form,
        trail=[("Bronnen", reverse("resources:list")), (row.name, "")],
    )


@guard(Permission.ORGANISE)
@require_POST
def take_over(request: Request) -> HttpResponse:
    """Put the pages that the guides name on the list; what is there already stays as it is."""
    made = actions.take_resources(by=request.user)
    messages.success(
        request, f"{made} bronnen toegevoegd." if made else "Alle bronnen van de handreikingen staan er al."
    )
    return redirect("organisation:resources")
