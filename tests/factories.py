"""Boring rows for tests; every argument by keyword."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.models import Case, Diagnosis, Placement, SignalLink
from organisation.models import User
from plans.models import Action, Plan
from signals.models import Signal
from tests.people import Town


def make_signal(*, town: Town, **fields: Any) -> Signal:
    values: dict[str, Any] = {
        "what": "Omwonenden en jongeren mijden elkaar bij het plein.",
        "area": town.neighbourhood,
        "district": town.district,
        "known": Signal.Known.SEEN,
        "reporter": town.reporter,
        "source_function": "medewerker",
        "source": "Wijkteam",
        **fields,
    }
    return Signal.objects.create(**values)


def make_case(*, town: Town, **fields: Any) -> Case:
    values: dict[str, Any] = {
        "title": "Herinrichting van de Rozenstraat",
        "reason": "Bewoners en ondernemers denken verschillend over de straat.",
        "theme": town.theme,
        "department": town.social,
        "owner": town.owner,
        **fields,
    }
    case = Case.objects.create(**values)
    case.areas.add(town.neighbourhood)
    return case


def make_placement(*, by: User, x: int = 2, y: int = 2, **fields: Any) -> Placement:
    values: dict[str, Any] = {
        "x_min": x,
        "x_max": x,
        "y_min": y,
        "y_max": y,
        "reason": "Men groet elkaar niet meer.",
        "function": "medewerker",
        "by": by,
        **fields,
    }
    return Placement.objects.create(**values)


def make_diagnosis(*, case: Case, by: User, x: int = 2, y: int = 2, **fields: Any) -> Diagnosis:
    values: dict[str, Any] = {
        "placement": make_placement(case=case, by=by, x=x, y=y),
        "outcome": Diagnosis.Outcome.MONITOR,
        "reason": "Het is rustig, maar dat kan veranderen.",
        "functions": ["wijkregisseur", "jongerenwerker"],
        "by": by,
        **fields,
    }
    diagnosis = Diagnosis.objects.create(case=case, **values)
    case.diagnosis = diagnosis
    case.save(update_fields=["diagnosis"])
    return diagnosis


def link(*, case: Case, signal: Signal, by: User) -> SignalLink:
    return SignalLink.objects.create(case=case, signal=signal, by=by, reason="Gaat over dezelfde straat.")


def make_plan(*, case: Case, **fields: Any) -> Plan:
    return Plan.objects.create(case=case, **{"challenge": "Buren praten weer met elkaar.", **fields})


def make_action(*, plan: Plan, town: Town, **fields: Any) -> Action:
    values: dict[str, Any] = {
        "what": "Straatgesprek voorbereiden",
        "for_whom": "omwonenden",
        "owner": town.owner,
        "department": town.social,
        "due_on": timezone.localdate() + timedelta(days=14),
        **fields,
    }
    return Action.objects.create(plan=plan, **values)
