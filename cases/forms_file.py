"""Forms of the case file. They check shape and what may be chosen; saving is done by the actions."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Model, QuerySet
from django.utils import timezone

from cases import rules, words
from cases.models import (
    Case,
    CaseMember,
    Document,
    ExchangeEntry,
    FaultLine,
    Group,
    OutsideEvent,
    Placement,
    SignalLink,
    ValenceChange,
)
from common.dates import in_words
from common.fields import SeveralRows
from common.forms import CheckedForm, VersionedForm
from method.content import Item
from organisation.models import Area, Department, Organisation, Theme, User
from organisation.roles import Permission
from signals.models import Signal


class PersonField(forms.ModelChoiceField):
    """A colleague, shown with the function: that says more than the name."""

    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, User)
        return f"{obj.name} ({obj.from_where})"


class AreasField(SeveralRows):
    """Areas as ticks, each with the area it lies in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Area.objects.none(), widget=forms.CheckboxSelectMultiple(), **kwargs)

    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, Area)
        return f"{obj.name} ({obj.parent.name})" if obj.parent else f"{obj.name} (hele gemeente)"


def several(label: str, choices: tuple[Item, ...], help_text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=[(word.code, f"{word.label}: {word.text}") for word in choices],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=help_text,
    )


class SubmissionMixin(forms.Form):
    """A number that travels with the form, so that sending twice makes one row."""

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission"].initial = uuid4


