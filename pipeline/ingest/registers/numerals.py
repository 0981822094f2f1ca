"""Steps of a scale as Roman numerals, I to X: "IV", "III - Moderate", "Likely (IV)"."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.registers.values import LONGEST_WORD, Rated

NUMERALS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_NUMERAL = "|".join(sorted(NUMERALS, key=len, reverse=True))
_WORD = r"[^\W\d_][^\d]*?"
_NUMERAL_WORD = re.compile(
    rf"[\(\[]?({_NUMERAL})[\)\]]?(?:(?:\s*[-–—:.)=]\s*|\s*(?=[\(\[]))[\(\[]?\s*({_WORD})\s*[\)\]]?)?"
)
_WORD_NUMERAL = re.compile(rf"({_WORD})\s*(?:[-–—:=]\s*({_NUMERAL})|[\(\[]\s*({_NUMERAL})\s*[\)\]])")
_ANOTHER = re.compile(rf"\b(?:{_NUMERAL})\b")  # "II - III" is no step


def numeral(text: str) -> Rated | None:
    """The number and word of a step written as a Roman numeral; None for any other text. Whether the letters mean
    a number at all, only their column can tell: a V may be "very", an X a tick.
    """
    line = one_line(text)
    if match := _NUMERAL_WORD.fullmatch(line):
        digits, word = match[1], match[2]
    elif match := _WORD_NUMERAL.fullmatch(line):
        digits, word = match[2] or match[3], match[1]
    else:
        return None
    if word and (len(word) > LONGEST_WORD or _ANOTHER.search(word)):
        return None
    return Rated(NUMERALS.index(digits) + 1, word)


def are_surely(numbers: Collection[int | float | None]) -> bool:
    """Whether the numbers that letters would be leave no doubt that they are: two different ones, and one of them
    of more letters than one.
    """
    return len(set(numbers)) > 1 and any(number not in (1, 5, 10) for number in numbers)
