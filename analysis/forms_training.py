"""The answers to an exercise: per kind of place the phase, forms and causes; for the case what lives and our role."""

from collections.abc import Mapping
from typing import Any

from django import forms

from common.forms import VersionedForm
from method.directions.model import Place, Situation, Word
from method.directions.reading import CAUSES, words

CAUSE_WORDS = {
    "same": "Nee, de zichtbare oorzaak is de echte",
    "other": "Ja, er zit iets anders achter",
    "unknown": "Dat moeten we nog uitzoeken",
}


def _of(*kinds: str) -> list[Word]:
    return [word for word in words().values() if word.kind in kinds]


def _choices(*kinds: str) -> list[tuple[str, str]]:
    return [(word.code, word.label) for word in _of(*kinds)]


class ExerciseForm(VersionedForm):
    """No free text: only what the guide offers. Nothing is obligatory, and there is no mark."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in _of("place"):
            self._several(f"phase_{place.code}", "Welke fase past hier?", _choices("phase"), one=True)
            self._several(f"forms_{place.code}", "Hoe merkt u het?", _choices("form"))
            self._several(f"causes_{place.code}", "Wat zijn de oorzaken?", _choices("cause"))
        self._several("sentiments", "Wat leeft er onder mensen?", _choices("sentiment"))
        self._several("triggers", "Wat was de aanleiding?", _choices("trigger"))
        self._several("government", "Onze eigen rol", _choices("government"))
        self._several("flags", "Wat geldt hier?", _choices("flag"))
        self._several("cause", "Zit er iets anders achter?", [(code, CAUSE_WORDS[code]) for code in CAUSES], one=True)

    def _several(self, name: str, label: str, choices: list[tuple[str, str]], *, one: bool = False) -> None:
        if one:
            self.fields[name] = forms.ChoiceField(label=label, choices=[("", "Geen keuze"), *choices], required=False)
            return
        self.fields[name] = forms.MultipleChoiceField(
            label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )

    @property
    def places(self) -> list[tuple[Word, list[Any], bool]]:
        """Each kind of place with its questions, and whether something was filled in there."""
        result = []
        for place in _of("place"):
            fields = [self[f"{name}_{place.code}"] for name in ("phase", "forms", "causes")]
            result.append((place, fields, any(field.value() for field in fields)))
        return result

    @property
    def rest(self) -> list[Any]:
        return [self[name] for name in ("sentiments", "cause", "triggers", "government", "flags")]

    @property
    def answers(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version" and value}


def situation_of(answers: Mapping[str, Any]) -> Situation:
    """The answers as the situation that the rules look at. Codes that are gone since are left out."""
    known = words()

    def codes(name: str) -> frozenset[str]:
        value = answers.get(name, [])
        return frozenset(code for code in ([value] if isinstance(value, str) else value) if code in known)

    places = []
    for place in _of("place"):
        phases = codes(f"phase_{place.code}")
        found = codes(f"forms_{place.code}") | codes(f"causes_{place.code}")
        if phases or found:
            places.append(Place(place.code, place.code, phases, found))
    cause = answers.get("cause", "")
    return Situation(
        places=tuple(places),
        answers=codes("sentiments") | codes("triggers") | codes("government"),
        flags=codes("flags"),
        cause=cause if cause in CAUSES else "",
    )
