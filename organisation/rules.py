"""Who may change what of the organisation, and when. Each refusal is one sentence for a person."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q

from common.refusal import Refused
from organisation.models import Area, EscalationRoute, Membership, User
from organisation.roles import ROLES, Permission, Role

BIO = "BIO2 5.18.02"

PRIVILEGED = frozenset(
    role
    for role, info in ROLES.items()
    if info.permissions & {Permission.CASE_ALL, Permission.SIGNAL_ALL, Permission.ORGANISE, Permission.PRIVACY}
)
"""Roles that open everything: they are looked at again every twelve months."""

NEVER_SET = Q(("password__startswith", UNUSABLE_PASSWORD_PREFIX))
"""Invited, but no password was chosen yet."""

IN_A_DEPARTMENT = frozenset({Role.ASSESSOR, Role.CASE_OWNER})
"""Case work is done for a department."""


def check_organise(user: User) -> None:
    if not user.may(Permission.ORGANISE):
        raise Refused("Alleen een beheerder kan de organisatie inrichten.")


def other_admins(user: User) -> bool:
    """Whether someone else can still administer: an active admin who can log in."""
    return User.objects.active().filter(memberships__role=Role.ADMIN).exclude(pk=user.pk).exclude(NEVER_SET).exists()


def check_give_role(*, by: User, user: User) -> None:
    """Four eyes: nobody gives a role to himself."""
    check_organise(by)
    if by.pk == user.pk:
        raise Refused("U kunt uzelf geen rol geven. Vraag een andere beheerder om dit te doen.", source=BIO)


def check_take_role(*, by: User, membership: Membership) -> None:
    check_organise(by)
    if membership.role == Role.ADMIN and not other_admins(membership.user):
        raise Refused("Dit is de laatste beheerder die kan inloggen. Maak eerst iemand anders beheerder.")


def check_deactivate(*, by: User, user: User) -> None:
    check_organise(by)
    if by.pk == user.pk:
        raise Refused("U kunt uw eigen toegang niet stoppen. Vraag een andere beheerder om dit te doen.")
    if any(membership.role == Role.ADMIN for membership in user.current_memberships) and not other_admins(user):
        raise Refused("Dit is de laatste beheerder die kan inloggen. Maak eerst iemand anders beheerder.")


def is_net(route: EscalationRoute) -> bool:
    """A route that catches whatever no other route is about."""
    return route.theme_id is None and (route.area is None or route.area.level == Area.Level.MUNICIPALITY)


def check_stop_route(*, by: User, route: EscalationRoute) -> None:
    check_organise(by)
    if is_net(route):
        check_net_stays(route)


def check_net_stays(route: EscalationRoute) -> None:
    """The last net of a step is not taken away: first someone else takes over."""
    others = EscalationRoute.objects.filter(step=route.step, active=True, theme=None).exclude(pk=route.pk)
    if not any(is_net(other) for other in others.select_related("area")):
        raise Refused(
            f"Dit is de laatste route voor de hele gemeente bij “{route.get_step_display()}”. "
            "Kies eerst wie het overneemt: wijzig de eigenaar van deze route.",
            source="ESS-handreiking §5.2",
        )
