"""What a form says about wrong input, in our words: short, polite, and telling what to do."""

from django import forms
from django.core import validators


def use() -> None:
    """Called once at start. A field with a sentence of its own keeps that."""
    forms.Field.default_error_messages["required"] = "Vul dit in."
    forms.ChoiceField.default_error_messages["required"] = "Maak een keuze."
    forms.MultipleChoiceField.default_error_messages["required"] = "Maak een keuze."
    forms.ModelChoiceField.default_error_messages["required"] = "Maak een keuze."
    forms.BooleanField.default_error_messages = {"required": "Vink dit aan."}
    forms.FileField.default_error_messages["required"] = "Kies een bestand."
    forms.IntegerField.default_error_messages["invalid"] = "Vul een heel getal in, zonder komma of letters."
    forms.DateField.default_error_messages["invalid"] = "Vul een datum in, zoals 3-5-2026."
    forms.DateTimeField.default_error_messages["invalid"] = "Vul een datum en tijd in, zoals 3-5-2026 14:00."
    # Django types these as translations that count; one sentence serves every number.
    validators.MaxLengthValidator.message = (  # type: ignore[assignment]
        "Maak dit korter: hoogstens %(limit_value)d tekens. Het zijn er nu %(show_value)d."
    )
    validators.MinValueValidator.message = "Vul %(limit_value)s of meer in."  # type: ignore[assignment]
    validators.MaxValueValidator.message = "Vul ten hoogste %(limit_value)s in."  # type: ignore[assignment]
    validators.EmailValidator.message = "Vul een e-mailadres in, zoals naam@voorbeeld.nl."  # type: ignore[assignment]
    forms.EmailField.default_validators = [validators.EmailValidator()]
