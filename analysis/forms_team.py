"""Forms of the working group. They check shape; saving is done by the actions."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from analysis.models_team import (
    Participation,
    Team,
    TeamMeeting,
    TeamMember,
    TeamQuestion,
    TeamReview,
    TeamService,
)
from cases.forms_file import PersonField
from cases.models import Case
from common.forms import CheckedForm, VersionedForm
from method import team as guide
from method.content import Item
from organisation.models import User
from organisation.roles import Permission

YES_NO = ((True, "Ja"), (False, "Nee"))


def _said(item: Item, more: str = "") -> SafeString:
    """An item of the guide as one choice: its name stands out from what it means."""
    return format_html("<strong>{}</strong>{}. {}", item.title, more, item.text)


def yes_no(label: str, *, required: bool = True) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        coerce=lambda text: text in (True, "True"),
        empty_value=None,
        widget=forms.RadioSelect,
        required=required,
    )


class TeamForm(CheckedForm, VersionedForm, forms.ModelForm):
    """Internal or wider, with why."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    clear = yes_no("Is al duidelijk wat er speelt?", required=False)

    class Meta:
        model = Team
        fields = ("clear", "kind", "why")
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(each.code, _said(each)) for each in guide.kinds()]  # type: ignore[attr-defined]
        self.fields["kind"].required = True


class LeadForm(CheckedForm, VersionedForm, forms.ModelForm):
    """The function that leads, and what it has to work with."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Team
        fields = ("lead", "time", "means", "mandate", "agreed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].required = True
        self.fields["lead"].label = "Welke functie leidt het project?"
        for item in guide.lead():
            self.fields[item.code].label = _said(item)


OF_ACCOUNT = ("function", "organisation_name")
"""What the account of a colleague says already, and what anybody else must fill in."""

UNLESS_ACCOUNT = "Verplicht, tenzij u hierboven een collega met een account kiest."


class MemberForm(CheckedForm, forms.ModelForm):
    user = PersonField(
        User.objects.none(),
        label=TeamMember._meta.get_field("user").verbose_name.capitalize(),
        help_text=TeamMember._meta.get_field("user").help_text,
        required=False,
        empty_label="Geen account, of van buiten",
    )

    class Meta:
        model = TeamMember
        fields = ("user", "function", "organisation_name", "external", "expertise", "role", "why", "since")
        widgets = {"since": forms.DateInput}

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = TeamMember.objects.now().filter(case=case, user__isnull=False).exclude(pk=self.instance.pk)
        field: Any = self.fields["user"]
        field.queryset = User.objects.who_may(Permission.PLACE).exclude(pk__in=there.values("user")).order_by("name")
        for name in OF_ACCOUNT:
            asked: Any = self.fields[name]
            asked.required, asked.optional_is_said = False, True
            asked.help_text = f"{asked.help_text} {UNLESS_ACCOUNT}".strip()

    def clean(self) -> dict[str, Any]:
        """What an account says about function and department is not asked again."""
        cleaned = super().clean()
        user = cleaned.get("user")
        if user is not None:
            cleaned["function"] = cleaned.get("function") or user.function
            cleaned["organisation_name"] = cleaned.get("organisation_name") or _where(user)
        for name in OF_ACCOUNT:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, "Vul dit in, of kies een collega met een account.")
        since = cleaned.get("since")
        if since and since > timezone.localdate():
            self.add_error("since", "Deze datum ligt in de toekomst.")
        return cleaned


def _where(user: User) -> str:
    """Department or organisation of a colleague, without the function."""
    return user.from_where.partition(", ")[2] or "eigen organisatie"


class ServiceForm(CheckedForm, forms.ModelForm):
    class Meta:
        model = TeamService
        fields = ("kind", "name", "relevant", "experience", "earlier", "contact")
        widgets = {"kind": forms.RadioSelect, "relevant": forms.RadioSelect}

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["relevant"].choices = [("", "Nog niet bekeken"), *TeamService.Relevant.choices]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = TeamService.objects.filter(case=self.case, name__iexact=name).exclude(pk=self.instance.pk).exists()
        ready = any(each.title.lower() == name.lower() and each.code != self.instance.code for each in guide.services())
        if same or ready:
            raise forms.ValidationError("Deze dienst staat al op de lijst.")
        return name


class MeetingForm(CheckedForm, forms.ModelForm):
    every_weeks = forms.IntegerField(
        label="Om de hoeveel weken?",
        help_text=TeamMeeting._meta.get_field("every_weeks").help_text,
        min_value=1,
        max_value=52,
        required=False,
    )

    class Meta:
        model = TeamMeeting
        fields = ("on", "with_whom", "every_weeks", "held", "notes", "decisions")
        widgets = {"on": forms.DateInput}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        on = cleaned.get("on")
        if on and cleaned.get("held") and on > timezone.localdate():
            self.add_error("held", "Dit overleg is nog niet geweest.")
        if cleaned.get("decisions") and not cleaned.get("held"):
            self.add_error("decisions", "Een besluit hoort bij een overleg dat is geweest. Vink dat aan.")
        return cleaned


class QuestionForm(CheckedForm, forms.ModelForm):
    class Meta:
        model = TeamQuestion
        fields = ("text", "answer", "answered_on")
        widgets = {"answered_on": forms.DateInput}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("answer")) != bool(cleaned.get("answered_on")) and not self.errors:
            missing = "answered_on" if cleaned.get("answer") else "answer"
            self.add_error(missing, "Vul het antwoord en de datum allebei in.")
        return cleaned


class EditMemberForm(VersionedForm, MemberForm):
    pass


class EditServiceForm(VersionedForm, ServiceForm):
    pass


class EditMeetingForm(VersionedForm, MeetingForm):
    pass


class EditQuestionForm(VersionedForm, QuestionForm):
    pass


class LeaveForm(CheckedForm):
    why = forms.CharField(label="Waarom doet deze functie niet meer mee?", max_length=300)


class ReviewForm(CheckedForm, forms.ModelForm):
    class Meta:
        model = TeamReview
        fields = ("wg1", "wg2", "wg3", "wg4", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in guide.review():
            self.fields[item.code] = yes_no(item.text)


class LevelForm(CheckedForm, forms.ModelForm):
    class Meta:
        model = Participation
        fields = ("level", "pros", "cons", "why")
        widgets = {"level": forms.RadioSelect}

    def __init__(self, *args: Any, stands: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands = stands
        self.fields["level"].label = "Welke trede kiest u?"
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (rung.code, _said(rung, " (geldt nu)" if rung.code == stands else "")) for rung in guide.ladder()
        ]

    def clean_level(self) -> str:
        level: str = self.cleaned_data["level"]
        if level == self.stands:
            raise forms.ValidationError("Deze trede geldt al. Kies een andere trede, of ga terug.")
        return level


class ReadingForm(CheckedForm):
    """The phase of another guide as people read it, or back to what follows from KIS."""

    phase = forms.TypedChoiceField(
        label="Welke fase past hier beter?",
        choices=[("", "Laat staan wat uit KIS volgt"), *((str(n), f"Fase {n}") for n in range(1, 5))],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    why = forms.CharField(label="Waarom?", widget=forms.Textarea, max_length=1000)

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"].choices = [  # type: ignore[attr-defined]
            ("", "Laat staan wat uit KIS volgt"),
            *((str(number), name) for number, name in enumerate(names, 1)),
        ]
