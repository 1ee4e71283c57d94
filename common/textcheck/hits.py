"""What a module of the check reports."""

from typing import NamedTuple


class Hit(NamedTuple):
    """A kind of personal data with its place in the folded text."""

    kind: str
    start: int
    end: int


ORDER = ("bsn", "rijksregisternummer", "iban", "kenteken", "e-mail", "account", "telefoon", "adres", "geboorte", "naam")


def without_overlap(hits: list[Hit]) -> list[Hit]:
    """The gravest hit of each overlapping group, in the order of the text."""
    kept: list[Hit] = []
    taken = bytearray(max((hit.end for hit in hits), default=0))
    for hit in sorted(hits, key=lambda hit: (ORDER.index(hit.kind), hit.start)):
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)
