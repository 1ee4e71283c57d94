"""The house style of a municipality: whitelisted tokens, readable colours, a clean logo.

Two kinds of value: our own few (`--pvk-primary` …) from fields, and NL Design System component tokens that the
municipality already has. Names and values pass by pattern only, when they are saved and again when they are served, so
a style sheet can never carry an address, a script or another selector. Text colours need a contrast of 4.5 to 1
(WCAG 1.4.3).
"""

import hashlib
import re
import struct
import zlib
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from django.db import transaction

from common.audit import record
from common.edits import save_if_unchanged
from organisation.models import Logo, Organisation, User

MINIMUM = 4.5
WHITE = "#ffffff"
TEXT = "#1b2730"
SUBTLE = "#4f5e68"

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
NAME = re.compile(r"--(?:utrecht|nl|basis)-[a-z0-9]+(?:-[a-z0-9]+){0,12}")
VALUE = re.compile(
    r"#[0-9a-fA-F]{6}|\d{1,3}(?:\.\d{1,3})?(?:px|rem|em|%)?|[1-9]00"
    r"|none|normal|bold|solid|underline|inherit|transparent|currentcolor|uppercase"
)
MOST_TOKENS = 100


@dataclass(frozen=True)
class Colour:
    """One colour a municipality may choose. `against` are the grounds it must be readable on, each with its words."""

    key: str
    token: str
    default: str
    label: str
    help: str
    against: tuple[tuple[str, str], ...] = ()


COLOURS = (
    Colour(
        "primary",
        "--pvk-primary",
        "#17495c",
        "Hoofdkleur",
        "Voor knoppen, het gekozen menu en de lijn boven de pagina.",
        ((WHITE, "witte tekst op deze kleur"),),
    ),
    Colour(
        "link",
        "--pvk-link",
        "#0b5a7d",
        "Kleur van links",
        "Voor links in tekst.",
        ((WHITE, "deze kleur op wit"), ("tint", "deze kleur op de achtergrondtint")),
    ),
    Colour("accent", "--pvk-accent", "#f2b63c", "Accentkleur", "Alleen versiering: er staat nooit tekst in of op."),
    Colour(
        "tint",
        "--pvk-tint",
        "#eef4f6",
        "Achtergrondtint",
        "Zachte kleur onder de voettekst en onder uitgelichte blokken.",
        (
            (TEXT, "gewone tekst op deze kleur"),
            (SUBTLE, "grijze tekst op deze kleur"),
            ("primary", "de hoofdkleur op deze kleur"),
        ),
    ),
    Colour(
        "header_background", "--pvk-header-background", WHITE, "Achtergrond van de kop", "Achter de naam en het logo."
    ),
    Colour(
        "header_text",
        "--pvk-header-text",
        TEXT,
        "Tekst in de kop",
        "Voor de naam van de gemeente en uw eigen naam.",
        (("header_background", "deze kleur op de achtergrond van de kop"),),
    ),
)
RADII = {"0px": "Recht", "5px": "Licht afgerond", "12px": "Rond"}
FONTS = {
    "source": ('"Source Sans 3", system-ui, sans-serif', "Source Sans 3 (meegeleverd)"),
    "system": ('system-ui, "Segoe UI", Roboto, sans-serif', "Het lettertype van het apparaat"),
    "arial": ("Arial, Helvetica, sans-serif", "Arial"),
    "verdana": ("Verdana, Geneva, sans-serif", "Verdana"),
}


# Colours


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(value / 255) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def shade(colour: str, factor: float) -> str:
    """Towards black below 1, towards white above 1."""
    target = 0 if factor < 1 else 255
    amount = 1 - factor if factor < 1 else factor - 1
    return "#" + "".join(f"{round(value + (target - value) * amount):02x}" for value in _channels(colour))


def readable(colour: str, ground: str) -> str:
    """The nearest shade of this colour that can be read on the ground."""
    darker = _luminance(ground) > 0.18
    for step in range(1, 21):
        near = shade(colour, 1 - step / 20 if darker else 1 + step / 20)
        if contrast(near, ground) >= MINIMUM:
            return near
    return "#000000" if darker else WHITE


def check_colours(chosen: dict[str, str]) -> dict[str, str]:
    """A sentence for each colour that cannot be read; keys are those of COLOURS."""
    wrong = {}
    values = {colour.key: chosen.get(colour.key) or colour.default for colour in COLOURS}
    for colour in COLOURS:
        if not COLOUR.fullmatch(values[colour.key]):
            wrong[colour.key] = "Schrijf een kleur als # met zes cijfers of letters van a tot en met f, zoals #17495c."
    for colour in COLOURS:
        for ground, words in colour.against:
            mine, theirs = values[colour.key], values.get(ground, ground)
            if colour.key in wrong or ground in wrong or contrast(mine, theirs) >= MINIMUM:
                continue
            wrong[colour.key] = (
                f"Niet goed leesbaar: {words} heeft een contrast van {_comma(contrast(mine, theirs))}. "
                f"Er is minstens 4,5 nodig. Dit lukt wel: {readable(mine, theirs)}."
            )
    return wrong


