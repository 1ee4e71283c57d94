"""What the admin must look at: everything that is missing or broken, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse

from common import jobs
from common.models import Job, Mail
from organisation import routes, rules
from organisation.current import organisation
from organisation.models import Area, Department, EscalationRoute, Membership, Partner, Resource, Theme, User

REVIEW_AFTER = timedelta(days=365)
BEHIND = timedelta(minutes=5)


@dataclass(frozen=True)
class Missing:
    """One thing to mend: what is wrong, what it causes, and where to mend it."""

    kind: str
    title: str
    text: str
    url: str
    action: str


def review_due(today: date) -> Q:
    return Q(role__in=rules.PRIVILEGED, user__is_active=True, reviewed_on__lte=today - REVIEW_AFTER)


def missing(today: date) -> list[Missing]:
    return [*_leadership(), *_routes(), *_people(today), *_areas(), *_resources(), *_work()]


def _leadership() -> list[Missing]:
    here = organisation()
    url = reverse("organisation:settings")
    found = []
    for person, role in ((here.coordinator, "coördinator"), (here.deputy_coordinator, "vervangend coördinator")):
        if person is None:
            text = "Niemand ziet wie hij kan bellen over een signaal."
            found.append(Missing("danger", f"Er is geen {role}", text, url, "Kies iemand"))
        elif not person.is_active:
            text = "Deze persoon kan niet meer inloggen en krijgt geen berichten."
            found.append(Missing("danger", f"De {role} {person} doet niet meer mee", text, url, "Kies iemand anders"))
    if not here.executive_name:
        text = "Leg vast wie bestuurlijk verantwoordelijk is, bijvoorbeeld de burgemeester of een wethouder."
        found.append(Missing("warn", "Er is geen bestuurlijk verantwoordelijke", text, url, "Vul in"))
    return found


def _routes() -> list[Missing]:
    url = reverse("organisation:routes")
    return [
        Missing("danger", f"De stap “{step.label}” heeft geen werkende route", why, url, "Maak een route")
        for step, why in routes.gaps()
    ]


def _people(today: date) -> list[Missing]:
    counts = User.objects.active().aggregate(
        without_role=Count("pk", filter=Q(memberships=None), distinct=True),
        invited=Count("pk", filter=rules.NEVER_SET, distinct=True),
    )
    due = Membership.objects.filter(review_due(today)).count()
    headless = Department.objects.filter(Q(head=None) | Q(head__is_active=False), active=True).count()
    people, access = reverse("organisation:people"), reverse("organisation:access")
    found = []
    if headless:
        text = "Wat te lang blijft liggen, gaat naar het hoofd. Zonder hoofd komt het nergens."
        url = reverse("organisation:departments")
        found.append(Missing("warn", f"Afdelingen zonder hoofd: {headless}", text, url, "Bekijk de afdelingen"))
    if counts["without_role"]:
        text = "Zij kunnen inloggen, maar niets doen."
        url = f"{people}?stand=zonder-rol"
        found.append(Missing("warn", f"Medewerkers zonder rol: {counts['without_role']}", text, url, "Geef een rol"))
    if counts["invited"]:
        text = "Zij hebben nog geen wachtwoord gekozen."
        url = f"{people}?stand=uitgenodigd"
        found.append(Missing("info", f"Open uitnodigingen: {counts['invited']}", text, url, "Bekijk ze"))
    if due:
        text = "Rollen die alles openen, worden elke twaalf maanden nagekeken (BIO2 5.18.02)."
        found.append(Missing("warn", f"Rollen om na te kijken: {due}", text, access, "Kijk ze na"))
    return found


def _areas() -> list[Missing]:
    if Area.objects.current().filter(level=Area.Level.DISTRICT).exists():
        return []
    text = "Zonder wijken kan niemand zeggen waar iets speelt."
    return [Missing("danger", "Er zijn nog geen gebieden", text, reverse("organisation:area_import"), "Lees ze in")]


def _resources() -> list[Missing]:
    broken = Resource.objects.filter(active=True, broken_on__isnull=False).count()
    if not broken:
        return []
    title = "Een link naar een bron werkt niet" if broken == 1 else f"{broken} links naar bronnen werken niet"
    text = "Een collega meldde dit. Verbeter het adres, of zet de bron uit."
    return [Missing("info", title, text, reverse("organisation:resources"), "Bekijk de bronnen")]


def _work() -> list[Missing]:
    found = []
    url = reverse("organisation:mailbox")
    behind = jobs.delay()
    if behind > BEHIND:
        minutes = int(behind.total_seconds() // 60)
        text = "Mail, herinneringen en pdf’s komen later. Er gaat niets verloren. Vraag of de worker nog draait."
        found.append(
            Missing("danger", f"Het werk op de achtergrond loopt {minutes} minuten achter", text, url, "Bekijk")
        )
    failed = Job.objects.filter(state=Job.State.FAILED).count()
    if failed:
        text = "Dit is acht keer geprobeerd. Vraag de technisch beheerder in het logboek van de worker te kijken."
        found.append(Missing("warn", f"Mislukte taken: {failed}", text, url, "Bekijk"))
    return found


@dataclass(frozen=True)
class Counts:
    """How much there is of everything, for the tiles on the landing page."""

    departments: int
    people: int
    areas: int
    themes: int
    partners: int
    routes: int


def counts() -> Counts:
    return Counts(
        departments=Department.objects.filter(active=True).count(),
        people=User.objects.active().count(),
        areas=Area.objects.current().count(),
        themes=Theme.objects.filter(active=True).count(),
        partners=Partner.objects.filter(active=True).count(),
        routes=EscalationRoute.objects.filter(active=True).count(),
    )


@dataclass(frozen=True)
class Waiting:
    """The state of the work that is done in the background."""

    jobs: int
    failed: int
    mails: int
    minutes: int


def waiting() -> Waiting:
    states = dict(Job.objects.filter(state__in=["waiting", "failed"]).values_list("state").annotate(Count("pk")))
    return Waiting(
        jobs=states.get("waiting", 0),
        failed=states.get("failed", 0),
        mails=Mail.objects.filter(sent=None).count(),
        minutes=int(jobs.delay().total_seconds() // 60),
    )
