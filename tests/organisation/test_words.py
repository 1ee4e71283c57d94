"""The words of the Netherlands and of Flanders."""

import pytest
from django.utils.html import conditional_escape, format_html

from organisation.words import local, word


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


@pytest.mark.parametrize("words", ["nl", "vl"])
def test_a_sentence_stays_as_safe_as_it_was(words):
    typed = "De <b>wethouder</b> beslist."

    assert "<b>" not in conditional_escape(local(typed, words))
    assert "<strong>" in conditional_escape(local(format_html("<strong>{}</strong>", "De wethouder"), words))
    assert "&lt;b&gt;" in conditional_escape(local(format_html("{}", typed), words))
