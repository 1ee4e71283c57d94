"""A date as people say it."""

from datetime import UTC, date, datetime

import pytest

from common.dates import in_words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (date(2026, 5, 3), "3 mei 2026"),
        (datetime(2026, 5, 3, 12, 0), "3 mei 2026"),
        (datetime(2026, 5, 3, 22, 30, tzinfo=UTC), "4 mei 2026"),  # past midnight in Amsterdam
        (None, ""),
    ],
)
def test_a_date_in_words(moment, words):
    assert in_words(moment) == words
