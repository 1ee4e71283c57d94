"""What the rules cost that pages run in between: the advice, the ranking of the library, and the check of a text."""

import time
from collections.abc import Callable

from common.textcheck import check
from method.directions.evaluate import advise
from method.directions.model import Place, Situation
from method.directions.reading import of_kind, shipped
from method.library.advice import full_advice
from method.library.ranking import rank
from method.library.reading import library, shipped_weights

SENTENCE = (
    "De bewoners van de Rozenstraat en de jongeren van het plein mijden elkaar, zegt Kevin van 06-12345678 geregeld. "
)
NASTY = ("a@", "NL91 ", "°", "Van De ", "1 ")  # pieces that a pattern could go back over, again and again


def measure_rules(say: Callable[..., None]) -> None:
    """Best of twenty, in milliseconds. A text of ten times the length should cost about ten times as much."""
    rules, records, weights = shipped(), library(), shipped_weights()
    six = _six_places()
    advice = full_advice(six).advice
    say(rule="advice on six places with everything ticked", ms=_best(lambda: advise(six, rules)))
    say(rule="ranking of the library for it", ms=_best(lambda: rank(six, advice, rules, records, weights)))
    say(rule="check of a text of 1,000 characters", ms=_best(lambda: check((SENTENCE * 10)[:1000])))
    for piece in NASTY:
        short, long = (_best(lambda text=(piece * size)[:size]: check(text), turns=3) for size in (20_000, 200_000))
        say(rule="check of a nasty text", piece=piece, ms_20000=short, ms_200000=long, ratio=round(long / short, 1))


def _best(work: Callable[[], object], turns: int = 20) -> float:
    costs = []
    for _ in range(turns):
        started = time.process_time()
        work()
        costs.append(time.process_time() - started)
    return round(min(costs) * 1000, 2)


def _six_places() -> Situation:
    here = frozenset(of_kind("form", "cause"))
    return Situation(
        places=tuple(Place(f"p{n}", f"L{n % 5 + 1}", frozenset({"F3"}), here) for n in range(6)),
        answers=frozenset(of_kind("sentiment", "trigger", "government")),
        flags=of_kind("flag"),
    )