class CaseForm(CheckedForm, forms.ModelForm):
    """The file of a case: what plays, where, whose it is, and how it is described."""

    areas = AreasField(label="Gebieden")
    forms = several("Vormen", words.FORMS, "Meer dan één mag.")
    causes = several("Oorzaken", words.CAUSES, "Meer dan één mag. Wij noemen daarna wie er meestal een rol heeft.")

    class Meta:
        model = Case
        fields = (
            "title",
            "reason",
            "context",
            "areas",
            "theme",
            "department",
            "departments",
            "owner",
            "deputy",
            "forms",
            "causes",
            "about_decision",
            "information_position",
            "blind_spots",
            "frames",
            "heard",
            "waves",
        )
        field_classes = {"owner": PersonField, "deputy": PersonField, "departments": SeveralRows}
        widgets = {"departments": forms.CheckboxSelectMultiple, "information_position": forms.RadioSelect}

    LISTS = ("areas", "departments")

    def __init__(self, *args: Any, user: User, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        case = self.instance
        chosen_areas = case.areas.values("pk") if case.pk else []
        fields: dict[str, Any] = self.fields
        current = Area.objects.current() | Area.objects.filter(pk__in=chosen_areas)
        fields["areas"].queryset = current.select_related("parent").order_by("level", "name")
        fields["theme"].queryset = Theme.objects.filter(active=True) | Theme.objects.filter(pk=case.theme_id)
        departments = Department.objects.filter(active=True)
        fields["department"].queryset = departments | Department.objects.filter(pk=case.department_id)
        fields["departments"].queryset = departments
        keepers = User.objects.who_may(Permission.CASE_EDIT)
        for name in ("owner", "deputy"):
            fields[name].queryset = keepers.order_by("name")
            fields[name].empty_label = "Kies een collega" if name == "owner" else "Geen vervanger"
        fields["owner"].help_text = "De coördinator ondersteunt en is meestal niet zelf de eigenaar."
        fields["information_position"].choices = [
            ("", "Weet ik nog niet"),
            *Case.InformationPosition.choices,
        ]
        if not case.pk and user.pk != organisation.coordinator_id and user.may(Permission.CASE_EDIT):
            self.initial.setdefault("owner", user.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        owner, department = cleaned.get("owner"), cleaned.get("department")
        if owner and department and not self.user.may(Permission.CASE_ALL):
            still_mine = (
                self.user.pk in (owner.pk, getattr(cleaned.get("deputy"), "pk", None))
                or department.pk in self.user.department_ids
                or self.user.department_ids & {each.pk for each in cleaned.get("departments") or ()}
            )
            if not still_mine:
                self.add_error(
                    "department", "Met deze keuze ziet u de casus zelf niet meer. Kies uzelf of uw afdeling."
                )
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the row; the lists are saved beside it."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or () if name not in self.LISTS}

    @property
    def lists(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.LISTS}


class NewCaseForm(SubmissionMixin, CaseForm):
    """Opening a case; from a signal it also asks why that signal belongs to it."""

    link_reason = forms.CharField(label="Waarom hoort het signaal bij deze casus?", max_length=300)

    def __init__(self, *args: Any, signal: Signal | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if signal is None:
            del self.fields["link_reason"]


class EditCaseForm(VersionedForm, CaseForm):
    """Changing the file. When a colleague saved in between, both texts show at the field and the editor chooses."""

    def merge(self, current: Case, seen: Case | None) -> None:
        """Keep what only one of the two changed; show both where both did. `seen` is the file as it was opened."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = str(current.version)
        both = False
        for name in (*self.values, *self.LISTS):
            stored, typed = _comparable(current, name), _comparable_typed(self.cleaned_data[name])
            before = _comparable(seen, name) if seen is not None else None
            if stored == typed or (seen is not None and stored == before):
                continue
            key = self.add_prefix(name)
            if seen is not None and typed == before:
                _put(data, key, stored)
                continue
            both = True
            text = self._shown(name, stored)
            self.add_error(name, f"Een collega heeft dit intussen gewijzigd in: “{text}”. Hieronder staat uw versie.")
        if not both:
            self.add_error(None, "Een collega heeft intussen andere velden gewijzigd. Kijk ze na en sla opnieuw op.")
        self.data = data

    def _shown(self, name: str, stored: Any) -> str:
        """What is stored now, in the words of the field."""
        field: Any = self.fields[name]
        if isinstance(stored, bool):
            return "ja" if stored else "nee"
        if hasattr(field, "queryset"):
            keys = stored if isinstance(stored, list) else [stored]
            rows = field.queryset.model._default_manager.filter(pk__in=[key for key in keys if key])
            return ", ".join(str(row) for row in rows) or "niets"
        if isinstance(stored, list):
            return ", ".join(item.label for item in words.chosen(stored)) or "niets"
        if hasattr(field, "choices"):
            return str(dict(field.choices).get(stored, stored))
        return str(stored) or "niets"


def _comparable(case: Any, name: str) -> Any:
    """The stored value as something that can be compared with what was typed."""
    if name in CaseForm.LISTS:
        related = getattr(case, name)
        if hasattr(case, "history_id"):
            kind = "area" if name == "areas" else "department"
            return sorted(getattr(row, f"{kind}_id") for row in related.all())
        return sorted(related.values_list("pk", flat=True))
    if hasattr(case, f"{name}_id"):
        return getattr(case, f"{name}_id")
    value = getattr(case, name)
    return sorted(value) if isinstance(value, list) else value


def _comparable_typed(value: Any) -> Any:
    if isinstance(value, QuerySet):
        return sorted(row.pk for row in value)
    if isinstance(value, Model):
        return value.pk
    return sorted(value) if isinstance(value, list) else value


def _put(data: Any, key: str, value: Any) -> None:
    """A stored value as the browser would have sent it."""
    if isinstance(value, list):
        data.setlist(key, [str(each) for each in value])
    elif value is True:
        data[key] = "on"
    elif value in (False, None):
        data.pop(key, None)
    else:
        data[key] = str(value)


class GroupForm(CheckedForm, forms.ModelForm):
    """A group that has a part in it: what it does or wants, never who its people are."""

    class Meta:
        model = Group
        fields = ("label", "side", "role", "perception", "listened")
        widgets = {"role": forms.RadioSelect}


class EditGroupForm(VersionedForm, GroupForm):
    pass


class FaultLineForm(CheckedForm, forms.ModelForm):
    class Meta:
        model = FaultLine
        fields = ("name", "kind", "background", "healed")
        widgets = {"kind": forms.RadioSelect}


class EditFaultLineForm(VersionedForm, FaultLineForm):
    pass


class ChooseFaultLinesForm(forms.Form):
    """Fault lines that are known from other cases that this person may see: a name says much about a case."""

    lines = SeveralRows(FaultLine.objects.none(), label="Bekende breuklijnen", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines: Any = self.fields["lines"]
        seen = FaultLine.cases.through.objects.filter(case__in=Case.objects.visible_to(user))
        lines.queryset = FaultLine.objects.filter(pk__in=seen.values("faultline")).exclude(cases=case)


class ValenceForm(CheckedForm, forms.Form):
    to = forms.ChoiceField(label="Duiding", choices=Case.Valence.choices, widget=forms.RadioSelect)
    reason = ValenceChange._meta.get_field("reason").formfield()


class InviteForm(forms.Form):
    """Colleagues and partners who may take part and cannot be on the case twice."""

    user = PersonField(
        User.objects.none(), label="Wie vraagt u mee te kijken?", empty_label="Kies een collega of partner"
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user: Any = self.fields["user"]
        there = CaseMember.objects.filter(case=case).values("user")
        user.queryset = User.objects.who_may(Permission.PLACE).exclude(pk__in=there).order_by("name")


def past_day(day: date | None) -> date | None:
    """A day that was, and not so long ago that it must be a slip of the finger."""
    if day and day > timezone.localdate():
        raise forms.ValidationError("Deze datum ligt in de toekomst.")
    if day and day.year < 1900:
        raise forms.ValidationError("Controleer het jaartal.")
    return day


class EventForm(CheckedForm, forms.ModelForm):
    class Meta:
        model = OutsideEvent
        fields = ("on", "what")

    def clean_on(self) -> date | None:
        return past_day(self.cleaned_data["on"])


class DocumentForm(CheckedForm, forms.ModelForm):
    class Meta:
        model = Document
        fields = ("title", "origin", "place", "dated_on")

    def clean_dated_on(self) -> date | None:
        return past_day(self.cleaned_data["dated_on"])


class ExchangeForm(SubmissionMixin, CheckedForm, forms.ModelForm):
    """One contribution: an argument, a question, an answer or a piece of information."""

    class Meta:
        model = ExchangeEntry
        fields = ("kind", "text", "answers", "source", "placement", "function", "advised_on")
        widgets = {"kind": forms.RadioSelect}
        labels = {
            "answers": "Op welke vraag is dit het antwoord?",
            "text": "Wat wilt u bijdragen?",
            "advised_on": "Wanneer gaf de deskundige dit advies?",
        }
        help_texts = {
            "function": "Bij een advies: de functie van de deskundige, zonder naam.",
            "advised_on": "Alleen bij het advies van een deskundige.",
        }

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = ExchangeEntry.Kind.choices
        fields["answers"].queryset = case.exchange.filter(kind=ExchangeEntry.Kind.QUESTION).order_by("-at")
        fields["answers"].label_from_instance = lambda entry: entry.text[:90]
        fields["answers"].empty_label = "Geen: dit is geen antwoord"
        fields["placement"].queryset = Placement.objects.current().filter(case=case).select_related("by")
        fields["placement"].label_from_instance = lambda each: f"{each.function}: {each}"
        fields["placement"].empty_label = "Geen plaatsing in het bijzonder"
        fields[
            "source"
        ].help_text = "Verplicht bij informatie. Noem een organisatie, functie of document, geen persoon."
        self.initial.setdefault("function", user.from_where[:100])
        self.own_function = user.from_where[:100]

    def clean_advised_on(self) -> date | None:
        return past_day(self.cleaned_data["advised_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind, question = cleaned.get("kind"), cleaned.get("answers")
        if kind == ExchangeEntry.Kind.ANSWER and not question and "answers" not in self.errors:
            self.add_error("answers", "Kies de vraag waarop u antwoord geeft.")
        if kind and kind != ExchangeEntry.Kind.ANSWER and question:
            self.add_error("answers", "U koos een vraag. Kies dan bij soort bijdrage “Antwoord”.")
        advice, on = kind == ExchangeEntry.Kind.ADVICE, cleaned.get("advised_on")
        if advice and not on and "advised_on" not in self.errors:
            self.add_error("advised_on", "Vul in wanneer de deskundige dit advies gaf.")
        if advice and cleaned.get("function") == self.own_function:
            self.add_error("function", "Hier staat nog uw eigen functie. Vul de functie van de deskundige in.")
        if kind and not advice and on:
            self.add_error("advised_on", "Deze datum hoort bij een advies. Kies “Advies van een deskundige”.")
        if kind == ExchangeEntry.Kind.INFORMATION and not cleaned.get("source"):
            self.add_error("source", "Noem bij informatie de bron.")
        return cleaned


class StateForm(CheckedForm, forms.Form):
    """Another state, with a reason; after a decrease closing also asks what made it so."""

    to = forms.ChoiceField(label="Nieuwe status", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Waarom?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Verplicht als u de casus sluit of heropent.",
    )
    depolarised = forms.ChoiceField(
        label="Waardoor nam de spanning af?",
        choices=[("", "Niet van toepassing"), *Case.Depolarised.choices],
        widget=forms.RadioSelect,
        required=False,
        help_text="De laatste diagnose ligt lager op de kaart dan de eerste.",
    )

    def __init__(self, *args: Any, case: Case, decreased: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        self.case = case
        self.decreased = decreased
        self.ways = rules.next_states(case)
        to.choices = [
            (value, f"{label}: {rules.EXPLAINED[value]}") for value, label, why_not in self.ways if not why_not
        ]
        if not decreased or Case.State.CLOSED not in [value for value, _, why_not in self.ways if not why_not]:
            del self.fields["depolarised"]

    @property
    def blocked(self) -> list[tuple[str, str]]:
        return [(label, why_not) for _, label, why_not in self.ways if why_not]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        to, reason = cleaned.get("to"), cleaned.get("reason", "")
        if to and Case.State.CLOSED in (to, self.case.state) and not reason and "reason" not in self.errors:
            what = "sluit" if to == Case.State.CLOSED else "heropent"
            self.add_error("reason", f"Schrijf in een paar woorden waarom u de casus {what}.")
        if to == Case.State.CLOSED and "depolarised" in self.fields and not cleaned.get("depolarised"):
            self.add_error("depolarised", "Kies waardoor de spanning afnam, of kies “Onbekend”.")
        return cleaned


class LinkCasesForm(CheckedForm, forms.Form):
    """One signal to one or several cases; the list shows the likeliest, any linkable case is accepted."""

    cases = SeveralRows(
        Case.objects.none(),
        label="Bij welke casussen hoort dit signaal?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies een of meer casussen, of open een nieuwe casus."},
    )
    reason = SignalLink._meta.get_field("reason").formfield(label="Waarom hoort dit signaal hierbij?")

    def __init__(self, *args: Any, user: User, candidates: list[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cases: Any = self.fields["cases"]
        cases.queryset = Case.objects.linkable_by(user)
        cases.choices = [
            (case.pk, f"{case.number} {case.title} ({case.get_state_display().lower()})") for case in candidates
        ]


class LinkSignalsForm(CheckedForm, forms.Form):
    """One or several signals to one case."""

    signals = SeveralRows(
        Signal.objects.none(),
        label="Welke signalen horen bij deze casus?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies een of meer signalen."},
    )
    reason = SignalLink._meta.get_field("reason").formfield(label="Waarom horen deze signalen hierbij?")

    def __init__(self, *args: Any, user: User, candidates: list[Signal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signals: Any = self.fields["signals"]
        signals.queryset = Signal.objects.visible_to(user)
        signals.choices = [
            (signal.pk, f"{signal.number}, {signal.area}, {in_words(signal.reported_at)}: {signal.what[:100]}")
            for signal in candidates
        ]


class UnlinkForm(CheckedForm, forms.Form):
    reason = forms.CharField(label="Waarom hoort dit signaal er niet meer bij?", max_length=300)