def _comma(number: float) -> str:
    return f"{int(number * 10) / 10:.1f}".replace(".", ",")


# Tokens


def read_tokens(text: str, primary: str = COLOURS[0].default) -> tuple[dict[str, str], list[str]]:
    """The tokens in `--name: value;` lines, and a sentence for each line that is refused."""
    tokens: dict[str, str] = {}
    wrong: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip().removesuffix(";").strip()
        if not line or (line.startswith("/*") and line.endswith("*/")):
            continue
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or not NAME.fullmatch(name):
            wrong.append(f"Regel {number}: schrijf --utrecht-naam: waarde. Andere namen nemen we niet over.")
        elif not VALUE.fullmatch(value.lower()):
            wrong.append(f"Regel {number}: de waarde moet een kleur als #17495c, een maat als 4px of een getal zijn.")
        elif name.startswith("--basis-") and value.startswith("#"):
            wrong.append(f"Regel {number}: stel kleuren in bij het onderdeel (--utrecht-…), niet in de basis.")
        else:
            tokens[name] = value.lower()
    if len(tokens) > MOST_TOKENS:
        wrong.append(f"Het zijn er te veel: {len(tokens)}. Er passen er {MOST_TOKENS}.")
    return tokens, wrong or _unreadable(tokens, primary)


def _unreadable(tokens: dict[str, str], own: str) -> list[str]:
    """Text of a component against its own ground: the one given here, else ours."""
    wrong = []
    for name in tokens:
        stem = re.sub(r"-(?:background-)?color$", "", name)
        if stem == name or "border" in name or "outline" in name or "decoration" in name or "icon" in name:
            continue
        primary = "primary-action" in stem
        text = tokens.get(f"{stem}-color", WHITE if primary else TEXT)
        ground = tokens.get(f"{stem}-background-color", own if primary else WHITE)
        if COLOUR.fullmatch(text) and COLOUR.fullmatch(ground) and contrast(text, ground) < MINIMUM:
            number = _comma(contrast(text, ground))
            wrong.append(
                f"{name}: tekst {text} op achtergrond {ground} heeft een contrast van {number}. "
                "Er is minstens 4,5 nodig."
            )
    return wrong


# The style sheet


def style_sheet(style: dict[str, Any], scope: str = ".voorbeeld-theme") -> str:
    """The CSS for this style; whatever does not fit the patterns is left out."""
    lines = [f"{name}: {value};" for name, value in sorted(_declarations(style).items())]
    return f"@layer theme {{\n  {scope} {{\n    " + "\n    ".join(lines) + "\n  }\n}\n" if lines else ""


