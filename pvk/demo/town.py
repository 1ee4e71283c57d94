"""The organisation of the demo town: areas, departments, people, routes. Safe to run again."""

from pathlib import Path
from typing import Any

import yaml

from cases.models import FaultLine
from organisation.actions import take_resources
from organisation.models import (
    Area,
    Department,
    EscalationRoute,
    Membership,
    Organisation,
    Partner,
    Theme,
    User,
)

HERE = Path(__file__).parent
DOMAIN = "voorbeeldstad.example"


def read(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def load_town(password: str) -> None:
    """Make what is missing of the town and set this password for every demo login."""
    data = read("town.yaml")
    _areas(data)
    departments = {
        row["name"]: Department.objects.get_or_create(name=row["name"], defaults={"domain": row["domain"]})[0]
        for row in data["departments"]
    }
    people = _people(data["people"], departments, password)
    for name, (head, deputy) in data["heads"].items():
        Department.objects.filter(name=name, head__isnull=True).update(head=people[head], deputy=people[deputy])
    for name in data["themes"]:
        Theme.objects.get_or_create(name=name)
    for row in data["partners"]:
        Partner.objects.get_or_create(
            name=row["name"], defaults={"kind": row["kind"], "contact_function": row["contact"]}
        )
    for row in data["fault_lines"]:
        FaultLine.objects.get_or_create(
            name=row["name"], defaults={"kind": row["kind"], "background": row["background"]}
        )
    _routes(data["routes"], departments, people)
    if not Organisation.objects.filter(pk=1, setup_done=True).exists():
        Organisation.objects.update_or_create(
            pk=1,
            defaults={
                "name": data["name"],
                "coordinator": people["coordinator"],
                "deputy_coordinator": people["vervanger"],
                "executive_name": data["executive"]["name"],
                "executive_portfolio": data["executive"]["portfolio"],
                "model_reason": data["model_reason"],
                "setup_done": True,
            },
        )
        take_resources(by=people["beheerder"])


def _areas(data: dict[str, Any]) -> None:
    """Four wijken in a square, each with three buurten beside each other."""
    town, _ = Area.objects.get_or_create(
        code="GM9999", defaults={"name": data["name"], "level": 0, "shape": _box(5.0, 52.0, 0.06, 0.04)}
    )
    for number, row in enumerate(data["wijken"]):
        west, south = 5.0 + 0.03 * (number % 2), 52.0 + 0.02 * (number // 2)
        wijk, _ = Area.objects.get_or_create(
            code=row["code"],
            defaults={"name": row["name"], "level": 1, "parent": town, "shape": _box(west, south, 0.03, 0.02)},
        )
        for place, name in enumerate(row["buurten"]):
            Area.objects.get_or_create(
                code=f"BU{row['code'][2:]}{place + 1:02d}",
                defaults={
                    "name": name,
                    "level": 2,
                    "parent": wijk,
                    "shape": _box(west + 0.01 * place, south, 0.01, 0.02),
                },
            )


def _box(west: float, south: float, width: float, height: float) -> dict[str, Any]:
    east, north = round(west + width, 5), round(south + height, 5)
    west, south = round(west, 5), round(south, 5)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _people(rows: list[dict[str, Any]], departments: dict[str, Department], password: str) -> dict[str, User]:
    people = {}
    for row in rows:
        user, _ = User.objects.get_or_create(
            email=f"{row['email']}@{DOMAIN}",
            defaults={
                "name": row["name"],
                "function": row["function"],
                "organisation_name": row.get("organisation", ""),
                "phone": row.get("phone", ""),
            },
        )
        if not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        for role, *department in row["roles"]:
            Membership.objects.get_or_create(
                user=user, role=role, department=departments[department[0]] if department else None
            )
        people[row["email"]] = user
    return people


def _routes(rows: list[dict[str, Any]], departments: dict[str, Department], people: dict[str, User]) -> None:
    for row in rows:
        area = Area.objects.get(code=row["area"]) if "area" in row else None
        theme = Theme.objects.get(name=row["theme"]) if "theme" in row else None
        route, made = EscalationRoute.objects.get_or_create(
            step=row["step"],
            area=area,
            theme=theme,
            defaults={
                "department": departments[row["department"]],
                "owner": people[row["owner"]],
                "stand_in": people[row["stand_in"]],
                "within_hours": row["hours"],
            },
        )
        if made:
            route.informed.set([people[name] for name in row.get("informed", [])])
