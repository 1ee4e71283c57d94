"""Makes the first admin of a new installation, or another one when all others are gone."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from common import audit
from organisation.actions import password_url
from organisation.models import Membership, User
from organisation.roles import Role


class Command(BaseCommand):
    help = "Make an admin and print a link with which that person chooses a password. The link works once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", nargs="?", help="asked for when left out")
        parser.add_argument("name", nargs="?", help="asked for when left out")
        parser.add_argument("--function", default="beheerder")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        email = (options["email"] or input("E-mailadres: ")).strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is geen e-mailadres.") from error
        user = User.objects.filter(email=email).first()
        if user is None:
            name = (options["name"] or input("Naam: ")).strip() or email
            user = User(email=email, name=name[:100], function=options["function"][:100])
            user.set_unusable_password()
            user.save()
        elif not user.is_active:
            raise CommandError(f"De toegang van {email} is gestopt. Kies een ander account.")
        Membership.objects.get_or_create(user=user, role=Role.ADMIN, department=None)
        audit.record("role.given.admin", user, by=None)
        self.stdout.write(f"{user.name} is beheerder. Kies een wachtwoord met deze link (drie dagen geldig):")
        self.stdout.write(password_url(user))
