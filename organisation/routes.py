"""Who gets it: the route for a step, an area and a theme, with the reason in one sentence.

The most precise working route wins. Area goes before theme, theme before everywhere: a route for the buurt beats one
for its wijk, which beats one for the whole town. A route whose owner cannot log in is passed over, and that is said:
to whoever reads the reason, and to the admins. A rule that turns itself off in silence is how a signal gets lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from common import outbox
from organisation.links import absolute
from organisation.models import Area, EscalationRoute, Step, Theme, User
from organisation.roles import Permission


@dataclass(frozen=True)
class Place:
    """The area in question with what it lies in: ids from small to large, the town last."""

    ids: tuple[int, ...]

    def rank(self, route: EscalationRoute) -> int | None:
        """0 for the area itself, 1 for what it lies in, …; None when the route is about somewhere else.

        A route for the whole municipality and one without an area reach equally far.
        """
        if route.area_id is None:
            return 2
        if route.area_id not in self.ids:
            return None
        from_town = len(self.ids) - 1 - self.ids.index(route.area_id)
        return 2 - from_town


@dataclass(frozen=True)
class Passed:
    """A route that was not chosen, and why."""

    route: EscalationRoute
    why: str


@dataclass(frozen=True)
class Found:
    """Who gets it. `why` says why here; `alerts` says what the admin must mend."""

    route: EscalationRoute
    why: str
    informed: list[User] = field(default_factory=list)
    alerts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weighed:
    """The outcome with all that was weighed, for the tester."""

    found: Found | None
    passed: tuple[Passed, ...]
    alerts: tuple[str, ...]


def can_act(user: User) -> bool:
    """Someone who may log in and has a password; an invitation that was never taken up does not count."""
    return user.is_active and not user.password.startswith("!")


def find(step: Step, area: Area, theme: Theme | None) -> Found | None:
    """The route that holds now. What is broken about it is mailed to the admins, at most once a day per step."""
    weighed = weigh(step, place_of(area), theme.pk if theme else None, routes_of(step))
    if weighed.alerts:
        _tell_admins(step)
    return weighed.found


def explain(step: Step, area: Area, theme: Theme | None) -> Weighed:
    """The same decision with all routes that lost; tells nobody."""
    return weigh(step, place_of(area), theme.pk if theme else None, routes_of(step))


def place_of(area: Area) -> Place:
    row = Area.objects.filter(pk=area.pk).values_list("pk", "parent_id", "parent__parent_id").first()
    return Place(tuple(pk for pk in row or (area.pk,) if pk is not None))


def routes_of(step: Step) -> list[EscalationRoute]:
    return list(
        EscalationRoute.objects.filter(step=step, active=True)
        .select_related("owner", "stand_in", "department", "area", "theme")
        .prefetch_related("informed")
    )


def weigh(step: Step, place: Place, theme_id: int | None, routes: Iterable[EscalationRoute]) -> Weighed:
    """Choose among the active routes of a step. Plain Python over rows that are there already."""
    fitting: list[tuple[tuple[int, int, int, int], EscalationRoute]] = []
    passed: list[Passed] = []
    for route in routes:
        rank = place.rank(route)
        if rank is None:
            passed.append(Passed(route, f"Deze route geldt alleen voor {route.area}."))
        elif route.theme_id is not None and route.theme_id != theme_id:
            passed.append(Passed(route, f"Deze route geldt alleen voor het thema {route.theme}."))
        else:
            precision = (rank, route.theme_id is None, route.area_id is None, route.pk or 0)
            fitting.append((precision, route))
    fitting.sort(key=lambda pair: pair[0])

    chosen: EscalationRoute | None = None
    skipped: list[EscalationRoute] = []
    for _, route in fitting:
        if chosen is not None:
            passed.append(Passed(route, _less_precise(route, chosen)))
        elif can_act(route.owner):
            chosen = route
        else:
            skipped.append(route)
            passed.append(Passed(route, f"De eigenaar {route.owner} kan niet inloggen, dus deze route werkt niet."))

    alerts = [f"De route {_words(route)} werkt niet: {route.owner} kan niet inloggen." for route in skipped]
    if chosen is None:
        alerts.append(f"De stap “{step.label}” heeft hier geen werkende route.")
        return Weighed(None, tuple(passed), tuple(alerts))
    if not can_act(chosen.stand_in):
        alerts.append(f"Bij de route {_words(chosen)} kan {chosen.stand_in} niet inspringen: die kan niet inloggen.")
    informed = list(chosen.informed.all())
    alerts += [f"{user} moet worden geïnformeerd maar kan niet inloggen." for user in informed if not can_act(user)]
    found = Found(chosen, _why(step, chosen, skipped), [user for user in informed if can_act(user)], tuple(alerts))
    return Weighed(found, tuple(passed), found.alerts)


def gaps() -> list[tuple[Step, str]]:
    """The steps that are not safe everywhere: no route for the whole town that works. Two queries."""
    routes = [
        route
        for route in EscalationRoute.objects.filter(active=True).select_related("owner", "area")
        if route.theme_id is None and (route.area is None or route.area.level == Area.Level.MUNICIPALITY)
    ]
    found = []
    for step in Step:
        here = [route for route in routes if route.step == step]
        if not here:
            found.append((step, "Er is geen route voor de hele gemeente."))
        elif not any(can_act(route.owner) for route in here):
            found.append((step, f"{here[0].owner} is de eigenaar, maar kan niet inloggen."))
    return found


def _words(route: EscalationRoute) -> str:
    """Where and about what, for in a sentence."""
    where = f"voor {route.area}" if route.area_id else "voor de hele gemeente"
    return f"{where} en het thema {route.theme}" if route.theme_id else where


def _why(step: Step, route: EscalationRoute, skipped: list[EscalationRoute]) -> str:
    if route.area_id and route.theme_id:
        reason = f"dit is de route voor {route.area} en het thema {route.theme}"
    elif route.area_id:
        reason = f"dit is de route voor {route.area}"
    elif route.theme_id:
        reason = f"er is geen werkende route voor dit gebied, wel een voor het thema {route.theme}"
    else:
        reason = "er is geen werkende route voor dit gebied of dit thema, dus geldt de route voor de hele gemeente"
    sentence = f"{route.owner} krijgt “{step.label}”, want {reason}"
    if skipped:
        lost = "; ".join(
            f"de route {_words(other)} is overgeslagen: {other.owner} kan niet inloggen" for other in skipped
        )
        sentence += f" ({lost})"
    return sentence + "."


def _less_precise(route: EscalationRoute, chosen: EscalationRoute) -> str:
    if chosen.area_id != route.area_id and chosen.area_id:
        return f"De route voor {chosen.area} is preciezer; gebied gaat voor thema."
    if chosen.theme_id and not route.theme_id:
        return f"De route voor het thema {chosen.theme} is preciezer."
    return f"De route {_words(chosen)} gaat voor."


def _tell_admins(step: Step) -> None:
    """One mail a day per step. It names no area, no theme and no signal: those are on the page behind the link."""
    today = timezone.localdate()
    for admin in User.objects.who_may(Permission.ORGANISE):
        outbox.write(
            key=f"route:{step.value}:{today}:{admin.pk}",
            to=admin.email,
            subject="Een escalatieroute werkt niet",
            body=(
                f"Beste {admin.name},\n\nVoor de stap “{step.label}” werkt een route niet helemaal. "
                "Er kan iemand ontbreken of niet meer kunnen inloggen.\n"
                f"Kijk de routes na: {absolute('organisation:routes')}\n"
            ),
        )
