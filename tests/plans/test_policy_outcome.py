"""What the first two answers of a row of the policy table come to (KIS · Stap 4.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from method.policy import outcome_of, questions

COVERED, ENOUGH = ("yes", "partly", "no", "unknown"), ("enough", "sharpen", "not_enough", "")
TABLE = {
    "yes": ("covered", "sharpen", "white", "find_out"),
    "partly": ("covered", "sharpen", "white", "find_out"),
    "no": ("white", "white", "white", "white"),
    "unknown": ("find_out", "find_out", "white", "find_out"),
}
CELLS = [
    (covered, enough, outcome)
    for covered in COVERED
    for enough, outcome in zip(ENOUGH, TABLE[covered], strict=True)
]  # fmt: skip


@pytest.mark.parametrize(("covered", "enough", "outcome"), CELLS)
def test_outcome_of_each_cell(covered, enough, outcome):
    assert outcome_of(covered, enough) == outcome


def test_table_has_every_answer_that_can_be_given():
    assert {option.code for option in questions()["covered"].options} == set(COVERED)
    assert {option.code for option in questions()["enough"].options} | {""} == set(ENOUGH)


BETTER = {"not_enough": 0, "sharpen": 1, "enough": 2}


@given(st.sampled_from(COVERED), st.sampled_from(list(BETTER)), st.sampled_from(list(BETTER)))
def test_more_that_is_done_never_makes_a_gap(covered, one, other):
    """Whoever says that it is enough never gets a white spot that a lower answer did not give."""
    low, high = sorted((one, other), key=BETTER.__getitem__)

    if outcome_of(covered, high) == "white":
        assert outcome_of(covered, low) == "white"


@given(st.text(max_size=8), st.text(max_size=8))
def test_covered_needs_both_answers(covered, enough):
    """Nothing odd or empty is ever called covered or a reason to sharpen."""
    if outcome_of(covered, enough) in ("covered", "sharpen"):
        assert covered in ("yes", "partly") and enough in ("enough", "sharpen")


def test_every_question_names_guide_and_step():
    for name, question in questions().items():
        assert question.source.startswith(("KIS-handreiking, stap ", "Vlaamse handreiking, stap ")), name
        assert question.question and all(option.code and option.label for option in question.options), name
