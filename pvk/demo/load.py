"""The demo town at size, for benchmarks. Texts are put together from parts; the same seed gives the same town."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from analysis.models import Answer, Location, Sheet
from cases.models import Case, Diagnosis, Placement, SignalLink
from method.directions.reading import shipped
from method.policy import question
from method.worksheets import library, values
from method.worksheets.model import Item
from organisation.models import Area, Department, Theme, User
from plans.models import Action, Plan
from plans.models_policy import PolicyRow
from pvk.demo.cases import person
from signals.models import Signal

BATCH = 2000
WHO = "Bewoners,Ondernemers,Jongeren,Ouders,Bezoekers,Buren,Vrijwilligers,Huurders,Sporters,Wandelaars".split(",")
DOES = [
    "mijden elkaar",
    "maken elkaar verwijten",
    "zijn boos over het besluit",
    "voelen zich niet gehoord",
    "praten minder met elkaar",
    "delen geruchten over de plannen",
    "komen niet meer naar het overleg",
    "zoeken samen een oplossing",
]
WHERE = [
    "bij de speeltuin",
    "rond het winkelcentrum",
    "op de markt",
    "in het buurthuis",
    "bij de sportvelden",
    "langs het water",
    "op het schoolplein",
    "in de openbare buurtgroep",
]
FEEDS = {"forms": 3, "phase": 1, "causes": 3}
"""What is answered about a place, and with how many codes at most."""
ABOUT = "parkeren,bankjes,geluid,woningbouw,opvang,verlichting,verkeer,subsidie,windmolens,feest".split(",")


class Loader:
    """Makes rows in batches; `signals` and `cases` are how many there must be in the end."""

    def __init__(self, *, signals: int, cases: int) -> None:
        self.random = random.Random(20261121)  # noqa: S311  not for secrets
        self.signals, self.cases = signals, cases
        self.now = timezone.now()
        self.areas = list(Area.objects.filter(level=2))
        self.themes = list(Theme.objects.all())
        self.departments = list(Department.objects.all())
        self.coordinator, self.owner, self.reporter = person("coordinator"), person("eigenaar"), person("melder")
        self.owners: list[User] = [self.owner, person("hoofd.ruimte"), person("adviseur.oov")]

    def load(self) -> None:
        first_case = self._last(Case)
        _insert(Case, self._cases(self.cases - Case.objects.count()))
        made = list(Case.objects.filter(pk__gt=first_case).values_list("pk", flat=True))
        through = Case.areas.through
        _insert(through, (through(case_id=pk, area_id=self.random.choice(self.areas).pk) for pk in made))
        self._diagnose(made)
        self._plans(made[: len(made) // 10])
        self._analyse(made)
        first_signal = self._last(Signal)
        _insert(Signal, self._signals(self.signals - Signal.objects.count()))
        numbers = Signal.objects.filter(pk__gt=first_signal, state=Signal.State.LINKED).values_list("pk", flat=True)
        _insert(SignalLink, self._links(list(numbers), made))

    def _last(self, model: type[Model]) -> int:
        return model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0

    def _sentence(self) -> str:
        pick = self.random.choice
        return f"{pick(WHO)} {pick(DOES)} {pick(WHERE)}; het gaat over {pick(ABOUT)} en {pick(ABOUT)}."

    def _signals(self, count: int) -> Iterator[Signal]:
        pick = self.random.choice
        states = [Signal.State.LINKED] * 6 + [Signal.State.CLOSED] * 3 + [Signal.State.FOLLOWING]
        for number in range(max(count, 0)):
            at = self.now - timedelta(minutes=7 * (count - number) + 60)
            state = pick(states) if number < count - 400 else Signal.State.NEW
            area = pick(self.areas)
            yield Signal(
                what=self._sentence(),
                area=area,
                district_id=area.parent_id,
                theme=pick(self.themes),
                known=pick(Signal.Known.values),
                direction=pick(Signal.Direction.values),
                reporter=self.reporter if number % 50 == 0 else self.owner,
                source_function="medewerker",
                source=pick(["Balie", "Wijkteam", "Politie", "Stichting Welzijn"]),
                happened_at=at,
                reported_at=at,
                updated_at=at,
                checked_at=at,
                state=state,
                department=pick(self.departments) if state != Signal.State.NEW else None,
                closed_at=at if state == Signal.State.CLOSED else None,
            )

    def _cases(self, count: int) -> Iterator[Case]:
        pick = self.random.choice
        states = [Case.State.MONITORING] * 4 + [Case.State.ACTING] * 3 + [Case.State.EXCHANGE] * 2 + [Case.State.CLOSED]
        for number in range(max(count, 0)):
            at = self.now - timedelta(hours=2 * (count - number) + 1)
            state = pick(states)
            yield Case(
                title=f"{pick(WHO)} en {pick(WHO).lower()} over {pick(ABOUT)} ({number + 1})",
                reason=self._sentence(),
                theme=pick(self.themes),
                department=pick(self.departments),
                owner=pick(self.owners),
                state=state,
                level=pick([1, 2, 3, 4, 5]),
                review_on=timezone.localdate() + timedelta(days=self.random.randint(-1, 120)),
                review_days=30,
                opened_at=at,
                updated_at=at,
                closed_at=at if state == Case.State.CLOSED else None,
            )

    def _diagnose(self, cases: list[int]) -> None:
        first = self._last(Placement)
        _insert(Placement, (self._placement(pk) for pk in cases))
        placed = Placement.objects.filter(pk__gt=first).values_list("pk", "case_id")
        last = self._last(Diagnosis)
        _insert(
            Diagnosis,
            (
                Diagnosis(
                    case_id=case,
                    placement_id=placement,
                    outcome=self.random.choice(["monitor", "act"]),
                    reason=self._sentence(),
                    functions=["wijkregisseur", "wijkagent"],
                    by=self.coordinator,
                )
                for placement, case in placed
            ),
        )
        diagnosed = [
            Case(pk=case, diagnosis_id=pk)
            for pk, case in Diagnosis.objects.filter(pk__gt=last).values_list("pk", "case_id")
        ]
        Case.objects.bulk_update(diagnosed, ["diagnosis"], batch_size=500)

    def _placement(self, case: int) -> Placement:
        x, y = self.random.randint(1, 4), self.random.randint(1, 4)
        return Placement(
            case_id=case, x_min=x, x_max=x, y_min=y, y_max=y, reason=self._sentence(), function="coördinator",
            by=self.coordinator,
        )  # fmt: skip

    def _plans(self, cases: list[int]) -> None:
        first = self._last(Plan)
        _insert(Plan, (Plan(case_id=pk, challenge=self._sentence()) for pk in cases))
        _insert(
            Action,
            (
                Action(
                    plan_id=plan,
                    what=self._sentence()[:300],
                    for_whom="bewoners",
                    owner=self.random.choice(self.owners),
                    department=self.random.choice(self.departments),
                    due_on=timezone.localdate() + timedelta(days=self.random.randint(5, 200)),
                )
                for plan in Plan.objects.filter(pk__gt=first).values_list("pk", flat=True)
                for _ in range(5)
            ),
        )

    def _analyse(self, cases: list[int]) -> None:
        """Two places in each case, what was answered about them, and three rows of the policy table."""
        first, pick = self._last(Location), self.random.choice
        _insert(
            Location,
            (
                Location(
                    case_id=case,
                    label=f"{pick(WHERE).capitalize()} ({number})",
                    kind=pick(["L1", "L2", "L2", "L3", "L4"]),
                    area=pick(self.areas),
                    order=number,
                    by=self.owner,
                )
                for case in cases
                for number in (1, 2)
            ),
        )
        places = list(Location.objects.filter(pk__gt=first).order_by("pk").values_list("pk", "case_id"))
        self._answer(places)
        _insert(PolicyRow, self._policy(places))

    def _answer(self, places: list[tuple[int, int]]) -> None:
        asked = library().newest["kis-2"]
        items = [(item, most) for feeds, most in FEEDS.items() if (item := asked.fed_by(feeds))]
        last = self._last(Sheet)
        _insert(
            Sheet,
            (
                Sheet(case_id=case, location_id=place, worksheet=asked.code, edition=asked.version, by=self.owner)
                for place, case in places
            ),
        )
        _insert(
            Answer,
            (
                Answer(
                    sheet_id=sheet,
                    item=item.code,
                    state=Answer.State.GIVEN,
                    value=self._codes(item, most),
                    by=self.owner,
                    function="wijkregisseur",
                )
                for sheet in Sheet.objects.filter(pk__gt=last).values_list("pk", flat=True)
                for item, most in items
            ),
        )

    def _codes(self, item: Item, most: int) -> dict[str, Any]:
        plain = [option.code for option in item.options if not option.ask]
        return values.clean(item, {"codes": self.random.sample(plain, min(most, len(plain)))})

    def _policy(self, places: list[tuple[int, int]]) -> Iterator[PolicyRow]:
        problems = list(shipped().problems.values())
        sectors = [option.code for option in question("parties").options if option.code != "other"]
        pick = self.random.choice
        for number, (place, case) in enumerate(places):
            for turn, problem in enumerate(self.random.sample(problems, 2 if number % 2 else 1)):
                row = PolicyRow(
                    case_id=case,
                    location_id=place if turn == 0 else None,
                    problem=problem.code,
                    wording=problem.label,
                    covered=pick(["yes", "partly", "partly", "no", "unknown"]),
                    enough=pick(["enough", "sharpen", "not_enough", ""]),
                    now=self._sentence(),
                    lacking=self._sentence(),
                    parties={sector: pick(["yes", "partly", "no"]) for sector in self.random.sample(sectors, 2)},
                    budget=pick([None, 500, 2500, 12000]),
                    by=self.owner,
                    updated_at=self.now - timedelta(minutes=5 * (len(places) - number) + turn),
                )
                row.settle()
                yield row

    def _links(self, signals: list[int], cases: list[int]) -> Iterator[SignalLink]:
        for number, signal in enumerate(signals):
            yield SignalLink(
                case_id=cases[number % len(cases)],
                signal_id=signal,
                reason="Zelfde kwestie op dezelfde plek.",
                by=self.coordinator,
            )


def _insert(model: type[Any], rows: Iterator[Any]) -> None:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            model._default_manager.bulk_create(batch)
            batch = []
    model._default_manager.bulk_create(batch)
