"""A number as its cell shows it, where the format adds words or zeros: 1 in "CR-"000 is seen, and meant, as CR-001."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_DECIMALS = re.compile(r"0\.(0+)")
# Words in quotes or behind a stroke, a gap as wide as a letter, a currency or language, digits, signs that stand
# for themselves.
_PART = re.compile(
    r'"(?P<words>[^"]*)"|\\(?P<letter>.)|_.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|(?P<digits>[0#]+)|(?P<sign>[-+/(): ]|(?i:General))'
)
_MORE = re.compile(r'"[^"]*\w[^"]*"|\\\w|[0#]\\?[-/][0#]')
_GENERAL = "general"


class Shown(NamedTuple):
    """What a format puts before and behind a number, and how many digits it has at least; None: as it is."""

    before: str
    digits: int | None
    behind: str


def shown_in(value: int | float, number_format: str) -> str | None:
    """The number in a format of this kind; None where the format is of another, or the number no whole one."""
    if decimals := _DECIMALS.fullmatch(number_format):
        return f"{value:.{len(decimals[1])}f}"
    form = _form(number_format) if number_format != "General" else None
    if form is None or value < 0 or value >= 1e15 or not float(value).is_integer():
        return None
    return f"{form.before}{str(int(value)).zfill(form.digits or 0)}{form.behind}".strip()


@lru_cache(maxsize=256)
def _form(number_format: str) -> Shown | None:
    section = _first(number_format)
    around = ["", ""]
    digits: int | None = None
    begun = False
    at = 0
    while at < len(section):
        part = _PART.match(section, at)
        if part is None:
            return None
        at = part.end()
        sign = part["sign"] or ""
        if part["digits"] or sign.casefold() == _GENERAL:
            if begun:
                return None  # "00-00": the digits themselves are parted
            begun = True
            digits = part["digits"].count("0") if part["digits"] else None
        else:
            around[begun] += part["words"] or part["letter"] or part["currency"] or sign
    return Shown(around[0], digits, around[1]) if begun else None


def _first(number_format: str) -> str:
    """The part for numbers above nought: what stands before the first semicolon that is no word."""
    outside = re.match(r'(?:"[^"]*"|\\.|[^;"\\])*', number_format)
    return outside[0] if outside else ""


def shows_more(value: int | float, number_format: str) -> bool:
    """Whether a cell shows words or signs beside or between the digits of its number that are not known here."""
    return shown_in(value, number_format) is None and bool(_MORE.search(number_format))
