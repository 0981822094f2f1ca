"""Dates written as words, read only where they can't be another day."""

from __future__ import annotations

import re
from datetime import date

from pipeline.model.dates import MONTHS

_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
_DAY_MONTH = re.compile(_WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?[ \-/.]([a-z]{3,9})\.?,?[ \-/.](\d{4})", re.I)
_MONTH_DAY = re.compile(_WEEKDAY + r"([a-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.I)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FIGURES = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")


def read_date(text: str) -> date | None:
    """The day a text says beyond doubt. None where it could be another: 3/4/2017, 31 March 18."""
    text = " ".join(text.split())
    year = month = day = 0
    if match := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY_MONTH.fullmatch(text):
        day, month, year = int(match[1]), _month(match[2]), int(match[3])
    elif match := _MONTH_DAY.fullmatch(text):
        day, month, year = int(match[2]), _month(match[1]), int(match[3])
    elif match := _FIGURES.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        if day <= 12 and day != month:
            return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    """The number of a month from its name or the beginning of it; 0 where it is none."""
    word = "sep" if word.casefold() == "sept" else word.casefold()
    return next((number for number, name in enumerate(MONTHS, start=1) if name.casefold().startswith(word)), 0)
