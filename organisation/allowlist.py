"""The town's own places, organisations and functions: words that are no names of residents."""


def current() -> frozenset[str]:
    return frozenset()
