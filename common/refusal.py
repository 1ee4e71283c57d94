"""A rule that says no, in one sentence that a person understands."""


class Refused(Exception):
    """Raised by a rule. `sentence` is shown to the person; `source` names guide and section, if any."""

    def __init__(self, sentence: str, source: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.source = source
