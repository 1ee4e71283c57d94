"""What goes into the version for everybody: chosen by hand, with every text whole beside its box."""

from collections.abc import Iterable
from typing import Any

from django import forms

from plans.report_public import Draft

CHANGED = "Er is intussen iets gewijzigd in het dossier. Lees de teksten hieronder opnieuw en kies nog eens."


class ReleaseForm(forms.Form):
    """Parts start in, texts start out. A text that changed since it was read is no choice any more."""

    parts = forms.MultipleChoiceField(required=False, error_messages={"invalid_choice": CHANGED})
    texts = forms.MultipleChoiceField(required=False, error_messages={"invalid_choice": CHANGED})

    def __init__(self, data: Any = None, *, draft: Draft) -> None:
        super().__init__(data)
        self.draft = draft
        self._field("parts").choices = [(part.code, part.heading) for part in draft.parts]
        self._field("texts").choices = [(text.key, text.label) for text in draft.texts]

    def _field(self, name: str) -> forms.MultipleChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        return field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned["parts"] or cleaned["texts"]):
            raise forms.ValidationError("Kies ten minste één deel of één tekst.")
        return cleaned

    def _ticked(self, name: str, first: Iterable[str]) -> set[str]:
        return set(self.data.getlist(name)) if self.is_bound else set(first)  # type: ignore[attr-defined]

    @property
    def part_rows(self) -> list[tuple[Any, bool]]:
        chosen = self._ticked("parts", (part.code for part in self.draft.parts))
        return [(part, part.code in chosen) for part in self.draft.parts]

    @property
    def text_rows(self) -> list[tuple[Any, bool]]:
        chosen = self._ticked("texts", ())
        return [(text, text.key in chosen) for text in self.draft.texts]

    @property
    def wrong(self) -> list[str]:
        """Each sentence once, whichever field it is about."""
        return list(dict.fromkeys(str(text) for texts in self.errors.values() for text in texts))
