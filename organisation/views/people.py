"""Colleagues: invite, change, roles, access."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.crispy import layout
from common.guards import guard
from common.pages import page, typed
from organisation import actions, rules
from organisation.forms import InviteForm, PersonForm, RoleForm, laid_out
from organisation.models import Membership, User
from organisation.request import Request
from organisation.roles import ROLES, Permission, Role
from organisation.views.nouns import keep

MOST = 200
STATES = {
    "": ("Doen mee", Q(is_active=True)),
    "zonder-rol": ("Zonder rol", Q(is_active=True, memberships=None)),
    "uitgenodigd": ("Uitgenodigd", Q(is_active=True) & rules.NEVER_SET),
    "gestopt": ("Toegang gestopt", Q(is_active=False)),
}


@guard(Permission.ORGANISE)
@require_safe
def people(request: Request) -> HttpResponse:
    state = request.GET.get("stand", "")
    state = state if state in STATES else ""
    words = typed(request, "zoek")
    rows = User.objects.filter(STATES[state][1])
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(function__icontains=word))
    found = list(rows.order_by("name", "pk").prefetch_related("memberships__department")[: MOST + 1])
    return page(
        request,
        "organisation/people.html",
        people=found[:MOST],
        more=len(found) > MOST,
        most=MOST,
        states=[(key, label, key == state) for key, (label, _) in STATES.items()],
        state=state,
        words=words,
    )


@guard(Permission.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Request) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if form.is_valid() and form.saved(lambda: _invite(form, request.user)):
        messages.success(request, f"{form.instance} krijgt een e-mail met een link om een wachtwoord te kiezen.")
        return redirect("organisation:person", form.instance.pk)
    return page(
        request,
        "organisation/edit.html",
        heading="Medewerker uitnodigen",
        lead="De medewerker krijgt een e-mail met een link en kiest zelf een wachtwoord. U ziet dat wachtwoord nooit.",
        crumbs=[("Medewerkers", reverse("organisation:people"))],
        form=laid_out(form, cancel=reverse("organisation:people"), submit="Uitnodigen"),
    )


def _invite(form: InviteForm, by: Any) -> None:
    role = form.cleaned_data["role"]
    actions.invite(
        user=form.save(commit=False),
        role=Role(role) if role else None,
        department=form.cleaned_data["department"],
        by=by,
    )


@guard(Permission.ORGANISE)
@require_safe
def person(request: Request, pk: int) -> HttpResponse:
    user = get_object_or_404(User.objects.select_related("deputy"), pk=pk)
    return _person_page(request, user, RoleForm(user=user))


def _person_page(request: Request, user: User, form: RoleForm, status: int = 200) -> HttpResponse:
    memberships = list(user.memberships.select_related("department").order_by("role"))
    roles = [(membership, ROLES[Role(membership.role)].description) for membership in memberships]
    return page(
        request,
        "organisation/person.html",
        person=user,
        invited=user.password.startswith("!"),
        facts=[
            ("E-mailadres", user.email),
            ("Functie", user.from_where),
            ("Telefoon", user.phone),
            ("Vervanger", user.deputy),
        ],
        roles=roles,
        is_self=user.pk == request.user.pk,
        form=layout(form, submit="Rol geven", action=reverse("organisation:role_give", args=[user.pk])),
        status=status,
    )


@guard(Permission.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: Request, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    back = reverse("organisation:person", args=[pk])
    name = user.name
    form = PersonForm(request.POST or None, instance=user)
    if form.is_valid() and form.saved(lambda: keep(form, request.user)):
        messages.success(request, "De gegevens zijn opgeslagen.")
        return redirect(back)
    return page(
        request,
        "organisation/edit.html",
        heading=f"Gegevens van {name}",
        lead="Alleen zakelijke gegevens.",
        crumbs=[("Medewerkers", reverse("organisation:people")), (name, back)],
        form=laid_out(form, cancel=back),
    )


@guard(Permission.ORGANISE)
@require_POST
def role_give(request: Request, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    form = RoleForm(request.POST, user=user)
    if not form.is_valid():
        return _person_page(request, user, form)
    role = Role(form.cleaned_data["role"])
    actions.give_role(user=user, role=role, department=form.cleaned_data["department"], by=request.user)
    messages.success(request, f"{user} heeft nu de rol {role.label}.")
    return redirect("organisation:person", pk)


@guard(Permission.ORGANISE)
@require_POST
def role_take(request: Request, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.select_related("user", "department"), pk=pk)
    user = membership.user
    actions.take_role(membership=membership, by=request.user)
    messages.success(request, f"De rol {membership.get_role_display()} van {user} is ingetrokken.")
    return redirect("organisation:person", user.pk)


@guard(Permission.ORGANISE)
@require_POST
def send_link(request: Request, pk: int) -> HttpResponse:
    user = get_object_or_404(User.objects.active(), pk=pk)
    actions.send_link(user=user, by=request.user)
    messages.success(request, f"{user} krijgt een e-mail met een link om een wachtwoord te kiezen.")
    return redirect("organisation:person", pk)


@guard(Permission.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: Request, pk: int) -> HttpResponse:
    user = get_object_or_404(User.objects.active(), pk=pk)
    back = reverse("organisation:person", args=[pk])
    if request.method == "POST":
        actions.deactivate(user=user, by=request.user)
        messages.success(request, f"{user} kan niet meer inloggen. Open sessies zijn gestopt.")
        return redirect(back)
    rules.check_deactivate(by=request.user, user=user)
    return page(
        request,
        "organisation/confirm.html",
        heading=f"Toegang van {user} stoppen?",
        sentences=[
            f"{user} kan meteen niet meer inloggen. Wie nu is ingelogd, wordt uitgelogd.",
            "Alles wat deze medewerker heeft vastgelegd, blijft staan. U kunt de toegang later weer openen.",
        ],
        losses=_losses(user),
        crumbs=[("Medewerkers", reverse("organisation:people")), (user.name, back)],
        submit="Toegang stoppen",
        cancel=back,
    )


def _losses(user: User) -> list[str]:
    """What nobody does any more once this person cannot log in."""
    routes = user.owned_routes.filter(active=True).select_related("area", "theme")
    losses = [f"Eigenaar van de escalatieroute “{route.get_step_display()}”." for route in routes]
    losses += [f"Inspringer bij “{route.get_step_display()}”." for route in user.stand_in_routes.filter(active=True)]
    losses += [f"Hoofd van {department}." for department in user.heads.filter(active=True)]
    losses += [f"Vervanger van het hoofd van {department}." for department in user.deputy_heads.filter(active=True)]
    return losses + [f"Vervanger van {other}." for other in user.deputy_of.filter(is_active=True)]


@guard(Permission.ORGANISE)
@require_POST
def activate(request: Request, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk, is_active=False)
    actions.activate(user=user, by=request.user)
    messages.success(request, f"{user} kan weer inloggen.")
    return redirect("organisation:person", pk)
