"""An amount as people write it."""


def in_euros(amount: int | None) -> str:
    """`€ 12.500`; nothing for no amount, which is something else than nought."""
    return "" if amount is None else f"€ {amount:,}".replace(",", ".")
