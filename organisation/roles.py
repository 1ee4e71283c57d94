"""Roles are code: what each may do stands in one table. Only the short value of a role is stored.

Source: domain glossary 1.3 (ESS-handreiking hoofdstuk 2 and 5, VAR-handreiking "Capaciteit"), requirement R-A-009.
"""

from dataclasses import dataclass
from enum import Enum

from django.db.models import TextChoices


class Permission(Enum):
    SIGNAL_LOG = "een signaal vastleggen"
    SIGNAL_TRIAGE = "signalen beoordelen en koppelen"
    SIGNAL_ALL = "alle signalen zien"
    CASE_ALL = "alle casussen zien"
    CASE_OPEN = "een casus openen"
    CASE_EDIT = "een casusdossier bewerken"
    PLACE = "plaatsen op de verkenningskaart en meedoen aan de uitwisseling"
    MEET = "bijeenkomsten plannen en leiden"
    DIAGNOSE = "een diagnose en een vervolgbesluit vastleggen"
    PLAN_EDIT = "een actieplan opstellen"
    PLAN_APPROVE = "een actieplan vaststellen"
    EVALUATE = "een evaluatie vastleggen"
    OVERVIEW = "de overzichtskaart van alle casussen zien"
    ORGANISE = "afdelingen, mensen, gebieden en routes beheren"
    PRIVACY = "privacymeldingen en het leeslogboek zien"


class Role(TextChoices):
    REPORTER = "reporter", "Melder"
    PARTNER = "partner", "Partner"
    ASSESSOR = "assessor", "Beoordelaar"
    CASE_OWNER = "case_owner", "Casuseigenaar"
    COORDINATOR = "coordinator", "Coördinator"
    EXECUTIVE = "executive", "Manager of bestuurder"
    ADMIN = "admin", "Beheerder"
    PRIVACY_OFFICER = "privacy", "Privacyfunctionaris"


@dataclass(frozen=True)
class RoleInfo:
    description: str
    permissions: frozenset[Permission]


P = Permission
ROLES: dict[Role, RoleInfo] = {
    Role.REPORTER: RoleInfo("Legt signalen vast en ziet wat ermee is gedaan.", frozenset({P.SIGNAL_LOG})),
    Role.PARTNER: RoleInfo(
        "Kijkt op uitnodiging mee in een casus, plaatst en wisselt uit. Ziet geen andere casussen.",
        frozenset({P.SIGNAL_LOG, P.PLACE}),
    ),
    Role.ASSESSOR: RoleInfo(
        "Kijkt mee in casussen van de eigen afdeling of op uitnodiging, plaatst en wisselt uit.",
        frozenset({P.SIGNAL_LOG, P.PLACE}),
    ),
    Role.CASE_OWNER: RoleInfo(
        "Is verantwoordelijk voor casussen van de afdeling: dossier, plan, opvolging en evaluatie.",
        frozenset(
            {P.SIGNAL_LOG, P.PLACE, P.MEET, P.CASE_OPEN, P.CASE_EDIT, P.DIAGNOSE, P.PLAN_EDIT, P.EVALUATE, P.OVERVIEW}
        ),
    ),
    Role.COORDINATOR: RoleInfo(
        "Brengt signalen samen, bewaakt alle casussen en ondersteunt afdelingen.",
        frozenset(
            {
                P.SIGNAL_LOG,
                P.SIGNAL_TRIAGE,
                P.SIGNAL_ALL,
                P.CASE_ALL,
                P.CASE_OPEN,
                P.CASE_EDIT,
                P.PLACE,
                P.MEET,
                P.DIAGNOSE,
                P.PLAN_EDIT,
                P.EVALUATE,
                P.OVERVIEW,
            }
        ),
    ),
    Role.EXECUTIVE: RoleInfo(
        "Ziet het beeld van de hele gemeente en stelt actieplannen vast.",
        frozenset({P.SIGNAL_LOG, P.CASE_ALL, P.PLAN_APPROVE, P.OVERVIEW}),
    ),
    Role.ADMIN: RoleInfo(
        "Richt de organisatie in. Ziet geen signalen van anderen en geen casussen.",
        frozenset({P.SIGNAL_LOG, P.ORGANISE}),
    ),
    Role.PRIVACY_OFFICER: RoleInfo(
        "Ziet wat niet vastgelegd had mogen worden en wie wat heeft gelezen.",
        frozenset({P.SIGNAL_LOG, P.SIGNAL_ALL, P.CASE_ALL, P.PRIVACY}),
    ),
}