def _declarations(style: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    colours = style.get("colours") if isinstance(style.get("colours"), dict) else {}
    for colour in COLOURS:
        value = str(colours.get(colour.key, ""))  # type: ignore[union-attr]
        if COLOUR.fullmatch(value) and value.lower() != colour.default:
            found[colour.token] = value.lower()
    if "--pvk-primary" in found:
        found["--pvk-primary-dark"] = shade(found["--pvk-primary"], 0.72)
    if "--pvk-tint" in found:
        found["--pvk-footer-background"] = found["--pvk-tint"]
    if style.get("radius") in RADII and style["radius"] != "5px":
        found["--pvk-radius"] = style["radius"]
    if style.get("font") in FONTS and style["font"] != "source":
        found["--pvk-font"] = FONTS[style["font"]][0]
    tokens = style.get("tokens") if isinstance(style.get("tokens"), dict) else {}
    for name, value in list(tokens.items())[:MOST_TOKENS]:  # type: ignore[union-attr]
        if NAME.fullmatch(str(name)) and VALUE.fullmatch(str(value)):
            found[str(name)] = str(value)
    return found


def fingerprint(style: dict[str, Any]) -> str:
    """Changes with the style, so that browsers may keep a sheet for ever. Empty when there is nothing to serve."""
    sheet = style_sheet(style)
    return hashlib.sha256(sheet.encode()).hexdigest()[:16] if sheet else ""


# The logo

LARGEST_LOGO = 100 * 1024
SVG = "http://www.w3.org/2000/svg"
ELEMENTS = frozenset(
    "svg g path rect circle ellipse line polyline polygon defs linearGradient radialGradient stop clipPath title desc "
    "symbol use".split()
)
ATTRIBUTES = frozenset(
    "id viewBox width height d x y x1 y1 x2 y2 cx cy r rx ry points transform fill fill-rule fill-opacity stroke "
    "stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity opacity clip-path clip-rule offset "
    "stop-color stop-opacity gradientUnits gradientTransform clipPathUnits preserveAspectRatio".split()
)
PAINT = re.compile(r"[#a-zA-Z0-9 .,()%+\-]*|url\(#[\w-]+\)")


class BadLogo(ValueError):
    """Why this file cannot be a logo, in a sentence."""


def clean_logo(data: bytes) -> tuple[str, bytes]:
    """Media type and content of a logo that can do nothing but be looked at."""
    if len(data) > LARGEST_LOGO:
        raise BadLogo("Dit bestand is te groot. Kies een logo van hoogstens 100 kB.")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png", _clean_png(data)
    if b"<svg" in data[:2000]:
        return "image/svg+xml", _clean_svg(data)
    raise BadLogo("Kies een logo als SVG- of PNG-bestand.")


def _clean_svg(data: bytes) -> bytes:
    if re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", data, re.IGNORECASE) or b"\x00" in data:
        raise BadLogo("Dit SVG-bestand bevat een documenttype. Sla het op als ‘eenvoudige SVG’ en probeer het opnieuw.")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - no document type, so no entities to expand
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise BadLogo("Dit SVG-bestand is beschadigd. Sla het opnieuw op.") from error
    if root.tag != f"{{{SVG}}}svg":
        raise BadLogo("Dit is geen SVG-bestand.")
    _strip(root)
    if not root.get("viewBox") and not (root.get("width") and root.get("height")):
        raise BadLogo("Dit SVG-bestand noemt geen afmetingen. Sla het opnieuw op met een ‘viewBox’.")
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(root, encoding="utf-8")


def _strip(element: ElementTree.Element) -> None:
    """Keep shapes; drop scripts, styles, links, text, images and everything unknown."""
    for name, value in list(element.attrib.items()):
        if name.endswith("}href") or name == "href":
            del element.attrib[name]
            if element.tag == f"{{{SVG}}}use" and re.fullmatch(r"#[\w-]+", value):
                element.set("href", value)
        elif name not in ATTRIBUTES or (name not in {"d", "points"} and not PAINT.fullmatch(value)):
            del element.attrib[name]
    for child in list(element):
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag.removeprefix(f"{{{SVG}}}") in ELEMENTS and tag.startswith(f"{{{SVG}}}"):
            _strip(child)
        else:
            element.remove(child)


def _clean_png(data: bytes) -> bytes:
    """The picture alone: chunks with notes of the maker are dropped, and what follows the end too."""
    kept, at = bytearray(data[:8]), 8
    seen: list[bytes] = []
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data) or struct.pack(">I", zlib.crc32(data[at + 4 : end - 4])) != data[end - 4 : end]:
            break
        if kind in {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"sRGB"}:
            kept += data[at:end]
            seen.append(kind)
        if kind == b"IHDR" and length == 13:
            width, height = struct.unpack(">II", data[at + 8 : at + 16])
            if not (0 < width <= 4000 and 0 < height <= 4000):
                raise BadLogo("Dit PNG-bestand is te breed of te hoog. Kies hoogstens 4000 beeldpunten.")
        at = end
        if kind == b"IEND":
            break
    if seen[:1] != [b"IHDR"] or seen[-1:] != [b"IEND"] or b"IDAT" not in seen:
        raise BadLogo("Dit PNG-bestand is beschadigd. Sla het opnieuw op.")
    return bytes(kept)


# Saving


@transaction.atomic
def save_style(
    *, organisation: Organisation, style: dict[str, Any], logo: bytes | None, remove_logo: bool, seen: int, by: User
) -> None:
    """Keep the style that was checked; the logo is stored once under its own fingerprint."""
    kept = dict(style)
    if logo:
        kind, data = clean_logo(logo)
        digest = hashlib.sha256(data).hexdigest()[:32]
        Logo.objects.get_or_create(digest=digest, defaults={"kind": kind, "data": data})
        kept["logo"] = digest
    elif not remove_logo and organisation.style.get("logo"):
        kept["logo"] = organisation.style["logo"]
    organisation.style = kept
    save_if_unchanged(organisation, ["style"], seen=seen)
    Logo.objects.exclude(digest=kept.get("logo", "")).delete()
    record("organisation.style", organisation, by=by)


@dataclass(frozen=True)
class House:
    """What a page needs of the style: two addresses, each empty when there is none."""

    style: dict[str, Any]

    @property
    def sheet(self) -> str:
        return fingerprint(self.style)

    @property
    def logo(self) -> str:
        digest = self.style.get("logo", "")
        return digest if re.fullmatch(r"[0-9a-f]{32}", str(digest)) else ""
