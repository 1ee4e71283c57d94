"""A municipality brings its own colours, tokens and logo; nothing else comes along, and all of it can be read."""

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from common.models import AuditEvent
from organisation import style
from organisation.models import Logo, Organisation

DEFAULTS = {colour.key: colour.default for colour in style.COLOURS}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#123456"/></svg>'


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 1, height: int = 1, extra: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    picture = zlib.compress(b"\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", picture) + chunk(b"IEND", b"")


def answers(**changed: object) -> dict[str, object]:
    return {**DEFAULTS, "radius": "5px", "font": "source", "tokens": "", "version": 1, **changed}


# Contrast


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#777777", "#ffffff", 4.48)]
)
def test_contrast_as_wcag_counts_it(one, other, expected):
    assert style.contrast(one, other) == pytest.approx(expected, abs=0.01)
    assert style.contrast(other, one) == style.contrast(one, other)


def test_default_colours_can_be_read():
    assert style.check_colours(DEFAULTS) == {}


def test_refused_colour_gets_the_reason_and_a_shade_that_works():
    wrong = style.check_colours({**DEFAULTS, "primary": "#ffcc00"})

    assert wrong["primary"].startswith("Niet goed leesbaar: witte tekst op deze kleur heeft een contrast van 1,5.")
    suggestion = wrong["primary"].split("Dit lukt wel: ")[1].rstrip(".")
    assert style.contrast(suggestion, "#ffffff") >= 4.5


def test_accent_may_be_any_colour_because_no_text_stands_on_it():
    assert style.check_colours({**DEFAULTS, "accent": "#ffff00"}) == {}


def test_header_text_is_held_against_the_chosen_header():
    wrong = style.check_colours({**DEFAULTS, "header_background": "#222222", "header_text": "#333333"})

    assert list(wrong) == ["header_text"]


@pytest.mark.parametrize(
    "evil", ["red", "#12345", "#12345g", "url(x)", "#123456;}body{display:none", "", "#１２３４５６"]
)
def test_colour_outside_the_pattern_is_refused(evil):
    if evil:
        assert "primary" in style.check_colours({**DEFAULTS, "primary": evil})
    assert style.style_sheet({"colours": {"primary": evil}}) == ""


# Tokens


def test_tokens_of_the_design_system_are_taken_over():
    tokens, wrong = style.read_tokens(
        "--utrecht-button-border-radius: 0px;\n\n--utrecht-heading-1-color: #003366\n/* x */"
    )

    assert wrong == []
    assert tokens == {"--utrecht-button-border-radius": "0px", "--utrecht-heading-1-color": "#003366"}


@pytest.mark.parametrize(
    "line",
    [
        "--pvk-primary: #000000",
        "color: #000000",
        "--utrecht-x: url(https://example.org/a.css)",
        "--utrecht-x: expression(alert(1))",
        "--utrecht-x: #000000; } body { display: none",
        "--utrecht-x: var(--secret)",
        "--utrecht-x: 1px /* */ ; @import 'x'",
        "--utrecht-x}: 1px",
        "--utrecht-x: \\75rl(x)",
        "--utrecht-x",
        "--basis-color-default-color: #000000",
        "</style><script>",
    ],
)
def test_token_that_could_carry_more_than_a_value_is_refused(line):
    tokens, wrong = style.read_tokens(line)

    assert len(wrong) == 1
    assert tokens == {}


def test_token_with_text_that_cannot_be_read_is_refused():
    _, wrong = style.read_tokens("--utrecht-link-color: #eeeeee")
    _, button = style.read_tokens("--utrecht-button-primary-action-background-color: #ffff00")

    assert "contrast" in wrong[0]
    assert "contrast" in button[0]


def test_too_many_tokens_are_refused():
    _, wrong = style.read_tokens("\n".join(f"--utrecht-a{number}: 1px" for number in range(101)))

    assert wrong == ["Het zijn er te veel: 101. Er passen er 100."]


def test_sheet_leaves_out_what_got_into_the_row_some_other_way():
    sheet = style.style_sheet(
        {
            "colours": {"primary": "#000000}body{}", "link": ["#000000"], "tint": "#ffffff"},
            "tokens": {"--utrecht-a": "url(x)", "}body{": "1px", "--utrecht-b": "2px"},
            "radius": "1px}",
            "font": "evil",
        }
    )

    assert sheet == (
        "@layer theme {\n  .voorbeeld-theme {\n    --pvk-footer-background: #ffffff;\n    --pvk-tint: #ffffff;\n"
        "    --utrecht-b: 2px;\n  }\n}\n"
    )


@pytest.mark.parametrize("row", [{}, {"colours": None, "tokens": []}, {"colours": DEFAULTS, "radius": "5px"}])
def test_neutral_style_serves_nothing(row):
    assert style.fingerprint(row) == ""


# Logo


