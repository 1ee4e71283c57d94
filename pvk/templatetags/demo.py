"""The logins of the demo town, for the page where one chooses who to be."""

from dataclasses import dataclass

from django import template
from django.conf import settings

from organisation.roles import ROLES, Role

register = template.Library()

LOGINS = {
    "melder": Role.REPORTER,
    "team": Role.ASSESSOR,
    "eigenaar": Role.CASE_OWNER,
    "coordinator": Role.COORDINATOR,
    "manager": Role.EXECUTIVE,
    "beheerder": Role.ADMIN,
    "privacy": Role.PRIVACY_OFFICER,
}


@dataclass(frozen=True)
class DemoLogin:
    email: str
    role: str
    description: str


@register.simple_tag
def demo_logins() -> list[DemoLogin]:
    """Empty outside the demo."""
    if not settings.DEMO:
        return []
    return [
        DemoLogin(f"{name}@voorbeeldstad.example", role.label, ROLES[role].description) for name, role in LOGINS.items()
    ]
