"""Wrong input gets a sentence of ours that says what to do."""

from datetime import date

import pytest
from django import forms

from common.forms import CheckedForm


class Everything(CheckedForm):
    text = forms.CharField(max_length=10, widget=forms.Textarea)
    line = forms.CharField(max_length=10)
    choice = forms.ChoiceField(choices=[("a", "A")])
    several = forms.MultipleChoiceField(choices=[("a", "A")])
    agreed = forms.BooleanField()
    number = forms.IntegerField(min_value=1, max_value=5)
    day = forms.DateField()
    mail = forms.EmailField()


def test_what_is_missing():
    errors = Everything({}).errors

    assert {name: errors[name][0] for name in errors} == {
        "text": "Vul dit in.",
        "line": "Vul dit in.",
        "choice": "Maak een keuze.",
        "several": "Maak een keuze.",
        "agreed": "Vink dit aan.",
        "number": "Vul dit in.",
        "day": "Vul dit in.",
        "mail": "Vul dit in.",
    }


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "elf tekens.", "Maak dit korter: hoogstens 10 tekens. Het zijn er nu 11."),
        ("number", "0", "Vul 1 of meer in."),
        ("number", "6", "Vul ten hoogste 5 in."),
        ("number", "twee", "Vul een heel getal in, zonder komma of letters."),
        ("day", "gisteren", "Vul een datum in, zoals 3-5-2026."),
        ("mail", "geen adres", "Vul een e-mailadres in, zoals naam@voorbeeld.nl."),
    ],
)
def test_what_is_wrong(field: str, value: str, sentence: str):
    assert Everything({field: value}).errors[field] == [sentence]


def test_the_date_of_the_sentence_is_a_date():
    assert forms.DateField().clean("3-5-2026") == date(2026, 5, 3)


def test_a_text_that_is_too_long_is_not_cut_by_the_browser():
    form = Everything()

    assert "maxlength" not in str(form["text"])
    assert "maxlength" not in str(form["line"])
