"""The words of the Netherlands and of Flanders."""

import pytest

from organisation.words import word


@pytest.mark.parametrize(
    ("name", "words", "shown"),
    [
        ("gemeente", "nl", "gemeente"),
        ("gemeente", "vl", "lokaal bestuur"),
        ("Gemeente", "vl", "Lokaal bestuur"),
        ("BSN", "vl", "rijksregisternummer"),
        ("straat", "vl", "straat"),
    ],
)
def test_word_follows_the_setting(name, words, shown):
    assert word(name, words) == shown
