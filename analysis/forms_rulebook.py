"""Forms of the rules: a draft as text, and publishing it."""

from typing import Any

from django import forms

from analysis import versions
from analysis.models_advice import RuleVersion
from common.forms import CheckedForm, VersionedForm
from common.textcheck import check
from method.directions.marked import LONGEST, BrokenFile, Problem

NOTE = RuleVersion._meta.get_field("note").max_length
REASON = RuleVersion._meta.get_field("reason").max_length


class StartForm(CheckedForm):
    """A new draft. What changes and why stands in the list for ever."""

    kind = forms.ChoiceField(label="Wat wilt u wijzigen?", choices=RuleVersion.Kind.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="Wat verandert er, en waarom?", max_length=NOTE)


class FromForm(CheckedForm):
    note = forms.CharField(label="Wat verandert er, en waarom?", max_length=NOTE)


class DraftForm(CheckedForm, VersionedForm):
    """The text of a draft. It may hold mistakes against the rules of the format; it must be readable as YAML."""

    note = forms.CharField(label="Wat verandert er, en waarom?", max_length=NOTE)
    text = forms.CharField(
        label="De regels als tekst",
        strip=False,
        widget=forms.Textarea(
            attrs={"class": "rules-text", "rows": 30, "spellcheck": "false", "wrap": "off", "autocapitalize": "off"}
        ),
        help_text="Elke regel met # is uitleg. De opbouw staat in docs/advies.md van de toepassing.",
        error_messages={"required": "De tekst is leeg. Zet de regels terug, of leg het concept weg."},
    )
    unchecked = ("text",)
    """Checked sentence by sentence below: keys and codes look like accounts to the check."""

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > LONGEST:
            raise forms.ValidationError("De tekst is te lang.")
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.problems: tuple[Problem, ...] = ()
        if "text" in cleaned:
            try:
                self._check_sentences(cleaned)
            except BrokenFile as error:
                self.problems = error.problems
                self.add_error("text", f"Regel {error.problems[0].line}: {error.problems[0].text}.")
        return cleaned

    def _check_sentences(self, cleaned: dict[str, Any]) -> None:
        findings = [finding for sentence in versions.sentences(cleaned["text"]) for finding in check(sentence)]
        refused = [finding for finding in findings if finding.refuse]
        if refused:
            self.add_error("text", refused[0].message)
        elif findings and not cleaned.get("privacy_reason"):
            self.asks_reason = True
            self.add_error("text", findings[0].message)
        elif findings:
            self.kept["text"] = findings


class PublishForm(CheckedForm, VersionedForm):
    reason = forms.CharField(
        label="Waarom toch publiceren?",
        max_length=REASON,
        required=False,
        help_text="Alleen nodig als een bekende situatie anders uitkomt dan verwacht.",
    )
