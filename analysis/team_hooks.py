"""Where higher packages hook in when something is decided about the working group. Same transaction.

@on_level
def tell_residents(participation, by): ...   # a rung of participation was chosen

@on_review
def find_members(review, by): ...            # the group looked at itself
"""

from collections.abc import Callable

from analysis.models_team import Participation, TeamReview
from organisation.models import User

OnLevel = Callable[[Participation, User], None]
OnReview = Callable[[TeamReview, User], None]
_levels: list[OnLevel] = []
_reviews: list[OnReview] = []


def on_level(function: OnLevel) -> OnLevel:
    if function not in _levels:
        _levels.append(function)
    return function


def on_review(function: OnReview) -> OnReview:
    if function not in _reviews:
        _reviews.append(function)
    return function


def tell_level(chosen: Participation, by: User) -> None:
    for function in _levels:
        function(chosen, by)


def tell_review(review: TeamReview, by: User) -> None:
    for function in _reviews:
        function(review, by)
