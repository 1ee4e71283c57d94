"""The words of a PDF, as somebody would copy them: glyphs through the map that the file itself carries."""

import io
import re

import pikepdf


def text_of(pdf: bytes) -> str:
    """All text of all pages, in the order in which it was drawn."""
    return "".join(texts_of(pdf))


def texts_of(pdf: bytes) -> list[str]:
    """The same, page by page."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for page in file.pages:
            fonts = {str(name): _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
            found.append(_page(page, fonts))
    return found


def everything_of(pdf: bytes) -> str:
    """The text, and whatever else a reader or a machine can find: titles, bookmarks, alternative texts, metadata."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        strings = [str(item) for item in file.objects if isinstance(item, pikepdf.String)]
        for item in file.objects:
            if isinstance(item, pikepdf.Dictionary):
                strings += [str(value) for value in item.values() if isinstance(value, pikepdf.String)]
            if isinstance(item, pikepdf.Stream) and item.get("/Type") == "/Metadata":
                strings.append(item.read_bytes().decode("utf-8", "replace"))
        strings += [str(value) for value in file.docinfo.values()]
    return "\n".join([text_of(pdf), *strings])


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """Glyph to text, from the ToUnicode map."""
    map_ = font.ToUnicode.read_bytes().decode("ascii")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", map_, re.S):
        for glyph, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(text).decode("utf-16-be")
    return found


def _page(page: pikepdf.Page, fonts: dict[str, dict[int, str]]) -> str:
    words, letters = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            letters = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            for part in parts:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    words += [letters.get(int.from_bytes(raw[i : i + 2]), "?") for i in range(0, len(raw), 2)]
        elif str(operator) in ("ET", "Td", "T*", "Tm"):
            words.append(" ")
    return "".join(words)
