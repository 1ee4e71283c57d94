"""Nonsense in every field of every kind of question: a sentence or nothing, never a broken page."""

import pytest
from django.urls import reverse

from analysis.models import Answer

BAD = {
    "long": "a" * 20_000,
    "nul": "a\x00b",
    "markup": "<script>alert(1)</script>",
    "huge": "99999999999999999999",
    "negative": "-1",
    "bidi": "\u202eabc\u200f",
    "array": ["1", "twee", "-3"],
}
FIELDS = {
    "keuze": ["codes", "own-own"],
    "groepen": ["codes"],
    "ja": ["codes"],
    "verhaal": ["text", "unknown"],
    "cijfer": ["number", "year", "origin"],
    "dag": ["date"],
    "triggers": ["r0-type", "r0-what", "r0-on", "r0-level", "r3-what", "r99-what"],
}


@pytest.mark.parametrize("bad", BAD, ids=list(BAD))
def test_nonsense_breaks_no_question(town, client_of, all_kinds, bad):
    client = client_of(town.owner)
    url = reverse("analysis:step", args=[all_kinds.case_id, all_kinds.pk, 1])

    for code, names in FIELDS.items():
        for name in [*names, "version", "edition", "item", "reason", "source"]:
            data = {f"v-{code}-item": code, f"v-{code}-{name}": BAD[bad]}
            for headers in ({}, {"HX-Request": "true"}):
                answer = client.post(url, data, headers=headers)
                assert answer.status_code in {200, 302, 400, 403}, (code, name)
                assert b"<script>alert(1)" not in answer.content

    assert client.get(url).status_code == 200
    assert "\\x00" not in repr(list(Answer.objects.values()))


@pytest.mark.parametrize("query", ["?namens=x&namens=groep", "?namens=%00", "?deel=" + "a" * 3000])
def test_odd_addresses_open_the_page(town, client_of, all_kinds, query):
    url = reverse("analysis:step", args=[all_kinds.case_id, all_kinds.pk, 1])

    assert client_of(town.owner).get(url + query).status_code == 200
