"""Forms of the admin screens. They check shape; who may and when is in rules."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import IntegrityError, models
from django.db.models import Q
from django.utils import timezone

from common.crispy import Columns, Fieldset, layout
from common.edits import Changed
from common.fields import SeveralRows
from common.forms import CheckedForm, VersionedForm
from common.refusal import Refused
from common.textcheck import check
from organisation import rules
from organisation.models import (
    Area,
    Department,
    EscalationRoute,
    Instruction,
    Membership,
    Organisation,
    Partner,
    Resource,
    Step,
    Theme,
    User,
)
from organisation.roles import Role


class AdminForm(VersionedForm, forms.ModelForm):
    """A row that admins edit: carries the version they saw."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and field.queryset.model is User:  # type: ignore[union-attr]
                field.queryset = colleagues(also=getattr(self.instance, f"{name}_id", None))

    @property
    def columns(self) -> list[str]:
        """The fields of the row that this form holds."""
        return [name for name in self._meta.fields or [] if name not in self.several]

    several: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Names and functions of colleagues may stand here; the number of a person may not. A telephone number of nine
        digits can look like one, so that field is left alone."""
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if type(field) is forms.CharField and name != "phone" and name not in self.errors:
                refused = next((finding for finding in check(cleaned.get(name) or "") if finding.refuse), None)
                if refused:
                    self.add_error(name, refused.message)
        return cleaned

    def saved(self, save: Callable[[], Any]) -> bool:
        """Whether the save went through. A colleague who was first, or an equal row, becomes a sentence in the form."""
        try:
            save()
        except Changed as clash:
            self.clashes(clash.current, self.columns)
        except IntegrityError:
            self.add_error(None, "Dit bestaat intussen al. Kijk het overzicht na.")
        else:
            return True
        return False


def colleagues(*, also: int | None = None) -> "models.QuerySet[User]":
    """People who can be chosen: active ones, and whoever stands there already."""
    return User.objects.filter(Q(is_active=True) | Q(pk=also)).order_by("name")


class DepartmentForm(AdminForm):
    class Meta:
        model = Department
        fields = ["name", "domain", "email", "head", "deputy", "active"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("head") and cleaned.get("head") == cleaned.get("deputy"):
            self.add_error("deputy", "Kies als vervanger iemand anders dan het hoofd.")
        return cleaned


class ThemeForm(CheckedForm, AdminForm):
    class Meta:
        model = Theme
        fields = ["name", "active"]
        help_texts = {
            "name": "Waar het over gaat, bijvoorbeeld: opvang, verkeer, inrichting van de straat. Nooit een groep "
            "mensen, een geloof of een afkomst."
        }


class PartnerForm(CheckedForm, AdminForm):
    unchecked = ("name", "phone")

    class Meta:
        model = Partner
        fields = ["name", "kind", "contact_function", "email", "phone", "active"]
        help_texts = {"contact_function": "Een functie, geen naam. Bijvoorbeeld: teamleider jongerenwerk."}


class ResourceForm(CheckedForm, AdminForm):
    """A page elsewhere. Saving it says that somebody looked: a report that it is broken is over then."""

    unchecked = ("name", "publisher", "url")
    url = forms.URLField(
        label="Adres",
        assume_scheme="https",
        max_length=Resource._meta.get_field("url").max_length,
        help_text="Het hele adres, met https:// ervoor. Geen pagina over één persoon.",
        error_messages={"invalid": "Vul een heel adres in, bijvoorbeeld https://www.kis.nl/."},
    )

    class Meta:
        model = Resource
        fields = ["name", "url", "topic", "publisher", "about", "active"]
        help_texts = {
            "about": "In één zin: wat vindt iemand daar?",
        }

    @property
    def columns(self) -> list[str]:
        return [*super().columns, *BROKEN]

    def save(self, commit: bool = True) -> Any:
        self.instance.broken_on, self.instance.broken_by, self.instance.broken_note = None, None, ""
        return super().save(commit)


BROKEN = ("broken_on", "broken_by", "broken_note")


class BrokenForm(CheckedForm):
    """What goes wrong with a link, in a few words; nothing is also fine."""

    note = forms.CharField(
        label="Wat gaat er mis?",
        max_length=Resource._meta.get_field("broken_note").max_length,
        required=False,
        help_text="Bijvoorbeeld: de pagina bestaat niet meer. U mag dit leeg laten.",
    )


class PersonForm(AdminForm):
    class Meta:
        model = User
        fields = ["name", "email", "function", "organisation_name", "phone", "deputy"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            deputies: Any = self.fields["deputy"]
            deputies.queryset = deputies.queryset.exclude(pk=self.instance.pk)


class AccountForm(PersonForm):
    """What people change themselves; the address with which they log in is changed by an admin."""

    class Meta:
        model = User
        fields = ["name", "function", "phone", "deputy"]


class InviteForm(PersonForm):
    """A new colleague, with a first role."""

    role = forms.ChoiceField(
        label="Rol", required=False, choices=[("", "Nog geen rol"), *Role.choices], help_text="Meer rollen kan straks."
    )
    department = forms.ModelChoiceField(
        Department.objects.filter(active=True),
        label="Afdeling",
        required=False,
        help_text="Nodig voor een beoordelaar en een casuseigenaar.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_department(self, cleaned)
        return cleaned


def check_department(form: forms.Form | forms.ModelForm, cleaned: dict[str, Any]) -> None:
    if cleaned.get("role") in rules.IN_A_DEPARTMENT and not cleaned.get("department"):
        form.add_error("department", "Kies een afdeling: een beoordelaar of casuseigenaar werkt voor een afdeling.")


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="Rol", choices=[("", "Kies een rol"), *Role.choices])
    department = forms.ModelChoiceField(
        Department.objects.filter(active=True),
        label="Afdeling",
        required=False,
        help_text="Leeg betekent: voor de hele organisatie.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_department(self, cleaned)
        has = Membership.objects.filter(
            user=self.user, role=cleaned.get("role", ""), department=cleaned.get("department")
        )
        if has.exists():
            self.add_error("role", "Deze medewerker heeft deze rol al.")
        return cleaned


class ReviewForm(forms.Form):
    memberships = SeveralRows(
        Membership.objects.select_related("user"),
        error_messages={"required": "Kruis aan welke rollen u hebt nagekeken."},
    )


def area_label(area: Area) -> str:
    return f"{area.name} ({area.code})"


class AreaChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{'– ' * obj.level}{area_label(obj)}"


class AreaForm(AdminForm):
    parent = AreaChoice(Area.objects.none(), label="Ligt in", required=False)

    class Meta:
        model = Area
        fields = ["code", "name", "level", "parent", "valid_from"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents: Any = self.fields["parent"]
        parents.queryset = Area.objects.current().filter(level__lt=Area.Level.NEIGHBOURHOOD)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Area.objects.current().filter(code=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Er is al een gebied met deze code. Beëindig dat eerst.")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        level, parent = cleaned.get("level"), cleaned.get("parent")
        if level == Area.Level.MUNICIPALITY and parent:
            self.add_error("parent", "Een gemeente ligt niet in een ander gebied.")
        elif level is not None and level > Area.Level.MUNICIPALITY and (not parent or parent.level >= level):
            self.add_error("parent", "Kies waarin dit gebied ligt: een wijk in een gemeente, een buurt in een wijk.")
        return cleaned


class AreaNameForm(AdminForm):
    """A code keeps what it stands for, so only the name of an area is changed by hand."""

    class Meta:
        model = Area
        fields = ["name"]


class EndForm(VersionedForm):
    on = forms.DateField(label="Vanaf welke dag geldt dit gebied niet meer?", initial=timezone.localdate)


class AreaImportForm(forms.Form):
    file = forms.FileField(
        label="Bestand",
        help_text="CSV met de kolommen code en naam, of GeoJSON. Ten hoogste 5 MB.",
        error_messages={"empty": "Dit bestand is leeg."},
    )
    valid_from = forms.DateField(
        label="Geldig vanaf",
        initial=timezone.localdate,
        help_text="Codes wijzigen meestal op 1 januari, door een herindeling.",
    )
    end_missing = forms.BooleanField(
        label="Gebieden die niet in het bestand staan, krijgen een einddatum",
        required=False,
        help_text="Alleen aankruisen als het bestand alle gebieden bevat.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > 5 * 1024 * 1024:
            raise forms.ValidationError("Dit bestand is groter dan 5 MB. Vereenvoudig de omtrekken.")
        return file


class RouteForm(AdminForm):
    several = ("informed",)
    area = AreaChoice(
        Area.objects.current(),
        label="Gebied",
        required=False,
        empty_label="Overal",
        help_text="Een route voor een wijk geldt ook voor de buurten daarin.",
    )
    theme = forms.ModelChoiceField(
        Theme.objects.filter(active=True), label="Thema", required=False, empty_label="Elk thema"
    )
    informed = SeveralRows(
        User.objects.none(),
        label="Wordt geïnformeerd",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = EscalationRoute
        fields = ["step", "area", "theme", "department", "owner", "stand_in", "informed", "within_hours"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        informed: Any = self.fields["informed"]
        informed.queryset = colleagues()
        departments: Any = self.fields["department"]
        departments.queryset = Department.objects.filter(active=True)
        for name in ("owner", "stand_in"):
            self.fields[name].error_messages["required"] = (
                "Kies iemand. Een stap zonder eigenaar of inspringer kan niet worden opgeslagen."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("owner", "stand_in"):
            person = cleaned.get(name)
            if person and not person.is_active:
                self.add_error(name, f"{person} kan niet inloggen. Kies iemand anders.")
            elif person and not person.permissions:
                self.add_error(name, f"{person} heeft geen rol en ziet dus niets. Geef eerst een rol.")
        if cleaned.get("owner") and cleaned.get("owner") == cleaned.get("stand_in"):
            self.add_error("stand_in", "Kies als inspringer iemand anders dan de eigenaar.")
        same = EscalationRoute.objects.filter(
            active=True, step=cleaned.get("step", -1), area=cleaned.get("area"), theme=cleaned.get("theme")
        )
        if "step" in cleaned and same.exclude(pk=self.instance.pk).exists():
            self.add_error("step", "Voor deze stap, dit gebied en dit thema is er al een route.")
        was = EscalationRoute.objects.filter(pk=self.instance.pk).select_related("area").first()
        if (
            was
            and rules.is_net(was)
            and (cleaned.get("area") or cleaned.get("theme") or cleaned.get("step") != was.step)
        ):
            try:
                rules.check_net_stays(was)
            except Refused as refusal:
                self.add_error("area", refusal.sentence)
        return cleaned

    def validate_constraints(self) -> None:
        """Said in clean, at the field."""


class TesterForm(forms.Form):
    step = forms.TypedChoiceField(label="Stap", choices=Step.choices, coerce=lambda value: Step(int(value)))
    area = AreaChoice(Area.objects.current(), label="Gebied", empty_label=None)
    theme = forms.ModelChoiceField(
        Theme.objects.filter(active=True), label="Thema", required=False, empty_label="Nog geen thema"
    )


class OrganisationForm(CheckedForm, AdminForm):
    unchecked = ("name", "executive_name")

    class Meta:
        model = Organisation
        fields = [
            "name",
            "words",
            "coordinator",
            "deputy_coordinator",
            "executive_name",
            "executive_portfolio",
            "model",
            "model_reason",
            "review_days_a",
            "review_days_b",
            "review_days_c",
            "review_days_d",
            "stale_days",
            "dated_days",
            "deputy_after_days",
            "head_after_days",
            "keep_signals_months",
            "keep_cases_months",
            "unlink_days",
            "keep_jobs_days",
        ]
        help_texts = {
            "unlink_days": "Daarna is niet meer te zien wie wat plaatste of schreef. Het beeld van de groep blijft."
        }

    MOST = {"keep_signals_months": 240, "keep_cases_months": 360, "unlink_days": 366}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            most = self.MOST.get(name, 1000)
            if isinstance(field, forms.IntegerField) and name != "version" and (cleaned.get(name) or 0) > most:
                self.add_error(name, f"Vul ten hoogste {most} in.")
        if cleaned.get("coordinator") and cleaned.get("coordinator") == cleaned.get("deputy_coordinator"):
            self.add_error("deputy_coordinator", "Kies als vervanger iemand anders dan de coördinator.")
        for name in ("coordinator", "deputy_coordinator"):
            person = cleaned.get(name)
            if person and Role.COORDINATOR not in person.roles and name == "coordinator":
                self.add_error(name, f"{person} heeft de rol Coördinator nog niet. Geef die eerst bij Medewerkers.")
        deputy, head = cleaned.get("deputy_after_days"), cleaned.get("head_after_days")
        if deputy is not None and head is not None and head <= deputy:
            self.add_error("head_after_days", "Het hoofd komt na de vervanger: kies meer dagen.")
        return cleaned


class InstructionForm(CheckedForm):
    text = forms.CharField(
        label="Tekst",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Schrijf {contact} waar de naam en het telefoonnummer van de coördinator moeten komen.",
    )
    newest = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, present: Instruction, **kwargs: Any) -> None:
        initial = {"text": present.text, "newest": present.pk or 0}
        super().__init__(*args, initial=initial, **kwargs)
        self.present = present

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("newest") not in (None, self.present.pk or 0):
            data = self.data.copy()  # type: ignore[attr-defined]
            data["newest"] = str(self.present.pk or 0)
            self.data = data
            self.add_error(
                "text",
                f"Een collega heeft dit intussen gewijzigd. Er staat nu: “{self.present.text}”. "
                "Uw tekst staat hieronder.",
            )
        return cleaned


def laid_out(form: Any, *, cancel: str, submit: str = "Opslaan") -> Any:
    """The form with its fields in groups where there are many."""
    if isinstance(form, OrganisationForm):
        return layout(
            form,
            Fieldset("Gemeente", "name", "words"),
            Fieldset("Wie is het aanspreekpunt", "coordinator", "deputy_coordinator"),
            Fieldset("Bestuurlijk verantwoordelijk", "executive_name", "executive_portfolio"),
            Fieldset("Coördinatiemodel", "model", "model_reason"),
            Fieldset(
                "Na hoeveel dagen een casus opnieuw wordt bekeken",
                Columns("review_days_a", "review_days_b", "review_days_c", "review_days_d"),
            ),
            Fieldset("Wanneer iets oud is", Columns("stale_days", "dated_days")),
            Fieldset("Als een herinnering blijft liggen", Columns("deputy_after_days", "head_after_days")),
            Fieldset(
                "Hoe lang gegevens blijven", "keep_signals_months", "keep_cases_months", "unlink_days", "keep_jobs_days"
            ),
            submit=submit,
            cancel=cancel,
        )
    return layout(form, submit=submit, cancel=cancel)
