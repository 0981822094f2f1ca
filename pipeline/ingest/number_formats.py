"""A number as its cell shows it, where the format adds words or zeros: 1 in "CR-"000 is seen, and meant, as CR-001."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_DECIMALS = re.compile(r"0\.(0+)")
# Words in quotes or behind a stroke, a gap as wide as a letter or filled with one, a currency or language, a colour,
# digits, signs that stand for themselves.
_PART = re.compile(
    r'"(?P<words>[^"]*)"|\\(?P<letter>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?i:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]"
    r"|(?P<digits>[0#]+|@)|(?P<sign>[-+/(): ]|(?i:General))"
)
_GROUPED = re.compile(r"(?:[_*].)*#,##[0#](?:[_*].)*")  # 1001 as 1,001: the thousands are parted, no more
_BESIDE = re.compile(r'"[^"]*"|\\.|[_*].|[-+/(): ]')
_SECTION = re.compile(r'(?:"[^"]*"|\\.|[_*].|[^;"\\])*')
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
    section = _sections(number_format)[0]
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


def text_in(text: str, number_format: str) -> str:
    """A text as its cell shows it: 01 in "SR "@ as SR 01. As it is where the format is of another kind."""
    last = _sections(number_format)[-1]
    form = _form(last) if _BESIDE.sub("", last).strip(" ") == "@" else None
    return text if form is None else f"{form.before}{text}{form.behind}".strip()


def _sections(number_format: str) -> list[str]:
    """For numbers above nought, below it, for nought itself and for texts, so far as a format has them."""
    sections = [""]
    at = 0
    while at < len(number_format):
        found = _SECTION.match(number_format, at)
        sections[-1] = found[0] if found else ""
        at += len(sections[-1]) + 1
        if at <= len(number_format):
            sections.append("")
    return sections


def shows_more(value: int | float, number_format: str) -> bool:
    """Whether a cell may show its number in a way that is not known here, so that a reader sees something else."""
    section = _sections(number_format)[0]
    if shown_in(value, number_format) is not None or section.casefold() in (_GENERAL, "@"):
        return False
    return not (_GROUPED.fullmatch(section) and float(value).is_integer())
