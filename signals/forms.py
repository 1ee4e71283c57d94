"""Forms for signals. They check shape and privacy; actions do the saving."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from common.forms import CheckedForm, VersionedForm
from method.content import content
from organisation.models import Area, Department, Theme
from signals.models import SavedFilter, Signal, SignalGroup, SignalMark, SignalNews, TriageStep

GROUPS = 3
"""How many groups one page asks for; more belong in the case."""


def _field(name: str, model: Any = Signal) -> Any:
    return model._meta.get_field(name)


def area_choices(empty: str) -> list[Any]:
    """The municipality, then each wijk with its buurten, in one query."""
    areas = list(Area.objects.current().only("name", "level", "parent").order_by("level", "name"))
    groups: dict[int, list[tuple[int, str]]] = {}
    town: list[tuple[int, str]] = []
    names: dict[int, str] = {}
    for area in areas:
        if area.level == Area.Level.MUNICIPALITY:
            town.append((area.pk, f"Hele gemeente {area.name}"))
        elif area.level == Area.Level.DISTRICT:
            names[area.pk] = area.name
            groups[area.pk] = [(area.pk, f"{area.name} (hele wijk)")]
        else:
            groups.setdefault(area.parent_id or 0, []).append((area.pk, area.name))
    return [("", empty), *town, *((names.get(pk, "Overig"), rows) for pk, rows in groups.items())]


class AreaChoices(ModelChoiceIterator):
    """The options of an area field, grouped by wijk."""

    field: "AreaField"

    def __iter__(self) -> Iterator[Any]:
        return iter(area_choices(self.field.empty))


class AreaField(forms.ModelChoiceField):
    """A current area, chosen from a list grouped by wijk."""

    iterator = AreaChoices
    COLUMNS = ("name", "level", "parent__name", "parent__level")
    """What a signal needs of its area and of the wijk around it; outlines are large."""

    def __init__(self, *, empty: str = "Kies een gebied", **kwargs: Any) -> None:
        self.empty = empty
        super().__init__(
            queryset=Area.objects.current().select_related("parent").only(*self.COLUMNS),
            error_messages={"required": "Kies waar het speelt.", "invalid_choice": "Kies een gebied uit de lijst."},
            **kwargs,
        )


class DefaultChoice(forms.ChoiceField):
    """A question that is already answered: what is not sent along means the answer that stood there."""

    def clean(self, value: Any) -> Any:
        return super().clean(value or self.initial)


def _choice(name: str, *, required: bool, radio: bool = True, empty: str = "", **kwargs: Any) -> forms.ChoiceField:
    field = _field(name)
    options = list(field.choices)
    return forms.ChoiceField(
        label=kwargs.pop("label", field.verbose_name),
        choices=options if radio else [("", empty), *options],
        widget=forms.RadioSelect if radio else forms.Select,
        required=required,
        **kwargs,
    )


def _default(name: str, initial: str, *, label: str = "", row: bool = False) -> DefaultChoice:
    field = _field(name)
    widget = forms.RadioSelect(attrs={"class": "choices--row"} if row else {})
    return DefaultChoice(label=label or field.verbose_name, choices=field.choices, widget=widget, initial=initial)


def _several(name: str, options: list[tuple[str, str]], label: str, hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, help_text=hint, choices=options, widget=forms.CheckboxSelectMultiple, required=False
    )


class SignalForm(CheckedForm):
    """What every form about the content of a signal holds: the three answers, and what may be told more."""

    kind = _default("kind", Signal.Kind.UNREST, label="Wat voor signaal is het?", row=True)
    emergency_informed = forms.BooleanField(label=_field("emergency_informed").verbose_name, required=False)
    what = forms.CharField(
        label=_field("what").verbose_name,
        help_text=_field("what").help_text,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "data-counter": "1000"}),
        error_messages={"required": "Schrijf op wat u zag of hoorde."},
    )
    area = AreaField(label="Waar?")
    place = forms.CharField(
        label="Plek", help_text=_field("place").help_text, max_length=120, required=False, empty_value=""
    )
    known = _choice("known", required=True, error_messages={"required": "Kies hoe u dit weet."})
    direction = _default("direction", Signal.Direction.UNKNOWN)
    online = forms.BooleanField(label=_field("online").verbose_name, required=False)
    channel = forms.ChoiceField(
        label="Via welk soort kanaal?",
        help_text="Alleen het soort kanaal. Geen accounts of profielen.",
        choices=[("", "Kies een soort kanaal"), *((each.value, each.label) for each in Signal.ONLINE)],
        required=False,
    )
    theme = forms.ModelChoiceField(
        label="Thema", queryset=Theme.objects.filter(active=True), required=False, empty_label="Weet ik niet"
    )
    noticed = _several("noticed", Signal.Noticed.choices, "Wat valt op?")
    information = _several("information", Signal.Information.choices, "Wat voor informatie is het?")
    origin = _default("origin", Signal.Origin.LOCAL)
    source_kind = _choice("source_kind", required=False, radio=False, empty="Weet ik niet", label="Soort bron")
    source = forms.CharField(
        label="Organisatie of team van de bron", help_text=_field("source").help_text, max_length=100, required=False
    )

    SIGNAL_FIELDS = (
        "kind", "emergency_informed", "what", "area", "place", "known", "direction", "online", "channel", "theme",
        "noticed", "information", "origin", "source_kind", "source", "happened_at",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, perception = SignalGroup._meta.get_field("label"), SignalGroup._meta.get_field("perception")
        for number in range(1, GROUPS + 1):
            self.fields[f"group_{number}"] = forms.CharField(
                label=f"Groep {number}", max_length=label.max_length, required=False, help_text=label.help_text
            )
            self.fields[f"perception_{number}"] = forms.CharField(
                label=f"Hoe beleeft groep {number} het?", max_length=perception.max_length, required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    @property
    def groups(self) -> list[tuple[str, str]]:
        data = self.cleaned_data
        return [(data.get(f"group_{n}", ""), data.get(f"perception_{n}", "")) for n in range(1, GROUPS + 1)]

    @property
    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.SIGNAL_FIELDS if name in self.cleaned_data}

    @property
    def opens_more(self) -> bool:
        """Whether the optional part holds a mistake that must be seen."""
        names = {"theme", "noticed", "information", "origin", "source_kind", "source"}
        return self.is_bound and any(name in names or name[:5] in {"group", "perce"} for name in self.errors)

    @property
    def group_fields(self) -> list[Any]:
        return [(self[f"group_{n}"], self[f"perception_{n}"]) for n in range(1, GROUPS + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == Signal.Kind.ACUTE and not cleaned.get("emergency_informed"):
            self.add_error(
                "emergency_informed", "Bij een acuut signaal: bevestig dat 112 is gebeld of dat er geen gevaar is."
            )
        if not cleaned.get("online"):
            cleaned["channel"] = ""
        for number in range(1, GROUPS + 1):
            if cleaned.get(f"perception_{number}") and not cleaned.get(f"group_{number}"):
                self.add_error(f"group_{number}", "Noem de groep bij deze beleving.")
        return cleaned


def check_moment(moment: datetime | None) -> None:
    """Refuses a moment in the future or so long ago that it must be a slip."""
    if moment is None:
        return
    now = timezone.now()
    if moment > now + timedelta(minutes=5):
        raise forms.ValidationError("Dit moment is nog niet geweest.")
    if moment < now - timedelta(days=5 * 366):
        raise forms.ValidationError("Dit is langer dan vijf jaar geleden. Klopt de datum?")


def _moment_field(label: str, *, required: bool) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=required,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={"invalid": "Vul een datum en tijd in, bijvoorbeeld 21-11-2026 14:30."},
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H:%M", "%d-%m-%Y"],
    )


class LogForm(SignalForm):
    """A new signal, in under a minute. `when` has quick choices; only `other` needs a date."""

    NOW, TODAY, YESTERDAY, OTHER = "now", "today", "yesterday", "other"

    when = DefaultChoice(
        label="Wanneer?",
        choices=[(NOW, "Nu of net"), (TODAY, "Eerder vandaag"), (YESTERDAY, "Gisteren"), (OTHER, "Ander moment")],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    happened_at = _moment_field("Welk moment?", required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["what"].widget.attrs["autofocus"] = True

    def clean_happened_at(self) -> datetime | None:
        check_moment(self.cleaned_data["happened_at"])
        return self.cleaned_data["happened_at"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "submission" in self.errors:  # a broken number only means: a new one
            del self.errors["submission"]
        cleaned["submission"] = cleaned.get("submission") or uuid4()
        when = cleaned.get("when", self.NOW)
        if not self.data.get("when") and cleaned.get("happened_at"):
            when = self.OTHER
        if when == self.OTHER and not cleaned.get("happened_at"):
            if "happened_at" not in self.errors:
                self.add_error("happened_at", "Vul in wanneer het was.")
        elif when != self.OTHER:
            self.errors.pop("happened_at", None)
            cleaned["happened_at"] = _quick(when)
        return cleaned


def _quick(when: str) -> datetime:
    """Precise to the day for the quick choices: halfway today until now, or noon of yesterday."""
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if when == LogForm.TODAY:
        return midnight + (now - midnight) / 2
    if when == LogForm.YESTERDAY:
        return midnight - timedelta(hours=12)
    return now


class EditForm(VersionedForm, SignalForm):
    """Mending a signal, on top of the version that was seen. Any kind of channel may be named here."""

    happened_at = _moment_field("Wanneer?", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [("", "Kies een soort kanaal"), *Signal.Channel.choices]  # type: ignore[attr-defined]
        self.fields["source"].required = True

    def clean_happened_at(self) -> datetime:
        check_moment(self.cleaned_data["happened_at"])
        return self.cleaned_data["happened_at"]

    @classmethod
    def initial_of(cls, signal: Signal) -> dict[str, Any]:
        values = {name: getattr(signal, name) for name in cls.SIGNAL_FIELDS if name not in {"area", "theme"}}
        values.update(area=signal.area_id, theme=signal.theme_id, version=signal.version)
        for number, group in enumerate(signal.groups.order_by("pk")[:GROUPS], start=1):
            values[f"group_{number}"], values[f"perception_{number}"] = group.label, group.perception
        return values


class AssignForm(VersionedForm):
    department = forms.ModelChoiceField(
        label="Afdeling", queryset=Department.objects.filter(active=True), empty_label="Kies een afdeling"
    )


class DiscussForm(forms.Form):
    discussed_domains = _several(
        "discussed_domains", Signal.Domain.choices, "Met welke domeinen is dit signaal besproken?"
    )


def _text(label: str, hint: str, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=TriageStep._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 5, "data-counter": "1000"}),
        **kwargs,
    )


class PictureForm(VersionedForm, CheckedForm):
    """The picture, with ticks as a conversation aid. They are stored and shown, never counted (R-A-002, R-A-017)."""

    text = _text("Wat zien we?", "Feiten en waarnemingen. Nog geen oordeel. Groepen en situaties, geen personen.")

    WAYS = [("", "Speelt niet of weet ik niet"), ("more", "Wakkert aan"), ("less", "Dempt")]
    PRESENT = [("", "Nee of weet ik niet"), ("present", "Is er nu"), ("foreseen", "Wordt verwacht")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guides = content()
        for phase in guides.phases:
            self.fields[f"observables_{phase.code}"] = _several(
                "", [(item.code, item.text) for item in phase.observables], f"Fase {phase.number}: {phase.name}"
            )
        self.fields["sensitive"] = _several(
            "", [(item.code, f"{item.label}. {item.text}") for item in guides.sensitive], "Gevoelige thematiek"
        )
        for item in guides.dynamics:
            self.fields[item.code] = forms.ChoiceField(
                label=item.text, choices=self.WAYS, widget=forms.RadioSelect, required=False
            )
        for item in guides.situations:
            self.fields[item.code] = forms.ChoiceField(
                label=item.label, help_text=item.text, choices=self.PRESENT, widget=forms.RadioSelect, required=False
            )

    @property
    def axes(self) -> list[tuple[str, list[Any]]]:
        """The ticks grouped by axis and phase, for the page."""
        guides = content()
        return [
            ("Tussen groepen (horizontaal)", [self[f"observables_{phase.code}"] for phase in guides.horizontal]),
            ("Richting de overheid (verticaal)", [self[f"observables_{phase.code}"] for phase in guides.vertical]),
        ]

    @property
    def dynamics(self) -> list[Any]:
        return [self[item.code] for item in content().dynamics]

    @property
    def situations(self) -> list[Any]:
        return [self[item.code] for item in content().situations]

    @property
    def marks(self) -> list[tuple[str, str, str]]:
        guides, data, kind = content(), self.cleaned_data, SignalMark.Kind
        ticks = [code for phase in guides.phases for code in data.get(f"observables_{phase.code}", [])]
        return [
            *((kind.OBSERVABLE.value, code, "") for code in ticks),
            *((kind.SENSITIVE.value, code, "") for code in data.get("sensitive", [])),
            *((kind.DYNAMIC.value, item.code, data[item.code]) for item in guides.dynamics if data.get(item.code)),
            *((kind.SITUATION.value, item.code, data[item.code]) for item in guides.situations if data.get(item.code)),
        ]

    @staticmethod
    def initial_of(marks: Iterable[SignalMark]) -> dict[str, Any]:
        """What was ticked before, so that a new picture starts from it."""
        phase_of = {item.code: phase.code for phase in content().phases for item in phase.observables}
        values: dict[str, Any] = {}
        for mark in marks:
            if mark.kind == SignalMark.Kind.OBSERVABLE and mark.code in phase_of:
                values.setdefault(f"observables_{phase_of[mark.code]}", []).append(mark.code)
            elif mark.kind == SignalMark.Kind.SENSITIVE:
                values.setdefault("sensitive", []).append(mark.code)
            else:
                values[mark.code] = mark.way
        return values


class JudgementForm(VersionedForm, CheckedForm):
    text = _text(
        "Wat vinden we ervan?",
        "Hoe weegt u het beeld? Wat is nog onzeker? Geen polarisatie of iets positiefs is een even goed antwoord.",
    )


class DecisionForm(VersionedForm, CheckedForm):
    decision = forms.ChoiceField(
        label="Wat doen we?", choices=TriageStep.Decision.choices, widget=forms.RadioSelect,
        error_messages={"required": "Kies wat er met het signaal gebeurt."},
    )  # fmt: skip
    text = _text("Waarom?", "De melder leest dit niet.")
    news = forms.CharField(
        label="Bericht aan de melder",
        help_text="Nodig als u het signaal volgt of afrondt. Bij koppelen krijgt de melder vanzelf bericht.",
        max_length=SignalNews._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("decision") in {"follow", "close"} and not cleaned.get("news") and "news" not in self.errors:
            self.add_error("news", "Schrijf wat de melder hoort: wat is ermee gedaan, en waarom?")
        return cleaned


class SavedFilterForm(CheckedForm):
    name = forms.CharField(
        label="Naam van dit filter",
        max_length=SavedFilter._meta.get_field("name").max_length,
        error_messages={"required": "Geef het filter een naam."},
    )
