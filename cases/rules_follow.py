"""Rules of the diagnosis, the follow-up decision and the checks: who, when, and what must be known first."""

from collections.abc import Iterable
from datetime import date, timedelta

from cases import rules
from cases.models import Case, Diagnosis, ExchangeEntry, Placement
from common.refusal import Refused
from method.map import Shape
from organisation.models import Department, Organisation, Partner, Step, User
from organisation.roles import Permission

EXCHANGE = "ESS-handreiking §2.3"
DIAGNOSIS = "ESS-handreiking §2.4"
HANDLING = "ESS-handreiking hoofdstuk 3"
QUADRANT_D = "ESS-handreiking §3.4"
LADDER = "ESS-handreiking §5.2"
NO_ACTION = (Diagnosis.Outcome.NONE, Diagnosis.Outcome.POSITIVE)


# Who and when


def check_follow(user: User, case: Case) -> None:
    """Diagnosing, deciding and checking: whoever keeps the file, while the case is open."""
    if not user.may(Permission.DIAGNOSE):
        raise Refused("Een diagnose of vervolgbesluit vastleggen doet de casuseigenaar of de coördinator.")
    rules.check_change(user, case)


def can_follow(user: User, case: Case) -> bool:
    return rules.boolean(check_follow, user, case)


def check_look(user: User, case: Case) -> None:
    """The check on the review date: the same people, and whoever gets it when it is left: the deputy of the owner,
    the head of the department, and the deputy of the head."""
    if case.state == Case.State.CLOSED:
        raise Refused("Deze casus is gesloten. Heropen de casus om weer te volgen.")
    if user.pk not in (case.owner.deputy_id, case.department.head_id, case.department.deputy_id):
        check_follow(user, case)


# Diagnosis


def independent_sources(case: Case) -> list[str]:
    """The distinct sources of the signals that are linked now. Two signals of one source are one source (R-A-056)."""
    named = case.links.filter(ended_at__isnull=True).values_list("signal__source", flat=True)
    return sorted({" ".join(source.split()).casefold() for source in named if source.strip()})


def check_two_sources(outcome: str, sources: list[str]) -> None:
    """PT-01. Only the conclusion "act" needs two; following or doing nothing never does. Acute signals have their
    own route and wait for no diagnosis, so they are not held up here."""
    if outcome != Diagnosis.Outcome.ACT or len(sources) >= 2:
        return
    found = "Er is nog geen signaal gekoppeld." if not sources else "Alle gekoppelde signalen komen van één bron."
    raise Refused(
        f"{found} Voor “Handelen” zijn twee bronnen nodig die los van elkaar staan. Verzamel meer of vraag anderen "
        "mee te kijken; “volgen” kan wel. Is het acuut? Dan wacht de acute route hier niet op.",
        EXCHANGE,
    )


def last_exchange(case: Case) -> ExchangeEntry | None:
    return case.exchange.order_by("-at", "-pk").first()


def check_replotted(placement: Placement | None, last: ExchangeEntry | None, nothing_changed: bool) -> None:
    """R-A-074: after the exchange people look at the map again. `placement` is None when it is made right now."""
    if placement is None or last is None or nothing_changed or placement.at > last.at:
        return
    raise Refused(
        "Deze plaatsing is ouder dan de laatste bijdrage aan de uitwisseling. Plaats samen opnieuw, of bevestig dat "
        "er sindsdien niets is veranderd.",
        DIAGNOSIS,
    )


def check_agreement(outcome: str, agreed: bool, unagreed_reason: str) -> None:
    """R-A-076: acting without agreement about the place is possible, with a reason."""
    if outcome == Diagnosis.Outcome.ACT and not agreed and not unagreed_reason.strip():
        raise Refused(
            "U bent het niet eens over de plaats. Schrijf waarom u toch verdergaat met handelen, of kies eerst voor "
            "meer uitwisseling.",
            HANDLING,
        )


def check_not_nothing(outcome: str, shape: Shape, nothing_reason: str) -> None:
    """R-A-114: in quadrant D doing nothing is no option, unless someone says why."""
    if outcome in NO_ACTION and "D" in shape.quadrants and not nothing_reason.strip():
        raise Refused(
            "Deze plaats raakt kwadrant D: hoog op beide assen. Niets doen is daar geen goede keuze. Schrijf waarom u "
            "toch geen actie kiest; de bestuurder ziet deze reden.",
            QUADRANT_D,
        )


