"""Form parts that every package shares: the text check, safe saving under concurrent edits, and our own look."""

from typing import Any

from django import forms
from django.db import models
from django.forms.renderers import TemplatesSetting
from django.urls import reverse_lazy

from common.audit import reference
from common.models import TextFlag, Versioned
from common.textcheck import Finding, check

HINT = "Beschrijf groepen en situaties, geen personen."


class Renderer(TemplatesSetting):
    """Django renders each field with our templates for the NL Design System components."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class CheckedForm(forms.Form):
    """Checks every free text of the form for personal data before anything is stored.

    BSN, rijksregisternummer and number plates are refused. Other findings ask for a rewrite, or for a reason in
    `privacy_reason`; the privacy officer then sees a flag that holds no part of the text. What was refused is kept
    nowhere: it only returns to the person who typed it.
    """

    unchecked: tuple[str, ...] = ()
    """Fields that hold no text about residents, such as the e-mail address of a colleague."""

    privacy_reason = forms.CharField(
        label="Waarom moet deze tekst zo blijven staan?",
        help_text="Alleen invullen als herschrijven echt niet kan. De privacyfunctionaris ziet deze reden.",
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept: dict[str, list[Finding]] = {}
        self.asks_reason = bool(self.is_bound and self.data.get(self.add_prefix("privacy_reason")))
        self.order_fields([name for name in self.fields if name != "privacy_reason"])
        for name in self.checked_fields():
            self.watch(self.fields[name])

    @staticmethod
    def watch(field: forms.Field) -> None:
        """Let the browser check this text as well, and not cut it; a form calls this for fields that it adds itself."""
        field.widget.attrs.setdefault("data-textcheck", reverse_lazy("common:check_text"))
        # A browser cuts a pasted text at this length without a word; the server says it and keeps the text.
        field.widget.attrs.pop("maxlength", None)
        if isinstance(field.widget, forms.Textarea) and not field.help_text:
            field.help_text = HINT

    def checked_fields(self) -> list[str]:
        return [
            name
            for name, field in self.fields.items()
            if type(field) is forms.CharField and name not in (*self.unchecked, "privacy_reason")
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        reason = cleaned.get("privacy_reason", "")
        if reason and check(reason):
            self.add_error("privacy_reason", "Noem in de reden zelf geen persoonsgegevens.")
        for name in self.checked_fields():
            findings = check(cleaned.get(name) or "")
            refused = [finding for finding in findings if finding.refuse]
            if refused:
                self.add_error(name, refused[0].message)
            elif findings and not reason:
                self.asks_reason = True
                self.add_error(name, findings[0].message)
            elif findings:
                self.kept[name] = findings
        return cleaned

    def flag(self, thing: models.Model, *, by: Any) -> None:
        """Tell the privacy officer which fields were kept with a reason; call in the transaction of the save.

        The same text sent twice, by a double tap, is told once.
        """
        if not self.kept:
            return
        told = set(
            TextFlag.objects.filter(
                object=reference(thing), by=by, reason=self.cleaned_data["privacy_reason"], seen_at__isnull=True
            ).values_list("field", "kinds")
        )
        TextFlag.objects.bulk_create(
            TextFlag(
                object=reference(thing), field=name, kinds=kinds, reason=self.cleaned_data["privacy_reason"], by=by
            )
            for name, kinds in self._kinds()
            if (name, kinds) not in told
        )

    @property
    def kept_because(self) -> dict[str, str]:
        """The same for a text that nobody else may see yet: to be stored with it, and told when it is shown."""
        if not self.kept:
            return {}
        return {"privacy_reason": self.cleaned_data["privacy_reason"], **dict(self._kinds())}

    def _kinds(self) -> list[tuple[str, str]]:
        """Each field that was kept, with the kinds of finding in it."""
        return [
            (name, ", ".join(sorted({finding.kind for finding in findings}))[:120])
            for name, findings in self.kept.items()
        ]


class VersionedForm(forms.Form):
    """Carries the version that the editor saw. After a clash the form shows both texts and asks to choose again."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def clashes(self, current: Versioned, fields: list[str]) -> None:
        """Put the text that is stored now beside what was typed, and let the next save go on top of it."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = str(current.version)
        self.data = data
        self.theirs = {}
        for name in fields:
            stored, typed = getattr(current, name), self.cleaned_data.get(name)
            if stored != typed:
                self.theirs[name] = stored
                self.add_error(
                    name,
                    f"Een collega heeft dit intussen gewijzigd. Er staat nu: “{stored}”. Uw tekst staat hieronder.",
                )
        if not self.theirs:
            self.add_error(None, "Een collega heeft dit intussen ook opgeslagen. Kijk het na en sla opnieuw op.")
