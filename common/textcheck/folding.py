"""Makes text plain without losing where each character came from."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

SPECIAL = {
    # letters that have no decomposition
    **dict(zip("ıłŁøØđĐðÐß", ["i", "l", "L", "o", "O", "d", "D", "d", "D", "ss"], strict=True)),
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    # Cyrillic and Greek letters that look like Latin ones
    **dict(zip("аеіјорсухѕԁһвкмнтАВЕІЈКМНОРСТУХЅ", "aeijopcyxsdhBKMHTABEIJKMHOPCTYXS", strict=True)),
    **dict(zip("οΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oABEZHIKMNOPTYX", strict=True)),
    # dashes, quotes, dots and slashes
    **dict.fromkeys("‐‑‒–—―−﹘﹣－⁃", "-"),
    **dict.fromkeys("‘’‚‛ʼʻ`´′＇", "'"),
    **dict.fromkeys("“”„‟«»＂", '"'),
    **dict.fromkeys("⁄∕", "/"),
    **dict.fromkeys("․·•", "."),
    "\n": "\n",
    "\r": "\n",
    "\t": " ",
    "\x0b": "\n",
    "\x0c": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u3000": " ",
    "\u1680": " ",
    "\u180e": "",
    # invisible letters and fillers
    **dict.fromkeys("\u115f\u1160\u2800\u3164\uffa0", " "),
}


class Folded(NamedTuple):
    text: str
    positions: list[int] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text as it was typed."""
        if self.positions is None:
            return start, end
        return self.positions[start], self.positions[end - 1] + 1


def fold(text: str) -> Folded:
    """Plain letters, digits and spaces; characters that nobody sees are left out."""
    if text.isascii() and text.isprintable():
        return Folded(text, None)
    out: list[str] = []
    positions: list[int] = []
    for index, character in enumerate(text):
        plain = character if "!" <= character <= "~" or character == " " else _plain(character)
        out.append(plain)
        positions.extend([index] * len(plain))
    return Folded("".join(out), positions)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character in SPECIAL:
        return SPECIAL[character]
    category = unicodedata.category(character)
    if category in {"Cc", "Cf", "Mn", "Me", "Cs"}:
        return ""
    if category[0] == "Z":
        return " "
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    parts = unicodedata.normalize("NFKD", character)
    if parts == character:
        return character
    return "".join(_plain(part) if not part.isascii() else part for part in parts)
