"""The numbers of lists as Word shows them: 4, 04, d, D, iv, IV."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# Word's names of the forms known here.
FORMS = frozenset(("decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman"))
DEEPEST = 8  # level of a list, from 0
_PLACE = re.compile("%([1-9])")
_SAID = re.compile(r"\w+")


def numeral(number: int, form: str) -> str:
    """The number in one of the forms; in any other as plain digits. Letters are doubled beyond z, as Word does."""
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("lowerLetter", "upperLetter") and number > 0:
        times, letter = divmod(number - 1, 26)
        text = chr(97 + letter) * (times + 1)
    elif form in ("lowerRoman", "upperRoman") and 0 < number < 32768:
        text = _roman(number)
    else:
        return str(number)
    return text.upper() if form.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (number // worth)
        number %= worth
    return text


def label(text: str, counts: Sequence[int], forms: Sequence[str], *, legal: bool = False) -> str:
    """What stands in front of an entry. ``text``: with %1 where the outermost level's number goes … ``counts`` and
    ``forms``: by level, outermost first, the entry's own last. ``legal``: all numbers but in digits.
    """

    def one(place: re.Match[str]) -> str:
        level = int(place[1]) - 1
        return numeral(counts[level], "decimal" if legal else forms[level]) if level < len(counts) else ""

    return _PLACE.sub(one, text)


def said(shown: str) -> str:
    """A label without the signs around its numbers and words, which are a house's own: "1.2" for "(1.2)"."""
    return ".".join(_SAID.findall(shown))
