"""Everything that changes the organisation: rule, row and trail in one transaction."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from common import audit, outbox
from common.edits import save_if_unchanged
from common.models import Versioned
from common.refusal import Refused
from organisation import areas, rules
from organisation.links import absolute
from organisation.models import (
    Area,
    AreaImport,
    Department,
    EscalationRoute,
    Instruction,
    Membership,
    Organisation,
    Resource,
    User,
)
from organisation.resources import SHIPPED
from organisation.roles import Permission, Role

V = TypeVar("V", bound=Versioned)
Flag = Callable[..., None]


@transaction.atomic
def keep(*, thing: V, fields: Iterable[str], seen: int, by: User, flag: Flag | None = None) -> V:
    """Add or change a department, area, theme, partner or person; raises Changed when someone else was first.

    `flag` is the form's own way to tell the privacy officer about a text that was kept with a reason.
    """
    rules.check_organise(by)
    _store(thing, fields, seen)
    if flag:
        flag(thing, by=by)
    _record("kept", thing, by)
    return thing


def _store(thing: Versioned, fields: Iterable[str], seen: int) -> None:
    if thing.pk is None:
        thing.save()
    else:
        save_if_unchanged(thing, fields, seen=seen)


def _record(verb: str, thing: Any, by: User | None) -> None:
    audit.record(f"{thing._meta.model_name}.{verb}", thing, by=by)


# People


@transaction.atomic
def invite(*, user: User, role: Role | None = None, department: Department | None = None, by: User) -> User:
    """Make the account without a password and mail a link with which the person sets one."""
    rules.check_organise(by)
    user.set_unusable_password()
    user.save()
    _record("invited", user, by)
    if role:
        give_role(user=user, role=role, department=department, by=by)
    _mail_link(user, new=True)
    return user


@transaction.atomic
def send_link(*, user: User, by: User) -> None:
    """Mail a link with which someone sets a new password; the old one works until then."""
    rules.check_organise(by)
    _record("password_link_sent", user, by)
    _mail_link(user, new=user.password.startswith("!"))


def password_url(user: User) -> str:
    """Works once, for three days: the token holds the present password and the last login."""
    code = urlsafe_base64_encode(force_bytes(user.pk))
    return absolute("organisation:set_password", code, default_token_generator.make_token(user))


def _mail_link(user: User, *, new: bool) -> None:
    what = "Er is een account voor u gemaakt." if new else "Voor uw account is een nieuw wachtwoord gevraagd."
    outbox.write(
        key=f"password:{user.pk}:{uuid4().hex}",
        to=user.email,
        subject="Kies uw wachtwoord",
        body=(
            f"Beste {user.name},\n\n{what} Kies uw wachtwoord met deze link. De link werkt één keer, drie dagen lang:\n"
            f"{password_url(user)}\n\nHebt u dit niet verwacht? Meld het bij uw beheerder en gebruik de link niet.\n"
        ),
    )


@transaction.atomic
def set_password(*, user: User, password: str) -> None:
    """The person chose a password. All sessions that were open end, because they are bound to the old one."""
    user.set_password(password)
    user.save(update_fields=["password"])
    _record("password_set", user, user)


@transaction.atomic
def change_own_details(*, user: User, fields: Iterable[str], seen: int) -> None:
    save_if_unchanged(user, fields, seen=seen)
    _record("kept", user, user)


@transaction.atomic
def deactivate(*, user: User, by: User) -> None:
    """Stop the access of someone; what they did stays. Open sessions end with the next click."""
    _lock_admins()
    rules.check_deactivate(by=by, user=user)
    User.objects.filter(pk=user.pk).update(is_active=False, calendar_secret="")
    _record("deactivated", user, by)
    _tell_about_rights(by)


@transaction.atomic
def activate(*, user: User, by: User) -> None:
    rules.check_organise(by)
    User.objects.filter(pk=user.pk).update(is_active=True)
    _record("activated", user, by)
    _tell_about_rights(by)


@transaction.atomic
def give_role(*, user: User, role: Role, department: Department | None, by: User) -> Membership:
    rules.check_give_role(by=by, user=user)
    membership, made = Membership.objects.get_or_create(user=user, role=role, department=department)
    if made:
        audit.record(f"role.given.{role}", user, by=by)
        if role in rules.PRIVILEGED:
            _tell_about_rights(by)
    return membership


@transaction.atomic
def take_role(*, membership: Membership, by: User) -> None:
    _lock_admins()
    rules.check_take_role(by=by, membership=membership)
    audit.record(f"role.taken.{membership.role}", membership.user, by=by)
    privileged = Role(membership.role) in rules.PRIVILEGED
    membership.delete()
    if privileged:
        _tell_about_rights(by)


@transaction.atomic
def mark_reviewed(*, memberships: Iterable[Membership], by: User) -> int:
    """Someone looked whether these rights are still right (BIO2 5.18.02)."""
    rules.check_organise(by)
    rows = list(memberships)
    Membership.objects.filter(pk__in=[row.pk for row in rows]).update(reviewed_on=timezone.localdate())
    for row in rows:
        audit.record(f"role.reviewed.{row.role}", f"organisation.user:{row.user_id}", by=by)
    return len(rows)


def _lock_admins() -> None:
    """Two admins who take each other's role at the same moment wait for one another."""
    list(Membership.objects.select_for_update().filter(role=Role.ADMIN).values_list("pk"))


