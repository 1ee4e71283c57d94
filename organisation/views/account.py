"""What everyone does for themselves: own details, own password, and see what one may do."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from common.crispy import layout
from common.guards import public, signed_in
from common.pages import page
from organisation import actions
from organisation.forms import AccountForm
from organisation.models import User
from organisation.request import Request
from organisation.roles import ROLES, Permission, Role


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: Request) -> HttpResponse:
    user = User.objects.get(pk=request.user.pk)
    form = AccountForm(request.POST or None, instance=user)
    if form.is_valid() and form.saved(
        lambda: actions.change_own_details(
            user=form.save(commit=False), fields=form.columns, seen=form.cleaned_data["version"]
        )
    ):
        messages.success(request, "Uw gegevens zijn opgeslagen.")
        return redirect("organisation:account")
    memberships = request.user.memberships.select_related("department").order_by("role")
    return page(
        request,
        "organisation/account.html",
        form=layout(form, submit="Opslaan"),
        roles=[(membership, ROLES[Role(membership.role)].description) for membership in memberships],
        may=[permission.value for permission in Permission if request.user.may(permission)],
    )


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Request) -> HttpResponse:
    """Other sessions of this person end; this one stays."""
    form = PasswordChangeForm(request.user, request.POST or None)
    if form.is_valid():
        actions.set_password(user=request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, "Uw wachtwoord is gewijzigd. Op andere apparaten moet u opnieuw inloggen.")
        return redirect("organisation:account")
    return page(
        request,
        "organisation/edit.html",
        heading="Wachtwoord wijzigen",
        lead="Minstens twaalf tekens. Een zin van een paar woorden is sterk en makkelijk te onthouden.",
        crumbs=[("Mijn gegevens", reverse("organisation:account"))],
        own=True,
        form=layout(form, submit="Wachtwoord wijzigen", cancel=reverse("organisation:account")),
    )


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The page behind the link in the mail. A used, old or made-up link gets one and the same answer."""
    user = _user_of(code)
    if user is None or not default_token_generator.check_token(user, token):
        return page(request, "organisation/set_password.html", broken=True, status=410)
    form = SetPasswordForm(user, request.POST or None)
    if form.is_valid():
        actions.set_password(user=user, password=form.cleaned_data["new_password1"])
        messages.success(request, "Uw wachtwoord staat. U kunt nu inloggen.")
        return redirect("login")
    return page(request, "organisation/set_password.html", person=user, form=layout(form, submit="Wachtwoord opslaan"))


def _user_of(code: str) -> User | None:
    try:
        return User.objects.active().filter(pk=int(urlsafe_base64_decode(code))).first()
    except (ValueError, OverflowError):
        return None
