"""The map as one picture for the page, the big screen and the PDF.

Read in black and white: a point is a dot with a number, an area is hatched, a line has two named ends. Only
presentation attributes and classes, because the content security policy allows no style attributes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, sqrt

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from method.map import PHASES, Shape
from method.words import Mark

CELL = 80
LEFT, TOP, STRIP = 112, 18, 18
SIDE = CELL * 4
WIDTH = LEFT + SIDE + 4
INK, PAPER, GREY, EDGE = "#154273", "#ffffff", "#4c5866", "#8793a0"
MANY = 12
LINES = {
    ("horizontal", 1): ("Rust",),
    ("horizontal", 2): ("Ongemak",),
    ("horizontal", 3): ("Onderhuidse", "spanningen"),
    ("horizontal", 4): ("Openlijke", "incidenten", "of escalatie"),
    ("vertical", 1): ("Rust",),
    ("vertical", 2): ("Afnemend", "vertrouwen en", "stroevere", "verbindingen"),
    ("vertical", 3): ("Vertrouwens-", "crisis en", "verbroken", "verbindingen"),
    ("vertical", 4): ("Openlijke", "incidenten of", "escalatie"),
}
"""Where the names of the phases break. A test holds them to the names of the guide."""


@dataclass(frozen=True)
class Token:
    """A numbered sign at one spot: the dot of a point, the tab of an area, an end of a line."""

    x: float
    y: float
    size: float


def draw(
    marks: Sequence[Mark],
    *,
    title: str,
    desc: str = "",
    axes: bool = True,
    trail: bool = False,
    ident: str = "kaart",
) -> SafeString:
    """Draw the map. `title` is the full sentence for who cannot see it; `trail` joins the marks in their order."""
    left, bottom = (LEFT, 78) if axes else (8, 4)
    height = TOP + SIDE + STRIP + bottom
    spots = _spots(marks, left)
    parts = [
        _ground(left),
        _axes(left) if axes else "",
        *(_areas(marks, left)),
        *(_trail(marks, spots) if trail else ()),
        *(_mark(mark, spots[index], _names(marks)) for index, mark in enumerate(marks)),
    ]
    linked = any(mark.url for mark in marks)
    return format_html(
        '<svg class="map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="{}" '
        'aria-labelledby="{}-titel" font-family="sans-serif" font-size="12">'
        '<title id="{}-titel">{}</title>{}{}</svg>',
        left + SIDE + 4,
        height,
        "group" if linked else "img",
        ident,
        ident,
        _clean(title),
        format_html("<desc>{}</desc>", _clean(desc)) if desc else "",
        mark_safe("".join(parts)),  # every part was made by format_html
    )


def _clean(text: str) -> str:
    """XML knows no control characters; one in a label would break the whole picture."""
    if text.isprintable():
        return text
    return "".join(
        sign for sign in text if sign >= " " and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff"
    )


def _corner(x: int, y: int, left: int) -> tuple[int, int]:
    """Top left of a cell; row 4 stands on top."""
    return left + (x - 1) * CELL, TOP + (4 - y) * CELL


@cache
def _ground(left: int) -> SafeString:
    return mark_safe("".join(_squares(left)))


def _squares(left: int) -> Iterable[SafeString]:
    for letter, x, y, fill in (
        ("C", 0, 0, "#f1f4f7"),
        ("D", 2, 0, "#e3e9ef"),
        ("A", 0, 2, PAPER),
        ("B", 2, 2, "#f1f4f7"),
    ):
        yield format_html(
            '<rect class="map-quadrant map-quadrant-{}" x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
            letter.lower(),
            left + x * CELL,
            TOP + y * CELL,
            2 * CELL,
            2 * CELL,
            fill,
        )
    for step in range(5):
        width = 2 if step in (0, 2, 4) else 1
        at = left + step * CELL
        yield _line(at, TOP, at, TOP + SIDE, EDGE, width)
        at = TOP + step * CELL
        yield _line(left, at, left + SIDE, at, EDGE, width)
    for letter, x, y, anchor in (
        ("C", left + 2, TOP - 5, "start"),
        ("D", left + SIDE - 2, TOP - 5, "end"),
        ("A", left + 2, TOP + SIDE + 14, "start"),
        ("B", left + SIDE - 2, TOP + SIDE + 14, "end"),
    ):
        yield _text(x, y, f"Kwadrant {letter}" if left == LEFT else letter, anchor=anchor, bold=True, size=12, fill=INK)


@cache
def _axes(left: int) -> SafeString:
    return mark_safe("".join(_captions(left)))


def _captions(left: int) -> Iterable[SafeString]:
    base = TOP + SIDE + STRIP
    for number in PHASES:
        middle = left + (number - 1) * CELL + CELL // 2
        yield _text(middle, base + 12, str(number), anchor="middle", bold=True, fill="#1b2733")
        for row, words in enumerate(LINES["horizontal", number]):
            yield _text(middle, base + 25 + row * 12.5, words, anchor="middle", size=11.5, fill=GREY)
        lines = LINES["vertical", number]
        top = TOP + (4 - number) * CELL + CELL / 2 - (len(lines) * 12.5) / 2 + 9
        yield _text(left - 6, top - 6, str(number), anchor="end", bold=True, fill="#1b2733")
        for row, words in enumerate(lines):
            yield _text(left - 6, top + 7 + row * 12.5, words, anchor="end", size=11.5, fill=GREY)
    yield _text(left + SIDE / 2, base + 74, "Tussen groepen →", anchor="middle", bold=True, fill="#1b2733")
    yield format_html(
        '<text transform="translate(12 {}) rotate(-90)" text-anchor="middle" font-weight="bold" fill="#1b2733">'
        "Met de overheid →</text>",
        TOP + SIDE // 2,
    )


def _spots(marks: Sequence[Mark], left: int) -> list[tuple[Token, ...]]:
    """Where the signs of each mark stand. Signs that share a cell get their own place in it, always the same one."""
    lines = {x: [i for i, m in enumerate(marks) if m.shape.kind == "line" and m.shape.x_min == x] for x in PHASES}
    shared: dict[tuple[int, int], list[int]] = {}
    for index, mark in enumerate(marks):
        if mark.shape.kind != "line":
            shared.setdefault((mark.shape.x_min, mark.shape.y_max), []).append(index)
    spots: list[tuple[Token, ...]] = []
    for index, mark in enumerate(marks):
        shape = mark.shape
        if shape.kind == "line":
            spots.append(_ends(shape, lines[shape.x_min].index(index), len(lines[shape.x_min]), left))
        else:
            cell = (shape.x_min, shape.y_max)
            rank, total = shared[cell].index(index), len(shared[cell])
            spots.append((_place(shape, rank, total, len(lines[shape.x_min]), left),))
    return spots


def _place(shape: Shape, rank: int, total: int, lines: int, left: int) -> Token:
    x, y = _corner(shape.x_min, shape.y_max, left)
    width = CELL - 8 - min(lines * 20, 40)
    columns = ceil(sqrt(total))
    rows = ceil(total / columns)
    size = min(11.0, width / columns / 2 - 1, (CELL - 8) / rows / 2 - 1)
    if shape.kind == "area" and total == 1:
        return Token(x + 16, y + 16, size)  # the tab of an area stands in its corner: an area has no middle
    return Token(
        round(x + 4 + width * (rank % columns + 0.5) / columns, 2),
        round(y + 4 + (CELL - 8) * (rank // columns + 0.5) / rows, 2),
        round(size, 2),
    )


def _ends(shape: Shape, rank: int, total: int, left: int) -> tuple[Token, Token]:
    x, low = _corner(shape.x_min, shape.y_min, left)
    high = _corner(shape.x_min, shape.y_max, left)[1]
    at = round(x + CELL - 14 - rank * min(22, (CELL - 28) / max(total - 1, 1)), 2)
    size = 10 if total <= 3 else 5
    return Token(at, low + CELL // 2, size), Token(at, high + CELL // 2, size)


def _areas(marks: Sequence[Mark], left: int) -> Iterable[SafeString]:
    """Hatched rectangles, each a little smaller and slanted the other way, so that overlapping ones stay apart."""
    areas = [mark for mark in marks if mark.shape.kind == "area"]
    for rank, mark in enumerate(areas):
        shape, inset = mark.shape, 4 + (rank % 5) * 3
        x, y = _corner(shape.x_min, shape.y_max, left)
        width = (shape.x_max - shape.x_min + 1) * CELL
        tall = (shape.y_max - shape.y_min + 1) * CELL
        x, y, width, tall = x + inset, y + inset, width - 2 * inset, tall - 2 * inset
        dash = "7 3" if mark.latest or len(areas) <= MANY else "3 3"
        yield format_html(
            '<g class="map-area"><path d="{}" stroke="{}" stroke-width="0.8" stroke-opacity="0.55" fill="none"/>'
            '<rect x="{}" y="{}" width="{}" height="{}" rx="8" fill="{}" fill-opacity="0.07" stroke="{}" '
            'stroke-width="{}" stroke-dasharray="{}"/></g>',
            _hatch(x, y, width, tall, 9 + rank % 3 * 3, falling=bool(rank % 2)),
            INK,
            x,
            y,
            width,
            tall,
            INK,
            INK,
            2.5 if mark.latest else 1.5,
            dash,
        )


def _hatch(x: float, y: float, width: float, tall: float, step: float, *, falling: bool) -> str:
    """Slanted lines that fill a rectangle. Drawn out: ids of a pattern would clash on a page with two maps."""
    parts = []
    offset = step
    while offset < width + tall:
        x1, y1 = min(offset, width), max(0.0, offset - width)
        x2, y2 = max(0.0, offset - tall), min(offset, tall)
        if falling:
            x1, x2 = width - x1, width - x2
        parts.append(f"M{x + x1:.1f} {y + y1:.1f}L{x + x2:.1f} {y + y2:.1f}")
        offset += step
    return "".join(parts)


def _trail(marks: Sequence[Mark], spots: Sequence[tuple[Token, ...]]) -> Iterable[SafeString]:
    """From sign to sign in order, older lines thinner; a small arrow head halfway shows the direction."""
    for index in range(1, len(marks)):
        start, end = spots[index - 1][0], spots[index][0]
        width = 1.2 + 1.6 * index / (len(marks) - 1)
        yield _line(start.x, start.y, end.x, end.y, INK, round(width, 2))
        length = sqrt((end.x - start.x) ** 2 + (end.y - start.y) ** 2)
        if length < 2 * (start.size + end.size):
            continue
        dx, dy = (end.x - start.x) / length, (end.y - start.y) / length
        tip = (end.x - dx * (end.size + 6), end.y - dy * (end.size + 6))
        back = (tip[0] - dx * 8, tip[1] - dy * 8)
        yield format_html(
            '<path class="map-arrow" d="M{} {}L{} {}L{} {}Z" fill="{}"/>',
            *(round(value, 1) for value in (*tip, back[0] - dy * 4.5, back[1] + dx * 4.5)),
            round(back[0] + dy * 4.5, 1),
            round(back[1] - dx * 4.5, 1),
            INK,
        )


def _names(marks: Sequence[Mark]) -> bool:
    """Group names fit beside the ends of one or two lines; with more, the table has them."""
    return sum(mark.shape.kind == "line" for mark in marks) <= 2


def _mark(mark: Mark, tokens: tuple[Token, ...], names: bool) -> SafeString:
    shape = mark.shape
    inside = [f"<title>{escape(_clean(mark.sentence))}</title>"]
    if shape.kind == "line":
        low, high = tokens
        inside.append(_line(low.x, low.y, high.x, high.y, INK, 4 if mark.latest else 3))
        for end, letter, group, up in ((low, "a", shape.group_low, False), (high, "b", shape.group_high, True)):
            inside.append(_sign(end, f"{mark.label}{letter}", "end", latest=mark.latest))
            if names:
                inside.extend(_name(end, group, up=up))
    else:
        inside.append(_sign(tokens[0], mark.label, shape.kind, latest=mark.latest))
    group = mark_safe(f'<g class="map-mark map-{escape(shape.kind)}">{"".join(inside)}</g>')
    if mark.url:
        # The table beside the map has the same links for keyboard and screen reader, at full size.
        return format_html('<a href="{}" tabindex="-1" aria-hidden="true">{}</a>', mark.url, group)
    return group


def _sign(token: Token, label: str, kind: str, *, latest: bool) -> SafeString:
    size = token.size + (2 if latest and token.size > 8 else 0)
    x, y = token.x, token.y
    ring = (
        f'<circle class="map-ring" cx="{x}" cy="{y}" r="{size + 3.5}" fill="none" stroke="{INK}" stroke-width="2"/>'
        if latest
        else ""
    )
    if kind == "area":
        sign = (
            f'<rect x="{x - size}" y="{y - size}" width="{2 * size}" height="{2 * size}" rx="2" fill="{INK}" '
            f'stroke="{PAPER}" stroke-width="1"/>'
        )
    else:
        fill, edge, width = (PAPER, INK, 2) if kind == "end" else (INK, PAPER, 1)
        sign = f'<circle cx="{x}" cy="{y}" r="{size}" fill="{fill}" stroke="{edge}" stroke-width="{width}"/>'
    if size < 6:
        return mark_safe(ring + sign)
    scale = min(12.0, size * (1.1 if len(label) < 2 else 1.0 if len(label) == 2 else 0.8))
    text = _text(
        token.x,
        round(token.y + scale * 0.36, 2),
        label,
        anchor="middle",
        bold=True,
        size=round(scale, 2),
        fill=INK if kind == "end" else PAPER,
    )
    return mark_safe(ring + sign + text)


def _name(end: Token, group: str, *, up: bool) -> Iterable[SafeString]:
    rows = _wrapped(_clean(group))
    for index, words in enumerate(rows):
        y = end.y - 16 - (len(rows) - 1 - index) * 11 if up else end.y + 22 + index * 11
        yield _text(end.x + 10, y, words, anchor="end", size=10.5, fill="#1b2733")


def _wrapped(text: str, width: int = 14) -> list[str]:
    """At most two short lines; the full name stands in the title and in the table."""
    rows = [""]
    for word in text.split():
        if rows[-1] and len(rows[-1]) + 1 + len(word) > width:
            rows.append(word)
        else:
            rows[-1] = f"{rows[-1]} {word}".strip()
    kept = rows[:2]
    if len(rows) > 2:
        kept[1] = f"{kept[1]}…"
    return [row if len(row) <= width + 1 else f"{row[: width - 1]}…" for row in kept]


def _line(x1: float, y1: float, x2: float, y2: float, ink: str, width: float) -> SafeString:
    return mark_safe(f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{ink}" stroke-width="{width}"/>')


def _text(
    x: float, y: float, words: str, *, anchor: str, fill: str, size: float = 12, bold: bool = False
) -> SafeString:
    """The only place where words enter the picture, apart from the titles: always escaped."""
    weight = ' font-weight="bold"' if bold else ""
    return mark_safe(
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}"{weight} fill="{fill}">'
        f"{escape(_clean(words))}</text>"
    )
