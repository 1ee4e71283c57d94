"""Where higher packages hook in when a question of a worksheet is answered. Same transaction.

@on_answer("kis-azc")
def to_communication(sheet, answer, by): ...
"""

from collections.abc import Callable

from analysis.models import Answer, Sheet
from organisation.models import User

Heard = Callable[[Sheet, Answer, User], None]
_heard: dict[str, list[Heard]] = {}


def on_answer(worksheet: str) -> Callable[[Heard], Heard]:
    """Register a function that hears of every answer in this worksheet."""

    def register(function: Heard) -> Heard:
        functions = _heard.setdefault(worksheet, [])
        if function not in functions:
            functions.append(function)
        return function

    return register


def tell(sheet: Sheet, answer: Answer, by: User) -> None:
    for function in _heard.get(sheet.worksheet, ()):
        function(sheet, answer, by)
