"""What the guide offers for the quadrants of a diagnosis. Shown beside the file; it never chooses for anyone."""

from collections.abc import Iterable
from dataclasses import dataclass

from method.content import Item, content


@dataclass(frozen=True)
class QuadrantGuidance:
    """The offer for one quadrant, in the order of the guide."""

    letter: str
    title: str
    text: str
    room: str
    source: str
    items: tuple[Item, ...]
    attention: tuple[Item, ...] = ()
    deep_democracy: tuple[Item, ...] = ()
    burgerberaad: tuple[Item, ...] = ()
    lessons: tuple[Item, ...] = ()
    narratives: tuple[Item, ...] = ()

    @property
    def doing_nothing(self) -> Item | None:
        """The note that doing nothing is no choice, in D only (R-A-114)."""
        return next((item for item in self.items if item.code == "D3"), None)


def for_quadrants(letters: Iterable[str]) -> list[QuadrantGuidance]:
    """The guidance of every quadrant in the set; an area or line may have several, and all are given (R-A-096)."""
    return [_of(letter) for letter in sorted(set(letters))]


def _of(letter: str) -> QuadrantGuidance:
    all_content = content()
    quadrant = all_content.quadrant(letter)
    extra = {}
    if letter == "A":
        extra = {
            "attention": all_content.attention,
            "deep_democracy": all_content.deep_democracy,
            "burgerberaad": all_content.burgerberaad,
        }
    elif letter == "C":
        extra = {"lessons": all_content.lessons, "narratives": all_content.narratives}
    return QuadrantGuidance(
        letter=letter,
        title=quadrant.title,
        text=quadrant.text,
        room=quadrant.room,
        source=quadrant.source,
        items=all_content.guidance[letter],
        **extra,
    )