def check_monitor_date(outcome: str, review_on: date | None, today: date) -> None:
    """PT-05: what is followed has a date."""
    if outcome == Diagnosis.Outcome.MONITOR and review_on is None:
        raise Refused("Kies wanneer u opnieuw kijkt. Volgen zonder datum wordt vergeten.", DIAGNOSIS)
    check_ahead(review_on, today)


def check_ahead(review_on: date | None, today: date) -> None:
    if review_on is not None and review_on <= today:
        raise Refused("Kies een datum na vandaag voor de volgende check.")
    if review_on is not None and review_on > today + timedelta(days=731):
        raise Refused("Kies een datum binnen twee jaar. Een casus die u niet meer volgt, kunt u sluiten.")


def check_functions(functions: list[str]) -> None:
    if not functions:
        raise Refused("Noem ten minste één functie die meedeed aan de diagnose.", DIAGNOSIS)


def narrow_circle(functions: Iterable[str]) -> str:
    """A hint, never a refusal: who else could have looked along (R-A-077)."""
    named = list(functions)
    if len(named) == 1:
        return "Er deed één functie mee. Samen kijken levert meer op dan alleen."
    organisations = {name.rpartition(", ")[2].casefold() if ", " in name else "" for name in named}
    if len(organisations) == 1:
        return "Alle functies komen van één organisatie. Wie van buiten ziet iets wat u niet ziet?"
    return ""


# Review dates


def review_days(quadrants: Iterable[str], town: Organisation) -> int:
    """How often to look by default: the shortest of the quadrants that the shape covers (R-A-078)."""
    days = {"A": town.review_days_a, "B": town.review_days_b, "C": town.review_days_c, "D": town.review_days_d}
    return min((days[letter] for letter in quadrants), default=town.review_days_a)


def is_dated(diagnosis: Diagnosis, today: date, town: Organisation) -> bool:
    """R-A-080: older than the period that the town chose."""
    return (today - diagnosis.on).days > town.dated_days


# Follow-up decision


def check_step_date(step: int, review_on: date | None, today: date) -> None:
    if step == Step.FOLLOW and review_on is None:
        raise Refused("Bij “Volgen” hoort een datum waarop u opnieuw kijkt.", LADDER)
    check_ahead(review_on, today)


def check_step_departments(step: int, department: Department, joined: Iterable[Department]) -> None:
    others = [each for each in joined if each.pk != department.pk]
    if step == Step.DEPARTMENT and others:
        raise Refused(
            "Bij deze stap is één afdeling aan zet. Kies stap 3 als er meer meedoen; wie het moet weten, kunt u "
            "informeren.",
            LADDER,
        )
    if step == Step.INTERNAL_JOINT and not others:
        raise Refused("Kies bij deze stap ten minste één andere afdeling die meedoet.", LADDER)


def check_step_partners(step: int, partners: Iterable[Partner]) -> None:
    if step == Step.EXTERNAL and not list(partners):
        raise Refused("Kies bij deze stap ten minste één partner van buiten de gemeente.", LADDER)


def is_front(diagnosis: Diagnosis | None) -> bool:
    return diagnosis is not None and diagnosis.placement.shape.front


def check_step_front(step: int, diagnosis: Diagnosis | None, front_reason: str) -> None:
    if step == Step.TRIANGLE and is_front(diagnosis) and not front_reason.strip():
        raise Refused("De situatie staat nog aan de voorkant. Schrijf waarom stap 5 nu nodig is.", LADDER)


def check_step_diagnosis(step: int, diagnosis: Diagnosis | None) -> None:
    """Following is always possible; acting follows from a diagnosis that says so."""
    if diagnosis is None:
        raise Refused("Leg eerst samen een diagnose vast. Daarna kiest u wie aan zet is.", DIAGNOSIS)
    if step != Step.FOLLOW and diagnosis.outcome in NO_ACTION:
        raise Refused(
            f"De laatste diagnose is “{diagnosis.get_outcome_display()}”. Daarbij past alleen stap 1. "
            "Stel een nieuwe diagnose als er toch iets moet gebeuren.",
            DIAGNOSIS,
        )
