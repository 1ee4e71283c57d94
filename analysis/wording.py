"""Words of the country in the texts of a worksheet: `[[gemeente]]` becomes what people say here."""

from method.worksheets.load import WORD
from organisation.current import organisation
from organisation.words import word


def spoken(text: str, words: str | None = None) -> str:
    if "[[" not in text:
        return text
    here = organisation().words if words is None else words
    return WORD.sub(lambda found: word(found.group(1), here), text)
