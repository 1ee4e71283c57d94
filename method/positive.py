"""Whether a challenge says what people do not want, instead of what they do (Vlaamse handreiking · Stap 2.4).

It leads to a remark and to nothing else: a person decides how to say it.
"""

import re

SAY_IT = "Zeg het positief: niet wat moet stoppen, maar hoe het straks is."
SOURCE = "Vlaamse handreiking · Stap 2.4"
_AGAINST = re.compile(
    r"\b(?:geen|stop|stopt|stoppen|tegen|tegengaan|(?:niet|nooit|geen \w+) meer|weg met|verbied\w*|verbod\w*)\b",
    re.IGNORECASE,
)


def sounds_negative(text: str) -> bool:
    return bool(_AGAINST.search(text))