def _tell_about_rights(by: User) -> None:
    """Changes in far-reaching rights are seen by the other admins and the privacy officers, once an hour at most."""
    hour = timezone.localtime().strftime("%Y-%m-%dT%H")
    watchers = (User.objects.who_may(Permission.ORGANISE) | User.objects.who_may(Permission.PRIVACY)).distinct()
    for watcher in watchers:
        if watcher.pk != by.pk:
            outbox.write(
                key=f"rights:{hour}:{watcher.pk}",
                to=watcher.email,
                subject="Rechten van medewerkers zijn gewijzigd",
                body=f"Beste {watcher.name},\n\nEen beheerder heeft rechten of toegang gewijzigd. Kijk of dit klopt:\n"
                f"{absolute('organisation:access')}\n",
            )


# Routes


@transaction.atomic
def keep_route(*, route: EscalationRoute, informed: Iterable[User], fields: Iterable[str], seen: int, by: User) -> None:
    """Add or change a route with the people who are told. The history keeps who held it before."""
    rules.check_organise(by)
    _store(route, fields, seen)
    route.informed.set(informed)
    _record("kept", route, by)


@transaction.atomic
def stop_route(*, route: EscalationRoute, seen: int, by: User) -> None:
    """Put a route out of use; it stays readable, because old signals went along it."""
    list(EscalationRoute.objects.select_for_update().filter(step=route.step, active=True).values_list("pk"))
    rules.check_stop_route(by=by, route=route)
    route.active = False
    save_if_unchanged(route, ["active"], seen=seen)
    _record("stopped", route, by)


# Resources


@transaction.atomic
def report_broken(*, resource: Resource, note: str, by: User, flag: Callable[[], None]) -> None:
    """Anybody may say that a link does not work; the first report stands until an admin looked."""
    reported = {"broken_on": timezone.localdate(), "broken_by": by, "broken_note": note}
    if Resource.objects.filter(pk=resource.pk, broken_on__isnull=True).update(version=F("version") + 1, **reported):
        flag()
        _record("reported", resource, by)


@transaction.atomic
def take_resources(*, by: User) -> int:
    """The pages that the guides themselves name. Those with a name or an address that is on the list already stay."""
    rules.check_organise(by)
    names, urls = set(), set()
    for name, url in Resource.objects.values_list("name", "url"):
        names.add(name)
        urls.add(url)
    made = [Resource(**row) for row in SHIPPED if row["name"] not in names and row["url"] not in urls]
    for each in made:
        each.save()
        _record("kept", each, by)
    return len(made)


# Areas


@transaction.atomic
def end_area(*, area: Area, on: Any, seen: int, by: User) -> None:
    """From this day nothing new is filed under the area; what is there stays findable."""
    rules.check_organise(by)
    area.valid_to = on
    save_if_unchanged(area, ["valid_to"], seen=seen)
    _record("ended", area, by)


@transaction.atomic
def hold_import(*, rows: list[dict[str, Any]], valid_from: Any, end_missing: bool, by: User) -> AreaImport:
    """Keep what was read until someone confirms it; drafts of yesterday go."""
    rules.check_organise(by)
    AreaImport.objects.filter(created__lt=timezone.now() - timedelta(days=1)).delete()
    return AreaImport.objects.create(rows=rows, valid_from=valid_from, end_missing=end_missing, by=by)


@transaction.atomic
def import_areas(*, held: AreaImport, by: User) -> areas.Plan:
    """Do what was shown, all or nothing, and forget the draft. Two at once wait for each other."""
    list(AreaImport.objects.select_for_update().filter(pk=held.pk))
    plan = change_areas(
        rows=[areas.Row.from_json(row) for row in held.rows],
        valid_from=held.valid_from,
        end_missing=held.end_missing,
        by=by,
    )
    held.delete()
    return plan


@transaction.atomic
def change_areas(*, rows: list[areas.Row], valid_from: date, end_missing: bool, by: User | None) -> areas.Plan:
    """New codes are added, known codes are corrected, missing codes end if so asked. `by` None is the command line."""
    if by is not None:
        rules.check_organise(by)
    plan = areas.plan(rows, end_missing=end_missing)
    if plan.errors:
        raise Refused(f"Het bestand past niet meer bij de gebieden: {plan.errors[0]}")
    by_code = {area.code: area for area in Area.objects.current()}
    for row in plan.new:
        by_code[row.code] = Area(
            code=row.code,
            name=row.name,
            level=row.level,
            parent=by_code.get(row.parent),
            shape=row.shape,
            valid_from=valid_from,
        )
        by_code[row.code].save()
    for area, row, _ in plan.changed:
        area.name, area.level, area.parent = row.name, row.level, by_code.get(row.parent)
        area.shape = row.shape or area.shape
        area._change_reason = "Ingelezen uit een bestand"  # type: ignore[attr-defined]
        save_if_unchanged(area, ["name", "level", "parent", "shape"], seen=area.version)
    for area in plan.ended:
        area.valid_to = max(valid_from, area.valid_from)
        save_if_unchanged(area, ["valid_to"], seen=area.version)
    if not plan.empty:
        audit.record("area.imported", f"organisation.area:{len(rows)} rijen", by=by)
    return plan


# The organisation itself


@transaction.atomic
def keep_organisation(*, organisation: Organisation, fields: Iterable[str], seen: int, by: User, flag: Flag) -> None:
    rules.check_organise(by)
    organisation.setup_done = True
    save_if_unchanged(organisation, [*fields, "setup_done"], seen=seen)
    flag(organisation, by=by)
    _record("kept", organisation, by)


@transaction.atomic
def write_instruction(*, kind: str, text: str, by: User, flag: Flag) -> Instruction:
    """A new version; the old ones stay. The same text again makes no version."""
    rules.check_organise(by)
    newest = Instruction.objects.filter(kind=kind).first()
    if newest is not None and newest.text == text:
        return newest
    instruction = Instruction.objects.create(kind=kind, text=text, by=by)
    flag(instruction, by=by)
    _record("kept", instruction, by)
    return instruction
