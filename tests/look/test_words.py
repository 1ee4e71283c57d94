"""Dates as people write them, days that are left, words that may wrap."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone

from common.templatetags import pvk

HERE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """Wednesday 6 May 2026, a quarter past three."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 5, 6, 15, 15, tzinfo=HERE))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime(2026, 5, 6, 14, 5, tzinfo=HERE), "vandaag 14:05"),
        (datetime(2026, 5, 5, 9, 30, tzinfo=HERE), "gisteren 9:30"),
        (datetime(2026, 5, 3, 9, 30, tzinfo=HERE), "3 mei 9:30"),
        (datetime(2025, 5, 3, 9, 30, tzinfo=HERE), "3 mei 2025"),
        (datetime(2026, 5, 5, 22, 30, tzinfo=ZoneInfo("UTC")), "vandaag 0:30"),  # the town's midnight, not London's
        (date(2026, 5, 7), "morgen"),
        (date(2026, 12, 24), "24 december"),
        (None, ""),
    ],
)
def test_moment(value, words):
    assert pvk.moment(value) == words


def test_moment_keeps_yesterday_over_new_year(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 1, 1, 8, 0, tzinfo=HERE))

    assert pvk.moment(datetime(2025, 12, 31, 23, 30, tzinfo=HERE)) == "gisteren 23:30"


@pytest.mark.parametrize(
    ("value", "words", "icon"),
    [
        (date(2026, 5, 4), "2 dagen te laat", "late"),
        (date(2026, 5, 5), "1 dag te laat", "late"),
        (date(2026, 5, 6), "vandaag", "today"),
        (date(2026, 5, 7), "morgen", "soon"),
        (date(2026, 5, 9), "over 3 dagen", "soon"),
        (date(2026, 6, 6), "over 31 dagen", "later"),
        (3, "over 3 dagen", "soon"),
        (None, "geen datum", "neutral"),
    ],
)
def test_days_left_in_number_word_and_shape(value, words, icon):
    text = Template("{% days_left value %}").render(Context({"value": value}))

    assert f"<span>{words}</span>" in text
    assert f"#{icon}" in text


def test_breakable_offers_breaks_and_escapes_the_rest():
    assert pvk.breakable("a@b.nl") == "a@<wbr>b.<wbr>nl"
    assert "<script>" not in pvk.breakable("<script>@")


@pytest.mark.parametrize(
    ("number", "title", "heading"),
    [
        ("2.5", "Het netwerk", "2.5 Het netwerk"),
        ("OR7", "Ontmoeting", "Ontmoeting"),
        ("SAMOS", "Vier lenzen", "SAMOS Vier lenzen"),
        ("Verankering", "Hoe blijft dit leven?", "Verankering: hoe blijft dit leven?"),
    ],
)
def test_a_step_with_a_name_reads_as_one_heading(number, title, heading):
    assert pvk.numbered(number, title) == heading
