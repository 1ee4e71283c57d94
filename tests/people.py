"""A small town with known people: one who may, one who may only look, one from elsewhere."""

from dataclasses import dataclass

from organisation.models import Area, Department, Membership, Organisation, Theme, User
from organisation.roles import Role

PASSWORD = "een-lang-wachtwoord-voor-de-test"  # noqa: S105


def make_user(*, email: str, name: str, role: Role | None = None, department: Department | None = None) -> User:
    user = User.objects.create(email=email, name=name, function="medewerker")
    if role:
        Membership.objects.create(user=user, role=role, department=department)
    return user


@dataclass
class Town:
    """Areas: one municipality, two wijken with each one buurt. Departments: safety and social."""

    municipality: Area
    district: Area
    neighbourhood: Area
    other_district: Area
    other_neighbourhood: Area
    safety: Department
    social: Department
    theme: Theme
    reporter: User
    assessor: User
    owner: User
    coordinator: User
    executive: User
    admin: User
    privacy: User
    outsider: User


def make_town() -> Town:
    """`assessor` and `owner` work at social; `outsider` is case owner at safety and belongs to none of its cases."""
    municipality = Area.objects.create(code="GM9999", name="Voorbeeldstad", level=0)
    district = Area.objects.create(code="WK999901", name="Bloemetjeswijk", level=1, parent=municipality)
    neighbourhood = Area.objects.create(code="BU99990101", name="Rozenbuurt", level=2, parent=district)
    other_district = Area.objects.create(code="WK999902", name="Havenkwartier", level=1, parent=municipality)
    other_neighbourhood = Area.objects.create(code="BU99990201", name="Kade", level=2, parent=other_district)
    safety = Department.objects.create(name="Openbare Orde en Veiligheid", domain=Department.Domain.SAFETY)
    social = Department.objects.create(name="Samenleven", domain=Department.Domain.SOCIAL)
    people = {
        "reporter": make_user(email="melder@voorbeeldstad.example", name="Mila Melder", role=Role.REPORTER),
        "assessor": make_user(
            email="team@voorbeeldstad.example", name="Tom Team", role=Role.ASSESSOR, department=social
        ),
        "owner": make_user(
            email="eigenaar@voorbeeldstad.example", name="Eva Eigenaar", role=Role.CASE_OWNER, department=social
        ),
        "coordinator": make_user(
            email="coordinator@voorbeeldstad.example", name="Cor Coördinator", role=Role.COORDINATOR
        ),
        "executive": make_user(email="manager@voorbeeldstad.example", name="Mo Manager", role=Role.EXECUTIVE),
        "admin": make_user(email="beheerder@voorbeeldstad.example", name="Bo Beheer", role=Role.ADMIN),
        "privacy": make_user(email="privacy@voorbeeldstad.example", name="Pim Privacy", role=Role.PRIVACY_OFFICER),
        "outsider": make_user(
            email="buiten@voorbeeldstad.example", name="Otto Anders", role=Role.CASE_OWNER, department=safety
        ),
    }
    social.head, social.deputy = people["coordinator"], people["owner"]
    social.save()
    Organisation.objects.create(
        pk=1, name="Voorbeeldstad", coordinator=people["coordinator"], deputy_coordinator=people["owner"]
    )
    return Town(
        municipality=municipality,
        district=district,
        neighbourhood=neighbourhood,
        other_district=other_district,
        other_neighbourhood=other_neighbourhood,
        safety=safety,
        social=social,
        theme=Theme.objects.create(name="Inrichting van de straat"),
        **people,
    )
