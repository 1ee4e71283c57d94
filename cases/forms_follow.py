"""Forms of the diagnosis, the follow-up decision and the checks. The rules give their sentence at the field."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.html import format_html

from cases import rules_follow as rules
from cases.actions.decide import Decision
from cases.actions.diagnose import Conclusion
from cases.models import Case, FollowUpDecision, Placement
from common.crispy import Columns, Div, Fieldset, layout
from common.dates import in_words
from common.fields import SeveralRows
from common.forms import CheckedForm
from common.refusal import Refused
from method import words
from method.content import Phase, choices, content
from method.map import Shape
from organisation.current import organisation
from organisation.models import Department, Organisation, Partner, Step, User
from organisation.roles import Permission
from organisation.routes import Found

NEW = "new"


def titled(title: str, text: str) -> str:
    """A choice with its explanation, so that whoever chooses has the words at hand."""
    return format_html('<strong>{}</strong> <span class="choice__more">{}</span>', title, text)


def phase_choices(phases: tuple[Phase, ...]) -> list[tuple[str, str]]:
    return [(str(phase.number), titled(f"{phase.number}. {phase.name}", phase.description)) for phase in phases]


def short_phases(phases: tuple[Phase, ...]) -> list[tuple[str, str]]:
    return [("", "niet verder")] + [(str(phase.number), f"{phase.number}. {phase.name}") for phase in phases]


class PersonField(forms.ModelChoiceField):
    """A colleague with the function, which says more than the name."""

    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, User)
        return f"{obj.name} ({obj.from_where})"


class PeopleField(SeveralRows):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, User)
        return f"{obj.name} ({obj.from_where})"


class RuleForm(CheckedForm):
    """A form in which a rule that says no puts its sentence at a field, with its source.

    `seen` is the newest diagnosis or decision that this person had read: when a colleague was first, the form says so
    before a second one is laid on top of it.
    """

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission"].initial = uuid4

    def rule(self, field: str, check: Callable[..., None], *arguments: object) -> None:
        try:
            check(*arguments)
        except Refused as no:
            self.refuse(no, field)

    def refuse(self, no: Refused, field: str | None = None) -> None:
        self.add_error(field, f"{no.sentence} Bron: {no.source}." if no.source else no.sentence)

    def check_seen(self, newest: int, sentence: str) -> None:
        """Two people at once: show what the other laid down; sending again goes on top of it."""
        if self.cleaned_data.get("seen", newest) == newest:
            return
        data = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = str(newest)
        self.data = data
        self.add_error(None, sentence)


class DiagnosisForm(RuleForm):
    """What those present concluded, where it stands on the map, and who they were."""

    place = forms.ChoiceField(
        label="Waar staat de casus nu op de kaart?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies een plaatsing, of plaats samen opnieuw.",
            "invalid_choice": "Deze plaatsing is intussen herzien. Kies een plaatsing die nu geldt.",
        },
    )
    kind = forms.ChoiceField(label="Hoe plaatst u samen?", widget=forms.RadioSelect, initial="point")
    x_min = forms.ChoiceField(
        label="Tussen groepen", widget=forms.RadioSelect, error_messages={"required": "Kies de fase tussen groepen."}
    )
    x_max = forms.ChoiceField(label="Tussen groepen, tot en met", required=False, help_text="Alleen bij een gebied.")
    y_min = forms.ChoiceField(
        label="Met de overheid", widget=forms.RadioSelect, error_messages={"required": "Kies de fase met de overheid."}
    )
    y_max = forms.ChoiceField(
        label="Met de overheid, tot en met", required=False, help_text="Bij een gebied of een lijn."
    )
    group_low = forms.CharField(
        label="Groep onderaan de lijn", max_length=80, required=False, help_text="Alleen bij een lijn."
    )
    group_high = forms.CharField(
        label="Groep bovenaan de lijn", max_length=80, required=False, help_text="Alleen bij een lijn."
    )
    unclear = forms.MultipleChoiceField(
        label="Wat is nog onduidelijk?",
        choices=lambda: choices(content().uncertainties),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Bij een gebied: waarom is het geen punt?",
    )
    nothing_changed = forms.BooleanField(
        label="Sinds de laatste bijdrage aan de uitwisseling is er niets veranderd", required=False
    )
    functions = forms.MultipleChoiceField(
        label="Welke functies deden mee?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Deze functies droegen eerder bij. Kies wie nu meedeed, of vul hieronder andere in.",
    )
    others = forms.CharField(
        label="Andere functies die meededen",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
        help_text="Eén per regel, met de organisatie erachter. Bijvoorbeeld: jongerenwerker, Welzijn Noord.",
    )
    agreed = forms.ChoiceField(
        label="Bent u het samen eens over de plaats op de kaart?",
        choices=[("yes", "Ja"), ("no", "Nee, geen overeenstemming over de fase")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of u het eens bent. Nee mag ook: dan blijven alle plaatsingen staan."},
    )
    minority = forms.CharField(
        label="Wie ziet het anders, en waarom?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Schrijf kort wat de ander ziet. Verschil is ook een uitkomst."},
        help_text="Het minderheidsstandpunt staat straks naast de diagnose. Noem functies, geen personen.",
    )
    unagreed_reason = forms.CharField(
        label="Waarom gaat u toch verder zonder overeenstemming?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
        help_text="Nodig als de uitkomst “Handelen” is.",
    )
    outcome = forms.ChoiceField(
        label="Wat is de uitkomst?",
        widget=forms.RadioSelect(attrs={"class": "outcomes"}),
        error_messages={"required": "Kies een van de vier uitkomsten. Geen actie is ook een goede uitkomst."},
    )
    reason = forms.CharField(
        label="Waarom deze uitkomst?",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        help_text="Wat gaf de doorslag? Beschrijf groepen en situaties, geen personen.",
    )
    nothing_reason = forms.CharField(
        label="Waarom toch geen actie?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
        help_text="Alleen nodig als de plaats kwadrant D raakt. De bestuurder ziet deze reden.",
    )
    review_on = forms.DateField(
        label="Wanneer kijkt u opnieuw?", required=False, widget=forms.DateInput, help_text="Nodig als u volgt."
    )
    review_days = forms.IntegerField(
        label="Daarna elke (dagen)", min_value=1, max_value=366, required=False, help_text="Leeg: vaste termijn."
    )

    def __init__(self, *args: Any, case: Case, town: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.placements = {
            str(placement.pk): placement
            for placement in case.placements.current().select_related("by").order_by("-at", "-pk")
        }
        self.last = rules.last_exchange(case)
        self.sources = rules.independent_sources(case)
        self.newest = case.diagnosis
        fields: dict[str, Any] = self.fields
        fields["place"].choices = [
            (NEW, titled("Wij plaatsen nu samen opnieuw", "Vul hieronder in waar de casus staat.")),
            *((key, self._placement_label(placement)) for key, placement in self.placements.items()),
        ]
        fields["kind"].choices = [(item.code, titled(item.title, item.text)) for item in content().kinds]
        fields["x_min"].choices = phase_choices(content().horizontal)
        fields["y_min"].choices = phase_choices(content().vertical)
        fields["x_max"].choices = short_phases(content().horizontal)
        fields["y_max"].choices = short_phases(content().vertical)
        fields["outcome"].choices = [(item.code, titled(item.title, item.text)) for item in content().outcomes]
        fields["functions"].choices = [(name, name) for name in self._known_functions()]
        fields["seen"].initial = self.newest.pk if self.newest else 0
        together = not self.is_bound or self.data.get("place") == NEW
        for name in ("kind", "x_min", "y_min"):
            fields[name].required = together
        fields["minority"].required = not self.is_bound or self.data.get("agreed") == "no"
        if self.last is None:
            del fields["nothing_changed"]
        if not fields["functions"].choices:
            del fields["functions"]
        self._suggest_review(town)

    def _placement_label(self, placement: Placement) -> str:
        title = f"{placement.by.name}, {placement.function}, {in_words(placement.at)}"
        if placement.joint:
            title = f"Samen geplaatst, {in_words(placement.at)}"
        old = " Ouder dan de laatste bijdrage." if self.last and placement.at <= self.last.at else ""
        return titled(title, words.sentence(placement.shape) + old)

    def _known_functions(self) -> list[str]:
        seen = [_from_where(placement) for placement in self.placements.values() if not placement.joint]
        seen += [_from_where(entry) for entry in self.case.exchange.select_related("by")[:200]]
        return sorted(set(seen))

    def _suggest_review(self, town: Organisation) -> None:
        """The default of the quadrants in sight; the shortest, as nobody chose a place yet."""
        shapes = [self.newest.placement.shape] if self.newest else [p.shape for p in self.placements.values()]
        days = rules.review_days({letter for shape in shapes for letter in shape.quadrants}, town)
        self.fields["review_on"].initial = timezone.localdate() + timedelta(days=days)
        self.fields["review_days"].help_text = (
            f"Leeg: de vaste termijn van het kwadrant (A {town.review_days_a}, B {town.review_days_b}, "
            f"C {town.review_days_c}, D {town.review_days_d} dagen; bij meer kwadranten de kortste)."
        )

    def clean_others(self) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data["others"].splitlines()]
        if any(len(name) > 100 for name in names):
            raise forms.ValidationError("Houd elke functie korter dan 100 tekens, en zet er één per regel.")
        return [name for name in names if name]

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data.get("others")
        self.cleaned_data["others"] = "\n".join(typed or [])
        data = super().clean()
        data["others"] = typed or []
        self._check_place(data)
        self._check_people(data)
        self._check_outcome(data)
        if self.newest and not self.errors:
            who = f"{self.newest.by.from_where} ({self.newest.get_outcome_display()}, {in_words(self.newest.on)})"
            self.check_seen(
                self.newest.pk,
                f"Intussen is er al een diagnose vastgelegd door {who}. Kijk die na. Klopt de uwe nog? Verstuur dan "
                "opnieuw; beide blijven bewaard.",
            )
        return data

    def _check_place(self, data: dict[str, Any]) -> None:
        self.placement = self.placements.get(data.get("place", ""))
        self.shape = self.placement.shape if self.placement else None
        if data.get("place") == NEW:
            self.shape = self._joint_shape(data)
        if self.placement:
            field = "nothing_changed" if self.last else "place"
            self.rule(field, rules.check_replotted, self.placement, self.last, data.get("nothing_changed", False))

    def _joint_shape(self, data: dict[str, Any]) -> Shape | None:
        kind = data.get("kind") or "point"
        if any(name in self.errors for name in ("kind", "x_min", "x_max", "y_min", "y_max")):
            return None
        x, y = int(data["x_min"]), int(data["y_min"])
        x_to = int(data["x_max"] or x) if kind == "area" else x
        y_to = int(data["y_max"] or y) if kind in ("area", "line") else y
        if kind == "area" and (x_to < x or y_to < y):
            self.add_error("x_max" if x_to < x else "y_max", "Kies een fase die niet lager is dan het begin.")
        if kind == "line" and y_to <= y:
            self.add_error("y_max", "Kies bij een lijn een hogere fase voor de groep bovenaan.")
        for name in ("group_low", "group_high"):
            if kind == "line" and not data.get(name) and name not in self.errors:
                self.add_error(name, "Noem bij een lijn welke groep hier staat.")
        if kind == "area" and not data.get("unclear") and "unclear" not in self.errors:
            self.add_error("unclear", "Kies wat er nog onduidelijk is. Daarom is het een gebied en geen punt.")
        if kind == "area" and (x_to, y_to) == (x, y):
            self.add_error("x_max", "Een gebied beslaat meer dan één vak. Kies een tweede fase, of kies “Punt”.")
        if any(name in self.errors for name in ("x_max", "y_max", "group_low", "group_high")):
            return None
        low, high = (data["group_low"], data["group_high"]) if kind == "line" else ("", "")
        return Shape(kind, x, x_to, y, y_to, low, high)

    def _check_people(self, data: dict[str, Any]) -> None:
        data["all_functions"] = [*data.get("functions", []), *data.get("others", [])]
        if "others" not in self.errors and "functions" not in self.errors:
            at = "functions" if "functions" in self.fields else "others"
            self.rule(at, rules.check_functions, data["all_functions"])

    def _check_outcome(self, data: dict[str, Any]) -> None:
        outcome = data.get("outcome", "")
        agreed = data.get("agreed") != "no"
        self.rule("outcome", rules.check_two_sources, outcome, self.sources)
        if "unagreed_reason" not in self.errors:
            self.rule("unagreed_reason", rules.check_agreement, outcome, agreed, data.get("unagreed_reason", ""))
        if self.shape and "nothing_reason" not in self.errors:
            self.rule("nothing_reason", rules.check_not_nothing, outcome, self.shape, data.get("nothing_reason", ""))
        if outcome in rules.NO_ACTION:
            data["review_on"] = data["review_days"] = None
        elif "review_on" not in self.errors:
            today = timezone.localdate()
            self.rule("review_on", rules.check_monitor_date, outcome, data.get("review_on"), today)

    @property
    def conclusion(self) -> Conclusion:
        data = self.cleaned_data
        return Conclusion(
            outcome=data["outcome"],
            reason=data["reason"],
            functions=data["all_functions"],
            agreed=data["agreed"] == "yes",
            placement=self.placement,
            shape=None if self.placement else self.shape,
            unclear=data.get("unclear", []),
            minority=data["minority"] if data["agreed"] == "no" else "",
            unagreed_reason=data["unagreed_reason"] if data["agreed"] == "no" else "",
            nothing_reason=data["nothing_reason"] if data["outcome"] in rules.NO_ACTION else "",
            nothing_changed=data.get("nothing_changed", False),
            review_on=data["review_on"],
            review_days=data["review_days"],
        )


def _from_where(thing: Any) -> str:
    """The function with the organisation behind it, unless whoever wrote it did so already."""
    organisation = thing.by.organisation_name
    return (
        f"{thing.function}, {organisation}" if organisation and organisation not in thing.function else thing.function
    )


def laid_out(form: DiagnosisForm, *, cancel: str) -> DiagnosisForm:
    """The form of a diagnosis in its order; also a meeting lays one down."""

    def present(*names: str) -> list[str]:
        return [name for name in names if name in form.fields]

    layout(
        form,
        Fieldset(
            "De plaats op de kaart",
            "place",
            Div(
                "kind",
                Columns(Div("x_min", "x_max"), Div("y_min", "y_max")),
                Div(Columns("group_low", "group_high"), css_class="only-line"),
                Div("unclear", css_class="only-area"),
                css_class="only-new panel panel--tint",
            ),
            *present("nothing_changed"),
        ),
        Fieldset(
            "Wie deden mee?",
            *present("functions"),
            "others",
            "agreed",
            Div("minority", "unagreed_reason", css_class="only-disagreed"),
        ),
        Fieldset(
            "De uitkomst",
            "outcome",
            "reason",
            Div("nothing_reason", css_class="only-nothing"),
            Div(Columns("review_on", "review_days"), css_class="only-review"),
        ),
        submit="Diagnose vastleggen",
        cancel=cancel,
    )
    return form


class DecisionForm(RuleForm):
    """Who is to move, who takes part and who must know, for the step that was chosen on the ladder."""

    department = forms.ModelChoiceField(
        Department.objects.none(),
        label="Welke afdeling is aan zet?",
        error_messages={"required": "Kies de afdeling die aan zet is."},
    )
    owner = PersonField(
        User.objects.none(),
        label="Wie is casuseigenaar?",
        error_messages={"required": "Kies wie de casus trekt. Een casus is nooit van niemand."},
    )
    departments = SeveralRows(
        Department.objects.none(),
        label="Welke andere afdelingen doen mee?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kies er ten minste één. Samen maakt u een plan.",
    )
    partners = SeveralRows(
        Partner.objects.none(),
        label="Welke partners van buiten doen mee?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kies er ten minste één. De eigen afdelingen blijven betrokken.",
    )
    consultation = forms.CharField(
        label="In welk bestaand overleg?",
        max_length=150,
        required=False,
        help_text="Bijvoorbeeld: wijkoverleg Noord. Begin liever geen nieuw overleg.",
    )
    talked = forms.ChoiceField(
        label="Is er vooraf gesproken met de initiatiefnemers?",
        choices=FollowUpDecision.Talked.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="Bij een aangekondigde actie of demonstratie: een gesprek vooraf kan een hoge stap overbodig maken.",
    )
    front_reason = forms.CharField(
        label="Waarom is stap 5 nu nodig?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="De situatie staat nog aan de voorkant: beide fasen zijn 1 of 2.",
    )
    informed = PeopleField(
        User.objects.none(),
        label="Wie moet dit weten?",
        required=False,
        help_text="Zij krijgen een bericht zonder inhoud en mogen het dossier lezen.",
    )
    review_on = forms.DateField(label="Wanneer kijkt u opnieuw?", required=False, widget=forms.DateInput)
    reason = forms.CharField(label="Waarom deze stap?", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))

    NEEDED_AT = (
        ("review_on", Step.FOLLOW, "Bij “Volgen” hoort een datum waarop u opnieuw kijkt."),
        ("departments", Step.INTERNAL_JOINT, "Kies bij deze stap ten minste één andere afdeling die meedoet."),
        ("partners", Step.EXTERNAL, "Kies bij deze stap ten minste één partner van buiten de gemeente."),
        (
            "front_reason",
            Step.TRIANGLE,
            "De situatie staat nog aan de voorkant. Schrijf waarom stap 5 nu nodig is.",
        ),
    )
    ONLY_AT = {
        "departments": (Step.INTERNAL_JOINT, Step.EXTERNAL, Step.TRIANGLE),
        "partners": (Step.EXTERNAL, Step.TRIANGLE),
        "consultation": (Step.EXTERNAL, Step.TRIANGLE),
        "talked": (Step.EXTERNAL, Step.TRIANGLE),
        "front_reason": (Step.TRIANGLE,),
    }

    def __init__(self, *args: Any, case: Case, step: Step, route: Found | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.step, self.route = case, step, route
        self.newest = case.decisions.select_related("by").first()
        departments = Department.objects.filter(Q(active=True) | Q(pk=case.department_id))
        fields: dict[str, Any] = self.fields
        fields["department"].queryset = fields["departments"].queryset = departments
        fields["owner"].queryset = User.objects.filter(
            Q(pk__in=User.objects.who_may(Permission.CASE_EDIT).values("pk")) | Q(pk=case.owner_id)
        )
        fields["partners"].queryset = Partner.objects.filter(active=True)
        fields["informed"].queryset = User.objects.filter(
            Q(pk__in=User.objects.who_may(Permission.PLACE).values("pk"))
            | Q(pk__in=User.objects.who_may(Permission.CASE_ALL).values("pk"))
        )
        for name, steps in self.ONLY_AT.items():
            if step not in steps or (name == "front_reason" and not rules.is_front(case.diagnosis)):
                del fields[name]
        if step == Step.TRIANGLE:
            for name in ("departments", "partners"):
                fields[name].help_text = "Kies wie er nog meer meedoet."
        elif step == Step.EXTERNAL:
            fields["departments"].help_text = "De eigen afdelingen blijven betrokken."
        for name, at, sentence in self.NEEDED_AT:
            if name in fields and step == at:
                fields[name].required = True
                fields[name].error_messages["required"] = sentence
        self._propose()

    def _propose(self) -> None:
        """What stands now, and what the route says where there is one (R-A-148: the coordinator does not own by
        default; at steps 2 and 3 that role is to support)."""
        case, route = self.case, self.route.route if self.route else None
        fields = self.fields
        fields["seen"].initial = self.newest.pk if self.newest else 0
        fields["department"].initial = route.department_id if route else case.department_id
        fields["owner"].initial = case.owner_id
        coordinates = (
            self.step in (Step.DEPARTMENT, Step.INTERNAL_JOINT) and case.owner_id == organisation().coordinator_id
        )
        if route and (coordinates or route.department_id != case.department_id):
            fields["owner"].initial = route.owner_id
        fields["informed"].initial = [user.pk for user in self.route.informed] if self.route else []
        if "departments" in fields:
            fields["departments"].initial = [each.pk for each in case.departments.all()]
        if case.review_on and case.review_on > timezone.localdate():
            fields["review_on"].initial = case.review_on

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.rule_at("department", rules.check_step_diagnosis, self.case.diagnosis)
        if data.get("department"):
            self.rule_at("departments", rules.check_step_departments, data["department"], data.get("departments") or ())
        self.rule_at("partners", rules.check_step_partners, data.get("partners") or ())
        self.rule_at("front_reason", rules.check_step_front, self.case.diagnosis, data.get("front_reason") or "")
        self.rule_at("review_on", rules.check_step_date, data.get("review_on"), timezone.localdate())
        if self.newest and not self.errors:
            self.check_seen(
                self.newest.pk,
                f"Intussen koos {self.newest.by.from_where} stap {self.newest.step} "
                f"({self.newest.get_step_display()}). Klopt uw keuze nog? Verstuur dan opnieuw; beide blijven bewaard.",
            )
        return data

    def rule_at(self, field: str, check: Callable[..., None], *arguments: object) -> None:
        if field in self.fields and field not in self.errors:
            self.rule(field, check, self.step, *arguments)

    @property
    def decision(self) -> Decision:
        data = self.cleaned_data
        followed = self.route is not None and self.route.route.department_id == data["department"].pk
        return Decision(
            step=self.step,
            reason=data["reason"],
            department=data["department"],
            owner=data["owner"],
            departments=list(data.get("departments") or ()),
            informed=list(data["informed"]),
            partners=list(data.get("partners") or ()),
            consultation=data.get("consultation", ""),
            front_reason=data.get("front_reason", ""),
            talked=data.get("talked", ""),
            route_why=self.route.why if self.route and followed else "",
            review_on=data["review_on"],
        )


class CheckForm(CheckedForm):
    """The answer on the review date. `seen` is the date it answers, so that two presses are one check."""

    same = forms.ChoiceField(
        choices=[("yes", "nog hetzelfde"), ("no", "er is iets veranderd")],
        widget=forms.HiddenInput,
        initial="no",
        error_messages={"required": "Kies of het nog hetzelfde is.", "invalid_choice": "Kies of het nog hetzelfde is."},
    )
    note = forms.CharField(
        label="Wat is er veranderd?",
        max_length=500,
        error_messages={"required": "Schrijf kort wat er is veranderd."},
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="De casus komt op de lijst om opnieuw te beoordelen. Beschrijf groepen en situaties, geen personen.",
    )
    seen = forms.DateField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = not self.is_bound or self.data.get("same") == "no"


class RhythmForm(forms.Form):
    """When to look at this case, and how often."""

    review_on = forms.DateField(label="Volgende check", widget=forms.DateInput)
    review_days = forms.IntegerField(label="Daarna elke (dagen)", min_value=1, max_value=366)

    def clean_review_on(self) -> date:
        value: date = self.cleaned_data["review_on"]
        try:
            rules.check_ahead(value, timezone.localdate())
        except Refused as no:
            raise forms.ValidationError(no.sentence) from no
        return value
