"""The form of the house style: shape and rules of `organisation.style`, sentence by sentence."""

from typing import Any

from django import forms

from common.forms import VersionedForm
from organisation import style as rules
from organisation.models import Organisation


class StyleForm(VersionedForm):
    """Colours, corners, font, logo, and tokens of a municipality that already works with NL Design System."""

    radius = forms.ChoiceField(label="Hoeken van knoppen en vakken", choices=list(rules.RADII.items()), initial="5px")
    font = forms.ChoiceField(
        label="Lettertype",
        choices=[(key, label) for key, (_, label) in rules.FONTS.items()],
        help_text="Er worden geen lettertypen van buiten opgehaald.",
    )
    logo = forms.FileField(
        label="Logo",
        required=False,
        max_length=120,
        help_text="SVG of PNG, hoogstens 100 kB. Scripts, links en opmerkingen halen we eruit.",
        widget=forms.FileInput(attrs={"accept": ".svg,.png,image/svg+xml,image/png"}),
    )
    remove_logo = forms.BooleanField(label="Het logo weghalen", required=False)
    tokens = forms.CharField(
        label="Tokens van NL Design System",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": "5", "spellcheck": "false", "autocapitalize": "none"}),
        help_text="Een per regel, zoals --utrecht-button-border-radius: 0px; Alleen kleuren, maten en getallen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for colour in rules.COLOURS:
            self.fields[colour.key] = forms.CharField(
                label=colour.label,
                help_text=colour.help,
                initial=colour.default,
                min_length=7,
                max_length=7,
                error_messages={
                    "required": f"Vul een kleur in. Standaard is {colour.default}.",
                    "min_length": "Schrijf een kleur als # met zes cijfers of letters, zoals #17495c.",
                    "max_length": "Schrijf een kleur als # met zes cijfers of letters, zoals #17495c.",
                },
                widget=forms.TextInput(
                    attrs={"class": "colour-input", "spellcheck": "false", "autocapitalize": "none"}
                ),
            )
        self.order_fields([colour.key for colour in rules.COLOURS])

    @classmethod
    def shown(cls, organisation: Organisation) -> "StyleForm":
        """The form with what is in use."""
        style = organisation.style or {}
        return cls(
            initial={
                **style.get("colours", {}),
                "radius": style.get("radius", "5px"),
                "font": style.get("font", "source"),
                "tokens": "\n".join(f"{name}: {value};" for name, value in style.get("tokens", {}).items()),
                "version": organisation.version,
            }
        )

    def clean_logo(self) -> bytes | None:
        upload = self.cleaned_data["logo"]
        if not upload:
            return None
        if upload.size > rules.LARGEST_LOGO:
            raise forms.ValidationError("Dit bestand is te groot. Kies een logo van hoogstens 100 kB.")
        data = upload.read()
        try:
            rules.clean_logo(data)
        except rules.BadLogo as error:
            raise forms.ValidationError(str(error)) from error
        return data

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        colours = {colour.key: str(cleaned.get(colour.key, "")).lower() for colour in rules.COLOURS}
        for key, sentence in rules.check_colours(colours).items():
            if key not in self.errors:
                self.add_error(key, sentence)
        primary = colours["primary"] if "primary" not in self.errors else rules.COLOURS[0].default
        tokens, wrong = rules.read_tokens(cleaned.get("tokens", ""), primary)
        if wrong:
            self.add_error("tokens", wrong[:5])
        cleaned["style"] = {
            "colours": colours,
            "radius": cleaned.get("radius"),
            "font": cleaned.get("font"),
            "tokens": tokens,
        }
        return cleaned
