"""The organisation itself: leadership, model, periods; and what people are told to do with a signal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from common.guards import guard
from common.pages import page
from organisation import actions, instructions
from organisation.current import organisation
from organisation.forms import InstructionForm, OrganisationForm, laid_out
from organisation.models import Instruction, Organisation
from organisation.request import Request
from organisation.roles import Permission

MODELS = (
    (
        "Bij de collega’s van radicalisering",
        "Zij hebben al kennis en netwerken om signalen te wegen en iets te doen.",
        "Polarisatie is breder: het gaat om andere groepen dan men via sleutelfiguren kent, en het bestaande netwerk "
        "past niet altijd. Radicalisering is per definitie een probleem, polarisatie niet.",
    ),
    (
        "Bij samenleven en inclusie",
        "Zij kennen de wijken en werken al aan verbinding; goed zicht op de voorkant.",
        "Spreek af hoe veiligheid aansluit als het spannend wordt.",
    ),
    (
        "Bij participatie",
        "Zij zitten aan tafel als besluiten gevoelig liggen; goed zicht op de verticale as.",
        "Spanning tussen groepen zonder gemeentelijk besluit komt minder snel in beeld.",
    ),
    (
        "Tweehoofdig: veiligheid en sociaal domein",
        "Beide blikken komen samen. Ook de VAR-handreiking vraagt om nauwe samenwerking van deze twee.",
        "Leg vast wie het eerste aanspreekpunt is, anders wacht men op elkaar.",
    ),
)
"""Our own words; that no model is prescribed and the remarks on the first and last are in the guides."""


@guard(Permission.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: Request) -> HttpResponse:
    here = Organisation.objects.get(pk=organisation().pk)
    form = OrganisationForm(request.POST or None, instance=here)
    if form.is_valid() and form.saved(
        lambda: actions.keep_organisation(
            organisation=form.save(commit=False),
            fields=form.columns,
            seen=form.cleaned_data["version"],
            by=request.user,
            flag=form.flag,
        )
    ):
        messages.success(request, "De instellingen zijn opgeslagen.")
        return redirect("organisation:settings")
    return page(
        request,
        "organisation/settings.html",
        form=laid_out(form, cancel=reverse("organisation:admin")),
        models=MODELS,
    )


@guard(Permission.ORGANISE)
@require_safe
def instruction_list(request: Request) -> HttpResponse:
    return page(request, "organisation/instructions.html", instructions=instructions.current().values())


@guard(Permission.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def instruction(request: Request, kind: str) -> HttpResponse:
    if kind not in Instruction.Kind.values:
        return redirect("organisation:instructions")
    present = instructions.current()[Instruction.Kind(kind)]
    form = InstructionForm(request.POST or None, present=present)
    back = reverse("organisation:instructions")
    if form.is_valid():
        actions.write_instruction(kind=kind, text=form.cleaned_data["text"], by=request.user, flag=form.flag)
        messages.success(request, "De tekst is opgeslagen. De vorige versie blijft leesbaar.")
        return redirect(back)
    return page(
        request,
        "organisation/instruction.html",
        heading=f"Instructie: {present.get_kind_display()}",
        crumbs=[("Instructies", back)],
        form=laid_out(form, cancel=back),
        versions=list(Instruction.objects.filter(kind=kind).select_related("by")[:50]),
        kind=kind,
    )


@guard(Permission.ORGANISE)
@require_safe
def instruction_version(request: Request, pk: int) -> HttpResponse:
    version = get_object_or_404(Instruction.objects.select_related("by"), pk=pk)
    return page(request, "organisation/instruction_version.html", version=version)
