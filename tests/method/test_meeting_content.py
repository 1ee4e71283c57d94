"""The texts of a meeting: every step of the programme is explained, and the presentation stays short."""

from method.content import content


def test_every_step_of_the_programme_is_explained():
    assert [step.code for step in content().programme] == [
        "introduction",
        "presentation",
        "notes",
        "place",
        "deepen",
        "item",
        "close",
    ]


def test_presentation_is_six_screens_that_can_be_read_from_the_back_of_the_room():
    slides = content().presentation

    assert len(slides) == 6
    assert all(slide.title and len(slide.text) <= 140 for slide in slides)


def test_four_questions_to_begin_with():
    assert len(content().introductions) == 4
    assert all(question.text.endswith("?") for question in content().introductions)