@pytest.mark.parametrize(
    "evil",
    [
        b"<script>alert(1)</script>",
        b'<image href="https://example.org/x.png"/>',
        b'<a href="javascript:alert(1)"><rect/></a>',
        b"<style>@import 'x'</style>",
        b"<foreignObject><p>x</p></foreignObject>",
        b'<rect onclick="alert(1)"/>',
        b'<rect style="fill:url(https://example.org)"/>',
        b'<rect fill="url(https://example.org/#a)"/>',
        b'<use href="https://example.org/#a"/>',
        b'<animate attributeName="href" to="javascript:x"/>',
        b"<text>Jan</text>",
        b"<!-- secret -->",
    ],
)
def test_logo_keeps_shapes_only(evil):
    kind, data = style.clean_logo(SVG.replace(b"</svg>", evil + b"</svg>"))

    assert kind == "image/svg+xml"
    assert b"<rect" in data
    for word in [b"script", b"example.org", b"alert", b"import", b"Jan", b"secret", b"style", b"animate"]:
        assert word not in data


@pytest.mark.parametrize(
    "bad",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG,
        b"<svg",
        b"<svg><rect/></svg>",
        b"GIF89a",
        b"",
        png()[:-5],
        png(width=5000),
        SVG + b" " * style.LARGEST_LOGO,
        b'<?xml version="1.0" encoding="utf-16"?><svg/>',
    ],
)
def test_file_that_is_no_logo_gets_a_sentence(bad):
    with pytest.raises(style.BadLogo):
        style.clean_logo(bad)


def test_png_loses_the_notes_of_its_maker():
    _, data = style.clean_logo(png(extra=chunk(b"tEXt", b"Author\x00Jan de Vries")) + b"<script>")

    assert data == png()


# Screens


def test_style_is_saved_served_and_shown_on_each_page(town, client_of):
    client = client_of(town.admin)

    response = client.post(
        "/beheer/huisstijl/", answers(primary="#004422", tokens="--utrecht-button-border-radius: 0px")
    )

    assert response.status_code == 302
    page = client.get("/over/").content.decode()
    address = page.split('href="/thema/')[1].split('"')[0]
    sheet = Client().get(f"/thema/{address}")
    assert "--pvk-primary: #004422;" in sheet.content.decode()
    assert "--utrecht-button-border-radius: 0px;" in sheet.content.decode()
    assert "immutable" in sheet["Cache-Control"]
    assert AuditEvent.objects.filter(action="organisation.style").count() == 1


def test_old_address_of_the_style_is_gone(town):
    Organisation.objects.update(style={"colours": {"primary": "#004422"}})

    assert Client().get("/thema/0000000000000000.css").status_code == 404
    assert Client().get("/thema/%7D.css").status_code == 404


def test_unreadable_colour_is_explained_at_the_field_and_not_saved(town, client_of):
    response = client_of(town.admin).post("/beheer/huisstijl/", answers(primary="#ffcc00"))

    assert "Niet goed leesbaar" in response.content.decode()
    assert "<title>Fout: Huisstijl" in response.content.decode()
    assert Organisation.objects.get().style == {}


def test_preview_shows_without_saving(town, client_of):
    client = client_of(town.admin)

    page = client.post("/beheer/huisstijl/", answers(primary="#550000", preview="1")).content.decode()

    assert "proef.css?primary=%23550000" in page
    assert Organisation.objects.get().style == {}
    sheet = client.get("/beheer/huisstijl/proef.css?primary=%23550000&link=url(x)&font=}").content.decode()
    assert "--pvk-primary: #550000;" in sheet
    assert ".style-preview {" in sheet
    assert "url" not in sheet


def test_logo_is_cleaned_served_alone_and_replaced(town, client_of):
    client = client_of(town.admin)
    evil = SVG.replace(b"<rect", b"<script>alert(1)</script><rect")
    client.post("/beheer/huisstijl/", answers(logo=SimpleUploadedFile("logo.svg", evil)))
    address = client.get("/over/").content.decode().split('class="brand__logo" src="')[1].split('"')[0]

    served = Client().get(address)

    assert served["Content-Type"] == "image/svg+xml"
    assert b"script" not in served.content
    assert "sandbox" in served["Content-Security-Policy"]
    client.post("/beheer/huisstijl/", answers(version=2, remove_logo="on"))
    assert Logo.objects.count() == 0
    assert "brand__logo" not in client.get("/over/").content.decode()


def test_broken_logo_gets_a_sentence_at_the_field(town, client_of):
    response = client_of(town.admin).post(
        "/beheer/huisstijl/", answers(logo=SimpleUploadedFile("logo.svg", b"<svg><rect/></svg>"))
    )

    assert "Dit is geen SVG-bestand." in response.content.decode()


def test_style_saved_meanwhile_by_a_colleague_is_not_overwritten(town, client_of):
    client_of(town.admin).post("/beheer/huisstijl/", answers(primary="#004422"))

    response = client_of(town.admin).post("/beheer/huisstijl/", answers(primary="#550000"))

    assert "Een collega heeft dit intussen ook opgeslagen" in response.content.decode()
    assert Organisation.objects.get().style["colours"]["primary"] == "#004422"


@pytest.mark.parametrize("address", ["/beheer/huisstijl/", "/beheer/huisstijl/proef.css", "/beheer/onderdelen/"])
def test_only_the_admin_opens_style_and_gallery(town, client_of, address):
    assert client_of(town.admin).get(address).status_code == 200
    for person in [town.reporter, town.owner, town.coordinator, town.executive, town.privacy]:
        assert client_of(person).get(address).status_code == 403
    assert Client().get(address).status_code == 302
